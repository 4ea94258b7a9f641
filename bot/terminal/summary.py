"""A recommendation in short: what fits on one screen, the most decisive first."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from bot.pages.answers import led_to
from bot.pages.page import Line, Lines, Page
from bot.pages.parts import page, section
from bot.pages.words import picked
from bot.terminal.findings import COUNTS_TOGETHER, Finding, reasons, would_change
from bot.terminal.recommendation import (
    advised,
    answer_lines,
    cited_line,
    ranking_parts,
    risk_lines,
    ruled_out_lines,
)
from bot.terminal.report import Report
from bot.terminal.words import headline, sentence
from engine.sensitivity.model import TurningPoint

_CHANGES: Final = 5
_ANSWERS: Final = 4
"""How many of the changes are answers, where others are there too."""
_ASKED: Final = 3


def summary_page(report: Report) -> Page:
    """The pick, how sure it is, why, what would change it, the ranking, what to ask next."""
    return page(
        f"Recommendation: {headline(report.recommendation, report.kb)}",
        section("", Lines(tuple(answer_lines(report)))),
        section("Why", Lines(tuple(cited_line(report, each) for each in _reasons(report)))),
        section("What would change it", Lines(tuple(islice(_changes(report), _CHANGES)))),
        section("Ruled out", Lines(tuple(ruled_out_lines(report)))),
        section("Watch out for", Lines(tuple(risk_lines(report)))),
        section("Ranking", _looking_further(report), *ranking_parts(report)),
        section("Worth asking next", Lines(tuple(_asked(report)))),
    )


def _looking_further(report: Report) -> Lines:
    """Said above a ranking that did not decide."""
    if report.candidates or report.recommendation.is_default:
        return Lines(())
    return Lines((Line("The tree decided; the ranking is for looking further."),))


def more(report: Report) -> str:
    """What stands below the short page."""
    subject = next(iter(advised(report)), "none")
    return f"More: --full, or --json for programs; orchestrator explain {subject}"


def _reasons(report: Report) -> Sequence[Finding]:
    """What decided, and where tree and ranking part; then the criteria that tell most."""
    found = reasons(report)
    criteria = [each for each in found if each.kind == "criterion"]
    others = [each for each in found if each.kind != "criterion"]
    return [*others, *criteria]


def _changes(report: Report) -> Iterator[Line]:
    """Answers, those that lead to the same pick in one line; then weights, ratings, branches."""
    answers = _led(report, report.turning_points)
    yield from (Line(sentence(each)) for each in answers[:_ANSWERS])
    found = would_change(report)
    for kind in ("weights", "rating"):
        yield from (Line(each.text) for each in [one for one in found if one.kind == kind][:1])
    yield from (Line(sentence(each)) for each in answers[_ANSWERS:])
    yield from (Line(each.text) for each in found if each.kind == "branch")
    if not found:
        yield Line("No single answer, and no weight or rating.")


def _led(report: Report, points: Sequence[TurningPoint]) -> list[str]:
    """For each other pick the answers that lead to it; first what is most worth asking."""
    asked = [each.slot for each in report.next_questions]
    found = led_to(points, asked, report.kb)
    return [f"{picked(pick, report.kb)}, {answers}" for pick, answers in found]


def _asked(report: Report) -> Iterator[Line]:
    """Each question as it is asked, and where its answers lead."""
    for asked in report.next_questions[:_ASKED]:
        turning = [each for each in report.turning_points if each.slot == asked.slot]
        leads = "; ".join(_led(report, turning))
        prompt = report.kb.question(asked.slot).prompt
        yield Line(f"{prompt} {sentence(leads) if leads else COUNTS_TOGETHER}")
