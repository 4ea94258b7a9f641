"""What running an alternative costs: as the lesson reckons it, and by prices of today."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Final, Literal, Self

from pydantic import Discriminator, Field, StringConstraints, Tag, model_validator

from knowledge.scalars import Id, Text
from knowledge.schema.evidence import (
    AlternativeId,
    Claim,
    Edition,
    Fact,
    OptionId,
    Source,
    SourceId,
    SourceKey,
)

PRICED_IN: Final = "USD"
"""The currency of every price, as ISO 4217 has it."""

Dollars = Annotated[int, Field(ge=0)]
"""Whole US dollars."""
Amount = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=9)]
"""US dollars, or how many of something; exact."""
Driver = Literal["fixed", "per_run", "per_step", "per_pipeline", "per_person"]
"""What a line grows with, in proportion: nothing, runs, steps of all runs, pipelines, engineers."""


class Workload(Fact):
    """The workload that the lesson's sums are for."""

    engineers: int
    pipelines: int
    runs_per_week: int
    """Of each pipeline."""
    source: SourceId


class MonthlyFigure(Fact):
    """US dollars a month at the lesson's workload, as the lesson prints them."""

    low: Dollars
    high: Dollars
    per_year_or_month: bool = False
    """The lesson prices 10,000 runs and leaves open whether those of a year, which is what its
    workload makes, or of a month: then the workload costs a twelfth."""
    scales_down: bool = True
    """False for a vendor's plan: below the lesson's workload its low end falls, and its high end
    stands, since no source says that less work makes it cost less."""
    source: SourceId


class PricedFigure(Fact):
    """A price of today, times how many of it."""

    price: Id
    """A price with an amount. By the hour: machines that never stop. By the use: uses each time."""
    low: Amount
    high: Amount
    because: Text
    """Where the number of them comes from, as a sentence."""
    source: SourceId
    """Of how many there are; the price has its own."""


class NoFigure(Fact):
    """No source gives a figure."""

    because: Text
    source: SourceId


def _kind_of_figure(written: object) -> str:
    """Which of the two is meant, so that a mistake in one is not reported as a lack of both."""
    is_priced = "price" in written if isinstance(written, dict) else hasattr(written, "price")
    return "priced_figure" if is_priced else "no_figure"


CurrentFigure = Annotated[
    Annotated[PricedFigure, Tag("priced_figure")] | Annotated[NoFigure, Tag("no_figure")],
    Discriminator(_kind_of_figure),
]


class CostLine(Fact):
    """One line of a variant. At least one of ``lesson`` and ``current`` is there."""

    id: Id
    name: Text
    driver: Driver
    """This project's reading, where the lesson has the line."""
    optional: bool = False
    lesson: MonthlyFigure | None = None
    """Absent where the lesson has no such line."""
    current: CurrentFigure | None = None
    """Absent where the lesson's figure still stands, for want of a better one."""
    today: Claim | None = None
    """What is known of its price today, where that makes no figure."""

    @model_validator(mode="after")
    def _has_a_figure(self) -> Self:
        if self.lesson is None and self.current is None:
            raise ValueError("a line says nothing; write lesson, or current, or both")
        return self

    def in_edition(self, edition: Edition) -> MonthlyFigure | PricedFigure | NoFigure | None:
        """The figure that counts in this edition; None where the line is not in the lesson's."""
        if edition is Edition.LESSON:
            return self.lesson
        return self.current or self.lesson


class EngineerTime(Fact):
    """How much of one engineer a variant takes for good."""

    hundredths: Annotated[int, Field(ge=0)]
    """Of a full-time person: 25 is 0.25 FTE, at the lesson's workload."""
    up_to_hundredths: Annotated[int, Field(ge=0)] | None = None
    """What the same source says elsewhere that it can come to; counts in edition CURRENT alone."""
    does: Text
    """What for: 'keeps the servers running'."""
    kind: Literal["servers", "pipelines", "both", "not_said"]
    """Two variants can be set against each other only where it is the same kind of work."""
    driver: Literal["fixed", "per_pipeline", "either"]
    """``either``: part of it grows with the pipelines and the source does not say how much, so that
    it lies between all and nothing of it growing."""
    source: SourceId

    @model_validator(mode="after")
    def _goes_upwards(self) -> Self:
        if self.up_to_hundredths is not None and self.up_to_hundredths <= self.hundredths:
            raise ValueError(
                f"up_to_hundredths {self.up_to_hundredths} is not above hundredths "
                f"{self.hundredths}; correct one, or remove up_to_hundredths"
            )
        return self

    def most(self, edition: Edition) -> int:
        """The hundredths at the upper end, in this edition."""
        if edition is Edition.LESSON or self.up_to_hundredths is None:
            return self.hundredths
        return self.up_to_hundredths


class PrintedYear(Fact):
    """The total of a year as the lesson prints it, in US dollars, without engineer time."""

    low: Dollars
    high: Dollars
    source: SourceId


class CostVariant(Fact):
    """One way to run an alternative."""

    id: Id
    alternative: AlternativeId
    name: Text
    short_name: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    """Fits the label of a chart."""
    runs: Literal["self_hosted", "managed", "mixed"]
    """Who runs the servers; ``mixed``: a vendor one part, the team the other."""
    lines: tuple[CostLine, ...] = Field(min_length=1)
    engineer: EngineerTime | None = None
    """Absent where no source says."""
    year: PrintedYear | None = None
    """Absent where the lesson does not have the variant."""
    clouds: tuple[OptionId, ...] = ()
    """The only clouds on which it runs; empty: anywhere."""
    priced_on: OptionId | None = None
    """The cloud whose prices its lines have, where it could run on another."""
    without: Text | None = None
    """What these figures leave out and those of the others have in them: then they are a fee alone,
    and nobody's cost is set against them."""
    users_at_most: Annotated[int, Field(ge=1)] | None = None
    """How many people the plan takes."""
    cannot_be_built: Claim | None = None
    """Why nobody can run it today; the lesson has it all the same."""
    cautions: tuple[Claim, ...] = ()
    """What is wrong or open with these figures."""

    def is_in(self, edition: Edition) -> bool:
        """Whether an edition knows this way at all."""
        return edition is Edition.CURRENT or self.year is not None


class OneOffFigure(Fact):
    """What something done once takes, where a source says so."""

    to: tuple[AlternativeId, ...] = ()
    """What is taken up; empty: whatever."""
    from_: Annotated[tuple[AlternativeId, ...], Field(alias="from")] = ()
    """What is left; empty: whatever, or nothing."""
    weeks_low: Amount
    weeks_high: Amount
    of: Literal["engineer", "what_runs_today"]
    """Weeks of one engineer, or weeks in which what runs today is paid for as well."""
    driver: Literal["fixed", "per_pipeline"]
    """``per_pipeline``: the weeks are for the pipelines of the lesson's workload."""
    because: Text
    """What the source says, and how it is read."""
    source: SourceId


class OneOff(Fact):
    """Something that is paid for once."""

    id: Literal["setup", "training", "migration", "parallel_run"]
    name: Text
    when_moving: bool
    """Only where another orchestrator runs today."""
    in_totals: bool
    """False where a source has a figure for some alternatives and not for the others: in a total it
    would make those look dearer of which more is known."""
    figures: tuple[OneOffFigure, ...] = ()
    otherwise: NoFigure
    """Why there is no figure where none of them fits."""


class Default(Fact):
    """What is assumed of a team that has not said it."""

    value: Annotated[int, Field(ge=1)]
    because: Text
    source: SourceId


class Defaults(Fact):
    """What a team has not said; pipelines and runs are those of the lesson's workload."""

    engineer_cost: Default
    """US dollars a year for one engineer, with everything."""
    steps_per_run: Default
    years: Default


class Price(Fact):
    """A price of today, or that there is none to be had."""

    id: Id
    alternative: AlternativeId | None = None
    """Absent where it is a price of infrastructure."""
    item: Text
    value: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    """As it is charged, in US dollars; 'unknown' where there is no figure, never 0."""
    amount: Amount | None = None
    """What sums are made with; absent where it takes more than one number, or is unknown."""
    amount_high: Amount | None = None
    """The upper end, where the price is given as a range; ``amount`` is its lower end."""
    per: Literal["hour", "month", "use"] | None = None
    """What ``amount`` is for. A use is a run or a step, whatever the vendor calls it."""
    uses: Annotated[int, Field(ge=1)] = 1
    """``amount`` is for so many uses."""
    free_a_month: Annotated[int, Field(ge=0)] = 0
    """So many uses a month cost nothing."""
    source: SourceId
    caution: Text | None = None

    @model_validator(mode="after")
    def _amount_is_for_something(self) -> Self:
        if (self.amount is None) != (self.per is None):
            raise ValueError("an amount needs what it is for; write both amount and per, or none")
        return self

    @model_validator(mode="after")
    def _range_goes_upwards(self) -> Self:
        if self.amount_high is not None and self.amount_high <= (self.amount or 0):
            raise ValueError(
                f"amount_high {self.amount_high} is not above amount {self.amount}; correct one, "
                "or remove amount_high"
            )
        return self


class Costs(Fact):
    """``costs.yaml``."""

    workload: Workload
    defaults: Defaults
    variants: tuple[CostVariant, ...] = Field(min_length=1)
    no_engineer_time: NoFigure
    """Of every variant without ``engineer``."""
    one_off: tuple[OneOff, ...]
    open_questions: tuple[Claim, ...]
    """What the sums leave unsettled."""
    left_out: tuple[Claim, ...]
    """What no sum has in it, however it is reckoned."""
    break_even: tuple[Claim, ...]
    prices: tuple[Price, ...]
    sources: Mapping[SourceKey, Source]
    """The sources of this file."""

    def variant(self, variant: str) -> CostVariant:
        """The variant with this id; KeyError where there is none."""
        return {each.id: each for each in self.variants}[variant]

    def price(self, price: str) -> Price:
        """The price with this id; KeyError where there is none."""
        return {each.id: each for each in self.prices}[price]
