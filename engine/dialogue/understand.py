"""What a person's text says about the slots. No language model: a vocabulary and a few rules.

The rules, for one clause (up to a comma, a full stop, a bracket or a line end):

- A number belongs to the unit after it ("8 senior engineers"), or to the one before ("models: 3").
  Between number and unit stand at most two words, and no plural: "2 dogs" counts dogs.
- A number or an option's word alone ("about 8", "none") answers the question that stands open.
- A number that is denied or supposed, or that counts a part, others or a change, counts nothing:
  "2 of us know it", "hire 5 more engineers", "used by 200 people", "should we hire 8 engineers".
- An option after a "not", a "not sure" or an "if" is not chosen, nor is what is joined to it.
- Naming what a yes-or-no question asks about is a yes ("dynamic pipelines"), unless it is asked,
  weighed or denied: "dynamic pipelines?", "... matter most", "... are not needed".
- Several options of one question: a move names its target; joined by "or" they are refused;
  otherwise they are the option ``multi`` where there is one, and refused where there is none.
- Several different numbers for one slot are refused, and the total is asked for.
- What follows an "actually", a "wait" or a "no," replaces what was said before.
- A number that stands is replaced while another question is open only by the question's own word
  with nothing else in the clause ("9 engineers"), by its label ("team: 9"), or after a correction.
- "Not sure" leaves the open slot, or the one that it names, unknown.
- What is called the most important is stressed, see ``stress``; that fills no slot.
- What matches none of this fills nothing.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from engine.dialogue.counts import NumberRead
from engine.dialogue.grammar import FILLERS
from engine.dialogue.model import Refused
from engine.dialogue.readings import (
    Corrected,
    OptionRead,
    Question,
    Reading,
    SkipRead,
    readings_of,
)
from engine.dialogue.refusals import refusal_of, several_numbers, several_options
from engine.dialogue.stress import Stress, stress_in
from engine.dialogue.words import Token, Unclear, Whole, tokens, words
from knowledge.schema import ChoiceQuestion, KnowledgeBase, NumberQuestion, OptionId, SlotId

MULTI = OptionId("multi")
"""The option that several named options come to, in a question that has it."""
UNDECIDED = OptionId("undecided")
"""The option that wins over those which are named beside it: "undecided, maybe AWS"."""

Command = Literal["restart", "cancel", "never_mind", "keep"]
"""``never_mind`` and ``keep`` leave an answer as it is; nothing else to keep, the first cancels."""
_COMMANDS: Mapping[tuple[str, ...], Command] = {
    ("restart",): "restart",
    ("start", "over"): "restart",
    ("start", "again"): "restart",
    ("begin", "again"): "restart",
    ("cancel",): "cancel",
    ("never", "mind"): "never_mind",
    ("nevermind",): "never_mind",
    ("keep",): "keep",
    ("keep", "that"): "keep",
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
    stress: Stress = field(default_factory=Stress)


def understand(
    text: str,
    knowledge: KnowledgeBase,
    asking: SlotId | None,
    answered: Container[SlotId] = (),
) -> Understanding:
    """Read a text for all slots, and for what it stresses.

    Any text will do: none raises, and the time is linear in its length.

    Args:
        text: As it was typed, or as Slack sends it.
        knowledge: The questions and their words.
        asking: The slot whose question stands open.
        answered: The slots whose answers stand, skipped ones included.
    """
    spoken = tokens(text)
    if command := _command(spoken):
        return Understanding(answers={}, command=command)
    questions = knowledge.questions
    asked = next((question for question in questions if question.id == asking), None)
    readings = readings_of(spoken, questions, asked)
    held = {SlotId(q.id) for q in questions if q.id in answered and q.id != asking}
    settled = {
        SlotId(question.id): _settle(question, said)
        for question in questions
        if (said := _readings_for(SlotId(question.id), readings, held))
    }
    return Understanding(
        answers={slot: value for slot, value in settled.items() if not isinstance(value, Refused)},
        refused=tuple(value for value in settled.values() if isinstance(value, Refused)),
        stress=stress_in(spoken, knowledge),
    )


def _command(spoken: Sequence[Token]) -> Command | None:
    said = tuple(word for word in words(spoken) if word not in FILLERS - {"over"})
    has_numbers = any(isinstance(token, Whole | Unclear) for token in spoken)
    return None if has_numbers else _COMMANDS.get(said)


def _readings_for(
    slot: SlotId, readings: Sequence[Reading], held: Container[SlotId]
) -> list[NumberRead | OptionRead | SkipRead]:
    """The readings of one slot that count: not corrected afterwards, and fit to replace."""
    replaces = slot not in held or all(
        reading.restates
        for reading in readings
        if isinstance(reading, NumberRead) and reading.slot == slot
    )
    standing: list[NumberRead | OptionRead | SkipRead] = []
    is_corrected = False
    for reading in readings:
        if isinstance(reading, Corrected):
            is_corrected = True
        elif reading.slot == slot:
            if not replaces and not is_corrected:
                continue
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
    match last.quantity:
        case Whole(value) if last.in_words or question.minimum <= value <= question.maximum:
            return value
        case quantity:
            return refusal_of(question, quantity)


def _option(question: ChoiceQuestion, readings: Sequence[OptionRead]) -> OptionId | Refused:
    targets = [reading for reading in readings if reading.is_target]
    named = list(dict.fromkeys(reading.option for reading in targets or readings))
    if UNDECIDED in named:
        return UNDECIDED
    if len(named) == 1:
        return named[0]
    has_multi = any(option.id == MULTI for option in question.options)
    if has_multi and not any(reading.after_or for reading in readings):
        return MULTI
    return several_options(question, named)
