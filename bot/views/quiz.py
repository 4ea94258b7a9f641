"""The signals of having outgrown an orchestrator: asked in a form, then the verdict."""

from collections.abc import Iterator
from typing import Any

from bot.pages.practice import outgrown_verdict
from bot.views.blocks import (
    Block,
    context,
    input_block,
    option,
    plain,
    plain_text,
    radio_buttons,
    section,
)
from bot.views.form import ACTION_ID
from bot.views.help import COMMAND
from bot.views.sources import citation
from bot.views.words import count, name
from engine.advice.model import OutgrownVerdict
from engine.advice.outgrown import SIGNALS
from knowledge.schema import AlternativeId, KnowledgeBase, NumberQuestion

CALLBACK_ID = "quiz"
YES, NO, NOT_SURE = "yes", "no", "not_sure"
"""What an input holds; its block id is the signal's id."""

_TITLE = "Have we outgrown it?"


def quiz(metadata: str, kb: KnowledgeBase, alternative: str = "") -> dict[str, Any]:
    """The modal view: an input a signal, each to be answered.

    Args:
        metadata: what comes back with the answers, as ``private_metadata``.
        kb: the facts.
        alternative: the id of what runs today; '' where it was not named.
    """
    found = kb.evaluation.outgrown
    return {
        "type": "modal",
        "callback_id": CALLBACK_ID,
        "private_metadata": metadata,
        "title": plain_text(_TITLE, 24),
        "submit": plain_text("Count them", 24),
        "close": plain_text("Close", 24),
        "blocks": [
            section(
                f"How is it with {_running(alternative, kb)}? From {found.threshold} of "
                f"{len(found.signals)} signals on it is outgrown."
            ),
            *(_signal(each.id, each.text) for each in found.signals),
        ],
    }


def quiz_result(
    verdict: OutgrownVerdict, unsure: int, kb: KnowledgeBase, *, in_decision: bool
) -> dict[str, Any]:
    """The same modal with the verdict in place of the questions.

    Args:
        verdict: the verdict on the signals that are true for certain.
        unsure: how many more may be true.
        kb: the facts.
        in_decision: the number was taken as an answer of a decision.
    """
    return {
        "type": "modal",
        "callback_id": CALLBACK_ID,
        "title": plain_text(_TITLE, 24),
        "close": plain_text("Close", 24),
        "blocks": list(_verdict(verdict, unsure, kb, in_decision=in_decision)),
    }


def _running(alternative: str, kb: KnowledgeBase) -> str:
    known = alternative in {*kb.alternatives, *kb.contenders}
    return name(kb, AlternativeId(alternative)) if known else "what runs your pipelines today"


def _signal(signal: str, text: str) -> Block:
    options = [option("Yes", YES), option("No", NO), option("Not sure", NOT_SURE)]
    return input_block(text, radio_buttons(ACTION_ID, options), block_id=signal)


def _verdict(
    verdict: OutgrownVerdict, unsure: int, kb: KnowledgeBase, *, in_decision: bool
) -> Iterator[Block]:
    said = [f"*{outgrown_verdict(verdict)}*"]
    if unsure:
        said.append(_left_open(verdict, unsure))
    yield section("\n".join(said))
    claim = kb.evaluation.outgrown.verdict
    yield section(plain(claim.text, 1000))
    yield context(f"Source: {citation(kb.source(claim.source))}")
    yield section(_next(verdict, kb, in_decision=in_decision))


def _left_open(verdict: OutgrownVerdict, unsure: int) -> str:
    """What the signals that nobody is sure of could change."""
    missing = verdict.threshold - verdict.signals
    of_those = f"the {'one' if unsure == 1 else unsure} that you are not sure of"
    if missing <= 0:
        return f"Not even {of_those} could change that."
    if unsure < missing:
        return f"Even with {of_those} it would stay below."
    needed = "one more were" if missing == 1 else f"{missing} more were"
    return f"It would be outgrown if {needed} true: look at {of_those}."


def _next(verdict: OutgrownVerdict, kb: KnowledgeBase, *, in_decision: bool) -> str:
    """What follows for the decision, and where to read on."""
    steps = []
    if in_decision:
        steps.append("It counts in the decision now; its message shows what follows from it.")
    else:
        question = kb.question(SIGNALS)
        if isinstance(question, NumberQuestion):
            told = count(question, verdict.signals)
            steps.append(f"`{COMMAND} recommend {told}` begins a decision with it.")
    if verdict.outgrown:
        steps.append(f"`{COMMAND} explain migration` shows how to move and what it costs.")
    else:
        steps.append(f"`{COMMAND} explain outgrown` says what is missing behind each signal.")
    return " ".join(steps)
