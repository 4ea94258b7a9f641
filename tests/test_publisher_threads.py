"""The publisher alone, between a real database and the double of Slack: threads and turns."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from bot import render
from bot.basis import Basis
from bot.publisher import Publisher
from bot.slack import TIMEOUT
from bot.store import decisions, posts, settings, turns
from bot.store.database import EVERY_TENANT, Database
from bot.store.decisions import Decision
from bot.store.posts import PostKey
from bot.store.schema import post, turn
from bot.store.turns import KeptTurn
from bot.tenant import Tenant
from bot.views.blocks import Rendered
from bot.workspaces import OneWorkspace
from engine.cost.assumptions import Assumed
from engine.dialogue.model import DialogueState, Requested
from engine.dialogue.requests import StateAsked
from knowledge.schema import KnowledgeBase, SlotId
from tests.slack_double import TEAM, TOKEN, Fault, Shown, SlackDouble

TENANT = Tenant(TEAM)
THREAD = "1700000000.000009"
KEPT = Assumed(years=5)
"""What the workspace keeps for the cost of its decisions."""
TURN = KeptTurn(by="U2", remarks=(Requested(request=StateAsked()),), state=DialogueState())


@asynccontextmanager
async def publishing(
    database: Database, slack: SlackDouble, kb: KnowledgeBase
) -> AsyncIterator[Publisher]:
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
        publisher = Publisher(database, OneWorkspace(TOKEN, slack.api_url, session), kb)
        running = asyncio.create_task(publisher.run())
        try:
            yield publisher
        finally:
            publisher.stop()
            await running


async def settled(database: Database) -> None:
    """Wait until every post shows what is kept."""
    async with asyncio.timeout(20):
        while True:
            async with database.transaction(EVERY_TENANT) as tx:
                if await posts.seconds_to_next(tx) is None:
                    return
            await asyncio.sleep(0.05)


async def opened(database: Database, decision_id: str = "d1") -> Decision:
    """A decision in a thread of people, with its first question."""
    new = Decision(
        id=decision_id,
        opened_by="U1",
        channel="C1",
        thread_ts=THREAD,
        moved_from=None,
        response_url=None,
        dialogue=DialogueState(asking=SlotId("team_size")),
        revision=1,
    )
    async with database.transaction(TENANT) as tx:
        await decisions.add(tx, new)
        await posts.mark_stale(tx, PostKey(decision_id, "root"))
        await posts.mark_stale(tx, PostKey(decision_id, "question", "team_size"))
    return new


async def said(database: Database, kept: KeptTurn = TURN, decision_id: str = "d1") -> str:
    """Keep a turn with the post that shows it; returns its id."""
    async with database.transaction(TENANT) as tx:
        turn_id = await turns.add(tx, decision_id, kept)
        await posts.mark_stale(tx, PostKey(decision_id, "turn", turn_id))
    return turn_id


def shown_in(slack: SlackDouble, channel: str) -> list[Shown]:
    return [each for each in slack.messages.values() if each.channel == channel]


async def test_everything_of_a_decision_in_a_thread_of_people_stands_there(
    database: Database, slack: SlackDouble, kb: KnowledgeBase
) -> None:
    await opened(database)
    turn_id = await said(database)
    async with publishing(database, slack, kb):
        await settled(database)
    shown = shown_in(slack, "C1")
    assert [each.post for each in shown] == ["root.", f"turn.{turn_id}", "question.team_size"]
    assert {each.thread_ts for each in shown} == {THREAD}


async def test_two_decisions_share_a_thread_of_people(
    database: Database, slack: SlackDouble, kb: KnowledgeBase
) -> None:
    await opened(database, "d1")
    await opened(database, "d2")
    async with publishing(database, slack, kb):
        await settled(database)
    shown = shown_in(slack, "C1")
    assert sorted((each.decision, each.post, each.thread_ts) for each in shown) == [
        (decision_id, name, THREAD)
        for decision_id in ("d1", "d2")
        for name in ("question.team_size", "root.")
    ]


async def test_where_the_app_may_not_post_it_moves_out_of_the_thread_of_people(
    database: Database, slack: SlackDouble, kb: KnowledgeBase
) -> None:
    slack.not_member.add("C1")
    await opened(database)
    async with publishing(database, slack, kb):
        await settled(database)
    root, question = shown_in(slack, "D1")
    assert (root.post, root.thread_ts) == ("root.", None)
    assert (question.post, question.thread_ts) == ("question.team_size", root.ts)


async def test_a_turn_that_was_committed_before_a_crash_appears_once_after_it(
    database: Database, slack: SlackDouble, kb: KnowledgeBase
) -> None:
    await opened(database)
    async with publishing(database, slack, kb):
        await settled(database)
    turn_id = await said(database)
    assert [each.post for each in shown_in(slack, "C1")] == ["root.", "question.team_size"]
    async with publishing(database, slack, kb), publishing(database, slack, kb):
        await settled(database)
    assert [each.post for each in shown_in(slack, "C1")].count(f"turn.{turn_id}") == 1


async def test_a_turn_whose_sender_died_is_sent_by_another_when_the_lease_runs_out(
    database: Database, slack: SlackDouble, kb: KnowledgeBase
) -> None:
    await opened(database)
    async with publishing(database, slack, kb):
        await settled(database)
    slack.faults["chat.postMessage"].append(Fault(drop_before=True, delay=60))
    turn_id = await said(database)
    async with publishing(database, slack, kb) as dying:
        sent = len(slack.called("chat.postMessage"))
        await slack.until(lambda: len(slack.called("chat.postMessage")) > sent)
        await dying.cancel()
    async with database.transaction(TENANT) as tx:
        await tx.connection.execute(post.update().values(lease_until=1))
    async with publishing(database, slack, kb):
        await settled(database)
    assert [each.post for each in shown_in(slack, "C1")].count(f"turn.{turn_id}") == 1


async def test_a_turn_that_changed_is_shown_anew_in_its_message(
    database: Database, slack: SlackDouble, kb: KnowledgeBase
) -> None:
    new = await opened(database)
    turn_id = await said(database)
    async with publishing(database, slack, kb):
        await settled(database)
        async with database.transaction(TENANT) as tx:
            confirmed = TURN.model_copy(update={"confirmed_by": "U3"})
            await turns.save(tx, new.id, turn_id, confirmed)
            await posts.mark_stale(tx, PostKey(new.id, "turn", turn_id))
        await settled(database)
    [message] = [each for each in shown_in(slack, "C1") if each.post == f"turn.{turn_id}"]
    assert message.updates == 1


async def test_a_turn_that_is_gone_is_not_shown_and_not_tried_again(
    database: Database, slack: SlackDouble, kb: KnowledgeBase
) -> None:
    await opened(database)
    await said(database)
    async with database.transaction(TENANT) as tx:
        await tx.connection.execute(turn.delete())
    async with publishing(database, slack, kb):
        await settled(database)
    assert [each.post for each in shown_in(slack, "C1")] == ["root.", "question.team_size"]
    async with database.transaction(TENANT) as tx:
        assert not await posts.revive(tx, "d1")


@pytest.mark.parametrize("granted", [False, True])
async def test_a_post_knows_its_turn_its_workspace_and_whether_replies_are_heard(
    database: Database,
    slack: SlackDouble,
    kb: KnowledgeBase,
    monkeypatch: pytest.MonkeyPatch,
    *,
    granted: bool,
) -> None:
    def given(basis: Basis, key: PostKey, _kb: KnowledgeBase, **given: Any) -> Rendered:
        return Rendered(f"{key.kind} {key.topic} {basis.workspace} {given}", [])

    monkeypatch.setattr(render, "post", given)
    if granted:
        slack.scopes |= {"channels:history", "groups:history"}
    await opened(database)
    turn_id = await said(database)
    async with database.transaction(TENANT) as tx:
        await settings.keep_cost(tx, KEPT, "U1")
    async with publishing(database, slack, kb):
        await settled(database)
    without = {"kept": None, "hears_threads": granted}
    assert [each.text for each in shown_in(slack, "C1")] == [
        f"root  {KEPT} {without}",
        f"turn {turn_id} {KEPT} {without | {'kept': TURN}}",
        f"question team_size {KEPT} {without}",
    ]
