"""One turn in the thread: what was understood, what could not be used, what was asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from bot.actions import Adopt, Choose, Confirm, PickChange, encode, turn_block
from bot.views.asked import asked
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
from bot.views.limits import BLOCKS, MESSAGE_TEXT, characters
from bot.views.remarks import sentence_on
from bot.views.snapshot import Snapshot
from bot.views.supposed import differs
from bot.views.words import count, mention
from engine.dialogue.model import (
    Answer,
    Refused,
    Remark,
    Requested,
    Understood,
)
from engine.dialogue.requests import (
    About,
    CostAsked,
    RecommendAsked,
    Request,
    StateAsked,
    Supposed,
    WhyAsked,
)
from knowledge.schema import ChoiceQuestion, KnowledgeBase, NumberQuestion, SlotId

_LONGEST_TEXT = 3000
_ROOM = 6000
"""Most characters of one answer, so that a thread does not become a wall."""
_ROOM_BESIDE = 1200
"""Of an explanation beside the questions: its page has a command of its own."""
_LEAST = 2500
_ENDING = 500
"""Room for the last line."""


@dataclass(frozen=True, slots=True)
class TurnShown:
    """What is shown of a turn."""

    id: str
    by: str
    remarks: tuple[Remark, ...]
    answers: Mapping[SlotId, Answer]
    """Those that were taken, as they were then."""
    confirmed_by: str | None


def turn(shown: Snapshot, told: TurnShown, kb: KnowledgeBase) -> Rendered:
    """The message of a turn, with controls to say that it is right, or otherwise."""
    said = [each for each in told.remarks if not isinstance(each, Requested)]
    texts = [sentence_on(each, shown.dialogue, told.answers, kb) for each in said]
    blocks = [block for each in said for block in _remark(each, shown, told, kb)]
    for answer in _answers(shown, told, kb, MESSAGE_TEXT - characters(blocks)):
        texts.append(answer.text)
        blocks += answer.blocks
    if ending := _back_to(shown, _requests(told), kb):
        texts.append(ending)
    return Rendered(
        text=_cut("\n".join(filter(None, texts))),
        blocks=_fitting(blocks, [context(ending)] if ending else []),
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
    line = sentence_on(remark, shown.dialogue, told.answers, kb)
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
    slots = [slot for slot in remark.slots if slot in told.answers]
    elements: list[Element] = []
    if told.confirmed_by is None:
        elements.append(button("Right", Confirm()))
    if slots:
        options = [option(kb.question(slot).label, slot) for slot in slots]
        elements.append(static_select("Change", encode(PickChange()), options))
    if elements and shown.dialogue.status != "cancelled":
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
    """The answer to each request; a message has one table, and what can be adopted is one thing."""
    draws, adopts = True, shown.dialogue.status != "cancelled"
    requests = _requests(told)
    for request in requests:
        most = _ROOM_BESIDE if isinstance(request, About | CostAsked) else _ROOM
        share = min(most, max(_LEAST, (room - _ENDING) // len(requests)))
        found = asked(request, shown, kb, room=share, draws=draws)
        draws = draws and not any(block["type"] == "table" for block in found.blocks)
        if isinstance(request, Supposed) and told.confirmed_by is not None:
            adopted = context(f"Adopted by {mention(told.confirmed_by)}.")
            found = Rendered(found.text, [*found.blocks, adopted])
        elif adopts and isinstance(request, Supposed) and differs(request, shown):
            block_id = shown.block_id(turn_block(told.id, "adopt"))
            adopt = actions([button("Adopt this", Adopt(), style="primary")], block_id=block_id)
            found = Rendered(found.text, [*found.blocks, adopt])
            adopts = False
        yield found


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


def _fitting(blocks: list[Block], ending: list[Block]) -> list[Block]:
    """As many of the blocks as a message takes, no block id twice."""
    kept: list[Block] = []
    seen: set[str] = set()
    for block in blocks:
        block_id = block.get("block_id")
        if block_id in seen:
            continue
        if len(kept) + len(ending) >= BLOCKS["message"]:
            break
        if characters([*kept, block, *ending]) > MESSAGE_TEXT:
            break
        kept.append(block)
        seen.update([block_id] if block_id else [])
    return [*kept, *ending]
