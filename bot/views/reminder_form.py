"""The form that asks when a thread is to be reminded of a sheet (a modal)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.pages.words import CALLED
from bot.views.blocks import (
    Block,
    checkboxes,
    context,
    datepicker,
    divider,
    input_block,
    option,
    plain,
    plain_text,
    section,
    timepicker,
)
from bot.views.form import ACTION_ID
from bot.views.words import mention, name
from engine.evaluation.model import SheetKey
from knowledge.schema import KnowledgeBase

CALLBACK_ID = "reminder"
DATE, TIME, BACK = "date", "time", "back"
"""The block ids."""
TAKE_BACK = "take_back"
"""The value of the checkbox that takes back what stands already."""

NO_DAY = "Choose a day."
NO_TIME = "Choose a time of that day."
IN_PAST = "That has passed already. Choose a later day or time."
STANDS_ALREADY = "A reminder for that moment stands already. Choose another time."
TOO_MANY = "There are as many reminders as one sheet can have. Take them back first."
_DEFAULT_TIME: Final = "09:00"


@dataclass(frozen=True, slots=True)
class Standing:
    """A reminder that is still to come."""

    at: datetime
    """In the time zone of whoever looks at it."""
    by: str


def reminder_form(
    metadata: str, key: SheetKey, standing: Sequence[Standing], zone: str, kb: KnowledgeBase
) -> dict[str, Any]:
    """The modal view: a day, a time, and whether to take back what stands already.

    Args:
        metadata: what comes back with the inputs, as ``private_metadata``.
        key: the sheet.
        standing: its reminders that are still to come.
        zone: in which time zone days and times are meant, as people read it.
        kb: the facts.
    """
    about = f"the {CALLED[key.kind]} of {name(kb, key.candidate)}"
    return {
        "type": "modal",
        "callback_id": CALLBACK_ID,
        "private_metadata": metadata,
        "title": plain_text("Reminder", 24),
        "submit": plain_text("Save", 24),
        "close": plain_text("Close", 24),
        "blocks": [
            section(f"Slack posts a reminder of {about} in its thread."),
            input_block(
                "Day",
                datepicker(ACTION_ID, placeholder="Choose a day"),
                block_id=DATE,
                optional=True,
            ),
            input_block(
                "Time",
                timepicker(ACTION_ID, placeholder="Choose a time", chosen=_DEFAULT_TIME),
                block_id=TIME,
                optional=True,
                hint=f"Time zone: {zone}.",
            ),
            *_standing(standing),
        ],
    }


def too_far(last: datetime, days: int) -> str:
    """Slack keeps no message for so long."""
    return f"At most {days} days ahead: choose {_day(last)} or earlier."


def taken(at: datetime | None, zone: str, taken_back: int) -> str:
    """What became of the form, for whoever sent it; '' where nothing did.

    Args:
        at: when the thread is reminded from now on, in the person's time zone; None for no more.
        zone: that time zone, as people read it.
        taken_back: how many reminders were taken back.
    """
    back = {0: "", 1: "The reminder that stood is taken back."}
    said = [back.get(taken_back, f"{taken_back} reminders that stood are taken back.")]
    if at is not None:
        said.append(
            f"Slack posts the reminder in this thread on {_day(at)} at {at:%H:%M} ({zone})."
        )
    return " ".join(filter(None, said))


def _standing(standing: Sequence[Standing]) -> list[Block]:
    if not standing:
        return [context("No reminder stands yet.")]
    lines = [f"• {_day(each.at)}, {each.at:%H:%M}, by {mention(each.by)}" for each in standing]
    return [
        divider(),
        section("\n".join(["*These stand already*", *lines])),
        input_block(
            "What stands",
            checkboxes(ACTION_ID, [option("Take these back", TAKE_BACK)]),
            block_id=BACK,
            optional=True,
        ),
    ]


def _day(at: datetime) -> str:
    return plain(f"{at.day} {at:%B} {at.year}", 40)
