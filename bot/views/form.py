"""The questions as one form (a modal)."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.views.blocks import (
    Block,
    Element,
    divider,
    input_block,
    option,
    plain_text,
    plain_text_input,
    radio_buttons,
    section,
    static_select,
)
from bot.views.question import LONGEST_NUMBER
from bot.views.snapshot import Snapshot
from bot.views.words import base_questions, numbers
from engine.dialogue.model import Answer
from engine.dialogue.state import follow_ups
from knowledge.schema import ChoiceQuestion, KnowledgeBase, NumberQuestion, Question, SlotId

CALLBACK_ID = "answers"
NEW_CALLBACK_ID = "new_answers"
"""Of the form that begins a decision."""
ACTION_ID = "answer"
"""The action id of every input; its block id is the slot."""
_MOST_RADIO_BUTTONS = 4


def form(snapshot: Snapshot, kb: KnowledgeBase) -> dict[str, Any]:
    """The modal view of a decision, filled with what is known; all may stay blank.

    The base questions come first, then the others that are answered or could change the pick.
    ``private_metadata`` is ``<decision>.<revision>``.
    """
    dialogue = snapshot.dialogue
    shown = {*dialogue.answers, *follow_ups(dialogue, kb)}
    others = [each for each in kb.questions if each.stage != "base" and each.id in shown]
    apart = section(
        "*Not always asked*\nThese could change the pick. Leave blank what is not known."
    )
    return _view(
        CALLBACK_ID,
        f"{snapshot.decision}.{snapshot.revision}",
        [
            *_inputs(base_questions(kb), dialogue.answers),
            *([divider(), apart] if others else []),
            *_inputs(others, dialogue.answers),
        ],
    )


def new_form(channel: str, kb: KnowledgeBase) -> dict[str, Any]:
    """The modal view that begins a decision: the base questions, all of which may stay blank.

    ``private_metadata`` is the channel in which the decision shall stand.
    """
    return _view(NEW_CALLBACK_ID, channel, _inputs(base_questions(kb), {}))


def _view(callback_id: str, metadata: str, blocks: list[Block]) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": metadata,
        "title": plain_text("Your team", 24),
        "submit": plain_text("Save answers", 24),
        "close": plain_text("Close", 24),
        "blocks": blocks,
    }


def _inputs(questions: Sequence[Question], answers: Mapping[SlotId, Answer]) -> list[Block]:
    return [
        input_block(
            each.prompt,
            _element(each, answers.get(SlotId(each.id))),
            block_id=each.id,
            optional=True,
            hint=each.why,
        )
        for each in questions
    ]


def _element(question: Question, answer: Answer | None) -> Element:
    match question:
        case NumberQuestion():
            return plain_text_input(
                ACTION_ID,
                placeholder="A number or a range; leave blank if not known",
                max_length=LONGEST_NUMBER,
                typed=_typed(question, answer),
            )
        case ChoiceQuestion(options=choices):
            known = None if answer is None or answer.value is None else str(answer.value)
            options = [option(each.label, each.id) for each in choices]
            if len(options) <= _MOST_RADIO_BUTTONS:
                return radio_buttons(ACTION_ID, options, chosen=known)
            return static_select("Choose one", ACTION_ID, options, chosen=known)


def _typed(question: NumberQuestion, answer: Answer | None) -> str | None:
    """What a person would type for the answer: zero is said in words where digits are refused."""
    if answer is None or answer.value is None:
        return None
    if answer.span is not None:
        return numbers(question, answer.span, to="-")
    if answer.value == 0 and question.minimum > 0 and question.none_says:
        return question.none_says[0]
    return str(answer.value)
