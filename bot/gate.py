"""Who may do what: by what somebody is to the workspace, and by what the workspace has set.

It is asked where Slack's requests come in, before anything is changed.
"""

from typing import Final, Literal, assert_never

from bot.ledger import Ledger
from bot.people import People, Standing
from bot.preferences import Preferences
from bot.store import decisions, settings
from bot.tenant import Tenant
from bot.views import notices, refusals

Deed = Literal["look", "take_part", "close", "keep", "govern"]
"""What somebody wants to do.

look: see, and ask what changes nothing. take_part: open a decision, answer, tick, score, weigh.
close: reset, drop answers, close, reopen, delete. keep: set what the workspace keeps for costs.
govern: change the settings of the workspace.
"""


def may(deed: Deed, standing: Standing, *, is_opener: bool, preferences: Preferences) -> bool:
    """Whether somebody may do this; an admin may do all, and 'unknown' counts as a member."""
    if deed == "look" or standing == "admin":
        return True
    takes_part = {"guest": preferences.guests, "stranger": preferences.strangers}.get(
        standing, "take_part"
    )
    if takes_part != "take_part":
        return False
    match deed:
        case "take_part":
            return True
        case "close":
            return is_opener or preferences.closing == "everybody"
        case "keep":
            return preferences.keeping == "everybody"
        case "govern":
            return False
        case _:
            assert_never(deed)


_TAKE_PART: Final = frozenset({"member", "unknown"})
"""Who may take part whatever the workspace has set."""


class Gate:
    """Asks who somebody is, and reads what the workspace has set where that matters."""

    def __init__(self, ledger: Ledger, people: People) -> None:
        self._database = ledger.database
        self._people = people

    async def refusal(
        self,
        tenant: Tenant,
        user: str,
        team: str | None,
        deed: Deed,
        decision_id: str | None = None,
    ) -> str:
        """Why somebody may not do this, and what to do next; '' where they may.

        Args:
            tenant: whose decision it is.
            user: who wants to do it.
            team: their workspace, where the payload names it.
            deed: what they want to do.
            decision_id: the decision that is to be closed.
        """
        if deed == "look":
            return ""
        standing = await self._people.standing(tenant, user, team)
        # Most people, and most of what they do: no word with the database.
        if standing == "admin" or (deed == "take_part" and standing in _TAKE_PART):
            return ""
        async with self._database.transaction(tenant) as tx:
            preferences = await settings.preferences(tx)
            decision = None if decision_id is None else await decisions.load(tx, decision_id)
        opened_by = "" if decision is None else decision.opened_by
        if deed == "close" and not opened_by:
            return notices.UNKNOWN_DECISION
        if may(deed, standing, is_opener=user == opened_by, preferences=preferences):
            return ""
        told = _why_not(deed, standing, opened_by, preferences)
        return f"{told} {refusals.NOT_CHECKED}" if standing == "unknown" else told

    async def may_close(self, tenant: Tenant, user: str, team: str | None) -> bool:
        """Whether somebody may close every decision, not only those that they have opened."""
        standing = await self._people.standing(tenant, user, team)
        if standing == "admin":
            return True
        async with self._database.transaction(tenant) as tx:
            preferences = await settings.preferences(tx)
        return may("close", standing, is_opener=False, preferences=preferences)


def _why_not(deed: Deed, standing: Standing, opened_by: str, preferences: Preferences) -> str:
    """The sentence for a refusal."""
    if deed == "govern":
        return refusals.NOT_TO_GOVERN
    if not may("take_part", standing, is_opener=False, preferences=preferences):
        return refusals.STRANGERS_LOOK_ON if standing == "stranger" else refusals.GUESTS_LOOK_ON
    return refusals.NOT_TO_KEEP if deed == "keep" else notices.not_yours(opened_by)
