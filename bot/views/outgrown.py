"""Whether a team has outgrown what runs today: the signals, and how to count them."""

from bot.actions import OpenQuiz
from bot.pages.page import Line, Lines, Page, Section
from bot.pages.practice import outgrown_page, outgrown_verdict
from bot.pages.words import name
from bot.views.blocks import Rendered, actions, button
from bot.views.page import page
from bot.views.snapshot import Snapshot, block_of
from engine.advice.outgrown import verdict_on
from engine.dialogue.state import known_answers
from knowledge.schema import AlternativeId, KnowledgeBase

NO_ALTERNATIVE = "none"
"""What stands in the name of the quiz's block where no alternative was named."""


def outgrown(
    alternative: AlternativeId | None, shown: Snapshot | None, kb: KnowledgeBase
) -> Rendered:
    """The signals with a button to count them; first the verdict, where a team has counted."""
    general = outgrown_page(kb)
    verdict = verdict_on(known_answers(shown.dialogue), kb) if shown else None
    counted = [Section("", (Lines((Line(outgrown_verdict(verdict)),)),))] if verdict else []
    title = "Have you outgrown what runs today?"
    if alternative is not None:
        title = f"Have you outgrown {name(kb, alternative)}?"
    rendered = page(Page(title, (*counted, *general.sections), general.see_also))
    called = f"quiz_{alternative or NO_ALTERNATIVE}"
    block_id = block_of(shown, called)
    label = "Count them again" if verdict else "Count the signals"
    count = actions([button(label, OpenQuiz(), style="primary")], block_id=block_id)
    at = [block["type"] for block in rendered.blocks].index("context")
    return Rendered(rendered.text, [*rendered.blocks[:at], count, *rendered.blocks[at:]])
