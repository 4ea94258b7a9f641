"""The page that says why something is asked, and what hangs on the answer."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.pages.answers import led_to
from bot.pages.page import Line, Lines, Page
from bot.pages.parts import page, section, text
from bot.pages.words import capital, condition, listed, name, outcome, picked
from engine.sensitivity.model import TurningPoint
from knowledge.schema import (
    Condition,
    HardConstraint,
    KnowledgeBase,
    NumberQuestion,
    Question,
    SlotId,
    SourceId,
)

_MOST = 3
"""Lines of a section: an answer beside the question, not a page of its own."""
_UNITS = "It counts {}; a rough number, a range, or “not sure” will do."


def why_asked_page(
    question: Question, points: Sequence[TurningPoint] | None, kb: KnowledgeBase
) -> Page:
    """Why a question is asked, the short answer first.

    Args:
        question: what is asked.
        points: the answers to it that would lead a team elsewhere; None where no team is meant.
        kb: the facts.
    """
    counts = f" {_UNITS.format(question.many)}" if isinstance(question, NumberQuestion) else ""
    hangs = _turning(question, points, kb)
    # For a team what hangs on it says more than what is ruled out for others.
    out = () if hangs.lines else (*_rules_out(question, kb), *_branches(question, kb))
    return page(
        f"Why I ask: {question.label}",
        section("", text(question.why, f"{question.prompt_again}{counts}")),
        section("What hangs on it for you", hangs),
        section("What hangs on it", Lines(out[:_MOST])),
        see_also=("questions",),
    )


def _turning(question: Question, points: Sequence[TurningPoint] | None, kb: KnowledgeBase) -> Lines:
    if points is None:
        return Lines(())
    led = led_to(points, [SlotId(question.id)], kb)
    if not led:
        return text("As far as is known now, no answer to it changes the pick by itself.")
    return Lines(
        tuple(Line(f"{answers}.", lead=capital(picked(pick, kb))) for pick, answers in led)[:_MOST]
    )


def _rules_out(question: Question, kb: KnowledgeBase) -> Iterator[Line]:
    """Each alternative with its condition; those that have a reason in common share a line."""
    alike = defaultdict[tuple[str, SourceId], list[HardConstraint]](list)
    for each in kb.constraints:
        if each.alternative in kb.alternatives and _names(each.when, question):
            alike[each.reason, each.source].append(each)
    for (reason, source), found in alike.items():
        when = f"if {condition(found[0].when, kb)}: " if len(found) == 1 else ""
        yield Line(
            f"{when}{reason}",
            lead=listed([name(kb, each.alternative) for each in found]),
            sources=(kb.source(source),),
        )


def _branches(question: Question, kb: KnowledgeBase) -> Iterator[Line]:
    for each in kb.tree:
        if _names(each.when, question):
            yield Line(each.statement, lead=outcome(each.then, kb).rstrip("."))


def _names(when: Condition, question: Question) -> bool:
    return any(each.slot == question.id for each in (*when.all, *when.any))
