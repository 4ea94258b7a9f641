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

from engine.dialogue.grammar import listed

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
class Between:
    """Whole numbers from ``low`` to ``high``, both included; None: open at that end, never both."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Unclear:
    """A quantity that tells no whole number and no range."""

    kind: Literal["vague", "either", "parts", "fraction", "unreadable"]
    """ "A few"; "8 or 20"; parts that may be added or not; a fraction; digits that can be read in
    two ways, such as 8,3."""
    choices: tuple[int, ...] = ()
    """The numbers that it may be, as far as they are said."""
    around: Between | None = None
    """Where a vague one lies: "a few" are from two to nine."""


class Mark(Enum):
    """What stands between words and means something."""

    BREAK = auto()
    """A clause ends: full stop, line end, closing bracket."""
    COMMA = auto()
    """A clause ends, or an item of a list."""
    ASIDE = auto()
    """A clause ends, and one begins that tells more of it: an opening bracket, "including"."""
    QUESTION = auto()
    """A clause ends, and asked."""
    DASH = auto()
    SLASH = auto()
    COLON = auto()
    PLUS = auto()
    ARROW = auto()
    """What stands after it follows what stands before: "AWS -> Azure"."""
    ABOVE = auto()
    """>: the number beside it is too small."""
    BELOW = auto()
    """<: the number beside it is too large."""
    LEAST = auto()
    """≥, "min": the number beside it is the smallest."""
    MOST = auto()
    """≤, "max": the number beside it is the largest."""


BREAKS = frozenset({Mark.BREAK, Mark.COMMA, Mark.ASIDE, Mark.QUESTION})
"""The ends of clauses."""

Quantity = Whole | Between | Unclear
Token = Word | Whole | Between | Unclear | Mark

_MARKS = {"-": Mark.DASH, "/": Mark.SLASH, ":": Mark.COLON, "=": Mark.COLON, "+": Mark.PLUS}
_SLACK_MENTION = re.compile(r"<(?:[@#!]|[a-z][a-z0-9+.-]*:)[^<>]*>")
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
"""How Slack sends the three characters; the ampersand last, so that nothing is read twice."""
_ADDRESS = re.compile(r"(?<!\w)[a-z][a-z0-9+.-]{0,20}://\S+")
_MYSELF = re.compile(r"\b(?:including|incl|counting|with) (?:me|myself|us|ourselves)\b(?! in)")
"""Who counts a team counts oneself: it changes no number."""
_EMOJI_CODE = re.compile(r"(?<!\w):[a-z0-9_+'-]+:(?!\w)")
_MARKUP_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_DOTS_OF_RANGE = re.compile(r"(?<=\d) ?\.{2,} ?(?=\d)")
_HYPHEN_BEFORE_LETTER = re.compile(r"(?<=\w)-(?=[^\W\d_])")
_LETTERS = re.compile(r"[a-z ]*")
_NOT_APPLICABLE = re.compile(r"(?<!\w)n/a(?!\w)")
_CONTRACTED = re.compile(r"(?<=[^\W\d_])'(re|m|ve|ll)(?!\w)")
_FULL = {"re": " are", "m": " am", "ve": " have", "ll": " will"}
_BOUND_MARKS = {"<": Mark.BELOW, "≤": Mark.MOST, ">": Mark.ABOVE, "≥": Mark.LEAST}
_SHORTHAND = dict(
    each.split(": ")
    for each in listed(
        "n: and; u: you; r: are; v: very; w: with; y: yes; b4: before; abt: about; rn:"
        " right now; atm: now; pls: please; plz: please; sry: sorry; soz: sorry; yrs:"
        " years; lil: little; rly: really; dnt: dont; prob: probably; probs: probably;"
        " prev: previous; cnt: count; wk: week; eoy: end of year; ofc: of course; no1: no"
        " one; noone: no one; bc: because; cuz: because; thru: through; em: them;"
        " everyones: everyone is; ppls: people; def: definitely; tho: though; ya: yes;"
        " approx: about; imo: say; tbh: honestly"
    )
)
"""What people type for a word, in full."""
_ASIDE_WORDS = {"including", "incl", "counting"}
_BREAK_MARKS = {",": Mark.COMMA, "(": Mark.ASIDE, "[": Mark.ASIDE}
_SAME = str.maketrans({"’": "'", "‘": "'", "−": "-", "–": "-", "‐": "-", "‑": "-", "⁄": "/"})  # noqa: RUF001 (look-alikes are the point)
_TOKEN = re.compile(
    r"""
      (?P<date>\d{4}-\d{1,2}-\d{1,2}(?!\w)|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}(?!\w))
    | (?P<name>[#$€£@]\d\w*(?:[.,]\d\w*)*)               # a ticket, a price
    | (?P<sign>(?<![\w)\]])[-+])?
      (?P<digits>\d{1,3}(?:[ ]\d{3})+(?!\w)|\d+(?:[.,'_]\d+)*)
      (?P<tail>\w*%?)                                    # 5k, 3rd, 8ppl, 5%
    | (?P<bound>[<>≤≥]=?|(?:max|min)(?:imum)?(?![^\W_])\.?)
    | (?P<word>[^\W\d_](?:[^\W_]|'(?=[^\W\d_]))*(?:[-.]\d[^\W_]*)*)   # gpt-4 and v2.3 are words
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
_PRICE = re.compile(r"([$€£])(\d+(?:[.,]\d+)*)(k?)")
_CURRENCIES = {"$": "dollars", "€": "euros", "£": "pounds"}
_SHORTEST_GLUED_WORD = 3
"""8ppl is a number and a word; 3rd and 5gb are neither, and 8x is "8 times"."""


def tokens(text: str) -> list[Token]:
    """The tokens of a text, in order."""
    return [token for token, _, _ in _tokens(_plain(text))]


def clauses(text: str) -> list[str]:
    """The clauses of a text in the words that are read, lower case.

    As many as the tokens of the text have when they are split at ``BREAKS``, empty ones included.
    """
    plain = _plain(text)
    said: list[str] = []
    start = 0
    for token, begins, ends in _tokens(plain):
        if token in BREAKS:
            said.append(plain[start:begins])
            start = ends
    said.append(plain[start:])
    return [" ".join(each.split()) for each in said]


@lru_cache(maxsize=32_768)
def phrase(text: str) -> tuple[str, ...]:
    """The words of an entry of the vocabulary, as they come out of ``tokens``."""
    if _LETTERS.fullmatch(text):
        return tuple(text.split())
    return tuple(token.text for token in tokens(text) if isinstance(token, Word))


def words(of: Iterable[object]) -> tuple[str, ...]:
    """The texts of the words among the tokens."""
    return tuple(token.text for token in of if isinstance(token, Word))


def _plain(text: str) -> str:
    spelled = "".join(_spelled(character) for character in text).translate(_SAME).lower()
    said = _ADDRESS.sub(" ", _EMOJI_CODE.sub(" ", _SLACK_MENTION.sub(" ", spelled)))
    for escape, character in _ESCAPED:
        said = said.replace(escape, character)
    said = _MYSELF.sub(" ", said.replace("incl.", "incl "))
    if said.strip() == "+1":
        return "agreed"
    said = _DOTS_OF_RANGE.sub("-", _MARKUP_UNDERSCORE.sub(" ", said))
    said = _CONTRACTED.sub(lambda short: _FULL[short[1]], _NOT_APPLICABLE.sub("na", said))
    return _HYPHEN_BEFORE_LETTER.sub(" ", said)


def _spelled(character: str) -> str:
    """One spelling for each character; nothing for marks that do not show."""
    if character.isascii():
        return character if character.isprintable() or character == "\n" else " "
    match unicodedata.category(character):
        case "Cf":
            return ""
        case "Cc" | "Zl" | "Zp":
            return "\n"
        case "So":
            return "\n"  # an emoji ends what was said before it
        case "No":
            return character  # a half, a footnote: spelled out it would join the digit before it
        case _:
            return unicodedata.normalize("NFKC", character)


def _tokens(text: str) -> Iterator[tuple[Token, int, int]]:
    """The tokens with where they begin and end."""
    for match in _TOKEN.finditer(text):
        for token in _tokens_of(match):
            yield token, match.start(), match.end()


def _tokens_of(match: re.Match[str]) -> Iterator[Token]:
    if match["date"]:
        yield Word(match["date"])
    elif match["digits"]:
        yield from _numbers(match["sign"] or "", match["digits"], match["tail"])
    elif price := _PRICE.fullmatch(match["name"] or ""):
        yield from _numbers("", price[2], price[3])
        yield Word(_CURRENCIES[price[1]])
    elif short := _SHORTHAND.get(match["word"] or ""):
        yield from (Word(word) for word in short.split())
    elif match["word"] in _ASIDE_WORDS:
        yield Mark.ASIDE
    elif match["word"] or match["name"]:
        yield Word((match["word"] or match["name"]).replace("'", ""))
    elif match["break"]:
        yield _break(match["break"])
    elif match["arrow"]:
        yield Mark.ARROW
    elif match["bound"]:
        yield _bound(match["bound"])
    elif match["mark"] == "&":
        yield Word("and")
    else:
        yield _MARKS[match["mark"]]


def _break(said: str) -> Mark:
    return Mark.QUESTION if "?" in said else _BREAK_MARKS.get(said, Mark.BREAK)


def _bound(said: str) -> Mark:
    if said[0] == "m":
        return Mark.MOST if said.startswith("max") else Mark.LEAST
    mark = _BOUND_MARKS[said[0]]
    if said.endswith("="):
        return Mark.MOST if mark is Mark.BELOW else Mark.LEAST
    return mark


def _numbers(sign: str, digits: str, tail: str) -> Iterator[Token]:
    if tail == "k":
        yield _thousands(sign, digits)
    elif tail == "x":
        yield _quantity(sign, digits)
        yield Word("times")
    elif not tail:
        yield _quantity(sign, digits)
    elif tail.isalpha() and len(tail) >= _SHORTEST_GLUED_WORD:
        yield _quantity(sign, digits)
        yield Word(tail)
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
