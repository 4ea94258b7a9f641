"""What people do so that a thread is reminded of a sheet: choose a moment, or take it back.

It is only written down here; the scheduler hands it to Slack.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from secrets import token_hex
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.actions import UnknownActionError
from bot.block_ids import SheetRef, decode_block, sheet_of
from bot.changeable import changeable
from bot.ledger import Delivery, Ledger
from bot.people import People
from bot.place import Place
from bot.replies import Replies, Where
from bot.sheet_changes import closed_to_changes
from bot.store import decisions, deliveries, posts, reminders
from bot.store.database import Transaction
from bot.store.posts import PostKey
from bot.store.reminders import AHEAD_SECONDS, DAY, Reminder
from bot.tenant import Tenant
from bot.views import notices, reminder_form
from bot.views.reminder_form import BACK, DATE, TAKE_BACK, TIME, Standing

MOST: Final = 10
"""Reminders of one sheet that stand at a time."""
_DAYS_AHEAD: Final = int(AHEAD_SECONDS // DAY)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A form was taken, in this thread."""

    thread: Place | None
    """None while Slack does not have it."""
    taken_back: int
    """How many reminders."""


class Reminding:
    """Where reminders of sheets are asked for."""

    def __init__(self, ledger: Ledger, people: People, replies: Replies) -> None:
        self._ledger = ledger
        self._knowledge = ledger.knowledge
        self._people = people
        self._replies = replies

    async def form(
        self, tenant: Tenant, ref: SheetRef, place: Place, by: str
    ) -> dict[str, Any] | str:
        """The form of a sheet's reminders; a sentence where it can have none.

        Slack's pickers know no time zone: they are read in the one that Slack says is the
        person's, and in UTC where it says none. The form tells which.
        """
        async with self._ledger.database.transaction(tenant) as tx:
            if told := await _closed(tx, ref, place):
                return told
            standing = await _standing(tx, ref)
        zone = _zone(await self._people.timezone(tenant, by))
        shown = [Standing(datetime.fromtimestamp(each.due_at, zone), each.by) for each in standing]
        ids = ",".join(each.id for each in standing)
        metadata = f"{ref.encode()} {_written(zone)} {ids}"
        return reminder_form.reminder_form(
            metadata, ref.sheet, shown, _written(zone), self._knowledge
        )

    async def remind(
        self, delivery: Delivery, metadata: str, held: Mapping[str, str], by: str, now: float
    ) -> Mapping[str, str] | str:
        """Take a form, or nothing of it; in the thread the person is told what was taken.

        Args:
            delivery: the request of Slack.
            metadata: as the form brought it back; only what it showed can be taken back with it.
            held: what each input holds.
            by: who sent it.
            now: the time, in seconds since the epoch.

        Returns:
            The inputs that could not be used, with a sentence each, empty where all was taken; or
            one sentence where nothing can be taken.
        """
        encoded, zone, seen = _parts(metadata)
        try:
            ref = sheet_of(decode_block(encoded))
        except UnknownActionError:
            return notices.OLD_VERSION
        takes_back = TAKE_BACK in held.get(BACK, "").split(",")
        due_at = _due_at(held, _zone(zone), now, may_be_none=takes_back)
        if isinstance(due_at, Mapping):
            return due_at

        async def work(tx: Transaction) -> Mapping[str, str] | str | _Taken:
            closed = await closed_to_changes(tx, ref.decision)
            if await deliveries.noted(tx, delivery.keys):
                return {}
            if closed:
                return closed
            taken_back = seen if takes_back else frozenset[str]()
            standing = [each for each in await _standing(tx, ref) if each.id not in taken_back]
            if due_at is not None and any(each.due_at == due_at for each in standing):
                return {TIME: reminder_form.STANDS_ALREADY}
            if due_at is not None and len(standing) >= MOST:
                return {DATE: reminder_form.TOO_MANY}
            if not await deliveries.note(tx, delivery.keys):
                return {}
            await decisions.take_part(tx, ref.decision, by)
            if taken_back:
                key = ref.sheet
                await reminders.unwant(
                    tx, ref.decision, about=key.kind, candidate=key.candidate, ids=taken_back
                )
            if due_at is not None:
                await reminders.want(tx, _reminder(ref, by, due_at))
            return _Taken(await _thread(tx, ref.decision), len(taken_back))

        done = await self._ledger.in_transaction(delivery.tenant, work)
        if not isinstance(done, _Taken):
            return done
        if done.thread is None:
            return {}
        at = None if due_at is None else datetime.fromtimestamp(due_at, _zone(zone))
        where = Where(delivery.tenant, by, done.thread.channel, done.thread.ts)
        told = reminder_form.taken(at, _written(_zone(zone)), done.taken_back)
        self._replies.tell(where, told)
        return {}


async def _closed(tx: Transaction, ref: SheetRef, place: Place) -> str:
    """Why nobody can be reminded of the sheet that this message shows, '' where they can."""
    decision = changeable(await decisions.load(tx, ref.decision))
    if isinstance(decision, str):
        return decision
    return "" if await posts.shows(tx, decision.id, place) else notices.OLD_MESSAGE


async def _thread(tx: Transaction, decision_id: str) -> Place | None:
    """The thread of a decision; None while Slack does not have it."""
    decision = await decisions.load(tx, decision_id)
    root = await posts.place_of(tx, PostKey(decision_id, "root"))
    if decision is None or root is None:
        return None
    return Place(root.channel, decision.thread_ts or root.ts)


async def _standing(tx: Transaction, ref: SheetRef) -> list[Reminder]:
    """The reminders of this sheet that are still to come, the next one first."""
    about = (ref.sheet.kind, ref.sheet.candidate)
    wanted = await reminders.wanted(tx, ref.decision)
    return [each for each in wanted if (each.about, each.candidate) == about]


def _parts(metadata: str) -> tuple[str, str, frozenset[str]]:
    """The sheet, the time zone, and the ids of the reminders that a form showed."""
    sheet, _, rest = metadata.partition(" ")
    zone, _, ids = rest.partition(" ")
    return sheet, zone, frozenset(filter(None, ids.split(",")))


def _reminder(ref: SheetRef, by: str, due_at: float) -> Reminder:
    return Reminder(
        id=token_hex(8),
        decision_id=ref.decision,
        about=ref.sheet.kind,
        candidate=ref.sheet.candidate,
        by=by,
        due_at=due_at,
    )


def _due_at(
    held: Mapping[str, str], zone: tzinfo, now: float, *, may_be_none: bool
) -> float | Mapping[str, str] | None:
    """The moment that was chosen; None for no new one; else what is wrong, by input."""
    if not held.get(DATE):
        return None if may_be_none else {DATE: reminder_form.NO_DAY}
    try:
        day = date.fromisoformat(held[DATE])
    except ValueError:
        return {DATE: reminder_form.NO_DAY}
    try:
        at = time.fromisoformat(held.get(TIME, ""))
    except ValueError:
        return {TIME: reminder_form.NO_TIME}
    try:
        due_at = datetime.combine(day, at, zone).timestamp()
    except (ValueError, OverflowError):
        # The first and the last day of the calendar, in another time zone.
        return {DATE: reminder_form.NO_DAY}
    if due_at <= now:
        is_today = day == datetime.fromtimestamp(now, zone).date()
        return {TIME if is_today else DATE: reminder_form.IN_PAST}
    if due_at > now + AHEAD_SECONDS:
        last = datetime.fromtimestamp(now, zone) + timedelta(days=_DAYS_AHEAD)
        return {DATE: reminder_form.too_far(last, _DAYS_AHEAD)}
    return due_at


def _zone(name: str) -> tzinfo:
    """The time zone of this name in the tz database; UTC where there is none."""
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def _written(zone: tzinfo) -> str:
    return zone.key if isinstance(zone, ZoneInfo) else "UTC"
