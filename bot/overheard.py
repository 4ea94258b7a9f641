"""What people say to one another in a decision's thread, and what of it is for the app as well."""

from bot.views.asked import is_subject
from engine.dialogue.model import (
    Acknowledged,
    Closed,
    DialogueState,
    Done,
    NothingUnderstood,
    Refused,
    Remark,
    Requested,
    Turn,
    Understood,
    Unread,
)
from engine.dialogue.requests import About, HelpAsked, RecommendAsked, Request, StateAsked, Supposed
from knowledge.schema import KnowledgeBase

_FOR_THE_QUESTION = frozenset({"keep", "skip"})
"""Commands that answer what was asked. People say "done" and "stop" to one another: whatever else
ends or drops something needs a mention or a button."""


def concerns(turn: Turn, before: DialogueState, knowledge: KnowledgeBase) -> bool:
    """Whether a turn that was said to others is worth a word of the app.

    What answers, asks for something that can be told, or cannot be used as the answer that was
    asked for. People say and ask much else; that is left to them.
    """
    return any(_concerns(each, before, knowledge) for each in turn.remarks)


def _concerns(remark: Remark, before: DialogueState, knowledge: KnowledgeBase) -> bool:
    match remark:
        case Understood():
            return True
        case Done(command=command):
            return command in _FOR_THE_QUESTION
        case Refused(slot=slot):
            return slot == before.asking
        case Requested(request=request):
            return _concerns_request(request, knowledge)
        case Unread() | Acknowledged() | NothingUnderstood() | Closed():
            return False


def _concerns_request(request: Request, knowledge: KnowledgeBase) -> bool:
    match request:
        case About(subject=subject):
            return bool(subject) and is_subject(subject, knowledge)
        case Supposed(answers=answers, stressed=stressed):
            return bool(answers) or stressed is not None
        case HelpAsked() | StateAsked() | RecommendAsked():
            return False
        case _:
            return True
