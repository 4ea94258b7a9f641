"""Which bot token speaks for which tenant."""

from typing import Protocol

import aiohttp

from bot.slack import Slack
from bot.tenant import Tenant


class Workspaces(Protocol):
    """Where the token of a tenant is found."""

    async def slack(self, tenant: Tenant) -> Slack:
        """Slack's Web API as this tenant's bot."""
        ...


class OneWorkspace:
    """One token from the settings: an app that is installed in a single workspace."""

    def __init__(self, token: str, api_url: str, session: aiohttp.ClientSession) -> None:
        self._slack = Slack(token, api_url, session)

    async def slack(self, tenant: Tenant) -> Slack:  # noqa: ARG002 - one token for all
        """The same client for every tenant: with one token there is only one workspace."""
        return self._slack
