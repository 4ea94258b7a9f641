"""Which variant costs least, as far as sums can be set against each other at all."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.pages.assumed import if_so, in_years
from bot.pages.ownership import row_name
from bot.pages.page import Line
from bot.pages.words import capital, listed
from engine.cost.comparing import (
    flat_among,
    is_below,
    is_known_same_work,
    meet,
    rests_on_own_hours,
    with_a_total,
)
from engine.cost.model import CostOfOwnership, VariantCost

_NAMED: Final = 3


def overlap_line(found: CostOfOwnership) -> Line | None:
    """Which total is lowest for certain, and why others are not ranked; at most three sentences.

    None where fewer than two variants that fit the team have a total.
    """
    summed = with_a_total(found)
    if len(summed) < 2:  # noqa: PLR2004  one has nothing to be compared with
        return None
    own = [each for each in summed if rests_on_own_hours(each)]
    by_source = [each for each in summed if each not in own and not each.variant.without]
    flat = flat_among(summed, found)
    said = [*_ranked(by_source, flat, found)]
    if flat:
        said.append(_looks_cheaper(flat))
    if own:
        same = ", the same for each" if len(own) > 1 else ""
        said.append(f"{_totals(own)} on the hours that you assumed{same}.")
    return Line(" ".join(said))


def _ranked(
    costs: Sequence[VariantCost], flat: Sequence[VariantCost], found: CostOfOwnership
) -> Iterator[str]:
    """What can be said of the lowest of those whose engineer time has a source."""
    if len(costs) < 2:  # noqa: PLR2004  one has nothing to be compared with
        return
    first, *others = costs
    alike = [each for each in others if is_known_same_work(first, each)]
    unlike = [each for each in others if each not in alike]
    if not alike and _all_differ(costs):
        yield "Engineers do other work in each of these, so their totals are not ranked."
        return
    years = in_years(found.assumptions)
    meeting = [each for each in alike if meet(first.total, each.total)]
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
    yearly = [each for each in alike if is_below(each.year, first.year)]
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


def _several(costs: Sequence[VariantCost]) -> str:
    """Variants in a sentence, whose names have commas; of many the first, and how many more."""
    names, more = [row_name(each) for each in costs], len(costs) - _NAMED
    if more > 0:
        return f"{'; '.join(names[:_NAMED])} and {more} more"
    return listed(names) if len(names) < 3 else "; ".join(names)  # noqa: PLR2004  'A and B'
