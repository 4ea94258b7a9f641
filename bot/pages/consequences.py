"""What a record says of what follows from a choice, good and bad, and what it costs."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from bot.pages.assumed import assumptions_in_short
from bot.pages.closing import Closing
from bot.pages.ownership import cited, headline
from bot.pages.page import Line
from bot.pages.parts import lesson, line
from bot.pages.words import is_described, lock_in, name
from engine.advice.migrate import migrate
from engine.cost.assumptions import assumptions
from engine.cost.model import CostOfOwnership
from engine.cost.reckon import cost_of_ownership
from engine.decision.case import CURRENT_ORCHESTRATOR
from engine.decision.conditions import holds
from knowledge.schema import (
    NO_ORCHESTRATOR,
    Alternative,
    AlternativeId,
    Claim,
    Edition,
    KnowledgeBase,
    SourceId,
)

GOOD: Final = "Good, because"
NEUTRAL: Final = "Neutral, because"
BAD: Final = "Bad, because"
COST: Final = "Cost"
_LOCKED_IN: Final = {
    "low": GOOD,
    "low_medium": GOOD,
    "medium": NEUTRAL,
    "high": BAD,
    "not_in_source": NEUTRAL,
}


def consequences(closing: Closing) -> Iterator[Line]:
    """What was chosen costs, what speaks against it, what for it, and how hard it is to leave.

    What speaks against it comes first: where a reader stops, or a message ends, it was said. Of a
    hybrid that is said of both, each by its name.
    """
    kb = closing.kb
    if not closing.taken:
        yield Line("What runs today is not described here, so nothing is known of it.")
        return
    if len(closing.taken) == 1:
        yield from _of(closing.taken[0], closing)
        return
    yield Line("two orchestrators are learned, run and kept up to date.", lead=BAD)
    apart = "each sum is for the whole workload on one of them; no source has one for the two."
    yield Line(apart, lead=COST)
    for taken in closing.taken:
        for each in _of(taken, closing):
            yield replace(each, text=f"{name(kb, taken)}: {each.text}")


def _of(taken: AlternativeId, closing: Closing) -> Iterator[Line]:
    kb = closing.kb
    if not is_described(kb, taken):
        yield Line(f"{taken} is not described here any more, so nothing is known of it.")
        return
    found = kb.described(taken)
    if taken != NO_ORCHESTRATOR:
        yield from _cost(closing, taken)
    yield from _each(found.profile.weaknesses, BAD, kb)
    for caution in kb.cautions:
        if caution.alternative == found.id and holds(caution.when, closing.known):
            yield Line(caution.text, lead=BAD, sources=(kb.source(caution.source),))
    yield from _moving(closing, taken)
    yield from _each(found.profile.strengths, GOOD, kb)
    yield _lock_in(found, kb)


def _each(claims: Iterable[Claim], lead: str, kb: KnowledgeBase) -> Iterator[Line]:
    for each in claims:
        yield line(each, kb, lead)


def _moving(closing: Closing, taken: AlternativeId) -> Iterator[Line]:
    """How long it takes to move to it from what runs today, where a source says it."""
    runs = AlternativeId(str(closing.known.get(CURRENT_ORCHESTRATOR, "")))
    if runs != taken and (runs in closing.kb.alternatives or runs in closing.kb.contenders):
        effort = migrate(runs, taken, closing.kb).effort
        if effort is not None:
            source = closing.kb.source(effort.source)
            moving = f"It has to be moved to: {effort.text}"
            yield Line(moving, lead=BAD, sources=(source,))


def _lock_in(found: Alternative, kb: KnowledgeBase) -> Line:
    verdict, reasons = found.lock_in.verdict, found.lock_in.reasons
    said = " ".join([f"Lock-in: {lock_in(found.lock_in)}", *(each.text for each in reasons)])
    own = (lesson(kb),) if found.is_in_lesson else ()
    sources = dict.fromkeys((*own, *(kb.source(each.source) for each in reasons)))
    return Line(said, lead=_LOCKED_IN[verdict], sources=tuple(sources))


def _cost(closing: Closing, taken: AlternativeId) -> Iterator[Line]:
    """What a year of it costs, and what that rests on."""
    kb, known = closing.kb, closing.known
    resolved = assumptions(known, kb, assumed=closing.assumed, workspace=closing.workspace)
    found = cost_of_ownership(known, kb, resolved, _edition(closing, taken), alternatives=(taken,))
    if not found.variants:
        yield Line("no figure: no source has one for it.", lead=COST)
        return
    sources = cited(_sources(found), kb)
    yield Line(headline(found), lead=COST, sources=sources)
    for each in assumptions_in_short(found, kb):
        yield Line(each.text, lead=f"Cost, {each.lead.lower()}", sources=each.sources)


def _sources(found: CostOfOwnership) -> Iterator[SourceId]:
    """What the figures of the headline rest on."""
    first = next((each for each in found.variants if not each.unfit), found.variants[0])
    for item in first.items:
        if item.amount is not None:
            yield from item.sources


def _edition(closing: Closing, taken: AlternativeId) -> Edition:
    """The decision's; today's where the lesson has no sum for what was chosen."""
    edition = closing.recommendation.edition
    has_one = any(e.alternative == taken and e.is_in(edition) for e in closing.kb.costs.variants)
    return edition if has_one else Edition.CURRENT
