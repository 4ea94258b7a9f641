"""What a workspace keeps for all its decisions."""

from typing import Final

from pydantic import ValidationError
from sqlalchemy import select

from bot.store.database import Transaction
from bot.store.schema import setting
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from knowledge.schema import PRICED_IN

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
    return await _cost(tx, to_change=False)


async def keep_cost(tx: Transaction, assumed: Assumed, by: str) -> None:
    """Keep what a workspace can keep of this (``KEPT``); what is not set in it stays as it is.

    With another currency come an engineer cost and a rate of its own, or none.
    """
    await _be_there(tx, by)
    before = await _cost(tx, to_change=True)
    stays = before.model_dump(exclude_none=True)
    if assumed.currency not in {None, before.currency or PRICED_IN}:
        stays = {name: stays[name] for name in stays if name not in _AMOUNTS}
    changed = Assumed(**{**stays, **assumed.model_dump(include=KEPT, exclude_none=True)})
    await _save_cost(tx, changed, by)


async def forget_cost(tx: Transaction, by: str) -> None:
    """Keep nothing for the cost any more."""
    await _be_there(tx, by)
    await _save_cost(tx, NOTHING_ASSUMED, by)


async def _be_there(tx: Transaction, by: str) -> None:
    """There is a row to be locked."""
    await tx.connection.execute(
        tx.insert(setting)
        .values(tenant=tx.tenant, name=_COST, content="{}", changed_by=by, changed_at=tx.now)
        .on_conflict_do_nothing()
    )


async def _save_cost(tx: Transaction, kept: Assumed, by: str) -> None:
    await tx.connection.execute(
        setting.update()
        .where(setting.c.tenant == tx.tenant, setting.c.name == _COST)
        .values(content=kept.model_dump_json(exclude_none=True), changed_by=by, changed_at=tx.now)
    )


async def _cost(tx: Transaction, *, to_change: bool) -> Assumed:
    query = select(setting.c.content).where(setting.c.tenant == tx.tenant, setting.c.name == _COST)
    query = query.with_for_update() if to_change else query
    content = (await tx.connection.execute(query)).scalar()
    try:
        return NOTHING_ASSUMED if content is None else Assumed.model_validate_json(content)
    except ValidationError:
        return NOTHING_ASSUMED
