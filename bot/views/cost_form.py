"""What a sum rests on as a form (a modal)."""

from decimal import Decimal
from typing import Any, Final, Literal

from bot.pages.assumed import assumption_line, phrase
from bot.pages.words import counted, listed
from bot.views.blocks import (
    Block,
    checkboxes,
    divider,
    input_block,
    option,
    plain_text,
    plain_text_input,
    section,
)
from bot.views.form import ACTION_ID
from bot.views.notices import KEEPS_NOTHING
from bot.views.reckoned import assumed_in, kept, team
from bot.views.snapshot import Snapshot
from engine.cost.assumptions import (
    NOTHING_ASSUMED,
    Assumed,
    Assumptions,
    Name,
    assumptions,
)
from engine.dialogue.assuming import LONGEST
from engine.dialogue.requests import CostAsked
from knowledge.schema import KnowledgeBase

CALLBACK_ID = "assumptions"
KEEP = "keep"
"""The block id of the checkboxes, and the value of the one that keeps what is in the form."""
FORGET = "forget"
"""The value of the one that drops what the workspace kept before."""

_INPUTS: Final[dict[Name | Literal["per_dollar"], tuple[str, str]]] = {
    "engineer_cost": ("What an engineer costs a year, with everything", "For example 150,000"),
    "pipelines": ("Pipelines", "A number"),
    "runs_per_week": ("Runs a week of a typical pipeline", "A number"),
    "steps_per_run": ("Steps of a typical run", "A number"),
    "years": ("Years to add up", "From 1 to 10"),
    "engineer_hours": ("Engineer hours a week, for ways of which no source says it", "A number"),
    "currency": ("Currency", "For example EUR"),
    "per_dollar": ("What one US dollar is in that currency", "For example 0.92"),
}
"""Label and placeholder, by the field of ``Assumed``."""


def cost_form(
    metadata: str,
    request: CostAsked,
    shown: Snapshot | None,
    kb: KnowledgeBase,
    *,
    workspace: Assumed = NOTHING_ASSUMED,
    of_its_own: bool = False,
) -> dict[str, Any]:
    """The modal view: an input for each that can be assumed, and whether the workspace keeps it.

    The inputs hold what was set, their hints say what counts where they stay blank. What a question
    about a decision says of the team has no input: it stands in that question.

    Args:
        metadata: what comes back with the inputs, as ``private_metadata``; at most 3000 characters.
        request: the question whose sum is to be changed.
        shown: its decision.
        kb: the facts.
        workspace: what the workspace keeps, for a sum of no decision.
        of_its_own: whether what is set counts for this sum alone; then what was set for the
            decision is what a blank input leaves it at.
    """
    set_now = request.assumed if of_its_own else assumed_in(request, shown)
    left = shown.assumed if shown is not None and of_its_own else NOTHING_ASSUMED
    blank = assumptions(team(request, shown), kb, assumed=left, workspace=kept(shown, workspace))
    said = [] if shown is None else _said(request)
    inputs = [
        input_block(
            label,
            plain_text_input(
                ACTION_ID,
                placeholder=placeholder,
                max_length=LONGEST,
                typed=_typed(getattr(set_now, name)),
            ),
            block_id=name,
            optional=True,
            hint=_hint(name, blank, kb),
        )
        for name, (label, placeholder) in _INPUTS.items()
        if name not in said
    ]
    return {
        "type": "modal",
        "callback_id": CALLBACK_ID,
        "private_metadata": metadata,
        "title": plain_text("What the sum rests on", 24),
        "submit": plain_text("Add up again", 24),
        "close": plain_text("Close", 24),
        "blocks": [*_stays(said), *inputs, divider(), _keep()],
    }


def kept_sentence(workspace: Assumed, kb: KnowledgeBase) -> str:
    """What the workspace keeps for all its sums, for whoever has just changed it."""
    resolved = assumptions({}, kb, assumed=NOTHING_ASSUMED, workspace=workspace)
    phrases = (phrase(name, resolved) for name, by in resolved.origins.items() if by == "workspace")
    said = [each for each in phrases if each]
    return f"Kept for this workspace: {', '.join(said)}." if said else KEEPS_NOTHING


def _said(request: CostAsked) -> list[Name | Literal["per_dollar"]]:
    """What the question says of the team, which counts before what is set for a decision."""
    return [name for name in _INPUTS if name in request.answers]


def _stays(said: list[Name | Literal["per_dollar"]]) -> list[Block]:
    if not said:
        return []
    labels = listed([f"*{_INPUTS[name][0]}*" for name in said])
    return [section(f"The question itself says this, so ask again to change it: {labels}.")]


def _typed(found: Decimal | int | str | None) -> str | None:
    """What was set, as a person would type it."""
    if isinstance(found, Decimal):
        return counted(found).replace(",", "")
    return None if found is None else str(found)


def _hint(name: Name | Literal["per_dollar"], blank: Assumptions, kb: KnowledgeBase) -> str:
    """What counts where an input stays blank, and who says so."""
    if name != "per_dollar":
        line = assumption_line(name, blank, kb)
        sources = "; ".join(f"{each.title}, {each.as_of}" for each in line.sources)
        return f"Left blank: {line.text}" + (f" Source: {sources}." if sources else "")
    if blank.per_dollar is not None:
        return f"Left blank: {counted(blank.per_dollar)}; kept for the workspace."
    return (
        "Left blank: prices stay in US dollars, and are not added to what is in another currency."
    )


def _keep() -> Block:
    return input_block(
        "For later sums",
        checkboxes(
            ACTION_ID,
            [
                option("Keep these for this workspace", KEEP),
                option("Forget what this workspace has kept", FORGET),
            ],
        ),
        block_id=KEEP,
        optional=True,
        hint=(
            "Kept: what an engineer costs, the currency and what a dollar is in it, engineer "
            "hours, and years. Pipelines, runs and steps are a team's own."
        ),
    )
