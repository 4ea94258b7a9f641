"""A decision whose messages Slack has, without the app that would have posted them."""

from sqlalchemy import update

from bot import ledger
from bot.store import decisions, posts
from bot.store.database import Database
from bot.store.posts import PostKey
from bot.store.schema import post
from bot.tenant import Tenant
from engine.dialogue.advance import start
from knowledge.schema import KnowledgeBase
from tests.slack_double import TEAM, Shown, SlackDouble

TENANT = Tenant(TEAM)
CHANNEL = "C1"
ROOT_TS, SHEET_TS = "1700000000.000001", "1700000000.000002"


async def begin(database: Database, kb: KnowledgeBase) -> str:
    """A decision of U1 of which Slack has nothing yet; its id."""
    begun = ledger.opened("U1", CHANNEL, start(kb))
    async with database.transaction(TENANT) as tx:
        await decisions.add(tx, begun)
    return begun.id


async def place(database: Database, slack: SlackDouble, key: PostKey, ts: str) -> None:
    """Slack has this post of a decision."""
    async with database.transaction(TENANT) as tx:
        await posts.mark_stale(tx, key)
        values = {"ts": ts, "rendered_revision": 1}
        await tx.connection.execute(update(post).where(posts.row_of(tx, key)).values(values))
    thread_ts = None if key.kind == "root" else ROOT_TS
    slack.messages[CHANNEL, ts] = Shown(CHANNEL, ts, key.kind, [], thread_ts)
