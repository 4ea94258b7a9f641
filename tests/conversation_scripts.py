"""Scripted conversations: what people do, what they see, and what is stored in the end.

A folder of YAML files, a list of scripts in each, read as strictly as the facts themselves.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, TypeAdapter, model_validator
from pydantic_core import to_json

from knowledge import plain_yaml
from knowledge.scalars import Text
from knowledge.schema import CriterionId, Fact, SlotId

FOLDER = Path(__file__).parent / "conversations"

FIRST = "it"
"""The name of the decision that a script begins first."""

Pattern = Literal[
    "all_at_once",
    "cancel",
    "clarification",
    "compare",
    "confirmation",
    "decision",
    "correction",
    "cost",
    "duplicates",
    "enough",
    "follow_ups",
    "form",
    "never_asked_again",
    "outgrown",
    "overheard",
    "question_and_back",
    "restart",
    "resumption",
    "several_people",
    "several_threads",
    "skip",
    "step_by_step",
    "validation",
    "what_if",
    "why_asked",
]
Surface = Literal[
    "direct_message",
    "form",
    "global_shortcut",
    "home",
    "mention",
    "mention_in_a_thread",
    "message_shortcut",
    "plain_replies",
    "slash_command",
]
PATTERNS: tuple[str, ...] = get_args(Pattern)
SURFACES: tuple[str, ...] = get_args(Surface)

DOINGS = (
    "people",
    "command",
    "mention",
    "direct",
    "reply",
    "click",
    "tick",
    "fill",
    "quiz",
    "shortcut",
    "home",
    "restart_app",
    "wait_days",
)
"""What a step can do: each names one."""


class Step(Fact):
    """Somebody does something, and what must come of it."""

    by: Text = "U1"
    of: Text = FIRST
    """The decision that it is about."""

    people: tuple[Text, ...] | None = None
    """What people say to one another in a thread of their own: ``U2: We grow.``"""
    command: str | None = None
    """What is typed after ``/orchestrator``."""
    mention: str | None = None
    """What is written with a mention of the app, in the channel."""
    direct: str | None = None
    """What is written in the direct message with the app."""
    reply: str | None = None
    """What is written in the decision's thread in the channel, without a mention."""
    click: Text | None = None
    """The action id of a control; the newest message that offers it counts."""
    tick: tuple[Text, ...] | None = None
    """What is left ticked of a ``category`` of the sheet that this stands ``on``."""
    fill: Mapping[str, str] | None = None
    """What the newest form is sent with; the other inputs stay as they were shown."""
    quiz: tuple[Literal["yes", "no", "not_sure"], ...] | None = None
    """The same for a form whose inputs are answered in their order."""
    shortcut: Literal["new_decision", "advise_on_thread"] | None = None
    """From anywhere; or on the last message of the thread of people."""
    home: Literal[True] | None = None
    """The Home tab is opened."""
    restart_app: Literal[True] | None = None
    """The app stops, and starts on the same database."""
    wait_days: int | None = None
    """So many days pass."""

    where: Literal["top", "thread", "people", "beside"] = "top"
    """Where it is written: outside any thread; in the decision's, in that of people, or in the one
    under the last message that was written outside any to the app."""
    value: str | None = None
    """What is typed into the control."""
    option: str | None = None
    """What is chosen in the control."""
    category: str = ""
    """That of the checkboxes."""
    on: Text | None = None
    """Where it is clicked: a post, by the beginning of its name (``question.cloud``, ``turn``),
    ``home``, or ``alone``: what only this person sees."""
    again: Literal[True] | None = None
    """Slack delivers it a second time."""
    dies: Literal[True] | None = None
    """The app dies after it has saved this, before it has sent anything, and starts again."""

    begins: Text | None = None
    """The name of the decision that begins with it; the first one is called ``it``."""
    drops: Literal[True] | None = None
    """It drops every answer."""

    shows: tuple[Text, ...] = ()
    """Words in the messages that are new or changed after it."""
    shows_no: tuple[Text, ...] = ()
    """Words that are in none of those."""
    tells: tuple[Text, ...] = ()
    """Words that only this person sees."""
    errors: Mapping[str, Text] = Field(default_factory=dict)
    """Words beside the inputs of the form, which stays open."""
    offers: tuple[Text, ...] = ()
    """Action ids in the messages of the decision after it."""
    offers_no: tuple[Text, ...] = ()
    """Action ids that are in none of them."""
    posts: int | None = None
    """How many messages are new."""
    silent: Literal[True] | None = None
    """No message is new or changed, and nobody is told anything."""
    root_unchanged: Literal[True] | None = None
    """The root message stays exactly as it was, and so does what is stored."""

    @property
    def doing(self) -> str:
        """The one thing that it does."""
        return next(name for name in DOINGS if getattr(self, name) is not None)

    @model_validator(mode="after")
    def _does_one_thing(self) -> Self:
        done = [name for name in DOINGS if getattr(self, name) is not None]
        if len(done) != 1:
            raise ValueError(f"a step does one thing: one of {', '.join(DOINGS)}")
        return self


class Goal(Fact):
    """What is stored of a decision in the end, and what its root message shows."""

    status: Literal["gathering", "concluded", "cancelled", "decided"] = "concluded"
    answers: Mapping[SlotId, int | str | None]
    """All answers; null where somebody does not know."""
    asked: tuple[SlotId, ...]
    """The slots that had a question message, in their order."""
    asking: SlotId | None = None
    stressed: tuple[CriterionId, ...] = ()
    enough: bool = False
    said_by: Mapping[SlotId, Text] = Field(default_factory=dict)
    """Who said what; slots that are not written may be anybody's."""
    earlier: Mapping[SlotId, tuple[tuple[int | str | None, str], ...]] = Field(default_factory=dict)
    """What was said before, and by whom; the same holds."""
    takes_part: tuple[Text, ...] = ()
    """Some of those who find it again on their Home."""
    shows: tuple[Text, ...] = ()
    """Words in the root message."""
    assumed: Mapping[Text, int | str] = Field(default_factory=dict)
    """What is set for its cost, by field of ``Assumed``: whole numbers, amounts as text."""
    passed: Mapping[Text, tuple[Text, ...]] = Field(default_factory=dict)
    """The items that pass on each sheet, by its post and in alphabetical order."""


class Script(Fact):
    """One conversation."""

    name: Text
    pattern: Pattern
    surface: Surface
    hears_threads: bool = False
    """The workspace has granted the scopes with which plain replies reach the app."""
    admins: tuple[Text, ...] = ()
    """Admins of the workspace; the app may ask who people are where there is one."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    goal: Goal
    others: Mapping[Text, Goal] = Field(default_factory=dict)
    """The goals of the other decisions, by name."""

    @property
    def goals(self) -> Mapping[str, Goal]:
        """The goal of each decision."""
        return {FIRST: self.goal, **self.others}


def read(file: Path) -> tuple[Script, ...]:
    """The scripts of one file."""
    document = plain_yaml.read(file.read_text(encoding="utf-8"))
    assert document.faults == (), (file.name, document.faults)
    scripts = TypeAdapter(Annotated[tuple[Script, ...], Field(min_length=1)])
    return scripts.validate_json(to_json(document.value), strict=True)


def all_scripts() -> dict[str, Script]:
    """Every script, under the name of its file and its own."""
    return {
        f"{file.stem}: {script.name}": script
        for file in sorted(FOLDER.glob("*.yaml"))
        for script in read(file)
    }
