"""How much each criterion weighs for a team: a blend of the archetypes' published weights.

The archetypes are anchors. A team inside the ranges of one on both slots gets its weights as they
were published; one that lies between two gets a blend of both, by where it lies on a logarithmic
scale (from 10 to 14 people is as far as from 14 to 20).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from engine.decision.conditions import Known
from engine.decision.model import NO_WISHES, Weighing, Weights
from engine.decision.wishes import wished
from knowledge.schema import Archetype, ArchetypeId, CriterionId, KnowledgeBase, Range, SlotId

TEAM_SIZE = SlotId("team_size")
MODEL_COUNT = SlotId("model_count")
WEIGHING_SLOTS = (TEAM_SIZE, MODEL_COUNT)
"""The slots that say which archetypes a team resembles; both count the same."""

_ALL = 100
_Key = TypeVar("_Key")
_Shares = dict[ArchetypeId, Fraction]


def weights_for(known: Known, knowledge: KnowledgeBase, weighing: Weighing = NO_WISHES) -> Weights:
    """The weights for a team.

    An archetype whose ranges hold all that is known of team size and model count has all weight;
    several that do share it. Else the shares of the archetypes are the mean of the memberships by
    team size and by model count, or the one of them that is known. They are rounded to whole
    percents before they are applied, so that what is shown is what was reckoned with; an archetype
    without a share is left out. Where neither is known, all criteria weigh the same. What the team
    wishes comes on top, see ``wished``; whole percents are made once, at the end.

    Raises:
        ValueError: A wish cannot be met; its text is a sentence for the person who made it.
    """
    given = [(slot, value) for slot in WEIGHING_SLOTS if isinstance(value := known.get(slot), int)]
    anchors = [
        _Anchor(
            ArchetypeId(archetype.id),
            tuple((slot, range_of(archetype, slot)) for slot in WEIGHING_SLOTS),
            tuple(archetype.weights.items()),
        )
        for archetype in knowledge.archetypes
    ]
    criteria = [CriterionId(criterion.id) for criterion in knowledge.criteria]
    weights, shares = _without_wishes(tuple(given), tuple(anchors), tuple(criteria))
    if weighing == NO_WISHES:
        return weights
    return replace(weights, percents=whole_percents(wished(shares, weighing)), weighing=weighing)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """What counts of an archetype here; it can be hashed."""

    archetype: ArchetypeId
    ranges: tuple[tuple[SlotId, Range], ...]
    weights: tuple[tuple[CriterionId, int], ...]

    def holds(self, slot: SlotId, value: int) -> bool:
        return contains(dict(self.ranges)[slot], value)


@lru_cache(maxsize=1024)  # the same few numbers come with many answers to other questions
def _without_wishes(
    given: tuple[tuple[SlotId, int], ...],
    anchors: tuple[_Anchor, ...],
    criteria: tuple[CriterionId, ...],
) -> tuple[Weights, Mapping[CriterionId, Fraction]]:
    """The weights before any wish, and the share of each criterion before it is rounded."""
    memberships = {
        slot: membership(value, [(each.archetype, dict(each.ranges)[slot]) for each in anchors])
        for slot, value in given
    }
    fitting = [
        each.archetype for each in anchors if all(each.holds(slot, value) for slot, value in given)
    ]
    if not given:
        blend = {}
    elif fitting:
        blend = _shown(dict.fromkeys(fitting, Fraction(1, len(fitting))))
    else:
        blend = _shown(_mean(list(memberships.values())))
    shares = _criteria(blend, anchors, criteria)
    percents = whole_percents(shares)
    weights = Weights(
        percents=percents,
        without_wishes=percents,
        weighing=NO_WISHES,
        blend=blend,
        memberships={slot: _shown(each) for slot, each in memberships.items()},
        outside=tuple(
            slot for slot, value in given if not any(each.holds(slot, value) for each in anchors)
        ),
    )
    return weights, shares


def are_all_by_hand(weighing: Weighing) -> bool:
    """Whether all weight is set by hand, so that neither answers nor what is stressed move any."""
    return sum(weighing.by_hand.values()) == _ALL


def anchors_of(weights: Weights) -> Mapping[ArchetypeId, int]:
    """The archetypes whose weights count, with their shares; none where all are set by hand."""
    return {} if are_all_by_hand(weights.weighing) else weights.blend


def slots_that_weigh(known: Known, weighing: Weighing) -> tuple[SlotId, ...]:
    """The unanswered slots on which the weights hang; none where all weight is set by hand."""
    if are_all_by_hand(weighing):
        return ()
    return tuple(slot for slot in WEIGHING_SLOTS if slot not in known)


def membership(value: int, ranges: Sequence[tuple[ArchetypeId, Range]]) -> _Shares:
    """The shares of the archetypes for one value; they sum to 1.

    Inside a range its archetype has all, or, where several ranges hold the value, as much as the
    others. Between two ranges the two nearest share by distance on the logarithm. Below the first
    or beyond the last range that one has all.
    """
    shares = {archetype: Fraction(0) for archetype, _ in ranges}
    inside = [archetype for archetype, range_ in ranges if contains(range_, value)]
    below = [(r.to, archetype) for archetype, r in ranges if r.to is not None and r.to < value]
    above = [(r.from_, archetype) for archetype, r in ranges if r.from_ > value]
    if inside:
        shares |= dict.fromkeys(inside, Fraction(1, len(inside)))
    elif below and above:
        low, lower = max(below, key=lambda end: end[0])
        high, upper = min(above, key=lambda end: end[0])
        way = Fraction(math.log(value / low) / math.log(high / low))
        shares |= {lower: 1 - way, upper: way}
    else:
        _, nearest = (
            max(below, key=lambda end: end[0]) if below else min(above, key=lambda end: end[0])
        )
        shares[nearest] = Fraction(1)
    return shares


def whole_percents(shares: Mapping[_Key, Fraction]) -> dict[_Key, int]:
    """Shares that sum to 1 as whole percents that sum to 100, by the largest remainder.

    Equal remainders are served in the order of the mapping.
    """
    percents = {key: math.floor(share * _ALL) for key, share in shares.items()}
    by_remainder = sorted(shares, key=lambda key: percents[key] - shares[key] * _ALL)
    for key in by_remainder[: _ALL - sum(percents.values())]:
        percents[key] += 1
    return percents


def _criteria(
    blend: Mapping[ArchetypeId, int],
    anchors: Sequence[_Anchor],
    criteria: Sequence[CriterionId],
) -> dict[CriterionId, Fraction]:
    """The share of each criterion, exact; they sum to 1."""
    if not blend:
        return {criterion: Fraction(1, len(criteria)) for criterion in criteria}
    weights = {each.archetype: dict(each.weights) for each in anchors}
    return {
        criterion: Fraction(
            sum(share * weights[kind].get(criterion, 0) for kind, share in blend.items()),
            _ALL * _ALL,
        )
        for criterion in criteria
    }


def _shown(shares: _Shares) -> dict[ArchetypeId, int]:
    """In whole percents, without what rounds to nothing."""
    return {archetype: share for archetype, share in whole_percents(shares).items() if share}


def _mean(memberships: Sequence[_Shares]) -> _Shares:
    return {
        archetype: sum((shares[archetype] for shares in memberships), Fraction(0))
        / len(memberships)
        for archetype in memberships[0]
    }


def range_of(archetype: Archetype, slot: SlotId) -> Range:
    """The range of an archetype by one of the ``WEIGHING_SLOTS``."""
    return archetype.team_size if slot == TEAM_SIZE else archetype.model_count


def contains(range_: Range, value: int) -> bool:
    """Whether a value lies in a range, its ends included."""
    return range_.from_ <= value and (range_.to is None or value <= range_.to)
