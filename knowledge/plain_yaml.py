"""A strict, small YAML: what the knowledge files may contain, with the line of every value.

Mappings with text keys, lists, texts, whole numbers, ``true``, ``false``, ``null``; nothing else:

- anchors, aliases and tags are refused, so that no file can grow when it is read;
- a key stands once in its mapping;
- only ``true`` and ``false`` are booleans. ``yes``, ``no``, ``on``, ``1:30``, ``2.5`` and
  ``2026-11-22`` are the texts that they look like;
- ``.nan`` and ``.inf`` are refused; a leading zero makes a text, not an octal number.

Reading takes time linear in the size of the text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

Loader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser; the pure one, some ten times slower, where PyYAML was built without it."""

MAX_DEPTH: Final = 20

Path = tuple[str | int, ...]
"""Where a value stands: the keys and list positions that lead to it."""

_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_NOT_A_NUMBER = re.compile(r"[-+]?\.(inf|nan)", re.IGNORECASE)
_WORDS: Final[Mapping[str, bool | None]] = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "false": False,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that makes a text unreadable, and what to do about it."""

    line: int
    """From 1."""
    says: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text, read."""

    value: Any
    """None where the text has faults that keep it from being read."""
    lines: Mapping[Path, int]
    """The line, from 1, of every key and list entry; ``()`` is the whole."""
    faults: tuple[Fault, ...]

    def line(self, path: Path) -> int:
        """The line of the value at ``path``, or of the nearest value above it that exists."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(text: str) -> Document:
    """Read one document; never raises, and says in ``faults`` what is wrong."""
    builder = _Builder(yaml.parse(text, Loader=Loader))
    value = None
    try:
        value = builder.document()
    except _UnreadableError as error:
        builder.faults.append(error.fault)
    except yaml.YAMLError as error:
        builder.faults.append(_syntax_fault(error))
    return Document(value, builder.lines, tuple(builder.faults))


class _UnreadableError(Exception):
    def __init__(self, event: yaml.Event, says: str) -> None:
        super().__init__(says)
        self.fault = Fault(_line(event), says)


def _line(event: yaml.Event) -> int:
    mark: Any = event.start_mark  # always there on what the parser yields
    return int(mark.line) + 1


def _syntax_fault(error: yaml.YAMLError) -> Fault:
    mark: Any = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "unknown error"
    says = f"this is not YAML ({what}); correct the syntax"
    return Fault(mark.line + 1 if mark is not None else 1, says)


@dataclass(slots=True)
class _Builder:
    """Builds the value from parser events, one value a call."""

    events: Iterator[yaml.Event]
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def document(self) -> Any:
        next(self.events)  # the stream begins
        start = next(self.events)
        if isinstance(start, yaml.StreamEndEvent):
            raise _UnreadableError(start, "the file is empty; write its content")
        value = self._value(next(self.events), ())
        next(self.events)  # the document ends
        further = next(self.events)
        if not isinstance(further, yaml.StreamEndEvent):
            raise _UnreadableError(further, "a second document begins here; a file holds one")
        return value

    def _value(self, event: yaml.Event, path: Path) -> Any:
        self.lines.setdefault(path, _line(event))
        self._refuse_what_is_not_plain(event, path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path)
        return _scalar(event)

    def _refuse_what_is_not_plain(self, event: Any, path: Path) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise _UnreadableError(event, "aliases (*name) are not allowed; write the value again")
        if event.anchor is not None:
            raise _UnreadableError(event, "anchors (&name) are not allowed; remove it")
        if event.tag is not None:
            raise _UnreadableError(event, "tags (!name) are not allowed; remove it")
        if len(path) > MAX_DEPTH:
            raise _UnreadableError(event, f"nested deeper than {MAX_DEPTH}; make it flatter")

    def _mapping(self, path: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _UnreadableError(event, "a key must be a plain word; write one")
            self._refuse_what_is_not_plain(event, path)
            key = str(event.value)
            if key in mapping:
                first = self.lines[*path, key]
                says = f"{key} stands twice, first in line {first}; remove one of them"
                self.faults.append(Fault(_line(event), says))
            self.lines[*path, key] = _line(event)
            mapping[key] = self._value(next(self.events), (*path, key))
        return mapping

    def _list(self, path: Path) -> list[Any]:
        entries: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            entries.append(self._value(event, (*path, len(entries))))
        return entries


def _scalar(event: Any) -> str | int | bool | None:
    text = str(event.value)
    if not event.implicit[0]:  # quoted, or a block of text
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _NOT_A_NUMBER.fullmatch(text):
        raise _UnreadableError(event, f"{text} is no number; write a whole number")
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text
