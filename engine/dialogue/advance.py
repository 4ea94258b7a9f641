"""The conversation as a pure step: a state and an event give the next state and what to say."""

from collections.abc import Container, Mapping
from typing import assert_never

from engine.dialogue.model import (
    Answer,
    Cancelled,
    ChangeRequested,
    Closed,
    DialogueState,
    Event,
    FormFilled,
    NothingUnderstood,
    Refused,
    Remark,
    Restarted,
    SlotAnswered,
    SlotSkipped,
    TextSaid,
    Turn,
    Understood,
)
from engine.dialogue.refusals import no_answer
from engine.dialogue.stress import Stress
from engine.dialogue.understand import Understanding, understand
from knowledge.schema import (
    ChoiceQuestion,
    CriterionId,
    Edition,
    KnowledgeBase,
    NumberQuestion,
    OptionId,
    SlotId,
)


def start(knowledge: KnowledgeBase, edition: Edition = Edition.CURRENT) -> DialogueState:
    """A conversation that asks the first base question."""
    return _asking_on(DialogueState(edition=edition), knowledge)


def known_answers(state: DialogueState) -> dict[SlotId, int | str]:
    """What is known: the answers without those that were skipped."""
    return {
        slot: answer.value for slot, answer in state.answers.items() if answer.value is not None
    }


def advance(state: DialogueState, event: Event, knowledge: KnowledgeBase) -> Turn:
    """The turn that an event makes.

    No event raises: what cannot be used is refused or not understood, in a remark. An answer is
    lost by a restart only; what is stressed, by a restart or a text that takes it back. A slot that
    the knowledge base does not have (the message comes from another version) is not understood.
    """
    match event:
        case TextSaid(text=text, by=by):
            return _said(state, text, by, knowledge)
        case Restarted():
            return Turn(state=start(knowledge, state.edition))
        case _ if state.status == "cancelled":
            return Turn(state=state, remarks=(Closed(),))
        case Cancelled():
            return Turn(state=state.model_copy(update={"status": "cancelled", "asking": None}))
        case FormFilled(values=values, by=by):
            return _taken(state, _form(values, knowledge), by, knowledge)
        case SlotAnswered() | SlotSkipped() | ChangeRequested():
            question = _question(event.slot, knowledge)
            if question is None:
                return Turn(state=state, remarks=(NothingUnderstood(),))
            return _slot_turn(state, event, question, knowledge)
        case _:
            assert_never(event)


def _said(state: DialogueState, text: str, by: str | None, knowledge: KnowledgeBase) -> Turn:
    understood = understand(text, knowledge, state.asking, state.answers)
    match understood.command:
        case "restart":
            return advance(state, Restarted(), knowledge)
        case _ if state.status == "cancelled":
            return Turn(state=state, remarks=(Closed(),))
        case "keep" | "never_mind" if _is_asked_on_request(state, knowledge):
            return Turn(state=_asking_on(state.model_copy(update={"asking": None}), knowledge))
        case "cancel" | "never_mind":
            return advance(state, Cancelled(), knowledge)
        case "keep":
            return Turn(state=state, remarks=(NothingUnderstood(),))
        case None:
            return _taken(state, understood, by, knowledge)
        case _:
            assert_never(understood.command)


def _slot_turn(
    state: DialogueState,
    event: SlotAnswered | SlotSkipped | ChangeRequested,
    question: NumberQuestion | ChoiceQuestion,
    knowledge: KnowledgeBase,
) -> Turn:
    match event:
        case SlotAnswered(raw=raw, by=by):
            return _taken(state, _answer_to(question, raw, knowledge, state.answers), by, knowledge)
        case SlotSkipped(slot=slot, by=by):
            return _taken(state, Understanding(answers={slot: None}), by, knowledge)
        case ChangeRequested(slot=slot):
            changing = {"status": "gathering", "asking": slot}
            return Turn(state=state.model_copy(update=changing))
        case _:
            assert_never(event)


def _answer_to(
    question: NumberQuestion | ChoiceQuestion,
    raw: str,
    knowledge: KnowledgeBase,
    answered: Container[SlotId] = (),
) -> Understanding:
    """What was chosen or typed for one question, and whatever else was said with it."""
    slot = SlotId(question.id)
    if isinstance(question, ChoiceQuestion):
        for option in question.options:
            if raw == option.id:
                return Understanding(answers={slot: OptionId(option.id)})
    understood = understand(raw, knowledge, slot, answered)
    if slot in understood.answers:
        return understood
    refused = tuple(refusal for refusal in understood.refused if refusal.slot == slot)
    return Understanding(answers={}, refused=refused or (no_answer(question),))


def _form(values: Mapping[SlotId, str], knowledge: KnowledgeBase) -> Understanding:
    """What the inputs of a form say, each of its own slot."""
    answers: dict[SlotId, int | OptionId | None] = {}
    refused: list[Refused] = []
    for slot, raw in values.items():
        question = _question(slot, knowledge)
        if question is None:
            continue
        if not raw:
            answers[slot] = None
            continue
        read = _answer_to(question, raw, knowledge)
        refused += [refusal for refusal in read.refused if refusal.slot == slot]
        if slot in read.answers:
            answers[slot] = read.answers[slot]
    return Understanding(answers=answers, refused=tuple(refused))


def _taken(
    state: DialogueState, understood: Understanding, by: str | None, knowledge: KnowledgeBase
) -> Turn:
    """The turn in which the answers are taken and the refusals counted."""
    stressed = _stressed(state, understood.stress, knowledge)
    if not understood.answers and not understood.refused and stressed is None:
        return Turn(state=state, remarks=(NothingUnderstood(),))
    answers = {slot: Answer(value=value, by=by) for slot, value in understood.answers.items()}
    refused = {slot: n for slot, n in state.refused.items() if slot not in answers}
    for refusal in understood.refused:
        refused[refusal.slot] = refused.get(refusal.slot, 0) + 1
    remarks: tuple[Remark, ...] = understood.refused
    if answers or stressed is not None:
        remarks = (Understood(slots=tuple(answers), stressed=stressed), *remarks)
    taken = state.model_copy(
        update={
            "answers": {**state.answers, **answers},
            "refused": refused,
            "asking": None if state.asking in answers else state.asking,
            "stressed": state.stressed if stressed is None else stressed,
        }
    )
    return Turn(state=_asking_on(taken, knowledge), remarks=remarks)


def _stressed(
    state: DialogueState, stress: Stress, knowledge: KnowledgeBase
) -> tuple[CriterionId, ...] | None:
    """All that is stressed after a text; None where the text does not speak of it."""
    if not stress.named and not stress.drops_earlier:
        return None
    named = {*stress.named, *(() if stress.drops_earlier else state.stressed)}
    in_order = (CriterionId(each.id) for each in knowledge.criteria)
    return tuple(each for each in in_order if each in named)


def _asking_on(state: DialogueState, knowledge: KnowledgeBase) -> DialogueState:
    """The state with its open question, or the next base question, or concluded."""
    if state.asking is not None and _question(state.asking, knowledge) is not None:
        return state
    open_slots = (
        SlotId(question.id)
        for question in knowledge.questions
        if question.stage == "base" and question.id not in state.answers
    )
    asking = next(open_slots, None)
    status = "gathering" if asking is not None else "concluded"
    return state.model_copy(update={"asking": asking, "status": status})


def _is_asked_on_request(state: DialogueState, knowledge: KnowledgeBase) -> bool:
    """Whether the open question is one that the conversation would not ask by itself."""
    question = _question(state.asking, knowledge) if state.asking else None
    return question is not None and (state.asking in state.answers or question.stage != "base")


def _question(slot: SlotId, knowledge: KnowledgeBase) -> NumberQuestion | ChoiceQuestion | None:
    try:
        return knowledge.question(slot)
    except KeyError:
        return None
