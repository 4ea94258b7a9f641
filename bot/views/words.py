"""How a fact, an answer or a figure reads in a sentence; all of it safe in mrkdwn."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby

from bot.pages import words
from bot.pages.words import listed, points
from bot.views.blocks import plain
from engine.decision.model import Ranked
from engine.dialogue.model import DialogueState, Said, Span
from knowledge.schema import (
    AlternativeId,
    ChoiceQuestion,
    CriterionId,
    KnowledgeBase,
    NumberQuestion,
    Question,
    SlotId,
)

UNKNOWN = "not known"
"""What stands where a person does not know."""

_USER = re.compile(r"[UW][A-Z0-9]{1,30}")
_CHANNEL = re.compile(r"[CDG][A-Z0-9]{1,30}")


def mention(user: str | None) -> str:
    """The mention of a Slack user; 'someone' where the id is none of Slack's."""
    return f"<@{user}>" if user and _USER.fullmatch(user) else "someone"


def channel(channel_id: str) -> str:
    """The link to a channel; 'that channel' where the id is none of Slack's."""
    return f"<#{channel_id}>" if _CHANNEL.fullmatch(channel_id) else "that channel"


def day(at: float) -> str:
    """A day as Slack shows it to each reader, at most 45 characters: '2 Nov' where it cannot."""
    utc = datetime.fromtimestamp(at, UTC)
    return f"<!date^{int(at)}^{{date_short}}|{utc.day} {utc:%b}>"


def sentence(text: str, limit: int) -> str:
    """A text of the knowledge base as a whole sentence: cut to the limit, with one full stop."""
    return plain(text.rstrip(" ."), limit) + "."


def name(kb: KnowledgeBase, alternative: AlternativeId) -> str:
    """``bot.pages.words.name``, at most 60 characters."""
    return plain(words.name(kb, alternative), 60)


def criterion_name(kb: KnowledgeBase, criterion: CriterionId) -> str:
    """The name of a criterion, at most 40 characters; KeyError where there is none."""
    for each in kb.criteria:
        if each.id == criterion:
            return plain(each.name, 40)
    raise KeyError(criterion)


def base_questions(kb: KnowledgeBase) -> tuple[Question, ...]:
    """The questions that are always asked, in their order."""
    return tuple(question for question in kb.questions if question.stage == "base")


def shown_questions(kb: KnowledgeBase, dialogue: DialogueState) -> tuple[Question, ...]:
    """The base questions, and the follow-ups that were answered or are being asked."""
    return tuple(
        question
        for question in kb.questions
        if question.stage == "base"
        or question.id in dialogue.answers
        or question.id == dialogue.asking
    )


def count(question: NumberQuestion, number: int) -> str:
    """A number with its unit: '8 engineers', '1 model'."""
    unit = question.one if number == 1 else question.many
    return f"{number:,} {plain(unit, 40)}"


def value(question: Question, said: Said) -> str:
    """An answer as it stands after a label: '8 engineers', 'None', 'not known'.

    What was no single number reads as it was said: '10 to 15 engineers (counted as 12)'.
    """
    counted = counted_as(said)
    return f"{spoken(question, said)} ({counted})" if counted else spoken(question, said)


def spoken(question: Question, said: Said) -> str:
    """``value`` without the number that is counted: '10 to 15 engineers'."""
    match question, said.value:
        case _, None:
            return UNKNOWN
        case NumberQuestion(), int(number):
            if said.span is None:
                return count(question, number)
            return f"{numbers(question, said.span)} {plain(question.many, 40)}"
        case ChoiceQuestion(), chosen:
            labels = [option.label for option in question.options if option.id == chosen]
            return plain(labels[0] if labels else str(chosen), 30)
        case _, other:
            return plain(str(other), 30)


def counted_as(said: Said) -> str:
    """'counted as 12'; '' where a single number was said, or no number."""
    if said.span is None or not isinstance(said.value, int):
        return ""
    return f"counted as {said.value:,}"


def numbers(question: NumberQuestion, span: Span, to: str = " to ") -> str:
    """'10 to 15', 'at least 20', 'fewer than 5'."""
    if span.high is None or span.high >= question.maximum:
        return f"at least {span.low:,}"
    if span.low <= question.minimum:
        return f"fewer than {span.high + 1:,}"
    return f"{span.low:,}{to}{span.high:,}"


def phrase(question: Question, said: Said) -> str:
    """An answer as it stands in a sentence: '8 engineers', 'no Kubernetes'."""
    if said.value is None:
        return f"{plain(question.label, 30)} {UNKNOWN}"
    if isinstance(question, ChoiceQuestion):
        for option in question.options:
            if option.id == said.value:
                return plain(option.phrase, 60)
    return value(question, said)


def means_unknown(question: Question, said: Said) -> bool:
    """Whether an answer says that nobody knows yet: skipped, or an option that means it."""
    return said.value is None or (
        isinstance(question, ChoiceQuestion)
        and any(each.means_unknown and each.id == said.value for each in question.options)
    )


def known_phrases(kb: KnowledgeBase, dialogue: DialogueState) -> list[str]:
    """The phrases of all that is known, in the order of the questions."""
    return [
        phrase(question, answer)
        for question in kb.questions
        if (answer := dialogue.answers.get(SlotId(question.id))) is not None
        and not means_unknown(question, answer)
    ]


def places(ranking: Sequence[Ranked]) -> Iterator[tuple[Ranked, ...]]:
    """The ranking by place: those who share a rank stand together."""
    for _, group in groupby(ranking, key=lambda ranked: ranked.rank):
        yield tuple(group)


def leading(ranking: Sequence[Ranked], least: int) -> tuple[Ranked, ...]:
    """The first ``least`` of the ranking, and whoever ties with the last of them."""
    found: tuple[Ranked, ...] = ()
    for place in places(ranking):
        if len(found) >= least:
            break
        found += place
    return found


def standings(kb: KnowledgeBase, ranking: Sequence[Ranked]) -> str:
    """The first three with their scores, and every tie: 'A and B tie at 3.90 of 5, C 3.80'."""
    first = len(leading(ranking, 3))
    before = [_place(kb, place) for place in places(ranking[:first])]
    ties = [_place(kb, place) for place in places(ranking[first:]) if len(place) > 1]
    return "; ".join([*before, *(f"further down {tie}" for tie in ties)])


def _place(kb: KnowledgeBase, place: Sequence[Ranked]) -> str:
    names = listed([name(kb, ranked.alternative) for ranked in place])
    scale = " of 5" if place[0].rank == 1 else ""
    return f"{names} {'tie at ' if len(place) > 1 else ''}{points(place[0].points)}{scale}"


def share(part: int, whole: int) -> str:
    """A part in whole percent: '81 %'; what is not all is never shown as all, nor some as none."""
    if not part:
        return "none"
    percent = (part * 200 + whole) // (whole * 2)
    if percent == 0:
        return "under 1 %"
    if percent == 100 and part < whole:  # noqa: PLR2004 - percent
        return "over 99 %"
    return f"{percent} %"
