"""A record as Markdown: an architectural decision record as MADR 4.0 has them.

See https://adr.github.io/madr/ . No text of a person can add a heading, a link or a line to it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final, assert_never

from bot.pages.markdown import escaped, linked
from bot.pages.page import Code, Grid, Line, Lines, Section
from bot.pages.record import CONFIRMATION, CONSEQUENCES, Record
from bot.pages.words import GRADES
from knowledge.schema import Source

_BELOW: Final = frozenset({CONSEQUENCES, CONFIRMATION})
"""Headings of the third level; all others are of the second."""
_NO_NAME: Final = re.compile("[^a-z0-9]+")
_LONGEST_NAME: Final = 80


def madr(record: Record, people: Mapping[str, str]) -> str:
    """The record in Markdown, with a front matter in YAML.

    Args:
        record: as it is kept.
        people: names by id; who has none is called by their id.
    """
    sources: dict[Source, int] = {}
    parts = [
        _front_matter(record, people),
        f"# {escaped(record.page.title)}",
        *(_section(each, sources) for each in record.page.sections),
        *_sources(sources),
    ]
    return "\n\n".join(parts) + "\n"


def file_name(record: Record) -> str:
    """What MADR calls its file: '0007-prefect-as-ml-pipeline-orchestrator.md'."""
    name = _NO_NAME.sub("-", record.page.title.lower())[:_LONGEST_NAME].strip("-")
    return f"{record.number:04d}-{name}.md"


def _front_matter(record: Record, people: Mapping[str, str]) -> str:
    by = record.outcome.by
    lines = [
        f"status: {_status(record)}",
        f"date: {datetime.fromtimestamp(record.outcome.at, UTC):%Y-%m-%d}",
        f"decision-makers: {_quoted(people.get(by, by))}",
    ]
    return "\n".join(["---", *lines, "---"])


def _status(record: Record) -> str:
    if record.is_withdrawn:
        return "withdrawn"
    if record.superseded_by is not None:
        return f"superseded by ADR-{record.superseded_by:04d}"
    return "accepted"


def _quoted(text: str) -> str:
    """A string of YAML on one line: JSON's are."""
    shown = "".join(each if each.isprintable() else " " for each in text)
    return json.dumps(" ".join(shown.split()), ensure_ascii=False)


def _section(found: Section, sources: dict[Source, int]) -> str:
    level = "###" if found.heading in _BELOW else "##"
    heading = [f"{level} {escaped(found.heading)}"] if found.heading else []
    return "\n\n".join([*heading, *(_part(each, sources) for each in found.parts)])


def _part(part: Lines | Grid | Code, sources: dict[Source, int]) -> str:
    match part:
        case Lines(lines=(only,)):
            return _line(only, sources)
        case Lines(lines=lines, is_numbered=is_numbered):
            bullets = (f"{place}." if is_numbered else "*" for place in range(1, len(lines) + 1))
            return "\n".join(
                f"{bullet} {_line(each, sources)}"
                for bullet, each in zip(bullets, lines, strict=True)
            )
        case Grid(heading=heading, rows=rows):
            ruler = ["---"] * len(heading)
            cells = [[escaped(cell) for cell in row] for row in (heading, *rows)]
            table = [f"| {' | '.join(row)} |" for row in (cells[0], ruler, *cells[1:])]
            marks = _marks(part.sources, sources)
            return "\n".join(table) + (f"\n\nSources of the table: {marks}" if marks else "")
        case Code(text=code, caption=caption):
            # Indented, so that nothing in it can end it.
            indented = "\n".join(f"    {each}" for each in code.splitlines())
            return f"{escaped(caption)}\n\n{indented}"
        case _:
            assert_never(part)


def _line(line: Line, sources: dict[Source, int]) -> str:
    lead = f"{escaped(line.lead)}: " if line.lead else ""
    return f"{lead}{escaped(line.text)} {_marks(line.sources, sources)}".rstrip()


def _marks(cited: tuple[Source, ...], sources: dict[Source, int]) -> str:
    """What stands behind a statement that rests on these: '[1][3]', with the brackets escaped."""
    numbers = sorted({sources.setdefault(each, len(sources) + 1) for each in cited})
    return "".join(rf"\[{number}\]" for number in numbers)


def _sources(sources: Mapping[Source, int]) -> Iterator[str]:
    """Each source with its date and grade, and what the grades mean; below the last section."""
    if sources:
        yield "### Sources"
        yield "\n".join(f"{number}. {_citation(each)}" for each, number in sources.items())
        grades = sorted({each.grade for each in sources})
        yield f"Grades: {', '.join(f'{each.value} {GRADES[each]}' for each in grades)}."


def _citation(source: Source) -> str:
    title = linked(source.url, source.title) if source.url else escaped(source.title)
    return f"{title}, {source.as_of}, grade {source.grade.value}"
