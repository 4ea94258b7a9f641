"""What people say to one another in a decision's thread, and what of it is for the app as well."""

import re

from bot.views.asked import is_subject
from engine.cost.assumptions import NOTHING_ASSUMED
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
from engine.dialogue.requests import (
    About,
    CompareAsked,
    CostAsked,
    HelpAsked,
    RecommendAsked,
    Request,
    StateAsked,
    Supposed,
    TrustAsked,
    WhyAsked,
)
from knowledge.schema import KnowledgeBase

_HARMLESS = frozenset({"keep", "skip", "enough", "go_on"})
"""Commands that drop nothing; whatever does needs a mention or a button."""
_A_PAIR = 2
_OF_THE_ANSWER = ("how sure", "figures", "numbers", "recommend", "source")
"""What makes a doubt one of the answer; "are you sure?" people ask one another."""
_COST = re.compile(r"(?=.*\bcosts?\b).+ .+\?", re.IGNORECASE | re.DOTALL)
"""A whole question of cost; "cost?" and "is it expensive?" people ask one another."""
_LONGEST = 1_000
"""Characters; whoever writes more tells it to people."""


def concerns(turn: Turn, said: str, before: DialogueState, knowledge: KnowledgeBase) -> bool:
    """Whether a turn that was said to others is worth a word of the app.

    What answers, asks for something that can be told, or cannot be used as the answer that was
    asked for. People say and ask much else; that is left to them.
    """
    if _is_plain_cost(turn, said, before):
        return True
    return any(_concerns(each, said, before, knowledge) for each in turn.remarks)


def is_for_people(said: str) -> bool:
    """Whether a text is so long that it need not be read."""
    return len(said) > _LONGEST


def _is_plain_cost(turn: Turn, said: str, before: DialogueState) -> bool:
    """Whether nothing but the cost of what was recommended is asked, in a whole question."""
    is_alone = turn.remarks == (Requested(request=CostAsked()),)
    has_answer = before.status in {"concluded", "decided"}
    return has_answer and is_alone and _COST.fullmatch(said.strip()) is not None


def _concerns(remark: Remark, said: str, before: DialogueState, knowledge: KnowledgeBase) -> bool:
    match remark:
        case Understood():
            return True
        case Done(command=command):
            # People say "done", "stop" and "pass" to one another.
            return command in _HARMLESS and before.asking is not None and " " in said
        case Refused(slot=slot):
            return slot == before.asking
        case Requested(request=request):
            return _concerns_request(request, said, knowledge)
        case Unread() | Acknowledged() | NothingUnderstood() | Closed():
            return False


def _concerns_request(request: Request, said: str, knowledge: KnowledgeBase) -> bool:
    match request:
        case About(subject=subject):
            return bool(subject) and is_subject(subject, knowledge)
        case Supposed(answers=answers, stressed=stressed):
            return bool(answers) or stressed is not None
        case CompareAsked(alternatives=alternatives, not_rated=not_rated):
            return len(alternatives) + len(not_rated) >= _A_PAIR
        case CostAsked(alternatives=alternatives, answers=answers, assumed=assumed):
            return bool(alternatives or answers) or assumed != NOTHING_ASSUMED
        case WhyAsked():
            return "ask" in said
        case TrustAsked():
            return any(each in said.lower() for each in _OF_THE_ANSWER)
        case HelpAsked() | StateAsked() | RecommendAsked():
            return False
        case _:
            return True
