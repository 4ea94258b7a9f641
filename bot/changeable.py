"""Which decisions take changes, and what is said of those that do not."""

from bot.store.decisions import Decision
from bot.views import notices


def closed(status: str) -> str:
    """Why a decision of this status takes no change; '' where it does."""
    return {"cancelled": notices.CANCELLED, "decided": notices.DECIDED}.get(status, "")


def changeable(decision: Decision | None) -> Decision | str:
    """A decision that takes changes, or what to say in its place."""
    there = existing(decision)
    return there if isinstance(there, str) else closed(there.dialogue.status) or there


def existing(decision: Decision | None) -> Decision | str:
    """A decision that is kept, or what to say in its place."""
    if decision is None or decision.deleted_by is not None:
        return notices.UNKNOWN_DECISION
    return decision
