"""What the conversation makes of an utterance: the turn is taken as in the app."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.dialogue.advance import advance
from engine.dialogue.model import (
    Acknowledged,
    Answer,
    DialogueState,
    Done,
    Refused,
    Remark,
    Requested,
    TextSaid,
)
from engine.dialogue.requests import Request
from engine.dialogue.state import open_base_slots
from knowledge.schema import KnowledgeBase, SlotId
from tests.corpus.utterances import Command, Utterance


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of an utterance."""

    filled: Mapping[SlotId, int | str | None]
    """The answers that are new or changed."""
    spans: Mapping[SlotId, tuple[int, int | None]]
    """Of what is filled."""
    refused: frozenset[SlotId]
    requests: tuple[Request, ...]
    command: Command | None


def hear(utterance: Utterance, kb: KnowledgeBase) -> Heard:
    """Say it where it is said."""
    before = _before(utterance, kb)
    turn = advance(before, TextSaid(text=utterance.text), kb)
    changed = {
        slot: answer
        for slot, answer in turn.state.answers.items()
        if _said(answer) != _said(before.answers.get(slot))
    }
    return Heard(
        filled={slot: answer.value for slot, answer in changed.items()},
        spans={
            slot: (answer.span.low, answer.span.high)
            for slot, answer in changed.items()
            if answer.span is not None
        },
        refused=frozenset(each.slot for each in turn.remarks if isinstance(each, Refused)),
        requests=tuple(each.request for each in turn.remarks if isinstance(each, Requested)),
        command=next(filter(None, map(_command, turn.remarks)), None),
    )


def _before(utterance: Utterance, kb: KnowledgeBase) -> DialogueState:
    state = DialogueState(
        answers={slot: Answer(value=value) for slot, value in utterance.answered.items()}
    )
    first = next(open_base_slots(state, kb), None)
    return state.model_copy(
        update={
            "status": "concluded" if first is None else "gathering",
            "asking": utterance.asking or first,
        }
    )


def _said(answer: Answer | None) -> object:
    return None if answer is None else (answer.value, answer.span)


def _command(remark: Remark) -> Command | None:
    match remark:
        case Done(command=command):
            return command
        case Acknowledged():
            return "agree"
        case _:
            return None
