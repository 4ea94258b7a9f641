"""What people say of the items of a sheet in forms, and who has said what.

A form has no time of Slack's: what it says counts as of when it comes, and only what the person
changed in it, so that two who change different inputs of one item lose nothing.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from time import time
from typing import Any, Final, get_args
from urllib.parse import urlsplit

from bot.actions import UnknownActionError
from bot.block_ids import SheetRef, decode_block, sheet_of
from bot.changeable import changeable, existing
from bot.ledger import Delivery, Ledger
from bot.place import Place
from bot.sheet_changes import closed_to_changes, now, write
from bot.store import decisions, deliveries, posts, sheets
from bot.store.database import Transaction
from bot.tenant import Tenant
from bot.views import notices
from bot.views.history import history
from bot.views.item_form import (
    ASSIGNEE,
    LINK,
    LONGEST_LINK,
    LONGEST_NOTE,
    NO_VERDICT,
    NOTE,
    VERDICT,
    item_form,
)
from bot.views.open_items import open_items
from engine.evaluation.items import categories, item_of
from engine.evaluation.merging import ticked
from engine.evaluation.model import Change, Finding, ItemId, Sheet, Verdict

_OPEN_AGAIN: Final = frozenset({"", NO_VERDICT})
"""What the input holds where an item has no verdict."""
_NOT_IN_ADDRESSES: Final = frozenset('<>"|')
"""RFC 3986 has them encoded; in Slack's markup they would end the address."""
_CHANGES_READ: Final = 2_200
"""Rows, the newest first: more than the view shows, so that it says where it leaves some out."""
_OPEN_FORM: Final = "open_items"
"""Stands for an item in the metadata of the form that holds what is open."""


class Judging:
    """Where items are judged in forms."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._knowledge = ledger.knowledge

    async def item_form(
        self, tenant: Tenant, ref: SheetRef, place: Place, item: str
    ) -> dict[str, Any] | str:
        """One item as a form; a sentence where nothing can be said of it."""
        try:
            asked = item_of(ref.sheet.kind, ItemId(item), self._knowledge)
        except KeyError:
            return notices.OLD_MESSAGE
        async with self._ledger.database.transaction(tenant) as tx:
            sheet = await _shown_at(tx, ref, place, to_change=True)
            if isinstance(sheet, str):
                return sheet
            changes = await _changes(tx, ref)
        metadata = replace(ref, part=asked.id).encode()
        of_item = [each for each in changes if each.item == asked.id]
        return item_form(metadata, sheet, asked, self._knowledge, of_item)

    async def judge(
        self,
        delivery: Delivery,
        metadata: str,
        held: Mapping[str, str],
        changed: Collection[str],
        by: str,
    ) -> Mapping[str, str] | str:
        """Take what a person changed in the form of an item, or nothing of it.

        Returns:
            The inputs that could not be used, with a sentence each, empty where all was taken; or
            one sentence where nothing can be said of the item.
        """
        ref = _read(metadata)
        said = {name: held[name].strip() for name in changed if name in held}
        if ref is None:
            return notices.OLD_VERSION
        if refused := _refused(said):
            return refused
        item = ItemId(ref.part)

        async def work(tx: Transaction, sheet: Sheet) -> None:
            before = now(sheet, item)
            after = _judged(before, said, by)
            if after != before:
                await write(tx, ref.decision, sheet, {item: after}, how="judged", by=by)

        return await self._filled(delivery, ref, work)

    async def open_items(
        self, tenant: Tenant, ref: SheetRef, place: Place, by: str
    ) -> dict[str, Any] | str:
        """What is open of a sheet as a form; a sentence where nothing can be ticked."""
        async with self._ledger.database.transaction(tenant) as tx:
            sheet = await _shown_at(tx, ref, place, to_change=True)
        if isinstance(sheet, str):
            return sheet
        return open_items(replace(ref, part=_OPEN_FORM).encode(), sheet, self._knowledge, by)

    async def pass_open(
        self, delivery: Delivery, metadata: str, held: Mapping[str, str], by: str
    ) -> Mapping[str, str] | str:
        """Tick what is ticked in the form of open items, or nothing; what is not says nothing.

        Only what is open is passed so. Where somebody has judged otherwise meanwhile, their verdict
        stays, and the person is told before anything is taken.

        Returns:
            A sentence beside each category of which something was judged meanwhile, empty where all
            was taken; or one sentence where nothing can be ticked.
        """
        ref = _read(metadata)
        if ref is None:
            return notices.OLD_VERSION
        chosen = {item for values in held.values() for item in values.split(",")}
        known = categories(ref.sheet.kind, self._knowledge)
        items = {
            category.id: [each for each in category.items if each.id in chosen]
            for category in known
        }

        def judged_meanwhile(sheet: Sheet) -> Mapping[str, str]:
            stays = {
                category: [each.label for each in shown if _is_judged_otherwise(sheet, each.id)]
                for category, shown in items.items()
            }
            return {each: notices.judged_meanwhile(said) for each, said in stays.items() if said}

        async def work(tx: Transaction, sheet: Sheet) -> None:
            every = [each.id for shown in items.values() for each in shown]
            after = {item: ticked(now(sheet, item), by, time()) for item in every}
            changed = {item: each for item, each in after.items() if each != now(sheet, item)}
            if changed:
                await write(tx, ref.decision, sheet, changed, how="ticked", by=by)

        return await self._filled(delivery, ref, work, refused=judged_meanwhile)

    async def history(self, tenant: Tenant, ref: SheetRef, place: Place) -> dict[str, Any] | str:
        """Who changed what of a sheet, the last first; a sentence where that is not known."""
        async with self._ledger.database.transaction(tenant) as tx:
            sheet = await _shown_at(tx, ref, place, to_change=False)
            if isinstance(sheet, str):
                return sheet
            changes = await _changes(tx, ref)
        return history(ref.sheet, changes, self._knowledge)

    async def _filled(
        self,
        delivery: Delivery,
        ref: SheetRef,
        work: Callable[[Transaction, Sheet], Awaitable[None]],
        *,
        refused: Callable[[Sheet], Mapping[str, str]] = lambda _: {},
    ) -> Mapping[str, str] | str:
        """A form of a sheet was sent: do the work on the sheet as it stands now, once.

        Where something of it is refused nothing is done, and the form can be sent again.
        """

        async def use(tx: Transaction) -> Mapping[str, str] | str:
            if closed := await closed_to_changes(tx, ref.decision):
                return closed
            sheet = await sheets.load(tx, ref.decision, ref.sheet)
            if sheet is None:
                return notices.UNKNOWN_DECISION
            if errors := refused(sheet):
                return {} if await deliveries.noted(tx, delivery.keys) else errors
            if await deliveries.note(tx, delivery.keys):
                await posts.revive(tx, ref.decision)
                await work(tx, sheet)
            return {}

        return await self._ledger.in_transaction(delivery.tenant, use, of=ref.decision)


async def _shown_at(
    tx: Transaction, ref: SheetRef, place: Place, *, to_change: bool
) -> Sheet | str:
    """The sheet that this message shows, or what to say in its place."""
    loaded = await decisions.load(tx, ref.decision)
    decision = changeable(loaded) if to_change else existing(loaded)
    if isinstance(decision, str):
        return decision
    if not await posts.shows(tx, decision.id, place):
        return notices.OLD_MESSAGE
    return await sheets.load(tx, decision.id, ref.sheet) or notices.OLD_MESSAGE


async def _changes(tx: Transaction, ref: SheetRef) -> Sequence[Change]:
    """The last changes of a sheet, as they are shown."""
    return await sheets.history(tx, ref.decision, ref.sheet, _CHANGES_READ)


def _read(metadata: str) -> SheetRef | None:
    """The sheet, and the item, of a form; None where another version of the app has made it."""
    try:
        return sheet_of(decode_block(metadata))
    except UnknownActionError:
        return None


def _refused(said: Mapping[str, str]) -> dict[str, str]:
    """The inputs that cannot be used, with a sentence each."""
    refused = {}
    if said.get(VERDICT, "") not in {*_OPEN_AGAIN, *get_args(Verdict)}:
        refused[VERDICT] = notices.NO_SUCH_VERDICT
    if len(said.get(NOTE, "")) > LONGEST_NOTE:
        refused[NOTE] = notices.too_long(LONGEST_NOTE)
    if (link := said.get(LINK, "")) and not _is_address(link):
        refused[LINK] = notices.WRONG_LINK
    elif len(link) > LONGEST_LINK:
        refused[LINK] = notices.too_long(LONGEST_LINK)
    return refused


def _is_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    has_host = parts.scheme in {"http", "https"} and bool(parts.hostname)
    return has_host and not any(
        each in _NOT_IN_ADDRESSES or each.isspace() or not each.isprintable() for each in link
    )


def _is_judged_otherwise(sheet: Sheet, item: ItemId) -> bool:
    return now(sheet, item).verdict not in {None, "pass"}


def _judged(before: Finding, said: Mapping[str, str], by: str) -> Finding:
    """A finding with what was said of it: whoever notes something has not given its verdict."""
    verdict = said.get(VERDICT, before.verdict or "")
    after = Finding.model_validate(
        {
            **before.model_dump(),
            "verdict": None if verdict in _OPEN_AGAIN else verdict,
            "note": said.get(NOTE, before.note),
            "link": said.get(LINK, before.link),
            "assignee": said.get(ASSIGNEE, before.assignee or "") or None,
        }
    )
    noted = (after.note, after.link) != (before.note, before.link)
    if after.verdict != before.verdict or (after.verdict is None and noted):
        return after.model_copy(update={"by": by, "at": time()})
    return after
