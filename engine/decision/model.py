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
    memberships: Mapping[SlotId, Mapping[ArchetypeId, int]]
    """The shares by each known slot alone, in percent; ``blend`` is their mean."""
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
class Pick:
    """What to do, and with which alternative."""

    kind: Literal["adopt", "stay", "no_orchestrator", "hybrid"]
    alternative: AlternativeId | None
    """None where nothing new is adopted; for ``stay``, where what runs today is no alternative."""
    beside: AlternativeId | None = None
    """The second alternative of a hybrid."""


@dataclass(frozen=True, slots=True)
class OpenBranch:
    """A node of the tree above the leaf that an unanswered slot keeps from being decided."""

    node: NodeId
    slots: tuple[SlotId, ...]
    """The slots that would have to be known."""
    then: Pick
    """What would be advised if the branch held, with what its own conditions rule out."""
    close: tuple[AlternativeId, ...]
    """As ``Recommendation.close``, if the branch held."""
    changes_the_pick: bool
    """Whether ``then`` is another pick than today's."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The advice for one set of answers; the same answers give an equal value."""

    kind: Literal["adopt", "stay", "no_orchestrator", "hybrid"]
    """This, ``alternative`` and ``beside`` are the ``Pick``."""
    alternative: AlternativeId | None
    beside: AlternativeId | None
    close: tuple[AlternativeId, ...]
    """Where the ranking picked: the others that are too close behind the pick to call, or tie."""
    runners_up: tuple[AlternativeId, ...]
    """The best besides the pick, among those that the leaf leaves to choose from; several tie."""
    confidence: Literal["clear", "leans", "too_close"]
    leaf: NodeId
    """The node of the tree that decided."""
    leaf_without: tuple[AlternativeId, ...]
    """What the leaf names and a fact rules out; where there is any, its reason does not fit."""
    by_ranking: bool
    """The ranking picked: the leaf leaves it to it, or what the leaf names is ruled out."""
    open_branches: tuple[OpenBranch, ...]
    """Nodes above the leaf that could still apply, in the tree's order."""
    open_slots: tuple[SlotId, ...]
    """Unanswered slots whose answers could lead to another pick, in the order of the questions."""
    is_default: bool
    """Nothing was known that counts: the pick is a default, not advice."""
    ranking_disagrees: bool
    """Nothing that was picked leads the ranking, alone or tied."""
    ranking: tuple[Ranked, ...]
    """Best first; ties in the order of the knowledge base."""
    ruled_out: tuple[RuledOut, ...]
    weights: Weights
    edition: Edition
