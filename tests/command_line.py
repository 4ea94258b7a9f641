"""The command line in this process: what it prints, and how it ends."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
import structlog
from typer.testing import CliRunner

from bot.cli import main
from bot.terminal import commands
from tests.facts import KB


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def orchestrator(*arguments: str, environ: Mapping[str, str] | None = None) -> Ended:
    """Runs ``orchestrator`` with these arguments, on 80 columns and not in a terminal.

    It finds the facts read already. The log is put back as it was.
    """
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    configured = structlog.get_config() if structlog.is_configured() else None
    plain = {"COLUMNS": "80", "NO_COLOR": None, "FORCE_COLOR": None, "TTY_COMPATIBLE": None}
    try:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(commands, "load", lambda: KB)
            result = CliRunner().invoke(main, arguments, env={**plain, **(environ or {})})
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        logging.captureWarnings(capture=False)
        structlog.reset_defaults()
        if configured is not None:
            structlog.configure(**configured)
    return Ended(result.exit_code, result.stdout, result.stderr)
