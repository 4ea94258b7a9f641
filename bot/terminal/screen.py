"""Pages in a terminal: as wide as it is, plain where the output is no terminal."""

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import TextIOWrapper
from typing import Final, assert_never

import typer
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.pages.page import Code, Grid, Line, Lines, Page, Part
from knowledge.schema import Grade, Source

_BLOCK: Final = "█"
_FIGURE: Final = re.compile(r"-|[-+$<>]?[\d.,]+( ?%|=)?")
_INDENT: Final = 2
_BETWEEN_COLUMNS: Final = 3
_GRADES: Final = {
    Grade.A: "primary source",
    Grade.B: "dated copy",
    Grade.C: "third party",
    Grade.J: "judgement",
    Grade.U: "unknown",
}


def bar(of: int, total: int, width: int) -> str:
    """A bar for a share of ``total``; what is more than nothing shows."""
    if of <= 0:
        return ""
    return _BLOCK * max(1, round(of * width / total))


def screen() -> Console:
    """The standard output; what its encoding lacks is shown as '?'."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    return Console(markup=False, highlight=False, emoji=False)


def show(page: Page, console: Console, below: str = "") -> None:
    """Print a page, with the sources of its statements after it, and a line below everything.

    No line ends in spaces.
    """
    with console.capture() as shown:
        _show_page(page, console)
        if below:
            console.print()
            console.print(Text(below))
    trimmed = "\n".join(line.rstrip() for line in shown.get().splitlines())
    typer.echo(trimmed, file=console.file, color=True)  # the console has decided on colours


def _show_page(page: Page, console: Console) -> None:
    notes = _Notes()
    console.print(Text(page.title, style="bold"))
    for section in page.sections:
        console.print()
        if section.heading:
            console.print(Text(section.heading, style="bold cyan"))
        for part in section.parts:
            _show_part(part, notes, console)
    if notes.numbers:
        console.print()
        console.print(Text("Sources", style="bold cyan"))
        _show_sources(notes, console)
    if page.see_also:
        console.print()
        console.print(Text(f"See also, by 'orchestrator explain': {', '.join(page.see_also)}"))


@dataclass(frozen=True, slots=True)
class _Notes:
    """The sources of a page, numbered as they are first cited."""

    numbers: dict[Source, int] = field(default_factory=dict)

    def mark(self, sources: Iterable[Source]) -> str:
        """What stands behind a statement that rests on these: '[1][3]'."""
        numbers = [self.numbers.setdefault(each, len(self.numbers) + 1) for each in sources]
        return "".join(f"[{number}]" for number in sorted({*numbers}))


def _show_part(part: Part, notes: _Notes, console: Console) -> None:
    match part:
        case Lines():
            console.print(_lines(part, notes))
        case Grid():
            console.print(Padding(_grid(part, console), (0, 0, 0, _INDENT)))
            if part.sources:
                console.print(Text(f"  {notes.mark(part.sources)}"))
        case Code():
            console.print(Padding(Text(part.caption), (0, 0, 0, 2)))
            for line in part.text.splitlines():
                # Not wrapped, so that it can be copied.
                console.print(Text(f"    {line}".rstrip()), soft_wrap=True)
        case _:
            assert_never(part)


def _lines(part: Lines, notes: _Notes) -> Table:
    """Statements under one another, each beside its mark."""
    marks = [f"{number}." if part.is_numbered else "-" for number in range(1, len(part.lines) + 1)]
    return _hanging(
        [(mark, _line(line, notes)) for mark, line in zip(marks, part.lines, strict=True)]
    )


def _hanging(lines: Iterable[tuple[str, Text]]) -> Table:
    """Texts beside their marks, in two columns."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True, justify="right")
    table.add_column(overflow="fold")
    for mark, text in lines:
        table.add_row(f" {mark}", text)
    return table


def _line(line: Line, notes: _Notes) -> Text:
    lead = f"{line.lead}: " if line.lead else ""
    mark = notes.mark(line.sources)
    return Text.assemble((lead, "bold"), line.text, (f" {mark}" if mark else "", "dim"))


def _grid(part: Grid, console: Console) -> Table:
    """A table; where it is too wide for the screen, a list of its rows."""
    columns = list(zip(part.heading, *part.rows, strict=True))
    room = console.width - _INDENT - _BETWEEN_COLUMNS * len(columns) + 1
    if (widths := _widths(columns, room)) is None:
        return _stacked(part)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for (heading, *cells), width in zip(columns, widths, strict=True):
        is_figures = all(_FIGURE.fullmatch(cell) for cell in cells if cell)
        table.add_column(heading, width=width, justify="right" if is_figures else "left")
    for row in part.rows:
        table.add_row(*(_cell(cell, console) for cell in row))
    return table


def _widths(columns: Iterable[Sequence[str]], room: int) -> list[int] | None:
    """How wide each column is, without a word cut; None where there is not the room for that."""
    found = [(max(map(_longest_word, column)), max(map(cell_len, column))) for column in columns]
    widths = [widest for _, widest in found]
    while sum(widths) > room:
        above = [at for at, (least, _) in enumerate(found) if widths[at] > least]
        if not above:
            return None
        widths[max(above, key=lambda at: widths[at])] -= 1
    return widths


def _stacked(part: Grid) -> Table:
    first, *others = part.heading
    table = Table.grid()
    for row in part.rows:
        named, *cells = row
        table.add_row(Text(f"{first}: {named}", style="bold"))
        for heading, cell in zip(others, cells, strict=True):
            table.add_row(Text(f"  {heading}: {cell}"))
    return table


def _cell(text: str, console: Console) -> Text:
    if _BLOCK in text:
        return Text(text.replace(_BLOCK, "#") if console.options.ascii_only else text, "cyan")
    return Text(text)


def _longest_word(text: str) -> int:
    return max(map(cell_len, text.split()), default=0)


def _show_sources(notes: _Notes, console: Console) -> None:
    for source, number in notes.numbers.items():
        cited = f"{source.title}, {source.as_of}, grade {source.grade.value}"
        console.print(_hanging([(f"[{number}]", Text(cited))]))
        if source.url:
            console.print(Text(f"      {source.url}", style="dim"), soft_wrap=True)
    console.print(Text(f"  {_legend(list(notes.numbers))}", style="dim"))


def _legend(sources: Sequence[Source]) -> str:
    grades = sorted({source.grade for source in sources})
    return f"Grades: {', '.join(f'{grade.value} {_GRADES[grade]}' for grade in grades)}."
