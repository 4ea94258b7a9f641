"""Numbers in words: "twenty five", "two dozen", "a couple"; and what tells no number: "a few"."""

from collections.abc import Sequence
from functools import lru_cache

from text_to_num import text2num  # type: ignore[import-untyped]

from engine.dialogue.mentions import Item, Unit
from engine.dialogue.words import Between, Unclear, Whole, Word

_LONGEST_RUN = 12
"""Words in one number: "one hundred and twenty five thousand three hundred and one" has eleven."""
_SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
}
_VAGUE = {
    "few": Between(2, 9),
    "several": Between(3, 9),
    "handful": Between(3, 9),
    "tens": Between(20, 99),
    "dozens": Between(24, 99),
    "hundreds": Between(200, 999),
    "thousands": Between(2_000, 9_999),
    "millions": Between(1_000_000, None),
}
"""Words for a number that nobody can tell, and where it lies as people use them."""
_MANY = {"many", "lot", "lots", "loads", "tons", "bunch", "plenty", "various", "multiple"}
"""The same, of no known size, and only before what is counted."""
_BEFORE_PRONOUN_ONE = {"no", "any", "every", "each", "some", "which", "this", "that", "the"}
_BEFORE_PRONOUN_ONE |= {"another", "next", "last"}
_AFTER_PRONOUN_ONE = {
    "of",
    "for",
    "moment",
    "sec",
    "second",
    "minute",
    "day",
    "thing",
    "question",
    "more",
}
_SPELLED = {
    **dict.fromkeys(("tweleve", "twelv", "twelf"), "twelve"),
    **dict.fromkeys(("fourty", "fourtie"), "forty"),
    **dict.fromkeys(("eigth", "eigt", "eihgt"), "eight"),
    **dict.fromkeys(("fiveteen", "fiften", "fivteen"), "fifteen"),
    **dict.fromkeys(("thre", "threee"), "three"),
    **dict.fromkeys(("tewnty", "twenny", "twnety"), "twenty"),
    "sevn": "seven",
    "ninty": "ninety",
    "ninteen": "nineteen",
    "eightteen": "eighteen",
    "thirthy": "thirty",
    "fivty": "fifty",
}
"""Number words that are often misspelled; most are too short to be guessed."""
_BEYOND = 10**15
"""Products stop growing here; far above what can be told apart."""


def spelled_out(tokens: Sequence[Item]) -> list[Item]:
    """The tokens, with numbers in words read: "two dozen" is 24, "5 hundred" is 500.

    Mentions pass unchanged, and no number reaches across them.
    """
    out: list[Item] = []
    at = 0
    while at < len(tokens):
        value, length = _number_at(tokens, at)
        if length:
            at += length
            value, scales = _scaled(value, tokens, at)
            out.append(Whole(value))
            at += scales
        elif (vague := _vague_at(tokens, at)) is not None:
            out.append(vague[0])
            at += vague[1]
        else:
            out.append(tokens[at])
            at += 1
    return out


def _scaled(value: int, tokens: Sequence[Item], at: int) -> tuple[int, int]:
    """The value times the scales that stand here, and how many tokens they take."""
    length = 0
    while at + length < len(tokens) and (scale := _SCALES.get(_word(tokens[at + length]))):
        value = max(-_BEYOND, min(value * scale, _BEYOND))
        length += 1
    return value, length


def _vague_at(tokens: Sequence[Item], at: int) -> tuple[Unclear, int] | None:
    """A quantity such as "a few hundred", and how many tokens it takes."""
    word = _word(tokens[at])
    if word not in _VAGUE and word not in _MANY:
        return None
    length = 2 if [_word(token) for token in tokens[at + 1 : at + 2]] == ["of"] else 1
    around = _VAGUE.get(word)
    if around is None:
        is_counting = at + length < len(tokens) and isinstance(tokens[at + length], Unit)
        is_asked = at > 0 and _word(tokens[at - 1]) in ("how", "as", "so")
        return (Unclear("vague"), length) if is_counting and not is_asked else None
    low, scales = _scaled(around.low or 0, tokens, at + length)
    high = around.high and _scaled(around.high, tokens, at + length)[0]
    return Unclear("vague", around=Between(low, high)), length + scales


def _number_at(tokens: Sequence[Item], at: int) -> tuple[int, int]:
    """The number that begins here, and how many tokens it takes; 0 tokens where none begins."""
    token = tokens[at]
    if isinstance(token, Whole):
        return token.value, 1
    match [_word(token) for token in tokens[at : at + 3]]:
        case ["half", "a", "dozen"]:
            return 6, 3
        case ["couple" | "pair", "of", *_]:
            return 2, 2
        case ["couple" | "pair", *_]:
            return 2, 1
        case ["dozen", *_]:
            return 12, 1
        case ["single", "one", *_]:
            return 1, 2
        case ["single", *_] if at == 0 or _word(tokens[at - 1]) not in _BEFORE_PRONOUN_ONE:
            return 1, 1
        case ["one", *_] if _is_pronoun(tokens, at):
            return 0, 0
        case _:
            return _spelled_number_at(tokens, at)


def _spelled_number_at(tokens: Sequence[Item], at: int) -> tuple[int, int]:
    run: list[str] = []
    for follower in tokens[at : at + _LONGEST_RUN]:
        word = _word(follower)
        word = _SPELLED.get(word, word)
        joins = word == "and" and bool(run) and run[-1] in _SCALES
        if not joins and _value(word) is None:
            break
        run.append(word)
    while run:
        value = _value(" ".join(run))
        if value is not None:
            return value, len(run)
        run.pop()
    return 0, 0


def _is_pronoun(tokens: Sequence[Item], at: int) -> bool:
    before = _word(tokens[at - 1]) if at > 0 else ""
    after = _word(tokens[at + 1]) if at + 1 < len(tokens) else ""
    if before == "the" and any(isinstance(item, Unit) for item in tokens[at + 1 : at + 4]):
        return False
    return before in _BEFORE_PRONOUN_ONE or after in _AFTER_PRONOUN_ONE


@lru_cache(maxsize=4096)
def _value(words: str) -> int | None:
    """The number that these words spell; None where they spell none.

    The library is asked about plain letters only. It reads plurals and the letter o as numbers
    ("hundreds", "fives"); in a sentence they are none.
    """
    parts = words.split()
    if not parts or any(
        not part.isascii() or not part.isalpha() or part == "o" or part.endswith("s")
        for part in parts
    ):
        return None
    try:
        return int(text2num(words, "en"))
    except ValueError:
        return None


def _word(token: object) -> str:
    return token.text if isinstance(token, Word) else ""
