"""Pages on a screen: widths, bars, tables too wide for it, sources at the end."""

import io

import pytest
from rich.console import Console

from bot.pages import index
from bot.pages.page import Code, Grid, Line, Lines, Page, Section
from bot.terminal.screen import bar, show
from knowledge.schema import Grade, Source
from tests.command_line import orchestrator
from tests.facts import KB

FIRST = Source(
    title="First", url="https://example.org/" + "long/" * 20, as_of="2026", grade=Grade.A
)
SECOND = Source(title="Second", as_of="undated", grade=Grade.U)


def shown(*parts: Lines | Grid | Code, width: int = 80, encoding: str = "utf-8") -> list[str]:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, errors="replace")
    console = Console(file=file, width=width, markup=False, highlight=False, emoji=False)
    show(Page("Title", (Section("Heading", parts),), see_also=("more",)), console)
    file.flush()
    return raw.getvalue().decode(encoding).splitlines()


def test_a_page_ends_with_each_source_once_and_what_its_grade_means() -> None:
    lines = shown(
        Lines((Line("one", sources=(FIRST, SECOND)), Line("two", lead="Today", sources=(SECOND,)))),
        Grid(("A", "B"), (("1", "2"),), sources=(FIRST,)),
    )
    assert lines[:5] == ["Title", "", "Heading", " - one [1][2]", " - Today: two [2]"]
    sources = lines.index("Sources")
    assert lines[sources:] == [
        "Sources",
        " [1] First, 2026, grade A",
        f"      {FIRST.url}",
        " [2] Second, undated, grade U",
        "  Grades: A primary source, U unknown.",
        "",
        "See also, by 'orchestrator explain': more",
    ]


def test_numbered_lines_have_numbers_and_hang() -> None:
    lines = shown(Lines((Line("word " * 12), Line("end")), is_numbered=True), width=40)
    assert [line[:3] for line in lines[3:6]] == [" 1.", "   ", " 2."]
    assert lines[4].startswith("    word")


def test_markup_in_a_fact_is_text() -> None:
    lines = shown(Lines((Line("[bold]x[/bold] :smile: [/]"),)), Grid(("[red]",), (("[/red]",),)))
    assert " - [bold]x[/bold] :smile: [/]" in lines
    assert any("[/red]" in line for line in lines)


def test_a_table_too_wide_for_the_screen_becomes_a_list() -> None:
    grid = Grid(("Name", "Alpha", "Beta"), (("one", "a" * 20, "b" * 20),))
    assert any("Alpha" in line and "Beta" in line for line in shown(grid))
    assert shown(grid, width=40)[3:6] == [
        "  Name: one",
        f"    Alpha: {'a' * 20}",
        f"    Beta: {'b' * 20}",
    ]


def test_code_is_not_wrapped_so_that_it_can_be_copied() -> None:
    line = "value = " + " + ".join(["something"] * 20)
    assert f"    {line}" in shown(Code(f"def f():\n    pass\n{line}\n", caption="Shows."))


@pytest.mark.parametrize(
    ("of", "total", "expected"), [(0, 5, 0), (5, 5, 20), (1, 2, 10), (1, 1000, 1)]
)
def test_a_bar_is_as_long_as_the_share_and_never_hides_one(
    of: int, total: int, expected: int
) -> None:
    assert len(bar(of, total, 20)) == expected


def test_bars_survive_an_encoding_without_them() -> None:
    grid = Grid(("Name", "Bar"), (("one", bar(1, 2, 20)),))
    assert any(line.endswith("#" * 10) for line in shown(grid, encoding="ascii"))


def test_a_terminal_gets_colours_and_nothing_else_does() -> None:
    page = Page("Title", (Section("Heading", (Lines((Line("text", lead="Lead"),)),)),))
    coloured, plain = io.StringIO(), io.StringIO()
    show(page, Console(file=coloured, force_terminal=True, color_system="standard"))
    show(page, Console(file=plain, _environ={}))
    assert "\x1b[" in coloured.getvalue()
    assert plain.getvalue() == "Title\n\nHeading\n - Lead: text\n"


def test_no_line_ends_in_spaces() -> None:
    lines = shown(
        Lines((Line("word " * 30), Line("end", lead="Lead"))),
        Grid(("Name", "Text"), (("one", "word " * 30), ("two", ""))),
    )
    assert [line for line in lines if line.endswith(" ")] == []


def test_what_stands_below_a_page_is_its_last_line() -> None:
    file = io.StringIO()
    show(Page("Title", ()), Console(file=file, _environ={}), below="More.")
    assert file.getvalue() == "Title\n\nMore.\n"


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("subject", index.subjects(KB), ids=lambda each: each.id)
def test_every_page_fits(subject: index.Subject, width: int) -> None:
    """But for code and addresses, which are left whole so that they can be copied."""
    page = index.page_of(subject, KB)
    code = {
        f"    {line}".rstrip()
        for section in page.sections
        for part in section.parts
        if isinstance(part, Code)
        for line in part.text.splitlines()
    }
    file = io.StringIO()
    show(page, Console(file=file, width=width, markup=False, _environ={}))
    lines = file.getvalue().splitlines()
    wide = [line for line in lines if len(line) > width or line != line.rstrip()]
    assert [line for line in wide if line not in code and "https://" not in line] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("compare", "kfp", "zenml", "8 engineers, 3 models"),
        ("compare", "prefect", "flyte", "--stress", "lineage"),
        ("compare", "prefect", "dagster", "--edition", "lesson"),
        ("migrate", "airflow", "prefect"),
        ("migrate", "none", "metaflow"),
        ("explain",),
        ("explain", "ratings"),
        ("explain", "features"),
        ("explain", "lock-in"),
        ("explain", "cost"),
        ("explain", "tree"),
        ("explain", "checklist"),
        ("knowledge", "stale", "--older-than", "0"),
    ],
    ids=" ".join,
)
def test_every_page_fits_on_80_columns_and_is_plain_where_it_is_piped(
    arguments: tuple[str, ...],
) -> None:
    ended = orchestrator(*arguments)
    assert (ended.code, ended.err) == (0, "")
    assert "\x1b" not in ended.out
    too_long = [line for line in ended.out.splitlines() if len(line) > 80]
    assert [
        line for line in too_long if "https://" not in line and not line.startswith("    ")
    ] == []


def test_a_table_as_wide_as_the_screen_cuts_no_word() -> None:
    row = ("one two three", "a longer cell of words", "last word", "another of them", "C, undated")
    whole = {word for cell in row for word in cell.split()}
    for width in range(40, 90):
        said = "\n".join(shown(Grid(("A", "B", "C", "D", "Evidence"), (row,)), width=width))
        assert whole <= {*said.split()}
        assert max(map(len, said.splitlines())) <= width
