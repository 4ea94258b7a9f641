"""The message that holds the record of a decision: as much of it as fits, and the way to all."""

from collections import Counter
from dataclasses import replace
from typing import Final

from bot.actions import ExportAs
from bot.pages.closing import chosen
from bot.pages.confirmation import NOT_BEGUN
from bot.pages.consequences import BAD, COST, GOOD
from bot.pages.outcome import CHOSEN
from bot.pages.page import Line, Lines, Page, Part, Section
from bot.pages.record import (
    CONFIRMATION,
    CONSEQUENCES,
    DRIVERS,
    MORE,
    OPTIONS,
    OUTCOME,
    Record,
)
from bot.views.blocks import Rendered, actions, button, context, header, plain, section
from bot.views.decided import closed_by, decided_title, reopen, standing_of
from bot.views.page import page
from bot.views.snapshot import Snapshot
from knowledge.schema import KnowledgeBase

_FIRST: Final = (OUTCOME, CONFIRMATION, CONSEQUENCES, OPTIONS, DRIVERS, MORE)
"""What is shown before the rest, as far as it fits."""
_ROOM: Final = 2600
"""Characters of the message for the record, the last lines among them."""
_REASON: Final = 600
"""Characters of what was chosen with the team's reason, as in the root message."""
_ALIKE: Final = 2
"""How many lines with the same lead are shown, so that no kind of them takes all the room."""
_WEIGHTY: Final = frozenset({COST, BAD, GOOD})
"""The consequences of which one each is shown, or one for each of a hybrid."""
_MOST: Final = {DRIVERS: 2, OPTIONS: 3, CONFIRMATION: 6}
"""Lines of a section."""
_ALL: Final = "Shortened; an export has all of it."
_FORMATS: Final = {
    "markdown": "Export as Markdown",
    "json": "As JSON",
    "canvas": "As a canvas",
}


def record(snapshot: Snapshot, kb: KnowledgeBase) -> Rendered:
    """The record as it was written and what has become of it, with the way to all and back."""
    found = snapshot.record
    if found is None:
        line = "There is no record of this decision."
        return Rendered(text=line, blocks=[section(line)])
    if found.is_withdrawn:
        return _withdrawn(found, kb)
    title = decided_title(found, kb)
    each = 2 if found.outcome.kind == "hybrid" else 1
    shown = page(_as_shown(found.page, each), room=_ROOM, draws=False, tells=False)
    _, *blocks = shown.blocks
    return Rendered(
        text=f"{plain(title, 150)}. {closed_by(found)}.",
        blocks=[
            header(title),
            context(" · ".join([closed_by(found), *standing_of(found)])),
            *blocks,
            # One that cannot be read has no headings, and nothing more to export.
            *([context(_ALL)] if any(each.heading for each in found.page.sections) else []),
            actions(
                [
                    *(button(label, ExportAs(form)) for form, label in _FORMATS.items()),
                    reopen(),
                ],
                block_id=snapshot.block_id("record"),
            ),
        ],
    )


def _withdrawn(found: Record, kb: KnowledgeBase) -> Rendered:
    line = (
        f"Record {found.number} does not count: its decision was opened again. It said "
        f"*{plain(chosen(found.outcome, kb), 150)}*. *Decide* closes it under the same number."
    )
    return Rendered(text=line.replace("*", ""), blocks=[header("Opened again"), section(line)])


def _as_shown(found: Page, consequences: int) -> Page:
    """What was decided first, and some lines of all the rest; so many of each consequence."""
    order = {heading: place for place, heading in enumerate(_FIRST)}
    sections = sorted(found.sections, key=lambda each: order.get(each.heading, len(order)))
    return Page(found.title, tuple(_in_short(each, consequences) for each in sections))


def _in_short(found: Section, consequences: int) -> Section:
    parts = _with_reason_in_short(found.parts) if found.heading == OUTCOME else found.parts
    alike = consequences if found.heading == CONSEQUENCES else _ALIKE
    return Section(found.heading, tuple(_some_of(found.heading, each, alike) for each in parts))


def _with_reason_in_short(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The option and the team's reason as one paragraph, cut; then what stands beside them."""
    lines = [line for part in parts if isinstance(part, Lines) for line in part.lines]
    said = [each for each in lines if each.lead in {CHOSEN, ""}]
    others = tuple(each for each in lines if each not in said)
    reason = _cut(" ".join(each.text for each in said), _REASON)
    return (Lines((Line(reason, lead=CHOSEN),)), Lines(others))


def _some_of(heading: str, part: Part, alike: int) -> Part:
    """The first lines of each lead; those without one stand for themselves."""
    if not isinstance(part, Lines):
        return part
    seen, kept = Counter[str](), list[Line]()
    for each in part.lines:
        seen[each.lead] += 1
        is_weighty = heading != CONSEQUENCES or each.lead in _WEIGHTY
        if not each.lead or (is_weighty and seen[each.lead] <= alike and each.lead != NOT_BEGUN):
            # What each rating rests on would fill the message; an export has it.
            kept.append(replace(each, sources=()) if heading == OPTIONS else each)
    return Lines(tuple(kept[: _MOST.get(heading, len(kept))]))


def _cut(text: str, limit: int) -> str:
    """Text of at most so many characters, cut after a word."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    return f"{(kept.rpartition(' ')[0] or kept).rstrip()}…"
