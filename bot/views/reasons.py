"""The reasons in the thread: the path to the answer with its sources, then the figures."""

from collections.abc import Iterator

from bot.views.blocks import Block, Rendered, context, header, plain, section, table
from bot.views.branches import open_branches
from bot.views.lesson import changed_ratings
from bot.views.recommendation import (
    compared,
    concluded,
    headline,
    node,
    ranked,
    sureness,
    weighting,
)
from bot.views.snapshot import Snapshot
from bot.views.words import (
    citation,
    grades,
    known_phrases,
    listed,
    name,
    points,
    sentence,
    source_of,
)
from engine.decision.model import Recommendation
from knowledge.schema import (
    AlternativeId,
    Claim,
    Correction,
    Criterion,
    CriterionId,
    KnowledgeBase,
    Source,
)

_CHANGES_SHOWN = 6
_RECONSTRUCTION = "The tree is a reconstruction: the lesson's own diagram is lost."


def reasons(snapshot: Snapshot, kb: KnowledgeBase) -> Rendered:
    """Path, table and changed ratings; a line in their place while there is no answer."""
    recommendation = concluded(snapshot)
    if isinstance(recommendation, Rendered):
        return recommendation
    title = f"Why: {headline(recommendation, kb)}"
    return Rendered(
        text=f"{plain(title, 150)}. {sureness(recommendation, kb).replace('*', '')}",
        blocks=[
            header(title),
            section("\n".join(_numbered(_path(snapshot, recommendation, kb)))),
            *_still_open(recommendation, kb),
            table(_rows(recommendation, kb)),
            *_changes(recommendation, kb),
            context(" ".join(_legend(recommendation, kb))),
        ],
    )


def _numbered(sentences: Iterator[str]) -> Iterator[str]:
    return (f"{number}. {each}" for number, each in enumerate(sentences, start=1))


def _path(snapshot: Snapshot, recommendation: Recommendation, kb: KnowledgeBase) -> Iterator[str]:
    known = known_phrases(kb, snapshot.dialogue)
    yield f"Known: {listed(known)}." if known else "Nothing is known about the team."
    for each in recommendation.ruled_out:
        source = citation(source_of(kb, each.source))
        reason = plain(each.reason.rstrip("."), 250)
        yield f"{name(kb, each.alternative)} is ruled out: {reason} ({source})."
    leaf = node(kb, recommendation.leaf)
    yield f"The tree: {sentence(leaf.statement, 250)} {sentence(leaf.because, 400)}"
    for claim in leaf.cites[:2]:
        yield _cited(claim, kb)
    yield _weights(recommendation, kb)


def _cited(claim: Claim, kb: KnowledgeBase) -> str:
    text = plain(claim.text.rstrip("."), 250)
    return f"It rests on: {text} ({citation(source_of(kb, claim.source))})."


def _weights(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    sources = dict.fromkeys(
        citation(kb.sources[archetype.source])
        for archetype in kb.archetypes
        if archetype.id in recommendation.weights.blend
    )
    weights = weighting(recommendation, kb)
    return f"{weights.rstrip('.')} ({'; '.join(sources)})." if sources else weights


def _still_open(recommendation: Recommendation, kb: KnowledgeBase) -> list[Block]:
    lines = [f"• {line}" for line in open_branches(recommendation, kb)]
    if not lines:
        return []
    return [section(_within("\n".join(["*Branches not decided yet*", *lines])))]


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
            yield alternative, criterion, rating.lesson, rating.current


def _changes(recommendation: Recommendation, kb: KnowledgeBase) -> list[Block]:
    names = {CriterionId(each.id): plain(each.name, 40) for each in kb.criteria}
    lines = [
        f"• {name(kb, alternative)}, {names[criterion]}: {lesson} in the lesson, "
        f"{today.value} today. {sentence(today.reason, 250)} "
        f"({citation(source_of(kb, today.source, alternative))})"
        for alternative, criterion, lesson, today in _corrections(recommendation, kb)
    ]
    if not lines:
        return []
    shown = lines[:_CHANGES_SHOWN]
    rest = [f"• and {len(lines) - len(shown)} more"] if len(lines) > len(shown) else []
    return [
        section(_within("\n".join(["*Rated anew since the lesson* (marked *)", *shown, *rest])))
    ]


def _legend(recommendation: Recommendation, kb: KnowledgeBase) -> Iterator[str]:
    yield "A cell is a rating (1-5) and the points that it earns."
    if len(_weighing(recommendation, kb)) < len(kb.criteria):
        yield "Criteria without weight are left out."
    yield _RECONSTRUCTION
    yield f"{grades(_sources(recommendation, kb))}."


def _sources(recommendation: Recommendation, kb: KnowledgeBase) -> Iterator[Source]:
    """Every source that the message cites."""
    for each in recommendation.ruled_out:
        yield source_of(kb, each.source)
    for claim in node(kb, recommendation.leaf).cites[:2]:
        yield source_of(kb, claim.source)
    for archetype in kb.archetypes:
        if archetype.id in recommendation.weights.blend:
            yield kb.sources[archetype.source]
    for alternative, _, _, today in _corrections(recommendation, kb):
        yield source_of(kb, today.source, alternative)
