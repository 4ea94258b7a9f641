"""The open branches of the decision tree in words: what an answer that is missing could change."""

from typing import assert_never

from bot.views.blocks import plain
from bot.views.recommendation import node
from bot.views.sources import Footnotes
from bot.views.words import listed, name
from engine.decision.model import OpenBranch, Recommendation
from engine.dialogue.model import DialogueState
from knowledge.schema import KnowledgeBase

_SHOWN = 3


def outcome(branch: OpenBranch, kb: KnowledgeBase) -> str:
    """What a branch would lead to, after 'then'."""
    taken = name(kb, branch.then.alternative) if branch.then.alternative else "what runs today"
    match branch.then.kind:
        case "stay":
            return f"stay with {taken}"
        case "no_orchestrator":
            return "no orchestrator yet"
        case "hybrid":
            beside = (
                f", with {name(kb, branch.then.beside)} beside it" if branch.then.beside else ""
            )
            return f"{taken}{beside}"
        case "adopt":
            return listed([taken, *(name(kb, each) for each in branch.close)], "or")
        case _:
            assert_never(branch.then.kind)


def could_change(recommendation: Recommendation, kb: KnowledgeBase, dialogue: DialogueState) -> str:
    """What is missing and could lead elsewhere: answers that nobody knew, then three branches.

    Branches that hang on the fewest answers come first; how many more there are is said.
    """
    found = sorted(
        (each for each in recommendation.open_branches if each.changes_the_pick),
        key=lambda each: len(each.slots),
    )
    lines = [f"• {_statement(each, kb)}: then {outcome(each, kb)}" for each in found[:_SHOWN]]
    if more := len(found) - len(lines):
        branches = "branch" if more == 1 else "branches"
        lines.append(f"• and {more} more {branches} of the tree; *Why* lists them")
    asked = [
        plain(kb.question(slot).label, 30)
        for slot in recommendation.open_slots
        if slot in dialogue.answers
    ]
    if asked:
        lines.insert(0, f"• What is not known yet: {listed(asked)}")
    return "\n".join(["*What could change it*", *lines]) if lines else ""


def open_branches(recommendation: Recommendation, kb: KnowledgeBase, notes: Footnotes) -> list[str]:
    """Every open branch in words, with its sources."""
    return [
        f"{_statement(each, kb)}: {outcome(each, kb)}"
        f"{'' if each.changes_the_pick else ', as now'} "
        f"{notes.claims(node(kb, each.node).cites, kb)}"
        for each in recommendation.open_branches
    ]


def _statement(branch: OpenBranch, kb: KnowledgeBase) -> str:
    return plain(node(kb, branch.node).statement.rstrip("."), 250)
