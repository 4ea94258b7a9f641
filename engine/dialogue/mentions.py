"""What a run of words tells of a slot, and the items of a clause in which such runs are found."""

from dataclasses import dataclass

from engine.dialogue.words import Token
from knowledge.schema import OptionId, SlotId


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number counts, or the label before one: "engineers", "team"."""

    slot: SlotId
    counts: bool
    """It may follow a number ("8 engineers"); a label stands before one only ("team: 8")."""
    stands_before: bool
    """It may stand before a number: "models 3"; "model 3" is a name, "model count 3" none."""
    is_singular: bool = False
    """It may tell more of another noun: "8 dev clusters"."""
    is_own: bool = False
    """It is the question's own word, not one that may count others or a part: "people"."""
    is_person: bool = False
    """It counts people."""
    said: str = ""
    """The words."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What counts only beside others: "a PM" in "3 engineers and a PM"."""

    slot: SlotId
    said: str
    is_ours: bool
    """It counts; else nobody knows whether it does: "2 contractors"."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """An option was named."""

    slot: SlotId
    option: OptionId
    is_name: bool = False
    """By a name alone, which is said for many reasons: "zenml"."""


@dataclass(frozen=True, slots=True)
class NumberSaid:
    """A number was said in words of its own: "no models yet" is 0, "retrained weekly" is 1."""

    slot: SlotId
    value: int


@dataclass(frozen=True, slots=True)
class NotKnown:
    """Something is not known: "not sure"."""


Mention = Unit | Beside | Chosen | NumberSaid | NotKnown
Item = Token | Mention
