"""What a record says of what the team has tried: its checklists and its own tests."""

from collections.abc import Collection, Iterator
from typing import Final

from bot.pages.closing import Closing
from bot.pages.page import Line
from bot.pages.tried import scorers, tally
from bot.pages.words import CALLED, figures, listed, name
from engine.decision.case import CURRENT_ORCHESTRATOR
from engine.evaluation.items import categories
from engine.evaluation.model import Finding, Sheet, TrialId
from engine.evaluation.progress import Progress, progress
from engine.evaluation.results import CandidateResult
from knowledge.schema import AlternativeId

NOT_BEGUN: Final = "Not begun"
"""The lead of the sheets in which nobody has said anything."""


def confirmation(closing: Closing) -> Iterator[Line]:
    """How far each candidate was checked and tested, and what it failed."""
    sheets, kb = closing.evaluated.sheets, closing.kb
    scored = {each.candidate for each in closing.results.candidates if each.means}
    idle = [each for each in sheets if _is_untouched(each, scored, closing)]
    tried = scored | {each.candidate for each in sheets if each not in idle}
    if not tried:
        yield Line("Nobody has ticked a checklist or scored a test: nothing confirms it yet.")
    for result in closing.results.candidates:
        yield from _candidate(result, closing)
    if untried := _untried(closing, tried) if tried else []:
        is_all = len(untried) == len(closing.taken)
        of = "What was chosen" if is_all else f"Of what was chosen, {name(kb, untried[0])}"
        yield Line(f"{of} was not tried itself.")
    if idle:
        called = [f"{CALLED[each.kind]} of {name(kb, each.candidate)}" for each in idle]
        yield Line(f"{listed(called)}.", lead=NOT_BEGUN)


def _untried(closing: Closing, tried: Collection[AlternativeId]) -> list[AlternativeId]:
    """What is new to the team and was not tried; what runs today has been."""
    if closing.outcome.kind not in ("adopt", "hybrid"):
        return []
    runs = closing.known.get(CURRENT_ORCHESTRATOR)
    return [each for each in closing.taken if each not in tried and each != runs]


def _candidate(found: CandidateResult, closing: Closing) -> Iterator[Line]:
    own = name(closing.kb, found.candidate)
    if found.checklist is not None and not _is_empty(found.checklist):
        yield Line(_counts(found.checklist), lead=f"{own}, checklist")
    if found.means:
        yield Line(_tests(found, closing), lead=f"{own}, tests")
    for sheet in closing.evaluated.sheets:
        if sheet.candidate == found.candidate:
            for text in _failed(sheet, closing):
                yield Line(text, lead=f"{own} fails")


def _is_untouched(sheet: Sheet, scored: Collection[AlternativeId], closing: Closing) -> bool:
    """Whether nobody has said anything in a sheet; the scores belong to the tests."""
    is_scored = sheet.kind == "trials" and sheet.candidate in scored
    return not is_scored and _is_empty(progress(sheet, closing.kb))


def _is_empty(found: Progress) -> bool:
    return found.open == found.total and not found.notes


def _counts(found: Progress) -> str:
    left = f", {found.open} open" if found.open else ""
    return f"{tally(found)}{left}."


def _tests(found: CandidateResult, closing: Closing) -> str:
    """The mean of each test, and of all where all are scored."""
    tests = closing.kb.evaluation.proof_of_concept
    means = [found.means.get(TrialId(test.id)) for test in tests]
    by_test = figures(found.means.values())
    wholes = figures([each.mean for each in closing.results.candidates if each.mean is not None])
    each = [
        f"{test.name}: {'not scored' if mean is None else by_test[mean]}"
        for test, mean in zip(tests, means, strict=True)
    ]
    whole = f"{wholes[found.mean]} of 5" if found.mean is not None else "Not all are scored"
    return f"{whole}, by {scorers(found)} ({'; '.join(each)})."


def _failed(sheet: Sheet, closing: Closing) -> Iterator[str]:
    for category in categories(sheet.kind, closing.kb):
        for item in category.items:
            finding = sheet.findings.get(item.id)
            if finding is not None and finding.verdict == "fail":
                yield " ".join([item.text, *_remarks(finding)])


def _remarks(finding: Finding) -> Iterator[str]:
    if finding.note:
        yield f"Note: {finding.note}"
    if finding.link:
        yield f"See {finding.link}"
