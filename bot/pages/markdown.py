"""Text in Markdown that other people have written."""

import re
from typing import Final

_MARKUP: Final = re.compile(r"[\\`*\[\]<>~|&]|(?<![^\W_])_|_(?![^\W_])")
"""An underscore within a word is none."""
_FIRST: Final = re.compile(r"^([#+=:-]|\d+(?=[.)](?: |$)))")
"""What makes a heading, a list or a rule where a line begins with it."""


def escaped(text: str) -> str:
    """Text on one line in which nothing is markup, wherever it stands."""
    shown = "".join(each if each.isprintable() else " " for each in text)
    marked = _MARKUP.sub(r"\\\g<0>", " ".join(shown.split()))
    return _FIRST.sub(_not_first, marked)


def linked(url: str, title: str) -> str:
    """A link; nothing in its address ends it."""
    target = re.sub(r"[()<>\s\\]", lambda found: f"%{ord(found[0]):02X}", url)
    return f"[{escaped(title)}]({target})"


def _not_first(found: re.Match[str]) -> str:
    """A sign is escaped in front of it, a number before what follows it."""
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"
