"""Block ids: which decision a control belongs to, and the revision that its message showed."""

import re
from dataclasses import dataclass
from typing import Final

from bot.actions import UnknownActionError
from engine.evaluation.model import SheetKey, SheetKind
from knowledge.schema import AlternativeId

_REVISION = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class BlockRef:
    """What a block id carries: the decision, the revision that was rendered, the block's name.

    The revision makes the id new with each picture: Slack keeps what was typed or chosen while
    block id and action id stay the same.
    """

    decision: str
    revision: int
    name: str

    def encode(self) -> str:
        """The block id; at most 255 characters."""
        return f"{self.decision}.{self.revision}.{self.name}"


BESIDE: Final = "new"
"""Stands in block ids for a decision, under messages of none."""


def decode_block(block_id: str) -> BlockRef:
    """The reference in a block id; UnknownActionError where it is none of ours."""
    match block_id.split("."):
        case [decision, revision, name] if decision and _REVISION.fullmatch(revision):
            return BlockRef(decision, int(revision), name)
        case _:
            raise UnknownActionError(block_id)


def turn_block(turn_id: str, name: str) -> str:
    """The name of a block in the message that shows a turn; ids and names hold no colon."""
    return f"{turn_id}:{name}"


def turn_of(ref: BlockRef) -> str:
    """The id of the turn whose message this block stands in."""
    return ref.name.partition(":")[0]


@dataclass(frozen=True, slots=True)
class SheetRef:
    """What the block ids of a sheet carry: its own revision in place of the decision's.

    The name is ``<kind>:<candidate>:<part>``; the part of checkboxes is their category.
    """

    decision: str
    revision: int
    sheet: SheetKey
    part: str

    def encode(self) -> str:
        """The block id; at most 255 characters."""
        name = f"{self.sheet.kind}:{self.sheet.candidate}:{self.part}"
        return BlockRef(self.decision, self.revision, name).encode()


def sheet_of(ref: BlockRef) -> SheetRef:
    """The sheet that a block stands in; UnknownActionError where it stands in none."""
    match ref.name.split(":"):
        case ["checklist" | "trials" as kind, candidate, part] if candidate and part:
            key = SheetKey(_kind(kind), AlternativeId(candidate))
            return SheetRef(ref.decision, ref.revision, key, part)
        case _:
            raise UnknownActionError(ref.name)


def _kind(word: str) -> SheetKind:
    return "trials" if word == "trials" else "checklist"
