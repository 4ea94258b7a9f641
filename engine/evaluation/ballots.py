"""Group weights: each person weighs the criteria, and what the persons come to together.

The group's weights are the mean of the persons'; agreement is how many of 100 points two persons
share. Both rules are this project's own; no source gives one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Final

from engine.decision.case import as_if_new, case_of
from engine.decision.conditions import Known
from engine.decision.model import Pick, Recommendation, Weighing
from engine.decision.picking import decided
from engine.decision.recommend import recommend
from engine.decision.tree import walk
from engine.decision.weights import whole_percents
from engine.evaluation.model import Ballot
from knowledge.schema import AlternativeId, CriterionId, Edition, KnowledgeBase

_ALL: Final = 100
_MOST: Final = 1000
"""Points that a person may give to one criterion."""
# With three digits after it, a point or a comma could stand between thousands as well.
_POINTS: Final = re.compile(r"(?P<number>[0-9]{1,4}([.,][0-9]{1,2})?)\s*%?")
_UNREADABLE: Final = (
    f"Write a number from 0 to {_MOST}, with two digits after the point at most, such as 20 or 7.5."
)
_NOTHING_WEIGHS: Final = "Give at least one criterion more than 0 points."

_Percents = Mapping[CriterionId, int]
"""Whole percents of every criterion, in the order of the knowledge base; they sum to 100."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What was typed gives no weights."""

    sentences: Mapping[str, str]
    """What to do, by the id of the criterion beside which it is said."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A criterion over which the persons are furthest apart."""

    criterion: CriterionId
    low: int
    """The lowest percent that somebody gives it."""
    high: int
    lowest: tuple[str, ...]
    """Who gives it the lowest percent."""
    highest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """What one person's weights would come to alone."""

    person: str
    pick: Pick
    changes_the_pick: bool
    """Whether ``pick`` is another than the decision's."""
    close: tuple[AlternativeId, ...] = ()
    """As ``Recommendation.close``, with this person's weights."""


@dataclass(frozen=True, slots=True)
class Group:
    """What those who have weighed come to together."""

    weights: Mapping[CriterionId, int]
    """Whole percents of every criterion, the mean of the persons'; they sum to 100."""
    recommendation: Recommendation
    """With these weights; where the tree decides, weights may change nothing."""
    changes_the_pick: bool
    """Whether its pick is another than the decision's."""
    agreement: Fraction | None
    """How many of 100 points two of them share, on average over all pairs; None for one person."""
    disputes: tuple[Dispute, ...]
    """Several tie. Empty for one person, and where all agree."""
    members: tuple[Member, ...]
    """In the order of the ballots."""


def weights_of(
    typed: Mapping[str, str], knowledge: KnowledgeBase
) -> Mapping[CriterionId, int] | Unreadable:
    """The weights that follow from the points that a person typed for each criterion, by its id.

    Points are whole or decimal numbers up to 1000, with or without a percent sign; '' or a missing
    one is 0. They need not sum to 100: the weights are their shares in whole percents of every
    criterion, which do. All that is wrong is told at once.
    """
    said = {
        CriterionId(each.id): typed.get(each.id, "").strip() or "0" for each in knowledge.criteria
    }
    points = {criterion: _points(text) for criterion, text in said.items()}
    read = {criterion: each for criterion, each in points.items() if each is not None}
    if len(read) < len(points):
        return Unreadable({each: _UNREADABLE for each in points if each not in read})
    total = sum(read.values())
    if not total:
        return Unreadable({next(iter(points)): _NOTHING_WEIGHS})
    return whole_percents({criterion: each / total for criterion, each in read.items()})


def _points(text: str) -> Fraction | None:
    found = _POINTS.fullmatch(text)
    if found is None:
        return None
    points = Fraction(found["number"].replace(",", "."))
    return points if points <= _MOST else None


def group(
    ballots: Sequence[Ballot],
    recommendation: Recommendation,
    known: Known,
    knowledge: KnowledgeBase,
    edition: Edition = Edition.CURRENT,
) -> Group:
    """What the ballots come to.

    Args:
        ballots: one a person.
        recommendation: the decision's, for the same answers and the same knowledge.
        known: the answers.
        knowledge: as the decision ranks it.
        edition: the decision's.

    Raises:
        ValueError: There is no ballot, or no node of the tree holds.
    """
    if not ballots:
        raise ValueError("nobody has weighed the criteria; pass one ballot at least")
    percents = {ballot.person: _percents(ballot, knowledge) for ballot in ballots}
    weights = whole_percents(
        {
            CriterionId(each.id): Fraction(
                sum(of_one[CriterionId(each.id)] for of_one in percents.values()),
                _ALL * len(percents),
            )
            for each in knowledge.criteria
        }
    )
    today = as_if_new(_pick_of(recommendation))
    of_group = recommend(known, knowledge, edition, Weighing(by_hand=weights))
    return Group(
        weights=weights,
        recommendation=of_group,
        changes_the_pick=as_if_new(_pick_of(of_group)) != today,
        agreement=_agreement(list(percents.values())),
        disputes=_disputes(percents),
        members=_members(percents, today, known, knowledge, edition),
    )


def _percents(ballot: Ballot, knowledge: KnowledgeBase) -> _Percents:
    """The ballot over the criteria of today, which may be others than when it was cast."""
    criteria = [CriterionId(each.id) for each in knowledge.criteria]
    given = {each: ballot.weights.get(each, 0) for each in criteria}
    total = sum(given.values())
    return whole_percents(
        {
            criterion: Fraction(percent, total) if total else Fraction(1, len(criteria))
            for criterion, percent in given.items()
        }
    )


def _pick_of(recommendation: Recommendation) -> Pick:
    return Pick(recommendation.kind, recommendation.alternative, recommendation.beside)


def _agreement(persons: Sequence[_Percents]) -> Fraction | None:
    shared = [
        sum(min(percent, other[criterion]) for criterion, percent in one.items())
        for one, other in combinations(persons, 2)
    ]
    return Fraction(sum(shared), len(shared)) if shared else None


def _disputes(persons: Mapping[str, _Percents]) -> tuple[Dispute, ...]:
    found = [_dispute(each, persons) for each in next(iter(persons.values()))]
    widest = max(each.high - each.low for each in found)
    return tuple(each for each in found if widest and each.high - each.low == widest)


def _dispute(criterion: CriterionId, persons: Mapping[str, _Percents]) -> Dispute:
    given = {person: percents[criterion] for person, percents in persons.items()}
    low, high = min(given.values()), max(given.values())
    return Dispute(
        criterion=criterion,
        low=low,
        high=high,
        lowest=tuple(person for person, percent in given.items() if percent == low),
        highest=tuple(person for person, percent in given.items() if percent == high),
    )


def _members(
    persons: Mapping[str, _Percents],
    today: Pick,
    known: Known,
    knowledge: KnowledgeBase,
    edition: Edition,
) -> tuple[Member, ...]:
    known = decided(known, knowledge)
    leaf = walk(knowledge.tree, known).leaf  # the same for all: weights do not lead through it
    cases = {
        person: case_of(leaf, known, knowledge, edition, Weighing(by_hand=percents))
        for person, percents in persons.items()
    }
    return tuple(
        Member(
            person=person,
            pick=case.pick,
            changes_the_pick=as_if_new(case.pick) != today,
            close=case.close,
        )
        for person, case in cases.items()
    )
