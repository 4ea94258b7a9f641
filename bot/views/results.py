"""What a team has found out itself, in mrkdwn: never silent where the advice was another."""

from bot.pages.tried import Tried, some_of
from bot.views.blocks import plain
from bot.views.snapshot import Snapshot
from knowledge.schema import KnowledgeBase

_SHEETS, _ITEMS = 2, 2
"""Of how many sheets is said what has failed beside an answer, and how many items by name."""
_NAME = 75
"""Characters of a name, or of an item."""


def found_by_the_team(snapshot: Snapshot, kb: KnowledgeBase) -> str:
    """What the team's own tests and checklists say: a line for each of the two.

    '' where nothing is scored and nothing has failed.
    """
    found = failures(snapshot, kb, items=_ITEMS)
    failed = f"*Your checks*: {'; '.join(some_of(found, _SHEETS))}." if found else ""
    return "\n".join(filter(None, (on_your_tests(snapshot, kb), failed)))


def on_your_tests(snapshot: Snapshot, kb: KnowledgeBase) -> str:
    """Who leads on the tests and what was advised; that it is too early to say; or ''."""
    said = _tried(snapshot, kb).tests()
    return f"*Your tests*: {said}" if said else ""


def failures(snapshot: Snapshot, kb: KnowledgeBase, *, items: int) -> list[str]:
    """What has failed in each sheet, so many items by name: 'Prefect fails 2 of 24 items: ...'."""
    return list(_tried(snapshot, kb).failures(items))


def _tried(snapshot: Snapshot, kb: KnowledgeBase) -> Tried:
    return Tried(snapshot.evaluated, snapshot.recommendation, kb, lambda text: plain(text, _NAME))
