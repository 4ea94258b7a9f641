"""A page of what is known as one message: as much of it as fits, and where the rest stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from bot.pages.page import Code, Grid, Line, Lines, Page, Section
from bot.pages.words import listed
from bot.views.blocks import Block, Rendered, code, context, escape, header, plain, section, table
from bot.views.limits import MESSAGE_TEXT
from bot.views.sources import Footnotes, citation, grades
from knowledge.schema import Source

_CLOSING = 900
"""Room that is kept for the last lines: grades, what was left out, what else there is."""
_LEGEND = 150
"""Room that is kept for the grades alone."""
_PARAGRAPH = 2900
"""Most characters of a section, which takes 3000; and of a piece of small print."""
_CELL = 300
_FIGURES = 12
"""A column without longer cells is not broken into lines."""
_ROWS = 100
_MONOSPACED = 64
"""The widest table that is written in one typeface; Slack breaks longer lines."""
_NAMED = 6


def page(
    shown: Page,
    whole: str = "",
    *,
    room: int = MESSAGE_TEXT,
    draws: bool = True,
    tells: bool = True,
) -> Rendered:
    """The page as far as it fits.

    Args:
        shown: what stands on it.
        whole: the command that shows all of it in a terminal; '' where there is none.
        room: how many characters it may take of the message.
        draws: whether its longest table may be the one table that a message may have.
        tells: whether it says itself what is left out.
    """
    grids = [each for part in shown.sections for each in part.parts if isinstance(each, Grid)]
    drawn = max(grids, key=lambda grid: len(grid.rows), default=None) if draws else None
    sheet = _Sheet(drawn, room - (_CLOSING if tells else _LEGEND))
    left_out = [each.heading or shown.title for each in shown.sections if not sheet.take(each)]
    told = left_out if tells else []
    is_part = room < MESSAGE_TEXT
    closing = list(_closing(shown, told, whole, is_part=is_part))
    return Rendered(
        text=f"{plain(shown.title, 150)}{_stop(shown.title)} {_beginning(shown)}".rstrip(),
        blocks=[
            header(shown.title),
            *sheet.blocks,
            *_small_print(sheet.notes),
            *([context("\n".join(closing))] if closing else []),
        ],
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands or falls together: a paragraph of mrkdwn, and the sources behind it."""

    text: str
    sources: tuple[Source, ...] = ()


@dataclass(slots=True)
class _Sheet:
    """A message that fills up, until something does not fit any more."""

    drawn: Grid | None
    """Which table shall be the one that a message may have; all others become text."""
    room: int
    notes: Footnotes = field(default_factory=Footnotes)
    blocks: list[Block] = field(default_factory=list)
    is_full: bool = False

    def take(self, part: Section) -> bool:
        """Add a section; False where some of it is left out."""
        title = f"\n*{plain(part.heading, 150)}*" if part.heading else ""
        for each in part.parts:
            sources = each.sources if isinstance(each, Grid) else ()
            said = title or ("_Sources of the table:_" if sources else "")
            heading = [_Piece(said, sources)] if said else []
            if isinstance(each, Grid) and each is self.drawn:
                self._write(heading)
                self._draw(each)
            else:
                first, *others = _pieces(each)
                # A heading is never left without what it is the heading of.
                self._write([*heading, first])
                for piece in others:
                    self._write([piece])
            title = ""
        return not self.is_full

    def _write(self, pieces: Sequence[_Piece]) -> None:
        sources = [source for piece in pieces for source in piece.sources]
        if not self._pay(sum(len(piece.text) for piece in pieces), sources):
            return
        for piece in pieces:
            marked = f"{piece.text} {self.notes.mark(*piece.sources)}".rstrip()
            last = self.blocks[-1] if self.blocks else None
            if last and last["type"] == "section" and _fits(last, marked):
                last["text"]["text"] += f"\n{marked}"
            else:
                self.blocks.append({**section(marked.lstrip("\n")), "expand": True})

    def _draw(self, grid: Grid) -> None:
        """A table of as many rows as fit."""
        rows = [grid.heading]
        for row in grid.rows[: _ROWS - 1]:
            if not self._pay(sum(min(len(cell), _CELL) for cell in row), ()):
                break
            rows.append(row)
        self.is_full = self.is_full or len(rows) <= len(grid.rows)
        if len(rows) > 1:
            self.blocks.append(table(rows, left_columns=_wrapped(rows), cell=_CELL))
        self.drawn = None

    def _pay(self, characters: int, sources: Sequence[Source]) -> bool:
        """Whether there is room for so many characters and for the sources not cited before."""
        new = set(sources) - self.notes.sources
        price = characters + len("[00]") * len(sources)
        price += sum(len(citation(each)) + len("[00] \n") for each in new)
        self.is_full = self.is_full or price > self.room
        if not self.is_full:
            self.room -= price
        return not self.is_full


def _wrapped(rows: Sequence[Sequence[str]]) -> int:
    """How many columns hold words; those after them hold figures or a name, and stay narrow."""
    longest = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return max((at for at, most in enumerate(longest, start=1) if most > _FIGURES), default=1)


def _fits(block: Block, more: str) -> bool:
    return len(block["text"]["text"]) + len(more) < _PARAGRAPH


def _pieces(part: Lines | Grid | Code) -> list[_Piece]:
    """A part as paragraphs, none of them longer than a section takes."""
    match part:
        case Lines(lines=lines, is_numbered=is_numbered):
            if is_numbered:
                return [_line(line, f"{place}. ") for place, line in enumerate(lines, start=1)]
            bullet = "• " if len(lines) > 1 else ""
            return [_line(line, bullet) for line in lines]
        case Grid():
            return _grid(part)
        case Code(text=text, caption=caption):
            written = code(text)
            if len(written) > _PARAGRAPH:
                written = "_The code is too long for this message._"
            return [_Piece(f"{plain(caption, 300)}\n{written}")]
        case _:
            assert_never(part)


def _line(line: Line, bullet: str) -> _Piece:
    lead = f"*{plain(line.lead, 150)}*: " if line.lead else ""
    return _Piece(f"{bullet}{lead}{plain(line.text, 2000)}", line.sources)


def _grid(grid: Grid) -> list[_Piece]:
    """A table in words: a row a line, or in one typeface where that is narrow enough."""
    rows = [grid.heading, *grid.rows]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    if max(map(len, lines)) <= _MONOSPACED and len(written := code("\n".join(lines))) < _PARAGRAPH:
        return [_Piece(written)]
    _, *headings = grid.heading
    return [
        _Piece(
            f"• *{plain(first, 150)}* "
            + "; ".join(
                f"{plain(heading, 60)}: {plain(cell, 300)}"
                for heading, cell in zip(headings, others, strict=True)
                if cell
            )
        )
        for first, *others in grid.rows
    ]


def _small_print(notes: Footnotes) -> Iterator[Block]:
    """The sources, in as many pieces as they need."""
    text = ""
    for line in [*notes.lines(), *([f"{grades(notes.grades())}."] if notes.sources else [])]:
        if text and len(text) + len(line) > _PARAGRAPH:
            yield context(text)
            text = ""
        text = f"{text}\n{line}".lstrip("\n")
    if text:
        yield context(text)


def _closing(shown: Page, left_out: Sequence[str], whole: str, *, is_part: bool) -> Iterator[str]:
    if left_out:
        named = [plain(each, 60) for each in left_out[:_NAMED]]
        more = [f"{len(left_out) - _NAMED} more"] if len(left_out) > _NAMED else []
        where = (
            f" `/{escape(whole)}` shows more of it."
            if is_part
            else f" On the command line `{escape(whole)}` shows all of it."
        )
        left = f"Shortened. Not or not all here: {listed([*named, *more])}."
        yield f"{left}{where}" if whole else left
    if shown.see_also:
        topics = [f"`/orchestrator explain {escape(each)}`" for each in shown.see_also[:_NAMED]]
        yield f"See also {listed(topics)}."
        yield "`/orchestrator explain` lists what can be explained."


def _stop(title: str) -> str:
    return "" if title.endswith("?") else "."


def _beginning(shown: Page) -> str:
    """The first statement, for whoever sees no blocks."""
    for part in shown.sections[0].parts if shown.sections else ():
        if isinstance(part, Lines):
            return plain(part.lines[0].text, 500)
    return ""
