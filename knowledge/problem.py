"""What is wrong with a knowledge file: where, and what to write instead."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from knowledge.plain_yaml import Path

_SHOWN: Final = 60
"""Characters of a wrong value that a sentence repeats."""

_REMEDIES: Final[Mapping[str, str]] = {
    "value_error": "{error}",
    "int_type": "write a whole number",
    "bool_type": "write true or false",
    "string_type": "write a text (a number or true/false needs quotes)",
    "string_too_short": "write a text that is not empty",
    "string_too_long": "write at most {max_length} characters",
    "string_pattern_mismatch": "write what matches {pattern}",
    "literal_error": "write {expected}",
    "enum": "write {expected}",
    "greater_than_equal": "write a whole number of at least {ge}",
    "less_than_equal": "write a whole number of at most {le}",
    "tuple_type": "write a list",
    "model_type": "write a mapping",
    "dict_type": "write a mapping",
    "union_tag_not_found": "write its kind",
    "union_tag_invalid": "write as kind one of {expected_tags}",
    "too_short": "write at least {min_length}",
    "too_long": "write at most {max_length}",
}
"""What to write instead, by Pydantic's type of error, with the placeholders of its context."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem, with its remedy."""

    file: str
    """Relative to the folder of the knowledge base: ``alternatives/prefect.yaml``."""
    path: Path
    """Where in the file."""
    says: str
    line: int | None = None
    """From 1; None before the line was looked up."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.says}" if self.line else f"{self.file}: {self.says}"


def problems_of(error: ValidationError, *, file: str, value: Any) -> list[Problem]:
    """Pydantic's findings about ``value``, which ``file`` holds, as sentences with a remedy."""
    return [
        Problem(file, path, f"{name_of(path, value)} {_says(details)}")
        for details in error.errors(include_url=False)
        for path in [_path(details, value)]
    ]


def name_of(path: Path, value: Any) -> str:
    """``path`` as a reader says it: entries of lists by their id, where they have one."""
    return ".".join(_names(path, value)) or "the file"


def _names(path: Path, value: Any) -> Iterator[str]:
    for step in path:
        value = _below(value, step)
        own_id = value.get("id") if isinstance(value, dict) else None
        if isinstance(step, int):
            yield own_id if isinstance(own_id, str) else f"entry {step + 1}"
        else:
            yield step


def _path(details: ErrorDetails, value: Any) -> Path:
    """The error's place in the file; pydantic's own steps (tags of unions) are left out."""
    path: list[str | int] = []
    *above, last = details["loc"] or ("",)
    for step in [*above, last]:
        if _holds(value, step):
            path.append(step)
            value = _below(value, step)
    if details["type"] == "missing":
        path.append(last)
    return tuple(path)


def _holds(value: Any, step: str | int) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and step < len(value)


def _below(value: Any, step: str | int) -> Any:
    return value[step] if _holds(value, step) else None


def _says(details: ErrorDetails) -> str:
    """What is wrong and what to write, after the name of the value."""
    bounds = details.get("ctx", {})
    kind = details["type"]
    if kind == "missing":
        return "is missing; write it"
    if kind == "extra_forbidden":
        return "is not a known key; remove it or correct its spelling"
    return f"is {_shown(details['input'])}; {_remedy(kind, bounds, details['msg'])}"


def _remedy(kind: str, context: dict[str, Any], message: str) -> str:
    template = _REMEDIES.get(kind)
    if template is None:
        return message[:1].lower() + message[1:]
    return template.format_map(context)


def _shown(value: Any) -> str:
    match value:
        case None:
            return "empty"
        case dict():
            return "a mapping"
        case list():
            return f"a list of {len(value)}"
        case bool():
            return "true" if value else "false"
        case str() if len(value) > _SHOWN:
            return f"{value[:_SHOWN]!r}..."
        case _:
            return repr(value)
