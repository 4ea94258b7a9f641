"""The reasons in the thread: the path to the answer with its sources, then the figures."""

from collections.abc import Iterable, Iterator

from bot.pages.practice import outgrown_verdict
from bot.pages.words import listed, points
from bot.views.blocks import Block, Rendered, context, header, plain, section, table
from bot.views.branches import open_branches
from bot.views.cautions import cautions_with_sources, side_by_side, traps
from bot.views.confidence import confidence
from bot.views.lesson import REJUDGED, changed_ratings
from bot.views.recommendation import (
    compared,
    concluded,
    headline,
    path_of,
    ranked,
)
from bot.views.snapshot import Snapshot
from bot.views.sources import Footnotes, grades
from bot.views.weighting import weighting
from bot.views.words import criterion_name, known_phrases, name, sentence
from engine.advice.outgrown import verdict_on
from engine.decision.model import Recommendation
from engine.decision.weights import anchors_of
from engine.dialogue.state import known_answers
from knowledge.schema import (
    AlternativeId,
    Correction,
    Criterion,
    CriterionId,
    Edition,
    Grade,
    KnowledgeBase,
)

_CHANGES_SHOWN = 6
_CLAIMS_SHOWN = 2
_RECONSTRUCTION = "The tree is a reconstruction: the lesson's own diagram is lost."


def reasons(snapshot: Snapshot, kb: KnowledgeBase) -> Rendered:
    """Path, table and changed ratings; a line in their place while there is no answer."""
    recommendation = concluded(snapshot)
    if isinstance(recommendation, Rendered):
        return recommendation
    title = f"Why: {headline(recommendation, kb)}"
    notes = Footnotes()
    return Rendered(
        text=f"{plain(title, 150)}. {confidence(recommendation, kb).replace('*', '')}",
        blocks=[
            header(title),
            section("\n".join(_numbered(_path(snapshot, recommendation, kb, notes)))),
            *_list("Branches not decided yet", open_branches(recommendation, kb, notes)),
            table(_rows(recommendation, kb)),
            *_list(f"{REJUDGED} (marked *)", _changes(recommendation, kb, notes)),
            *_list(
                "To know of the pick",
                cautions_with_sources(snapshot.dialogue, recommendation, kb, notes),
            ),
            *_list("Watch out for", traps(snapshot.dialogue, recommendation, kb, notes)),
            *_list(
                "Several tools side by side",
                side_by_side(snapshot.dialogue, recommendation, kb, notes),
            ),
            context(" ".join(_legend(recommendation, kb, notes))),
            context(_within("\n".join(notes.lines()))),
        ],
    )


def _numbered(sentences: Iterator[str]) -> Iterator[str]:
    return (f"{number}. {each}" for number, each in enumerate(sentences, start=1))


def _path(
    snapshot: Snapshot, recommendation: Recommendation, kb: KnowledgeBase, notes: Footnotes
) -> Iterator[str]:
    known = known_phrases(kb, snapshot.dialogue)
    yield f"Known: {listed(known)}." if known else "Nothing is known about the team."
    for each in recommendation.ruled_out:
        reason = plain(each.reason.rstrip("."), 250)
        mark = notes.mark(kb.source(each.source))
        yield f"{name(kb, each.alternative)} is ruled out: {reason} {mark}."
    if verdict := verdict_on(known_answers(snapshot.dialogue), kb):
        yield outgrown_verdict(verdict)
    for each in recommendation.kept_despite:
        reason = plain(each.reason.rstrip("."), 250)
        mark = notes.mark(kb.source(each.source))
        yield f"{name(kb, each.alternative)} is kept since it runs, despite this: {reason} {mark}."
    passed = [step.node for step in recommendation.path if step.found == "no"]
    if passed:
        yield (
            f"Branches of the tree that do not apply: {listed(passed)} "
            "(`/orchestrator explain tree` shows each)."
        )
    leaf = kb.node(recommendation.leaf)
    yield f"{path_of(recommendation, kb)} This is node {leaf.id}."
    for claim in leaf.cites[:_CLAIMS_SHOWN]:
        text = plain(claim.text.rstrip("."), 250)
        yield f"It rests on: {text} {notes.claims([claim], kb)}."
    weights = weighting(recommendation.weights, kb, snapshot.dialogue.by_hand_from).rstrip(".")
    blend = anchors_of(recommendation.weights)
    sources = [kb.sources[each.source] for each in kb.archetypes if each.id in blend]
    yield f"{weights} {notes.mark(*sources)}".rstrip() + "."


def _list(heading: str, lines: Iterable[str]) -> list[Block]:
    """A heading and a line for each; nothing where there are none."""
    found = [f"• {line}" for line in lines]
    return [section(_within("\n".join([f"*{heading}*", *found])))] if found else []


def _within(text: str, limit: int = 3000) -> str:
    """Whole lines of a text, as many as fit; the last one says where lines were left out."""
    if len(text) <= limit:
        return text
    note = "\n• and more, which do not fit here"
    return text[: text.rindex("\n", 0, limit - len(note))] + note


def _weighing(recommendation: Recommendation, kb: KnowledgeBase) -> list[Criterion]:
    percents = recommendation.weights.percents
    found = [each for each in kb.criteria if percents.get(CriterionId(each.id))]
    return sorted(found, key=lambda each: -percents[CriterionId(each.id)])


def _rows(recommendation: Recommendation, kb: KnowledgeBase) -> list[list[str]]:
    alternatives = compared(recommendation)
    changed = changed_ratings(recommendation, kb, alternatives)

    def cell(alternative: AlternativeId, criterion: CriterionId) -> str:
        rating = kb.alternatives[alternative].ratings[criterion]
        mark = "*" if (alternative, criterion) in changed else ""
        figure = rating.in_edition(recommendation.edition)
        earned = figure * recommendation.weights.percents[criterion]
        return f"{figure}{mark} · {points(earned)}"

    totals = [ranked(recommendation, each) for each in alternatives]
    return [
        ["Criterion", "Weight", *(kb.alternatives[each].short_name for each in alternatives)],
        *(
            [
                each.short_name,
                f"{recommendation.weights.percents[CriterionId(each.id)]} %",
                *(cell(alternative, CriterionId(each.id)) for alternative in alternatives),
            ]
            for each in _weighing(recommendation, kb)
        ),
        ["Score", "100 %", *(points(total.points) if total else "-" for total in totals)],
    ]


def _corrections(
    recommendation: Recommendation, kb: KnowledgeBase
) -> Iterator[tuple[AlternativeId, CriterionId, int, Correction]]:
    changed = changed_ratings(recommendation, kb, compared(recommendation))
    for alternative, criterion in changed:
        rating = kb.alternatives[alternative].ratings[criterion]
        if rating.current is not None:
            yield alternative, criterion, rating.in_edition(Edition.LESSON), rating.current


def _changes(recommendation: Recommendation, kb: KnowledgeBase, notes: Footnotes) -> Iterator[str]:
    found = list(_corrections(recommendation, kb))
    for alternative, criterion, lesson, today in found[:_CHANGES_SHOWN]:
        yield (
            f"{name(kb, alternative)}, {criterion_name(kb, criterion)}: {lesson} in the lesson, "
            f"{today.value} here (grade J). {sentence(today.reason, 250)} "
            f"Evidence: {notes.mark(kb.source(today.source))}"
        )
    if more := len(found[_CHANGES_SHOWN:]):
        yield f"and {more} more"


def _legend(recommendation: Recommendation, kb: KnowledgeBase, notes: Footnotes) -> Iterator[str]:
    yield "A cell is a rating (1-5) and the points that it earns."
    if len(_weighing(recommendation, kb)) < len(kb.criteria):
        yield "Criteria without weight are left out."
    yield _RECONSTRUCTION
    judged = {Grade.J} if any(_corrections(recommendation, kb)) else set()
    yield f"{grades(notes.grades() | judged)}."
