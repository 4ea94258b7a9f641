"""The words of what moves a cost: how far each assumption does, and where two swap places."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from bot.pages.assumed import in_years
from bot.pages.ownership import about, cited, figure_in_table
from bot.pages.page import Line
from bot.pages.words import counted, rounded
from engine.cost.break_even import grows_with_runs, is_beyond_the_lesson
from engine.cost.model import BreakEven, CostOfOwnership, Swing
from engine.cost.money import Money, MoneyRange
from engine.cost.tornado import Moved
from knowledge.schema import KnowledgeBase, Source, SourceId

_SWUNG: Final[dict[Moved, str]] = {
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
_BESIDE: Final[dict[Moved, str]] = {
    "engineers": "engineers",
    "pipelines": "pipelines",
    "runs_per_week": "runs a week of each",
    "steps_per_run": "steps a run has",
    "engineer_hours": "engineer hours where no source says them",
    "engineer_cost": "what an engineer costs",
}
"""The same behind another that moves as much."""
_ALONE: Final = frozenset({"price_ranges", "runs_are"})
"""What is read in another way than half as large and half as large again."""


def swing_lines(
    swings: Iterable[Swing], found: CostOfOwnership, kb: KnowledgeBase, most: int | None = None
) -> tuple[Line, ...]:
    """The first ``most`` swings, a line each; those that move a total equally are in one line."""
    alike: dict[tuple[Money, Money, Moved | None], list[Swing]] = {}
    for each in swings:
        key = (each.low, each.high, each.of if each.of in _ALONE else None)
        alike.setdefault(key, []).append(each)
    return tuple(_swing_line(each, found, kb) for each in list(alike.values())[:most])


def break_even_line(break_even: BreakEven, found: CostOfOwnership, kb: KnowledgeBase) -> Line:
    """Where two variants swap places in the cost of a year, what is done once apart."""
    pair = [kb.costs.variant(each) for each in (break_even.first, break_even.second)]
    first, second = (each.name for each in pair)
    below, above = (_at(break_even, each, found) for each in (break_even.low, break_even.high))
    if break_even.low == break_even.high:
        text = f"{first} costs less than {second} below {below}, and more above."
    elif break_even.low is None:
        text = f"{second} costs less than {first} above {above}; below, the ranges overlap."
    elif break_even.high is None:
        text = f"{first} costs less than {second} below {below}; above, the ranges overlap."
    else:
        text = (
            f"{first} costs less than {second} below {below}, and more above {above}; between "
            "them the ranges overlap."
        )
    sources: list[SourceId] = []
    if until := _until(break_even, found, kb):
        text = f"{text} {until}"
        sources.append(kb.costs.workload.source)
    if not break_even.is_same_work:
        text = f"{text} Their engineer time is not the same work."
        sources += [each.engineer.source for each in pair if each.engineer is not None]
    return Line(text, lead=_SWUNG[break_even.of], sources=cited(sources, kb))


def _until(break_even: BreakEven, found: CostOfOwnership, kb: KnowledgeBase) -> str:
    """How far one in runs is borne by the lesson's workload; empty where both grow as they should.

    One of machines that do not grow holds for no more runs than the lesson's.
    """
    lesson, second = kb.costs.workload, kb.costs.variant(break_even.second)
    most = f"the lesson's {lesson.runs_per_week} runs a week of {lesson.pipelines} pipelines"
    if is_beyond_the_lesson(break_even, found.assumptions, kb):
        return f"Above {most} it is extrapolated."
    if break_even.of == "runs_per_week" and not grows_with_runs(second, found.edition):
        return f"No more is said above {most}: {second.name} has no line that grows with the runs."
    return ""


def _swing_line(alike: Sequence[Swing], found: CostOfOwnership, kb: KnowledgeBase) -> Line:
    """How far one assumption, or any of several, moves the middle of a total."""
    swing, *others = alike
    lead = _either([_SWUNG[swing.of], *(_BESIDE[each.of] for each in others)])
    years, base = in_years(found.assumptions), about(swing.base)
    span = about(MoneyRange(swing.low, swing.high))
    sources: tuple[Source, ...] = ()
    match swing.of:
        case "price_ranges":
            text = f"from {span} {years}, with {base} in the middle."
        case "runs_are":
            text = f"from {span} {years}; {base} is as it is assumed."
            sources = (kb.source(kb.costs.workload.source),)
        case _:
            low, high, now = map(figure_in_table, (swing.low, swing.high, swing.base))
            text = f"-50 % makes it about {low} {years}, +50 % about {high}; now about {now}."
    return Line(text, lead, sources)


def _either(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)}, or {last}" if first else last


def _at(break_even: BreakEven, value: Decimal | None, found: CostOfOwnership) -> str:
    """A point at which two swap, as the end of 'below ...'."""
    if value is None:
        return ""
    if break_even.of == "engineer_cost":
        cost = Money(value, found.assumptions.engineer_cost.currency)
        return f"{about(cost)} a year"
    return f"{counted(rounded(value))} runs a week of each pipeline"
