"""The texts and numbers that facts are made of, with what each may be."""

import re
from datetime import date
from typing import Annotated, Final

from pydantic import AfterValidator, Field, StringConstraints

ID: Final = StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)
Id = Annotated[str, ID]
"""An id: no dot, so that a dot can separate ids in Slack's action ids."""
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]


def _one_to_five(value: int) -> int:
    """Accept 1-5; the sentence of the error names both ends."""
    if 1 <= value <= 5:  # noqa: PLR2004 - the scale itself
        return value
    raise ValueError("write a whole number from 1 to 5")


Rate = Annotated[int, AfterValidator(_one_to_five)]
"""A rating: 1 is worst, 5 is best, on every criterion."""
Percent = Annotated[int, Field(ge=0, le=100)]
Score = Annotated[str, StringConstraints(pattern=r"^[1-5]\.[0-9]{1,2}$")]
"""A published score, as printed."""

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_YEARS = re.compile(r"([0-9]{4})-([0-9]{4})")


def _date_or_word(value: str) -> str:
    """Accept 2026-11-22, 2026-11, 2026, 2025-2026 or ``undated``; the day must exist."""
    if value == "undated" or _is_date(value) or _are_years(value):
        return value
    raise ValueError("write a date as 2026-11-22, 2026-11, 2026 or 2025-2026, or the word undated")


def _is_date(value: str) -> bool:
    first_day = value + "0000-01-01"[len(value) :]
    try:
        date.fromisoformat(first_day)
    except ValueError:
        return False
    return _DATE.fullmatch(value) is not None


def _are_years(value: str) -> bool:
    years = _YEARS.fullmatch(value)
    return years is not None and years[1] < years[2]


AsOf = Annotated[str, AfterValidator(_date_or_word)]
