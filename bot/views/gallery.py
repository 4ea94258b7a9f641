"""A named example of every view: test, preview and documentation in one.

The examples are made by the engine from the knowledge base, so they say what the app would say.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.pages.page import Code, Grid, Line, Lines, Page, Section
from bot.views.answer import answer
from bot.views.blocks import Rendered
from bot.views.decision import root
from bot.views.examples import (
    CLOUD,
    KUBERNETES,
    MODELS,
    SLOTS,
    TEAM,
    Example,
    message,
    quiet,
    snapshot_of,
    with_a_rule_against,
    with_long_names,
)
from bot.views.form import form, new_form
from bot.views.gallery_cost import COST
from bot.views.gallery_exports import EXPORTS
from bot.views.gallery_home import HOME
from bot.views.gallery_record import RECORD, tried
from bot.views.gallery_settings import SETTINGS
from bot.views.gallery_sheets import SHEETS
from bot.views.gallery_votes import VOTES
from bot.views.page import page
from bot.views.question import question
from bot.views.quiz import quiz, quiz_result
from bot.views.reasons import reasons
from bot.views.remarks import sentences
from bot.views.sureness import sureness
from engine.advice.outgrown import verdict
from engine.dialogue.model import (
    Closed,
    NothingUnderstood,
    Refused,
    Remark,
    Said,
    Span,
    Understood,
)
from knowledge.schema import (
    AlternativeId,
    CriterionId,
    Edition,
    KnowledgeBase,
    SlotId,
    SourceId,
)

_STARTUP = (8, 3, "none", "aws")
_GROWTH = (30, 20, "strong", "gcp")
_ENTERPRISE = (60, 120, "strong", "multi")
_BETWEEN = (14, 6, "some", "azure")
_FEW_PIPELINES = {SlotId("pipelines"): 3, SlotId("dominant_skill"): "software"}
_DYNAMIC_AIRFLOW = {
    SlotId("current_orchestrator"): "airflow",
    SlotId("dynamic_pipelines"): "yes",
    SlotId("outgrown_signals"): 4,
}
_LINEAGE = {SlotId("lineage"): "required"}
_STAYS = {SlotId("current_orchestrator"): "airflow", SlotId("outgrown_signals"): 1}
_AT_RISK = {SlotId("portability"): "nice"}
_RUNS_TODAY, _SKILL = SlotId("current_orchestrator"), SlotId("dominant_skill")
_ONE_LEFT = {
    **{SlotId(slot): "no" for slot in ("lineage", "isolation", "portability", "shared_etl")},
    **{SlotId(slot): "no" for slot in ("mid_project", "dynamic_pipelines", "self_host")},
    SlotId("current_orchestrator"): "none",
    SlotId("pipelines"): 3,
    SlotId("compliance"): "normal",
}
_TEN_TO_FIFTEEN = {TEAM: Span(low=10, high=15)}
_FIVE_TO_FIFTEEN = {MODELS: Span(low=5, high=15)}
_HANGING = (30, 10, "some", "gcp")
_STRESSED = (CriterionId("lineage"),)


def _root(*values: int | str | None, **state: Any) -> Callable[[KnowledgeBase], Example]:
    return lambda kb: message(root(snapshot_of(kb, *values, **state), kb))


def _evaluated(*values: int | str | None, **state: Any) -> Callable[[KnowledgeBase], Example]:
    """The root of a decision whose team has tried two candidates."""
    return lambda kb: message(
        root(replace(snapshot_of(kb, *values, **state), evaluated=tried(kb)), kb)
    )


def _question(
    slot: SlotId, *values: int | str | None, **state: Any
) -> Callable[[KnowledgeBase], Example]:
    return lambda kb: message(question(snapshot_of(kb, *values, **state), slot, kb))


def _reasons(*values: int | str | None, **state: Any) -> Callable[[KnowledgeBase], Example]:
    return lambda kb: message(reasons(snapshot_of(kb, *values, **state), kb))


def _sureness(*values: int | str | None, **state: Any) -> Callable[[KnowledgeBase], Example]:
    return lambda kb: message(sureness(snapshot_of(kb, *values, **state), kb))


def _answer(*values: int | str | None, **state: Any) -> Callable[[KnowledgeBase], Example]:
    return lambda kb: message(answer(snapshot_of(kb, *values, **state), kb))


def _form(*values: int | str | None, **state: Any) -> Callable[[KnowledgeBase], Example]:
    return lambda kb: Example("modal", form(snapshot_of(kb, *values, **state), kb))


def _remarks(
    *remarks: Remark, values: tuple[int | str | None, ...] = (), **state: Any
) -> Callable[[KnowledgeBase], Example]:
    def example(kb: KnowledgeBase) -> Example:
        text = sentences(remarks, snapshot_of(kb, *values, **state).dialogue, kb)
        return Example("message", {"text": text, "blocks": []})

    return example


def _without(
    alternative: str, example: Callable[[KnowledgeBase], Example]
) -> Callable[[KnowledgeBase], Example]:
    return lambda kb: example(with_a_rule_against(kb, AlternativeId(alternative)))


def _long(
    example: Callable[[KnowledgeBase], Example],
) -> Callable[[KnowledgeBase], Example]:
    return lambda kb: example(with_long_names(kb))


def _page(kb: KnowledgeBase, sections: int) -> Rendered:
    """A page with every kind of part in it, as often as told."""
    lesson = kb.source(SourceId("lesson"))
    words = "A statement of an example, which goes on for a while. " * 4
    parts = (
        Lines((Line(words, lead="Lesson", sources=(lesson,)), Line("Another one.", lead="Today"))),
        Lines((Line("Begin."), Line("Go on.")), is_numbered=True),
        Grid(("Criterion", "Prefect", "Dagster"), (("Lineage", "2", "4"), ("Community", "4", ""))),
        Grid(("Feature", "Lesson", "Today"), (("Retries", "Yes", words), ("Caching", "", "Yes"))),
        Code("print(1 < 2)  # ```", caption="A comparison. Run on Python alone."),
    )
    shown = Page(
        "An example <of a page>",
        (Section("", parts[:1]), *(Section(f"Part {each}", parts) for each in range(sections))),
        see_also=("lineage", "ratings"),
    )
    return page(shown, "orchestrator explain example")


def _quiz_result(
    signals: int, unsure: int, *, in_decision: bool
) -> Callable[[KnowledgeBase], Example]:
    def example(kb: KnowledgeBase) -> Example:
        found = verdict(signals, kb)
        return Example("modal", quiz_result(found, unsure, kb, in_decision=in_decision))

    return example


_READ_ZERO = "I read 0 models; a team that has none yet can say `no models yet`."

GALLERY: Mapping[str, Callable[[KnowledgeBase], Example]] = {
    "root_opened": _root(asking=TEAM),
    "root_half_answered": _root(8, 3, asking=KUBERNETES),
    "root_with_a_skipped_answer": _root(8, None, "none", asking=CLOUD),
    "root_changing_an_answer": _root(*_STARTUP, asking=CLOUD),
    "root_moved": _root(asking=TEAM, moved_from="C0LOCKED"),
    "root_cancelled": _root(8, cancelled=True),
    "root_asking_a_follow_up": _root(*_STARTUP, asking=_RUNS_TODAY),
    "root_asking_the_last_follow_up": _root(*_STARTUP, asking=_SKILL, follow_ups=_ONE_LEFT),
    "root_with_a_range": _root(12, 3, "none", "aws", spans=_TEN_TO_FIFTEEN),
    "root_that_hangs_on_a_range": _root(*_HANGING, spans=_FIVE_TO_FIFTEEN),
    "root_startup": _root(*_STARTUP),
    "root_startup_as_the_lesson_has_it": _root(*_STARTUP, edition=Edition.LESSON),
    "root_growth": _root(*_GROWTH),
    "root_tie": _root(*_ENTERPRISE, edition=Edition.LESSON),
    "root_enterprise": _root(*_ENTERPRISE),
    "root_between_two_kinds_of_team": _root(*_BETWEEN),
    "root_smaller_than_any_kind_of_team": _root(1, 1, "some", "undecided"),
    "root_ruled_out": _root(30, 20, "none", "azure"),
    "root_partly_known": _root(30, None, None, "aws"),
    "root_default": _root(None, None, None, None),
    "root_concluded_moved": _root(*_STARTUP, moved_from="C0LOCKED"),
    "root_tree_against_ranking": _root(*_STARTUP, follow_ups=_FEW_PIPELINES),
    "root_settled_by_one_answer": _root(*_STARTUP, follow_ups={SlotId("pipelines"): 3}),
    "root_pick_ruled_out": _without("prefect", _root(*_STARTUP, follow_ups=_FEW_PIPELINES)),
    "root_too_close": _root(30, 12, "some", "gcp"),
    "root_tie_for_second": _root(60, 70, "strong", "aws"),
    "root_sizes_that_disagree": _root(8, 200, "strong", "azure"),
    "root_ranking_among_some": _root(30, 20, "none", "azure", follow_ups=_LINEAGE),
    "root_default_by_undecided": _root(None, None, None, "undecided"),
    "root_hybrid": _root(*_GROWTH, follow_ups=_DYNAMIC_AIRFLOW),
    "root_stay": _root(*_GROWTH, follow_ups=_STAYS),
    "root_stressed": _root(*_GROWTH, stressed=_STRESSED),
    "root_stressed_half_answered": _root(8, 3, asking=KUBERNETES, stressed=_STRESSED),
    "root_with_own_tests": _evaluated(*_STARTUP),
    "root_with_own_tests_before_an_answer": _evaluated(8, asking=MODELS),
    "root_that_asks_nothing": lambda kb: message(root(quiet(kb), kb)),
    "root_with_contenders": lambda kb: _root(*_GROWTH)(kb.with_contenders()),
    "root_no_orchestrator": _root(
        3,
        1,
        "none",
        "aws",
        follow_ups={
            SlotId("pipelines"): 1,
            SlotId("runs_per_week"): 1,
            SlotId("pain"): "no",
            SlotId("current_orchestrator"): "cron",
        },
    ),
    "root_long_names": _long(_root(30, 20, "none", "azure")),
    "question_team": _question(TEAM, asking=TEAM),
    "question_models_after_a_refusal": _question(MODELS, 8, asking=MODELS, refused=1),
    "question_kubernetes": _question(KUBERNETES, 8, 3, asking=KUBERNETES),
    "question_cloud": _question(CLOUD, 8, 3, "none", asking=CLOUD),
    "question_asked_again": _question(CLOUD, *_STARTUP, asking=CLOUD),
    "question_follow_up": _question(_RUNS_TODAY, *_STARTUP, asking=_RUNS_TODAY),
    "question_last_follow_up": _question(
        _SKILL, *_STARTUP, asking=_SKILL, follow_ups=_ONE_LEFT, hears_threads=True
    ),
    "question_in_the_direct_message": _question(TEAM, asking=TEAM, is_direct=True),
    "question_answered_again": _question(
        TEAM,
        *(12, 3),
        asking=KUBERNETES,
        spans=_TEN_TO_FIFTEEN,
        earlier={TEAM: Said(value=8, by="U0BEN")},
    ),
    "question_not_needed": _question(SlotId("runs_per_week"), *_STARTUP, asking=_RUNS_TODAY),
    "question_left_after_enough": _question(_RUNS_TODAY, *_STARTUP),
    "question_answered": _question(KUBERNETES, 8, 3, "none", asking=CLOUD),
    "question_skipped": _question(KUBERNETES, 8, 3, None, asking=CLOUD),
    "question_left_open": _question(CLOUD, 8, asking=MODELS),
    "question_cancelled": _question(TEAM, 8, cancelled=True),
    "question_long": _long(_question(TEAM, asking=TEAM)),
    "answer_startup": _answer(*_STARTUP),
    "answer_tie": _answer(*_ENTERPRISE, edition=Edition.LESSON),
    "answer_asking_on": _answer(*_STARTUP, asking=_RUNS_TODAY),
    "answer_being_changed": _answer(*_STARTUP, asking=CLOUD),
    "answer_cancelled": _answer(8, cancelled=True),
    "reasons_startup": _reasons(*_STARTUP),
    "reasons_enterprise": _reasons(*_ENTERPRISE),
    "reasons_tie": _reasons(*_ENTERPRISE, edition=Edition.LESSON),
    "reasons_ruled_out": _reasons(30, 20, "none", "azure"),
    "reasons_hybrid": _reasons(*_GROWTH, follow_ups=_DYNAMIC_AIRFLOW),
    "reasons_pick_ruled_out": _without("prefect", _reasons(*_STARTUP, follow_ups=_FEW_PIPELINES)),
    "reasons_ranking_among_some": _reasons(30, 20, "none", "azure", follow_ups=_LINEAGE),
    "reasons_default": _reasons(None, None, None, None),
    "reasons_being_worked_out": _reasons(*_STARTUP, asking=CLOUD),
    "reasons_cancelled": _reasons(8, cancelled=True),
    "reasons_long_names": _long(_reasons(30, 20, "none", "azure")),
    "reasons_at_risk": _reasons(*_STARTUP, follow_ups=_AT_RISK),
    "sureness_startup": _sureness(*_STARTUP),
    "sureness_too_close": _sureness(30, 12, "some", "gcp"),
    "sureness_tie": _sureness(*_ENTERPRISE, edition=Edition.LESSON),
    "sureness_enterprise": _sureness(*_ENTERPRISE),
    "sureness_by_the_tree": _sureness(*_STARTUP, follow_ups=_FEW_PIPELINES),
    "sureness_stay": _sureness(*_GROWTH, follow_ups=_STAYS),
    "sureness_default": _sureness(None, None, None, None),
    "sureness_being_worked_out": _sureness(*_STARTUP, asking=CLOUD),
    "sureness_long_names": _long(_sureness(30, 20, "none", "azure")),
    "form_new": lambda kb: Example("modal", new_form("C0TEAM", kb)),
    "form_with_a_range": _form(12, 3, "none", "aws", spans=_TEN_TO_FIFTEEN),
    "form_empty": _form(asking=TEAM),
    "form_filled": _form(*_STARTUP),
    "form_without_models": _form(8, 0, None, asking=CLOUD),
    "form_long": _long(_form(*_STARTUP)),
    "page": lambda kb: message(_page(kb, 1)),
    "page_cut_to_what_fits": lambda kb: message(_page(kb, 60)),
    "quiz": lambda kb: Example("modal", quiz("d1.", kb)),
    "quiz_about_one": lambda kb: Example("modal", quiz("d1.airflow", kb, "airflow")),
    "quiz_outgrown": _quiz_result(3, 1, in_decision=True),
    "quiz_not_outgrown": _quiz_result(1, 0, in_decision=False),
    "quiz_left_open": _quiz_result(2, 2, in_decision=True),
    "quiz_out_of_reach": _quiz_result(0, 1, in_decision=False),
    **COST,
    **EXPORTS,
    **HOME,
    **RECORD,
    **SETTINGS,
    **SHEETS,
    **VOTES,
    "remark_understood": _remarks(Understood(slots=SLOTS), values=_STARTUP),
    "remark_stressed": _remarks(
        Understood(slots=(TEAM,), stressed=_STRESSED), values=(8,), asking=MODELS
    ),
    "remark_stressed_no_more": _remarks(Understood(slots=(), stressed=()), asking=TEAM),
    "remark_skipped": _remarks(Understood(slots=(TEAM,)), values=(None,), asking=MODELS),
    "remark_refused": _remarks(
        Understood(slots=(TEAM,)),
        Refused(slot=MODELS, sentence=_READ_ZERO),
        values=(8,),
        asking=MODELS,
    ),
    "remark_nothing_understood": _remarks(NothingUnderstood(), asking=KUBERNETES),
    "remark_nothing_to_change": _remarks(NothingUnderstood(), values=_STARTUP),
    "remark_closed": _remarks(Closed(), cancelled=True),
}
