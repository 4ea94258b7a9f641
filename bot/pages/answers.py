"""How answers read: by themselves, and as conditions under which something else is advised."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, assert_never

from bot.pages.words import listed
from engine.decision.case import CURRENT_ORCHESTRATOR
from engine.decision.model import Pick
from engine.dialogue.model import Span
from engine.sensitivity.model import TurningPoint
from knowledge.schema import ChoiceQuestion, KnowledgeBase, NumberQuestion, SlotId

_CLOUD: Final = SlotId("cloud")
_CLAUSE: Final = re.compile(r"(.+?) ((?:is|would be|shares) .+)")
"""A phrase with a verb of its own: 'portability' and 'is required'."""
_PLACE: Final = re.compile(r"(?:not )?in .+")
_PLURAL: Final = "scripts"
_STAY: Final = Pick("stay", None)
_RUNS_TODAY: Final = "if an orchestrator runs today"


def numbers(question: NumberQuestion, first: int, last: int | None) -> str:
    """A run of numbers, by either end first, and open above where ``last`` is None.

    '8 engineers', 'no models', 'fewer than 5 pipelines', '4 to 9 models', '10 engineers or more'.
    """
    end = question.maximum if last is None else last
    low, high = min(first, end), max(first, end)
    if low == high:
        return _counted(question, low)
    if high == question.maximum:
        return f"{_counted(question, low)} or more"
    if low == question.lowest:
        return f"fewer than {_counted(question, high + 1)}"
    return f"{low:,} to {_counted(question, high)}"


def answer(question: NumberQuestion | ChoiceQuestion, value: int | str) -> str:
    """One answer by itself: '8 engineers', 'no Kubernetes skill'; KeyError where it is none."""
    match question:
        case NumberQuestion():
            return numbers(question, int(value), int(value))
        case ChoiceQuestion():
            return {option.id: option.phrase for option in question.options}[str(value)]
        case _:
            assert_never(question)


def phrases(
    known: Mapping[SlotId, int | str],
    kb: KnowledgeBase,
    spans: Mapping[SlotId, Span] = MappingProxyType({}),
) -> list[str]:
    """What is known, as it stands in a sentence: '8 engineers', 'no Kubernetes skill'.

    What was said as a span reads as it was said: '10 to 15 engineers (counted as 12)'.
    """
    return [
        _counted_of(question, known[slot], spans[slot])
        if isinstance(question, NumberQuestion) and slot in spans
        else answer(question, known[slot])
        for question in kb.questions
        if (slot := SlotId(question.id)) in known
    ]


def _counted_of(question: NumberQuestion, value: int | str, span: Span) -> str:
    return f"{numbers(question, span.low, span.high)} (counted as {value:,})"


def together(supposed: Mapping[SlotId, int | str], kb: KnowledgeBase) -> list[str]:
    """Answers as conditions that all hold: 'on Google Cloud', 'with 40 engineers'."""
    found = (
        _condition(question, value, until=value if isinstance(value, int) else None)
        for question in kb.questions
        if (value := supposed.get(SlotId(question.id))) is not None
    )
    return [" ".join(filter(None, (each.lead, each.subject, each.end))) for each in found]


def conditions(points: Iterable[TurningPoint], kb: KnowledgeBase) -> str:
    """The answers that lead to one pick, as they stand behind it; each of them is enough.

    'with fewer than 5 pipelines', 'if portability or lineage is required, or on Azure instead of
    AWS'.
    """
    subjects: dict[tuple[str, str, str], list[str]] = {}
    for point in points:
        found = _condition(kb.question(point.slot), point.value, until=point.until, was=point.was)
        key = (found.lead, found.end, "" if found.end else found.kind)
        subjects.setdefault(key, []).append(found.subject)
    *first, last = [
        " ".join(filter(None, (lead, listed(alike, "or"), end)))
        for (lead, end, _), alike in subjects.items()
    ]
    return f"{', '.join(first)}, or {last}" if first else last


def led_to(
    points: Iterable[TurningPoint], first: Sequence[SlotId], kb: KnowledgeBase
) -> list[tuple[Pick, str]]:
    """For each other pick the answers that lead to it, each by itself, in words.

    The picks that hang on the slots of ``first`` come first, in their order. To stay with one or
    the other that may run today is one pick. What runs today, once it is known, is left out: it is
    as it is.
    """
    order = {slot: place for place, slot in enumerate(first)}
    told = [each for each in points if each.slot != CURRENT_ORCHESTRATOR or each.was is None]
    merges = sum(_keeps(each) for each in told) > 1
    by_pick: dict[Pick, list[TurningPoint]] = {}
    for point in sorted(told, key=lambda each: order.get(each.slot, len(order))):
        by_pick.setdefault(_STAY if merges and _keeps(point) else point.then, []).append(point)
    return [
        (pick, _RUNS_TODAY if pick == _STAY and merges else conditions(leading, kb))
        for pick, leading in by_pick.items()
    ]


def _keeps(point: TurningPoint) -> bool:
    """Whether what runs today would be kept for the reason that it runs."""
    return point.slot == CURRENT_ORCHESTRATOR and point.then.kind == "stay"


@dataclass(frozen=True, slots=True)
class _Condition:
    """A condition in three parts: where the outer ones are alike, the subjects can be listed."""

    lead: str
    subject: str
    end: str
    kind: str
    """Where there is no end: what it must share with another to stand in one list with it."""


def _condition(
    question: NumberQuestion | ChoiceQuestion,
    value: int | str,
    *,
    until: int | None = None,
    was: int | str | None = None,
) -> _Condition:
    """An answer, of numbers up to ``until`` or without an end, in place of ``was``."""
    if isinstance(question, NumberQuestion):
        run = numbers(question, int(value), until)
        return _Condition("with", run, "", kind=run)
    phrase = answer(question, value)
    # Said of the cloud and of what runs today; elsewhere the phrase says enough by itself.
    instead = "" if was is None else f"instead of {answer(question, was)}"
    if question.id == CURRENT_ORCHESTRATOR:
        runs = "run today" if phrase.startswith(_PLURAL) else "runs today"
        end = f"{runs} {_without_today(instead)}".rstrip()
        return _Condition("if", _without_today(phrase), end, kind=question.id)
    if question.id == _CLOUD:
        return _Condition("on", phrase, instead, kind=question.id)
    if clause := _CLAUSE.fullmatch(phrase):
        return _Condition("if", clause[1], clause[2], kind=question.id)
    lead = "" if _PLACE.fullmatch(phrase) else "with"
    return _Condition(lead, phrase, "", kind=question.id)


def _without_today(phrase: str) -> str:
    return phrase.removesuffix(" today")


def _counted(question: NumberQuestion, number: int) -> str:
    return f"{f'{number:,}' if number else 'no'} {question.one if number == 1 else question.many}"
