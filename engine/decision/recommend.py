"""From answers to advice: the pipeline on one screen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from engine.decision.conditions import Known, could_fail
from engine.decision.constraints import could_be_ruled_out, could_return, ruled_out
from engine.decision.model import Points, Ranked, Recommendation
from engine.decision.ranking import rank
from engine.decision.tree import Path, open_branch, walk
from engine.decision.weights import WEIGHING_SLOTS, weights_for
from knowledge.schema import (
    Adopt,
    AlternativeId,
    ByRanking,
    Edition,
    KnowledgeBase,
    NodeId,
    NoOrchestrator,
    Outcome,
    SlotId,
    Stay,
)

CURRENT_ORCHESTRATOR = SlotId("current_orchestrator")
"""The slot that says what runs today; its option may be the id of an alternative."""
CLEAR_LEAD: Points = 50
"""A leader that is this far ahead of the second is clear; half a rating on every criterion."""
CLOSE_LEAD: Points = 10
"""Below this lead a pick by the ranking is too close to call."""


@dataclass(frozen=True, slots=True)
class _Pick:
    """What an outcome comes to, once the excluded alternatives are gone."""

    kind: Literal["adopt", "stay", "no_orchestrator", "hybrid"]
    alternative: AlternativeId | None
    beside: AlternativeId | None = None
    lead: Points | None = None
    """How far it leads the second, where the ranking picked it from two or more."""


def recommend(
    known: Known, knowledge: KnowledgeBase, edition: Edition = Edition.CURRENT
) -> Recommendation:
    """The advice that follows from the known answers; skipped slots must be absent.

    Alternatives that a fact excludes are gone before anything else. The tree decides; where it
    leaves the choice to the ranking, or picks an alternative that is excluded, the first of the
    ranking is picked. Among several that tie at the top that is the first in the order of the
    knowledge base: the tie shows in ``ranking``, and ``confidence`` says too close. Where every
    alternative is excluded none is adopted. A team that should stay keeps what runs today, which
    is named where it is an alternative that is not excluded.

    Raises:
        ValueError: No node of the tree holds.
    """
    excluded = ruled_out(known, knowledge)
    weights = weights_for(known, knowledge)
    ranking = rank(weights, knowledge, edition, without={out.alternative for out in excluded})
    path = walk(knowledge.tree, known)
    pick = _pick(path.leaf.then, ranking, known)
    chosen = (pick.alternative, pick.beside)
    return Recommendation(
        kind=pick.kind,
        alternative=pick.alternative,
        beside=pick.beside,
        runner_up=next((r.alternative for r in ranking if r.alternative not in chosen), None),
        confidence=_confidence(pick, path, ranking, known, knowledge),
        leaf=NodeId(path.leaf.id),
        open_branches=tuple(open_branch(node, known) for node in path.open),
        is_default=not known,
        ranking_disagrees=_disagrees(pick, ranking),
        ranking=ranking,
        ruled_out=excluded,
        weights=weights,
        edition=edition,
    )


def _pick(outcome: Outcome, ranking: Sequence[Ranked], known: Known) -> _Pick:
    ranked = {entry.alternative for entry in ranking}
    match outcome:
        case Adopt(alternative=alternative, beside=beside) if alternative in ranked:
            if beside is not None and beside in ranked:
                return _Pick("hybrid", alternative, beside)
            return _Pick("adopt", alternative)
        case Adopt():
            return _first(ranking)
        case Stay():
            current = known.get(CURRENT_ORCHESTRATOR)
            return _Pick("stay", next((a for a in ranked if a == current), None))
        case NoOrchestrator():
            return _Pick("no_orchestrator", None)
        case ByRanking(only=only):
            among = [entry for entry in ranking if entry.alternative in only]
            return _first(among or ranking)
        case _:
            assert_never(outcome)


def _first(ranking: Sequence[Ranked]) -> _Pick:
    """The first of the ranking; nothing where there is none."""
    match ranking:
        case [first, second, *_]:
            return _Pick("adopt", first.alternative, lead=first.points - second.points)
        case [only]:
            return _Pick("adopt", only.alternative)
        case _:
            return _Pick("no_orchestrator", None)


def _disagrees(pick: _Pick, ranking: Sequence[Ranked]) -> bool:
    """Whether an alternative was picked that does not lead the ranking, alone or tied."""
    leaders = {entry.alternative for entry in ranking if entry.rank == 1}
    return (
        pick.kind in ("adopt", "hybrid")
        and pick.alternative is not None
        and pick.alternative not in leaders
    )


def _confidence(
    pick: _Pick,
    path: Path,
    ranking: Sequence[Ranked],
    known: Known,
    knowledge: KnowledgeBase,
) -> Literal["clear", "leans", "too_close"]:
    """How sure the pick is.

    - too close: the ranking picked, and its first leads the second by less than ``CLOSE_LEAD``.
    - clear: no unanswered question could change the pick (see ``_could_change``), and, where an
      alternative is adopted, it is the ranking's first too, by at least ``CLEAR_LEAD``.
    - leans: everything between.
    """
    if pick.lead is not None and pick.lead < CLOSE_LEAD:
        return "too_close"
    if _could_change(pick, path, ranking, known, knowledge):
        return "leans"
    if pick.kind in ("stay", "no_orchestrator"):
        return "clear"
    lead = _first(ranking).lead
    leads = not _disagrees(pick, ranking) and (lead is None or lead >= CLEAR_LEAD)
    return "clear" if leads else "leans"


def _could_change(
    pick: _Pick,
    path: Path,
    ranking: Sequence[Ranked],
    known: Known,
    knowledge: KnowledgeBase,
) -> bool:
    """Whether an answer to an unanswered question could lead to another pick.

    It could where the leaf would not hold any more, where an open branch picks otherwise, and, for
    an alternative, where a slot that weighs the criteria is unknown, where a hard constraint would
    exclude the pick, or where an excluded alternative would come back.
    """
    if could_fail(path.leaf.when, known):
        return True
    if any(not _same(pick, _pick(node.then, ranking, known)) for node in path.open):
        return True
    if pick.alternative is None or pick.kind == "stay":
        return False
    ranked = {entry.alternative for entry in ranking}
    return (
        any(slot not in known for slot in WEIGHING_SLOTS)
        or could_be_ruled_out(pick.alternative, known, knowledge)
        or (pick.beside is not None and could_be_ruled_out(pick.beside, known, knowledge))
        or any(
            could_return(alternative, known, knowledge)
            for alternative in knowledge.alternatives
            if alternative not in ranked
        )
    )


def _same(pick: _Pick, other: _Pick) -> bool:
    """Whether both come to the same advice, by whatever lead."""
    return replace(pick, lead=None) == replace(other, lead=None)
