"""The examples of sheets: checklists, proofs of concept, side by side, and their forms."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from bot.views.checklist import sheet
from bot.views.examples import MODELS, Example, message, snapshot_of, with_long_names
from bot.views.history import history
from bot.views.item_form import item_form
from bot.views.open_items import open_items
from bot.views.score_form import score_form
from bot.views.side_by_side import side_by_side
from bot.views.snapshot import Snapshot
from engine.evaluation.items import categories, item_of
from engine.evaluation.model import (
    OPEN,
    Change,
    Evaluated,
    Finding,
    ItemId,
    Score,
    Sheet,
    SheetKey,
    SheetKind,
    TrialId,
    Verdict,
)
from knowledge.schema import NO_ORCHESTRATOR, AlternativeId, KnowledgeBase, SlotId

_Made = Callable[[KnowledgeBase], Example]
_Findings = Mapping[ItemId, Finding]

_STARTUP = (8, 3, "none", "aws")
_PREFECT, _DAGSTER, _METAFLOW = (AlternativeId(each) for each in ("prefect", "dagster", "metaflow"))
_ADA, _BEN, _CAI = "U0ADALOVELACE", "U0BENJAMIN1", "U0CAI000001"
_AT: Final = 1_793_620_800.0
_REVISION: Final = 7
"""As that of the decision in the examples."""
_METADATA: Final = "d1.7.checklist:prefect:retries"
_HOSTILE: Final = "<!channel> *bold* `code` & <https://evil.example|bank>\u202e\n```" + "x" * 900


def _judged(
    verdict: Verdict | None,
    by: str = _ADA,
    *,
    note: str = "",
    link: str = "",
    to: str | None = None,
) -> Finding:
    return Finding(verdict=verdict, note=note, link=link, assignee=to, by=by, at=_AT)


_HALF: Final[_Findings] = {
    ItemId("first_run"): _judged("pass"),
    ItemId("single_step"): _judged("pass", _BEN),
    ItemId("iteration"): _judged("pass"),
    ItemId("editors"): _judged("pass", note="Pylance completes the decorators."),
    ItemId("retries"): _judged("pass", _CAI),
    ItemId("resume"): _judged("fail", _CAI, note="Starts at step 1 again.", to=_BEN),
    ItemId("notifications"): _judged("pass", _BEN, link="https://example.org/runs/7"),
    ItemId("kinds_of_failure"): Finding(assignee=_BEN),
    ItemId("history"): _judged("pass"),
    ItemId("logs"): _judged("pass", _BEN),
    ItemId("artifacts"): _judged("partial", _CAI, note="Only what results are persisted as."),
    ItemId("upgrades"): _judged("not_applicable"),
    ItemId("secrets"): _judged("fail"),
    ItemId("training"): Finding(assignee=_ADA),
    ItemId("documentation"): _judged("pass"),
}
_OTHERS: Final[_Findings] = {
    ItemId("first_run"): _judged("pass", _BEN),
    ItemId("resume"): _judged("pass", _BEN),
    ItemId("artifacts"): _judged("pass", _BEN),
    ItemId("upgrades"): _judged("fail", _BEN),
}
_TASKS: Final[_Findings] = {
    ItemId("own_code"): _judged("pass"),
    ItemId("made_to_fail"): _judged("pass", _BEN),
    ItemId("failure_found"): _judged("fail", _BEN, note="40 minutes in the logs of the agent."),
    ItemId("run_on"): Finding(assignee=_CAI),
}


def _sheet(candidate: AlternativeId, findings: _Findings, kind: SheetKind = "checklist") -> Sheet:
    return Sheet(kind=kind, candidate=candidate, revision=_REVISION, findings=findings)


def every_item(kind: SheetKind, finding: Finding, kb: KnowledgeBase) -> _Findings:
    """The same finding of every item."""
    return {item.id: finding for each in categories(kind, kb) for item in each.items}


def _scores(
    kb: KnowledgeBase, candidate: AlternativeId, points: Mapping[str, str]
) -> Iterable[Score]:
    """The scores of each person, a digit a trial; '-' where there is none."""
    trials = [TrialId(each.id) for each in kb.evaluation.proof_of_concept]
    for person, given in points.items():
        for trial, digit in zip(trials, given, strict=True):
            if digit != "-":
                yield Score(candidate=candidate, trial=trial, person=person, points=int(digit))


def _snapshot(
    kb: KnowledgeBase,
    *sheets: Sheet,
    scored: Mapping[AlternativeId, Mapping[str, str]] | None = None,
    closed: bool = False,
    cancelled: bool = False,
    asking: SlotId | None = None,
    values: tuple[int | str | None, ...] = _STARTUP,
) -> Snapshot:
    shown = snapshot_of(kb, *values, asking=asking, cancelled=cancelled)
    scores = tuple(
        score
        for candidate, points in (scored or {}).items()
        for score in _scores(kb, candidate, points)
    )
    dialogue = shown.dialogue.model_copy(update={"status": "decided"} if closed else {})
    return replace(shown, dialogue=dialogue, evaluated=Evaluated(sheets=sheets, scores=scores))


def _checklist(findings: _Findings, *others: Sheet, closed: bool = False) -> _Made:
    def example(kb: KnowledgeBase) -> Example:
        own = _sheet(_PREFECT, findings)
        return message(sheet(_snapshot(kb, own, *others, closed=closed), own.key, kb))

    return example


def _all(kind: SheetKind, finding: Finding, *, closed: bool = False) -> _Made:
    def example(kb: KnowledgeBase) -> Example:
        own = _sheet(_PREFECT, every_item(kind, finding, kb), kind)
        return message(sheet(_snapshot(kb, own, closed=closed), own.key, kb))

    return example


def _missing(kind: SheetKind) -> _Made:
    return lambda kb: message(sheet(_snapshot(kb), SheetKey(kind, _PREFECT), kb))


def _trials(
    findings: _Findings, scored: Mapping[str, str] | None = None, *, closed: bool = False
) -> _Made:
    def example(kb: KnowledgeBase) -> Example:
        own = _sheet(_PREFECT, findings, "trials")
        shown = _snapshot(kb, own, scored={_PREFECT: scored or {}}, closed=closed)
        return message(sheet(shown, own.key, kb))

    return example


def _compared(
    scored: Mapping[AlternativeId, Mapping[str, str]],
    *sheets: Sheet,
    asking: SlotId | None = None,
    values: tuple[int | str | None, ...] = _STARTUP,
) -> _Made:
    def example(kb: KnowledgeBase) -> Example:
        shown = _snapshot(kb, *sheets, scored=scored, asking=asking, values=values)
        return message(side_by_side(shown, kb))

    return example


def _item(item: str, findings: _Findings, changes: tuple[Change, ...] = ()) -> _Made:
    def example(kb: KnowledgeBase) -> Example:
        own = _sheet(_PREFECT, findings)
        asked = item_of("checklist", ItemId(item), kb)
        return Example("modal", item_form(_METADATA, own, asked, kb, changes))

    return example


def _open(findings: _Findings) -> _Made:
    return lambda kb: Example("modal", open_items(_METADATA, _sheet(_PREFECT, findings), kb, _BEN))


def _history(*changes: Change) -> _Made:
    key = SheetKey("checklist", _PREFECT)
    return lambda kb: Example("modal", history(key, changes, kb))


def _form(own: Mapping[TrialId, int]) -> _Made:
    return lambda kb: Example("modal", score_form(_METADATA, _PREFECT, own, kb))


def _long(example: _Made) -> _Made:
    return lambda kb: example(with_long_names(kb))


def _change(revision: int, item: str, before: Finding, after: Finding, **changes: object) -> Change:
    shown = Change(revision, ItemId(item), "judged", _ADA, _AT, before, after, None)
    return replace(shown, **changes)  # type: ignore[arg-type]  # fields by name


_FAILED = _judged("fail", _BEN, note="Starts at step 1 again.")
_CHANGES = (
    _change(9, "retries", _judged("pass"), OPEN, how="ticked"),
    _change(8, "resume", OPEN, _FAILED, how="undone", undoes=7, by=_BEN),
    _change(8, "editors", OPEN, _judged("pass"), how="undone", undoes=7, by=_BEN),
    _change(7, "resume", _FAILED, OPEN, how="reset", by=_BEN),
    _change(7, "editors", _judged("pass"), OPEN, how="reset", by=_BEN),
    _change(6, "resume", _judged(None, to=_BEN), _FAILED.model_copy(update={"assignee": _CAI})),
    _change(5, "resume", OPEN, _judged(None, link="https://example.org/runs/7", to=_BEN)),
    _change(4, "editors", OPEN, _judged("pass"), how="ticked"),
    _change(3, "gone_since", OPEN, _judged("pass"), how="ticked"),
)
_NOTED = _judged("fail", note=_HOSTILE, link="https://example.org/" + "x" * 480, to=_ADA)
_BOTH = {_PREFECT: {_ADA: "4444", _BEN: "3443"}, _DAGSTER: {_ADA: "5444", _BEN: "4544"}}
_TIE = {_PREFECT: {_ADA: "4444"}, _DAGSTER: {_ADA: "5434"}}
_UNEQUAL = {**_BOTH, _DAGSTER: {_ADA: "2333"}, _METAFLOW: {_ADA: "5---"}}
_AGREED = {_METAFLOW: {_ADA: "5555", _BEN: "5555", _CAI: "5554"}, _DAGSTER: {_ADA: "4444"}}

SHEETS: Mapping[str, _Made] = {
    "checklist_begun": _checklist({}),
    "checklist_half_filled": _checklist(_HALF),
    "checklist_of_several": _checklist(_HALF, _sheet(_DAGSTER, _OTHERS)),
    "checklist_all_passed": _all("checklist", _judged("pass", note="Seen.")),
    "checklist_none_applicable": _all(
        "checklist", _judged("not_applicable", _BEN, note="Seen.", to=_CAI)
    ),
    "checklist_hostile": _all("checklist", _NOTED),
    "checklist_closed": _checklist(_HALF, closed=True),
    "checklist_cancelled": lambda kb: message(
        sheet(
            _snapshot(kb, _sheet(_PREFECT, _HALF), cancelled=True),
            SheetKey("checklist", _PREFECT),
            kb,
        )
    ),
    "checklist_missing": _missing("checklist"),
    "checklist_long_names": _long(_checklist(_HALF)),
    "trials_begun": _trials({}),
    "trials_scored": _trials(_TASKS, _BOTH[_PREFECT]),
    "trials_scored_in_part": _trials(_TASKS, {_ADA: "4--5", _BEN: "3---"}),
    "trials_by_many": _trials({}, {f"U0PERSON{each}": "3454" for each in range(14)}),
    "trials_closed": _trials(_TASKS, _BOTH[_PREFECT], closed=True),
    "trials_all_failed": _all("trials", _NOTED),
    "trials_missing": _missing("trials"),
    "trials_long_names": _long(_trials(_TASKS)),
    "side_by_side": _compared(
        _BOTH,
        _sheet(_PREFECT, _HALF),
        _sheet(_DAGSTER, _OTHERS),
        _sheet(_PREFECT, _TASKS, "trials"),
    ),
    "side_by_side_tie": _compared(_TIE, _sheet(_PREFECT, _HALF), _sheet(_DAGSTER, _OTHERS)),
    "side_by_side_agreed": _compared(_AGREED, _sheet(_METAFLOW, _HALF)),
    "side_by_side_of_three": _compared(_UNEQUAL),
    "side_by_side_too_few_scored": _compared(
        {_PREFECT: {_ADA: "4444"}, _DAGSTER: {_ADA: "5---"}}, _sheet(_PREFECT, _HALF)
    ),
    "side_by_side_before_an_answer": _compared(_BOTH, asking=MODELS, values=(8,)),
    "side_by_side_too_close": _compared(_BOTH, values=(30, 12, "some", "gcp")),
    "side_by_side_of_one": _compared({}, _sheet(_PREFECT, _HALF)),
    "side_by_side_of_none": _compared({}),
    "side_by_side_of_all": lambda kb: _compared(
        {},
        *(
            _sheet(each, every_item("checklist", _judged("fail"), kb))
            for each in (*kb.alternatives, *kb.contenders)
            if each != NO_ORCHESTRATOR
        ),
    )(kb),
    "side_by_side_long_names": _long(
        _compared(_BOTH, _sheet(_PREFECT, _HALF), _sheet(_DAGSTER, _HALF))
    ),
    "item_open": _item("retries", {}),
    "item_failed": _item(
        "resume", _HALF, tuple(each for each in _CHANGES if each.item == "resume")
    ),
    "item_hostile": _item(
        "retries",
        {ItemId("retries"): _NOTED},
        tuple(_change(number, "retries", OPEN, _NOTED) for number in range(9)),
    ),
    "open_items": _open(_HALF),
    "open_items_none": lambda kb: _open(every_item("checklist", _judged("pass"), kb))(kb),
    "history": _history(*_CHANGES),
    "history_of_nothing": _history(),
    "history_of_much": lambda kb: _history(
        *(
            _change(200 - number, item, _NOTED, OPEN, how="reset")
            for number in range(100)
            for item in every_item("checklist", OPEN, kb)
        )
    )(kb),
    "scores_none": _form({}),
    "scores_own": _form({TrialId("failure"): 2, TrialId("observability"): 5}),
}
