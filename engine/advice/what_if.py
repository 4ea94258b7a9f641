"""What would be advised if some answers were other than they are."""

from collections.abc import Mapping

from engine.advice.model import WhatIf
from engine.decision.case import as_if_new
from engine.decision.conditions import Known
from engine.decision.model import (
    NO_WISHES,
    Pick,
    Recommendation,
    RuledOut,
    Weighing,
    Weights,
)
from engine.decision.recommend import recommend
from knowledge.schema import CriterionId, Edition, KnowledgeBase


def what_if(
    known: Known,
    supposed: Known,
    knowledge: KnowledgeBase,
    edition: Edition = Edition.CURRENT,
    *,
    before: Weighing = NO_WISHES,
    after: Weighing = NO_WISHES,
) -> WhatIf:
    """The advice as it stands beside the advice with what is supposed put in its place.

    Args:
        known: The answers so far; skipped slots are absent.
        supposed: Answers that replace those or are added to them.
        knowledge: What is known of the alternatives.
        edition: Which ratings count.
        before: How the criteria weigh as it stands.
        after: How they would weigh.

    Raises:
        ValueError: As ``recommend``.
    """
    differing = {slot: value for slot, value in supposed.items() if known.get(slot) != value}
    standing = recommend(known, knowledge, edition, before)
    then = recommend({**known, **differing}, knowledge, edition, after)
    return WhatIf(
        supposed=differing,
        before=standing,
        after=then,
        changes_the_pick=as_if_new(_pick(standing)) != as_if_new(_pick(then)),
        newly_ruled_out=_only_in(then, standing),
        no_longer_ruled_out=_only_in(standing, then),
        weights_moved=_moved(standing.weights, then.weights),
    )


def _pick(advice: Recommendation) -> Pick:
    return Pick(advice.kind, advice.alternative, advice.beside)


def _only_in(one: Recommendation, other: Recommendation) -> tuple[RuledOut, ...]:
    """What one rules out and the other does not, whatever the reason."""
    out = {each.alternative for each in other.ruled_out}
    return tuple(each for each in one.ruled_out if each.alternative not in out)


def _moved(before: Weights, after: Weights) -> Mapping[CriterionId, tuple[int, int]]:
    """The weights that change, the largest change first; equal ones in the order of criteria."""
    changed = {
        criterion: (percent, after.percents[criterion])
        for criterion, percent in before.percents.items()
        if percent != after.percents[criterion]
    }
    return dict(sorted(changed.items(), key=lambda each: -abs(each[1][1] - each[1][0])))
