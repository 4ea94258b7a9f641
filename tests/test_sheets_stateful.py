"""Whatever several people do with a sheet, and whenever it arrives: what is kept is what they did.

Each person clicks in the picture that they look at, which may be old; what one person sends arrives
in its order, but any time after what others sent later. Slack may deliver anything twice.
"""

import asyncio
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot import judging
from bot.sheets import Sheets
from bot.store import migrate
from bot.store.database import Database
from engine.evaluation.model import OPEN, Finding, Verdict
from knowledge.schema import KnowledgeBase
from tests.naive_sheets import NaiveSheets
from tests.sheet_model import SheetModel
from tests.sheet_room import BEGIN, SECOND, opened

NOW = 1_750_000_000.0
PEOPLE = ("U1", "U2", "U3")
CATEGORIES = ("development", "failures")
Result = TypeVar("Result")

people = st.sampled_from(PEOPLE)
numbers = st.integers(0, 1)
"""Of an item in its category: so few that people meet on them."""
verdicts: st.SearchStrategy[Verdict | None] = st.sampled_from(["partial", "fail", "pass", None])


@dataclass(frozen=True)
class Sent:
    """What a person's client has sent to us, once or several times."""

    key: str
    by: str
    at: int
    does: Literal["tick", "undo", "reset"]
    category: str = ""
    revision: int = 0
    chosen: frozenset[str] = frozenset()
    item: str = ""
    """The one whose box was clicked; Slack does not say it."""

    @property
    def wants(self) -> bool:
        """Whether that click ticked it."""
        return self.item in self.chosen


@dataclass
class Client:
    """A person's Slack: what it shows, and what it has sent that did not arrive yet."""

    revision: int = 0
    ticked: set[str] = field(default_factory=set)
    sent: list[Sent] = field(default_factory=list)


class SheetMachine(RuleBasedStateMachine):
    """A real sheet in a real database beside the model."""

    loop: ClassVar[asyncio.AbstractEventLoop]
    database: ClassVar[Database]
    knowledge: ClassVar[KnowledgeBase]
    made: ClassVar[Iterator[int]] = count()
    naive: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        decision = f"d{next(self.made)}"
        self.room = self.run(opened(self.database, self.knowledge, decision))
        self.model = SheetModel()
        self.clients = {person: Client() for person in PEOPLE}
        self.arrived: list[Sent] = []
        self.clock = count(BEGIN, SECOND)
        for person in PEOPLE:
            self.look(person)

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self.loop.run_until_complete(work)

    @rule(person=people)
    def look(self, person: str) -> None:
        """Slack draws the newest message; the same block ids keep what was clicked."""
        sheet = self.run(self.room.sheet())
        client = self.clients[person]
        if client.revision != sheet.revision:
            client.revision = sheet.revision
            client.ticked = self.run(self.room.passed())

    @rule(person=people, category=st.sampled_from(CATEGORIES), number=numbers)
    def click(self, person: str, category: str, number: int) -> None:
        client, items = self.clients[person], self.room.items(category)
        client.ticked ^= {items[number]}
        chosen = frozenset(client.ticked & {*items})
        self._send(
            person,
            "tick",
            category=category,
            revision=client.revision,
            chosen=chosen,
            item=items[number],
        )

    @rule(person=people)
    def press_undo(self, person: str) -> None:
        self._send(person, "undo")

    @rule(person=people)
    def press_reset(self, person: str) -> None:
        self._send(person, "reset")

    @rule(person=people)
    def arrive(self, person: str) -> None:
        if not self.clients[person].sent:
            return
        sent = self.clients[person].sent.pop(0)
        self.arrived.append(sent)
        told = self._deliver(sent)
        match sent.does:
            case "tick":
                self.model.tick(sent.by, sent.item, sent.at, wants=sent.wants)
            case "reset":
                self.model.empty(sent.by, sent.at)
            case "undo":
                assert told == self.model.undo(sent.by, sent.at)

    @precondition(lambda self: self.arrived)
    @rule(number=st.integers(0, 1000))
    def redeliver(self, number: int) -> None:
        before = self.run(self.room.sheet())
        assert self._deliver(self.arrived[number % len(self.arrived)]) == ""
        assert self.run(self.room.sheet()) == before

    @rule(person=people, category=st.sampled_from(CATEGORIES), number=numbers, verdict=verdicts)
    def judge(self, person: str, category: str, number: int, verdict: Verdict | None) -> None:
        item = self.room.items(category)[number]
        assert self.run(self.room.judge(person, item, verdict=verdict or "open")) == {}
        self.model.judge(person, {item: verdict}, NOW)

    @rule(person=people, chosen=st.sets(numbers))
    def pass_open(self, person: str, chosen: set[int]) -> None:
        items = [self.room.items("development")[number] for number in chosen]
        held = {"development": ",".join(items)}
        metadata = self.room.ref("open_items", 1).encode()
        work = self.room.judging.pass_open(self.room.delivery(), metadata, held, person)
        found = self.model.findings
        if any(found.get(item, OPEN).verdict not in {None, "pass"} for item in items):
            assert "development" in self.run(work)
        else:
            assert self.run(work) == {}
            self.model.judge(person, dict.fromkeys(items, "pass"), NOW)

    @invariant()
    def what_is_kept_is_what_they_did(self) -> None:
        assert self.run(self.room.sheet()).findings == self.model.findings

    def teardown(self) -> None:
        """In the end everything has arrived, and everybody sees what is kept."""
        for person in PEOPLE:
            while self.clients[person].sent:
                self.arrive(person)
                self.what_is_kept_is_what_they_did()
        for person in PEOPLE:
            self.look(person)
            assert self.clients[person].ticked == self.model.passed
        self.run(self._is_told_by_its_history())

    async def _is_told_by_its_history(self) -> None:
        told: dict[str, Finding] = {}
        for each in reversed(await self.room.history()):
            assert told.get(each.item, OPEN) == each.before
            told[each.item] = each.after
        assert {item: each for item, each in told.items() if each != OPEN} == self.model.findings

    def _send(self, by: str, does: Literal["tick", "undo", "reset"], **more: Any) -> None:
        at = next(self.clock)
        self.clients[by].sent.append(Sent(f"{self.room.decision}.{at}", by, at, does, **more))

    def _deliver(self, sent: Sent) -> str:
        match sent.does:
            case "tick":
                ref = self.room.ref(sent.category, sent.revision)
                work = (NaiveSheets if self.naive else Sheets)(self.room.ledger).tick(
                    self.room.delivery(sent.key),
                    ref,
                    self.room.place,
                    sent.chosen,
                    action_ts=self.room.moment(sent.at),
                    by=sent.by,
                )
            case "undo":
                work = self.room.undo(sent.by, at=sent.at, key=sent.key)
            case "reset":
                work = self.room.reset(sent.by, at=sent.at, key=sent.key)
        told = self.run(work)
        return told if sent.does == "undo" else ""


@pytest.fixture
def arena(tmp_path: Path, kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(judging, "time", lambda: NOW)
    url = f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"
    asyncio.run(migrate.upgrade(url))
    SheetMachine.loop = asyncio.new_event_loop()
    SheetMachine.knowledge = kb
    SheetMachine.database = Database(url)
    yield
    SheetMachine.loop.run_until_complete(SheetMachine.database.close())
    SheetMachine.loop.close()


def test_what_is_kept_is_what_people_did_whenever_it_arrives(arena: None) -> None:
    run_state_machine_as_test(
        SheetMachine,
        settings=settings(
            max_examples=40,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


def test_the_same_people_lose_ticks_where_the_selection_is_saved_as_it_comes(
    arena: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SheetMachine, "naive", True)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            SheetMachine,
            settings=settings(
                max_examples=40, stateful_step_count=40, deadline=None, phases=[Phase.generate]
            ),
        )
