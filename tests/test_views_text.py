"""What text must pass before it enters a message."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pages.words import listed, points
from bot.views.blocks import escape, link, plain
from bot.views.help import unknown_command
from bot.views.words import channel, mention


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


def test_an_unknown_command_is_quoted_without_its_markup() -> None:
    rendered = unknown_command("`<!channel>` \u202e", None)
    assert "&lt;!channel&gt;" in rendered.text
    assert rendered.text.count("`") == 4
