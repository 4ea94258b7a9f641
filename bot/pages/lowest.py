"""Which variant costs least, as far as sums can be set against each other at all."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.pages.assumed import if_so, in_years
from bot.pages.ownership import rests_on_own_hours, row_name
from bot.pages.page import Line
from bot.pages.words import capital, listed
from engine.cost.break_even import is_same_work
from engine.cost.model import CostOfOwnership, VariantCost
from engine.cost.money import MoneyRange

_GROWING: Final = frozenset({"pipelines", "runs_per_week"})
"""What figures are extrapolated by."""
_NAMED: Final = 3


def overlap_line(found: CostOfOwnership) -> Line | None:
    """Which total is lowest for certain, and why others are not ranked; at most three sentences.

    None where fewer than two variants that fit the team have a total.
    """
    summed = _summed(found)
    if len(summed) < 2:  # noqa: PLR2004  one has nothing to be compared with
        return None
    own = [each for each in summed if rests_on_own_hours(each)]
    by_source = [each for each in summed if each not in own and not each.variant.without]
    flat = _flat(summed, found)
    said = [*_ranked(by_source, flat, found)]
    if flat:
        said.append(_looks_cheaper(flat))
    if own:
        same = ", the same for each" if len(own) > 1 else ""
        said.append(f"{_totals(own)} on the hours that you assumed{same}.")
    return Line(" ".join(said))


def can_be_compared(one: VariantCost, other: VariantCost, found: CostOfOwnership) -> bool:
    """Whether one of two may be called cheaper than the other.

    By a source their engineer time is the same kind of work; neither is a fee alone; and beyond the
    lesson's workload neither or both have something in them that grows with it.
    """
    if one.variant.without is not None or other.variant.without is not None:
        return False
    return _is_same_work(one, other) and not _flat((one, other), found)


def cheaper_than(cost: VariantCost, found: CostOfOwnership) -> list[VariantCost]:
    """The variants that fit, can be compared, and cost less wherever in the ranges both lie."""
    return [
        each
        for each in _summed(found)
        if _is_below(each.total, cost.total) and can_be_compared(each, cost, found)
    ]


def _ranked(
    costs: Sequence[VariantCost], flat: Sequence[VariantCost], found: CostOfOwnership
) -> Iterator[str]:
    """What can be said of the lowest of those whose engineer time has a source."""
    if len(costs) < 2:  # noqa: PLR2004  one has nothing to be compared with
        return
    first, *others = costs
    alike = [each for each in others if _is_same_work(first, each)]
    unlike = [each for each in others if each not in alike]
    if not alike and _all_differ(costs):
        yield "Engineers do other work in each of these, so their totals are not ranked."
        return
    years = in_years(found.assumptions)
    meeting = [each for each in alike if _meet(first.total, each.total)]
    if meeting:
        met = f"the range of {row_name(first)} overlaps with that of {_several(meeting)}"
        yield f"{capital(years)} {met}, so these figures do not tell which of them costs least."
    elif alike and not flat:
        yield _lowest(first, alike, found)
    if unlike and not (meeting and flat):
        yield (
            f"{row_name(first)} is not ranked with {_several(unlike)}: engineers do other "
            "work there, or no source says which."
        )


def _lowest(first: VariantCost, alike: Sequence[VariantCost], found: CostOfOwnership) -> str:
    years, known = in_years(found.assumptions), f"as far as there are figures{if_so(found)}"
    among = f"of those where engineers do the same work ({_several([first, *alike])})"
    claim = f"{row_name(first)} has the lowest total {years} {among}, {known}"
    yearly = [each for each in alike if _is_below(each.year, first.year)]
    if not yearly:
        return f"{claim}; their ranges do not meet."
    return f"{claim}; a year of {_several(yearly)} costs less, what is paid for once turns it."


def _all_differ(costs: Sequence[VariantCost]) -> bool:
    """Whether engineers are known to do another kind of work in each."""
    kinds = [each.variant.engineer.kind for each in costs if each.variant.engineer is not None]
    return len({*kinds}) == len(costs) and "not_said" not in kinds


def _looks_cheaper(flat: Sequence[VariantCost]) -> str:
    if len(flat) == 1:
        has, looks, would = "has", "it looks", "it would be"
    else:
        has, looks, would = "have", "they look", "they would be"
    return (
        f"{_several(flat)} {has} no line that grows with the workload, so beyond the lesson's "
        f"{looks} cheaper than {would}."
    )


def _totals(own: Sequence[VariantCost]) -> str:
    if len(own) == 1:
        return f"The total of {_several(own)} rests"
    return f"The totals of {_several(own)} rest"


def _summed(found: CostOfOwnership) -> list[VariantCost]:
    return [each for each in found.variants if each.total is not None and not each.unfit]


def _flat(costs: Sequence[VariantCost], found: CostOfOwnership) -> list[VariantCost]:
    """Beyond the lesson's workload, those in which nothing grows with it, where in others it does.

    What is paid for once is set aside: it is of the pipelines, not of the variant.
    """
    if not _GROWING & {*found.beyond}:
        return []
    flat = [
        each
        for each in costs
        if all(item.driver in {"fixed", "per_person"} for item in each.items if item.kind != "once")
    ]
    return flat if len(flat) < len(costs) else []


def _is_same_work(one: VariantCost, other: VariantCost) -> bool:
    """Whether engineers are known, by a source, to do the same kind of work in both."""
    return one.variant.engineer is not None and is_same_work(one.variant, other.variant)


def _meet(one: MoneyRange | None, other: MoneyRange | None) -> bool:
    """Whether two sums overlap, which those of one currency can."""
    return (
        one is not None
        and other is not None
        and not _is_below(one, other)
        and not _is_below(other, one)
    )


def _is_below(one: MoneyRange | None, other: MoneyRange | None) -> bool:
    """Whether a sum is lower than another wherever in their ranges both lie."""
    if one is None or other is None or one.currency != other.currency:
        return False
    return one.high.amount < other.low.amount


def _several(costs: Sequence[VariantCost]) -> str:
    """Variants in a sentence, whose names have commas; of many the first, and how many more."""
    names, more = [row_name(each) for each in costs], len(costs) - _NAMED
    if more > 0:
        return f"{'; '.join(names[:_NAMED])} and {more} more"
    return listed(names) if len(names) < 3 else "; ".join(names)  # noqa: PLR2004  'A and B'
