"""How the weights of a group stand to those that count in a recommendation."""

from collections.abc import Iterator, Mapping
from typing import Final, Literal, assert_never

from bot.pages.closing import Closing, advised
from bot.pages.words import criterion_name, decimal, listed, name
from engine.decision.model import Recommendation
from engine.evaluation.ballots import Group, group
from knowledge.schema import AlternativeId, CriterionId

_PAIR: Final = 2


def among(found: Recommendation) -> tuple[AlternativeId, ...]:
    """The pick and what is too close behind it to call, in the order of the ranking."""
    return tuple(each for each in (found.alternative, *found.close) if each is not None)


def do_count(weighed: Group, by_hand: Mapping[CriterionId, int]) -> bool:
    """Whether the weights of the group are those that are set by hand."""
    every = {*by_hand, *weighed.weights}
    return bool(by_hand) and all(by_hand.get(e, 0) == weighed.weights.get(e, 0) for e in every)


def against(advice: Recommendation, weighed: Group) -> Literal["same", "shared", "other"]:
    """How what the group's weights lead to stands to the advice.

    It is the same only with the same that are too close to call; ``shared`` where the two have some
    of these in common.
    """
    theirs, ours = among(advice), among(weighed.recommendation)
    if not weighed.changes_the_pick and theirs == ours:
        return "same"
    return "shared" if {*theirs} & {*ours} else "other"


def weighed_together(closing: Closing) -> str:
    """What comes of the weights that people gave, in sentences; some have."""
    recommendation = closing.recommendation
    found = group(
        closing.evaluated.ballots,
        recommendation,
        closing.known,
        closing.kb,
        recommendation.edition,
    )
    return " ".join([*_agreement(found, closing), *_comes_to(found, closing)])


def _agreement(found: Group, closing: Closing) -> Iterator[str]:
    people = len(found.members)
    yield f"{f'{people} people have' if people > 1 else 'One person has'} weighed the criteria."
    if found.agreement is not None:
        who = "The two" if people == _PAIR else "On average two of them"
        yield f"{who} share {decimal(found.agreement)} of 100 points."
    if found.disputes:
        most = listed([criterion_name(closing.kb, each.criterion) for each in found.disputes])
        low, high = found.disputes[0].low, found.disputes[0].high
        yield f"They differ most on {most}, from {low} to {high} %."


def _comes_to(found: Group, closing: Closing) -> Iterator[str]:
    """What the weights lead to, and whether they are those that count."""
    whose = "The group's weights" if len(found.members) > 1 else "The weights of this person"
    if not found.recommendation.by_ranking:
        yield "The decision tree decides; no weights change that."
    elif do_count(found, closing.dialogue.by_hand):
        yield f"{whose} were set by hand and count in the recommendation."
    else:
        yield f"{whose} {_leads(found, closing)}."
        if closing.dialogue.by_hand:
            yield "The weights that count were set by hand and are others."


def _leads(found: Group, closing: Closing) -> str:
    recommendation, kb = closing.recommendation, closing.kb
    own = advised(found.recommendation, kb)
    if recommendation.is_default:
        return f"alone lead to {own}; too little was known of the team for advice"
    match against(recommendation, found):
        case "same":
            return f"lead to the same advice: {own}"
        case "shared":
            theirs = among(recommendation)
            both = [name(kb, each) for each in among(found.recommendation) if each in theirs]
            shared = f"not the same as the advice, but both have {listed(both)} among the first"
            return f"lead to {own}: {shared}"
        case "other":
            return f"would lead to other advice: {own}"
        case unknown:
            assert_never(unknown)
