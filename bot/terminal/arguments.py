"""What was typed after a command, as values. What cannot be used is one clear line.

Here stand canonical values; free text is ``team``'s.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from rapidfuzz import fuzz, process

from bot.pages import index
from bot.terminal.failures import ArgumentError
from knowledge.schema import (
    AlternativeId,
    ChoiceQuestion,
    CriterionId,
    Edition,
    KnowledgeBase,
    NumberQuestion,
    OptionId,
    Question,
    SlotId,
)

_QUOTED_MAX: Final = 60
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,11}")
"""A whole number as it is written, short enough to be read at once."""
_NEAR: Final = 60
"""From this likeness on (of 100) a name is suggested for another."""
_ALL: Final = 100
"""Percent."""


def quoted(text: str) -> str:
    """What was typed, as a sentence can show it: printable, on one line, cut where it is long."""
    shown = "".join(each if each.isprintable() else "?" for each in text)
    return shown if len(shown) <= _QUOTED_MAX else f"{shown[: _QUOTED_MAX - 3]}..."


def answers_set(pairs: Iterable[str], kb: KnowledgeBase) -> dict[SlotId, int | OptionId]:
    """The answers of ``--set SLOT=VALUE``, in the order of the questions.

    Values are canonical: the id of an option, or a whole number within its bounds.

    Raises:
        ArgumentError: A pair is none, or names no slot, or holds no answer to it; or two pairs
            answer one slot differently.
    """
    questions = {question.id: question for question in kb.questions}
    answers: dict[str, int | OptionId] = {}
    for pair in pairs:
        slot, value = _parted(pair, "--set", "SLOT=VALUE, for example cloud=aws")
        if slot not in questions:
            raise _not_among(
                f"--set {quoted(pair)}: there is no slot {quoted(slot)}", slot, questions
            )
        answer = _answer(questions[slot], value)
        if answers.setdefault(slot, answer) != answer:
            raise ArgumentError(
                f"{slot} is set to {answers[slot]} and to {answer}; give it once, "
                f"{_allowed(questions[slot])}."
            )
    return {SlotId(slot): answers[slot] for slot in questions if slot in answers}


def stressed(names: Iterable[str], kb: KnowledgeBase) -> tuple[CriterionId, ...]:
    """The criteria of ``--stress``, in the order of the knowledge base.

    Raises:
        ArgumentError: One is no criterion.
    """
    found = {_criterion(name, f"--stress {quoted(name)}", kb) for name in names}
    return tuple(each for each in _criteria(kb) if each in found)


def weights_by_hand(pairs: Iterable[str], kb: KnowledgeBase) -> dict[CriterionId, int]:
    """The whole percents of ``--weight CRITERION=PERCENT``, in the order of the knowledge base.

    Raises:
        ArgumentError: A pair is none, or names no criterion, or holds no percent; or two pairs
            weigh one criterion differently.
    """
    percents: dict[CriterionId, int] = {}
    for pair in pairs:
        name, value = _parted(pair, "--weight", "CRITERION=PERCENT, for example lineage=30")
        criterion = _criterion(name, f"--weight {quoted(pair)}", kb)
        percent = _number(value)
        if percent is None or percent > _ALL:
            raise ArgumentError(
                f"--weight {criterion}={quoted(value)} is no percentage; "
                "write a whole number from 0 to 100."
            )
        if percents.setdefault(criterion, percent) != percent:
            raise ArgumentError(
                f"--weight {criterion} is {percents[criterion]} and {percent}; give it once."
            )
    return {each: percents[each] for each in _criteria(kb) if each in percents}


def edition_of(name: str) -> Edition:
    """The edition of that name.

    Raises:
        ArgumentError: There is none.
    """
    try:
        return Edition(name)
    except ValueError:
        raise ArgumentError(
            f"--edition {quoted(name)} is neither lesson nor current; write one of them."
        ) from None


def alternative_named(name: str, kb: KnowledgeBase) -> AlternativeId:
    """The alternative or contender that people mean by this: its id, its name, or 'kfp'.

    Raises:
        ArgumentError: There is none, or it is known here and not rated.
    """
    there_are = f"Name one of {', '.join((*kb.alternatives, *kb.contenders))}."
    match index.find(name, kb, ("alternative", "contender", "name")):
        case index.Subject(kind="name") as found:
            known = {each.id: each for each in kb.names}[found.id]
            why = known.why_not_rated.text.rstrip(".")
            raise ArgumentError(f"{known.name} is known here and not rated: {why}. {there_are}")
        case index.Subject() as found:
            return AlternativeId(found.id)
        case near:
            raise ArgumentError(f"There is no alternative {quoted(name)}{meant(near)} {there_are}")


def meant(near: Sequence[index.Subject]) -> str:
    """The end of a sentence that refuses a name: the nearest ones, where there are any."""
    return f"; did you mean {' or '.join(each.id for each in near)}?" if near else "."


def days(text: str) -> int:
    """A number of days from 0.

    Raises:
        ArgumentError: It is none.
    """
    number = _number(text)
    if number is None:
        raise ArgumentError(
            f"--older-than {quoted(text)} is no number of days; write a whole number from 0."
        )
    return number


def day(text: str) -> date:
    """A day, written as 2026-11-22.

    Raises:
        ArgumentError: It is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentError(f"--today {quoted(text)} is no date; write it as 2026-11-22.") from None


def _parted(pair: str, option: str, wanted: str) -> tuple[str, str]:
    left, is_parted, right = pair.partition("=")
    if not is_parted:
        raise ArgumentError(f"{option} {quoted(pair)} has no '='; write {wanted}.")
    return left.strip(), right.strip()


def _answer(question: Question, value: str) -> int | OptionId:
    match question:
        case NumberQuestion():
            number = _number(value)
            if number is not None and question.lowest <= number <= question.maximum:
                return number
        case ChoiceQuestion():
            for option in question.options:
                if value == option.id:
                    return OptionId(option.id)
    raise ArgumentError(f"{question.id}={quoted(value)} cannot be used; {_allowed(question)}.")


def _allowed(question: Question) -> str:
    match question:
        case NumberQuestion():
            return f"write a whole number from {question.lowest} to {question.maximum}"
        case ChoiceQuestion():
            return f"write one of {', '.join(option.id for option in question.options)}"


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None


def _criteria(kb: KnowledgeBase) -> list[CriterionId]:
    return [CriterionId(each.id) for each in kb.criteria]


def _criterion(name: str, typed: str, kb: KnowledgeBase) -> CriterionId:
    for criterion in _criteria(kb):
        if name == criterion:
            return criterion
    raise _not_among(f"{typed}: there is no criterion {quoted(name)}", name, _criteria(kb))


def _not_among(refusal: str, name: str, names: Iterable[str]) -> ArgumentError:
    """The refusal of a name, with the nearest of those that there are, and all of them."""
    there_are = list(names)
    near = process.extractOne(name, there_are, scorer=fuzz.ratio, score_cutoff=_NEAR)
    suggested = f"; did you mean {near[0]}?" if near else "."
    return ArgumentError(f"{refusal}{suggested} Write one of {', '.join(there_are)}.")
