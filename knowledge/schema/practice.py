"""What the lesson teaches beside the choice: topics, traps, migrations, how to evaluate, code."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from knowledge.scalars import AsOf, Id, Text
from knowledge.schema.evidence import AlternativeId, Claim, ExampleId, Fact, SourceId
from knowledge.schema.tree import Condition


class Statement(Fact):
    """One thing that is known: as the lesson has it, and as it is today where that has moved."""

    id: Id
    title: Annotated[str, StringConstraints(min_length=1, max_length=75)]
    lesson: Text | None = None
    """What the lesson says, in our words; absent where it says nothing."""
    current: Claim | None = None
    """What holds today, where the lesson has aged, is wrong or says nothing."""
    example: ExampleId | None = None
    """The code that shows it."""


class Topic(Fact):
    """A subject that people ask about: one file in ``topics/``."""

    id: Id
    name: Annotated[str, StringConstraints(min_length=1, max_length=75)]
    also_called: tuple[Text, ...] = ()
    """What people type for it, lower case."""
    place: Annotated[int, Field(ge=1)]
    """Its place in the list of topics, from 1."""
    summary: Claim
    statements: tuple[Statement, ...] = Field(min_length=1)


class Risk(Fact):
    """When a team is in danger of a trap, by what it has said."""

    when: Condition
    picks: tuple[AlternativeId, ...] = ()
    """Only where one of these is advised; empty: whatever is advised."""
    when_moving: bool = False
    """Only where an orchestrator is advised that the team does not run today."""
    because: Text
    """Why this team is at risk, as a sentence that follows from the condition."""


class Trap(Fact):
    """An anti-pattern or a common mistake, and the way out of it."""

    id: Id
    kind: Literal["anti_pattern", "common_mistake"]
    name: Annotated[str, StringConstraints(min_length=1, max_length=75)]
    what_happens: tuple[Claim, ...] = Field(min_length=1)
    prevention: tuple[Claim, ...] = Field(min_length=1)
    ask_yourself: tuple[Claim, ...] = ()
    """Questions, or hidden items, that the lesson lists for it."""
    risk: Risk | None = None
    """Absent where no answer of a team can tell."""
    example: ExampleId | None = None


class MigrationStep(Fact):
    """One step of a migration."""

    text: Text
    source: SourceId
    before: ExampleId | None = None
    """The code as it was; ``example`` is what it becomes."""
    example: ExampleId | None = None


class MigrationPath(Fact):
    """A migration that the sources cover in detail; ``from_`` may equal ``to``: an upgrade."""

    id: Id
    name: Annotated[str, StringConstraints(min_length=1, max_length=75)]
    from_: Annotated[AlternativeId, Field(alias="from")]
    to: AlternativeId
    summary: Claim
    steps: tuple[MigrationStep, ...] = Field(min_length=1)
    gains: tuple[Claim, ...] = ()
    cautions: tuple[Claim, ...] = ()
    """What has changed since the lesson, and what makes it harder."""
    rewrites: bool = True
    """False where pipelines stay as they are: the effort and the hidden costs of a move, which are
    those of pipelines that are rewritten, then say nothing."""


class Migrations(Fact):
    """``migrations.yaml``: detailed paths, and what holds for every other one."""

    paths: tuple[MigrationPath, ...]
    any_path: tuple[MigrationStep, ...] = Field(min_length=1)
    """An honest plan for a path that no source covers."""
    first_steps: tuple[MigrationStep, ...] = Field(min_length=1)
    """From scripts under cron, or from nothing, to a first orchestrator."""
    last_steps: tuple[MigrationStep, ...] = Field(min_length=1)
    """From an orchestrator back to scripts under cron."""
    effort: Claim
    """How long to budget, and for what size."""
    hidden_costs: tuple[Claim, ...] = Field(min_length=1)
    """What teams forget."""


class Signal(Fact):
    """One sign that a team has outgrown its orchestrator."""

    id: Id
    text: Text
    means: Text
    """What is missing where it is true."""


class Outgrown(Fact):
    """The signs, and from how many of them on a move is worth its cost."""

    signals: tuple[Signal, ...] = Field(min_length=1)
    threshold: Annotated[int, Field(ge=1)]
    verdict: Claim


class ChecklistItem(Fact):
    """One thing to check of a candidate, or to do with it."""

    id: Id
    label: Annotated[str, StringConstraints(min_length=1, max_length=70)]
    """The text in short, beside a checkbox: Slack shows 75 characters there."""
    text: Annotated[str, StringConstraints(min_length=1, max_length=150)]


class ChecklistCategory(Fact):
    """A part of the checklist; ten items at most, since Slack shows no more in one group."""

    id: Id
    name: Annotated[str, StringConstraints(min_length=1, max_length=75)]
    items: tuple[ChecklistItem, ...] = Field(min_length=1, max_length=10)


class Trial(Fact):
    """One test of a proof of concept, scored 1-5 for each candidate."""

    id: Id
    name: Annotated[str, StringConstraints(min_length=1, max_length=75)]
    do: Text
    ask: tuple[Text, ...] = Field(min_length=1)
    tasks: tuple[ChecklistItem, ...] = Field(min_length=1, max_length=10)
    """What ``do`` and ``ask`` come to, as things that are ticked once they are done."""


class Evaluation(Fact):
    """``evaluation.yaml``: how a team tests a candidate itself; all of it rests on one source."""

    source: SourceId
    proof_of_concept: tuple[Trial, ...] = Field(min_length=1)
    verdict: Claim
    """What the tests weigh against the ratings."""
    checklist: tuple[ChecklistCategory, ...] = Field(min_length=1)
    outgrown: Outgrown


class Component(Fact):
    """One part of the hybrid architecture."""

    id: Id
    name: Text
    does: Text
    because: Text


class Hybrid(Fact):
    """``hybrid.yaml``: several tools side by side, each for what it is good at."""

    summary: Claim
    components: tuple[Component, ...] = Field(min_length=1)
    joined_by: Claim
    cautions: tuple[Claim, ...] = ()
    """What holds today and has to be reckoned with."""
    advised_when: Condition
    because: Text
    """Why it is advised where ``advised_when`` holds."""
    not_before: Claim
    """When it is too early."""


class Example(Fact):
    """A piece of code in ``examples/``: our own, and run on the version that it names."""

    id: Id
    name: Annotated[str, StringConstraints(min_length=1, max_length=75)]
    shows: Text
    language: Literal["python"] = "python"
    file: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+\.py$")]
    requires: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+==[0-9.]+$")], ...] = ()
    """The packages that it was run with: 'prefect==3.9.1'. Empty: Python alone."""
    ran_on: AsOf
    how: Text
    """How it was run, and what came of it."""
    code: str = ""
    """The content of ``file``; filled by the loader, not written in YAML."""
