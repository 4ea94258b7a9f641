"""The examples of the settings of a workspace."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from bot.preferences import UNSET, Preferences
from bot.views.examples import Example, with_long_names
from bot.views.settings_form import settings_form
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from knowledge.schema import NO_ORCHESTRATOR, AlternativeId, CriterionId, KnowledgeBase

_Made = Callable[[KnowledgeBase], Example]

_SET: Final = Preferences(
    weights={CriterionId("lineage"): 60, CriterionId("community"): 40},
    contenders=(AlternativeId("flyte"), AlternativeId("kestra")),
    retention_days=365,
    guests="look_on",
    strangers="take_part",
    closing="everybody",
    keeping="everybody",
)
_COST: Final = Assumed(
    engineer_cost=Decimal(150_000), currency="EUR", per_dollar=Decimal("0.92"), years=5
)


def _form(preferences: Preferences, cost: Assumed = NOTHING_ASSUMED) -> _Made:
    return lambda kb: Example("modal", settings_form(preferences, cost, kb))


def _full(kb: KnowledgeBase) -> Example:
    every = tuple(each for each in kb.contenders if each != NO_ORCHESTRATOR)
    return _form(_SET.model_copy(update={"contenders": every}), _COST)(with_long_names(kb))


SETTINGS: Final[Mapping[str, _Made]] = {
    "settings_unset": _form(UNSET),
    "settings_set": _form(_SET, _COST),
    "settings_long": _full,
}
