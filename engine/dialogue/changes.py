"""Numbers that are said as a change: "hire 10 more engineers", "we double", "half the models"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from engine.dialogue.context import Context, topics
from engine.dialogue.names import words_of
from engine.dialogue.understand import understand
from engine.dialogue.words import phrase
from knowledge.schema import NumberQuestion, SlotId

TEAM_SIZE = SlotId("team_size")
"""The slot of "we are 40", "we hire 10" and "we double"."""

_SAME: Final = Fraction(1)
_MORE = re.compile(
    r"\b(?:hire[sd]?|hiring|add(?:s|ed)?|recruit(?:s|ed)?|onboard(?:s|ed)?|gain(?:s|ed)?|more|extra"
    r"|additional|further|new)\b(?! than)|\b(?=another\b)"
)
_FEWER = re.compile(
    r"\b(?:lose[sd]?|lost|fire[sd]?|lay off|laid off|leaves?|left|quits?|fewer|less|retired?)\b"
    r"(?! than)"
)
_OF_PEOPLE = re.compile(r"\b(?:hir|recruit|onboard|fire|lay|laid|leave|left|quit)")
_ANOTHER = re.compile(r"\banother(?= \d)")
_ONE = re.compile(r"\b(?:another|an?)\b(?! (?:few|couple|dozen|handful)\b)")
_REMAINING = re.compile(r"\b(?:only|just|have|had|are|were)\b.*\bleft\b")
"""A number that is left is a total: "if only 2 engineers were left"."""
_TIMES: Final = tuple(
    (re.compile(rf"\b(?:{said})\b"), Fraction(times))
    for said, times in (
        ("double[sd]?|doubling|twice", "2"),
        ("triple[sd]?|three times as|3 times as|3x", "3"),
        ("quadruple[sd]?|four times as|4 times as|4x", "4"),
        ("halve[sd]?|half", "1/2"),
    )
)
_OF_TEAM = frozenset(
    phrase(
        "we us our the in size as many much number of people headcount staff ourselves grow to have"
        " get is are would could everybody all again"
    )
)
"""Words beside a "double" that leave it with the team."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change comes to."""

    answers: Mapping[SlotId, int]
    unused: tuple[str, ...]
    """Sentences that say why it comes to nothing, and what to write instead."""


def changed(said: str, context: Context) -> Changed | None:
    """The totals that a change leads to, from what is known; None where it tells of no change."""
    for pattern, times in _TIMES:
        if pattern.search(said):
            slot = _of(pattern.sub(" ", said), context)
            return None if slot is None else _reckoned({slot: 0}, times, context)
    for pattern, sign in ((_MORE, 1), (_FEWER, -1)):
        if pattern.search(said) and not _REMAINING.search(said):
            numbers = _counted(
                pattern.sub(" ", said), context, is_people=bool(_OF_PEOPLE.search(said))
            )
            added = {slot: sign * number for slot, number in numbers.items()}
            return _reckoned(added, _SAME, context) if added else None
    return None


def _of(said: str, context: Context) -> SlotId | None:
    """The slot whose number is multiplied."""
    words = set(words_of(said))
    for slot, topic in topics(context.knowledge.questions).items():
        if isinstance(context.knowledge.question(slot), NumberQuestion) and words & topic:
            return slot
    return TEAM_SIZE if words <= _OF_TEAM else None


def _counted(said: str, context: Context, *, is_people: bool) -> dict[SlotId, int]:
    """By how much each number changes: read as if it were said by itself."""
    said = " ".join(_ONE.sub("1", _ANOTHER.sub("", said)).split())
    asked = (None, TEAM_SIZE) if is_people else (None,)
    for asking in asked:
        numbers = {
            slot: value
            for slot, value in understand(said, context.knowledge, asking).answers.items()
            if isinstance(value, int)
        }
        if numbers:
            return numbers
    return {}


def _reckoned(added: Mapping[SlotId, int], times: Fraction, context: Context) -> Changed:
    answers, unused = dict[SlotId, int](), list[str]()
    for slot, plus in added.items():
        question = context.knowledge.question(slot)
        answer = context.state.answers.get(slot)
        now = answer.value if answer else None
        if not isinstance(question, NumberQuestion):
            continue
        if not isinstance(now, int):
            unused.append(
                f"How many {question.many} there are now is not known; write how many there would"
                f" be, for example “what if we had {question.quick_picks[-1]} {question.many}”."
            )
            continue
        total = int(now * times) + plus
        if question.minimum <= total <= question.maximum:
            answers[slot] = total
        else:
            unused.append(
                f"That would come to {total:,} {question.many}; write a number from"
                f" {question.minimum:,} to {question.maximum:,}."
            )
    return Changed(answers, tuple(unused))
