"""Pages on cost: the lesson's sums line by line, what is wrong with them, prices of today."""

from collections.abc import Iterator

from bot.pages.page import Grid, Line, Lines, Page, Part
from bot.pages.parts import NOT_IN_SOURCE, line, lines, page, section, text
from bot.pages.words import engineer_time, listed, money, name
from knowledge.schema import Alternative, CostVariant, KnowledgeBase, Price

_GROWS_WITH = {
    "fixed": "nothing, it is fixed",
    "per_run": "runs",
    "per_pipeline": "pipelines",
    "per_person": "people",
}
_RUNS = {
    "self_hosted": "You run it yourselves.",
    "managed": "A vendor runs it.",
    "mixed": "A vendor runs one part, you the other.",
}


def cost(kb: KnowledgeBase) -> Page:
    """What the lesson reckons for a year, and what is known of prices today."""
    costs = kb.costs
    return page(
        "Cost",
        section("", Lines(tuple(_workload(kb)))),
        section("A year, as the lesson adds it up", _years(kb), text(_without_figure(kb))),
        section("What the sums leave open", lines(costs.open_questions, kb)),
        section("Where one becomes cheaper than another", lines(costs.break_even, kb)),
        *(section(each.name, *_variant(each, kb)) for each in costs.variants),
        section(
            "Prices of today",
            Lines(tuple(_price(each, kb, _lead(each, kb)) for each in costs.prices)),
        ),
        see_also=("corrections", "scope", *(each.id for each in kb.alternatives.values())),
    )


def cost_page(found: Alternative, kb: KnowledgeBase) -> Page:
    """What one alternative costs, its sums for a year first; no figure is no zero."""
    sums = tuple(
        Line(f"{year(each)}.", lead=each.name, sources=(kb.source(each.source),))
        for each in kb.costs.variants
        if each.alternative == found.id
    )
    known = prices(found, kb)
    none = (Line(f"No figure for a year: {NOT_IN_SOURCE}."),)
    unpriced = () if known.lines else (Line("No price of today is known here."),)
    return page(
        f"What {found.name} costs",
        section("", Lines((*sums, *(_workload(kb) if sums else none), *unpriced))),
        section("Prices of today", known),
        *(
            section(each.name, *_variant(each, kb))
            for each in kb.costs.variants
            if each.alternative == found.id
        ),
        see_also=("cost", found.id),
    )


def cost_of(found: Alternative, kb: KnowledgeBase) -> tuple[Part, ...]:
    """The costs of one alternative: its variants, and its prices of today."""
    variants = [each for each in kb.costs.variants if each.alternative == found.id]
    if not variants:
        return text(f"No sum for it: {NOT_IN_SOURCE}."), prices(found, kb)
    parts = (part for each in variants for part in (text(f"{each.name}:"), *_variant(each, kb)))
    return *parts, prices(found, kb)


def prices(found: Alternative, kb: KnowledgeBase) -> Lines:
    """What is known of its prices today."""
    return Lines(
        tuple(
            _price(each, kb, each.item) for each in kb.costs.prices if each.alternative == found.id
        )
    )


def year(found: CostVariant) -> str:
    """'$5,400 a year, and 0.25 of an engineer'."""
    return (
        f"{money(found.year_low, found.year_high)} a year, and "
        f"{engineer_time(found.engineer_hundredths)}"
    )


def _workload(kb: KnowledgeBase) -> Iterator[Line]:
    workload = kb.costs.workload
    yield Line(
        f"{workload.engineers} ML engineers, {workload.pipelines} pipelines, each run "
        f"{workload.runs_per_week} times a week.",
        lead="The sums are for",
        sources=(kb.source(workload.source),),
    )
    yield Line(
        "They are the lesson's figures of its own time. Engineer time is shown apart: no source "
        "gives a price for it.",
    )


def _years(kb: KnowledgeBase) -> Grid:
    return Grid(
        ("Variant", "A month", "A year", "Engineer time"),
        tuple(
            (
                each.name,
                _month(each),
                money(each.year_low, each.year_high),
                engineer_time(each.engineer_hundredths),
            )
            for each in kb.costs.variants
        ),
        sources=tuple(dict.fromkeys(kb.source(each.source) for each in kb.costs.variants)),
    )


def _month(found: CostVariant) -> str:
    return money(sum(each.low for each in found.lines), sum(each.high for each in found.lines))


def _without_figure(kb: KnowledgeBase) -> str:
    """Who has no sum at all: no figure is no zero."""
    reckoned = {each.alternative for each in kb.costs.variants}
    others = [name(kb, each) for each in kb.alternatives if each not in reckoned]
    return f"{listed(others)}: {NOT_IN_SOURCE}, so there is no figure." if others else ""


def _variant(found: CostVariant, kb: KnowledgeBase) -> tuple[Part, ...]:
    """The lines of one variant, its sum, and what is wrong or open with it."""
    grid = Grid(
        ("Line", "A month", "Grows with (as read here)"),
        tuple(
            (
                f"{each.name} (optional)" if each.optional else each.name,
                money(each.low, each.high),
                _GROWS_WITH[each.driver],
            )
            for each in found.lines
        ),
        sources=tuple(dict.fromkeys(kb.source(each.source) for each in found.lines)),
    )
    total = Line(f"{year(found)}.", lead="Sum", sources=(kb.source(found.source),))
    person = Line(f"An engineer {found.engineer_does.rstrip('.')}. {_RUNS[found.runs]}")
    today = [line(each.today, kb, f"Today, {each.name}") for each in found.lines if each.today]
    cautions = [line(each, kb, "Caution") for each in found.cautions]
    return grid, Lines((total, person, *today, *cautions))


def _lead(found: Price, kb: KnowledgeBase) -> str:
    of = "Infrastructure" if found.alternative is None else name(kb, found.alternative)
    return found.item if found.item.startswith(of) else f"{of}, {found.item}"


def _price(found: Price, kb: KnowledgeBase, lead: str) -> Line:
    value = "no figure" if found.value == "unknown" else found.value.rstrip(".")
    caution = f" {found.caution}" if found.caution else ""
    return Line(f"{value}.{caution}", lead=lead, sources=(kb.source(found.source),))
