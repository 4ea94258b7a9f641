"""The values of a sensitivity analysis. Data, not prose; no behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from engine.decision.model import Pick
from knowledge.schema import AlternativeId, CriterionId, OptionId, SlotId


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest move of weights after which a rival leads the ranking alone.

    Exact: the rival is level with the first at ``points``, and leads beyond.
    """

    rival: AlternativeId
    over: Literal["own", "all"]
    """Among the criteria that weigh something for this team, or among all."""
    points: Fraction
    """How much weight moves, in points of 100; 0 where the rival ties for the first place."""
    taken: Mapping[CriterionId, Fraction]
    """Points of weight that go away, by criterion; they sum to ``points``."""
    given: Mapping[CriterionId, Fraction]
    """Points of weight that are added, by criterion; they sum to ``points``."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The weights of one criterion, in percent, at which the first of the ranking stays first.

    The other weights keep their proportions.
    """

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class RatingFlip:
    """One rating that, changed by the fewest steps, takes the first place from who has it."""

    alternative: AlternativeId
    criterion: CriterionId
    rating: int
    to: int
    leaders: tuple[AlternativeId, ...]
    """Who leads then; several tie."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How robust the ranking is. It says nothing of a pick that the tree made by itself."""

    leaders: tuple[AlternativeId, ...]
    """The first of the ranking; several where they tie."""
    flips: tuple[Flip, ...]
    """For each rival at most one of each ``over``, the smallest first; absent: no move will do."""
    stability: Mapping[CriterionId, Interval]
    """For every criterion; of the first of the ranking, level ones included."""
    rating_flips: tuple[RatingFlip, ...]
    """All with the fewest steps; empty where no single rating can do it."""


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """One answer that, other than it is, would lead to another pick."""

    slot: SlotId
    was: int | OptionId | None
    """The answer so far; None where the slot is unanswered."""
    value: int | OptionId
    """The answer that turns it; of numbers the nearest one that does."""
    until: int | None
    """Of numbers, the far end of the unbroken run from ``value`` on, away from the answer so far
    (upwards where there is none), that leads to this pick; below ``value`` where the run goes
    down. None where it runs up without an end (to ``question.maximum``), and for options."""
    then: Pick


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """An unanswered slot whose answer could change the pick."""

    slot: SlotId
    chance: Fraction
    """How decisive it is, from 0 to 1; see ``next_questions``. It orders, and predicts nothing."""
    picks: tuple[tuple[int | OptionId, Pick], ...]
    """Answers that change the pick by themselves; empty where it takes other answers too."""
