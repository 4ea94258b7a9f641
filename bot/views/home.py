"""The decisions that a person took part in: as the Home tab, and as a message."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.actions import BESIDE, BlockRef, Follow, Start
from bot.pages.words import listed
from bot.views.blocks import Block, Rendered, actions, button, context, header, plain, section
from bot.views.help import COMMAND, EXAMPLES, START_BLOCK, begin
from bot.views.recommendation import headline
from bot.views.words import base_questions, channel, known_phrases
from engine.decision.model import Recommendation
from engine.dialogue.model import DialogueState
from knowledge.schema import KnowledgeBase, SlotId

MOST_LISTED = 10
_PHRASES = 4


@dataclass(frozen=True, slots=True)
class HomeEntry:
    """A decision as it is listed."""

    dialogue: DialogueState
    recommendation: Recommendation | None
    """Present when the dialogue is concluded."""
    channel: str
    """Where it stands: a channel id, or a person's id for their direct message."""
    updated_at: float
    """Seconds since the epoch."""
    link: str | None
    """The address of its message, where Slack told it."""


def home(decisions: Sequence[HomeEntry], kb: KnowledgeBase, note: str = "") -> dict[str, Any]:
    """The Home view: the decisions of a person, or how to begin where there is none.

    Args:
        decisions: those that the person took part in, the newest first.
        kb: the facts.
        note: mrkdwn about what was just done here; it stands on top.
    """
    lines = _listed(decisions, kb)
    return {
        "type": "home",
        "blocks": [
            *([section(note)] if note else []),
            *([*lines, actions(begin(), block_id=START_BLOCK)] if lines else _empty()),
        ],
    }


def decisions_list(decisions: Sequence[HomeEntry], kb: KnowledgeBase) -> Rendered:
    """The same decisions as a message for the person alone."""
    lines = _listed(decisions, kb)
    if not lines:
        none = f"You took part in no decision so far. `{COMMAND} recommend` begins one."
        return Rendered(text=none, blocks=[section(none)])
    titles = [_title(each, kb) for each in _ordered(decisions)]
    return Rendered(text=f"Your decisions: {'; '.join(titles)}.", blocks=lines)


def _empty() -> list[Block]:
    return [
        section(
            "I help a team choose an ML pipeline orchestrator, with reasons, sources and how sure "
            "the answer is."
        ),
        section("\n".join(f"`{example}`" for example in EXAMPLES)),
        actions([button("New decision", Start(), style="primary")], block_id=START_BLOCK),
    ]


def _ordered(decisions: Sequence[HomeEntry]) -> list[HomeEntry]:
    """What is open first, then what has an answer; what was cancelled is left out."""
    order = ("gathering", "concluded")
    found = [each for each in decisions if each.dialogue.status in order]
    return sorted(found, key=lambda each: order.index(each.dialogue.status))[:MOST_LISTED]


def _listed(decisions: Sequence[HomeEntry], kb: KnowledgeBase) -> list[Block]:
    shown = _ordered(decisions)
    if not shown:
        return []
    return [
        header("Your decisions"),
        *(_entry(each, number, kb) for number, each in enumerate(shown)),
        context(f"These are the decisions that you took part in, at most {MOST_LISTED}."),
    ]


def _entry(entry: HomeEntry, number: int, kb: KnowledgeBase) -> Block:
    text = f"*{_title(entry, kb)}*\n{' · '.join(_state(entry, kb))}"
    if entry.link is None:
        return section(text)
    return section(
        text,
        accessory=button("Open", Follow(), url=entry.link),
        block_id=BlockRef(BESIDE, 0, f"open{number}").encode(),
    )


def _title(entry: HomeEntry, kb: KnowledgeBase) -> str:
    """The answer; while there is none, what is known of the team."""
    if entry.recommendation is not None:
        return plain(headline(entry.recommendation, kb), 150)
    return _team(entry, kb) or "A new decision"


def _team(entry: HomeEntry, kb: KnowledgeBase) -> str:
    """'For 8 engineers and 3 models', to know a decision again; '' where nothing is known."""
    known = known_phrases(kb, entry.dialogue)[:_PHRASES]
    return f"For {listed(known)}" if known else ""


def _state(entry: HomeEntry, kb: KnowledgeBase) -> Iterator[str]:
    """How far it is, what is asked next, where it stands, when it changed."""
    dialogue = entry.dialogue
    if dialogue.status == "gathering":
        slots = [SlotId(each.id) for each in base_questions(kb)]
        answered = sum(slot in dialogue.answers for slot in slots)
        yield f"{answered} of {len(slots)} answered"
    elif team := _team(entry, kb):
        yield team
    if dialogue.asking is not None:
        yield f"open: {plain(kb.question(dialogue.asking).label, 30)}"
    yield "in our direct message" if _is_direct(entry) else f"in {channel(entry.channel)}"
    # Slack writes "today" small only where words stand before it.
    words = "last changed {date_short_pretty} at {time}"
    yield f"<!date^{int(entry.updated_at)}^{words}|last changed a while ago>"


def _is_direct(entry: HomeEntry) -> bool:
    return entry.channel.startswith(("D", "U", "W"))
