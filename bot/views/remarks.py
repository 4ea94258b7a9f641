"""What is said to one person about what they just typed or pressed (an ephemeral answer)."""

from collections.abc import Sequence
from typing import assert_never

from bot.pages.words import listed
from bot.views.blocks import plain
from bot.views.help import COMMAND
from bot.views.recommendation import headline
from bot.views.snapshot import Snapshot
from bot.views.words import base_questions, criterion_name, phrase
from engine.decision.model import Recommendation
from engine.dialogue.model import (
    Closed,
    DialogueState,
    NothingUnderstood,
    Refused,
    Remark,
    Understood,
)
from knowledge.schema import ChoiceQuestion, KnowledgeBase, NumberQuestion, Question, SlotId


def sentences(remarks: Sequence[Remark], after: DialogueState, kb: KnowledgeBase) -> str:
    """The remarks in mrkdwn, a line each; '' where there is nothing to say.

    Args:
        remarks: what there is to say about a turn.
        after: the state that the turn led to.
        kb: the facts.
    """
    return "\n".join(filter(None, (_sentence(remark, after, kb) for remark in remarks)))


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


def _sentence(remark: Remark, after: DialogueState, kb: KnowledgeBase) -> str:
    match remark:
        case Understood():
            return _understood(remark, after, kb)
        case Refused(sentence=sentence):
            return plain(sentence, 500)
        case NothingUnderstood():
            return _nothing_understood(after, kb)
        case Closed():
            return f"This decision was cancelled. Type `{COMMAND} recommend` to begin a new one."
        case _:
            assert_never(remark)


def _understood(remark: Understood, after: DialogueState, kb: KnowledgeBase) -> str:
    answers = after.answers
    phrases = [phrase(kb.question(slot), answers[slot]) for slot in remark.slots if slot in answers]
    if remark.stressed is not None:
        named = [criterion_name(kb, each) for each in remark.stressed]
        phrases.append(f"{listed(named)} matters most" if named else "nothing matters most")
    return f"Got it: {', '.join(phrases)}." if phrases else ""


def _nothing_understood(after: DialogueState, kb: KnowledgeBase) -> str:
    asking = after.asking
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
