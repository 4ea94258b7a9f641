"""Checks of JSON shapes, with sentences like Slack's; tables of limits are built from them.

A check takes a value and its JSON pointer and yields one problem for everything that is wrong.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playground.model import Json


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that Slack would reject.

    Attributes:
        pointer: where, as a JSON pointer.
        message: what is wrong.
        constraint: what was expected, as ``blocks.validate`` tells it.
    """

    pointer: str
    message: str
    constraint: Json = field(default_factory=dict)

    def json(self) -> Json:
        """As ``blocks.validate`` answers it."""
        problem: Json = {
            "code": "failed_constraint",
            "message": self.message,
            "pointer": self.pointer,
        }
        return problem | ({"constraint": self.constraint} if self.constraint else {})

    def line(self, prefix: str) -> str:
        """As posting methods tell it; the prefix says where the checked part sits."""
        return f"{self.message} [json-pointer:{prefix}{self.pointer}]"


Check = Callable[[Any, str], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of a JSON object; it is itself a check.

    Attributes:
        required: fields that must be there.
        optional: fields that may be there; any other is rejected.
        any_of: at least one of these must be there.
        rule: a check of the whole, run when all fields are well.
    """

    required: Mapping[str, Check] = field(default_factory=dict)
    optional: Mapping[str, Check] = field(default_factory=dict)
    any_of: tuple[str, ...] = ()
    rule: Check | None = None

    def __call__(self, value: Any, at: str) -> Iterator[Problem]:
        """Yield what is wrong with an object."""
        if not isinstance(value, dict):
            yield Problem(at, "must provide an object", {"type": "object"})
            return
        problems = list(self._fields(value, at))
        if not problems and self.rule is not None:
            problems = list(self.rule(value, at))
        yield from problems

    def _fields(self, value: Json, at: str) -> Iterator[Problem]:
        for name in self.required:
            if name not in value:
                yield Problem(at, f"missing required field: {name}", {"type": "required"})
        if self.any_of and not any(name in value for name in self.any_of):
            yield Problem(at, f"must define at least one of: {', '.join(self.any_of)}")
        for name, item in value.items():
            check = self.required.get(name) or self.optional.get(name)
            if check is None:
                yield Problem(at, f"invalid additional property: {name}")
            else:
                yield from check(item, f"{at}/{name}")


def string(most: int, least: int = 1) -> Check:
    """A string of least..most characters."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem(at, "must provide a string", {"type": "string"})
        elif len(value) > most:
            limit = {"type": "string", "max_length": most}
            yield Problem(at, f"must be less than {most + 1} characters", limit)
        elif len(value) < least:
            limit = {"type": "string", "min_length": least}
            yield Problem(at, f"must be more than {least - 1} characters", limit)

    return check


def url(most: int = 3000) -> Check:
    """An http, https or other absolute address."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        problems = list(string(most)(value, at))
        if not problems and ":" not in value:
            problems = [Problem(at, "must provide a valid URL", {"type": "url"})]
        yield from problems

    return check


def number(least: float | None = None, most: float | None = None, *, whole: bool = False) -> Check:
    """A number (bools are none) within bounds."""
    kinds = int if whole else (int, float)
    name = "an integer" if whole else "a number"

    def check(value: Any, at: str) -> Iterator[Problem]:
        if isinstance(value, bool) or not isinstance(value, kinds):
            yield Problem(at, f"must provide {name}", {"type": "number"})
        elif least is not None and value < least:
            yield Problem(at, f"must be greater than or equal to {least}", {"minimum": least})
        elif most is not None and value > most:
            yield Problem(at, f"must be less than or equal to {most}", {"maximum": most})

    return check


def boolean(value: Any, at: str) -> Iterator[Problem]:
    """True or false."""
    if not isinstance(value, bool):
        yield Problem(at, "must provide a boolean", {"type": "boolean"})


def one_of(*words: str) -> Check:
    """One of these words."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if value not in words:
            enum = {"type": "enum", "expected": list(words)}
            yield Problem(at, f"must be one of: {', '.join(words)}", enum)

    return check


def array(item: Check, most: int | None = None, least: int = 1) -> Check:
    """An array of least..most items."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, Sequence) or isinstance(value, str):
            yield Problem(at, "must provide an array", {"type": "array"})
            return
        if most is not None and len(value) > most:
            yield Problem(at, f"no more than {most} items allowed", {"max_items": most})
        if len(value) < least:
            yield Problem(at, f"no less than {least} items allowed", {"min_items": least})
        for index, each in enumerate(value):
            yield from item(each, f"{at}/{index}")

    return check


def nullable(item: Check) -> Check:
    """The same, or null."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if value is not None:
            yield from item(value, at)

    return check


def tagged(table: Mapping[str, Shape], *types: str) -> Check:
    """An object whose ``type`` is one of these (default: all) and chooses its shape in the table.

    The table is read when a value is checked, so that tables may refer to each other.
    """

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(at, "must provide an object", {"type": "object"})
            return
        allowed = types or tuple(table)
        kind = value.get("type")
        if kind is None:
            yield Problem(at, "missing required field: type", {"type": "required"})
        elif kind not in allowed:
            enum = {"type": "enum", "expected": list(allowed)}
            yield Problem(f"{at}/type", f"unsupported type: {kind}", enum)
        else:
            yield from table[kind]({key: item for key, item in value.items() if key != "type"}, at)

    return check


def text(most: int, *types: str, least: int = 1) -> Check:
    """A text object; plain_text and mrkdwn unless told."""
    shapes = {
        "plain_text": Shape({"text": string(most, least)}, {"emoji": boolean}),
        "mrkdwn": Shape({"text": string(most, least)}, {"verbatim": boolean}),
    }
    return tagged(shapes, *types)


def plain(most: int) -> Check:
    """A plain_text object."""
    return text(most, "plain_text")
