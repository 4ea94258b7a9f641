"""One answer, or one refusal, of all that a text says about a slot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from engine.dialogue.clauses import Question, SkipRead
from engine.dialogue.counts import NumberRead
from engine.dialogue.model import Refused, Span
from engine.dialogue.options import OptionRead
from engine.dialogue.refusals import refusal_of, several_numbers, several_options
from engine.dialogue.words import Between, Quantity, Unclear, Whole
from knowledge.schema import ChoiceQuestion, NumberQuestion, OptionId

MULTI = OptionId("multi")
"""The option that several named options come to, in a question that has it."""
UNDECIDED = OptionId("undecided")
"""The option that wins over those which are named beside it: "undecided, maybe AWS"."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What is taken; None: the person does not know."""

    value: int | OptionId | None
    span: Span | None = None
    """What was said where it was no single number."""


def settle(
    question: Question, readings: Sequence[NumberRead | OptionRead | SkipRead]
) -> Settled | Refused:
    """One answer of the readings of a slot; a value wins over a "not sure"."""
    match question:
        case NumberQuestion():
            numbers = [reading for reading in readings if isinstance(reading, NumberRead)]
            return _number(question, numbers) if numbers else Settled(None)
        case ChoiceQuestion():
            options = [reading for reading in readings if isinstance(reading, OptionRead)]
            return _option(question, options) if options else Settled(None)
        case _:
            assert_never(question)


def _number(question: NumberQuestion, readings: Sequence[NumberRead]) -> Settled | Refused:
    """The total, or the number with a unit, or the bare one; what is clear before what is not."""
    counting = [reading for reading in readings if not reading.is_aside] or readings
    counting = [reading for reading in counting if reading.is_total] or counting
    counting = [reading for reading in counting if not reading.is_bare] or counting
    said = list(dict.fromkeys(reading.quantity for reading in counting))
    clear = [quantity for quantity in said if not isinstance(quantity, Unclear)] or said
    whole = [quantity.value for quantity in clear if isinstance(quantity, Whole)]
    if len(whole) > 1:
        return several_numbers(question, whole)
    last = clear[-1] if not whole else Whole(whole[0])
    in_words = any(reading.in_words for reading in counting if reading.quantity == last)
    return _counted(question, last, in_words=in_words)


def _counted(question: NumberQuestion, quantity: Quantity, *, in_words: bool) -> Settled | Refused:
    """The number as it is counted: of a range the middle, of an open one the end that is said."""
    match quantity:
        case Whole(value) if in_words or question.minimum <= value <= question.maximum:
            return Settled(value)
        case Between(low, high):
            least = max(question.minimum if low is None else low, question.minimum)
            most = min(question.maximum if high is None else high, question.maximum)
            if least > most:
                return refusal_of(question, quantity)
            if low is None:
                return Settled(most, Span(low=least, high=most))
            if high is None:
                return Settled(least, Span(low=least, high=None))
            return Settled((least + most) // 2, _span(least, most))
        case _:
            return refusal_of(question, quantity)


def _span(low: int, high: int) -> Span | None:
    return Span(low=low, high=high) if low < high else None


def _option(question: ChoiceQuestion, readings: Sequence[OptionRead]) -> Settled | Refused:
    targets = [reading for reading in readings if reading.is_target]
    named = list(dict.fromkeys(reading.option for reading in targets or readings))
    if UNDECIDED in named:
        return Settled(UNDECIDED)
    if MULTI in named and len(named) > 1 and not any(reading.after_or for reading in readings):
        return Settled(MULTI)
    if len(named) == 1:
        return Settled(named[0])
    has_multi = any(option.id == MULTI for option in question.options)
    if has_multi and not any(reading.after_or for reading in readings):
        return Settled(MULTI)
    return several_options(question, named)
