"""Three-way merging of checkboxes: what a person saw, what they chose, what is there by now.

Slack sends the whole selection of a group with every click, and nothing of what it showed before.
A selection that were saved as it comes would take back what others ticked meanwhile; so only what
the person changed in what they were looking at is applied, to what is there now.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from engine.evaluation.items import Item
from engine.evaluation.model import OPEN, Finding, ItemId, Seconds


@dataclass(frozen=True, slots=True)
class Picture:
    """The checkboxes of one category as a person left them."""

    revision: int
    """The revision of the sheet that the person was looking at."""
    chosen: frozenset[ItemId]
    """What was ticked after the click."""
    action_ts: int
    """When Slack says the click was, in microseconds since the epoch."""


@dataclass(frozen=True, slots=True)
class Merge:
    """What a person did; disjoint."""

    ticked: frozenset[ItemId]
    unticked: frozenset[ItemId]


_NOTHING: Final = Merge(frozenset(), frozenset())


def merged(shown: AbstractSet[ItemId], last: Picture | None, now: Picture) -> Merge:
    """What a person did with the click that left this picture.

    Args:
        shown: what was ticked in the category at the revision that the person was looking at.
        last: the person's last picture of the category, of whatever revision. At the same revision
            the person's client has drawn nothing since, so that this, and not ``shown``, is what
            they saw; a picture older than that one, or the same again, says nothing new.
        now: the picture of this click.
    """
    seen = shown
    if last is not None and last.revision == now.revision:
        if now.action_ts <= last.action_ts:
            return _NOTHING
        seen = last.chosen
    return Merge(ticked=now.chosen - seen, unticked=frozenset(seen - now.chosen))


def passed(findings: Mapping[ItemId, Finding], items: Iterable[Item]) -> frozenset[ItemId]:
    """Which of these items are ticked."""
    return frozenset(i.id for i in items if findings.get(i.id, OPEN).verdict == "pass")


def ticked(finding: Finding, by: str, at: Seconds) -> Finding:
    """The finding after a tick: it passes, whatever it was; the same where it passes already."""
    if finding.verdict == "pass":
        return finding
    return finding.model_copy(update={"verdict": "pass", "by": by, "at": at})


def unticked(finding: Finding, by: str, at: Seconds) -> Finding:
    """The finding after an untick: open where it passed, else the same.

    A verdict that is no tick was not what the person took away.
    """
    if finding.verdict != "pass":
        return finding
    return finding.model_copy(update={"verdict": None, "by": by, "at": at})
