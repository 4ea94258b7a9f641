"""What is taken as answers: a reply to one question, a form, what was supposed."""

from collections.abc import Container, Mapping
from typing import assert_never

from engine.dialogue.model import Refused, Span
from engine.dialogue.refusals import no_answer
from engine.dialogue.stress import Stress
from engine.dialogue.understand import Understanding, understand
from knowledge.schema import (
    ChoiceQuestion,
    CriterionId,
    KnowledgeBase,
    NumberQuestion,
    OptionId,
    SlotId,
)


def answer_to(
    question: NumberQuestion | ChoiceQuestion,
    raw: str,
    knowledge: KnowledgeBase,
    answered: Container[SlotId] = (),
    pipelines: int | None = None,
) -> Understanding:
    """What was chosen or typed for one question, and whatever else was said with it."""
    slot = SlotId(question.id)
    if isinstance(question, ChoiceQuestion):
        for option in question.options:
            if raw == option.id:
                return Understanding(answers={slot: OptionId(option.id)})
    understood = understand(raw, knowledge, slot, answered, pipelines)
    if slot in understood.answers:
        return understood
    refused = tuple(refusal for refusal in understood.refused if refusal.slot == slot)
    return Understanding(answers={}, refused=refused or (no_answer(question),))


def supposed(
    answers: Mapping[SlotId, int | str],
    stressed: tuple[CriterionId, ...] | None,
    knowledge: KnowledgeBase,
) -> Understanding:
    """What was supposed, as far as the knowledge base has it."""
    known = {
        slot: value if isinstance(value, int) else OptionId(value)
        for slot, value in answers.items()
        if _takes(question_of(slot, knowledge), value)
    }
    stress = Stress() if stressed is None else Stress(named=stressed, drops_earlier=True)
    return Understanding(answers=known, stress=stress)


def _takes(question: NumberQuestion | ChoiceQuestion | None, value: int | str) -> bool:
    """Whether this is an answer that the question knows: an old message may hold another."""
    match question:
        case NumberQuestion():
            return isinstance(value, int) and question.lowest <= value <= question.maximum
        case ChoiceQuestion(options=options):
            return any(each.id == value for each in options)
        case None:
            return False
        case _:
            assert_never(question)


def filled(values: Mapping[SlotId, str], knowledge: KnowledgeBase) -> Understanding:
    """What the inputs of a form say, each of its own slot."""
    answers: dict[SlotId, int | OptionId | None] = {}
    spans: dict[SlotId, Span] = {}
    refused: list[Refused] = []
    for slot, raw in values.items():
        question = question_of(slot, knowledge)
        if question is None:
            continue
        if not raw:
            answers[slot] = None
            continue
        read = answer_to(question, raw, knowledge)
        refused += [refusal for refusal in read.refused if refusal.slot == slot]
        if slot in read.answers:
            answers[slot] = read.answers[slot]
            spans |= {each: span for each, span in read.spans.items() if each == slot}
    return Understanding(answers=answers, refused=tuple(refused), spans=spans)


def question_of(slot: SlotId, knowledge: KnowledgeBase) -> NumberQuestion | ChoiceQuestion | None:
    """The question of a slot; None where the knowledge base has none, as in an old message."""
    try:
        return knowledge.question(slot)
    except KeyError:
        return None
