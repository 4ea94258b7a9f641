"""The words of a cost of ownership: its sums, what they are for, and what they rest on.

Sums are rounded to three significant digits and say so by "about"; prices stand as they are.
"""

import re
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Final

from bot.pages.assumed import TWO_CURRENCIES, in_years, phrase
from bot.pages.line_items import made_of
from bot.pages.page import Line
from bot.pages.words import NO_FIGURE, capital, exact, listed, rounded
from engine.cost.assumptions import Assumptions, Name
from engine.cost.comparing import rests_on_own_hours, with_a_total
from engine.cost.model import CostOfOwnership, Item, OwnTime, VariantCost
from engine.cost.money import Money, MoneyRange
from engine.cost.unfit import labels_of
from knowledge.schema import (
    LESSON,
    Edition,
    EngineerTime,
    KnowledgeBase,
    MonthlyFigure,
    OptionId,
    Source,
    SourceId,
)

_DAY: Final = re.compile(r"\d{4}-\d\d(-\d\d)?")
_OWN_HOURS: Final = "Hours that you assumed"
_OWN_SERVERS: Final = "on_premises"
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


def people_in_table(cost: VariantCost) -> str:
    """What people cost as a cell of a table has it: '$19,000 (assumed)' where hours are assumed."""
    return f"{figure_in_table(cost.people)}{' (assumed)' if rests_on_own_hours(cost) else ''}"


def headline(found: CostOfOwnership, named: Collection[str] = ()) -> str:
    """The variant that comes first, what a year of it costs and how much of that is people.

    Where something is paid for once, all the years too. Of variants that were ``named`` (by their
    ids) it is the first of those.
    """
    meant = [each for each in found.variants if each.variant.id in named] or found.variants
    fitting = [each for each in meant if not each.unfit]
    first = next(iter(fitting or meant), None)
    if first is None:
        whose = (
            "the lesson has no sum for it"
            if found.edition is Edition.LESSON
            else "without an orchestrator there is nothing to add up"
        )
        return f"{NO_FIGURE.capitalize()}: {whose}."
    unfit = "" if fitting else " It is not for this team."
    name = long_name(first)
    once = once_line(first) if first.total is not None else ""
    years = capital(in_years(found.assumptions))
    in_all = f" {years} {about(first.total)}, {once}." if once else ""
    return f"{name}: {year_of(first)}{in_all}{unfit}"


def row_name(cost: VariantCost) -> str:
    """What a variant is called beside others: its short name; 'Vertex AI Pipelines (fee alone)'."""
    name = cost.variant.short_name
    return name if cost.variant.without is None else f"{name} (fee alone)"


def long_name(cost: VariantCost) -> str:
    """Its name, with what its figures leave out where those of the others have it in them."""
    name, without = cost.variant.name, cost.variant.without
    return name if without is None else f"{name} (the fee alone, without {without})"


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


def once_line(cost: VariantCost) -> str:
    """What of a total is paid once and for what: 'about $143,000 of it once, for moving ...'.

    Empty where nothing is; it goes behind a total.
    """
    paid = [each for each in cost.items if each.kind == "once" and each.in_total]
    bought = [_small(each.name) for each in paid if each.amount and each.amount.high.amount]
    return f"{about(cost.once)} of it once, for {listed(bought)}" if cost.once and bought else ""


def workload(assumed: Assumptions) -> str:
    """For whom the sum is: '20 pipelines, 10 runs a week of each, 8 engineers, 3 years'."""
    names: tuple[Name, ...] = ("pipelines", "runs_per_week", "engineers", "years")
    return ", ".join(phrase(each, assumed) for each in names)


def scaled_lines(found: CostOfOwnership, kb: KnowledgeBase) -> tuple[Line, ...]:
    """What is extrapolated beyond the lesson's workload, and what is scaled down below it."""
    lesson = kb.costs.workload
    sizes: dict[str, str] = {
        "engineers": f"{lesson.engineers} engineers",
        "pipelines": f"{lesson.pipelines} pipelines",
        "runs_per_week": f"{lesson.runs_per_week} runs a week",
    }
    sources = (kb.source(lesson.source),)
    down = "scaled down"
    if any(_stands(item) for each in found.variants for item in each.items):
        down = f"{down}, of vendors' plans the low end alone"
    sides = ((found.beyond, "Beyond", "extrapolated"), (found.below, "Below", down))
    return tuple(
        Line(
            f"{side} the lesson's workload ({', '.join(sizes[each] for each in names)}): {done}.",
            sources=sources,
        )
        for names, side, done in sides
        if names
    )


def work_line(costs: Iterable[VariantCost], kb: KnowledgeBase) -> Line | None:
    """That the engineer time of some is not the work that it is in others, or is assumed.

    None where it is one kind of work by a source, or there is none.
    """
    kinds: dict[str, list[str]] = {}
    work: list[SourceId] = []
    for cost in costs:
        time = next((each.rests_on for each in cost.items if each.kind == "people"), None)
        if isinstance(time, EngineerTime):
            kinds.setdefault(_WORK[time.kind], []).append(row_name(cost))
            work.append(time.source)
        elif isinstance(time, OwnTime):
            kinds.setdefault(_OWN_HOURS, []).append(row_name(cost))
    if not {*kinds} - {_OWN_HOURS} or len(kinds) < 2:  # noqa: PLR2004  one kind of work
        return None
    own = kinds.pop(_OWN_HOURS, [])
    differ = "not the same work in all of them. " if len(kinds) > 1 else ""
    said = [f"{kind}: {'; '.join(names)}." for kind, names in kinds.items()]
    if own:
        said.append(f"{_OWN_HOURS}: {'; '.join(own)}.")
    return Line(f"{differ}{' '.join(said)}", "Engineer time", cited(work, kb))


def priced_elsewhere_line(found: CostOfOwnership, kb: KnowledgeBase) -> Line | None:
    """Whose prices are those of another cloud than the team's; None where nobody's are."""
    whose: dict[OptionId, list[str]] = {}
    for each in found.variants:
        if each.priced_on is not None and not each.unfit and _has_a_price(each):
            whose.setdefault(each.priced_on, []).append(row_name(each))
    if found.cloud is None or not whose:
        return None
    on = "your servers are your own"
    if found.cloud != _OWN_SERVERS:
        on = f"your cloud is {_cloud(found.cloud, kb)}"
    said = [
        f"Priced on {_cloud(cloud, kb)}, and {on}: {'; '.join(names)}."
        for cloud, names in whose.items()
    ]
    return Line(f"{' '.join(said)} Their prices there are not known here.")


def known_part_line(cost: VariantCost, found: CostOfOwnership, kb: KnowledgeBase) -> Line | None:
    """What infrastructure costs as far as there are figures; None where all or none of it has."""
    items = [each for each in cost.items if each.kind == "infrastructure"]
    known, unknown = ([e for e in items if (e.amount is None) is none] for none in (False, True))
    amounts = [each.amount for each in known if each.amount is not None]
    if not unknown or not amounts:
        return None
    total = MoneyRange.of(
        sum((each.low.amount for each in amounts), Decimal(0)),
        sum((each.high.amount for each in amounts), Decimal(0)),
        found.assumptions.of_prices,
    )
    some, none = ("; ".join(each.name for each in part) for part in (known, unknown))
    without = cost.variant.without
    fee = "" if without is None else f" This is the fee alone, without {without}."
    text = f"{about(total)} a year for {some}; {NO_FIGURE} for {none}.{fee}"
    sources = [source for each in known for source in each.sources]
    return Line(text, row_name(cost), cited(sources, kb))


def evidence(cost: VariantCost, kb: KnowledgeBase) -> str:
    """The weakest evidence of what counts, by grade and date: 'J, lesson', 'C, 2026'."""
    behind = [kb.source(each) for item in cost.items if item.amount for each in item.sources]
    weakest = [each for each in behind if each.grade == cost.weakest]
    if not weakest:
        return cost.weakest.value
    if kb.source(LESSON) in weakest:
        return f"{cost.weakest.value}, lesson"
    as_of = weakest[0].as_of
    return f"{cost.weakest.value}, {as_of[:4] if _DAY.fullmatch(as_of) else as_of}"


def item_line(item: Item, found: CostOfOwnership, kb: KnowledgeBase) -> Line:
    """A line item: its amount, how that is made, and the sources of both."""
    when = "" if item.kind == "once" else f" a year{' (optional)' if item.optional else ''}"
    amount = f"{NO_FIGURE}." if item.amount is None else f"{about(item.amount)}{when}:"
    made = made_of(item, found, kb)
    if item.amount is not None and not item.in_total:
        made = f"{made}. In no total, for want of a figure for all others"
    return Line(f"{amount} {made}.", lead=item.name, sources=cited(item.sources, kb))


def unfit_line(cost: VariantCost, kb: KnowledgeBase) -> Line:
    """Why a variant is not for this team."""
    # A fact that rules it out has the cloud in it, where that is the fact.
    is_ruled_out = any(each.kind == "ruled_out" for each in cost.unfit)
    told = [each for each in cost.unfit if each.kind != "cloud" or not is_ruled_out]
    reasons = " ".join(f"{each.because.rstrip('.')}." for each in told)
    sources = [each.source for each in cost.unfit if each.source is not None]
    return Line(reasons, lead=cost.variant.name, sources=cited(sources, kb))


def not_counted_lines(found: CostOfOwnership, kb: KnowledgeBase) -> tuple[Line, ...]:
    """What is in no total that is shown, mostly for want of a figure, each once with its reason."""
    summed = with_a_total(found)
    whose: dict[Line, list[str]] = {}
    for cost in summed:
        for item in cost.not_counted:
            line = item_line(item, found, kb)
            whose.setdefault(line, []).append(row_name(cost))
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


def cited(ids: Iterable[SourceId], kb: KnowledgeBase) -> tuple[Source, ...]:
    """The sources with these ids, each once."""
    return tuple(dict.fromkeys(kb.source(each) for each in ids))


def _has_a_price(cost: VariantCost) -> bool:
    return any(each.amount for each in cost.items if each.kind == "infrastructure")


def _stands(item: Item) -> bool:
    """Whether it is a figure that is not known to be lower for a smaller workload."""
    return isinstance(item.rests_on, MonthlyFigure) and not item.rests_on.scales_down


def _cloud(cloud: OptionId, kb: KnowledgeBase) -> str:
    (label,) = labels_of([cloud], kb)
    return label


def _small(name: str) -> str:
    return f"{name[0].lower()}{name[1:]}"
