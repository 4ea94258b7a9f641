"""Numbers in words, and what makes a number no single whole one: ranges, bounds, fractions.

A change, such as "5 more", is no number at all: it tells no total.
"""

from collections.abc import Sequence
from functools import lru_cache

from text_to_num import text2num  # type: ignore[import-untyped]

from engine.dialogue.grammar import CHANGES
from engine.dialogue.vocabulary import Item
from engine.dialogue.words import Mark, Quantity, Unclear, Whole, Word

_LONGEST_RUN = 12
"""Words in one number: "one hundred and twenty five thousand three hundred and one" has eleven."""
_SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
}
_VAGUE = {"few", "several", "couple", "handful", "dozens", "hundreds", "thousands", "millions"}
_BEFORE_PRONOUN_ONE = {"no", "any", "every", "each", "some", "which", "this", "that", "the"}
_BOUNDS = {"than", "over", "under", "above", "below", "least", "most"}
_LIMITS = {"least", "most"}
_JOINERS = {"to", "or", "through", "until", "till"}
_MORE_OR_LESS = {"more", "less", "fewer", "above", "below", "under", "over"}
_BEYOND = 10**15
"""Products stop growing here; far above what can be told apart."""


def with_quantities(tokens: Sequence[Item]) -> list[Item]:
    """The tokens, with numbers in words read, and with ranges and fractions joined into one.

    Mentions pass unchanged, and no number reaches across them.
    """
    return _joined(_spelled_out(tokens))


def _spelled_out(tokens: Sequence[Item]) -> list[Item]:
    """Numbers in words become wholes: "two dozen" is 24, "5 hundred" is 500."""
    out: list[Item] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        value, length = _number_at(tokens, at)
        if length == 0 and _word(token) in _VAGUE:
            out.append(Unclear("vague"))
            at += 2 if [_word(follower) for follower in tokens[at + 1 : at + 2]] == ["of"] else 1
            continue
        if length == 0:
            out.append(token)
            at += 1
            continue
        at += length
        while at < len(tokens) and (scale := _SCALES.get(_word(tokens[at]))):
            value = max(-_BEYOND, min(value * scale, _BEYOND))
            at += 1
        out.append(Whole(value))
    return out


def _number_at(tokens: Sequence[Item], at: int) -> tuple[int, int]:
    """The number that begins here, and how many tokens it takes; 0 tokens where none begins."""
    token = tokens[at]
    if isinstance(token, Whole):
        return token.value, 1
    if [_word(token) for token in tokens[at : at + 3]] == ["half", "a", "dozen"]:
        return 6, 3
    if _word(token) == "dozen":
        return 12, 1
    if _word(token) == "one" and _is_pronoun(tokens, at):
        return 0, 0
    run: list[str] = []
    for follower in tokens[at : at + _LONGEST_RUN]:
        word = _word(follower)
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
    return before in _BEFORE_PRONOUN_ONE or after == "of"


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


def _joined(tokens: Sequence[Item]) -> list[Item]:
    out: list[Item] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if not isinstance(token, Whole | Unclear):
            out.append(token)
            at += 1
            continue
        quantity, length = _quantity_at(tokens, at, out)
        if isinstance(token, Whole) and out and _word(out[-1]) in ("minus", "negative"):
            out.pop()
            quantity = Whole(-token.value) if isinstance(quantity, Whole) else quantity
        at += length
        if not _is_change(tokens, at):
            out.append(quantity)
    return out


def _is_change(tokens: Sequence[Item], at: int) -> bool:
    """Whether the number that ends here is "5 more"; "5 more or less" is none."""
    after = [_word(token) for token in tokens[at : at + 2]]
    return bool(after) and after[0] in CHANGES and after[1:] != ["or"]


def is_bound_after(rest: Sequence[object]) -> bool:
    """Whether what follows a number makes it a bound: "max", "or more", "at least".

    One before another number belongs to that: "8 engineers at least 3 models".
    """
    match rest:
        case [Mark.BOUND, *after]:
            return not after or not isinstance(after[0], Whole | Unclear)
        case [Word("or"), Word(word), *_]:
            return word in _MORE_OR_LESS
        case [Word("at"), Word(word), *after]:
            return word in _LIMITS and not (after and isinstance(after[0], Whole | Unclear))
        case _:
            return False


def _quantity_at(tokens: Sequence[Item], at: int, before: Sequence[Item]) -> tuple[Quantity, int]:
    """The quantity that begins with the number here, and how many tokens it takes."""
    first = tokens[at]
    if not isinstance(first, Whole | Unclear):
        raise TypeError(first)
    quantity: Quantity = first
    end = at + 1
    while (joined := _continuation(tokens, end, before)) is not None:
        quantity, length = joined
        end += length
    if _is_bounded(before):
        quantity = Unclear("range")
    return quantity, end - at


def _continuation(
    tokens: Sequence[Item], at: int, before: Sequence[Item]
) -> tuple[Unclear, int] | None:
    """What makes the number that ends here unclear: "-15", "or more", "and a half", "+"."""
    rest = tokens[at : at + 3]
    if length := _fraction_length(rest):
        return Unclear("fraction"), length
    is_between = bool(before) and _word(before[-1]) == "between"
    if length := _range_length(rest, is_between=is_between):
        return Unclear("range"), length
    return None


def _fraction_length(rest: Sequence[object]) -> int:
    """How many tokens after a number make it a fraction: "and a half", "point five"."""
    match [_word(token) for token in rest]:
        case ["and", "half", *_]:
            return 2
        case ["and", "a", "half"]:
            return 3
        case ["point", *_] if len(rest) > 1 and isinstance(rest[1], Whole):
            return 2
        case _:
            return 0


def _range_length(rest: Sequence[object], *, is_between: bool) -> int:
    """How many tokens after a number make it a range: "- 15", "to fifteen", "or more", "+"."""
    joiners = _JOINERS | {"and"} if is_between else _JOINERS
    if is_bound_after(rest):
        return 1 if rest[0] is Mark.BOUND else 2
    match rest:
        case [Mark.BREAK | Mark.QUESTION, *_]:
            return 0
        case [Mark(), Whole() | Unclear(), *_]:
            return 2
        case [Word(joiner), Whole() | Unclear(), *_] if joiner in joiners:
            return 2
        case [Mark.PLUS, *_]:
            return 1
        case _:
            return 0


def _is_bounded(before: Sequence[Item]) -> bool:
    """Whether what stands before a number makes it a bound: ">", "more than", "maximum of"."""
    match before[-2:]:
        case [*_, Mark.BOUND] | [Mark.BOUND, Word("of")] | [Word("up"), Word("to")]:
            return True
        case [*_, Word(word)]:
            return word in _BOUNDS
        case _:
            return False


def _word(token: object) -> str:
    return token.text if isinstance(token, Word) else ""
