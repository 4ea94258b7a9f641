"""The words of a cost of ownership: its sums, what they rest on, what moves them.

Sums are rounded to three significant digits and say so by "about"; prices stand as they are.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from bot.pages.assumed import (
    TWO_CURRENCIES,
    assumption_line,
    if_so,
    in_short,
    runs_are_lines,
    without_effect,
)
from bot.pages.line_items import made_of
from bot.pages.page import Line
from bot.pages.words import NO_FIGURE, counted, exact, listed, rounded
from engine.cost.assumptions import Assumptions, Name
from engine.cost.model import BreakEven, CostOfOwnership, Item, Swing, VariantCost
from engine.cost.money import Money, MoneyRange
from knowledge.schema import (
    LESSON,
    Edition,
    EngineerTime,
    KnowledgeBase,
    Source,
    SourceId,
)

_SWUNG: Final = {
    "engineer_cost": "What an engineer costs",
    "engineers": "How many engineers",
    "pipelines": "How many pipelines",
    "runs_per_week": "How many runs a week",
    "steps_per_run": "How many steps a run has",
    "engineer_hours": "Engineer hours where no source says them",
    "years": "How many years",
    "currency": "Currency",
    "price_ranges": "The ranges of the figures themselves",
    "runs_are": "Whether the lesson's 10,000 runs are those of a year or of a month",
}
_DAY: Final = re.compile(r"\d{4}-\d\d(-\d\d)?")
_WORK: Final = {
    "servers": "On servers",
    "pipelines": "On pipelines",
    "both": "On both",
    "not_said": "The source does not say",
}


def about(figure: Money | MoneyRange | None) -> str:
    """A sum as it is read: 'about $15,000', '$6,000 to $24,000', 'EUR 12,000 to 14,000'."""
    shown = figure_in_table(figure)
    return shown if figure is None or _is_exact(figure) else f"about {shown}"


def figure_in_table(figure: Money | MoneyRange | None) -> str:
    """A sum as a cell of a table has it: as ``about``, without that word."""
    if figure is None:
        return NO_FIGURE
    low, high = _ends(figure)
    shown = exact(Money(rounded(low), figure.currency))
    if rounded(low) == rounded(high):
        return shown
    end = exact(Money(rounded(high), figure.currency)).removeprefix(f"{figure.currency} ")
    return f"{shown} to {end}"


def headline(found: CostOfOwnership) -> str:
    """The variant that comes first, what a year of it costs and how much of that is people."""
    fitting = [each for each in found.variants if not each.unfit]
    first = next(iter(fitting or found.variants), None)
    if first is None:
        whose = (
            "the lesson has no sum for it" if found.edition is Edition.LESSON else "nothing to run"
        )
        return f"{NO_FIGURE.capitalize()}: {whose}."
    unfit = "" if fitting else " It is not for this team."
    return f"{first.variant.name}: {year_of(first)}{unfit}"


def year_of(cost: VariantCost) -> str:
    """What a year costs, and how much of it is engineer time, as the end of a sentence."""
    if cost.year is not None and cost.people is not None:
        people = about(cost.people).removeprefix("about ")
        return f"{about(cost.year)} a year, of which {people} is engineer time."
    if cost.infrastructure is None:
        return f"{NO_FIGURE}."
    infrastructure = f"{about(cost.infrastructure)} a year for infrastructure"
    if cost.people is None:
        return f"{infrastructure}, and {NO_FIGURE} for engineer time."
    return f"{infrastructure} and {about(cost.people)} for engineer time ({TWO_CURRENCIES})."


def overlap_line(found: CostOfOwnership) -> Line | None:
    """Whether the variant with the lowest total is lowest for certain; None where it is alone."""
    summed = [each for each in found.variants if each.total is not None and not each.unfit]
    if len(summed) < 2:  # noqa: PLR2004  one has nothing to be compared with
        return None
    first, *others = summed
    name, years = first.variant.name, _in_years(found.assumptions)
    alike = [each for each in others if _meet(first.total, each.total)]
    yearly = [each for each in others if _is_below(each.year, first.year)]
    unlike = [each for each in others if not _is_same_work(first, each)]
    if alike:
        met = f"{years.capitalize()} the range of {name} overlaps with that of {_several(alike)}"
        said = [f"{met}, so these figures do not tell which of them costs least."]
    else:
        known = f"{name} has the lowest total {years}, as far as there are figures{if_so(found)}"
        said = [f"{known}; no other range meets it."]
    if unlike and not alike:
        said.append(f"It is not ranked against {_several(unlike)}: engineers do other work there.")
    if yearly:
        said.append(f"A year of {_several(yearly)} costs less; what is paid for once turns it.")
    return Line(" ".join(said))


def workload(assumed: Assumptions) -> str:
    """For whom the sum is: '20 pipelines, 10 runs a week of each, 8 engineers, 3 years'."""
    years = "1 year" if assumed.years == 1 else f"{assumed.years} years"
    return (
        f"{counted(assumed.pipelines)} pipelines, {counted(assumed.runs_per_week)} runs a week of "
        f"each, {counted(assumed.engineers)} engineers, {years}"
    )


def scaled_lines(found: CostOfOwnership, kb: KnowledgeBase) -> tuple[Line, ...]:
    """What is extrapolated beyond the lesson's workload, and what is scaled down below it."""
    lesson = kb.costs.workload
    sizes: dict[str, str] = {
        "engineers": f"{lesson.engineers} engineers",
        "pipelines": f"{lesson.pipelines} pipelines",
        "runs_per_week": f"{lesson.runs_per_week} runs a week",
    }
    cited = (kb.source(lesson.source),)
    sides = ((found.beyond, "Beyond", "extrapolated"), (found.below, "Below", "scaled down"))
    return tuple(
        Line(
            f"{side} the lesson's workload ({', '.join(sizes[each] for each in names)}): {done}.",
            sources=cited,
        )
        for names, side, done in sides
        if names
    )


def work_line(costs: Iterable[VariantCost], kb: KnowledgeBase) -> Line | None:
    """That the engineer time of some is not the work that it is in others; None where it is."""
    kinds: dict[str, list[str]] = {}
    cited: dict[Source, None] = {}
    for cost in costs:
        time = cost.variant.engineer
        if time is not None and any(isinstance(each.rests_on, EngineerTime) for each in cost.items):
            kinds.setdefault(_WORK[time.kind], []).append(cost.variant.short_name)
            cited[kb.source(time.source)] = None
    if len(kinds) < 2:  # noqa: PLR2004  one kind of work
        return None
    said = " ".join(f"{kind}: {'; '.join(names)}." for kind, names in kinds.items())
    return Line(f"not the same work in all of them. {said}", "Engineer time", tuple(cited))


def evidence(cost: VariantCost, kb: KnowledgeBase) -> str:
    """The weakest evidence of what counts, by grade and date: 'J, lesson', 'C, 2026'."""
    cited = [kb.source(each) for item in cost.items if item.amount for each in item.sources]
    weakest = [each for each in cited if each.grade == cost.weakest]
    if not weakest:
        return cost.weakest.value
    if kb.source(LESSON) in weakest:
        return f"{cost.weakest.value}, lesson"
    as_of = weakest[0].as_of
    return f"{cost.weakest.value}, {as_of[:4] if _DAY.fullmatch(as_of) else as_of}"


def item_line(item: Item, found: CostOfOwnership, kb: KnowledgeBase) -> Line:
    """A line item: its amount, how that is made, and the sources of both."""
    when = "" if item.kind == "once" else " a year"
    amount = f"{NO_FIGURE}." if item.amount is None else f"{about(item.amount)}{when}:"
    made = made_of(item, found, kb)
    if item.amount is not None and not item.in_total:
        made = f"{made}. In no total, for want of a figure for all others"
    return Line(f"{amount} {made}.", lead=item.name, sources=_sources(item.sources, kb))


def assumption_lines(found: CostOfOwnership, kb: KnowledgeBase) -> tuple[Line, ...]:
    """What the sums rest on, each with who says so; a default has its reason and its source.

    A default on which none of these sums rests is left out.
    """
    lines = [assumption_line(name, found.assumptions, kb) for name in _that_count(found)]
    return (*lines, *runs_are_lines(found, kb))


def assumptions_in_short(found: CostOfOwnership, kb: KnowledgeBase) -> tuple[Line, ...]:
    """The same, a line for each who says so, without the reasons."""
    return (*in_short(_that_count(found), found.assumptions, kb), *runs_are_lines(found, kb))


def _that_count(found: CostOfOwnership) -> list[Name]:
    """What is assumed, without defaults on which none of these sums rests."""
    without, origins = without_effect(found), found.assumptions.origins
    return [name for name in origins if origins[name] != "default" or name not in without]


def swing_line(swing: Swing, found: CostOfOwnership, kb: KnowledgeBase) -> Line:
    """How far one assumption moves the middle of a total."""
    years, base = _in_years(found.assumptions), about(swing.base)
    span = about(MoneyRange(swing.low, swing.high))
    cited: tuple[Source, ...] = ()
    match swing.of:
        case "price_ranges":
            text = f"from {span} {years}, with {base} in the middle."
        case "runs_are":
            text = f"from {span} {years}; {base} is as it is assumed."
            cited = (kb.source(kb.costs.workload.source),)
        case _:
            low, high, now = map(figure_in_table, (swing.low, swing.high, swing.base))
            text = f"-50 % makes it about {low} {years}, +50 % about {high}; now about {now}."
    return Line(text, _SWUNG[swing.of], cited)


def break_even_line(break_even: BreakEven, found: CostOfOwnership, kb: KnowledgeBase) -> Line:
    """Where two variants swap places in the cost of a year, what is done once apart."""
    first, second = (kb.costs.variant(each) for each in (break_even.first, break_even.second))
    below, above = (_at(break_even, each, found) for each in (break_even.low, break_even.high))
    if break_even.low == break_even.high:
        text = f"{first.name} costs less below {below}, {second.name} above."
    elif break_even.low is None:
        text = f"{second.name} costs less above {above}; below, the ranges overlap."
    elif break_even.high is None:
        text = f"{first.name} costs less below {below}; above, the ranges overlap."
    else:
        swapped = f"{first.name} costs less below {below}, {second.name} above {above}"
        text = f"{swapped}; between them the ranges overlap."
    if break_even.is_same_work:
        return Line(text, lead=_SWUNG[break_even.of])
    work = [each.engineer.source for each in (first, second) if each.engineer is not None]
    text = f"{text} Their engineer time is not the same work."
    return Line(text, lead=_SWUNG[break_even.of], sources=_sources(work, kb))


def unfit_line(cost: VariantCost, kb: KnowledgeBase) -> Line:
    """Why a variant is not for this team."""
    # A fact that rules it out has the cloud in it, where that is the fact.
    is_ruled_out = any(each.kind == "ruled_out" for each in cost.unfit)
    told = [each for each in cost.unfit if each.kind != "cloud" or not is_ruled_out]
    reasons = " ".join(f"{each.because.rstrip('.')}." for each in told)
    cited = [each.source for each in cost.unfit if each.source is not None]
    return Line(reasons, lead=cost.variant.name, sources=_sources(cited, kb))


def not_counted_lines(found: CostOfOwnership, kb: KnowledgeBase) -> tuple[Line, ...]:
    """What is in no total that is shown, mostly for want of a figure, each once with its reason."""
    summed = [each for each in found.variants if each.total is not None and not each.unfit]
    whose: dict[Line, list[str]] = {}
    for cost in summed:
        for item in cost.not_counted:
            line = item_line(item, found, kb)
            whose.setdefault(line, []).append(cost.variant.short_name)
    return tuple(
        line
        if len(names) == len(summed)
        else Line(line.text, f"{line.lead} ({'; '.join(names)})", line.sources)
        for line, names in whose.items()
    )


def left_out_lines(kb: KnowledgeBase) -> tuple[Line, ...]:
    """What no sum has in it."""
    return tuple(Line(each.text, sources=(kb.source(each.source),)) for each in kb.costs.left_out)


def _ends(figure: Money | MoneyRange) -> tuple[Decimal, Decimal]:
    if isinstance(figure, Money):
        return figure.amount, figure.amount
    return figure.low.amount, figure.high.amount


def _is_exact(figure: Money | MoneyRange) -> bool:
    return all(each == rounded(each) for each in _ends(figure))


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


def _is_same_work(one: VariantCost, other: VariantCost) -> bool:
    """Whether the engineer time of both is known to be the same kind of work, or the same guess."""
    kinds = [each.variant.engineer and each.variant.engineer.kind for each in (one, other)]
    return kinds[0] == kinds[1] != "not_said"


def _several(costs: Sequence[VariantCost], most: int = 3) -> str:
    """Variants in a sentence; of many the first, and how many more there are."""
    names, more = [each.variant.name for each in costs], len(costs) - most
    return listed(names) if more <= 0 else f"{', '.join(names[:most])} and {more} more"


def _in_years(assumed: Assumptions) -> str:
    return "in 1 year" if assumed.years == 1 else f"in {assumed.years} years"


def _sources(ids: Iterable[SourceId], kb: KnowledgeBase) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(kb.source(each) for each in ids))


def _at(break_even: BreakEven, value: Decimal | None, found: CostOfOwnership) -> str:
    """A point at which two swap, as the end of 'below ...'."""
    if value is None:
        return ""
    if break_even.of == "engineer_cost":
        cost = Money(value, found.assumptions.engineer_cost.currency)
        return f"{about(cost)} a year"
    return f"{counted(rounded(value))} runs a week of each pipeline"
