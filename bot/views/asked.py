"""The answer to what a person asks, whatever way they asked it; nothing is changed by it."""

from typing import assert_never

from bot.pages.index import Subject, contents, find, page_of
from bot.pages.why_asked import why_asked_page
from bot.pages.why_not import not_for_everyone_page, why_not_page
from bot.views.blocks import Rendered, section
from bot.views.comparison import side_by_side
from bot.views.cost import cost
from bot.views.help import help_message
from bot.views.limits import MESSAGE_TEXT
from bot.views.outgrown import outgrown
from bot.views.page import page
from bot.views.recommendation import why
from bot.views.snapshot import Snapshot
from bot.views.standing import standing
from bot.views.supposed import supposed
from bot.views.topics import nothing_called, topics
from bot.views.trust import trust
from engine.advice.why_not import why_not
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from engine.dialogue.requests import (
    About,
    CompareAsked,
    CostAsked,
    HelpAsked,
    OutgrownAsked,
    RecommendAsked,
    Request,
    StateAsked,
    Supposed,
    TrustAsked,
    WhyAsked,
    WhyNot,
)
from engine.dialogue.state import known_answers, weighing_of
from engine.sensitivity.answers import turning_points
from knowledge.schema import KnowledgeBase, SlotId


def asked(
    request: Request,
    shown: Snapshot | None,
    kb: KnowledgeBase,
    *,
    workspace: Assumed = NOTHING_ASSUMED,
    room: int = MESSAGE_TEXT,
    draws: bool = True,
) -> Rendered:
    """The answer to a request; without a snapshot, beside any decision.

    Args:
        request: what is asked.
        shown: the decision whose team is meant.
        kb: the facts.
        workspace: what the workspace keeps, for a sum of no decision.
        room: how many characters of a message a page may take.
        draws: whether it may hold the one table of a message, and a chart.
    """
    match request:
        case WhyAsked(slot=slot):
            return _why_asked(slot, shown, kb, room)
        case About(subject=subject):
            return _about(subject, kb, room, draws=draws)
        case WhyNot():
            return _why_not(request, shown, kb, room)
        case CostAsked():
            return cost(request, shown, kb, workspace=workspace, room=room, draws=draws)
        case CompareAsked():
            return side_by_side(request, shown, kb, room=room, draws=draws)
        case Supposed():
            return supposed(request, shown, kb)
        case OutgrownAsked(alternative=alternative):
            return outgrown(alternative, shown, kb)
        case TrustAsked():
            return trust(shown, kb)
        case StateAsked() | RecommendAsked():
            return standing(shown, kb)
        case HelpAsked():
            return help_message()
        case _:
            assert_never(request)


def is_subject(text: str, kb: KnowledgeBase) -> bool:
    """Whether something that can be explained is called exactly so, but for case and hyphens."""
    return isinstance(find(text, kb), Subject)


def _why_asked(slot: SlotId, shown: Snapshot | None, kb: KnowledgeBase, room: int) -> Rendered:
    question = next((each for each in kb.questions if each.id == slot), None)
    if question is None:
        line = "That question comes from another version of the app; it is not asked any more."
        return Rendered(text=line, blocks=[section(line)])
    points = None
    if shown is not None and shown.dialogue.answers:
        known, dialogue = known_answers(shown.dialogue), shown.dialogue
        found = turning_points(known, kb, dialogue.edition, weighing_of(dialogue))
        points = [each for each in found if each.slot == slot]
    return page(why_asked_page(question, points, kb), room=room)


def _about(subject: str, kb: KnowledgeBase, room: int, *, draws: bool) -> Rendered:
    if not subject.strip():
        return topics(contents(kb))
    found = find(subject, kb)
    if not isinstance(found, Subject):
        return nothing_called(subject, found)
    whole = f"orchestrator explain {found.id}"
    return page(page_of(found, kb), whole, room=room, draws=draws)


def _why_not(request: WhyNot, shown: Snapshot | None, kb: KnowledgeBase, room: int) -> Rendered:
    recommendation = shown.recommendation if shown else None
    if shown is None or recommendation is None:
        return page(not_for_everyone_page(request.alternative, kb), room=room)
    found = why_not(request.alternative, recommendation, known_answers(shown.dialogue), kb)
    rendered = page(why_not_page(found, recommendation, kb), room=room)
    if found.standing != "picked":
        return rendered
    title, *others = rendered.blocks
    return Rendered(rendered.text, [title, section(why(recommendation, kb)), *others])
