"""What every change of a sheet comes to: the lock, what is written, the messages that follow."""

from collections.abc import Mapping

from bot.changeable import closed
from bot.store import decisions, posts, sheets
from bot.store.database import Transaction
from bot.store.posts import PostKey
from bot.views import notices
from engine.evaluation.model import OPEN, Finding, How, ItemId, Sheet, SheetKey


async def closed_to_changes(tx: Transaction, decision_id: str) -> str:
    """Take the lock of a decision; why its sheets cannot be changed, '' where they can."""
    touched = await decisions.touch(tx, decision_id)
    if touched is None or touched.deleted_by is not None:
        return notices.UNKNOWN_DECISION
    return closed(touched.status)


async def write(
    tx: Transaction,
    decision_id: str,
    sheet: Sheet,
    changed: Mapping[ItemId, Finding],
    *,
    how: How,
    by: str,
    action_ts: int | None = None,
    undoes: int | None = None,
) -> None:
    """Keep what changed of a sheet, and bring up to date what shows it.

    The root message tells what failed, and nothing else of a sheet.
    """
    await sheets.write(tx, decision_id, sheet, changed, how, by, action_ts=action_ts, undoes=undoes)
    await decisions.take_part(tx, decision_id, by)
    shown = [post_of(decision_id, sheet.key), PostKey(decision_id, "side_by_side")]
    if any(_fails(now(sheet, item)) != _fails(after) for item, after in changed.items()):
        shown.append(PostKey(decision_id, "root"))
    await posts.mark_stale_if_there(tx, shown)


async def redraw(tx: Transaction, decision_id: str, key: SheetKey) -> None:
    """Let Slack draw the checkboxes anew: with new block ids it takes what is kept."""
    await sheets.redraw(tx, decision_id, key)
    await posts.mark_stale_if_there(tx, [post_of(decision_id, key)])


def post_of(decision_id: str, key: SheetKey) -> PostKey:
    """The message of a sheet."""
    return PostKey(decision_id, key.kind, key.candidate)


def now(sheet: Sheet, item: ItemId) -> Finding:
    """What is known of an item."""
    return sheet.findings.get(item, OPEN)


def _fails(finding: Finding) -> bool:
    return finding.verdict == "fail"
