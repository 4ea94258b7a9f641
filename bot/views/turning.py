"""What would lead to another pick: questions that are open, and answers other than those given."""

from collections.abc import Sequence

from bot.actions import Change
from bot.pages.answers import led_to
from bot.pages.words import capital, listed
from bot.views.blocks import Block, button, plain, section
from bot.views.branches import outcome
from bot.views.snapshot import Snapshot
from bot.views.words import value
from engine.decision.model import Recommendation
from engine.dialogue.model import Span
from engine.dialogue.state import is_closed, known_answers
from engine.sensitivity.answers import next_questions, turning_points
from engine.sensitivity.model import NextQuestion, TurningPoint
from knowledge.schema import KnowledgeBase, NumberQuestion, Question, SlotId

_IN_SHORT = 3
_BUTTONS = 2
_LINE = 300


def could_change(
    snapshot: Snapshot, recommendation: Recommendation, kb: KnowledgeBase
) -> list[Block]:
    """In short: what other picks hang on.

    A button asks the most decisive question, unless the thread asks one already.
    """
    unasked, unknown = _questions(snapshot, recommendation, kb)
    points = _points(snapshot, recommendation, kb)
    within = [each for each in points if _is_within(_span(snapshot, each.slot), each)]
    led = _led([each for each in points if each not in within], unasked, kb)
    lines = [
        *_within_what_was_said(snapshot, within, kb),
        *_not_known(unknown, kb),
        *led[:_IN_SHORT],
    ]
    if not led:
        lines += _together(unasked, kb)
    if not lines:
        return []
    if more := len(led[_IN_SHORT:]):
        lines.append(f"• and {more} more; *How sure* lists them")
    text = "\n".join(["*What could change it*", *lines])
    if not unasked or snapshot.dialogue.asking is not None or is_closed(snapshot.dialogue):
        return [section(text)]
    ask = button(f"Ask me: {kb.question(unasked[0].slot).label}", Change(unasked[0].slot))
    return [section(text, accessory=ask, block_id=snapshot.block_id("ask"))]


def what_would_settle_it(
    snapshot: Snapshot, recommendation: Recommendation, kb: KnowledgeBase
) -> list[Block]:
    """The most decisive questions with a button, then everything that would turn it."""
    unasked, unknown = _questions(snapshot, recommendation, kb)
    points = _points(snapshot, recommendation, kb)
    is_over = is_closed(snapshot.dialogue)
    first = [
        section(
            "\n".join(
                [
                    f"*{plain(kb.question(each.slot).prompt, 400)}*",
                    *_led([point for point in points if point.slot == each.slot], [each], kb),
                ]
            ),
            accessory=None if is_over else button("Answer", Change(each.slot)),
            block_id=snapshot.block_id(f"answer_{each.slot}"),
        )
        for each in unasked[:_BUTTONS]
    ]
    rest = [
        *_led(points, unasked, kb),
        *_together(unasked, kb),
        *_not_known(unknown, kb),
    ]
    return [
        *([section("*What would settle it*, the most decisive question first")] if first else []),
        *first,
        *([section("\n".join(["*All answers that would turn it*", *rest]))] if rest else []),
    ]


def _questions(
    snapshot: Snapshot, recommendation: Recommendation, kb: KnowledgeBase
) -> tuple[list[NextQuestion], list[NextQuestion]]:
    """The questions that could change the pick: those not asked yet, and those nobody could say."""
    weighing = recommendation.weights.weighing
    found = next_questions(known_answers(snapshot.dialogue), kb, recommendation.edition, weighing)
    answers = snapshot.dialogue.answers
    unasked = [each for each in found if each.slot not in answers]
    return unasked, [each for each in found if each.slot in answers]


def _points(
    snapshot: Snapshot, recommendation: Recommendation, kb: KnowledgeBase
) -> tuple[TurningPoint, ...]:
    known, weighing = known_answers(snapshot.dialogue), recommendation.weights.weighing
    return turning_points(known, kb, recommendation.edition, weighing)


def _led(
    points: Sequence[TurningPoint], questions: Sequence[NextQuestion], kb: KnowledgeBase
) -> list[str]:
    """A line for each other pick, with every answer that leads to it by itself."""
    return [
        f"• *{capital(outcome(pick, kb))}*, {plain(answers, _LINE)}"
        for pick, answers in led_to(points, [each.slot for each in questions], kb)
    ]


def _span(snapshot: Snapshot, slot: SlotId) -> Span | None:
    """What was said of a slot, where it was no single number."""
    answer = snapshot.dialogue.answers.get(slot)
    return None if answer is None else answer.span


def _is_within(span: Span | None, point: TurningPoint) -> bool:
    """Whether a number that turns the pick is one of those that were said."""
    if span is None or not isinstance(point.value, int):
        return False
    return span.low <= point.value and (span.high is None or point.value <= span.high)


def _within_what_was_said(
    snapshot: Snapshot, within: Sequence[TurningPoint], kb: KnowledgeBase
) -> list[str]:
    """'• You said 10 to 15 engineers (counted as 12): from 13 on it would be *Prefect*'."""
    lines = []
    for slot in dict.fromkeys(each.slot for each in within):
        question, answer = kb.question(slot), snapshot.dialogue.answers[slot]
        turns = [
            f"{part_that_turns(question, answer.span, each)} it would be *{outcome(each.then, kb)}*"
            for each in within
            if each.slot == slot and answer.span is not None
        ]
        lines.append(f"• You said {value(question, answer)}: {listed(turns)}")
    return lines


def part_that_turns(question: Question, span: Span, point: TurningPoint) -> str:
    """The part of a span that turns the pick: 'from 13 on', 'up to 11', 'with 13 to 14'."""
    most = question.maximum if isinstance(question, NumberQuestion) else int(point.value)
    first, last = sorted((int(point.value), most if point.until is None else point.until))
    high = most if span.high is None else span.high
    first, last = max(first, span.low), min(last, high)
    if last == high:
        return f"from {first:,} on"
    if first == span.low:
        return f"up to {last:,}"
    return f"with {first:,}" if first == last else f"with {first:,} to {last:,}"


def _together(questions: Sequence[NextQuestion], kb: KnowledgeBase) -> list[str]:
    labels = [_label(each.slot, kb) for each in questions if not each.picks]
    return [f"• Only together with other answers: {listed(labels)}"] if labels else []


def _not_known(unknown: Sequence[NextQuestion], kb: KnowledgeBase) -> list[str]:
    labels = [_label(each.slot, kb) for each in unknown]
    return [f"• What is not known yet: {listed(labels)}"] if labels else []


def _label(slot: SlotId, kb: KnowledgeBase) -> str:
    return plain(kb.question(slot).label, 30)
