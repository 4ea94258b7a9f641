"""The values of advice beside the pick. Data, not prose; no behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from engine.decision.model import Points, Recommendation, RuledOut, Weights
from engine.sensitivity.model import Flip, RatingFlip, TurningPoint
from knowledge.schema import (
    AlternativeId,
    Claim,
    CriterionId,
    Edition,
    FeatureId,
    MigrationPath,
    MigrationStep,
    SlotId,
)


@dataclass(frozen=True, slots=True)
class CriterionCompared:
    """Two alternatives on one criterion, with this team's weight."""

    criterion: CriterionId
    weight: int
    """Percent."""
    ratings: tuple[int, int]
    points: tuple[Points, Points]
    better: AlternativeId | None
    """The one with the higher rating; None where they are equal."""


MigrationKind = Literal["detailed", "generic", "first_steps", "last_steps"]
"""``first_steps``: from no orchestrator; ``last_steps``: back to none. ``generic``: no source
covers the path in detail."""


@dataclass(frozen=True, slots=True)
class Migration:
    """How to get from one alternative to another."""

    from_: AlternativeId
    to: AlternativeId
    kind: MigrationKind
    path: MigrationPath | None
    """Where it is detailed."""
    steps: tuple[MigrationStep, ...]
    effort: Claim | None
    """None where no source gives one: it is known only where pipelines are rewritten."""
    hidden_costs: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two alternatives side by side, for one team."""

    alternatives: tuple[AlternativeId, AlternativeId]
    edition: Edition
    weights: Weights
    criteria: tuple[CriterionCompared, ...]
    """Every criterion, the heaviest first."""
    totals: tuple[Points, Points]
    leader: AlternativeId | None
    """By these weights; None where they tie."""
    ruled_out: tuple[RuledOut, ...]
    """Which of the two a fact excludes for this team."""
    flip: Flip | None
    """The smallest move of weights by which the other one leads; None where none does, and where
    they tie. ``over`` is "own" where it touches no criterion without weight."""
    rating_flips: tuple[RatingFlip, ...]
    """All with the fewest steps, of these two alone; empty where they tie."""
    features: tuple[FeatureId, ...]
    """The rows of the feature table in which both have a cell."""
    choose_if: tuple[tuple[Claim, ...], tuple[Claim, ...]]
    migrations: tuple[Migration, Migration]
    """From the first to the second, and back."""
    costs: tuple[tuple[str, ...], tuple[str, ...]]
    """The ids of the cost variants of each; empty where there is no figure."""


@dataclass(frozen=True, slots=True)
class OutgrownVerdict:
    """Whether a team has outgrown what it runs."""

    signals: int
    of: int
    threshold: int
    outgrown: bool


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A trap that this team is in danger of, by its own answers."""

    trap: str
    because: str


@dataclass(frozen=True, slots=True)
class HybridAdvice:
    """Whether several tools side by side fit this team."""

    advised: bool
    because: str
    """Why, or why not yet."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would be advised if some answers were other than they are."""

    supposed: Mapping[SlotId, int | str]
    """The answers that differ from what is known; empty where nothing would be new."""
    before: Recommendation
    """As it stands."""
    after: Recommendation
    changes_the_pick: bool
    newly_ruled_out: tuple[RuledOut, ...]
    no_longer_ruled_out: tuple[RuledOut, ...]
    weights_moved: Mapping[CriterionId, tuple[int, int]]
    """Percent before and after, of the criteria whose weight changes, the largest change first."""


Standing = Literal["picked", "beside", "close", "runner_up", "ranked", "ruled_out", "not_ranked"]
"""``not_ranked``: it is described, and not among those that are ranked here."""


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why an alternative is not the pick of a recommendation, and what would make it one."""

    alternative: AlternativeId
    standing: Standing
    ruled_out: tuple[RuledOut, ...]
    """Every hard constraint that excludes it for this team."""
    comparison: Comparison | None
    """Of the pick and this one; None where it is the pick, or nothing new is adopted."""
    would_lead: tuple[TurningPoint, ...]
    """Answers that by themselves would make it the pick."""
    flip: Flip | None
    """The smallest move of weights after which it leads the ranking; None where none does, and
    where it leads already."""
