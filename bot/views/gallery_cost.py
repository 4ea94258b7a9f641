"""The examples of what it would cost: the message, its line items, and the form."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from bot.views.cost import cost
from bot.views.cost_form import cost_form
from bot.views.cost_lines import cost_lines
from bot.views.examples import Example, message, snapshot_of, with_long_names
from bot.views.snapshot import Snapshot
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from engine.dialogue.requests import CostAsked
from knowledge.schema import AlternativeId, Edition, KnowledgeBase, SlotId

_Made = Callable[[KnowledgeBase], Example]

_STARTUP = (8, 3, "none", "aws")
_GROWTH = (30, 20, "strong", "gcp")
_METADATA: Final = '{"decision":"d1"}'
_ALL = CostAsked()
_TWO = CostAsked(alternatives=(AlternativeId("prefect"), AlternativeId("airflow")))
_MANY = CostAsked(
    alternatives=tuple(
        AlternativeId(each) for each in ("prefect", "airflow", "dagster", "zenml", "flyte")
    )
)
_CONTENDER = CostAsked(alternatives=(AlternativeId("vertex_pipelines"),))
_NO_FIGURE = CostAsked(alternatives=(AlternativeId("kestra"),))
_NONE = CostAsked(alternatives=(AlternativeId("none"),))
_MWAA = CostAsked(
    alternatives=(AlternativeId("airflow"),), variants=("airflow_mwaa", "airflow_mwaa_serverless")
)
_IN_PART = CostAsked(alternatives=(AlternativeId("zenml"),))
_SAID = CostAsked(answers={SlotId("pipelines"): 40}, assumed=Assumed(years=5, currency="EUR"))
_EUROS = Assumed(engineer_cost=Decimal(90_000), currency="EUR", per_dollar=Decimal("0.92"))
_NO_RATE = Assumed(engineer_cost=Decimal(90_000), currency="EUR")
_HOURS = Assumed(engineer_hours=Decimal("4.5"), years=1)
_ALL_SET = Assumed(
    engineer_cost=Decimal("150000.50"),
    pipelines=40,
    runs_per_week=70,
    steps_per_run=12,
    engineer_hours=Decimal(4),
    years=5,
    currency="EUR",
    per_dollar=Decimal("0.92"),
)
_FROM_AIRFLOW = {SlotId("current_orchestrator"): "airflow", SlotId("outgrown_signals"): 4}
_LARGE = {SlotId("pipelines"): 200, SlotId("runs_per_week"): 168}
_SELF_HOSTED = {SlotId("self_host"): "required"}


def _snapshot(
    kb: KnowledgeBase,
    values: tuple[int | str | None, ...],
    assumed: Assumed,
    workspace: Assumed,
    state: Mapping[str, Any],
) -> Snapshot:
    return replace(snapshot_of(kb, *values, **state), assumed=assumed, workspace=workspace)


def _cost(
    *values: int | str | None,
    request: CostAsked = _ALL,
    assumed: Assumed = NOTHING_ASSUMED,
    workspace: Assumed = NOTHING_ASSUMED,
    room: int = 10_000,
    draws: bool = True,
    **state: Any,
) -> _Made:
    def example(kb: KnowledgeBase) -> Example:
        shown = _snapshot(kb, values, assumed, workspace, state)
        return message(cost(request, shown, kb, room=room, draws=draws))

    return example


def _beside(request: CostAsked) -> _Made:
    return lambda kb: message(cost(request, None, kb))


def _lines(
    *values: int | str | None,
    request: CostAsked = _ALL,
    assumed: Assumed = NOTHING_ASSUMED,
    **state: Any,
) -> _Made:
    def example(kb: KnowledgeBase) -> Example:
        shown = _snapshot(kb, values, assumed, NOTHING_ASSUMED, state)
        return Example("modal", cost_lines(request, shown, kb))

    return example


def _form(
    *values: int | str | None,
    request: CostAsked = _ALL,
    assumed: Assumed = NOTHING_ASSUMED,
    workspace: Assumed = NOTHING_ASSUMED,
    **state: Any,
) -> _Made:
    def example(kb: KnowledgeBase) -> Example:
        shown = _snapshot(kb, values, assumed, workspace, state)
        return Example("modal", cost_form(_METADATA, request, shown, kb))

    return example


def _long(example: _Made) -> _Made:
    return lambda kb: example(with_long_names(kb))


COST: Mapping[str, _Made] = {
    "cost_startup": _cost(*_STARTUP),
    "cost_growth": _cost(*_GROWTH),
    "cost_too_close": _cost(30, 12, "some", "gcp"),
    "cost_default": _cost(None, None, None, None),
    "cost_moving_from_airflow": _cost(*_GROWTH, follow_ups=_FROM_AIRFLOW),
    "cost_beyond_the_lesson": _cost(*_GROWTH, follow_ups=_LARGE),
    "cost_self_hosted": _cost(*_STARTUP, follow_ups=_SELF_HOSTED),
    "cost_as_the_lesson_has_it": _cost(*_STARTUP, edition=Edition.LESSON),
    "cost_in_euros": _cost(*_STARTUP, assumed=_EUROS),
    "cost_in_two_currencies": _cost(*_STARTUP, assumed=_NO_RATE),
    "cost_with_hours_assumed": _cost(*_STARTUP, assumed=_HOURS),
    "cost_as_the_workspace_keeps_it": _cost(*_STARTUP, workspace=_EUROS),
    "cost_of_two": _cost(*_STARTUP, request=_TWO),
    "cost_of_many": _cost(*_STARTUP, request=_MANY),
    "cost_without_a_figure": _cost(*_STARTUP, request=_NO_FIGURE),
    "cost_with_a_figure_in_part": _cost(*_STARTUP, request=_IN_PART),
    "cost_of_a_way_to_run_one": _cost(*_STARTUP, request=_MWAA),
    "cost_of_a_way_that_does_not_fit": _cost(*_GROWTH, request=_MWAA),
    "cost_of_none": _cost(*_STARTUP, request=_NONE),
    "cost_for_this_question": _cost(*_STARTUP, request=_SAID),
    "cost_while_gathering": _cost(8, asking=SlotId("model_count")),
    "cost_with_contenders": lambda kb: _cost(*_GROWTH)(kb.with_contenders()),
    "cost_in_words": _cost(*_STARTUP, draws=False),
    "cost_in_little_room": _cost(*_STARTUP, room=2500, draws=False),
    "cost_long_names": _long(_cost(*_STARTUP)),
    "beside_cost": _beside(_ALL),
    "beside_cost_of_two": _beside(_TWO),
    "beside_cost_of_a_contender": _beside(_CONTENDER),
    "lines_startup": _lines(*_STARTUP),
    "lines_of_two": _lines(*_STARTUP, request=_TWO),
    "lines_of_a_way_to_run_one": _lines(*_STARTUP, request=_MWAA),
    "lines_in_euros": _lines(*_GROWTH, assumed=_EUROS, follow_ups=_FROM_AIRFLOW),
    "lines_with_contenders": lambda kb: _lines(*_GROWTH)(kb.with_contenders()),
    "lines_long_names": _long(_lines(*_STARTUP)),
    "assumptions_blank": _form(*_STARTUP),
    "assumptions_set": _form(*_STARTUP, assumed=_ALL_SET),
    "assumptions_of_the_workspace": _form(*_STARTUP, workspace=_EUROS),
    "assumptions_said_in_the_question": _form(*_STARTUP, request=_SAID),
    "assumptions_beside": lambda kb: Example("modal", cost_form(_METADATA, _SAID, None, kb)),
}
