"""What text must pass before it enters a message."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import COMMANDS
from bot.pages.words import listed, points
from bot.views.blocks import escape, link, plain
from bot.views.help import not_understood, unknown_command
from bot.views.words import channel, mention, phrase, value
from engine.dialogue.model import Said, Span
from knowledge.schema import SlotId
from tests.facts import KB


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!channel>", "&lt;!channel&gt;"),
        ("<@U1> & <#C1>", "&lt;@U1&gt; &amp; &lt;#C1&gt;"),
        ("<https://evil|https://bank>", "&lt;https://evil|https://bank&gt;"),
        ("&lt;!here&gt;", "&amp;lt;!here&amp;gt;"),
        ("a\u202eb\u2066c\u2069d", "abcd"),
        ("a\u200bb\ufeffc\u2060d", "abcd"),
        ("a\x00b\x07c", "abc"),
        ("a\ud800b", "ab"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
    ],
)
def test_text_can_neither_mention_nor_hide(text: str, expected: str) -> None:
    assert escape(text) == expected


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("a & b & c", 5, "a…"),
        ("one & <two>", 12, "one &amp;…"),
        ("abc&def", 6, "abc…"),
        ("ends here now", 6, "ends…"),
    ],
)
def test_text_is_cut_after_a_word_and_never_inside_an_escape(
    text: str, limit: int, expected: str
) -> None:
    assert plain(text, limit) == expected


@given(st.text(st.characters(codec=None)), st.integers(min_value=1, max_value=50))
def test_any_text_becomes_safe_and_fits(text: str, limit: int) -> None:
    found = plain(text, limit)
    assert len(found) <= limit
    assert "<" not in found
    assert ">" not in found
    json.dumps(found, ensure_ascii=False).encode("utf-8")


def test_a_link_cannot_be_left_through_its_title_or_address() -> None:
    assert link("https://a.example/?x=1&y=<|>", "A|B <C>") == (
        "<https://a.example/?x=1&amp;y=%3C%7C%3E|A/B &lt;C&gt;>"
    )


@pytest.mark.parametrize("user", [None, "", "bob", "U1> <!channel", "C0ROOM"])
def test_only_a_slack_user_id_becomes_a_mention(user: str | None) -> None:
    assert mention(user) == "someone"
    assert mention("U0ADA") == "<@U0ADA>"


def test_only_a_slack_channel_id_becomes_a_link() -> None:
    assert channel("C0ROOM") == "<#C0ROOM>"
    assert channel("general>") == "that channel"


def test_figures_and_lists_read_as_in_a_sentence() -> None:
    assert [points(figure) for figure in (445, 400, 5)] == ["4.45", "4.00", "0.05"]
    assert listed(["A"]) == "A"
    assert listed(["A", "B", "C"]) == "A, B and C"
    assert listed(["A", "B"], "or") == "A or B"


@pytest.mark.parametrize("word", [each for each in COMMANDS if each != "recommend"])
def test_whatever_is_not_understood_after_a_command_gets_an_example_of_it(word: str) -> None:
    example = f"type `/orchestrator {word}"
    assert f"“kubernetes” after `{word}`. " in not_understood(word, "kubernetes").text
    assert example in not_understood(word, "kubernetes").text
    assert f"`{word}` alone. " in not_understood(word, "").text
    assert example in not_understood(word, "").text


def test_an_unknown_command_is_quoted_without_its_markup() -> None:
    rendered = unknown_command("`<!channel>` \u202e", None)
    assert "&lt;!channel&gt;" in rendered.text
    assert rendered.text.count("`") == 4


TEAM, CLOUD = KB.question(SlotId("team_size")), KB.question(SlotId("cloud"))


@pytest.mark.parametrize(
    ("low", "high", "read"),
    [
        (10, 15, "10 to 15 engineers (counted as 12)"),
        (1200, 1500, "1,200 to 1,500 engineers (counted as 12)"),
        (20, None, "at least 20 engineers (counted as 12)"),
        (20, 100_000, "at least 20 engineers (counted as 12)"),
        (1, 4, "fewer than 5 engineers (counted as 12)"),
    ],
)
def test_what_was_no_single_number_reads_as_it_was_said(
    low: int, high: int | None, read: str
) -> None:
    said = Said(value=12, span=Span(low=low, high=high))
    assert value(TEAM, said) == phrase(TEAM, said) == read


def test_a_single_number_and_a_choice_read_by_themselves() -> None:
    assert value(TEAM, Said(value=1)) == phrase(TEAM, Said(value=1)) == "1 engineer"
    assert value(CLOUD, Said(value="undecided")) == "Not decided"
    assert phrase(CLOUD, Said(value="undecided")) == "no cloud decided yet"
    assert value(TEAM, Said(value=None)) == "not known"
