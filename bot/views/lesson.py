"""Where the answer departs from the lesson: ratings that changed, scores that it printed.

The one figure made here is the score that follows from the lesson's own matrix.
"""

from typing import assert_never

from bot.pages.words import listed, points
from bot.views.blocks import plain
from bot.views.recommendation import compared
from bot.views.words import criterion_name, name
from engine.decision.model import NO_WISHES, Points, Recommendation
from knowledge.schema import (
    AlternativeId,
    Archetype,
    CriterionId,
    Edition,
    KnowledgeBase,
    SourceId,
)

REJUDGED = "Re-judged by this project"
"""What a rating is called that differs from the lesson's: the facts are cited, the step is ours."""


def changed_ratings(
    recommendation: Recommendation, kb: KnowledgeBase, alternatives: tuple[AlternativeId, ...]
) -> list[tuple[AlternativeId, CriterionId]]:
    """The ratings of these alternatives that count here and differ from the lesson's."""
    if recommendation.edition is Edition.LESSON:
        return []
    return [
        (alternative, criterion)
        for alternative in alternatives
        for criterion, rating in kb.alternatives[alternative].ratings.items()
        if rating.lesson is not None
        and rating.current is not None
        and recommendation.weights.percents.get(criterion)
    ]


def changes(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """The changed ratings in a line: 'Airflow on Portability 3, now 4'."""
    found = [
        f"{name(kb, alternative)} on {criterion_name(kb, criterion)} {rating.lesson}, now "
        f"{rating.in_edition(Edition.CURRENT)}"
        for alternative, criterion in changed_ratings(recommendation, kb, compared(recommendation))
        for rating in (kb.alternatives[alternative].ratings[criterion],)
    ]
    if not found:
        return ""
    rejudged = f"{REJUDGED}: {'; '.join(found)}."
    return " ".join([rejudged, *_led_before(recommendation, kb)])


def _led_before(recommendation: Recommendation, kb: KnowledgeBase) -> list[str]:
    """Who would lead by the lesson's own ratings, where that is somebody else."""
    before = {
        each.alternative: matrix_points(recommendation, kb, each.alternative)
        for each in recommendation.ranking
        if kb.described(each.alternative).is_in_lesson
    }
    best = max(before.values(), default=0)
    leaders = [alternative for alternative, figure in before.items() if figure == best]
    today = [each.alternative for each in recommendation.ranking if each.rank == 1]
    if set(leaders) == set(today):
        return []
    names = listed([name(kb, each) for each in leaders])
    lead = "leads" if len(leaders) == 1 else "tie"
    return [f"By the lesson's own ratings {names} {lead} at {points(best)}."]


def pure_archetype(recommendation: Recommendation, kb: KnowledgeBase) -> Archetype | None:
    """The archetype whose published weights apply as they are; None for a blend."""
    shares = {kind: share for kind, share in recommendation.weights.blend.items() if share}
    for archetype in kb.archetypes:
        if set(shares) == {archetype.id}:
            return archetype
    return None


def matrix_points(
    recommendation: Recommendation, kb: KnowledgeBase, alternative: AlternativeId
) -> Points:
    """What the lesson's own matrix gives with these weights."""
    ratings = kb.described(alternative).ratings
    percents = recommendation.weights.percents
    return sum(
        percent * ratings[criterion].in_edition(Edition.LESSON)
        for criterion, percent in percents.items()
    )


def published(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """Where the lesson's printed score is not what its matrix gives, for those compared."""
    archetype = pure_archetype(recommendation, kb)
    if archetype is None or recommendation.weights.weighing != NO_WISHES:
        return ""  # other weights than those that the printed scores are for
    differing = []
    leader = max(archetype.published_scores.items(), key=lambda each: float(each[1]))[0]
    for alternative in dict.fromkeys((*compared(recommendation), leader)):
        printed = archetype.published_scores.get(alternative)
        own = matrix_points(recommendation, kb, alternative)
        if printed is not None and not _agree(printed, own):
            differing.append(f"{name(kb, alternative)} {printed}, its matrix gives {points(own)}")
    of = f" for {plain(archetype.published_for, 120)}:" if archetype.published_for else ""
    return f"The lesson printed{of} {'; '.join(differing)}." if differing else ""


def _agree(printed: str, own: Points) -> bool:
    """Whether a printed score is the exact one, or the exact one rounded to what is printed."""
    whole, fraction = printed.split(".")
    step = 10 if len(fraction) == 1 else 1
    return abs(int(whole + fraction) * step - own) * 2 <= step


def edition(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """Whose ratings, and how old the facts are."""
    lesson = kb.sources.get(SourceId("lesson"))
    year = f" {lesson.as_of}" if lesson else ""
    corrections = sum(
        rating.lesson is not None and rating.current is not None
        for alternative in kb.alternatives.values()
        for rating in alternative.ratings.values()
    )
    added = sum(not each.is_in_lesson for each in kb.alternatives.values())
    more = "1 more alternative" if added == 1 else f"{added} more alternatives"
    own = f", {more} rated by this project" if added else ""
    match recommendation.edition:
        case Edition.LESSON:
            ratings = f"Lesson{year} as printed"
        case Edition.CURRENT:
            word = "rating" if corrections == 1 else "ratings"
            ratings = f"Lesson{year}, {corrections} {word} re-judged by this project{own}"
        case _:
            assert_never(recommendation.edition)
    return f"{ratings} · knowledge of {kb.as_of}"
