"""The Home tab."""

from typing import Any

from bot.actions import Start
from bot.views.blocks import actions, button, section
from bot.views.help import EXAMPLES, START_BLOCK


def home(note: str = "") -> dict[str, Any]:
    """The Home view: what the app is for, three commands, and a button to begin.

    Args:
        note: mrkdwn about what was just done here; it stands on top.
    """
    return {
        "type": "home",
        "blocks": [
            *([section(note)] if note else []),
            section(
                "I help a team choose an ML pipeline orchestrator, with reasons, sources and "
                "how sure the answer is."
            ),
            section("\n".join(f"`{example}`" for example in EXAMPLES)),
            actions([button("New decision", Start(), style="primary")], block_id=START_BLOCK),
        ],
    }
