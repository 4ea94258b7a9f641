"""What a sum rests on: what people set, what the team answered, and else a default."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Final, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from engine.cost.money import Money
from engine.decision.conditions import Known
from knowledge.schema import PRICED_IN, KnowledgeBase, SlotId

ENGINEER_COST: Final = SlotId("engineer_cost")
PIPELINES: Final = SlotId("pipelines")
RUNS_PER_WEEK: Final = SlotId("runs_per_week")
TEAM_SIZE: Final = SlotId("team_size")

Name = Literal[
    "engineer_cost",
    "engineers",
    "pipelines",
    "runs_per_week",
    "steps_per_run",
    "engineer_hours",
    "years",
    "currency",
]
"""What can be assumed."""
Origin = Literal["set", "answered", "workspace", "default"]
"""Who says so: somebody for this sum, the team in its answers, the workspace, or nobody."""

MOST_YEARS: Final = 10
HOURS_A_WEEK: Final = 40
"""Of a full-time engineer."""


class Assumed(BaseModel):
    """What somebody set for a sum; what is None is left to answers and defaults."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    engineer_cost: Annotated[Decimal, Field(gt=0, le=100_000_000)] | None = None
    """A year of one engineer, with everything, in ``currency``."""
    pipelines: Annotated[int, Field(ge=0, le=100_000)] | None = None
    runs_per_week: Annotated[int, Field(ge=0, le=100_000)] | None = None
    """Of a typical pipeline; 0 is less than once a week."""
    steps_per_run: Annotated[int, Field(ge=1, le=10_000)] | None = None
    engineer_hours: Annotated[Decimal, Field(ge=0, le=400)] | None = None
    """Hours a week of engineers that a variant takes of which no source says it."""
    years: Annotated[int, Field(ge=1, le=MOST_YEARS)] | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    """As ISO 4217 has it. Prices are in US dollars."""
    per_dollar: Annotated[Decimal, Field(gt=0, le=1_000_000_000)] | None = None
    """How much of ``currency`` one US dollar is; without it the two are not added up."""


NOTHING_ASSUMED: Final = Assumed()


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Everything that a sum rests on, with who says so."""

    engineers: Decimal
    pipelines: Decimal
    """Never below 1: nobody pays for none."""
    runs_per_week: Decimal
    """Of each pipeline; never below 1: less than once a week is counted as once."""
    steps_per_run: Decimal
    engineer_cost: Money
    """A year of one engineer."""
    engineer_hours: Decimal | None
    """Hours a week where no source says how much engineer time a variant takes; None: no figure."""
    years: int
    currency: str
    """In which sums are shown, where ``per_dollar`` allows it."""
    per_dollar: Decimal | None
    """None where prices stay in US dollars."""
    origins: Mapping[Name, Origin]
    runs_are: Literal["a_year", "a_month"] = "a_year"
    """How the lesson's 'for 10,000 runs' is read, where it leaves that open."""

    @property
    def runs_a_year(self) -> Decimal:
        """Runs of all pipelines in 52 weeks."""
        return self.pipelines * self.runs_per_week * 52

    @property
    def of_prices(self) -> str:
        """The currency in which prices come out."""
        return PRICED_IN if self.per_dollar is None else self.currency

    @property
    def adds_up(self) -> bool:
        """Whether prices and the engineer's cost are of one currency."""
        return self.of_prices == self.engineer_cost.currency


def assumptions(
    known: Known, knowledge: KnowledgeBase, *, assumed: Assumed, workspace: Assumed
) -> Assumptions:
    """Put together what is assumed: what was set wins over answers, answers over the workspace.

    An engineer's cost that the workspace keeps in another currency than the one that counts is not
    used, nor is its rate. What was set without a currency is read in the one that counts; the
    team's answer is in US dollars. Where US dollars count there is no rate.

    Args:
        known: The team's answers.
        knowledge: The facts, with the defaults.
        assumed: What was set for this sum.
        workspace: What the workspace keeps for all its sums.
    """
    costs = knowledge.costs
    currency = assumed.currency or workspace.currency or PRICED_IN
    kept = workspace if (workspace.currency or PRICED_IN) == currency else NOTHING_ASSUMED
    per_dollar = assumed.per_dollar or kept.per_dollar if currency != PRICED_IN else None
    engineers = _first(costs.workload.engineers, answered=_count(known, TEAM_SIZE))
    pipelines = _first(
        costs.workload.pipelines,
        set_=assumed.pipelines,
        answered=_count(known, PIPELINES),
        workspace=workspace.pipelines,
    )
    runs = _first(
        costs.workload.runs_per_week,
        set_=assumed.runs_per_week,
        answered=_count(known, RUNS_PER_WEEK),
        workspace=workspace.runs_per_week,
    )
    steps = _first(
        costs.defaults.steps_per_run.value,
        set_=assumed.steps_per_run,
        workspace=workspace.steps_per_run,
    )
    cost: _Found[Decimal | int] = _first(
        costs.defaults.engineer_cost.value,
        set_=assumed.engineer_cost,
        answered=_count(known, ENGINEER_COST),
        workspace=kept.engineer_cost,
    )
    hours = _first(None, set_=assumed.engineer_hours, workspace=workspace.engineer_hours)
    years = _first(costs.defaults.years.value, set_=assumed.years, workspace=workspace.years)
    shown_in = _first(PRICED_IN, set_=assumed.currency, workspace=workspace.currency)
    return Assumptions(
        engineers=Decimal(engineers.value),
        pipelines=max(Decimal(pipelines.value), Decimal(1)),
        runs_per_week=max(Decimal(runs.value), Decimal(1)),
        steps_per_run=Decimal(steps.value),
        engineer_cost=_engineer_cost(cost, currency, per_dollar),
        engineer_hours=hours.value,
        years=years.value,
        currency=currency,
        per_dollar=per_dollar,
        origins={
            "engineer_cost": cost.origin,
            "engineers": engineers.origin,
            "pipelines": pipelines.origin,
            "runs_per_week": runs.origin,
            "steps_per_run": steps.origin,
            "engineer_hours": hours.origin,
            "years": years.origin,
            "currency": shown_in.origin,
        },
    )


_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class _Found(Generic[_Value]):
    value: _Value
    origin: Origin


def _first(
    default: _Value,
    *,
    set_: _Value | None = None,
    answered: _Value | None = None,
    workspace: _Value | None = None,
) -> _Found[_Value]:
    if set_ is not None:
        return _Found(set_, "set")
    if answered is not None:
        return _Found(answered, "answered")
    if workspace is not None:
        return _Found(workspace, "workspace")
    return _Found(default, "default")


def _count(known: Known, slot: SlotId) -> int | None:
    value = known.get(slot)
    return value if isinstance(value, int) else None


def _engineer_cost(
    found: _Found[Decimal | int], currency: str, per_dollar: Decimal | None
) -> Money:
    """What was found, in the currency that counts; what is in US dollars, where there is a rate.

    Answers and the default are in US dollars.
    """
    if found.origin in ("set", "workspace"):
        return Money(Decimal(found.value), currency)
    if per_dollar is None:
        return Money(Decimal(found.value), PRICED_IN)
    return Money(found.value * per_dollar, currency)
