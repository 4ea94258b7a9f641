"""What a team should watch for beside the pick: what it has to know of it, and traps."""

from collections.abc import Iterator

from bot.pages.words import listed
from bot.views.blocks import plain
from bot.views.sources import Footnotes
from bot.views.words import name, sentence
from engine.advice.cautions import cautions
from engine.advice.hybrid import advise
from engine.advice.risks import at_risk
from engine.decision.model import Recommendation
from engine.dialogue.model import DialogueState
from engine.dialogue.state import known_answers
from knowledge.schema import KnowledgeBase, Trap

_WAYS_OUT = 2
_TRAPS = 3


def known_of_the_pick(
    dialogue: DialogueState, recommendation: Recommendation, kb: KnowledgeBase
) -> str:
    """What the team has to know of what it is advised, a line each; '' where there is nothing."""
    found = cautions(known_answers(dialogue), recommendation, kb)
    return "\n".join(
        f"*Mind* {name(kb, each.alternative)}: {sentence(each.text, 250)}" for each in found
    )


def cautions_with_sources(
    dialogue: DialogueState, recommendation: Recommendation, kb: KnowledgeBase, notes: Footnotes
) -> Iterator[str]:
    """The same with what it rests on."""
    for each in cautions(known_answers(dialogue), recommendation, kb):
        text = plain(each.text.rstrip(" ."), 400)
        yield f"{name(kb, each.alternative)}: {text} {notes.mark(kb.source(each.source))}."


def traps(
    dialogue: DialogueState, recommendation: Recommendation, kb: KnowledgeBase, notes: Footnotes
) -> Iterator[str]:
    """The traps that this team is at risk of, each with its reason and the way out of it."""
    by_id = {each.id: each for each in kb.traps}
    found = at_risk(known_answers(dialogue), recommendation, kb)
    for each in found[:_TRAPS]:
        trap = by_id[each.trap]
        yield (
            f"*{plain(trap.name, 75)}* {sentence(each.because, 250)} {_way_out(trap, kb, notes)}"
        )
    if more := len(found[_TRAPS:]):
        yield f"and {more} more: `/orchestrator explain anti-patterns`"


def _way_out(trap: Trap, kb: KnowledgeBase, notes: Footnotes) -> str:
    said = [
        f"{plain(claim.text.rstrip(' .'), 250)} {notes.claims([claim], kb)}."
        for claim in trap.prevention[:_WAYS_OUT]
    ]
    return f"Instead: {' '.join(said)}"


def side_by_side(
    dialogue: DialogueState, recommendation: Recommendation, kb: KnowledgeBase, notes: Footnotes
) -> Iterator[str]:
    """The hybrid architecture, where it is what is recommended."""
    advice = advise(known_answers(dialogue), recommendation, kb)
    if not advice.advised:
        return
    hybrid = kb.hybrid
    parts = [plain(each.name, 60) for each in hybrid.components]
    yield f"{sentence(advice.because, 300)} {notes.claims([hybrid.summary], kb)}"
    yield f"Its parts: {listed(parts)}; `/orchestrator explain hybrid` shows how they fit."
