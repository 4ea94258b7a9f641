"""Typed action ids: a closed union, with its encoder and decoder side by side.

On the wire an action id is a word and ids joined by dots (ids hold no dot). Which decision an
action belongs to travels in the block id, as ``<decision>.<revision>.<name>``; which sum a control
belongs to is the request in its value, as JSON. Nothing else travels.
"""

import re
from dataclasses import dataclass
from typing import Final, assert_never

from knowledge.schema import AlternativeId, SlotId


@dataclass(frozen=True, slots=True)
class Start:
    """Open a new decision (Home, help)."""


@dataclass(frozen=True, slots=True)
class Choose:
    """A button that answers a slot: an option id, or a whole number in digits."""

    slot: SlotId
    raw: str


@dataclass(frozen=True, slots=True)
class Type:
    """A text input under a question; the payload's value holds what was typed."""

    slot: SlotId


@dataclass(frozen=True, slots=True)
class Skip:
    """'Not sure': the slot becomes unknown."""

    slot: SlotId


@dataclass(frozen=True, slots=True)
class Change:
    """Ask this slot again."""

    slot: SlotId


@dataclass(frozen=True, slots=True)
class PickChange:
    """A select whose chosen option's value is the slot to ask again."""


@dataclass(frozen=True, slots=True)
class AskWhy:
    """Tell why this slot is asked."""

    slot: SlotId


@dataclass(frozen=True, slots=True)
class Enough:
    """No more questions: go by what is known."""


@dataclass(frozen=True, slots=True)
class Confirm:
    """What was understood is right; the block name tells the turn."""


@dataclass(frozen=True, slots=True)
class Adopt:
    """Make real what was supposed; the block name tells the turn."""


@dataclass(frozen=True, slots=True)
class PickCompare:
    """A select whose chosen option's value is the alternative to put beside the pick."""


@dataclass(frozen=True, slots=True)
class OpenQuiz:
    """Open the signals of having outgrown an orchestrator as a form."""


@dataclass(frozen=True, slots=True)
class OpenNewForm:
    """Open the questions as a form that begins a decision (Home, help)."""


@dataclass(frozen=True, slots=True)
class Follow:
    """A button that is a link: Slack opens it, and we have nothing to do."""


@dataclass(frozen=True, slots=True)
class OpenForm:
    """Open the questions of a decision as a form."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """Show the reasons in the thread."""


@dataclass(frozen=True, slots=True)
class Sureness:
    """Show in the thread how sure the answer is."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Show in the thread what it would cost."""


@dataclass(frozen=True, slots=True)
class CostOf:
    """Show what these alternatives cost."""

    alternatives: tuple[AlternativeId, ...]


@dataclass(frozen=True, slots=True)
class ChangeAssumptions:
    """Open what a sum rests on as a form; the value is the request that the sum answers."""


@dataclass(frozen=True, slots=True)
class CostLines:
    """Open the line items of a sum with their sources; the value as in ``ChangeAssumptions``."""


@dataclass(frozen=True, slots=True)
class Restart:
    """Drop every answer and begin again."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """End the conversation."""


Action = (
    Start
    | Choose
    | Type
    | Skip
    | Change
    | PickChange
    | AskWhy
    | Enough
    | Confirm
    | Adopt
    | PickCompare
    | OpenQuiz
    | OpenNewForm
    | Follow
    | OpenForm
    | Reasons
    | Sureness
    | Cost
    | CostOf
    | ChangeAssumptions
    | CostLines
    | Restart
    | Cancel
)


class UnknownActionError(ValueError):
    """An action id that this version does not know: the message comes from another version."""


def encode(action: Action) -> str:
    """The action id of an action; at most 255 characters."""
    match action:
        case Start():
            return "start"
        case Choose(slot, raw):
            return f"choose.{slot}.{raw}"
        case Type(slot):
            return f"type.{slot}"
        case Skip(slot):
            return f"skip.{slot}"
        case Change(slot):
            return f"change.{slot}"
        case PickChange():
            return "pick_change"
        case AskWhy(slot):
            return f"ask_why.{slot}"
        case Enough():
            return "enough"
        case Confirm():
            return "confirm"
        case Adopt():
            return "adopt"
        case PickCompare():
            return "pick_compare"
        case OpenQuiz():
            return "open_quiz"
        case OpenNewForm():
            return "open_new_form"
        case Follow():
            return "follow"
        case OpenForm():
            return "open_form"
        case Reasons():
            return "reasons"
        case Sureness():
            return "sureness"
        case Cost():
            return "cost"
        case CostOf(alternatives):
            return ".".join(("cost_of", *alternatives))
        case ChangeAssumptions():
            return "change_assumptions"
        case CostLines():
            return "cost_lines"
        case Restart():
            return "restart"
        case Cancel():
            return "cancel"
        case _:
            assert_never(action)


_WITHOUT_SLOT: dict[str, Action] = {
    encode(action): action
    for action in (
        Start(),
        PickChange(),
        Enough(),
        Confirm(),
        Adopt(),
        PickCompare(),
        OpenQuiz(),
        OpenNewForm(),
        Follow(),
        OpenForm(),
        Reasons(),
        Sureness(),
        Cost(),
        ChangeAssumptions(),
        CostLines(),
        Restart(),
        Cancel(),
    )
}


def decode(action_id: str) -> Action:
    """The action of an action id; UnknownActionError where there is none."""
    if action_id in _WITHOUT_SLOT:
        return _WITHOUT_SLOT[action_id]
    match action_id.split("."):
        case ["choose", slot, raw] if slot and raw:
            return Choose(SlotId(slot), raw)
        case ["type", slot] if slot:
            return Type(SlotId(slot))
        case ["cost_of", *alternatives] if alternatives and all(alternatives):
            return CostOf(tuple(AlternativeId(each) for each in alternatives))
        case ["skip", slot] if slot:
            return Skip(SlotId(slot))
        case ["change", slot] if slot:
            return Change(SlotId(slot))
        case ["ask_why", slot] if slot:
            return AskWhy(SlotId(slot))
        case _:
            raise UnknownActionError(action_id)


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
