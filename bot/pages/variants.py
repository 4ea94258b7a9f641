"""What is known of one way to run an alternative: its lines, its engineer time, its doubts."""

from collections.abc import Iterator
from typing import assert_never

from bot.pages.page import Grid, Line, Lines, Part
from bot.pages.parts import line
from bot.pages.words import counted, engineer_time, listed, money, price
from engine.cost.unfit import labels_of
from knowledge.schema import (
    CostLine,
    CostVariant,
    KnowledgeBase,
    MonthlyFigure,
    NoFigure,
    PricedFigure,
    Source,
)

_GROWS_WITH = {
    "fixed": "nothing, it is fixed",
    "per_run": "runs",
    "per_step": "steps of all runs",
    "per_pipeline": "pipelines",
    "per_person": "people",
}
_EACH = {
    "fixed": "",
    "per_run": " for every run",
    "per_step": " for every step",
    "per_pipeline": " for every pipeline",
    "per_person": " for every engineer",
}
_RUNS = {
    "self_hosted": "You run it yourselves.",
    "managed": "A vendor runs it.",
    "mixed": "A vendor runs one part, you the other.",
}


def year(found: CostVariant) -> str:
    """The lesson's year: '$5,400 a year, and 0.25 of an engineer'; that it has none, otherwise."""
    if found.year is None:
        return "the lesson has no sum for it"
    return f"{money(found.year.low, found.year.high)} a year, and {people(found)}"


def people(found: CostVariant) -> str:
    """'0.25 of an engineer', or that nobody says."""
    if found.engineer is None:
        return "no figure for engineer time"
    return engineer_time(found.engineer.hundredths)


def month(found: CostVariant) -> str:
    """A month of its lines as the lesson has them."""
    figures = [each.lesson for each in found.lines if each.lesson is not None]
    return money(sum(each.low for each in figures), sum(each.high for each in figures))


def in_short(found: CostVariant, kb: KnowledgeBase) -> Line:
    """A variant in one line: the lesson's year, or else what is charged today."""
    if found.year is not None:
        return Line(f"{year(found)}.", lead=found.name, sources=(kb.source(found.year.source),))
    return Line(
        f"{charged(found, kb)}; {people(found)}.", lead=found.name, sources=cited(found, kb)
    )


def charged(found: CostVariant, kb: KnowledgeBase) -> str:
    """Every line with what counts today: 'Environment: 1 x $0.49 an hour; ...'."""
    return "; ".join(f"{each.name}: {_today(each, kb)}" for each in found.lines)


def cited(found: CostVariant, kb: KnowledgeBase) -> tuple[Source, ...]:
    """What the figures of its lines rest on, each source once."""
    sources = (source for each in found.lines for source in _sources(each, kb))
    return tuple(dict.fromkeys(sources))


def variant(found: CostVariant, kb: KnowledgeBase) -> tuple[Part, ...]:
    """The lines of a variant, its sum where the lesson has one, and what is wrong or open."""
    grid = Grid(
        ("Line", "A month in the lesson", "Today", "Grows with (as read here)"),
        tuple(
            (
                f"{each.name} (optional)" if each.optional else each.name,
                money(each.lesson.low, each.lesson.high) if each.lesson else "not in the lesson",
                _today(each, kb),
                "not known" if isinstance(each.current, NoFigure) else _GROWS_WITH[each.driver],
            )
            for each in found.lines
        ),
        sources=cited(found, kb),
    )
    return grid, Lines((*_about(found, kb), *_behind(found, kb)))


def _about(found: CostVariant, kb: KnowledgeBase) -> Iterator[Line]:
    if found.year is not None:
        yield Line(f"{year(found)}.", lead="Sum", sources=(kb.source(found.year.source),))
    if found.cannot_be_built is not None:
        yield line(found.cannot_be_built, kb, "Cannot be built")
    if found.engineer is not None:
        does = found.engineer.does.rstrip(".")
        source = kb.source(found.engineer.source)
        yield Line(f"An engineer {does}. {_RUNS[found.runs]}", sources=(source,))
    else:
        yield Line(f"No source says how much engineer time it takes. {_RUNS[found.runs]}")
    if found.clouds:
        yield Line(f"It runs on {listed(labels_of(found.clouds, kb))} alone.")
    if found.priced_on is not None:
        yield Line(f"Its prices are those of {listed(labels_of([found.priced_on], kb))}.")
    if found.without is not None:
        yield Line(f"The fee alone, without {found.without}.")
    if found.users_at_most is not None:
        many = "1 person" if found.users_at_most == 1 else f"at most {found.users_at_most} people"
        yield Line(f"The plan is for {many}.")


def _behind(found: CostVariant, kb: KnowledgeBase) -> Iterator[Line]:
    """Where the numbers of its lines come from, and its cautions."""
    for each in found.lines:
        match each.current:
            case PricedFigure(because=because, source=source):
                yield Line(because, lead=f"How many, {each.name}", sources=(kb.source(source),))
            case NoFigure(because=because, source=source):
                yield Line(because, lead=f"No figure, {each.name}", sources=(kb.source(source),))
            case None:
                pass
            case _:
                assert_never(each.current)
        if each.today is not None:
            yield line(each.today, kb, f"Today, {each.name}")
    for caution in found.cautions:
        yield line(caution, kb, "Caution")


def _today(found: CostLine, kb: KnowledgeBase) -> str:
    """What counts today: '2 x $0.192 an hour', '$50 a month, as in the lesson', 'no figure'."""
    match found.current or found.lesson:
        case PricedFigure(price=priced, low=low, high=high):
            many = counted(low) if low == high else f"{counted(low)} to {counted(high)}"
            return f"{many} x {price(kb.costs.price(priced))}{_EACH[found.driver]}"
        case MonthlyFigure(low=least, high=most):
            return f"{money(least, most)} a month, as in the lesson"
        case _:
            return "no figure"


def _sources(found: CostLine, kb: KnowledgeBase) -> Iterator[Source]:
    for figure in (found.lesson, found.current):
        if isinstance(figure, PricedFigure):
            yield kb.source(kb.costs.price(figure.price).source)
        if figure is not None:
            yield kb.source(figure.source)
