"""The table of what a rich_text block is made of.

Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block, November 2026.
"""

from playground.shapes import Check, Shape, array, boolean, number, one_of, string, tagged, url

_STYLES = ("bold", "italic", "strike", "code", "underline", "highlight", "unlink")
_STYLE = Shape({}, dict.fromkeys(_STYLES, boolean))


def _inline(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Shape:
    return Shape(required, {"style": _STYLE} | (optional or {}))


INLINE: dict[str, Shape] = {
    "text": _inline({"text": string(3000)}),
    "link": _inline({"url": url()}, {"text": string(3000, 0), "unsafe": boolean}),
    "user": _inline({"user_id": string(255)}),
    "channel": _inline({"channel_id": string(255)}),
    "usergroup": _inline({"usergroup_id": string(255)}),
    "team": _inline({"team_id": string(255)}),
    "broadcast": _inline({"range": one_of("here", "channel", "everyone")}),
    "emoji": _inline(
        {"name": string(255)},
        {"unicode": string(255), "skin_tone": number(1, 6, whole=True), "url": url()},
    ),
    "date": _inline(
        {"timestamp": number(0, whole=True), "format": string(255)},
        {"url": url(), "fallback": string(255)},
    ),
    "color": _inline({"value": string(7, 4)}),
}
_INLINES = array(tagged(INLINE), least=0)
_BORDER: dict[str, Check] = {"border": number(0, 1, whole=True)}

RICH: dict[str, Shape] = {
    "rich_text_section": Shape({"elements": _INLINES}),
    "rich_text_quote": Shape({"elements": _INLINES}, _BORDER),
    "rich_text_preformatted": Shape(
        {"elements": array(tagged(INLINE, "text", "link"), least=0)},
        _BORDER | {"language": string(255)},
    ),
}
RICH["rich_text_list"] = Shape(
    {
        "elements": array(tagged(RICH, "rich_text_section")),
        "style": one_of("bullet", "ordered"),
    },
    _BORDER | {"indent": number(0, 8, whole=True), "offset": number(0, whole=True)},
)

RICH_TEXT = array(tagged(RICH))
