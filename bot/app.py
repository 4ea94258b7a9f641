"""The only place where the parts are put together. Nothing runs at import."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.routing import Route

from bot import log
from bot.clicks import Clicks
from bot.conversation import Conversation
from bot.costing import Costing
from bot.deciding import Deciding
from bot.desk import Desk
from bot.errands import Errands
from bot.evaluating import Evaluating
from bot.evaluation_commands import EvaluationCommands
from bot.evaluation_forms import EvaluationForms
from bot.exporting import Exporting
from bot.failures import CannotStartError, NewerDatabaseError, no_database
from bot.gate import Gate
from bot.governing import Governing
from bot.judging import Judging
from bot.ledger import Ledger
from bot.listing import Listing
from bot.messages import Messages
from bot.people import People
from bot.publisher import Publisher
from bot.reminding import Reminding
from bot.replies import Replies
from bot.routes import Doors, Routes
from bot.scheduler import Scheduler
from bot.settings import Settings
from bot.sheets import Sheets
from bot.shortcuts import Shortcuts
from bot.slack import TIMEOUT
from bot.slash import Slash
from bot.store import migrate
from bot.store.database import Database
from bot.submissions import Submissions
from bot.voting import Voting
from bot.web.guard import Guard
from bot.web.health import Health
from bot.web.slack_events import SlackEvents
from bot.workspaces import OneWorkspace, Workspaces
from knowledge import loader
from knowledge.schema import KnowledgeBase

logger = structlog.stdlib.get_logger(__name__)

DRAIN_SECONDS = 10.0
"""How long a shutdown waits for what is being sent; the rest is in the database."""


@dataclass(frozen=True, slots=True)
class Running:
    """The parts of a running app."""

    bolt: AsyncApp
    health: Health


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Running]:
    """Start everything, and stop it in the opposite order.

    Raises:
        CannotStartError: the knowledge is broken, or the database cannot be used.
    """
    knowledge = _load_knowledge()
    database = _open_database(settings)
    try:
        await _require_newest(database, settings)
        async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
            if settings.slack_bot_token is None:
                raise CannotStartError("SLACK_BOT_TOKEN is not set.")
            token = settings.slack_bot_token.get_secret_value()
            workspaces = OneWorkspace(token, settings.slack_api_url, session)
            publisher = Publisher(database, workspaces, knowledge)
            errands = Errands()
            scheduler = Scheduler(database, workspaces, knowledge)

            def wake() -> None:
                publisher.wake()
                scheduler.wake()

            ledger = Ledger(database, knowledge, wake)
            people = People(workspaces)
            doors = open_doors(ledger, workspaces, people, errands)
            working = {
                asyncio.create_task(publisher.run()),
                asyncio.create_task(scheduler.run()),
            }
            try:
                yield Running(create_bolt(Routes(doors)), Health(database))
            finally:
                publisher.stop()
                scheduler.stop()
                await asyncio.wait(working, timeout=DRAIN_SECONDS)
                for task in working:
                    task.cancel()
                await publisher.cancel()
                await errands.drain(DRAIN_SECONDS)
    finally:
        await database.close()


def open_doors(ledger: Ledger, workspaces: Workspaces, people: People, errands: Errands) -> Doors:
    """Where what Slack sends is taken."""
    knowledge = ledger.knowledge
    desk, costing, conversation = Desk(ledger), Costing(ledger), Conversation(ledger)
    sheets, judging, voting = Sheets(ledger), Judging(ledger), Voting(ledger)
    deciding, governing = Deciding(ledger), Governing(ledger)
    gate = Gate(ledger, people)
    listing = Listing(ledger.database, workspaces, people, knowledge)
    replies = Replies(workspaces, errands, listing)
    reminding = Reminding(ledger, people, replies)
    exporting = Exporting(ledger, workspaces, people, replies)
    evaluating = Evaluating(
        sheets, judging, voting, deciding, reminding, exporting, governing, replies, knowledge
    )
    forms = EvaluationForms(judging, voting, deciding, reminding, governing)
    orders = EvaluationCommands(ledger, sheets, voting, deciding, governing, gate, replies)
    return Doors(
        desk=desk,
        slash=Slash(ledger),
        orders=orders,
        gate=gate,
        replies=replies,
        clicks=Clicks(desk, costing, evaluating, gate, replies, knowledge),
        messages=Messages(conversation, orders, gate, replies, listing),
        shortcuts=Shortcuts(conversation, desk, gate, replies, workspaces),
        submissions=Submissions(desk, costing, forms, gate, replies),
    )


def create_bolt(routes: Routes) -> AsyncApp:
    """Bolt: it reads Slack's requests and finds the listener; the rest is ours.

    It answers after the listener has returned, so after the commit. The guard has checked the
    signature; ``authorize`` asks nobody, where Bolt's own would call auth.test on every request
    and drop events when that fails.
    """

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="unused")  # noqa: S106

    # Bolt warns with the whole payload in the text; what matters reaches our own handlers.
    quiet = logging.getLogger("bot.bolt")
    quiet.setLevel(logging.ERROR)
    bolt = AsyncApp(
        name="orchestrator",
        logger=quiet,
        process_before_response=True,
        signing_secret="checked by the guard",  # noqa: S106
        authorize=authorize,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,
    )

    async def failed(error: Exception) -> BoltResponse:
        """No 2xx, so that Slack delivers an event again."""
        reference = log.new_reference()
        logger.error("failed", reference=reference, exc_info=error)
        return BoltResponse(status=500, body=f"Failed (ref {reference}).")

    bolt.error(failed)
    routes.register(bolt)
    return bolt


def create_app(parts: Running, signing_secrets: Sequence[bytes]) -> Starlette:
    """The app over HTTP: Slack's requests behind the guard, and health."""
    guarded = Guard(SlackEvents(parts.bolt), signing_secrets)
    return Starlette(
        routes=[
            Route("/healthz", parts.health.live),
            Route("/readyz", parts.health.ready),
            Route("/slack/events", guarded, methods=["POST"]),
        ]
    )


async def _require_newest(database: Database, settings: Settings) -> None:
    """On SQLite the tables are made and kept up to date; PostgreSQL belongs to an operator."""
    try:
        if database.is_sqlite:
            await migrate.upgrade(database.url)
        version = await migrate.version(database)
    except (SQLAlchemyError, OSError, NewerDatabaseError) as error:
        raise no_database(settings, error) from None
    if version != migrate.head():
        raise CannotStartError(
            "DATABASE_URL: the database is not at the newest version; "
            "run `orchestrator db upgrade` first."
        )


def _open_database(settings: Settings) -> Database:
    try:
        return Database(settings.database.get_secret_value())
    except (SQLAlchemyError, OSError) as error:
        raise no_database(settings, error) from None


def _load_knowledge() -> KnowledgeBase:
    """A broken fact stops the start, not a user."""
    try:
        return loader.load()
    except loader.KnowledgeError as error:
        raise CannotStartError(str(error)) from None
