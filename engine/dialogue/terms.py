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
    RATE,
    RATE_NAME,
    RATE_OF_WHAT,
    Typed,
    Unusable,
    currency_in,
    currency_of_rate,
    read_as,
)
from engine.dialogue.currencies import SAID
from engine.dialogue.measures import ANOTHER_TIME, MONEY, amount_as, of_the_year
from knowledge.schema import PRICED_IN, KnowledgeBase


@dataclass(frozen=True, slots=True)
class Terms:
    """What was said of a sum."""

    assumed: Assumed
    engineer_cost: int | None
    """A year of one engineer in US dollars, where no currency was said with it or the sum."""
    unused: tuple[str, ...]
    """Sentences that say what could not be used, and what to write instead."""
    rest: str
    """The text with a comma and spaces for what was read, so that places stay."""


_AMOUNT = amount_as("said")
_ENGINEER = "(?:engineer|developer|dev|fte|head|person)"
_A_YEAR = r"(?: ?(?:(?:a|per|/) ?(?:year|yr|annum)|annually|yearly|each|all in)\b)*"
_COSTING = (
    r"(?: ?(?:costs?|costing|salary|rate|us|is|are|being|earns?|at|of|for|with|about|around|roughly"
    r"|@|=|:))"
)
_NOT_COUNTED = r"(?! ?(?:pipelines?|dags?|flows?|workflows?|runs?|models?|jobs?|steps?|tasks?)\b)"
_NUMBER_WORD = r"(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten)"
_TO_ENGINEERS = (
    rf"(?:(?<=engineers)|(?<=developers)|(?<=devs)|(?<=people)|(?<=\d engineer)){_COSTING}{{1,6}} ?"
)
_TO_ONE = (
    r"\b(?:(?:an?|one|each|per|the|our|loaded|average) ){0,4}"
    r"(?:costs? (?:of|for|per) (?:an? |one )?)?"
    rf"(?:{_ENGINEER}|salary|salaries|loaded cost)\b{_COSTING}{{0,6}} ?"
)
_OF_ONE = rf" ?(?:/|per|an?|each|for (?:an?|each|one)) ?{_ENGINEER}\b"
_AFTER_ENGINEERS = rf"{_TO_ENGINEERS}{_AMOUNT}{_A_YEAR}{_NOT_COUNTED}"
_AFTER_ONE = rf"{_TO_ONE}{_AMOUNT}{_A_YEAR}{_NOT_COUNTED}"
_BEFORE_ONE = rf"(?:\bcosts?(?: is| are| ?[:=]) ?)?{_AMOUNT}{_A_YEAR}{_OF_ONE}{_A_YEAR}"
_EACH = rf"{_AMOUNT} each\b"
_PAID = (
    r"\b(?:pay|pays|paid|paying)(?: (?:an?|one|each|every|all|our|the|my|senior|ml|data)){0,3}"
    rf" {_ENGINEER}s?(?: (?:of|about|around|roughly|at|with|us)){{0,2}} ?{_AMOUNT}{_A_YEAR}"
    rf"{_NOT_COUNTED}"
)
_EARNED = (
    r"\b(?:earn|earns|earning|earned)(?: (?:us|about|around|roughly|at)){0,2} ?"
    rf"{_AMOUNT}{_A_YEAR}{_NOT_COUNTED}"
)
_ENDS = r"(?= *(?:$|[,;?!)]|\.(?!\d)|(?:and|for|over|if|in|please|to|per dollar)\b))"
_ENGINEER_COST: Final = tuple(
    re.compile(each) for each in (_PAID, _EARNED, _AFTER_ENGINEERS, _AFTER_ONE, _BEFORE_ONE, _EACH)
)
_WAGE = r"\b(?:hourly|daily|weekly|monthly|quarterly|hour|day)(?: rate| salary| cost| wage)"
_DIGITS = r"\d[\d.,']{0,19}k?"
_AN_HOUR = r" ?(?:/|per|an?) ?(?:h|hr|hour|day)\b"
_BY_TIME: Final = tuple(
    re.compile(each)
    for each in (
        rf"{_TO_ENGINEERS}{_AMOUNT}{ANOTHER_TIME}",
        rf"{_TO_ONE}{_AMOUNT}{ANOTHER_TIME}",
        rf"{_AMOUNT}{ANOTHER_TIME}{_OF_ONE}",
        rf"{_AMOUNT}{_OF_ONE}{ANOTHER_TIME}",
        rf"{_WAGE}{_COSTING}{{0,6}} ?{_AMOUNT}",
        rf"(?<![\w.,'])(?:(?:{SAID}) ?{_DIGITS}|{_DIGITS} ?(?:{SAID})){_AN_HOUR}",
    )
)
"""What an engineer costs by another time than the year."""
_PLAINLY: Final = re.compile(
    rf"\b(?:an?|one|each|per|the|our) {_ENGINEER}(?: at| is| costs?(?: us)?| costing| ?[@=:]) ?"
    rf"(?P<said>\d{{2,3}}){_A_YEAR}{_ENDS}"
)
"""An engineer's cost that is said so plainly that it need not look like money."""
_DOLLAR_IS = (
    rf"(?<!\w)(?P<said>(?:1|one|an?)? ?{DOLLAR} ?1? ?(?:=|is|:) ?(?:{SAID})? ?{NUMBER}"
    rf" ?(?:{SAID})?)"
)
_PER_DOLLAR = (
    rf"(?<![\w.,'])(?P<said>(?:{SAID})? ?{NUMBER} ?(?:{SAID})?"
    rf" ?(?:/|an?|per|to the|for (?:an?|one|1)) ?(?:1 |one )?{DOLLAR})(?!\w)"
)
_IN_AT = (
    rf"\b(?:in|into|as) (?P<said>(?:{SAID})(?!\w),? ?(?:at|with|@|=|:) ?(?:an? |the )?{RATE_NAME}"
    rf"{NUMBER}){_ENDS}"
)
_NAMED_RATE = (
    r"(?:\b(?:at|with|using|and) |@ ?)?\b(?:an? |the )?"
    rf"(?P<said>(?:exchange |fx |conversion |currency )*rate(?: ?[=:]| of| is| at)? ?{NUMBER}"
    rf" ?(?:{SAID})?){_ENDS}"
)
_AT = rf"(?:\bat|@) ?(?P<said>(?:{SAID})? ?\d{{0,6}}[.,]\d{{1,9}} ?(?:{SAID})?){_ENDS}"
_RATE: Final = tuple(map(re.compile, (_DOLLAR_IS, _PER_DOLLAR, _IN_AT, _NAMED_RATE, _AT)))
_LEFT_OF_RATE = re.compile(
    r"\b(?:exchange|fx|conversion|currency) rate\b|(?<![\w.,'])\d*[.,]\d+(?!\w)|\d ?="
)
"""What tells that a rate was said, where none was read."""
_HOURS = (
    rf"(?<![\w.,'])(?P<said>{NUMBER} ?(?:h|hrs?|hours?)"
    r" ?(?:(?:/|an?|per|each) ?(?:wk|week)|weekly))\b"
)
_SEVERAL_YEARS = re.compile(
    rf"(?<![\w.,'$€£])(?P<said>{_NUMBER_WORD} ?(?:-|\N{{EN DASH}}|to|or) ?{_NUMBER_WORD}"
    r"[ -]?(?:years?|yrs?|y))\b"
)
_STEPS = (
    rf"(?<![\w.,'])(?P<said>{_NUMBER_WORD} (?:steps?|tasks?))"
    r"(?: ?(?:per|/|a|each|in|in each|in a) ?(?:run|pipeline))?\b"
)
_YEARS = (
    r"(?:\b(?:over|in|for|within|across|during|the|next|first|about|horizon|of|a) ){0,5}"
    rf"(?<![\w.,'$€£])(?P<said>{_NUMBER_WORD}[ -]?(?:years?|yrs?|y))\b(?! (?:old|of exp))"
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
    rest, by_time = _taken(said, _BY_TIME, whole=True)
    rest, rate = _taken(rest, _RATE)
    rest, cost = _taken(rest, _ENGINEER_COST, must_hold=MONEY)
    if not cost:
        rest, cost = _taken(rest, [_PLAINLY])
    read: dict[str, Typed] = {}
    rest, several_years = _taken(rest, [_SEVERAL_YEARS])
    if several_years:
        read["years"] = Unusable(
            f"I read {several_years}; please write one number of years, for example `3`."
        )
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
    is_answer = isinstance(engineer_cost, int) and currency in (None, PRICED_IN) and not of_cost
    if not is_answer:
        read["engineer_cost"] = engineer_cost
    if by_time:
        read["engineer_cost"] = Unusable(of_the_year(by_time))
    if rate and currency is None:
        read["per_dollar"] = Unusable(RATE_OF_WHAT)
    elif not rate and currency is not None and _LEFT_OF_RATE.search(rest):
        read["per_dollar"] = Unusable(RATE)
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
    text: str,
    patterns: Iterable[re.Pattern[str]],
    must_hold: re.Pattern[str] | None = None,
    *,
    whole: bool = False,
) -> tuple[str, str]:
    """The text without what the first pattern that fits says, and what it says; '' for nothing.

    ``whole``: all that the pattern matches is what it says.
    """
    for pattern in patterns:
        for found in pattern.finditer(text):
            if must_hold is None or must_hold.search(found["said"]):
                length = found.end() - found.start()
                blank = ",".ljust(length)
                told = found.group() if whole else found["said"]
                return text[: found.start()] + blank + text[found.end() :], told.strip()
    return text, ""
