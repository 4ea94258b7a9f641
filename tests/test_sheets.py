"""Sheets in use: ticks of several people, undo, reset, forms; on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from bot import judging
from bot.block_ids import BlockRef, SheetRef, decode_block, sheet_of
from bot.place import Place
from bot.store import decisions, erasing
from bot.store.database import Database
from bot.store.posts import PostKey
from bot.store.schema import post
from bot.views import notices
from engine.evaluation.items import item_of
from engine.evaluation.model import OPEN, Finding, ItemId, SheetKey
from knowledge.schema import AlternativeId, KnowledgeBase
from tests.sheet_room import BEGIN, KEY, SECOND, TENANT, Room, opened

FIRST, SINGLE, ITERATION = "first_run", "single_step", "iteration"
"""Items of one category."""
RETRIES = "retries"
"""An item of another."""
NOW = 1_750_000_000.0


@pytest.fixture
async def room(database: Database, kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.setattr(judging, "time", lambda: NOW)
    return await opened(database, kb)


def passed(by: str, at: int) -> Finding:
    return Finding(verdict="pass", by=by, at=at / SECOND)


# Ticks


async def test_a_tick_is_kept_with_who_and_when(room: Room) -> None:
    assert await room.tick("U1", FIRST, at=BEGIN) == ""
    assert (await room.sheet()).findings == {FIRST: passed("U1", BEGIN)}
    [change] = await room.history()
    assert (change.item, change.how, change.by) == (FIRST, "ticked", "U1")
    assert (change.before, change.after) == (OPEN, passed("U1", BEGIN))


async def test_two_who_tick_the_same_group_at_once_lose_nothing(room: Room) -> None:
    await asyncio.gather(room.tick("U1", FIRST, revision=1), room.tick("U2", SINGLE, revision=1))
    assert await room.passed() == {FIRST, SINGLE}


async def test_an_untick_takes_back_that_item_alone(room: Room) -> None:
    await room.tick("U1", FIRST, SINGLE)
    seen = (await room.sheet()).revision
    await room.tick("U2", FIRST, SINGLE, ITERATION)
    await room.tick("U1", SINGLE, revision=seen)
    assert await room.passed() == {SINGLE, ITERATION}


async def test_a_second_click_in_the_same_picture_does_not_repeat_the_first(room: Room) -> None:
    await room.tick("U1", FIRST, revision=1)
    await room.tick("U2", at=None)
    await room.tick("U1", FIRST, SINGLE, revision=1)
    assert await room.passed() == {SINGLE}


async def test_a_redelivered_tick_changes_nothing(room: Room) -> None:
    await room.tick("U1", FIRST, revision=1, at=BEGIN, key="once")
    await room.tick("U2")
    before = await room.sheet()
    assert await room.tick("U1", FIRST, revision=1, at=BEGIN, key="once") == ""
    assert await room.sheet() == before


async def test_an_older_click_does_not_undo_a_newer_one(room: Room) -> None:
    await room.tick("U1", FIRST, at=BEGIN)
    seen = (await room.sheet()).revision
    await room.tick("U2", at=BEGIN + 5 * SECOND)
    await room.tick("U3", FIRST, at=BEGIN + 9 * SECOND)
    told = await room.tick("U4", revision=seen, at=BEGIN + 7 * SECOND)
    assert told == notices.TICKED_TOO_LATE
    assert await room.finding(FIRST) == passed("U3", BEGIN + 9 * SECOND)


async def test_a_click_that_changes_nothing_still_outweighs_what_is_older(room: Room) -> None:
    await room.tick("U1", FIRST, revision=1, at=BEGIN)
    seen = (await room.sheet()).revision
    await room.tick("U2", FIRST, revision=1, at=BEGIN + 5 * SECOND)
    await room.tick("U3", revision=seen, at=BEGIN + 3 * SECOND)
    assert await room.finding(FIRST) == passed("U1", BEGIN)


async def test_ones_own_older_selection_says_nothing_new(room: Room) -> None:
    await room.tick("U1", FIRST, SINGLE, revision=1, at=BEGIN + SECOND)
    assert await room.tick("U1", FIRST, revision=1, at=BEGIN) == ""
    assert await room.passed() == {FIRST, SINGLE}
    assert (await room.finding(FIRST)).at == (BEGIN + SECOND) / SECOND


async def test_a_late_click_beside_a_newer_one_counts(room: Room) -> None:
    await room.tick("U1", FIRST, at=BEGIN + 5 * SECOND)
    assert await room.tick("U2", SINGLE, revision=1, at=BEGIN) == ""
    assert await room.passed() == {FIRST, SINGLE}


async def test_what_a_click_did_not_change_is_drawn_again(room: Room) -> None:
    await room.tick("U1", FIRST, revision=1, at=BEGIN + SECOND)
    seen = (await room.sheet()).revision
    await room.published()
    await room.tick("U1", revision=1, at=BEGIN)
    assert (await room.sheet()).revision > seen
    assert await room.stale() == {room.post}
    assert len(await room.history()) == 1


async def test_a_click_that_left_what_is_kept_draws_nothing(room: Room) -> None:
    await room.tick("U1", FIRST, revision=1)
    await room.published()
    seen = (await room.sheet()).revision
    await room.tick("U2", FIRST, revision=1)
    assert (await room.sheet()).revision == seen
    assert await room.stale() == set()


async def test_a_tick_passes_what_had_failed_and_keeps_its_note(room: Room) -> None:
    await room.judge("U1", FIRST, verdict="fail", note="Took a day", assignee="U3")
    await room.tick("U2", FIRST, at=BEGIN)
    assert await room.finding(FIRST) == Finding(
        verdict="pass", note="Took a day", assignee="U3", by="U2", at=BEGIN / SECOND
    )


async def test_an_untick_leaves_what_was_judged_meanwhile(room: Room) -> None:
    await room.tick("U1", FIRST)
    seen = (await room.sheet()).revision
    await room.judge("U2", FIRST, verdict="partial")
    await room.tick("U1", revision=seen)
    assert (await room.finding(FIRST)).verdict == "partial"


async def test_items_that_nobody_knows_any_more_are_passed_over(room: Room) -> None:
    await room.tick("U1", "gone", FIRST)
    assert await room.passed() == {FIRST}


@pytest.mark.parametrize("told", [{"category": "gone"}, {"at": -1}])
async def test_a_click_that_cannot_be_read_changes_nothing_and_is_drawn_again(
    room: Room, told: dict[str, Any]
) -> None:
    assert await room.tick("U1", FIRST, **told) == notices.OLD_MESSAGE
    sheet = await room.sheet()
    assert (sheet.revision, sheet.findings) == (2, {})
    assert await room.stale() == {room.post}


async def test_a_click_on_another_message_changes_nothing(room: Room) -> None:
    told = await room.tick("U1", FIRST, place=Place("C2", room.place.ts))
    assert told == notices.OLD_MESSAGE
    assert (await room.sheet()).revision == 1


@pytest.mark.parametrize(
    ("status", "sentence"), [("decided", notices.DECIDED), ("cancelled", notices.CANCELLED)]
)
async def test_a_closed_decision_takes_no_tick_and_draws_what_is_kept(
    room: Room, status: str, sentence: str
) -> None:
    await room.close(status)
    await room.published()
    assert await room.tick("U1", FIRST) == sentence
    sheet = await room.sheet()
    assert (sheet.revision, sheet.findings) == (2, {})
    assert await room.stale() == {room.post}
    assert await room.undo("U1") == sentence
    assert await room.reset("U1") == sentence
    assert await room.judge("U1", FIRST, verdict="fail") == sentence
    assert (
        await room.judging.pass_open(
            room.delivery(), room.ref("open_items", 1).encode(), {"development": FIRST}, "U1"
        )
        == sentence
    )
    assert (await room.sheet()).findings == {}


async def test_a_deleted_decision_is_not_known_any_more(room: Room) -> None:
    async with room.database.transaction(TENANT) as tx:
        await erasing.delete(tx, room.decision, "U1")
    told = [
        await room.tick("U1", FIRST, revision=1),
        await room.undo("U1"),
        await room.judging.item_form(TENANT, room.ref("more", 1), room.place, FIRST),
        await room.judging.history(TENANT, room.ref("more", 1), room.place),
    ]
    assert told == [notices.UNKNOWN_DECISION] * 4


async def test_a_refused_click_is_drawn_again(room: Room) -> None:
    await room.sheets.redraw(TENANT, room.ref("development", 1))
    assert (await room.sheet()).revision == 2
    assert await room.stale() == {room.post}


async def test_a_refused_click_on_no_sheet_is_nothing(room: Room) -> None:
    ref = replace(room.ref("development", 1), decision="gone")
    await room.sheets.redraw(TENANT, ref)
    assert await room.stale() == set()


async def test_the_root_message_follows_what_failed_alone(room: Room) -> None:
    root = PostKey(room.decision, "root")
    await room.tick("U1", FIRST)
    assert root not in await room.stale()
    await room.judge("U1", FIRST, verdict="fail")
    assert root in await room.stale()
    await room.published()
    await room.tick("U1", FIRST)
    assert root in await room.stale()


async def test_what_stands_side_by_side_follows_a_tick(room: Room) -> None:
    await room.tick("U1", FIRST)
    assert await room.stale() == {room.post}
    ref = BlockRef(room.decision, 1, "actions")
    assert await room.sheets.side_by_side(room.delivery(), ref, room.place, "U1") == ""
    await room.published()
    told = await room.sheets.side_by_side(room.delivery(), ref, room.place, "U1")
    assert told == notices.IN_THREAD_ALREADY
    await room.published()
    await room.tick("U1", SINGLE)
    assert await room.stale() == {room.post, PostKey(room.decision, "side_by_side")}


async def test_whoever_ticks_takes_part(room: Room) -> None:
    await room.tick("U7", FIRST)
    async with room.database.transaction(TENANT) as tx:
        found = await decisions.of_person(tx, "U7", 10)
    assert [each.decision.id for each in found] == [room.decision]


async def test_what_slack_did_not_take_is_tried_again_with_a_tick(room: Room) -> None:
    async with room.database.transaction(TENANT) as tx:
        await tx.connection.execute(post.update().values(dead="not_in_channel"))
    assert await room.tick("U1", FIRST) == notices.NOT_SHOWN
    assert room.post in await room.stale()


@pytest.mark.parametrize(("revision", "most"), [(2, 14), (1, 16)])
async def test_a_tick_is_few_statements(room: Room, revision: int, most: int) -> None:
    await room.tick("U1", FIRST)
    with statements(room.database) as said:
        await room.tick("U2", *([FIRST] if revision == 2 else []), SINGLE, revision=revision)
    assert await room.passed() == {FIRST, SINGLE}
    # With the one that begins the transaction.
    assert len(said) <= most, "\n".join(said)


# Beginning


async def test_a_sheet_begins_once(room: Room) -> None:
    ref = BlockRef(room.decision, 1, "actions")
    key = SheetKey("trials", AlternativeId("prefect"))
    assert await room.sheets.start(room.delivery(), ref, room.place, key, "U2") == ""
    # The recommendation offers checklists alone, so that its open menus are left in peace.
    assert await room.stale() == {PostKey(room.decision, "trials", "prefect")}
    await room.published()
    told = await room.sheets.start(room.delivery(), ref, room.place, key, "U2")
    assert told == notices.IN_THREAD_ALREADY


async def test_the_menu_that_begins_a_sheet_keeps_no_choice(room: Room) -> None:
    ref = BlockRef(room.decision, 1, "deciding1")
    key = SheetKey("checklist", AlternativeId("dagster"))
    await room.sheets.start(room.delivery(), ref, room.place, key, "U1")
    assert PostKey(room.decision, "root") in await room.stale()


async def test_beginning_again_loses_no_tick(room: Room) -> None:
    await room.tick("U1", FIRST)
    ref = BlockRef(room.decision, 1, "actions")
    await room.sheets.start(room.delivery(), ref, room.place, KEY, "U2")
    assert await room.passed() == {FIRST}


# Undo and reset


async def test_undo_takes_back_ones_own_last_change(room: Room) -> None:
    await room.tick("U1", FIRST)
    await room.tick("U2", FIRST, SINGLE)
    assert await room.undo("U1") == ""
    assert await room.passed() == {SINGLE}
    last = (await room.history())[0]
    assert (last.how, last.by, last.undoes, last.item) == ("undone", "U1", 2, FIRST)


async def test_undo_goes_back_step_by_step_and_never_undoes_an_undo(room: Room) -> None:
    await room.tick("U1", FIRST)
    await room.tick("U1", FIRST, SINGLE)
    for left in ({FIRST}, set[str]()):
        assert await room.undo("U1") == ""
        assert await room.passed() == left
    assert await room.undo("U1") == notices.NOTHING_TO_UNDO


async def test_who_has_no_task_to_take_back_hears_that_scores_are_elsewhere(room: Room) -> None:
    key = SheetKey("trials", AlternativeId("prefect"))
    await room.sheets.start(
        room.delivery(), BlockRef(room.decision, 1, "actions"), room.place, key, "U1"
    )
    ref = SheetRef(room.decision, 1, key, "actions")
    told = await room.sheets.undo(room.delivery(), ref, room.place, room.moment(), "U1")
    assert told == notices.NO_TASK_TO_UNDO


async def test_undo_leaves_what_somebody_changed_since_and_says_who(room: Room) -> None:
    await room.tick("U1", FIRST, SINGLE)
    await room.judge("U2", FIRST, verdict="fail")
    await room.tick("U3", SINGLE, ITERATION)
    before = await room.sheet()
    assert await room.undo("U1") == notices.changed_since("U2")
    assert await room.sheet() == before


async def test_undo_leaves_what_is_newer_than_itself(room: Room) -> None:
    await room.tick("U1", FIRST, at=BEGIN + 5 * SECOND)
    assert await room.undo("U1", at=BEGIN) == notices.UNDO_TOO_LATE
    assert await room.passed() == {FIRST}


async def test_a_redelivered_undo_takes_back_nothing_more(room: Room) -> None:
    await room.tick("U1", FIRST)
    await room.tick("U1", FIRST, SINGLE)
    await room.undo("U1", key="once")
    assert await room.undo("U1", key="once") == ""
    assert await room.passed() == {FIRST}


async def test_a_late_tick_does_not_come_back_after_its_undo(room: Room) -> None:
    await room.tick("U1", FIRST, at=BEGIN)
    await room.undo("U1", at=BEGIN + 5 * SECOND)
    await room.tick("U2", FIRST, revision=1, at=BEGIN + 2 * SECOND)
    assert await room.passed() == set()


async def test_a_reset_empties_everything_and_its_undo_puts_everything_back(room: Room) -> None:
    await room.judge("U1", FIRST, verdict="fail", note="Took a day", assignee="U2")
    await room.tick("U2", SINGLE)
    await room.tick("U3", RETRIES, category="failures")
    before = (await room.sheet()).findings
    assert await room.reset("U1") == ""
    assert (await room.sheet()).findings == {}
    assert await room.undo("U1") == ""
    assert (await room.sheet()).findings == before


async def test_a_tick_from_before_a_reset_comes_too_late(room: Room) -> None:
    await room.reset("U1", at=BEGIN + 5 * SECOND)
    told = await room.tick("U2", FIRST, revision=1, at=BEGIN)
    assert told == notices.RESET_SINCE
    assert await room.passed() == set()


async def test_a_late_reset_leaves_what_is_newer(room: Room) -> None:
    await room.tick("U1", FIRST, at=BEGIN)
    await room.tick("U2", FIRST, SINGLE, at=BEGIN + 5 * SECOND)
    await room.reset("U3", at=BEGIN + 2 * SECOND)
    assert await room.passed() == {SINGLE}


async def test_a_redelivered_reset_empties_nothing_more(room: Room) -> None:
    await room.reset("U1", key="once")
    await room.tick("U2", FIRST)
    assert await room.reset("U1", key="once") == ""
    assert await room.passed() == {FIRST}


# Forms


async def test_a_form_saves_what_was_changed_in_it_alone(room: Room) -> None:
    ref = room.ref(FIRST, 1).encode()
    shown = {"verdict": "open", "note": "", "link": "", "assignee": ""}
    await room.judging.judge(room.delivery(), ref, {**shown, "note": "Slow"}, ["note"], "U1")
    await room.judging.judge(room.delivery(), ref, {**shown, "verdict": "fail"}, ["verdict"], "U2")
    assert await room.finding(FIRST) == Finding(verdict="fail", note="Slow", by="U2", at=NOW)


async def test_an_assignment_alone_does_not_say_who_judged(room: Room) -> None:
    await room.tick("U1", FIRST, at=BEGIN)
    assert await room.judge("U2", FIRST, assignee="U3") == {}
    assert await room.finding(FIRST) == passed("U1", BEGIN).model_copy(update={"assignee": "U3"})
    assert (await room.history())[0].by == "U2"
    assert await room.judge("U2", FIRST, assignee="") == {}
    assert (await room.finding(FIRST)).assignee is None


@pytest.mark.parametrize("said", [{"note": "Slow"}, {"link": "https://example.com"}])
async def test_whoever_notes_something_has_not_given_the_verdict(
    room: Room, said: dict[str, str]
) -> None:
    await room.tick("U1", FIRST, at=BEGIN)
    await room.judge("U2", FIRST, **said)
    assert await room.finding(FIRST) == passed("U1", BEGIN).model_copy(update=said)
    assert (await room.history())[0].by == "U2"
    await room.judge("U2", SINGLE, **said)
    assert (await room.finding(SINGLE)).by == "U2"


@pytest.mark.parametrize("open_again", ["", "open"])
async def test_a_verdict_can_be_taken_away(room: Room, open_again: str) -> None:
    await room.judge("U1", FIRST, verdict="not_applicable")
    await room.judge("U2", FIRST, verdict=open_again)
    assert await room.finding(FIRST) == Finding(by="U2", at=NOW)


async def test_a_form_that_changes_nothing_is_not_in_the_history(room: Room) -> None:
    await room.judge("U1", FIRST, verdict="pass")
    assert await room.judge("U2", FIRST, verdict="pass", note="") == {}
    [change] = await room.history()
    assert change.by == "U1"


async def test_a_redelivered_form_counts_once(room: Room) -> None:
    await room.judge("U1", FIRST, key="once", verdict="fail")
    await room.judge("U2", FIRST, verdict="open")
    assert await room.judge("U1", FIRST, key="once", verdict="fail") == {}
    assert (await room.finding(FIRST)).verdict is None


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"link": "ftp://example.com"}, {"link": notices.WRONG_LINK}),
        ({"link": "example.com"}, {"link": notices.WRONG_LINK}),
        ({"link": "https://"}, {"link": notices.WRONG_LINK}),
        ({"link": "http://[::1"}, {"link": notices.WRONG_LINK}),
        ({"link": "https://exa mple.com"}, {"link": notices.WRONG_LINK}),
        ({"link": "https://evil.example|https://bank.example"}, {"link": notices.WRONG_LINK}),
        ({"link": "https://example.com/" + "x" * 481}, {"link": notices.too_long(500)}),
        ({"note": "x" * 1001}, {"note": notices.too_long(1000)}),
        ({"verdict": "great"}, {"verdict": notices.NO_SUCH_VERDICT}),
    ],
)
async def test_what_cannot_be_used_is_said_beside_it_and_nothing_is_saved(
    room: Room, said: dict[str, str], refused: dict[str, str]
) -> None:
    whole = {"note": "Fine", **said}
    assert await room.judge("U1", FIRST, **whole) == refused
    assert (await room.sheet()).findings == {}


async def test_the_longest_note_and_link_are_kept(room: Room) -> None:
    said = {"note": "n" * 1000, "link": "https://example.com/" + "x" * 480}
    assert await room.judge("U1", FIRST, **said) == {}
    found = await room.finding(FIRST)
    assert {"note": found.note, "link": found.link} == said


async def test_a_form_of_another_version_says_so(room: Room) -> None:
    delivery = room.delivery()
    assert await room.judging.judge(delivery, "?", {"note": "x"}, ["note"], "U1") == (
        notices.OLD_VERSION
    )
    assert await room.judging.pass_open(delivery, "?", {}, "U1") == notices.OLD_VERSION


async def test_an_item_opens_as_a_form_that_says_what_is_kept(room: Room) -> None:
    await room.judge("U1", FIRST, verdict="fail", note="Took a day")
    view = await room.judging.item_form(TENANT, room.ref("more", 1), room.place, FIRST)
    assert isinstance(view, dict)
    ref = sheet_of(decode_block(view["private_metadata"]))
    assert (ref.decision, ref.sheet, ref.part) == (room.decision, KEY, FIRST)
    assert "Took a day" in str(view["blocks"])


async def test_an_item_that_nobody_knows_opens_no_form(room: Room) -> None:
    told = await room.judging.item_form(TENANT, room.ref("more", 1), room.place, "gone")
    assert told == notices.OLD_MESSAGE


async def test_the_form_of_open_items_ticks_and_never_unticks(room: Room) -> None:
    await room.tick("U1", SINGLE, at=BEGIN)
    view = await room.judging.open_items(TENANT, room.ref("actions", 2), room.place, "U2")
    assert isinstance(view, dict)
    held = {"development": f"{FIRST},{SINGLE}", "failures": RETRIES, "operations": ""}
    told = await room.judging.pass_open(room.delivery(), view["private_metadata"], held, "U2")
    assert told == {}
    mine = Finding(verdict="pass", by="U2", at=NOW)
    assert (await room.sheet()).findings == {
        FIRST: mine,
        SINGLE: passed("U1", BEGIN),
        RETRIES: mine,
    }
    assert {each.revision for each in await room.history() if each.by == "U2"} == {3}


async def test_what_was_judged_since_the_form_of_open_items_is_never_passed(room: Room) -> None:
    await room.judge("U1", FIRST, verdict="fail", note="Took a day")
    await room.judge("U1", ITERATION, verdict="not_applicable")
    before = await room.sheet()
    metadata, sent = room.ref("open_items", 1).encode(), room.delivery()
    held = {"development": f"{FIRST},{SINGLE},{ITERATION}", "failures": RETRIES}
    labels = [item_of(KEY.kind, ItemId(each), room.knowledge).label for each in (FIRST, ITERATION)]
    assert await room.judging.pass_open(sent, metadata, held, "U2") == {
        "development": notices.judged_meanwhile(labels)
    }
    assert await room.sheet() == before
    again = {"development": SINGLE, "failures": RETRIES}
    assert await room.judging.pass_open(sent, metadata, again, "U2") == {}
    assert await room.passed() == {SINGLE, RETRIES}
    assert (await room.finding(FIRST)).verdict == "fail"
    await room.judge("U1", SINGLE, verdict="fail")
    assert await room.judging.pass_open(sent, metadata, again, "U2") == {}
    assert (await room.finding(SINGLE)).verdict == "fail"


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (["Runs"], "“Runs” was judged meanwhile by somebody and stays as it is"),
        (["Runs", "Logs"], "“Runs” and “Logs” were judged meanwhile by somebody and stay as they"),
    ],
)
def test_what_was_judged_meanwhile_is_named(labels: list[str], said: str) -> None:
    assert notices.judged_meanwhile(labels).startswith(said)


async def test_the_history_says_who_changed_what(room: Room) -> None:
    await room.tick("U1", FIRST)
    await room.judge("U2", FIRST, verdict="fail", note="Took a day")
    view = await room.judging.history(TENANT, room.ref("actions", 1), room.place)
    assert isinstance(view, dict)
    for said in ("U1", "U2", "Took a day"):
        assert said in str(view["blocks"])


async def test_forms_of_another_message_do_not_open(room: Room) -> None:
    elsewhere = Place("C2", "1.1")
    ref = room.ref("actions", 1)
    told = [
        await room.judging.item_form(TENANT, ref, elsewhere, FIRST),
        await room.judging.open_items(TENANT, ref, elsewhere, "U1"),
        await room.judging.history(TENANT, ref, elsewhere),
    ]
    assert told == [notices.OLD_MESSAGE] * 3


async def test_of_a_closed_decision_the_history_alone_opens(room: Room) -> None:
    await room.tick("U1", FIRST)
    await room.close("decided")
    ref = room.ref("actions", 1)
    assert await room.judging.item_form(TENANT, ref, room.place, FIRST) == notices.DECIDED
    assert await room.judging.open_items(TENANT, ref, room.place, "U1") == notices.DECIDED
    assert isinstance(await room.judging.history(TENANT, ref, room.place), dict)


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What is said to the database meanwhile, in SQL."""
    said: list[str] = []

    def heard(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", heard)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", heard)
