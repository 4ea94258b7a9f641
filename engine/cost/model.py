"""The values of a cost of ownership: what ``cost_of_ownership`` returns. No behaviour."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from engine.cost.assumptions import Assumptions, Name
from engine.cost.money import Money, MoneyRange
from knowledge.schema import (
    CostVariant,
    Driver,
    Edition,
    EngineerTime,
    Grade,
    MonthlyFigure,
    NoFigure,
    OneOffFigure,
    OptionId,
    Price,
    PricedFigure,
    SourceId,
)


@dataclass(frozen=True, slots=True)
class OwnTime:
    """Engineer time that somebody assumed, because no source says it."""

    hours: Decimal
    """A week."""


RestsOn = MonthlyFigure | PricedFigure | NoFigure | EngineerTime | OneOffFigure | OwnTime
"""The fact, or the assumption, from which an amount follows."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the sum of a variant."""

    id: str
    """Of the line, 'engineer', or of what is done once."""
    name: str
    kind: Literal["infrastructure", "people", "once"]
    driver: Driver | Literal["either"]
    amount: MoneyRange | None
    """A year, or once; None: no figure."""
    rests_on: RestsOn
    price: Price | None
    """Where ``rests_on`` counts how many of it there are."""
    sources: tuple[SourceId, ...]
    """Of everything in it, each once; empty where it is the team's own figure."""
    optional: bool = False
    """Whether it can be left out of what is run; it counts all the same."""
    in_total: bool = True
    """False for what has a figure for some alternatives alone, and counts in no sum."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a variant is not for this team."""

    kind: Literal["cannot_be_built", "ruled_out", "cloud", "must_self_host", "users"]
    because: str
    source: SourceId | None
    """None where it follows from the plan or the cloud of the variant itself."""


@dataclass(frozen=True, slots=True)
class VariantCost:
    """What one variant costs. A sum is None where a part of it has no figure."""

    variant: CostVariant
    items: tuple[Item, ...]
    """Infrastructure, people, then what is done once."""
    infrastructure: MoneyRange | None
    """A year."""
    people: MoneyRange | None
    """A year."""
    year: MoneyRange | None
    """Both together, without what is done once."""
    once: MoneyRange | None
    """What is done once and counts in totals; None where none of it has a figure, where currencies
    do not add up, and where the alternative runs today: in which of its ways is not known."""
    total: MoneyRange | None
    """All the years, and what is done once."""
    unfit: tuple[Unfit, ...]
    weakest: Grade
    """The weakest evidence of the figures that count: A is best, U is worst. Hours that somebody
    assumed are a judgement."""
    priced_on: OptionId | None
    """The cloud whose prices its lines have, where the team is known to be on another."""

    @property
    def not_counted(self) -> tuple[Item, ...]:
        """What is part of it and in no sum, mostly for want of a figure."""
        return tuple(item for item in self.items if item.amount is None or not item.in_total)


@dataclass(frozen=True, slots=True)
class CostOfOwnership:
    """What the variants cost one team."""

    assumptions: Assumptions
    edition: Edition
    variants: tuple[VariantCost, ...]
    """First those with a total, by its middle; then those with a sum for infrastructure alone, by
    its middle; then those without a figure. Within each a fee alone comes after the whole sums.
    Who is unfit comes last, in the same order."""
    beyond: tuple[Name, ...]
    """Where the workload is above the lesson's, so that figures that grow with it are extrapolated:
    those of the variants that fit, or of all where none does."""
    below: tuple[Name, ...]
    """Where it is below, so that they are scaled down."""
    cloud: OptionId | None
    """The one cloud of the team, or its own servers; None where that is not known."""


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Where two variants swap places in the cost of a year.

    Below ``low`` the first is cheaper wherever in their ranges both lie, above ``high`` the second;
    between them it depends on that.
    """

    of: Literal["engineer_cost", "runs_per_week"]
    first: str
    """The id of the variant that is cheaper below."""
    second: str
    low: Decimal | None
    """None where the first is nowhere cheaper for certain."""
    high: Decimal | None
    """None where the second is nowhere cheaper for certain."""
    is_same_work: bool
    """Whether their engineer time is the same kind of work."""


@dataclass(frozen=True, slots=True)
class Swing:
    """How far one assumption moves the middle of a total."""

    of: Name | Literal["price_ranges", "runs_are"]
    low: Money
    high: Money
    base: Money
    """The middle as it is assumed."""
