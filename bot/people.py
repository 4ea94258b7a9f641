"""Who people are, as Slack tells it: admin, member, guest, of another workspace."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import structlog

from bot.slack import Person, SlackError
from bot.tenant import Tenant
from bot.workspaces import Workspaces

logger = structlog.stdlib.get_logger(__name__)

Standing = Literal["admin", "member", "guest", "stranger", "unknown"]
"""What somebody is to the workspace; a stranger belongs to another one."""

SLACK_SECONDS: Final = 1.5
"""How long Slack may take to tell: a command is answered within three seconds."""
KNOWN_SECONDS: Final = 300.0
"""How long what Slack told counts: who stops being an admin loses what admins may after that."""
UNKNOWN_SECONDS: Final = 30.0
"""How long nobody asks again where Slack did not tell."""
_MOST_KEPT: Final = 5_000

_Key = tuple[Tenant, str]


@dataclass(frozen=True, slots=True)
class _Told:
    """What Slack told of a person; None where it did not."""

    person: Person | None
    until: float


class People:
    """What Slack tells of people, asked once for all who want to know it within minutes."""

    def __init__(self, workspaces: Workspaces, clock: Callable[[], float] = time.monotonic) -> None:
        self._workspaces = workspaces
        self._clock = clock
        self._told: dict[_Key, _Told] = {}
        """The oldest first."""
        self._asking: dict[_Key, asyncio.Task[Person | None]] = {}

    async def standing(self, tenant: Tenant, user: str, team: str | None) -> Standing:
        """What a person is to the tenant; 'unknown' where Slack does not tell. Never raises.

        Args:
            tenant: whose decision it is.
            user: the person.
            team: their workspace, where the payload names it.
        """
        if team is not None and _is_another(tenant, team):
            return "stranger"
        person = await self._person(tenant, user)
        return "unknown" if person is None else _standing(tenant, person)

    async def names(self, tenant: Tenant, ids: Iterable[str]) -> Mapping[str, str]:
        """How people are called, by id; those of whom Slack does not tell are left out."""
        wanted = list(dict.fromkeys(ids))
        found = await asyncio.gather(*(self._person(tenant, each) for each in wanted))
        return {
            user: person.name
            for user, person in zip(wanted, found, strict=True)
            if person is not None
        }

    async def timezone(self, tenant: Tenant, user: str) -> str:
        """A person's time zone as in the tz database; '' where Slack does not tell."""
        person = await self._person(tenant, user)
        return "" if person is None else person.timezone

    async def _person(self, tenant: Tenant, user: str) -> Person | None:
        key = (tenant, user)
        told = self._told.get(key)
        if told is not None and self._clock() < told.until:
            return told.person
        asking = self._asking.get(key)
        if asking is None:
            asking = asyncio.create_task(self._ask(key))
            self._asking[key] = asking
        # Whoever stops waiting does not stop it for the others.
        return await asyncio.shield(asking)

    async def _ask(self, key: _Key) -> Person | None:
        tenant, user = key
        person: Person | None = None
        try:
            async with asyncio.timeout(SLACK_SECONDS):
                slack = await self._workspaces.slack(tenant)
                person = await slack.user(user)
        except (SlackError, TimeoutError) as error:
            logger.warning("person_unknown", reason=str(error) or type(error).__name__)
        finally:
            del self._asking[key]
        self._keep(key, person)
        return person

    def _keep(self, key: _Key, person: Person | None) -> None:
        seconds = UNKNOWN_SECONDS if person is None else KNOWN_SECONDS
        self._told.pop(key, None)
        self._told[key] = _Told(person, self._clock() + seconds)
        if len(self._told) > _MOST_KEPT:
            del self._told[next(iter(self._told))]


def _standing(tenant: Tenant, person: Person) -> Standing:
    # Slack calls nobody a stranger who shares a channel with the app.
    if person.is_stranger or _is_another(tenant, person.team_id):
        return "stranger"
    if person.is_admin or person.is_owner:
        return "admin"
    return "guest" if person.is_restricted or person.is_ultra_restricted else "member"


def _is_another(tenant: Tenant, team: str) -> bool:
    """Whether this is another workspace, or another organisation.

    The id of a workspace says nothing of whether it belongs to an organisation.
    """
    return team[:1] == tenant[:1] and team != tenant
