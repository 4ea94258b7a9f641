"""The clauses of a text, and what is read of each before anything is settled."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from engine.dialogue.counts import NumberRead
from engine.dialogue.options import OptionRead
from engine.dialogue.words import Token
from knowledge.schema import ChoiceQuestion, NumberQuestion, SlotId

Question = NumberQuestion | ChoiceQuestion
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class SkipRead:
    """A slot that is not known."""

    slot: SlotId


@dataclass(frozen=True, slots=True)
class Corrected:
    """What follows replaces what was read before: "actually", "no, wait"."""


Reading = NumberRead | OptionRead | SkipRead | Corrected
Placed = tuple[int, Reading]
"""A reading, and where in its clause it stands."""


@dataclass(frozen=True, slots=True)
class ClauseRead:
    """A clause, and what it says."""

    spoken: Sequence[Token]
    readings: Sequence[Reading]
    """In the order of saying."""
    is_part: bool
    """It was read as a part of the clause before: "4 engineers, 3 data scientists"."""

    @property
    def is_read(self) -> bool:
        """Whether anything came of it."""
        return self.is_part or bool(self.readings)


def split_at(items: Sequence[_T], separators: Container[object]) -> Iterator[tuple[int, list[_T]]]:
    """The parts between separators, each with the place where it begins."""
    start = 0
    for at, item in enumerate(items):
        if item in separators:
            yield start, list(items[start:at])
            start = at + 1
    yield start, list(items[start:])
