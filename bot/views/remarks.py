"""What is said to one person about what they just typed or pressed (an ephemeral answer)."""

from collections.abc import Sequence
from typing import assert_never

from bot.views.blocks import plain
from bot.views.help import COMMAND
from bot.views.recommendation import headline
from bot.views.snapshot import Snapshot
from bot.views.words import base_questions, phrase
from engine.decision.model import Recommendation
from engine.dialogue.model import Closed, NothingUnderstood, Refused, Remark, Understood
from knowledge.schema import ChoiceQuestion, KnowledgeBase, NumberQuestion, Question, SlotId


def sentences(remarks: Sequence[Remark], snapshot: Snapshot, kb: KnowledgeBase) -> str:
    """The remarks in mrkdwn, a line each; '' where there is nothing to say.

    The snapshot is the state after the turn that the remarks are about.
    """
    return "\n".join(filter(None, (_sentence(remark, snapshot, kb) for remark in remarks)))


def next_step(snapshot: Snapshot, kb: KnowledgeBase) -> str:
    """What comes next, for whoever writes beside the thread and does not see it."""
    match snapshot.dialogue.status, snapshot.dialogue.asking, snapshot.recommendation:
        case "concluded", _, Recommendation() as found:
            title = plain(headline(found, kb), 150)
            return f"*{title}*. The message at the top of the thread holds the whole answer."
        case "gathering", str(slot), _:
            prompt = plain(kb.question(SlotId(slot)).prompt, 400)
            return f"Next: {prompt} Type it here, or press a button in the thread."
        case _:
            return "This decision is cancelled; `start over` begins it again."


def _sentence(remark: Remark, snapshot: Snapshot, kb: KnowledgeBase) -> str:
    match remark:
        case Understood(slots=slots):
            return _understood(slots, snapshot, kb)
        case Refused(sentence=sentence):
            return plain(sentence, 500)
        case NothingUnderstood():
            return _nothing_understood(snapshot, kb)
        case Closed():
            return f"This decision was cancelled. Type `{COMMAND} recommend` to begin a new one."
        case _:
            assert_never(remark)


def _understood(slots: Sequence[SlotId], snapshot: Snapshot, kb: KnowledgeBase) -> str:
    phrases = [
        phrase(kb.question(slot), snapshot.dialogue.answers[slot])
        for slot in slots
        if slot in snapshot.dialogue.answers
    ]
    return f"Got it: {', '.join(phrases)}." if phrases else ""


def _nothing_understood(snapshot: Snapshot, kb: KnowledgeBase) -> str:
    asking = snapshot.dialogue.asking
    if asking is None:
        example = _example(base_questions(kb)[0])
        return (
            "I found no answer in that. "
            f"To change an answer, type for example `{example}`, or use the menu of the message."
        )
    question = kb.question(asking)
    return (
        f"I found no answer in that. I asked: {plain(question.prompt, 400)} "
        f"You can type for example `{_example(question)}`, or `not sure`."
    )


def _example(question: Question) -> str:
    match question:
        case NumberQuestion(quick_picks=picks):
            return f"{picks[1] if len(picks) > 1 else question.minimum} {plain(question.many, 40)}"
        case ChoiceQuestion(options=options):
            return plain(options[0].says[0] if options[0].says else options[0].label, 60)
        case _:
            assert_never(question)
