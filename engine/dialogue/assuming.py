"""What a sum rests on, as people type it in a form.

Numbers of a slot are read as its question reads them: "150k", "about 120,000".
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from engine.cost.assumptions import (
    ENGINEER_COST,
    MOST_YEARS,
    PIPELINES,
    RUNS_PER_WEEK,
    Assumed,
)
from engine.dialogue.answering import answer_to, question_of
from engine.dialogue.currencies import SAID, currency_of
from engine.dialogue.measures import time_of_cost
from engine.dialogue.model import Span
from engine.dialogue.numbers import spelled_out
from engine.dialogue.words import Quantity, Whole, Word, phrase, tokens
from knowledge.schema import PRICED_IN, KnowledgeBase, SlotId

LONGEST: Final = 100
"""Characters of a field; a longer one is refused, since a number may stand anywhere in it."""
_SLOTS: Final[Mapping[str, SlotId]] = {
    "engineer_cost": ENGINEER_COST,
    "pipelines": PIPELINES,
    "runs_per_week": RUNS_PER_WEEK,
}
_MOST_STEPS = 10_000
_MOST_HOURS = 400
_MOST_PER_DOLLAR = 1_000_000_000
_YEARS = f"Please write the years as a whole number from 1 to {MOST_YEARS}, for example `3`."
_STEPS = f"Please write the steps of one run as a whole number from 1 to {_MOST_STEPS:,}."
_HOURS = f"Please write the hours a week as a number from 0 to {_MOST_HOURS}, for example `4.5`."
_CURRENCY = "Please write a currency as its three letters, for example `EUR`."
_TOO_LONG = f"Please write the number alone, in at most {LONGEST} characters."
RATE: Final = "Please write how much of your currency one US dollar is, for example `0.92`."
NO_PIPELINES: Final = "With no pipelines there is nothing to add up; write how many you expect."
RATE_OF_WHAT: Final = (
    "Please say which currency: the rate is of one US dollar in it. For example `EUR`."
)

NUMBER: Final = r"(?:\d{1,12}(?:[ ',.]\d{3}){0,4}(?:[.,]\d{1,9})?|[.,]\d{1,9})"
"""A pattern for a number that may have a fraction."""
DOLLAR: Final = r"(?:us ?dollars?|us\$|dollars?|usd|\$)"
RATE_NAME: Final = r"(?:(?:exchange |fx |conversion |currency )*rate(?: ?[=:]| of| is| at)? ?)?"
"""A pattern for what a rate is called before its number; it may be left out."""
_HOURS_SAID = re.compile(
    rf"(?:about |around |roughly |~ ?)?(?P<number>{NUMBER}) ?(?:h|hrs?|hours?)?"
    r" ?(?:(?:/|a|per|each|every) ?(?:wk?|week)|weekly)?"
)
_RATE_SAID = re.compile(
    rf"(?:(?:1|one|an?)? ?{DOLLAR} ?1? ?(?:=|is|:) ?)?"
    rf"(?:(?P<before>{SAID})(?:,? ?(?:at|with|@|=|:)(?!\w))?)? ?(?:an? |the )?{RATE_NAME}"
    rf"(?P<number>{NUMBER}) ?(?P<after>{SAID}|[a-z]{{3}})?"
    rf" ?(?:(?:/|an?|per|to the|for (?:an?|one|1)) ?(?:1 |one )?{DOLLAR})?"
)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:\.\d{3}){2,}")
_POINTED = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d.,])")
_IN_MILLIONS = re.compile(r"(?<![\d.,])(\d{1,4})(?:[.,](\d{1,6}))? ?(?:millions?|mio|mn|m)\b")
_MONEY = re.compile(SAID)
_AROUND_YEARS = frozenset(phrase("year years yr over for the next in about around a"))
_AROUND_STEPS = frozenset(
    phrase("step steps task tasks each per a run about around on average of pipeline in one")
)


@dataclass(frozen=True, slots=True)
class Unusable:
    """What was typed cannot be used."""

    sentence: str
    """It says what to write."""


Typed = Decimal | int | str | Unusable | None
"""What a field comes to; None: nothing is set."""


def assumed_of(typed: Mapping[str, str], knowledge: KnowledgeBase) -> Assumed | Mapping[str, str]:
    """What somebody typed for the assumptions of a sum. Any text will do: none raises.

    An engineer's cost in US dollars makes those the currency where none is typed. A rate of the US
    dollar to itself is dropped.

    Args:
        typed: By field name of ``Assumed``; '' is not set. Other names are passed over.
        knowledge: The questions that take the same numbers.

    Returns:
        What is assumed; or, where anything cannot be used, a sentence for each such field that
        says what to write.
    """
    said = {name: _plain(typed.get(name, "")) for name in Assumed.model_fields}
    read = {name: read_as(name, typed[name], knowledge) for name, text in said.items() if text}
    refused = {name: each.sentence for name, each in read.items() if isinstance(each, Unusable)}
    for name, sentence in _at_odds(said, read):
        refused.setdefault(name, sentence)
    if refused:
        return refused
    if not said["currency"] and currency_in(said["engineer_cost"]) == PRICED_IN:
        read["currency"] = PRICED_IN
    if read.get("currency") == PRICED_IN:
        read.pop("per_dollar", None)
    return Assumed.model_validate(read)


def read_as(name: str, typed: str, knowledge: KnowledgeBase) -> Typed:
    """What was typed for one field of ``Assumed``.

    Raises:
        KeyError: ``Assumed`` has no such field.
    """
    if len(typed.strip()) > LONGEST:
        return Unusable(_TOO_LONG)
    said = _plain(typed)
    match name:
        case "engineer_cost":
            if (sentence := time_of_cost(said, is_asked=True)) is not None:
                return Unusable(sentence)
            return _of_slot(name, _MONEY.sub(" ", _in_digits(said)), knowledge)
        case "pipelines":
            pipelines = _of_slot(name, said, knowledge)
            return Unusable(NO_PIPELINES) if pipelines == 0 else pipelines
        case "runs_per_week":
            return _of_slot(name, said, knowledge)
        case "steps_per_run":
            return _whole(said, _AROUND_STEPS, _MOST_STEPS, Unusable(_STEPS))
        case "years":
            spelled = re.sub(r"(?<=\d) ?y\b", " years", said)
            return _whole(spelled, _AROUND_YEARS, MOST_YEARS, Unusable(_YEARS))
        case "engineer_hours":
            return _hours(said)
        case "currency":
            return currency_of(said) or Unusable(_CURRENCY)
        case "per_dollar":
            return _rate(said)
        case _:
            raise KeyError(name)


def currency_in(said: str) -> str | None:
    """The first currency that lower-case text has beside an amount; None where it has none."""
    found = _MONEY.search(said)
    return None if found is None else currency_of(found.group())


def currency_of_rate(said: str) -> str | None:
    """The currency that a rate in lower case is in; None where it does not say so."""
    found = _RATE_SAID.fullmatch(said)
    return None if found is None else currency_of(found["before"] or found["after"] or "")


def _plain(typed: str) -> str:
    said = unicodedata.normalize("NFKC", typed.strip()[: LONGEST + 1]).casefold()
    return " ".join(said.split())


def _of_slot(name: str, said: str, knowledge: KnowledgeBase) -> Typed:
    slot = _SLOTS[name]
    question = question_of(slot, knowledge)
    if question is None:
        return None
    understood = answer_to(question, said, knowledge)
    if understood.refused and slot not in understood.answers:
        return Unusable(understood.refused[0].sentence)
    span = understood.spans.get(slot)
    return understood.answers.get(slot) if span is None else _one_number(span)


def _one_number(span: Span) -> Unusable:
    """The refusal of a range: a sum takes one number, and nobody said which."""
    read = f"at least {span.low:,}" if span.high is None else f"{span.low:,} to {span.high:,}"
    return Unusable(f"I read {read}; please write one number.")


def _in_digits(said: str) -> str:
    """An amount as whole digits: "1.5 million" is 1500000, and 90.000 is 90000."""
    millions = _IN_MILLIONS.sub(lambda each: each[1] + (each[2] or "").ljust(6, "0"), said)
    return _POINTED.sub(lambda each: each.group().replace(".", ""), millions)


def _whole(said: str, around: frozenset[str], most: int, otherwise: Unusable) -> int | Unusable:
    """The one whole number of a text, from 1, with nothing around it but these words."""
    items = spelled_out(tokens(said))
    numbers = [item for item in items if isinstance(item, Quantity)]
    others = [item for item in items if not isinstance(item, Quantity)]
    is_plain = all(isinstance(item, Word) and item.text in around for item in others)
    match numbers:
        case [Whole(value)] if is_plain and 1 <= value <= most:
            return value
        case _:
            return otherwise


def _hours(said: str) -> Decimal | Unusable:
    found = _HOURS_SAID.fullmatch(said)
    hours = None if found is None else _decimal(found["number"])
    return hours if hours is not None and hours <= _MOST_HOURS else Unusable(_HOURS)


def _rate(said: str) -> Decimal | Unusable:
    found = _RATE_SAID.fullmatch(said)
    if found is None or currency_of_rate(said) == PRICED_IN:
        return Unusable(RATE)
    number = found["number"]
    if _GROUPED.fullmatch(number) and number.count(",") == 1:
        read = f"{number.replace(',', '.')} or as {number.replace(',', '')}"
        return Unusable(f"I can read {number} as {read}; please write it without a comma.")
    rate = _decimal(number)
    return rate if rate is not None and 0 < rate <= _MOST_PER_DOLLAR else Unusable(RATE)


def _decimal(number: str) -> Decimal | None:
    """A number with a point or a comma before its fraction, and marks between its thousands."""
    plain = re.sub("[ ']", "", number)
    if _GROUPED.fullmatch(plain):
        plain = re.sub("[.,]", "", plain)
    elif plain.rfind(",") > plain.rfind("."):
        plain = plain.replace(".", "").replace(",", ".")
    else:
        plain = plain.replace(",", "")
    return Decimal(plain) if plain.count(".") <= 1 else None


def _at_odds(said: Mapping[str, str], read: Mapping[str, Typed]) -> Iterator[tuple[str, str]]:
    """Fields that do not go together, each with a sentence."""
    currency = read.get("currency")
    of_cost, of_rate = currency_in(said["engineer_cost"]), currency_of_rate(said["per_dollar"])
    match currency:
        case None:
            if of_cost is not None and of_cost != PRICED_IN:
                yield (
                    "currency",
                    f"The engineer's cost is in {of_cost}; please write {of_cost} here.",
                )
            if said["per_dollar"]:
                yield (
                    "currency",
                    (
                        f"The rate is in {of_rate}; please write {of_rate} here."
                        if of_rate
                        else RATE_OF_WHAT
                    ),
                )
        case str():
            if of_cost not in (None, currency):
                yield "engineer_cost", f"This is in {of_cost}; please write it in {currency}."
            if of_rate not in (None, currency, PRICED_IN) and currency != PRICED_IN:
                yield "per_dollar", f"Please write how much {currency} one US dollar is."
        case _:
            return
