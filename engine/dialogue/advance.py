"""The conversation as a pure step: a state and an event give the next state and what to say.

A state is *gathering* until every base question has an answer, or the team has had enough; then it
is *concluded*, and an answer stands. Concluded, it still asks whatever could change the pick, the
most decisive question first, and stops when nothing can. *Decided* it takes nothing until it is
opened again, and *cancelled* nothing but a restart; what is asked of it is answered.
"""

from collections.abc import Mapping
from typing import Literal, assert_never

from engine.dialogue.answering import answer_to, filled, question_of, supposed
from engine.dialogue.changing import wanted_change
from engine.dialogue.model import (
    EARLIER_KEPT,
    Acknowledged,
    Adopted,
    Answer,
    Cancelled,
    ChangeRequested,
    Closed,
    Decided,
    DialogueState,
    Done,
    EnoughSaid,
    Event,
    FormFilled,
    NothingUnderstood,
    Remark,
    Reopened,
    Requested,
    Restarted,
    Said,
    SlotAnswered,
    SlotSkipped,
    Span,
    TextSaid,
    Turn,
    Understood,
    Unread,
    WeightsSet,
)
from engine.dialogue.requested import Parts, requested_in
from engine.dialogue.state import (
    could_change,
    facts_for,
    follow_ups,
    is_closed,
    open_base_slots,
    pipelines_in,
)
from engine.dialogue.stress import Stress
from engine.dialogue.understand import Command, Understanding, understand
from knowledge.schema import (
    AlternativeId,
    ChoiceQuestion,
    CriterionId,
    Edition,
    KnowledgeBase,
    NumberQuestion,
    SlotId,
)

_WHOLE = 100


def start(
    knowledge: KnowledgeBase,
    edition: Edition = Edition.CURRENT,
    *,
    by_hand: Mapping[CriterionId, int] = {},
    contenders: tuple[AlternativeId, ...] = (),
) -> DialogueState:
    """A conversation that asks the first base question.

    Args:
        knowledge: The facts.
        edition: Whose ratings count.
        by_hand: The weights of the workspace, as ``DialogueState.by_hand``; where these are no such
            weights, the answers decide.
        contenders: What is ranked beside the lesson's alternatives.
    """
    weights = by_hand if _are_weights(by_hand, knowledge) else {}
    begun = DialogueState(
        edition=edition,
        by_hand=weights,
        by_hand_from="workspace" if weights else "team",
        contenders=contenders,
    )
    return asking_on(begun, knowledge)


def advance(state: DialogueState, event: Event, knowledge: KnowledgeBase) -> Turn:
    """The turn that an event makes.

    No event raises: what cannot be used is refused or not understood, in a remark. An answer is
    lost by a restart only; what is stressed, by a restart or a text that takes it back. A slot that
    the knowledge base does not have (the message comes from another version) is not understood.
    What a person asks for changes nothing, and stands in the remarks. Only ``Reopened`` changes
    what is decided, and only what is concluded can be decided.
    """
    facts = facts_for(state, knowledge)
    match event:
        case TextSaid(text=text, by=by):
            return _said(state, text, by, facts)
        case Reopened() if state.status == "decided":
            return Turn(state=asking_on(state, facts))
        case _ if state.status == "decided":
            return Turn(state=state, remarks=(Closed(),))
        case Restarted():
            return Turn(state=_restarted(state, facts))
        case _ if state.status == "cancelled":
            return Turn(state=state, remarks=(Closed(),))
        case Cancelled():
            return Turn(state=state.model_copy(update={"status": "cancelled", "asking": None}))
        case Decided() if state.status == "concluded":
            return Turn(state=state.model_copy(update={"status": "decided", "asking": None}))
        case EnoughSaid():
            return Turn(state=_concluded(state, facts))
        case FormFilled(values=values, by=by):
            return _taken(state, filled(values, facts), by, facts)
        case Adopted(answers=answers, stressed=stressed, by=by):
            return _taken(state, supposed(answers, stressed, facts), by, facts)
        case WeightsSet(by_hand=by_hand) if _are_weights(by_hand, facts):
            weighed = state.model_copy(update={"by_hand": dict(by_hand), "by_hand_from": "team"})
            return Turn(state=asking_on(weighed, facts))
        case SlotAnswered() | SlotSkipped() | ChangeRequested():
            question = question_of(event.slot, facts)
            if question is None:
                return Turn(state=state, remarks=(NothingUnderstood(),))
            return _slot_turn(state, event, question, facts)
        case WeightsSet() | Decided() | Reopened():
            return Turn(state=state, remarks=(NothingUnderstood(),))
        case _:
            assert_never(event)


def _said(state: DialogueState, text: str, by: str | None, knowledge: KnowledgeBase) -> Turn:
    parts = requested_in(text, state, knowledge)
    requests = _requests(parts)
    understood = understand(parts.rest, knowledge, state.asking, state.answers, pipelines_in(state))
    if understood.command is not None and not requests:
        return _commanded(state, understood.command, by, knowledge)
    if is_closed(state):
        closed = () if requests and not _fills_anything(understood) else (Closed(),)
        return Turn(state=state, remarks=(*closed, *requests))
    turn = _taken(state, understood, by, knowledge)
    slot = wanted_change(parts.rest, knowledge) if NothingUnderstood() in turn.remarks else None
    if slot is not None:
        changing = advance(state, ChangeRequested(slot=slot), knowledge)
        return changing.model_copy(update={"remarks": (Acknowledged(), *requests)})
    told = tuple(each for each in turn.remarks if not (requests and _is_nothing(each)))
    return turn.model_copy(update={"remarks": (*told, *requests)})


def _requests(parts: Parts) -> tuple[Requested, ...]:
    return tuple(Requested(request=each) for each in parts.requests)


def _fills_anything(understood: Understanding) -> bool:
    """Whether a text says anything of a slot, or of what is stressed."""
    return bool(understood.answers or understood.refused) or understood.stress != Stress()


def _is_nothing(remark: Remark) -> bool:
    return isinstance(remark, NothingUnderstood)


def _commanded(
    state: DialogueState, command: Command, by: str | None, knowledge: KnowledgeBase
) -> Turn:
    """The turn of a typed command: it is done, and said to be."""
    match command:
        case "agree":
            return Turn(state=state, remarks=(Acknowledged(),))
        case _ if state.status == "decided":
            return Turn(state=state, remarks=(Closed(),))
        case "restart":
            return _done("restart", _restarted(state, knowledge))
        case _ if state.status == "cancelled":
            return Turn(state=state, remarks=(Closed(),))
        case "go_on":
            unasked = state.model_copy(update={"enough": False})
            return _done("go_on", asking_on(unasked, knowledge))
        case "enough":
            return _done("enough", _concluded(state, knowledge))
        case "cancel" | "never_mind" | "keep" if state.asking in state.answers:
            unchanged = state.model_copy(update={"asking": None})
            return _done("keep", asking_on(unchanged, knowledge))
        case "never_mind" | "keep" if state.status == "concluded" and state.asking is not None:
            skipped = SlotSkipped(slot=state.asking, by=by)
            return _done("skip", advance(state, skipped, knowledge).state)
        case "cancel" if state.status == "concluded" and state.asking is not None:
            return _done("enough", _concluded(state, knowledge))
        case "cancel" | "never_mind":
            return _done("cancel", advance(state, Cancelled(), knowledge).state)
        case "keep":
            return Turn(state=state, remarks=(NothingUnderstood(),))
        case _:
            assert_never(command)


def _restarted(state: DialogueState, knowledge: KnowledgeBase) -> DialogueState:
    """The beginning again; how the team weighs and what it ranks are no answers, and stay."""
    begun = start(knowledge, state.edition, by_hand=state.by_hand, contenders=state.contenders)
    return begun.model_copy(update={"by_hand_from": state.by_hand_from})


def _are_weights(by_hand: Mapping[CriterionId, int], knowledge: KnowledgeBase) -> bool:
    """Whether these are weights of criteria that come to 100, or none at all."""
    if not by_hand:
        return True
    are_known = by_hand.keys() <= {each.id for each in knowledge.criteria}
    return are_known and min(by_hand.values()) >= 0 and sum(by_hand.values()) == _WHOLE


def _done(
    command: Literal["restart", "cancel", "keep", "skip", "enough", "go_on"], state: DialogueState
) -> Turn:
    return Turn(state=state, remarks=(Done(command=command),))


def _slot_turn(
    state: DialogueState,
    event: SlotAnswered | SlotSkipped | ChangeRequested,
    question: NumberQuestion | ChoiceQuestion,
    knowledge: KnowledgeBase,
) -> Turn:
    match event:
        case SlotAnswered(raw=raw, by=by):
            read = answer_to(question, raw, knowledge, state.answers, pipelines_in(state))
            asked = () if read.answers else _requests(requested_in(raw, state, knowledge))
            return Turn(state=state, remarks=asked) if asked else _taken(state, read, by, knowledge)
        case SlotSkipped(slot=slot, by=by):
            return _taken(state, Understanding(answers={slot: None}), by, knowledge)
        case ChangeRequested(slot=slot):
            return Turn(state=state.model_copy(update={"asking": slot}))
        case _:
            assert_never(event)


def _taken(
    state: DialogueState, understood: Understanding, by: str | None, knowledge: KnowledgeBase
) -> Turn:
    """The turn in which the answers are taken and the refusals counted."""
    stressed = _stressed(state, understood.stress, knowledge)
    if not understood.answers and not understood.refused and stressed is None:
        return Turn(state=state, remarks=(NothingUnderstood(),))
    answers = {
        slot: _answer(state.answers.get(slot), value, by, understood.spans.get(slot))
        for slot, value in understood.answers.items()
    }
    refused = {slot: n for slot, n in state.refused.items() if slot not in answers}
    for refusal in understood.refused:
        refused[refusal.slot] = refused.get(refusal.slot, 0) + 1
    remarks: tuple[Remark, ...] = understood.refused
    if answers or stressed is not None:
        remarks = (Understood(slots=tuple(answers), stressed=stressed), *remarks)
    if understood.unread:
        remarks = (*remarks, Unread(parts=understood.unread))
    taken = state.model_copy(
        update={
            "answers": {**state.answers, **answers},
            "refused": refused,
            "asking": None if state.asking in answers else state.asking,
            "stressed": state.stressed if stressed is None else stressed,
        }
    )
    return Turn(state=asking_on(taken, knowledge), remarks=remarks)


def _answer(
    before: Answer | None, value: int | str | None, by: str | None, span: Span | None
) -> Answer:
    """The answer, with what it replaces; the same said again is no other answer."""
    if before is None:
        return Answer(value=value, by=by, span=span)
    if (before.value, before.span) == (value, span):
        return before
    replaced = Said(value=before.value, by=before.by, span=before.span)
    earlier = (*before.earlier, replaced)[-EARLIER_KEPT:]
    return Answer(value=value, by=by, span=span, earlier=earlier)


def _stressed(
    state: DialogueState, stress: Stress, knowledge: KnowledgeBase
) -> tuple[CriterionId, ...] | None:
    """All that is stressed after a text; None where the text does not speak of it."""
    if not stress.named and not stress.drops_earlier:
        return None
    named = {*stress.named, *(() if stress.drops_earlier else state.stressed)}
    in_order = (CriterionId(each.id) for each in knowledge.criteria)
    return tuple(each for each in in_order if each in named)


def asking_on(state: DialogueState, knowledge: KnowledgeBase) -> DialogueState:
    """The state with its open question, or the next one that is worth asking, or none.

    It is gathering or concluded by what is known.
    """
    base = next(open_base_slots(state, knowledge), None)
    if base is not None and not state.enough:
        is_open = state.asking is not None and question_of(state.asking, knowledge) is not None
        asking = state.asking if is_open else base
        return state.model_copy(update={"asking": asking, "status": "gathering"})
    return state.model_copy(
        update={"asking": _worth_asking(state, knowledge), "status": "concluded"}
    )


def _worth_asking(state: DialogueState, knowledge: KnowledgeBase) -> SlotId | None:
    """The open question, unless it became idle; the most decisive follow-up; None for none."""
    asking = state.asking if state.asking and question_of(state.asking, knowledge) else None
    # Somebody wants to change this answer, or to be asked this one.
    if asking in state.answers or state.enough:
        return asking
    if asking is not None and could_change(asking, state, knowledge):
        return asking
    return next(iter(follow_ups(state, knowledge)), None)


def _concluded(state: DialogueState, knowledge: KnowledgeBase) -> DialogueState:
    """No more questions: what is not known stays so."""
    return asking_on(state.model_copy(update={"asking": None, "enough": True}), knowledge)
