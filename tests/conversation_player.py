"""Plays a scripted conversation through the real app, and holds it to what must always be so."""

from collections import Counter
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from bot.errands import Errands
from bot.publisher import Publisher
from bot.store import decisions, sheets
from bot.store.schema import decision, delivery, participant
from bot.tenant import Tenant
from bot.views.limits import view_violations, violations
from bot.workspaces import HISTORY
from engine.cost.assumptions import Assumed
from engine.dialogue.model import DialogueState
from engine.evaluation.model import Sheet
from tests.bot_under_test import Bot, bot_running, offers, words_of
from tests.conversation_scripts import FIRST, Goal, Script, Step
from tests.conversation_steps import Json, Scene, redelivered
from tests.signed import Signed
from tests.slack_double import TEAM, Shown, SlackDouble

_TENANT = Tenant(TEAM)
_DAY = 24 * 3600

Key = tuple[str, str]
"""A message: its channel and ts."""


@dataclass(frozen=True)
class _Stored:
    """What is stored of a decision."""

    state: DialogueState
    assumed: Assumed
    passed: Mapping[str, tuple[str, ...]]
    """The items that pass on each sheet, by its post."""


@dataclass
class _Outcome:
    """What came of a step."""

    changed: list[Shown] = field(default_factory=list)
    """The messages that are new, or look otherwise than before."""
    new: list[Shown] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    """What only the person who acted was told."""
    others_told: int = 0
    errors: dict[str, str] = field(default_factory=dict)
    """What stands beside the inputs of a form."""


async def play(script: Script, slack: SlackDouble, database_url: str) -> None:
    """Play a script from an empty workspace to its goals.

    Raises:
        AssertionError: a step did not lead to what is written, a goal is not reached, or something
            happened that must never happen.
    """
    if script.hears_threads:
        slack.scopes |= HISTORY
    if script.admins:
        slack.scopes |= {"users:read"}
        slack.people |= {person: {"is_admin": True} for person in script.admins}
    player = _Player(Scene(slack, script.hears_threads), database_url)
    await player.start()
    try:
        for number, step in enumerate(script.steps, start=1):
            try:
                await player.play(step)
            except AssertionError as error:
                raise AssertionError(f"step {number}, {step.doing}: {error}") from error
        for name, goal in script.goals.items():
            await player.meets(name, goal)
        begun = sorted(player.scene.roots)
        assert begun == sorted(script.goals), f"decisions: {begun}"
    finally:
        await player.stop()


@dataclass
class _Player:
    scene: Scene
    database_url: str
    bot: Bot = field(init=False)
    _running: AbstractAsyncContextManager[Bot] = field(init=False)

    async def start(self) -> None:
        self._running = bot_running(self.scene.slack, self.database_url)
        self.bot = await self._running.__aenter__()

    async def stop(self) -> None:
        await self._running.__aexit__(None, None, None)

    async def play(self, step: Step) -> None:
        """One step, and what must come of it."""
        before, pictures = await self._stored(), self._pictures()
        outcome = await self._done(step, pictures)
        self._note_begun(step)
        after = await self._stored()
        _check(step, outcome)
        if step.root_unchanged:
            assert self.scene.roots[step.of] not in outcome.changed, "the root message has changed"
            assert before[step.of] == after[step.of], "what is stored has changed"
        self._check_controls(step)
        self._check_elsewhere(step, outcome, before, after)
        self._check_posts()
        for name, stored in after.items():
            self._check_open(name, stored.state)
            if name in before:
                _check_kept(step, before[name].state, stored.state)
        self._check_limits()

    async def _done(self, step: Step, pictures: Mapping[Key, object]) -> _Outcome:
        outcome, alone = _Outcome(), len(self.scene.slack.ephemerals)
        replaced = len(self.scene.slack.responses)
        if step.dies:
            with _nothing_sent():
                await self._do(step, outcome)
                await self.stop()
            await self.start()
        else:
            await self._do(step, outcome)
        await self.bot.idle()
        for each in self.scene.slack.ephemerals[alone:]:
            if each["user"] == step.by:
                outcome.told.append(f"{each['text']}\n{each['blocks']}")
            else:
                outcome.others_told += 1
        for answer in self.scene.slack.responses[replaced:]:
            self._tell(step, answer, outcome)
        if step.home or step.on == "home":
            outcome.told.append(str(self.scene.slack.homes.get(step.by)))
        for key, message in self.scene.slack.messages.items():
            if pictures.get(key) != _looks(message):
                outcome.changed.append(message)
            if key not in pictures:
                outcome.new.append(message)
        return outcome

    async def _do(self, step: Step, outcome: _Outcome) -> None:
        match step.doing:
            case "restart_app":
                await self.stop()
                await self.start()
            case "wait_days":
                await self._wait(step.wait_days or 0)
            case _:
                for request in self.scene.requests(step):
                    self._note(step, await self._send(request), outcome)
                    if step.again:
                        self._note(step, await self._send(redelivered(request)), outcome)

    def _note(self, step: Step, response: httpx.Response, outcome: _Outcome) -> None:
        """What came back at once: the answer to a command, or to a form."""
        if not response.content:
            return
        body = response.json()
        assert "view" not in body or view_violations(body["view"]) == [], body
        outcome.errors |= body.get("errors", {})
        if "text" in body:
            self._tell(step, body, outcome)
        elif "errors" not in body:
            outcome.told.append(str(body))

    def _tell(self, step: Step, answer: Json, outcome: _Outcome) -> None:
        """What whoever acted is answered alone."""
        assert not answer.get("blocks") or violations(answer["blocks"], "message") == [], answer
        self.scene.tell(step.by, answer)
        outcome.told.append(str(answer))

    async def _send(self, request: Signed) -> httpx.Response:
        response = await self.bot.send(request)
        assert response.status_code == 200, response.text
        return response

    async def _wait(self, days: int) -> None:
        """Everything that is stored becomes so much older."""
        async with self.bot.database.transaction(_TENANT) as tx:
            for table, column in (
                (decision, "created_at"),
                (decision, "updated_at"),
                (delivery, "received_at"),
            ):
                earlier = table.c[column] - days * _DAY
                await tx.connection.execute(update(table).values({column: earlier}))

    def _note_begun(self, step: Step) -> None:
        """Give the decision that has begun its name."""
        known = {each.decision for each in self.scene.roots.values()}
        begun = [each for each in self.scene.slack.roots() if each.decision not in known]
        assert len(begun) <= 1, f"{len(begun)} decisions have begun"
        if step.begins is not None:
            assert begun, f"{step.begins} has not begun"
        for each in begun:
            name = step.begins or FIRST
            assert name not in self.scene.roots, "another decision has begun"
            self.scene.roots[name] = each

    # What must always be so

    def _check_controls(self, step: Step) -> None:
        for action_id in (*step.offers, *step.offers_no):
            is_offered = any(offers(each, action_id) for each in self.scene.messages_of(step.of))
            assert is_offered == (action_id in step.offers), f"{action_id}: offered {is_offered}"

    def _check_elsewhere(
        self,
        step: Step,
        outcome: _Outcome,
        before: Mapping[str, _Stored],
        after: Mapping[str, _Stored],
    ) -> None:
        """Nothing of another decision has changed."""
        meant = {step.of, step.begins or FIRST}
        for name in before.keys() - meant:
            assert before[name] == after[name], f"{name} has changed"
            for message in self.scene.messages_of(name):
                assert message not in outcome.changed, f"changed elsewhere: {message.text}"

    def _check_posts(self) -> None:
        """Every post of a decision is one message, so no slot is asked twice."""
        posts = Counter(
            (each.decision, each.post)
            for each in self.scene.slack.messages.values()
            if each.decision
        )
        twice = [post for post, copies in posts.items() if copies > 1]
        assert twice == [], f"posted twice: {twice}"

    def _check_open(self, name: str, state: DialogueState) -> None:
        """The question that can be answered is the one that is asked, and no other."""
        found = [
            slot
            for each in self.scene.messages_of(name)
            for kind, _, slot in [each.post.partition(".")]
            if kind == "question" and offers(each, f"ask_why.{slot}")
        ]
        asking = [] if state.asking is None else [state.asking]
        assert found == asking, f"open: {found}; asking: {asking}"

    def _check_limits(self) -> None:
        slack = self.scene.slack
        drawn = [*(each.blocks for each in slack.messages.values())]
        drawn += [each["blocks"] for each in slack.ephemerals]
        for blocks in drawn:
            # A message may be text alone.
            assert not blocks or violations(blocks, "message") == [], blocks
        for view in (*(opened["view"] for opened in slack.views), *slack.homes.values()):
            assert view_violations(view) == [], view

    # The end

    async def meets(self, name: str, goal: Goal) -> None:
        """What is stored is the goal, and the root message shows it."""
        assert name in self.scene.roots, f"{name} has not begun"
        stored = (await self._stored())[name]
        reached = _reached(stored, goal, self._asked(name)).model_dump()
        wanted = goal.model_dump()
        missed = {key: reached[key] for key in wanted if reached[key] != wanted[key]}
        assert missed == {}, f"{name} ends otherwise: {missed}"
        root = words_of(self.scene.roots[name])
        for words in goal.shows:
            assert words in root, f"{name} shows no {words!r}:\n{root}"
        people = await self._people_of(name)
        assert people >= set(goal.takes_part), f"{name}: {people} take part"

    def _asked(self, name: str) -> tuple[str, ...]:
        parts = (each.post.partition(".") for each in self.scene.messages_of(name))
        return tuple(slot for kind, _, slot in parts if kind == "question")

    async def _people_of(self, name: str) -> set[str]:
        query = select(participant.c.person).where(
            participant.c.decision_id == self.scene.roots[name].decision
        )
        async with self.bot.database.transaction(_TENANT) as tx:
            return set((await tx.connection.execute(query)).scalars())

    # What there is

    def _pictures(self) -> dict[Key, object]:
        return {key: _looks(each) for key, each in self.scene.slack.messages.items()}

    async def _stored(self) -> dict[str, _Stored]:
        found = {}
        async with self.bot.database.transaction(_TENANT) as tx:
            for name, root in self.scene.roots.items():
                stored = await decisions.load(tx, root.decision)
                assert stored is not None, f"{name} is gone"
                kept = await sheets.of_decision(tx, root.decision)
                passed = {f"{each.kind}.{each.candidate}": _passed(each) for each in kept}
                found[name] = _Stored(stored.dialogue, stored.assumed, passed)
        return found


def _passed(sheet: Sheet) -> tuple[str, ...]:
    return tuple(sorted(item for item, found in sheet.findings.items() if found.verdict == "pass"))


def _looks(message: Shown) -> tuple[str, str]:
    return message.text, str(message.blocks)


def _check(step: Step, outcome: _Outcome) -> None:
    """What is written of a step."""
    shown, told = "\n".join(map(words_of, outcome.changed)), "\n".join(outcome.told)
    for words in step.shows:
        assert words in shown, f"shows no {words!r}:\n{shown}"
    for words in step.shows_no:
        assert words not in shown, f"shows {words!r}:\n{shown}"
    for words in step.tells:
        assert words in told, f"tells no {words!r}:\n{told}"
    assert outcome.errors.keys() == step.errors.keys(), f"errors: {outcome.errors}"
    for block, words in step.errors.items():
        assert words in outcome.errors[block], outcome.errors
    if step.posts is not None:
        assert len(outcome.new) == step.posts, f"{len(outcome.new)} new messages:\n{shown}"
    if step.silent:
        assert (shown, told, outcome.others_told) == ("", "", 0), f"not silent: {shown}\n{told}"


def _check_kept(step: Step, before: DialogueState, after: DialogueState) -> None:
    """No answer is lost, and none is asked for again, unless somebody wants that."""
    if not step.drops:
        assert before.answers.keys() <= after.answers.keys(), "an answer is lost"
    asking = after.asking
    if asking is not None and asking != before.asking and asking in before.answers:
        assert step.drops or asking == _to_be_changed(step), f"{asking} is asked again"


def _to_be_changed(step: Step) -> str | None:
    """The slot whose question somebody wants to answer again."""
    if step.click == "pick_change":
        return step.option
    if step.click is not None and step.click.startswith("change."):
        return step.click.removeprefix("change.")
    return None


def _reached(stored: _Stored, goal: Goal, asked: tuple[str, ...]) -> Goal:
    """What is stored, in the words of a goal."""
    state = stored.state
    return Goal.model_validate(
        {
            "status": state.status,
            "answers": {slot: each.value for slot, each in state.answers.items()},
            "asked": asked,
            "asking": state.asking,
            "stressed": state.stressed,
            "enough": state.enough,
            "said_by": {slot: state.answers[slot].by for slot in goal.said_by},
            "earlier": {
                slot: [(each.value, each.by) for each in state.answers[slot].earlier]
                for slot in goal.earlier
            },
            "takes_part": goal.takes_part,
            "shows": goal.shows,
            "assumed": stored.assumed.model_dump(mode="json", exclude_none=True),
            "passed": {post: items for post, items in stored.passed.items() if items},
        }
    )


@contextmanager
def _nothing_sent() -> Iterator[None]:
    """The app saves, and dies before it sends anything."""

    async def nothing(_publisher: Publisher) -> None:
        return

    def drop(_errands: Errands, _name: str, errand: Coroutine[Any, Any, None]) -> None:
        errand.close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Publisher, "send_due", nothing)
        patch.setattr(Errands, "start", drop)
        yield
