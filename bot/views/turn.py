"""One turn in the thread: what was understood, what could not be used, what was asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from bot.actions import Adopt, Choose, Confirm, PickChange, encode
from bot.block_ids import turn_block
from bot.views.blocks import (
    Block,
    Element,
    Rendered,
    actions,
    button,
    context,
    option,
    plain,
    section,
    static_select,
)
from bot.views.limits import MESSAGE_TEXT, characters
from bot.views.remarks import sentence_on
from bot.views.sharing import answers, fitting
from bot.views.snapshot import Snapshot
from bot.views.supposed import differs
from bot.views.words import count, mention
from engine.dialogue.model import (
    Refused,
    Remark,
    Requested,
    Understood,
)
from engine.dialogue.requests import (
    RecommendAsked,
    Request,
    StateAsked,
    Supposed,
    WhyAsked,
)
from knowledge.schema import ChoiceQuestion, KnowledgeBase, NumberQuestion, SlotId

_LONGEST_TEXT = 3000
_ENDING = 500
"""Room for the last line."""


@dataclass(frozen=True, slots=True)
class TurnShown:
    """What is shown of a turn."""

    id: str
    remarks: tuple[Remark, ...]
    confirmed_by: str | None
    """Who said that it was understood right, or adopted what was supposed."""


def turn(shown: Snapshot, told: TurnShown, kb: KnowledgeBase) -> Rendered:
    """The message of a turn, with controls to say that it is right, or otherwise.

    ``shown`` is the decision as it stood after the turn.
    """
    said = [each for each in told.remarks if not isinstance(each, Requested)]
    texts = [sentence_on(each, shown.dialogue, kb) for each in said]
    blocks = [block for each in said for block in _remark(each, shown, told, kb)]
    for answer in _answers(shown, told, kb, MESSAGE_TEXT - characters(blocks)):
        texts.append(answer.text)
        blocks += answer.blocks
    if ending := _back_to(shown, _requests(told), kb):
        texts.append(ending)
    return Rendered(
        text=_cut("\n".join(filter(None, texts))),
        blocks=fitting(blocks, [context(ending)] if ending else []),
    )


def _requests(told: TurnShown) -> list[Request]:
    """What was asked for, each once."""
    found: list[Request] = []
    for each in told.remarks:
        if isinstance(each, Requested) and each.request not in found:
            found.append(each.request)
    return found


def _remark(remark: Remark, shown: Snapshot, told: TurnShown, kb: KnowledgeBase) -> Iterator[Block]:
    """A sentence, and what can be pressed about it."""
    line = sentence_on(remark, shown.dialogue, kb)
    if line:
        yield section(line)
    match remark:
        case Understood():
            yield from _right_or_change(remark, shown, told, kb)
        case Refused(slot=slot, choices=choices) if choices:
            block_id = shown.block_id(turn_block(told.id, f"refused_{slot}"))
            buttons = [button(_label(slot, raw, kb), Choose(slot, raw)) for raw in choices]
            yield actions(buttons, block_id=block_id)
        case _:
            return


def _right_or_change(
    remark: Understood, shown: Snapshot, told: TurnShown, kb: KnowledgeBase
) -> Iterator[Block]:
    """Whether it was understood right: a button and a menu; or who said that it was."""
    slots = [slot for slot in remark.slots if slot in shown.dialogue.answers]
    elements: list[Element] = []
    if told.confirmed_by is None:
        elements.append(button("Right", Confirm()))
    if slots:
        options = [option(kb.question(slot).label, slot) for slot in slots]
        elements.append(static_select("Change", encode(PickChange()), options))
    if elements and shown.dialogue.status not in {"cancelled", "decided"}:
        yield actions(elements, block_id=shown.block_id(turn_block(told.id, "understood")))
    if told.confirmed_by is not None:
        yield context(f"Confirmed by {mention(told.confirmed_by)}.")


def _label(slot: SlotId, raw: str, kb: KnowledgeBase) -> str:
    """A choice as it is pressed: an option's label, or a number with its unit."""
    match kb.question(slot):
        case ChoiceQuestion(options=options):
            return next((each.label for each in options if each.id == raw), raw)
        case NumberQuestion() as question:
            return count(question, int(raw)) if raw.isdecimal() else raw
        case question:
            assert_never(question)


def _answers(shown: Snapshot, told: TurnShown, kb: KnowledgeBase, room: int) -> Iterator[Rendered]:
    """The answer to each request; of what is supposed the first can be adopted."""
    requests = _requests(told)
    supposed = next((each for each in requests if isinstance(each, Supposed)), None)
    for request, found in answers(requests, shown, kb, room=room - _ENDING, in_thread=True):
        ending = _adoption(supposed, shown, told) if request is supposed else []
        yield Rendered(found.text, [*found.blocks, *ending])


def _adoption(supposed: Supposed | None, shown: Snapshot, told: TurnShown) -> list[Block]:
    """Who made it so, or a button to do so where it differs from what is."""
    if told.confirmed_by is not None:
        return [context(f"Adopted by {mention(told.confirmed_by)}.")]
    if (
        supposed is None
        or shown.dialogue.status in {"cancelled", "decided"}
        or not differs(supposed, shown)
    ):
        return []
    block_id = shown.block_id(turn_block(told.id, "adopt"))
    return [actions([button("Adopt this", Adopt(), style="primary")], block_id=block_id)]


def _names_it(request: Request, asking: SlotId) -> bool:
    """Whether the answer to a request ends with the open question anyway."""
    return request in (WhyAsked(slot=asking), StateAsked(), RecommendAsked())


def _back_to(shown: Snapshot, requests: list[Request], kb: KnowledgeBase) -> str:
    """The question to which the talk returns after another one was answered."""
    asking = shown.dialogue.asking
    if asking is None or not requests or _names_it(requests[-1], asking):
        return ""
    return f"Back to: {plain(kb.question(asking).prompt, 400)}"


def _cut(text: str) -> str:
    """As many whole lines as a text takes: it is markup, and no part of it may be broken."""
    while len(text) > _LONGEST_TEXT:
        text = text.rpartition("\n")[0]
    return text
