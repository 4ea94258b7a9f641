"""Weights of several people: what they type, what they come to, where they disagree."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.decision.conditions import Known
from engine.decision.model import Pick, Weighing
from engine.decision.recommend import recommend
from engine.decision.weights import whole_percents
from engine.evaluation.ballots import Dispute, Group, Unreadable, group, weights_of
from engine.evaluation.model import Ballot
from knowledge.schema import CriterionId, Edition, KnowledgeBase, SlotId
from tests.facts import KB

CRITERIA = [CriterionId(each.id) for each in KB.criteria]
SMALL: Known = {
    SlotId("team_size"): 8,
    SlotId("model_count"): 3,
    SlotId("kubernetes_skill"): "none",
}
"""The ranking decides, and Metaflow leads it."""


def ballot(person: str, **weights: int) -> Ballot:
    assert sum(weights.values()) == 100
    return Ballot(person=person, weights={CriterionId(c): each for c, each in weights.items()})


def cast(*ballots: Ballot, known: Known = SMALL) -> Group:
    return group(ballots, recommend(known, KB), known, KB, Edition.CURRENT)


def weighing(percents: Mapping[CriterionId, int]) -> dict[str, int]:
    assert list(percents) == CRITERIA
    assert sum(percents.values()) == 100
    return {str(criterion): percent for criterion, percent in percents.items() if percent}


# What a person types


def read(**typed: str) -> dict[str, int]:
    found = weights_of(typed, KB)
    assert not isinstance(found, Unreadable)
    return weighing(found)


@pytest.mark.parametrize(
    ("typed", "percents"),
    [
        ({"lineage": "3", "community": "1"}, {"community": 25, "lineage": 75}),
        ({"lineage": "20 %", "community": "80%"}, {"community": 80, "lineage": 20}),
        ({"lineage": "7.5", "community": "2.5"}, {"community": 25, "lineage": 75}),
        ({"lineage": " 7,5 ", "community": "22,50"}, {"community": 75, "lineage": 25}),
        ({"lineage": "1000", "community": "1000.00"}, {"community": 50, "lineage": 50}),
        ({"lineage": "5", "community": "", "portability": " "}, {"lineage": 100}),
        # A third each: 33.33; the remainders are equal, so the first in order has one more.
        (
            {"portability": "1", "community": "1", "lineage": "1"},
            {"portability": 34, "community": 33, "lineage": 33},
        ),
        # 2/3 and 1/3: 66.67 has the larger remainder.
        ({"community": "1", "lineage": "2"}, {"community": 33, "lineage": 67}),
    ],
)
def test_points_become_whole_percents(typed: dict[str, str], percents: dict[str, int]) -> None:
    assert read(**typed) == percents


@pytest.mark.parametrize(
    "wrong",
    ["lots", "-5", "1001", "1000.01", "1,000", "1.000", "5 of 10", "1e3", "5 5", "%", "²", "٣"],
)
def test_what_is_no_number_is_told_beside_it(wrong: str) -> None:
    found = weights_of({"lineage": wrong, "community": "5", "portability": "?"}, KB)
    assert isinstance(found, Unreadable)
    assert list(found.sentences) == ["portability", "lineage"]
    assert set(found.sentences.values()) == {
        "Write a number from 0 to 1000, with two digits after the point at most, such as 20 or 7.5."
    }


@pytest.mark.parametrize("typed", [{}, {"lineage": "0", "community": "0,00", "portability": ""}])
def test_somewhere_has_to_be_weight(typed: dict[str, str]) -> None:
    found = weights_of(typed, KB)
    assert isinstance(found, Unreadable)
    assert found.sentences == {"learning_curve": "Give at least one criterion more than 0 points."}


# What they come to


def test_two_people_come_to_the_mean_of_their_weights() -> None:
    # Of 100 points, per criterion the lower one is shared: 20 + 20 + 0.
    # Dagster 40 x 5 + 30 x 4 + 30 x 3 = 410; Kubeflow 40 x 4 + 30 x 5 + 30 x 3 = 400;
    # Prefect 40 x 4 + 30 x 2 + 30 x 4 = 340; Airflow 40 x 3 + 30 x 2 + 30 x 5 = 330.
    found = cast(
        ballot("UA", observability=60, lineage=40),
        ballot("UB", observability=20, lineage=20, community=60),
    )
    assert weighing(found.weights) == {"community": 30, "observability": 40, "lineage": 30}
    assert found.agreement == 40
    assert found.disputes == (
        Dispute(CriterionId("community"), 0, 60, lowest=("UA",), highest=("UB",)),
    )
    ranking = found.recommendation.ranking
    assert [(each.alternative, each.points) for each in ranking][:4] == [
        ("dagster", 410),
        ("kubeflow_pipelines", 400),
        ("prefect", 340),
        ("airflow", 330),
    ]
    assert found.recommendation.alternative == "dagster"
    assert recommend(SMALL, KB).alternative == "metaflow"
    assert found.changes_the_pick


def test_each_person_has_a_pick_of_their_own() -> None:
    # UA: Dagster 60 x 5 + 40 x 4 = 460. UB: Airflow 20 x 3 + 20 x 2 + 60 x 5 = 400, Prefect 360,
    # Dagster 360. UC: Metaflow 5 x 100, Prefect 400.
    found = cast(
        ballot("UB", observability=20, lineage=20, community=60),
        ballot("UC", learning_curve=100),
        ballot("UA", observability=60, lineage=40),
    )
    assert [
        (each.person, each.pick.alternative, each.changes_the_pick) for each in found.members
    ] == [
        ("UB", "airflow", True),
        ("UC", "metaflow", False),
        ("UA", "dagster", True),
    ]


def test_a_persons_weights_may_be_too_close_to_call() -> None:
    # Learning curve 51, observability 49: Prefect 51 x 4 + 49 x 4 = 400, Metaflow 51 x 5 + 49 x 2
    # = 353, Dagster 51 x 2 + 49 x 5 = 347. Local development alone: Prefect and Metaflow tie.
    one = ballot("UA", learning_curve=51, observability=49)
    other = ballot("UB", local_development=100)
    clear, close = cast(one, other).members
    assert (clear.pick.alternative, clear.close) == ("prefect", ())
    assert (close.pick.alternative, close.close) == ("prefect", ("metaflow",))


def test_a_tie_of_the_group_is_told() -> None:
    # 50 and 50: Airflow 150 + 250, Prefect 200 + 200, Dagster 250 + 150.
    found = cast(ballot("UA", observability=100), ballot("UB", community=100))
    assert found.recommendation.alternative == "airflow"
    assert set(found.recommendation.close) == {"prefect", "dagster"}
    assert found.agreement == 0
    assert [(each.criterion, each.low, each.high) for each in found.disputes] == [
        ("community", 0, 100),
        ("observability", 0, 100),
    ]


def test_the_mean_of_three_is_rounded_once() -> None:
    # Lineage 100/3 = 33.33, portability (50 + 50)/3 = 33.33, community (50 + 50)/3 = 33.33.
    # Shared: UA with UB and UC 0 each, UB with UC 100: 100 / 3.
    found = cast(
        ballot("UA", lineage=100),
        ballot("UB", portability=50, community=50),
        ballot("UC", portability=50, community=50),
    )
    assert weighing(found.weights) == {"portability": 34, "community": 33, "lineage": 33}
    assert found.agreement == Fraction(100, 3)
    assert found.disputes == (
        Dispute(CriterionId("lineage"), 0, 100, lowest=("UB", "UC"), highest=("UA",)),
    )


def test_of_one_person_no_agreement_is_claimed() -> None:
    found = cast(ballot("UA", community=100))
    assert found.agreement is None
    assert found.disputes == ()
    assert weighing(found.weights) == {"community": 100}


def test_where_all_agree_nothing_is_disputed() -> None:
    found = cast(ballot("UA", community=70, lineage=30), ballot("UB", community=70, lineage=30))
    assert found.agreement == 100
    assert found.disputes == ()


def test_where_the_tree_decides_no_weight_changes_the_pick() -> None:
    known = {**SMALL, SlotId("shared_etl"): "yes"}
    found = cast(ballot("UA", community=100), ballot("UB", learning_curve=100), known=known)
    assert found.recommendation.leaf == "N5"
    assert [each.pick for each in found.members] == [
        Pick("adopt", found.recommendation.alternative)
    ] * 2
    assert (found.changes_the_pick, {each.changes_the_pick for each in found.members}) == (
        False,
        {False},
    )


def test_to_stay_with_what_is_advised_is_no_other_pick() -> None:
    runs: Known = {SlotId("current_orchestrator"): "prefect", SlotId("outgrown_signals"): 1}
    advice = recommend({}, KB)
    assert (advice.kind, advice.alternative) == ("adopt", "prefect")
    found = group([ballot("UA", community=100)], advice, runs, KB)
    assert (found.recommendation.kind, found.recommendation.alternative) == ("stay", "prefect")
    assert not found.changes_the_pick
    assert [(each.pick.kind, each.changes_the_pick) for each in found.members] == [("stay", False)]


def test_an_answer_that_nobody_knows_leads_a_member_where_it_leads_the_group() -> None:
    found = cast(ballot("UA", community=100), known={SlotId("cloud"): "undecided"})
    assert found.recommendation.leaf == "N9"
    assert [each.pick.alternative for each in found.members] == ["prefect"]


def test_a_ballot_survives_criteria_that_came_and_went(kb: KnowledgeBase) -> None:
    found = cast(
        Ballot(person="UA", weights={CriterionId("gone"): 50, CriterionId("lineage"): 50}),
        Ballot(person="UB", weights={CriterionId("gone"): 100}),
    )
    # UA: lineage 100. UB: nothing that counts today, so 10 each. Together 55, and 5 each.
    assert found.weights[CriterionId("lineage")] == 55
    assert set(found.weights.values()) == {5, 55}
    assert found.agreement == 10


def test_without_a_ballot_there_is_no_group(kb: KnowledgeBase) -> None:
    with pytest.raises(ValueError, match="one ballot"):
        group([], recommend(SMALL, kb), SMALL, kb)


# Whatever is cast


def _ballot(person: str, points: list[int]) -> Ballot:
    total = sum(points)
    shares = {each: Fraction(p, total) for each, p in zip(CRITERIA, points, strict=True)}
    return Ballot(person=person, weights=whole_percents(shares))


POINTS = st.lists(st.integers(0, 30), min_size=10, max_size=10).filter(any)
BALLOTS = st.lists(POINTS, min_size=1, max_size=6).map(
    lambda all_: [_ballot(f"U{at}", points) for at, points in enumerate(all_)]
)
few = settings(max_examples=25)


@given(st.lists(st.decimals(0, 1000, places=2), min_size=10, max_size=10))
def test_weights_that_are_typed_sum_to_100(points: list[object]) -> None:
    typed = {str(each): str(p) for each, p in zip(CRITERIA, points, strict=True)}
    found = weights_of(typed, KB)
    if any(points):
        assert not isinstance(found, Unreadable)
        weighing(found)
    else:
        assert isinstance(found, Unreadable)


@few
@given(BALLOTS, st.data())
def test_the_order_of_ballots_does_not_matter(ballots: list[Ballot], data: st.DataObject) -> None:
    one, other = cast(*ballots), cast(*data.draw(st.permutations(ballots)))
    assert sum(one.weights.values()) == 100
    assert (one.weights, one.recommendation) == (other.weights, other.recommendation)
    assert one.agreement == other.agreement
    assert [each.criterion for each in one.disputes] == [each.criterion for each in other.disputes]
    assert {each.person: each for each in one.members} == {
        each.person: each for each in other.members
    }


@few
@given(BALLOTS)
def test_agreement_lies_between_0_and_100(ballots: list[Ballot]) -> None:
    agreement = cast(*ballots).agreement
    assert (agreement is None) == (len(ballots) == 1)
    assert agreement is None or 0 <= agreement <= 100
    if agreement == 100:
        assert len({tuple(each.weights.items()) for each in ballots}) == 1


@few
@given(POINTS, st.integers(2, 5))
def test_people_who_weigh_alike_agree_and_come_to_what_each_wants(
    points: list[int], people: int
) -> None:
    found = cast(*(_ballot(f"U{at}", points) for at in range(people)))
    assert found.agreement == 100
    assert found.disputes == ()
    assert found.weights == _ballot("U0", points).weights
    picks = {each.pick.alternative for each in found.members}
    assert picks == {found.recommendation.alternative}


@few
@given(BALLOTS)
def test_a_member_picks_what_is_picked_with_their_weights(ballots: list[Ballot]) -> None:
    for one, member in zip(ballots, cast(*ballots).members, strict=True):
        alone = recommend(SMALL, KB, weighing=Weighing(by_hand=one.weights))
        assert member.pick == Pick(alone.kind, alone.alternative, alone.beside)
        assert member.close == alone.close
        assert member.changes_the_pick == (alone.alternative != "metaflow")
