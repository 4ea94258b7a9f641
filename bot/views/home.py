"""The decisions that a person took part in: as the Home tab, and as a message."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.actions import Follow, OpenSettings, Start
from bot.block_ids import BESIDE, BlockRef
from bot.pages.record import Record
from bot.pages.words import CALLED, listed, of_five
from bot.views.blocks import (
    Block,
    Rendered,
    actions,
    button,
    context,
    divider,
    header,
    link,
    plain,
    section,
)
from bot.views.decided import closed_by, decided_title
from bot.views.help import COMMAND, EXAMPLES, START_BLOCK, begin
from bot.views.recommendation import headline
from bot.views.words import base_questions, channel, day, known_phrases, name
from engine.decision.model import Recommendation
from engine.dialogue.model import DialogueState
from engine.evaluation.model import SheetKey
from engine.evaluation.progress import Progress
from engine.evaluation.results import CandidateResult
from knowledge.schema import KnowledgeBase, SlotId

MOST_LISTED = 10
_PHRASES = 4
_SHEETS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as it is listed."""

    key: SheetKey
    progress: Progress
    link: str | None
    """The address of its message, where Slack told it."""
    scored: CandidateResult | None = None
    """How the candidate of a proof of concept is scored."""


@dataclass(frozen=True, slots=True)
class HomeEntry:
    """A decision as it is listed."""

    dialogue: DialogueState
    recommendation: Recommendation | None
    """Present when the dialogue is concluded or decided."""
    channel: str
    """Where it stands: a channel id, or a person's id for their direct message."""
    updated_at: float
    """Seconds since the epoch."""
    link: str | None
    """The address of its message, where Slack told it."""
    sheets: tuple[SheetEntry, ...] = ()
    record: Record | None = None
    review_at: float | None = None
    """When it is looked at again, in seconds since the epoch."""
    is_review_due: bool = False


def home(
    decisions: Sequence[HomeEntry], kb: KnowledgeBase, note: str = "", *, governs: bool = False
) -> dict[str, Any]:
    """The Home view: the decisions of a person, or how to begin where there is none.

    Args:
        decisions: those that the person took part in, the newest first.
        kb: the facts.
        note: mrkdwn about what was just done here; it stands on top.
        governs: whether the person may set what counts for the whole workspace.
    """
    lines = _listed(decisions, kb)
    return {
        "type": "home",
        "blocks": [
            *([section(note)] if note else []),
            *([*lines, actions(begin(), block_id=START_BLOCK)] if lines else _empty()),
            *(_settings() if governs else []),
        ],
    }


def _settings() -> list[Block]:
    """What an admin alone sees."""
    block_id = BlockRef(BESIDE, 0, "settings").encode()
    return [
        divider(),
        context("Weights to begin with, contenders, retention, and who may do what:"),
        actions([button("Settings of this workspace", OpenSettings())], block_id=block_id),
    ]


def decisions_list(decisions: Sequence[HomeEntry], kb: KnowledgeBase) -> Rendered:
    """The same decisions as a message for the person alone."""
    lines = _listed(decisions, kb)
    if not lines:
        none = f"You took part in no decision so far. `{COMMAND} recommend` begins one."
        return Rendered(text=none, blocks=[section(none)])
    titles = [_title(each, kb) for each in (*_open(decisions), *_decided(decisions))]
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


def _open(decisions: Sequence[HomeEntry]) -> list[HomeEntry]:
    """What is open first, then what has an answer; what was cancelled is left out."""
    order = ("gathering", "concluded")
    found = [each for each in decisions if each.dialogue.status in order]
    return sorted(found, key=lambda each: order.index(each.dialogue.status))[:MOST_LISTED]


def _decided(decisions: Sequence[HomeEntry]) -> list[HomeEntry]:
    """What was decided, the newest first."""
    found = [each for each in decisions if each.dialogue.status == "decided" and each.record]
    found.sort(key=lambda each: each.record.outcome.at if each.record else 0, reverse=True)
    return found[:MOST_LISTED]


def _listed(decisions: Sequence[HomeEntry], kb: KnowledgeBase) -> list[Block]:
    blocks: list[Block] = []
    number = 0
    for title, entries in (("Open", _open(decisions)), ("Decided", _decided(decisions))):
        if entries:
            blocks.append(header(title))
        for each in entries:
            blocks += _entry(each, number, kb)
            number += 1
    if blocks:
        most = f"at most {MOST_LISTED} open and {MOST_LISTED} decided"
        blocks.append(context(f"These are the decisions that you took part in, {most}."))
    return blocks


def _entry(entry: HomeEntry, number: int, kb: KnowledgeBase) -> list[Block]:
    text = f"*{_title(entry, kb)}*\n{' · '.join(_state(entry, kb))}"
    sheets = [_sheet(each, kb) for each in entry.sheets[:_SHEETS_SHOWN]]
    if (hidden := len(entry.sheets) - len(sheets)) > 0:
        sheets.append(f"and {hidden} more")
    more = [context("\n".join(sheets))] if sheets else []
    if entry.link is None:
        return [section(text), *more]
    opened = section(
        text,
        accessory=button("Open", Follow(), url=entry.link),
        block_id=BlockRef(BESIDE, 0, f"open{number}").encode(),
    )
    return [opened, *more]


def _sheet(entry: SheetEntry, kb: KnowledgeBase) -> str:
    """'Checklist of Prefect: 9 of 24 pass, 2 failed (open it)'."""
    found, scored = entry.progress, entry.scored
    failed = f", {found.failed} failed" if found.failed else ""
    what = CALLED[entry.key.kind].capitalize()
    said = (
        f"{what} of {name(kb, entry.key.candidate)}: {found.passed} of {found.total} pass{failed}"
    )
    if scored is not None and scored.mean is not None:
        said = f"{said}, scored {of_five(scored.mean)} by {scored.people}"
    return said if entry.link is None else f"{said} ({link(entry.link, 'open it')})"


def _title(entry: HomeEntry, kb: KnowledgeBase) -> str:
    """What was decided; else the answer; while there is none, what is known of the team."""
    if entry.record is not None and entry.dialogue.status == "decided":
        return plain(decided_title(entry.record, kb), 150)
    if entry.recommendation is not None:
        return plain(headline(entry.recommendation, kb), 150)
    return _team(entry, kb) or "A new decision"


def _team(entry: HomeEntry, kb: KnowledgeBase) -> str:
    """'For 8 engineers and 3 models', to know a decision again; '' where nothing is known."""
    known = known_phrases(kb, entry.dialogue)[:_PHRASES]
    return f"For {listed(known)}" if known else ""


def _state(entry: HomeEntry, kb: KnowledgeBase) -> Iterator[str]:
    """How far it is, what is asked next, where it stands, when it changed."""
    dialogue, record = entry.dialogue, entry.record
    if dialogue.status == "decided" and record is not None:
        yield closed_by(record)
        if record.superseded_by is not None:
            yield f"superseded by record {record.superseded_by}"
    elif dialogue.status == "gathering":
        slots = [SlotId(each.id) for each in base_questions(kb)]
        answered = sum(slot in dialogue.answers for slot in slots)
        yield f"{answered} of {len(slots)} answered"
    elif team := _team(entry, kb):
        yield team
    if dialogue.asking is not None:
        yield f"open: {plain(kb.question(dialogue.asking).label, 30)}"
    if entry.review_at is not None:
        when = "review due since" if entry.is_review_due else "to be looked at again"
        yield f"{when} {day(entry.review_at)}"
    yield "in our direct message" if _is_direct(entry) else f"in {channel(entry.channel)}"
    # Slack writes "today" small only where words stand before it.
    words = "last changed {date_short_pretty} at {time}"
    yield f"<!date^{int(entry.updated_at)}^{words}|last changed a while ago>"


def _is_direct(entry: HomeEntry) -> bool:
    return entry.channel.startswith(("D", "U", "W"))
