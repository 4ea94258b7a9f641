"""The open branches of the decision tree in words: what an answer that is missing could change."""

from collections.abc import Sequence
from typing import assert_never

from bot.views.blocks import plain
from bot.views.recommendation import node, ranked
from bot.views.words import listed, name
from engine.decision.model import Recommendation
from knowledge.schema import (
    Adopt,
    ByRanking,
    KnowledgeBase,
    NoOrchestrator,
    Outcome,
    Question,
    Stay,
)

_SHOWN = 3


def outcome(then: Outcome, recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """What a branch of the tree would lead to, after 'then'."""
    match then:
        case Adopt(alternative=taken) if ranked(recommendation, taken) is None:
            return f"the ranking decides, since {name(kb, taken)} is ruled out"
        case Adopt(alternative=taken, beside=beside):
            stands = beside is not None and ranked(recommendation, beside) is not None
            second = f", with {name(kb, beside)} beside it" if beside and stands else ""
            return f"{name(kb, taken)}{second}"
        case Stay():
            return "stay with what runs today"
        case NoOrchestrator():
            return "no orchestrator yet"
        case ByRanking(only=only):
            among = f" among {listed([name(kb, each) for each in only])}" if only else ""
            return f"the ranking decides{among}"
        case _:
            assert_never(then)


def _changes_the_pick(then: Outcome, recommendation: Recommendation, kb: KnowledgeBase) -> bool:
    match then:
        case Adopt(alternative=taken, beside=beside):
            if ranked(recommendation, taken) is None:  # ruled out: the ranking decides instead
                return not _is_by_ranking(recommendation, kb)
            return (taken, beside) != (recommendation.alternative, recommendation.beside)
        case Stay():
            return recommendation.kind != "stay"
        case NoOrchestrator():
            return recommendation.kind != "no_orchestrator"
        case ByRanking(only=()):
            return not _is_by_ranking(recommendation, kb)
        case ByRanking(only=some):
            return recommendation.alternative not in some or recommendation.ranking_disagrees
        case _:
            assert_never(then)


def _is_by_ranking(recommendation: Recommendation, kb: KnowledgeBase) -> bool:
    return isinstance(node(kb, recommendation.leaf).then, ByRanking)


def could_change(
    recommendation: Recommendation, kb: KnowledgeBase, unknown: Sequence[Question]
) -> str:
    """What is missing and could lead elsewhere: unknown answers, then at most three branches.

    ``unknown`` are the questions that were asked and whose answer nobody knows. Branches are those
    of the tree that lie open and lead to another pick, those first that hang on the fewest
    answers; how many more there are is said.
    """
    found = [
        node(kb, branch.node)
        for branch in sorted(recommendation.open_branches, key=lambda each: len(each.slots))
        if _changes_the_pick(node(kb, branch.node).then, recommendation, kb)
    ]
    lines = [
        f"• {plain(each.statement.rstrip('.'), 250)}: then {outcome(each.then, recommendation, kb)}"
        for each in found[:_SHOWN]
    ]
    if more := len(found) - len(lines):
        branches = "branch" if more == 1 else "branches"
        lines.append(f"• and {more} more {branches} of the tree; *Why* lists them")
    if unknown and recommendation.confidence != "clear":
        labels = listed([plain(each.label, 30) for each in unknown])
        lines.insert(0, f"• What is not known yet: {labels}")
    return "\n".join(["*What could change it*", *lines]) if lines else ""


def open_branches(recommendation: Recommendation, kb: KnowledgeBase) -> list[str]:
    """Every open branch in words."""
    return [
        f"{plain(each.statement.rstrip('.'), 250)}: {outcome(each.then, recommendation, kb)}"
        for each in (node(kb, branch.node) for branch in recommendation.open_branches)
    ]
