"""The HTTP side of the local Slack: ``/api/{method}``, ``/response/{secret}``, and uploads."""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from playground.faults import Failed, Faults, Limited, Lost
from playground.model import Json, SlackError
from playground.responses import respond
from playground.web_api import call
from playground.web_api_files import UPLOAD
from playground.workspace import Workspace

_JSON_ARGUMENTS = {
    "blocks": "invalid_blocks_format",
    "channel_ids": "invalid_arguments",
    "document_content": "invalid_arguments",
    "files": "invalid_arguments",
    "metadata": "invalid_metadata_format",
    "message": "invalid_arguments",
    "prompts": "invalid_arguments",
    "user_ids": "invalid_arguments",
    "view": "invalid_arguments",
}
"""Arguments that travel as JSON text in a form, with the error for text that is none."""

_NO_JSON = frozenset({"files.getUploadURLExternal"})
"""Methods that read no JSON; Slack's pages disagree of this one, and its clients send a form."""


def create_api(workspace: Workspace, faults: Faults | None = None) -> Starlette:
    """An ASGI app that answers as slack.com/api does.

    Mount it at the root: a bot's ``base_url`` is ``http://host:port/api/``, response URLs begin
    with ``http://host:port/response/``, and files are sent to ``http://host:port/upload/v1/``.

    Args:
        workspace: what the methods act on.
        faults: what is to go wrong; nothing if None.
    """
    switchboard = faults or Faults()

    async def api(request: Request) -> Response:
        method: str = request.path_params["method"]
        planned = _planned(switchboard, method)
        if isinstance(planned, Response):
            return planned
        headers: dict[str, str] = {}
        try:
            args = await _arguments(request, method)
            _authorize(workspace, request, method, args)
            switchboard.check(args)
            headers["X-OAuth-Scopes"] = ",".join(workspace.scopes)
            answer = {"ok": True} | call(workspace, method, args)
        except SlackError as error:
            answer = _refusal(error)
        return _lost() if planned is not None else _answer(answer, headers)

    async def response(request: Request) -> Response:
        planned = _planned(switchboard, "response_url")
        if isinstance(planned, Response):
            return planned
        try:
            body = _parsed(await request.body(), "invalid_payload")
            switchboard.check(body)
            respond(workspace, request.path_params["secret"], body)
        except SlackError as error:
            is_gone = error.code in ("invalid_url", "expired_url", "used_url")
            return JSONResponse(_refusal(error), status_code=404 if is_gone else 400)
        return _lost() if planned is not None else PlainTextResponse("ok")

    async def upload(request: Request) -> Response:
        planned = _planned(switchboard, "upload_url")
        if isinstance(planned, Response):
            return planned
        content = await _content(request)
        try:
            workspace.files.receive(request.path_params["secret"], content)
        except SlackError as error:
            return PlainTextResponse(error.code, 404 if error.code == "invalid_url" else 400)
        return _lost() if planned is not None else PlainTextResponse(f"OK - {len(content)}")

    return Starlette(
        routes=[
            Route("/api/{method}", api, methods=["GET", "POST"]),
            Route("/response/{secret}", response, methods=["POST"]),
            Route(UPLOAD + "{secret}", upload, methods=["POST"]),
        ]
    )


def _planned(faults: Faults, method: str) -> Response | Lost | None:
    if faults.down:
        return PlainTextResponse("service unavailable", status_code=503)
    match faults.take(method):
        case Limited(retry_after):
            refusal = {"ok": False, "error": "ratelimited"}
            return JSONResponse(refusal, 429, {"Retry-After": f"{retry_after:g}"})
        case Failed(error):
            return _answer({"ok": False, "error": error})
        case other:
            return other


def _lost() -> Response:
    return PlainTextResponse("", status_code=500)


def _answer(answer: Json, headers: Mapping[str, str] | None = None) -> Response:
    request_id = {"X-Slack-Req-Id": secrets.token_hex(16)}
    return JSONResponse(answer, headers=request_id | dict(headers or {}))


def _refusal(error: SlackError) -> Json:
    refusal: Json = {"ok": False, "error": error.code} | dict(error.more)
    if error.messages:
        tagged = [each if each.startswith("[") else f"[ERROR] {each}" for each in error.messages]
        refusal["response_metadata"] = {"messages": tagged}
        if error.code == "invalid_blocks":
            refusal["errors"] = list(error.messages)
    return refusal


async def _arguments(request: Request, method: str) -> Json:
    args: Json = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        body = b"" if method in _NO_JSON else await request.body()
        args |= _parsed(body, "invalid_json") if body else {}
    else:
        form = await request.form()
        args |= {name: value for name, value in form.items() if isinstance(value, str)}
    for name, error in _JSON_ARGUMENTS.items():
        if isinstance(args.get(name), str):
            args[name] = _loaded(args[name], error)
    return args


async def _content(request: Request) -> bytes:
    """The bytes of a file, sent as they are or as a part of a form."""
    if not request.headers.get("content-type", "").startswith("multipart/"):
        return await request.body()
    async with request.form() as form:
        for value in form.values():
            if isinstance(value, UploadFile):
                return await value.read()
    return b""


def _authorize(
    workspace: Workspace, request: Request, method: str, args: Mapping[str, Any]
) -> None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    token = token if scheme == "Bearer" else str(args.get("token", ""))
    if method == "api.test":
        return
    if not token:
        raise SlackError("not_authed")
    if not secrets.compare_digest(token.encode(), workspace.token.encode()):
        raise SlackError("invalid_auth")


def _parsed(body: bytes, error: str) -> Json:
    value = _loaded(body, error)
    if not isinstance(value, dict):
        raise SlackError(error)
    return value


def _loaded(text: str | bytes, error: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise SlackError(error) from None
