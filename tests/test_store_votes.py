"""Scores and ballots as they are kept; on SQLite and on PostgreSQL."""

import asyncio

import pytest

from bot.store import sheets, votes
from bot.store.database import Database
from bot.store.decisions import UnreadableDecisionError
from bot.store.schema import ballot, score
from engine.evaluation.model import NOTHING_EVALUATED, Ballot, Evaluated, Score, TrialId
from knowledge.schema import AlternativeId, CriterionId
from tests.databases import connected
from tests.test_store_sheets import ONE, OTHER, PREFECT, begun, decided, standing

DAGSTER = AlternativeId("dagster")
MOVED, FAILED = TrialId("moved"), TrialId("failed")
COST, PYTHON = CriterionId("cost"), CriterionId("python")


def scored(trial: TrialId, person: str, points: int) -> Score:
    return Score(candidate=DAGSTER, trial=trial, person=person, points=points)


async def test_a_score_is_kept_a_person_and_a_trial_until_it_is_taken_back(
    database: Database,
) -> None:
    await decided(database)
    async with database.transaction(ONE) as tx:
        await votes.keep_scores(tx, "d1", DAGSTER, "U1", {MOVED: 4, FAILED: 2})
        await votes.keep_scores(tx, "d1", DAGSTER, "U2", {MOVED: 5, FAILED: None})
        assert await votes.scores(tx, "d1") == (
            scored(FAILED, "U1", 2),
            scored(MOVED, "U1", 4),
            scored(MOVED, "U2", 5),
        )
        await votes.keep_scores(tx, "d1", DAGSTER, "U1", {MOVED: 1, FAILED: None})
        assert await votes.scores(tx, "d1") == (scored(MOVED, "U1", 1), scored(MOVED, "U2", 5))
        await votes.keep_scores(tx, "d1", DAGSTER, "U1", {})
        await votes.keep_scores(tx, "d1", AlternativeId("prefect"), "U2", {MOVED: None})
        assert len(await votes.scores(tx, "d1")) == 2
        assert await votes.scores(tx, "d2") == ()


async def test_ballots_come_in_the_order_in_which_they_were_first_cast(
    database: Database,
) -> None:
    await decided(database)
    async with database.transaction(ONE) as tx:
        await votes.cast(tx, "d1", "U2", {COST: 100})
        await votes.cast(tx, "d1", "U1", {COST: 40, PYTHON: 60})
        await votes.cast(tx, "d1", "U2", {PYTHON: 100})
        assert await votes.ballots(tx, "d1") == (
            Ballot(person="U2", weights={PYTHON: 100}),
            Ballot(person="U1", weights={COST: 40, PYTHON: 60}),
        )
        await votes.withdraw(tx, "d1", "U2")
        assert [each.person for each in await votes.ballots(tx, "d1")] == ["U1"]
        await votes.cast(tx, "d1", "U2", {PYTHON: 100})
        assert [each.person for each in await votes.ballots(tx, "d1")] == ["U1", "U2"]


async def test_all_that_was_found_out_comes_together(database: Database) -> None:
    await begun(database)
    async with database.transaction(ONE) as tx:
        await votes.keep_scores(tx, "d1", DAGSTER, "U1", {MOVED: 4})
        await votes.cast(tx, "d1", "U1", {COST: 100})
        assert await votes.evaluated(tx, "d1") == Evaluated(
            sheets=(await standing(tx),),
            scores=(scored(MOVED, "U1", 4),),
            ballots=(Ballot(person="U1", weights={COST: 100}),),
        )
        assert await votes.evaluated(tx, "d2") == NOTHING_EVALUATED


async def test_two_people_who_score_and_weigh_at_once_lose_nothing(
    database: Database, database_url: str
) -> None:
    await decided(database)

    async def vote(through: Database, person: str, points: int) -> None:
        async with through.transaction(ONE) as tx:
            await votes.keep_scores(tx, "d1", DAGSTER, person, {MOVED: points, FAILED: points})
            await votes.cast(tx, "d1", person, {COST: 100})

    async with connected(database_url) as other:
        await asyncio.gather(vote(database, "U1", 1), vote(other, "U2", 5))
    async with database.transaction(ONE) as tx:
        assert [(each.person, each.points) for each in await votes.scores(tx, "d1")] == [
            ("U1", 1),
            ("U2", 5),
        ] * 2
        assert {each.person for each in await votes.ballots(tx, "d1")} == {"U1", "U2"}


async def test_what_another_version_has_counted_is_named_by_its_decision_alone(
    database: Database,
) -> None:
    await decided(database)
    async with database.transaction(ONE) as tx:
        await votes.keep_scores(tx, "d1", DAGSTER, "U1", {MOVED: 4})
        await votes.cast(tx, "d1", "U1", {COST: 100})
        await tx.connection.execute(score.update().values(points=7))
        await tx.connection.execute(ballot.update().values(weights='["canary"]'))
        for read in (votes.scores, votes.ballots):
            with pytest.raises(UnreadableDecisionError) as raised:
                await read(tx, "d1")
            assert str(raised.value) == "d1"
            assert raised.value.__suppress_context__


async def test_a_tenant_sees_no_vote_of_another(database: Database) -> None:
    await begun(database)
    await decided(database, tenant=OTHER)
    async with database.transaction(ONE) as tx:
        await votes.keep_scores(tx, "d1", DAGSTER, "U1", {MOVED: 4})
        await votes.cast(tx, "d1", "U1", {COST: 100})
        before = await votes.evaluated(tx, "d1")
    async with database.transaction(OTHER) as tx:
        assert await votes.evaluated(tx, "d1") == NOTHING_EVALUATED
        await votes.keep_scores(tx, "d1", DAGSTER, "U1", {MOVED: None})
        await votes.withdraw(tx, "d1", "U1")
        await sheets.redraw(tx, "d1", PREFECT)
    async with database.transaction(ONE) as tx:
        assert await votes.evaluated(tx, "d1") == before


async def test_the_scores_of_several_decisions_come_at_once(database: Database) -> None:
    await decided(database)
    async with database.transaction(ONE) as tx:
        await votes.keep_scores(tx, "d1", DAGSTER, "U1", {MOVED: 4, FAILED: 2})
        found = await votes.scores_of(tx, ["d1", "d2"])
        assert found == {"d1": (scored(FAILED, "U1", 2), scored(MOVED, "U1", 4))}
        assert await votes.scores_of(tx, []) == {}
    async with database.transaction(OTHER) as tx:
        assert await votes.scores_of(tx, ["d1"]) == {}
