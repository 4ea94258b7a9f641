"""What Slack sends leads to the right place, and what comes of it to the right people.

Real payloads through Bolt, and a double of Slack; the desk, the conversation and the gate only note
what they are asked. What they do is for the tests of whole conversations.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import pytest
import structlog
from structlog.testing import capture_logs

from bot import block_ids
from bot.app import create_bolt, open_doors
from bot.block_ids import BlockRef, SheetRef, turn_block
from bot.conversation import Conversation, Heard
from bot.costing import Changed, Costing, Seen
from bot.desk import Desk
from bot.errands import Errands
from bot.gate import Deed, Gate
from bot.ledger import Delivery, Ledger
from bot.people import People
from bot.place import Place
from bot.replies import READING, Where
from bot.routes import Routes
from bot.slash import Command, Slash
from bot.store import decisions
from bot.store.database import Database
from bot.store.posts import Detail, PostKey
from bot.sums import METADATA_MOST, Sum
from bot.tenant import Tenant
from bot.views import cost_form, notices
from bot.views.asked import asked
from bot.views.blocks import Rendered
from bot.views.help import PROMPTS
from bot.views.limits import violations
from bot.views.offer import offer_form
from bot.web.slack_events import SlackEvents
from bot.workspaces import OneWorkspace
from engine.cost.assumptions import Assumed
from engine.dialogue.model import (
    Cancelled,
    ChangeRequested,
    EnoughSaid,
    Event,
    Restarted,
    SlotAnswered,
    SlotSkipped,
)
from engine.dialogue.requests import CompareAsked, CostAsked, OutgrownAsked, Request
from engine.evaluation.model import SheetKey
from knowledge.schema import AlternativeId, KnowledgeBase, SlotId
from tests import decision_in_slack, signed
from tests.signed import BOT_USER, Signed
from tests.slack_double import TEAM, TOKEN, Fault, Shown, SlackDouble

TS, THREAD = "1700000002.000001", "1700000001.000001"
HOOKS = "https://hooks.slack.com/"
MODAL = {"type": "modal", "callback_id": "made_up", "blocks": []}


@dataclass
class Noted:
    """What the desk and the conversation were asked, and what they say to it."""

    asked: list[tuple[Any, ...]] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    says: Any = ""
    """What comes back; a failure is raised."""

    def note(self, name: str, *what: object, delivery: Delivery | None = None) -> Any:
        self.asked.append((name, *what))
        if delivery is not None:
            self.deliveries.append(delivery)
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


class NotingDesk(Desk):
    def __init__(self, noted: Noted) -> None:
        self._noted = noted

    async def open_decision(
        self,
        delivery: Delivery,
        *,
        channel: str,
        by: str,
        event: Event | None = None,
        response_url: str | None = None,
    ) -> str:
        noted = ("open_decision", channel, by, event, response_url)
        return str(self._noted.note(*noted, delivery=delivery))

    async def tell(
        self, delivery: Delivery, ref: BlockRef, place: Place, event: Event, by: str
    ) -> str:
        return str(self._noted.note("tell", ref, place, event, by, delivery=delivery))

    async def confirm(self, delivery: Delivery, ref: BlockRef, place: Place, by: str) -> str:
        return str(self._noted.note("confirm", ref, place, by, delivery=delivery))

    async def adopt(self, delivery: Delivery, ref: BlockRef, place: Place, by: str) -> str:
        return str(self._noted.note("adopt", ref, place, by, delivery=delivery))

    async def ask(
        self, delivery: Delivery, ref: BlockRef, place: Place, request: Request, by: str
    ) -> str:
        return str(self._noted.note("ask", ref, place, request, by, delivery=delivery))

    async def show_detail(
        self, delivery: Delivery, ref: BlockRef, place: Place, kind: Detail, by: str
    ) -> str:
        return str(self._noted.note("show_detail", ref, place, kind, by, delivery=delivery))

    async def form(self, tenant: Tenant, ref: BlockRef, place: Place) -> dict[str, Any] | str:
        return self._noted.note("form", tenant, ref, place) or MODAL

    def new_form(self, channel: str) -> dict[str, Any]:
        return self._noted.note("new_form", channel) or MODAL

    async def fill_in(
        self, delivery: Delivery, decision_id: str, values: Mapping[SlotId, str], by: str
    ) -> Mapping[SlotId, str] | str:
        noted = self._noted.note("fill_in", decision_id, dict(values), by, delivery=delivery)
        return noted or {}

    async def fill_in_new(
        self, delivery: Delivery, channel: str, values: Mapping[SlotId, str], by: str
    ) -> Mapping[SlotId, str] | str:
        noted = self._noted.note("fill_in_new", channel, dict(values), by, delivery=delivery)
        return noted or {}

    def quiz(self, decision_id: str, alternative: str) -> dict[str, Any]:
        return self._noted.note("quiz", decision_id, alternative) or MODAL

    async def count_signals(
        self,
        delivery: Delivery,
        decision_id: str,
        alternative: str,
        *,
        signals: int,
        unsure: int,
        by: str,
    ) -> dict[str, Any]:
        noted = ("count_signals", decision_id, alternative, signals, unsure, by)
        return self._noted.note(*noted, delivery=delivery) or MODAL


class NotingCosting(Costing):
    def __init__(self, noted: Noted) -> None:
        self._noted = noted
        self.answers: Rendered | None = None

    async def answer(self, tenant: Tenant, seen: Seen, request: CostAsked) -> Rendered | None:
        self._noted.note("answer", tenant, seen, request)
        return self.answers

    async def form(self, where: Where, seen: Seen, request: CostAsked) -> dict[str, Any] | str:
        return self._noted.note("cost_form", where, seen, request) or MODAL

    async def lines(self, tenant: Tenant, seen: Seen, request: CostAsked) -> dict[str, Any] | str:
        return self._noted.note("cost_lines", tenant, seen, request) or MODAL

    async def change(
        self,
        delivery: Delivery,
        about: Sum,
        held: Mapping[str, str],
        *,
        changed: Collection[str],
        for_later: Collection[str],
        by: str,
    ) -> Mapping[str, str] | str | Changed:
        noted = ("change", about, dict(held), set(changed), set(for_later), by)
        return self._noted.note(*noted, delivery=delivery) or Changed(Rendered("", []))


class NotingSlash(Slash):
    def __init__(self, noted: Noted) -> None:
        self._noted = noted

    async def take(self, delivery: Delivery, command: Command) -> Rendered:
        told = self._noted.note("command", command, delivery=delivery)
        return told or Rendered("", [])


class NotingConversation(Conversation):
    def __init__(self, noted: Noted) -> None:
        self._noted = noted
        self.until: Callable[[], Awaitable[object]] | None = None
        """What a message takes time for."""

    async def hear(self, delivery: Delivery, heard: Heard) -> Rendered | None:
        if self.until is not None:
            await self.until()
        found: Rendered | None = self._noted.note("hear", heard, delivery=delivery) or None
        return found

    async def open_on(
        self,
        delivery: Delivery,
        *,
        channel: str,
        thread_ts: str,
        by: str,
        said: Sequence[tuple[str, str]],
        response_url: str | None = None,
    ) -> str:
        noted = ("open_on", channel, thread_ts, by, list(said), response_url)
        return str(self._noted.note(*noted, delivery=delivery))


class NotingGate(Gate):
    """Lets everybody in, unless it is to refuse."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None, Deed, str | None]] = []
        self.refuses = ""

    async def refusal(
        self,
        tenant: Tenant,
        user: str,
        team: str | None,
        deed: Deed,
        decision_id: str | None = None,
    ) -> str:
        assert tenant == TEAM
        self.asked.append((user, team, deed, decision_id))
        return self.refuses

    async def may_close(self, tenant: Tenant, user: str, team: str | None) -> bool:
        assert (tenant, user, team) == (TEAM, "U1", self.asked[-1][1])
        return False


@dataclass(frozen=True)
class Door:
    """The bot's door, with nobody real behind it."""

    slack: SlackDouble
    noted: Noted
    gate: NotingGate
    desk: NotingDesk
    costing: NotingCosting
    conversation: NotingConversation
    errands: Errands
    client: httpx.AsyncClient

    async def send(self, request: Signed) -> httpx.Response:
        return await self.client.post("/", content=request.body, headers=request.headers)

    async def took(self, request: Signed) -> Any:
        """What Slack is answered, after everything that was begun has ended."""
        response = await self.send(request)
        assert response.status_code == 200, response.text
        await self.errands.drain(10)
        # What could not be shown may be told instead, in an errand of its own.
        await self.errands.drain(10)
        return json.loads(response.content) if response.content else None


@asynccontextmanager
async def opened(slack: SlackDouble, kb: KnowledgeBase, database: Database) -> AsyncIterator[Door]:
    # By itself structlog would print every local of a traceback, the whole knowledge among them.
    plainly = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[plainly])
    async with aiohttp.ClientSession() as session:
        workspaces, errands, noted = OneWorkspace(TOKEN, slack.api_url, session), Errands(), Noted()
        gate, desk, costing = NotingGate(), NotingDesk(noted), NotingCosting(noted)
        conversation = NotingConversation(noted)
        ledger = Ledger(database, kb, lambda: None)
        real = open_doors(ledger, workspaces, People(workspaces), errands)
        doors = replace(
            real,
            desk=desk,
            slash=NotingSlash(noted),
            gate=gate,
            clicks=replace(real.clicks, desk=desk, costing=costing, gate=gate),
            messages=replace(real.messages, conversation=conversation, gate=gate),
            shortcuts=replace(real.shortcuts, conversation=conversation, desk=desk, gate=gate),
            submissions=replace(real.submissions, desk=desk, costing=costing, gate=gate),
        )
        transport = httpx.ASGITransport(app=SlackEvents(create_bolt(Routes(doors))))
        async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
            yield Door(slack, noted, gate, desk, costing, conversation, errands, client)


@pytest.fixture
async def door(slack: SlackDouble, kb: KnowledgeBase, tmp_path: Path) -> AsyncIterator[Door]:
    """With a database that holds nothing, not even tables."""
    nothing = Database(f"sqlite+aiosqlite:///{tmp_path / 'nothing.db'}")
    async with opened(slack, kb, nothing) as found:
        yield found
    await nothing.close()


@pytest.fixture
async def listing_door(
    slack: SlackDouble, kb: KnowledgeBase, database: Database
) -> AsyncIterator[Door]:
    """With a database in which decisions can be found."""
    async with opened(slack, kb, database) as found:
        yield found


# Who may


ELSEWHERE = "T0OTHER"
SHEET = SheetRef("d1", 3, SheetKey("checklist", AlternativeId("prefect")), "actions")

DEEDS: list[tuple[str, Deed]] = [
    ("start", "take_part"),
    ("choose.team_size.8", "take_part"),
    ("reasons", "take_part"),
    ("undo", "take_part"),
    ("open_ballot", "take_part"),
    ("ask_why.team_size", "look"),
    ("cost_lines", "look"),
    ("history", "look"),
    ("restart", "close"),
    ("cancel", "close"),
    ("reset", "close"),
    ("open_decide", "close"),
    ("reopen", "close"),
    ("delete", "close"),
    ("open_settings", "govern"),
]


@pytest.mark.parametrize(("action_id", "deed"), DEEDS)
async def test_what_a_control_does_is_asked_for_before_it_is_done(
    door: Door, action_id: str, deed: Deed
) -> None:
    door.gate.refuses = "Not you."
    await door.took(click(action_id, SHEET, from_team=ELSEWHERE))
    assert [each["text"] for each in door.slack.ephemerals] == ["Not you."]
    decision = None if action_id == "start" else "d1"
    assert door.gate.asked == [("U1", ELSEWHERE, deed, decision)]
    assert door.noted.asked == []
    assert door.slack.views == []


@pytest.mark.parametrize("action_id", ["open_settings", "open_ballot"])
async def test_beside_any_decision_none_is_named_to_the_gate(door: Door, action_id: str) -> None:
    door.gate.refuses = "Not you."
    await door.took(click(action_id, BlockRef(block_ids.BESIDE, 0, "settings")))
    [(*_, decision)] = door.gate.asked
    assert decision is None


FORM_DEEDS: list[tuple[str, Deed, str | None]] = [
    ("answers", "take_part", None),
    ("new_answers", "take_part", None),
    ("quiz", "take_part", None),
    ("item", "take_part", None),
    ("scores", "take_part", None),
    ("ballot", "take_part", None),
    ("decide", "close", "d1"),
    ("settings", "govern", None),
]


@pytest.mark.parametrize(("callback_id", "deed", "decision"), FORM_DEEDS)
async def test_a_form_is_asked_for_before_it_is_taken(
    door: Door, callback_id: str, deed: Deed, decision: str | None
) -> None:
    door.gate.refuses = "Not `you`."
    typed = {"type": "plain_text_input", "value": "8"}
    view = {"callback_id": callback_id, "private_metadata": "d1.3", "blocks": []}
    answered = await door.took(signed.view_submission(view, {"some": typed, "other": typed}))
    assert answered["errors"] == {"some": 'Not "you".'}
    assert door.gate.asked == [("U1", TEAM, deed, decision)]
    assert door.noted.asked == []


async def test_what_is_kept_for_all_sums_is_asked_for_as_such(door: Door) -> None:
    door.gate.refuses = "Not you."
    keeps = {"type": "checkboxes", "selected_options": [{"value": "currency"}]}
    view = {"callback_id": cost_form.CALLBACK_ID, "private_metadata": "", "blocks": []}
    typed = {"type": "plain_text_input", "value": "150000"}
    sent: dict[str, dict[str, object]] = {"engineer_cost": {**typed}, cost_form.KEEP: {**keeps}}
    answered = await door.took(signed.view_submission(view, sent))
    assert answered["errors"] == {cost_form.KEEP: "Not you."}
    assert [deed for _, _, deed, _ in door.gate.asked] == ["keep"]


@pytest.mark.parametrize("how", ["mention", "direct", "overheard", "command", "shortcut"])
async def test_whatever_is_said_is_asked_for_before_it_is_heard(door: Door, how: str) -> None:
    door.gate.refuses = "Not you."
    message = {"ts": TS, "user": "U2", "text": "We are 9 engineers."}
    sent = {
        "mention": signed.event({**signed.mention("9 engineers", ts=TS), "user_team": ELSEWHERE}),
        "direct": signed.event(signed.said("9 engineers", ts=TS, channel="D1", kind="im")),
        "overheard": signed.event(signed.said("9 engineers", ts=TS, thread_ts=THREAD)),
        "command": signed.command("9 engineers"),
        "shortcut": signed.message_shortcut(message),
    }
    told = await door.took(sent[how])
    [(user, team, deed, decision)] = door.gate.asked
    named = {"mention": ELSEWHERE, "command": TEAM, "shortcut": TEAM}
    assert (user, team, deed, decision) == ("U1", named.get(how), "take_part", None)
    assert door.noted.asked == []
    texts = [each["text"] for each in door.slack.ephemerals] + ([told["text"]] if told else [])
    # Who was not spoken to says nothing.
    assert texts == ([] if how == "overheard" else ["Not you."])


# What people write


async def test_a_mention_is_heard_and_answered_for_all_in_its_thread(door: Door) -> None:
    door.noted.says = Rendered("Lineage is ...", [])
    await door.took(signed.event(signed.mention("what is lineage?", ts=TS)))
    heard = Heard("C1", TS, None, "U1", f"<@{BOT_USER}> what is lineage?", "mention")
    assert door.noted.asked == [("hear", heard)]
    [message] = door.slack.messages.values()
    assert (message.channel, message.thread_ts, message.text) == ("C1", TS, "Lineage is ...")
    assert door.slack.ephemerals == []
    assert door.slack.statuses == []


async def test_where_the_posts_are_the_answer_nothing_is_added(door: Door) -> None:
    await door.took(signed.event(signed.mention("8 engineers", ts=TS, thread_ts=THREAD)))
    assert [name for name, *_ in door.noted.asked] == ["hear"]
    assert door.slack.calls == []


async def test_an_answer_that_may_not_be_posted_reaches_the_person(door: Door) -> None:
    door.slack.not_member.add("C1")
    door.noted.says = Rendered("Lineage is ...", [])
    await door.took(signed.event(signed.mention("what is lineage?", ts=TS)))
    [message] = door.slack.messages.values()
    assert (message.channel, message.text) == ("D1", "Lineage is ...")


async def test_one_message_in_two_events_has_one_key_in_common(door: Door) -> None:
    said = signed.said("8 engineers", ts=TS, thread_ts=THREAD)
    for body in (said, said, {**said, "ts": "1700000003.000001"}):
        await door.took(signed.event(body))
    first, again, other = (set(each.keys) for each in door.noted.deliveries)
    assert len(first & again) == 1
    assert first & other == set()


async def test_a_mention_and_its_copy_as_a_message_are_heard_once(door: Door) -> None:
    mention = signed.mention("8 engineers", ts=TS, thread_ts=THREAD)
    await door.took(signed.event({**mention, "type": "message", "channel_type": "channel"}))
    await door.took(signed.event(mention))
    [(_, heard)] = door.noted.asked
    assert heard.how == "mention"


async def test_what_is_said_elsewhere_in_a_channel_leads_to_nothing(door: Door) -> None:
    await door.took(signed.event(signed.said("8 engineers", ts=TS)))
    assert door.noted.asked == []
    assert door.slack.calls == []


async def test_a_direct_message_shows_that_it_is_read_until_it_is_done(door: Door) -> None:
    async def shown() -> None:
        await door.slack.until(lambda: len(door.slack.statuses) == 1)

    door.conversation.until = shown
    said = signed.said("8 engineers", ts=TS, channel="D1", kind="im")
    await door.took(signed.event(said))
    place = {"channel_id": "D1", "thread_ts": TS}
    assert door.slack.statuses == [{**place, "status": READING}, {**place, "status": ""}]


async def test_a_status_that_slack_refuses_or_delays_holds_nothing_up(door: Door) -> None:
    said = signed.said("8 engineers", ts=TS, channel="D1", kind="im")
    door.slack.faults["assistant.threads.setStatus"].append(Fault(error="missing_scope"))
    await door.took(signed.event(said))
    door.slack.faults["assistant.threads.setStatus"].append(Fault(delay=0.5))
    async with asyncio.timeout(0.4):
        response = await door.send(signed.event({**said, "ts": "1700000003.000001"}))
    assert response.status_code == 200
    assert [name for name, *_ in door.noted.asked] == ["hear", "hear"]
    await door.errands.drain(10)
    assert door.slack.statuses[-1]["status"] == ""


async def test_the_status_goes_where_reading_fails(door: Door) -> None:
    door.noted.says = RuntimeError("broken")
    said = signed.said("8 engineers", ts=TS, channel="D1", kind="im")
    assert (await door.send(signed.event(said))).status_code == 500
    await door.errands.drain(10)
    assert [each["status"] for each in door.slack.statuses] == [READING, ""]


@pytest.mark.parametrize("how", ["direct", "mention"])
async def test_a_message_that_fails_comes_again_and_then_the_person_is_told(
    door: Door, how: str
) -> None:
    door.noted.says = RuntimeError("broken")
    body = signed.mention("8 engineers", ts=TS)
    if how == "direct":
        body = signed.said("8 engineers", ts=TS, channel="D1", kind="im")
    assert (await door.send(signed.event(body))).status_code == 500
    await door.errands.drain(10)
    assert door.slack.ephemerals == []
    with capture_logs() as logs:
        await door.took(signed.event(body, retry=1))
    [told] = door.slack.ephemerals
    [reference] = [each["reference"] for each in logs if each["event"] == "failed"]
    assert (told["user"], told["text"]) == ("U1", notices.failed(reference))
    assert "8 engineers" not in str([{**each, "exc_info": ""} for each in logs])


async def test_whoever_did_not_write_to_us_is_told_of_no_failure(door: Door) -> None:
    door.noted.says = RuntimeError("broken")
    said = signed.said("8 engineers", ts=TS, thread_ts=THREAD)
    for retry in (None, 1, 3):
        assert (await door.send(signed.event(said, retry=retry))).status_code == 500
    await door.errands.drain(10)
    assert door.slack.calls == []


@pytest.mark.parametrize("how", ["direct", "mention"])
async def test_whoever_writes_form_is_given_a_button_that_opens_one(door: Door, how: str) -> None:
    body = signed.mention("Form", ts=TS)
    if how == "direct":
        body = signed.said("form", ts=TS, channel="D1", kind="im")
    await door.took(signed.event(body))
    [told] = door.slack.ephemerals
    assert told["user"] == "U1"
    shown = Shown(told["channel"], TS, "", told["blocks"], None)
    await door.took(signed.action(shown, "open_new_form"))
    assert door.noted.asked == [("new_form", told["channel"])]
    assert door.slack.views[0]["view"] == MODAL


def test_the_offer_of_a_form_keeps_slacks_limits() -> None:
    assert violations(offer_form().blocks, "message") == []


async def test_whoever_writes_decisions_is_shown_their_own(listing_door: Door) -> None:
    door = listing_door
    await door.took(signed.event(signed.mention("my decisions", ts=TS)))
    assert door.noted.asked == []
    [told] = door.slack.ephemerals
    assert "took part in no decision" in told["text"]
    assert door.slack.messages == {}


# Commands


@pytest.mark.parametrize("text", ["", "help", " HELP "])
async def test_help_asks_nobody(door: Door, text: str) -> None:
    told = await door.took(signed.command(text))
    assert "/orchestrator recommend" in told["text"]
    assert told["response_type"] == "ephemeral"
    assert door.noted.asked == []


async def test_form_opens_the_form_of_a_new_decision_here(door: Door) -> None:
    assert await door.took(signed.command("form")) is None
    assert door.noted.asked == [("new_form", "C1")]
    assert door.slack.views[0]["view"] == MODAL


async def test_a_form_that_does_not_open_is_told(door: Door) -> None:
    door.slack.faults["views.open"].append(Fault(error="expired_trigger_id"))
    await door.took(signed.command("form"))
    assert [each["text"] for each in door.slack.ephemerals] == [notices.FORM_NOT_OPENED]


@pytest.mark.parametrize("text", ["recommend 8 engineers", "why not kubeflow", "xyzzy", "resumé"])
async def test_all_else_is_taken_as_a_command(door: Door, text: str) -> None:
    door.noted.says = Rendered("Said.", [])
    told = await door.took(signed.command(text))
    assert told["text"] == "Said."
    typed = Command("C1", "U1", text, HOOKS + "commands/1/2/3")
    assert door.noted.asked == [("command", typed)]


CHART = {"type": "data_visualization", "title": "Bars", "chart": {"type": "bar"}}


async def test_an_answer_with_a_chart_comes_without_it_where_slack_refuses_it(door: Door) -> None:
    words = {"type": "section", "text": {"type": "mrkdwn", "text": "Words"}}
    door.noted.says = Rendered("Said.", [words, CHART])
    typed = signed.command("cost prefect", response_url=door.slack.response_url)
    assert await door.took(typed) is None
    [drawn] = door.slack.responses
    assert drawn["blocks"] == [words, CHART]
    door.slack.faults["response_url"].append(Fault("invalid_blocks", status=500))
    again = signed.command("cost prefect", response_url=door.slack.response_url)
    assert await door.took(again) is None
    assert [each["blocks"] for each in door.slack.responses[1:]] == [[words]]


async def test_a_command_that_fails_is_told_with_a_reference(door: Door) -> None:
    door.noted.says = RuntimeError("broken")
    with capture_logs() as logs:
        told = await door.took(signed.command("recommend"))
    [reference] = [each["reference"] for each in logs if each["event"] == "failed"]
    assert told["text"] == notices.failed(reference)


async def took_part(
    database: Database, slack: SlackDouble, kb: KnowledgeBase, root_ts: str | None
) -> None:
    """A decision in which U1 took part; perhaps Slack has no message of it yet."""
    decision_id = await decision_in_slack.begin(database, kb)
    async with database.transaction(decision_in_slack.TENANT) as tx:
        await decisions.take_part(tx, decision_id, "U1")
    if root_ts is not None:
        root = PostKey(decision_id, "root")
        await decision_in_slack.place(database, slack, root, root_ts)


@pytest.mark.parametrize("word", ["resume", "decisions"])
async def test_a_persons_decisions_are_listed_with_links_to_them(
    listing_door: Door, database: Database, kb: KnowledgeBase, word: str
) -> None:
    door = listing_door
    for root_ts in ("1.1", "1.2", "1.3", None):
        await took_part(database, door.slack, kb, root_ts)
    door.slack.faults["chat.getPermalink"].append(Fault(error="internal_error"))
    told = await door.took(signed.command(word))
    links = [each["accessory"]["url"] for each in told["blocks"] if "accessory" in each]
    # Slack did not tell one of the links, and one decision has no message yet.
    assert len(links) == 2
    assert all(each.startswith("https://double.slack.com/archives/C1/p1") for each in links)
    assert len([each for each in told["blocks"] if each["type"] == "section"]) == 4


async def test_links_that_take_too_long_are_left_out(
    listing_door: Door, database: Database, kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = listing_door
    monkeypatch.setattr("bot.listing.LINK_SECONDS", 0.05)
    await took_part(database, door.slack, kb, "1.1")
    door.slack.faults["chat.getPermalink"].append(Fault(delay=1))
    told = await door.took(signed.command("resume"))
    assert [each["type"] for each in told["blocks"] if "accessory" in each] == []
    assert len([each for each in told["blocks"] if each["type"] == "section"]) == 1


# Controls

REF = BlockRef("d1", 3, "answers")
PLACE = Place("C1", TS)
IN_THREAD = Shown("C1", TS, "", [], THREAD)
ROOT = Shown("C1", TS, "", [], None)


def click(
    action_id: str, ref: BlockRef | SheetRef = REF, shown: Shown = IN_THREAD, /, **more: Any
) -> Signed:
    return signed.action(shown, action_id, block_id=ref.encode(), **more)


TEAM_SIZE = SlotId("team_size")
TOLD: list[tuple[str, dict[str, str], Event]] = [
    ("choose.team_size.8", {}, SlotAnswered(slot=TEAM_SIZE, raw="8", by="U1")),
    ("type.team_size", {"value": " 8 "}, SlotAnswered(slot=TEAM_SIZE, raw="8", by="U1")),
    ("skip.team_size", {}, SlotSkipped(slot=TEAM_SIZE, by="U1")),
    ("change.team_size", {}, ChangeRequested(slot=TEAM_SIZE)),
    ("pick_change", {"option": "team_size"}, ChangeRequested(slot=TEAM_SIZE)),
    ("enough", {}, EnoughSaid()),
    ("restart", {}, Restarted()),
    ("cancel", {}, Cancelled()),
]


@pytest.mark.parametrize(("action_id", "more", "event"), TOLD, ids=[each[0] for each in TOLD])
async def test_a_control_becomes_the_event_that_it_stands_for(
    door: Door, action_id: str, more: dict[str, str], event: Event
) -> None:
    await door.took(click(action_id, **more))
    assert door.noted.asked == [("tell", REF, PLACE, event, "U1")]
    assert door.slack.calls == []


@pytest.mark.parametrize("action_id", ["confirm", "adopt"])
async def test_the_controls_of_a_turn_reach_the_desk_with_its_id(
    door: Door, action_id: str
) -> None:
    ref = BlockRef("d1", 3, turn_block("t7", "adopt"))
    await door.took(click(action_id, ref))
    assert door.noted.asked == [(action_id, ref, PLACE, "U1")]


@pytest.mark.parametrize("kind", ["reasons", "sureness", "cost"])
async def test_a_detail_is_asked_for(door: Door, kind: str) -> None:
    door.noted.says = notices.IN_THREAD_ALREADY
    await door.took(click(kind))
    assert door.noted.asked == [("show_detail", REF, PLACE, kind, "U1")]
    [told] = door.slack.ephemerals
    assert (told["text"], told["thread_ts"]) == (notices.IN_THREAD_ALREADY, THREAD)


async def test_the_chosen_rival_is_compared(door: Door, kb: KnowledgeBase) -> None:
    rival = next(iter(kb.alternatives))
    await door.took(click("pick_compare", option=rival))
    request = CompareAsked(alternatives=(AlternativeId(rival),))
    assert door.noted.asked == [("ask", REF, PLACE, request, "U1")]


ASKED = CostAsked(alternatives=(AlternativeId("airflow"),), assumed=Assumed(years=5))
"""What a sum answers."""
OF_COST = [("change_assumptions", "cost_form"), ("cost_lines", "cost_lines")]


@pytest.mark.parametrize(("action_id", "asked_for"), OF_COST)
@pytest.mark.parametrize("ephemeral", [True, False])
async def test_what_is_under_a_sum_opens_for_the_request_that_it_answers(
    door: Door, action_id: str, asked_for: str, *, ephemeral: bool
) -> None:
    value = ASKED.model_dump_json(exclude_defaults=True)
    block_id = REF.encode()
    request = signed.action(
        IN_THREAD, action_id, block_id=block_id, value=value, ephemeral=ephemeral
    )
    await door.took(request)
    [(name, where, seen, found)] = door.noted.asked
    assert (name, seen, found) == (asked_for, Seen(REF, PLACE, is_private=ephemeral), ASKED)
    url = HOOKS + "actions/1/2/3"
    assert where in (TEAM, Where(Tenant(TEAM), "U1", "C1", THREAD, url))
    assert door.slack.views[0]["view"] == MODAL


@pytest.mark.parametrize(("action_id", "asked_for"), OF_COST)
async def test_where_a_sum_has_no_form_a_sentence_says_why(
    door: Door, action_id: str, asked_for: str
) -> None:
    door.noted.says = notices.CANCELLED
    await door.took(click(action_id, value="{}"))
    assert [each["text"] for each in door.slack.ephemerals] == [notices.CANCELLED]
    assert [each[0] for each in door.noted.asked] == [asked_for]
    assert door.slack.views == []


async def test_the_cost_of_two_is_told_in_the_thread_or_to_the_person(door: Door) -> None:
    two = (AlternativeId("airflow"), AlternativeId("prefect"))
    request = CostAsked(alternatives=two)
    seen = Seen(REF, PLACE, is_private=False)
    await door.took(click("cost_of.airflow.prefect"))
    assert door.noted.asked == [
        ("answer", TEAM, seen, request),
        ("ask", REF, PLACE, request, "U1"),
    ]
    assert door.slack.ephemerals == []
    door.noted.asked.clear()
    door.costing.answers = Rendered("What it would cost", [])
    await door.took(click("cost_of.airflow.prefect"))
    assert door.noted.asked == [("answer", TEAM, seen, request)]
    assert [each["text"] for each in door.slack.ephemerals] == ["What it would cost"]


async def test_why_a_question_is_asked_is_told_to_the_person(door: Door, kb: KnowledgeBase) -> None:
    await door.took(click("ask_why.team_size"))
    assert door.noted.asked == []
    [told] = door.slack.ephemerals
    assert kb.question(TEAM_SIZE).why in f"{told['text']} {told['blocks']}"


@pytest.mark.parametrize(
    ("ref", "opened_for"),
    [
        (BlockRef("d1", 3, "quiz_airflow"), ("quiz", "d1", "airflow")),
        (BlockRef("d1", 3, "quiz_none"), ("quiz", "d1", "")),
        (BlockRef("new", 0, "quiz_kubeflow_pipelines"), ("quiz", "", "kubeflow_pipelines")),
        (BlockRef("new", 0, "quiz_none"), ("quiz", "", "")),
    ],
)
async def test_the_quiz_opens_for_what_its_button_names(
    door: Door, ref: BlockRef, opened_for: tuple[str, ...]
) -> None:
    await door.took(click("open_quiz", ref))
    assert door.noted.asked == [opened_for]
    assert door.slack.views[0]["view"] == MODAL


@pytest.mark.parametrize("named", [None, AlternativeId("airflow")])
async def test_the_button_under_the_signals_opens_their_form(
    door: Door, kb: KnowledgeBase, named: AlternativeId | None
) -> None:
    shown = asked(OutgrownAsked(alternative=named), None, kb)
    await door.took(signed.action(Shown("C1", TS, "", shown.blocks, THREAD), "open_quiz"))
    assert door.noted.asked == [("quiz", "", named or "")]


async def test_a_form_of_a_decision_opens_or_a_sentence_says_why_not(door: Door) -> None:
    await door.took(click("open_form"))
    assert door.noted.asked == [("form", TEAM, REF, PLACE)]
    assert door.slack.views[0]["view"] == MODAL
    door.noted.says = notices.OLD_MESSAGE
    await door.took(click("open_form"))
    assert [each["text"] for each in door.slack.ephemerals] == [notices.OLD_MESSAGE]


async def test_a_new_decision_begins_in_the_channel_of_the_button(door: Door) -> None:
    await door.took(click("start", BlockRef("new", 0, "start")))
    assert door.noted.asked == [("open_decision", "C1", "U1", None, HOOKS + "actions/1/2/3")]
    assert door.slack.calls == []


@pytest.mark.parametrize("block_id", ["new.0.open1", "made by Slack", "d1.3.x"])
async def test_a_button_that_is_a_link_leads_to_nothing_more(door: Door, block_id: str) -> None:
    await door.took(signed.action(ROOT, "follow", block_id=block_id))
    assert door.noted.asked == []
    assert door.slack.calls == []


@pytest.mark.parametrize("action_id", ["change.team_size", "pick_change"])
async def test_a_change_asked_beside_the_thread_is_told(door: Door, action_id: str) -> None:
    await door.took(click(action_id, REF, ROOT, option="team_size"))
    assert [each["text"] for each in door.slack.ephemerals] == [notices.ASKED_IN_THREAD]


OLD = [
    ("from_the_future", "d1.3.answers", {}),
    ("choose.team_size.8", "of another app", {}),
    ("ask_why.shoe_size", "d1.3.answers", {}),
    ("pick_compare", "d1.3.answers", {"option": "abacus"}),
    ("cost_of.airflow.abacus", "d1.3.answers", {}),
    ("change_assumptions", "d1.3.answers", {}),
    ("change_assumptions", "d1.3.answers", {"value": "cost"}),
    ("cost_lines", "d1.3.answers", {"value": '{"kind": "why_not", "alternative": "airflow"}'}),
]


@pytest.mark.parametrize(("action_id", "block_id", "more"), OLD)
async def test_a_control_of_another_version_says_so(
    door: Door, action_id: str, block_id: str, more: dict[str, Any]
) -> None:
    await door.took(signed.action(IN_THREAD, action_id, block_id=block_id, **more))
    assert [each["text"] for each in door.slack.ephemerals] == [notices.OLD_VERSION]
    assert door.noted.asked == []


async def test_a_click_that_fails_is_told_with_a_reference(door: Door) -> None:
    door.noted.says = RuntimeError("broken")
    with capture_logs() as logs:
        await door.took(click("enough"))
    [reference] = [each["reference"] for each in logs if each["event"] == "failed"]
    assert [each["text"] for each in door.slack.ephemerals] == [notices.failed(reference)]


# Forms


def sent(callback_id: str, metadata: str, values: Mapping[str, str | None]) -> Signed:
    view = {"callback_id": callback_id, "private_metadata": metadata, "blocks": []}
    held = {name: {"selected_option": v and {"value": v}} for name, v in values.items()}
    return signed.view_submission(view, held)


async def test_the_answers_of_a_form_go_to_its_decision(door: Door) -> None:
    assert await door.took(sent("answers", "d1.3", {"cloud": "aws", "team_size": None})) is None
    assert door.noted.asked == [("fill_in", "d1", {"cloud": "aws"}, "U1")]


async def test_a_form_can_begin_a_decision(door: Door) -> None:
    assert await door.took(sent("new_answers", "C1", {"cloud": "aws"})) is None
    assert door.noted.asked == [("fill_in_new", "C1", {"cloud": "aws"}, "U1")]
    assert door.slack.calls == []


async def test_a_decision_that_a_form_begins_in_the_direct_message_shows_on_home(
    door: Door,
) -> None:
    await door.took(sent("new_answers", "U1", {"cloud": "aws"}))
    assert notices.IN_DIRECT_MESSAGE in str(door.slack.homes["U1"])


@pytest.mark.parametrize("callback_id", ["answers", "new_answers"])
async def test_what_cannot_be_used_stands_beside_its_input(door: Door, callback_id: str) -> None:
    door.noted.says = {SlotId("cloud"): "Choose `one`."}
    answer = await door.took(sent(callback_id, "U1", {"team_size": "8", "cloud": "aws"}))
    assert answer == {"response_action": "errors", "errors": {"cloud": 'Choose "one".'}}
    door.noted.says = "It was cancelled."
    answer = await door.took(sent(callback_id, "U1", {"team_size": "8", "cloud": "aws"}))
    assert answer["errors"] == {"team_size": "It was cancelled."}
    assert door.slack.homes == {}


async def test_the_signals_are_counted_and_the_verdict_takes_their_place(door: Door) -> None:
    verdict = {**MODAL, "title": "Verdict"}
    door.noted.says = verdict
    signals = {"a": "yes", "b": "no", "c": "not_sure", "d": "yes", "e": None}
    answer = await door.took(sent("quiz", "d1.airflow", signals))
    assert answer == {"response_action": "update", "view": verdict}
    assert door.noted.asked == [("count_signals", "d1", "airflow", 2, 2, "U1")]


async def test_the_signals_count_beside_any_decision(door: Door) -> None:
    await door.took(sent("quiz", ".", {"a": "no"}))
    assert door.noted.asked == [("count_signals", "", "", 0, 0, "U1")]


def filled_in(typed: Mapping[str, str], about: Sum, *, keep: bool = False) -> Signed:
    """What a sum rests on was changed: years were 3, and the currency was EUR."""
    shown = {"years": "3", "currency": "EUR"}
    blocks = [
        {"block_id": name, "element": {"initial_value": value}} for name, value in shown.items()
    ]
    view = {"callback_id": "assumptions", "private_metadata": about.metadata(), "blocks": blocks}
    ticked = [{"value": "keep"}] if keep else []
    values = {name: {"value": value or None} for name, value in typed.items()}
    return signed.view_submission(view, {**values, "keep": {"selected_options": ticked}})


IN_A_POST = Sum(request=ASKED, decision="d1", post_ts=TS, channel="C1", thread_ts=THREAD)
BESIDE = Sum(request=ASKED, channel="C1", thread_ts=THREAD, response_url=HOOKS + "actions/1/2/3")


@pytest.mark.parametrize("keep", [True, False])
async def test_what_a_sum_rests_on_goes_to_its_sum(door: Door, *, keep: bool) -> None:
    typed = {"years": "5", "currency": "EUR", "engineer_cost": " 150k", "pipelines": ""}
    assert await door.took(filled_in(typed, IN_A_POST, keep=keep)) is None
    held = {**typed, "engineer_cost": "150k"}
    changed = {"years", "engineer_cost"}
    assert door.noted.asked == [
        ("change", IN_A_POST, held, changed, {"keep"} if keep else set(), "U1")
    ]
    assert door.slack.calls == []


async def test_what_a_sum_cannot_rest_on_stands_beside_its_input(door: Door) -> None:
    door.noted.says = {"years": "Write `3`."}
    answer = await door.took(filled_in({"years": "x"}, BESIDE))
    assert answer == {"response_action": "errors", "errors": {"years": 'Write "3".'}}
    door.noted.says = "It was cancelled."
    answer = await door.took(filled_in({"years": "x"}, BESIDE))
    assert answer["errors"] == {"years": "It was cancelled."}


SUM = Rendered("Now $5", [{"type": "section", "text": {"type": "mrkdwn", "text": "Now $5"}}])


def beside(door: Door) -> Sum:
    return BESIDE.model_copy(update={"response_url": door.slack.response_url})


async def test_a_sum_beside_any_decision_takes_the_place_of_the_one_before(door: Door) -> None:
    door.noted.says = Changed(SUM)
    assert await door.took(filled_in({"years": "5"}, beside(door))) is None
    [response] = door.slack.responses
    assert response == {"text": SUM.text, "blocks": SUM.blocks, "replace_original": True}
    assert door.slack.calls == []


@pytest.mark.parametrize("error", ["expired_url", "used_url"])
async def test_where_it_cannot_it_is_told_anew(door: Door, error: str) -> None:
    door.noted.says = Changed(SUM)
    door.slack.faults["response_url"].append(Fault(error=error, status=404))
    assert await door.took(filled_in({"years": "5"}, beside(door))) is None
    [told] = door.slack.ephemerals
    assert (told["channel"], told["user"], told["thread_ts"]) == ("C1", "U1", THREAD)
    assert (told["text"], told["blocks"]) == (SUM.text, SUM.blocks)


@pytest.mark.parametrize(
    "fault", [Fault(error="not_in_channel"), Fault(status=429), Fault(status=500)]
)
async def test_where_nothing_else_takes_it_it_goes_to_the_direct_message(
    door: Door, fault: Fault
) -> None:
    door.noted.says = Changed(SUM)
    door.slack.faults["response_url"].append(Fault(error="used_url", status=404))
    door.slack.faults["chat.postEphemeral"].append(fault)
    assert await door.took(filled_in({"years": "5"}, beside(door))) is None
    [message] = door.slack.messages.values()
    assert (message.channel, message.text, message.blocks) == ("D1", SUM.text, SUM.blocks)


async def test_a_chart_that_slack_does_not_draw_there_is_left_out(door: Door) -> None:
    charted = Rendered(SUM.text, [*SUM.blocks, {"type": "data_visualization"}])
    door.noted.says = Changed(charted)
    door.slack.faults["response_url"].append(Fault(error="invalid_blocks", status=400))
    await door.took(filled_in({"years": "5"}, beside(door)))
    [response] = door.slack.responses
    assert response["blocks"] == SUM.blocks


async def test_what_a_workspace_keeps_is_told_to_the_person_alone(door: Door) -> None:
    for about, message in ((IN_A_POST, Rendered("", [])), (beside(door), SUM)):
        door.noted.says = Changed(message, "Kept for this workspace: 5 years.")
        assert await door.took(filled_in({"years": "5"}, about, keep=True)) is None
        told = door.slack.ephemerals[-1]
        assert (told["channel"], told["user"], told["thread_ts"]) == ("C1", "U1", THREAD)
        assert told["text"] == "Kept for this workspace: 5 years."
    assert len(door.slack.ephemerals) == 2
    assert len(door.slack.responses) == 1


async def test_a_form_of_a_sum_that_fails_stays_open_with_a_reference(door: Door) -> None:
    door.noted.says = RuntimeError("broken")
    with capture_logs() as logs:
        answer = await door.took(filled_in({"years": "5"}, IN_A_POST))
    [reference] = [each["reference"] for each in logs if each["event"] == "failed"]
    assert answer["errors"] == dict.fromkeys(("years", "keep"), notices.failed(reference))


@pytest.mark.parametrize("metadata", ["", "d1.3", '{"request": {"kind": "help_asked"}}'])
async def test_a_form_of_a_sum_of_another_version_says_so(door: Door, metadata: str) -> None:
    answer = await door.took(sent("assumptions", metadata, {"years": "5", "keep": None}))
    assert answer["errors"] == dict.fromkeys(
        ("years", "keep"), notices.OLD_VERSION.replace("`", '"')
    )
    assert door.noted.asked == []


def test_what_travels_in_a_form_of_a_sum_keeps_slacks_limit() -> None:
    long = BESIDE.model_copy(update={"response_url": HOOKS + "x" * METADATA_MOST})
    assert len(long.metadata()) <= METADATA_MOST
    assert Sum.read(long.metadata()) == BESIDE.model_copy(update={"response_url": None})
    assert Sum.read(BESIDE.metadata()) == BESIDE


async def test_a_form_of_another_version_says_so(door: Door) -> None:
    answer = await door.took(sent("survey", "", {"a": "yes", "b": "no"}))
    assert set(answer["errors"]) == {"a", "b"}
    assert "another version" in answer["errors"]["a"]


@pytest.mark.parametrize("callback_id", ["answers", "new_answers", "quiz"])
async def test_a_form_that_fails_stays_open_with_a_reference(door: Door, callback_id: str) -> None:
    door.noted.says = RuntimeError("broken")
    with capture_logs() as logs:
        answer = await door.took(sent(callback_id, "U1", {"a": "yes", "b": "no"}))
    [reference] = [each["reference"] for each in logs if each["event"] == "failed"]
    assert answer["errors"] == dict.fromkeys(("a", "b"), notices.failed(reference))


# Shortcuts

SAID = {"ts": TS, "thread_ts": THREAD, "user": "U2", "text": "we run on aws"}


async def test_the_shortcut_from_anywhere_opens_a_form_for_the_direct_message(door: Door) -> None:
    await door.took(signed.shortcut("new_decision"))
    assert door.noted.asked == [("new_form", "U1")]
    assert door.slack.views[0]["view"] == MODAL


async def test_on_a_message_the_decision_stands_in_its_thread(door: Door) -> None:
    await door.took(signed.message_shortcut(SAID))
    said = [("U2", "we run on aws")]
    assert door.noted.asked == [("open_on", "C1", THREAD, "U1", said, HOOKS + "app/1/2/3")]
    assert door.slack.called("conversations.replies") == []
    assert door.slack.ephemerals == []


async def test_a_message_without_a_thread_becomes_its_first(door: Door) -> None:
    message = {each: SAID[each] for each in ("ts", "user", "text")}
    await door.took(signed.message_shortcut(message))
    assert door.noted.asked[0][2] == TS


async def test_where_threads_are_heard_the_whole_one_counts(door: Door) -> None:
    door.slack.scopes |= {"channels:history", "groups:history"}
    door.slack.written["C1", THREAD] = [
        {"user": "U3", "text": "which orchestrator?", "ts": THREAD},
        {"user": "U2", "text": "we run on aws", "ts": TS},
        {"user": "U9", "bot_id": "B9", "text": "deployed", "ts": TS},
    ]
    await door.took(signed.message_shortcut(SAID))
    said = [("U3", "which orchestrator?"), ("U2", "we run on aws")]
    assert door.noted.asked == [("open_on", "C1", THREAD, "U1", said, HOOKS + "app/1/2/3")]


@pytest.mark.parametrize("fault", [Fault(error="not_in_channel"), Fault(delay=1)])
async def test_a_thread_that_slack_does_not_give_leaves_the_message(
    door: Door, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.shortcuts.THREAD_SECONDS", 0.2)
    door.slack.scopes |= {"channels:history", "groups:history"}
    door.slack.faults["conversations.replies"].append(fault)
    await door.took(signed.message_shortcut(SAID))
    said = [("U2", "we run on aws")]
    assert door.noted.asked == [("open_on", "C1", THREAD, "U1", said, HOOKS + "app/1/2/3")]


@pytest.mark.parametrize("change", [{"bot_id": "B9"}, {"user": None}, {"text": ""}])
async def test_what_no_person_said_is_nobodys_answer(
    door: Door, change: dict[str, str | None]
) -> None:
    await door.took(signed.message_shortcut({**SAID, **change}))
    assert door.noted.asked == [("open_on", "C1", THREAD, "U1", [], HOOKS + "app/1/2/3")]


async def test_what_is_to_be_said_of_a_shortcut_is_said_to_the_person_there(door: Door) -> None:
    door.noted.says = notices.DECIDES_HERE_ALREADY
    await door.took(signed.message_shortcut(SAID, user="U5"))
    [told] = door.slack.ephemerals
    assert (told["user"], told["thread_ts"]) == ("U5", THREAD)
    assert told["text"] == notices.DECIDES_HERE_ALREADY


async def test_an_unknown_shortcut_says_so(door: Door) -> None:
    await door.took(signed.message_shortcut(SAID, "from_the_future"))
    await door.took(signed.shortcut("from_the_future"))
    assert [each["text"] for each in door.slack.ephemerals] == [notices.OLD_VERSION]
    assert "another version" in str(door.slack.homes["U1"])


async def test_a_shortcut_that_fails_is_told_with_a_reference(door: Door) -> None:
    door.noted.says = RuntimeError("broken")
    with capture_logs() as logs:
        await door.took(signed.message_shortcut(SAID))
    [reference] = [each["reference"] for each in logs if each["event"] == "failed"]
    assert [each["text"] for each in door.slack.ephemerals] == [notices.failed(reference)]


# Home and the direct message


def tab(name: str) -> Signed:
    opened = {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": name}
    return signed.event(opened)


async def test_home_lists_the_decisions_of_whoever_opens_it(
    listing_door: Door, database: Database, kb: KnowledgeBase
) -> None:
    door = listing_door
    await took_part(database, door.slack, kb, "1.1")
    await door.took(tab("home"))
    assert "https://double.slack.com/archives/C1/p11" in str(door.slack.homes["U1"])
    assert door.slack.prompts == []


async def test_a_home_that_cannot_be_listed_says_so(door: Door) -> None:
    with capture_logs() as logs:
        await door.took(tab("home"))
    [reference] = [each["reference"] for each in logs if each["event"] == "failed"]
    assert reference in str(door.slack.homes["U1"])


async def test_the_direct_message_is_given_prompts(door: Door) -> None:
    await door.took(tab("messages"))
    [given] = door.slack.prompts
    assert given["channel_id"] == "D1"
    assert [(each["title"], each["message"]) for each in given["prompts"]] == list(PROMPTS)
    assert "thread_ts" not in given
    assert door.slack.homes == {}
