"""The values of a decision: what ``recommend`` returns. Data, not prose; no behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

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
class Weighing:
    """How a team wants the criteria to weigh, beside what its answers say."""

    stressed: tuple[CriterionId, ...] = ()
    """Criteria that somebody called the most important: each once, in alphabetical order, however
    they are given."""
    by_hand: Mapping[CriterionId, int] = field(default_factory=dict)
    """Whole percents that a person set, 100 in all at most; the others share the rest."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "stressed", tuple(sorted(set(self.stressed))))


NO_WISHES: Final = Weighing()
"""The criteria weigh what the answers say."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Whole percents over the criteria; they sum to 100."""

    percents: Mapping[CriterionId, int]
    without_wishes: Mapping[CriterionId, int]
    """The percents before anything was stressed or set by hand; equal to ``percents`` without."""
    weighing: Weighing
    blend: Mapping[ArchetypeId, int]
    """Shares of the archetypes in percent; they sum to 100. Empty: nothing is known, and all
    criteria weigh the same."""
    memberships: Mapping[SlotId, Mapping[ArchetypeId, int]]
    """The shares by each known slot alone, in percent; ``blend`` is their mean, unless one
    archetype holds all that is known."""
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
    """``stay``: what runs today is kept, whichever way it was found."""
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
class Step:
    """One node that was asked on the way to the leaf."""

    node: NodeId
    found: Literal["no", "open", "yes"]
    """``open``: an unanswered slot keeps it from being decided. Only the leaf is ``yes``."""


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
    path: tuple[Step, ...]
    """The nodes that were asked, in order; the last is the leaf."""
    leaf: NodeId
    """The node of the tree that decided."""
    leaf_without: tuple[AlternativeId, ...]
    """What the leaf names among the ranked and a fact rules out; where there is any, its reason
    does not fit."""
    by_ranking: bool
    """The ranking picked: the leaf leaves it to it, or what the leaf names is ruled out."""
    open_branches: tuple[OpenBranch, ...]
    """Nodes above the leaf that could still apply, in the tree's order."""
    open_slots: tuple[SlotId, ...]
    """Unanswered slots whose answers could lead to another pick, in the order of the questions."""
    is_default: bool
    """Nothing was known that counts: the pick is a default, not advice."""
    ranking_disagrees: bool
    """Nothing that was picked leads the ranking, alone or tied; never where the leaf is to stay."""
    ranking: tuple[Ranked, ...]
    """Best first; ties in the order of the knowledge base."""
    acceptability: Mapping[AlternativeId, tuple[int, ...]]
    """For each that is ranked: in how many of ``DRAWS`` draws it came first, second, and so on."""
    ruled_out: tuple[RuledOut, ...]
    kept_despite: tuple[RuledOut, ...]
    """What runs today and is kept, although a hard constraint holds against it: one at most."""
    weights: Weights
    edition: Edition
