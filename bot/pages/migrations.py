"""Pages on moving from one alternative to another."""

from collections.abc import Iterable, Iterator

from bot.pages.page import Line, Lines, Page, Part, Section
from bot.pages.parts import NOT_IN_SOURCE, code, line, lines, page, section, text
from bot.pages.words import name
from engine.advice.model import Migration
from knowledge.schema import KnowledgeBase, MigrationPath, MigrationStep


def migrations(kb: KnowledgeBase) -> Page:
    """Every path that the sources cover, and what holds for all others."""
    found = kb.migrations
    return page(
        "Migration",
        section("", Lines((line(found.effort, kb, "Effort"),))),
        section("What teams forget", lines(found.hidden_costs, kb)),
        *(section(each.name, lines((each.summary,), kb), *_path(each, kb)) for each in found.paths),
        section("Any other move", text(_ANY_MOVE), *_steps(found.any_path, kb)),
        section("From scripts or nothing", *_steps(found.first_steps, kb)),
        section("Back to scripts", *_steps(found.last_steps, kb)),
        see_also=("outgrown", "common_mistakes", "lock_in"),
    )


def migration_page(found: Migration, kb: KnowledgeBase) -> Page:
    """How to get from one alternative to another."""
    return page(
        _title(found, kb),
        section("", Lines(tuple(summary(found, kb)))),
        _steps_of(found, kb),
        section("What teams forget", lines(found.hidden_costs, kb)),
        see_also=("migration", found.from_, found.to),
    )


def summary(found: Migration, kb: KnowledgeBase) -> Iterator[Line]:
    """A migration in a line or two: what covers it, and how long it takes."""
    match found.kind:
        case "detailed" if found.path is not None:
            yield line(found.path.summary, kb)
        case "first_steps":
            yield Line("No orchestrator runs yet, so there is nothing to move but scripts.")
        case "last_steps":
            yield Line("No source here covers the way back to scripts; these steps are ours.")
        case _:
            yield Line("No source here covers this move in detail.")
    if found.effort is not None:
        yield line(found.effort, kb, "Effort")
    elif found.kind == "generic":
        yield Line("no figure; the lesson has one for moves from Airflow only.", lead="Effort")
    else:
        yield Line(f"no figure: {NOT_IN_SOURCE}.", lead="Effort")


_ANY_MOVE = "These steps hold for any move, and no more."


def _title(found: Migration, kb: KnowledgeBase) -> str:
    if found.path is not None:
        return found.path.name
    if found.kind == "first_steps":
        return f"From scripts to {name(kb, found.to)}"
    if found.kind == "last_steps":
        return f"From {name(kb, found.from_)} back to scripts"
    return f"From {name(kb, found.from_)} to {name(kb, found.to)}"


def _steps_of(found: Migration, kb: KnowledgeBase) -> Section | None:
    if found.path is not None:
        return section("Steps", *_path(found.path, kb))
    note = text(_ANY_MOVE if found.kind == "generic" else "")
    return section("Steps", note, *_steps(found.steps, kb))


def _path(found: MigrationPath, kb: KnowledgeBase) -> Iterator[Part]:
    yield from _steps(found.steps, kb)
    yield lines(found.gains, kb, "Gain")
    yield lines(found.cautions, kb, "Caution")


def _steps(found: Iterable[MigrationStep], kb: KnowledgeBase) -> Iterator[Part]:
    """The steps one under another, and then the code that shows them."""
    steps = tuple(found)
    yield Lines(
        tuple(Line(each.text, sources=(kb.source(each.source),)) for each in steps),
        is_numbered=True,
    )
    for number, each in enumerate(steps, start=1):
        if each.before is not None:
            yield code(each.before, kb, prefix=f"Step {number}, before: ")
        if each.example is not None:
            yield code(each.example, kb, prefix=f"Step {number}: ")
