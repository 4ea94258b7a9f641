"""What Slack tells of people: how long it counts, and how often it is asked."""

import asyncio
from collections import Counter, defaultdict
from typing import Any

import pytest

from bot import people as module
from bot.people import KNOWN_SECONDS, UNKNOWN_SECONDS, People, Standing
from bot.slack import NotSentError, Person, RateLimitedError, RefusedError
from bot.tenant import Tenant

WORKSPACE, OTHER, ORGANISATION = Tenant("T1"), Tenant("T2"), Tenant("E1")


class Workspace:
    """Slack as far as people go, and the workspaces that lead to it."""

    def __init__(self) -> None:
        self.people: dict[str, Person | Exception] = {}
        self.asked: Counter[str] = Counter()
        self.answers = asyncio.Event()
        self.answers.set()

    async def slack(self, tenant: Tenant) -> Any:  # noqa: ARG002 - all alike
        return self

    async def granted(self, tenant: Tenant) -> frozenset[str] | None:  # noqa: ARG002 - all alike
        return None

    async def hears_threads(self, tenant: Tenant) -> bool:  # noqa: ARG002 - all alike
        return False

    async def user(self, user_id: str) -> Person:
        self.asked[user_id] += 1
        await self.answers.wait()
        found = self.people.get(user_id, Person(user_id.lower(), WORKSPACE))
        if isinstance(found, Exception):
            raise found
        return found


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def workspace() -> Workspace:
    return Workspace()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def people(workspace: Workspace, clock: Clock) -> People:
    return People(workspace, clock)


@pytest.mark.parametrize(
    ("person", "standing"),
    [
        (Person("Ada", "T1"), "member"),
        (Person("Ada", ""), "member"),
        (Person("Ada", "E7"), "member"),
        (Person("Ada", "T1", is_admin=True), "admin"),
        (Person("Ada", "T1", is_owner=True), "admin"),
        (Person("Ada", "T1", is_restricted=True), "guest"),
        (Person("Ada", "T1", is_restricted=True, is_ultra_restricted=True), "guest"),
        (Person("Ada", "T2"), "stranger"),
        (Person("Ada", "T2", is_admin=True, is_owner=True), "stranger"),
        (Person("Ada", "", is_stranger=True), "stranger"),
        (RefusedError("missing_scope"), "unknown"),
        (RefusedError("user_not_found"), "unknown"),
        (RateLimitedError(30), "unknown"),
        (NotSentError("down"), "unknown"),
    ],
)
@pytest.mark.parametrize("team", [None, "T1", "E7"])
async def test_what_slack_tells_makes_the_standing(
    people: People,
    workspace: Workspace,
    person: Person | Exception,
    standing: Standing,
    team: str | None,
) -> None:
    workspace.people["U1"] = person
    assert await people.standing(WORKSPACE, "U1", team) == standing


async def test_who_comes_from_another_workspace_is_a_stranger_and_slack_is_not_asked(
    people: People, workspace: Workspace
) -> None:
    workspace.people["U1"] = Person("Ada", WORKSPACE, is_admin=True)
    assert await people.standing(WORKSPACE, "U1", OTHER) == "stranger"
    assert workspace.asked == {}


async def test_in_an_organisation_no_workspace_of_it_makes_a_stranger(
    people: People, workspace: Workspace
) -> None:
    workspace.people["U1"] = Person("Ada", "T9", is_admin=True)
    assert await people.standing(ORGANISATION, "U1", "T9") == "admin"
    assert await people.standing(ORGANISATION, "U1", "E2") == "stranger"


async def test_what_slack_told_counts_for_minutes_and_is_asked_again_then(
    people: People, workspace: Workspace, clock: Clock
) -> None:
    workspace.people["U1"] = Person("Ada", WORKSPACE, is_admin=True)
    assert await people.standing(WORKSPACE, "U1", None) == "admin"
    workspace.people["U1"] = Person("Ada", WORKSPACE)
    clock.now += KNOWN_SECONDS - 1
    assert await people.standing(WORKSPACE, "U1", None) == "admin"
    clock.now += 1
    assert await people.standing(WORKSPACE, "U1", None) == "member"
    assert workspace.asked == {"U1": 2}


async def test_where_slack_did_not_tell_it_is_asked_again_much_sooner(
    people: People, workspace: Workspace, clock: Clock
) -> None:
    workspace.people["U1"] = RefusedError("missing_scope")
    for _ in range(3):
        assert await people.standing(WORKSPACE, "U1", None) == "unknown"
    assert workspace.asked == {"U1": 1}
    workspace.people["U1"] = Person("Ada", WORKSPACE, is_admin=True)
    clock.now += UNKNOWN_SECONDS
    assert await people.standing(WORKSPACE, "U1", None) == "admin"


async def test_each_tenant_has_people_of_its_own(people: People, workspace: Workspace) -> None:
    assert await people.standing(WORKSPACE, "U1", None) == "member"
    assert await people.standing(OTHER, "U1", None) == "stranger"


async def test_many_who_ask_at_once_ask_slack_once(people: People, workspace: Workspace) -> None:
    workspace.answers.clear()
    asking = [asyncio.create_task(people.standing(WORKSPACE, "U1", None)) for _ in range(20)]
    await asyncio.sleep(0)
    workspace.answers.set()
    assert await asyncio.gather(*asking) == ["member"] * 20
    assert workspace.asked == {"U1": 1}


async def test_who_stops_waiting_does_not_stop_it_for_the_others(
    people: People, workspace: Workspace
) -> None:
    workspace.answers.clear()
    first = asyncio.create_task(people.standing(WORKSPACE, "U1", None))
    second = asyncio.create_task(people.standing(WORKSPACE, "U1", None))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    workspace.answers.set()
    assert await second == "member"
    assert first.cancelled()
    assert workspace.asked == {"U1": 1}


async def test_a_slack_that_is_slow_is_not_waited_for(
    people: People, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SLACK_SECONDS", 0.01)
    workspace.answers.clear()
    assert await people.standing(WORKSPACE, "U1", None) == "unknown"


async def test_of_very_many_people_the_oldest_is_asked_for_again(
    people: People, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_KEPT", 3)
    for user in ("U1", "U2", "U3", "U4", "U4", "U3", "U2", "U1"):
        await people.standing(WORKSPACE, user, None)
    assert workspace.asked == {"U1": 2, "U2": 1, "U3": 1, "U4": 1}


async def test_names_are_told_of_those_who_are_known(people: People, workspace: Workspace) -> None:
    workspace.people |= {"U1": Person("Ada", WORKSPACE), "U2": RefusedError("user_not_found")}
    assert await people.names(WORKSPACE, ["U1", "U2", "U3", "U1"]) == {"U1": "Ada", "U3": "u3"}
    assert await people.names(WORKSPACE, ["U1", "U3"]) == {"U1": "Ada", "U3": "u3"}
    assert workspace.asked == {"U1": 1, "U2": 1, "U3": 1}


async def test_a_time_zone_is_told_where_slack_tells_it(
    people: People, workspace: Workspace
) -> None:
    workspace.people |= {
        "U1": Person("Ada", WORKSPACE, timezone="Europe/Berlin"),
        "U2": RefusedError("missing_scope"),
    }
    zones = defaultdict(str, {"U1": "Europe/Berlin"})
    for user in ("U1", "U2", "U3"):
        assert await people.timezone(WORKSPACE, user) == zones[user]
