"""The settings of a workspace as admins change them; on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from bot.governing import Governing
from bot.interactions import ShownElement, ViewSubmission
from bot.ledger import Delivery, Ledger
from bot.payloads import read
from bot.preferences import UNSET, Preferences
from bot.store import settings
from bot.tenant import Tenant
from bot.views import notices
from bot.views.settings_form import (
    CALLBACK_ID,
    CHOICES,
    NOT_DAYS,
    RETENTION,
    WEIGHTS_CHANGED,
    weight_input,
)
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from knowledge.schema import NO_ORCHESTRATOR, KnowledgeBase
from tests.databases import connected

TENANT = Tenant("T1")
COMMUNITY, LINEAGE, EASE = (
    weight_input(each) for each in ("community", "lineage", "learning_curve")
)
DEAR = {"engineer_cost": "150k", "currency": "eur", "per_dollar": "0.92"}

View = dict[str, Any]


@dataclass
class Admins:
    """Admins who open and send the form."""

    governing: Governing
    ledger: Ledger
    sent: int = 0

    async def open(self) -> View:
        return await self.governing.form(TENANT)

    async def send(self, view: View, **said: str | tuple[str, ...]) -> Mapping[str, str] | str:
        """The form with these inputs changed, by block id; the contenders by their name alone."""
        self.sent += 1
        return await self.send_as(f"k{self.sent}", view, **said)

    async def send_as(
        self, key: str, view: View, **said: str | tuple[str, ...]
    ) -> Mapping[str, str] | str:
        form = submitted(view, said)
        delivery = Delivery(TENANT, (key,))
        return await self.governing.set(delivery, form.view.held, form.changed, "U1")

    async def change(self, **said: str | tuple[str, ...]) -> Mapping[str, str] | str:
        return await self.send(await self.open(), **said)

    async def preferences(self) -> Preferences:
        async with self.ledger.database.transaction(TENANT) as tx:
            return await settings.preferences(tx)

    async def cost(self) -> Assumed:
        async with self.ledger.database.transaction(TENANT) as tx:
            return await settings.cost(tx)

    async def weights(self) -> dict[str, int]:
        found = (await self.preferences()).weights
        return {criterion: weight for criterion, weight in found.items() if weight}


@pytest.fixture
async def admins(database_url: str, kb: KnowledgeBase) -> AsyncIterator[Admins]:
    async with connected(database_url) as database:
        ledger = Ledger(database, kb, wake=lambda: None)
        yield Admins(Governing(ledger), ledger)


def submitted(view: View, said: Mapping[str, str | tuple[str, ...]]) -> ViewSubmission:
    """The form as Slack sends it: every input, with what it held at first or was changed to."""
    inputs = [each for each in view["blocks"] if each["type"] == "input"]
    names = {each["block_id"].split(".")[0] for each in inputs}
    assert set(said) <= names
    values = {}
    for block in inputs:
        name, element = block["block_id"], block["element"]
        new = said.get(name.split(".")[0], ShownElement.model_validate(element).shown)
        values[name] = {"answer": value_of(element["type"], new)}
    return read(
        ViewSubmission,
        {
            "type": "view_submission",
            "user": {"id": "U1", "team_id": TENANT},
            "team": {"id": TENANT},
            "view": {**view, "id": "V1", "hash": "1.a", "state": {"values": values}},
        },
    )


def value_of(kind: str, held: str | tuple[str, ...]) -> dict[str, Any]:
    if kind == "checkboxes":
        ticked = held.split(",") if isinstance(held, str) else held
        return {"selected_options": [{"value": each} for each in ticked if each]}
    if kind == "radio_buttons":
        return {"selected_option": {"value": held}}
    return {"value": held or None}


def shown(view: View) -> dict[str, str]:
    """What the inputs of a form hold when it opens."""
    return {
        each["block_id"].split(".")[0]: ShownElement.model_validate(each["element"]).shown
        for each in view["blocks"]
        if each["type"] == "input"
    }


# The form


async def test_a_workspace_that_has_set_nothing_is_shown_what_counts(admins: Admins) -> None:
    view = await admins.open()
    assert view["callback_id"] == CALLBACK_ID
    held = {name: value for name, value in shown(view).items() if value}
    assert held == {
        "guests": "take_part",
        "strangers": "look_on",
        "closing": "opener",
        "keeping": "admins",
    }


async def test_the_form_offers_each_criterion_and_each_contender(
    admins: Admins, kb: KnowledgeBase
) -> None:
    view = await admins.open()
    assert {weight_input(each.id) for each in kb.criteria} <= set(shown(view))
    [element] = [each["element"] for each in view["blocks"] if each.get("block_id") == "contenders"]
    values = [each["value"] for each in element["options"]]
    assert values == [each for each in kb.contenders if each != NO_ORCHESTRATOR]
    assert len(values) == 10


def test_every_choice_is_one_that_can_be_kept() -> None:
    for field, choice in CHOICES.items():
        for value in choice.options:
            assert getattr(Preferences.model_validate({field: value}), field) == value


async def test_what_was_set_is_saved_and_shown_again(admins: Admins) -> None:
    told = await admins.change(
        **{COMMUNITY: "3", LINEAGE: "1"},
        contenders=("kestra", "flyte"),
        retention_days="365 days",
        guests="look_on",
        strangers="take_part",
        closing="everybody",
        keeping="everybody",
        **DEAR,
    )
    assert told == {}
    found = await admins.preferences()
    assert await admins.weights() == {"community": 75, "lineage": 25}
    assert sum(found.weights.values()) == 100
    assert found.contenders == ("flyte", "kestra")
    assert found.retention_days == 365
    assert (found.guests, found.strangers) == ("look_on", "take_part")
    assert (found.closing, found.keeping) == ("everybody", "everybody")
    held = {name: value for name, value in shown(await admins.open()).items() if value}
    assert held == {
        COMMUNITY: "75",
        LINEAGE: "25",
        "contenders": "flyte,kestra",
        "retention_days": "365",
        "guests": "look_on",
        "strangers": "take_part",
        "closing": "everybody",
        "keeping": "everybody",
        "engineer_cost": "150000",
        "currency": "EUR",
        "per_dollar": "0.92",
    }


async def test_what_is_cleared_counts_as_never_set(admins: Admins) -> None:
    await admins.change(
        **{COMMUNITY: "3", LINEAGE: "1"}, contenders=("flyte",), retention_days="90", **DEAR
    )
    told = await admins.change(
        **{COMMUNITY: "", LINEAGE: ""},
        contenders=(),
        retention_days="",
        engineer_cost="",
        currency="",
        per_dollar="",
    )
    assert told == {}
    assert await admins.preferences() == UNSET
    assert await admins.cost() == NOTHING_ASSUMED


async def test_a_form_that_changes_nothing_leaves_all_as_it_was(admins: Admins) -> None:
    await admins.change(**{COMMUNITY: "3", EASE: "1.5", LINEAGE: "1"}, contenders=("mage",), **DEAR)
    before = await admins.preferences(), await admins.cost()
    assert await admins.change() == {}
    assert (await admins.preferences(), await admins.cost()) == before


# What cannot be used


async def test_all_that_cannot_be_used_is_told_at_once_and_nothing_is_saved(
    admins: Admins,
) -> None:
    told = await admins.change(
        **{COMMUNITY: "much"}, retention_days="0", engineer_cost="a lot", guests="look_on"
    )
    assert set(told) == {COMMUNITY, RETENTION, "engineer_cost"}
    assert await admins.preferences() == UNSET
    assert await admins.cost() == NOTHING_ASSUMED


@pytest.mark.parametrize("typed", ["-1", "0", "3651", "1.5", "a year", "1e3", "٩٠", "9" * 20])
async def test_days_are_a_whole_number_of_at_most_ten_years(admins: Admins, typed: str) -> None:
    assert await admins.change(retention_days=typed) == {RETENTION: NOT_DAYS}
    assert (await admins.preferences()).retention_days is None


@pytest.mark.parametrize(("typed", "days"), [("1", 1), ("3650", 3650), ("90 Days", 90)])
async def test_days_may_be_typed_with_their_word(admins: Admins, typed: str, days: int) -> None:
    assert await admins.change(retention_days=typed) == {}
    assert (await admins.preferences()).retention_days == days


async def test_weights_that_come_to_nothing_are_refused_beside_a_weight(admins: Admins) -> None:
    told = await admins.change(**{COMMUNITY: "0"})
    assert isinstance(told, Mapping)
    assert len(told) == 1
    assert set(told) <= {EASE, COMMUNITY}


async def test_a_choice_of_another_version_is_told(admins: Admins) -> None:
    assert await admins.change(guests="dance") == notices.OLD_VERSION
    assert await admins.preferences() == UNSET


async def test_a_form_goes_through_once_it_is_right(admins: Admins) -> None:
    view = await admins.open()
    assert await admins.send_as("k", view, retention_days="soon") == {RETENTION: NOT_DAYS}
    assert await admins.send_as("k", view, retention_days="30") == {}
    assert (await admins.preferences()).retention_days == 30


# Twice, and several at once


async def test_a_form_that_comes_twice_counts_once(admins: Admins) -> None:
    view = await admins.open()
    said: dict[str, Any] = {COMMUNITY: "3", LINEAGE: "2", "contenders": ("flyte",), **DEAR}
    assert await admins.send_as("k", view, **said) == {}
    assert await admins.send_as("k", view, **said) == {}
    await admins.change(contenders=())
    assert await admins.send_as("k", view, **said) == {}
    assert (await admins.preferences()).contenders == ()


async def test_of_two_admins_at_once_neither_loses_anything(admins: Admins) -> None:
    await admins.change(contenders=("flyte", "mage"), retention_days="90")
    views = [await admins.open() for _ in range(4)]
    told = await asyncio.gather(
        admins.send(views[0], contenders=("mage", "kestra"), guests="look_on"),
        admins.send(views[1], contenders=("flyte", "mage", "temporal"), closing="everybody"),
        admins.send(views[2], **{COMMUNITY: "1"}),
        admins.send(views[3], engineer_cost="150000", keeping="everybody"),
    )
    assert all(each == {} for each in told)
    found = await admins.preferences()
    assert set(found.contenders) == {"mage", "kestra", "temporal"}
    assert (found.guests, found.closing, found.keeping) == ("look_on", "everybody", "everybody")
    assert found.retention_days == 90
    assert await admins.weights() == {"community": 100}
    assert (await admins.cost()).engineer_cost == 150_000


async def test_weights_that_another_admin_has_set_meanwhile_are_not_replaced_unseen(
    admins: Admins,
) -> None:
    await admins.change(**{COMMUNITY: "50", LINEAGE: "50"})
    view = await admins.open()
    await admins.change(**{LINEAGE: "0", EASE: "50"})
    assert await admins.send(view, **{COMMUNITY: "70"}) == {COMMUNITY: WEIGHTS_CHANGED}
    assert await admins.weights() == {"community": 50, "learning_curve": 50}
    # What has nothing to do with weights goes through.
    assert await admins.send(view, retention_days="30") == {}
    assert await admins.weights() == {"community": 50, "learning_curve": 50}


# Costs


async def test_an_amount_without_a_currency_is_meant_in_dollars(admins: Admins) -> None:
    await admins.change(engineer_cost="150,000")
    assert await admins.cost() == Assumed(engineer_cost=Decimal(150_000), currency="USD")


async def test_what_else_is_kept_for_costs_stays(admins: Admins) -> None:
    async with admins.ledger.database.transaction(TENANT) as tx:
        await settings.keep_cost(tx, Assumed(years=5, engineer_hours=Decimal(4)), "U1")
    await admins.change(**DEAR)
    await admins.change(engineer_cost="160000")
    assert await admins.cost() == Assumed(
        engineer_cost=Decimal(160_000),
        currency="EUR",
        per_dollar=Decimal("0.92"),
        years=5,
        engineer_hours=Decimal(4),
    )


async def test_who_changes_the_currency_sets_the_amounts_beside_it(admins: Admins) -> None:
    await admins.change(**DEAR)
    await admins.change(currency="GBP", per_dollar="0.8")
    assert await admins.cost() == Assumed(
        engineer_cost=Decimal(150_000), currency="GBP", per_dollar=Decimal("0.8")
    )
    await admins.change(currency="USD")
    assert await admins.cost() == Assumed(engineer_cost=Decimal(150_000), currency="USD")


async def test_no_amount_comes_to_stand_in_a_currency_that_was_set_meanwhile(
    admins: Admins,
) -> None:
    await admins.change(**DEAR)
    view = await admins.open()
    await admins.change(engineer_cost="", currency="GBP", per_dollar="")
    assert await admins.send(view, engineer_cost="160000") == {"currency": notices.CURRENCY_CHANGED}
    assert await admins.cost() == Assumed(currency="GBP")


async def test_another_workspace_sees_nothing_of_it(admins: Admins) -> None:
    await admins.change(retention_days="30", **DEAR)
    other = await admins.governing.form(Tenant("T2"))
    assert {shown(other)[each] for each in ("retention_days", "currency")} == {""}
