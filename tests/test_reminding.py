"""Asking for reminders of a sheet, and taking them back; on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.block_ids import SheetRef
from bot.errands import Errands
from bot.ledger import Delivery, Ledger
from bot.listing import Listing
from bot.people import People
from bot.place import Place
from bot.reminding import MOST, Reminding
from bot.replies import Replies
from bot.sheets import Sheets
from bot.store import decisions, erasing, posts, reminders
from bot.store.database import Database
from bot.store.decisions import Decision
from bot.store.posts import PostKey
from bot.store.reminders import Reminder
from bot.views import notices, reminder_form
from bot.views.gallery_exports import EXPORTS
from bot.views.limits import view_violations, violations
from bot.views.reminder_form import BACK, DATE, TAKE_BACK, TIME
from bot.workspaces import OneWorkspace
from engine.evaluation.model import SheetKey
from knowledge.schema import AlternativeId, KnowledgeBase
from tests.decision_in_slack import CHANNEL, ROOT_TS, SHEET_TS, TENANT, begin, place
from tests.slack_double import TOKEN, Fault, Json, SlackDouble

PREFECT = SheetKey("checklist", AlternativeId("prefect"))
DAGSTER = SheetKey("checklist", AlternativeId("dagster"))
SHOWN = Place(CHANNEL, SHEET_TS)
# Reminders that stand are those to come by the database's clock, so the days are ahead of it.
NOW = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0).timestamp()
DAY = 24 * 3600


def picked(at: float, zone: str = "UTC") -> dict[str, str]:
    """What the pickers hold for a moment, in a time zone."""
    local = datetime.fromtimestamp(at, ZoneInfo(zone))
    return {DATE: f"{local:%Y-%m-%d}", TIME: f"{local:%H:%M}"}


@dataclass(frozen=True)
class Scene:
    """A decision with a checklist in Slack, and the people who want to be reminded."""

    slack: SlackDouble
    database: Database
    reminding: Reminding
    errands: Errands
    decision: str

    def ref(self, key: SheetKey = PREFECT) -> SheetRef:
        return SheetRef(self.decision, 1, key, "more")

    async def form(self, by: str = "U1", shown: Place = SHOWN) -> Json | str:
        return await self.reminding.form(TENANT, self.ref(), shown, by)

    async def view(self, by: str = "U1") -> Json:
        found = await self.form(by)
        assert not isinstance(found, str), found
        return found

    async def remind(
        self,
        held: Mapping[str, str],
        *,
        delivery: str = "one",
        by: str = "U1",
        metadata: str | None = None,
        now: float = NOW,
    ) -> Mapping[str, str] | str:
        about = f"{self.ref().encode()} UTC" if metadata is None else metadata
        return await self.reminding.remind(Delivery(TENANT, (delivery,)), about, held, by, now)

    async def wanted(self) -> list[Reminder]:
        async with self.database.transaction(TENANT) as tx:
            return list(await reminders.wanted(tx, self.decision))

    async def close(self, status: str) -> None:
        async with self.database.transaction(TENANT) as tx:
            decision = await decisions.load_to_change(tx, self.decision)
            assert isinstance(decision, Decision)
            dialogue = decision.dialogue.model_copy(update={"status": status})
            await decisions.save(tx, decision, dialogue)


@pytest.fixture
async def scene(slack: SlackDouble, database: Database, kb: KnowledgeBase) -> AsyncIterator[Scene]:
    slack.scopes |= {"users:read"}
    slack.people = {"U1": {"tz": "Europe/Berlin"}, "U9": {"tz": "../etc/passwd"}}
    ledger = Ledger(database, kb, lambda: None)
    decision = await begin(database, kb)
    await place(database, slack, PostKey(decision, "root"), ROOT_TS)
    async with database.transaction(TENANT) as tx:
        for key in (PREFECT, DAGSTER):
            await Sheets(ledger).begin(tx, decision, key, "U1")
    await place(database, slack, PostKey(decision, "checklist", "prefect"), SHEET_TS)
    async with aiohttp.ClientSession() as session:
        workspaces, errands = OneWorkspace(TOKEN, slack.api_url, session), Errands()
        people = People(workspaces)
        replies = Replies(workspaces, errands, Listing(database, workspaces, people, kb))
        yield Scene(slack, database, Reminding(ledger, people, replies), errands, decision)
        await errands.drain(5)


def hint_of(view: Json) -> str:
    [time] = [each for each in view["blocks"] if each.get("block_id") == TIME]
    hint: str = time["hint"]["text"]
    return hint


async def test_a_form_says_in_which_time_zone_it_is_read(scene: Scene) -> None:
    view = await scene.view()
    assert hint_of(view) == "Time zone: Europe/Berlin."
    assert " Europe/Berlin " in view["private_metadata"]
    assert view_violations(view) == []


@pytest.mark.parametrize("by", ["U2", "U9"], ids=["told as UTC", "told as nonsense"])
async def test_a_form_is_read_in_utc_where_no_other_zone_is_known(scene: Scene, by: str) -> None:
    scene.slack.people["U2"] = {"tz": ""}
    assert hint_of(await scene.view(by)) == "Time zone: UTC."


async def test_a_form_is_read_in_utc_where_slack_does_not_tell(scene: Scene) -> None:
    scene.slack.faults["users.info"].append(Fault(error="missing_scope"))
    assert hint_of(await scene.view()) == "Time zone: UTC."


@pytest.mark.parametrize(
    ("zone", "utc_hour"), [("Europe/Berlin", 8), ("America/New_York", 14), ("", 9), ("Mars/X", 9)]
)
async def test_a_moment_is_meant_in_the_zone_that_the_form_named(
    scene: Scene, zone: str, utc_hour: int
) -> None:
    # In the last week of November no clock is changed to summer time.
    now = datetime(2027, 11, 23, tzinfo=UTC).timestamp()
    held = {DATE: "2027-11-30", TIME: "09:00"}
    assert await scene.remind(held, metadata=f"{scene.ref().encode()} {zone}", now=now) == {}
    [wanted] = await scene.wanted()
    assert datetime.fromtimestamp(wanted.due_at, UTC) == datetime(
        2027, 11, 30, utc_hour, tzinfo=UTC
    )
    assert (wanted.about, wanted.candidate, wanted.by) == ("checklist", "prefect", "U1")


async def test_a_moment_after_the_clocks_change_is_meant_as_clocks_will_show_it(
    scene: Scene,
) -> None:
    now = datetime(2027, 10, 20, tzinfo=UTC).timestamp()
    held = {DATE: "2027-11-30", TIME: "09:00"}
    metadata = f"{scene.ref().encode()} Europe/Berlin"
    assert await scene.remind(held, metadata=metadata, now=now) == {}
    [wanted] = await scene.wanted()
    assert datetime.fromtimestamp(wanted.due_at, UTC).hour == 8


@pytest.mark.parametrize(
    ("held", "wrong"),
    [
        ({}, {DATE: reminder_form.NO_DAY}),
        ({DATE: "", TIME: "09:00"}, {DATE: reminder_form.NO_DAY}),
        ({DATE: "tomorrow", TIME: "09:00"}, {DATE: reminder_form.NO_DAY}),
        ({DATE: "9999-99-99", TIME: "09:00"}, {DATE: reminder_form.NO_DAY}),
        ({DATE: "0001-01-01", TIME: "00:00"}, {DATE: reminder_form.IN_PAST}),
        ({**picked(NOW + DAY), TIME: ""}, {TIME: reminder_form.NO_TIME}),
        ({**picked(NOW + DAY), TIME: "nine"}, {TIME: reminder_form.NO_TIME}),
        (picked(NOW - DAY), {DATE: reminder_form.IN_PAST}),
        (picked(NOW - 60), {TIME: reminder_form.IN_PAST}),
        (picked(NOW), {TIME: reminder_form.IN_PAST}),
    ],
)
async def test_what_cannot_be_used_is_said_beside_its_input(
    scene: Scene, held: dict[str, str], wrong: dict[str, str]
) -> None:
    assert await scene.remind(held) == wrong
    assert await scene.wanted() == []
    # The same form can be sent again.
    assert await scene.remind(picked(NOW + DAY)) == {}


async def test_too_far_ahead_is_said_with_the_last_day(scene: Scene) -> None:
    told = await scene.remind(picked(NOW + 110 * DAY + 60))
    assert isinstance(told, Mapping)
    last = datetime.fromtimestamp(NOW + 110 * DAY, UTC)
    assert f"{last.day} {last:%B} {last.year} or earlier" in told[DATE]
    assert await scene.remind(picked(NOW + 110 * DAY)) == {}


async def test_a_form_that_is_delivered_twice_counts_once(scene: Scene) -> None:
    sent = (scene.remind(picked(NOW + DAY)) for _ in range(5))
    told = await asyncio.gather(*sent)
    assert len(await scene.wanted()) == 1
    assert told == [{}] * 5


async def test_a_copy_that_comes_after_the_decision_is_closed_was_taken(scene: Scene) -> None:
    assert await scene.remind(picked(NOW + DAY)) == {}
    await scene.close("decided")
    assert await scene.remind(picked(NOW + DAY)) == {}


async def test_a_form_that_was_wrong_is_taken_when_it_is_mended(scene: Scene) -> None:
    await scene.remind(picked(NOW + DAY))
    told = await scene.remind(picked(NOW + DAY), delivery="two")
    assert told == {TIME: reminder_form.STANDS_ALREADY}
    assert await scene.remind(picked(NOW + 2 * DAY), delivery="two") == {}
    assert len(await scene.wanted()) == 2


async def test_of_one_moment_one_reminder_stands(scene: Scene) -> None:
    await scene.remind(picked(NOW + DAY))
    told = await scene.remind(picked(NOW + DAY), delivery="two", by="U2")
    assert told == {TIME: reminder_form.STANDS_ALREADY}
    assert len(await scene.wanted()) == 1


async def test_there_are_at_most_ten_of_a_sheet(scene: Scene) -> None:
    for number in range(MOST):
        assert await scene.remind(picked(NOW + DAY + 60 * number), delivery=str(number)) == {}
    told = await scene.remind(picked(NOW + 2 * DAY), delivery="more")
    assert told == {DATE: reminder_form.TOO_MANY}
    assert len(await scene.wanted()) == MOST


async def test_what_stands_is_shown_and_taken_back(scene: Scene) -> None:
    await scene.remind(picked(NOW + DAY))
    dagster = f"{scene.ref(DAGSTER).encode()} UTC"
    await scene.remind(picked(NOW + DAY), metadata=dagster, delivery="two")
    view = await scene.view()
    local = datetime.fromtimestamp(NOW + DAY, ZoneInfo("Europe/Berlin"))
    shown = f"{local.day} {local:%B} {local.year}, {local:%H:%M}, by <@U1>"
    assert shown in str(view["blocks"])
    assert str(view["blocks"]).count("by <@U1>") == 1
    held = {DATE: "", TIME: "09:00", BACK: TAKE_BACK}
    metadata = view["private_metadata"]
    assert await scene.remind(held, delivery="three", metadata=metadata) == {}
    assert [each.candidate for each in await scene.wanted()] == ["dagster"]


async def test_whoever_has_set_a_reminder_is_told_when_it_comes(scene: Scene) -> None:
    held = picked(NOW + DAY, "Europe/Berlin")
    metadata = f"{scene.ref().encode()} Europe/Berlin"
    await scene.remind(held, metadata=metadata)
    await scene.remind(held, metadata=metadata)
    back = {DATE: "", TIME: "09:00", BACK: TAKE_BACK}
    view = await scene.view()
    await scene.remind(back, delivery="two", metadata=view["private_metadata"])
    await scene.errands.drain(5)
    local = datetime.fromtimestamp(NOW + DAY, ZoneInfo("Europe/Berlin"))
    when = f"{local.day} {local:%B} {local.year} at {local:%H:%M} (Europe/Berlin)"
    told = scene.slack.ephemerals
    assert sorted(each["text"] for each in told) == [
        f"Slack posts the reminder in this thread on {when}.",
        "The reminder that stood is taken back.",
    ]
    assert {(each["channel"], each["user"], each["thread_ts"]) for each in told} == {
        (CHANNEL, "U1", ROOT_TS)
    }


async def test_what_stands_is_taken_back_for_another_day(scene: Scene) -> None:
    await scene.remind(picked(NOW + DAY))
    metadata = (await scene.view("U2"))["private_metadata"]
    held = {**picked(NOW + 2 * DAY), BACK: TAKE_BACK}
    assert await scene.remind(held, delivery="two", metadata=metadata) == {}
    assert [each.due_at for each in await scene.wanted()] == [NOW + 2 * DAY]


async def test_what_the_form_did_not_show_is_not_taken_back(scene: Scene) -> None:
    await scene.remind(picked(NOW + DAY))
    metadata = (await scene.view())["private_metadata"]
    await scene.remind(picked(NOW + 2 * DAY), delivery="two", by="U2")
    held = {DATE: "", TIME: "09:00", BACK: TAKE_BACK}
    assert await scene.remind(held, delivery="three", metadata=metadata) == {}
    assert [each.by for each in await scene.wanted()] == ["U2"]
    # Nor does it make room for a moment that still stands.
    held = {**picked(NOW + 2 * DAY, "Europe/Berlin"), BACK: TAKE_BACK}
    told = await scene.remind(held, delivery="four", metadata=metadata)
    assert told == {TIME: reminder_form.STANDS_ALREADY}


async def test_a_form_of_as_many_as_there_can_be_keeps_slacks_limits(scene: Scene) -> None:
    for number in range(MOST):
        await scene.remind(picked(NOW + DAY + 60 * number), delivery=str(number))
    view = await scene.view()
    assert view_violations(view) == []
    held = {DATE: "", TIME: "", BACK: TAKE_BACK}
    assert await scene.remind(held, delivery="b", metadata=view["private_metadata"]) == {}
    assert await scene.wanted() == []


@pytest.mark.parametrize(
    ("status", "told"), [("decided", notices.DECIDED), ("cancelled", notices.CANCELLED)]
)
async def test_of_a_closed_decision_nobody_is_reminded(
    scene: Scene, status: str, told: str
) -> None:
    await scene.close(status)
    assert await scene.form() == told
    assert await scene.remind(picked(NOW + DAY)) == told
    assert await scene.wanted() == []


async def test_of_a_deleted_decision_nobody_is_reminded(scene: Scene) -> None:
    async with scene.database.transaction(TENANT) as tx:
        await erasing.delete(tx, scene.decision, "U1")
    assert await scene.form() == notices.UNKNOWN_DECISION
    assert await scene.remind(picked(NOW + DAY)) == notices.UNKNOWN_DECISION


async def test_an_old_message_and_another_version_say_what_to_do(scene: Scene) -> None:
    assert await scene.form(shown=Place(CHANNEL, "1.1")) == notices.OLD_MESSAGE
    held = picked(NOW + DAY)
    for metadata in ("", "d1.1.more UTC", "nonsense"):
        assert await scene.remind(held, metadata=metadata) == notices.OLD_VERSION


async def test_whoever_wants_to_be_reminded_takes_part(scene: Scene) -> None:
    await scene.remind(picked(NOW + DAY), by="U7")
    async with scene.database.transaction(TENANT) as tx:
        listed = await decisions.of_person(tx, "U7", 10)
        assert await posts.exists(tx, PostKey(scene.decision, "checklist", "dagster"))
    assert [each.decision.id for each in listed] == [scene.decision]


@pytest.mark.parametrize("name", EXPORTS)
def test_every_example_keeps_slacks_limits(name: str, kb: KnowledgeBase) -> None:
    example = EXPORTS[name](kb)
    if example.surface == "message":
        assert violations(example.blocks, "message") == []
        assert "|Open it>" in example.payload["text"] or "without" in name
    else:
        assert view_violations(example.payload) == []
