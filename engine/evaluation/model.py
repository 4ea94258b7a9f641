"""The values of an evaluation: what a team ticks, scores and weighs. No behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, NewType, Self

from pydantic import Field, model_validator

from engine.dialogue.value import Value
from knowledge.schema import AlternativeId, CriterionId

ItemId = NewType("ItemId", str)
"""An item of a checklist, or a task of a proof of concept."""
CategoryId = NewType("CategoryId", str)
"""A category of a checklist, or a trial of a proof of concept."""
TrialId = NewType("TrialId", str)

Verdict = Literal["pass", "partial", "fail", "not_applicable"]
SheetKind = Literal["checklist", "trials"]

Seconds = float
"""Since the epoch."""


@dataclass(frozen=True, slots=True)
class SheetKey:
    """Which sheet of a decision: a candidate's checklist, or the tasks of its proof of concept."""

    kind: SheetKind
    candidate: AlternativeId
    """An alternative or a contender."""


class Finding(Value):
    """What is known of one item of a sheet."""

    verdict: Verdict | None = None
    """None: open."""
    note: str = ""
    link: str = ""
    """An http or https address, or ''."""
    assignee: str | None = None
    """Whose task it is: an opaque person id."""
    by: str | None = None
    """Who gave the verdict last; while it is open, who left it so, or changed note or link last."""
    at: Seconds | None = None
    """When."""


OPEN: Final = Finding()
"""Nobody has said anything of it."""


class Sheet(Value):
    """A sheet as it stands at one revision; items without a finding are open."""

    kind: SheetKind
    candidate: AlternativeId
    revision: int
    """It grows with every change, and wherever a person's picture has to be drawn again."""
    findings: Mapping[ItemId, Finding] = Field(default_factory=dict)

    @property
    def key(self) -> SheetKey:
        """Which sheet it is."""
        return SheetKey(self.kind, self.candidate)


How = Literal["ticked", "judged", "reset", "undone"]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one item by one action of one person."""

    revision: int
    """Of the sheet, which the action made; other items may have changed with it."""
    item: ItemId
    how: How
    by: str
    at: Seconds
    before: Finding
    after: Finding
    undoes: int | None
    """The revision of the action that this one took back."""


class Score(Value):
    """How one person scores a candidate on one trial, from 1 (worst) to 5 (best)."""

    candidate: AlternativeId
    trial: TrialId
    person: str
    points: int = Field(ge=1, le=5)


class Ballot(Value):
    """How one person weighs the criteria."""

    person: str
    weights: Mapping[CriterionId, int]
    """Whole percents over all criteria; they sum to 100."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """All that a team has found out in one decision."""

    sheets: tuple[Sheet, ...] = ()
    """In the order in which they were begun."""
    scores: tuple[Score, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    """In the order in which they were first cast."""


NOTHING_EVALUATED: Final = Evaluated()


class Outcome(Value):
    """What a team has decided."""

    kind: Literal["adopt", "stay", "no_orchestrator", "hybrid"]
    alternative: AlternativeId | None
    """What is adopted, or kept; None where nothing is, or where what runs today is none we know."""
    beside: AlternativeId | None = None
    """The second alternative of a hybrid."""
    because: str
    """In the team's words; '' where it gave none."""
    by: str
    """Who closed the decision."""
    at: Seconds
    review_on: str | None = None
    """The day on which it is looked at again: 2027-05-01."""
    supersedes: str | None = None
    """The id of the decision in whose place it stands."""

    @model_validator(mode="after")
    def _has_two_where_it_is_a_hybrid(self) -> Self:
        has_two = self.alternative is not None and self.beside is not None
        if has_two != (self.kind == "hybrid"):
            raise ValueError("a hybrid has an alternative beside another, and nothing else has")
        return self
