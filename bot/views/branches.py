"""Picks and the open branches of the decision tree, in words."""

from collections.abc import Sequence
from typing import assert_never

from bot.views.blocks import plain
from bot.views.recommendation import node
from bot.views.sources import Footnotes
from bot.views.words import listed, name
from engine.decision.model import Pick, Recommendation
from knowledge.schema import AlternativeId, KnowledgeBase

_SHOWN = 8


def outcome(pick: Pick, kb: KnowledgeBase, close: Sequence[AlternativeId] = ()) -> str:
    """What a pick comes to; with those that are too close behind it to call."""
    taken = name(kb, pick.alternative) if pick.alternative else "what runs today"
    match pick.kind:
        case "stay":
            return f"stay with {taken}"
        case "no_orchestrator":
            return "no orchestrator yet"
        case "hybrid":
            return f"{taken}, with {name(kb, pick.beside)} beside it" if pick.beside else taken
        case "adopt":
            return listed([taken, *(name(kb, each) for each in close)], "or")
        case _:
            assert_never(pick.kind)


def open_branches(recommendation: Recommendation, kb: KnowledgeBase, notes: Footnotes) -> list[str]:
    """The open branches that lead elsewhere, with sources; then how many more there are."""
    turning = [each for each in recommendation.open_branches if each.changes_the_pick]
    lines = []
    for each in turning[:_SHOWN]:
        found = node(kb, each.node)
        then = outcome(each.then, kb, each.close)
        statement = plain(found.statement.rstrip("."), 250)
        lines.append(f"{statement}: {then} {notes.claims(found.cites, kb)}")
    if more := len(turning) - len(lines):
        lines.append(f"{more} more lead elsewhere: `/orchestrator explain tree`")
    if same := len(recommendation.open_branches) - len(turning):
        lines.append(f"{same} more would lead to the same pick as now")
    return lines
