"""Why an answer cannot be used, in a sentence that says what to do next.

A sentence quotes numbers that were read and words of the knowledge base, never what was typed.
"""

from collections.abc import Iterable, Sequence
from typing import assert_never

from engine.dialogue.model import Refused
from engine.dialogue.words import Between, Quantity, Unclear, Whole
from knowledge.schema import ChoiceQuestion, NumberQuestion, OptionId, SlotId

_MOST_CHOICES = 5
_FRACTION = "as a whole number, without a fraction"
_UNREADABLE = "in digits alone, for example 1200"


def refusal_of(question: NumberQuestion, quantity: Quantity) -> Refused:
    """Why this quantity is no answer: too small, too large, or no number that can be told."""
    match quantity:
        case Whole():
            return _out_of_range(question, quantity)
        case Between(low, high):
            end = high if high is not None and high < question.minimum else low
            return _out_of_range(question, Whole(end if end is not None else question.minimum))
        case Unclear("vague", around=around):
            sentence = (
                f"Please write the number of {question.many} as one whole number; your best"
                " estimate will do."
            )
            return _refused(question, sentence, _within(question, around))
        case Unclear("either" | "parts", choices):
            return several_numbers(question, choices)
        case Unclear(kind):
            wanted = _FRACTION if kind == "fraction" else _UNREADABLE
            return _refused(question, f"Please write the number of {question.many} {wanted}.")
        case _:
            assert_never(quantity)


def several_numbers(question: NumberQuestion, numbers: Sequence[int]) -> Refused:
    """Several numbers for one slot, and nothing says which of them counts."""
    read = " or ".join(Whole(number).read for number in numbers[:_MOST_CHOICES])
    return _refused(
        question,
        f"I can read that as {read}; please choose the number of {question.many}, all told,"
        " or write it as one number.",
        [number for number in numbers if question.minimum <= number <= question.maximum],
    )


def several_questions(asked: NumberQuestion, other: NumberQuestion, number: Whole) -> Refused:
    """A number that corrects, while nothing says whether it is of the one asked or of another."""
    sentence = (
        f"I can read that as {number.read} {other.many} or {number.read} {asked.many};"
        " please write it with its unit."
    )
    return _refused(asked, sentence)


def several_options(question: ChoiceQuestion, options: Sequence[OptionId]) -> Refused:
    """Options that exclude one another: nothing says which of them it is."""
    labels = {option.id: option.label for option in question.options}
    read = " or ".join(labels[option] for option in options)
    also = [option for option in labels if option == "multi" and option not in options]
    sentence = f"I read {read}; please choose one of {_labels(question)}."
    return _refused(question, sentence, (*options, *also))


def no_answer(question: NumberQuestion | ChoiceQuestion) -> Refused:
    """What was said holds no answer to this question."""
    match question:
        case NumberQuestion():
            sentence = "I found no number in that; please write it in digits."
        case ChoiceQuestion():
            sentence = f"I found no answer in that; please choose one of {_labels(question)}."
        case _:
            assert_never(question)
    return _refused(question, sentence)


def _out_of_range(question: NumberQuestion, number: Whole) -> Refused:
    template = question.too_small if number.value < question.minimum else question.too_large
    return _refused(question, template.format(read=number.read, maximum=f"{question.maximum:,}"))


def _within(question: NumberQuestion, around: Between | None) -> list[int]:
    """What is offered for a vague number: quick picks that lie where it does."""
    if around is None:
        return []
    low, high = around.low or 0, around.high
    return [pick for pick in question.quick_picks if low <= pick and (high is None or pick <= high)]


def _refused(
    question: NumberQuestion | ChoiceQuestion, sentence: str, choices: Iterable[object] = ()
) -> Refused:
    offered = tuple(dict.fromkeys(str(choice) for choice in choices))[:_MOST_CHOICES]
    return Refused(slot=SlotId(question.id), sentence=sentence, choices=offered)


def _labels(question: ChoiceQuestion) -> str:
    return ", ".join(option.label for option in question.options)
