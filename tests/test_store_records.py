"""Records as they are kept, and what a workspace prefers; on SQLite and on PostgreSQL."""

import asyncio
from dataclasses import replace

import pytest

from bot.preferences import UNSET, Preferences
from bot.store import decisions, erasing, records, settings
from bot.store.database import EVERY_TENANT, Database
from bot.store.decisions import UnreadableDecisionError
from bot.store.records import KeptRecord
from bot.store.schema import record, setting
from bot.tenant import Tenant
from engine.dialogue.model import DialogueState
from engine.evaluation.model import Outcome
from knowledge.schema import AlternativeId, CriterionId
from tests.databases import connected
from tests.test_store_sheets import ONE, OTHER, decided

PREFECT = Outcome(
    kind="adopt",
    alternative=AlternativeId("prefect"),
    because="it is the least to run",
    by="U1",
    at=1.5,
    review_on="2027-05-01",
)
NOTHING = Outcome(kind="no_orchestrator", alternative=None, because="", by="U2", at=2.5)
FIRST = KeptRecord("d1", 1, PREFECT, "what was written", None, is_withdrawn=False)
TAKING_PART = Preferences(weights={CriterionId("cost"): 100}, retention_days=30)


async def closed(
    database: Database, decision_id: str, outcome: Outcome = PREFECT, tenant: Tenant = ONE
) -> int:
    """Close a decision that is open, or was never there; the number of its record."""
    async with database.transaction(tenant) as tx:
        known = await decisions.load_to_change(tx, decision_id)
    if known is None:
        await decided(database, decision_id, tenant)
    async with database.transaction(tenant) as tx:
        before = await decisions.load_to_change(tx, decision_id)
        assert before is not None
        await decisions.save(tx, before, DialogueState(status="decided"))
        return await records.keep(tx, decision_id, outcome, "what was written")


async def reopened(database: Database, decision_id: str) -> None:
    async with database.transaction(ONE) as tx:
        before = await decisions.load_to_change(tx, decision_id)
        assert before is not None
        await decisions.save(tx, before, DialogueState(status="concluded"))
        await records.withdraw(tx, decision_id)


async def numbers_in(database: Database, channel: str = "C1", limit: int = 10) -> list[int]:
    async with database.transaction(ONE) as tx:
        return [each.number for each in await records.standing_in(tx, channel, limit)]


async def test_a_record_comes_back_as_it_was_kept(database: Database) -> None:
    assert await closed(database, "d1") == 1
    async with database.transaction(ONE) as tx:
        assert await records.load(tx, "d1") == FIRST
        assert await records.load(tx, "d2") is None


async def test_a_decision_that_is_closed_anew_keeps_its_number_and_stands_again(
    database: Database,
) -> None:
    await closed(database, "d1")
    await closed(database, "d2")
    async with database.transaction(ONE) as tx:
        await records.supersede(tx, "d1", 2)
        assert await records.load(tx, "d1") == replace(FIRST, superseded_by=2)
    await reopened(database, "d1")
    async with database.transaction(ONE) as tx:
        withdrawn = replace(FIRST, superseded_by=2, is_withdrawn=True)
        assert await records.load(tx, "d1") == withdrawn
    assert await closed(database, "d1", NOTHING) == 1
    async with database.transaction(ONE) as tx:
        assert await records.load(tx, "d1") == replace(FIRST, outcome=NOTHING)
    assert await closed(database, "d3") == 3


async def test_what_counts_in_a_channel_is_what_was_decided_last(database: Database) -> None:
    for decision_id in ("d1", "d2", "d3", "d4"):
        await closed(database, decision_id)
    async with database.transaction(ONE) as tx:
        await decisions.move(tx, "d4", "C2", "C1")
    assert await numbers_in(database) == [3, 2, 1]
    assert await numbers_in(database, limit=2) == [3, 2]
    assert await numbers_in(database, "C2") == [4]
    async with database.transaction(ONE) as tx:
        await records.supersede(tx, "d1", 3)
    await reopened(database, "d2")
    assert await numbers_in(database) == [3]
    async with database.transaction(ONE) as tx:
        await erasing.delete(tx, "d3", "U1")
        await records.supersede(tx, "d1", None)
    assert await numbers_in(database) == [1]


async def test_a_number_is_never_given_twice(database: Database) -> None:
    assert await closed(database, "d1") == 1
    async with database.transaction(ONE) as tx:
        await erasing.delete(tx, "d1", "U1")
    assert await closed(database, "d2") == 2
    assert await closed(database, "d2", tenant=OTHER) == 1


async def test_decisions_that_are_closed_at_once_have_numbers_of_their_own(
    database: Database, database_url: str
) -> None:
    ids = [f"d{number}" for number in range(6)]
    for decision_id in ids:
        await decided(database, decision_id)
    async with connected(database_url) as other:
        given = await asyncio.gather(
            *(closed((database, other)[at % 2], decision_id) for at, decision_id in enumerate(ids))
        )
    assert sorted(given) == [1, 2, 3, 4, 5, 6]


async def test_the_records_of_many_decisions_come_at_once(database: Database) -> None:
    for decision_id in ("d1", "d2", "d3"):
        await closed(database, decision_id)
    async with database.transaction(ONE) as tx:
        found = await records.of(tx, ["d1", "d3", "d4"])
        assert found == {"d1": FIRST, "d3": replace(FIRST, decision_id="d3", number=3)}
        assert await records.of(tx, []) == {}


async def test_a_record_of_another_version_is_left_out_of_lists(database: Database) -> None:
    await closed(database, "d1")
    await closed(database, "d2")
    async with database.transaction(ONE) as tx:
        broken = record.update().where(record.c.decision_id == "d2")
        await tx.connection.execute(broken.values(outcome='{"because": "canary"}'))
        assert list(await records.of(tx, ["d1", "d2"])) == ["d1"]
        assert [each.number for each in await records.standing_in(tx, "C1", 10)] == [1]
        with pytest.raises(UnreadableDecisionError) as raised:
            await records.load(tx, "d2")
    assert str(raised.value) == "d2"
    assert raised.value.__suppress_context__


async def test_a_tenant_sees_no_record_of_another(database: Database) -> None:
    await closed(database, "d1")
    async with database.transaction(OTHER) as tx:
        assert await records.load(tx, "d1") is None
        assert await records.of(tx, ["d1"]) == {}
        assert await records.standing_in(tx, "C1", 10) == []
        await records.withdraw(tx, "d1")
        await records.supersede(tx, "d1", 9)
    async with database.transaction(ONE) as tx:
        assert await records.load(tx, "d1") == FIRST


async def test_a_workspace_has_its_own_preferences(database: Database) -> None:
    async with database.transaction(ONE) as tx:
        assert await settings.preferences(tx) == UNSET
        await settings.set_preferences(tx, TAKING_PART, "U1")
    async with database.transaction(OTHER) as tx:
        assert await settings.preferences(tx) == UNSET
        assert await settings.preferences_to_change(tx, "U2") == UNSET
    async with database.transaction(ONE) as tx:
        assert await settings.preferences(tx) == TAKING_PART
        assert await settings.preferences_to_change(tx, "U2") == TAKING_PART
        await settings.set_preferences(tx, UNSET, "U2")
        assert await settings.preferences(tx) == UNSET


async def test_preferences_of_another_version_count_as_unset(database: Database) -> None:
    async with database.transaction(ONE) as tx:
        await settings.set_preferences(tx, TAKING_PART, "U1")
        await tx.connection.execute(setting.update().values(content='{"retention_years": 1}'))
        assert await settings.preferences(tx) == UNSET
    async with database.transaction(EVERY_TENANT) as tx:
        assert await settings.retentions(tx) == []


async def test_two_admins_who_change_different_preferences_lose_nothing(
    database: Database, database_url: str
) -> None:
    async def change(through: Database, **changed: object) -> None:
        async with through.transaction(ONE) as tx:
            before = await settings.preferences_to_change(tx, "U1")
            await settings.set_preferences(tx, before.model_copy(update=changed), "U1")

    async with connected(database_url) as other:
        await asyncio.gather(
            change(database, guests="look_on"),
            change(other, keeping="everybody"),
            change(database, closing="everybody"),
            change(other, retention_days=7),
        )
    async with database.transaction(ONE) as tx:
        assert await settings.preferences(tx) == Preferences(
            guests="look_on", keeping="everybody", closing="everybody", retention_days=7
        )


async def test_which_workspaces_let_old_decisions_be_deleted_is_known_across_them(
    database: Database,
) -> None:
    for tenant, days in ((ONE, 30), (OTHER, 400), (Tenant("T3"), None)):
        async with database.transaction(tenant) as tx:
            await settings.set_preferences(tx, Preferences(retention_days=days), "U1")
            await settings.forget_cost(tx, "U1")
    async with database.transaction(EVERY_TENANT) as tx:
        assert sorted(await settings.retentions(tx)) == [(ONE, 30), (OTHER, 400)]
