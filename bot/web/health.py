"""GET /healthz: the process lives. GET /readyz: it can do its work. Neither asks Slack."""

import asyncio
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.failures import NewerDatabaseError
from bot.store import migrate
from bot.store.database import Database

DATABASE_SECONDS_MAX = 0.5


@dataclass(frozen=True, slots=True)
class Health:
    """What the two questions are answered from."""

    database: Database

    async def live(self, _request: Request) -> JSONResponse:
        """Always 200: that it answers is the answer."""
        return JSONResponse({"status": "ok"})

    async def ready(self, _request: Request) -> JSONResponse:
        """200, or 503 with what is missing."""
        problem = await self._database_problem()
        if problem:
            return JSONResponse({"status": "not ready", "problem": problem}, status_code=503)
        return JSONResponse({"status": "ok"})

    async def _database_problem(self) -> str | None:
        try:
            async with asyncio.timeout(DATABASE_SECONDS_MAX):
                version = await migrate.version(self.database)
        except (SQLAlchemyError, OSError, TimeoutError):
            return "the database does not answer"
        except NewerDatabaseError:
            return "the database belongs to a newer version of the app"
        if version != migrate.head():
            return "the database is not at the newest version: run `orchestrator db upgrade`"
        return None
