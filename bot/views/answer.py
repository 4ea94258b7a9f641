"""The thread message that says that there is an answer."""

from bot.actions import Reasons, Sureness
from bot.views.blocks import Rendered, actions, button, context, plain, section
from bot.views.confidence import confidence
from bot.views.recommendation import concluded, headline
from bot.views.snapshot import Snapshot
from knowledge.schema import KnowledgeBase


def answer(snapshot: Snapshot, kb: KnowledgeBase) -> Rendered:
    """The thread message that says that there is an answer; the root message holds all of it."""
    found = concluded(snapshot)
    if isinstance(found, Rendered):
        return found
    title, sure = plain(headline(found, kb), 150), confidence(found, kb)
    return Rendered(
        text=f"{title}. {sure.replace('*', '')}",
        blocks=[
            section(f"*{title}*\n{sure}"),
            actions(
                [button("Why", Reasons()), button("How sure", Sureness())],
                block_id=snapshot.block_id("answer"),
            ),
            context(_where_the_rest_is(snapshot)),
        ],
    )


def _where_the_rest_is(snapshot: Snapshot) -> str:
    dialogue = snapshot.dialogue
    whole = "My first message in this thread holds the whole answer."
    asks_on = dialogue.asking is not None and dialogue.asking not in dialogue.answers
    return f"{whole} What I ask next could change it." if asks_on else whole
