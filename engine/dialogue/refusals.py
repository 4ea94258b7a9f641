"""Why an answer cannot be used, in a sentence that says what to do next.

A sentence quotes numbers that were read and words of the knowledge base, never what was typed.
"""

from collections.abc import Sequence
from typing import assert_never

from engine.dialogue.model import Refused
from engine.dialogue.words import Quantity, Unclear, Whole
from knowledge.schema import ChoiceQuestion, NumberQuestion, OptionId, SlotId

_WANTED = {
    "range": "as one whole number, not a range; your best estimate will do",
    "vague": "as one whole number; your best estimate will do",
    "fraction": "as a whole number, without a fraction",
    "unreadable": "in digits alone, for example 1200",
}


def refusal_of(question: NumberQuestion, quantity: Quantity) -> Refused:
    """Why this quantity is no answer: too small, too large, or no single whole number."""
    match quantity:
        case Whole(value):
            template = question.too_small if value < question.minimum else question.too_large
            maximum = f"{question.maximum:,}"
            return _refused(question, template.format(read=quantity.read, maximum=maximum))
        case Unclear(kind):
            wanted = _WANTED[kind]
            return _refused(question, f"Please write the number of {question.many} {wanted}.")
        case _:
            assert_never(quantity)


def several_numbers(question: NumberQuestion, numbers: Sequence[Whole]) -> Refused:
    """Several numbers for one slot, and nothing says which of them counts."""
    read = " and ".join(number.read for number in numbers[:3])
    return _refused(
        question,
        f"I read {read}; please write the number of {question.many}, all told, as one number.",
    )


def several_options(question: ChoiceQuestion, options: Sequence[OptionId]) -> Refused:
    """Options that exclude one another: nothing says which of them it is."""
    labels = {option.id: option.label for option in question.options}
    read = " or ".join(labels[option] for option in options)
    return _refused(question, f"I read {read}; please choose one of {_labels(question)}.")


def no_answer(question: NumberQuestion | ChoiceQuestion) -> Refused:
    """What was said holds no answer to this question."""
    match question:
        case NumberQuestion():
            sentence = f"I found no number of {question.many} in that; please write it in digits."
        case ChoiceQuestion():
            sentence = f"I found no answer in that; please choose one of {_labels(question)}."
        case _:
            assert_never(question)
    return _refused(question, sentence)


def _refused(question: NumberQuestion | ChoiceQuestion, sentence: str) -> Refused:
    return Refused(slot=SlotId(question.id), sentence=sentence)


def _labels(question: ChoiceQuestion) -> str:
    return ", ".join(option.label for option in question.options)
