"""Records: what was decided and why, as it was written then."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Row, Select, and_, select, update

from bot.store import settings
from bot.store.database import Transaction
from bot.store.decisions import UnreadableDecisionError
from bot.store.schema import decision, record
from engine.evaluation.model import Outcome


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A record of a decision."""

    decision_id: str
    number: int
    """Of the workspace, from 1."""
    outcome: Outcome
    document: str
    """What was written, in whatever form its writer reads again."""
    superseded_by: int | None
    """The number of the record that stands in its place."""
    is_withdrawn: bool
    """Its decision was opened again."""


async def keep(tx: Transaction, decision_id: str, outcome: Outcome, document: str) -> int:
    """Keep the record of a decision that is closed; returns its number.

    A decision that was opened again keeps its number, and its record stands anew: what was decided
    last is superseded by nothing.
    """
    values = {"outcome": outcome.model_dump_json(), "document": document}
    again = await tx.connection.execute(
        update(record)
        .where(_row(tx, decision_id))
        .values(**values, superseded_by=None, withdrawn=False)
        .returning(record.c.number)
    )
    number: int | None = again.scalar()
    if number is None:
        number = await settings.next_record(tx, outcome.by)
        await tx.connection.execute(
            record.insert().values(
                tenant=tx.tenant, decision_id=decision_id, number=number, **values
            )
        )
    return number


async def load(tx: Transaction, decision_id: str) -> KeptRecord | None:
    """The record of a decision, if it was ever closed.

    Raises:
        UnreadableDecisionError: another version of the app has written it.
    """
    row = (await tx.connection.execute(select(record).where(_row(tx, decision_id)))).first()
    return None if row is None else _read(row)


async def of(tx: Transaction, decision_ids: Collection[str]) -> Mapping[str, KeptRecord]:
    """The records of these decisions, by one query; one that cannot be read is left out."""
    query = select(record).where(
        record.c.tenant == tx.tenant, record.c.decision_id.in_(decision_ids)
    )
    return {each.decision_id: each for each in _readable(await tx.connection.execute(query))}


async def withdraw(tx: Transaction, decision_id: str) -> None:
    """The decision is open again: its record does not count until it is closed."""
    await tx.connection.execute(update(record).where(_row(tx, decision_id)).values(withdrawn=True))


async def supersede(tx: Transaction, decision_id: str, by: int | None) -> None:
    """The record with this number stands in the place of this decision's; None: its own stands."""
    await tx.connection.execute(
        update(record).where(_row(tx, decision_id)).values(superseded_by=by)
    )


async def standing_in(tx: Transaction, channel: str, limit: int) -> Sequence[KeptRecord]:
    """What was decided in a channel and still counts, the highest number first.

    One that cannot be read is left out.
    """
    query = _standing(tx, channel).order_by(record.c.number.desc()).limit(limit)
    return list(_readable(await tx.connection.execute(query)))


async def if_standing(tx: Transaction, channel: str, decision_id: str) -> KeptRecord | None:
    """The record of a decision, where it was decided in this channel and still counts.

    None as well where it cannot be read.
    """
    query = _standing(tx, channel).where(record.c.decision_id == decision_id)
    return next(_readable(await tx.connection.execute(query)), None)


def _standing(tx: Transaction, channel: str) -> Select[Any]:
    its_decision = and_(decision.c.tenant == record.c.tenant, decision.c.id == record.c.decision_id)
    return (
        select(record)
        .join(decision, its_decision)
        .where(
            record.c.tenant == tx.tenant,
            record.c.superseded_by.is_(None),
            record.c.withdrawn.is_(False),
            decision.c.channel == channel,
            decision.c.status == "decided",
        )
    )


def _row(tx: Transaction, decision_id: str) -> ColumnElement[bool]:
    return and_(record.c.tenant == tx.tenant, record.c.decision_id == decision_id)


def _readable(rows: Iterable[Row[Any]]) -> Iterator[KeptRecord]:
    for row in rows:
        with suppress(UnreadableDecisionError):
            yield _read(row)


def _read(row: Row[Any]) -> KeptRecord:
    try:
        outcome = Outcome.model_validate_json(row.outcome)
    except ValidationError:
        # Its text would hold what people said.
        raise UnreadableDecisionError(row.decision_id) from None
    return KeptRecord(
        decision_id=row.decision_id,
        number=row.number,
        outcome=outcome,
        document=row.document,
        superseded_by=row.superseded_by,
        is_withdrawn=row.withdrawn,
    )
