"""Numbers in another measure than their question's: a cost by the hour, runs of all pipelines.

Both would be taken for something else by a factor of hundreds, and are refused.
"""

import re
from typing import Final

from engine.cost.assumptions import ENGINEER_COST, RUNS_PER_WEEK, TEAM_SIZE
from engine.dialogue.currencies import SAID, currency_of
from knowledge.schema import PRICED_IN, SlotId

_UNITS: Final = {
    "hour": "h|hrs?|hours?|hourly",
    "day": "days?|daily",
    "week": "wks?|weeks?|weekly",
    "month": "mo|mths?|months?|monthly",
    "quarter": "quarters?|quarterly",
}
_ADVERB = "(?:hourly|daily|weekly|monthly|quarterly)"
_UNIT = f"(?:{'|'.join(_UNITS.values())})"
ANOTHER_TIME: Final = rf"(?: ?(?:/|\b(?:per|an?|each|every|by the)\b) ?{_UNIT}\b| {_ADVERB}\b)"
"""A pattern for a unit of time that is not the year, as it follows an amount."""


def amount_as(group: str) -> str:
    """A pattern for an amount of money, perhaps with its currency, that is called so."""
    return (
        rf"(?<![\w.,'])(?P<{group}>(?:{SAID})? ?\d[\d.,']{{0,19}}"
        rf"(?:k\b| ?(?:thousand|millions?|mio|mn)\b)? ?(?:{SAID})?)"
    )


MONEY: Final = re.compile(rf"\d{{4}}|\d[.,' ]\d{{3}}|k\b|thousand|mill?i?o|mn\b|{SAID}")
"""What tells that a number is money: nobody has an engineer for less than a thousand a year."""
_AMOUNT = amount_as("amount")
_OF_ONE = (
    r"(?: ?(?:/|\b(?:per|an?|each|for)\b) ?(?:engineer|developer|dev|fte|head|person)\b"
    r"| (?:each|gross|net|loaded|all in)\b)*"
)
_WAGE = (
    rf"\b(?:{_ADVERB}|(?:hour|day|week|month)(?=,? rate))"
    r"(?:,? (?:an?|the|our|loaded|rate|salary|wages?|pay|costs?|engineers?|of|for|is|are|us|about"
    r"|around|at|in)\b| ?[:=@])* ?"
)
_BY_TIME: Final = (
    re.compile(rf"{_AMOUNT}{_OF_ONE}{ANOTHER_TIME}"),
    re.compile(rf"{_WAGE}{_AMOUNT}"),
)
_A_YEAR: Final = re.compile(
    rf"{_AMOUNT}{_OF_ONE}(?: ?(?:/|\b(?:per|an?|each)\b) ?(?:years?|yrs?|y|annum)\b| yearly\b"
    r"| annually\b)"
)
_CURRENCY = re.compile(SAID)
_ANY_AMOUNT = re.compile(_AMOUNT)
_OF_DOLLARS = (
    "I take that in US dollars here; another currency can be set for a sum: under *Cost*, *Change"
    " assumptions*, or as `cost in EUR, engineer 90k`."
)
_PAY = r"\b(?:pay|pays|paid|paying|costs?|costing|salary|salaries|wages?|earn|earns|earning)\b"
_PAID = re.compile(
    rf"{_PAY}[^,;.?!\d$€£]{{0,40}}?{amount_as('before')}"
    rf"|{amount_as('after')}[^,;.?!\d]{{0,20}}?{_PAY}"
)
_PEOPLE = "I read that as an amount of money; please write how many people there are."
_TIMES: Final = {
    "minute": "mins?|minutes?",
    "hour": "h|hrs?|hours?",
    "day": "days?",
    "month": "mo|mths?|months?",
    "quarter": "quarters?",
    "year": "years?|yrs?",
}
_IN_WEEKS: Final = {
    "minute": (10_080, 1),
    "hour": (168, 1),
    "day": (7, 1),
    "month": (12, 52),
    "quarter": (4, 52),
    "year": (1, 52),
}
"""How many runs a week are so many of the first, over so many of the second."""
_LONGEST_COUNT = 12
"""Characters of a number of runs."""
_RUNS_BY_TIME: Final = re.compile(
    r"(?<![\w.,'$€£])(?P<number>\d[\d,']{0,19})"
    r"(?P<what> ?(?:runs?|times|x|executions?)(?: each)?)?"
    rf" ?(?:/|\b(?:an?|per|each|every)\b) ?(?P<unit>{'|'.join(_TIMES.values())})\b"
)
_TOTAL = (
    r"(?:in total|in all|overall|altogether|all together|all told|combined"
    r"|(?:across|over) (?:all|every|each|the|our|them)\b(?: of)?(?: the| our)?(?: \d+)?(?: ml)?"
    r" ?(?:pipelines?|flows?|workflows?|dags?|them)?"
    r"|(?:for |of )?(?:all |the |our )*(?:pipelines|workflows|flows|dags|them) (?:all )?"
    r"(?:together|combined|taken together))\b"
)
_RUNS = r"(?:runs?|times|executions?)\b"
_IN_TOTAL: Final = re.compile(
    rf"\b(?:week|wk|weekly|day|daily|nightly|hourly|runs?|total|times) ?\(?(?:summed |taken )?"
    rf"{_TOTAL}"
    rf"|\b(?:week|wk|weekly|day|daily|nightly|hourly), ?(?:summed |taken )?{_TOTAL}"
    r"(?= *(?:$|[,.;!?)]))"
    r"|\b(?:total of|in total|altogether|overall|combined|together)(?: run)? ?:?"
    rf" ?(?:about |around |roughly |~ ?)?\d[\d.,']{{0,19}}k? (?:weekly )?{_RUNS}"
    r"|\b(?:total|overall|combined) (?:number of |of )?(?:weekly |pipeline )*(?:runs|executions)\b"
    rf"|\btotal(?: of)? (?:about |around )?\d[\d.,']{{0,19}}k? (?:weekly )?{_RUNS}(?! ?of\b)"
    rf"|\b(?:week|wk|weekly) total\b"
    rf"|\b(?:all|the) (?:\d+ |of )*(?:pipelines|workflows|flows|dags) (?:together|combined)\b"
)
_JUST_TOTAL: Final = re.compile(rf"{_TOTAL}|\btotal\b")


def time_of_cost(said: str, *, is_asked: bool = False) -> str | None:
    """A sentence where an engineer's cost in lower-case text is of another time than a year.

    Args:
        said: The text; it may tell other things.
        is_asked: The cost was asked for, so that any amount is one; else only money is.
    """
    if _A_YEAR.search(said):
        return None
    for pattern in _BY_TIME:
        for found in pattern.finditer(said):
            if is_asked or MONEY.search(found["amount"]):
                return of_the_year(found.group())
    return None


def of_the_year(said: str) -> str:
    """The sentence for a cost that is said by the hour, the day, the week or the month."""
    unit = next(
        (unit for unit, words in _UNITS.items() if re.search(rf"\b(?:{words})\b", said)), ""
    )
    read = f"That is a cost by the {unit}" if unit else "That is no cost of a year"
    return (
        f"{read}; please write the yearly cost as a whole number, for example `190000` or `190k`."
    )


def runs_of_all(
    said: str, runs: int, pipelines: int | None, *, is_asked: bool = False
) -> str | None:
    """A sentence where lower-case text counts the runs of all pipelines together.

    Args:
        said: The text; it may tell other things.
        runs: What was read of it.
        pipelines: How many there are; None where that is not known.
        is_asked: The runs were asked for, so that any total is theirs.
    """
    pattern = _JUST_TOTAL if is_asked else _IN_TOTAL
    if pipelines == 1 or not pattern.search(said):
        return None
    if not pipelines:
        return (
            f"Runs are counted of each pipeline, and I read {runs:,} of all together; please write"
            " how many times a week a typical one runs."
        )
    each = round(runs / pipelines)
    about = "" if each * pipelines == runs else "about "
    of_each = f"{about}{each:,}" if each else "less than 1"
    return (
        f"Runs are counted of each pipeline, and {runs:,} in total over {pipelines:,}"
        f" pipelines are {of_each} of each; please write `{each}` runs a week."
    )


def in_another_measure(
    slot: SlotId,
    said: str,
    value: int | None,
    pipelines: int | None,
    *,
    is_asked: bool,
) -> str | None:
    """A sentence where a text tells a slot in another measure than its question's; else None.

    Args:
        slot: Whose number it is.
        said: The text in lower case.
        value: The number that was read; None where none was.
        pipelines: How many there are; None where that is not known.
        is_asked: The question of this slot stands open.
    """
    if slot == ENGINEER_COST:
        by_time = time_of_cost(said, is_asked=is_asked)
        return _OF_DOLLARS if by_time is None and _is_in_another_currency(said) else by_time
    if slot == TEAM_SIZE:
        return _PEOPLE if _is_money(said, value) else None
    if slot == RUNS_PER_WEEK:
        by_time = _runs_by_time(said, value, is_asked=is_asked)
        return by_time or (value and runs_of_all(said, value, pipelines, is_asked=is_asked)) or None
    return None


def _is_in_another_currency(said: str) -> bool:
    """Whether an amount stands beside a currency that is not the US dollar."""
    of_amounts = (_CURRENCY.search(each["amount"]) for each in _ANY_AMOUNT.finditer(said))
    return any(each and currency_of(each.group()) != PRICED_IN for each in of_amounts)


def _is_money(said: str, value: int | None) -> bool:
    """Whether a number of people is an amount that somebody is paid; any amount for None."""
    amounts = (
        found["before"] or found["after"]
        for found in _PAID.finditer(said)
        if MONEY.search(found["before"] or found["after"])
    )
    return any(value is None or _value_of(amount) == value for amount in amounts)


def _value_of(amount: str) -> int:
    """The whole number of an amount: 90000 of "90k pounds"."""
    digits = re.sub(r"\D", "", amount)
    return int(digits) * (1_000 if re.search(r"\dk\b|thousand", amount) else 1)


def _runs_by_time(said: str, value: int | None, *, is_asked: bool) -> str | None:
    """The sentence for runs by another time than the week that were not read as a week's."""
    for found in _RUNS_BY_TIME.finditer(said):
        number, unit = int(re.sub(r"\D", "", found["number"])), found["unit"]
        is_it = value == number or (value is None and (is_asked or found["what"] is not None))
        if is_it and len(found["number"]) <= _LONGEST_COUNT:
            return _runs_of_the_week(number, _unit_of(unit))
    return None


def _unit_of(said: str) -> str:
    return next(unit for unit, words in _TIMES.items() if re.fullmatch(words, said))


def _runs_of_the_week(number: int, unit: str) -> str:
    times, weeks = _IN_WEEKS[unit]
    a_unit = "an hour" if unit == "hour" else f"a {unit}"
    a_week = f"{number * times // weeks:,}" if number * times >= weeks else ""
    about = "" if number * times % weeks == 0 else "about "
    write = f"{about}{a_week}" if a_week else "less than once"
    return (
        f"Runs are counted a week of each pipeline, and {number:,} {a_unit} are {write} a week;"
        " please write the runs of a week."
    )
