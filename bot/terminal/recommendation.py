"""A recommendation as a page, with all the figures behind it. ``summary`` is the short one."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from bot.pages.answers import phrases
from bot.pages.page import Grid, Line, Lines, Page
from bot.pages.parts import page, section
from bot.pages.practice import outgrown_verdict
from bot.pages.words import criterion_name, listed, name, points, weights
from bot.terminal.asked import answered_by
from bot.terminal.findings import Finding, reasons, why_asked, would_change
from bot.terminal.report import Report
from bot.terminal.screen import bar
from bot.terminal.team import Team
from bot.terminal.words import headline, labels, names, share
from engine.advice.outgrown import verdict_on
from engine.decision.acceptability import DRAWS
from engine.decision.model import NO_WISHES, Points, Ranked
from engine.decision.weights import anchors_of
from knowledge.schema import AlternativeId, CriterionId, Edition, SourceId

_BAR: Final = 20
"""Characters of the longest bar."""
_BEST: Final[Points] = 500
_ASKED_SHOWN: Final = 5
_CHANGES_SHOWN: Final = {"answer": 8, "weights": 3, "rating": 2, "branch": 3}
"""How many of each kind are shown, in this order."""
_COMPARED: Final = 4
"""How many alternatives fit beside one another on 80 columns."""
_FOUND: Final = {"no": "does not hold", "open": "not known", "yes": "holds"}
_SURENESS: Final = {"clear": "Clear", "leans": "Leans", "too_close": "Too close to call"}


def recommendation_page(report: Report) -> Page:
    """The pick, how sure it is, why, what would change it; then the figures behind it."""
    return page(
        f"Recommendation: {headline(report.recommendation, report.kb)}",
        section("", Lines(tuple(answer_lines(report)))),
        section("Why", Lines(tuple(cited_line(report, each) for each in reasons(report)))),
        section("What would change it", Lines(tuple(_changes(report)))),
        section("Ruled out", Lines(tuple(ruled_out_lines(report)))),
        section("Ranking", *ranking_parts(report)),
        section("Weights", Lines((_weights_from(report),)), _weights(report)),
        section("Ratings, and the points that they earn", _ratings(report)),
        section("The way through the tree", Lines(tuple(_path(report)))),
        section("Worth asking next", Lines(tuple(_next(report)))),
        section("Watch out for", Lines(tuple(risk_lines(report)))),
        see_also=[*advised(report), "tree", "ratings", "sources"],
    )


def advised(report: Report) -> list[AlternativeId]:
    """What is recommended, and the second; ids, as they are explained by."""
    recommendation = report.recommendation
    seconds = recommendation.runners_up if recommendation.kind == "adopt" else ()
    advised = (recommendation.alternative, recommendation.beside, *seconds)
    return [each for each in advised if each is not None]


def answer_lines(report: Report) -> Iterator[Line]:
    """How sure it is, and what it rests on: the answers, those that are missing, the ratings."""
    yield Line(sureness(report), lead="How sure")
    known = phrases(report.team.known, report.kb, report.team.spans)
    yield Line(f"{', '.join(known)}." if known else "nothing about the team.", lead="Known")
    if left := not_used(report.team):
        yield Line(left)
    for each in report.team.requests:
        yield Line(answered_by(each), lead="Asked")
    if missing := report.team.missing(report.kb):
        yield Line(f"{labels(missing, report.kb)}.", lead="Not known")
    if verdict := verdict_on(report.team.known, report.kb):
        yield Line(outgrown_verdict(verdict), lead="Signals")
    yield Line(_edition(report), lead="Ratings")
    if report.recommendation.weights.weighing != NO_WISHES or not report.team.known:
        yield Line(weights(report.recommendation.weights, report.kb), lead="Weights")


def not_used(team: Team) -> str:
    """What of the text said nothing that is known here; '' where all was used."""
    parts = [f"“{each}”" for each in team.unread]
    return f"Not used: {listed(parts)}." if parts else ""


def sureness(report: Report) -> str:
    """How sure the pick is, and what that rests on."""
    recommendation = report.recommendation
    if recommendation.is_default:
        return "a default, not advice: too little is known about this team."
    number = len(recommendation.open_slots)
    questions = "questions" if number > 1 else "question"
    by = "ranking" if recommendation.by_ranking else "decision tree"
    said = [
        f"{_SURENESS[recommendation.confidence]}, by the {by}",
        *_lead(report),
        f"{number or 'no'} open {questions} could change it",
    ]
    return f"{'; '.join(said)}."


def _lead(report: Report) -> list[str]:
    """How far the pick is ahead of the second; how often it comes first, where that decides."""
    recommendation, kb = report.recommendation, report.kb
    points_of = {each.alternative: each.points for each in recommendation.ranking}
    own = recommendation.alternative
    if own not in points_of or recommendation.kind != "adopt":
        return []
    often = []
    if report.hangs_on_the_ranking:
        first = recommendation.acceptability[own][0]
        often = [f"first in {share(first, DRAWS)} of {DRAWS:,} draws of slightly other figures"]
    if not recommendation.runners_up:
        return often
    lead = points_of[own] - points_of[recommendation.runners_up[0]]
    seconds = names(kb, recommendation.runners_up)
    if not lead:
        return [f"level with {seconds}", *often]
    return [f"{points(abs(lead))} {'ahead of' if lead > 0 else 'behind'} {seconds}", *often]


def _edition(report: Report) -> str:
    kb = report.kb
    if report.recommendation.edition is Edition.LESSON:
        return "as the lesson printed them."
    judged = [each for each in kb.alternatives.values() if not each.is_in_lesson]
    also = "; those of contenders are this project's judgement" if judged else ""
    return f"the lesson's, corrected up to {kb.as_of}{also}."


def cited_line(report: Report, finding: Finding) -> Line:
    """A finding with what it rests on."""
    cited = finding.ids.get("sources")
    ids = [SourceId(each) for each in cited] if isinstance(cited, list) else []
    return Line(finding.text, sources=tuple(report.kb.source(each) for each in ids))


def _changes(report: Report) -> Iterator[Line]:
    found = would_change(report)
    shown = [
        finding
        for kind, most in _CHANGES_SHOWN.items()
        for finding in [each for each in found if each.kind == kind][:most]
    ]
    yield from (cited_line(report, each) for each in shown)
    if more := len(found) - len(shown):
        yield Line(f"{more} more; --json lists all of them.")
    if not found:
        yield Line("No single answer, and no weight or rating.")


def ruled_out_lines(report: Report) -> Iterator[Line]:
    """Who is ruled out, and why."""
    kb = report.kb
    for out in report.recommendation.ruled_out:
        yield Line(out.reason, lead=name(kb, out.alternative), sources=(kb.source(out.source),))


def ranking_parts(report: Report) -> tuple[Grid, Lines]:
    """Every alternative that is ranked, with bars; and in words who ties."""
    recommendation = report.recommendation
    rows = tuple(
        (
            f"{each.rank}{'=' if each.tied else ''}",
            name(report.kb, each.alternative),
            points(each.points),
            bar(each.points, _BEST, _BAR),
            share(recommendation.acceptability[each.alternative][0], DRAWS),
        )
        for each in recommendation.ranking
    )
    cited = dict.fromkeys(report.kb.source(each) for each in report.of_ratings())
    grid = Grid(("Rank", "Alternative", "Score", "of 5", "First in"), rows, sources=tuple(cited))
    return grid, Lines(tuple(_ties(report)))


def _ties(report: Report) -> Iterator[Line]:
    tied = [each for each in report.recommendation.ranking if each.tied]
    for rank, level in groupby(tied, key=lambda each: each.rank):
        alike = list(level)
        who = names(report.kb, [each.alternative for each in alike])
        yield Line(f"{who} tie for place {rank}, at {points(alike[0].points)}.")


def _weights_from(report: Report) -> Line:
    kb, blend = report.kb, anchors_of(report.recommendation.weights)
    cited = {each.source: kb.source(each.source) for each in kb.archetypes if each.id in blend}
    return Line(weights(report.recommendation.weights, kb), sources=tuple(cited.values()))


def _weights(report: Report) -> Grid:
    """Every criterion with its weight, and where it changes nothing; before wishes, if any."""
    weights = report.recommendation.weights
    heaviest = max(weights.percents.values())
    is_wished = weights.weighing != NO_WISHES

    def row(criterion: CriterionId) -> Iterator[str]:
        percent = weights.percents[criterion]
        yield criterion_name(report.kb, criterion)
        if is_wished:
            yield f"{weights.without_wishes[criterion]} %"
        yield f"{percent} %"
        yield bar(percent, heaviest, _BAR)
        stays = report.sensitivity.stability.get(criterion)  # none where nothing is ranked
        yield f"{float(stays.low):.1f} to {float(stays.high):.1f} %" if stays else ""

    rows = tuple(tuple(row(CriterionId(each.id))) for each in report.kb.criteria)
    before = ("Before",) if is_wished else ()
    return Grid(("Criterion", *before, "Weight", "", "Same first at"), rows)


def _ratings(report: Report) -> Grid:
    """The heaviest criteria first; the first of the ranking and the pick side by side."""
    recommendation, kb = report.recommendation, report.kb
    shown = _compared(report)
    percents = recommendation.weights.percents
    weighing = sorted((each for each in percents if percents[each]), key=lambda e: -percents[e])
    short = {CriterionId(each.id): each.short_name for each in kb.criteria}
    rows = [
        (
            short[criterion],
            *(
                f"{each.contributions[criterion] // percents[criterion]} / "
                f"{points(each.contributions[criterion])}"
                for each in shown
            ),
        )
        for criterion in weighing
    ]
    heading = ("Criterion", *(kb.described(each.alternative).short_name for each in shown))
    cited = {source: kb.source(source) for source in report.of_ratings()}
    return Grid(heading, tuple(rows), sources=tuple(cited.values()))


def _compared(report: Report) -> list[Ranked]:
    ranking, own = report.recommendation.ranking, report.recommendation.alternative
    first = list(ranking[:_COMPARED])
    picked = [each for each in ranking if each.alternative == own and each not in first]
    return [*first[: _COMPARED - len(picked)], *picked]


def _path(report: Report) -> Iterator[Line]:
    for step in report.recommendation.path:
        statement = report.kb.node(step.node).statement
        yield Line(statement, lead=f"{step.node}, {_FOUND[step.found]}")
    yield Line("The tree is a reconstruction: the lesson's own diagram is lost.")


def _next(report: Report) -> Iterator[Line]:
    asked = why_asked(report)
    for slot, why in asked[:_ASKED_SHOWN]:
        yield Line(why, lead=report.kb.question(slot).label)
    if more := len(asked[_ASKED_SHOWN:]):
        yield Line(f"{more} more; --json lists all of them.")


def risk_lines(report: Report) -> Iterator[Line]:
    """What speaks against what is advised, what to know of it, and the traps that are near."""
    for kept in report.recommendation.kept_despite:
        lead = f"{name(report.kb, kept.alternative)} would be ruled out if it did not run already"
        yield Line(kept.reason, lead=lead, sources=(report.kb.source(kept.source),))
    for caution in report.cautions:
        source = report.kb.source(caution.source)
        yield Line(caution.text, lead=name(report.kb, caution.alternative), sources=(source,))
    traps = {trap.id: trap.name for trap in report.kb.traps}
    for each in report.at_risk:
        yield Line(each.because, lead=traps[each.trap])
