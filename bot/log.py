"""Logs: one JSON object a line on stderr, readable columns on a terminal, and no secret in either.

An entry is an event in snake case and its keys: ``log.info("post_published", post=post_id)``.
What a person wrote is never logged.
"""

import logging
import re
import secrets
import sys
import traceback
from collections.abc import Mapping
from typing import Any, Final

import structlog
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

_HANDLER: Final = "orchestrator"
_OURS: Final = frozenset({"bot", "engine", "knowledge"})
_HIDDEN: Final = "[hidden]"

_TOKEN: Final = re.compile(r"xox[a-z][-.][\w.-]+|xapp-[\w-]+")
# A short number is a status, as in "code=1006"; an OAuth code never is one.
_OAUTH_CODE: Final = re.compile(
    r"(?<![\w.])((?:code|ticket)=)(?!\d{1,5}(?!\w|\.\w))[^\s&\"'\\,;)]+"
)
_PASSWORD: Final = re.compile(r"(?<=://)[^\s/@]+(?=@)")
_NAMED: Final = re.compile(
    r"((?:client_secret|signing_secret|refresh_token)[\"']?\s*[:=]\s*[\"']?)[^\s&\"'\\,;)}]+"
)
_SECRET_KEYS: Final = frozenset(
    {"authorization", "client_secret", "refresh_token", "signing_secret", "token"}
)


def configure(level: str) -> None:
    """Send our logs, and the libraries', to stderr.

    Ours are kept from ``level`` up (DEBUG, INFO, WARNING, ERROR). The libraries' are kept from INFO
    up whatever the level: at DEBUG, Slack's SDK prints messages and tokens. Calling it again
    replaces what the last call set up.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.set_name(_HANDLER)
    handler.addFilter(_is_fit_to_print)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.ExceptionRenderer(_told),
                redact,
                _renderer(on_terminal=sys.stderr.isatty()),
            ],
        )
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    for old in [each for each in root.handlers if each.get_name() == _HANDLER]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(max(logging.INFO, logging.getLevelNamesMapping()[level]))
    for name in _OURS:
        logging.getLogger(name).setLevel(level)
    # Alembic tells at INFO how it looks at the database, on every question for readiness.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)


def new_reference() -> str:
    """Eight hexadecimal digits that tie what a person sees to the entry in the log."""
    return secrets.token_hex(4)


def redact(_logger: WrappedLogger, _method: str, event_dict: EventDict) -> EventDict:
    """A structlog processor: hide tokens, OAuth codes and passwords in every key's value."""
    return {key: _hidden(key, value) for key, value in event_dict.items()}


def _hidden(key: str, value: Any) -> Any:
    if key.lower() in _SECRET_KEYS and value:
        return _HIDDEN
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return _without_secrets(value)
        case Mapping():
            return {_without_secrets(str(k)): _hidden(str(k), v) for k, v in value.items()}
        case list() | tuple():
            return [_hidden("", each) for each in value]
        case _:
            return _without_secrets(repr(value))


def _without_secrets(text: str) -> str:
    text = _TOKEN.sub(_HIDDEN, text)
    text = _OAUTH_CODE.sub(rf"\g<1>{_HIDDEN}", text)
    text = _NAMED.sub(rf"\g<1>{_HIDDEN}", text)
    return _PASSWORD.sub(_HIDDEN, text)


def _told(exc_info: ExcInfo) -> str:
    """An exception in one line: what, where (innermost frame first), and from which others."""
    return _told_of(traceback.TracebackException(*exc_info))


def _told_of(error: traceback.TracebackException) -> str:
    what = " ".join("".join(error.format_exception_only()).split())
    where = " < ".join(f"{f.filename}:{f.lineno} {f.name}" for f in reversed(error.stack))
    told = f"{what} at {where}" if where else what
    for each in error.exceptions or ():
        told += f"; with {_told_of(each)}"
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"{told}; from {_told_of(before)}" if before else told


def _is_fit_to_print(record: logging.LogRecord) -> bool:
    """Guards against a library that sets the level of its own logger."""
    return record.levelno >= logging.INFO or record.name.partition(".")[0] in _OURS


def _renderer(*, on_terminal: bool) -> Processor:
    if on_terminal:
        return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer()
