"""How one person weighs the criteria, as a form (a modal)."""

from collections.abc import Mapping
from typing import Any, Final

from bot.views.blocks import (
    Block,
    checkboxes,
    input_block,
    option,
    plain_text,
    plain_text_input,
    section,
)
from bot.views.form import ACTION_ID
from knowledge.schema import Criterion, CriterionId, KnowledgeBase

CALLBACK_ID: Final = "ballot"
BACK: Final = "back"
"""The block id of the way back."""
TAKE_BACK: Final = "take_back"
"""The value of its checkbox."""
_LONGEST: Final = 20
"""Characters of a number of points."""


def ballot_form(
    metadata: str,
    own: Mapping[CriterionId, int] | None,
    weights: Mapping[CriterionId, int],
    kb: KnowledgeBase,
) -> dict[str, Any]:
    """The modal view: an input for the points of each criterion; its block id is the criterion.

    Args:
        metadata: what comes back with the inputs, as ``private_metadata``.
        own: how the person weighed before, in whole percents; None where they did not.
        weights: the weights that count in the decision now, in whole percents.
        kb: the facts.
    """
    return {
        "type": "modal",
        "callback_id": CALLBACK_ID,
        "private_metadata": metadata,
        "title": plain_text("Weigh the criteria", 24),
        "submit": plain_text("Save my weights", 24),
        "close": plain_text("Close", 24),
        "blocks": [
            section(_explained(is_first=own is None)),
            *(_weight(each, weights if own is None else own, weights) for each in kb.criteria),
            *([] if own is None else [_WAY_BACK]),
        ],
    }


def points_input(criterion: Criterion, block_id: str, typed: str | None, hint: str) -> Block:
    """Where the points of a criterion are typed."""
    return input_block(
        criterion.name,
        plain_text_input(
            ACTION_ID, placeholder="Points, such as 20", max_length=_LONGEST, typed=typed
        ),
        block_id=block_id,
        optional=True,
        hint=hint,
    )


def _explained(*, is_first: bool) -> str:
    holds = (
        "The inputs hold the weights that count in the decision now; change what you see otherwise."
        if is_first
        else "The inputs hold how you weighed before."
    )
    return (
        "How much does each of these count for *you*? Give points; they are scaled to 100 in all, "
        f"so only their proportions matter, and blank is 0. {holds} The thread shows what comes of "
        "everybody's weights, and by name who stands at the ends."
    )


def _weight(
    criterion: Criterion,
    typed: Mapping[CriterionId, int],
    weights: Mapping[CriterionId, int],
) -> Block:
    key = CriterionId(criterion.id)
    hint = f"{criterion.question} It counts {weights.get(key, 0)} % in this decision now."
    return points_input(criterion, key, str(typed.get(key, 0)), hint)


_WAY_BACK: Final = input_block(
    "Your weights",
    checkboxes(
        ACTION_ID,
        [option("Take mine back; the points above are not used", TAKE_BACK)],
    ),
    block_id=BACK,
    optional=True,
)
