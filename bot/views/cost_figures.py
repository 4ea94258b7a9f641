"""The figures of a sum: as a table, as the same in words, and as a chart."""

from collections.abc import Sequence
from decimal import Decimal

from bot.pages.ownership import evidence, figure_in_table, long_name, people_in_table, row_name
from bot.pages.words import rounded
from bot.views.blocks import Block, grouped_bar_chart, plain, section, table
from bot.views.reckoned import Reckoned
from engine.cost.model import VariantCost
from engine.cost.money import MoneyRange
from knowledge.schema import KnowledgeBase

TWO_CURRENCIES = "two currencies"
"""What stands in place of a sum whose parts have figures that do not add up."""
_BARS = 8
_COMPARED = 2
_NAME = 80


def in_years(made: Reckoned) -> str:
    """'1 year', '3 years'."""
    years = made.found.assumptions.years
    return "1 year" if years == 1 else f"{years} years"


def with_figures(made: Reckoned, most: int | None = None) -> list[VariantCost]:
    """The variants that fit and have a figure for infrastructure, in the order of the sum.

    Of more than ``most`` the last ones are left out, and what is marked not before others.
    """
    found = [each for each in made.fitting if each.infrastructure is not None]
    return found if most is None else _kept(found, made, most)


def figures_table(costs: Sequence[VariantCost], made: Reckoned, kb: KnowledgeBase) -> Block:
    """A row a variant, by its short name; who is advised, and what was asked, have a mark."""
    heading = (
        "Way to run it",
        in_years(made).capitalize(),
        "Evidence",
        "A year",
        "Infrastructure a year",
        "People a year",
    )
    rows = [(_marked(row_name(each), each, made), *_cells(each, kb)) for each in costs]
    return table([heading, *rows], wraps=True)


def figures_in_words(costs: Sequence[VariantCost], made: Reckoned, kb: KnowledgeBase) -> Block:
    """The same as ``figures_table``, a line a variant."""
    lines = []
    for each in costs:
        name = plain(marked(each, made), _NAME)
        lines.append(f"• *{name}*: {sums(each, in_years(made))} ({evidence(each, kb)})")
    return section("\n".join(lines))


def sums(cost: VariantCost, years: str) -> str:
    """The sums of one variant, with what has no figure."""
    a_year = "" if cost.infrastructure is None else " a year"
    return (
        f"{figure_in_table(cost.infrastructure)}{a_year} for infrastructure, "
        f"{people_in_table(cost)} for people; {years}: {_sum(cost.total, cost)}"
    )


def figures_chart(costs: Sequence[VariantCost], made: Reckoned) -> Block | None:
    """Low and high of every total; None where there are not two to compare."""
    summed = _kept([each for each in costs if each.total is not None], made, _BARS)
    totals = {each.variant.short_name: each.total for each in summed if each.total is not None}
    if len(totals) < _COMPARED:
        return None
    currency = next(iter(totals.values())).currency
    return grouped_bar_chart(
        f"{in_years(made)}, from low to high",
        {
            "Low": {name: _value(total.low.amount) for name, total in totals.items()},
            "High": {name: _value(total.high.amount) for name, total in totals.items()},
        },
        y_label=f"{currency} in {in_years(made)}",
    )


def marked(cost: VariantCost, made: Reckoned) -> str:
    """The name of a variant, cut, with the word for whoever is advised: 'Prefect Cloud (pick)'."""
    name = long_name(cost)
    return _marked(name if len(name) <= _NAME else f"{name[: _NAME - 1].rstrip()}…", cost, made)


def _marked(name: str, cost: VariantCost, made: Reckoned) -> str:
    mark = made.mark(cost)
    return f"{name} ({mark})" if mark else name


def _kept(found: Sequence[VariantCost], made: Reckoned, most: int) -> list[VariantCost]:
    first = sorted(found, key=lambda each: not made.mark(each))[:most]
    return [each for each in found if each in first]


def _cells(cost: VariantCost, kb: KnowledgeBase) -> tuple[str, ...]:
    return (
        _sum(cost.total, cost),
        evidence(cost, kb),
        _sum(cost.year, cost),
        figure_in_table(cost.infrastructure),
        people_in_table(cost),
    )


def _sum(figure: MoneyRange | None, cost: VariantCost) -> str:
    apart = figure is None and cost.infrastructure is not None and cost.people is not None
    return TWO_CURRENCIES if apart else figure_in_table(figure)


def _value(amount: Decimal) -> float:
    """The number that the table shows."""
    return float(rounded(amount))
