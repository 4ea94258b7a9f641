"""Moments as Slack's client writes them, in the time zone of this machine.

Source of the tokens: https://docs.slack.dev/messaging/formatting-message-text#date-formatting
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

_ENDINGS: Final = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
_TOKEN: Final = re.compile(r"\{(\w+)\}")


def moment(ts: str) -> datetime:
    """The local time of a ts or of whole seconds since 1970; ValueError where it is neither."""
    try:
        return datetime.fromtimestamp(float(ts)).astimezone()
    except OverflowError as error:
        raise ValueError(str(error)) from error


def written(ts: str, form: str) -> str | None:
    """A date token's text, such as ``{date_short_pretty} at {time}``.

    Unknown tokens stay as they are.

    Returns:
        None where the moment is none: then Slack shows the fallback.
    """
    try:
        then = moment(ts)
    except (ValueError, OSError):
        return None

    def token(found: re.Match[str]) -> str:
        return _written(then, found[1], begins=found.start() == 0) or found[0]

    return _TOKEN.sub(token, form)


def _written(then: datetime, token: str, *, begins: bool) -> str | None:
    name = token.removesuffix("_pretty")
    if name != token and (word := _near(then)):
        return word.capitalize() if begins else word
    write = _FORMS.get(name)
    return write(then) if write else None


def _near(then: datetime) -> str | None:
    today = datetime.now().astimezone().date()
    days = {today: "today", today - timedelta(1): "yesterday", today + timedelta(1): "tomorrow"}
    return days.get(then.date())


def _ordinal(day: int) -> str:
    return f"{day}{_ENDINGS.get(day, 'th')}"


_FORMS: Final[Mapping[str, Callable[[datetime], str]]] = {
    "date_num": lambda then: f"{then:%Y-%m-%d}",
    "date": lambda then: f"{then:%B} {_ordinal(then.day)}, {then.year}",
    "date_short": lambda then: f"{then:%b} {then.day}, {then.year}",
    "date_long": lambda then: f"{then:%A, %B} {_ordinal(then.day)}, {then.year}",
    "time": lambda then: f"{then:%H:%M}",
    "time_secs": lambda then: f"{then:%H:%M:%S}",
}
"""The clock of 24 hours, which is a choice of each person in Slack."""
