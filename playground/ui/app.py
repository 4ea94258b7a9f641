"""The page, the style sheet and the Web API as one application."""

from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from fastapi import FastAPI
from nicegui import ui
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse

from playground.client import AppClient
from playground.model import SlackError, User
from playground.permalinks import PATH
from playground.process import AppProcess
from playground.ui import documents
from playground.ui.inputs import Memory
from playground.ui.page import Page, Place
from playground.ui.seat import Seat
from playground.workspace import Workspace

_STYLE: Final = Path(__file__).with_name("style.css")
_FAVICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="8" fill="#4a154b"/>'
    '<path d="M9 16h6m2 0h6M16 9v6m0 2v6" stroke="#fff" stroke-width="3" stroke-linecap="round"/>'
    "</svg>"
)


def create_app(
    workspace: Workspace, client: AppClient, api: Starlette, process: AppProcess | None = None
) -> FastAPI:
    """The whole local Slack behind one port; at most one in a process, for NiceGUI's sake.

    Args:
        workspace: what is shown.
        client: takes what people do to the app.
        api: the Web API and response URLs, mounted at ``/api`` and ``/response``.
        process: the app's process, where the local Slack began it.
    """
    memory = Memory()
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.router.routes.extend(api.routes)
    app.router.routes.extend(documents.routes(workspace))

    @app.get(PATH + "{channel}/{message}")
    async def linked(request: Request) -> RedirectResponse:
        return RedirectResponse(f"/?{urlencode({'link': str(request.url)})}")

    @ui.page("/", title="Local Slack", response_timeout=30)
    async def tab(
        user: str = "",
        channel: str = "",
        tab: str = "",
        thread: str | None = None,
        link: str = "",
    ) -> None:
        ui.add_css(_STYLE)
        seat = Seat(workspace, client, memory, _person(workspace, user), ui.context.client)
        place = Place.linked(seat, link) or _place(seat, channel, tab, thread)
        page = Page(seat, process, place)
        await ui.context.client.connected()
        await page.arrive()

    ui.run_with(
        app, title="Local Slack", favicon=_FAVICON, tailwind=False, show_welcome_message=False
    )
    return app


def _person(workspace: Workspace, word: str) -> User:
    """Whom the address names, by name or id; else the first of the workspace."""
    people = list(workspace.users.values())
    return next((each for each in people if word in (each.id, each.name)), people[0])


def _place(seat: Seat, channel: str, tab: str, thread: str | None) -> Place:
    """Where the address leads; to the first channel of a person who has not what it names."""
    workspace, user = seat.workspace, seat.user
    mine = workspace.sidebar(user.id)
    try:
        is_app = channel == "app"
        found = workspace.direct(user.id) if is_app else workspace.named(channel or "ml-platform")
    except SlackError:
        found = mine[0]
    if found not in mine:
        found = mine[0]
    exists = thread is not None and any(
        message.ts == thread for message in workspace.messages(found.id, user.id)
    )
    is_home = tab == "home" and found.kind == "im"
    return Place(found, "home" if is_home else "messages", thread if exists else None)
