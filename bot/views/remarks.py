"""What is said about what somebody just typed or pressed: a sentence for each remark."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, assert_never

from bot.pages.words import listed
from bot.views.blocks import plain
from bot.views.help import COMMAND
from bot.views.recommendation import headline
from bot.views.snapshot import Snapshot
from bot.views.weighting import OUTWEIGHED
from bot.views.words import base_questions, criterion_name, mention, phrase, value
from engine.dialogue.model import (
    Acknowledged,
    Answer,
    Closed,
    DialogueState,
    Done,
    NothingUnderstood,
    Refused,
    Remark,
    Requested,
    Understood,
    Unread,
)
from knowledge.schema import ChoiceQuestion, KnowledgeBase, NumberQuestion, Question

CANCELLED = "This decision is cancelled; `start over` begins it again."
DECIDED = "This decision is closed. *Reopen* under its record lets it go on."
_DONE: Final[Mapping[Literal["restart", "cancel", "keep", "skip", "enough", "go_on"], str]] = {
    "restart": "We begin again: every answer is dropped.",
    "cancel": CANCELLED,
    "keep": "It stays as it was.",
    "skip": "Then it is left open.",
    "enough": "No more questions: I go by what is known. `go on` lets me ask again.",
    "go_on": "Then I go on asking.",
}


def sentences(remarks: Sequence[Remark], after: DialogueState, kb: KnowledgeBase) -> str:
    """The remarks in mrkdwn, a line each; '' where there is nothing to say.

    Args:
        remarks: what there is to say about a turn.
        after: the state that the turn led to.
        kb: the facts.
    """
    return "\n".join(filter(None, (sentence_on(each, after, kb) for each in remarks)))


def sentence_on(remark: Remark, after: DialogueState, kb: KnowledgeBase) -> str:
    """One remark in mrkdwn, as ``sentences``; '' where there is nothing to say."""
    match remark:
        case Understood():
            return _understood(remark, after, kb)
        case Refused(sentence=sentence):
            return plain(sentence, 500)
        case Unread(parts=parts):
            return f"I did not use {listed([f'“{plain(each, 150)}”' for each in parts])}."
        case Requested():
            return "What you asked is answered in the thread."
        case Done(command=command):
            goes_on = command in ("restart", "go_on", "keep", "skip")
            return f"{_DONE[command]} {open_question(after, kb)}" if goes_on else _DONE[command]
        case Acknowledged():
            return f"Good. {open_question(after, kb)}"
        case NothingUnderstood():
            return _nothing_understood(after, kb)
        case Closed() if after.status == "decided":
            return DECIDED
        case Closed():
            return f"This decision was cancelled. Type `{COMMAND} recommend` to begin a new one."
        case _:
            assert_never(remark)


def next_step(snapshot: Snapshot, kb: KnowledgeBase) -> str:
    """What comes next, for whoever writes beside the thread and does not see it."""
    dialogue = snapshot.dialogue
    if dialogue.status == "cancelled":
        return CANCELLED
    if dialogue.status == "decided":
        return DECIDED
    if snapshot.recommendation is None:
        return f"{open_question(dialogue, kb)} Type it here, or press a button in the thread."
    title = plain(headline(snapshot.recommendation, kb), 150)
    answer = f"*{title}*. The message at the top of the thread holds the whole answer."
    return answer if dialogue.asking is None else f"{answer} {open_question(dialogue, kb)}"


def open_question(after: DialogueState, kb: KnowledgeBase) -> str:
    """The question that stands open."""
    if after.asking is None:
        return "No question is open."
    return f"Next: {plain(kb.question(after.asking).prompt, 400)}"


def _understood(remark: Understood, after: DialogueState, kb: KnowledgeBase) -> str:
    answers = after.answers
    phrases = [
        f"{phrase(question, answers[slot])}{_before(question, answers[slot])}"
        for slot in remark.slots
        if slot in answers
        for question in [kb.question(slot)]
    ]
    if remark.stressed is not None:
        named = [criterion_name(kb, each) for each in remark.stressed]
        phrases.append(f"{listed(named)} matters most" if named else "nothing matters most")
    outweighed = f" {OUTWEIGHED}" if remark.stressed and after.by_hand else ""
    return f"Got it: {', '.join(phrases)}.{outweighed}" if phrases else ""


def _before(question: Question, answer: Answer) -> str:
    """What an answer replaced, and who had said that: ' (before: 8 engineers, @ada)'."""
    if not answer.earlier:
        return ""
    replaced = answer.earlier[-1]
    by = f", {mention(replaced.by)}" if replaced.by else ""
    return f" (before: {value(question, replaced)}{by})"


def _nothing_understood(after: DialogueState, kb: KnowledgeBase) -> str:
    asking = after.asking
    if asking is None:
        example = _example(base_questions(kb)[0])
        return (
            "I found no answer in that. "
            f"To change an answer, type for example `{example}`, or use the menu of the message. "
            "You can also ask: `why not Airflow?`, `what if we move to GCP?`, `what is lineage?`."
        )
    question = kb.question(asking)
    return (
        f"I found no answer in that. {plain(question.prompt_again, 400)} "
        "`not sure` is an answer too, and you can ask `why do you ask?`."
    )


def _example(question: Question) -> str:
    match question:
        case NumberQuestion(quick_picks=picks):
            return f"{picks[1] if len(picks) > 1 else question.minimum} {plain(question.many, 40)}"
        case ChoiceQuestion(options=options):
            return plain(options[0].says[0] if options[0].says else options[0].label, 60)
        case _:
            assert_never(question)
