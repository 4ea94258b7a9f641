"""What is counted in several parts: "4 MLEs and 3 data scientists", "3 prod and 2 dev models".

Parts stand beside one another, joined by commas, "and" or "plus"; each is a number with what it
counts, and the last or the first may leave that to its neighbour ("3 small and 2 large models").

- Parts of different kinds are added. The same kind twice is no list, and is left as it is.
- After people in general, kinds are parts of them: "8 people, 3 data scientists" are 8.
- Whoever may belong to the team or not ("2 contractors"), and models that are only being built,
  are added or not: it is asked.
- Several teams are asked about too: "2 teams of 5" are 10, or 5, but "2 teams of 5 each" are 10.
- What is denied beside another number is taken back: "12, not 20", "not 20 but 12".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from engine.dialogue import grammar
from engine.dialogue.mentions import Beside, Item, Unit
from engine.dialogue.words import BREAKS, Mark, Quantity, Unclear, Whole, Word

_MODIFIERS = 2
_ENDING = {"any", "anymore", "now", "as"}
"""Words that may follow a number that is taken back: "12, not 20 any more"."""
_NEAR = 5
"""How many items before a denial its number may stand."""
_ME = frozenset({"me"})
_ACTUALLY = Word("actually")
"""Stands in for any words that correct."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A number and what it counts; ``unit`` is None where the neighbour tells it."""

    value: int
    unit: Unit | Beside | None
    kind: frozenset[str]
    """The words for what it counts."""
    is_placed: bool
    """It is told where what is counted stands: "2 in development"."""
    end: int
    """Where it ends among the items."""

    @property
    def is_open(self) -> bool:
        """Whether it may be counted or not."""
        is_doubtful = isinstance(self.unit, Beside) and not self.unit.is_ours
        return is_doubtful or not self.kind.isdisjoint(grammar.BEING_BUILT)

    @property
    def is_general(self) -> bool:
        """Whether it counts people of any kind."""
        return isinstance(self.unit, Unit) and self.unit.said in grammar.PEOPLE


def summed(items: Sequence[Item]) -> list[Item]:
    """The items of a text, with numbers of several parts made one number of one unit."""
    out: list[Item] = []
    at = 0
    items = _without_denied(items)
    while at < len(items):
        parts = _parts_from(items, at)
        unit = _unit_of(parts)
        if len(parts) > 1 and unit is not None and _differ(parts):
            end = parts[-1].end
            commas = [item for item in items[at:end] if item in BREAKS]
            out += [_sum(parts), replace(unit, is_own=False, is_singular=False), *commas]
            at = end
        elif teams := _teams_at(items, at):
            out += teams[0]
            at += teams[1]
        elif parts:
            out += items[at : parts[-1].end]
            at = parts[-1].end
        else:
            out.append(items[at])
            at += 1
    return out


def _unit_of(parts: Sequence[_Part]) -> Unit | None:
    """What the sum counts; one of us and others count people, even without a unit."""
    unit = next((part.unit for part in parts if isinstance(part.unit, Unit)), None)
    has_me = any(part.kind == _ME for part in parts)
    if has_me and unit is None:
        beside = (part.unit for part in parts if isinstance(part.unit, Beside))
        slots = (each.slot for each in beside)
        return next((Unit(slot, counts=True, stands_before=False) for slot in slots), None)
    return None if has_me and unit is not None and not unit.is_person else unit


def _sum(parts: Sequence[_Part]) -> Quantity:
    total = sum(part.value for part in parts)
    certain = sum(part.value for part in parts if not part.is_open)
    first, *others = parts
    if first.is_general and not any(isinstance(part.unit, Beside) for part in others):
        whole = first.value
        return Whole(whole) if whole >= total - whole else _one_of(whole, total)
    return _one_of(certain, total) if 0 < certain < total else Whole(total)


def _one_of(*choices: int) -> Unclear:
    return Unclear("parts", choices=choices)


def _differ(parts: Sequence[_Part]) -> bool:
    return all(one.kind != other.kind for one, other in pairwise(parts))


def _parts_from(items: Sequence[Item], at: int) -> list[_Part]:
    """The parts that begin here; the last tells what it counts, or where that stands."""
    parts = list(_parts_at(items, at))
    while parts and parts[-1].unit is None and not parts[-1].is_placed and parts[-1].kind != _ME:
        parts.pop()
    return parts


def _parts_at(items: Sequence[Item], at: int) -> Iterator[_Part]:
    """The parts that begin here, all of one slot."""
    slot = None
    part = _part_at(items, at, is_first=True)
    while part is not None:
        if part.unit is not None and part.unit.slot != (slot or part.unit.slot):
            return
        slot = part.unit.slot if part.unit is not None else slot
        joined = _joined_at(items, part.end)
        following = _part_at(items, joined, is_first=False) if joined else None
        if part.unit is None and slot is None and (following is None or following.unit is None):
            return
        yield part
        part = following


def _joined_at(items: Sequence[Item], at: int) -> int | None:
    """Where the next part begins, over a comma, an "and", or both."""
    match items[at : at + 3]:
        case [Mark.COMMA, Word("and" | "plus"), _]:
            return at + 2
        case [Word("and" | "plus" | "with") | Mark.COMMA | Mark.PLUS | Mark.SLASH, _, *_]:
            return at + 1
        case _:
            return None


def _part_at(items: Sequence[Item], at: int, *, is_first: bool) -> _Part | None:
    match items[at : at + 2]:
        case [Whole(value), *_] if value > 0:
            return _counted_at(items, at + 1, value)
        case [Word("a" | "an"), _] if not is_first:
            part = _counted_at(items, at + 1, 1)
            return part if part is not None and part.unit is not None else None
        case [Word("me" | "myself"), *_]:
            return _Part(1, None, _ME, is_placed=False, end=at + 1)
        case _:
            return None


def _counted_at(items: Sequence[Item], at: int, value: int) -> _Part | None:
    """The part whose number ends here."""
    kind: set[str] = set()
    unit: Unit | Beside | None = None
    end = at
    while unit is None and end < min(at + _MODIFIERS + 1, len(items)):
        match items[end]:
            case Unit(counts=True) | Beside() as found if not _tells_more(items, end):
                unit = found
                kind.add(found.said)
            case Unit(said=said) | Word(said) if said not in grammar.NEVER_COUNTED:
                if grammar.is_plural(said):
                    break
                kind.add(said)
            case _:
                break
        end += 1
    place = _place_at(items, end)
    kind.update(place)
    return _Part(value, unit, frozenset(kind), bool(place), end + len(place)) if kind else None


def _tells_more(items: Sequence[Item], at: int) -> bool:
    """Whether a unit tells more of the unit after it: "2 dev models"."""
    return isinstance(items[at], Unit) and isinstance(_at(items, at + 1), Unit)


def _place_at(items: Sequence[Item], at: int) -> tuple[str, ...]:
    """Words that tell where what is counted stands: "in production", "for churn", "live"."""
    match items[at : at + 2]:
        case [Word(stage), *_] if stage in grammar.STAGES:
            return (stage,)
        case [Word("in" | "under" | "being" | "still" | "for" | "on") as link, follower]:
            said = follower.said if isinstance(follower, Unit) else _word(follower)
            is_place = said and said not in grammar.NEVER_COUNTED | grammar.TOTALS
            return (link.text, said) if is_place else ()
        case _:
            return ()


def _teams_at(items: Sequence[Item], at: int) -> tuple[Sequence[Item], int] | None:
    """What "2 teams of 5 people each" comes to, and how many items it takes."""
    match items[at : at + 4]:
        case [Whole(teams), Word(word), Word("of" | "with"), Whole(size)] if word in grammar.TEAMS:
            end = at + 5 if isinstance(_at(items, at + 4), Unit) else at + 4
            is_each = _at(items, end) == Word("each")
            total = Whole(teams * size) if is_each else _one_of(teams * size, size)
            return [total, *items[at + 4 : end]], end - at + is_each
        case _:
            return None


def _without_denied(items: Sequence[Item]) -> list[Item]:
    """The items without numbers that are denied beside the one that is right."""
    out: list[Item] = []
    at = 0
    while at < len(items):
        denied = _denied_at(items, at)
        follower = _at(items, denied or at)
        right = _right_after(items, denied) if denied else None
        stated = _stated_before(out)
        if denied and right is not None:
            out += [_ACTUALLY, *(item for item in items[denied:right] if item in BREAKS)]
            at = right
        elif (
            denied
            and stated is not None
            and (follower is None or follower in BREAKS or _word(follower) in _ENDING)
        ):
            out.insert(stated, _ACTUALLY)
            at = denied
        else:
            out.append(items[at])
            at += 1
    return out


def _denied_at(items: Sequence[Item], at: int) -> int | None:
    """Where a denied number that begins here ends, its unit included."""
    match items[at : at + 3]:
        case [Word("not" | "isnt" | "arent"), second, *_] if isinstance(second, Quantity):
            end = at + 2
        case [Word("instead"), Word("of"), third] if isinstance(third, Quantity):
            end = at + 3
        case [Word("rather"), Word("than"), third] if isinstance(third, Quantity):
            end = at + 3
        case _:
            return None
    return end + 1 if isinstance(_at(items, end), Unit) else end


def _right_after(items: Sequence[Item], at: int) -> int | None:
    """Where the right number begins after a denied one: "but 12", ", 12"."""
    place = at
    while place < min(at + _NEAR, len(items)):
        match items[place]:
            case Mark.COMMA | Word("but" | "its" | "it" | "is" | "we" | "are" | "actually"):
                place += 1
            case Whole() if place > at:
                return place
            case _:
                return None
    return None


def _stated_before(out: Sequence[Item]) -> int | None:
    """Where the number that is right stands before a denied one, its bounds are part of it."""
    for place in range(len(out) - 1, max(-1, len(out) - 1 - _NEAR), -1):
        item = out[place]
        if isinstance(item, Quantity):
            return place
        if not isinstance(item, Unit | Word) and item is not Mark.COMMA:
            return None
    return None


def _at(items: Sequence[Item], at: int) -> Item | None:
    return items[at] if at < len(items) else None


def _word(item: object) -> str:
    return item.text if isinstance(item, Word) else ""
