"""A rich_text block as safe HTML. Source: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block."""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any, Final

from playground.ui import dates
from playground.ui.mrkdwn import EMOJI, Names, link, mention

_TAGS: Final = (("code", "code"), ("bold", "strong"), ("italic", "em"), ("strike", "s"))
_BULLETS: Final = ("\u2022", "\u25e6", "\u25aa")


def to_html(block: Mapping[str, Any], names: Names) -> str:
    """The HTML of a rich_text block, also of one inside a table cell."""
    return "".join(_part(part, names) for part in block.get("elements", ()))


def _part(part: Mapping[str, Any], names: Names) -> str:
    inner = part.get("elements", ())
    match part.get("type"):
        case "rich_text_section":
            return f"<div>{_inline(inner, names)}</div>"
        case "rich_text_list":
            return _list(part, names)
        case "rich_text_preformatted":
            return f'<pre class="sl-pre">{_inline(inner, names)}</pre>'
        case "rich_text_quote":
            return f'<blockquote class="sl-quote">{_inline(inner, names)}</blockquote>'
        case other:
            return f'<div class="sl-unknown">{escape(str(other))}</div>'


def _list(part: Mapping[str, Any], names: Names) -> str:
    indent = int(part.get("indent", 0))
    first = int(part.get("offset", 0)) + 1
    rows = []
    for number, item in enumerate(part.get("elements", ()), first):
        mark = f"{number}." if part.get("style") == "ordered" else _BULLETS[indent % len(_BULLETS)]
        text = _inline(item.get("elements", ()), names)
        rows.append(
            f'<div class="sl-item"><span class="sl-bullet">{mark}</span><div>{text}</div></div>'
        )
    bar = " sl-bordered" if part.get("border") else ""
    return f'<div class="sl-list{bar}" style="margin-left:{indent * 24}px">{"".join(rows)}</div>'


def _inline(elements: Iterable[Mapping[str, Any]], names: Names) -> str:
    return "".join(_styled(_leaf(element, names), element) for element in elements)


def _leaf(element: Mapping[str, Any], names: Names) -> str:
    draw = _LEAVES.get(element.get("type", ""))
    if draw is None:
        return f'<span class="sl-unknown">{escape(str(element.get("type")))}</span>'
    return draw(element, names)


def _text(element: Mapping[str, Any], _names: Names) -> str:
    return escape(element.get("text", "")).replace("\n", "<br>")


def _link(element: Mapping[str, Any], _names: Names) -> str:
    url = element.get("url", "")
    return link(url, escape(element.get("text") or url))


def _user(element: Mapping[str, Any], names: Names) -> str:
    user = element.get("user_id", "")
    return mention("@" + names.users.get(user, user))


def _channel(element: Mapping[str, Any], names: Names) -> str:
    channel = element.get("channel_id", "")
    return mention("#" + names.channels.get(channel, channel))


def _date(element: Mapping[str, Any], _names: Names) -> str:
    found = dates.written(str(element.get("timestamp", "")), element.get("format", ""))
    words = escape(found or element.get("fallback", ""))
    return link(element["url"], words) if "url" in element else words


def _emoji(element: Mapping[str, Any], _names: Names) -> str:
    name = element.get("name", "")
    return EMOJI.get(name, f":{escape(name)}:")


_LEAVES: Final[Mapping[str, Callable[[Mapping[str, Any], Names], str]]] = {
    "broadcast": lambda element, _: mention("@" + element.get("range", "")),
    "channel": _channel,
    "color": lambda element, _: f'<code class="sl-code">{escape(element.get("value", ""))}</code>',
    "date": _date,
    "emoji": _emoji,
    "link": _link,
    "text": _text,
    "user": _user,
    "usergroup": lambda element, _: mention("@" + element.get("usergroup_id", "")),
}


def _styled(html: str, element: Mapping[str, Any]) -> str:
    style = element.get("style") or {}
    for name, tag in _TAGS:
        if style.get(name):
            mark = ' class="sl-code"' if name == "code" else ""
            html = f"<{tag}{mark}>{html}</{tag}>"
    return html
