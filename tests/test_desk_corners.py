"""Corners of taking what people say and do, each once met in use."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.store import decisions
from bot.store.database import Database
from bot.tenant import Tenant
from tests import signed
from tests.bot_under_test import Bot, bot_running
from tests.slack_double import TEAM, SlackDouble


@pytest.fixture
async def bot(slack: SlackDouble, database_url: str) -> AsyncIterator[Bot]:
    async with bot_running(slack, database_url) as running:
        yield running


async def listed(database: Database, person: str) -> list[str]:
    async with database.transaction(Tenant(TEAM)) as tx:
        return [each.decision.id for each in await decisions.of_person(tx, person, 10)]


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_two_who_speak_first_at_once_speak_of_one_decision(
    bot: Bot, database: Database
) -> None:
    thread = "1700000000.000001"
    said = [
        signed.mention("8 engineers", ts="1700000000.000002", thread_ts=thread),
        signed.mention("on aws", ts="1700000000.000003", thread_ts=thread, user="U2"),
    ]
    await asyncio.gather(*(bot.send(signed.event(each)) for each in said))
    await bot.settled()
    [decision] = await listed(database, "U1")
    async with database.transaction(Tenant(TEAM)) as tx:
        kept = await decisions.load(tx, decision)
    assert kept is not None
    assert {slot: each.value for slot, each in kept.dialogue.answers.items()} == {
        "team_size": 8,
        "cloud": "aws",
    }


async def test_whose_words_were_taken_over_does_not_see_where_it_went_on(
    bot: Bot, database: Database
) -> None:
    bot.slack.not_member.add("C1")
    shortcut = signed.message_shortcut(
        {"ts": "1700000000.000005", "user": "U2", "text": "8 engineers on aws"}
    )
    assert (await bot.send(shortcut)).status_code == 200
    await bot.settled()
    assert await listed(database, "U1")
    assert await listed(database, "U2") == []


async def test_an_undelivered_direct_message_catches_no_commands_of_channels(
    bot: Bot, database: Database
) -> None:
    bot.slack.not_member.add("C1")
    bot.slack.no_direct_messages = True
    await bot.type("recommend 9 engineers")
    await bot.settled()
    told = await bot.type("3 models", channel="C2")
    assert "3 models" in told
    await bot.slack.until(lambda: bool(bot.slack.roots()))
    [root] = bot.slack.roots()
    assert root.channel == "C2"
    assert len(await listed(database, "U1")) == 2


async def test_a_long_speech_to_others_is_not_read(bot: Bot) -> None:
    root = await bot.open("recommend 8 engineers")
    await bot.settled()
    calls = len(bot.slack.acts)
    speech = "We should talk about the offsite. " * 40 + "40 models."
    said = signed.said(speech, ts="1700000900.000001", thread_ts=root.ts)
    assert (await bot.send(signed.event(said))).status_code == 200
    await bot.settled()
    assert len(bot.slack.acts) == calls
