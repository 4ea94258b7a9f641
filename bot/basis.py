"""All that the messages of a decision rest on, as it is kept."""

from dataclasses import dataclass

from bot.pages.record import Record, page_of
from bot.store import records, settings, votes
from bot.store.database import Transaction
from bot.store.decisions import Decision
from bot.store.records import KeptRecord
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from engine.evaluation.model import NOTHING_EVALUATED, Evaluated


@dataclass(frozen=True, slots=True)
class Basis:
    """A decision with everything that its messages show."""

    decision: Decision
    workspace: Assumed = NOTHING_ASSUMED
    """What the workspace keeps for the cost of all its decisions."""
    evaluated: Evaluated = NOTHING_EVALUATED
    record: Record | None = None


async def basis_of(tx: Transaction, decision: Decision) -> Basis:
    """The decision with what the workspace keeps, what the team found out, and its record."""
    return Basis(
        decision,
        workspace=await settings.cost(tx),
        evaluated=await votes.evaluated(tx, decision.id),
        record=await record_of(tx, decision.id),
    )


async def record_of(tx: Transaction, decision_id: str) -> Record | None:
    """The record of a decision, if it was ever closed."""
    kept = await records.load(tx, decision_id)
    if kept is None:
        return None
    earlier = kept.outcome.supersedes
    found = {} if earlier is None else await records.of(tx, [earlier])
    return record_from(kept, *(each.number for each in found.values()))


def record_from(kept: KeptRecord, supersedes: int | None = None) -> Record:
    """A record as the views see it.

    Args:
        kept: as it is kept.
        supersedes: the number of the record in whose place it stands, where a view shows it.
    """
    return Record(
        number=kept.number,
        outcome=kept.outcome,
        page=page_of(kept.document),
        superseded_by=kept.superseded_by,
        supersedes=supersedes,
        is_withdrawn=kept.is_withdrawn,
    )
