"""The root message of a decision that is closed, and of one that is deleted."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from bot.actions import Cost, Delete, Reasons, Reopen, Sureness
from bot.pages.closing import chosen
from bot.pages.record import Record, told_beside
from bot.pages.words import capital, listed
from bot.views.blocks import (
    Element,
    Rendered,
    actions,
    button,
    confirmation,
    context,
    header,
    plain,
    section,
)
from bot.views.snapshot import Snapshot
from bot.views.words import day, known_phrases, mention
from knowledge.schema import KnowledgeBase

DELETE: Final = confirmation(
    "Delete this decision?",
    "The app keeps nothing of it, for good: no answers, checklists, scores, weights or record. Its "
    "messages are removed too. Exported files, canvases, reminders that were posted, and what "
    "people wrote in the thread stay in Slack.",
    yes="Delete it",
    no="Keep it",
)
_REOPEN: Final = confirmation(
    "Reopen this decision?",
    "Its record does not count until somebody decides again; what it superseded counts meanwhile.",
    yes="Reopen it",
    no="Leave it closed",
)
_BECAUSE = 600
_BESIDE = 400
_PHRASES = 7
_NOON = 12


def decided_root(snapshot: Snapshot, kb: KnowledgeBase) -> Rendered:
    """What was decided, by whom and why; what speaks otherwise; the way back."""
    title = decided_title(snapshot.record, kb)
    known = known_phrases(kb, snapshot.dialogue)
    more = [f"{len(known) - _PHRASES} more answers"] if len(known) > _PHRASES else []
    team = [f"For {listed([*known[:_PHRASES], *more])}."] if known else []
    record = snapshot.record
    closed = [] if record is None else [f"{closed_by(record)}."]
    beside = () if record is None else told_beside(record.page)
    because = "" if record is None else plain(" ".join(record.outcome.because.split()), _BECAUSE)
    said = [
        *([f"*Because* {because}"] if because else []),
        # As it was written then: what is known now may be something else.
        *(f"*{each.lead}*: {plain(capital(each.text), _BESIDE)}" for each in beside),
    ]
    dates = [] if record is None else list(standing_of(record))
    return Rendered(
        text=" ".join([f"{plain(title, 150)}.", *closed, *team]),
        blocks=[
            header(title),
            *([section("\n".join([*closed, *team]))] if closed or team else []),
            *([section("\n".join(filter(None, said)))] if any(said) else []),
            *([context(capital(" · ".join(dates)))] if dates else []),
            actions(
                [
                    button("Why", Reasons()),
                    button("How sure", Sureness()),
                    button("Cost", Cost()),
                    reopen(),
                    button("Delete", Delete(), confirm=DELETE),
                ],
                block_id=snapshot.block_id("actions"),
            ),
        ],
    )


def deleted_root(snapshot: Snapshot) -> Rendered:
    """All that is left of a decision."""
    line = (
        f"Deleted by {mention(snapshot.deleted_by)}. The app keeps nothing of it; files that were "
        "exported, and what people wrote, stay in Slack."
    )
    return Rendered(text=line, blocks=[section(line)])


def decided_title(record: Record | None, kb: KnowledgeBase) -> str:
    """What was decided in a few words, as unescaped text: 'Decided: Prefect'."""
    return "Decided" if record is None else f"Decided: {chosen(record.outcome, kb)}"


def closed_by(record: Record) -> str:
    """'Record 7, closed by @ada, 2 Nov'."""
    outcome = record.outcome
    return f"Record {record.number}, closed by {mention(outcome.by)}, {day(outcome.at)}"


def standing_of(record: Record) -> Iterator[str]:
    """When it is looked at again, in whose place it stands, and what stands in its own."""
    if record.outcome.review_on is not None:
        # At noon it is the same day for readers nearly everywhere.
        noon = datetime.fromisoformat(record.outcome.review_on).replace(hour=_NOON, tzinfo=UTC)
        yield f"to be looked at again {day(noon.timestamp())}"
    if record.supersedes is not None:
        yield f"supersedes record {record.supersedes}"
    if record.superseded_by is not None:
        yield f"superseded by record {record.superseded_by}"


def reopen() -> Element:
    """The button that opens a closed decision again."""
    return button("Reopen", Reopen(), confirm=_REOPEN)
