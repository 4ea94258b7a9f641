"""The cost in Slack: its post, its form, what a workspace keeps; on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

from bot import costing
from bot.interactions import ViewSubmission
from bot.store import decisions, settings
from bot.store.database import Database
from bot.store.decisions import Decision
from bot.tenant import Tenant
from bot.views import notices, refusals
from bot.views.cost_form import FORGET, KEEP
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from tests import signed
from tests.bot_under_test import Bot, bot_running, offers, words_of
from tests.signed import Json, Signed
from tests.slack_double import TEAM, Fault, Shown, SlackDouble

TENANT = Tenant(TEAM)
EVERYTHING = "recommend 8 engineers, 3 models, no k8s, aws"
THREAD = "1700000900.000001"


@pytest.fixture
async def bot(slack: SlackDouble, database_url: str) -> AsyncIterator[Bot]:
    slack.scopes |= {"users:read"}
    slack.people["U1"] = {"is_admin": True}
    async with bot_running(slack, database_url) as running:
        yield running


async def stored(database: Database, shown: Shown) -> Decision:
    """The decision whose post this message is."""
    async with database.transaction(TENANT) as tx:
        decision = await decisions.load(tx, shown.decision)
    assert decision is not None
    return decision


async def kept(database: Database) -> Assumed:
    async with database.transaction(TENANT) as tx:
        return await settings.cost(tx)


async def cost_post(bot: Bot, root: Shown) -> Shown:
    """The cost of a decision, as it stands in its thread."""
    await bot.click(root, "cost")
    await bot.slack.until(lambda: bool(costs(bot, root)))
    await bot.settled()
    return costs(bot, root)[0]


def costs(bot: Bot, root: Shown) -> list[Shown]:
    return [each for each in bot.slack.thread(root) if each.post == "cost."]


async def asked(bot: Bot, root: Shown, text: str, ts: str = THREAD) -> Shown:
    """The message that answers what was asked in a decision's thread."""
    before = len(bot.slack.turns(root))
    thread_ts = root.thread_ts or root.ts
    said = signed.mention(text, ts=ts, thread_ts=thread_ts, channel=root.channel)
    await bot.send(signed.event(said))
    await bot.slack.until(lambda: len(bot.slack.turns(root)) > before)
    await bot.settled()
    return bot.slack.turns(root)[-1]


async def beside(bot: Bot, text: str, channel: str = "C1") -> Shown:
    """What only the person sees after a command."""
    before = len(bot.slack.responses)
    command = signed.command(text, channel=channel, response_url=bot.slack.response_url)
    response = await bot.send(command)
    if response.content:
        blocks = response.json()["blocks"]
    else:
        await bot.slack.until(lambda: len(bot.slack.responses) > before)
        blocks = bot.slack.responses[before]["blocks"]
    return Shown(channel, "1700000001.000009", "", blocks, None)


async def form(bot: Bot, shown: Shown, **changes: Any) -> Json:
    """The form that a message opens."""
    before = len(bot.slack.views)
    await bot.click(shown, "change_assumptions", **changes)
    await bot.slack.until(lambda: len(bot.slack.views) > before)
    view: Json = bot.slack.views[-1]["view"]
    return view


def filled(
    view: Json, user: str = "U1", *, keep: bool = False, forget: bool = False, **typed: str
) -> Signed:
    """The form with this typed over what it showed."""
    inputs = [each for each in view["blocks"] if each["type"] == "input"]
    held: dict[str, dict[str, object]] = {
        each["block_id"]: {"value": each["element"].get("initial_value")} for each in inputs
    }
    assert held.keys() >= typed.keys()
    held |= {name: {"value": value or None} for name, value in typed.items()}
    ticked = [value for value, is_ticked in ((KEEP, keep), (FORGET, forget)) if is_ticked]
    held[KEEP] = {"selected_options": [{"value": each} for each in ticked]}
    return signed.view_submission(view, held, user=user)


async def closed(bot: Bot, request: Signed) -> None:
    """Send a form that is taken."""
    response = await bot.send(request)
    assert (response.status_code, response.content) == (200, b"")
    await bot.idle()


def told(bot: Bot) -> str:
    """What somebody alone was told last."""
    text: str = bot.slack.ephemerals[-1]["text"]
    return text


def errors(response: httpx.Response) -> dict[str, str]:
    answer: Json = response.json()
    assert answer["response_action"] == "errors"
    found: dict[str, str] = answer["errors"]
    return found


# The post of a decision


async def test_the_cost_stands_once_in_the_thread_and_follows_every_later_answer(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    cost = await cost_post(bot, root)
    before = words_of(cost)
    await bot.click(root, "cost")
    await bot.idle()
    assert [each["text"] for each in bot.slack.ephemerals] == [notices.IN_THREAD_ALREADY]
    await asked(bot, root, "40 pipelines")
    assert costs(bot, root) == [cost]
    assert words_of(cost) != before


async def test_what_is_set_in_its_form_changes_the_post_in_place(
    bot: Bot, database: Database
) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    cost = await cost_post(bot, root)
    view = await form(bot, cost, user="U2")
    await closed(bot, filled(view, "U2", engineer_cost="150k", years="5"))
    assert "5 years" in words_of(cost)
    assert "$150,000" in words_of(cost)
    decision = await stored(database, root)
    # With the currency that it was meant in, whatever counts later.
    dollars = Assumed(engineer_cost=Decimal(150_000), currency="USD", years=5)
    assert decision.assumed == dollars
    async with database.transaction(TENANT) as tx:
        [listed] = await decisions.of_person(tx, "U2", 10)
    assert listed.decision.id == decision.id
    again = await form(bot, cost)
    await closed(bot, filled(again, engineer_cost="", years="2"))
    assert (await stored(database, root)).assumed == Assumed(currency="USD", years=2)
    assert "$150,000" not in words_of(cost)


async def test_what_cannot_be_used_stands_beside_its_input_and_nothing_is_saved(
    bot: Bot, database: Database
) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    view = await form(bot, await cost_post(bot, root))
    refused = errors(await bot.send(filled(view, years="many", pipelines="40")))
    assert set(refused) == {"years"}
    assert (await stored(database, root)).assumed == NOTHING_ASSUMED
    # The form stays, and goes through once it is right.
    await closed(bot, filled(view, years="4", pipelines="40"))
    assert (await stored(database, root)).assumed == Assumed(years=4, pipelines=40)


async def test_a_form_that_comes_twice_counts_once(bot: Bot, database: Database) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    cost = await cost_post(bot, root)
    first = filled(await form(bot, cost), years="5")
    await closed(bot, first)
    await closed(bot, filled(await form(bot, cost), "U2", years="4"))
    await closed(bot, first)
    assert (await stored(database, root)).assumed == Assumed(years=4)


async def test_a_form_undoes_nothing_that_others_set_meanwhile(
    bot: Bot, database: Database
) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    cost = await cost_post(bot, root)
    one, other = await form(bot, cost), await form(bot, cost, user="U2")
    await closed(bot, filled(one, currency="EUR", per_dollar="0.9", years="5"))
    await closed(bot, filled(other, "U2", pipelines="40", years="4"))
    found = (await stored(database, root)).assumed
    assert found == Assumed(currency="EUR", per_dollar=Decimal("0.9"), years=4, pipelines=40)


async def test_a_currency_without_need_of_a_rate_takes_the_rate_with_it(
    bot: Bot, database: Database
) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    cost = await cost_post(bot, root)
    await closed(bot, filled(await form(bot, cost), currency="EUR", per_dollar="0.9"))
    await closed(bot, filled(await form(bot, cost), currency="USD"))
    assert (await stored(database, root)).assumed == Assumed(currency="USD")


async def test_a_form_that_was_open_during_a_restart_is_taken(
    slack: SlackDouble, database_url: str, database: Database
) -> None:
    async with bot_running(slack, database_url) as bot:
        root = await bot.open(EVERYTHING)
        await bot.settled()
        cost = await cost_post(bot, root)
        view = await form(bot, cost)
    async with bot_running(slack, database_url) as bot:
        await closed(bot, filled(view, years="5"))
    assert "5 years" in words_of(cost)
    assert (await stored(database, root)).assumed == Assumed(years=5)


async def test_beginning_again_drops_what_was_set_with_the_answers(
    bot: Bot, database: Database
) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    cost = await cost_post(bot, root)
    await closed(bot, filled(await form(bot, cost), pipelines="40"))
    await bot.click(root, "restart")
    await bot.settled()
    assert (await stored(database, root)).assumed == NOTHING_ASSUMED
    assert "no recommendation now" in cost.text
    assert not offers(cost, "change_assumptions")


async def test_the_form_of_a_cancelled_decision_says_so(bot: Bot, database: Database) -> None:
    root = await bot.open()
    await bot.settled()
    answer = await asked(bot, root, "what would it cost?")
    view = await form(bot, answer)
    await bot.click(root, "cancel")
    await bot.settled()
    assert "cancelled" in str(errors(await bot.send(filled(view, years="5"))))
    await bot.click(answer, "change_assumptions")
    await bot.idle()
    assert [each["text"] for each in bot.slack.ephemerals] == [notices.CANCELLED]
    assert len(bot.slack.views) == 1
    # On what it rested can still be read.
    await bot.click(answer, "cost_lines")
    await bot.slack.until(lambda: len(bot.slack.views) == 2)
    assert (await stored(database, root)).assumed == NOTHING_ASSUMED


async def test_a_sum_of_a_decision_that_is_gone_says_so(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    cost = await cost_post(bot, root)
    view = await form(bot, cost)
    gone = view["private_metadata"].replace(root.decision, "gone")
    answer = errors(await bot.send(filled({**view, "private_metadata": gone}, years="5")))
    assert "do not know this decision" in str(answer)
    await bot.click(cost, "cost_lines", block_id="gone.1.cost", value="{}")
    await bot.idle()
    assert [each["text"] for each in bot.slack.ephemerals] == [notices.UNKNOWN_DECISION]


async def test_what_slack_did_not_take_is_sent_with_the_next_form(
    bot: Bot, database: Database
) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    cost = await cost_post(bot, root)
    view = await form(bot, cost)
    bot.slack.faults["chat.update"].append(Fault(error="not_in_channel"))
    await closed(bot, filled(view, years="5"))
    assert "5 years" not in words_of(cost)
    await closed(bot, filled(await form(bot, cost), pipelines="40"))
    assert "5 years" in words_of(cost)
    assert (await stored(database, root)).assumed == Assumed(years=5, pipelines=40)


async def test_the_line_items_open_with_their_sources(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    cost = await cost_post(bot, root)
    await closed(bot, filled(await form(bot, cost), years="7"))
    await bot.click(cost, "cost_lines")
    await bot.slack.until(lambda: len(bot.slack.views) == 2)
    view = bot.slack.views[-1]["view"]
    assert view["type"] == "modal"
    assert "https://" in str(view["blocks"])
    assert "7 years" in str(view["blocks"])


# A question in the thread


async def test_a_question_in_the_thread_is_answered_there_and_its_form_is_the_decisions(
    bot: Bot, database: Database
) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    cost = await cost_post(bot, root)
    answer = await asked(bot, root, "what does prefect cost?")
    await closed(bot, filled(await form(bot, answer), years="5"))
    assert (await stored(database, root)).assumed == Assumed(years=5)
    assert "5 years" in words_of(answer)
    assert "5 years" in words_of(cost)


async def test_the_currency_of_a_question_gives_way_to_the_one_in_its_form(
    bot: Bot, database: Database
) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    answer = await asked(bot, root, "what does prefect cost over 5 years in EUR?")
    await closed(bot, filled(await form(bot, answer), currency="GBP", per_dollar="0.8"))
    assert "GBP" in words_of(answer)
    assert "EUR" not in words_of(answer)
    # What the question said and the form did not ask is still its own.
    assert "5 years" in words_of(answer)
    found = (await stored(database, root)).assumed
    assert found == Assumed(currency="GBP", per_dollar=Decimal("0.8"))


async def test_the_answer_to_an_earlier_question_keeps_the_team_of_then(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    answer = await asked(bot, root, "what does prefect cost?")
    assert "20 pipelines" in words_of(answer)
    await asked(bot, root, "40 pipelines", ts="1700000900.000002")
    await bot.click(answer, "cost_lines")
    await bot.slack.until(lambda: bool(bot.slack.views))
    assert "20 pipelines" in str(bot.slack.views[-1]["view"])
    await closed(bot, filled(await form(bot, answer), years="5"))
    assert "20 pipelines" in words_of(answer)


async def test_the_cost_of_two_that_are_compared_is_answered_in_the_thread(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    compared = await asked(bot, root, "compare airflow and prefect")
    await bot.click(compared, "cost_of.airflow.prefect")
    await bot.slack.until(lambda: len(bot.slack.turns(root)) == 2)
    await bot.idle()
    assert offers(bot.slack.turns(root)[1], "change_assumptions")
    assert bot.slack.ephemerals == []


# Beside the posts of a decision


async def test_beside_any_decision_the_new_sum_takes_the_place_of_the_old(bot: Bot) -> None:
    shown = await beside(bot, "cost prefect")
    url = bot.slack.response_url
    view = await form(bot, shown, ephemeral=True, response_url=url)
    await closed(bot, filled(view, years="5", engineer_cost="150k"))
    [replaced] = bot.slack.responses
    assert replaced["replace_original"] is True
    assert "5 years" in str(replaced["blocks"])
    # What was set travels on in the buttons of the new one.
    again = Shown("C1", shown.ts, "", replaced["blocks"], None)
    view = await form(bot, again, ephemeral=True, response_url=url)
    await closed(bot, filled(view, years=""))
    blocks = str(bot.slack.responses[1]["blocks"])
    assert "$150,000" in blocks
    assert "5 years" not in blocks
    assert bot.slack.messages == {}


async def test_an_address_that_is_used_up_brings_a_new_message(bot: Bot) -> None:
    shown = await beside(bot, "cost prefect")
    view = await form(bot, shown, ephemeral=True, response_url=bot.slack.response_url)
    bot.slack.faults["response_url"].append(Fault(error="used_url", status=404))
    await closed(bot, filled(view, years="5"))
    [told] = bot.slack.ephemerals
    assert "5 years" in str(told["blocks"])


async def test_for_whoever_asks_alone_the_team_of_the_channel_counts_and_stays_as_it_is(
    bot: Bot, database: Database
) -> None:
    root = await bot.open(f"{EVERYTHING}, 44 pipelines")
    await bot.settled()
    cost = await cost_post(bot, root)
    before = words_of(cost)
    shown = await beside(bot, "cost prefect")
    assert "44 pipelines" in str(shown.blocks)
    url = bot.slack.response_url
    await closed(bot, filled(await form(bot, shown, ephemeral=True, response_url=url), years="5"))
    [replaced] = bot.slack.responses
    assert "5 years" in str(replaced["blocks"])
    assert "44 pipelines" in str(replaced["blocks"])
    assert (await stored(database, root)).assumed == NOTHING_ASSUMED
    assert words_of(cost) == before


async def test_the_cost_of_two_that_are_compared_alone_is_told_alone(bot: Bot) -> None:
    for opened in (None, EVERYTHING):
        if opened is not None:
            await bot.open(opened)
            await bot.settled()
        shown = await beside(bot, "compare airflow prefect")
        await bot.click(shown, "cost_of.airflow.prefect", ephemeral=True)
        await bot.idle()
        told = bot.slack.ephemerals.pop()
        assert "change_assumptions" in str(told["blocks"])
        assert bot.slack.ephemerals == []


async def test_an_answer_for_all_beside_any_decision_is_replaced_for_all(bot: Bot) -> None:
    said = signed.mention("what does prefect cost?", ts=THREAD)
    await bot.send(signed.event(said))
    await bot.idle()
    [answer] = bot.slack.messages.values()
    view = await form(bot, answer, response_url=bot.slack.response_url)
    await closed(bot, filled(view, years="5"))
    [replaced] = bot.slack.responses
    assert "5 years" in str(replaced["blocks"])
    assert "response_type" not in replaced


# What a workspace keeps


async def test_what_a_workspace_keeps_counts_in_every_later_sum(
    bot: Bot, database: Database
) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    cost = await cost_post(bot, root)
    view = await form(bot, cost)
    await closed(bot, filled(view, keep=True, engineer_cost="150k", years="5", pipelines="40"))
    assert await kept(database) == Assumed(engineer_cost=Decimal(150_000), currency="USD", years=5)
    shown = await beside(bot, "cost prefect", channel="C2")
    assert "$150,000" in str(shown.blocks)
    assert "40 pipelines" not in str(shown.blocks)
    other = await bot.open(EVERYTHING, channel="C3")
    await bot.settled()
    assert "$150,000" in words_of(await cost_post(bot, other))
    assert "5 years" in words_of(await asked(bot, other, "what does prefect cost?"))
    assert (await stored(database, other)).assumed == NOTHING_ASSUMED


async def test_what_is_kept_beside_any_decision_counts_too(bot: Bot, database: Database) -> None:
    shown = await beside(bot, "cost prefect")
    url = bot.slack.response_url
    view = await form(bot, shown, ephemeral=True, response_url=url)
    await closed(bot, filled(view, keep=True, years="5"))
    await closed(bot, filled(view, years="4"))
    assert await kept(database) == Assumed(years=5)


async def test_a_workspace_can_forget_what_it_kept_and_keep_something_else(
    bot: Bot, database: Database
) -> None:
    shown = await beside(bot, "cost prefect")
    view = await form(bot, shown, ephemeral=True, response_url=bot.slack.response_url)
    await closed(bot, filled(view, keep=True, years="5", engineer_hours="3"))
    await closed(bot, filled(view, keep=True, forget=True, years="4"))
    assert await kept(database) == Assumed(years=4)
    await closed(bot, filled(view, forget=True, years="7"))
    assert await kept(database) == NOTHING_ASSUMED


async def test_whoever_keeps_or_forgets_is_told_what_is_kept(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    cost = await cost_post(bot, root)
    view = await form(bot, cost)
    typed = {"years": "5", "engineer_cost": "100000", "currency": "EUR", "per_dollar": "0.9"}
    await closed(bot, filled(view, "U1", keep=True, forget=False, **typed))
    assert told(bot) == (
        "Kept for this workspace: an engineer costs EUR 100,000 a year, 5 years, in EUR, EUR 0.90 "
        "for a US dollar."
    )
    await closed(bot, filled(view, keep=True, years="4"))
    assert "4 years" in told(bot)
    assert "EUR 100,000" in told(bot)
    before = len(bot.slack.ephemerals)
    await closed(bot, filled(view, years="3"))
    assert len(bot.slack.ephemerals) == before
    await closed(bot, filled(view, forget=True))
    assert told(bot) == "This workspace keeps nothing for costs any more."
    shown = await beside(bot, "cost prefect", channel="C2")
    view = await form(bot, shown, ephemeral=True, response_url=bot.slack.response_url)
    await closed(bot, filled(view, keep=True, engineer_cost="150k"))
    assert told(bot) == "Kept for this workspace: an engineer costs $150,000 a year."


async def test_a_form_with_nothing_to_be_kept_says_so_beside_its_checkboxes(
    bot: Bot, database: Database
) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    view = await form(bot, await cost_post(bot, root))
    for nothing in (filled(view, keep=True), filled(view, keep=True, pipelines="40")):
        response = await bot.send(nothing)
        assert errors(response) == {KEEP: notices.NOTHING_TO_KEEP}
    assert await kept(database) == NOTHING_ASSUMED
    assert (await stored(database, root)).assumed == NOTHING_ASSUMED


async def test_who_is_no_admin_keeps_and_forgets_nothing(bot: Bot, database: Database) -> None:
    shown = await beside(bot, "cost prefect")
    view = await form(bot, shown, ephemeral=True, response_url=bot.slack.response_url)
    await closed(bot, filled(view, keep=True, years="5"))
    for sent in (
        filled(view, "U2", keep=True, years="4"),
        filled(view, "U2", forget=True),
    ):
        assert errors(await bot.send(sent)) == {KEEP: refusals.NOT_TO_KEEP}
    await closed(bot, filled(view, "U2", years="3"))
    assert await kept(database) == Assumed(years=5)


async def test_an_amount_keeps_the_currency_in_which_it_was_meant(
    bot: Bot, database: Database
) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    cost = await cost_post(bot, root)
    await closed(bot, filled(await form(bot, cost), engineer_cost="150k"))
    elsewhere = await beside(bot, "cost prefect", channel="C2")
    view = await form(bot, elsewhere, ephemeral=True, response_url=bot.slack.response_url)
    yen: dict[str, Any] = {"engineer_cost": "12000000", "currency": "JPY", "per_dollar": "150"}
    await closed(bot, filled(view, keep=True, **yen))
    assert (await stored(database, root)).assumed.currency == "USD"
    await bot.click(cost, "cost_lines")
    await bot.slack.until(lambda: "Line items" in str(bot.slack.views[-1]["view"]["title"]))
    assert "$150,000" in str(bot.slack.views[-1]["view"])
    assert "JPY" not in str(bot.slack.views[-1]["view"])


async def test_amounts_of_two_forms_are_not_put_into_one_currency(
    bot: Bot, database: Database
) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    cost = await cost_post(bot, root)
    euros: dict[str, Any] = {"engineer_cost": "100000", "currency": "EUR", "per_dollar": "0.9"}
    await closed(bot, filled(await form(bot, cost), **euros))
    view = await form(bot, cost)
    zloty: dict[str, Any] = {"engineer_cost": "400000", "currency": "PLN", "per_dollar": "3.9"}
    await closed(bot, filled(view, "U1", **zloty))
    late = await bot.send(filled(view, "U2", engineer_cost="110000", per_dollar="0.95"))
    assert errors(late) == {"currency": notices.CURRENCY_CHANGED}
    saved = (await stored(database, root)).assumed
    assert (saved.currency, saved.engineer_cost) == ("PLN", Decimal(400_000))


async def test_a_sum_among_other_answers_is_answered_anew(bot: Bot) -> None:
    shown = await beside(bot, "what does prefect cost? what does dagster cost?")
    ids = [each["block_id"] for each in shown.blocks if each["type"] == "actions"]
    assert len(ids) == len(set(ids)) == 2
    before = len(bot.slack.responses)
    url = bot.slack.response_url
    view = await form(bot, shown, ephemeral=True, response_url=url)
    await closed(bot, filled(view, years="5"))
    await bot.slack.until(lambda: bool(bot.slack.ephemerals))
    assert len(bot.slack.responses) == before
    assert "5 years" in str(bot.slack.ephemerals[-1])


async def test_every_turn_that_shows_a_cost_follows_what_is_set(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    one = await asked(bot, root, "what does prefect cost?")
    two = await asked(bot, root, "what does airflow cost?", ts="1700000009.000100")
    await closed(bot, filled(await form(bot, two), years="7"))
    assert "7 years" in words_of(one)
    assert "7 years" in words_of(two)


# Many at once

PARTS: tuple[dict[str, Any], ...] = (
    {"engineer_cost": "150000", "currency": "EUR"},
    {"pipelines": "40"},
    {"runs_per_week": "7"},
    {"steps_per_run": "12"},
    {"years": "5"},
    {"engineer_hours": "3"},
    {"currency": "EUR", "per_dollar": "0.9"},
)
PEOPLE = 30


async def set_at_once(bot: Bot, database: Database) -> Assumed:
    """So many people set different things of the same sum at once; returns what is left."""
    root = await bot.open(EVERYTHING)
    await bot.settled()
    view = await form(bot, await cost_post(bot, root))
    forms = [filled(view, f"U{number}", **PARTS[number % len(PARTS)]) for number in range(PEOPLE)]
    responses = await asyncio.gather(*(bot.send(each) for each in forms))
    assert [each.content for each in responses] == [b""] * PEOPLE
    await bot.settled()
    return (await stored(database, root)).assumed


ALL_OF_IT = Assumed(
    engineer_cost=Decimal(150_000),
    pipelines=40,
    runs_per_week=7,
    steps_per_run=12,
    years=5,
    engineer_hours=Decimal(3),
    currency="EUR",
    per_dollar=Decimal("0.9"),
)


async def test_of_what_many_set_at_once_nothing_is_lost(bot: Bot, database: Database) -> None:
    assert await set_at_once(bot, database) == ALL_OF_IT


async def test_naive_that_saves_the_whole_form_loses_most(
    bot: Bot, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ViewSubmission, "changed", property(lambda payload: payload.view.held))
    monkeypatch.setattr(costing, "_crossed", lambda *_: False)
    left = (await set_at_once(bot, database)).model_dump(exclude_none=True)
    assert left in [{name: getattr(ALL_OF_IT, name) for name in part} for part in PARTS]


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_naive_without_the_lock_some_are_told_that_it_failed(
    bot: Bot, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "load_to_change", decisions.load)
    with pytest.raises(AssertionError, match="did not work"):
        await set_at_once(bot, database)
