"""POST /slack/events: all that Slack sends over HTTP, behind the guard."""

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from bot import payloads
from bot.shapes import UnreadablePayloadError

logger = structlog.stdlib.get_logger(__name__)


class SlackEvents:
    """Hands a signed request to Bolt and its answer back."""

    def __init__(self, bolt: AsyncApp) -> None:
        self._bolt = bolt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """400 where the body is no payload at all; else what Bolt answers."""
        request = Request(scope, receive)
        response = await self._answer(await request.body(), request.headers)
        await response(scope, receive, send)

    async def _answer(self, body: bytes, headers: Headers) -> Response:
        try:
            bolt_request = AsyncBoltRequest(
                body=body.decode(), headers={name: [value] for name, value in headers.items()}
            )
            payloads.check(bolt_request.body)
            answer = await self._bolt.async_dispatch(bolt_request)
        # Bolt reads the body on its own and guards against nothing: bad JSON, odd types, missing
        # keys, deep nesting. What our listeners raise never comes here: Bolt's error handler is
        # asked first.
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
            reason = str(error) if isinstance(error, UnreadablePayloadError) else ""
            logger.warning("payload_unreadable", kind=type(error).__name__, reason=reason)
            return PlainTextResponse("This is no payload of Slack's.", status_code=400)
        return Response(
            content=answer.body or "",
            status_code=answer.status,
            headers=answer.first_headers_without_set_cookie(),
        )
