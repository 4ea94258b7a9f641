"""The publisher under faults of Slack; each test also fails against a naive version."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

import aiohttp
import pytest

from bot.publisher import Publisher
from bot.slack import AmbiguousError, NotSentError, RefusedError, Slack
from bot.store import decisions, deliveries, posts
from bot.store.database import Transaction
from bot.store.posts import Claim, Sent
from bot.store.schema import post
from tests import signed
from tests.bot_under_test import Bot, bot_running, words_of
from tests.slack_double import TOKEN, Fault, SlackDouble

EVERYTHING = "recommend 8 engineers, 3 models, no k8s, aws"


@pytest.fixture
async def bot(slack: SlackDouble, database_url: str) -> AsyncIterator[Bot]:
    async with bot_running(slack, database_url) as running:
        yield running


async def redeliver(bot: Bot, copies: int = 8) -> int:
    """The same command delivered so often at once; returns how many decisions came of it."""
    request = signed.command("recommend", response_url=bot.slack.response_url)
    await asyncio.gather(*(bot.send(request) for _ in range(copies)))
    await bot.settled()
    return len(bot.slack.roots())


async def test_a_redelivered_command_counts_once(bot: Bot) -> None:
    assert await redeliver(bot) == 1


async def test_naive_without_noting_deliveries_it_counts_often(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def always_new(_tx: Transaction, _keys: Iterable[str]) -> bool:
        return True

    monkeypatch.setattr(deliveries, "note", always_new)
    assert await redeliver(bot) > 1


async def test_many_changes_become_few_updates_and_the_last_one_shows(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.click(root, "pick_change", option="team_size")
    question = await bot.question(root, "type.team_size")
    typed, _ = signed.find(question.blocks, "type.team_size")
    for size in range(21, 41):
        await bot.click(root, "change.team_size", block_id=typed)
        await bot.click(question, "type.team_size", value=str(size), block_id=typed)
    await bot.settled()
    assert "40 engineers" in words_of(root)
    # Forty changes; Slack allows about fifty updates of a message a minute.
    assert root.updates <= 10


@pytest.mark.parametrize(
    "fault",
    [
        Fault(drop_before=True),
        Fault(status=503),
        Fault(status=500, error="fatal_error"),
        Fault(error="internal_error"),
        Fault(status=429, error="ratelimited", headers={"Retry-After": "1"}),
        Fault(status=429, error="ratelimited", headers={"Retry-After": "1.5"}),
    ],
    ids=["dropped", "503", "500", "internal_error", "429", "429 with a fraction"],
)
async def test_a_message_that_slack_did_not_take_comes_later(bot: Bot, fault: Fault) -> None:
    bot.slack.faults["chat.postMessage"].append(fault)
    root = await bot.open(EVERYTHING)
    await bot.settled()
    assert "Metaflow" in root.text
    assert len(bot.slack.roots()) == 1


async def test_nothing_is_sent_while_slack_asks_to_wait(bot: Bot) -> None:
    clock = asyncio.get_running_loop().time
    root = await bot.open()
    await bot.question(root, "choose.team_size.8")
    bot.slack.faults["chat.update"].append(
        Fault(status=429, error="ratelimited", headers={"Retry-After": "3"})
    )
    await bot.answer(root, "choose.team_size.8")
    await bot.slack.until(lambda: bool(bot.slack.called("chat.update")))
    paused, calls = clock(), len(bot.slack.calls)
    await bot.slack.until(lambda: len(bot.slack.calls) > calls + 1)
    # One call to the thread may have left before the pause; after it, nothing for 3 seconds.
    assert clock() - paused > 2.5
    await bot.shows(root, "8")


async def test_blocks_that_slack_refuses_leave_the_text(bot: Bot) -> None:
    bot.slack.faults["chat.postMessage"].append(Fault(error="invalid_blocks"))
    root = await bot.open(EVERYTHING)
    assert root.blocks == []
    assert "Metaflow" in root.text


async def test_a_deleted_root_message_is_posted_anew(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    del bot.slack.messages[root.channel, root.ts]
    await bot.click(root, "pick_change", option="team_size")
    await bot.slack.until(lambda: bool(bot.slack.roots()))
    await bot.settled()
    assert len(bot.slack.roots()) == 1


async def test_a_message_that_may_not_be_changed_is_left_alone(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    bot.slack.faults["chat.update"].append(Fault(error="cant_update_message"))
    await bot.click(root, "pick_change", option="team_size")
    await bot.settled()
    assert len(bot.slack.called("chat.update")) == 1


async def crash_before_publishing(
    slack: SlackDouble, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bot that commits, and dies before it has sent anything."""

    async def nothing(_publisher: Publisher) -> None:
        return

    with monkeypatch.context() as patch:
        patch.setattr(Publisher, "send_due", nothing)
        async with bot_running(slack, database_url) as dying:
            await dying.type(EVERYTHING)
    assert slack.calls == []


async def test_what_was_committed_before_a_crash_is_published_after_it(
    slack: SlackDouble, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await crash_before_publishing(slack, database_url, monkeypatch)
    async with bot_running(slack, database_url) as bot:
        await slack.until(lambda: bool(slack.roots()), seconds=5)
        await bot.settled()
    assert len(slack.roots()) == 1


async def test_naive_with_a_queue_in_memory_it_is_lost(
    slack: SlackDouble, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await crash_before_publishing(slack, database_url, monkeypatch)

    async def only_what_i_was_told_of(_tx: Transaction, _limit: int) -> list[posts.Stale]:
        return []

    monkeypatch.setattr(posts, "stale", only_what_i_was_told_of)
    async with bot_running(slack, database_url):
        await asyncio.sleep(3)
    assert slack.roots() == []


async def overtaken(bot: Bot, prepare: Callable[[], None] = lambda: None) -> str:
    """A slow update is overtaken by a change; returns what the message shows in the end."""
    root = await bot.open(EVERYTHING)
    await bot.settled()
    await bot.click(root, "pick_change", option="team_size")
    question = await bot.question(root, "type.team_size")
    typed, _ = signed.find(question.blocks, "type.team_size")
    await bot.click(question, "type.team_size", value="20", block_id=typed)
    await bot.settled()
    await bot.click(root, "pick_change", option="team_size")
    await bot.settled()
    bot.slack.faults["chat.update"].extend([Fault(delay=1.5), Fault(delay=1.5)])
    before = len(bot.slack.called("chat.update"))
    prepare()
    await bot.click(question, "type.team_size", value="21", block_id=typed)
    await bot.slack.until(lambda: len(bot.slack.called("chat.update")) > before)
    await bot.click(root, "change.team_size", block_id=typed)
    await bot.click(question, "type.team_size", value="40", block_id=typed)
    await bot.settled()
    return words_of(root)


async def test_an_older_picture_never_replaces_a_newer_one(bot: Bot) -> None:
    assert "40 engineers" in await overtaken(bot)


async def test_naive_that_settles_the_newest_revision_keeps_the_older_picture(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle = posts.settle

    async def as_if_newest(tx: Transaction, claim: Claim, outcome: posts.Outcome) -> bool:
        kept = await settle(tx, claim, outcome)
        if isinstance(outcome, Sent):
            await tx.connection.execute(post.update().values(rendered_revision=post.c.revision))
        return kept

    shown = await overtaken(bot, lambda: monkeypatch.setattr(posts, "settle", as_if_newest))
    assert "40 engineers" not in shown


async def compete(slack: SlackDouble, database_url: str) -> int:
    """Two replicas, ten decisions; returns how many root messages came of them."""
    async with bot_running(slack, database_url) as one, bot_running(slack, database_url) as two:
        await asyncio.gather(
            *(bot.type(EVERYTHING) for bot in (one, two) for _ in range(5)),
        )
        await one.settled()
    return len(slack.roots())


async def test_two_replicas_post_every_message_once(slack: SlackDouble, database_url: str) -> None:
    assert await compete(slack, database_url) == 10


async def test_naive_without_a_lease_two_replicas_post_twice(
    slack: SlackDouble, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posts, "LEASE_SECONDS", -1.0)
    slack.faults["chat.postMessage"].extend(Fault(delay=1.5) for _ in range(20))
    assert await compete(slack, database_url) > 10


async def test_a_failing_database_is_told_with_a_reference_and_nothing_is_changed(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_arguments: Any) -> None:
        raise OSError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr(decisions, "add", fail)
        told = await bot.type(EVERYTHING)
    assert "reference" in told
    assert "disk" not in told
    await bot.settled()
    assert bot.slack.calls == []
    await bot.type(EVERYTHING)
    await bot.slack.until(lambda: len(bot.slack.roots()) == 1)


@pytest.fixture
async def web_api(slack: SlackDouble) -> AsyncIterator[Slack]:
    timeout = aiohttp.ClientTimeout(total=0.5, connect=0.3)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        yield Slack(TOKEN, slack.api_url, session)


async def test_a_timeout_after_the_effect_is_ambiguous_and_not_repeated(
    slack: SlackDouble, web_api: Slack
) -> None:
    slack.faults["chat.postMessage"].append(Fault(drop_after=True))
    with pytest.raises(AmbiguousError):
        await web_api.post_message(channel="C1", text="x", blocks=[], event={})
    assert len(slack.called("chat.postMessage")) == 1


async def test_what_never_left_is_tried_three_times(web_api: Slack, slack: SlackDouble) -> None:
    async with SlackDouble().running() as gone:
        away = Slack(TOKEN, gone.api_url, web_api._session)
    with pytest.raises(NotSentError):
        await away.post_message(channel="C1", text="x", blocks=[], event={})


async def test_a_wrong_token_is_refused(slack: SlackDouble, web_api: Slack) -> None:
    wrong = Slack("xoxb-wrong", slack.api_url, web_api._session)
    with pytest.raises(RefusedError, match="invalid_auth"):
        await wrong.post_message(channel="C1", text="x", blocks=[], event={})


@pytest.mark.parametrize(
    "url", ["https://evil.example/x", "http://hooks.slack.com/x", "file:///etc/passwd"]
)
async def test_an_answer_goes_to_slack_and_nowhere_else(web_api: Slack, url: str) -> None:
    with pytest.raises(RefusedError, match="foreign_response_url"):
        await web_api.respond(url, "x")
