"""The whole bot in this process, between a real database and the double of Slack."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import structlog
from pydantic import SecretStr

from bot.app import create_app, running
from bot.errands import Errands
from bot.settings import Settings
from bot.store import claims, posts
from bot.store.database import EVERY_TENANT, Database
from knowledge import loader
from tests import signed
from tests.databases import connected
from tests.facts import KB
from tests.signed import SECRET, Signed
from tests.slack_double import TOKEN, Json, Shown, SlackDouble


@dataclass(frozen=True)
class Bot:
    """What a test does with the bot."""

    slack: SlackDouble
    client: httpx.AsyncClient
    database: Database
    """Another connection than the bot's own."""

    async def send(self, request: Signed) -> httpx.Response:
        return await self.client.post(
            "/slack/events", content=request.body, headers=request.headers
        )

    async def type(self, text: str, **changes: str) -> str:
        """A slash command; returns what only the person sees."""
        changes.setdefault("response_url", self.slack.response_url)
        response = await self.send(signed.command(text, **changes))
        assert response.status_code == 200, response.text
        told: str = response.json()["text"] if response.content else ""
        return told

    async def click(self, shown: Shown, action_id: str, **changes: Any) -> None:
        response = await self.send(signed.action(shown, action_id, **changes))
        assert response.status_code == 200, response.text

    async def open(self, text: str = "recommend", **changes: str) -> Shown:
        """Begin a decision and wait for its message."""
        before = len(self.slack.roots())
        await self.type(text, **changes)
        await self.slack.until(lambda: len(self.slack.roots()) > before)
        return self.slack.roots()[-1]

    async def question(self, root: Shown, action_id: str) -> Shown:
        """The message of the thread that offers this control, as soon as it is there."""

        def found() -> Shown | None:
            for message in self.slack.thread(root):
                if offers(message, action_id):
                    return message
            return None

        await self.slack.until(lambda: found() is not None)
        message = found()
        assert message is not None
        return message

    async def answer(self, root: Shown, action_id: str, **changes: Any) -> None:
        """Click a control in the thread, once it is offered."""
        await self.click(await self.question(root, action_id), action_id, **changes)

    async def post_of(self, root: Shown, name: str) -> Shown:
        """A message of the same decision, by its post (``checklist.prefect``), once it is there."""

        def found() -> list[Shown]:
            shown = self.slack.messages.values()
            return [each for each in shown if (each.decision, each.post) == (root.decision, name)]

        await self.slack.until(lambda: bool(found()))
        [message] = found()
        return message

    async def tick(self, sheet: Shown, category: str, *ticked: str, **changes: Any) -> None:
        """Leave these ticked of a category, as a sheet shows it now."""
        await self.click(sheet, "tick", part=f":{category}", ticked=ticked, **changes)

    async def form(self) -> Json:
        """The form that was opened last, once nothing is on its way any more."""
        await self.idle()
        view: Json = self.slack.views[-1]["view"]
        return view

    async def fill(self, filled: Mapping[str, str], **changes: Any) -> Json:
        """Send the form that was opened last, filled so; returns what stands beside its inputs."""
        response = await self.send(signed.sent_form(await self.form(), filled, **changes))
        assert response.status_code == 200, response.text
        errors: Json = response.json().get("errors", {}) if response.content else {}
        return errors

    async def told(self, user: str) -> str:
        """What this person was told last, beside their answers to commands."""
        await self.idle()
        return str([each for each in self.slack.ephemerals if each["user"] == user][-1]["text"])

    async def shows(self, root: Shown, *words: str) -> None:
        """Wait until the root message shows all of these."""
        await self.slack.until(lambda: all(word in words_of(root) for word in words))

    async def settled(self, seconds: float = 30) -> None:
        """Wait until every post shows what the database holds."""
        async with asyncio.timeout(seconds):
            while await self._waiting():  # noqa: ASYNC110 - the bot sets no event for its database
                await asyncio.sleep(0.05)
        await asyncio.sleep(0.05)

    async def idle(self, seconds: float = 30) -> None:
        """Wait until nothing is on its way any more, what is told to one person included."""
        async with asyncio.timeout(seconds):
            await self.settled(seconds)
            while errands := _errands():
                await asyncio.wait(errands)

    async def is_due(self) -> bool:
        """Whether a post could be sent this moment."""
        async with self.database.transaction(EVERY_TENANT) as tx:
            return bool(await posts.stale(tx, 1))

    async def _waiting(self) -> bool:
        async with self.database.transaction(EVERY_TENANT) as tx:
            return await posts.seconds_to_next(tx) is not None


def _errands() -> set[asyncio.Task[Any]]:
    """What the app sends beside its posts, of every app in this process."""
    code = Errands._run.__code__
    tasks = asyncio.all_tasks()
    return {task for task in tasks if getattr(task.get_coro(), "cr_code", None) is code}


def offers(shown: Shown, action_id: str) -> bool:
    try:
        signed.find(shown.blocks, action_id)
    except AssertionError:
        return False
    return True


def words_of(shown: Shown) -> str:
    """Everything that a message says."""
    return f"{shown.text}\n{shown.blocks}"


def settings_for(slack: SlackDouble, database_url: str) -> Settings:
    return Settings(
        slack_signing_secret=SecretStr(SECRET),
        slack_bot_token=SecretStr(TOKEN),
        slack_api_url=slack.api_url,
        database_url=SecretStr(database_url),
    )


@asynccontextmanager
async def bot_running(
    slack: SlackDouble, database_url: str, *, in_haste: bool = True
) -> AsyncIterator[Bot]:
    """The app, started and stopped; many are, so they share the facts.

    In haste it waits for no limit of Slack's on how often a message is updated.
    """
    # By itself structlog would print every local of a traceback, the whole knowledge among them.
    plainly = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[plainly])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(loader, "load", lambda: KB)
        if in_haste:
            patched.setattr(claims, "UPDATE_SECONDS", 0.0)
        async with _running(slack, database_url) as bot:
            yield bot


@asynccontextmanager
async def _running(slack: SlackDouble, database_url: str) -> AsyncIterator[Bot]:
    async with (
        running(settings_for(slack, database_url)) as parts,
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app=create_app(parts, [SECRET.encode()])),
            base_url="http://bot",
        ) as client,
        connected(database_url) as database,
    ):
        yield Bot(slack, client, database)
