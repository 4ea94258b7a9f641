"""What people's and apps' texts become on the page of the local Slack."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.ui import markdown, rich_text
from playground.ui.mrkdwn import Names, plain_to_html, to_html

NAMES = Names(users={"U1": "Ada Lovelace"}, channels={"C1": "ml-platform"})
ANCHOR = '<a class="sl-link" href="{}" target="_blank" rel="noopener noreferrer">{}</a>'
LABELLED = ANCHOR.format("https://a.example/x_y_z?b=1&amp;c=2", "a *label*")
BARE = ANCHOR.format("https://a.example/b_c_d", "https://a.example/b_c_d")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold*", "<strong>bold</strong>"),
        ("_italic_ and ~gone~", "<em>italic</em> and <s>gone</s>"),
        ("*_both_*", "<strong><em>both</em></strong>"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("* not bold * and *", "* not bold * and *"),
        ("(*bold*), *x*.", "(<strong>bold</strong>), <strong>x</strong>."),
        ("a\nb", "a<br>b"),
        ("`*code*`", '<code class="sl-code">*code*</code>'),
        ("```\na *b*\nc\n```", '<pre class="sl-pre">a *b*\nc</pre>'),
        ("&gt; one\n> two\nthree", '<blockquote class="sl-quote">one<br>two</blockquote>three'),
        ("<@U1>", '<span class="sl-mention">@Ada Lovelace</span>'),
        ("<@U2|grace>", '<span class="sl-mention">@grace</span>'),
        ("<@U2>", '<span class="sl-mention">@U2</span>'),
        ("<#C1|old>", '<span class="sl-mention">#ml-platform</span>'),
        ("<!here>", '<span class="sl-mention">@here</span>'),
        ("<!date^soon^{date}|22 Nov>", "22 Nov"),
        ("<!date^99999999999999999^{date}|22 Nov>", "22 Nov"),
        (":warning: :unheard_of:", "⚠️ :unheard_of:"),
        ("&lt;b&gt; &amp; <b>", "&lt;b&gt; &amp; &lt;b&gt;"),
        ("*<https://a.example/x_y_z?b=1&amp;c=2|a *label*>*", f"<strong>{LABELLED}</strong>"),
        ("see https://a.example/b_c_d.", f"see {BARE}."),
    ],
)
def test_mrkdwn_reads_as_in_slack(text: str, html: str) -> None:
    assert to_html(text, NAMES) == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<javascript:alert(1)|press>",
        "<img src=x onerror=alert(1)>",
        '<https://a.example/"onmouseover="alert(1)|x>',
        "<https://a.example|<img src=x>>",
        "`<img src=x onerror=alert(1)>`",
        "```<script>alert(1)</script>```",
        "<@<img src=x>>",
        "<!subteam^S1|<script>alert(1)</script>>",
        "\ue0000\ue001<script>\ue0001\ue001",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
    ],
)
def test_no_text_becomes_markup_of_its_own(text: str) -> None:
    for html in (to_html(text, NAMES), plain_to_html(text), markdown.to_html(text)):
        assert "<script" not in html
        assert "<img" not in html
        assert '"onmouseover' not in html
        assert 'href="javascript' not in html


@given(st.text(alphabet="<>&\"'`*_~|@#!:\n \ue000\ue001a1/https", max_size=60))
def test_only_our_own_tags_come_out(text: str) -> None:
    html = to_html(text, NAMES)
    known = ("strong", "em", "s>", "code", "pre", "blockquote", "a ", "a>", "span", "br>")
    for piece in html.split("<")[1:]:
        assert piece.removeprefix("/").startswith(known)


NOON = datetime(2026, 3, 22, 12, 5, 9).astimezone()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("{date_num} {time_secs}", "2026-03-22 12:05:09"),
        ("{date}", "March 22nd, 2026"),
        ("{date_short_pretty} at {time}", "Mar 22, 2026 at 12:05"),
        ("On {date_long}", "On Sunday, March 22nd, 2026"),
        ("{date_long_pretty}, {riddle}", "Sunday, March 22nd, 2026, {riddle}"),
        ("{time} <b>", "12:05 &lt;b&gt;"),
    ],
)
def test_a_moment_is_written_as_its_tokens_say(form: str, words: str) -> None:
    escaped = form.replace("<", "&lt;").replace(">", "&gt;")
    assert to_html(f"<!date^{NOON.timestamp():.0f}^{escaped}|never>") == words


@pytest.mark.parametrize(("days", "word"), [(-1, "yesterday"), (0, "today"), (1, "tomorrow")])
def test_a_moment_close_by_has_a_name(days: int, word: str) -> None:
    then = (datetime.now().astimezone() + timedelta(days)).timestamp()
    html = to_html(f"<!date^{then:.0f}^{{date_short_pretty}}, {{date_pretty}}|never>")
    assert html == f"{word.capitalize()}, {word}"


def test_a_moment_may_be_a_link() -> None:
    html = to_html(f"<!date^{NOON.timestamp():.0f}^{{time}}^https://a.example|never>")
    assert html == ANCHOR.format("https://a.example", "12:05")


def test_verbatim_leaves_addresses_as_text() -> None:
    assert to_html("https://a.example", verbatim=True) == "https://a.example"


def test_rich_text_keeps_styles_lists_and_escapes() -> None:
    block = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "<i>", "style": {"bold": True, "italic": True}},
                    {"type": "user", "user_id": "U1"},
                    {"type": "link", "url": "javascript:alert(1)", "text": "press"},
                    {"type": "emoji", "name": "x"},
                    {"type": "riddle"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "ordered",
                "offset": 4,
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "five"}]}
                ],
            },
        ],
    }
    html = rich_text.to_html(block, NAMES)
    assert "<em><strong>&lt;i&gt;</strong></em>" in html
    assert "@Ada Lovelace</span>press❌" in html
    assert '<span class="sl-unknown">riddle</span>' in html
    assert '<span class="sl-bullet">5.</span><div>five</div>' in html


def test_markdown_draws_tables_and_leaves_raw_html_as_text() -> None:
    html = markdown.to_html(
        "# Head\n\n| a | b |\n|---|---|\n| 1 | **2** |\n\n![x](https://a.example/x.png)"
    )
    assert "<h1>Head</h1>" in html
    assert "<td><strong>2</strong></td>" in html
    assert "<img" not in html
