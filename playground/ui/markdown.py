"""A markdown block as safe HTML: CommonMark with tables and strike-through.

Raw HTML stays text, and images are not loaded.
"""

from functools import cache

from markdown_it import MarkdownIt


def to_html(text: str) -> str:
    """The HTML of Markdown; links open a new tab."""
    html: str = _parser().render(text)
    return html.replace(
        "<a href=", '<a class="sl-link" target="_blank" rel="noopener noreferrer" href='
    )


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    return parser.enable(["table", "strikethrough"]).disable("image")
