"""A question in the thread; once answered, the same message becomes its own answer."""

from typing import assert_never

from bot.actions import Change, Choose, Skip, Type, encode
from bot.views.blocks import (
    Block,
    Element,
    Rendered,
    actions,
    button,
    context,
    input_block,
    plain,
    plain_text_input,
    section,
)
from bot.views.snapshot import Snapshot
from bot.views.words import base_questions, mention, value
from engine.dialogue.model import Answer
from knowledge.schema import ChoiceQuestion, KnowledgeBase, NumberQuestion, Question, SlotId

LONGEST_NUMBER = 40
"""Most characters of a typed answer: enough for 'five hundred thousand'."""


_CHANNEL = "Replies in a channel do not reach me: press a button, or use the form."


def question(snapshot: Snapshot, slot: SlotId, kb: KnowledgeBase) -> Rendered:
    """The message of one slot: open, answered, or closed; KeyError where no question fills it."""
    asked = kb.question(slot)
    dialogue = snapshot.dialogue
    if dialogue.status != "cancelled" and dialogue.asking == slot:
        return _open(snapshot, asked, kb)
    answer = dialogue.answers.get(slot)
    line = _line(asked, answer)
    if answer is None or dialogue.status == "cancelled":
        return Rendered(text=line, blocks=[section(line)])
    change = button("Change", Change(slot))
    return Rendered(
        text=line,
        blocks=[section(line, accessory=change, block_id=snapshot.block_id(slot))],
    )


def _line(asked: Question, answer: Answer | None) -> str:
    label = plain(asked.label, 30)
    if answer is None:
        return f"{label}: not answered"
    by = f" ({mention(answer.by)})" if answer.by else ""
    return f"{label}: {value(asked, answer)}{by}"


def _open(snapshot: Snapshot, asked: Question, kb: KnowledgeBase) -> Rendered:
    slot = SlotId(asked.id)
    again = snapshot.dialogue.refused.get(slot, 0) > 0
    prompt = plain(asked.prompt_again if again else asked.prompt, 600)
    before = snapshot.dialogue.answers.get(slot)
    notes = [
        *_position(asked, kb),
        plain(asked.why, 400),
        *([] if snapshot.is_direct else [_CHANNEL]),
        *([f"So far: {_line(asked, before)}"] if before else []),
    ]
    return Rendered(
        text=prompt,
        blocks=[
            section(f"*{prompt}*"),
            context(" · ".join(notes)),
            *_typing(snapshot, asked),
            actions(
                [*_picks(asked, before), button("Not sure", Skip(slot))],
                block_id=snapshot.block_id(f"{slot}_picks"),
            ),
        ],
    )


def _position(asked: Question, kb: KnowledgeBase) -> list[str]:
    slots = [each.id for each in base_questions(kb)]
    return [f"{slots.index(asked.id) + 1} of {len(slots)}"] if asked.id in slots else []


def _typing(snapshot: Snapshot, asked: Question) -> list[Block]:
    if isinstance(asked, ChoiceQuestion):
        return []
    slot = SlotId(asked.id)
    element = plain_text_input(
        encode(Type(slot)),
        placeholder="A whole number, then Enter",
        max_length=LONGEST_NUMBER,
        sends_on_enter=True,
    )
    block_id = snapshot.block_id(f"{slot}_typed")
    return [input_block(asked.label, element, block_id=block_id)]


def _picks(asked: Question, before: Answer | None) -> list[Element]:
    """A button for each option; a number that was answered before is among the picks."""
    slot = SlotId(asked.id)
    match asked:
        case NumberQuestion():
            kept = {before.value} if before and isinstance(before.value, int) else set()
            picks = sorted({*asked.quick_picks, *kept})
            return [button(f"{pick:,}", Choose(slot, str(pick))) for pick in picks]
        case ChoiceQuestion():
            return [button(each.label, Choose(slot, each.id)) for each in asked.options]
        case _:
            assert_never(asked)
