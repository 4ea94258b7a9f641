"""The advice as JSON for programs: plain values with a fixed order of keys.

Scores are numbers with two decimals and exact; other fractions have four decimals. The same
arguments give the same bytes.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bot.terminal.findings import Finding, reasons, rounded, why_asked, would_change
from bot.terminal.report import Report
from bot.terminal.team import Team
from engine.advice.model import Comparison, Migration
from engine.decision.acceptability import DRAWS
from engine.decision.model import Points, Recommendation, RuledOut
from engine.sensitivity.model import Flip, RatingFlip
from knowledge.schema import (
    AlternativeId,
    Claim,
    FeatureId,
    KnowledgeBase,
    MigrationStep,
    SourceId,
)

Document = dict[str, Any]


def printed(document: Document) -> str:
    """The text of a document, in ASCII."""
    return json.dumps(document, indent=2)


def recommendation_document(report: Report) -> Document:
    """Everything that ``recommend`` says."""
    recommendation = report.recommendation
    return {
        "answers": dict(report.team.known),
        "spans": {
            slot: {"low": span.low, "high": span.high} for slot, span in report.team.spans.items()
        },
        "missing": report.team.missing(report.kb),
        "not_used": list(report.team.unread),
        "recommendation": _advice(report),
        "ranking": _ranking(recommendation),
        "ruled_out": _ruled_out(recommendation.ruled_out),
        "weights": dict(recommendation.weights.percents),
        "blend": dict(recommendation.weights.blend),
        "sensitivity": {
            "flips": [_flip(each) for each in report.sensitivity.flips],
            "stability": {
                criterion: {"low": rounded(interval.low), "high": rounded(interval.high)}
                for criterion, interval in report.sensitivity.stability.items()
            },
            "rating_flips": _rating_flips(report.sensitivity.rating_flips),
        },
        "next_questions": [{"slot": slot, "why": why} for slot, why in why_asked(report)],
        "at_risk": [{"trap": each.trap, "because": each.because} for each in report.at_risk],
        "kept_despite": _ruled_out(recommendation.kept_despite),
        "cautions": [
            {"alternative": each.alternative, "text": each.text, "source": each.source}
            for each in report.cautions
        ],
        "edition": recommendation.edition.value,
        "sources": sources(report.cited(), report.kb),
    }


def comparison_document(comparison: Comparison, team: Team, kb: KnowledgeBase) -> Document:
    """Everything that ``compare`` says; what is of one alternative stands under its id."""
    first, second = comparison.alternatives
    rows = [
        {
            "criterion": each.criterion,
            "weight": each.weight,
            "ratings": {first: each.ratings[0], second: each.ratings[1]},
            "points": {first: _score(each.points[0]), second: _score(each.points[1])},
            "better": each.better,
        }
        for each in comparison.criteria
    ]
    cells = {
        id_: {row: _cell(id_, row, kb) for row in comparison.features}
        for id_ in comparison.alternatives
    }
    document: Document = {
        "answers": dict(team.known),
        "alternatives": [first, second],
        "edition": comparison.edition.value,
        "leader": comparison.leader,
        "totals": {first: _score(comparison.totals[0]), second: _score(comparison.totals[1])},
        "criteria": rows,
        "weights": dict(comparison.weights.percents),
        "blend": dict(comparison.weights.blend),
        "ruled_out": _ruled_out(comparison.ruled_out),
        "flip": _flip(comparison.flip) if comparison.flip else None,
        "rating_flips": _rating_flips(comparison.rating_flips),
        "features": cells,
        "choose_if": _of_each(comparison, map(_said, comparison.choose_if)),
        "lock_in": {id_: kb.described(id_).lock_in.verdict for id_ in (first, second)},
        "costs": _of_each(comparison, map(list, comparison.costs)),
        "migrations": [_migration(each) for each in comparison.migrations],
    }
    return document | {"sources": sources(cited(document), kb)}


def migration_document(migration: Migration, kb: KnowledgeBase) -> Document:
    """Everything that ``migrate`` says."""
    document = _migration(migration)
    return document | {"sources": sources(cited(document), kb)}


def _advice(report: Report) -> Document:
    recommendation = report.recommendation
    return {
        "kind": recommendation.kind,
        "alternative": recommendation.alternative,
        "beside": recommendation.beside,
        "runner_up": next(iter(recommendation.runners_up), None),
        "confidence": recommendation.confidence,
        "close": list(recommendation.close),
        "is_default": recommendation.is_default,
        "path": [step.node for step in recommendation.path],
        "reasons": _findings(reasons(report)),
        "would_change": _findings(would_change(report)),
    }


def _findings(findings: Iterable[Finding]) -> list[Document]:
    return [{"kind": each.kind, **each.ids, "text": each.text} for each in findings]


def _ranking(recommendation: Recommendation) -> list[Document]:
    return [
        {
            "alternative": each.alternative,
            "score": _score(each.points),
            "rank": each.rank,
            "tied": each.tied,
            "acceptability": [n / DRAWS for n in recommendation.acceptability[each.alternative]],
            "contributions": {id_: _score(part) for id_, part in each.contributions.items()},
        }
        for each in recommendation.ranking
    ]


def _ruled_out(ruled_out: Iterable[RuledOut]) -> list[Document]:
    return [
        {"alternative": out.alternative, "reason": out.reason, "source": out.source}
        for out in ruled_out
    ]


def _flip(flip: Flip) -> Document:
    return {
        "rival": flip.rival,
        "points": rounded(flip.points),
        "from": {criterion: rounded(points) for criterion, points in flip.taken.items()},
        "to": {criterion: rounded(points) for criterion, points in flip.given.items()},
        "over": flip.over,
    }


def _rating_flips(flips: Iterable[RatingFlip]) -> list[Document]:
    return [
        {
            "alternative": each.alternative,
            "criterion": each.criterion,
            "rating": each.rating,
            "to": each.to,
            "leaders": list(each.leaders),
        }
        for each in flips
    ]


def _migration(migration: Migration) -> Document:
    path = migration.path
    return {
        "from": migration.from_,
        "to": migration.to,
        "kind": migration.kind,
        "summary": _claim(path.summary) if path else None,
        "steps": _said(migration.steps),
        "gains": _said(path.gains if path else ()),
        "cautions": _said(path.cautions if path else ()),
        "effort": _claim(migration.effort) if migration.effort else None,
        "hidden_costs": _said(migration.hidden_costs),
    }


def _said(statements: Iterable[Claim | MigrationStep]) -> list[Document]:
    return [_claim(each) for each in statements]


def _claim(statement: Claim | MigrationStep) -> Document:
    return {"text": statement.text, "source": statement.source}


def _of_each(comparison: Comparison, values: Iterable[object]) -> Document:
    return dict(zip(comparison.alternatives, values, strict=True))


def _cell(alternative: AlternativeId, row: FeatureId, kb: KnowledgeBase) -> Document:
    """A cell of the feature table in both editions."""
    cell = kb.described(alternative).features[row]
    return {"lesson": cell.lesson, "current": _claim(cell.current) if cell.current else None}


def _score(points: Points) -> float:
    return points / 100


def sources(ids: Iterable[SourceId], kb: KnowledgeBase) -> list[Document]:
    """Every source once, in the order in which they are first cited."""
    found = [(each, kb.source(each)) for each in dict.fromkeys(ids)]
    return [
        {
            "id": id_,
            "title": source.title,
            "url": source.url,
            "as_of": source.as_of,
            "grade": source.grade.value,
        }
        for id_, source in found
    ]


def cited(part: object) -> Iterator[SourceId]:
    """The sources that stand anywhere in a document."""
    match part:
        case {"source": str(id_)}:
            yield SourceId(id_)
        case dict():
            for each in part.values():
                yield from cited(each)
        case list():
            for each in part:
                yield from cited(each)
