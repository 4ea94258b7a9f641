"""What there is to tick, how far it has come, and what a team's own tests say."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.decision.recommend import recommend
from engine.evaluation.items import categories, category_of, item_of
from engine.evaluation.model import (
    CategoryId,
    Evaluated,
    Finding,
    ItemId,
    Outcome,
    Score,
    Sheet,
    SheetKind,
    TrialId,
)
from engine.evaluation.progress import Progress, progress, progress_in
from engine.evaluation.results import contradicts, results
from knowledge.schema import AlternativeId, KnowledgeBase, SlotId
from tests.facts import KB

PREFECT, DAGSTER, FLYTE = AlternativeId("prefect"), AlternativeId("dagster"), AlternativeId("flyte")
TRIALS = tuple(TrialId(each.id) for each in KB.evaluation.proof_of_concept)
KINDS = get_args(SheetKind)


def scored(candidate: AlternativeId, person: str, *points: int) -> list[Score]:
    return [
        Score(candidate=candidate, trial=trial, person=person, points=each)
        for trial, each in zip(TRIALS, points, strict=False)
    ]


def sheet(candidate: AlternativeId, kind: SheetKind = "checklist", **findings: Finding) -> Sheet:
    found = {ItemId(item): each for item, each in findings.items()}
    return Sheet(kind=kind, candidate=candidate, revision=1, findings=found)


def evaluated(*scores: Iterable[Score], sheets: Iterable[Sheet] = ()) -> Evaluated:
    return Evaluated(sheets=tuple(sheets), scores=tuple(each for some in scores for each in some))


# Items


@pytest.mark.parametrize(
    ("kind", "sizes"), [("checklist", [5, 5, 5, 5, 4]), ("trials", [2, 3, 2, 3])]
)
def test_a_sheet_has_the_items_of_its_kind(
    kb: KnowledgeBase, kind: SheetKind, sizes: list[int]
) -> None:
    found = categories(kind, kb)
    assert [len(each.items) for each in found] == sizes
    ids = [item.id for each in found for item in each.items]
    assert len(ids) == len(set(ids))


def test_an_item_has_its_label_and_its_text(kb: KnowledgeBase) -> None:
    item = item_of("checklist", ItemId("artifacts"), kb)
    assert item.label == "Which run made which artifact"
    assert item.text == "It is recorded which run made which artifact."
    assert item in category_of("checklist", CategoryId("observability"), kb).items


def test_a_category_of_one_kind_is_told_from_that_of_the_other(kb: KnowledgeBase) -> None:
    id_ = CategoryId("observability")
    tasks = category_of("trials", id_, kb).items
    assert [item.id for item in tasks] == ["runs_that_succeeded", "runs_that_failed", "model_auc"]
    assert len(category_of("checklist", id_, kb).items) == 5


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_there_is_an_error(kb: KnowledgeBase, kind: SheetKind) -> None:
    with pytest.raises(KeyError, match="nowhere"):
        item_of(kind, ItemId("nowhere"), kb)
    with pytest.raises(KeyError, match="nowhere"):
        category_of(kind, CategoryId("nowhere"), kb)


# Progress


def test_a_sheet_that_nobody_touched_is_open(kb: KnowledgeBase) -> None:
    assert progress(sheet(PREFECT), kb) == Progress(24, 0, 0, 0, 0, 24, 0)


def test_progress_counts_each_verdict_once(kb: KnowledgeBase) -> None:
    found = sheet(
        PREFECT,
        first_run=Finding(verdict="pass", note="40 minutes"),
        editors=Finding(verdict="pass", link="https://example.com/a"),
        retries=Finding(verdict="pass", note="Yes", link="https://example.com/b"),
        logs=Finding(verdict="partial"),
        history=Finding(verdict="fail"),
        secrets=Finding(verdict="fail"),
        upgrades=Finding(verdict="not_applicable"),
        scaling=Finding(note="To ask"),
        on_call=Finding(assignee="UA"),
    )
    assert progress(found, kb) == Progress(
        total=24, passed=3, partial=1, failed=2, not_applicable=1, open=17, notes=4
    )
    development = category_of("checklist", CategoryId("development"), kb)
    assert progress_in(development, found) == Progress(5, 2, 0, 0, 0, 3, 2)


def test_a_finding_on_an_item_of_another_sheet_does_not_count(kb: KnowledgeBase) -> None:
    done = Finding(verdict="pass")
    found = sheet(PREFECT, "trials", run_on=done, first_run=done, gone=done)
    assert progress(found, kb) == Progress(10, 1, 0, 0, 0, 9, 0)


# Results


def test_a_mean_is_that_of_the_trials_however_many_scored_each(kb: KnowledgeBase) -> None:
    # Prefect: (5 + 4) / 2 = 4.5, then 4, 4, 3: 15.5 / 4 = 3.875. Dagster: (4 + 4 + 5 + 4) / 4.
    found = results(
        evaluated(
            scored(PREFECT, "UA", 5, 4, 4, 3),
            scored(PREFECT, "UB", 4),
            scored(DAGSTER, "UA", 4, 4, 5, 4),
        ),
        kb,
    )
    assert [(each.candidate, each.mean, each.people) for each in found.candidates] == [
        (DAGSTER, Fraction(17, 4), 1),
        (PREFECT, Fraction(31, 8), 2),
    ]
    assert list(found.candidates[1].means.values()) == [Fraction(9, 2), 4, 4, 3]
    assert list(found.candidates[1].means) == list(TRIALS)
    assert found.leaders == (DAGSTER,)


def test_a_trial_without_a_score_leaves_no_mean(kb: KnowledgeBase) -> None:
    found = results(
        evaluated(scored(PREFECT, "UA", 5, 5, 5), scored(DAGSTER, "UB", 1, 1, 1, 1)), kb
    )
    assert [(each.candidate, each.mean) for each in found.candidates] == [
        (DAGSTER, Fraction(1)),
        (PREFECT, None),
    ]
    assert list(found.candidates[1].means) == list(TRIALS[:3])


def test_no_leader_is_named_of_one_that_is_complete(kb: KnowledgeBase) -> None:
    complete, begun = scored(DAGSTER, "UA", 5, 5, 5, 5), scored(PREFECT, "UA", 1)
    assert results(evaluated(complete, begun), kb).leaders == ()


def test_scores_of_several_people_complete_a_candidate(kb: KnowledgeBase) -> None:
    rest = scored(PREFECT, "UB", 1, 1, 1, 3)[3:]
    (found,) = results(evaluated(scored(PREFECT, "UA", 3, 3, 3), rest), kb).candidates
    assert (found.mean, found.people) == (Fraction(3), 2)


def test_all_that_tie_lead(kb: KnowledgeBase) -> None:
    # 16 / 4 each, on different trials.
    found = results(
        evaluated(
            scored(DAGSTER, "UA", 5, 3, 5, 3),
            scored(PREFECT, "UA", 3, 5, 3, 5),
            scored(FLYTE, "UA", 4, 4, 4, 3),
        ),
        kb,
    )
    assert set(found.leaders) == {DAGSTER, PREFECT}
    assert found.candidates[2].candidate == FLYTE


def test_candidates_stand_as_they_were_begun_where_no_mean_orders_them(kb: KnowledgeBase) -> None:
    sheets = [sheet(FLYTE, first_run=Finding(verdict="fail")), sheet(DAGSTER, "trials")]
    found = results(evaluated(scored(PREFECT, "UA", 5), sheets=sheets), kb)
    assert [each.candidate for each in found.candidates] == [FLYTE, DAGSTER, PREFECT]
    assert [each.checklist for each in found.candidates] == [
        Progress(24, 0, 0, 1, 0, 23, 0),
        None,
        None,
    ]


def test_nothing_is_found_where_nothing_was_tested(kb: KnowledgeBase) -> None:
    found = results(evaluated(), kb)
    assert (found.candidates, found.leaders) == ((), ())


# Against the advice


def test_the_teams_own_tests_can_contradict_the_advice(kb: KnowledgeBase) -> None:
    advice = recommend({}, kb)
    assert (advice.alternative, advice.beside, advice.close) == (PREFECT, None, ())
    low, high = (3, 3, 3, 3), (4, 3, 3, 3)
    for_dagster = results(evaluated(scored(DAGSTER, "UA", *high), scored(PREFECT, "UA", *low)), kb)
    for_prefect = results(evaluated(scored(DAGSTER, "UA", *low), scored(PREFECT, "UA", *high)), kb)
    assert contradicts(for_dagster, advice)
    assert not contradicts(for_prefect, advice)
    assert not contradicts(for_dagster, replace(advice, beside=DAGSTER))
    assert not contradicts(for_dagster, replace(advice, close=(DAGSTER,)))


def test_a_tie_with_what_is_advised_contradicts_nothing(kb: KnowledgeBase) -> None:
    tie = results(
        evaluated(scored(DAGSTER, "UA", 3, 3, 3, 3), scored(PREFECT, "UA", 3, 3, 3, 3)), kb
    )
    assert not contradicts(tie, recommend({}, kb))


def test_tests_of_one_candidate_contradict_nothing(kb: KnowledgeBase) -> None:
    alone = results(evaluated(scored(DAGSTER, "UA", 5, 5, 5, 5)), kb)
    assert not contradicts(alone, recommend({}, kb))


def test_scripts_that_lead_do_not_contradict_the_advice_to_do_without(kb: KnowledgeBase) -> None:
    few: dict[SlotId, int | str] = {
        **{SlotId(slot): 1 for slot in ("model_count", "pipelines", "runs_per_week")},
        SlotId("pain"): "no",
    }
    advice = recommend(few, kb)
    assert advice.kind == "no_orchestrator"
    without = scored(AlternativeId("none"), "UA", 5, 5, 5, 5)
    of_prefect = scored(PREFECT, "UA", 4, 4, 4, 4)
    of_dagster = scored(DAGSTER, "UA", 5, 5, 5, 5)
    assert not contradicts(results(evaluated(without, of_prefect), kb), advice)
    assert contradicts(results(evaluated(of_dagster, of_prefect), kb), advice)
    assert contradicts(results(evaluated(without, of_prefect), kb), recommend({}, kb))


# Whatever is scored

SCORES = st.dictionaries(
    st.tuples(
        st.sampled_from([PREFECT, DAGSTER, FLYTE]),
        st.sampled_from(TRIALS),
        st.sampled_from(["UA", "UB", "UC"]),
    ),
    st.integers(1, 5),
).map(
    lambda found: [
        Score(candidate=candidate, trial=trial, person=person, points=points)
        for (candidate, trial, person), points in found.items()
    ]
)


@given(SCORES, st.data())
def test_the_order_of_scores_does_not_matter(scores: list[Score], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(scores))
    assert results(evaluated(shuffled), KB) == results(evaluated(scores), KB)


@given(SCORES)
def test_leaders_are_all_that_have_the_highest_mean(scores: list[Score]) -> None:
    found = results(evaluated(scores), KB)
    means = {each.candidate: each.mean for each in found.candidates if each.mean is not None}
    for each in found.candidates:
        of_one = {score.trial for score in scores if score.candidate == each.candidate}
        assert (each.mean is not None) == (of_one == set(TRIALS))
    best = [each for each, mean in means.items() if mean == max(means.values())]
    assert list(found.leaders) == (best if len(means) > 1 else [])
    listed = [each.mean or 0 for each in found.candidates]
    assert listed == sorted(listed, reverse=True)


# What was decided


@pytest.mark.parametrize(
    ("kind", "alternative", "beside"),
    [
        ("hybrid", "airflow", None),
        ("hybrid", None, "prefect"),
        ("adopt", "airflow", "prefect"),
        ("stay", "airflow", "prefect"),
    ],
)
def test_a_hybrid_has_two_and_nothing_else_has(
    kind: str, alternative: str | None, beside: str | None
) -> None:
    told = {"because": "", "by": "U1", "at": 1.0}
    both = {"kind": "hybrid", "alternative": "airflow", "beside": "prefect"}
    assert Outcome.model_validate({**both, **told}).beside == "prefect"
    with pytest.raises(ValidationError, match="a hybrid has an alternative beside another"):
        Outcome.model_validate({**told, "kind": kind, "alternative": alternative, "beside": beside})
