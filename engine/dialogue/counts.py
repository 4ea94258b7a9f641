"""Which numbers count what: "8 senior engineers", "models: 3"; and which count nothing of ours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.dialogue import grammar
from engine.dialogue.bounds import bound_after, bounded
from engine.dialogue.mentions import Chosen, Item, Unit
from engine.dialogue.words import Mark, Quantity, Whole, Word
from knowledge.schema import SlotId

_GAP = 2
"""Words that may stand between a number and its unit: "8 full time engineers"."""
_REACH = 4
"""How far the words around a number and its unit are looked at."""
_AND = Word("and")


@dataclass(frozen=True, slots=True)
class NumberRead:
    """A quantity for a slot."""

    slot: SlotId
    quantity: Quantity
    is_bare: bool = False
    """It had no unit: it is taken for the open question."""
    in_words: bool = False
    """It was said in words of its own: zero is then an answer even below the minimum."""
    restates: bool = True
    """It may replace an answer that stands: what is said of a part, or of others, may not."""
    is_total: bool = False
    """It was called the total: it wins over what is said beside it."""
    is_aside: bool = False
    """It tells more of what was said before, in brackets: it gives way to that."""


def counted(items: Sequence[Item], *, is_aside: bool) -> Iterator[tuple[int, NumberRead]]:
    """The numbers of a clause that have a unit, by their places."""
    is_plain = all(_may_restate(item) for item in items) or Word("now") in items
    is_total = any(isinstance(item, Word) and item.text in grammar.TOTALS for item in items)
    labelled = {item.slot for item in items if isinstance(item, Unit) and not item.counts}
    for at, (place, unit) in sorted(_paired(items).items()):
        quantity = items[at]
        if not isinstance(quantity, Quantity):
            raise TypeError(quantity)
        if bound := bound_after(items[place + 1 : place + _REACH]):
            quantity = bounded(quantity, bound[0])
        tells_all = unit.is_own or unit.slot in labelled or Word("we") in items[:at]
        restates = not unit.counts or (is_plain and tells_all) or _has_label(items[:at], unit)
        restates = restates or (unit.is_own and _is_declared(items[:at]))
        aside = is_aside or _is_of_company(items[place + 1 : place + 2])
        yield (
            at,
            NumberRead(unit.slot, quantity, restates=restates, is_total=is_total, is_aside=aside),
        )


def _has_label(near: Sequence[Item], unit: Unit) -> bool:
    """Whether the whole is named near it: "the team consists of 9 people"."""
    return any(
        isinstance(item, Unit) and not item.counts and item.slot == unit.slot for item in near
    )


def _is_declared(before: Sequence[Item]) -> bool:
    """Whether "we have", or the like, leads to the number."""
    for item in reversed(before):
        match item:
            case Word("we" | "our"):
                return True
            case Word(word) if word in grammar.DECLARING | grammar.FILLERS - grammar.ONLY:
                continue
            case _:
                return False
    return False


def _is_of_company(after: Sequence[Item]) -> bool:
    """Whether a whole company is counted: "a 400 person company"."""
    return any(isinstance(item, Word) and item.text in grammar.COMPANIES for item in after)


def _may_restate(item: Item) -> bool:
    match item:
        case Word(word):
            return word in grammar.RESTATING
        case _:
            return isinstance(item, Unit | Quantity | Mark)


def _paired(items: Sequence[Item]) -> dict[int, tuple[int, Unit]]:
    """The unit of each number that has one, and the unit's place, by the place of the number."""
    ends = [item for item in items if isinstance(item, Unit | Quantity)]
    labels_first = bool(ends) and isinstance(ends[0], Unit) and not isinstance(ends[-1], Unit)
    nearest = (_unit_before, _unit_after) if labels_first else (_unit_after, _unit_before)
    numbers = [at for at, item in enumerate(items) if isinstance(item, Quantity)]
    units: dict[int, tuple[int, Unit]] = {}
    claimed: set[int] = set()
    for at in numbers:
        for near in nearest:
            found = near(items, at)
            if found is not None and found[0] not in claimed:
                claimed.add(found[0])
                if _is_total(items, at, *found):
                    units[at] = found
                break
    return units


def _is_total(items: Sequence[Item], at: int, place: int, unit: Unit) -> bool:
    """Whether a number counts all of ours: not a part, not others, and not what is denied."""
    if unit.said == "of us" and _is_part_of_us(items, at, place):
        return False
    before = _word_leading_to(items, at)
    after = {word.text for word in _words_after(items, place)}
    return not (
        before in grammar.NO_TOTAL_AFTER
        or _is_of_a_kind(items[place + 1 : place + 3])
        or not after.isdisjoint(grammar.PART_BEFORE | grammar.ELSEWHERE)
        or (not unit.is_own and before in grammar.OTHERS_AFTER)
        or (not unit.is_own and not after.isdisjoint(grammar.OTHERS_BEFORE))
    )


def _is_of_a_kind(rest: Sequence[Item]) -> bool:
    """Whether it goes on with what else is counted: "2 models of car"."""
    match rest:
        case [Word("of"), Word(word)]:
            return word not in grammar.FUNCTION_WORDS | grammar.FILLERS | {"us", "ours"}
        case _:
            return False


def _is_part_of_us(items: Sequence[Item], at: int, place: int) -> bool:
    """Whether some of us are told of: "one of us", "2 of us have used it"."""
    follower = items[place + 1] if place + 1 < len(items) else None
    is_doing = isinstance(follower, Word) and follower.text in grammar.HAVING
    return is_doing or items[at] == Whole(1)


def _word_leading_to(items: Sequence[Item], at: int) -> str:
    """The word before a number, over fillers: "hire" in "hire about 5"."""
    for item in reversed(items[max(0, at - _REACH) : at]):
        match item:
            case Word(word) if word in grammar.OTHERS_AFTER:
                return word
            case Word(word) if word not in grammar.AROUND_ANSWERS and word != "by":
                return word
            case Word() | Unit(counts=False):
                continue
            case _:
                break
    return ""


def _words_after(items: Sequence[Item], place: int) -> Iterator[Word]:
    """The words that go on about what was counted."""
    for item in items[place + 1 : place + 1 + _REACH]:
        if item == _AND or isinstance(item, Quantity | Chosen):
            return
        if isinstance(item, Word):
            yield item


def _unit_after(items: Sequence[Item], at: int) -> tuple[int, Unit] | None:
    """The unit that a number counts; what stands between is neither plural nor a connection."""
    match items[at + 1 : at + 5]:
        case [Word("in" | "on"), Word("the" | "our" | "my"), Unit(counts=False) as unit, *_]:
            return at + 3, unit
        case [Word("in" | "on"), Word("the" | "our" | "my"), Word(), Unit(counts=False) as unit]:
            return at + 4, unit
        case _:
            pass
    for place in range(at + 1, min(at + _GAP + 2, len(items))):
        match items[place]:
            case Unit(counts=True) as unit if not _is_adjective(items, place, unit):
                return place, unit
            case Unit(counts=True):
                continue
            case item if not _may_stand_between(item):
                break
    return None


def _is_adjective(items: Sequence[Item], place: int, unit: Unit) -> bool:
    """Whether a unit tells more of the noun after it: "dev clusters", "dev models"."""
    if _has_label(items[place + 1 : place + 1 + _REACH], unit):
        return False
    match items[place + 1 : place + 2]:
        case [Unit(counts=True)]:
            return unit.is_singular
        case [Word(word)]:
            return unit.is_singular and word not in grammar.AFTER_UNIT
        case _:
            return False


def _may_stand_between(item: Item) -> bool:
    """Whether it may stand between a number and its unit."""
    return (
        isinstance(item, Word)
        and item.text not in grammar.NEVER_COUNTED
        and not grammar.is_plural(item.text)
    )


def _unit_before(items: Sequence[Item], at: int) -> tuple[int, Unit] | None:
    """The unit or label before a number: "models: 3", "team of 8", "model count 3"."""
    is_labelled = False
    for place in range(at - 1, -1, -1):
        match items[place]:
            case Unit() as unit if unit.stands_before or is_labelled:
                return place, unit
            case Mark.COLON | Word("count"):
                is_labelled = True
            case Mark.ABOVE | Mark.BELOW | Mark.LEAST | Mark.MOST:
                continue
            case Word(word) if word in grammar.CONNECTORS:
                continue
            case _:
                break
    return None
