"""A person's decisions, each with a link to its message: for Home, and for ``resume``."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot import render
from bot.desk import Desk
from bot.place import Place
from bot.slack import Slack, SlackError
from bot.store.decisions import Listed
from bot.tenant import Tenant
from bot.views.blocks import Rendered
from bot.views.home import MOST_LISTED, HomeEntry, decisions_list, home
from bot.workspaces import Workspaces
from knowledge.schema import KnowledgeBase

LINK_SECONDS = 1.5
"""How long Slack may take to tell a link: a command is answered within three seconds."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Lists the decisions that a person took part in."""

    desk: Desk
    workspaces: Workspaces
    knowledge: KnowledgeBase

    async def home(self, tenant: Tenant, person: str, note: str = "") -> dict[str, Any]:
        """The person's Home view, with a sentence on top where there is one."""
        return home(await self._entries(tenant, person), self.knowledge, note)

    async def message(self, tenant: Tenant, person: str) -> Rendered:
        """The same decisions as a message for the person alone."""
        return decisions_list(await self._entries(tenant, person), self.knowledge)

    async def _entries(self, tenant: Tenant, person: str) -> list[HomeEntry]:
        found = _listed(await self.desk.decisions_of(tenant, person))
        slack = await self.workspaces.slack(tenant)
        links = await asyncio.gather(*(_link(slack, each.root) for each in found))
        # Apart from the loop: each recommendation takes some milliseconds.
        return await asyncio.to_thread(self._with_answers, found, links)

    def _with_answers(
        self, found: Sequence[Listed], links: Sequence[str | None]
    ) -> list[HomeEntry]:
        return [
            HomeEntry(
                dialogue=each.decision.dialogue,
                recommendation=render.snapshot(each.decision, self.knowledge).recommendation,
                channel=each.decision.channel,
                updated_at=each.updated_at,
                link=link,
            )
            for each, link in zip(found, links, strict=True)
        ]


def _listed(found: Sequence[Listed]) -> Sequence[Listed]:
    """Those that wait for an answer before the others, as many as a list holds."""
    alive = [each for each in found if each.decision.dialogue.status != "cancelled"]
    alive.sort(key=lambda each: each.decision.dialogue.status != "gathering")
    return alive[:MOST_LISTED]


async def _link(slack: Slack, place: Place | None) -> str | None:
    """The address of a message; None where there is none, or Slack does not tell it in time."""
    if place is None:
        return None
    try:
        async with asyncio.timeout(LINK_SECONDS):
            return await slack.permalink(place)
    except (SlackError, TimeoutError):
        return None
