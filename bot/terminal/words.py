"""How an answer, a figure or a pick reads in plain words."""

from collections.abc import Sequence
from fractions import Fraction

from bot.pages.words import listed, name, picked
from engine.decision.model import Pick, Recommendation
from knowledge.schema import (
    AlternativeId,
    KnowledgeBase,
    SlotId,
)


def sentence(text: str) -> str:
    """A text with a capital at its start and one full stop at its end."""
    whole = text.rstrip(" .")
    return f"{whole[:1].upper()}{whole[1:]}."


def share(of: int, total: int) -> str:
    """A share in whole percent; what is little, or nearly all, is not rounded away: '<1 %'."""
    if 0 < of * 100 < total:
        return "<1 %"
    if 0 < (total - of) * 100 < total:
        return ">99 %"
    return f"{round(Fraction(of * 100, total))} %"


def names(kb: KnowledgeBase, alternatives: Sequence[AlternativeId], last: str = "and") -> str:
    """The names of several, as a list in a sentence."""
    return listed([name(kb, each) for each in alternatives], last)


def pick_of(recommendation: Recommendation) -> Pick:
    """What is recommended, as a pick."""
    return Pick(recommendation.kind, recommendation.alternative, recommendation.beside)


def headline(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """The recommendation in a sentence; where it is too close to call, with all who are close."""
    own = picked(pick_of(recommendation), kb)
    if recommendation.is_default:
        return f"{own}, as a default and no advice."
    if recommendation.close:
        alike = [own, *(name(kb, each) for each in recommendation.close)]
        return f"{listed(alike, 'or')}: too close to call."
    if recommendation.kind == "adopt" and recommendation.runners_up:
        return f"{own}, then {names(kb, recommendation.runners_up, 'or')}."
    return sentence(own)


def labels(slots: Sequence[SlotId], kb: KnowledgeBase) -> str:
    """The labels of slots, as a list in a sentence."""
    return listed([kb.question(slot).label for slot in slots])
