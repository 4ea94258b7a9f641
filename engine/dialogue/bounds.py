"""Ranges, bounds and fractions: "10-15", "more than 20", "4 or 5", "two and a half".

- A dash, a "to", a "between ... and ..." and an "or" between near numbers make a range.
- "More than 20" is from 21, "at least 20" from 20, "fewer than 5" up to 4, "up to 5" up to 5.
- A "not" between two numbers, or before the first of two and a "but", takes back the one it denies.
- A change, such as "5 more", is no number at all: it tells no total.
"""

from collections.abc import Sequence
from typing import assert_never

from engine.dialogue.grammar import CHANGES
from engine.dialogue.mentions import Item, Unit
from engine.dialogue.numbers import spelled_out
from engine.dialogue.words import Between, Mark, Quantity, Unclear, Whole, Word

_MORE = {"more", "greater", "larger", "bigger", "higher"}
_LESS = {"less", "fewer", "smaller", "lower"}
_UP_FROM = _MORE | {"above", "over", "up", "upwards", "counting"}
_DOWN_FROM = _LESS | {"below", "under"}
_BOUND_WORDS = {
    **dict.fromkeys(("over", "above", "beyond", "exceeding"), Mark.ABOVE),
    **dict.fromkeys(("under", "below"), Mark.BELOW),
}
_TWO_BOUND_WORDS = {
    ("at", "least"): Mark.LEAST,
    ("at", "most"): Mark.MOST,
    ("up", "to"): Mark.MOST,
    ("north", "of"): Mark.ABOVE,
    ("upwards", "of"): Mark.LEAST,
}
_BOUNDS = {Mark.ABOVE, Mark.BELOW, Mark.LEAST, Mark.MOST}
_GROWING = {"grew", "grown", "growing", "went", "gone", "going", "shrank", "shrunk", "scaled"}
"""What went from one number to another is the other."""
_LEADING = _GROWING | {"from", "between"}
"""Words that lead to a range, and say nothing more."""
_Numbers = tuple[Quantity, int]
"""A quantity, and how many items it takes."""


def with_quantities(tokens: Sequence[Item]) -> list[Item]:
    """The tokens, with numbers in words read, and with ranges, bounds and fractions made one."""
    return _joined(spelled_out(tokens))


def bound_after(rest: Sequence[object]) -> tuple[Mark, int] | None:
    """The bound that stands here, after a number or its unit, and how many items it takes.

    One before another number belongs to that: "8 engineers at least 3 models".
    """
    match rest:
        case [Mark() as mark, *after] if mark in _BOUNDS and not _is_number(after):
            return mark, 1
        case [Word("or" | "and"), Word(word), *after] if word in _UP_FROM and not _is_number(after):
            return Mark.LEAST, 2
        case [Word("or"), Word(word), *_] if word in _DOWN_FROM:
            return Mark.MOST, 2
        case [Word("at"), Word("least") | Mark.LEAST, *after] if not _is_number(after):
            return Mark.LEAST, 2
        case [Word("at"), Word("most") | Mark.MOST, *after] if not _is_number(after):
            return Mark.MOST, 2
        case [Word("tops"), *_]:
            return Mark.MOST, 1
        case _:
            return None


def bounded(quantity: Quantity, bound: Mark) -> Quantity:
    """The quantity as a limit; only a whole number can be one."""
    if not isinstance(quantity, Whole):
        return quantity
    match bound:
        case Mark.ABOVE:
            return Between(quantity.value + 1, None)
        case Mark.LEAST:
            return Between(quantity.value, None)
        case Mark.BELOW:
            return Between(None, quantity.value - 1)
        case Mark.MOST:
            return Between(None, quantity.value)
        case _:
            raise ValueError(bound)


def _joined(tokens: Sequence[Item]) -> list[Item]:
    out: list[Item] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if not isinstance(token, Quantity):
            out.append(token)
            at += 1
            continue
        quantity, length = _quantity_at(tokens, at, out)
        at += length
        if not _is_change(out, tokens, at):
            out.append(quantity)
    return out


def _is_change(before: Sequence[Item], tokens: Sequence[Item], at: int) -> bool:
    """Whether the number that ends here is "5 more"; "5 more or less" is none."""
    after = [_word(token) for token in tokens[at : at + 2]]
    if [_word(token) for token in before[-2:]] in (
        ["me", "and"],
        ["me", "plus"],
        ["myself", "and"],
    ):
        return False
    return bool(after) and after[0] in CHANGES and after[1:] != ["or"]


def _quantity_at(tokens: Sequence[Item], at: int, before: list[Item]) -> _Numbers:
    """The quantity that begins with the number here, and how many items it takes.

    The words before it that bound it are taken from ``before``.
    """
    first = tokens[at]
    if not isinstance(first, Quantity):
        raise TypeError(first)
    if before and _word(before[-1]) in ("minus", "negative") and isinstance(first, Whole):
        before.pop()
        first = Whole(-first.value)
    quantity: Quantity = first
    end = at + 1
    while (joined := _continued(quantity, tokens, end, before)) is not None:
        quantity, length = joined
        end += length
    while end > at + 1 and before and _word(before[-1]) in _LEADING:
        before.pop()
    if bound := _bound_before(before):
        mark, length = bound
        del before[len(before) - length :]
        quantity = bounded(quantity, mark)
    elif bound := bound_after(tokens[end : end + 3]) or _plus(tokens[end : end + 2]):
        mark, length = bound
        quantity = bounded(quantity, mark)
        end += length
    return quantity, end - at


def _continued(
    quantity: Quantity, tokens: Sequence[Item], at: int, before: Sequence[Item]
) -> _Numbers | None:
    """What the number comes to with what follows it: "-15", "or twelve", "and a half"."""
    rest = tokens[at : at + 3]
    if length := _fraction_length(rest):
        return Unclear("fraction"), length
    match rest:
        case [Mark.DASH, Whole() as other, *_]:
            return _dashed(quantity, other), 2
        case [Whole(value), *_] if value < 0:
            return _range(quantity, Whole(-value)), 1
        case [Mark.SLASH, Whole() as other, *_]:
            return _parted(quantity, other), 2
        case [Mark.PLUS, Whole(value), *_] if isinstance(quantity, Whole):
            return Whole(quantity.value + value), 2
        case [Mark.ARROW, Whole() as other, *_]:
            return other, 2
        case [Mark.COLON, Whole(), Unit(counts=True)]:
            return None  # "fraud two: 9 engineers"
        case [Mark.COLON, Whole(), *_]:
            return Unclear("unreadable"), 2
        case [Mark.DASH | Mark.SLASH, Unclear() as other, *_]:
            return other, 2
        case [Word("or"), Whole() as other, *_]:
            return _either(quantity, other), 2
        case [Word("or"), Word("maybe" | "even" | "perhaps" | "possibly"), Whole() as other]:
            return _either(quantity, other), 3
        case [Word("to"), Whole() as other, *_] if any(_word(item) in _GROWING for item in before):
            return other, 2
        case [Word("to" | "through" | "until" | "till"), Whole() as other, *_]:
            return _range(quantity, other), 2
        case [Word("and"), Whole() as other, *_] if before and _word(before[-1]) == "between":
            return _range(quantity, other), 2
        case [Word("or" | "to"), Unclear() as other, *_]:
            return other, 2
        case _:
            return None


def _range(low: Quantity, high: Quantity) -> Quantity:
    ends = [end for each in (low, high) for end in _ends(each)]
    return Between(min(ends), max(ends)) if ends else Unclear("unreadable")


def _dashed(low: Quantity, high: Quantity) -> Quantity:
    """A range where it rises; a result, such as "4-2", is no number of ours."""
    falls = isinstance(low, Whole) and isinstance(high, Whole) and low.value > high.value
    return Unclear("unreadable") if falls else _range(low, high)


def _parted(low: Quantity, high: Quantity) -> Quantity:
    """A slash: "3/4 people" are 3 or 4; "24/7" is no number of ours."""
    match low, high:
        case Whole(first), Whole(second) if first < second:
            return Between(first, second)
        case _:
            return Unclear("unreadable")


def _either(one: Quantity, other: Quantity) -> Quantity:
    """A range where the numbers are near: "4 or 5", "20 or 25"; else one of them."""
    match one, other:
        case (Whole(first), Whole(second)) if abs(second - first) > max(1, min(first, second) // 4):
            return Unclear("either", choices=(first, second))
        case Unclear("either", choices), Whole(value):
            return Unclear("either", choices=(*choices, value))
        case _:
            return _range(one, other)


def _ends(quantity: Quantity) -> list[int]:
    match quantity:
        case Whole(value):
            return [value]
        case Between(low, high):
            return [end for end in (low, high) if end is not None]
        case Unclear():
            return []
        case _:
            assert_never(quantity)


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


def _bound_before(before: Sequence[Item]) -> tuple[Mark, int] | None:
    """The bound that stands before a number, and how many items it takes."""
    if before and _word(before[-1]) in ("a", "an"):
        bound = _bound_before(before[:-1][-4:])
        return (bound[0], bound[1] + 1) if bound else None
    match before[-4:]:
        case [*_, Word("no" | "not"), Word(word), Word("than")] if word in _MORE:
            return Mark.MOST, 3
        case [*_, Word("no" | "not"), Word(word), Word("than")] if word in _LESS:
            return Mark.LEAST, 3
        case [*_, Word(word), Word("than")] if word in _MORE:
            return Mark.ABOVE, 2
        case [*_, Word(word), Word("than")] if word in _LESS:
            return Mark.BELOW, 2
        case [*_, Word(first), Word(second)] if mark := _TWO_BOUND_WORDS.get((first, second)):
            return mark, 2
        case [*_, Mark() as mark, Word("of")] if mark in _BOUNDS:
            return mark, 2
        case [*_, Mark() as mark] if mark in _BOUNDS:
            return mark, 1
        case [*_, Word(word)] if mark := _BOUND_WORDS.get(word):
            return mark, 1
        case _:
            return None


def _plus(rest: Sequence[Item]) -> tuple[Mark, int] | None:
    """20+, "20 plus engineers"."""
    match rest:
        case [Mark.PLUS, *_] | [Word("plus")] | [Word("plus"), Unit() | Mark()]:
            return Mark.LEAST, 1
        case _:
            return None


def _is_number(after: Sequence[object]) -> bool:
    return bool(after) and isinstance(after[0], Quantity)


def _word(token: object) -> str:
    return token.text if isinstance(token, Word) else ""
