"""How much each criterion weighs for a team: a blend of the archetypes' published weights.

The archetypes are anchors. A team inside the ranges of one on both slots gets its weights as they
were published; one that lies between two gets a blend of both, by where it lies on a logarithmic
scale (from 10 to 14 people is as far as from 14 to 20).
"""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from engine.decision.conditions import Known
from engine.decision.model import Weights
from knowledge.schema import Archetype, ArchetypeId, CriterionId, KnowledgeBase, Range, SlotId

TEAM_SIZE = SlotId("team_size")
MODEL_COUNT = SlotId("model_count")
WEIGHING_SLOTS = (TEAM_SIZE, MODEL_COUNT)
"""The slots that say which archetypes a team resembles; both count the same."""

_Key = TypeVar("_Key")
_Shares = dict[ArchetypeId, Fraction]


def weights_for(known: Known, knowledge: KnowledgeBase) -> Weights:
    """The weights for a team.

    The shares of the archetypes are the mean of the memberships by team size and by model count,
    or the one of them that is known. They are rounded to whole percents before they are applied,
    so that what is shown is what was reckoned with; an archetype without a share is left out.
    Where neither is known, all criteria weigh the same.
    """
    given = {slot: value for slot in WEIGHING_SLOTS if isinstance(value := known.get(slot), int)}
    memberships = {
        slot: membership(
            value, [(ArchetypeId(a.id), _range(a, slot)) for a in knowledge.archetypes]
        )
        for slot, value in given.items()
    }
    blend = _shown(_mean(list(memberships.values()))) if memberships else {}
    return Weights(
        percents=whole_percents(_criteria(blend, knowledge)),
        blend=blend,
        memberships={slot: _shown(shares) for slot, shares in memberships.items()},
        outside=tuple(
            slot
            for slot, value in given.items()
            if not any(_contains(_range(a, slot), value) for a in knowledge.archetypes)
        ),
    )


def membership(value: int, ranges: Sequence[tuple[ArchetypeId, Range]]) -> _Shares:
    """The shares of the archetypes for one value; they sum to 1.

    Inside a range its archetype has all, or, where several ranges hold the value, as much as the
    others. Between two ranges the two nearest share by distance on the logarithm. Below the first
    or beyond the last range that one has all.
    """
    shares = {archetype: Fraction(0) for archetype, _ in ranges}
    inside = [archetype for archetype, range_ in ranges if _contains(range_, value)]
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
    percents = {key: math.floor(share * 100) for key, share in shares.items()}
    by_remainder = sorted(shares, key=lambda key: percents[key] - shares[key] * 100)
    for key in by_remainder[: 100 - sum(percents.values())]:
        percents[key] += 1
    return percents


def _criteria(
    blend: Mapping[ArchetypeId, int], knowledge: KnowledgeBase
) -> dict[CriterionId, Fraction]:
    """The share of each criterion, exact; they sum to 1."""
    ids = [CriterionId(criterion.id) for criterion in knowledge.criteria]
    if not blend:
        return {criterion: Fraction(1, len(ids)) for criterion in ids}
    anchors = {ArchetypeId(archetype.id): archetype.weights for archetype in knowledge.archetypes}
    return {
        criterion: Fraction(
            sum(share * anchors[archetype].get(criterion, 0) for archetype, share in blend.items()),
            100 * 100,
        )
        for criterion in ids
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


def _range(archetype: Archetype, slot: SlotId) -> Range:
    return archetype.team_size if slot == TEAM_SIZE else archetype.model_count


def _contains(range_: Range, value: int) -> bool:
    return range_.from_ <= value and (range_.to is None or value <= range_.to)
