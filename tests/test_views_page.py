"""Explain and compare as messages: whole where they fit, and cut with a word where they do not."""

import re
from typing import Any

import pytest

from bot.pages.index import subjects
from bot.pages.page import Code, Grid, Line, Lines, Page, Section
from bot.views.asked import asked
from bot.views.blocks import Block, Rendered
from bot.views.limits import MESSAGE_TEXT, characters, violations
from bot.views.page import page
from engine.dialogue.requests import About, CompareAsked
from knowledge.schema import AlternativeId, Grade, KnowledgeBase, Source
from tests.facts import KB

SUBJECTS = [each.id for each in subjects(KB)]


def source(number: int) -> Source:
    return Source(title=f"Source {number}", as_of="2026", grade=Grade.A)


def explained(subject: str, kb: KnowledgeBase) -> Rendered:
    return asked(About(subject=subject), None, kb)


def compared(first: str, second: str, kb: KnowledgeBase) -> Rendered:
    pair = (AlternativeId(first), AlternativeId(second))
    return asked(CompareAsked(alternatives=pair), None, kb)


def said(rendered: Rendered) -> str:
    """All text of sections and small print."""
    parts = [block.get("text", {}).get("text", "") for block in rendered.blocks]
    for block in rendered.blocks:
        if block["type"] == "context":
            parts += [element["text"] for element in block["elements"]]
    return "\n".join(parts)


def tables(rendered: Rendered) -> list[Block]:
    return [block for block in rendered.blocks if block["type"] == "table"]


def one(*parts: Any, heading: str = "Heading") -> Rendered:
    return page(Page("Title", (Section(heading, parts),)), "orchestrator explain title")


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject_fits_into_a_message(kb: KnowledgeBase, subject: str) -> None:
    rendered = explained(subject, kb)
    assert violations(rendered.blocks, "message") == []
    assert rendered.blocks[0]["type"] == "header"
    assert 1 <= len(rendered.text) <= 3000
    assert not re.search(r"\bTODO\b", said(rendered))


def test_every_two_alternatives_fit_into_a_message(kb: KnowledgeBase) -> None:
    known = [*kb.alternatives, *kb.contenders]
    for first, second in zip(known, known[1:] + known[:1], strict=True):
        rendered = compared(first, second, kb)
        assert violations(rendered.blocks, "message") == []
        assert len(tables(rendered)) == 1


def test_a_statement_is_marked_with_its_source_and_the_source_is_listed() -> None:
    shown = said(one(Lines((Line("It holds.", lead="Today", sources=(source(1),)),))))
    assert "*Heading*\n*Today*: It holds. [1]" in shown
    assert "[1] Source 1, 2026, grade A" in shown
    assert "Grades: A primary source." in shown


def test_steps_are_numbered() -> None:
    assert "1. Begin.\n2. End." in said(
        one(Lines((Line("Begin."), Line("End.")), is_numbered=True))
    )


def test_the_longest_table_is_one_and_others_are_text() -> None:
    narrow = Grid(("A", "B"), (("1", ""), ("3", "4")), sources=(source(1),))
    wide = Grid(("Name", "Lesson", "Today"), (("Retries", "Yes", "long " * 30),))
    rendered = one(Grid(narrow.heading, narrow.rows[:1], narrow.sources), narrow, wide)
    (table,) = tables(rendered)
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [
        ["A", "B"],
        ["1", "-"],
        ["3", "4"],
    ]
    assert "*Heading* [1]" in said(rendered)
    assert "```\nA  B\n1\n```" in said(rendered)
    assert "• *Retries* Lesson: Yes; Today: long long" in said(rendered)


def test_code_stands_as_it_is_and_ends_where_it_ends() -> None:
    shown = said(one(Code("if a < b:\n    '```'\n", caption="A test.")))
    assert f"A test.\n```\nif a &lt; b:\n    {5 * chr(39)}\n```" in shown
    assert "too long for this message" in said(one(Code("x = 1\n" * 1000, caption="Long.")))


def test_what_does_not_fit_is_named_with_the_way_to_it() -> None:
    sections = tuple(
        Section(f"Part {n}", (Lines(tuple(Line("word " * 100) for _ in range(4))),))
        for n in range(20)
    )
    whole = Page("Title", sections, see_also=("lineage",))
    rendered = page(whole, "orchestrator explain title")
    assert violations(rendered.blocks, "message") == []
    shown = said(rendered)
    begun = [n for n in range(20) if f"*Part {n}*" in shown]
    first_out = int(re.findall(r"Not or not all here: Part (\d+), ", shown)[0])
    assert begun in (list(range(first_out)), list(range(first_out + 1)))
    assert f"and {20 - first_out - 6} more." in shown
    assert "On the command line `orchestrator explain title` shows all of it." in shown
    assert "`/orchestrator explain lineage`" in shown
    assert len(shown) > MESSAGE_TEXT * 0.7


def test_what_fits_is_not_called_cut() -> None:
    assert "Shortened" not in said(one(Lines((Line("It holds."),))))


def test_a_page_that_shares_a_message_keeps_to_its_room_and_says_where_more_is() -> None:
    lines = Lines(tuple(Line("word " * 100) for _ in range(10)))
    whole = Page("Title", (Section("One", (lines,)), Section("Two", (lines,))))
    rendered = page(whole, "orchestrator explain title", room=3000)
    assert characters(rendered.blocks) <= 3000
    assert "`/orchestrator explain title` shows more of it." in said(rendered)
    assert "On the command line" not in said(rendered)
    without = page(whole, room=3000)
    assert said(without).endswith("Shortened. Not or not all here: One and Two.")


def test_a_page_that_may_not_draw_has_its_table_in_words() -> None:
    grid = Grid(("A", "B"), (("1", "2"),))
    rendered = page(Page("Title", (Section("Heading", (grid,)),)), draws=False)
    assert tables(rendered) == []
    assert "```\nA  B\n1  2\n```" in said(rendered)


def test_a_title_that_asks_has_no_full_stop() -> None:
    assert page(Page("Why?", (Section("", (Lines((Line("So."),)),)),))).text == "Why? So."


def test_a_table_is_cut_after_a_row() -> None:
    rows = tuple((f"{n}", "x" * 290) for n in range(99))
    rendered = one(Grid(("Number", "Text"), rows))
    assert violations(rendered.blocks, "message") == []
    (table,) = tables(rendered)
    assert 10 < len(table["rows"]) < 99
    assert "Shortened. Not or not all here: Heading." in said(rendered)


def test_sources_count_as_well() -> None:
    lines = tuple(Line("It holds.", sources=(source(n),)) for n in range(1, 400))
    rendered = one(Lines(lines))
    assert violations(rendered.blocks, "message") == []
    marks = set(re.findall(r"\[\d+\]", said(rendered)))
    assert all(f"{mark} Source" in said(rendered) for mark in marks)


@pytest.mark.parametrize("typed", ["lock-in", "LOCK_IN", "Lock in", "lock_in"])
def test_a_subject_is_found_however_it_is_written(kb: KnowledgeBase, typed: str) -> None:
    assert explained(typed, kb) == explained("lock_in", kb)


def test_without_a_subject_everything_is_listed(kb: KnowledgeBase) -> None:
    shown = said(explained("  ", kb))
    for each in subjects(kb):
        assert f"`{each.id}`" in shown
    assert violations(explained("", kb).blocks, "message") == []


def test_what_is_nearly_a_subject_is_asked_back(kb: KnowledgeBase) -> None:
    assert "Did you mean `/orchestrator explain lineage`?" in explained("lineag", kb).text
    nothing = explained("`<!channel>` \u202e 9999", kb).text
    assert "<!" not in nothing
    assert "`/orchestrator explain` lists all there is." in nothing


def test_a_comparison_says_whose_weights_it_has(kb: KnowledgeBase) -> None:
    assert "All criteria weigh the same" in said(compared("prefect", "dagster", kb))
