"""The words for what the group's weights come to."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from bot.pages.group_weights import among
from bot.pages.words import listed
from bot.views.branches import outcome
from bot.views.recommendation import ranked
from bot.views.words import criterion_name, mention
from engine.decision.model import Pick, Recommendation
from engine.evaluation.ballots import Dispute, Group, Member
from knowledge.schema import KnowledgeBase

ALL: Final = 100
"""Points that everybody shares out."""
_NAMED: Final = 6
"""Most people who are named in a row."""


def so_many(people: int) -> str:
    """'Nobody has', '1 person has', '3 people have'."""
    if not people:
        return "Nobody has"
    return "1 person has" if people == 1 else f"{people} people have"


def weighers(people: Sequence[str]) -> str:
    """Who has weighed: the first of them by name."""
    named = [mention(each) for each in people[:_NAMED]]
    more = len(people) - len(named)
    return listed([*named, f"{more} more"] if more else named)


def result(weighed: Group, kb: KnowledgeBase) -> str:
    """Who leads by the group's weights, as unescaped text; every tie is said."""
    found = weighed.recommendation
    if not found.by_ranking:
        return "the decision tree decides, whatever the weights"
    near = among(found)
    first = listed([kb.described(each).name for each in near], "or")
    if len(near) == 1:
        return f"{first} leads"
    ends = {own.points for each in near if (own := ranked(found, each)) is not None}
    if len(ends) == 1:
        return f"{listed([kb.described(each).name for each in near])} tie"
    return f"{first}, too close to call"


def picked(found: Recommendation, kb: KnowledgeBase) -> str:
    """The pick with what is too close to it to call."""
    return outcome(Pick(found.kind, found.alternative, found.beside), kb, found.close)


def alone_picks(member: Member, kb: KnowledgeBase) -> str:
    """'*Metaflow*', '*Metaflow or Prefect*, too close to call'."""
    close = ", too close to call," if member.close else ""
    return f"*{outcome(member.pick, kb, member.close)}*{close}"


def points(shared: Fraction) -> str:
    """Points of 100 as whole numbers; what is not all is never shown as all, nor some as none."""
    if shared.denominator == 1:
        return str(shared)
    if shared < 1:
        return "under 1"
    return "over 99" if shared > ALL - 1 else f"about {round(shared)}"


def dispute(found: Dispute, kb: KnowledgeBase) -> str:
    """'Artifact lineage: 5 % (@a) to 40 % (@b and @c)'."""
    low = f"{found.low} % ({weighers(found.lowest)})"
    high = f"{found.high} % ({weighers(found.highest)})"
    return f"{criterion_name(kb, found.criterion)}: {low} to {high}"
