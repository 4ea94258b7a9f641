"""What a view is given: one decision as it stands at one revision."""

from dataclasses import dataclass

from bot.block_ids import BESIDE, BlockRef
from bot.pages.record import Record
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from engine.decision.model import Recommendation
from engine.dialogue.model import DialogueState
from engine.evaluation.model import NOTHING_EVALUATED, Evaluated


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that the views of a decision show, and nothing else."""

    decision: str
    """The decision's id: no dot, since it travels in block ids."""
    revision: int
    dialogue: DialogueState
    opened_by: str
    """A Slack user id."""
    moved_from: str | None = None
    """The channel in which the app may not post; the conversation goes on in a direct message."""
    is_direct: bool = False
    """It stands in the direct message with the app, where the app reads what people write."""
    hears_threads: bool = False
    """What people write in a channel's thread reaches the app without a mention of it."""
    recommendation: Recommendation | None = None
    """Present when the dialogue is concluded."""
    assumed: Assumed = NOTHING_ASSUMED
    """What people set for the cost of this decision."""
    workspace: Assumed = NOTHING_ASSUMED
    """What the workspace keeps for the cost of all its decisions."""
    evaluated: Evaluated = NOTHING_EVALUATED
    """What the team has found out."""
    record: Record | None = None
    """What it has decided; also of a decision that was opened again (``is_withdrawn``)."""
    deleted_by: str | None = None
    """Who deleted the decision: nothing else is left of it."""

    def block_id(self, name: str) -> str:
        """The id of a block of this revision.

        Slack keeps what was typed or chosen while block id and action id stay the same; with the
        revision in it, a new picture starts clean.
        """
        return BlockRef(self.decision, self.revision, name).encode()


def block_of(shown: Snapshot | None, name: str) -> str:
    """The id of a block under a message of a decision, or of none."""
    return BlockRef(BESIDE, 0, name).encode() if shown is None else shown.block_id(name)
