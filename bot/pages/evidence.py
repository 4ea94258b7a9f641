"""Pages on what statements rest on, and on the code that shows them."""

from collections.abc import Iterable

from bot.pages.page import Line, Lines, Page, Part
from bot.pages.parts import code, described, page, section, text
from knowledge.schema import Example, ExampleId, Grade, KnowledgeBase, Source

GRADES = {
    Grade.A: "Primary: a package, its source code, the project's or the vendor's documentation.",
    Grade.B: "A dated transcription or copy of the vendor's page.",
    Grade.C: "Third party.",
    Grade.J: "Judgement.",
    Grade.U: "Unknown.",
}


def sources(kb: KnowledgeBase) -> Page:
    """Every source with its grade and the date for which it holds."""
    return page(
        "Sources",
        section(
            "",
            text(f"All facts were last reviewed on {kb.as_of}."),
            Lines(tuple(Line(says, lead=f"Grade {grade}") for grade, says in GRADES.items())),
        ),
        section("Shared", _listed(kb.sources.values())),
        section("Cost", _listed(kb.costs.sources.values())),
        *(section(each.name, _listed(each.sources.values())) for each in described(kb)),
        see_also=("corrections", "scope"),
    )


def examples(kb: KnowledgeBase) -> Page:
    """All code, with the versions that it was run on."""
    return page(
        "Code examples",
        section(
            "",
            text(
                "This project's own code, run on the versions that stand beside it. It takes the "
                "place of the lesson's, parts of which fail on current versions.",
            ),
        ),
        *(section(each.name, *_example(each, kb)) for each in kb.examples.values()),
        see_also=tuple(kb.examples),
    )


def example(found: Example, kb: KnowledgeBase) -> Page:
    """One piece of code, and how it was run."""
    return page(found.name, section("", *_example(found, kb)), see_also=("examples",))


def _example(found: Example, kb: KnowledgeBase) -> tuple[Part, ...]:
    return code(ExampleId(found.id), kb), Lines((Line(found.how, lead="How it was run"),))


def _listed(found: Iterable[Source]) -> Lines:
    """Sources as statements of their own: title, date, grade, address."""
    return Lines(
        tuple(
            Line(
                f"{each.title}, {each.as_of}, grade {each.grade}"
                + (f". {each.url}" if each.url else ".")
            )
            for each in found
        )
    )
