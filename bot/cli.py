"""The command line: run the bot, prepare its database, ask the engine, check its knowledge.

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
from bot.terminal import parameters
from bot.terminal.failures import ArgumentError
from bot.terminal.usage import OneLineGroup

main = typer.Typer(
    name="orchestrator",
    cls=OneLineGroup,
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


@main.command("recommend")
def recommend_(
    text: parameters.Text = None,
    *,
    set_: parameters.Set = None,
    stress: parameters.Stress = None,
    weight: parameters.Weight = None,
    edition: parameters.EditionName = "current",
    include_contenders: parameters.Contenders = False,
    full: parameters.Full = False,
    as_json: parameters.Json = False,
) -> None:
    """Recommend an orchestrator for a team: the pick, why, how sure, what would change it."""
    with _failing_in_one_line():
        from bot.terminal import commands  # noqa: PLC0415  see the module's docstring

        commands.recommend(
            " ".join(text or ()),
            sets=set_ or (),
            stresses=stress or (),
            weights=weight or (),
            edition=edition,
            with_contenders=include_contenders,
            full=full,
            as_json=as_json,
        )


@main.command()
def compare(
    first: parameters.First,
    second: parameters.Second,
    text: parameters.Text = None,
    *,
    set_: parameters.Set = None,
    stress: parameters.Stress = None,
    weight: parameters.Weight = None,
    edition: parameters.EditionName = "current",
    as_json: parameters.Json = False,
) -> None:
    """Compare two alternatives, with the weights of a team."""
    with _failing_in_one_line():
        from bot.terminal import commands  # noqa: PLC0415

        commands.compare(
            first,
            second,
            " ".join(text or ()),
            sets=set_ or (),
            stresses=stress or (),
            weights=weight or (),
            edition=edition,
            as_json=as_json,
        )


@main.command()
def cost(
    text: parameters.CostText = None,
    *,
    of: parameters.Of = None,
    set_: parameters.Set = None,
    years: parameters.Years = None,
    currency: parameters.Currency = None,
    per_dollar: parameters.PerDollar = None,
    steps: parameters.Steps = None,
    engineer_hours: parameters.EngineerHours = None,
    edition: parameters.CostEdition = "current",
    include_contenders: parameters.CostContenders = False,
    full: parameters.CostFull = False,
    as_json: parameters.Json = False,
) -> None:
    """Add up what alternatives would cost a team: a year, some years, what moves it."""
    with _failing_in_one_line():
        from bot.terminal import commands  # noqa: PLC0415

        commands.cost(
            " ".join(text or ()),
            of=of or (),
            sets=set_ or (),
            options={
                "years": years,
                "currency": currency,
                "per_dollar": per_dollar,
                "steps_per_run": steps,
                "engineer_hours": engineer_hours,
            },
            edition=edition,
            with_contenders=include_contenders,
            full=full,
            as_json=as_json,
        )


@main.command()
def migrate(from_: parameters.From, to: parameters.To, *, as_json: parameters.Json = False) -> None:
    """Tell how to move from one alternative to another, as far as the sources know."""
    with _failing_in_one_line():
        from bot.terminal import commands  # noqa: PLC0415

        commands.migrate(from_, to, as_json=as_json)


@main.command()
def explain(topic: parameters.Topic = None) -> None:
    """Explain a subject: an alternative, a criterion, the tree, a trap, costs and so on."""
    with _failing_in_one_line():
        from bot.terminal import commands  # noqa: PLC0415

        commands.explain(" ".join(topic or ()))


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
        Path | None,
        typer.Argument(
            help="Another folder than the one that is built in.", exists=True, file_okay=False
        ),
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


@_knowledge.command()
def stale(
    older_than: Annotated[
        str, typer.Option("--older-than", metavar="DAYS", help="From which age on.")
    ] = "180",
    today: Annotated[
        str | None,
        typer.Option("--today", metavar="DATE", help="Another day than today: 2026-11-22."),
    ] = None,
) -> None:
    """List the sources to check again, the oldest first."""
    with _failing_in_one_line():
        from bot.terminal import commands  # noqa: PLC0415

        commands.stale(older_than, today)


@_knowledge.command()
def schemas(
    folder: Annotated[
        Path | None, typer.Argument(help="Another folder than knowledge/schemas.")
    ] = None,
) -> None:
    """Write the JSON Schemas by which editors check the YAML files."""
    with _failing_in_one_line():
        from knowledge import editor_schemas  # noqa: PLC0415

        try:
            for path in editor_schemas.write(folder or editor_schemas.FOLDER):
                typer.echo(path)
        except OSError as error:
            raise ArgumentError(
                f"The schemas cannot be written to {error.filename} ({error.strerror}); "
                "name a folder you may write to."
            ) from error


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
    except ArgumentError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except CannotStartError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except (typer.Exit, typer.Abort, BrokenPipeError):
        raise  # typer's to end
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
