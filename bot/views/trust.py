"""Why an answer can be trusted, and how far: what it rests on, and what it leaves open."""

from collections.abc import Iterator

from bot.actions import Sureness
from bot.pages.parts import lesson
from bot.views.blocks import Rendered, actions, button, header, plain, section
from bot.views.confidence import confidence
from bot.views.cost_message import ITEMS_LABEL
from bot.views.help import COMMAND
from bot.views.snapshot import Snapshot
from knowledge.schema import Edition, KnowledgeBase


def trust(shown: Snapshot | None, kb: KnowledgeBase) -> Rendered:
    """What the answers rest on, and how sure the recommendation of a decision is, if there is one.

    Nothing is claimed of who runs the app: it cannot know that.
    """
    lines = list(_lines(shown, kb))
    sure = (
        [actions([button("How sure", Sureness())], block_id=shown.block_id("trust"))]
        if shown is not None and shown.recommendation is not None
        else []
    )
    return Rendered(
        text="\n".join(lines).replace("*", ""),
        blocks=[header("What this rests on"), section("\n".join(lines)), *sure],
    )


def _lines(shown: Snapshot | None, kb: KnowledgeBase) -> Iterator[str]:
    if shown is not None and shown.recommendation is not None:
        yield confidence(shown.recommendation, kb)
    source = lesson(kb)
    yield (
        f"*Facts* {plain(source.title, 100)}, of {source.as_of}; what is known to have changed "
        f"since, as of {kb.as_of}, stands beside it."
    )
    if shown is not None and shown.dialogue.edition is Edition.LESSON:
        yield f"*Ratings* The lesson's, {source.as_of}; later changes do not count here."
    else:
        yield f"*Ratings* Today's, as of {kb.as_of}; what is this project's judgement is named so."
    yield (
        "*Method* Fixed rules, no language model: the same answers always give the same "
        "recommendation, and a tie is called a tie."
    )
    yield (
        "*Interests* Only your answers, what you stress, the rules and the ratings move a place. "
        "No payment is among them."
    )
    yield (
        f"*Prices* The button *{ITEMS_LABEL}* under a cost lists each figure with its source and "
        f"date; `{COMMAND} explain cost` has the prices themselves."
    )
    yield f"*Sources* `{COMMAND} explain sources` lists each with its date and grade of evidence."
