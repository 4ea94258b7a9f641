"""Who may do what: every deed, standing and setting; and what the gate reads for it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import product
from typing import Any, get_args

import pytest

from bot.gate import Deed, Gate, may
from bot.ledger import Ledger, opened
from bot.people import Standing
from bot.preferences import UNSET, Preferences
from bot.store import settings
from bot.store.database import Database, Transaction
from bot.tenant import Tenant
from bot.views import notices, refusals
from engine.dialogue.advance import start
from knowledge.schema import KnowledgeBase

TENANT = Tenant("T1")
OPENER, ANOTHER = "U1", "U2"


def settable() -> list[Preferences]:
    """Every combination of who may what."""
    names = ("guests", "strangers", "closing", "keeping")
    values = [get_args(Preferences.model_fields[each].annotation) for each in names]
    return [
        Preferences.model_validate(dict(zip(names, each, strict=True))) for each in product(*values)
    ]


def allowed(deed: Deed, standing: Standing, preferences: Preferences, *, is_opener: bool) -> bool:
    """The rules once more, as a table: the sets of standings that may."""
    present: set[Standing] = {"admin", "member", "unknown"}
    if preferences.guests == "take_part":
        present.add("guest")
    if preferences.strangers == "take_part":
        present.add("stranger")
    admins: set[Standing] = {"admin"}
    closes_all = preferences.closing == "everybody" or is_opener
    table: dict[Deed, set[Standing]] = {
        "look": set(get_args(Standing)),
        "take_part": present,
        "close": present if closes_all else admins,
        "keep": present if preferences.keeping == "everybody" else admins,
        "govern": admins,
    }
    return standing in table[deed]


@pytest.mark.parametrize("deed", get_args(Deed))
@pytest.mark.parametrize("standing", get_args(Standing))
@pytest.mark.parametrize("is_opener", [True, False])
def test_every_cell_of_who_may_what(deed: Deed, standing: Standing, *, is_opener: bool) -> None:
    for each in settable():
        found = may(deed, standing, is_opener=is_opener, preferences=each)
        assert found == allowed(deed, standing, each, is_opener=is_opener), each


def test_by_default_the_opener_closes_guests_take_part_and_strangers_read_along() -> None:
    everybody = get_args(Standing)
    assert {
        each for each in everybody if may("close", each, is_opener=True, preferences=UNSET)
    } == {"admin", "member", "guest", "unknown"}
    assert {
        each for each in everybody if may("close", each, is_opener=False, preferences=UNSET)
    } == {"admin"}
    assert not may("take_part", "stranger", is_opener=True, preferences=UNSET)
    assert may("look", "stranger", is_opener=False, preferences=UNSET)


class Counted(Database):
    """It counts its transactions."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.transactions = 0

    @asynccontextmanager
    async def transaction(self, tenant: Tenant) -> AsyncIterator[Transaction]:
        self.transactions += 1
        async with super().transaction(tenant) as tx:
            yield tx


class Known:
    """People whose standing the test says."""

    def __init__(self) -> None:
        self.now: Standing = "member"
        self.asked: list[tuple[Tenant, str, str | None]] = []

    async def standing(self, tenant: Tenant, user: str, team: str | None) -> Standing:
        self.asked.append((tenant, user, team))
        return self.now


@dataclass
class Door:
    """A gate, and a decision behind it that the opener has opened."""

    gate: Gate
    people: Known
    database: Counted
    decision: str = ""

    async def told(self, deed: Deed, standing: Standing, by: str = ANOTHER) -> str:
        self.people.now = standing
        decision = self.decision if deed == "close" else None
        return await self.gate.refusal(TENANT, by, None, deed, decision)

    async def set(self, **changed: Any) -> None:
        async with self.database.transaction(TENANT) as tx:
            await settings.set_preferences(tx, Preferences(**changed), OPENER)
        self.database.transactions = 0


@pytest.fixture
async def door(database_url: str, kb: KnowledgeBase) -> AsyncIterator[Door]:
    database, people = Counted(database_url), Known()
    ledger = Ledger(database, kb, wake=lambda: None)
    gate = Gate(ledger, people)  # type: ignore[arg-type]  # as much of People as a gate asks
    door = Door(gate, people, database)
    new = opened(OPENER, "C1", start(kb))
    async with database.transaction(TENANT) as tx:
        await ledger.open(tx, new)
    door.decision, database.transactions = new.id, 0
    yield door
    await database.close()


@pytest.mark.parametrize("standing", ["admin", "member", "unknown"])
async def test_who_takes_part_costs_no_word_with_the_database(
    door: Door, standing: Standing
) -> None:
    assert await door.told("take_part", standing) == ""
    assert door.database.transactions == 0


async def test_who_looks_on_costs_no_word_with_anybody(door: Door) -> None:
    assert await door.told("look", "stranger") == ""
    assert (door.people.asked, door.database.transactions) == ([], 0)


@pytest.mark.parametrize("deed", get_args(Deed))
async def test_an_admin_may_all_and_costs_no_word_with_the_database(door: Door, deed: Deed) -> None:
    assert await door.told(deed, "admin") == ""
    assert door.database.transactions == 0


async def test_guests_and_strangers_do_as_the_workspace_has_set(door: Door) -> None:
    assert await door.told("take_part", "guest") == ""
    assert await door.told("take_part", "stranger") == refusals.STRANGERS_LOOK_ON
    await door.set(guests="look_on", strangers="take_part")
    assert await door.told("take_part", "guest") == refusals.GUESTS_LOOK_ON
    assert await door.told("take_part", "stranger") == ""


async def test_whoever_opened_a_decision_closes_it_and_others_are_told_who_may(
    door: Door,
) -> None:
    assert await door.told("close", "member", OPENER) == ""
    assert door.database.transactions == 1
    told = await door.told("close", "member")
    assert told == notices.not_yours(OPENER)
    assert told.endswith("Ask them, or an admin.")
    await door.set(closing="everybody")
    assert await door.told("close", "member") == ""


async def test_who_opened_a_decision_and_may_only_look_on_now_closes_nothing(door: Door) -> None:
    await door.set(guests="look_on")
    assert await door.told("close", "guest", OPENER) == refusals.GUESTS_LOOK_ON


@pytest.mark.parametrize("decision", [None, "d0ther"])
async def test_of_a_decision_that_is_not_there_nothing_can_be_closed(
    door: Door, decision: str | None
) -> None:
    await door.set(closing="everybody")
    told = await door.gate.refusal(TENANT, OPENER, None, "close", decision)
    assert told == notices.UNKNOWN_DECISION


async def test_what_is_kept_for_all_is_for_admins_or_as_set_for_everybody(door: Door) -> None:
    assert await door.told("keep", "member", OPENER) == refusals.NOT_TO_KEEP
    await door.set(keeping="everybody")
    assert await door.told("keep", "member") == ""
    assert await door.told("keep", "stranger") == refusals.STRANGERS_LOOK_ON


@pytest.mark.parametrize("standing", ["member", "guest", "stranger"])
async def test_only_admins_govern(door: Door, standing: Standing) -> None:
    await door.set(closing="everybody", keeping="everybody")
    assert await door.told("govern", standing, OPENER) == refusals.NOT_TO_GOVERN


@pytest.mark.parametrize("deed", ["close", "keep", "govern"])
async def test_where_slack_did_not_say_the_refusal_says_so(door: Door, deed: Deed) -> None:
    of_member = await door.told(deed, "member")
    assert await door.told(deed, "unknown") == f"{of_member} {refusals.NOT_CHECKED}"


async def test_the_workspace_that_the_payload_names_is_passed_on(door: Door) -> None:
    await door.gate.refusal(TENANT, ANOTHER, "T9", "take_part")
    await door.gate.may_close(TENANT, ANOTHER, "T8")
    assert door.people.asked == [(TENANT, ANOTHER, "T9"), (TENANT, ANOTHER, "T8")]


@pytest.mark.parametrize("standing", get_args(Standing))
async def test_every_decision_is_closed_by_admins_or_as_set_by_everybody_who_takes_part(
    door: Door, standing: Standing
) -> None:
    door.people.now = standing
    is_admin = standing == "admin"
    assert await door.gate.may_close(TENANT, OPENER, None) is is_admin
    assert door.database.transactions == (0 if is_admin else 1)
    await door.set(closing="everybody")
    assert await door.gate.may_close(TENANT, OPENER, None) is (standing != "stranger")
