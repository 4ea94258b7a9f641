"""What the form that closes a decision holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final, Literal

from bot.views import decide_form
from bot.views.decide_form import BECAUSE, BESIDE, OUTCOME, REVIEW, STAY, SUPERSEDES
from engine.decision.case import CURRENT_ORCHESTRATOR
from engine.dialogue.model import DialogueState
from engine.dialogue.state import known_answers
from engine.evaluation.model import Outcome
from knowledge.schema import NO_ORCHESTRATOR, AlternativeId, KnowledgeBase

_REVIEWED_AT: Final = time(9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that can be taken."""

    outcome: Outcome
    review_at: float | None
    """When the thread is reminded, in seconds since the epoch."""


def filled_in(
    held: Mapping[str, str], dialogue: DialogueState, kb: KnowledgeBase, by: str, at: float
) -> Filled | Mapping[str, str]:
    """What a form holds, or the inputs that cannot be used, with a sentence each.

    Args:
        held: what each input holds, by block id; '' where it is empty.
        dialogue: of the decision.
        kb: the facts.
        by: who sent it.
        at: now, in seconds since the epoch.
    """
    outcome, review_at = outcome_in(held, dialogue, kb, by, at), None
    wrong = {}
    if outcome is None:
        wrong[OUTCOME] = decide_form.NO_OUTCOME
    if len(held.get(BECAUSE, "").strip()) > decide_form.LONGEST:
        wrong[BECAUSE] = decide_form.TOO_LONG
    if day := held.get(REVIEW):
        review_at = reviewed_at(day)
        if review_at is None or review_at <= at:
            wrong[REVIEW] = decide_form.PAST_REVIEW
    return wrong if wrong or outcome is None else Filled(outcome, review_at)


def outcome_in(
    held: Mapping[str, str], dialogue: DialogueState, kb: KnowledgeBase, by: str, at: float
) -> Outcome | None:
    """What was decided; None where nothing is chosen that can be."""
    chosen = held.get(OUTCOME, "")
    described = {*kb.alternatives, *kb.contenders} - {NO_ORCHESTRATOR}
    kind: Literal["adopt", "stay", "no_orchestrator", "hybrid"] = "adopt"
    alternative = AlternativeId(chosen) if chosen in described else None
    first, _, second = (AlternativeId(each) for each in chosen.partition(BESIDE))
    beside = second if first != second and {first, second} <= described else None
    if chosen == STAY:
        runs = AlternativeId(str(known_answers(dialogue).get(CURRENT_ORCHESTRATOR, "")))
        kind, alternative = "stay", runs if runs in described else None
        if not decide_form.stays(dialogue):
            return None
    elif chosen == NO_ORCHESTRATOR:
        kind = "no_orchestrator"
    elif beside is not None:
        kind, alternative = "hybrid", first
    elif alternative is None:
        return None
    return Outcome(
        kind=kind,
        alternative=alternative,
        beside=beside,
        because=held.get(BECAUSE, "").strip(),
        by=by,
        at=at,
        review_on=held.get(REVIEW) or None,
        supersedes=held.get(SUPERSEDES) or None,
    )


def reviewed_at(day: str) -> float | None:
    """When a review is due, in seconds since the epoch; None where that is no day."""
    try:
        return datetime.combine(date.fromisoformat(day), _REVIEWED_AT).timestamp()
    except ValueError:
        return None
