"""Pages on practice: topics, traps, evaluation, the hybrid architecture."""

from collections.abc import Iterator

from bot.pages.page import Grid, Line, Lines, Page, Part, Section
from bot.pages.parts import beside, code, line, lines, page, section, text
from bot.pages.words import condition, listed, name
from engine.advice.model import OutgrownVerdict
from knowledge.schema import KnowledgeBase, Risk, Statement, Topic, Trap


def topic(found: Topic, kb: KnowledgeBase) -> Page:
    """One subject of the lesson, the lesson's statements beside today's."""
    return page(
        found.name,
        section("", Lines((line(found.summary, kb),))),
        *(section(each.title, *_statement(each, kb)) for each in found.statements),
        see_also=_next_topics(found, kb),
    )


def anti_patterns(kb: KnowledgeBase) -> Page:
    """What goes wrong again and again, and the way out."""
    return _traps("Anti-patterns", "anti_pattern", kb, see_also="common_mistakes")


def common_mistakes(kb: KnowledgeBase) -> Page:
    """What teams get wrong while they choose or move."""
    return _traps("Common mistakes", "common_mistake", kb, see_also="anti_patterns")


def trap(found: Trap, kb: KnowledgeBase) -> Page:
    """One anti-pattern or common mistake."""
    kind = "anti_patterns" if found.kind == "anti_pattern" else "common_mistakes"
    return page(found.name, section("", *_trap(found, kb)), see_also=(kind,))


def proof_of_concept(kb: KnowledgeBase) -> Page:
    """The tests of a proof of concept."""
    evaluation = kb.evaluation
    source = (kb.source(evaluation.source),)
    return page(
        "Proof of concept",
        section(
            "",
            Lines((line(evaluation.verdict, kb),)),
            text("Score each test from 1 to 5 for every candidate."),
        ),
        *(
            section(
                f"{number}. {each.name}",
                Lines(
                    (
                        Line(each.do, lead="Do", sources=source),
                        *(Line(ask, lead="Ask") for ask in each.ask),
                        *(Line(task.text, lead="Done when") for task in each.tasks),
                    )
                ),
            )
            for number, each in enumerate(evaluation.proof_of_concept, start=1)
        ),
        see_also=("checklist", "toy_pipelines"),
    )


def checklist(kb: KnowledgeBase) -> Page:
    """What to check of a candidate."""
    evaluation = kb.evaluation
    items = sum(len(each.items) for each in evaluation.checklist)
    return page(
        "Checklist",
        section(
            "",
            Lines(
                (
                    Line(
                        f"{items} things to check of a candidate, in "
                        f"{len(evaluation.checklist)} categories.",
                        sources=(kb.source(evaluation.source),),
                    ),
                )
            ),
        ),
        *(
            section(each.name, Lines(tuple(Line(item.text) for item in each.items)))
            for each in evaluation.checklist
        ),
        see_also=("proof_of_concept",),
    )


def outgrown_page(kb: KnowledgeBase) -> Page:
    """The signs that a team has outgrown its orchestrator."""
    found = kb.evaluation.outgrown
    return page(
        "Outgrown",
        section("", lines((found.verdict,), kb)),
        section(
            f"The {len(found.signals)} signals",
            Lines(
                tuple(Line(f"{each.text.rstrip('.')}. {each.means}") for each in found.signals),
                is_numbered=True,
            ),
        ),
        see_also=("migration", "underestimated_migration"),
    )


def hybrid(kb: KnowledgeBase) -> Page:
    """Several tools side by side."""
    found = kb.hybrid
    return page(
        "Hybrid architecture",
        section(
            "",
            Lines((line(found.summary, kb), line(found.not_before, kb, "Not before"))),
        ),
        section(
            "Components",
            Grid(
                ("Component", "Does", "Because"),
                tuple((each.name, each.does, each.because) for each in found.components),
                sources=(kb.source(found.summary.source),),
            ),
            Lines((line(found.joined_by, kb, "Joined by"),)),
        ),
        section("To know before you build it", lines(found.cautions, kb)),
        section(
            "When it is advised here",
            Lines(
                (
                    Line(f"{condition(found.advised_when, kb)}.", lead="If"),
                    Line(found.because, lead="Because"),
                )
            ),
        ),
        see_also=("interoperation", "tree", "examples"),
    )


def _next_topics(found: Topic, kb: KnowledgeBase) -> tuple[str, ...]:
    """The topics that follow in their order, the first after the last."""
    ids = [each.id for each in kb.topics]
    after = ids.index(found.id) + 1
    return tuple([*ids[after:], *ids[: after - 1]][:3])


def _statement(found: Statement, kb: KnowledgeBase) -> Iterator[Part]:
    yield Lines(beside(found.lesson, found.current, kb))
    if found.example is not None:
        yield code(found.example, kb)


def _traps(title: str, kind: str, kb: KnowledgeBase, *, see_also: str) -> Page:
    found = [each for each in kb.traps if each.kind == kind]
    sections: list[Section | None] = [section(each.name, *_trap(each, kb)) for each in found]
    return page(title, *sections, see_also=(see_also, *(each.id for each in found)))


def _trap(found: Trap, kb: KnowledgeBase) -> Iterator[Part]:
    yield lines(found.what_happens, kb)
    yield lines(found.prevention, kb, "Way out")
    yield Lines(
        tuple(
            line(each, kb, "Ask" if each.text.endswith("?") else "Hidden")
            for each in found.ask_yourself
        )
    )
    if found.risk is not None:
        when = f"{condition(found.risk.when, kb)}{_advised(found.risk, kb)}"
        yield Lines((Line(f"{when}: {found.risk.because}", lead="A team is warned if"),))
    if found.example is not None:
        yield code(found.example, kb)


def _advised(found: Risk, kb: KnowledgeBase) -> str:
    """On what advice a risk hangs too, after its condition."""
    if found.when_moving:
        return ", and an orchestrator is advised that it does not run today"
    if not found.picks:
        return ""
    if set(found.picks) >= set(kb.with_contenders().alternatives):
        return ", and an orchestrator is advised"
    return f", and what is advised is {listed([name(kb, each) for each in found.picks], 'or')}"


def outgrown_verdict(found: OutgrownVerdict) -> str:
    """Whether a team has outgrown what it runs, in a sentence."""
    sums = f"{found.signals} of {found.of} signals are true"
    if found.outgrown:
        return f"Outgrown: {sums}, and the threshold is {found.threshold}."
    return f"Not outgrown: {sums}, below the threshold of {found.threshold}."
