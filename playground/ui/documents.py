"""Where files are downloaded and canvases are read."""

from html import escape
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from playground.model import File, SlackError
from playground.ui.markdown import to_html
from playground.workspace import Workspace

_PAGE: Final = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>
  body {{ max-width: 720px; margin: 48px auto; padding: 0 24px; color: #1d1c1d;
    font: 400 16px/1.5 "Helvetica Neue", "Segoe UI", Roboto, Arial, sans-serif; }}
  table {{ border-collapse: collapse; }} td, th {{ border: 1px solid #ddd; padding: 4px 10px; }}
  a {{ color: #1264a3; }} code {{ background: #f4f4f4; }}
</style>
<h1>{title}</h1>
<main>{html}</main>
</html>
"""
_GONE: Final = "This workspace has no such file: look for its card in the thread.\n"


def file_path(file: File) -> str:
    """The path under which a file is downloaded."""
    return f"/files/{file.id}/{quote(file.name, safe='')}"


def canvas_path(workspace: Workspace, canvas: File) -> str:
    """The path under which a canvas is read, as in Slack."""
    return f"/docs/{workspace.team.id}/{canvas.id}"


def routes(workspace: Workspace) -> list[Route]:
    """The addresses of files, which the browser saves, and of canvases, which it shows."""

    async def download(request: Request) -> Response:
        try:
            file = workspace.files.find(request.path_params["file"])
        except SlackError:
            return PlainTextResponse(_GONE, 404)
        named = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
        headers = {"Content-Disposition": named}
        return Response(file.content, headers=headers, media_type="application/octet-stream")

    async def read(request: Request) -> Response:
        try:
            canvas = workspace.files.find(request.path_params["canvas"])
        except SlackError:
            return PlainTextResponse(_GONE, 404)
        html = to_html(canvas.content.decode(errors="replace"))
        return HTMLResponse(_PAGE.format(title=escape(canvas.title), html=html))

    return [
        Route("/files/{file}/{name}", download, methods=["GET"]),
        Route(f"/docs/{workspace.team.id}/{{canvas}}", read, methods=["GET"]),
    ]
