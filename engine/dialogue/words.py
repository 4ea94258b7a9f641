"""From what a person typed to tokens: words, numbers in digits, and marks.

Whatever is typed becomes tokens in linear time: control and direction marks, emoji and Slack's
``<...>`` mentions are dropped, ``&lt;``, ``&gt;`` and ``&amp;`` are read as the characters that
Slack sends them for, and no number is turned into an int before its length is known.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Literal

MOST_DIGITS = 12
"""Numbers with more digits are not told apart: none of our questions goes near."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word in lower case, without apostrophes: "don't" is ``dont``."""

    text: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number; one with more than ``MOST_DIGITS`` digits stands for all that are as long."""

    value: int

    @property
    def read(self) -> str:
        """As a sentence quotes it: 1,200."""
        most = 10**MOST_DIGITS - 1
        if self.value > most:
            return f"more than {most:,}"
        if self.value < -most:
            return f"less than {-most:,}"
        return f"{self.value:,}"


@dataclass(frozen=True, slots=True)
class Unclear:
    """A quantity that is no single whole number."""

    kind: Literal["range", "vague", "fraction", "unreadable"]
    """A range or a bound; "a few"; a fraction; digits that can be read in two ways, such as 8,3."""


class Mark(Enum):
    """What stands between words and means something."""

    BREAK = auto()
    """A clause ends: comma, full stop, bracket, line end."""
    QUESTION = auto()
    """A clause ends, and asked."""
    DASH = auto()
    SLASH = auto()
    COLON = auto()
    PLUS = auto()
    ARROW = auto()
    """What stands after it follows what stands before: "AWS -> Azure"."""
    BOUND = auto()
    """<, ≥, "max", "minimum": the number beside it is a limit."""


BREAKS = frozenset({Mark.BREAK, Mark.QUESTION})
"""The ends of clauses."""

Quantity = Whole | Unclear
Token = Word | Whole | Unclear | Mark

_MARKS = {"-": Mark.DASH, "/": Mark.SLASH, ":": Mark.COLON, "=": Mark.COLON, "+": Mark.PLUS}
_SLACK_MENTION = re.compile(r"<(?:[@#!]|[a-z][a-z0-9+.-]*:)[^<>]*>")
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
"""How Slack sends the three characters; the ampersand last, so that nothing is read twice."""
_EMOJI_CODE = re.compile(r"(?<!\w):[a-z0-9_+'-]+:(?!\w)")
_MARKUP_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_DOTS_OF_RANGE = re.compile(r"(?<=\d) ?\.{2,} ?(?=\d)")
_HYPHEN_BEFORE_LETTER = re.compile(r"(?<=\w)-(?=[^\W\d_])")
_APOSTROPHE_IN_WORD = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_SAME = str.maketrans({"’": "'", "‘": "'", "−": "-", "–": "-", "‐": "-", "‑": "-", "⁄": "/"})  # noqa: RUF001 (look-alikes are the point)
_TOKEN = re.compile(
    r"""
      (?P<name>[#$€£@]\d[\w.,]*)                         # a ticket, a price: no quantity
    | (?P<sign>(?<![\w)\]])[-+])?
      (?P<digits>\d{1,3}(?:[ ]\d{3})+(?!\w)|\d+(?:[.,'_]\d+)*)
      (?P<tail>\w*%?)                                    # 5k, 3rd, 8ppl, 5%
    | (?P<bound>[<>≤≥]=?|(?:max|min)(?:imum)?(?![^\W_])\.?)
    | (?P<word>[^\W\d_][^\W_]*(?:[-.]\d[^\W_]*)*)                # gpt-4 and v2.3 are words
    | (?P<break>[,;.!?()\[\]|\n—…]+)
    | (?P<arrow>[-=]>)
    | (?P<mark>[-/:=+&])
    """,
    re.VERBOSE,
)
_THOUSANDS = re.compile(
    r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:'\d{3})+|\d{1,3}(?:_\d{3})+|\d{1,3}(?: \d{3})+"
)
_DECIMAL_THOUSANDS = re.compile(r"(\d{1,9})\.(\d{1,3})")
_SHORTEST_GLUED_WORD = 3
"""8ppl is a number and a word; 3rd, 8x, 5gb are neither."""


def tokens(text: str) -> list[Token]:
    """The tokens of a text, in order."""
    return list(_tokens(_plain(text)))


@lru_cache(maxsize=4096)
def phrase(text: str) -> tuple[str, ...]:
    """The words of an entry of the vocabulary, as they come out of ``tokens``."""
    return tuple(token.text for token in tokens(text) if isinstance(token, Word))


def words(of: Iterable[object]) -> tuple[str, ...]:
    """The texts of the words among the tokens."""
    return tuple(token.text for token in of if isinstance(token, Word))


def _plain(text: str) -> str:
    spelled = "".join(_spelled(character) for character in text).translate(_SAME).lower()
    said = _EMOJI_CODE.sub(" ", _SLACK_MENTION.sub(" ", spelled))
    for escape, character in _ESCAPED:
        said = said.replace(escape, character)
    said = _DOTS_OF_RANGE.sub("-", _MARKUP_UNDERSCORE.sub(" ", said))
    return _APOSTROPHE_IN_WORD.sub("", _HYPHEN_BEFORE_LETTER.sub(" ", said))


def _spelled(character: str) -> str:
    """One spelling for each character; nothing for marks that do not show."""
    if character.isascii():
        return character if character.isprintable() or character == "\n" else " "
    match unicodedata.category(character):
        case "Cf":
            return ""
        case "Cc" | "Zl" | "Zp":
            return "\n"
        case "No":
            return character  # a half, a footnote: spelled out it would join the digit before it
        case _:
            return unicodedata.normalize("NFKC", character)


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        if match["digits"]:
            yield from _numbers(match["sign"] or "", match["digits"], match["tail"])
        elif match["word"] or match["name"]:
            yield Word(match["word"] or match["name"])
        elif match["break"]:
            yield Mark.QUESTION if "?" in match["break"] else Mark.BREAK
        elif match["arrow"]:
            yield Mark.ARROW
        elif match["bound"]:
            yield Mark.BOUND
        elif match["mark"] == "&":
            yield Word("and")
        else:
            yield _MARKS[match["mark"]]


def _numbers(sign: str, digits: str, tail: str) -> Iterator[Token]:
    if tail == "k":
        yield _thousands(sign, digits)
    elif not tail:
        yield _quantity(sign, digits)
    elif tail.isalpha() and len(tail) >= _SHORTEST_GLUED_WORD:
        yield _quantity(sign, digits)
        yield from _tokens(tail)
    else:
        yield Word(digits + tail)


def _quantity(sign: str, digits: str) -> Quantity:
    if digits.isdigit():
        return _whole(sign, digits)
    if _THOUSANDS.fullmatch(digits):
        return _whole(sign, "".join(filter(str.isdigit, digits)))
    return Unclear("fraction" if digits.count(".") == 1 else "unreadable")


def _thousands(sign: str, digits: str) -> Quantity:
    """5k, 1.5k."""
    if decimal := _DECIMAL_THOUSANDS.fullmatch(digits):
        return _whole(sign, decimal[1] + decimal[2].ljust(3, "0"))
    quantity = _quantity(sign, digits)
    return Whole(quantity.value * 1000) if isinstance(quantity, Whole) else quantity


def _whole(sign: str, digits: str) -> Whole:
    digits = digits.lstrip("0") or "0"
    value = int(digits) if len(digits) <= MOST_DIGITS else 10**MOST_DIGITS
    return Whole(-value if sign == "-" else value)
