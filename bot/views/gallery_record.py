"""The examples of a decision that is closed: the form, the record, the root message."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from bot.pages.closing import Closing
from bot.pages.page import Page
from bot.pages.record import Record, page_of, record_page
from bot.views.decide_form import decide_form
from bot.views.decided import decided_root, deleted_root
from bot.views.examples import PERSON, Example, message, snapshot_of, with_long_names
from bot.views.record import record
from bot.views.snapshot import Snapshot
from engine.evaluation.model import (
    NOTHING_EVALUATED,
    Ballot,
    Evaluated,
    Finding,
    ItemId,
    Outcome,
    Score,
    Sheet,
    TrialId,
)
from knowledge.schema import AlternativeId, CriterionId, KnowledgeBase, SlotId

_Made = Callable[[KnowledgeBase], Example]

_STARTUP = (8, 3, "none", "aws")
_GROWTH = (30, 20, "strong", "gcp")
_AIRFLOW = {SlotId("current_orchestrator"): "airflow", SlotId("outgrown_signals"): 1}
_OUTGROWN: Final = {
    SlotId("current_orchestrator"): "airflow",
    SlotId("outgrown_signals"): 4,
    SlotId("dynamic_pipelines"): "yes",
}
"""Airflow with Prefect beside it is advised."""
_METAFLOW, _PREFECT = AlternativeId("metaflow"), AlternativeId("prefect")
_CLOSED_AT: Final = 1_793_620_800.0
_EARLIER: Final = [("d0", "3: Stay with Apache Airflow as ML pipeline orchestrator")]
_OTHERS: Final = ("U0GRACE", "U0LIN")
_MARKUP: Final = "<!channel> # no *heading* `code` [link](https://example.org) " * 20

AS_ADVISED: Final = Outcome(
    kind="adopt",
    alternative=_METAFLOW,
    because="Everybody here writes Python, and nobody wants to run a cluster.",
    by=PERSON,
    at=_CLOSED_AT,
    review_on="2027-05-01",
)
OTHERWISE: Final = AS_ADVISED.model_copy(
    update={
        "alternative": _PREFECT,
        "because": "Our own tests went better.\nTwo of us have run it before.",
        "supersedes": "d0",
    }
)
_WITHOUT_WORDS: Final = AS_ADVISED.model_copy(update={"because": "", "review_on": None})
_STAYING: Final = AS_ADVISED.model_copy(
    update={"kind": "stay", "alternative": AlternativeId("airflow"), "because": "It works."}
)
_NONE_YET: Final = AS_ADVISED.model_copy(
    update={"kind": "no_orchestrator", "alternative": None, "because": "We have one pipeline."}
)
_HYBRID: Final = AS_ADVISED.model_copy(
    update={
        "kind": "hybrid",
        "alternative": AlternativeId("airflow"),
        "beside": _PREFECT,
        "because": "The tables stay where they are.",
    }
)
_WITH_MARKUP: Final = AS_ADVISED.model_copy(update={"because": _MARKUP})


def tried(kb: KnowledgeBase) -> Evaluated:
    """A team that has tried two candidates: its tests lead elsewhere than the ratings."""
    tests = [TrialId(each.id) for each in kb.evaluation.proof_of_concept]
    given = {_METAFLOW: (3, 4, 3, 4), _PREFECT: (5, 4, 4, 5)}
    failed = Finding(verdict="fail", note="The first run took a day.", by=PERSON, at=_CLOSED_AT)
    found = {ItemId("first_run"): failed, ItemId("single_step"): Finding(verdict="pass")}
    ballots = ({"learning_curve": 60, "lineage": 40}, {"learning_curve": 20, "lineage": 80})
    return Evaluated(
        sheets=(Sheet(kind="checklist", candidate=_METAFLOW, revision=4, findings=found),),
        scores=tuple(
            Score(candidate=candidate, trial=test, person=person, points=points)
            for candidate, scores in given.items()
            for test, points in zip(tests, scores, strict=True)
            for person in (PERSON, *_OTHERS)
        ),
        ballots=tuple(
            Ballot(person=person, weights={CriterionId(c): n for c, n in weights.items()})
            for person, weights in zip(_OTHERS, ballots, strict=True)
        ),
    )


def closed(
    kb: KnowledgeBase,
    outcome: Outcome,
    *values: int | str | None,
    evaluated: Evaluated = NOTHING_EVALUATED,
    superseded_by: int | None = None,
    is_withdrawn: bool = False,
    page: Page | None = None,
    **state: Any,
) -> Snapshot:
    """A decision of a team with these answers that was closed with this outcome."""
    shown = snapshot_of(kb, *values, decided=not is_withdrawn, **state)
    if shown.recommendation is None:
        raise ValueError(values)
    supersedes = None if outcome.supersedes is None else 3
    closing = Closing(
        kb, shown.recommendation, shown.dialogue, outcome, evaluated, supersedes=supersedes
    )
    kept = Record(7, outcome, page or record_page(closing), superseded_by, is_withdrawn)
    return replace(shown, evaluated=evaluated, record=kept)


def _message(
    view: Callable[[Snapshot, KnowledgeBase], Any],
    outcome: Outcome,
    *values: int | str | None,
    is_tried: bool = False,
    **more: Any,
) -> _Made:
    def example(kb: KnowledgeBase) -> Example:
        evaluated = tried(kb) if is_tried else NOTHING_EVALUATED
        return message(view(closed(kb, outcome, *values, evaluated=evaluated, **more), kb))

    return example


def _form(
    *values: int | str | None,
    is_tried: bool = False,
    again: bool = False,
    earlier: bool = False,
    **state: Any,
) -> _Made:
    def example(kb: KnowledgeBase) -> Example:
        shown = snapshot_of(kb, *values, **state)
        if again:
            shown = closed(kb, OTHERWISE, *values, is_withdrawn=True, **state)
        shown = replace(shown, evaluated=tried(kb) if is_tried else NOTHING_EVALUATED)
        return Example("modal", decide_form("d1.7", shown, kb, _EARLIER if earlier else []))

    return example


def _deleted(kb: KnowledgeBase) -> Example:
    return message(deleted_root(replace(snapshot_of(kb, cancelled=True), deleted_by=PERSON)))


def _long(example: _Made) -> _Made:
    return lambda kb: example(with_long_names(kb))


RECORD: Mapping[str, _Made] = {
    "decide": _form(*_STARTUP),
    "decide_after_tests": _form(*_STARTUP, is_tried=True, earlier=True),
    "decide_again": _form(*_STARTUP, again=True, earlier=True),
    "decide_by_default": _form(None, None, None, None),
    "decide_to_stay": _form(*_GROWTH, follow_ups=_AIRFLOW),
    "decide_hybrid": _form(*_GROWTH, follow_ups=_OUTGROWN),
    "decide_too_close": _form(30, 12, "some", "gcp"),
    "decide_long_names": _long(_form(*_STARTUP, is_tried=True, earlier=True)),
    "record": _message(record, AS_ADVISED, *_STARTUP),
    "record_otherwise": _message(record, OTHERWISE, *_STARTUP, is_tried=True),
    "record_without_words": _message(record, _WITHOUT_WORDS, *_GROWTH),
    "record_staying": _message(record, _STAYING, *_GROWTH, follow_ups=_AIRFLOW),
    "record_hybrid": _message(record, _HYBRID, *_GROWTH, follow_ups=_OUTGROWN),
    "record_none_yet": _message(record, _NONE_YET, *_STARTUP),
    "record_superseded": _message(record, AS_ADVISED, *_STARTUP, superseded_by=9),
    "record_withdrawn": _message(record, AS_ADVISED, *_STARTUP, is_withdrawn=True),
    "record_with_markup_long": _message(record, _WITH_MARKUP, *_STARTUP),
    "record_unreadable": _message(record, AS_ADVISED, *_STARTUP, page=page_of("{}")),
    "record_long_names": _long(_message(record, AS_ADVISED, *_STARTUP)),
    "root_decided": _message(decided_root, AS_ADVISED, *_STARTUP),
    "root_decided_otherwise": _message(decided_root, OTHERWISE, *_STARTUP, is_tried=True),
    "root_decided_without_words": _message(decided_root, _WITHOUT_WORDS, *_STARTUP),
    "root_decided_hybrid": _message(decided_root, _HYBRID, *_GROWTH, follow_ups=_OUTGROWN),
    "root_decided_superseded": _message(decided_root, AS_ADVISED, *_STARTUP, superseded_by=9),
    "root_decided_by_default": _message(decided_root, AS_ADVISED, None, None, None, None),
    "root_decided_with_markup": _message(decided_root, _WITH_MARKUP, *_STARTUP),
    "root_decided_long_names": _long(_message(decided_root, OTHERWISE, *_STARTUP, is_tried=True)),
    "root_deleted": _deleted,
}
