"""The tests of a proof of concept as a form: one person's scores of one candidate."""

from collections.abc import Mapping
from typing import Any, Final

from bot.views.blocks import (
    context,
    input_block,
    option,
    plain,
    plain_text,
    radio_buttons,
    section,
)
from bot.views.form import ACTION_ID
from bot.views.sources import citation
from bot.views.words import name
from engine.evaluation.model import TrialId
from knowledge.schema import AlternativeId, KnowledgeBase

CALLBACK_ID = "scores"
NOT_SCORED = "none"
"""What an input holds that says nothing; the others hold '1' to '5'. Its block id is the trial."""

_POINTS: Final[Mapping[str, str]] = {
    "5": "5, the best",
    "4": "4",
    "3": "3",
    "2": "2",
    "1": "1, the worst",
    NOT_SCORED: "Not scored",
}


def score_form(
    metadata: str, candidate: AlternativeId, own: Mapping[TrialId, int], kb: KnowledgeBase
) -> dict[str, Any]:
    """The modal view, with the scores that the person gave before.

    Args:
        metadata: what comes back with the scores, as ``private_metadata``.
        candidate: what is scored.
        own: the person's own scores so far.
        kb: the facts.
    """
    rule = kb.evaluation.verdict
    options = [option(label, points) for points, label in _POINTS.items()]
    return {
        "type": "modal",
        "callback_id": CALLBACK_ID,
        "private_metadata": metadata,
        "title": plain_text("Score the tests", 24),
        "submit": plain_text("Save scores", 24),
        "close": plain_text("Close", 24),
        "blocks": [
            section(
                f"How did *{name(kb, candidate)}* do? These are your own scores; the team's is "
                "the mean over everybody's. It counts once every test has a score."
            ),
            *(
                input_block(
                    trial.name,
                    radio_buttons(
                        ACTION_ID, options, chosen=str(own.get(TrialId(trial.id), NOT_SCORED))
                    ),
                    block_id=trial.id,
                    hint=" ".join([trial.do, *trial.ask]),
                )
                for trial in kb.evaluation.proof_of_concept
            ),
            context(f"{plain(rule.text, 500)} Source: {citation(kb.source(rule.source))}"),
        ],
    }
