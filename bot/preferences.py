"""What a workspace sets for all its decisions, beside what it keeps for their cost."""

from collections.abc import Mapping
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.schema import AlternativeId, CriterionId


class Preferences(BaseModel):
    """Set by an admin of the workspace; the defaults count until then."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: Mapping[CriterionId, int] = Field(default_factory=dict)
    """Whole percents, 100 in all, with which a new decision begins; empty: its answers decide."""
    contenders: tuple[AlternativeId, ...] = ()
    """What a new decision ranks beside the lesson's alternatives."""
    retention_days: int | None = Field(default=None, ge=1, le=3650)
    """A decision that nobody has changed for so long is deleted; None: it is kept."""
    guests: Literal["take_part", "look_on"] = "take_part"
    """What guests of the workspace may do."""
    strangers: Literal["take_part", "look_on"] = "look_on"
    """What people of other workspaces may do, in a channel that is shared with them."""
    closing: Literal["opener", "everybody"] = "opener"
    """Who, beside admins, resets, closes and deletes: whoever opened the decision, or everybody who
    takes part."""
    keeping: Literal["admins", "everybody"] = "admins"
    """Who sets what the workspace keeps for the cost of all its decisions."""


UNSET: Final = Preferences()
"""What counts where a workspace has set nothing."""
