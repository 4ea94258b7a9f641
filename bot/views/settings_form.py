"""What an admin sets for a workspace as a form (a modal)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from bot.preferences import Preferences
from bot.views.ballot_form import points_input
from bot.views.blocks import (
    Block,
    checkboxes,
    divider,
    input_block,
    option,
    plain_text,
    plain_text_input,
    radio_buttons,
    section,
)
from bot.views.form import ACTION_ID
from engine.cost.assumptions import Assumed
from engine.dialogue.assuming import LONGEST
from knowledge.schema import (
    NO_ORCHESTRATOR,
    PRICED_IN,
    AlternativeId,
    Criterion,
    CriterionId,
    KnowledgeBase,
)

CALLBACK_ID: Final = "settings"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few, always with one chosen."""

    label: str
    options: Mapping[str, str]
    """What each says, by its value."""


RETENTION: Final = "retention_days"
"""The block id; those of the costs are fields of ``Assumed``, of choices of ``Preferences``."""
CHOICES: Final[Mapping[str, Choice]] = {
    "guests": Choice(
        "What guests of this workspace do",
        {"take_part": "Take part as members do", "look_on": "Read along"},
    ),
    "strangers": Choice(
        "What people of other workspaces do, in channels that are shared with them",
        {"take_part": "Take part as members do", "look_on": "Read along"},
    ),
    "closing": Choice(
        "Who resets, closes, reopens and deletes, beside admins",
        {"opener": "Whoever opened the decision", "everybody": "Everybody who takes part"},
    ),
    "keeping": Choice(
        "Who sets what this workspace keeps for all costs",
        {"admins": "Admins", "everybody": "Everybody who takes part"},
    ),
}
"""By the field of ``Preferences``, which is the block id."""
COSTS: Final[Mapping[str, tuple[str, str, str]]] = {
    "engineer_cost": (
        "What an engineer costs a year, with everything",
        "For example 150,000",
        "Left blank: a default counts, and each sum says which.",
    ),
    "currency": ("Currency", "For example EUR", f"Left blank: {PRICED_IN}."),
    "per_dollar": (
        "What one US dollar is in that currency",
        "For example 0.92",
        "Left blank: prices stay in US dollars, and are not added to what is in another currency.",
    ),
}
"""By the field of ``Assumed``: label, placeholder and hint."""

MOST_DAYS: Final = 3650
NOT_DAYS: Final = f"Write a whole number of days from 1 to {MOST_DAYS}, or leave this blank."
WEIGHTS_CHANGED: Final = (
    "Somebody has set other weights since this form was opened; close it and open it again, so "
    "that yours do not replace theirs unseen."
)
_LONGEST: Final = 20
"""Characters of a number."""
_WEIGHT, _CONTENDERS = "weight_", "contenders"


def settings_form(preferences: Preferences, cost: Assumed, kb: KnowledgeBase) -> dict[str, Any]:
    """The modal view, filled with what is set.

    Args:
        preferences: of the workspace.
        cost: what it keeps for the costs of all its decisions.
        kb: the facts.
    """
    return {
        "type": "modal",
        "callback_id": CALLBACK_ID,
        "private_metadata": "",
        "title": plain_text("Workspace settings", 24),
        "submit": plain_text("Save", 24),
        "close": plain_text("Close", 24),
        "blocks": [
            section("These count for the whole workspace, for everybody in it."),
            section(
                "*How a new decision weighs the criteria*\nGive points; they are scaled to 100 in "
                "all, so only their proportions matter. Leave all blank, and the answers of each "
                "team decide."
            ),
            *(_weight(each, preferences.weights) for each in kb.criteria),
            divider(),
            _contenders(preferences.contenders, kb),
            divider(),
            section("*Costs*\nThey count wherever a decision or a question sets nothing else."),
            *(_cost(field, getattr(cost, field)) for field in COSTS),
            divider(),
            _retention(preferences.retention_days),
            divider(),
            *(_choice(field, getattr(preferences, field)) for field in CHOICES),
        ],
    }


def weight_input(criterion: str) -> str:
    """The block id of the points of a criterion."""
    return f"{_WEIGHT}{criterion}"


def typed_weight(weights: Mapping[CriterionId, int], criterion: str) -> str:
    """What stands in that input where these weights are set; '' for none."""
    return str(weights.get(CriterionId(criterion), 0) or "")


def contenders_in(held: Mapping[str, str]) -> tuple[frozenset[str], frozenset[str]]:
    """Which contenders were ticked when the form was opened, and which when it was sent."""
    for block_id, ticked in held.items():
        first, *shown = block_id.split(".")
        if first == _CONTENDERS:
            return frozenset(shown), frozenset(filter(None, ticked.split(",")))
    return frozenset(), frozenset()


def _weight(criterion: Criterion, weights: Mapping[CriterionId, int]) -> Block:
    typed = typed_weight(weights, criterion.id) or None
    return points_input(criterion, weight_input(criterion.id), typed, criterion.question)


def _contenders(ticked: Collection[AlternativeId], kb: KnowledgeBase) -> Block:
    """The block id holds what was ticked: two admins who tick at once lose nothing."""
    offered = [each for each in kb.contenders if each != NO_ORCHESTRATOR]
    shown = [each for each in offered if each in ticked]
    options = [option(kb.contenders[each].name, each) for each in offered]
    return input_block(
        "What a new decision ranks beside the orchestrators of the lesson",
        checkboxes(ACTION_ID, options, ticked=shown),
        block_id=".".join([_CONTENDERS, *shown]),
        optional=True,
    )


def _cost(field: str, kept: Decimal | str | None) -> Block:
    label, placeholder, hint = COSTS[field]
    return input_block(
        label,
        plain_text_input(
            ACTION_ID, placeholder=placeholder, max_length=LONGEST, typed=_typed(kept)
        ),
        block_id=field,
        optional=True,
        hint=hint,
    )


def _typed(kept: Decimal | str | None) -> str | None:
    """What is kept, as a person would type it."""
    return f"{kept:f}" if isinstance(kept, Decimal) else kept


def _retention(days: int | None) -> Block:
    return input_block(
        "Delete decisions that nobody has changed for so many days",
        plain_text_input(
            ACTION_ID,
            placeholder="Days, such as 365",
            max_length=_LONGEST,
            typed=None if days is None else str(days),
        ),
        block_id=RETENTION,
        optional=True,
        hint=(
            "Left blank: they are kept. With a number, answers, checklists, scores, weights and "
            "records go, those of closed decisions too, and nobody can bring them back. Their "
            "messages stay in Slack."
        ),
    )


def _choice(field: str, chosen: str) -> Block:
    choice = CHOICES[field]
    options = [option(text, value) for value, text in choice.options.items()]
    element = radio_buttons(ACTION_ID, options, chosen=chosen)
    return input_block(choice.label, element, block_id=field)
