"""What a workspace keeps for all its decisions."""

from collections.abc import Sequence
from typing import Final

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Integer, String, and_, cast, select

from bot.preferences import UNSET, Preferences
from bot.store import assumptions
from bot.store.database import Transaction
from bot.store.schema import setting
from bot.tenant import Tenant
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from knowledge.schema import PRICED_IN

_PREFERENCES: Final = "preferences"
_RECORDS: Final = "records"
_COST: Final = "cost"
_AMOUNTS: Final = {"engineer_cost", "per_dollar"}
"""What means nothing in another currency than its own."""
KEPT: Final = {*_AMOUNTS, "currency", "engineer_hours", "years"}
"""What of a sum a workspace can keep; the rest is a team's."""


async def cost(tx: Transaction) -> Assumed:
    """What the workspace keeps for the cost of all its decisions; nothing where it keeps nothing.

    What another version of the app has written counts as nothing: a sum says on what it rests, and
    no message may wait for it.
    """
    return assumptions.read(await _content(tx, _COST))


async def keep_cost(tx: Transaction, assumed: Assumed, by: str) -> None:
    """Keep what a workspace can keep of this (``KEPT``); what is not set in it stays as it is.

    With another currency come an engineer cost and a rate of its own, or none.
    """
    before = await cost_to_change(tx, by)
    stays = before.model_dump(exclude_none=True)
    if assumed.currency not in {None, before.currency or PRICED_IN}:
        stays = {name: stays[name] for name in stays if name not in _AMOUNTS}
    changed = Assumed(**{**stays, **assumed.model_dump(include=KEPT, exclude_none=True)})
    await set_cost(tx, changed, by)


async def cost_to_change(tx: Transaction, by: str) -> Assumed:
    """``cost``, and nobody else changes it before this transaction ends."""
    return assumptions.read(await _content_to_change(tx, _COST, by))


async def set_cost(tx: Transaction, assumed: Assumed, by: str) -> None:
    """Keep this and nothing else; ``cost_to_change`` comes first where some shall stay."""
    kept = Assumed(**assumed.model_dump(include=KEPT, exclude_none=True))
    await _save(tx, _COST, assumptions.written(kept), by)


async def forget_cost(tx: Transaction, by: str) -> None:
    """Keep nothing for the cost any more."""
    await set_cost(tx, NOTHING_ASSUMED, by)


async def preferences(tx: Transaction) -> Preferences:
    """What the workspace has set; the defaults where it has not, or another version of the app did.

    No message may wait for it.
    """
    return _preferences(await _content(tx, _PREFERENCES))


async def preferences_to_change(tx: Transaction, by: str) -> Preferences:
    """The same, and nobody else changes them before this transaction ends."""
    return _preferences(await _content_to_change(tx, _PREFERENCES, by))


async def set_preferences(tx: Transaction, preferences: Preferences, by: str) -> None:
    """Set all of them; ``preferences_to_change`` comes first where some shall stay."""
    await _save(tx, _PREFERENCES, preferences.model_dump_json(exclude_defaults=True), by)


async def retentions(tx: Transaction) -> Sequence[tuple[Tenant, int]]:
    """Which workspaces let their decisions be deleted, and after how many days without a change.

    For ``database.EVERY_TENANT``.
    """
    query = select(setting.c.tenant, setting.c.content).where(setting.c.name == _PREFERENCES)
    found: list[tuple[Tenant, int]] = []
    for row in await tx.connection.execute(query):
        days = _preferences(row.content).retention_days
        if days is not None:
            found.append((Tenant(row.tenant), days))
    return found


async def next_record(tx: Transaction, by: str) -> int:
    """The number of the workspace's next record, from 1; it is never given twice.

    Whoever else wants one waits for the end of this transaction.
    """
    counted = cast(cast(setting.c.content, Integer) + 1, String)
    result = await tx.connection.execute(
        tx.insert(setting)
        .values(tenant=tx.tenant, name=_RECORDS, content="1", changed_by=by, changed_at=tx.now)
        .on_conflict_do_update(
            index_elements=["tenant", "name"],
            set_={"content": counted, "changed_by": by, "changed_at": tx.now},
        )
        .returning(setting.c.content)
    )
    return int(result.scalar_one())


def _preferences(content: str | None) -> Preferences:
    try:
        return UNSET if content is None else Preferences.model_validate_json(content)
    except ValidationError:
        return UNSET


async def _content(tx: Transaction, name: str) -> str | None:
    found = await tx.connection.execute(select(setting.c.content).where(_row(tx, name)))
    content: str | None = found.scalar()
    return content


async def _content_to_change(tx: Transaction, name: str, by: str) -> str | None:
    # There has to be a row to be locked.
    await tx.connection.execute(
        tx.insert(setting)
        .values(tenant=tx.tenant, name=name, content="{}", changed_by=by, changed_at=tx.now)
        .on_conflict_do_nothing()
    )
    query = select(setting.c.content).where(_row(tx, name)).with_for_update()
    content: str | None = (await tx.connection.execute(query)).scalar()
    return content


async def _save(tx: Transaction, name: str, content: str, by: str) -> None:
    values = {"content": content, "changed_by": by, "changed_at": tx.now}
    await tx.connection.execute(
        tx.insert(setting)
        .values(tenant=tx.tenant, name=name, **values)
        .on_conflict_do_update(index_elements=["tenant", "name"], set_=values)
    )


def _row(tx: Transaction, name: str) -> ColumnElement[bool]:
    return and_(setting.c.tenant == tx.tenant, setting.c.name == name)
