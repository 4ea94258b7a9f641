"""Slack's mrkdwn as safe HTML.

Whatever is not a known token is text, and text is escaped before anything else is done with it.
The HTML holds only tags that are written in this module.
Source of the syntax: https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Final

from playground.ui import dates


@dataclass(frozen=True, slots=True)
class Names:
    """Who and what an id stands for: display names of users, names of channels without the #."""

    users: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)


EMOJI: Final[Mapping[str, str]] = {
    "white_check_mark": "\u2705",
    "heavy_check_mark": "\u2714\ufe0f",
    "ballot_box_with_check": "\u2611\ufe0f",
    "x": "\u274c",
    "warning": "\u26a0\ufe0f",
    "information_source": "\u2139\ufe0f",
    "no_entry": "\u26d4",
    "hourglass_flowing_sand": "\u23f3",
    "lock": "\U0001f512",
    "pushpin": "\U0001f4cc",
    "large_green_circle": "\U0001f7e2",
    "large_yellow_circle": "\U0001f7e1",
    "red_circle": "\U0001f534",
    "white_circle": "\u26aa",
    "black_circle": "\u26ab",
    "arrow_right": "\u27a1\ufe0f",
    "+1": "\U0001f44d",
    "-1": "\U0001f44e",
}
"""The status marks that the local Slack can draw; any other emoji stays the text ``:name:``."""

NEW_TAB: Final = 'target="_blank" rel="noopener noreferrer"'

_LINKABLE: Final = re.compile(r"(?:https?://|mailto:|tel:|slack://)", re.IGNORECASE)
_HELD: Final = re.compile("\ue000(\\d+)\ue001")
_PRIVATE: Final = re.compile("[\ue000\ue001]")
_FENCE: Final = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_CODE: Final = re.compile(r"`([^`\n]+)`")
_TOKEN: Final = re.compile(r"<([^<>\n]+)>")
_BARE_URL: Final = re.compile(
    r"(?<![\w\"'=/])https?://[^\s<>\"'`|\ue000]+[^\s<>\"'`|\ue000.,;:!?)\]*_~]"
)
_EMOJI: Final = re.compile(r":([a-z0-9_+-]+):")
_STYLES: Final = tuple(
    (re.compile(rf"(?<![\w{mark}]){mark}(?=\S)([^{mark}\n]*?\S){mark}(?![\w{mark}])"), tag)
    for mark, tag in ((r"\*", "strong"), ("_", "em"), ("~", "s"))
)
_QUOTE: Final = re.compile(r"^(?:&gt;) ?")


def to_html(text: str, names: Names | None = None, *, verbatim: bool = False) -> str:
    """The HTML of a mrkdwn text.

    Args:
        text: as sent to Slack, with ``&amp;``, ``&lt;`` and ``&gt;`` for the three characters.
        names: what mentions are called; an unknown id is shown as it is.
        verbatim: leave bare addresses as text, as Slack does for ``verbatim: true``.
    """
    return _Writer(names or Names(), verbatim=verbatim).write(text)


def plain_to_html(text: str) -> str:
    """The HTML of a plain_text object: escaped, emoji names drawn, line breaks kept."""
    return _emoji(_escape(text)).replace("\n", "<br>")


def link(url: str, label_html: str) -> str:
    """An anchor that opens a new tab; only the label where the address is of no safe kind."""
    address = _decode(url)
    if not _LINKABLE.match(address):
        return label_html
    return f'<a class="sl-link" href="{escape(address)}" {NEW_TAB}>{label_html}</a>'


def mention(label: str) -> str:
    """A user, channel or group in its pale box; the label is escaped here."""
    return f'<span class="sl-mention">{escape(label, quote=True)}</span>'


class _Writer:
    """Code and tokens are lifted out first, so that no style mark inside them is read."""

    def __init__(self, names: Names, *, verbatim: bool) -> None:
        self._names = names
        self._verbatim = verbatim
        self._held: list[str] = []

    def write(self, text: str) -> str:
        text = _PRIVATE.sub("", text)
        text = _FENCE.sub(lambda m: self._hold(f'<pre class="sl-pre">{_escape(m[1])}</pre>'), text)
        text = _CODE.sub(
            lambda m: self._hold(f'<code class="sl-code">{_escape(m[1])}</code>'), text
        )
        text = _TOKEN.sub(lambda m: self._hold(self._token(m[1])), text)
        if not self._verbatim:
            text = _BARE_URL.sub(lambda m: self._hold(link(m[0], _escape(m[0]))), text)
        html = _emoji(_escape(text))
        for pattern, tag in _STYLES:
            html = pattern.sub(rf"<{tag}>\1</{tag}>", html)
        html = _quotes(html)
        return self._release(html)

    def _hold(self, html: str) -> str:
        self._held.append(html)
        return f"\ue000{len(self._held) - 1}\ue001"

    def _release(self, html: str) -> str:
        while _HELD.search(html):
            html = _HELD.sub(lambda m: self._held[int(m[1])], html)
        return re.sub(r"(</pre>|</blockquote>)<br>", r"\1", html).replace("<br><pre", "<pre")

    def _token(self, inner: str) -> str:
        target, _, label = inner.partition("|")
        if target.startswith("@"):
            return mention("@" + (self._names.users.get(target[1:]) or label or target[1:]))
        if target.startswith("#"):
            return mention("#" + (self._names.channels.get(target[1:]) or label or target[1:]))
        if target.startswith("!"):
            return _special(target[1:], label)
        if _LINKABLE.match(target):
            return link(target, _escape(label or target.removeprefix("mailto:")))
        return _escape(f"<{inner}>")


def _special(command: str, label: str) -> str:
    """``<!here>``, ``<!subteam^S1|@group>``, ``<!date^unix^form^link|fallback>``."""
    match command.split("^", 3):
        case ["date", ts, form, *rest]:
            words = _escape(dates.written(ts, form) or label)
            return link(rest[0], words) if rest else words
    return mention("@" + (label.removeprefix("@") or command.partition("^")[0]))


def _quotes(html: str) -> str:
    """Consecutive lines that begin with > become one quote; other line ends become breaks."""
    out: list[str] = []
    quoted: list[str] = []
    for line in [*html.split("\n"), None]:
        if line is not None and _QUOTE.match(line):
            quoted.append(_QUOTE.sub("", line, count=1))
            continue
        if quoted:
            out.append(f'<blockquote class="sl-quote">{"<br>".join(quoted)}</blockquote>')
            quoted = []
        if line is not None:
            out.append(line)
    return "<br>".join(out)


def _emoji(html: str) -> str:
    return _EMOJI.sub(lambda m: EMOJI.get(m[1], m[0]), html)


def _decode(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _escape(text: str) -> str:
    """Escaped once, whether the sender escaped the three characters or not."""
    return escape(_decode(text), quote=True)
