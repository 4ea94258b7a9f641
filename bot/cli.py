"""The command line: run the bot, prepare its database, check its knowledge.

Exit codes: 0 done, 1 something failed, 2 the settings or the arguments are wrong. What went wrong
is a line on stderr, never a traceback. Each command imports what it needs when it runs, so that
``--help`` is quick.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import structlog
import typer

from bot import log
from bot.failures import CannotStartError, NewerDatabaseError, no_database
from bot.settings import Mode, Settings, SettingsError, load_settings

main = typer.Typer(
    name="orchestrator",
    help="A Slack app that helps a team choose an ML pipeline orchestrator.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_db = typer.Typer(help="The database.", no_args_is_help=True)
_knowledge = typer.Typer(help="The facts that recommendations rest on.", no_args_is_help=True)
main.add_typer(_db, name="db")
main.add_typer(_knowledge, name="knowledge")


@main.callback()
def _start() -> None:
    # A failure before the settings are read is logged like any other.
    log.configure("INFO")


@main.command()
def serve() -> None:
    """Answer Slack over HTTP."""
    with _failing_in_one_line():
        settings = _prepared("serve")
        from bot.web import server  # noqa: PLC0415  see the module's docstring

        asyncio.run(server.serve(settings))


@main.command()
def socket() -> None:
    """Answer Slack over Socket Mode: no public address is needed."""
    with _failing_in_one_line():
        settings = _prepared("socket")
        from bot import socket as socket_mode  # noqa: PLC0415

        asyncio.run(socket_mode.run(settings))


@_db.command()
def upgrade() -> None:
    """Bring the database's tables to this version. Safe to repeat."""
    with _failing_in_one_line():
        settings = _prepared("database")
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

        from bot.store import migrate  # noqa: PLC0415

        try:
            asyncio.run(migrate.upgrade(settings.database.get_secret_value()))
        except (SQLAlchemyError, OSError, NewerDatabaseError) as error:
            raise no_database(settings, error) from error
        typer.echo("The database is up to date.")


@_knowledge.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="Another folder than the one that is built in.")
    ] = None,
) -> None:
    """Read every fact and print all that is wrong."""
    with _failing_in_one_line():
        from knowledge.loader import KnowledgeError, load  # noqa: PLC0415

        try:
            knowledge = load(folder)
        except KnowledgeError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from None
        typer.echo(
            f"The knowledge of {knowledge.as_of} is sound: "
            f"{len(knowledge.alternatives)} alternatives, {len(knowledge.criteria)} criteria, "
            f"{len(knowledge.questions)} questions, {len(knowledge.tree)} nodes."
        )


def _prepared(mode: Mode) -> Settings:
    """The settings, with the log configured and the data directory there."""
    settings = load_settings(mode)
    log.configure(settings.log_level)
    if settings.database_url is None:
        try:
            settings.data_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(
                [f"DATA_DIR cannot be made ({error.strerror}): name a directory you may write to."]
            ) from error
    return settings


@contextmanager
def _failing_in_one_line() -> Iterator[None]:
    """Turn what is raised inside into lines on stderr and an exit code."""
    try:
        yield
    except SettingsError as error:
        for line in error.lines:
            typer.echo(line, err=True)
        raise typer.Exit(2) from None
    except CannotStartError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except (typer.Exit, typer.Abort):
        raise
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except Exception:  # noqa: BLE001  the last door: whatever it is, a person gets a line
        reference = log.new_reference()
        structlog.stdlib.get_logger("bot.cli").exception("command_failed", reference=reference)
        typer.echo(
            f"This failed for a reason that the app does not know (reference {reference}). "
            "The log has the details.",
            err=True,
        )
        raise typer.Exit(1) from None


if __name__ == "__main__":
    main()
