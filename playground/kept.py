"""Files that outlive a run: read whole or refused in one sentence, written whole or not at all."""

import os
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


class KeptFileError(Exception):
    """A kept file cannot be read or written; its text is for the person and says what to do."""


def read(path: Path, shape: TypeAdapter[T]) -> T | None:
    """What the file holds, None where there is no file.

    Raises:
        KeptFileError: it cannot be read, or does not hold what was once written.
    """
    try:
        return shape.validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _trouble(path, "read", error) from error
    except ValidationError as error:
        raise spoiled(path) from error


def write(path: Path, shape: TypeAdapter[T], value: T) -> None:
    """Put the value into the file, for its owner's eyes only, and make the folder where needed.

    A crash leaves the file as it was before or after, never torn.

    Raises:
        KeptFileError: the folder cannot be made, or the file not written.
    """
    fresh = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(shape.dump_json(value))
        fresh.replace(path)
    except OSError as error:
        raise _trouble(path, "written", error) from error


def spoiled(path: Path) -> KeptFileError:
    """The error for a file whose content is not what was once written."""
    return KeptFileError(
        f"{path} is damaged or of another version: move it away or delete it, and a new one"
        " is begun."
    )


def _trouble(path: Path, verb: str, error: OSError) -> KeptFileError:
    reason = error.strerror or type(error).__name__
    return KeptFileError(
        f"{path} cannot be {verb} ({reason}): choose another directory with --data."
    )
