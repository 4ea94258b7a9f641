"""The sources to check again, as a page."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.pages.page import Grid, Line, Lines, Page
from bot.pages.parts import page, section
from knowledge.stale import Dated, Staleness


def staleness_page(found: Staleness, today: date, older_than: int) -> Page:
    """The old ones first, then those without a date, then the lesson, which is history."""
    return page(
        f"Sources more than {older_than} days old on {today.isoformat()}: {len(found.old)}",
        section("", _grid(found.old)),
        section("Undated", _grid(found.undated)),
        section("History", Lines(tuple(_lesson(found.lesson)))),
    )


def _grid(sources: Sequence[Dated]) -> Grid:
    rows = tuple(
        (
            each.source.as_of,
            "" if each.days is None else str(each.days),
            str(each.claims),
            each.source.grade.value,
            f"{each.id}: {each.source.title}",
        )
        for each in sources
    )
    return Grid(("As of", "Days", "Claims", "Grade", "Source"), rows)


def _lesson(lesson: Dated | None) -> Iterator[Line]:
    if lesson is not None:
        yield Line(
            f"{lesson.claims} claims rest on it. It does not go stale: where facts have moved, "
            "what holds today stands beside its statements.",
            lead=f"{lesson.source.title}, {lesson.source.as_of}",
        )
