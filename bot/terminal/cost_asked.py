"""What ``cost`` is asked: whose cost, for which team, and what the sum rests on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.pages.words import listed, name
from bot.terminal.arguments import alternative_named, answers_set, quoted
from bot.terminal.asked import answered_by
from bot.terminal.failures import ArgumentError
from engine.cost.assumptions import Assumed
from engine.cost.model import CostOfOwnership
from engine.dialogue.advance import advance, start
from engine.dialogue.assuming import assumed_of
from engine.dialogue.model import Refused, Requested, TextSaid, Turn, Understood, Unread
from engine.dialogue.requests import CostAsked, Request
from engine.dialogue.state import known_answers
from knowledge.schema import AlternativeId, KnowledgeBase, SlotId

_OPTIONS = {
    "years": "--years",
    "currency": "--currency",
    "per_dollar": "--per-dollar",
    "steps_per_run": "--steps",
    "engineer_hours": "--engineer-hours",
}
"""The fields of ``Assumed`` that are options; the others are answers, set by ``--set``."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose cost is asked, and for whom."""

    known: Mapping[SlotId, int | str]
    """In the order of the questions."""
    alternatives: tuple[AlternativeId, ...]
    """Those that were named, each once; empty: all that are ranked."""
    variants: tuple[str, ...]
    """Ids of the ways to run them that were named."""
    assumed: Assumed
    guessed: Mapping[AlternativeId, str]
    """What was typed where a name was misspelled."""
    unread: tuple[str, ...]
    """Parts of the text that were not used."""
    requests: tuple[Request, ...]
    """What else was asked in the text; another command answers it."""


def asked(
    text: str,
    kb: KnowledgeBase,
    *,
    of: Iterable[str] = (),
    sets: Iterable[str] = (),
    options: Mapping[str, str | None] | None = None,
) -> Asked:
    """What a text and the options of ``cost`` ask; an option wins over the text.

    The text is read as Slack's ``/orchestrator cost`` reads it.

    Args:
        text: Names of alternatives, and the team in words.
        kb: The questions, and the names.
        of: Names of alternatives.
        sets: Answers, as 'slot=value'.
        options: What was typed, by field name of ``Assumed``; None where it was not.

    Raises:
        ArgumentError: An option, a name or an answer cannot be used, or nothing of the text is
            understood.
    """
    chosen = answers_set(sets, kb)
    named = [alternative_named(each, kb) for each in of]
    turn = _turn(text, kb, chosen)
    requests = [each.request for each in turn.remarks if isinstance(each, Requested)]
    request = _usable([each for each in requests if isinstance(each, CostAsked)], kb)
    known = {**known_answers(turn.state), **request.answers, **chosen}
    in_order = (SlotId(question.id) for question in kb.questions)
    return Asked(
        known={slot: known[slot] for slot in in_order if slot in known},
        alternatives=tuple(dict.fromkeys((*named, *request.alternatives))),
        variants=request.variants,
        assumed=_assumed(request.assumed, options or {}, kb),
        guessed=request.guessed,
        unread=_unread(turn, text),
        requests=tuple(each for each in requests if not isinstance(each, CostAsked)),
    )


def beside(found: Asked, kb: KnowledgeBase) -> str:
    """What stands below a sum: how names were read, what was not used, what else was asked."""
    guessed = [f"“{typed}” is read as {name(kb, each)}." for each, typed in found.guessed.items()]
    unread = (
        [f"Not used: {listed([f'“{each}”' for each in found.unread])}."] if found.unread else []
    )
    return "\n".join([*guessed, *unread, *(answered_by(each) for each in found.requests)])


def more_of(found: CostOfOwnership) -> str:
    """What stands last below a sum in short."""
    hours = "--engineer-hours counts engineer time where no source says it; "
    is_open = any(each.people is None for each in found.variants)
    return f"More: {hours if is_open else ''}--full, or --json for programs"


def _turn(text: str, kb: KnowledgeBase, chosen: Collection[SlotId]) -> Turn:
    """What is read of the text; what it says of slots that were chosen does not matter."""
    if not text.strip():
        return Turn(state=start(kb))
    turn = advance(start(kb), TextSaid(text=text), kb)
    asks = _asks_cost(turn)
    if not asks:
        turn = advance(start(kb), TextSaid(text=f"cost {text}"), kb)
        asks = _asks_cost(turn, of_something=True)
    refused = [
        f"{remark.slot}: {remark.sentence}"
        for remark in turn.remarks
        if isinstance(remark, Refused) and remark.slot not in chosen
    ]
    if refused:
        raise ArgumentError(" ".join(refused))
    is_read = any(isinstance(each, Understood | Refused) for each in turn.remarks)
    if is_read or asks:
        return turn
    requests = [each.request for each in _others(turn)]
    raise ArgumentError(
        " ".join(answered_by(each) for each in requests)
        or f"Nothing in '{quoted(text)}' was understood; write for example "
        "'prefect and dagster, 40 pipelines, 8 engineers'."
    )


def _unread(turn: Turn, text: str) -> tuple[str, ...]:
    """Parts of the text that were not used, without the word that ``_turn`` puts before it."""
    parts = (part for each in turn.remarks if isinstance(each, Unread) for part in each.parts)
    typed = (part if part in text else part.removeprefix("cost").strip() for part in parts)
    return tuple(part for part in typed if part)


def _asks_cost(turn: Turn, *, of_something: bool = False) -> bool:
    """Whether it asks for a cost; ``of_something``: with more in it than that word."""
    remarks = (each for each in turn.remarks if isinstance(each, Requested))
    asked_ = [each.request for each in remarks if isinstance(each.request, CostAsked)]
    return any(not of_something or each != CostAsked() for each in asked_)


def _others(turn: Turn) -> list[Requested]:
    remarks = (each for each in turn.remarks if isinstance(each, Requested))
    return [each for each in remarks if not isinstance(each.request, CostAsked)]


def _usable(found: Sequence[CostAsked], kb: KnowledgeBase) -> CostAsked:
    """All that is asked of costs in one; what of it cannot be used is refused."""
    for each in found:
        if each.unused:
            raise ArgumentError(" ".join(each.unused))
    doubtful = [typed for each in found for typed in (*each.unknown, *each.not_rated)]
    named = [id_ for each in found for id_ in each.alternatives]
    return CostAsked(
        alternatives=(*named, *(alternative_named(typed, kb) for typed in doubtful)),
        variants=tuple(dict.fromkeys(id_ for each in found for id_ in each.variants)),
        guessed={id_: typed for each in found for id_, typed in each.guessed.items()},
        answers={slot: value for each in found for slot, value in each.answers.items()},
        assumed=_together(*(each.assumed for each in found)),
    )


def _together(*assumed: Assumed) -> Assumed:
    """All that was set; what was said last wins."""
    fields: dict[str, object] = {}
    for each in assumed:
        fields.update(each.model_dump(exclude_none=True))
    return Assumed.model_validate(fields)


def _assumed(said: Assumed, options: Mapping[str, str | None], kb: KnowledgeBase) -> Assumed:
    """What the sum rests on by the text and by the options, which win."""
    typed = {field: value for field, value in options.items() if value is not None}
    for field, value in typed.items():
        if not value.strip():
            raise ArgumentError(f"{_OPTIONS[field]} is empty; give it a value, or leave it out.")
    stands = {field: str(value) for field, value in said.model_dump(exclude_none=True).items()}
    found = assumed_of({**stands, **typed}, kb)
    if isinstance(found, Assumed):
        return found
    raise ArgumentError(
        " ".join(f"{_OPTIONS.get(field, field)}: {sentence}" for field, sentence in found.items())
    )
