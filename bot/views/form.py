"""All base questions as one form (a modal)."""

from typing import Any

from bot.views.blocks import (
    Element,
    input_block,
    option,
    plain_text,
    plain_text_input,
    radio_buttons,
    static_select,
)
from bot.views.question import LONGEST_NUMBER
from bot.views.snapshot import Snapshot
from bot.views.words import base_questions
from engine.dialogue.model import Answer
from knowledge.schema import ChoiceQuestion, KnowledgeBase, NumberQuestion, Question, SlotId

CALLBACK_ID = "answers"
ACTION_ID = "answer"
"""The action id of every input; its block id is the slot."""
_MOST_RADIO_BUTTONS = 4


def form(snapshot: Snapshot, kb: KnowledgeBase) -> dict[str, Any]:
    """The modal view: a block a base slot, filled with what is known; all may stay blank.

    ``private_metadata`` is ``<decision>.<revision>``.
    """
    return {
        "type": "modal",
        "callback_id": CALLBACK_ID,
        "private_metadata": f"{snapshot.decision}.{snapshot.revision}",
        "title": plain_text("Your team", 24),
        "submit": plain_text("Save answers", 24),
        "close": plain_text("Close", 24),
        "blocks": [
            input_block(
                each.prompt,
                _element(each, snapshot.dialogue.answers.get(SlotId(each.id))),
                block_id=each.id,
                optional=True,
                hint=each.why,
            )
            for each in base_questions(kb)
        ],
    }


def _element(question: Question, answer: Answer | None) -> Element:
    known = None if answer is None or answer.value is None else str(answer.value)
    match question:
        case NumberQuestion():
            return plain_text_input(
                ACTION_ID,
                placeholder="A whole number; leave blank if not known",
                max_length=LONGEST_NUMBER,
                typed=_typed(question, known),
            )
        case ChoiceQuestion(options=choices):
            options = [option(each.label, each.id) for each in choices]
            if len(options) <= _MOST_RADIO_BUTTONS:
                return radio_buttons(ACTION_ID, options, chosen=known)
            return static_select("Choose one", ACTION_ID, options, chosen=known)


def _typed(question: NumberQuestion, known: str | None) -> str | None:
    """What a person would type for the answer: zero is said in words where digits are refused."""
    if known == "0" and question.minimum > 0 and question.none_says:
        return question.none_says[0]
    return known
