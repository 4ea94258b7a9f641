"""A sheet as a file: Markdown to read, CSV for a table, JSON for a program.

Times are in UTC, as ISO 8601 writes them. People are called by their names, or else by their ids.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from bot.pages.markdown import escaped, linked
from bot.pages.words import CALLED, VERDICTS, capital, name
from engine.evaluation.items import Category, Item, categories
from engine.evaluation.model import OPEN, Finding, Score, Sheet
from engine.evaluation.progress import progress
from knowledge.schema import KnowledgeBase, Source

_COLUMNS: Final = (
    "category",
    "item",
    "statement",
    "verdict",
    "note",
    "link",
    "assignee",
    "by",
    "at",
)
_FORMULA: Final = frozenset("=+-@＝＋－＠")  # noqa: RUF001 - full width is meant
"""What a table program may take for the beginning of a formula, blanks before it or not."""
_BREAKS: Final = frozenset("\t\r\n")
"""With what a cell must not begin either."""


@dataclass(frozen=True, slots=True)
class SheetFile:
    """What goes into the file of a sheet."""

    decision: str
    """The decision's id."""
    sheet: Sheet
    scores: Sequence[Score]
    """Those of its candidate; they belong to a proof of concept."""
    people: Mapping[str, str]
    """Names by id."""
    kb: KnowledgeBase

    @property
    def title(self) -> str:
        """'Checklist of Prefect'."""
        return f"{capital(CALLED[self.sheet.kind])} of {name(self.kb, self.sheet.candidate)}"

    @property
    def source(self) -> Source:
        """Where what is to be checked comes from."""
        return self.kb.source(self.kb.evaluation.source)

    def categories(self) -> tuple[Category, ...]:
        """The categories, in their order."""
        return categories(self.sheet.kind, self.kb)

    def findings(self, category: Category) -> Iterator[tuple[Item, Finding]]:
        """The items of a category with what is known of each."""
        for item in category.items:
            yield item, self.sheet.findings.get(item.id, OPEN)

    def scores_in(self, category: Category) -> list[Score]:
        """How each person scores the candidate on a trial; none in a checklist."""
        if self.sheet.kind == "checklist":
            return []
        return [each for each in self.scores if str(each.trial) == category.id]

    def called(self, person: str | None) -> str:
        """A person's name; '' for nobody."""
        return "" if person is None else self.people.get(person, person)


def as_markdown(of: SheetFile) -> str:
    """A task list by category; what is not passed says so in words."""
    return "\n".join(_markdown(of)) + "\n"


def _markdown(of: SheetFile) -> Iterator[str]:
    found = progress(of.sheet, of.kb)
    yield f"# {escaped(of.title)}"
    yield ""
    yield (
        f"{found.passed} of {found.total} pass, {found.partial} partial, {found.failed} failed, "
        f"{found.not_applicable} not applicable, {found.open} open."
    )
    for category in of.categories():
        yield f"\n## {escaped(category.name)}\n"
        for item, finding in of.findings(category):
            yield from _task(of, item, finding)
        if scores := of.scores_in(category):
            said = (f"{escaped(of.called(each.person))} {each.points}" for each in scores)
            yield f"\nScores from 1 to 5: {', '.join(said)}."
    source = of.source
    cited = linked(source.url, source.title) if source.url else escaped(source.title)
    yield f"\nSource of what is to be checked: {cited}, {source.as_of}."


def _task(of: SheetFile, item: Item, finding: Finding) -> Iterator[str]:
    is_passed = finding.verdict == "pass"
    verdict = "" if finding.verdict is None or is_passed else f" **{VERDICTS[finding.verdict]}**"
    yield f"- [{'x' if is_passed else ' '}] {escaped(item.text)}{verdict}{_judged(of, finding)}"
    if finding.note:
        yield f"  - Note: {escaped(finding.note)}"
    if finding.link:
        yield f"  - Link: {linked(finding.link, finding.link)}"
    if finding.assignee is not None:
        yield f"  - For: {escaped(of.called(finding.assignee))}"


def _judged(of: SheetFile, finding: Finding) -> str:
    if finding.by is None or finding.at is None:
        return ""
    return f" ({escaped(of.called(finding.by))}, {_moment(finding.at)[:10]})"


def as_csv(of: SheetFile) -> str:
    """A line an item, and in a proof of concept one a score, as RFC 4180 has them.

    A cell that a table program could take for a formula begins with an apostrophe.
    """
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(_COLUMNS)
    for category in of.categories():
        for item, finding in of.findings(category):
            said = (VERDICTS[finding.verdict], finding.note, finding.link)
            who = (of.called(finding.assignee), of.called(finding.by), _moment(finding.at))
            writer.writerow(map(_harmless, (category.name, item.id, item.text, *said, *who)))
        for each in of.scores_in(category):
            score = (category.name, "score", "Score from 1 to 5", str(each.points))
            writer.writerow(map(_harmless, (*score, "", "", "", of.called(each.person), "")))
    return written.getvalue()


def _harmless(cell: str) -> str:
    # What is left of an empty cell is in neither set.
    is_harmful = cell[:1] in _BREAKS or cell.lstrip()[:1] in _FORMULA
    return f"'{cell}" if is_harmful else cell


def as_json(of: SheetFile) -> str:
    """All that is known of the sheet, with ids and names."""
    sheet, source = of.sheet, of.source
    document = {
        "decision": of.decision,
        "kind": sheet.kind,
        "candidate": {"id": sheet.candidate, "name": name(of.kb, sheet.candidate)},
        "revision": sheet.revision,
        "categories": [
            {
                "id": category.id,
                "name": category.name,
                "items": [_item(of, item, finding) for item, finding in of.findings(category)],
                **_scores(of, category),
            }
            for category in of.categories()
        ],
        "sources": [{"title": source.title, "url": source.url, "as_of": str(source.as_of)}],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _item(of: SheetFile, item: Item, finding: Finding) -> dict[str, Any]:
    return {
        "id": item.id,
        "text": item.text,
        "verdict": finding.verdict,
        "note": finding.note,
        "link": finding.link,
        "assignee": _person(of, finding.assignee),
        "by": _person(of, finding.by),
        "at": _moment(finding.at) or None,
    }


def _scores(of: SheetFile, category: Category) -> dict[str, Any]:
    if of.sheet.kind == "checklist":
        return {}
    scores = of.scores_in(category)
    return {"scores": [{"points": each.points, "by": _person(of, each.person)} for each in scores]}


def _person(of: SheetFile, person: str | None) -> dict[str, str] | None:
    return None if person is None else {"id": person, "name": of.called(person)}


def _moment(at: float | None) -> str:
    """'2026-11-02T09:30:00Z'; '' for never."""
    return "" if at is None else f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"
