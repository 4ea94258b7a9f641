"""Scores and ballots: what each person says of a decision, a row each.

What another version of the app has written raises ``decisions.UnreadableDecisionError``.
"""

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Row, delete, func, select

from bot.store import sheets
from bot.store.database import Transaction
from bot.store.decisions import UnreadableDecisionError
from bot.store.schema import ballot, score
from engine.evaluation.model import Ballot, Evaluated, Score, TrialId
from knowledge.schema import AlternativeId, CriterionId

_WEIGHTS = TypeAdapter(dict[CriterionId, int])


async def keep_scores(
    tx: Transaction,
    decision_id: str,
    candidate: AlternativeId,
    person: str,
    points: Mapping[TrialId, int | None],
) -> None:
    """Keep how a person scores a candidate on these trials; None takes a score back."""
    named = {
        "tenant": tx.tenant,
        "decision_id": decision_id,
        "candidate": candidate,
        "person": person,
    }
    for trial, given in points.items():
        if given is None:
            await tx.connection.execute(
                delete(score).where(
                    *(score.c[name] == value for name, value in named.items()),
                    score.c.trial == trial,
                )
            )
            continue
        values = {"points": given, "scored_at": tx.now}
        await tx.connection.execute(
            tx.insert(score)
            .values(**named, trial=trial, **values)
            .on_conflict_do_update(index_elements=score.primary_key, set_=values)
        )


async def scores(tx: Transaction, decision_id: str) -> tuple[Score, ...]:
    """Every score of a decision, by candidate, trial and person."""
    return (await scores_of(tx, [decision_id])).get(decision_id, ())


async def scores_of(
    tx: Transaction, decision_ids: Collection[str]
) -> Mapping[str, tuple[Score, ...]]:
    """The scores of these decisions, in the same order; a decision without any is left out."""
    query = (
        select(score)
        .where(score.c.tenant == tx.tenant, score.c.decision_id.in_(decision_ids))
        .order_by(score.c.candidate, score.c.trial, score.c.person)
    )
    found: dict[str, tuple[Score, ...]] = {}
    for row in await tx.connection.execute(query):
        found[row.decision_id] = (*found.get(row.decision_id, ()), _score(row))
    return found


async def cast(
    tx: Transaction, decision_id: str, person: str, weights: Mapping[CriterionId, int]
) -> None:
    """Keep how a person weighs the criteria; whoever weighs again keeps their place."""
    position = (
        select(func.coalesce(func.max(ballot.c.position), 0) + 1)
        .where(ballot.c.tenant == tx.tenant, ballot.c.decision_id == decision_id)
        .scalar_subquery()
    )
    values = {"weights": _WEIGHTS.dump_json(dict(weights)).decode(), "cast_at": tx.now}
    await tx.connection.execute(
        tx.insert(ballot)
        .values(
            tenant=tx.tenant, decision_id=decision_id, person=person, position=position, **values
        )
        .on_conflict_do_update(index_elements=ballot.primary_key, set_=values)
    )


async def withdraw(tx: Transaction, decision_id: str, person: str) -> None:
    """This person's ballot counts no more."""
    await tx.connection.execute(
        delete(ballot).where(
            ballot.c.tenant == tx.tenant,
            ballot.c.decision_id == decision_id,
            ballot.c.person == person,
        )
    )


async def ballots(tx: Transaction, decision_id: str) -> tuple[Ballot, ...]:
    """Every ballot of a decision, in the order in which they were first cast."""
    query = (
        select(ballot)
        .where(ballot.c.tenant == tx.tenant, ballot.c.decision_id == decision_id)
        .order_by(ballot.c.position)
    )
    try:
        return tuple(
            Ballot(person=row.person, weights=_WEIGHTS.validate_json(row.weights))
            for row in await tx.connection.execute(query)
        )
    except ValidationError:
        raise UnreadableDecisionError(decision_id) from None


async def evaluated(tx: Transaction, decision_id: str) -> Evaluated:
    """All that a team has found out in a decision."""
    return Evaluated(
        sheets=await sheets.of_decision(tx, decision_id),
        scores=await scores(tx, decision_id),
        ballots=await ballots(tx, decision_id),
    )


def _score(row: Row[Any]) -> Score:
    try:
        return Score(candidate=row.candidate, trial=row.trial, person=row.person, points=row.points)
    except ValidationError:
        raise UnreadableDecisionError(row.decision_id) from None
