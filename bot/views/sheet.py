"""What the messages of both kinds of sheet share: the items of a category, tallies, controls."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.actions import (
    History,
    OpenItems,
    OpenReminder,
    PickExport,
    PickItem,
    Reset,
    SideBySide,
    Tick,
    Undo,
    encode,
)
from bot.block_ids import SheetRef
from bot.pages.words import VERDICTS
from bot.views.blocks import (
    Block,
    Element,
    actions,
    button,
    checkboxes,
    confirmation,
    context,
    grouped_select,
    option,
    plain,
    section,
    static_select,
)
from bot.views.snapshot import Snapshot
from bot.views.words import day, mention
from engine.evaluation.items import Category, categories
from engine.evaluation.model import OPEN, Finding, Sheet, SheetKey, SheetKind
from engine.evaluation.progress import Progress
from knowledge.schema import KnowledgeBase

_CLOSED: Final = {
    "decided": "This decision is closed. *Reopen* under its record lets it go on.",
    "cancelled": "This decision was cancelled. *Start again* in its message lets it go on.",
}
"""What a closed decision is told to be, by the status of its dialogue."""

_FORMATS: Final = {"markdown": "Markdown", "csv": "CSV", "json": "JSON", "canvas": "Canvas"}
_DESCRIPTION = 75
"""Most characters of an option's description; page ``composition-objects/option-object``."""


def sheet_in(snapshot: Snapshot, key: SheetKey) -> Sheet | None:
    """The sheet; None while there is none."""
    return next((each for each in snapshot.evaluated.sheets if each.key == key), None)


def is_closed(snapshot: Snapshot) -> bool:
    """Whether nothing of the decision's sheets can be changed."""
    return snapshot.dialogue.status in _CLOSED


def items(snapshot: Snapshot, sheet: Sheet, category: Category) -> Block:
    """The items of a category: to be ticked, or in words where the decision is closed."""
    findings = {each.id: sheet.findings.get(each.id, OPEN) for each in category.items}
    if is_closed(snapshot):
        return section(
            "\n".join(
                f"• {plain(each.label, 75)}: {_judged(findings[each.id])}"
                for each in category.items
            )
        )
    options = [
        option(each.label, each.id, description=found_by(findings[each.id]))
        for each in category.items
    ]
    passed = [item for item, finding in findings.items() if finding.verdict == "pass"]
    return _row(snapshot, sheet, category.id, [checkboxes(encode(Tick()), options, ticked=passed)])


def found_by(finding: Finding) -> str:
    """Who found it and when, or whose it is: 'passed by @ada, 2 Nov'; at most 75 characters.

    What is neither open nor passed is in bold, since its box is not ticked. The day is left out
    where there is no room for it. '' where there is nothing to say.
    """
    return next(each for each in (*_ways_to_say(finding), "") if len(each) <= _DESCRIPTION)


def _ways_to_say(finding: Finding) -> Iterator[str]:
    """The fullest first."""
    noted = " · note" if finding.note or finding.link else ""
    whose = f"for {mention(finding.assignee)}" if finding.assignee else ""
    match finding.verdict:
        case None:
            yield f"{whose}{noted}".removeprefix(" · ")
        case "pass":
            for who in _who(finding):
                yield f"passed by {who}{noted}"
        case verdict:
            for who in _who(finding):
                yield "; ".join(filter(None, [f"*{VERDICTS[verdict]}*, says {who}", whose])) + noted
            yield f"*{VERDICTS[verdict]}*{noted}"


def _who(finding: Finding) -> tuple[str, ...]:
    who = mention(finding.by)
    return (who,) if finding.at is None else (f"{who}, {day(finding.at)}", who)


def _judged(finding: Finding) -> str:
    """A verdict as it stands behind an item that cannot be ticked any more."""
    said = VERDICTS[finding.verdict]
    if finding.verdict is None:
        return said
    shown = said if finding.verdict == "pass" else f"*{said}*"
    return f"{shown}, says {mention(finding.by)}"


def is_to_do(finding: Finding) -> bool:
    """Whether somebody has to do something about what was judged."""
    return finding.assignee is not None and finding.verdict in {"partial", "fail"}


def bar(found: Progress) -> str:
    """A mark an item: filled for what passes."""
    return "■" * found.passed + "□" * (found.total - found.passed)


def totals(found: Progress) -> str:
    """'Open: 12 · Failed: 2 · Partial: 1 · Not applicable: 0 · Notes: 3'."""
    numbers = {
        "Open": found.open,
        "Failed": found.failed,
        "Partial": found.partial,
        "Not applicable": found.not_applicable,
        "Notes": found.notes,
    }
    return " · ".join(f"{what}: {number}" for what, number in numbers.items())


def controls(
    snapshot: Snapshot, sheet: Sheet, kb: KnowledgeBase, first: Sequence[Element]
) -> list[Block]:
    """What can be done with a sheet, after what is its kind's own.

    Of a closed decision its history can be read and taken away, and nothing else.
    """
    history = button("History", History())
    export = static_select(
        "Export", encode(PickExport()), [option(name, each) for each, name in _FORMATS.items()]
    )
    if is_closed(snapshot):
        closed = context(_CLOSED[snapshot.dialogue.status])
        return [_row(snapshot, sheet, "actions", [history, export]), closed]
    labels = {
        category.name: [option(each.label, each.id) for each in category.items]
        for category in categories(sheet.kind, kb)
    }
    several = len({each.candidate for each in snapshot.evaluated.sheets}) > 1
    compare = [button("Compare candidates", SideBySide())] if several else []
    reset = confirmation("Reset this sheet?", _RESET[sheet.kind], yes="Reset it", no="Keep it")
    return [
        _row(
            snapshot,
            sheet,
            "actions",
            [
                grouped_select("Details of an item", encode(PickItem()), labels),
                button("Open items", OpenItems()),
                history,
                button("Undo my last change", Undo()),
            ],
        ),
        _row(
            snapshot,
            sheet,
            "more",
            [
                *first,
                *compare,
                button("Remind us", OpenReminder()),
                export,
                button("Reset", Reset(), confirm=reset),
            ],
        ),
    ]


def _row(snapshot: Snapshot, sheet: Sheet, part: str, elements: Sequence[Element]) -> Block:
    ref = SheetRef(snapshot.decision, sheet.revision, sheet.key, part)
    return actions(elements, block_id=ref.encode())


_TAKEN_AWAY = (
    "Every verdict, note, link and assignment in it is taken away, whoever made it. Whoever "
    "resets it can undo that as long as nobody goes on."
)
_RESET: Final[Mapping[SheetKind, str]] = {
    "checklist": _TAKEN_AWAY,
    "trials": f"{_TAKEN_AWAY} Scores stay: everybody changes their own under Score.",
}
"""What is asked before a sheet is emptied."""
