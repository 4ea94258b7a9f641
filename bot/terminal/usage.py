"""What cannot be read as a command at all: one line, as for every other bad argument."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperGroup


class OneLineGroup(TyperGroup):
    """The commands; an unknown flag or a missing argument is a line on stderr, and exit code 2."""

    def make_context(self, *args: Any, **extra: Any) -> Any:
        """Read the arguments of the group itself."""
        with _in_one_line():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: Any) -> Any:
        """Read the arguments of a command, and run it."""
        with _in_one_line():
            return super().invoke(ctx)


@contextmanager
def _in_one_line() -> Iterator[None]:
    try:
        yield
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "orchestrator"
        said = " ".join(error.format_message().split()).rstrip(".")
        if said:  # else the help has been printed in its place
            joint = " " if said.endswith("?") else "; "
            typer.echo(f"{said}{joint}'{command} --help' says what there is.", err=True)
        raise typer.Exit(error.exit_code) from None
