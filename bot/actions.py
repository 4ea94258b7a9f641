"""Typed action ids: a closed union, with its encoder and decoder side by side.

On the wire an action id is a word and ids joined by dots (ids hold no dot): the word is the name of
the class, as ``cost_of``, and the ids are its fields. Which decision an action belongs to travels
in the block id (``block_ids``); which sum a control belongs to is the request
in its value, as JSON. Nothing else travels.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, fields
from typing import Final, get_args

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
    """Show what these alternatives cost: one or several."""

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


@dataclass(frozen=True, slots=True)
class PickChecklist:
    """A select whose chosen option's value is the candidate to start a checklist for."""


@dataclass(frozen=True, slots=True)
class StartTrials:
    """Show the proof of concept of the candidate whose sheet this stands in; see ``SheetRef``."""


@dataclass(frozen=True, slots=True)
class Tick:
    """The checkboxes of one category of a sheet; see ``SheetRef``."""


@dataclass(frozen=True, slots=True)
class PickItem:
    """A select whose chosen option's value is the item of a sheet to open as a form."""


@dataclass(frozen=True, slots=True)
class OpenItems:
    """Open what is still open of a sheet as a form."""


@dataclass(frozen=True, slots=True)
class History:
    """Open who changed what of a sheet, and when."""


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the last change of a sheet that the person made and that still stands."""


@dataclass(frozen=True, slots=True)
class Reset:
    """Empty a sheet."""


@dataclass(frozen=True, slots=True)
class OpenReminder:
    """Open the form that asks when the thread is to be reminded of a sheet."""


@dataclass(frozen=True, slots=True)
class PickExport:
    """A select whose chosen option's value is the format in which a sheet is exported."""


@dataclass(frozen=True, slots=True)
class ExportAs:
    """Export the record in a format."""

    form: str


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Show in the thread the candidates side by side, as the team has found them."""


@dataclass(frozen=True, slots=True)
class OpenScores:
    """Open the four tests of a candidate as a form, to be scored; see ``SheetRef``."""


@dataclass(frozen=True, slots=True)
class OpenBallot:
    """Open the criteria as a form, to be weighed by the person."""


@dataclass(frozen=True, slots=True)
class UseGroupWeights:
    """Let the group's weights count in the recommendation."""


@dataclass(frozen=True, slots=True)
class DropGroupWeights:
    """Let the weights that follow from the answers count again."""


@dataclass(frozen=True, slots=True)
class OpenDecide:
    """Open the form that closes a decision with its outcome."""


@dataclass(frozen=True, slots=True)
class Reopen:
    """Open a closed decision again."""


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete a decision with all that is kept of it."""


@dataclass(frozen=True, slots=True)
class OpenSettings:
    """Open what the workspace sets for all its decisions as a form (Home)."""


OfEvaluation = (
    PickChecklist
    | StartTrials
    | Tick
    | PickItem
    | OpenItems
    | History
    | Undo
    | Reset
    | OpenReminder
    | PickExport
    | ExportAs
    | SideBySide
    | OpenScores
    | OpenBallot
    | UseGroupWeights
    | DropGroupWeights
    | OpenDecide
    | Reopen
    | Delete
    | OpenSettings
)
"""Controls of sheets, ballots, the record and the settings."""

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
    | OfEvaluation
)


class UnknownActionError(ValueError):
    """An action id that this version does not know: the message comes from another version."""


def _word(kind: type[Action]) -> str:
    return re.sub("(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


_KINDS: Final[Mapping[str, type[Action]]] = {_word(kind): kind for kind in get_args(Action)}


def encode(action: Action) -> str:
    """The action id of an action; at most 255 characters."""
    ids = action.alternatives if isinstance(action, CostOf) else astuple(action)
    return ".".join((_word(type(action)), *ids))


def decode(action_id: str) -> Action:
    """The action of an action id; UnknownActionError where there is none."""
    word, *ids = action_id.split(".")
    kind = _KINDS.get(word)
    if kind is None or not all(ids):
        raise UnknownActionError(action_id)
    if kind is CostOf and ids:
        return CostOf(tuple(AlternativeId(each) for each in ids))
    if len(ids) != len(fields(kind)):
        raise UnknownActionError(action_id)
    # Every field of the others is an id.
    make: Callable[..., Action] = kind
    return make(*ids)
