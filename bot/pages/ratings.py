"""Pages on what alternatives are rated on, and how they are rated."""

from collections.abc import Iterable, Sequence

from bot.pages.page import Grid, Line, Lines, Page
from bot.pages.parts import described, lesson, page, section, text
from knowledge.schema import Alternative, Criterion, CriterionId, KnowledgeBase, Rating

_COLUMNS = 6
"""How many alternatives stand beside each other in one table."""


def ratings(kb: KnowledgeBase) -> Page:
    """Every rating, the lesson's and today's."""
    six = [each for each in described(kb) if each.is_in_lesson]
    others = [each for each in described(kb) if not each.is_in_lesson]
    found = [rating for each in six for rating in each.ratings.values()]
    changed = [rating for rating in found if rating.current is not None]
    return page(
        "Ratings",
        section(
            "",
            text(
                "Whole numbers from 1 to 5; 5 is always best.",
                f"The lesson gives {len(found)}; {len(changed)} of them are another number today, "
                "each with a reason and a source below. Advice uses today's, unless the edition "
                "of the lesson is asked for.",
            ),
        ),
        section("The six of the lesson", *_tables(kb, six)),
        section("Where today's rating differs", _reasons(kb, six)),
        section(
            "Outside the lesson",
            text("These ratings are this project's judgement; each alternative's page says why."),
            *_tables(kb, others),
        ),
        see_also=("criteria", "scores", "corrections"),
    )


def criteria(kb: KnowledgeBase) -> Page:
    """What alternatives are rated on."""
    return page(
        "Criteria",
        *(section(each.name, _meaning(each, kb)) for each in kb.criteria),
        see_also=("ratings", "archetypes", "scope"),
    )


def criterion(found: Criterion, kb: KnowledgeBase) -> Page:
    """One criterion: what it asks, how much it weighs, and every rating on it."""
    key = CriterionId(found.id)
    return page(
        found.name,
        section("", _meaning(found, kb)),
        section(
            "How much it weighs",
            Grid(
                ("Archetype", "Weight"),
                tuple((each.name, f"{each.weights.get(key, 0)} %") for each in kb.archetypes),
                sources=(lesson(kb),),
            ),
        ),
        section(
            "Ratings",
            Grid(
                ("Alternative", "Lesson", "Today"),
                tuple((each.name, *in_both(each.ratings[key])) for each in described(kb)),
                sources=(lesson(kb),),
            ),
        ),
        section(
            "Why today's rating is what it is",
            Lines(
                tuple(
                    Line(
                        current.reason,
                        lead=f"{each.name}, {current.value}",
                        sources=(kb.source(current.source),),
                    )
                    for each in described(kb)
                    if (current := each.ratings[key].current) is not None
                )
            ),
        ),
        see_also=("criteria", "ratings"),
    )


def ratings_of(alternative: Alternative, kb: KnowledgeBase) -> tuple[Grid, Lines]:
    """The ratings of one alternative, and why those of today are what they are."""
    grid = Grid(
        ("Criterion", "Lesson", "Today"),
        tuple(
            (each.name, *in_both(alternative.ratings[CriterionId(each.id)])) for each in kb.criteria
        ),
        sources=(lesson(kb),) if alternative.is_in_lesson else (),
    )
    return grid, _reasons(kb, (alternative,), of_one=True)


def in_both(rating: Rating) -> tuple[str, str]:
    """A rating as the lesson has it and as it is today; '-' where the lesson has none."""
    before = "-" if rating.lesson is None else str(rating.lesson)
    return before, before if rating.current is None else str(rating.current.value)


def _meaning(found: Criterion, kb: KnowledgeBase) -> Lines:
    """What is asked, and what 5 and 1 stand for: in words of whoever the source is."""
    return Lines(
        (
            Line(found.question, sources=(kb.source(found.source),)),
            Line(found.five_means, lead="Rated 5"),
            Line(found.one_means, lead="Rated 1"),
        )
    )


def _tables(kb: KnowledgeBase, alternatives: Sequence[Alternative]) -> tuple[Grid, ...]:
    """The matrix, a few columns at a time: '2', or '2, today 3'."""
    return tuple(
        Grid(
            ("Criterion", *(each.short_name for each in shown)),
            tuple(
                (row.name, *(_cell(each.ratings[CriterionId(row.id)]) for each in shown))
                for row in kb.criteria
            ),
            sources=(lesson(kb),) if shown[0].is_in_lesson else (),
        )
        for first in range(0, len(alternatives), _COLUMNS)
        if (shown := alternatives[first : first + _COLUMNS])
    )


def _cell(rating: Rating) -> str:
    before, today = in_both(rating)
    return today if rating.lesson is None or before == today else f"{before}, today {today}"


def _reasons(
    kb: KnowledgeBase, alternatives: Iterable[Alternative], *, of_one: bool = False
) -> Lines:
    """Why today's ratings are what they are; of one alternative without its name."""
    return Lines(
        tuple(
            Line(
                current.reason,
                lead=", ".join([*of, row.name, _cell(rating)]),
                sources=(kb.source(current.source),),
            )
            for alternative in alternatives
            for of in ([] if of_one else [alternative.short_name],)
            for row in kb.criteria
            for rating in (alternative.ratings[CriterionId(row.id)],)
            if (current := rating.current) is not None
        )
    )
