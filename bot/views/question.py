"""A question in the thread; once answered or needless, the same message says so."""

from typing import assert_never

from bot.actions import AskWhy, Change, Choose, Enough, Skip, Type, encode
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
from bot.views.words import base_questions, counted_as, mention, sentence, spoken
from engine.dialogue.model import Answer
from engine.dialogue.state import follow_ups
from knowledge.schema import ChoiceQuestion, KnowledgeBase, NumberQuestion, Question, SlotId

LONGEST_NUMBER = 40
"""Most characters of a typed answer: enough for 'five hundred thousand'."""


def question(snapshot: Snapshot, slot: SlotId, kb: KnowledgeBase) -> Rendered:
    """The message of one slot: open, answered, or left; KeyError where no question fills it."""
    asked = kb.question(slot)
    dialogue = snapshot.dialogue
    if dialogue.status in {"gathering", "concluded"} and dialogue.asking == slot:
        return _open(snapshot, asked, kb)
    answer = dialogue.answers.get(slot)
    line = _left(snapshot, asked, kb) if answer is None else _line(asked, answer)
    label = _again(snapshot, slot, kb)
    if label is None:
        return Rendered(text=line, blocks=[section(line)])
    return Rendered(
        text=line,
        blocks=[
            section(
                line, accessory=button(label, Change(slot)), block_id=snapshot.block_id(str(slot))
            )
        ],
    )


def _again(snapshot: Snapshot, slot: SlotId, kb: KnowledgeBase) -> str | None:
    """The button that opens the question again; None where that leads nowhere."""
    if snapshot.dialogue.status in {"cancelled", "decided"}:
        return None
    if slot in snapshot.dialogue.answers:
        return "Change"
    return "Answer" if _still_counts(snapshot, slot, kb) else None


def _still_counts(snapshot: Snapshot, slot: SlotId, kb: KnowledgeBase) -> bool:
    """Whether an answer to this slot could still change the pick."""
    return snapshot.dialogue.status == "concluded" and slot in follow_ups(snapshot.dialogue, kb)


def _line(asked: Question, answer: Answer) -> str:
    """'Team: 12 engineers (<@U0BEN>; before: 8 engineers, <@U0ADA>)'."""
    notes = [counted_as(answer), mention(answer.by) if answer.by else "", _before(asked, answer)]
    said = "; ".join(filter(None, notes))
    line = f"{plain(asked.label, 30)}: {spoken(asked, answer)}"
    return f"{line} ({said})" if said else line


def _before(asked: Question, answer: Answer) -> str:
    """What the answer replaced, and whose it was where it was somebody else's."""
    if not answer.earlier:
        return ""
    replaced = answer.earlier[-1]
    others = f", {mention(replaced.by)}" if replaced.by and replaced.by != answer.by else ""
    return f"before: {spoken(asked, replaced)}{others}"


def _left(snapshot: Snapshot, asked: Question, kb: KnowledgeBase) -> str:
    """Why a question that was asked has no answer."""
    label = plain(asked.label, 30)
    if snapshot.dialogue.status in {"gathering", "cancelled"}:
        return f"{label}: not answered"
    if snapshot.dialogue.status == "decided":
        return f"{label}: not answered before the decision was closed."
    if _still_counts(snapshot, SlotId(asked.id), kb):
        return f"{label}: not answered; an answer could still change the pick."
    return f"{label}: not needed any more, since no answer to this could change the pick."


def _open(snapshot: Snapshot, asked: Question, kb: KnowledgeBase) -> Rendered:
    slot = SlotId(asked.id)
    again = snapshot.dialogue.refused.get(slot, 0) > 0
    prompt = plain(asked.prompt_again if again else asked.prompt, 600)
    before = snapshot.dialogue.answers.get(slot)
    reason = " · ".join([*_progress(snapshot, asked, kb), _in_short(asked.why)])
    so_far = [f"So far: {_line(asked, before)}"] if before else []
    return Rendered(
        text=prompt,
        blocks=[
            section(f"*{prompt}*"),
            context("\n".join([reason, *so_far, _typing_hint(snapshot)])),
            *_typing(snapshot, asked),
            actions(
                [
                    *_picks(asked, before),
                    *([] if _has_unknown(asked) else [button("Not sure", Skip(slot))]),
                    button("Why do you ask?", AskWhy(slot)),
                    *([button("Enough questions", Enough())] if _is_extra(snapshot, slot) else []),
                ],
                block_id=snapshot.block_id(f"{slot}_picks"),
            ),
        ],
    )


def _has_unknown(asked: Question) -> bool:
    """Whether one of the options says already that it is not known: 'Not decided'."""
    return isinstance(asked, ChoiceQuestion) and any(each.means_unknown for each in asked.options)


def _is_extra(snapshot: Snapshot, slot: SlotId) -> bool:
    """Whether there is an answer already, which this question could change."""
    return snapshot.dialogue.status == "concluded" and slot not in snapshot.dialogue.answers


def _progress(snapshot: Snapshot, asked: Question, kb: KnowledgeBase) -> list[str]:
    """'2 of 4', counted by the answers; after the base, how many questions could still matter."""
    slot = SlotId(asked.id)
    if _is_extra(snapshot, slot):
        return [_remaining(snapshot, slot, kb)]
    slots = [each.id for each in base_questions(kb)]
    if snapshot.dialogue.status == "concluded" or slot not in slots:
        return []
    others = [each for each in slots if each in snapshot.dialogue.answers and each != slot]
    return [f"{len(others) + 1} of {len(slots)}"]


def _remaining(snapshot: Snapshot, slot: SlotId, kb: KnowledgeBase) -> str:
    """How many questions could change the answer besides this one."""
    asked = follow_ups(snapshot.dialogue, kb)
    others = len([each for each in asked if each != slot])
    if slot not in asked:
        return "No answer to this changes the pick"
    if not others:
        return "The last question that could change the answer"
    return f"At most {others} more could change the answer"


def _in_short(why: str) -> str:
    """The first sentence of a reason; the button tells all of it."""
    return sentence(why.partition(". ")[0], 250)


def _typing_hint(snapshot: Snapshot) -> str:
    if snapshot.is_direct:
        return "Press a button, or type the answer here."
    if snapshot.hears_threads:
        return "Press a button, or reply here."
    return "Mention me with the answer, or press a button: other replies do not reach me."


def _typing(snapshot: Snapshot, asked: Question) -> list[Block]:
    if isinstance(asked, ChoiceQuestion):
        return []
    slot = SlotId(asked.id)
    element = plain_text_input(
        encode(Type(slot)),
        placeholder="A number or a range, then Enter",
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
