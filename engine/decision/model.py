"""The values of a decision: what ``recommend`` returns. Data, not prose; no behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from knowledge.schema import (
    AlternativeId,
    ArchetypeId,
    CriterionId,
    Edition,
    NodeId,
    SlotId,
    SourceId,
)

Points = int
"""Hundredths of a score: weight (percent) times rating (1-5). 445 reads 4.45. Exact."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Whole percents over the criteria; they sum to 100."""

    percents: Mapping[CriterionId, int]
    blend: Mapping[ArchetypeId, int]
    """Shares of the archetypes in percent; they sum to 100. Empty: nothing is known, and all
    criteria weigh the same."""
    outside: tuple[SlotId, ...]
    """Slots whose value lies in no archetype's range (between two, or beyond the ends)."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One alternative in the ranking."""

    alternative: AlternativeId
    points: Points
    rank: int
    """Equal points share a rank: 1, 1, 3."""
    tied: bool
    contributions: Mapping[CriterionId, Points]
    """Weight x rating per criterion; they sum to ``points``."""


@dataclass(frozen=True, slots=True)
class RuledOut:
    """An alternative that a hard constraint excludes, with the reason in a sentence."""

    alternative: AlternativeId
    reason: str
    source: SourceId


@dataclass(frozen=True, slots=True)
class OpenBranch:
    """A node of the tree above the leaf that an unanswered slot keeps from being decided."""

    node: NodeId
    slots: tuple[SlotId, ...]
    """The slots that would have to be known."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The advice for one set of answers; the same answers give an equal value."""

    kind: Literal["adopt", "stay", "no_orchestrator", "hybrid"]
    alternative: AlternativeId | None
    """None where nothing (new) should be adopted."""
    beside: AlternativeId | None
    """The second tool of a hybrid."""
    runner_up: AlternativeId | None
    """The best of the ranking that is not the pick."""
    confidence: Literal["clear", "leans", "too_close"]
    leaf: NodeId
    """The node of the tree that decided."""
    open_branches: tuple[OpenBranch, ...]
    """Nodes above the leaf that could still apply, in the tree's order."""
    is_default: bool
    """Nothing was known: the pick is a default, not advice."""
    ranking_disagrees: bool
    """The tree picked another alternative than the one that leads the ranking."""
    ranking: tuple[Ranked, ...]
    """Best first; ties in the order of the knowledge base."""
    ruled_out: tuple[RuledOut, ...]
    weights: Weights
    edition: Edition
