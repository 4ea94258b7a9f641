"""The publisher under faults of Slack; what it promises is also tried on a naive version."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import app, publisher
from bot.publisher import Publisher
from bot.store import claims, decisions, deliveries, posts
from bot.store.claims import Claim, Sent
from bot.store.database import Transaction
from bot.store.posts import PostKey
from bot.store.schema import decision, post
from bot.tenant import Tenant
from tests import signed
from tests.bot_under_test import Bot, bot_running, offers, words_of
from tests.slack_double import TEAM, Fault, SlackDouble

EVERYTHING = "recommend 8 engineers, 3 models, no k8s, aws"


@pytest.fixture
async def bot(slack: SlackDouble, database_url: str) -> AsyncIterator[Bot]:
    async with bot_running(slack, database_url, in_haste=False) as running:
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


async def change_often(bot: Bot) -> int:
    """Forty changes in four seconds; returns how often the root message was updated for them."""
    root = await bot.open(EVERYTHING)
    await bot.click(root, "pick_change", option="team_size")
    question = await bot.question(root, "type.team_size")
    typed, _ = signed.find(question.blocks, "type.team_size")
    for size in range(21, 41):
        await bot.click(root, "change.team_size", block_id=typed)
        await bot.click(question, "type.team_size", value=str(size), block_id=typed)
        await asyncio.sleep(0.2)
    await bot.settled()
    assert "40 engineers" in words_of(root)
    return root.updates


async def test_many_changes_become_few_updates_and_the_last_one_shows(bot: Bot) -> None:
    # Slack allows about fifty updates of a message a minute.
    assert await change_often(bot) <= 10


async def test_naive_without_a_wait_between_updates_they_are_many(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims, "UPDATE_SECONDS", 0.0)
    assert await change_often(bot) > 10


@pytest.mark.parametrize(
    "fault",
    [
        Fault(drop_before=True),
        Fault(status=503),
        Fault(status=500, error="fatal_error"),
        Fault(error="internal_error"),
        Fault(status=429, error="ratelimited", headers={"Retry-After": "1"}),
        Fault(status=429, error="ratelimited", headers={"Retry-After": "1.5"}),
        Fault(error="rate_limited"),
        Fault(error="message_limit_exceeded"),
        Fault(error="token_expired"),
    ],
    ids=[
        "dropped",
        "503",
        "500",
        "internal_error",
        "429",
        "429 with a fraction",
        "rate_limited",
        "message_limit_exceeded",
        "token_expired",
    ],
)
async def test_a_message_that_slack_did_not_take_comes_later(
    bot: Bot, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publisher, "UNSURE_SECONDS", 0.5)
    monkeypatch.setattr(publisher, "TOKEN_SECONDS", 0.5)
    bot.slack.faults["chat.postMessage"].append(fault)
    root = await bot.open(EVERYTHING)
    await bot.settled()
    assert "Metaflow" in root.text
    assert len(bot.slack.roots()) == 1


async def test_naive_that_gives_up_at_once_it_never_comes(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle = claims.settle

    async def give_up(tx: Transaction, claim: Claim, outcome: claims.Outcome) -> bool:
        given_up = claims.Dead("naive") if isinstance(outcome, claims.Retry) else outcome
        return await settle(tx, claim, given_up)

    monkeypatch.setattr(claims, "settle", give_up)
    bot.slack.faults["chat.postMessage"].append(Fault(status=503))
    await bot.type(EVERYTHING)
    await bot.settled()
    assert bot.slack.roots() == []


async def wait_as_asked(bot: Bot) -> float:
    """Slack asks to wait 6 seconds; returns after how long another message came to the channel."""
    clock = asyncio.get_running_loop().time
    bot.slack.faults["chat.postMessage"].append(
        Fault(status=429, error="ratelimited", headers={"Retry-After": "6"})
    )
    await bot.type(EVERYTHING)
    await bot.slack.until(lambda: bool(bot.slack.called("chat.postMessage")))
    asked = clock()
    while await bot.is_due():  # noqa: ASYNC110 - the bot sets no event for its database
        await asyncio.sleep(0.02)
    await bot.type(EVERYTHING)
    await bot.slack.until(lambda: bool(bot.slack.roots()))
    return clock() - asked


async def test_nothing_goes_to_a_channel_while_slack_asks_to_wait(bot: Bot) -> None:
    assert await wait_as_asked(bot) > 5.5
    await bot.settled()
    assert len(bot.slack.roots()) == 2


async def test_naive_without_the_pause_the_next_message_goes_at_once(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def forget(_tx: Transaction, _channel: str, _seconds: float) -> None:
        return

    monkeypatch.setattr(claims, "pause_channel", forget)
    assert await wait_as_asked(bot) < 5.5


async def test_a_channel_that_waits_holds_up_no_other(bot: Bot) -> None:
    bot.slack.faults["chat.postMessage"].append(Fault(delay=7))
    await bot.type(EVERYTHING, channel="C8")
    await bot.slack.until(lambda: bool(bot.slack.called("chat.postMessage")))
    await bot.type(EVERYTHING, channel="C9")
    await bot.slack.until(lambda: bool(bot.slack.roots()), seconds=6)
    assert [root.channel for root in bot.slack.roots()] == ["C9"]


async def test_a_slow_slack_gets_a_new_message_at_most_twice(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publisher, "UNSURE_SECONDS", 0.1)
    bot.slack.faults["chat.postMessage"].extend(Fault(drop_after=True) for _ in range(10))
    await bot.type(EVERYTHING)
    await bot.slack.until(lambda: bool(bot.slack.responses))
    await bot.settled()
    assert len(bot.slack.roots()) == 2
    assert "/orchestrator recommend" in bot.slack.responses[0]["text"]


async def test_naive_that_repeats_until_it_is_sure_sends_it_ten_times(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publisher, "UNSURE_SECONDS", 0.1)
    monkeypatch.setattr(publisher, "UNSURE_AT_MOST", 1000)
    monkeypatch.setattr(publisher, "_seconds_after", lambda _attempts: 0.1)
    bot.slack.faults["chat.postMessage"].extend(Fault(drop_after=True) for _ in range(9))
    await bot.type(EVERYTHING)
    await bot.settled()
    assert len(bot.slack.roots()) == 10


async def test_a_database_that_takes_no_writes_is_asked_now_and_then(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = 0

    async def fail(_tx: Transaction, _key: PostKey) -> Claim:
        nonlocal tried
        tried += 1
        raise OSError("read-only")

    with monkeypatch.context() as patch:
        patch.setattr(claims, "claim", fail)
        await bot.type(EVERYTHING)
        await asyncio.sleep(3)
    assert 1 <= tried <= 6
    await bot.slack.until(lambda: bool(bot.slack.roots()))


async def test_a_stop_while_sending_sends_nothing_twice(
    slack: SlackDouble, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "DRAIN_SECONDS", 1.0)
    slack.faults["chat.postMessage"].append(Fault(delay=0.7))
    async with bot_running(slack, database_url) as bot:
        await bot.type("recommend")
        await slack.until(lambda: bool(slack.called("chat.postMessage")))
    # What was being sent was finished, and nothing else begun.
    assert len(slack.called("chat.postMessage")) == 1
    async with bot_running(slack, database_url) as bot:
        await bot.settled()
    assert len(slack.messages) == 2


async def test_a_decision_that_cannot_be_read_is_left_for_later(bot: Bot) -> None:
    root = await bot.open()
    await bot.settled()
    async with bot.database.transaction(Tenant(TEAM)) as tx:
        await tx.connection.execute(decision.update().values(dialogue='{"said": "canary"}'))
        await tx.connection.execute(post.update().values(revision=9, not_before=0))
    with capture_logs() as logs:
        await asyncio.sleep(3)
    failures = [entry for entry in logs if entry["event"] == "publish_failed"]
    # Two posts, after about 0, 2 and 4 seconds: no loop that spins.
    assert 1 <= len(failures) <= 6
    assert "canary" not in str(logs)
    assert root.updates == 0


async def test_a_deleted_root_message_is_posted_anew(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    del bot.slack.messages[root.channel, root.ts]
    await bot.click(root, "pick_change", option="team_size")
    await bot.slack.until(lambda: bool(bot.slack.roots()))
    await bot.settled()
    [anew] = bot.slack.roots()
    # The open question stands in the new thread, not in the deleted one.
    assert [offers(each, "type.team_size") for each in bot.slack.thread(anew)].count(True) == 1


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
    assert slack.acts == []


async def test_what_was_committed_before_a_crash_is_published_after_it(
    slack: SlackDouble, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await crash_before_publishing(slack, database_url, monkeypatch)
    async with bot_running(slack, database_url) as bot:
        await slack.until(lambda: bool(slack.roots()), seconds=5)
        await bot.settled()
    assert len(slack.roots()) == 1


@pytest.mark.parametrize("crashes", [False, True])
async def test_naive_with_a_queue_in_memory_it_is_lost_by_a_crash_only(
    slack: SlackDouble, database_url: str, monkeypatch: pytest.MonkeyPatch, *, crashes: bool
) -> None:
    queue: list[posts.Stale] = []
    mark_stale = posts.mark_stale

    async def remember(tx: Transaction, key: PostKey) -> None:
        await mark_stale(tx, key)
        queue.append(posts.Stale(tx.tenant, key))

    async def remembered(_tx: Transaction, _limit: int) -> list[posts.Stale]:
        found = queue.copy()
        queue.clear()
        return found

    monkeypatch.setattr(posts, "mark_stale", remember)
    monkeypatch.setattr(posts, "stale", remembered)
    if crashes:
        await crash_before_publishing(slack, database_url, monkeypatch)
        queue.clear()
    async with bot_running(slack, database_url) as bot:
        if crashes:
            await asyncio.sleep(3)
        else:
            await bot.type(EVERYTHING)
            await slack.until(lambda: bool(slack.roots()))
    assert len(slack.roots()) == (0 if crashes else 1)


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
    settle = claims.settle

    async def as_if_newest(tx: Transaction, claim: Claim, outcome: claims.Outcome) -> bool:
        kept = await settle(tx, claim, outcome)
        if isinstance(outcome, Sent):
            await tx.connection.execute(post.update().values(rendered_revision=post.c.revision))
        return kept

    shown = await overtaken(bot, lambda: monkeypatch.setattr(claims, "settle", as_if_newest))
    assert "40 engineers" not in shown


@asynccontextmanager
async def two_replicas(slack: SlackDouble, database_url: str) -> AsyncIterator[Bot]:
    """Two replicas, ten decisions, and a slow Slack."""
    slack.faults["chat.postMessage"].extend(Fault(delay=1.5) for _ in range(20))
    async with bot_running(slack, database_url) as one, bot_running(slack, database_url) as two:
        await asyncio.gather(*(bot.type(EVERYTHING) for bot in (one, two) for _ in range(5)))
        yield one


async def test_two_replicas_post_every_message_once(slack: SlackDouble, database_url: str) -> None:
    async with two_replicas(slack, database_url) as bot:
        await bot.settled()
    assert len(slack.roots()) == 10


async def test_naive_without_a_lease_two_replicas_post_oftener(
    slack: SlackDouble, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims, "LEASE_SECONDS", -1.0)
    async with two_replicas(slack, database_url):
        await slack.until(lambda: len(slack.roots()) > 10, seconds=20)


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
    assert bot.slack.acts == []
    await bot.type(EVERYTHING)
    await bot.slack.until(lambda: len(bot.slack.roots()) == 1)
