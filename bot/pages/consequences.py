"""What a record says of what follows from a choice, good and bad, and what it costs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.pages.assumed import assumptions_in_short
from bot.pages.closing import Closing
from bot.pages.ownership import cited, headline, unfit_line
from bot.pages.page import Line
from bot.pages.parts import lesson, line
from bot.pages.words import is_described, lock_in, name
from engine.advice.migrate import migrate
from engine.cost.assumptions import assumptions
from engine.cost.model import VariantCost
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

    What speaks against it comes first: where a reader stops, or a message ends, it was said.
    """
    match closing.taken:
        case ():
            yield Line("What runs today is not described here, so nothing is known of it.")
        case (taken,):
            if not is_described(closing.kb, taken):
                gone = "is not described here any more, so nothing is known of it."
                yield Line(f"{taken} {gone}")
                return
            if taken != NO_ORCHESTRATOR:
                yield from _cost(closing, taken)
            yield from _against(taken, closing)
            yield from _moving(closing, taken)
            yield from _speaks_for(taken, closing)
        case both:
            yield from _of_hybrid(both, closing)


def _of_hybrid(both: Sequence[AlternativeId], closing: Closing) -> Iterator[Line]:
    """The same of each, by its name, and what follows from running two.

    How long it takes to move is left out: no source says it of a part of the pipelines.
    """
    kb = closing.kb
    described = [each for each in both if is_described(kb, each)]
    for taken in described:
        for each in _cost(closing, taken):
            text = f"{name(kb, taken)}, if it ran everything: {each.text}"
            yield replace(each, text=text) if each.lead == COST else each
    yield Line("no source has a sum for the two side by side.", lead=COST)
    yield Line("two orchestrators are run and kept up to date.", lead=BAD)
    is_known = {each.id for each in kb.hybrid.components} >= {*both}
    yield from _each(kb.hybrid.cautions if is_known else (), BAD, kb)
    for taken in described:
        yield from _named(taken, _against(taken, closing), kb)
    if is_known:
        yield _each_its_part(both, kb)
    for taken in described:
        yield from _named(taken, _speaks_for(taken, closing), kb)


def _each_its_part(both: Sequence[AlternativeId], kb: KnowledgeBase) -> Line:
    does = {each.id: each for each in kb.hybrid.components}
    parts = " ".join(f"{does[each].name}: {does[each].does}" for each in both)
    return Line(f"each has its part. {parts}", GOOD, (kb.source(kb.hybrid.summary.source),))


def _named(taken: AlternativeId, lines: Iterable[Line], kb: KnowledgeBase) -> Iterator[Line]:
    for each in lines:
        yield replace(each, text=f"{name(kb, taken)}: {each.text}")


def _against(taken: AlternativeId, closing: Closing) -> Iterator[Line]:
    kb = closing.kb
    yield from _each(kb.described(taken).profile.weaknesses, BAD, kb)
    for caution in kb.cautions:
        if caution.alternative == taken and holds(caution.when, closing.known):
            yield Line(caution.text, lead=BAD, sources=(kb.source(caution.source),))


def _speaks_for(taken: AlternativeId, closing: Closing) -> Iterator[Line]:
    found = closing.kb.described(taken)
    yield from _each(found.profile.strengths, GOOD, closing.kb)
    yield _lock_in(found, closing.kb)


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
    first = next((each for each in found.variants if not each.unfit), found.variants[0])
    against = unfit_line(first, kb)
    yield Line(
        f"{headline(found)} {against.text}".rstrip(),
        lead=COST,
        sources=tuple(dict.fromkeys((*cited(_sources(first), kb), *against.sources))),
    )
    for each in assumptions_in_short(found, kb):
        yield Line(each.text, lead=f"Cost, {each.lead.lower()}", sources=each.sources)


def _sources(first: VariantCost) -> Iterator[SourceId]:
    """What the figures of the headline rest on."""
    for item in first.items:
        if item.amount is not None:
            yield from item.sources


def _edition(closing: Closing, taken: AlternativeId) -> Edition:
    """The decision's; today's where the lesson has no sum for what was chosen."""
    edition = closing.recommendation.edition
    has_one = any(e.alternative == taken and e.is_in(edition) for e in closing.kb.costs.variants)
    return edition if has_one else Edition.CURRENT
