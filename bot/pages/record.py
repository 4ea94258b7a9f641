"""The record of a decision: what was decided and why, as it was written then.

Its headings are those of MADR 4.0, https://adr.github.io/madr/ .
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter, ValidationError

from bot.pages.answers import led_to, phrases
from bot.pages.closing import Closing, chosen
from bot.pages.comparison import level_when
from bot.pages.confirmation import confirmation
from bot.pages.consequences import consequences
from bot.pages.outcome import BESIDE, drivers, options, outcome_parts
from bot.pages.page import Line, Lines, Page
from bot.pages.parts import page, section, text
from bot.pages.words import capital, listed, picked
from engine.decision.model import Pick
from engine.evaluation.model import Outcome
from engine.sensitivity.analysis import analyse
from engine.sensitivity.answers import turning_points
from knowledge.schema import Edition, KnowledgeBase, SlotId

CONTEXT: Final = "Context and Problem Statement"
DRIVERS: Final = "Decision Drivers"
OPTIONS: Final = "Considered Options"
OUTCOME: Final = "Decision Outcome"
CONSEQUENCES: Final = "Consequences"
CONFIRMATION: Final = "Confirmation"
MORE: Final = "More Information"

_PAGE: Final = TypeAdapter(Page)
_UNREADABLE: Final = page(
    "A record of another version",
    section("", text("Another version of the app has written this record; it cannot be read.")),
)


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it is kept."""

    number: int
    """Of the workspace, from 1."""
    outcome: Outcome
    page: Page
    """What was written; it does not change with what is known later."""
    superseded_by: int | None = None
    """The number of the record that stands in its place."""
    is_withdrawn: bool = False
    """Its decision was opened again."""
    supersedes: int | None = None
    """The number of the record in whose place it stands, while that one is kept."""


def record_page(closing: Closing) -> Page:
    """The record of a decision that is closed now."""
    return page(
        title(closing.outcome, closing.kb),
        section(CONTEXT, *(text(each) for each in _context(closing))),
        section(DRIVERS, Lines(tuple(drivers(closing)))),
        section(OPTIONS, Lines(tuple(options(closing)))),
        section(OUTCOME, *outcome_parts(closing)),
        section(CONSEQUENCES, Lines(tuple(consequences(closing)))),
        section(CONFIRMATION, Lines(tuple(confirmation(closing)))),
        section(MORE, Lines(tuple(_more(closing)))),
    )


def told_beside(found: Page) -> Iterator[Line]:
    """What a record says beside its outcome: the advice, and what the team's own tests found."""
    for each in found.sections:
        if each.heading == OUTCOME:
            for part in each.parts:
                if isinstance(part, Lines):
                    yield from (line for line in part.lines if line.lead in BESIDE)


def title(outcome: Outcome, kb: KnowledgeBase) -> str:
    """What a record is called: 'Prefect as ML pipeline orchestrator'."""
    if outcome.kind == "no_orchestrator":
        return "No ML pipeline orchestrator yet"
    if outcome.kind == "hybrid":
        return f"{chosen(outcome, kb)}, as ML pipeline orchestrators"
    return f"{chosen(outcome, kb)} as ML pipeline orchestrator"


def page_document(found: Page) -> str:
    """A page as JSON."""
    return _PAGE.dump_json(found).decode()


def page_of(document: str) -> Page:
    """The page of a document; one that says so where another version of the app has written it."""
    try:
        return _PAGE.validate_json(document)
    except ValidationError:
        return _UNREADABLE


def _context(closing: Closing) -> Iterator[str]:
    """The question, for whom, and what nobody could say."""
    dialogue, kb = closing.dialogue, closing.kb
    yield "Which orchestrator shall run the machine learning pipelines of the team?"
    spans = {slot: answer.span for slot, answer in dialogue.answers.items() if answer.span}
    known = phrases(closing.known, kb, spans)
    yield f"What is known of the team: {listed(known)}." if known else "Nothing is known of it."
    unknown = [
        each.label
        for each in kb.questions
        if each.id not in closing.known and (each.stage == "base" or each.id in dialogue.answers)
    ]
    yield f"Not known: {listed(unknown)}." if unknown else ""


def _more(closing: Closing) -> Iterator[Line]:
    """What would make the team look at it again; then what else belongs to it."""
    yield from _turning(closing)
    if closing.outcome.review_on is not None:
        yield Line(f"on {closing.outcome.review_on}.", lead="To be looked at again")
    if closing.supersedes is not None:
        yield Line(f"record {closing.supersedes} of this workspace.", lead="Supersedes")
    yield Line(
        "the lesson's, as it printed them."
        if closing.recommendation.edition is Edition.LESSON
        else f"as they were known on {closing.kb.as_of}.",
        lead="Ratings",
    )


def _turning(closing: Closing) -> Iterator[Line]:
    """What would change the advice: other answers, open questions, other weights."""
    recommendation, kb = closing.recommendation, closing.kb
    first = next(iter(closing.taken), None)
    decided = Pick(closing.outcome.kind, first, closing.outcome.beside)
    points = turning_points(
        closing.known, kb, recommendation.edition, recommendation.weights.weighing
    )
    for pick, answers in led_to(points, recommendation.open_slots, kb):
        if pick != decided:
            yield Line(f"{capital(picked(pick, kb))} {answers}.", lead="Reason to look again")
    if recommendation.open_slots:
        labels = [kb.question(SlotId(each)).label for each in recommendation.open_slots]
        yield Line(f"{listed(labels)}.", lead="Not known, and could change the advice")
    if recommendation.by_ranking:
        for flip in analyse(recommendation, kb).flips[:1]:
            yield Line(level_when(flip, kb), lead="Weights")
