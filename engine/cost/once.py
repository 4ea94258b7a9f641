"""What is paid for once: setting up, learning, moving, and running two side by side."""

from collections.abc import Sequence
from typing import Final, assert_never

from engine.cost.assumptions import Assumptions
from engine.cost.items import (
    added_up,
    each_once,
    infrastructure,
    of_engineer_cost,
    of_engineers,
    scale,
)
from engine.cost.model import Item
from engine.cost.money import MoneyRange
from engine.cost.unfit import why_unfit
from engine.decision.case import CURRENT_ORCHESTRATOR
from engine.decision.conditions import Known
from knowledge.schema import (
    NO_ORCHESTRATOR,
    Costs,
    CostVariant,
    Edition,
    KnowledgeBase,
    NoFigure,
    OneOff,
    OneOffFigure,
    SourceId,
)

WEEKS: Final = 52
_NOTHING: Final = frozenset({NO_ORCHESTRATOR, "cron"})
"""The answers that say that no orchestrator runs today."""


def once(
    variant: CostVariant,
    assumed: Assumptions,
    known: Known,
    knowledge: KnowledgeBase,
    edition: Edition,
) -> tuple[Item, ...]:
    """What has to be done once; nothing where its alternative runs today, in any way.

    Who moves pays for all of it, who begins for all but what is there ``when_moving``. An item for
    which no source has a figure is there without one.
    """
    said = known.get(CURRENT_ORCHESTRATOR)
    today = None if said in _NOTHING else said
    if today == variant.alternative:
        return ()
    items = []
    for one_off in knowledge.costs.one_off:
        if today is None and one_off.when_moving:
            continue
        fitting = (f for f in one_off.figures if _fits(f, variant.alternative, today))
        figure = next(fitting, None)
        if figure is None:
            items.append(_without_figure(one_off, one_off.otherwise))
        elif figure.of == "engineer":
            items.append(_of_engineer(one_off, figure, assumed, knowledge.costs))
        elif figure.of == "what_runs_today":
            ways = _ways_of_today(assumed, known, knowledge, edition)
            items.append(_of_today(one_off, figure, ways, assumed, knowledge.costs))
        else:
            assert_never(figure.of)
    return tuple(items)


def _fits(figure: OneOffFigure, to: str, today: int | str | None) -> bool:
    is_taken_up = not figure.to or to in figure.to
    return is_taken_up and (not figure.from_ or today in figure.from_)


def _without_figure(one_off: OneOff, reason: NoFigure) -> Item:
    return Item(
        id=one_off.id,
        name=one_off.name,
        kind="once",
        driver="fixed",
        amount=None,
        rests_on=reason,
        price=None,
        sources=(reason.source,),
        in_total=one_off.in_totals,
    )


def _of_engineer(one_off: OneOff, figure: OneOffFigure, assumed: Assumptions, costs: Costs) -> Item:
    """Weeks of one engineer."""
    years = scale(figure.driver, assumed, costs) / WEEKS
    amount = of_engineers(figure.weeks_low * years, figure.weeks_high * years, assumed)
    return _with_figure(one_off, figure, amount, of_engineer_cost(assumed, costs))


def _of_today(
    one_off: OneOff,
    figure: OneOffFigure,
    ways: Sequence[tuple[Item, ...]],
    assumed: Assumptions,
    costs: Costs,
) -> Item:
    """Weeks of the infrastructure of what runs today, from its cheapest variant to its dearest."""
    years = [(year, lines) for lines in ways if (year := added_up(lines)) is not None]
    if not years:
        because = "What runs today has no figure, so weeks of it have none."
        return _without_figure(one_off, NoFigure(because=because, source=figure.source))
    part = scale(figure.driver, assumed, costs) / WEEKS
    cheapest = min((year.low for year, _ in years), key=lambda money: money.amount)
    dearest = max((year.high for year, _ in years), key=lambda money: money.amount)
    amount = MoneyRange(
        cheapest.times(figure.weeks_low * part), dearest.times(figure.weeks_high * part)
    )
    sources = each_once(*(line.sources for _, lines in years for line in lines))
    return _with_figure(one_off, figure, amount, sources)


def _ways_of_today(
    assumed: Assumptions, known: Known, knowledge: KnowledgeBase, edition: Edition
) -> list[tuple[Item, ...]]:
    """The lines of each way in which the team may run what runs today.

    That it is ruled out does not make it stop: it may be why the team moves.
    """
    return [
        infrastructure(variant, assumed, knowledge.costs, edition)
        for variant in knowledge.costs.variants
        if variant.alternative == known.get(CURRENT_ORCHESTRATOR)
        and variant.is_in(edition)
        and all(
            each.kind == "ruled_out"
            for each in why_unfit(variant, assumed, known, knowledge, edition)
        )
    ]


def _with_figure(
    one_off: OneOff, figure: OneOffFigure, amount: MoneyRange, sources: tuple[SourceId, ...]
) -> Item:
    return Item(
        id=one_off.id,
        name=one_off.name,
        kind="once",
        driver=figure.driver,
        amount=amount,
        rests_on=figure,
        price=None,
        sources=each_once((figure.source,), sources),
        in_total=one_off.in_totals,
    )
