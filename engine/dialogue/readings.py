"""What the clauses of a text say, one reading at a time, before anything is settled."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar, assert_never

from engine.dialogue import grammar
from engine.dialogue.numbers import with_quantities
from engine.dialogue.vocabulary import (
    Chosen,
    Item,
    NoneYet,
    NotKnown,
    Unit,
    topic,
    whole_answers,
    with_mentions,
)
from engine.dialogue.words import Mark, Quantity, Token, Unclear, Whole, Word, words
from knowledge.schema import ChoiceQuestion, NumberQuestion, OptionId, SlotId

Question = NumberQuestion | ChoiceQuestion


@dataclass(frozen=True, slots=True)
class NumberRead:
    """A quantity for a slot."""

    slot: SlotId
    quantity: Quantity
    is_bare: bool = False
    """It had no unit: it is taken for the open question."""
    in_words: bool = False
    """Zero that was said in words: an answer even below the minimum."""


@dataclass(frozen=True, slots=True)
class OptionRead:
    """An option of a slot."""

    slot: SlotId
    option: OptionId
    after_or: bool = False
    """Joined by "or" to the option before."""


@dataclass(frozen=True, slots=True)
class SkipRead:
    """A slot that is not known."""

    slot: SlotId


@dataclass(frozen=True, slots=True)
class Corrected:
    """What follows replaces what was read before: "actually", "no, wait"."""


Reading = NumberRead | OptionRead | SkipRead | Corrected

_Placed = Iterator[tuple[int, Reading]]
_GAP = 2
"""Words that may stand between a number and its unit: "8 full time engineers"."""
_LONGEST_BARE = 12
"""A clause with more words than this is no bare answer."""
_T = TypeVar("_T")
_BREAK = frozenset({Mark.BREAK})
_AND = frozenset({Word("and"), Word("but"), Mark.SLASH, Mark.DASH, Mark.PLUS})


def readings_of(
    tokens: Sequence[Token], questions: Sequence[Question], asked: Question | None
) -> list[Reading]:
    """The readings of a text, in the order of saying.

    Args:
        tokens: The text, see ``words.tokens``.
        questions: The questions whose slots may be filled.
        asked: The question that stands open; it is among ``questions``.
    """
    clauses = [clause for _, clause in _split(tokens, _BREAK) if clause]
    readings: list[Reading] = []
    for clause in clauses:
        items = with_quantities(with_mentions(clause, questions))
        placed = [
            *_corrections(items),
            *_options(items),
            *_numbers(items, asked),
            *_skips(items, questions, asked),
            *_whole_answers(clause, asked, alone=len(clauses) == 1),
        ]
        readings += [reading for _, reading in sorted(placed, key=lambda place: place[0])]
    return readings


def _corrections(items: Sequence[Item]) -> _Placed:
    for at, item in enumerate(items):
        if not isinstance(item, Word):
            continue
        is_retracting_no = item.text == "no" and (
            len(items) == 1 or isinstance(items[(at + 1) % len(items)], Whole | Unclear)
        )
        if item.text in grammar.CORRECTIONS or is_retracting_no:
            yield at, Corrected()


def _options(items: Sequence[Item]) -> _Placed:
    """The options that are named and not denied.

    A denial reaches to the end of the clause, to a "but", or to an "and" that does not join it to
    the option before.
    """
    denied, leaving_until = False, -1
    previous: Item | None = None
    joined_by_or = False
    for at, item in enumerate(items):
        match item:
            case Chosen(slot, option):
                if not denied and at > leaving_until:
                    yield at, OptionRead(slot, option, after_or=joined_by_or)
                joined_by_or = False
            case Word("or"):
                joined_by_or = True
            case Word("but"):
                denied = False
            case Word("and") if not isinstance(previous, Chosen):
                denied = False
            case Word(word) if word in grammar.DENIALS:
                denied = True
            case Word(word) if word in grammar.LEAVING:
                leaving_until = at + 2
            case _:
                pass
        previous = item


def _numbers(items: Sequence[Item], asked: Question | None) -> _Placed:
    slots = _paired(items)
    for at, item in enumerate(items):
        if isinstance(item, NoneYet):
            yield at, NumberRead(item.slot, Whole(0), in_words=True)
        elif isinstance(item, Whole | Unclear) and at in slots:
            yield at, NumberRead(slots[at], item)
    if isinstance(asked, NumberQuestion):
        for at, quantity in _bare(items):
            yield at, NumberRead(SlotId(asked.id), quantity, is_bare=True)


def _paired(items: Sequence[Item]) -> dict[int, SlotId]:
    """Which slot each number with a unit belongs to, by its place in the clause."""
    ends = [item for item in items if isinstance(item, Unit | Whole | Unclear)]
    labels_first = bool(ends) and isinstance(ends[0], Unit) and not isinstance(ends[-1], Unit)
    slots: dict[int, SlotId] = {}
    claimed: set[int] = set()
    for at, item in enumerate(items):
        if not isinstance(item, Whole | Unclear) or _is_denied(items, at):
            continue
        near = [_unit_after(items, at), _unit_before(items, at)]
        for place, slot in reversed(near) if labels_first else near:
            if slot is not None and place not in claimed:
                slots[at] = slot
                claimed.add(place)
                break
    return slots


def _is_denied(items: Sequence[Item], at: int) -> bool:
    return at > 0 and items[at - 1] in (Word("not"), Word("without"), Word("never"))


def _unit_after(items: Sequence[Item], at: int) -> tuple[int, SlotId | None]:
    """The unit that a number counts; what stands between is neither plural nor a connection."""
    for place in range(at + 1, min(at + _GAP + 2, len(items))):
        match items[place]:
            case Unit(slot, counts=True):
                return place, slot
            case Word(word) if word not in grammar.NEVER_COUNTED and not _is_plural(word):
                continue
            case _:
                break
    return at, None


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "ops"))


def _unit_before(items: Sequence[Item], at: int) -> tuple[int, SlotId | None]:
    """The unit or label before a number: "models: 3", "team of 8"."""
    for place in range(at - 1, -1, -1):
        match items[place]:
            case Unit(slot, stands_before=True):
                return place, slot
            case Mark.COLON:
                continue
            case Word(word) if word in grammar.CONNECTORS:
                continue
            case _:
                break
    return at, None


def _bare(items: Sequence[Item]) -> Iterator[tuple[int, Quantity]]:
    """The numbers that stand alone between two "and"s, with nothing around but fillers."""
    for start, part in _split(items, _AND):
        found = [(start + at, i) for at, i in enumerate(part) if isinstance(i, Whole | Unclear)]
        rest = [item for item in part if not isinstance(item, Whole | Unclear | Mark)]
        if len(found) == 1 and len(rest) <= _LONGEST_BARE and _are(rest, grammar.FILLERS):
            yield found[0]


def _are(items: Sequence[Item], allowed: frozenset[str]) -> bool:
    return all(isinstance(item, Word) and item.text in allowed for item in items)


def _whole_answers(clause: Sequence[Token], asked: Question | None, *, alone: bool) -> _Placed:
    """The parts of a clause that are, but for fillers, an answer to the open question."""
    if asked is None:
        return
    answers = whole_answers(asked)
    is_denying = not grammar.DENIALS.isdisjoint(words(clause))
    for _, part in _split(clause, _AND):
        spoken = words(part)
        is_clause = len(part) == len(clause)
        if not 0 < len(spoken) == len(part) <= _LONGEST_BARE or (is_denying and not is_clause):
            continue
        if spoken in grammar.INTERJECTIONS and not (alone and is_clause):
            continue
        mention = next((m for answer, m in answers if _says_only(answer, spoken)), None)
        match mention:
            case Chosen(slot, option):
                yield len(clause), OptionRead(slot, option)
            case NoneYet(slot):
                zero = NumberRead(slot, Whole(0), is_bare=True, in_words=True)
                yield len(clause), zero
            case None:
                pass
            case _:
                assert_never(mention)


def _says_only(answer: tuple[str, ...], spoken: tuple[str, ...]) -> bool:
    """Whether the words are this answer, with nothing around it but fillers."""
    size = len(answer)
    return bool(answer) and any(
        spoken[at : at + size] == answer
        and grammar.FILLERS.issuperset(spoken[:at] + spoken[at + size :])
        for at in range(len(spoken) - size + 1)
    )


def _skips(items: Sequence[Item], questions: Sequence[Question], asked: Question | None) -> _Placed:
    """A "not sure" and the slot that it is about: the one that is named, or the open one."""
    if NotKnown() not in items:
        return
    units = [item.slot for item in items if isinstance(item, Unit)]
    rest = [item for item in items if not isinstance(item, Unit | NotKnown | Mark)]
    unexplained = {item for item in rest if not _are([item], grammar.ABOUT_ANSWERS)}
    if not unexplained:
        slot = units[0] if units else SlotId(asked.id) if asked else None
    else:
        about = [q for q in questions if unexplained <= {Word(word) for word in topic(q)}]
        slot = SlotId(about[0].id) if about and not units else None
    if slot is not None:
        yield 0, SkipRead(slot)


def _split(items: Sequence[_T], separators: Container[object]) -> Iterator[tuple[int, list[_T]]]:
    """The parts between separators, each with the place where it begins."""
    start = 0
    for at, item in enumerate(items):
        if item in separators:
            yield start, list(items[start:at])
            start = at + 1
    yield start, list(items[start:])
