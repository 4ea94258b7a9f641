"""Rules on costs: sums can be reckoned, and what is reckoned with is what people read."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from knowledge.integrity import names
from knowledge.integrity.walk import every_fact
from knowledge.plain_yaml import Path
from knowledge.problem import Problem
from knowledge.schema import (
    NO_ORCHESTRATOR,
    ChoiceQuestion,
    CostLine,
    CostVariant,
    KnowledgeBase,
    MonthlyFigure,
    OneOffFigure,
    Price,
    PricedFigure,
    PrintedYear,
)

_MONTHS: Final = 12
_MILLION: Final = 1_000_000
_CLOUD: Final = "cloud"
_BY_USE: Final = frozenset({"per_run", "per_step"})
"""The drivers of lines that are charged by the use."""
_DOLLARS: Final = re.compile(r"\$([0-9][0-9,]*(?:\.[0-9]+)?)")


def ranges_go_upwards(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """No figure ends below where it begins."""
    for file, path, fact in every_fact(knowledge):
        match fact:
            case MonthlyFigure() | PricedFigure() | PrintedYear():
                low, high, last = Decimal(fact.low), Decimal(fact.high), "high"
            case OneOffFigure(weeks_low=low, weeks_high=high):
                last = "weeks_high"
            case _:
                continue
        if high < low:
            says = f"{last} {high} is below {last.replace('high', 'low')} {low}; exchange the two"
            yield Problem(file, (*path, last), says)


def years_follow_from_lines(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """The printed years are twelve times the lesson's lines, those that are optional included."""
    for path, variant in _variants(knowledge):
        if variant.year is None:
            continue
        figures = [line.lesson for line in variant.lines if line.lesson is not None]
        for end in ("low", "high"):
            year = _MONTHS * sum(getattr(figure, end) for figure in figures)
            printed = getattr(variant.year, end)
            if year != printed:
                says = f"twelve months of the lines are {year}, not {printed}; correct one"
                yield Problem(names.COSTS, (*path, "year", end), says)


def lessons_figures_are_the_lessons(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """A variant that the lesson does not have takes its figures from one that it has."""
    printed = {
        (variant.alternative, line.id, line.lesson)
        for _, variant in _variants(knowledge)
        if variant.year is not None
        for line in variant.lines
    }
    for path, variant in _variants(knowledge):
        for number, line in enumerate(variant.lines):
            borrowed = (variant.alternative, line.id, line.lesson)
            if line.lesson is not None and borrowed not in printed:
                says = (
                    f"the lesson has no line {line.id} of {variant.alternative} with this figure; "
                    "correct it, or write current"
                )
                yield Problem(names.COSTS, (*path, "lines", number, "lesson"), says)


def steps_are_not_in_the_lesson(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """The lesson's workload has no number of steps by which its figure could grow."""
    for path, _, line in _lines(knowledge):
        if line.driver == "per_step" and line.lesson is not None:
            says = "the lesson counts no steps; write another driver, or remove lesson"
            yield Problem(names.COSTS, (*path, "driver"), says)


def prices_can_be_reckoned_with(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """A line counts a price that has an amount, in the unit in which the line grows.

    It is a price of the variant's own alternative, or of infrastructure.
    """
    prices = {price.id: price for price in knowledge.costs.prices}
    for path, variant, line in _lines(knowledge):
        if not isinstance(line.current, PricedFigure):
            continue
        price = prices.get(line.current.price)
        at = (*path, "current", "price")
        if price is None:
            says = f"{line.current.price} is no price; write one of {names.listed(prices)}"
            yield Problem(names.COSTS, at, says)
        elif price.per is None:
            says = f"{price.id} has no amount; give it one, or say why there is no figure"
            yield Problem(names.COSTS, at, says)
        elif (price.per == "use") != (line.driver in _BY_USE):
            says = f"{price.id} is charged by the {price.per}, which is not {line.driver}"
            yield Problem(names.COSTS, at, f"{says}; correct one")
        elif price.alternative not in {None, variant.alternative}:
            says = f"{price.id} is a price of {price.alternative}, not of {variant.alternative}"
            yield Problem(names.COSTS, at, f"{says}; write another")


def amounts_are_what_is_read(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """What sums are made with stands in the words that people read."""
    for position, price in enumerate(knowledge.costs.prices):
        for field, shown in _unsaid(price):
            says = f"{field} {shown} does not stand in the value; correct one of the two"
            yield Problem(names.COSTS, ("prices", position, field), says)


def _unsaid(price: Price) -> Iterator[tuple[str, str]]:
    dollars = {Decimal(found.replace(",", "")) for found in _DOLLARS.findall(price.value)}
    for field, amount in (("amount", price.amount), ("amount_high", price.amount_high)):
        if amount is not None and amount not in dollars:
            yield field, str(amount)
    if price.uses > 1 and not _counts(price.uses, price.value):
        yield "uses", str(price.uses)
    if price.free_a_month and not _counts(price.free_a_month, price.value):
        yield "free_a_month", str(price.free_a_month)


def _counts(number: int, words: str) -> bool:
    spelled = number == _MILLION and "per million" in words
    return spelled or re.search(rf"(?<![0-9,.]){number:,}(?![0-9,]|\.[0-9])", words) is not None


def everything_has_a_variant(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """Of whatever can be advised there is something to say when people ask what it costs."""
    costed = {variant.alternative for variant in knowledge.costs.variants}
    for each in (*knowledge.alternatives, *knowledge.contenders):
        if each not in costed and each != NO_ORCHESTRATOR:
            says = f"{each} has no variant; write one, with why there is no figure if need be"
            yield Problem(names.COSTS, ("variants",), says)


def short_names_are_unique(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """Two bars of a chart, or two rows, are not called the same."""
    taken = dict[tuple[str, str], str]()
    for path, variant in _variants(knowledge):
        for field, said in (("name", variant.name), ("short_name", variant.short_name)):
            first = taken.setdefault((field, said), variant.id)
            if first != variant.id:
                yield Problem(
                    names.COSTS, (*path, field), f"{said!r} is {first} already; choose another"
                )


def clouds_are_options(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """A cloud of a variant is one that a team can answer."""
    options = [
        option.id
        for question in knowledge.questions
        if isinstance(question, ChoiceQuestion) and question.id == _CLOUD
        for option in question.options
    ]
    for path, variant in _variants(knowledge):
        written: list[tuple[Path, str]] = [
            (("clouds", number), cloud) for number, cloud in enumerate(variant.clouds)
        ]
        if variant.priced_on is not None:
            written.append((("priced_on",), variant.priced_on))
        for place, cloud in written:
            if cloud not in options:
                says = f"{cloud} is no option of {_CLOUD}; write one of {names.listed(options)}"
                yield Problem(names.COSTS, (*path, *place), says)


def _variants(knowledge: KnowledgeBase) -> Iterator[tuple[Path, CostVariant]]:
    for position, variant in enumerate(knowledge.costs.variants):
        yield ("variants", position), variant


def _lines(knowledge: KnowledgeBase) -> Iterator[tuple[Path, CostVariant, CostLine]]:
    for path, variant in _variants(knowledge):
        for number, line in enumerate(variant.lines):
            yield (*path, "lines", number), variant, line
