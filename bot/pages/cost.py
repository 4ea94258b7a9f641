"""Pages on the facts of cost: the lesson's sums, what holds today, what is open, prices.

They say what is known and where it comes from; what it costs one team is in ``ownership``.
"""

from collections.abc import Iterator

from bot.pages.page import Grid, Line, Lines, Page, Part
from bot.pages.parts import NOT_IN_SOURCE, lines, page, section, text
from bot.pages.variants import charged, cited, month, people, variant
from bot.pages.words import counted, listed, money, name
from knowledge.schema import (
    Alternative,
    CostVariant,
    Default,
    KnowledgeBase,
    OneOff,
    OneOffFigure,
    Price,
)


def cost(kb: KnowledgeBase) -> Page:
    """What the lesson reckons for a year, what else is known, and the prices of today."""
    costs = kb.costs
    printed = [each for each in costs.variants if each.year is not None]
    others = [each for each in costs.variants if each.year is None]
    return page(
        "Cost",
        section("", Lines(tuple(_workload(kb)))),
        section(
            "A year, as the lesson adds it up", _years(printed, kb), text(_without(printed, kb))
        ),
        section("What the sums leave open", lines(costs.open_questions, kb)),
        section("What no sum has in it", lines(costs.left_out, kb)),
        section("Where one becomes cheaper than another", lines(costs.break_even, kb)),
        section("What is assumed of a team that does not say", Lines(tuple(_defaults(kb)))),
        section("What is paid for once", Lines(tuple(_once(kb)))),
        *(section(each.name, *variant(each, kb)) for each in printed),
        section("What the lesson does not reckon", _others(others, kb)),
        section(
            "Prices of today",
            Lines(tuple(_price(each, kb, _lead(each, kb)) for each in costs.prices)),
        ),
        see_also=("corrections", "scope", *(each.id for each in kb.alternatives.values())),
    )


def cost_of(found: Alternative, kb: KnowledgeBase) -> tuple[Part, ...]:
    """The costs of one alternative: its variants, and its prices of today."""
    variants = _variants(found, kb)
    if not variants:
        return Lines((_NO_SUM,)), prices(found, kb)
    parts = (part for each in variants for part in (text(f"{each.name}:"), *variant(each, kb)))
    return *parts, prices(found, kb)


def prices(found: Alternative, kb: KnowledgeBase) -> Lines:
    """What is known of its prices today."""
    return Lines(
        tuple(
            _price(each, kb, each.item) for each in kb.costs.prices if each.alternative == found.id
        )
    )


_NO_SUM = Line(f"No sum for it: {NOT_IN_SOURCE}.")


def _variants(found: Alternative, kb: KnowledgeBase) -> list[CostVariant]:
    return [each for each in kb.costs.variants if each.alternative == found.id]


def _workload(kb: KnowledgeBase) -> Iterator[Line]:
    workload = kb.costs.workload
    yield Line(
        f"{workload.engineers} ML engineers, {workload.pipelines} pipelines, each run "
        f"{workload.runs_per_week} times a week.",
        lead="The lesson's sums are for",
        sources=(kb.source(workload.source),),
    )
    yield Line(
        "They are figures of its own time. Engineer time is shown apart: the lesson gives no "
        "price for it.",
    )


def _years(printed: list[CostVariant], kb: KnowledgeBase) -> Grid:
    years = [(each, each.year) for each in printed if each.year is not None]
    return Grid(
        ("Variant", "A month", "A year", "Engineer time"),
        tuple(
            (each.name, month(each), money(total.low, total.high), people(each))
            for each, total in years
        ),
        sources=tuple(dict.fromkeys(kb.source(total.source) for _, total in years)),
    )


def _without(printed: list[CostVariant], kb: KnowledgeBase) -> str:
    """Who has no sum in the lesson: no figure is no zero."""
    reckoned = {each.alternative for each in printed}
    left = [name(kb, each) for each in kb.alternatives if each not in reckoned]
    return f"{listed(left)}: {NOT_IN_SOURCE}, so the lesson has no figure." if left else ""


def _others(others: list[CostVariant], kb: KnowledgeBase) -> Grid:
    return Grid(
        ("Variant", "Of", "Charged today"),
        tuple((each.name, name(kb, each.alternative), charged(each, kb)) for each in others),
        sources=tuple(dict.fromkeys(source for each in others for source in cited(each, kb))),
    )


def _defaults(kb: KnowledgeBase) -> Iterator[Line]:
    found = kb.costs.defaults
    cost_of_one = money(found.engineer_cost.value, found.engineer_cost.value)
    yield _default("An engineer a year, with everything", cost_of_one, found.engineer_cost, kb)
    yield _default("Steps in a run", str(found.steps_per_run.value), found.steps_per_run, kb)
    yield _default("Years", str(found.years.value), found.years, kb)


def _default(lead: str, value: str, found: Default, kb: KnowledgeBase) -> Line:
    return Line(f"{value}. {found.because}", lead=lead, sources=(kb.source(found.source),))


def _once(kb: KnowledgeBase) -> Iterator[Line]:
    for each in kb.costs.one_off:
        for figure in each.figures:
            yield Line(
                f"{_weeks(figure)}{_between(figure, kb)}. {figure.because}",
                lead=each.name,
                sources=(kb.source(figure.source),),
            )
        yield _otherwise(each, kb)


def _weeks(found: OneOffFigure) -> str:
    low, high = counted(found.weeks_low), counted(found.weeks_high)
    weeks = f"{low} to {high} weeks" if low != high else f"{low} week{'s' if low != '1' else ''}"
    return f"{weeks} of {'an engineer' if found.of == 'engineer' else 'what runs today'}"


def _between(found: OneOffFigure, kb: KnowledgeBase) -> str:
    left = ", ".join(name(kb, each) for each in found.from_)
    taken = ", ".join(name(kb, each) for each in found.to)
    return (f", away from {left}" if left else "") + (f", for {taken}" if taken else "")


def _otherwise(found: OneOff, kb: KnowledgeBase) -> Line:
    lead = f"{found.name}, otherwise" if found.figures else found.name
    return Line(
        f"no figure. {found.otherwise.because}",
        lead=lead,
        sources=(kb.source(found.otherwise.source),),
    )


def _lead(found: Price, kb: KnowledgeBase) -> str:
    of = "Infrastructure" if found.alternative is None else name(kb, found.alternative)
    return found.item if found.item.startswith(of) else f"{of}, {found.item}"


def _price(found: Price, kb: KnowledgeBase, lead: str) -> Line:
    value = "no figure" if found.value == "unknown" else found.value.rstrip(".")
    caution = f" {found.caution}" if found.caution else ""
    return Line(f"{value}.{caution}", lead=lead, sources=(kb.source(found.source),))
