"""The examples of how people weigh the criteria: the form, and what the group comes to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.views.ballot_form import ballot_form
from bot.views.ballots import ballots
from bot.views.examples import (
    DECISION,
    Example,
    message,
    snapshot_of,
    with_a_rule_against,
    with_long_names,
)
from engine.decision.recommend import recommend
from engine.dialogue.model import WeightsFrom
from engine.dialogue.state import known_answers, weighing_of
from engine.evaluation.model import Ballot, Evaluated
from knowledge.schema import AlternativeId, CriterionId, Edition, KnowledgeBase, SlotId

_Made = Callable[[KnowledgeBase], Example]
_Given = Mapping[CriterionId, int]

_STARTUP = (8, 3, "none", "aws")
_GROWTH = (30, 20, "strong", "gcp")
_NOTHING = (None, None, None, None)
_PEOPLE = ("U0ADA", "U0GRACE", "U0LIN")


def _weighs(**points: int) -> _Given:
    return {CriterionId(criterion): percent for criterion, percent in points.items()}


EASE: Final = _weighs(learning_curve=40, local_development=30, community=30)
RECORDS: Final = _weighs(lineage=50, observability=30, ml_features=20)
VENDORS: Final = _weighs(enterprise_support=40, portability=30, community=30)
_ALMOST_EASE: Final = _weighs(learning_curve=30, local_development=30, community=40)
_THREE = (EASE, RECORDS, VENDORS)
_MEAN_OF_TWO: Final = _weighs(
    learning_curve=20,
    local_development=15,
    community=15,
    lineage=25,
    observability=15,
    ml_features=10,
)
"""What ``EASE`` and ``RECORDS`` come to."""


def cast(given: Sequence[_Given], kb: KnowledgeBase) -> tuple[Ballot, ...]:
    """A ballot a person, over all criteria; beyond the first three people are made up."""
    made_up = (f"U0MEMBER{number}" for number in range(len(_PEOPLE), len(given)))
    nothing = {CriterionId(each.id): 0 for each in kb.criteria}
    return tuple(
        Ballot(person=person, weights={**nothing, **of})
        for person, of in zip((*_PEOPLE, *made_up), given, strict=False)
    )


def _ballots(
    given: Sequence[_Given],
    *values: int | str | None,
    by_hand: _Given | None = None,
    by_hand_from: WeightsFrom = "team",
    closed: bool = False,
    cancelled: bool = False,
    asking: SlotId | None = None,
    edition: Edition = Edition.CURRENT,
) -> _Made:
    def example(kb: KnowledgeBase) -> Example:
        shown = snapshot_of(kb, *values, asking=asking, cancelled=cancelled, edition=edition)
        weights = {"by_hand": by_hand or {}, "by_hand_from": by_hand_from}
        dialogue = shown.dialogue.model_copy(update=weights)
        found = shown.recommendation
        if by_hand:
            found = recommend(known_answers(dialogue), kb, edition, weighing_of(dialogue))
        if closed:
            dialogue = dialogue.model_copy(update={"status": "decided"})
        evaluated = Evaluated(ballots=cast(given, kb))
        whole = replace(shown, dialogue=dialogue, recommendation=found, evaluated=evaluated)
        return message(ballots(whole, kb))

    return example


def _many(kb: KnowledgeBase) -> Example:
    """Fifty people, each with one criterion above the others."""
    criteria = [CriterionId(each.id) for each in kb.criteria]
    given = [dict.fromkeys(criteria, 5) | {criteria[n % 10]: 55} for n in range(50)]
    return _ballots(given, *_GROWTH)(kb)


def _form(own: _Given | None) -> _Made:
    def example(kb: KnowledgeBase) -> Example:
        shown = snapshot_of(kb, *_STARTUP)
        weights = shown.recommendation.weights.percents if shown.recommendation else {}
        return Example("modal", ballot_form(DECISION, own, weights, kb))

    return example


def _long(example: _Made) -> _Made:
    return lambda kb: example(with_long_names(kb))


VOTES: Mapping[str, _Made] = {
    "ballots_none": _ballots((), *_STARTUP),
    "ballots_of_one": _ballots((EASE,), *_STARTUP),
    "ballots_same_pick": _ballots((EASE, RECORDS), *_STARTUP),
    "ballots_another_pick": _ballots(_THREE, *_STARTUP),
    "ballots_some_in_common": _ballots((EASE, RECORDS), *_GROWTH),
    "ballots_alike": _ballots((EASE, EASE), *_STARTUP),
    "ballots_almost_alike": _ballots((EASE, _ALMOST_EASE), *_STARTUP),
    "ballots_while_gathering": _ballots(_THREE, 8, asking=SlotId("model_count")),
    "ballots_taken_back": _ballots((), *_STARTUP, by_hand=EASE),
    "ballots_none_while_gathering": _ballots((), 8, asking=SlotId("model_count")),
    "ballots_by_the_tree": _ballots(_THREE, *_NOTHING),
    "ballots_as_a_default": lambda kb: _ballots(_THREE, *_NOTHING)(
        with_a_rule_against(kb, AlternativeId("prefect"))
    ),
    "ballots_that_count": _ballots((EASE, RECORDS), *_STARTUP, by_hand=_MEAN_OF_TWO),
    "ballots_beside_others_that_count": _ballots(_THREE, *_STARTUP, by_hand=VENDORS),
    "ballots_beside_the_workspaces": _ballots(
        _THREE, *_STARTUP, by_hand=VENDORS, by_hand_from="workspace"
    ),
    "ballots_of_the_lesson": _ballots((EASE, RECORDS), *_GROWTH, edition=Edition.LESSON),
    "ballots_of_many": _many,
    "ballots_closed": _ballots(_THREE, *_STARTUP, closed=True),
    "ballots_cancelled": _ballots((EASE,), *_STARTUP, cancelled=True),
    "ballots_long_names": _long(_ballots(_THREE, *_STARTUP)),
    "ballot_first": _form(None),
    "ballot_again": _form(RECORDS),
    "ballot_long_names": _long(_form(EASE)),
}
