"""What a person's text says about the slots. No language model: a vocabulary and a few rules.

The rules, for one clause (up to a comma, a full stop, a bracket or a line end):

- A number belongs to the unit after it ("8 senior engineers"), or to the one before ("models: 3").
  Between number and unit stand at most two words, and no plural: "2 dogs" counts dogs.
- A number or an option's word alone ("about 8", "none") answers the question that stands open.
- An option after a "not" is not chosen, and neither is what is joined to it.
- Several options of one question: joined by "or" they are refused; otherwise they are the option
  ``multi`` where there is one, and the last of them where there is none.
- Several different numbers for one slot are refused, and the total is asked for.
- What follows an "actually", a "wait" or a "no," replaces what was said before.
- "Not sure" leaves the open slot, or the one that it names, unknown.
- What matches none of this fills nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from engine.dialogue.grammar import FILLERS
from engine.dialogue.model import Refused
from engine.dialogue.readings import (
    Corrected,
    NumberRead,
    OptionRead,
    Question,
    Reading,
    SkipRead,
    readings_of,
)
from engine.dialogue.refusals import refusal_of, several_numbers, several_options
from engine.dialogue.words import Token, Unclear, Whole, tokens, words
from knowledge.schema import ChoiceQuestion, KnowledgeBase, NumberQuestion, OptionId, SlotId

MULTI = OptionId("multi")
"""The option that several named options come to, in a question that has it."""
UNDECIDED = OptionId("undecided")
"""The option that wins over those which are named beside it: "undecided, maybe AWS"."""

Command = Literal["restart", "cancel"]
_COMMANDS: Mapping[tuple[str, ...], Command] = {
    ("restart",): "restart",
    ("start", "over"): "restart",
    ("start", "again"): "restart",
    ("begin", "again"): "restart",
    ("cancel",): "cancel",
    ("never", "mind"): "cancel",
    ("nevermind",): "cancel",
}

_Settled = int | OptionId | Refused | None


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a text says. A slot is answered, or refused, or neither; never both."""

    answers: Mapping[SlotId, int | OptionId | None]
    """In the order of the questions. None: the person does not know."""
    refused: tuple[Refused, ...] = ()
    """In the order of the questions."""
    command: Command | None = None
    """The text was this command and nothing else."""


def understand(text: str, knowledge: KnowledgeBase, asking: SlotId | None) -> Understanding:
    """Read a text for the base slots and for the slot that is being asked.

    Any text will do: none raises, and the time is linear in its length.
    """
    spoken = tokens(text)
    if command := _command(spoken):
        return Understanding(answers={}, command=command)
    questions = [q for q in knowledge.questions if q.stage == "base" or q.id == asking]
    asked = next((question for question in questions if question.id == asking), None)
    readings = readings_of(spoken, questions, asked)
    settled = {
        SlotId(question.id): _settle(question, said)
        for question in questions
        if (said := _readings_for(SlotId(question.id), readings))
    }
    return Understanding(
        answers={slot: value for slot, value in settled.items() if not isinstance(value, Refused)},
        refused=tuple(value for value in settled.values() if isinstance(value, Refused)),
    )


def _command(spoken: Sequence[Token]) -> Command | None:
    said = tuple(word for word in words(spoken) if word not in FILLERS - {"over"})
    has_numbers = any(isinstance(token, Whole | Unclear) for token in spoken)
    return None if has_numbers else _COMMANDS.get(said)


def _readings_for(
    slot: SlotId, readings: Iterable[Reading]
) -> list[NumberRead | OptionRead | SkipRead]:
    """The readings of one slot that were not corrected afterwards."""
    standing: list[NumberRead | OptionRead | SkipRead] = []
    is_corrected = False
    for reading in readings:
        if isinstance(reading, Corrected):
            is_corrected = True
        elif reading.slot == slot:
            if is_corrected:
                standing.clear()
            standing.append(reading)
            is_corrected = False
    return standing


def _settle(question: Question, readings: Sequence[NumberRead | OptionRead | SkipRead]) -> _Settled:
    """One answer of the readings of a slot; a value wins over a "not sure"."""
    match question:
        case NumberQuestion():
            numbers = [reading for reading in readings if isinstance(reading, NumberRead)]
            return _number(question, numbers) if numbers else None
        case ChoiceQuestion():
            options = [reading for reading in readings if isinstance(reading, OptionRead)]
            return _option(question, options) if options else None


def _number(question: NumberQuestion, readings: Sequence[NumberRead]) -> int | Refused:
    """The number with a unit; one without only where no other is given."""
    counting = [reading for reading in readings if not reading.is_bare] or readings
    numbers = [r.quantity for r in counting if isinstance(r.quantity, Whole)]
    if len(set(numbers)) > 1:
        return several_numbers(question, list(dict.fromkeys(numbers)))
    last = counting[-1]
    if last.in_words:
        return 0
    match last.quantity:
        case Whole(value) if question.minimum <= value <= question.maximum:
            return value
        case quantity:
            return refusal_of(question, quantity)


def _option(question: ChoiceQuestion, readings: Sequence[OptionRead]) -> OptionId | Refused:
    named = list(dict.fromkeys(reading.option for reading in readings))
    if UNDECIDED in named:
        return UNDECIDED
    if len(named) > 1 and any(reading.after_or for reading in readings):
        return several_options(question, named)
    if len(named) > 1 and any(option.id == MULTI for option in question.options):
        return MULTI
    return named[-1]
