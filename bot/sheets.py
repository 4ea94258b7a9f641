"""What people do with a sheet in the thread: begin it, tick it, undo, empty it.

A click on checkboxes brings the whole selection. Only what the person changed in the picture that
they were looking at counts, and only where nothing newer has been said of an item. Whatever comes
of it, the message ends up showing what is kept.
"""

import re
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Final

from bot.block_ids import BlockRef, SheetRef
from bot.ledger import Delivery, Ledger
from bot.place import Place
from bot.sheet_changes import closed_to_changes, now, post_of, redraw, write
from bot.store import decisions, deliveries, posts, sheets
from bot.store.database import Transaction
from bot.store.posts import PostKey
from bot.tenant import Tenant
from bot.views import notices
from engine.evaluation.items import Category, category_of
from engine.evaluation.merging import Merge, Picture, merged, passed, ticked, unticked
from engine.evaluation.model import OPEN, CategoryId, ItemId, Sheet, SheetKey

_MICROSECONDS: Final = 1_000_000
"""Of a second: Slack's times of actions are kept in whole ones."""
_ACTION_TS: Final = re.compile("([0-9]{1,12})[.]([0-9]{6})")
_ROWS_OF_A_CHANGE: Final = 24
"""At most: a reset of a whole checklist."""


class Sheets:
    """Where sheets are begun, ticked, undone and emptied."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._knowledge = ledger.knowledge

    async def begin(self, tx: Transaction, decision_id: str, key: SheetKey, by: str) -> None:
        """Let there be such a sheet, and its message show what it holds."""
        await decisions.touch(tx, decision_id)
        await sheets.begin(tx, decision_id, key, by)
        await decisions.take_part(tx, decision_id, by)
        await posts.mark_stale(tx, post_of(decision_id, key))
        followers = [PostKey(decision_id, "side_by_side")]
        if key.kind == "checklist":
            # The root's menu of checklists keeps no choice: its id tells how many are begun.
            followers.append(PostKey(decision_id, "root"))
        await posts.mark_stale_if_there(tx, followers)

    async def start(
        self, delivery: Delivery, ref: BlockRef, place: Place, key: SheetKey, by: str
    ) -> str:
        """Begin a sheet from any message of its decision, or say that it stands in the thread."""

        async def work(tx: Transaction) -> str:
            already = await posts.place_of(tx, post_of(ref.decision, key))
            await self.begin(tx, ref.decision, key, by)
            return "" if already is None else notices.IN_THREAD_ALREADY

        return await self._used(delivery, ref.decision, place, work)

    async def tick(
        self,
        delivery: Delivery,
        ref: SheetRef,
        place: Place,
        chosen: Collection[str],
        *,
        action_ts: str,
        by: str,
    ) -> str:
        """The checkboxes of a category were used: these are ticked in the person's picture now."""
        at = _microseconds(action_ts)
        category = self._category(ref)
        if at is None or category is None:
            await self.redraw(delivery.tenant, ref)
            return notices.OLD_MESSAGE
        known = {each.id for each in category.items}
        picture = Picture(ref.revision, frozenset(ItemId(each) for each in chosen) & known, at)

        async def work(tx: Transaction, sheet: Sheet) -> str:
            click = _Click(ref.decision, sheet, category, picture, by)
            return await _apply(tx, click, await _meant(tx, click))

        return await self._sheet_used(delivery, ref, place, work, drawn=ref.sheet)

    async def redraw(self, tenant: Tenant, ref: SheetRef) -> None:
        """Let Slack draw a sheet anew: its controls show what is kept, and no choice is left."""

        async def work(tx: Transaction) -> None:
            await decisions.lock(tx, ref.decision)
            await redraw(tx, ref.decision, ref.sheet)

        await self._ledger.in_transaction(tenant, work, of=ref.decision)

    async def undo(
        self, delivery: Delivery, ref: SheetRef, place: Place, action_ts: str, by: str
    ) -> str:
        """Take back the person's own last change, unless its items were changed since."""
        at = _microseconds(action_ts)
        if at is None:
            return notices.OLD_MESSAGE

        async def work(tx: Transaction, sheet: Sheet) -> str:
            rows = await sheets.undoable(tx, ref.decision, ref.sheet, by)
            if not rows:
                has_scores = ref.sheet.kind == "trials"
                return notices.NO_TASK_TO_UNDO if has_scores else notices.NOTHING_TO_UNDO
            undoes = rows[0].revision
            changed = {row.item for row in rows if now(sheet, row.item) != row.after}
            if changed:
                who = await _changed_by(tx, ref.decision, sheet, changed, undoes)
                return notices.changed_since(who)
            newer = await sheets.newer(tx, ref.decision, ref.sheet, at)
            if newer is None or any(row.item in newer for row in rows):
                return notices.UNDO_TOO_LATE
            before = {row.item: row.before for row in rows}
            await write(
                tx, ref.decision, sheet, before, how="undone", by=by, action_ts=at, undoes=undoes
            )
            return ""

        return await self._sheet_used(delivery, ref, place, work)

    async def reset(
        self, delivery: Delivery, ref: SheetRef, place: Place, action_ts: str, by: str
    ) -> str:
        """Empty a sheet of all that was said of it before this moment."""
        at = _microseconds(action_ts)
        if at is None:
            return notices.OLD_MESSAGE

        async def work(tx: Transaction, sheet: Sheet) -> str:
            newer = await sheets.newer(tx, ref.decision, ref.sheet, at)
            if newer is not None:
                said = {item for item, finding in sheet.findings.items() if finding != OPEN}
                emptied = dict.fromkeys(said - newer, OPEN)
                # Also where nothing was said: a tick from before comes too late from now on.
                await write(tx, ref.decision, sheet, emptied, how="reset", by=by, action_ts=at)
            return ""

        return await self._sheet_used(delivery, ref, place, work)

    async def side_by_side(self, delivery: Delivery, ref: BlockRef, place: Place, by: str) -> str:
        """Show the candidates side by side in the thread, or say that they stand there."""

        async def work(tx: Transaction) -> str:
            key = PostKey(ref.decision, "side_by_side")
            already = await posts.place_of(tx, key)
            await decisions.take_part(tx, ref.decision, by)
            await posts.mark_stale(tx, key)
            return "" if already is None else notices.IN_THREAD_ALREADY

        return await self._used(delivery, ref.decision, place, work)

    def _category(self, ref: SheetRef) -> Category | None:
        """The category whose checkboxes these are; None where the facts have it no more."""
        try:
            return category_of(ref.sheet.kind, CategoryId(ref.part), self._knowledge)
        except KeyError:
            return None

    async def _sheet_used(
        self,
        delivery: Delivery,
        ref: SheetRef,
        place: Place,
        work: Callable[[Transaction, Sheet], Awaitable[str]],
        *,
        drawn: SheetKey | None = None,
    ) -> str:
        """A control of a sheet's own message was used, once."""

        async def use(tx: Transaction) -> str:
            sheet = await sheets.load(tx, ref.decision, ref.sheet)
            return notices.OLD_MESSAGE if sheet is None else await work(tx, sheet)

        return await self._used(delivery, ref.decision, place, use, drawn=drawn)

    async def _used(
        self,
        delivery: Delivery,
        decision_id: str,
        place: Place,
        work: Callable[[Transaction], Awaitable[str]],
        *,
        drawn: SheetKey | None = None,
    ) -> str:
        """A control of a message of a decision was used, once.

        Where the decision is closed nothing is done, and ``drawn`` is the sheet whose checkboxes
        must show again what is kept.
        """

        async def use(tx: Transaction) -> str:
            if not await deliveries.note(tx, delivery.keys):
                return ""
            # Before the lock, for which others wait.
            is_shown = await posts.shows(tx, decision_id, place)
            closed = await closed_to_changes(tx, decision_id)
            if not is_shown and closed != notices.UNKNOWN_DECISION:
                return notices.OLD_MESSAGE
            if closed:
                if drawn is not None:
                    await redraw(tx, decision_id, drawn)
                return closed
            revived = await posts.revive(tx, decision_id)
            told = await work(tx)
            return told or (notices.NOT_SHOWN if revived else "")

        return await self._ledger.in_transaction(delivery.tenant, use, of=decision_id)


@dataclass(frozen=True, slots=True)
class _Click:
    """A click on the checkboxes of a category, and the sheet as it stands now."""

    decision_id: str
    sheet: Sheet
    category: Category
    picture: Picture
    by: str


async def _meant(tx: Transaction, click: _Click) -> Merge:
    """What a person did with a click; it is kept, since their next one is read against it."""
    key, of, picture = click.sheet.key, click.category, click.picture
    last = await sheets.last_selection(tx, click.decision_id, key, of.id, click.by)
    if last is None or picture.action_ts > last.action_ts:
        await sheets.keep_selection(tx, click.decision_id, key, of.id, click.by, picture)
    if picture.revision >= click.sheet.revision:
        shown = click.sheet.findings
    elif last is not None and last.revision == picture.revision:
        # It is read against that one alone.
        shown = {}
    else:
        shown = await sheets.findings_at(tx, click.decision_id, key, picture.revision)
    return merged(passed(shown, of.items), last, picture)


async def _apply(tx: Transaction, click: _Click, merge: Merge) -> str:
    """Do what a person did, where nobody has done anything newer; what they are told."""
    sheet, ts = click.sheet, click.picture.action_ts
    meant = merge.ticked | merge.unticked
    newer = await sheets.newer(tx, click.decision_id, sheet.key, ts) if meant else frozenset()
    counts = frozenset() if newer is None else meant - newer
    changed = {}
    for item in counts:
        does = ticked if item in merge.ticked else unticked
        before = now(sheet, item)
        if (after := does(before, click.by, ts / _MICROSECONDS)) != before:
            changed[item] = after
    if agreed := counts - changed.keys():
        # It stands so already; what is older than this click must not change it any more.
        await sheets.confirm(tx, click.decision_id, sheet.key, agreed, ts)
    are_passed = passed(sheet.findings, click.category.items)
    if changed:
        await write(tx, click.decision_id, sheet, changed, how="ticked", by=click.by, action_ts=ts)
    elif click.picture.chosen != are_passed:
        await redraw(tx, click.decision_id, sheet.key)
    if newer is None:
        return notices.RESET_SINCE
    late = meant & newer
    return notices.TICKED_TOO_LATE if late & merge.ticked != late & are_passed else ""


async def _changed_by(
    tx: Transaction, decision_id: str, sheet: Sheet, items: Collection[ItemId], since: int
) -> str | None:
    """Who changed one of these items last, after a revision."""
    limit = (sheet.revision - since) * _ROWS_OF_A_CHANGE
    history = await sheets.history(tx, decision_id, sheet.key, limit)
    return next((each.by for each in history if each.item in items), None)


def _microseconds(action_ts: str) -> int | None:
    """Slack's time of an action in microseconds; None where it is none."""
    found = _ACTION_TS.fullmatch(action_ts)
    return None if found is None else int(found[1]) * _MICROSECONDS + int(found[2])
