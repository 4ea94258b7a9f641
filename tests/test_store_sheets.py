"""Sheets as they are kept: changes, their history, late clicks; on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.store import decisions, migrate, sheets
from bot.store.database import Database, Transaction
from bot.store.decisions import Decision, StaleRevisionError, UnreadableDecisionError
from bot.store.schema import change, finding, selection, sheet
from bot.tenant import Tenant
from engine.dialogue.model import DialogueState
from engine.evaluation.merging import Picture
from engine.evaluation.model import OPEN, CategoryId, Finding, How, ItemId, Sheet, SheetKey
from knowledge.schema import AlternativeId
from tests.databases import connected

ONE, OTHER = Tenant("T1"), Tenant("T2")
PREFECT = SheetKey("checklist", AlternativeId("prefect"))
DAGSTER = SheetKey("checklist", AlternativeId("dagster"))
TRIALS = SheetKey("trials", AlternativeId("prefect"))
A, B, C = (ItemId(each) for each in "abc")
OPERATIONS = CategoryId("operations")
PASSED = Finding(verdict="pass", by="U1", at=1.5)
FAILED = Finding(verdict="fail", note="it does not", link="https://x.example/1", by="U2", at=2.5)


async def decided(database: Database, decision_id: str = "d1", tenant: Tenant = ONE) -> None:
    """A decision that may have sheets."""
    async with database.transaction(tenant) as tx:
        await decisions.add(
            tx,
            Decision(
                id=decision_id,
                opened_by="U1",
                channel="C1",
                thread_ts=None,
                moved_from=None,
                response_url=None,
                dialogue=DialogueState(),
                revision=1,
            ),
        )


async def begun(database: Database, *keys: SheetKey, tenant: Tenant = ONE) -> None:
    await decided(database, tenant=tenant)
    async with database.transaction(tenant) as tx:
        for key in keys or (PREFECT,):
            assert await sheets.begin(tx, "d1", key, "U1")


async def standing(tx: Transaction, key: SheetKey = PREFECT, decision_id: str = "d1") -> Sheet:
    found = await sheets.load(tx, decision_id, key)
    assert found is not None
    return found


async def written(
    database: Database,
    changed: Mapping[ItemId, Finding],
    how: How = "ticked",
    by: str = "U1",
    *,
    action_ts: int | None = None,
    undoes: int | None = None,
) -> int:
    async with database.transaction(ONE) as tx:
        before = await standing(tx)
        return await sheets.write(
            tx, "d1", before, changed, how, by, action_ts=action_ts, undoes=undoes
        )


async def newer(database: Database, action_ts: int) -> frozenset[ItemId] | None:
    async with database.transaction(ONE) as tx:
        return await sheets.newer(tx, "d1", PREFECT, action_ts)


async def test_a_sheet_is_begun_once_and_all_of_it_is_open(database: Database) -> None:
    await begun(database)
    async with database.transaction(ONE) as tx:
        assert not await sheets.begin(tx, "d1", PREFECT, "U2")
        assert await sheets.load(tx, "d1", PREFECT) == Sheet(
            kind="checklist", candidate=AlternativeId("prefect"), revision=1
        )
        assert await sheets.load(tx, "d1", DAGSTER) is None
        assert await sheets.load(tx, "d2", PREFECT) is None


async def test_the_sheets_of_a_decision_come_in_the_order_in_which_they_were_begun(
    database: Database,
) -> None:
    await begun(database, PREFECT, TRIALS, DAGSTER)
    await written(database, {A: PASSED})
    async with database.transaction(ONE) as tx:
        found = await sheets.of_decision(tx, "d1")
        assert [each.key for each in found] == [PREFECT, TRIALS, DAGSTER]
        assert [each.findings for each in found] == [{A: PASSED}, {}, {}]
        assert await sheets.of_decision(tx, "d2") == ()


async def test_what_is_written_comes_back_with_its_history(database: Database) -> None:
    await begun(database)
    assert await written(database, {A: PASSED, B: PASSED}) == 2
    assert await written(database, {B: FAILED}, "judged", "U2") == 3
    async with database.transaction(ONE) as tx:
        found = await standing(tx)
        assert (found.revision, found.findings) == (3, {A: PASSED, B: FAILED})
        history = await sheets.history(tx, "d1", PREFECT, 10)
        assert [
            (each.revision, each.item, each.how, each.by, each.before, each.after, each.undoes)
            for each in history
        ] == [
            (3, B, "judged", "U2", PASSED, FAILED, None),
            (2, A, "ticked", "U1", OPEN, PASSED, None),
            (2, B, "ticked", "U1", OPEN, PASSED, None),
        ]
        assert history[0].at >= history[1].at > 1.7e9
        assert await sheets.history(tx, "d1", PREFECT, 2) == history[:2]
        assert await sheets.history(tx, "d1", DAGSTER, 2) == []


async def test_what_was_written_on_an_old_picture_is_refused(database: Database) -> None:
    await begun(database)
    async with database.transaction(ONE) as tx:
        before = await standing(tx)
    await written(database, {A: PASSED})
    with pytest.raises(StaleRevisionError):
        async with database.transaction(ONE) as tx:
            await sheets.write(tx, "d1", before, {A: OPEN}, "ticked", "U2")
    async with database.transaction(ONE) as tx:
        assert (await standing(tx)).findings == {A: PASSED}
        assert len(await sheets.history(tx, "d1", PREFECT, 10)) == 1


async def test_a_picture_is_drawn_anew_without_a_change(database: Database) -> None:
    await begun(database, PREFECT, DAGSTER)
    await written(database, {A: PASSED})
    async with database.transaction(ONE) as tx:
        await sheets.redraw(tx, "d1", PREFECT)
        assert [each.revision for each in await sheets.of_decision(tx, "d1")] == [3, 1]
        assert (await standing(tx)).findings == {A: PASSED}
        assert len(await sheets.history(tx, "d1", PREFECT, 10)) == 1


async def test_a_sheet_is_known_as_it_stood_at_each_revision(database: Database) -> None:
    await begun(database)
    await written(database, {A: PASSED})
    await written(database, {A: FAILED, B: PASSED}, "judged")
    await written(database, {A: OPEN, B: OPEN}, "reset")
    async with database.transaction(ONE) as tx:
        stood = [await sheets.findings_at(tx, "d1", PREFECT, revision) for revision in range(6)]
    assert stood == [{}, {}, {A: PASSED}, {A: FAILED, B: PASSED}, {}, {}]


async def test_a_later_click_is_known_by_the_items_that_it_changed(database: Database) -> None:
    await begun(database)
    await written(database, {A: PASSED}, action_ts=1_700_000_000_000_010)
    await written(database, {B: PASSED}, action_ts=1_700_000_000_000_020)
    assert await newer(database, 1_700_000_000_000_005) == frozenset({A, B})
    assert await newer(database, 1_700_000_000_000_010) == frozenset({B})
    assert await newer(database, 1_700_000_000_000_020) == frozenset()


async def test_a_form_and_an_older_click_leave_the_time_of_the_newest_click(
    database: Database,
) -> None:
    await begun(database)
    await written(database, {A: PASSED}, action_ts=20)
    await written(database, {A: FAILED}, "judged")
    assert await newer(database, 19) == frozenset({A})
    await written(database, {A: PASSED}, action_ts=10)
    assert await newer(database, 19) == frozenset({A})
    await written(database, {B: FAILED}, "judged")
    assert await newer(database, 0) == frozenset({A})


async def test_a_click_that_changes_nothing_makes_older_ones_come_too_late(
    database: Database,
) -> None:
    await begun(database)
    await written(database, {A: PASSED, B: PASSED}, action_ts=10)
    async with database.transaction(ONE) as tx:
        before = await standing(tx)
        await sheets.confirm(tx, "d1", PREFECT, [A, C], 30)
        await sheets.confirm(tx, "d1", PREFECT, [A], 20)
        assert await standing(tx) == before
    assert await newer(database, 9) == frozenset({A, B})
    assert await newer(database, 29) == frozenset({A})
    assert await newer(database, 30) == frozenset()


async def test_after_a_reset_every_older_click_comes_too_late(database: Database) -> None:
    await begun(database)
    await written(database, {A: PASSED}, action_ts=10)
    await written(database, {A: OPEN}, "reset", action_ts=30)
    assert await newer(database, 29) is None
    assert await newer(database, 30) == frozenset()
    await written(database, {}, "reset", action_ts=20)
    assert await newer(database, 29) is None
    await written(database, {}, "reset", action_ts=40)
    assert await newer(database, 39) is None


async def test_the_last_selection_is_one_of_the_person_and_the_category(
    database: Database,
) -> None:
    picture = Picture(revision=1, chosen=frozenset({A, B}), action_ts=1_700_000_000_000_010)
    await begun(database, PREFECT, DAGSTER)
    async with database.transaction(ONE) as tx:
        assert await sheets.last_selection(tx, "d1", PREFECT, OPERATIONS, "U1") is None
        await sheets.keep_selection(tx, "d1", PREFECT, OPERATIONS, "U1", picture)
        assert await sheets.last_selection(tx, "d1", PREFECT, OPERATIONS, "U1") == picture
        assert await sheets.last_selection(tx, "d1", PREFECT, OPERATIONS, "U2") is None
        assert await sheets.last_selection(tx, "d1", DAGSTER, OPERATIONS, "U1") is None
        other = CategoryId("people")
        assert await sheets.last_selection(tx, "d1", PREFECT, other, "U1") is None


async def test_an_older_selection_does_not_replace_a_newer_one(database: Database) -> None:
    first, older, newest = (
        Picture(revision=revision, chosen=frozenset(chosen), action_ts=action_ts)
        for revision, chosen, action_ts in ((2, {A}, 20), (1, {B}, 10), (2, set[ItemId](), 30))
    )
    await begun(database)
    async with database.transaction(ONE) as tx:
        for picture, kept in ((first, first), (older, first), (newest, newest), (first, newest)):
            await sheets.keep_selection(tx, "d1", PREFECT, OPERATIONS, "U1", picture)
            found = await sheets.last_selection(tx, "d1", PREFECT, OPERATIONS, "U1")
            assert found == kept


async def test_what_a_person_did_last_can_be_undone_unless_it_was(database: Database) -> None:
    async def undoable(by: str) -> list[tuple[int, ItemId]]:
        async with database.transaction(ONE) as tx:
            found = await sheets.undoable(tx, "d1", PREFECT, by)
        return [(each.revision, each.item) for each in found]

    await begun(database)
    assert await undoable("U1") == []
    await written(database, {A: PASSED, C: PASSED}, by="U1")
    await written(database, {B: FAILED}, "judged", "U2")
    await written(database, {A: FAILED}, "judged", "U1")
    assert await undoable("U1") == [(4, A)]
    assert await undoable("U2") == [(3, B)]
    await written(database, {A: PASSED}, "undone", "U1", undoes=4)
    assert await undoable("U1") == [(2, A), (2, C)]
    await written(database, {A: OPEN, C: OPEN}, "undone", "U1", undoes=2)
    assert await undoable("U1") == []
    assert await undoable("U2") == [(3, B)]
    await written(database, {A: PASSED}, by="U1")
    assert await undoable("U1") == [(7, A)]


async def test_the_sheets_of_many_decisions_come_at_once(database: Database) -> None:
    await begun(database, PREFECT, DAGSTER)
    await written(database, {A: PASSED})
    for other in ("d2", "d3"):
        await decided(database, other)
    async with database.transaction(ONE) as tx:
        await sheets.begin(tx, "d3", TRIALS, "U1")
        found = await sheets.overview(tx, ["d1", "d2", "d3", "d4"])
        assert found == {
            "d1": await sheets.of_decision(tx, "d1"),
            "d3": await sheets.of_decision(tx, "d3"),
        }
        assert [each.key for each in found["d1"]] == [PREFECT, DAGSTER]
        assert await sheets.overview(tx, []) == {}


async def test_what_another_version_has_found_is_named_by_its_decision_alone(
    database: Database,
) -> None:
    await begun(database)
    await written(database, {A: PASSED})
    await decided(database, "d2")
    async with database.transaction(ONE) as tx:
        await sheets.begin(tx, "d2", PREFECT, "U1")
        await sheets.keep_selection(
            tx, "d1", PREFECT, OPERATIONS, "U1", Picture(1, frozenset({A}), 1)
        )
        await tx.connection.execute(finding.update().values(content='{"said": "canary"}'))
        await tx.connection.execute(change.update().values(after='{"said": "canary"}'))
        await tx.connection.execute(selection.update().values(chosen='{"said": "canary"}'))
        for read in (
            sheets.load(tx, "d1", PREFECT),
            sheets.of_decision(tx, "d1"),
            sheets.findings_at(tx, "d1", PREFECT, 2),
            sheets.history(tx, "d1", PREFECT, 9),
            sheets.last_selection(tx, "d1", PREFECT, OPERATIONS, "U1"),
        ):
            with pytest.raises(UnreadableDecisionError) as raised:
                await read
            assert str(raised.value) == "d1"
            assert raised.value.__suppress_context__
        assert list(await sheets.overview(tx, ["d1", "d2"])) == ["d2"]


async def test_a_tenant_sees_no_sheet_of_another(database: Database) -> None:
    await begun(database)
    await written(database, {A: PASSED}, action_ts=10)
    async with database.transaction(ONE) as tx:
        before = await standing(tx)
    async with database.transaction(OTHER) as tx:
        assert await sheets.load(tx, "d1", PREFECT) is None
        assert await sheets.of_decision(tx, "d1") == ()
        assert await sheets.overview(tx, ["d1"]) == {}
        assert await sheets.findings_at(tx, "d1", PREFECT, 1) == {}
        assert await sheets.newer(tx, "d1", PREFECT, 0) == frozenset()
        assert await sheets.history(tx, "d1", PREFECT, 9) == []
        assert await sheets.undoable(tx, "d1", PREFECT, "U1") == []
        await sheets.redraw(tx, "d1", PREFECT)
        with pytest.raises(StaleRevisionError):
            await sheets.write(tx, "d1", before, {A: OPEN}, "ticked", "U1")
    async with database.transaction(ONE) as tx:
        assert await standing(tx) == before
        assert before.findings == {A: PASSED}


async def test_what_belongs_to_a_sheet_goes_with_it(database: Database) -> None:
    await begun(database)
    await written(database, {A: PASSED})
    async with database.transaction(ONE) as tx:
        await sheets.keep_selection(
            tx, "d1", PREFECT, OPERATIONS, "U1", Picture(1, frozenset({A}), 1)
        )
        await tx.connection.execute(sheet.delete())
        for table in (finding, change, selection):
            assert (await tx.connection.execute(select(table))).all() == [], table.name


async def test_of_what_many_tick_at_once_nothing_is_lost(
    database: Database, database_url: str
) -> None:
    await begun(database)
    items = [ItemId(f"i{number}") for number in range(12)]

    async def tick(through: Database, item: ItemId) -> None:
        async with through.transaction(ONE) as tx:
            assert await decisions.touch(tx, "d1") is not None
            before = await standing(tx)
            await sheets.write(tx, "d1", before, {item: PASSED}, "ticked", "U1")

    # Each as a process of its own would: they meet in the database alone.
    async with connected(database_url) as other:
        await asyncio.gather(
            *(tick((database, other)[number % 2], item) for number, item in enumerate(items))
        )
    async with database.transaction(ONE) as tx:
        found = await standing(tx)
        assert found.findings == dict.fromkeys(items, PASSED)
        assert found.revision == 1 + len(items)
        history = await sheets.history(tx, "d1", PREFECT, 100)
        assert [each.revision for each in history] == list(range(13, 1, -1))


@dataclass(frozen=True, slots=True)
class Kept:
    """A database that many examples share, each with a decision of its own."""

    database: Database
    runner: asyncio.Runner


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    path: Path = tmp_path_factory.mktemp("histories") / "bot.db"
    url = f"sqlite+aiosqlite:///{path}"
    with asyncio.Runner() as runner:
        runner.run(migrate.upgrade(url))
        shared = Database(url)
        yield Kept(shared, runner)
        runner.run(shared.close())


FINDINGS = st.sampled_from([OPEN, PASSED, FAILED, Finding(assignee="U3")])
CHANGES = st.dictionaries(st.sampled_from([A, B, C]), FINDINGS)
"""What one action writes; nothing is a picture that is drawn anew."""
_NUMBERS = iter(range(1_000_000))


@settings(max_examples=60)
@given(actions=st.lists(CHANGES, max_size=8))
def test_each_revision_of_any_history_is_known_as_it_stood(
    kept: Kept, actions: Sequence[Mapping[ItemId, Finding]]
) -> None:
    decision_id = f"h{next(_NUMBERS)}"
    stood: list[dict[ItemId, Finding]] = [{}]

    async def lived() -> list[Mapping[ItemId, Finding]]:
        await decided(kept.database, decision_id)
        async with kept.database.transaction(ONE) as tx:
            await sheets.begin(tx, decision_id, PREFECT, "U1")
            for changed in actions:
                before = await standing(tx, decision_id=decision_id)
                assert before.findings == stood[-1]
                if changed:
                    await sheets.write(tx, decision_id, before, changed, "judged", "U1")
                else:
                    await sheets.redraw(tx, decision_id, PREFECT)
                known = {**stood[-1], **changed}
                stood.append({item: each for item, each in known.items() if each != OPEN})
            return [
                await sheets.findings_at(tx, decision_id, PREFECT, revision)
                for revision in range(1, len(stood) + 1)
            ]

    assert kept.runner.run(lived()) == stood
