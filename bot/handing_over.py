"""What Slack is asked for one reminder: to post it when its time has come, or not to.

A crash or a dropped answer makes no second one: where nobody knows what came of an attempt, the
reminder is looked for first in Slack's own list of what it is to post. Only what is posted at once,
since its time has passed meanwhile, stands in no such list. It is posted once more at most where
nobody knows whether Slack took it: twice is better than never.
"""

import time
from dataclasses import dataclass
from typing import Final, assert_never

import structlog

from bot.place import Place
from bot.slack import AmbiguousError, NotTakenError, RefusedError, Slack
from bot.store import decisions, posts, records, reminders
from bot.store.database import Transaction
from bot.store.posts import PostKey
from bot.store.records import KeptRecord
from bot.store.reminders import Reminder, Waiting
from bot.views.blocks import Rendered
from bot.views.reminder import review_reminder, sheet_reminder
from engine.evaluation.model import SheetKey
from knowledge.schema import AlternativeId, KnowledgeBase

logger = structlog.stdlib.get_logger(__name__)

LATE_SECONDS: Final = 3600.0
"""A reminder that is later than this is not posted any more."""
UNPOSTED_SECONDS = 30.0
"""How long to wait for the message of a decision."""
_IN_PAST: Final = "time_in_past"


@dataclass(frozen=True, slots=True)
class Scheduled:
    """Slack is to post it."""

    channel: str
    scheduled_id: str


@dataclass(frozen=True, slots=True)
class Over:
    """Nothing is left to do: it is posted, taken back, or given up."""


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: try again after so many seconds."""

    seconds: float
    is_unsure: bool = False
    """Nobody knows whether Slack acted."""


@dataclass(frozen=True, slots=True)
class Work:
    """A claimed reminder with where it belongs."""

    claimed: Waiting
    root: Place
    thread_ts: str
    shown: Place
    """The message to which it leads."""
    about: SheetKey | KeptRecord
    others: frozenset[str]
    """The ids under which Slack has other reminders of the channel."""

    @property
    def channel(self) -> str:
        """Where it is posted."""
        return self.root.channel


async def found(tx: Transaction, claimed: Waiting) -> Work | Scheduled | Over | Later:
    """Where a reminder belongs, or where Slack has what is to be taken back.

    It is over where there is nothing to be reminded of any more, or nothing to be taken back.
    """
    reminder, is_wanted = claimed.reminder, claimed.state == "wanted"
    late = time.time() - reminder.due_at
    if not is_wanted and (late > 0 or not (claimed.scheduled_id or claimed.attempts)):
        return Over()
    if claimed.channel is not None and claimed.scheduled_id is not None:
        return Scheduled(claimed.channel, claimed.scheduled_id)
    if late > LATE_SECONDS:
        return given_up(reminder, "too_late")
    decision = await decisions.load(tx, reminder.decision_id)
    about = await _about(tx, reminder)
    if decision is None or about is None or (is_wanted and decision.deleted_by is not None):
        return Over()
    root = await posts.place_of(tx, PostKey(decision.id, "root"))
    if root is None:
        return Later(UNPOSTED_SECONDS)
    kind = "record" if reminder.about == "review" else reminder.about
    shown = await posts.place_of(tx, PostKey(decision.id, kind, reminder.candidate))
    others = await reminders.known(tx, root.channel) if claimed.attempts else frozenset[str]()
    return Work(claimed, root, decision.thread_ts or root.ts, shown or root, about, others)


async def hand_over(slack: Slack, work: Work, kb: KnowledgeBase) -> Scheduled | Over:
    """Let Slack post a reminder in its thread; at once where it is time already."""
    if (already := await _tried_before(slack, work, kb)) is not None:
        return already
    message = _message(work, await _address(slack, work.shown), kb)
    if work.claimed.reminder.due_at > time.time():
        try:
            scheduled_id = await slack.schedule_message(
                channel=work.channel,
                thread_ts=work.thread_ts,
                text=message.text,
                blocks=message.blocks,
                post_at=int(work.claimed.reminder.due_at),
            )
        except RefusedError as error:
            if error.code != _IN_PAST:
                raise
        else:
            return Scheduled(work.channel, scheduled_id)
    return await _post(slack, work, message)


async def take_back(slack: Slack, work: Work | Scheduled, kb: KnowledgeBase) -> Over:
    """Let Slack not post a reminder, which it may have although nobody noted its id."""
    has = await _tried_before(slack, work, kb) if isinstance(work, Work) else work
    if has is not None:
        await slack.unschedule(has.channel, has.scheduled_id)
    return Over()


def given_up(reminder: Reminder, reason: str) -> Over:
    """It is not posted, and somebody may look into it."""
    logger.error("reminder_given_up", reminder=reminder.id, reason=reason)
    return Over()


async def _about(tx: Transaction, reminder: Reminder) -> SheetKey | KeptRecord | None:
    if reminder.about != "review":
        return SheetKey(reminder.about, AlternativeId(reminder.candidate))
    record = await records.load(tx, reminder.decision_id)
    return None if record is None or record.is_withdrawn else record


async def _tried_before(slack: Slack, work: Work, kb: KnowledgeBase) -> Scheduled | None:
    """The reminder as Slack has it from an earlier attempt of which nobody knows what came."""
    if not work.claimed.attempts:
        return None
    listed = await slack.scheduled(work.channel, int(work.claimed.reminder.due_at))
    unnoted = {text: each for each, text in listed.items() if each not in work.others}
    # What it leads to may have been posted since; until then it leads to the decision.
    for place in dict.fromkeys((work.shown, work.root)):
        text = _message(work, await _address(slack, place), kb).text
        if text in unnoted:
            return Scheduled(work.channel, unnoted[text])
    if work.claimed.state == "unwanted":
        # What it led to may be gone since.
        sentence = _message(work, None, kb).text
        for text, scheduled_id in unnoted.items():
            if text.startswith(sentence):
                return Scheduled(work.channel, scheduled_id)
    return None


async def _address(slack: Slack, shown: Place) -> str | None:
    try:
        return await slack.permalink(shown)
    except RefusedError:
        # It is gone: the thread says enough.
        return None
    except AmbiguousError as error:
        # To ask for it changes nothing in Slack.
        raise NotTakenError(str(error)) from None


def _message(work: Work, url: str | None, kb: KnowledgeBase) -> Rendered:
    match work.about:
        case SheetKey() as key:
            return sheet_reminder(key, work.claimed.reminder.by, url, kb)
        case KeptRecord(outcome=outcome, number=number):
            return review_reminder(outcome, number, url, kb)
        case _:
            assert_never(work.about)


async def _post(slack: Slack, work: Work, message: Rendered) -> Over:
    try:
        await slack.post_message(
            channel=work.channel,
            thread_ts=work.thread_ts,
            text=message.text,
            blocks=message.blocks,
        )
    except AmbiguousError as error:
        if not work.claimed.attempts:
            raise
        return given_up(work.claimed.reminder, str(error))
    return Over()
