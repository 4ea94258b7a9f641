"""What a cost of ownership rests on: each value, and who says so."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, assert_never

from bot.pages.page import Line
from bot.pages.words import NO_FIGURE, counted, exact, listed, so_many
from engine.cost.assumptions import Assumptions, Name, Origin
from engine.cost.model import CostOfOwnership
from engine.cost.money import Money
from knowledge.schema import PRICED_IN, KnowledgeBase, MonthlyFigure, SourceId

TWO_CURRENCIES: Final = "two currencies; say what a dollar is worth and they add up"

_ASSUMED: Final[dict[Name, str]] = {
    "engineer_cost": "An engineer a year",
    "engineers": "Engineers",
    "pipelines": "Pipelines",
    "runs_per_week": "Runs a week of each pipeline",
    "steps_per_run": "Steps of a run",
    "engineer_hours": "Engineer time where no source says it",
    "years": "Years",
    "currency": "Currency",
}
_IN_SHORT: Final[dict[Origin, str]] = {
    "set": "Set by hand",
    "answered": "Said",
    "workspace": "Kept for the workspace",
    "default": "Assumed, since nobody said it",
}
_READ: Final = {"a_year": "a year", "a_month": "a month"}
_SAID_BY: Final[dict[Origin, str]] = {
    "set": "set for this sum",
    "answered": "the team's answer",
    "workspace": "kept for the workspace",
    "default": "a default, nobody said it",
}


def assumption_lines(found: CostOfOwnership, kb: KnowledgeBase) -> tuple[Line, ...]:
    """What the sums rest on, each with who says so; a default has its reason and its source.

    A default on which none of these sums rests is left out.
    """
    lines = [assumption_line(name, found.assumptions, kb) for name in _that_count(found)]
    return (*lines, *_runs_are_lines(found, kb))


def assumptions_in_short(found: CostOfOwnership, kb: KnowledgeBase) -> tuple[Line, ...]:
    """The same, a line for each who says so, without the reasons."""
    return (*_in_short(_that_count(found), found.assumptions, kb), *_runs_are_lines(found, kb))


def _that_count(found: CostOfOwnership) -> list[Name]:
    """What is assumed, without defaults on which none of these sums rests."""
    without, origins = _without_effect(found), found.assumptions.origins
    return [name for name in origins if origins[name] != "default" or name not in without]


def in_years(assumed: Assumptions) -> str:
    """'in 1 year', 'in 3 years'."""
    return f"in {phrase('years', assumed)}"


def assumption_line(name: Name, assumed: Assumptions, kb: KnowledgeBase) -> Line:
    """One value, who says so, and why and by which source where nobody does."""
    origin = assumed.origins[name]
    value = _assumed(name, assumed)
    if origin != "default":
        return Line(f"{value}; {_SAID_BY[origin]}.", lead=_ASSUMED[name])
    because, source = _default(name, kb)
    cited = () if source is None else (kb.source(source),)
    return Line(f"{value}; {because}", lead=_ASSUMED[name], sources=cited)


def _in_short(names: Iterable[Name], assumed: Assumptions, kb: KnowledgeBase) -> Iterator[Line]:
    """A line for each who says so, those first who said it for this sum."""
    for origin, lead in _IN_SHORT.items():
        said = {
            name: phrase(name, assumed)
            for name in names
            if assumed.origins[name] == origin and _says_something(name, assumed)
        }
        if said:
            found = [_default(name, kb)[1] for name in said] if origin == "default" else []
            sources = (kb.source(source) for source in found if source is not None)
            yield Line(f"{listed([*said.values()])}.", lead, tuple(dict.fromkeys(sources)))


def _without_effect(found: CostOfOwnership) -> set[Name]:
    """What could be assumed otherwise and would move none of these sums."""
    drivers = {item.driver for cost in found.variants for item in cost.items}
    without: set[Name] = set() if "per_step" in drivers else {"steps_per_run"}
    return (
        without
        if any(each.people is None for each in found.variants)
        else {*without, "engineer_hours"}
    )


def _runs_are_lines(found: CostOfOwnership, kb: KnowledgeBase) -> Iterator[Line]:
    """How the lesson's 10,000 runs are read, where a figure hangs on it."""
    if open_figures := _open_figures(found):
        read = f"read as those of {_READ[found.assumptions.runs_are]}"
        text = f"{read}; the lesson leaves open whether of a year or of a month."
        yield Line(text, "The lesson's 10,000 runs", (kb.source(open_figures[0].source),))


def if_so(found: CostOfOwnership) -> str:
    """The condition under which ranges hold that leave an openness of the lesson aside."""
    if not _open_figures(found):
        return ""
    return f" and the lesson's 10,000 runs are those of {_READ[found.assumptions.runs_are]}"


def _open_figures(found: CostOfOwnership) -> list[MonthlyFigure]:
    """The figures for which it is open whether they are for the runs of a year or of a month."""
    figures = (item.rests_on for cost in found.variants for item in cost.items)
    return [each for each in figures if isinstance(each, MonthlyFigure) and each.per_year_or_month]


def phrase(name: Name, assumed: Assumptions) -> str:
    """A value as it stands in a sentence: 'an engineer costs $150,000 a year', '1 pipeline'."""
    value = _assumed(name, assumed)
    match name:
        case "engineer_cost":
            return f"an engineer costs {value} a year"
        case "engineer_hours":
            return f"{value} where no source says it"
        case "currency":
            return "" if assumed.currency == PRICED_IN else f"in {value}"
        case "engineers":
            return so_many(assumed.engineers, "engineer")
        case "pipelines":
            return so_many(assumed.pipelines, "pipeline")
        case "runs_per_week":
            each = "it" if assumed.pipelines == 1 else "each"
            return f"{so_many(assumed.runs_per_week, 'run')} a week of {each}"
        case "steps_per_run":
            return f"{so_many(assumed.steps_per_run, 'step')} a run"
        case "years":
            return so_many(Decimal(assumed.years), "year")
        case _:
            assert_never(name)


def _says_something(name: Name, assumed: Assumptions) -> bool:
    """Not where nobody set it and it has no figure, nor a currency in which nothing is shown."""
    if name == "currency" and assumed.currency != PRICED_IN and assumed.per_dollar is None:
        return not assumed.adds_up
    return name not in {"engineer_hours", "currency"} or assumed.origins[name] != "default"


def _assumed(name: Name, assumed: Assumptions) -> str:
    match name:
        case "engineer_cost":
            return exact(assumed.engineer_cost)
        case "engineer_hours":
            hours = assumed.engineer_hours
            return NO_FIGURE if hours is None else f"{so_many(hours, 'engineer hour')} a week"
        case "currency":
            return _currency(assumed)
        case "years":
            return str(assumed.years)
        case _:
            figures: dict[Name, Decimal] = {
                "engineers": assumed.engineers,
                "pipelines": assumed.pipelines,
                "runs_per_week": assumed.runs_per_week,
                "steps_per_run": assumed.steps_per_run,
            }
            return counted(figures[name])


def _currency(assumed: Assumptions) -> str:
    if assumed.currency == PRICED_IN:
        return "US dollars"
    if assumed.per_dollar is None and assumed.adds_up:
        return f"{assumed.currency}, but US dollars as long as nobody says what one is worth in it"
    if assumed.per_dollar is None:
        return f"{assumed.currency} for engineers and US dollars for prices ({TWO_CURRENCIES})"
    rate = exact(Money(assumed.per_dollar, assumed.currency))
    return f"{assumed.currency}, {rate} for a US dollar"


def _default(name: Name, kb: KnowledgeBase) -> tuple[str, SourceId | None]:
    """Why a default is what it is, and its source."""
    defaults = kb.costs.defaults
    match name:
        case "engineer_cost":
            found = defaults.engineer_cost
        case "steps_per_run":
            found = defaults.steps_per_run
        case "years":
            found = defaults.years
        case "engineers" | "pipelines" | "runs_per_week":
            return "the lesson's workload, nobody said it.", kb.costs.workload.source
        case "currency":
            return "prices are in them, nobody said another.", None
        case "engineer_hours":
            return "nobody said how many hours a week.", None
    return f"{_SAID_BY['default']}. {found.because}", found.source
