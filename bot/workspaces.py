"""Which bot token speaks for which tenant, and what it may do."""

import asyncio
from typing import Protocol

import aiohttp
import structlog

from bot.slack import Slack, SlackError
from bot.tenant import Tenant

logger = structlog.stdlib.get_logger(__name__)

HISTORY = frozenset({"channels:history", "groups:history"})
"""The scopes with which Slack sends what people write in threads, without a mention of the app."""
FILES, CANVASES, PEOPLE = "files:write", "canvases:write", "users:read"
"""The scopes with which the app posts files, makes canvases, and knows who somebody is."""
SCOPES_SECONDS = 2.0
"""How long Slack may take to tell them: somebody waits."""
ASK_AGAIN_SECONDS = 60.0


class Workspaces(Protocol):
    """Where the token of a tenant is found."""

    async def slack(self, tenant: Tenant) -> Slack:
        """Slack's Web API as this tenant's bot."""
        ...

    async def granted(self, tenant: Tenant) -> frozenset[str] | None:
        """The scopes that this tenant has granted; None while Slack does not tell. Never raises."""
        ...

    async def hears_threads(self, tenant: Tenant) -> bool:
        """Whether plain replies in the threads of this tenant's channels reach the app.

        Never raises: while Slack does not tell, they do not.
        """
        ...


class OneWorkspace:
    """One token from the settings: an app that is installed in a single workspace."""

    def __init__(self, token: str, api_url: str, session: aiohttp.ClientSession) -> None:
        self._slack = Slack(token, api_url, session)
        self._granted: frozenset[str] | None = None
        self._ask_at = 0.0
        self._asking = asyncio.Lock()

    async def slack(self, tenant: Tenant) -> Slack:  # noqa: ARG002 - one token for all
        """The same client for every tenant: with one token there is only one workspace."""
        return self._slack

    async def granted(self, tenant: Tenant) -> frozenset[str] | None:  # noqa: ARG002 - one token
        """Asked once in the life of the process; a scope that is granted later waits for the next.

        While Slack does not tell, None, and it is asked again after a minute.
        """
        async with self._asking:
            now = asyncio.get_running_loop().time()
            if self._granted is None and now >= self._ask_at:
                self._ask_at = now + ASK_AGAIN_SECONDS
                self._granted = await self._asked()
            return self._granted

    async def hears_threads(self, tenant: Tenant) -> bool:
        """By what was granted, if Slack has told."""
        granted = await self.granted(tenant)
        return granted is not None and granted >= HISTORY

    async def _asked(self) -> frozenset[str] | None:
        try:
            async with asyncio.timeout(SCOPES_SECONDS):
                return await self._slack.scopes()
        except (SlackError, TimeoutError) as error:
            logger.warning("scopes_unknown", reason=str(error) or type(error).__name__)
            return None
