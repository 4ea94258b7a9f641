"""What pages are put together from; what would be empty is left out."""

from collections.abc import Iterable

from bot.pages.page import Code, Grid, Line, Lines, Page, Part, Section
from knowledge.schema import LESSON, Alternative, Claim, ExampleId, KnowledgeBase, Source

NOT_IN_SOURCE = "not in the source"


def lesson(kb: KnowledgeBase) -> Source:
    """The lesson itself."""
    return kb.source(LESSON)


def described(kb: KnowledgeBase) -> tuple[Alternative, ...]:
    """Every alternative and every contender, each once, whether it is ranked or not."""
    return tuple({**kb.alternatives, **kb.contenders}.values())


def judged_here(found: Alternative) -> str:
    """Whose the ratings are, where the lesson has none; empty where it has."""
    if found.is_in_lesson:
        return ""
    return f"{found.name} is not in the lesson; its ratings are this project's judgement."


def line(claim: Claim, kb: KnowledgeBase, lead: str = "") -> Line:
    """A statement with its source."""
    return Line(claim.text, lead=lead, sources=(kb.source(claim.source),))


def lines(claims: Iterable[Claim], kb: KnowledgeBase, lead: str = "") -> Lines:
    """Statements with their sources, each with the same lead."""
    return Lines(tuple(line(each, kb, lead) for each in claims))


def beside(lesson_says: str | None, today: Claim | None, kb: KnowledgeBase) -> tuple[Line, ...]:
    """What the lesson says, and under it what holds today, where that is known to differ.

    Where the lesson says nothing there is nothing to cite.
    """
    if lesson_says:
        said = Line(lesson_says, lead="Lesson", sources=(lesson(kb),))
    else:
        said = Line("nothing on this.", lead="Lesson")
    return (said,) if today is None else (said, line(today, kb, "Today"))


def text(*sentences: str) -> Lines:
    """Plain sentences of this project, one under another; empty ones are left out."""
    return Lines(tuple(Line(each) for each in sentences if each))


def code(example: ExampleId, kb: KnowledgeBase, prefix: str = "") -> Code:
    """An example of code, with what it shows and on what it was run."""
    found = kb.examples[example]
    ran_with = ", ".join(each.replace("==", " ") for each in found.requires) or "Python alone"
    shows = found.shows.rstrip(".")
    return Code(found.code, caption=f"{prefix}{shows}. Run on {ran_with}, {found.ran_on}.")


def section(heading: str, *parts: Part) -> Section | None:
    """A section of the parts that have something in them; None where none has."""
    full = tuple(each for each in parts if not _is_empty(each))
    return Section(heading, full) if full else None


def page(title: str, *sections: Section | None, see_also: Iterable[str] = ()) -> Page:
    """A page of the sections that there are."""
    return Page(title, tuple(each for each in sections if each is not None), tuple(see_also))


def _is_empty(part: Part) -> bool:
    match part:
        case Lines(lines=found):
            return not found
        case Grid(rows=rows):
            return not rows
        case Code(text=found):
            return not found
