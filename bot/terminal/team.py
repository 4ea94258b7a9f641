"""A team as it was described after a command: in free text, and slot by slot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.terminal.arguments import answers_set, quoted, stressed, weights_by_hand
from bot.terminal.asked import answered_by
from bot.terminal.failures import ArgumentError
from engine.decision.model import Weighing
from engine.decision.weights import weights_for
from engine.dialogue.advance import advance, start
from engine.dialogue.model import (
    DialogueState,
    Refused,
    Requested,
    Span,
    TextSaid,
    Turn,
    Understood,
    Unread,
)
from engine.dialogue.requests import Request
from engine.dialogue.state import known_answers
from knowledge.schema import KnowledgeBase, SlotId


@dataclass(frozen=True, slots=True)
class Team:
    """What is known of a team, and how it wants the criteria to weigh."""

    known: Mapping[SlotId, int | str]
    """In the order of the questions."""
    weighing: Weighing
    spans: Mapping[SlotId, Span] = field(default_factory=dict)
    """What was said where it was no single number."""
    unread: tuple[str, ...] = ()
    """Parts of the text that were not used."""
    requests: tuple[Request, ...] = ()
    """What was asked in the text; another command answers it."""

    def missing(self, kb: KnowledgeBase) -> list[SlotId]:
        """The base slots without an answer."""
        base = (SlotId(each.id) for each in kb.questions if each.stage == "base")
        return [slot for slot in base if slot not in self.known]


def team_of(
    text: str,
    kb: KnowledgeBase,
    *,
    sets: Iterable[str] = (),
    stresses: Iterable[str] = (),
    weights: Iterable[str] = (),
) -> Team:
    """The team that a text and the options of a command describe; an option wins over the text.

    The text is read as Slack's ``/orchestrator recommend`` reads it.

    Raises:
        ArgumentError: An option or an answer in the text cannot be used, nothing of the text is
            understood, or the weights cannot be met.
    """
    chosen = answers_set(sets, kb)
    turn = _said(text, kb, chosen) if text.strip() else Turn(state=DialogueState())
    said = turn.state
    known = {**known_answers(said), **chosen}
    both = {*said.stressed, *stressed(stresses, kb)}
    weighing = Weighing(
        stressed=tuple(each for each in stressed(both, kb)),
        by_hand=weights_by_hand(weights, kb),
    )
    try:
        weights_for(known, kb, weighing)
    except ValueError as error:
        raise ArgumentError(str(error)) from None
    in_order = (SlotId(question.id) for question in kb.questions)
    return Team(
        {slot: known[slot] for slot in in_order if slot in known},
        weighing,
        spans={
            slot: each.span
            for slot, each in said.answers.items()
            if each.span is not None and slot not in chosen
        },
        unread=tuple(
            part for each in turn.remarks if isinstance(each, Unread) for part in each.parts
        ),
        requests=tuple(each.request for each in turn.remarks if isinstance(each, Requested)),
    )


def _said(text: str, kb: KnowledgeBase, chosen: Iterable[SlotId]) -> Turn:
    """What the text says; what it says of slots that were chosen otherwise does not matter."""
    turn = advance(start(kb), TextSaid(text=text), kb)
    refused = [
        f"{remark.slot}: {remark.sentence}"
        for remark in turn.remarks
        if isinstance(remark, Refused) and remark.slot not in chosen
    ]
    if refused:
        raise ArgumentError(" ".join(refused))
    if any(isinstance(remark, Understood | Refused) for remark in turn.remarks):
        return turn
    asked = [answered_by(each.request) for each in turn.remarks if isinstance(each, Requested)]
    raise ArgumentError(
        " ".join(asked)
        or f"Nothing in '{quoted(text)}' was understood; write for example "
        "'8 engineers, 3 models, no k8s, aws'."
    )
