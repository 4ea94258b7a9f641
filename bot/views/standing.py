"""Where a decision stands: what is known and who said it, and what comes next."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.pages.words import listed
from bot.views.blocks import Rendered, actions, header, plain, section
from bot.views.help import COMMAND, START_BLOCK, begin
from bot.views.recommendation import headline
from bot.views.remarks import CANCELLED, DECIDED, open_question
from bot.views.snapshot import Snapshot
from bot.views.weighting import OUTWEIGHED, set_by_hand
from bot.views.words import criterion_name, mention, name, shown_questions, value
from engine.dialogue.model import Answer, DialogueState
from knowledge.schema import KnowledgeBase, Question, SlotId

_TRY: Final[Mapping[str, str]] = {
    "adopt": f"Next, try it: `{COMMAND} explain poc` says how.",
    "hybrid": f"Next, try them: `{COMMAND} explain poc` says how.",
    "stay": f"Next, see when to move: `{COMMAND} outgrown`.",
    "no_orchestrator": f"Next, see when that ends: `{COMMAND} outgrown`.",
}
"""What a team does with a recommendation, by its kind."""


def standing(shown: Snapshot | None, kb: KnowledgeBase) -> Rendered:
    """What is known and what comes next; how to begin where there is no decision."""
    if shown is None:
        line = (
            "No decision is spoken of here. "
            f"`{COMMAND} recommend 8 engineers, 3 models, no k8s, aws` begins one with what you "
            f"write; `{COMMAND} resume` lists those that you took part in."
        )
        return Rendered(text=line, blocks=[section(line), actions(begin(), block_id=START_BLOCK)])
    lines = list(_known(shown.dialogue, kb))
    step = _next(shown, kb)
    return Rendered(
        text="\n".join([*lines, step]).replace("*", ""),
        blocks=[header("Where we are"), section("\n".join(lines)), section(step)],
    )


def _next(shown: Snapshot, kb: KnowledgeBase) -> str:
    """The recommendation, and the question that stands open."""
    if shown.dialogue.status == "cancelled":
        return CANCELLED
    found = shown.recommendation
    if found is None:
        return open_question(shown.dialogue, kb)
    title = f"Recommended is *{plain(headline(found, kb), 150)}*."
    if shown.dialogue.status == "decided":
        return f"{title} {DECIDED}"
    if shown.dialogue.asking is not None:
        return f"{title} {open_question(shown.dialogue, kb)}"
    return f"{title} No question is open. {_TRY[found.kind]}"


def _known(dialogue: DialogueState, kb: KnowledgeBase) -> Iterator[str]:
    for question in shown_questions(kb, dialogue):
        yield f"*{question.label}* {_answered(question, dialogue)}"
    if dialogue.stressed:
        stressed = listed([criterion_name(kb, each) for each in dialogue.stressed])
        yield f"*Matters most* {stressed}{f'. {OUTWEIGHED}' if dialogue.by_hand else ''}"
    if dialogue.by_hand:
        yield f"*Weights* {set_by_hand(dialogue.by_hand, kb, dialogue.by_hand_from)}"
    if also := [name(kb, each) for each in dialogue.contenders if each in kb.alternatives]:
        yield f"*Also ranked* {listed(also)}"


def _answered(question: Question, dialogue: DialogueState) -> str:
    answer: Answer | None = dialogue.answers.get(SlotId(question.id))
    if answer is None:
        return "asked now" if dialogue.asking == question.id else "not asked yet"
    by = f" ({mention(answer.by)})" if answer.by else ""
    return f"{value(question, answer)}{by}"
