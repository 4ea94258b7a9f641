"""Who changed what of a sheet, and when: the last changes as a view (a modal)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final

from bot.pages.words import CALLED, VERDICTS, name
from bot.views.blocks import Block, context, header, plain, plain_text, section
from bot.views.words import mention
from engine.evaluation.items import categories
from engine.evaluation.model import Change, Finding, ItemId, SheetKey
from knowledge.schema import KnowledgeBase

_MOST = 90
"""Most changes in one view, which takes 100 blocks."""
_ROOM = 30_000
"""Most characters of them all: more than anybody reads, and Slack takes views of 250 kB."""
_PARAGRAPH = 2900
"""Most characters of a section, which takes 3000."""
_QUOTED = 200
_HOW: Final = {
    "ticked": "ticked",
    "judged": "changed details",
    "reset": "reset the sheet",
    "undone": "undid a change",
}


def history(sheet_key: SheetKey, changes: Sequence[Change], kb: KnowledgeBase) -> dict[str, Any]:
    """The view: a paragraph a change, in the order given, the newest first."""
    labels = _labels(sheet_key, kb)
    undone = {each.undoes for each in changes}
    groups = [list(group) for _, group in groupby(changes, key=lambda each: each.revision)]
    shown: list[Block] = []
    room = _ROOM
    for group in groups[:_MOST]:
        said = _change(group, labels, undone)
        room -= len(said)
        if room < 0:
            break
        shown.append(section(said))
    left_out = "; older ones are left out." if len(shown) < len(groups) else "."
    return {
        "type": "modal",
        "title": plain_text("History", 24),
        "close": plain_text("Close", 24),
        "blocks": [
            header(f"{name(kb, sheet_key.candidate)}: {CALLED[sheet_key.kind]}"),
            *(shown or [section("Nothing was changed so far.")]),
            *([context(f"The newest come first{left_out}")] if shown else []),
        ],
    }


def when_and_what(change: Change) -> str:
    """One change of an item in a line, without the item."""
    return f"{_moment(change.at)}, {mention(change.by)}: {_became(change)}"


def _labels(key: SheetKey, kb: KnowledgeBase) -> Mapping[ItemId, str]:
    known = categories(key.kind, kb)
    return {item.id: plain(item.label, 75) for category in known for item in category.items}


def _change(group: Sequence[Change], labels: Mapping[ItemId, str], undone: set[int | None]) -> str:
    """All that one person did at once: who, when, how, and what became of each item."""
    first = group[0]
    taken_back = " (undone since)" if first.revision in undone else ""
    how = "unticked" if _unticks(group) else _HOW[first.how]
    text = f"{mention(first.by)} {how}, {_moment(first.at)}{taken_back}"
    for number, each in enumerate(group):
        line = f"\n• {labels.get(each.item, plain(each.item, 40))}: {_became(each)}"
        left = f"\n• and {len(group) - number} more"
        if len(text) + len(line) + len(left) > _PARAGRAPH:
            return text + left
        text += line
    return text


def _unticks(group: Sequence[Change]) -> bool:
    return all(each.how == "ticked" and each.after.verdict is None for each in group)


def _became(change: Change) -> str:
    """'open → pass; note: “...”'."""
    return "; ".join(_differences(change.before, change.after)) or "the same as before"


def _differences(before: Finding, after: Finding) -> Iterator[str]:
    if after.verdict != before.verdict:
        yield f"{VERDICTS[before.verdict]} → {VERDICTS[after.verdict]}"
    if after.note != before.note:
        note = plain(" ".join(after.note.split()), _QUOTED)
        yield f"note “{note}”" if note else "no note now"
    if after.link != before.link:
        # Not quoted: Slack takes a mark behind an address for a part of it.
        address = plain(after.link, _QUOTED)
        yield f"link {address}" if address else "no link now"
    if after.assignee != before.assignee:
        yield f"for {mention(after.assignee)}" if after.assignee else "for nobody now"


def _moment(at: float) -> str:
    """A day and time as Slack shows it to each reader; in UTC where it cannot."""
    utc = datetime.fromtimestamp(at, UTC)
    told = f"{utc.day} {utc:%b}, {utc:%H:%M} UTC"
    return f"<!date^{int(at)}^{{date_short}}, {{time}}|{told}>"
