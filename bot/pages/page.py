"""A page: plain text in a closed set of parts, with sources; no markup of Slack or a terminal."""

from dataclasses import dataclass

from knowledge.schema import Source


@dataclass(frozen=True, slots=True)
class Line:
    """One statement, perhaps with a lead in front of it and the sources behind it."""

    text: str
    lead: str = ""
    """A few words that name it: 'Today', 'Strength'."""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """Statements one under another."""

    lines: tuple[Line, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; every row is as long as the heading."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """A piece of Python."""

    text: str
    caption: str
    """What it shows, and on what it was run."""


Part = Lines | Grid | Code


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; '' for the first one of a page, which needs none."""

    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything about one subject, most important first."""

    title: str
    sections: tuple[Section, ...]
    see_also: tuple[str, ...] = ()
    """What else can be explained, as people type it."""
