"""Pages on how a recommendation comes about: the tree, hard constraints, questions."""

from typing import assert_never

from bot.pages.page import Line, Lines, Page
from bot.pages.parts import line, page, section, text
from bot.pages.words import condition, listed, name, outcome
from knowledge.schema import ChoiceQuestion, KnowledgeBase, Node, NumberQuestion, Question


def tree(kb: KnowledgeBase) -> Page:
    """The decision tree, node by node, with what it rests on."""
    return page(
        "Decision tree",
        section(
            "",
            text(
                "The lesson announces a decision tree, and its diagram is lost. This one is a "
                "reconstruction from the lesson's text; each node cites what it rests on.",
                "The first node whose condition holds decides. An answer that is not known "
                "fulfils no condition.",
            ),
        ),
        *(section(f"{each.id}: {outcome(each.then, kb)}", _node(each, kb)) for each in kb.tree),
        see_also=("constraints", "questions", "use_if"),
    )


def constraints(kb: KnowledgeBase) -> Page:
    """The facts that rule an alternative out before any score."""
    return page(
        "Hard constraints",
        section(
            "",
            text(
                "A fact is no preference: where one of these holds, the alternative is out before "
                "any score, and the answer says so. What is not known rules nothing out.",
            ),
        ),
        section(
            "Ruled out",
            Lines(
                tuple(
                    Line(
                        f"If {condition(each.when, kb)}: {each.reason}",
                        lead=name(kb, each.alternative),
                        sources=(kb.source(each.source),),
                    )
                    for each in kb.constraints
                )
            ),
        ),
        see_also=("tree", "questions"),
    )


def questions(kb: KnowledgeBase) -> Page:
    """What is asked about a team, and why."""
    base = [each.label for each in kb.questions if each.stage == "base"]
    return page(
        "Questions",
        section(
            "",
            text(
                f"Always asked: {listed(base)}. The others are asked only where an answer could "
                "change the pick; all can be told without being asked.",
                "Not known is an answer to every question; it counts as no answer.",
            ),
        ),
        *(section(each.label, _question(each)) for each in kb.questions),
        see_also=("tree", "constraints", "archetypes"),
    )


def _node(found: Node, kb: KnowledgeBase) -> Lines:
    return Lines(
        (
            Line(found.statement, lead="If"),
            Line(found.because, lead="Because"),
            *(line(each, kb, "Rests on") for each in found.cites),
        )
    )


def _question(found: Question) -> Lines:
    return Lines(
        (
            Line(found.prompt, lead="Asks"),
            Line(found.why, lead="Why"),
            Line(_answers(found), lead="Answers"),
            Line(found.id, lead="Slot"),
        )
    )


def _answers(found: Question) -> str:
    match found:
        case ChoiceQuestion(options=options):
            return f"{listed([f'{each.label} ({each.id})' for each in options], 'or')}."
        case NumberQuestion(lowest=lowest, maximum=maximum):
            return f"a whole number from {lowest:,} to {maximum:,}."
        case _:
            assert_never(found)
