"""Nothing unsigned gets past here: Slack's signature is checked on the raw bytes, before parsing.

Bolt's own check parses the body first, and logs it whole when the signature is wrong.
https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hashlib
import hmac
import re
import time
from collections.abc import Callable, Sequence

import structlog
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = structlog.stdlib.get_logger(__name__)

BODY_BYTES_MAX = 1024 * 1024
"""Slack's largest payloads carry a whole message of some 50 KB."""
SKEW_SECONDS_MAX = 300
"""Slack's own rule: an older request may be a replay."""

_TIMESTAMP = re.compile(rb"[0-9]{9,11}")
_SIGNATURE = re.compile(rb"v0=[0-9a-f]{64}")


def is_signed(
    secrets: Sequence[bytes], timestamp: bytes, signature: bytes, body: bytes, now: float
) -> bool:
    """Whether one of the secrets signed this body, not more than five minutes from ``now``."""
    if not (_TIMESTAMP.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature)):
        return False
    if abs(now - int(timestamp)) > SKEW_SECONDS_MAX:
        return False
    base = b"v0:" + timestamp + b":" + body
    # Every secret is compared, so that the time taken does not tell which one fits.
    matches = [
        hmac.compare_digest(
            b"v0=" + hmac.new(secret, base, hashlib.sha256).hexdigest().encode(), signature
        )
        for secret in secrets
    ]
    return any(matches)


class Guard:
    """An ASGI app around another: lets through what Slack signed, with the body read already."""

    def __init__(
        self, app: ASGIApp, secrets: Sequence[bytes], clock: Callable[[], float] = time.time
    ) -> None:
        if not secrets or not all(secrets):
            raise ValueError("the guard needs a signing secret; an empty one would let all pass")
        self._app = app
        self._secrets = tuple(secrets)
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 413 to too long a body and 401 to a wrong signature, with one short log line."""
        body = await _read(scope, receive)
        if body is None:
            await self._refuse(413, "The body is too long.", scope, receive, send)
            return
        headers: dict[bytes, bytes] = dict(scope["headers"])
        timestamp = headers.get(b"x-slack-request-timestamp", b"")
        signature = headers.get(b"x-slack-signature", b"")
        if not is_signed(self._secrets, timestamp, signature, body, self._clock()):
            await self._refuse(401, "The request is not signed by Slack.", scope, receive, send)
            return

        async def replay() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replay, send)

    async def _refuse(
        self, status: int, reason: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        logger.warning("request_refused", status=status)
        response = PlainTextResponse(reason, status_code=status, headers={"Connection": "close"})
        await response(scope, receive, send)


async def _read(scope: Scope, receive: Receive) -> bytes | None:
    """The whole body; None where it is longer than allowed, which is known as early as possible."""
    declared = dict(scope["headers"]).get(b"content-length", b"0")
    if not declared.isdigit() or len(declared) > len(str(BODY_BYTES_MAX)) + 1:
        return None
    if int(declared) > BODY_BYTES_MAX:
        return None
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if len(body) > BODY_BYTES_MAX:
            return None
        if not message.get("more_body", False):
            return bytes(body)
