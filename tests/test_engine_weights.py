"""How much each criterion weighs: archetypes, blends between them, and what a team wishes."""

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

import pytest

from engine.decision.model import NO_WISHES, Weighing
from engine.decision.weights import slots_that_weigh, weights_for, whole_percents
from knowledge.schema import CriterionId, KnowledgeBase, SlotId

STARTUP = {"team_size": 8, "model_count": 3}
GROWTH = {"team_size": 30, "model_count": 30}
ENTERPRISE = {"team_size": 60, "model_count": 150}
ARCHETYPES = {"startup": STARTUP, "growth": GROWTH, "enterprise": ENTERPRISE}


def known(**answers: int) -> Mapping[SlotId, int]:
    return {SlotId(slot): value for slot, value in answers.items()}


def wishing(*stressed: str, **by_hand: int) -> Weighing:
    return Weighing(
        stressed=tuple(CriterionId(each) for each in stressed),
        by_hand={CriterionId(criterion): percent for criterion, percent in by_hand.items()},
    )


def by_hand_of(value: object) -> Weighing:
    """What comes from outside may be anything."""
    return Weighing(by_hand=cast("Mapping[CriterionId, int]", {CriterionId("lineage"): value}))


def weighed(kb: KnowledgeBase, answers: Mapping[str, int], weighing: Weighing) -> dict[str, int]:
    """The criteria that weigh something, with their percents."""
    weights = weights_for(known(**answers), kb, weighing)
    assert sum(weights.percents.values()) == 100
    assert list(weights.percents) == [criterion.id for criterion in kb.criteria]
    return {str(criterion): percent for criterion, percent in weights.percents.items() if percent}


@pytest.mark.parametrize("archetype", ARCHETYPES)
def test_a_team_inside_an_archetype_gets_its_published_weights(
    kb: KnowledgeBase, archetype: str
) -> None:
    weights = weights_for(known(**ARCHETYPES[archetype]), kb)
    published = next(a.weights for a in kb.archetypes if a.id == archetype)
    assert {criterion: w for criterion, w in weights.percents.items() if w} == published
    assert weights.blend == {archetype: 100}
    assert weights.outside == ()


@pytest.mark.parametrize(
    ("answers", "blend", "outside"),
    [
        ({"team_size": 1}, {"startup": 100}, ["team_size"]),
        ({"team_size": 5}, {"startup": 100}, []),
        ({"team_size": 10}, {"startup": 100}, []),
        # ln(11/10) / ln(20/10) = 0.1375, ln(14/10) / ln 2 = 0.4854, ln(19/10) / ln 2 = 0.9260
        ({"team_size": 11}, {"startup": 86, "growth": 14}, ["team_size"]),
        ({"team_size": 14}, {"startup": 51, "growth": 49}, ["team_size"]),
        ({"team_size": 19}, {"startup": 7, "growth": 93}, ["team_size"]),
        ({"team_size": 20}, {"growth": 100}, []),
        ({"team_size": 50}, {"growth": 50, "enterprise": 50}, []),
        ({"team_size": 51}, {"enterprise": 100}, []),
        ({"team_size": 100_000}, {"enterprise": 100}, []),
        ({"model_count": 0}, {"startup": 100}, ["model_count"]),
        # ln(75/50) / ln(100/50) = 0.58496: 41.504 and 58.496, the larger remainder is the first
        ({"model_count": 75}, {"growth": 42, "enterprise": 58}, ["model_count"]),
        ({"team_size": 8, "model_count": 200}, {"startup": 50, "enterprise": 50}, []),
        # 50 people are in two ranges; the models say which.
        ({"team_size": 50, "model_count": 30}, {"growth": 100}, []),
        ({"team_size": 50, "model_count": 120}, {"enterprise": 100}, []),
        ({"team_size": 50, "model_count": 3}, {"startup": 50, "growth": 25, "enterprise": 25}, []),
        # (0.5146 + ln(10/6) / ln(10/3)) / 2 = (0.5146 + 0.4243) / 2 = 0.4694
        (
            {"team_size": 14, "model_count": 6},
            {"startup": 47, "growth": 53},
            ["team_size", "model_count"],
        ),
    ],
)
def test_between_archetypes_their_shares_follow_the_logarithm(
    kb: KnowledgeBase, answers: dict[str, int], blend: dict[str, int], outside: list[str]
) -> None:
    weights = weights_for(known(**answers), kb)
    assert dict(weights.blend) == blend
    assert list(weights.outside) == outside
    assert list(weights.memberships) == list(answers)


def test_each_slot_alone_says_which_archetypes_a_team_resembles(kb: KnowledgeBase) -> None:
    weights = weights_for(known(team_size=8, model_count=75), kb)
    assert weights.memberships == {
        "team_size": {"startup": 100},
        "model_count": {"growth": 42, "enterprise": 58},
    }


def test_a_blend_weighs_each_criterion_by_the_shares_shown(kb: KnowledgeBase) -> None:
    # By size half growth and half enterprise, by models enterprise to 0.5850, growth to 0.4150:
    # 45.75 and 54.25.
    weights = weights_for(known(team_size=50, model_count=75), kb)
    assert dict(weights.blend) == {"growth": 46, "enterprise": 54}
    # In hundredths of a percent: ml_features 46x25 + 54x15 = 1960, lineage 2000, portability 54x25
    # = 1350, enterprise_support and community 54x20 = 1080, observability and dynamic_pipelines
    # 46x20 = 920, learning_curve 46x15 = 690. Four are missing: for .90, .80, .80 and .60.
    assert {criterion: w for criterion, w in weights.percents.items() if w} == {
        "learning_curve": 7,
        "ml_features": 20,
        "dynamic_pipelines": 9,
        "portability": 13,
        "community": 11,
        "observability": 9,
        "enterprise_support": 11,
        "lineage": 20,
    }


def test_with_nothing_known_all_criteria_weigh_the_same(kb: KnowledgeBase) -> None:
    weights = weights_for({}, kb)
    assert set(weights.percents.values()) == {10}
    assert weights.blend == {}


@pytest.mark.parametrize(
    ("shares", "percents"),
    [
        ([Fraction(1, 3)] * 3, [34, 33, 33]),
        ([Fraction(5, 8), Fraction(3, 8)], [63, 37]),
        ([Fraction(1, 8), Fraction(7, 8)], [13, 87]),
        ([Fraction(994, 1000), Fraction(3, 1000), Fraction(3, 1000)], [100, 0, 0]),
    ],
)
def test_what_rounding_leaves_goes_to_the_largest_remainders(
    shares: list[Fraction], percents: list[int]
) -> None:
    assert whole_percents(dict(enumerate(shares))) == dict(enumerate(percents))


# What a team wishes.


def test_without_wishes_the_percents_are_those_without_wishes(kb: KnowledgeBase) -> None:
    weights = weights_for(known(**GROWTH), kb)
    assert weights.percents == weights.without_wishes
    assert weights.weighing == NO_WISHES


def test_25_points_move_to_what_is_stressed(kb: KnowledgeBase) -> None:
    # Lineage has 20 + 25. Of the other 80 there are 55 left, in proportion: of 25, 20, 20, 15 are
    # 17.1875, 13.75, 13.75, 10.3125.
    assert weighed(kb, GROWTH, wishing("lineage")) == {
        "learning_curve": 10,
        "ml_features": 17,
        "dynamic_pipelines": 14,
        "observability": 14,
        "lineage": 45,
    }


def test_several_that_are_stressed_share_the_points_evenly(kb: KnowledgeBase) -> None:
    # Community weighs nothing before: it gets 12.5, and lineage 20 + 12.5; the others as above. Of
    # the three that are missing two go to 0.75 and one to the first half.
    assert weighed(kb, GROWTH, wishing("lineage", "community")) == {
        "learning_curve": 10,
        "ml_features": 17,
        "dynamic_pipelines": 14,
        "community": 13,
        "observability": 14,
        "lineage": 32,
    }


def test_no_more_moves_than_the_others_weigh(kb: KnowledgeBase) -> None:
    # Only the learning curve is left, with 15: each of the four gets 3.75 of it.
    four = ("ml_features", "dynamic_pipelines", "observability", "lineage")
    assert weighed(kb, GROWTH, wishing(*four)) == {
        "ml_features": 29,
        "dynamic_pipelines": 24,
        "observability": 24,
        "lineage": 23,
    }
    every = wishing(*(criterion.id for criterion in kb.criteria))
    assert weighed(kb, GROWTH, every) == weighed(kb, GROWTH, NO_WISHES)


def test_a_wish_is_the_same_in_whatever_order_it_is_made() -> None:
    assert wishing("lineage", "community", "lineage") == wishing("community", "lineage")
    assert wishing("lineage", "community").stressed == ("community", "lineage")


def test_what_is_stressed_twice_is_stressed_once(kb: KnowledgeBase) -> None:
    assert weighed(kb, GROWTH, wishing("lineage", "lineage")) == weighed(
        kb, GROWTH, wishing("lineage")
    )


def test_a_stress_moves_exact_shares_and_rounds_once(kb: KnowledgeBase) -> None:
    # Half startup, half enterprise: ml_features 17.5 of the 87.5 beside portability, of which 62.5
    # stay: 12.5.
    weights = weights_for(known(team_size=8, model_count=200), kb, wishing("portability"))
    assert weights.without_wishes[CriterionId("ml_features")] == 18
    assert weights.percents[CriterionId("ml_features")] == 13


def test_the_percents_before_the_wishes_are_kept(kb: KnowledgeBase) -> None:
    wish = wishing("lineage", community=5)
    weights = weights_for(known(**GROWTH), kb, wish)
    assert weights.without_wishes == weights_for(known(**GROWTH), kb).percents
    assert weights.weighing == wish


def test_by_hand_is_exact_and_the_others_keep_their_proportions(kb: KnowledgeBase) -> None:
    # 60 are left for 25 : 20 : 20 : 15, which are 80: times three quarters.
    assert weighed(kb, GROWTH, wishing(lineage=40)) == {
        "learning_curve": 11,
        "ml_features": 19,
        "dynamic_pipelines": 15,
        "observability": 15,
        "lineage": 40,
    }
    assert weighed(kb, GROWTH, wishing(ml_features=7, portability=13))["portability"] == 13


def test_by_hand_a_criterion_can_be_given_no_weight(kb: KnowledgeBase) -> None:
    assert weighed(kb, GROWTH, wishing(lineage=0)) == {
        "learning_curve": 19,
        "ml_features": 31,
        "dynamic_pipelines": 25,
        "observability": 25,
    }


def test_all_weight_set_by_hand_leaves_nothing_for_the_others(kb: KnowledgeBase) -> None:
    assert weighed(kb, GROWTH, wishing(community=60, portability=40)) == {
        "portability": 40,
        "community": 60,
    }


def test_where_the_others_weigh_nothing_they_share_evenly(kb: KnowledgeBase) -> None:
    ends = wishing(
        learning_curve=30,
        local_development=20,
        ml_features=20,
        kubernetes_not_required=10,
        community=10,
    )
    assert weighed(kb, STARTUP, ends) == {
        "learning_curve": 30,
        "ml_features": 20,
        "dynamic_pipelines": 2,
        "kubernetes_not_required": 10,
        "portability": 2,
        "community": 10,
        "observability": 2,
        "local_development": 20,
        "enterprise_support": 2,
        "lineage": 2,
    }


def test_by_hand_wins_over_stress(kb: KnowledgeBase) -> None:
    both = weighed(kb, GROWTH, wishing("lineage", "observability", lineage=10))
    assert both["lineage"] == 10
    # Observability 20 + 12.5 of the 67.5 that lineage leaves: 90 x 32.5 / 67.5.
    assert both["observability"] == 43


@pytest.mark.parametrize(
    ("weighing", "sentence"),
    [
        (
            wishing("speed"),
            (
                "speed is no criterion; use one of learning_curve, ml_features, dynamic_pipelines, "
                "kubernetes_not_required, portability, community, observability, "
                "local_development, enterprise_support, lineage."
            ),
        ),
        (wishing(speed=10), "speed is no criterion; use one of learning_curve, "),
        (
            wishing(lineage=-1),
            "The weight of lineage is -1 percent; set it to 0 or more.",
        ),
        (
            by_hand_of(2.5),
            "The weight of lineage is 2.5; set it to a whole number.",
        ),
        (
            by_hand_of(value=True),
            "The weight of lineage is True; set it to a whole number.",
        ),
        (
            wishing(lineage=60, community=41),
            "The weights set by hand come to 101 percent; lower them to 100.",
        ),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_in_a_sentence(
    kb: KnowledgeBase, weighing: Weighing, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence.replace(".", r"\.")):
        weights_for(known(**GROWTH), kb, weighing)


def test_weights_that_are_all_set_by_hand_must_come_to_100(kb: KnowledgeBase) -> None:
    all_but_one = {CriterionId(criterion.id): 9 for criterion in kb.criteria}
    with pytest.raises(ValueError, match="they come to 90 percent; raise them to 100"):
        weights_for({}, kb, Weighing(by_hand=all_but_one))
    assert weights_for({}, kb, Weighing(by_hand=dict.fromkeys(all_but_one, 10))).percents


def test_the_weights_hang_on_no_answer_where_all_weight_is_set_by_hand() -> None:
    assert slots_that_weigh({}, NO_WISHES) == ("team_size", "model_count")
    assert slots_that_weigh(known(team_size=8), wishing("lineage")) == ("model_count",)
    assert slots_that_weigh({}, wishing(lineage=99)) == ("team_size", "model_count")
    assert slots_that_weigh({}, wishing(lineage=70, community=30)) == ()
