"""What a record says of a choice: its drivers, its options, and what was chosen."""

import re
from collections.abc import Iterator
from typing import Final

from bot.pages.closing import Closing, advised, chosen, follows
from bot.pages.group_weights import weighed_together
from bot.pages.page import Line, Lines, Part
from bot.pages.parts import judged_here
from bot.pages.tried import Tried, some_of
from bot.pages.words import (
    capital,
    condition,
    criterion_name,
    is_described,
    listed,
    name,
    picked,
    points,
    weights,
)
from engine.decision.acceptability import DRAWS
from engine.decision.case import CURRENT_ORCHESTRATOR
from engine.decision.conditions import holds
from engine.decision.model import Pick, Ranked, Recommendation
from knowledge.schema import NO_ORCHESTRATOR, AlternativeId, KnowledgeBase, Source

_BECAUSE: Final = re.compile("^because:? ", re.IGNORECASE)
"""What people begin with who are asked why."""
CHOSEN: Final = "Chosen option"
"""The lead of what was chosen and why."""
ADVICE: Final = "What the app recommended"
AGREEMENT: Final = "Decision and advice"
MIND: Final = "Mind"
TESTS: Final = "What the team's own tests say"
CHECKS: Final = "What the team's own checks say"
BESIDE: Final = (ADVICE, AGREEMENT, MIND, TESTS, CHECKS)
"""The leads of what stands beside an outcome, which reads on in the decision's root message."""
_SHEETS, _ITEMS = 2, 2
"""Of how many sheets is said what has failed, and how many items by name."""
_SURENESS: Final = {"clear": "Clear", "leans": "Leans", "too_close": "Too close to call"}


def drivers(closing: Closing) -> Iterator[Line]:
    """The criteria by weight, whose weights they are, and the facts that rule out."""
    found, kb = closing.recommendation.weights, closing.kb
    by_weight = sorted(found.percents.items(), key=lambda each: -each[1])
    for criterion, percent in by_weight:
        if percent:
            yield Line(f"{percent} %", lead=criterion_name(kb, criterion))
    if idle := [criterion_name(kb, criterion) for criterion, percent in by_weight if not percent]:
        yield Line(f"{listed(idle)}.", lead="Without weight")
    from_workspace = closing.dialogue.by_hand_from == "workspace"
    by_hand = "set for this workspace" if from_workspace else "set by the team"
    yield Line(weights(found, kb, by_hand))
    if closing.evaluated.ballots:
        yield Line(weighed_together(closing), lead="The group")
    yield from _hard_constraints(closing)


def options(closing: Closing) -> Iterator[Line]:
    """Everything that could have been chosen, the best rated first, each with where it stands."""
    recommendation, kb = closing.recommendation, closing.kb
    for each in recommendation.ranking:
        yield _ranked(each, closing)
    for out in recommendation.ruled_out:
        yield Line(
            f"ruled out. {out.reason}",
            lead=name(kb, out.alternative),
            sources=(kb.source(out.source),),
        )
    yield from _hybrids(closing)
    if staying := _staying(closing):
        yield staying
    if "no_orchestrator" in {recommendation.kind, closing.outcome.kind}:
        yield Line("never ranked; it is advised where it is enough.", lead="No orchestrator yet")
    yield from _not_ranked(closing)


def outcome_parts(closing: Closing) -> tuple[Part, ...]:
    """What was chosen and why, in the team's words; then what was advised, and what tests say."""
    because = _BECAUSE.sub("", closing.outcome.because.strip(), count=1)
    said = [" ".join(each.split()) for each in because.splitlines() if each.strip()]
    option = f'"{chosen(closing.outcome, closing.kb)}"'
    first = f"{option}, because: {said[0]}" if said else f"{option}. The team gave no reason."
    return (
        Lines((Line(first, lead=CHOSEN),)),
        *(Lines((Line(each),)) for each in said[1:]),
        Lines(tuple(_beside_the_advice(closing))),
    )


def _ranked(each: Ranked, closing: Closing) -> Line:
    kb, edition = closing.kb, closing.recommendation.edition
    found = kb.described(each.alternative)
    place = f"place {each.rank}{', shared' if each.tied else ''}"
    rated_by = (kb.source(rating.source_in(edition)) for rating in found.ratings.values())
    text = f"{points(each.points)} of 5, {place}. {judged_here(found)}".rstrip()
    return Line(text, lead=found.name, sources=tuple(dict.fromkeys(rated_by)))


def _hybrids(closing: Closing) -> Iterator[Line]:
    """Two side by side, where that was recommended or chosen."""
    kb, found, outcome = closing.kb, closing.recommendation, closing.outcome
    recommended = Pick(found.kind, found.alternative, found.beside)
    decided = Pick(outcome.kind, outcome.alternative, outcome.beside)
    for each in dict.fromkeys((recommended, decided)):
        if each.kind == "hybrid":
            yield Line("two side by side, never ranked as one.", lead=capital(picked(each, kb)))


def _not_ranked(closing: Closing) -> Iterator[Line]:
    """What was chosen or evaluated though the decision did not rank it."""
    found = closing.recommendation
    ranked = {each.alternative for each in found.ranking}
    weighed = ranked | {each.alternative for each in found.ruled_out}
    taken = closing.taken if closing.outcome.kind in ("adopt", "hybrid") else ()
    for each in dict.fromkeys((*taken, *(each.candidate for each in closing.results.candidates))):
        if each not in weighed:
            kb = closing.kb
            judged = judged_here(kb.described(each)) if is_described(kb, each) else ""
            yield Line(f"not ranked in this decision. {judged}".rstrip(), lead=name(kb, each))


def _staying(closing: Closing) -> Line | None:
    """To keep what runs today, where anything does."""
    kb, outcome = closing.kb, closing.outcome
    runs = AlternativeId(str(closing.known.get(CURRENT_ORCHESTRATOR, NO_ORCHESTRATOR)))
    if outcome.kind == "stay":
        lead = chosen(outcome, kb)
    elif is_described(kb, runs) and runs != NO_ORCHESTRATOR:
        lead = f"Stay with {name(kb, runs)}"
    else:
        return None
    despite = closing.recommendation.kept_despite
    told = "".join(f" It would be ruled out if it did not run: {e.reason}" for e in despite)
    sources = tuple(kb.source(each.source) for each in despite)
    return Line(f"what runs today.{told}", lead=lead, sources=sources)


def _hard_constraints(closing: Closing) -> Iterator[Line]:
    """The facts that rule out, each with whom."""
    kb = closing.kb
    out = {(each.alternative, each.reason) for each in closing.recommendation.ruled_out}
    by_fact: dict[str, dict[AlternativeId, Source]] = {}
    for each in kb.constraints:
        if (each.alternative, each.reason) in out and holds(each.when, closing.known):
            found = by_fact.setdefault(condition(each.when, kb), {})
            found[each.alternative] = kb.source(each.source)
    for fact, whom in by_fact.items():
        names = listed([name(kb, each) for each in whom])
        sources = tuple(dict.fromkeys(whom.values()))
        yield Line(f"{fact}, which rules out {names}.", lead="Hard constraint", sources=sources)


def _beside_the_advice(closing: Closing) -> Iterator[Line]:
    recommendation, kb = closing.recommendation, closing.kb
    sources = (kb.source(each.source) for each in kb.node(recommendation.leaf).cites)
    said = f"{advised(recommendation, kb)}. {_sureness(recommendation, kb)}"
    if recommendation.is_default:
        own = advised(recommendation, kb)
        said = f"nothing, since too little was known of the team; {own} was a default."
    yield Line(said, lead=ADVICE, sources=tuple(dict.fromkeys(sources)))
    yield Line(_agreement(closing), lead=AGREEMENT)
    for out in recommendation.ruled_out:
        if out.alternative in closing.taken:
            source = (kb.source(out.source),)
            whom = "it" if len(closing.taken) == 1 else name(kb, out.alternative)
            yield Line(f"a fact rules {whom} out for this team: {out.reason}", MIND, source)
    yield from _tried(closing)


def _tried(closing: Closing) -> Iterator[Line]:
    """What the team has found out itself."""
    found = Tried(closing.evaluated, closing.recommendation, closing.kb)
    if said := found.tests():
        if found.results.leaders and not {*closing.taken} & {*found.results.leaders}:
            said = f"{said} The team decided otherwise than its tests."
        yield Line(said, lead=TESTS)
    if failed := list(found.failures(_ITEMS)):
        yield Line(f"{'; '.join(some_of(failed, _SHEETS))}.", lead=CHECKS)


def _sureness(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """How sure the advice was, and what that rests on."""
    by_hand = " with weights set by hand" if recommendation.weights.weighing.by_hand else ""
    by = f"ranking{by_hand}" if recommendation.by_ranking else "decision tree"
    number = len(recommendation.open_slots)
    said = [
        f"{_SURENESS[recommendation.confidence]}, by the {by}",
        *_lead(recommendation, kb),
        f"{number or 'no'} open question{'' if number == 1 else 's'} could have changed it",
    ]
    return f"{'; '.join(said)}."


def _lead(recommendation: Recommendation, kb: KnowledgeBase) -> Iterator[str]:
    """How far the pick was ahead, and in how many draws it came first, where that decided."""
    scores = {each.alternative: each.points for each in recommendation.ranking}
    own = recommendation.alternative
    is_weighed = recommendation.kind == "adopt" or recommendation.by_ranking
    if own is None or own not in scores or not is_weighed:
        return
    if seconds := recommendation.runners_up:
        gap = scores[own] - scores[seconds[0]]
        how = f"{points(abs(gap))} {'ahead of' if gap > 0 else 'behind'}" if gap else "level with"
        yield f"{how} {listed([name(kb, each) for each in seconds])}"
    if recommendation.by_ranking:
        first = recommendation.acceptability[own][0]
        yield f"first in {first:,} of {DRAWS:,} draws of slightly other figures"


def _agreement(closing: Closing) -> str:
    """Whether the team decided as it was advised."""
    recommendation, outcome = closing.recommendation, closing.outcome
    if recommendation.is_default:
        return "the team decided without advice."
    if not follows(outcome, recommendation):
        return "the team decided otherwise than the app recommended."
    if recommendation.close:
        return "what the team chose is one of those that were too close to call."
    if recommendation.kind == "hybrid" and outcome.kind != "hybrid":
        return "what the team chose is one of the two that were recommended side by side."
    return "the team decided as the app recommended."
