"""What one node of the tree comes to for a team, once the excluded alternatives are gone."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from engine.decision.conditions import Known
from engine.decision.constraints import ruled_out
from engine.decision.model import NO_WISHES, Pick, Points, Ranked, RuledOut, Weighing, Weights
from engine.decision.ranking import rank
from engine.decision.weights import weights_for
from knowledge.schema import (
    Adopt,
    AlternativeId,
    ByRanking,
    Edition,
    KnowledgeBase,
    Node,
    NoOrchestrator,
    Outcome,
    SlotId,
    Stay,
)

CURRENT_ORCHESTRATOR = SlotId("current_orchestrator")
"""The slot that says what runs today; its option may be the id of an alternative."""
CLOSE_LEAD: Points = 10
"""Below this lead a pick by the ranking is too close to call."""


@dataclass(frozen=True, slots=True)
class Case:
    """The answers, the node that decides on them, and what follows."""

    known: Known
    leaf: Node
    weights: Weights
    ruled_out: tuple[RuledOut, ...]
    kept_despite: tuple[RuledOut, ...]
    """What runs today, where a constraint holds against it and the advice is to keep it."""
    ranking: tuple[Ranked, ...]
    candidates: tuple[Ranked, ...]
    """Those among whom the ranking picks; empty where the leaf itself names the pick."""
    pick: Pick

    @property
    def close(self) -> tuple[AlternativeId, ...]:
        """The candidates that are less than ``CLOSE_LEAD`` behind the pick."""
        return tuple(
            other.alternative
            for other in self.candidates[1:]
            if self.candidates[0].points - other.points < CLOSE_LEAD
        )

    @property
    def runners_up(self) -> tuple[AlternativeId, ...]:
        """The best besides the pick; several where they tie.

        Among those who were left to choose from; where the leaf names the pick, among those who
        would be if a fact ruled it out.
        """
        picked = (self.pick.alternative, self.pick.beside)
        others = [e for e in self.candidates or self.ranking if e.alternative not in picked]
        if not self.candidates and isinstance(self.leaf.then, Adopt):
            others = list(candidates_of(self.leaf.then.otherwise, others))
        return tuple(e.alternative for e in others if e.points == others[0].points)


def case_of(
    leaf: Node,
    known: Known,
    knowledge: KnowledgeBase,
    edition: Edition,
    weighing: Weighing = NO_WISHES,
) -> Case:
    """The case in which this node decides.

    What runs today is not ruled out where the advice is to keep it, alone or beside another.
    """
    excluded, kept = ruled_out(known, knowledge), tuple[RuledOut, ...]()
    if _is_kept(leaf.then, known, {out.alternative for out in excluded}):
        current = known.get(CURRENT_ORCHESTRATOR)
        kept = tuple(out for out in excluded if out.alternative == current)
        excluded = tuple(out for out in excluded if out.alternative != current)
    weights = weights_for(known, knowledge, weighing)
    ranking = rank(weights, knowledge, edition, without={out.alternative for out in excluded})
    candidates = candidates_of(leaf.then, ranking)
    return Case(
        known=known,
        leaf=leaf,
        weights=weights,
        ruled_out=excluded,
        kept_despite=kept,
        ranking=ranking,
        candidates=candidates,
        pick=pick_of(leaf.then, ranking, known),
    )


def candidates_of(outcome: Outcome, ranking: Sequence[Ranked]) -> tuple[Ranked, ...]:
    """Those among whom the ranking picks; empty where the outcome itself names the pick.

    All of the ranking, where nothing is left of those whom the outcome lets in.
    """
    match outcome:
        case Adopt(alternative=alternative, otherwise=otherwise):
            return () if alternative in _names(ranking) else candidates_of(otherwise, ranking)
        case ByRanking():
            among = tuple(each for each in ranking if lets_in(outcome, each.alternative))
            return among or tuple(ranking)
        case Stay() | NoOrchestrator():
            return ()
        case _:
            assert_never(outcome)


def pick_of(outcome: Outcome, ranking: Sequence[Ranked], known: Known) -> Pick:
    """The pick of an outcome.

    Among several that tie at the top it is the first in the order of the knowledge base. What runs
    today is not adopted but stayed with. Where every alternative is excluded none is adopted.
    """
    candidates, ranked = candidates_of(outcome, ranking), _names(ranking)
    current = known.get(CURRENT_ORCHESTRATOR)

    def taken(alternative: AlternativeId) -> Pick:
        return Pick("stay" if alternative == current else "adopt", alternative)

    if candidates:
        return taken(candidates[0].alternative)
    match outcome:
        case Adopt(alternative=alternative, beside=beside) if alternative in ranked:
            if beside is not None and beside in ranked:
                return Pick("hybrid", alternative, beside)
            return taken(alternative)
        case Stay():
            return Pick("stay", next((each for each in ranked if each == current), None))
        case Adopt() | ByRanking() | NoOrchestrator():
            return Pick("no_orchestrator", None)
        case _:
            assert_never(outcome)


def as_if_new(pick: Pick) -> Pick:
    """The pick without regard to what runs today, so that picks can be told apart.

    To stay with an alternative and to adopt it are one pick: what is asked is where a team goes.
    """
    is_kept = pick.kind == "stay" and pick.alternative is not None
    return replace(pick, kind="adopt") if is_kept else pick


def lets_in(outcome: ByRanking, alternative: AlternativeId) -> bool:
    """Whether the ranking may pick this alternative."""
    is_meant = not outcome.only or alternative in outcome.only
    return is_meant and alternative not in outcome.without


def named_by(outcome: Outcome, knowledge: KnowledgeBase) -> tuple[AlternativeId, ...]:
    """The alternatives that an outcome names; contenders only where they are ranked."""
    match outcome:
        case Adopt(alternative=alternative, beside=beside):
            named = (alternative, *(() if beside is None else (beside,)))
        case ByRanking(only=only):
            named = only
        case Stay() | NoOrchestrator():
            named = ()
        case _:
            assert_never(outcome)
    return tuple(each for each in named if each in knowledge.alternatives)


def _is_kept(outcome: Outcome, known: Known, excluded: Container[AlternativeId]) -> bool:
    """Whether the advice is to keep what runs today."""
    match outcome:
        case Stay():
            return True
        case Adopt(alternative=alternative, beside=beside) if beside is not None:
            return known.get(CURRENT_ORCHESTRATOR) == alternative and beside not in excluded
        case Adopt() | ByRanking() | NoOrchestrator():
            return False
        case _:
            assert_never(outcome)


def _names(ranking: Sequence[Ranked]) -> tuple[AlternativeId, ...]:
    return tuple(entry.alternative for entry in ranking)
