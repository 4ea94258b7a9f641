"""The form that closes a decision with its outcome (a modal), and why it cannot be closed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, assert_never

from bot.pages.closing import chosen
from bot.pages.record import Record
from bot.pages.words import is_described
from bot.views.blocks import (
    Block,
    datepicker,
    input_block,
    option,
    plain,
    plain_text,
    plain_text_input,
    section,
    static_select,
)
from bot.views.confidence import confidence
from bot.views.form import ACTION_ID
from bot.views.recommendation import headline
from bot.views.results import found_by_the_team
from bot.views.snapshot import Snapshot
from engine.decision.case import CURRENT_ORCHESTRATOR
from engine.decision.model import Recommendation
from engine.dialogue.model import DialogueState
from engine.dialogue.state import known_answers
from engine.evaluation.model import Outcome
from knowledge.schema import NO_ORCHESTRATOR, AlternativeId, KnowledgeBase

CALLBACK_ID: Final = "decide"
OUTCOME: Final = "outcome"
BECAUSE: Final = "because"
REVIEW: Final = "review"
SUPERSEDES: Final = "supersedes"
"""Block ids of the inputs."""
STAY: Final = "stay"
"""Keeps what runs today, where that is known; the others are ids, ``none`` for no orchestrator."""
BESIDE: Final = "+"
"""Between the two ids of a hybrid."""
_RULED_OUT: Final = " (ruled out)"
LONGEST: Final = 1500
"""Characters of the reason, so that the record's message has room for it."""

NOT_RECOMMENDED: Final = (
    "There is no recommendation to decide on yet. Answer the open question in the thread, or type "
    "`enough` there, and press *Decide* again."
)
NOTHING_ASKED: Final = (
    "There is no recommendation to decide on yet. Press *Ask me* under the decision, answer what "
    "it asks, and then press *Decide*."
)
"""As above, where nobody is asked: there was only a candidate to be evaluated."""
NO_OUTCOME: Final = "Choose what was decided."
PAST_REVIEW: Final = "Choose a day from tomorrow on, or leave this empty."
TOO_LONG: Final = (
    f"Write at most {LONGEST:,} characters; the checklist has room for notes on each item."
)
NOT_STANDING: Final = (
    "That record does not count any more: another one has superseded it, or its decision was "
    "opened again. Choose another, or leave this empty."
)
NOT_DECIDED: Final = "This decision is open: there is nothing to reopen."


def decide_form(
    metadata: str, snapshot: Snapshot, kb: KnowledgeBase, earlier: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    """The modal view of a decision that has a recommendation.

    What was decided before it was opened again stands in the inputs at first.

    Args:
        metadata: what comes back with the inputs, as ``private_metadata``.
        snapshot: the decision.
        kb: the facts, as the decision ranks them.
        earlier: records of this channel that it may supersede: id of the decision, title.
    """
    before = None if snapshot.record is None else snapshot.record.outcome
    return {
        "type": "modal",
        "callback_id": CALLBACK_ID,
        "private_metadata": metadata,
        "title": plain_text("Decide", 24),
        "submit": plain_text("Close the decision", 24),
        "close": plain_text("Not yet", 24),
        "blocks": [
            *_advice(snapshot, kb),
            _outcome(snapshot, before, kb),
            input_block(
                "Why, in your words",
                plain_text_input(
                    ACTION_ID,
                    placeholder="What tipped the scales, and what speaks against it",
                    max_length=LONGEST,
                    typed=before.because if before and before.because else None,
                    multiline=True,
                ),
                block_id=BECAUSE,
                optional=True,
                hint="It stands first in the record. Whoever reads it later asks for it.",
            ),
            input_block(
                "When it is looked at again",
                datepicker(
                    ACTION_ID, placeholder="A day", chosen=before.review_on if before else None
                ),
                block_id=REVIEW,
                optional=True,
                hint="The thread is reminded on that day, at 09:00 UTC.",
            ),
            *_supersedes(before, earlier),
        ],
    }


def stays(dialogue: DialogueState) -> bool:
    """Whether it is known that something runs today, so that it can be stayed with."""
    return known_answers(dialogue).get(CURRENT_ORCHESTRATOR, NO_ORCHESTRATOR) != NO_ORCHESTRATOR


def closed_already(record: Record | None, kb: KnowledgeBase) -> str:
    """With what a decision was closed meanwhile; it may stand in a form, where no mention does."""
    if record is None:
        return "This decision is closed already. *Reopen* under it lets it go on."
    return (
        f"Somebody has closed this decision already: {plain(chosen(record.outcome, kb), 150)}, "
        f"record {record.number}. *Reopen* under it lets it go on."
    )


def recommended_now(found: Recommendation, kb: KnowledgeBase) -> str:
    """Why a form is not taken that was opened when something else was recommended."""
    return (
        f"The recommendation has changed since you opened this. Now it is: {headline(found, kb)}. "
        "Close the form and open it again."
    )


def _advice(snapshot: Snapshot, kb: KnowledgeBase) -> Iterator[Block]:
    """What the app recommends, and what the team has found out."""
    found = snapshot.recommendation
    if found is not None:
        title = f"*Recommended* {plain(headline(found, kb), 150)}"
        yield section(f"{title}\n{confidence(found, kb)}")
    if tried := found_by_the_team(snapshot, kb):
        yield section(tried)


def _outcome(snapshot: Snapshot, before: Outcome | None, kb: KnowledgeBase) -> Block:
    found = snapshot.recommendation
    marks = {} if found is None else _marks(found)
    chosen_before = None if before is None else _value(before)
    values = _values(found, kb, can_stay=stays(snapshot.dialogue))
    options = [
        option(_label(each, snapshot, kb), each, mark=_mark(each, marks))
        for each in dict.fromkeys((*values, *_hybrid_of(before, kb)))
    ]
    menu = static_select("Choose one", ACTION_ID, options, chosen=chosen_before)
    return input_block("What was decided", menu, block_id=OUTCOME)


def _values(found: Recommendation | None, kb: KnowledgeBase, *, can_stay: bool) -> list[str]:
    """All that can be decided: the pick, what is close or next to it, the ranking, all others.

    A hybrid can be decided on where it is recommended, or was decided on before.
    """
    best: list[str | None] = []
    if found is not None:
        ranked = (each.alternative for each in found.ranking)
        both = [found.alternative, found.beside] if found.kind == "hybrid" else []
        best = [_value(found), *both, *found.close, *found.runners_up, *ranked]
    others = [each for each in (*kb.alternatives, *kb.contenders) if each != NO_ORCHESTRATOR]
    every = dict.fromkeys((*best, *others, STAY, NO_ORCHESTRATOR))
    return [each for each in every if each is not None and (each != STAY or can_stay)]


def _hybrid_of(before: Outcome | None, kb: KnowledgeBase) -> list[str]:
    """The hybrid that was decided on before, where both of it are described still."""
    if before is None or before.alternative is None or before.beside is None:
        return []
    are_described = is_described(kb, before.alternative) and is_described(kb, before.beside)
    return [f"{before.alternative}{BESIDE}{before.beside}"] if are_described else []


def _label(value: str, snapshot: Snapshot, kb: KnowledgeBase) -> str:
    if value == STAY:
        runs = known_answers(snapshot.dialogue).get(CURRENT_ORCHESTRATOR)
        described = runs in {*kb.alternatives, *kb.contenders} - {NO_ORCHESTRATOR}
        kept = kb.described(AlternativeId(str(runs))).name if described else "what runs today"
        return f"Stay with {kept}"
    names = [kb.described(AlternativeId(each)).name for each in value.split(BESIDE)]
    return ", with ".join(names) + (" beside it" if len(names) > 1 else "")


def _marks(found: Recommendation) -> dict[str, str]:
    """What stands behind a label, by its value."""
    marks: dict[str, str] = {each.alternative: _RULED_OUT for each in found.ruled_out}
    if found.is_default:
        return marks
    marks |= dict.fromkeys(found.close, " (too close to call)")
    if pick := _value(found):
        marks[pick] = " (too close to call)" if found.close else " (recommended)"
    return marks


def _mark(value: str, marks: Mapping[str, str]) -> str:
    """The mark of an option; a hybrid is ruled out with one of the two."""
    parts = {marks.get(each) for each in value.split(BESIDE)}
    return marks.get(value, _RULED_OUT if _RULED_OUT in parts else "")


def _value(of: Outcome | Recommendation) -> str | None:
    """The option of an outcome, or of a recommendation."""
    match of.kind:
        case "stay":
            return STAY
        case "no_orchestrator":
            return NO_ORCHESTRATOR
        case "hybrid":
            return f"{of.alternative}{BESIDE}{of.beside}"
        case "adopt":
            return of.alternative
        case _:
            assert_never(of.kind)


def _supersedes(before: Outcome | None, earlier: Sequence[tuple[str, str]]) -> Iterator[Block]:
    if earlier:
        menu = static_select(
            "A record of this channel",
            ACTION_ID,
            [option(title, decision) for decision, title in earlier],
            chosen=None if before is None else before.supersedes,
        )
        yield input_block("In place of", menu, block_id=SUPERSEDES, optional=True)
