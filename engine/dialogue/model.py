"""The values of a conversation: answers, state, events, remarks, turns. No behaviour."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from engine.dialogue.requests import Request
from engine.dialogue.value import Value
from knowledge.schema import AlternativeId, CriterionId, Edition, SlotId

EARLIER_KEPT = 10
"""How many replaced answers of a slot are kept."""


class Span(Value):
    """Whole numbers from ``low`` to ``high``, both included; open above where ``high`` is None."""

    low: int
    high: int | None


class Said(Value):
    """What somebody said of a slot. ``value`` is None where the person does not know (skipped)."""

    value: int | str | None
    by: str | None = None
    """Who answered: an opaque person id, kept so that a team sees who said what."""
    span: Span | None = None
    """What was said where it was no single number; ``value`` is the one that is counted."""


class Answer(Said):
    """What is known of one slot."""

    earlier: tuple[Said, ...] = ()
    """What was said before and replaced, the latest last; at most ``EARLIER_KEPT``."""


WeightsFrom = Literal["workspace", "team"]


class DialogueState(Value):
    """All of a conversation; everything shown is derived from it. Stored as one JSON document."""

    version: Literal[1] = 1
    status: Literal["gathering", "concluded", "cancelled", "decided"] = "gathering"
    answers: Mapping[SlotId, Answer] = Field(default_factory=dict)
    """Absent: not asked or not answered yet."""
    asking: SlotId | None = None
    """The slot whose question stands open; None where nothing is worth asking. Once concluded it is
    a follow-up, or a slot whose answer is being changed, and the answer stands meanwhile."""
    refused: Mapping[SlotId, int] = Field(default_factory=dict)
    """How many answers in a row could not be used; above zero the second prompt is shown."""
    stressed: tuple[CriterionId, ...] = ()
    """The criteria that were called the most important, each once, in the order of the criteria."""
    by_hand: Mapping[CriterionId, int] = Field(default_factory=dict)
    """The weights that were set by hand, in whole percents: 100 in all, or empty. While there
    are any, neither answers nor what is stressed move a weight."""
    by_hand_from: WeightsFrom = "team"
    """Who set them: the workspace for all its decisions, or the team for this one."""
    contenders: tuple[AlternativeId, ...] = ()
    """What is ranked beside the lesson's alternatives, in today's edition."""
    enough: bool = False
    """The team wants no more questions: it is concluded with what is known, and nothing is asked
    unbidden."""
    edition: Edition = Edition.CURRENT


# Events: what happened, in the past tense.


class TextSaid(Value):
    """A person typed something."""

    kind: Literal["text_said"] = "text_said"
    text: str
    by: str | None = None


class SlotAnswered(Value):
    """A person chose or typed the answer of one slot; ``raw`` is an option id or what was typed."""

    kind: Literal["slot_answered"] = "slot_answered"
    slot: SlotId
    raw: str
    by: str | None = None


class FormFilled(Value):
    """A person changed inputs of the form: what each holds now, '' where it was emptied.

    An input counts for its own slot only; an emptied one makes the answer unknown.
    """

    kind: Literal["form_filled"] = "form_filled"
    values: Mapping[SlotId, str]
    by: str | None = None


class SlotSkipped(Value):
    """A person does not know."""

    kind: Literal["slot_skipped"] = "slot_skipped"
    slot: SlotId
    by: str | None = None


class ChangeRequested(Value):
    """A person wants to answer a slot again; the old answer stands until the new one comes."""

    kind: Literal["change_requested"] = "change_requested"
    slot: SlotId


class Adopted(Value):
    """A person made real what was supposed."""

    kind: Literal["adopted"] = "adopted"
    answers: Mapping[SlotId, int | str]
    stressed: tuple[CriterionId, ...] | None = None
    """All that is stressed from now on; None where that stays."""
    by: str | None = None


class WeightsSet(Value):
    """The weights of the criteria were set, for all answers."""

    kind: Literal["weights_set"] = "weights_set"
    by_hand: Mapping[CriterionId, int]
    """As ``DialogueState.by_hand``; empty where the answers decide again."""
    by: str | None = None


class EnoughSaid(Value):
    """A person wants no more questions."""

    kind: Literal["enough_said"] = "enough_said"


class Restarted(Value):
    """A person wants to begin again: every answer is dropped; weights set by hand stay."""

    kind: Literal["restarted"] = "restarted"


class Cancelled(Value):
    """A person ended the conversation."""

    kind: Literal["cancelled"] = "cancelled"


class Decided(Value):
    """The team has decided: the conversation is closed."""

    kind: Literal["decided"] = "decided"


class Reopened(Value):
    """The team wants to go on with what it had decided."""

    kind: Literal["reopened"] = "reopened"


Event = Annotated[
    TextSaid
    | SlotAnswered
    | FormFilled
    | SlotSkipped
    | ChangeRequested
    | Adopted
    | WeightsSet
    | EnoughSaid
    | Restarted
    | Cancelled
    | Decided
    | Reopened,
    Field(discriminator="kind"),
]

# Remarks: what the person should be told about this turn, as data. Words are made by the views.


class Understood(Value):
    """What this turn has taken: slots, in the order of the questions, or what is stressed."""

    kind: Literal["understood"] = "understood"
    slots: tuple[SlotId, ...]
    stressed: tuple[CriterionId, ...] | None = None
    """All that is stressed now, where this turn spoke of it; empty where nothing is any more."""


class Refused(Value):
    """An answer could not be used. ``sentence`` says why and what to do next; plain text."""

    kind: Literal["refused"] = "refused"
    slot: SlotId
    sentence: str
    choices: tuple[str, ...] = ()
    """Where it can be read in several ways: each as ``SlotAnswered.raw``, at most five."""


class Unread(Value):
    """Parts of a text that said nothing we know, beside others that did."""

    kind: Literal["unread"] = "unread"
    parts: tuple[str, ...]
    """In the words that were read, lower case; never empty, at most three."""


class Requested(Value):
    """A person asked for something."""

    kind: Literal["requested"] = "requested"
    request: Request


class Done(Value):
    """A person typed a command, and it was done."""

    kind: Literal["done"] = "done"
    command: Literal["restart", "cancel", "keep", "skip", "enough", "go_on"]
    """``keep``: an answer is no longer being changed. ``skip``: the open question is left open."""


class Acknowledged(Value):
    """A person agreed, or said thanks; nothing changes."""

    kind: Literal["acknowledged"] = "acknowledged"


class NothingUnderstood(Value):
    """The text filled no slot, stressed nothing, asked nothing and was no command.

    Or the event does not fit the facts, or where the conversation stands.
    """

    kind: Literal["nothing_understood"] = "nothing_understood"


class Closed(Value):
    """The conversation was cancelled or decided before; the event changed nothing."""

    kind: Literal["closed"] = "closed"


Remark = Annotated[
    Understood | Refused | Unread | Requested | Done | Acknowledged | NothingUnderstood | Closed,
    Field(discriminator="kind"),
]


class Turn(Value):
    """The outcome of one event: the state that follows, and what to say about it."""

    state: DialogueState
    remarks: tuple[Remark, ...] = ()
