"""What a question of cost says of the sum itself: "an engineer at €90k, over 5 years, in EUR".

Numbers are read as in a form, see ``assuming``. What an engineer costs is an answer of the team;
with a currency it is of the sum, since answers have none.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from engine.cost.assumptions import Assumed
from engine.dialogue.assuming import (
    DOLLAR,
    NUMBER,
    RATE_OF_WHAT,
    Typed,
    Unusable,
    currency_in,
    currency_of_rate,
    read_as,
)
from engine.dialogue.currencies import SAID
from knowledge.schema import PRICED_IN, KnowledgeBase


@dataclass(frozen=True, slots=True)
class Terms:
    """What was said of a sum."""

    assumed: Assumed
    engineer_cost: int | None
    """A year of one engineer, where no currency was said with it."""
    unused: tuple[str, ...]
    """Sentences that say what could not be used, and what to write instead."""
    rest: str
    """The text with a comma and spaces for what was read, so that places stay."""


_AMOUNT = (
    rf"(?<![\w.,])(?P<said>(?:{SAID})? ?\d[\d.,']*(?:k\b| ?(?:thousand|millions?|mio|mn)\b)?"
    rf" ?(?:{SAID})?)"
)
_ENGINEER = "(?:engineer|developer|dev|fte|head|person)"
_A_YEAR = r"(?: ?(?:(?:a|per|/) ?(?:year|yr|annum)|annually|yearly|each|all in)\b)*"
_COSTING = (
    r"(?: ?(?:costs?|costing|salary|rate|us|is|are|being|earns?|at|of|for|with|about|around|roughly"
    r"|@|=|:))"
)
_NOT_COUNTED = r"(?! ?(?:pipelines?|dags?|flows?|workflows?|runs?|models?|jobs?|steps?|tasks?)\b)"
_MONEY = re.compile(rf"\d{{4}}|\d[.,' ]\d{{3}}|k\b|thousand|mill?i?o|mn\b|{SAID}")
"""What tells that a number is money: nobody has an engineer for less than a thousand a year."""
_NUMBER_WORD = r"(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten)"
_AFTER_ENGINEERS = (
    rf"(?:(?<=engineers)|(?<=developers)|(?<=devs)|(?<=people)|(?<=\d engineer)){_COSTING}+ ?"
    rf"{_AMOUNT}{_A_YEAR}{_NOT_COUNTED}"
)
_AFTER_ONE = (
    r"\b(?:(?:an?|one|each|per|the|our|loaded|average) )*"
    r"(?:costs? (?:of|for|per) (?:an? |one )?)?"
    rf"(?:{_ENGINEER}|salary|salaries|loaded cost)\b{_COSTING}* ?{_AMOUNT}{_A_YEAR}{_NOT_COUNTED}"
)
_BEFORE_ONE = (
    rf"(?:\bcosts?(?: is| are| ?[:=]) ?)?{_AMOUNT}{_A_YEAR} ?"
    rf"(?:/|per|an?|each|for (?:an?|each|one)) ?{_ENGINEER}\b{_A_YEAR}"
)
_EACH = rf"{_AMOUNT} each\b"
_ENGINEER_COST: Final = tuple(
    re.compile(each) for each in (_AFTER_ENGINEERS, _AFTER_ONE, _BEFORE_ONE, _EACH)
)
_DOLLAR_IS = (
    rf"(?<!\w)(?P<said>(?:1|one|an?)? ?{DOLLAR} ?1? ?(?:=|is|:) ?(?:{SAID})? ?{NUMBER}"
    rf" ?(?:{SAID})?)"
)
_PER_DOLLAR = (
    rf"(?<![\w.,])(?P<said>(?:{SAID})? ?{NUMBER} ?(?:{SAID})?"
    rf" ?(?:/|an?|per|to the|for (?:an?|one|1)) ?(?:1 |one )?{DOLLAR})(?!\w)"
)
_RATE: Final = (re.compile(_DOLLAR_IS), re.compile(_PER_DOLLAR))
_HOURS = (
    rf"(?<![\w.,])(?P<said>{NUMBER} ?(?:h|hrs?|hours?)"
    r" ?(?:(?:/|an?|per|each) ?(?:wk|week)|weekly))\b"
)
_STEPS = (
    rf"(?<![\w.,])(?P<said>{_NUMBER_WORD} (?:steps?|tasks?))"
    r"(?: ?(?:per|/|a|each|in|in each|in a) ?(?:run|pipeline))?\b"
)
_YEARS = (
    r"(?:\b(?:over|in|for|within|across|during|the|next|first|about|horizon|of|a) )*"
    rf"(?<![\w.,$€£])(?P<said>{_NUMBER_WORD}[ -]?(?:years?|yrs?|y))\b(?! (?:old|of exp))"
    r"(?:[ -](?:horizon|period|long|term|total))*"
)
_OTHERS: Final = (
    ("engineer_hours", re.compile(_HOURS)),
    ("steps_per_run", re.compile(_STEPS)),
    ("years", re.compile(_YEARS)),
)
_CURRENCY: Final = (
    re.compile(rf"\b(?:in|into|as) (?P<said>{SAID})(?!\w)"),
    re.compile(rf"(?P<said>{SAID})(?!\w)"),
)


def terms_in(said: str, knowledge: KnowledgeBase) -> Terms:
    """What lower-case text says of a sum. Any text will do: none raises."""
    rest, rate = _taken(said, _RATE)
    rest, cost = _taken(rest, _ENGINEER_COST, must_hold=_MONEY)
    read: dict[str, Typed] = {}
    for name, pattern in _OTHERS:
        rest, found = _taken(rest, [pattern])
        if found:
            read[name] = read_as(name, found, knowledge)
    rest, in_which = _taken(rest, _CURRENCY)
    if rate:
        read["per_dollar"] = read_as("per_dollar", rate, knowledge)
    of_cost = currency_in(cost)
    currency = currency_in(in_which) or currency_of_rate(rate) or of_cost
    engineer_cost = read_as("engineer_cost", cost, knowledge) if cost else None
    if engineer_cost is not None and of_cost not in (None, currency):
        engineer_cost = Unusable(
            f"The engineer's cost is in {of_cost} and the sum in {currency}; please write both in"
            " one currency."
        )
    is_answer = isinstance(engineer_cost, int) and of_cost is None
    if not is_answer:
        read["engineer_cost"] = engineer_cost
    if rate and currency is None:
        read["per_dollar"] = Unusable(RATE_OF_WHAT)
    elif currency == PRICED_IN:
        read.pop("per_dollar", None)
    kept = {name: each for name, each in read.items() if not isinstance(each, Unusable)}
    return Terms(
        assumed=Assumed.model_validate({**kept, "currency": currency}),
        engineer_cost=engineer_cost if isinstance(engineer_cost, int) and is_answer else None,
        unused=tuple(each.sentence for each in read.values() if isinstance(each, Unusable)),
        rest=rest,
    )


def _taken(
    text: str, patterns: Iterable[re.Pattern[str]], must_hold: re.Pattern[str] | None = None
) -> tuple[str, str]:
    """The text without what the first pattern that fits says, and what it says; '' for nothing."""
    for pattern in patterns:
        for found in pattern.finditer(text):
            if must_hold is None or must_hold.search(found["said"]):
                length = found.end() - found.start()
                blank = ",".ljust(length)
                return text[: found.start()] + blank + text[found.end() :], found["said"].strip()
    return text, ""
