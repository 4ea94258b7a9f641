"""Picks and the open branches of the decision tree, in words."""

from collections.abc import Sequence

from bot.pages.words import listed, picked
from bot.views.blocks import plain
from bot.views.sources import Footnotes
from bot.views.words import name
from engine.decision.model import Pick, Recommendation
from knowledge.schema import AlternativeId, KnowledgeBase

_SHOWN = 8


def outcome(pick: Pick, kb: KnowledgeBase, close: Sequence[AlternativeId] = ()) -> str:
    """What a pick comes to; with those that are too close behind it to call."""
    one = pick.alternative if pick.kind == "adopt" else None
    own = plain(picked(pick, kb), 150) if one is None else name(kb, one)
    return listed([own, *(name(kb, each) for each in close)], "or")


def open_branches(recommendation: Recommendation, kb: KnowledgeBase, notes: Footnotes) -> list[str]:
    """The open branches that lead elsewhere, with sources; then how many more there are."""
    turning = [each for each in recommendation.open_branches if each.changes_the_pick]
    lines = []
    for each in turning[:_SHOWN]:
        found = kb.node(each.node)
        then = outcome(each.then, kb, each.close)
        statement = plain(found.statement.rstrip("."), 250)
        lines.append(f"{statement}: {then} {notes.claims(found.cites, kb)}")
    if more := len(turning) - len(lines):
        lines.append(f"{more} more lead elsewhere: `/orchestrator explain tree`")
    if same := len(recommendation.open_branches) - len(turning):
        lines.append(f"{same} more would lead to the same pick as now")
    return lines
