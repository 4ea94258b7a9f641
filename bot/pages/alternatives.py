"""Pages on alternatives: what each is, when it fits, what it can do, how hard it is to leave."""

from collections.abc import Iterable

from bot.pages.cost import cost_of
from bot.pages.page import Grid, Line, Lines, Page
from bot.pages.parts import described, judged_here, lesson, line, lines, page, section, text
from bot.pages.ratings import ratings_of
from bot.pages.words import condition
from bot.pages.words import lock_in as lock_in_words
from knowledge.schema import (
    Alternative,
    Condition,
    Feature,
    FeatureId,
    FeatureRow,
    KnowledgeBase,
    KnownName,
)


def alternatives(kb: KnowledgeBase) -> Page:
    """What can be chosen, and what is only recognised."""
    return page(
        "Alternatives",
        section("Ranked", _best_for(kb.alternatives.values(), kb)),
        section(
            "Known beyond the lesson",
            text(
                "They are ranked only where that is asked for, and their ratings are this "
                "project's judgement. To have no orchestrator is never ranked; it is advised "
                "where it is enough.",
            ),
            _best_for((each for each in described(kb) if each.id not in kb.alternatives), kb),
        ),
        section("Recognised, not rated", Lines(tuple(_why_not(each, kb) for each in kb.names))),
        see_also=("use_if", "ratings", "features", "lock_in"),
    )


def alternative(found: Alternative, kb: KnowledgeBase) -> Page:
    """Everything about one alternative, the short answer first."""
    profile = found.profile
    return page(
        found.name,
        section("", Lines((line(profile.best_for, kb, "Best for"),)), text(judged_here(found))),
        section("Use it if", lines(found.use_if, kb)),
        section("Strengths", lines(profile.strengths, kb)),
        section("Weaknesses", lines(profile.weaknesses, kb)),
        section("Ruled out for a team", ruled_out_if(found, kb)),
        section("Lock-in", _lock_in(found, kb)),
        section("To know before you take it", _cautions(found, kb)),
        section("Known today", lines(profile.changes, kb)),
        section("Ratings", *ratings_of(found, kb)),
        section("Features", _features_of(found, kb)),
        section("Cost", *cost_of(found, kb)),
        section("Where it comes from", lines(profile.history, kb)),
        see_also=("alternatives", "use_if", "migration", "cost"),
    )


def known_name(found: KnownName, kb: KnowledgeBase) -> Page:
    """A name that is recognised and not rated, and why."""
    return page(
        found.name,
        section("", Lines((line(found.why_not_rated, kb, "Not rated"),))),
        see_also=("alternatives",),
    )


def use_if(kb: KnowledgeBase) -> Page:
    """The conditions under which each is the one to take."""
    return page(
        "When to use which",
        *(section(f"{each.name}, if", lines(each.use_if, kb)) for each in described(kb)),
        see_also=("alternatives", "tree"),
    )


def lock_in(kb: KnowledgeBase) -> Page:
    """How hard each is to leave."""
    return page(
        "Lock-in",
        *(section(each.name, _lock_in(each, kb)) for each in described(kb)),
        see_also=("migration", "portability", "anti_patterns"),
    )


def features(kb: KnowledgeBase) -> Page:
    """The feature table row by row, the lesson's word beside today's."""
    return page(
        "Features",
        *(section(row.name, _cells(row, kb)) for row in kb.features),
        see_also=("ratings", "alternatives"),
    )


def ruled_out_if(found: Alternative, kb: KnowledgeBase) -> Lines:
    """The facts that rule an alternative out, each with the answers under which it does."""
    return Lines(
        tuple(
            Line(
                f"If {condition(each.when, kb)}: {each.reason}",
                sources=(kb.source(each.source),),
            )
            for each in kb.constraints
            if each.alternative == found.id
        )
    )


def _best_for(found: Iterable[Alternative], kb: KnowledgeBase) -> Lines:
    return Lines(tuple(line(each.profile.best_for, kb, each.name) for each in found))


def _why_not(found: KnownName, kb: KnowledgeBase) -> Line:
    return line(found.why_not_rated, kb, found.name)


def _cautions(found: Alternative, kb: KnowledgeBase) -> Lines:
    mine = [each for each in kb.cautions if each.alternative == found.id]
    return Lines(
        tuple(
            Line(
                each.text,
                lead="" if each.when == Condition() else f"If {condition(each.when, kb)}",
                sources=(kb.source(each.source),),
            )
            for each in mine
        )
    )


def _lock_in(found: Alternative, kb: KnowledgeBase) -> Lines:
    judged_here = not found.is_in_lesson and found.lock_in.verdict != "not_in_source"
    verdict = Line(
        lock_in_words(found.lock_in),
        lead="Verdict, judged here" if judged_here else "Verdict",
        sources=(lesson(kb),) if found.is_in_lesson else (),
    )
    return Lines((verdict, *(line(each, kb) for each in found.lock_in.reasons)))


def _features_of(found: Alternative, kb: KnowledgeBase) -> Grid:
    rows = [row for row in kb.features if row.id in found.features]
    cells = [found.features[FeatureId(row.id)] for row in rows]
    return _grid("Feature", [row.name for row in rows], cells, kb)


def _cells(row: FeatureRow, kb: KnowledgeBase) -> Grid:
    known = [each for each in described(kb) if row.id in each.features]
    cells = [each.features[FeatureId(row.id)] for each in known]
    return _grid("Alternative", [each.name for each in known], cells, kb)


def _grid(of: str, names: Iterable[str], cells: Iterable[Feature], kb: KnowledgeBase) -> Grid:
    """Cells under each other, the lesson's word beside today's."""
    found = tuple(cells)
    today = [kb.source(each.current.source) for each in found if each.current is not None]
    is_in_lesson = any(each.lesson is not None for each in found)
    return Grid(
        (of, "Lesson", "Today"),
        tuple((name, *_in_both(each)) for name, each in zip(names, found, strict=True)),
        sources=tuple(dict.fromkeys([*([lesson(kb)] if is_in_lesson else []), *today])),
    )


def _in_both(found: Feature) -> tuple[str, str]:
    return found.lesson or "-", found.current.text if found.current else "no change known"
