"""From answers to advice: the pipeline on one screen."""

from collections.abc import Iterator, Sequence
from typing import Literal

from engine.decision.case import Case, case_of, named_by, pick_of
from engine.decision.conditions import Known, could_fail, holds, implied, undecided_slots
from engine.decision.constraints import slots_that_could_bring_back, slots_that_could_exclude
from engine.decision.model import OpenBranch, Points, Ranked, Recommendation
from engine.decision.ranking import rank
from engine.decision.tree import walk
from engine.decision.weights import WEIGHING_SLOTS
from knowledge.schema import (
    ChoiceQuestion,
    Edition,
    KnowledgeBase,
    Node,
    NodeId,
    OptionId,
    SlotId,
)

CLEAR_LEAD: Points = 50
"""A leader that is this far ahead of the second is clear; half a rating on every criterion."""


def recommend(
    known: Known, knowledge: KnowledgeBase, edition: Edition = Edition.CURRENT
) -> Recommendation:
    """The advice that follows from the known answers; skipped slots must be absent.

    An option that means unknown counts as no answer. Alternatives that a fact excludes are gone
    before anything else. The tree decides; where it leaves the choice to the ranking, or names an
    alternative that is excluded, the first of the ranking is picked. Among several that tie at the
    top that is the first in the order of the knowledge base: the others are ``close``.

    Raises:
        ValueError: No node of the tree holds.
    """
    known = _decided(known, knowledge)
    path = walk(knowledge.tree, known)
    case = case_of(path.leaf, known, knowledge, edition)
    branches = tuple(_branches(path.open, case, knowledge, edition))
    excluded = {out.alternative for out in case.ruled_out}
    open_slots = _open_slots(case, branches, knowledge, edition)
    return Recommendation(
        kind=case.pick.kind,
        alternative=case.pick.alternative,
        beside=case.pick.beside,
        close=case.close,
        runners_up=case.runners_up,
        confidence=_confidence(case, open_slots),
        leaf=NodeId(path.leaf.id),
        leaf_without=tuple(each for each in named_by(path.leaf.then) if each in excluded),
        by_ranking=bool(case.candidates),
        open_branches=branches,
        open_slots=open_slots,
        is_default=_is_default(case, knowledge),
        ranking_disagrees=_disagrees(case),
        ranking=case.ranking,
        ruled_out=case.ruled_out,
        weights=case.weights,
        edition=edition,
    )


def _decided(known: Known, knowledge: KnowledgeBase) -> Known:
    """The answers without those that say that nobody knows yet."""
    undecided = {
        (SlotId(question.id), OptionId(option.id))
        for question in knowledge.questions
        if isinstance(question, ChoiceQuestion)
        for option in question.options
        if option.means_unknown
    }
    return {slot: value for slot, value in known.items() if (slot, value) not in undecided}


def _is_default(case: Case, knowledge: KnowledgeBase) -> bool:
    """Whether no base answer is known, and the leaf rests on no other answer either."""
    base = [question.id for question in knowledge.questions if question.stage == "base"]
    rests = bool(case.leaf.when.all or case.leaf.when.any)
    return not rests and not any(slot in case.known for slot in base)


def _branches(
    nodes: Sequence[Node], case: Case, knowledge: KnowledgeBase, edition: Edition
) -> Iterator[OpenBranch]:
    """The open nodes, each judged under its own conditions.

    With what a node implies, an open one above it may hold for certain: then that one decides.
    """
    for position, node in enumerate(nodes):
        if_so = {**case.known, **implied(node.when, case.known)}
        above = (each for each in nodes[:position] if holds(each.when, if_so))
        found = case_of(next(above, node), if_so, knowledge, edition)
        yield OpenBranch(
            node=NodeId(node.id),
            slots=undecided_slots(node.when, case.known),
            then=found.pick,
            close=found.close,
            changes_the_pick=found.pick != case.pick,
        )


def _disagrees(case: Case) -> bool:
    leaders = {entry.alternative for entry in case.ranking if entry.rank == 1}
    picked = {case.pick.alternative, case.pick.beside}
    return case.pick.kind in ("adopt", "hybrid") and leaders.isdisjoint(picked)


def _confidence(case: Case, open_slots: Sequence[SlotId]) -> Literal["clear", "leans", "too_close"]:
    """How sure the pick is.

    - too close: the ranking picked, and its first leads the second by less than ``CLOSE_LEAD``.
    - clear: no unanswered question could change the pick, and, where an alternative is adopted, it
      is the first of a ranking with known weights too, by at least ``CLEAR_LEAD``.
    - leans: everything between.
    """
    if case.close:
        return "too_close"
    if open_slots:
        return "leans"
    if case.pick.kind in ("stay", "no_orchestrator"):
        return "clear"
    weighed = all(slot in case.known for slot in WEIGHING_SLOTS)
    leads = not _disagrees(case) and _lead(case.ranking) >= CLEAR_LEAD
    return "clear" if weighed and leads else "leans"


def _lead(ranking: Sequence[Ranked]) -> Points:
    """How far the first is ahead of the second; all its points where it stands alone."""
    return ranking[0].points - (ranking[1].points if len(ranking) > 1 else 0)


def _open_slots(
    case: Case, branches: Sequence[OpenBranch], knowledge: KnowledgeBase, edition: Edition
) -> tuple[SlotId, ...]:
    """The unanswered slots whose answers could lead to another pick.

    Those of branches with another pick, those without which the leaf would not hold, those by
    which the pick could be ruled out or a better one return, and, where the ranking picks, those
    that weigh the criteria.
    """
    found = {slot for each in branches if each.changes_the_pick for slot in each.slots}
    if could_fail(case.leaf.when, case.known):
        found.update(undecided_slots(case.leaf.when, case.known))
    if case.candidates:
        found.update(slot for slot in WEIGHING_SLOTS if slot not in case.known)
    if case.pick.kind in ("adopt", "hybrid"):
        for picked in (case.pick.alternative, case.pick.beside):
            if picked is not None:
                found.update(slots_that_could_exclude(picked, case.known, knowledge))
    found.update(_of_returning(case, knowledge, edition))
    return tuple(slot for each in knowledge.questions if (slot := SlotId(each.id)) in found)


def _of_returning(case: Case, knowledge: KnowledgeBase, edition: Edition) -> Iterator[SlotId]:
    """The slots that could bring back an alternative with which the pick would be another."""
    excluded = {out.alternative for out in case.ruled_out}
    for back in excluded:
        ranking = rank(case.weights, knowledge, edition, without=excluded - {back})
        if pick_of(case.leaf.then, ranking, case.known) != case.pick:
            yield from slots_that_could_bring_back(back, case.known, knowledge)
