"""How far a sheet has come: counts, and nothing that could be mistaken for a score."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from engine.evaluation.items import Category, Item, categories
from engine.evaluation.model import OPEN, Sheet
from knowledge.schema import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Progress:
    """Numbers of items; the five verdicts from ``passed`` to ``open`` sum to ``total``."""

    total: int
    passed: int
    partial: int
    failed: int
    not_applicable: int
    open: int
    notes: int
    """Items with a note or a link, whatever their verdict."""


def progress(sheet: Sheet, knowledge: KnowledgeBase) -> Progress:
    """How far the sheet has come; findings on items that are unknown by now do not count."""
    return _counted((i for each in categories(sheet.kind, knowledge) for i in each.items), sheet)


def progress_in(category: Category, sheet: Sheet) -> Progress:
    """How far the sheet has come in one of its categories."""
    return _counted(category.items, sheet)


def _counted(items: Iterable[Item], sheet: Sheet) -> Progress:
    found = [sheet.findings.get(item.id, OPEN) for item in items]
    verdicts = Counter(each.verdict for each in found)
    return Progress(
        total=len(found),
        passed=verdicts["pass"],
        partial=verdicts["partial"],
        failed=verdicts["fail"],
        not_applicable=verdicts["not_applicable"],
        open=verdicts[None],
        notes=sum(bool(each.note or each.link) for each in found),
    )
