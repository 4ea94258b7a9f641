"""Reminders on their way to Slack and back, under its faults; on SQLite and on PostgreSQL."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot import handing_over, scheduler
from bot.scheduler import Scheduler
from bot.slack import Slack
from bot.store import erasing, records, reminders
from bot.store.database import Database, Transaction
from bot.store.posts import Kind, PostKey
from bot.store.reminders import About, Reminder
from bot.store.schema import post
from bot.store.schema import reminder as table
from bot.workspaces import OneWorkspace
from engine.evaluation.model import Outcome
from knowledge.schema import AlternativeId, KnowledgeBase
from tests.databases import connected
from tests.decision_in_slack import ROOT_TS, SHEET_TS, TENANT, begin, place
from tests.slack_double import TOKEN, Fault, Shown, SlackDouble

SENTENCE = "Reminder by <@U1>: the checklist of Prefect."
SECOND_TS = "1700000000.000009"
"""The root of another decision."""
DAY = 24 * 3600
SETTLED = 0.4
"""Seconds after which Slack has done what it said nothing of."""
ASK_TO_WAIT = Fault(status=429, error="ratelimited", headers={"Retry-After": "0"})


@dataclass(frozen=True)
class Scene:
    """A decision with a checklist in Slack, and the scheduler."""

    slack: SlackDouble
    database: Database
    scheduler: Scheduler
    decision: str

    async def want(
        self,
        due_in: float = 3600,
        about: About = "checklist",
        candidate: str = "prefect",
        id_: str = "r1",
    ) -> Reminder:
        due_at = float(int(time.time() + due_in))
        wanted = Reminder(id_, self.decision, about, candidate, "U1", due_at)
        async with self.database.transaction(TENANT) as tx:
            await reminders.want(tx, wanted)
        return wanted

    async def unwant(self) -> None:
        async with self.database.transaction(TENANT) as tx:
            await reminders.unwant(tx, self.decision)

    async def passes(self, count: int = 1) -> None:
        """The scheduler looks so many times for what is due."""
        for number in range(count):
            await asyncio.sleep(0.15 if number else 0)
            await self.scheduler.hand_over_due()

    async def states(self) -> list[str]:
        async with self.database.transaction(TENANT) as tx:
            found = await tx.connection.execute(select(table.c.state).order_by(table.c.id))
        return list(found.scalars())

    async def place(self, kind: Kind, ts: str, topic: str = "") -> None:
        await place(self.database, self.slack, PostKey(self.decision, kind, topic), ts)

    @property
    def posted(self) -> list[Shown]:
        """What stands in the thread beside the posts of the decision."""
        return [each for (_, ts), each in self.slack.messages.items() if ts > SHEET_TS]


@pytest.fixture(autouse=True)
def without_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "_seconds_after", lambda _: 0.0)
    for name in ("UNSURE_SECONDS", "TOKEN_SECONDS", "AWAY_SECONDS"):
        monkeypatch.setattr(scheduler, name, 0.0)
    monkeypatch.setattr(handing_over, "UNPOSTED_SECONDS", 0.0)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    timeout = aiohttp.ClientTimeout(total=1, connect=1)
    async with aiohttp.ClientSession(timeout=timeout) as opened:
        yield opened


@pytest.fixture
async def bare(
    slack: SlackDouble, database: Database, session: aiohttp.ClientSession, kb: KnowledgeBase
) -> Scene:
    """No message is in Slack yet."""
    workspaces = OneWorkspace(TOKEN, slack.api_url, session)
    decision = await begin(database, kb)
    return Scene(slack, database, Scheduler(database, workspaces, kb), decision)


@pytest.fixture
async def scene(bare: Scene) -> Scene:
    await bare.place("root", ROOT_TS)
    await bare.place("checklist", SHEET_TS, "prefect")
    return bare


async def test_slack_is_handed_a_reminder_once_with_a_link_and_no_state(scene: Scene) -> None:
    wanted = await scene.want()
    await scene.passes(3)
    [scheduled] = scene.slack.scheduled.values()
    link = f"https://double.slack.com/archives/C1/p{SHEET_TS.replace('.', '')}"
    assert scheduled["text"] == f"{SENTENCE} <{link}|Open it>"
    assert (scheduled["channel"], scheduled["thread_ts"]) == ("C1", ROOT_TS)
    assert scheduled["post_at"] == wanted.due_at
    assert await scene.states() == ["scheduled"]
    assert len(scene.slack.called("chat.scheduleMessage")) == 1


async def test_what_is_far_off_waits(scene: Scene) -> None:
    await scene.want(111 * DAY)
    await scene.passes()
    assert (await scene.states(), scene.slack.calls) == (["wanted"], [])


async def test_a_reminder_waits_for_the_message_of_its_decision(bare: Scene) -> None:
    await bare.want()
    await bare.passes()
    assert bare.slack.scheduled == {}
    await bare.place("root", ROOT_TS)
    await bare.passes()
    [scheduled] = bare.slack.scheduled.values()
    assert ROOT_TS.replace(".", "") in scheduled["text"]


async def test_without_a_message_to_lead_to_there_is_no_link(scene: Scene) -> None:
    del scene.slack.messages["C1", SHEET_TS]
    await scene.want()
    await scene.passes()
    assert [each["text"] for each in scene.slack.scheduled.values()] == [SENTENCE]


async def test_what_slack_has_is_taken_back(scene: Scene) -> None:
    await scene.want()
    await scene.passes()
    await scene.unwant()
    await scene.passes(2)
    assert (scene.slack.scheduled, await scene.states()) == ({}, [])
    assert len(scene.slack.called("chat.deleteScheduledMessage")) == 1


async def test_what_slack_never_had_is_forgotten_without_asking_it(scene: Scene) -> None:
    await scene.want()
    await scene.unwant()
    await scene.passes()
    assert (await scene.states(), scene.slack.calls) == ([], [])


async def test_taken_back_while_it_is_handed_over_it_does_not_stay(scene: Scene) -> None:
    await scene.want()
    scene.slack.faults["chat.scheduleMessage"].append(Fault(delay=0.5))
    handing = asyncio.create_task(scene.scheduler.hand_over_due())
    await scene.slack.until(lambda: bool(scene.slack.called("chat.scheduleMessage")))
    await scene.unwant()
    await handing
    assert len(scene.slack.scheduled) == 1
    await scene.passes()
    assert (scene.slack.scheduled, await scene.states()) == ({}, [])


async def test_of_a_decision_that_is_gone_it_is_taken_back(scene: Scene) -> None:
    await scene.want()
    await scene.passes()
    async with scene.database.transaction(TENANT) as tx:
        await erasing.delete(tx, scene.decision, "U1")
        await tx.connection.execute(post.delete())
    await scene.passes()
    assert (scene.slack.scheduled, await scene.states()) == ({}, [])


async def test_a_late_reminder_is_posted_at_once(scene: Scene) -> None:
    await scene.want(-3000)
    await scene.passes(2)
    [posted] = scene.posted
    assert posted.text.startswith(SENTENCE)
    assert posted.thread_ts == ROOT_TS
    assert await scene.states() == []


async def test_a_reminder_that_is_too_late_is_dropped_and_logged(scene: Scene) -> None:
    await scene.want(-3700)
    with capture_logs() as logs:
        await scene.passes()
    assert (scene.posted, await scene.states()) == ([], [])
    assert [each["reminder"] for each in logs if each["log_level"] == "error"] == ["r1"]


async def test_what_slack_finds_to_be_past_is_posted_at_once(scene: Scene) -> None:
    await scene.want()
    scene.slack.faults["chat.scheduleMessage"].append(Fault(error="time_in_past"))
    await scene.passes()
    assert len(scene.posted) == 1
    assert (scene.slack.scheduled, await scene.states()) == ({}, [])


FAULTS = {
    "429": ASK_TO_WAIT,
    "503": Fault(status=503),
    "500": Fault(status=500),
    "internal error": Fault(error="internal_error"),
    "dropped before": Fault(drop_before=True),
    "dropped after": Fault(drop_after=True),
    "token": Fault(error="token_expired"),
    "slow": Fault(delay=1.3),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("method", ["chat.scheduleMessage", "chat.getPermalink"])
async def test_whatever_slack_does_there_is_one_reminder(
    scene: Scene, fault: Fault, method: str
) -> None:
    await scene.want()
    scene.slack.faults[method].append(fault)
    await scene.passes()
    await asyncio.sleep(SETTLED)
    await scene.passes(2)
    assert len(scene.slack.scheduled) == 1
    assert await scene.states() == ["scheduled"]


async def test_naive_without_looking_first_there_are_two(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object) -> None:
        return None

    monkeypatch.setattr(handing_over, "_tried_before", never)
    await scene.want()
    scene.slack.faults["chat.scheduleMessage"].append(Fault(drop_after=True))
    await scene.passes(3)
    assert len(scene.slack.scheduled) == 2


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_whatever_slack_does_it_is_taken_back(scene: Scene, fault: Fault) -> None:
    await scene.want()
    await scene.passes()
    await scene.unwant()
    scene.slack.faults["chat.deleteScheduledMessage"].append(fault)
    await scene.passes()
    await asyncio.sleep(SETTLED)
    await scene.passes()
    assert (scene.slack.scheduled, await scene.states()) == ({}, [])


async def test_a_reminder_that_slack_took_without_saying_so_is_taken_back(scene: Scene) -> None:
    await scene.want()
    scene.slack.faults["chat.scheduleMessage"].append(Fault(drop_after=True))
    await scene.passes()
    assert len(scene.slack.scheduled) == 1
    await scene.unwant()
    await scene.passes()
    assert (scene.slack.scheduled, await scene.states()) == ({}, [])


async def test_a_crash_before_it_is_noted_makes_no_second_one(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheduled: Callable[..., Awaitable[None]] = reminders.scheduled

    async def crash(*_: object) -> None:
        raise ConnectionError

    await scene.want()
    monkeypatch.setattr(reminders, "scheduled", crash)
    with capture_logs():
        await scene.passes()
    monkeypatch.setattr(reminders, "scheduled", scheduled)
    async with scene.database.transaction(TENANT) as tx:
        await tx.connection.execute(table.update().values(lease_until=0))
    await scene.passes()
    assert len(scene.slack.scheduled) == 1
    assert await scene.states() == ["scheduled"]


async def test_another_reminder_of_that_moment_is_not_taken_for_it(scene: Scene) -> None:
    wanted = await scene.want()
    scene.slack.scheduled["Q0"] = {
        "channel": "C1",
        "post_at": int(wanted.due_at),
        "text": "Reminder by <@U2>: the checklist of Dagster.",
    }
    scene.slack.faults["chat.scheduleMessage"].append(Fault(drop_before=True))
    await scene.passes(2)
    assert len(scene.slack.scheduled) == 2


async def second_like(scene: Scene, kb: KnowledgeBase, wanted: Reminder) -> str:
    """Another decision of the channel with the same reminder for the same moment; its id."""
    second = await begin(scene.database, kb)
    await place(scene.database, scene.slack, PostKey(second, "root"), SECOND_TS)
    async with scene.database.transaction(TENANT) as tx:
        await reminders.want(tx, replace(wanted, id="r2", decision_id=second))
    return second


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_the_same_reminder_of_two_decisions_is_two_whatever_slack_does(
    scene: Scene, kb: KnowledgeBase, fault: Fault
) -> None:
    wanted = await scene.want()
    await scene.passes()
    second = await second_like(scene, kb, wanted)
    scene.slack.faults["chat.scheduleMessage"].append(fault)
    await scene.passes()
    await asyncio.sleep(SETTLED)
    await scene.passes(2)
    threads = [each["thread_ts"] for each in scene.slack.scheduled.values()]
    assert threads == [ROOT_TS, SECOND_TS]
    async with scene.database.transaction(TENANT) as tx:
        await reminders.unwant(tx, second)
    await scene.passes()
    assert [each["thread_ts"] for each in scene.slack.scheduled.values()] == [ROOT_TS]
    assert await scene.states() == ["scheduled"]


async def test_the_same_reminder_that_nobody_noted_is_told_by_its_link(
    scene: Scene, kb: KnowledgeBase
) -> None:
    wanted = await scene.want()
    await second_like(scene, kb, wanted)
    faults = [Fault(drop_after=True), Fault(drop_before=True)]
    scene.slack.faults["chat.scheduleMessage"].extend(faults)
    await scene.passes(3)
    threads = [each["thread_ts"] for each in scene.slack.scheduled.values()]
    assert sorted(threads) == [ROOT_TS, SECOND_TS]
    assert await scene.states() == ["scheduled", "scheduled"]


async def test_taken_back_and_wanted_again_one_is_left(scene: Scene) -> None:
    wanted = await scene.want()
    await scene.passes()
    await scene.unwant()
    async with scene.database.transaction(TENANT) as tx:
        await reminders.want(tx, replace(wanted, id="r0"))
    scene.slack.faults["chat.deleteScheduledMessage"].extend([Fault(status=500)] * 2)
    scene.slack.faults["chat.scheduleMessage"].append(Fault(status=500))
    await scene.passes(4)
    assert await scene.states() == ["scheduled"]
    assert len(scene.slack.scheduled) == 1


async def test_it_is_known_again_when_what_it_leads_to_was_posted_since(bare: Scene) -> None:
    await bare.place("root", ROOT_TS)
    await bare.want()
    bare.slack.faults["chat.scheduleMessage"].append(Fault(drop_after=True))
    await bare.passes()
    await bare.place("checklist", SHEET_TS, "prefect")
    await bare.passes()
    assert len(bare.slack.scheduled) == 1
    assert await bare.states() == ["scheduled"]


async def test_it_is_taken_back_although_what_it_led_to_is_gone(scene: Scene) -> None:
    await scene.want()
    scene.slack.faults["chat.scheduleMessage"].append(Fault(drop_after=True))
    await scene.passes()
    await scene.unwant()
    del scene.slack.messages["C1", SHEET_TS]
    await scene.passes()
    assert (scene.slack.scheduled, await scene.states()) == ({}, [])


async def test_what_slack_refuses_for_good_is_given_up_and_logged_by_its_id(scene: Scene) -> None:
    await scene.want()
    scene.slack.not_member.add("C1")
    with capture_logs() as logs:
        await scene.passes()
    assert await scene.states() == []
    [line] = [each for each in logs if each["event"] == "reminder_given_up"]
    assert (line["reminder"], line["reason"]) == ("r1", "not_in_channel")


async def test_where_slack_has_too_many_it_is_tried_again_later(scene: Scene) -> None:
    await scene.want()
    scene.slack.faults["chat.scheduleMessage"].append(Fault(error="restricted_too_many"))
    await scene.passes(2)
    assert await scene.states() == ["wanted"]
    assert len(scene.slack.called("chat.scheduleMessage")) == 1


async def test_a_late_one_is_posted_once_more_at_most(scene: Scene) -> None:
    await scene.want(-60)
    scene.slack.faults["chat.postMessage"].extend([Fault(drop_after=True)] * 5)
    await scene.passes(5)
    assert len(scene.posted) == 2
    assert await scene.states() == []


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.getPermalink"])
async def test_what_surely_failed_does_not_count_against_a_late_one(
    scene: Scene, method: str
) -> None:
    await scene.want(-60)
    surely = Fault(status=503) if method == "chat.postMessage" else Fault(status=500)
    scene.slack.faults[method].append(surely)
    await scene.passes()
    scene.slack.faults["chat.postMessage"].append(Fault(drop_before=True))
    await scene.passes(3)
    assert len(scene.posted) == 1
    assert await scene.states() == []


async def test_one_that_fails_holds_up_no_other(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread_of: Callable[[Slack, Any], Awaitable[str]] = Slack.permalink

    async def broken(slack: Slack, place: Any) -> str:
        if place.ts == ROOT_TS:
            raise KeyError
        return await thread_of(slack, place)

    monkeypatch.setattr(Slack, "permalink", broken)
    await scene.want(about="trials", id_="r0")
    await scene.want()
    with capture_logs():
        await scene.passes()
    assert await scene.states() == ["wanted", "scheduled"]


async def test_two_replicas_hand_it_over_once(
    scene: Scene, database_url: str, session: aiohttp.ClientSession, kb: KnowledgeBase
) -> None:
    workspaces = OneWorkspace(TOKEN, scene.slack.api_url, session)
    for count in range(5):
        await scene.want(3600 + 60 * count, id_=f"r{count}")
    async with connected(database_url) as other:
        second = Scheduler(other, workspaces, kb)
        await asyncio.gather(scene.scheduler.hand_over_due(), second.hand_over_due())
    assert len(scene.slack.scheduled) == 5
    assert len(scene.slack.called("chat.scheduleMessage")) == 5


async def keep_record(tx: Transaction, decision_id: str, **outcome: Any) -> None:
    chosen = {"kind": "adopt", "alternative": "prefect", **outcome}
    decided = Outcome(**chosen, because="", by="U1", at=1.0)
    await records.keep(tx, decision_id, decided, "{}")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ({}, "for Prefect"),
        ({"kind": "stay", "alternative": AlternativeId("airflow")}, "to stay with Apache Airflow"),
        ({"kind": "stay", "alternative": None}, "to stay with what runs today"),
        ({"kind": "no_orchestrator", "alternative": None}, "for no orchestrator yet"),
        (
            {"kind": "hybrid", "alternative": "airflow", "beside": "prefect"},
            "for Apache Airflow, with Prefect beside it",
        ),
    ],
    ids=["adopt", "stay", "stay with another", "none", "hybrid"],
)
async def test_on_the_day_of_a_review_the_decision_is_named(
    scene: Scene, outcome: dict[str, Any], words: str
) -> None:
    async with scene.database.transaction(TENANT) as tx:
        await keep_record(tx, scene.decision, **outcome)
    await scene.want(about="review", candidate="")
    await scene.passes()
    [scheduled] = scene.slack.scheduled.values()
    sentence = f"Today the decision {words} (record 1) was to be looked at again."
    assert scheduled["text"].startswith(f"{sentence} <https://")


async def test_nothing_is_left_to_review_of_a_decision_that_was_opened_again(scene: Scene) -> None:
    async with scene.database.transaction(TENANT) as tx:
        await keep_record(tx, scene.decision)
        await records.withdraw(tx, scene.decision)
    await scene.want(about="review", candidate="")
    await scene.passes()
    assert (scene.slack.scheduled, await scene.states()) == ({}, [])


async def test_it_runs_when_woken_and_stops_when_told(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "PAUSE_SECONDS", 0.0)
    running = asyncio.create_task(scene.scheduler.run())
    await asyncio.sleep(0.2)
    await scene.want()
    scene.scheduler.wake()
    await scene.slack.until(lambda: bool(scene.slack.scheduled))
    scene.scheduler.stop()
    await asyncio.wait_for(running, 5)


async def test_a_database_that_fails_is_waited_for(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    due_for_slack: Callable[..., Awaitable[Any]] = reminders.due_for_slack
    failures = iter([ConnectionError])

    async def failing(tx: Transaction, limit: int) -> Any:
        if error := next(failures, None):
            raise error
        return await due_for_slack(tx, limit)

    monkeypatch.setattr(scheduler, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(scheduler, "POLL_SECONDS", 0.1)
    monkeypatch.setattr(reminders, "due_for_slack", failing)
    await scene.want()
    with capture_logs():
        running = asyncio.create_task(scene.scheduler.run())
        await scene.slack.until(lambda: bool(scene.slack.scheduled))
        scene.scheduler.stop()
        await asyncio.wait_for(running, 5)
