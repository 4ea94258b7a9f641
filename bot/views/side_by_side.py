"""The candidates side by side, as the team has found them: checklists, and its own tests."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from bot.pages import words
from bot.pages.tried import scorers, some_of, tally
from bot.pages.words import figures, listed
from bot.views.blocks import Rendered, context, header, plain, section, table
from bot.views.help import COMMAND
from bot.views.results import (
    failures,
    found_by_the_team,
    on_your_tests,
)
from bot.views.sheet import sheet_in
from bot.views.snapshot import Snapshot
from bot.views.sources import citation
from bot.views.words import name
from engine.evaluation.items import Category, categories
from engine.evaluation.model import Sheet, SheetKey, TrialId
from engine.evaluation.progress import progress_in
from engine.evaluation.results import CandidateResult, results
from knowledge.schema import KnowledgeBase

_PAIR = 2
_COLUMNS = 8
"""Most candidates side by side, so that the table can be read."""
_SHEETS, _ITEMS = 8, 3
"""Of how many sheets is said what has failed, and how many items of each by name."""
_CELL = 60
_NO_SHEET = "no checklist"


def side_by_side(snapshot: Snapshot, kb: KnowledgeBase) -> Rendered:
    """Who leads on the team's own tests, a table of what was found, and what failed.

    The candidates stand in the order of their scores, else as they were begun.
    """
    found = results(snapshot.evaluated, kb).candidates
    if not found:
        line = f"No candidate has a checklist yet. `{COMMAND} checklist prefect` begins one."
        return Rendered(text=line, blocks=[section(line)])
    shown, others = found[:_COLUMNS], found[_COLUMNS:]
    names = [words.name(kb, each.candidate) for each in shown]
    short = listed([words.short_name(kb, each.candidate) for each in shown])
    title = f"{short} side by side" if len(found) > 1 else f"{short}, as your team has found it"
    tests, failed = on_your_tests(snapshot, kb), _failed(snapshot, kb)
    rule = kb.evaluation.verdict
    notes = [*_notes(shown, others, kb)]
    return Rendered(
        text=f"{plain(title, 150)}. {found_by_the_team(snapshot, kb)}".replace("*", "").strip(),
        blocks=[
            header(title),
            *([section(tests)] if tests else []),
            table(
                [("Found by your team", *names), *_rows(snapshot, shown, kb)],
                cell=_CELL,
                wraps=True,
            ),
            *([section(failed)] if failed else []),
            *([section(" ".join(notes))] if notes else []),
            context(f"{plain(rule.text, 500)} Source: {citation(kb.source(rule.source))}"),
        ],
    )


def _rows(
    snapshot: Snapshot, shown: Sequence[CandidateResult], kb: KnowledgeBase
) -> Iterator[Sequence[str]]:
    """The categories of the checklist, all of it, each test, and all of them."""
    keys = [SheetKey("checklist", each.candidate) for each in shown]
    sheets = [sheet_in(snapshot, key) for key in keys]
    if any(sheets):
        for category in categories("checklist", kb):
            yield category.name, *(_tally_in(category, sheet) for sheet in sheets)
        yield (
            "The whole checklist",
            *(_NO_SHEET if each.checklist is None else tally(each.checklist) for each in shown),
        )
    if any(each.means for each in shown):
        for trial in kb.evaluation.proof_of_concept:
            id_ = TrialId(trial.id)
            yield f"Test: {trial.name}", *_figures([each.means.get(id_) for each in shown])
        yield "All tests", *_of_all_tests(shown)
        yield "Scored by", *(scorers(each) if each.means else "nobody" for each in shown)


def _tally_in(category: Category, sheet: Sheet | None) -> str:
    return _NO_SHEET if sheet is None else tally(progress_in(category, sheet))


def _figures(means: Sequence[Fraction | None]) -> list[str]:
    shown = figures([each for each in means if each is not None])
    return ["not scored" if each is None else f"{shown[each]} of 5" for each in means]


def _of_all_tests(shown: Sequence[CandidateResult]) -> list[str]:
    """The means over all tests; a candidate has one where every test is scored."""
    means = _figures([each.mean for each in shown])
    return [
        "not all scored" if each.mean is None and each.means else mean
        for each, mean in zip(shown, means, strict=True)
    ]


def _failed(snapshot: Snapshot, kb: KnowledgeBase) -> str:
    """What has failed, a line a sheet; '' where nothing has."""
    found = failures(snapshot, kb, items=_ITEMS)
    lines = [f"• {each}" for each in some_of(found, _SHEETS)]
    return "\n".join(["*Your checks*", *lines]) if found else ""


def _notes(
    shown: Sequence[CandidateResult], others: Sequence[CandidateResult], kb: KnowledgeBase
) -> Iterator[str]:
    """Who is left out of the table, and what to do where there is nothing to compare."""
    if others:
        yield f"Not in the table: {listed([name(kb, each.candidate) for each in others])}."
    if not others and len(shown) < _PAIR:
        yield f"To compare, begin another: `{COMMAND} checklist dagster`, for example."
    if not any(each.means for each in shown):
        yield "Nothing is scored yet: *Score*, under a proof of concept, scores its tests."
