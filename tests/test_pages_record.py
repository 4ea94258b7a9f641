"""The record of a decision as a page and as Markdown."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.pages.closing import Closing, chosen, follows
from bot.pages.madr import file_name, madr
from bot.pages.page import Code, Grid, Line, Lines, Page, Section
from bot.pages.record import Record, page_document, page_of, record_page, title
from bot.views.examples import snapshot_of, with_a_rule_against
from bot.views.gallery_record import tried
from engine.evaluation.model import (
    NOTHING_EVALUATED,
    Ballot,
    Evaluated,
    Finding,
    ItemId,
    Outcome,
    Sheet,
    TrialId,
)
from knowledge.schema import (
    AlternativeId,
    CriterionId,
    Edition,
    Grade,
    KnowledgeBase,
    SlotId,
    Source,
)

GOLDEN = Path(__file__).parent / "golden" / "record.md"
STARTUP = (8, 3, "none", "aws")
GROWTH = (30, 20, "strong", "gcp")
RUNS_TODAY, OUTGROWN = SlotId("current_orchestrator"), SlotId("outgrown_signals")
METAFLOW, PREFECT, AIRFLOW = (AlternativeId(each) for each in ("metaflow", "prefect", "airflow"))
NONE = AlternativeId("none")
ADOPTED = Outcome(
    kind="adopt",
    alternative=PREFECT,
    because="It went well.",
    by="U1",
    at=1_793_620_800.0,
    review_on="2027-05-01",
)
HEADINGS = [
    ("h2", "Context and Problem Statement"),
    ("h2", "Decision Drivers"),
    ("h2", "Considered Options"),
    ("h2", "Decision Outcome"),
    ("h3", "Consequences"),
    ("h3", "Confirmation"),
    ("h2", "More Information"),
    ("h3", "Sources"),
]
"""Those of MADR 4.0, and one of our own at the end."""


def closing(
    kb: KnowledgeBase,
    *values: int | str | None,
    outcome: Outcome = ADOPTED,
    evaluated: Evaluated = NOTHING_EVALUATED,
    supersedes: int | None = None,
    **state: Any,
) -> Closing:
    shown = snapshot_of(kb, *(values or STARTUP), **state)
    assert shown.recommendation is not None
    return Closing(
        kb, shown.recommendation, shown.dialogue, outcome, evaluated, supersedes=supersedes
    )


def with_outcome(**changes: Any) -> Outcome:
    return ADOPTED.model_copy(update=changes)


def lines(page: Page, heading: str) -> list[str]:
    """What stands under a heading."""
    return [
        f"{line.lead}: {line.text}" if line.lead else line.text
        for section in page.sections
        if section.heading == heading
        for part in section.parts
        if isinstance(part, Lines)
        for line in part.lines
    ]


def under(heading: str, of: Closing) -> list[str]:
    return lines(record_page(of), heading)


def record(of: Closing, **changes: Any) -> Record:
    return replace(Record(7, of.outcome, record_page(of)), **changes)


def parsed(markdown: str) -> tuple[dict[str, str], list[Token]]:
    """The front matter, and what CommonMark with tables and strike-through makes of the rest."""
    _, front, body = markdown.split("---\n", 2)
    return yaml.safe_load(front), MarkdownIt("gfm-like", {"linkify": False}).parse(body)


def headings(tokens: list[Token]) -> list[tuple[str, str]]:
    opened = [at for at, token in enumerate(tokens) if token.type == "heading_open"]
    return [(tokens[at].tag, tokens[at + 1].content) for at in opened]


def in_text(tokens: list[Token]) -> str:
    """What a reader sees, without markup."""
    found = [each for token in tokens for each in token.children or ()]
    return "".join(each.content if each.type != "softbreak" else " " for each in found)


# The page


def test_the_context_names_the_team_and_what_nobody_knows(kb: KnowledgeBase) -> None:
    question, known, unknown = under("Context and Problem Statement", closing(kb, 8, 3, None, None))
    assert question.endswith("?")
    assert known == "What is known of the team: 8 engineers and 3 models."
    assert unknown == "Not known: Kubernetes skill and Cloud."


def test_drivers_are_the_criteria_by_weight_and_the_facts_that_rule_out(kb: KnowledgeBase) -> None:
    found = under("Decision Drivers", closing(kb))
    assert found[:2] == ["Learning curve: 30 %", "Local development: 25 %"]
    assert "The weights are those of the archetype Startup." in found
    assert found[-1].startswith("Hard constraint: Kubernetes skill is None")
    assert found[-1].endswith("rules out Kubeflow Pipelines.")


def test_every_alternative_is_a_considered_option_with_its_place(kb: KnowledgeBase) -> None:
    found = under("Considered Options", closing(kb))
    assert found[0] == "Metaflow: 4.45 of 5, place 1."
    assert found[-1].startswith("Kubeflow Pipelines: ruled out.")
    assert len(found) == len(kb.alternatives)


@pytest.mark.parametrize(
    ("kind", "alternative", "option"),
    [
        ("adopt", PREFECT, "Prefect"),
        ("adopt", AlternativeId("kubeflow_pipelines"), "Kubeflow Pipelines"),
        ("adopt", AlternativeId("kestra"), "Kestra"),
        ("stay", AIRFLOW, "Stay with Apache Airflow"),
        ("stay", None, "Stay with what runs today"),
        ("no_orchestrator", None, "No orchestrator yet"),
    ],
)
def test_whatever_was_chosen_is_one_of_the_options(
    kb: KnowledgeBase, kind: str, alternative: AlternativeId | None, option: str
) -> None:
    page = record_page(closing(kb, outcome=with_outcome(kind=kind, alternative=alternative)))
    assert (
        lines(page, "Decision Outcome")[0] == f'Chosen option: "{option}", because: It went well.'
    )
    assert [each for each in lines(page, "Considered Options") if each.startswith(f"{option}: ")]


@pytest.mark.parametrize(
    ("because", "said"),
    [
        ("It is ours", ['Chosen option: "Prefect", because: It is ours']),
        ("Because it is ours", ['Chosen option: "Prefect", because: it is ours']),
        ("  \n", ['Chosen option: "Prefect". The team gave no reason.']),
        ("One\n\n  Two  ", ['Chosen option: "Prefect", because: One', "Two"]),
    ],
)
def test_the_words_of_the_team_come_first(kb: KnowledgeBase, because: str, said: list[str]) -> None:
    found = under("Decision Outcome", closing(kb, outcome=with_outcome(because=because)))
    assert found[: len(said)] == said
    assert found[len(said)].startswith("What the app recommended: Metaflow. Leans, by the ranking")


def test_it_says_that_the_weights_behind_the_advice_were_set_by_hand(kb: KnowledgeBase) -> None:
    by_hand = {CriterionId("observability"): 60, CriterionId("lineage"): 40}
    found = "\n".join(under("Decision Outcome", closing(kb, by_hand=by_hand)))
    assert "by the ranking with weights set by hand; " in found


@pytest.mark.parametrize(
    ("by_hand_from", "said"),
    [("workspace", "set for this workspace"), ("team", "set by the team")],
)
def test_it_says_who_set_the_weights(kb: KnowledgeBase, by_hand_from: str, said: str) -> None:
    by_hand = {CriterionId("lineage"): 100}
    found = under("Decision Drivers", closing(kb, by_hand=by_hand, by_hand_from=by_hand_from))
    assert f"All weights are {said}: Artifact lineage 100 %." in found


def test_a_rival_that_ties_is_said_to_be_level_already(kb: KnowledgeBase) -> None:
    by_hand = {CriterionId("lineage"): 100}
    found = under("More Information", closing(kb, by_hand=by_hand))
    assert any(
        "is level already, and leads with any weight that favours it." in each for each in found
    )


@pytest.mark.parametrize(
    ("values", "changes", "told"),
    [
        (STARTUP, {"alternative": METAFLOW}, "the team decided as the app recommended."),
        (STARTUP, {}, "the team decided otherwise than the app recommended."),
        (
            GROWTH,
            {"alternative": AlternativeId("zenml")},
            "what the team chose is one of those that were too close to call.",
        ),
        ((None,) * 4, {}, "the team decided without advice."),
        (STARTUP, {"kind": "stay"}, "the team decided otherwise than the app recommended."),
    ],
)
def test_it_says_whether_the_team_followed_the_advice(
    kb: KnowledgeBase, values: tuple[int | str | None, ...], changes: dict[str, Any], told: str
) -> None:
    found = under("Decision Outcome", closing(kb, *values, outcome=with_outcome(**changes)))
    assert f"Decision and advice: {told}" in found


def test_to_stay_is_the_advice_where_that_is_recommended(kb: KnowledgeBase) -> None:
    of = closing(
        kb,
        *GROWTH,
        outcome=with_outcome(kind="stay", alternative=AIRFLOW),
        follow_ups={RUNS_TODAY: "airflow", OUTGROWN: 1},
    )
    assert follows(of.outcome, of.recommendation)
    # To adopt what runs today is to stay with it.
    assert follows(with_outcome(alternative=AIRFLOW), of.recommendation)
    assert not follows(with_outcome(kind="stay", alternative=METAFLOW), of.recommendation)


def test_a_rival_of_what_is_kept_is_named_where_it_is_too_close_to_call(kb: KnowledgeBase) -> None:
    runs = {RUNS_TODAY: "kubeflow_pipelines", SlotId("pain"): "no"}
    wanted = {SlotId("lineage"): "required", SlotId("compliance"): "normal"}
    zenml = with_outcome(alternative=AlternativeId("zenml"))
    team = (30, 20, "some", "undecided")
    of = closing(kb, *team, outcome=zenml, follow_ups={**runs, **wanted})
    assert of.recommendation.kind == "stay"
    found = under("Decision Outcome", of)
    said = "What the app recommended: stay with Kubeflow Pipelines or ZenML. Too close to call, by "
    assert any(each.startswith(f"{said}the ranking; 0.05 ahead of ZenML; ") for each in found)
    close = "what the team chose is one of those that were too close to call."
    assert f"Decision and advice: {close}" in found
    kept = with_outcome(kind="stay", alternative=AlternativeId("kubeflow_pipelines"))
    assert follows(kept, of.recommendation)


def test_one_of_two_that_were_recommended_side_by_side_is_said_to_be_one(
    kb: KnowledgeBase,
) -> None:
    both = {RUNS_TODAY: "airflow", SlotId("dynamic_pipelines"): "yes"}
    of = closing(kb, *GROWTH, follow_ups={**both, OUTGROWN: 4})
    assert of.recommendation.kind == "hybrid"
    found = under("Decision Outcome", of)
    assert any("Apache Airflow, with Prefect beside it." in each for each in found)
    said = "what the team chose is one of the two that were recommended side by side."
    assert f"Decision and advice: {said}" in found


def test_a_hybrid_is_recorded_as_one_with_what_follows_from_both(kb: KnowledgeBase) -> None:
    both = {RUNS_TODAY: "airflow", SlotId("dynamic_pipelines"): "yes", OUTGROWN: 4}
    taken = with_outcome(kind="hybrid", alternative=AIRFLOW, beside=PREFECT)
    of = closing(kb, *GROWTH, outcome=taken, follow_ups=both)
    first, *more = under("Decision Outcome", of)
    assert '"Apache Airflow, with Prefect beside it"' in first
    assert "Decision and advice: the team decided as the app recommended." in more
    found = under("Consequences", of)
    assert "Bad, because: two orchestrators are run and kept up to date." in found
    assert "Cost: no source has a sum for the two side by side." in found
    for name in ("Apache Airflow", "Prefect"):
        assert any(each.startswith(f"Cost: {name}, if it ran everything: ") for each in found)
        for lead in ("Bad, because", "Good, because"):
            assert any(each.startswith(f"{lead}: {name}: ") for each in found)
    # Why what goes on running would not do for everything.
    assert any("It is not for this team. The team runs it and has outgrown it" in e for e in found)
    # What the facts say of these two side by side: why apart, and what is in the way.
    assert any("Install Airflow and Prefect apart" in each for each in found)
    assert any("Prefect: ML training, started by Airflow" in each for each in found)
    # Only a part of the pipelines moves, for which no source has an effort.
    assert "has to be moved to" not in "".join(found)
    [option] = [e for e in under("Considered Options", of) if "side by side" in e]
    assert option.startswith("Apache Airflow, with Prefect beside it: ")
    assert (
        record_page(of).title
        == "Apache Airflow, with Prefect beside it, as ML pipeline orchestrators"
    )
    # What is decided is no reason to look again; one of the two alone would be.
    reasons = under("More Information", of)
    assert not [each for each in reasons if "Apache Airflow, with Prefect" in each]
    alone = closing(kb, *GROWTH, outcome=with_outcome(alternative=AIRFLOW), follow_ups=both)
    assert [each for each in under("Considered Options", alone) if "side by side" in each]
    assert not follows(taken, closing(kb).recommendation)
    assert follows(alone.outcome, of.recommendation)


@pytest.mark.parametrize(
    ("beside", "said"),
    [
        ("prefect", "Of what was chosen, Apache Airflow was not tried itself."),
        ("dagster", "What was chosen was not tried itself."),
    ],
)
def test_of_a_hybrid_what_was_not_tried_is_named(kb: KnowledgeBase, beside: str, said: str) -> None:
    taken = with_outcome(kind="hybrid", alternative=AIRFLOW, beside=AlternativeId(beside))
    found = under("Confirmation", closing(kb, *GROWTH, outcome=taken, evaluated=tried(kb)))
    assert found[-1] == said


def test_what_runs_today_is_tried_enough(kb: KnowledgeBase) -> None:
    state: dict[str, Any] = {"follow_ups": {RUNS_TODAY: "airflow"}, "evaluated": tried(kb)}
    taken = with_outcome(kind="hybrid", alternative=AIRFLOW, beside=PREFECT)
    for outcome in (taken, with_outcome(alternative=AIRFLOW)):
        found = under("Confirmation", closing(kb, *GROWTH, outcome=outcome, **state))
        assert "not tried" not in "".join(found)
    dagster = taken.model_copy(update={"beside": AlternativeId("dagster")})
    found = under("Confirmation", closing(kb, *GROWTH, outcome=dagster, **state))
    assert found[-1] == "Of what was chosen, Dagster was not tried itself."


def test_a_hybrid_of_others_than_the_one_described_is_not_spoken_for(kb: KnowledgeBase) -> None:
    taken = with_outcome(kind="hybrid", alternative=METAFLOW, beside=AlternativeId("luigi"))
    found = under("Consequences", closing(kb, outcome=taken))
    assert not [each for each in found if "Install Airflow" in each or "its part" in each]
    assert any(each.startswith("Good, because: Metaflow: ") for each in found)
    assert "luigi" not in "".join(found)


def test_what_is_kept_despite_a_fact_is_an_option_with_that_fact(kb: KnowledgeBase) -> None:
    ruled = with_a_rule_against(kb, AIRFLOW)
    of = closing(ruled, *GROWTH, follow_ups={RUNS_TODAY: "airflow", OUTGROWN: 1})
    assert of.recommendation.kept_despite
    [staying] = [e for e in under("Considered Options", of) if e.startswith("Stay with")]
    assert staying.endswith(
        "It would be ruled out if it did not run: A rule made up for this example."
    )


def test_a_contender_that_was_ranked_is_said_to_be_judged_here(kb: KnowledgeBase) -> None:
    kestra = AlternativeId("kestra")
    ranked = closing(kb.with_contenders((kestra,)), outcome=with_outcome(alternative=kestra))
    [option] = [e for e in under("Considered Options", ranked) if e.startswith("Kestra: ")]
    assert "of 5, place " in option
    assert option.endswith("its ratings are this project's judgement.")


def test_a_choice_that_a_fact_rules_out_is_recorded_as_one(kb: KnowledgeBase) -> None:
    ruled = with_a_rule_against(kb, PREFECT)
    found = under("Decision Outcome", closing(ruled))
    fact = "a fact rules it out for this team: A rule made up for this example."
    assert f"Mind: {fact}" in found


def test_tests_that_lead_elsewhere_than_the_matrix_are_never_silent(kb: KnowledgeBase) -> None:
    told = "What the team's own tests say: Prefect leads with 4.5 of 5 (Metaflow 3.5); the matrix"
    app = "said Metaflow. The two do not agree."
    assert f"{told} {app}" in under("Decision Outcome", closing(kb, evaluated=tried(kb)))
    otherwise = "The team decided otherwise than its tests."
    against = closing(kb, outcome=with_outcome(alternative=METAFLOW), evaluated=tried(kb))
    assert f"{told} {app} {otherwise}" in under("Decision Outcome", against)


def test_what_was_tried_confirms_it_and_what_failed_is_named(kb: KnowledgeBase) -> None:
    found = under("Confirmation", closing(kb, evaluated=tried(kb)))
    assert "Metaflow, checklist: 1 of 24 pass, 1 failed, 22 open." in found
    assert any(each.startswith("Prefect, tests: 4.5 of 5, by 3 people (") for each in found)
    [failed] = [each for each in found if each.startswith("Metaflow fails: ")]
    assert failed.endswith("Note: The first run took a day.")


def test_nothing_tried_is_said_and_so_is_a_choice_that_was_not_tried(kb: KnowledgeBase) -> None:
    assert under("Confirmation", closing(kb)) == [
        "Nobody has ticked a checklist or scored a test: nothing confirms it yet."
    ]
    untried = closing(
        kb, outcome=with_outcome(alternative=AlternativeId("dagster")), evaluated=tried(kb)
    )
    assert under("Confirmation", untried)[-1] == "What was chosen was not tried itself."


def test_sheets_that_nobody_has_begun_stand_in_one_line_and_count_for_nothing(
    kb: KnowledgeBase,
) -> None:
    idle = (
        Sheet(kind="checklist", candidate=PREFECT, revision=1),
        Sheet(kind="trials", candidate=METAFLOW, revision=1),
    )
    line = "Not begun: checklist of Prefect and proof of concept of Metaflow."
    nothing, last = under("Confirmation", closing(kb, evaluated=Evaluated(sheets=idle)))
    assert (nothing.startswith("Nobody has ticked"), last) == (True, line)
    tested = replace(tried(kb), sheets=idle)
    found = under("Confirmation", closing(kb, evaluated=tested))
    assert found[-1] == "Not begun: checklist of Prefect."
    assert not [each for each in found if "0 of 24" in each]
    dagster = Sheet(kind="checklist", candidate=AlternativeId("dagster"), revision=1)
    untried = replace(tested, sheets=(dagster,))
    of = closing(kb, outcome=with_outcome(alternative=dagster.candidate), evaluated=untried)
    assert "What was chosen was not tried itself." in under("Confirmation", of)


def test_a_mean_reads_as_it_does_in_the_thread(kb: KnowledgeBase) -> None:
    whole = tried(kb)
    first = next(each for each in whole.scores if each.candidate == PREFECT)
    lower = first.model_copy(update={"points": first.points - 1})
    scores = tuple(lower if each is first else each for each in whole.scores)
    found = closing(kb, evaluated=replace(whole, scores=scores))
    [tests] = [e for e in under("Confirmation", found) if e.startswith("Prefect, tests: ")]
    [lead] = [e for e in under("Decision Outcome", found) if "own tests say" in e]
    assert tests.startswith("Prefect, tests: 4.4 of 5, ")
    assert "Prefect leads with 4.4 of 5" in lead
    assert "about" not in tests + lead


def test_a_candidate_that_the_decision_does_not_rank_is_an_option_too(kb: KnowledgeBase) -> None:
    sheet = Sheet(kind="checklist", candidate=AlternativeId("kestra"), revision=1)
    found = under("Considered Options", closing(kb, evaluated=Evaluated(sheets=(sheet,))))
    [option] = [each for each in found if each.startswith("Kestra: ")]
    assert option.startswith("Kestra: not ranked in this decision.")


def test_a_team_that_follows_the_advice_decides_otherwise_than_its_tests(
    kb: KnowledgeBase,
) -> None:
    of = closing(kb, outcome=with_outcome(alternative=METAFLOW), evaluated=tried(kb))
    found = under("Decision Outcome", of)
    assert "Decision and advice: the team decided as the app recommended." in found
    [tests] = [each for each in found if "own tests say" in each]
    assert tests.endswith("The team decided otherwise than its tests.")


def test_what_was_decided_is_no_reason_to_look_again(kb: KnowledgeBase) -> None:
    reason = "Reason to look again: Dagster if ML shares heavy ETL."
    assert reason in under("More Information", closing(kb))
    dagster = with_outcome(alternative=AlternativeId("dagster"))
    assert reason not in under("More Information", closing(kb, outcome=dagster))


def test_a_test_that_nobody_scored_leaves_the_mean_out(kb: KnowledgeBase) -> None:
    first = TrialId(kb.evaluation.proof_of_concept[0].id)
    whole = tried(kb)
    partly = replace(whole, scores=tuple(each for each in whole.scores if each.trial != first))
    found = under("Confirmation", closing(kb, evaluated=partly))
    [tests] = [each for each in found if each.startswith("Prefect, tests: ")]
    assert "Not all are scored" in tests
    assert "A realistic pipeline: not scored" in tests
    outcome = under("Decision Outcome", closing(kb, evaluated=partly))
    none = "No candidate is scored on every test yet, so none leads."
    assert f"What the team's own tests say: {none}" in outcome


def test_a_failed_item_shows_its_link(kb: KnowledgeBase) -> None:
    failed = Finding(verdict="fail", link="https://example.org/run")
    sheet = Sheet(
        kind="checklist", candidate=PREFECT, revision=1, findings={ItemId("first_run"): failed}
    )
    found = under("Confirmation", closing(kb, evaluated=Evaluated(sheets=(sheet,))))
    assert found[-1].endswith("See https://example.org/run")


def test_ballots_are_drivers_with_what_they_would_come_to(kb: KnowledgeBase) -> None:
    [found] = [
        each
        for each in under("Decision Drivers", closing(kb, evaluated=tried(kb)))
        if each.startswith("The group: ")
    ]
    assert "2 people have weighed the criteria." in found
    assert "The two share 60 of 100 points." in found
    assert "They differ most on Learning curve and Artifact lineage" in found


def test_one_ballot_has_nobody_to_agree_with(kb: KnowledgeBase) -> None:
    alone = Evaluated(ballots=(Ballot(person="U1", weights={CriterionId("learning_curve"): 100}),))
    [found] = [e for e in under("Decision Drivers", closing(kb, evaluated=alone)) if "group" in e]
    assert found == (
        "The group: One person has weighed the criteria. The weights of this person lead to the "
        "same advice: Metaflow."
    )


GROUP_OF_TWO = tuple(
    Ballot(person=person, weights={CriterionId("lineage"): 100}) for person in ("U1", "U2")
)


@pytest.mark.parametrize(
    ("values", "state", "said"),
    [
        (STARTUP, {}, "The group's weights would lead to other advice: ZenML or Dagster."),
        (
            GROWTH,
            {},
            "not the same as the advice, but both have Kubeflow Pipelines among the first.",
        ),
        (
            STARTUP,
            {"by_hand": {CriterionId("lineage"): 100}},
            "The group's weights were set by hand and count in the recommendation.",
        ),
        (
            STARTUP,
            {"by_hand": {CriterionId("community"): 100}},
            "The weights that count were set by hand and are others.",
        ),
        ((None,) * 4, {}, "The decision tree decides; no weights change that."),
    ],
)
def test_the_record_compares_what_the_group_weighs_as_the_thread_does(
    kb: KnowledgeBase, values: tuple[int | str | None, ...], state: dict[str, Any], said: str
) -> None:
    of = closing(kb, *values, evaluated=Evaluated(ballots=GROUP_OF_TWO), **state)
    [found] = [e for e in under("Decision Drivers", of) if e.startswith("The group: ")]
    assert found.endswith(said)


def test_a_default_is_recorded_as_no_advice(kb: KnowledgeBase) -> None:
    unknown = (None,) * 4
    found = under("Decision Outcome", closing(kb, *unknown, evaluated=tried(kb)))
    nothing = "nothing, since too little was known of the team; Prefect was a default."
    assert f"What the app recommended: {nothing}" in found
    metaflow = with_outcome(alternative=METAFLOW)
    told = " ".join(under("Decision Outcome", closing(kb, *unknown, outcome=metaflow)))
    assert "do not agree" not in told


def test_what_the_facts_have_no_more_is_recorded_by_its_id(kb: KnowledgeBase) -> None:
    sheet = Sheet(kind="checklist", candidate=AlternativeId("gone"), revision=1, findings={})
    gone = with_outcome(alternative=AlternativeId("gone"))
    page = record_page(closing(kb, outcome=gone, evaluated=Evaluated(sheets=(sheet,))))
    assert "gone: not ranked in this decision." in lines(page, "Considered Options")
    assert "Not begun: checklist of gone." in lines(page, "Confirmation")
    unknown = "gone is not described here any more, so nothing is known of it."
    assert lines(page, "Consequences") == [unknown]


def test_what_speaks_against_a_choice_comes_before_what_speaks_for_it(kb: KnowledgeBase) -> None:
    found = [each.partition(": ")[0] for each in under("Consequences", closing(kb))]
    good, bad = "Good, because", "Bad, because"
    assert found[0] == "Cost"
    assert 0 < found.index(bad) < found.index(good)
    assert bad not in found[found.index(good) :]


def test_the_cost_is_that_of_the_choice_with_what_is_assumed(kb: KnowledgeBase) -> None:
    cost, *assumed = [e for e in under("Consequences", closing(kb)) if e.startswith("Cost")]
    assert cost.startswith("Cost: Prefect Cloud with own workers: about $")
    assert any(each.startswith("Cost, assumed, since nobody said it: ") for each in assumed)


def test_no_figure_is_made_up_for_a_choice_without_one(kb: KnowledgeBase) -> None:
    kestra = with_outcome(alternative=AlternativeId("kestra"))
    found = [e for e in under("Consequences", closing(kb, outcome=kestra)) if e.startswith("Cost")]
    assert found
    assert not any("$" in each.partition("assumed")[0] for each in found[:1])


def test_moving_from_airflow_is_a_consequence_with_its_effort(kb: KnowledgeBase) -> None:
    moved = closing(kb, *GROWTH, follow_ups={RUNS_TODAY: "airflow", OUTGROWN: 4})
    assert any("It has to be moved to: 3 to 6 months" in e for e in under("Consequences", moved))
    assert not any("moved to" in each for each in under("Consequences", closing(kb)))


def test_of_what_is_not_described_no_consequence_is_made_up(kb: KnowledgeBase) -> None:
    unknown = closing(kb, outcome=with_outcome(kind="stay", alternative=None))
    [only] = under("Consequences", unknown)
    assert "not described here" in only


def test_to_have_none_has_consequences_and_no_cost(kb: KnowledgeBase) -> None:
    none = closing(kb, outcome=with_outcome(kind="no_orchestrator", alternative=None))
    found = under("Consequences", none)
    assert found
    assert not [each for each in found if each.startswith("Cost")]


def test_what_would_change_the_advice_is_there_to_come_back_to(kb: KnowledgeBase) -> None:
    found = under("More Information", closing(kb, supersedes=3))
    assert "Reason to look again: Dagster if ML shares heavy ETL." in found
    assert any(each.startswith("Not known, and could change the advice: ") for each in found)
    assert "To be looked at again: on 2027-05-01." in found
    assert "Supersedes: record 3 of this workspace." in found
    assert f"Ratings: as they were known on {kb.as_of}." in found


def test_a_record_of_the_lessons_edition_says_so(kb: KnowledgeBase) -> None:
    found = under("More Information", closing(kb, edition=Edition.LESSON))
    assert "Ratings: the lesson's, as it printed them." in found


def test_an_outcome_that_the_facts_have_no_more_is_called_by_its_id(kb: KnowledgeBase) -> None:
    assert chosen(with_outcome(alternative=AlternativeId("gone")), kb) == "gone"
    none = with_outcome(kind="no_orchestrator", alternative=None)
    assert title(none, kb) == "No ML pipeline orchestrator yet"


# The document


@pytest.mark.parametrize("values", [STARTUP, GROWTH, (None,) * 4])
def test_a_page_comes_back_from_its_document(
    kb: KnowledgeBase, values: tuple[int | str | None, ...]
) -> None:
    page = record_page(closing(kb, *values, evaluated=tried(kb)))
    assert page_of(page_document(page)) == page


def test_every_kind_of_part_comes_back() -> None:
    source = Source(title="A page", as_of="2026", grade=Grade.A)
    page = Page(
        "All",
        (
            Section("", (Lines((Line("a", "b", (source,)),), is_numbered=True), Code("x", "y"))),
            Section("Grid", (Grid(("a", "b"), (("1", "2"),), (source,)),)),
        ),
        see_also=("prefect",),
    )
    assert page_of(page_document(page)) == page


@pytest.mark.parametrize("document", ["", "{}", "[]", '{"title": 1}', '{"title": "x"}'])
def test_what_another_version_wrote_is_said_to_be_so(document: str) -> None:
    page = page_of(document)
    assert "nother version of the app has written this record" in page_document(page)


def test_a_written_record_stays_as_it_is_when_facts_change(kb: KnowledgeBase) -> None:
    before = closing(kb)
    document = page_document(record_page(before))
    metaflow = kb.alternatives[METAFLOW]
    ratings = {
        criterion: each.model_copy(update={"lesson": 1, "current": None})
        for criterion, each in metaflow.ratings.items()
    }
    worse = metaflow.model_copy(update={"ratings": ratings})
    later = kb.model_copy(update={"alternatives": {**kb.alternatives, METAFLOW: worse}})
    assert "Metaflow: 4.45 of 5, place 1." in lines(page_of(document), "Considered Options")
    assert "Metaflow: 4.45 of 5, place 1." not in under("Considered Options", closing(later))


# Markdown


def test_the_headings_are_those_of_madr(kb: KnowledgeBase) -> None:
    _, tokens = parsed(madr(record(closing(kb, evaluated=tried(kb))), {}))
    title_of, *others = headings(tokens)
    assert title_of == ("h1", "Prefect as ML pipeline orchestrator")
    assert others == HEADINGS


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, "accepted"),
        ({"superseded_by": 12}, "superseded by ADR-0012"),
        ({"is_withdrawn": True}, "withdrawn"),
        ({"superseded_by": 12, "is_withdrawn": True}, "withdrawn"),
    ],
)
def test_the_front_matter_says_how_it_stands(
    kb: KnowledgeBase, changes: dict[str, Any], status: str
) -> None:
    front, _ = parsed(madr(record(closing(kb), **changes), {"U1": "Ada"}))
    assert front["status"] == status
    assert str(front["date"]) == "2026-11-02"
    assert front["decision-makers"] == "Ada"


def test_a_person_without_a_name_is_called_by_their_id(kb: KnowledgeBase) -> None:
    front, _ = parsed(madr(record(closing(kb)), {}))
    assert front["decision-makers"] == "U1"


def test_every_source_has_its_date_and_every_mark_its_source(kb: KnowledgeBase) -> None:
    written = madr(record(closing(kb)), {})
    body, _, listed = written.partition("### Sources")
    given = {*re.findall(r"grade ([A-Z])$", listed, re.MULTILINE)}
    [legend] = re.findall(r"^Grades: (.+)\.$", listed, re.MULTILINE)
    assert {each[0] for each in legend.split(", ")} == given
    entries = re.findall(r"^(\d+)\. .+, [^,]+, grade [A-Z]$", listed, re.MULTILINE)
    assert entries == [str(number) for number in range(1, len(entries) + 1)]
    assert {*re.findall(r"\\\[(\d+)\\\]", body)} == {*entries}


def test_the_file_is_called_as_madr_calls_it(kb: KnowledgeBase) -> None:
    assert file_name(record(closing(kb))) == "0007-prefect-as-ml-pipeline-orchestrator.md"


HOSTILE = [
    "<!channel> <@U1> <https://evil.example|here>",
    "# heading",
    "line\n# heading\n\n## another\n---\n",
    "`code` ```\nfence\n```",
    "* bullet\n1. number\n2) other\n- dash\n+ plus\n> quote",
    "[link](https://evil.example) ![image](https://evil.example)",
    "[1]: https://evil.example",
    "| a | b |\n|---|---|\n| c | d |",
    "<script>alert(1)</script> <!-- hidden --> &lt;b&gt;",
    "**bold** __bold__ *it* _it_ ~~gone~~ \\",
    "title\n=====\n\n    indented",
]


def opened(tokens: list[Token]) -> list[str]:
    """What a text is made of, apart from the words themselves."""
    found = [each for token in tokens for each in (token, *(token.children or ()))]
    plain = {"text", "text_special", "inline", "paragraph_open", "paragraph_close", "softbreak"}
    return [each.type for each in found if each.type not in plain]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_words_of_a_person_are_markup(kb: KnowledgeBase, hostile: str) -> None:
    failed = Finding(verdict="fail", note=hostile)
    sheet = Sheet(
        kind="checklist", candidate=PREFECT, revision=1, findings={ItemId("first_run"): failed}
    )
    tame = madr(record(closing(kb, evaluated=noting(sheet, "tame"))), {"U1": "Ada"})
    of = closing(kb, outcome=with_outcome(because=hostile), evaluated=Evaluated(sheets=(sheet,)))
    front, tokens = parsed(madr(record(of), {"U1": hostile}))
    assert opened(tokens) == opened(parsed(tame)[1])
    assert front.keys() == {"status", "date", "decision-makers"}
    for word in re.findall(r"\w+", hostile):
        assert word in in_text(tokens)


def noting(sheet: Sheet, note: str) -> Evaluated:
    failed = Finding(verdict="fail", note=note)
    same = sheet.model_copy(update={"findings": {ItemId("first_run"): failed}})
    return Evaluated(sheets=(same,))


@given(text=st.text(min_size=1), name=st.text(min_size=1))
def test_any_text_comes_out_as_it_went_in(text: str, name: str) -> None:
    page = Page("T", (Section("More Information", (Lines((Line(text), Line("x", lead=text))),)),))
    front, tokens = parsed(madr(Record(1, ADOPTED, page), {"U1": name}))
    assert headings(tokens) == [("h1", "T"), ("h2", "More Information")]
    assert sum(each.type == "list_item_open" for each in tokens) == 2
    shown = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    inlines = [each for each in tokens if each.type == "inline"]
    said = [in_text([each]) for each in inlines]
    assert said[2:] == ([shown] if shown else []) + [f"{shown}: x"]
    shown_name = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    assert front["decision-makers"] == shown_name


def test_tables_and_code_are_markdown_too() -> None:
    source = Source(title="A [b]", url="https://example.org/a_(b)", as_of="2026", grade=Grade.A)
    page = Page(
        "All",
        (
            Section(
                "",
                (
                    Grid(("a", "b|c"), (("1", "2|3"),), (source,)),
                    Code("```\n# no heading", "What it *shows*"),
                    Lines((Line("first"), Line("second")), is_numbered=True),
                ),
            ),
        ),
    )
    _, tokens = parsed(madr(Record(1, ADOPTED, page), {}))
    kinds = [each.type for each in tokens]
    assert kinds.count("td_open") == kinds.count("th_open") == 2
    [code] = [each.content for each in tokens if each.type == "code_block"]
    assert code == "```\n# no heading\n"
    assert kinds.count("ordered_list_open") == 2
    links = [c for token in tokens for c in token.children or () if c.type == "link_open"]
    assert [each.attrs["href"] for each in links] == ["https://example.org/a_%28b%29"]


def test_a_record_in_markdown_equals_its_golden_file() -> None:
    source = Source(title="The lesson", as_of="2024", grade=Grade.J)
    docs = Source(title="Docs", url="https://example.org/docs", as_of="2026-11-02", grade=Grade.A)
    found = Page(
        "Prefect as ML pipeline orchestrator",
        (
            Section("Context and Problem Statement", (Lines((Line("Which one?"),)),)),
            Section("Decision Drivers", (Lines((Line("30 %", "Ease"), Line("Weights."))),)),
            Section("Considered Options", (Lines((Line("4.45 of 5.", "Prefect", (source,)),)),)),
            Section("Decision Outcome", (Lines((Line('"Prefect"', "Chosen option"),)),)),
            Section(
                "Consequences",
                (
                    Lines(
                        (
                            Line("3. costs $5", "Bad, because", (docs, source)),
                            Line("2026. was a_year for *it*"),
                        )
                    ),
                ),
            ),
            Section("Confirmation", (Lines((Line("Nothing."),)),)),
            Section("More Information", (Lines((Line("- a day", sources=(docs,)),)),)),
        ),
    )
    written = madr(Record(7, ADOPTED, found, superseded_by=9), {"U1": 'Ada "A" Lovelace'})
    assert written == GOLDEN.read_text(encoding="utf-8")
