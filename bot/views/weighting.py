"""Whose weights were used, in a sentence."""

from collections.abc import Mapping
from typing import assert_never

from bot.pages.words import listed
from bot.views.blocks import plain
from bot.views.words import criterion_name
from engine.decision.model import Weights
from engine.decision.weights import MODEL_COUNT, TEAM_SIZE, are_all_by_hand
from engine.dialogue.model import WeightsFrom
from knowledge.schema import ArchetypeId, CriterionId, KnowledgeBase, SlotId

OUTWEIGHED = "The weights are set by hand, so this moves none of them."
"""Where something is stressed beside weights that are all set by hand."""
_SLOTS = {TEAM_SIZE: "team size", MODEL_COUNT: "models"}


def weighting(weights: Weights, kb: KnowledgeBase, by_hand_from: WeightsFrom = "team") -> str:
    """The kinds of team whose weights count, by which answers, and what the team moved itself.

    Where all are set by hand, these alone, and who set them.
    """
    if are_all_by_hand(weights.weighing):
        return f"Weights: {set_by_hand(weights.percents, kb, by_hand_from)}."
    return " ".join([_anchors(weights, kb), *_wishes(weights, kb)])


def set_by_hand(
    percents: Mapping[CriterionId, int], kb: KnowledgeBase, by_hand_from: WeightsFrom
) -> str:
    """'set by the team (Lineage 60 % and Community 40 %)': the heaviest first, none of nothing."""
    heaviest = sorted(percents.items(), key=lambda each: -each[1])
    shown = [f"{criterion_name(kb, each)} {percent} %" for each, percent in heaviest if percent]
    match by_hand_from:
        case "team":
            return f"set by the team ({listed(shown)})"
        case "workspace":
            otherwise = "your answers alone would weigh otherwise"
            return f"set for this workspace ({listed(shown)}); {otherwise}"
        case _:
            assert_never(by_hand_from)


def _wishes(weights: Weights, kb: KnowledgeBase) -> list[str]:
    """What was stressed or set by hand, from what to what: 'Lineage 20 % → 40 %'."""
    said = []
    for wished, reason in (
        (weights.weighing.stressed, "since you stressed it"),
        (tuple(weights.weighing.by_hand), "as you set it"),
    ):
        moved = [
            f"{criterion_name(kb, each)} {before} % → {weights.percents[each]} %"
            for each, before in weights.without_wishes.items()
            if each in wished
        ]
        if moved:
            said.append(f"{listed(moved)}, {reason}.")
    return said


def _anchors(weights: Weights, kb: KnowledgeBase) -> str:
    """The kinds of team whose weights count, and by which answers the team resembles them."""
    known = list(weights.memberships)
    if not known:
        return "Weights: team size and models are not known, so all criteria weigh the same."
    if _disagree(weights):
        halves = [f"half {_by(weights, slot, kb)} (by {_SLOTS[slot]})" for slot in known]
        return f"Weights of the lesson: {', '.join(halves)}."
    by = listed([_SLOTS[slot] for slot in known]) if len(known) > 1 else f"{_SLOTS[known[0]]} alone"
    outside = [_SLOTS[slot] for slot in known if _is_nearest(weights, slot)]
    nearest = ", the nearest" if outside else ","
    gap = f"; no range of the lesson holds the {listed(outside)}" if outside else ""
    return f"Weights of the lesson: {_blend(weights.blend, kb)}{nearest} by {by}{gap}."


def _disagree(weights: Weights) -> bool:
    """Whether team size and models speak for kinds of team that have nothing in common."""
    first, *others = (set(shares) for shares in weights.memberships.values())
    return any(first.isdisjoint(other) for other in others)


def _by(weights: Weights, slot: SlotId, kb: KnowledgeBase) -> str:
    nearest = ", the nearest" if _is_nearest(weights, slot) else ""
    return _blend(weights.memberships[slot], kb) + nearest


def _is_nearest(weights: Weights, slot: SlotId) -> bool:
    """Whether the value lies beyond the ends of all ranges, so that only one is near."""
    return slot in weights.outside and len(weights.memberships[slot]) == 1


def _blend(shares: Mapping[ArchetypeId, int], kb: KnowledgeBase) -> str:
    """'Startup', or 'between Startup and Enterprise, 40/60'."""
    names = {ArchetypeId(each.id): plain(each.name, 40) for each in kb.archetypes}
    kinds = [names[kind] for kind in shares]
    if len(kinds) == 1:
        return kinds[0]
    return f"between {listed(kinds)}, {'/'.join(str(share) for share in shares.values())}"
