"""From answers to advice: the pipeline on one screen."""

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Final, Literal

from engine.decision.acceptability import DRAWS, acceptability
from engine.decision.case import Case, as_if_new, case_of, named_by
from engine.decision.conditions import Known, holds, undecided_slots
from engine.decision.model import NO_WISHES, OpenBranch, Recommendation, Weighing
from engine.decision.openness import open_slots
from engine.decision.picking import case_if, decided
from engine.decision.tree import walk
from engine.decision.weights import slots_that_weigh
from knowledge.schema import AlternativeId, Edition, KnowledgeBase, Node, NodeId, SlotId, Stay

CLEAR_SHARE: Final = 80
"""Percent of the draws in which a pick comes first when it is clear; this project's rule."""


def recommend(
    known: Known,
    knowledge: KnowledgeBase,
    edition: Edition = Edition.CURRENT,
    weighing: Weighing = NO_WISHES,
) -> Recommendation:
    """The advice that follows from the known answers; skipped slots must be absent.

    An option that means unknown counts as no answer. Alternatives that a fact excludes are gone
    before anything else, but for what runs today where the advice is to keep it: that one is still
    ranked, and named in ``kept_despite``. The tree decides; where it leaves the choice to the
    ranking, or names an alternative that is excluded, the first of the ranking is picked. Among
    several that tie at the top that is the first in the order of the knowledge base: the others are
    ``close``.

    Raises:
        ValueError: No node of the tree holds, or a wish of the weighing cannot be met.
    """
    known = decided(known, knowledge)
    path = walk(knowledge.tree, known)
    case = case_of(path.leaf, known, knowledge, edition, weighing)
    excluded = {out.alternative for out in case.ruled_out}
    named = named_by(path.leaf.then, knowledge)
    left = [each for each in knowledge.alternatives if each not in excluded]
    places = acceptability(case.weights, knowledge, edition, left)
    unanswered = open_slots(known, knowledge, edition, case.weights)
    return Recommendation(
        kind=case.pick.kind,
        alternative=case.pick.alternative,
        beside=case.pick.beside,
        close=case.close,
        runners_up=case.runners_up,
        confidence=_confidence(case, unanswered, places, knowledge),
        path=path.steps,
        leaf=NodeId(path.leaf.id),
        leaf_without=tuple(each for each in named if each in excluded),
        by_ranking=bool(case.candidates),
        open_branches=tuple(_branches(path.open, case, unanswered, knowledge, edition)),
        open_slots=unanswered,
        is_default=_is_default(case, knowledge),
        ranking_disagrees=_disagrees(case),
        ranking=case.ranking,
        acceptability=places,
        ruled_out=case.ruled_out,
        kept_despite=case.kept_despite,
        weights=case.weights,
        edition=edition,
    )


def _is_default(case: Case, knowledge: KnowledgeBase) -> bool:
    """Whether no base answer is known, and the leaf rests on no other answer either."""
    base = [question.id for question in knowledge.questions if question.stage == "base"]
    rests = bool(case.leaf.when.all or case.leaf.when.any)
    return not rests and not any(slot in case.known for slot in base)


def _branches(
    nodes: Sequence[Node],
    case: Case,
    unanswered: Container[SlotId],
    knowledge: KnowledgeBase,
    edition: Edition,
) -> Iterator[OpenBranch]:
    """The open nodes, each judged under its own conditions."""
    for position, node in enumerate(nodes):
        slots = undecided_slots(node.when, case.known)
        found = case_if(node, nodes[:position], case, knowledge, edition)
        yield OpenBranch(
            node=NodeId(node.id),
            slots=slots,
            then=found.pick,
            close=found.close,
            changes_the_pick=as_if_new(found.pick) != as_if_new(case.pick)
            and any(slot in unanswered for slot in slots),
        )


def _disagrees(case: Case) -> bool:
    leaders = {entry.alternative for entry in case.ranking if entry.rank == 1}
    return _is_chosen(case) and leaders.isdisjoint(_picked(case))


def _is_chosen(case: Case) -> bool:
    """Whether an alternative is picked for what it is, and not since it runs today."""
    return case.pick.alternative is not None and not isinstance(case.leaf.then, Stay)


def _picked(case: Case) -> set[AlternativeId | None]:
    return {case.pick.alternative, case.pick.beside}


def _confidence(
    case: Case,
    unanswered: Sequence[SlotId],
    firsts: Mapping[AlternativeId, tuple[int, ...]],
    knowledge: KnowledgeBase,
) -> Literal["clear", "leans", "too_close"]:
    """How sure the pick is.

    - too close: the ranking picked, and its first leads the second by less than ``CLOSE_LEAD``.
    - clear: no unanswered question could change the pick, no fact speaks against it (a constraint
      in spite of which it is kept, or a caution that a need may not be met; nothing left of whom
      the leaf names), and, unless the leaf
      is to stay or to do without, the weights are known, and the pick leads the ranking and comes
      first in ``CLEAR_SHARE`` percent of the draws or more; of a hybrid one of the two.
    - leans: everything between.
    """
    if case.close:
        return "too_close"
    if unanswered or case.kept_despite or _may_fall_short(case, knowledge):
        return "leans"
    if not any(each in firsts for each in named_by(case.leaf.then, knowledge) or firsts):
        return "leans"
    if not _is_chosen(case):
        return "clear"
    share = sum(counts[0] for each, counts in firsts.items() if each in _picked(case))
    is_weighed = not slots_that_weigh(case.known, case.weights.weighing)
    is_first = not _disagrees(case) and share * 100 >= CLEAR_SHARE * DRAWS
    return "clear" if is_weighed and is_first else "leans"


def _may_fall_short(case: Case, knowledge: KnowledgeBase) -> bool:
    """Whether a caution on the pick says that a need of this team may not be met."""
    return any(
        caution.unmet and caution.alternative in _picked(case) and holds(caution.when, case.known)
        for caution in knowledge.cautions
    )
