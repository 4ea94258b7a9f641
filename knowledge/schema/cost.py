"""What running an alternative costs, as the lesson reckons it, and the prices known today."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from knowledge.scalars import Id, Text
from knowledge.schema.evidence import AlternativeId, Claim, Fact, Source, SourceId, SourceKey

Dollars = Annotated[int, Field(ge=0)]
"""Whole US dollars."""


class Workload(Fact):
    """The workload that the lesson's sums are for."""

    engineers: int
    pipelines: int
    runs_per_week: int
    """Of each pipeline."""
    source: SourceId


class CostLine(Fact):
    """One line of a variant, US dollars a month at the reference workload."""

    id: Id
    name: Text
    low: Dollars
    high: Dollars
    driver: Literal["fixed", "per_run", "per_pipeline", "per_person"]
    """What it grows with; this project's reading of the lesson."""
    optional: bool = False
    source: SourceId
    today: Claim | None = None
    """What the same thing costs by prices of today."""


class CostVariant(Fact):
    """One way to run an alternative."""

    id: Id
    alternative: AlternativeId
    name: Text
    runs: Literal["self_hosted", "managed", "mixed"]
    lines: tuple[CostLine, ...] = Field(min_length=1)
    engineer_hundredths: Annotated[int, Field(ge=0)]
    """Engineer time in hundredths of a full-time person: 25 is 0.25 FTE."""
    engineer_does: Text
    year_low: Dollars
    """The total of a year as the lesson prints it, without engineer time."""
    year_high: Dollars
    source: SourceId
    cautions: tuple[Claim, ...] = ()
    """What is wrong or open with these figures."""


class Price(Fact):
    """A price of today, or that there is none to be had."""

    id: Id
    alternative: AlternativeId | None = None
    """Absent where it is a price of infrastructure."""
    item: Text
    value: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    """As it is charged, in US dollars; 'unknown' where there is no figure, never 0."""
    source: SourceId
    caution: Text | None = None


class Costs(Fact):
    """``costs.yaml``."""

    workload: Workload
    variants: tuple[CostVariant, ...] = Field(min_length=1)
    open_questions: tuple[Claim, ...]
    """What the sums leave unsettled."""
    break_even: tuple[Claim, ...]
    prices: tuple[Price, ...]
    sources: Mapping[SourceKey, Source]
    """The sources of this file."""
