"""How people weigh the criteria: the form, and what the group comes to."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.actions import DropGroupWeights, OpenBallot, UseGroupWeights, encode
from bot.views.ballot_form import ballot_form
from bot.views.ballots import ballots
from bot.views.blocks import Rendered
from bot.views.examples import snapshot_of, with_long_names
from bot.views.gallery_votes import RECORDS, VOTES, cast
from bot.views.limits import violations
from engine.evaluation.ballots import weights_of
from engine.evaluation.model import Ballot, Evaluated
from knowledge.schema import CriterionId, Edition, KnowledgeBase
from tests.facts import KB
from tests.rendered import action_ids, header, prose

CRITERIA = [CriterionId(each.id) for each in KB.criteria]
WEIGH, USE, DROP = (encode(each()) for each in (OpenBallot, UseGroupWeights, DropGroupWeights))


def made(name: str, kb: KnowledgeBase = KB) -> Rendered:
    """An example that is a message."""
    example = VOTES[name](kb)
    assert example.surface == "message"
    return Rendered(example.payload["text"], example.blocks)


def rows(rendered: Rendered) -> dict[str, list[str]]:
    """The cells of the table after the first, by the first."""
    [found] = [block["rows"] for block in rendered.blocks if block["type"] == "table"]
    return {row[0]["text"]: [cell["text"] for cell in row[1:]] for row in found}


def weighed(*people: tuple[str, dict[str, int]], kb: KnowledgeBase = KB) -> Rendered:
    """What these people come to, for a startup."""
    given = tuple(
        Ballot(person=person, weights={each: of.get(each, 0) for each in CRITERIA})
        for person, of in people
    )
    shown = snapshot_of(kb, 8, 3, "none", "aws")
    return ballots(replace(shown, evaluated=Evaluated(ballots=given)), kb)


# The form


def inputs(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Where points are typed, by criterion."""
    return {each["block_id"]: each for each in view["blocks"] if each.get("block_id") in CRITERIA}


def test_a_first_ballot_begins_with_the_weights_that_count_and_says_what_each_means() -> None:
    weights = dict.fromkeys(CRITERIA, 10)
    found = inputs(ballot_form("d1", None, weights, KB))
    assert list(found) == CRITERIA
    assert {each["element"]["initial_value"] for each in found.values()} == {"10"}
    lineage = found["lineage"]
    assert lineage["label"]["text"] == "Artifact lineage"
    assert lineage["hint"]["text"] == (
        "Can one say which data and which code made the model in production? "
        "It counts 10 % in this decision now."
    )


def test_a_later_ballot_begins_with_the_persons_own() -> None:
    own = {CriterionId("lineage"): 60, CriterionId("community"): 40}
    found = inputs(ballot_form("d1", own, dict.fromkeys(CRITERIA, 10), KB))
    typed = {key: each["element"]["initial_value"] for key, each in found.items()}
    blank = {str(each): "0" for each in CRITERIA}
    assert typed == {**blank, "lineage": "60", "community": "40"}
    assert "10 %" in found["lineage"]["hint"]["text"]


def test_what_the_form_shows_can_be_sent_as_it_is() -> None:
    [ballot] = cast((RECORDS,), KB)
    found = inputs(ballot_form("d1", ballot.weights, ballot.weights, KB))
    typed = {key: each["element"]["initial_value"] for key, each in found.items()}
    assert weights_of(typed, KB) == ballot.weights


# The group


def test_the_group_weighs_as_the_mean_of_all() -> None:
    # EASE is 40 learning curve, 30 local, 30 community; RECORDS 50 lineage, 30 observability, 20 ML
    # features; VENDORS 40 enterprise, 30 portability, 30 community. A third of the sums, in whole
    # percents: 16.67 and 6.67 have the largest remainders, and go up.
    found = rows(made("ballots_another_pick"))
    assert found == {
        "Criterion": ["Group", "Your answers", "Lowest to highest"],
        "Community": ["20 %", "10 %", "0 to 30 %"],
        "Lineage": ["17 %", "0 %", "0 to 50 %"],
        "Learning curve": ["13 %", "30 %", "0 to 40 %"],
        "Enterprise": ["13 %", "0 %", "0 to 40 %"],
        "Portability": ["10 %", "0 %", "0 to 30 %"],
        "Observability": ["10 %", "0 %", "0 to 30 %"],
        "Local dev": ["10 %", "25 %", "0 to 30 %"],
        "ML features": ["7 %", "20 %", "0 to 20 %"],
        "Dynamic": ["0 %", "0 %", "0 %"],
        "No Kubernetes": ["0 %", "15 %", "0 %"],
    }


def test_the_scores_of_the_first_three_follow_from_the_groups_weights() -> None:
    # The mean of EASE and RECORDS: lineage 25, learning curve 20, community, observability and
    # local development 15 each, ML features 10.
    weights = {
        "lineage": 25,
        "learning_curve": 20,
        "community": 15,
        "observability": 15,
        "local_development": 15,
        "ml_features": 10,
    }
    scores = {
        alternative.name: sum(
            percent * alternative.ratings[CriterionId(criterion)].in_edition(Edition.CURRENT)
            for criterion, percent in weights.items()
        )
        for alternative in KB.alternatives.values()
    }
    assert (scores["Metaflow"], scores["Prefect"], scores["Dagster"]) == (365, 355, 350)
    said = prose(made("ballots_same_pick"))
    assert "Metaflow 3.65 of 5; Prefect 3.55; Dagster 3.50." in said


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("ballots_none", "Nobody has weighed"),
        ("ballots_of_one", "1 person has weighed: Metaflow leads"),
        ("ballots_same_pick", "2 people have weighed: Metaflow leads"),
        (
            "ballots_another_pick",
            "3 people have weighed: Prefect or Dagster, too close to call",
        ),
        ("ballots_some_in_common", "2 people have weighed: Kubeflow Pipelines and Metaflow tie"),
        ("ballots_while_gathering", "3 people have weighed"),
        (
            "ballots_by_the_tree",
            "3 people have weighed: the decision tree decides, whatever the weights",
        ),
    ],
)
def test_the_title_says_how_many_have_weighed_and_who_leads(name: str, title: str) -> None:
    assert header(made(name)) == title
    assert made(name).text.startswith(f"{title}.")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ballots_same_pick", "The recommendation is the same: *Metaflow*."),
        ("ballots_another_pick", "The recommendation is another: *Metaflow*."),
        (
            "ballots_some_in_common",
            (
                "The recommendation is *Kubeflow Pipelines or ZenML*: not the same, but both have "
                "Kubeflow Pipelines among the first."
            ),
        ),
        ("ballots_that_count", "*These weights count in the recommendation.*"),
        ("ballots_that_count", "By the weights of your answers it would be *Metaflow* too."),
        (
            "ballots_beside_the_workspaces",
            (
                "The recommendation, which counts weights set for this workspace, is another: "
                "*Apache Airflow*."
            ),
        ),
        (
            "ballots_beside_others_that_count",
            (
                "The recommendation, which counts other weights that were set by hand, is another: "
                "*Apache Airflow*."
            ),
        ),
        (
            "ballots_beside_others_that_count",
            "By the weights of your answers it would be *Metaflow*.",
        ),
    ],
)
def test_how_the_group_stands_to_the_recommendation_is_said(name: str, said: str) -> None:
    assert said in prose(made(name)).splitlines()


def test_where_other_weights_count_they_stand_beside_the_groups() -> None:
    found = rows(made("ballots_beside_others_that_count"))
    assert found["Criterion"] == ["Group", "Your answers", "Counts now", "Lowest to highest"]
    assert found["Enterprise"] == ["13 %", "0 %", "40 %", "0 to 40 %"]


def test_where_the_tree_decides_no_weights_are_said_to_matter() -> None:
    said = prose(made("ballots_by_the_tree"))
    assert "No weights change that." in said
    assert "In the ranking by the group's weights: Prefect 3.69 of 5;" in said
    assert "*Alone*" not in said


def test_what_rests_on_weights_alone_is_said_to() -> None:
    said = prose(made("ballots_as_a_default"))
    assert "since no answer that counts is known: Dagster or Kubeflow Pipelines." in said
    assert "all criteria weighing the same" not in said


def test_agreement_is_how_many_points_two_share_on_average() -> None:
    # EASE and VENDORS share 30 of community, the other two pairs nothing: 30 / 3.
    said = prose(made("ballots_another_pick"))
    assert "On average two of you share 10 of 100 points." in said
    # 30 of learning curve, 30 of local development, 30 of community.
    assert "The two of you share 90 of 100 points." in prose(made("ballots_almost_alike"))
    assert "you share all 100 points." in prose(made("ballots_alike"))


def test_of_one_person_no_agreement_is_claimed() -> None:
    said = prose(made("ballots_of_one"))
    assert "How far you agree shows once a second person has weighed." in said
    assert "share" not in said
    assert "*Alone*" not in said
    assert rows(made("ballots_of_one"))["Criterion"] == ["Group", "Your answers"]


@pytest.mark.parametrize(
    ("third", "said"),
    [
        # Pairs share 100, 99 and 99 points: 298 / 3.
        ({"lineage": 1, "community": 99}, "over 99"),
        # 100, 50, 50.
        ({"lineage": 50, "community": 50}, "about 67"),
    ],
)
def test_agreement_is_never_rounded_to_all(third: dict[str, int], said: str) -> None:
    found = weighed(("U1", {"community": 100}), ("U2", {"community": 100}), ("U3", third))
    assert f"On average two of you share {said} of 100 points." in prose(found)


def test_agreement_is_never_rounded_to_none() -> None:
    # The first two share 1 point, the others none: 1 / 3.
    found = weighed(
        ("U1", {"community": 100}),
        ("U2", {"community": 1, "lineage": 99}),
        ("U3", {"ml_features": 100}),
    )
    assert "On average two of you share under 1 of 100 points." in prose(found)


def test_the_most_disputed_criterion_is_named_with_who_stands_where() -> None:
    assert (
        "*You disagree most on* Artifact lineage: 0 % (<@U0ADA> and <@U0LIN>) to 50 % (<@U0GRACE>)."
    ) in prose(made("ballots_another_pick"))


def test_every_criterion_that_is_as_disputed_is_named() -> None:
    said = prose(made("ballots_almost_alike"))
    assert "*You disagree most on* 2 criteria alike:" in said
    assert "• Learning curve: 30 % (<@U0GRACE>) to 40 % (<@U0ADA>)" in said
    assert "• Community size: 30 % (<@U0ADA>) to 40 % (<@U0GRACE>)" in said
    assert "disagree" not in prose(made("ballots_alike"))


def test_whose_weights_alone_would_lead_elsewhere_is_said() -> None:
    said = prose(made("ballots_another_pick"))
    assert "• *Dagster* by <@U0GRACE>\n• *Apache Airflow* by <@U0LIN>" in said
    assert "*Metaflow* by" not in said
    assert "*Alone* Nobody's own weights" in prose(made("ballots_alike"))


def test_a_single_persons_tie_is_said_to_be_one() -> None:
    said = prose(made("ballots_of_many"))
    assert re.search(r"• \*Prefect or Dagster\*, too close to call, by <@U0MEMBER3>", said)


def test_before_a_recommendation_ballots_are_counted_and_nobody_wins() -> None:
    rendered = made("ballots_while_gathering")
    assert "Weighed by <@U0ADA>, <@U0GRACE> and <@U0LIN>." in prose(rendered)
    said = rendered.text + prose(rendered)
    assert not [each.name for each in KB.alternatives.values() if each.name in said]
    assert action_ids(rendered) == [WEIGH]


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("ballots_none", [WEIGH]),
        ("ballots_another_pick", [WEIGH, USE]),
        ("ballots_that_count", [WEIGH, DROP]),
        ("ballots_beside_others_that_count", [WEIGH, USE, DROP]),
        ("ballots_closed", []),
        ("ballots_cancelled", []),
    ],
)
def test_only_what_changes_something_is_offered(name: str, offered: list[str]) -> None:
    assert action_ids(made(name)) == offered


def test_a_closed_decision_says_that_nobody_weighs_any_more() -> None:
    assert "nobody weighs any more" in prose(made("ballots_closed"))
    assert made("ballots_cancelled").text == "This decision was cancelled."


def test_a_person_whose_id_is_none_of_slacks_is_not_mentioned() -> None:
    found = weighed(("<!channel>", {"community": 100}), ("U2", {"lineage": 100}))
    assert "<!channel>" not in found.text + prose(found)
    assert "Weighed by someone and <@U2>." in prose(found)


points = st.dictionaries(st.sampled_from(CRITERIA), st.integers(1, 1000), min_size=1)


@settings(max_examples=40)
@given(
    typed=st.lists(points, min_size=1, max_size=12),
    is_long=st.booleans(),
    models=st.sampled_from([3, 20, None]),
)
def test_whatever_people_weigh_fits_and_sums_to_a_hundred(
    *, typed: list[dict[CriterionId, int]], is_long: bool, models: int | None
) -> None:
    kb = with_long_names(KB) if is_long else KB
    given = []
    for number, each in enumerate(typed):
        weights = weights_of({key: str(value) for key, value in each.items()}, KB)
        assert isinstance(weights, dict)
        given.append(Ballot(person=f"U{number}", weights=weights))
    shown = snapshot_of(kb, 8, models, "none", "aws")
    rendered = ballots(replace(shown, evaluated=Evaluated(ballots=tuple(given))), kb)
    assert violations(rendered.blocks, "message") == []
    assert 1 <= len(rendered.text) <= 3000
    shares = [int(cells[0].removesuffix(" %")) for cells in [*rows(rendered).values()][1:]]
    assert sum(shares) == 100
    assert shares == sorted(shares, reverse=True)


def test_weights_that_count_are_told_and_can_be_dropped_when_nobody_is_left() -> None:
    left = made("ballots_taken_back")
    assert "Weights that were set by hand count in the decision." in prose(left)
    assert action_ids(left) == [WEIGH, DROP]
    nobody = made("ballots_none")
    assert "by hand" not in prose(nobody)
    assert action_ids(nobody) == [WEIGH]
