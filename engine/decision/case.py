"""What one node of the tree comes to for a team, once the excluded alternatives are gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from engine.decision.conditions import Known
from engine.decision.constraints import ruled_out
from engine.decision.model import Pick, Points, Ranked, RuledOut, Weights
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
        """The best besides the pick; several where they tie."""
        picked = (self.pick.alternative, self.pick.beside)
        others = [e for e in self.candidates or self.ranking if e.alternative not in picked]
        return tuple(e.alternative for e in others if e.points == others[0].points)


def case_of(leaf: Node, known: Known, knowledge: KnowledgeBase, edition: Edition) -> Case:
    """The case in which this node decides.

    What runs today is not ruled out where the advice is to stay with it: it runs.
    """
    kept = known.get(CURRENT_ORCHESTRATOR) if isinstance(leaf.then, Stay) else None
    excluded = tuple(out for out in ruled_out(known, knowledge) if out.alternative != kept)
    weights = weights_for(known, knowledge)
    ranking = rank(weights, knowledge, edition, without={out.alternative for out in excluded})
    candidates = candidates_of(leaf.then, ranking)
    return Case(
        known=known,
        leaf=leaf,
        weights=weights,
        ruled_out=excluded,
        ranking=ranking,
        candidates=candidates,
        pick=pick_of(leaf.then, ranking, known),
    )


def candidates_of(outcome: Outcome, ranking: Sequence[Ranked]) -> tuple[Ranked, ...]:
    """Those among whom the ranking picks; empty where the outcome itself names the pick.

    All of the ranking, where every alternative that the outcome names is excluded.
    """
    match outcome:
        case Adopt(alternative=alternative):
            return () if alternative in _names(ranking) else tuple(ranking)
        case ByRanking(only=only):
            among = tuple(entry for entry in ranking if entry.alternative in only)
            return among or tuple(ranking)
        case Stay() | NoOrchestrator():
            return ()
        case _:
            assert_never(outcome)


def pick_of(outcome: Outcome, ranking: Sequence[Ranked], known: Known) -> Pick:
    """The pick of an outcome.

    Among several that tie at the top it is the first in the order of the knowledge base; where
    every alternative is excluded none is adopted.
    """
    candidates = candidates_of(outcome, ranking)
    if candidates:
        return Pick("adopt", candidates[0].alternative)
    ranked = _names(ranking)
    match outcome:
        case Adopt(alternative=alternative, beside=beside) if alternative in ranked:
            if beside is not None and beside in ranked:
                return Pick("hybrid", alternative, beside)
            return Pick("adopt", alternative)
        case Stay():
            current = known.get(CURRENT_ORCHESTRATOR)
            return Pick("stay", next((each for each in ranked if each == current), None))
        case Adopt() | ByRanking() | NoOrchestrator():
            return Pick("no_orchestrator", None)
        case _:
            assert_never(outcome)


def named_by(outcome: Outcome) -> tuple[AlternativeId, ...]:
    """The alternatives that an outcome names."""
    match outcome:
        case Adopt(alternative=alternative, beside=beside):
            return (alternative,) if beside is None else (alternative, beside)
        case ByRanking(only=only):
            return only
        case Stay() | NoOrchestrator():
            return ()
        case _:
            assert_never(outcome)


def _names(ranking: Sequence[Ranked]) -> tuple[AlternativeId, ...]:
    return tuple(entry.alternative for entry in ranking)
