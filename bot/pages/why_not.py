"""The page on one alternative for a team: why it is the pick, or what would make it one."""

from collections.abc import Iterator

from bot.pages.alternatives import ruled_out_if
from bot.pages.answers import conditions
from bot.pages.comparison import level_when
from bot.pages.page import Line, Lines, Page
from bot.pages.parts import judged_here, line, lines, page, section, text
from bot.pages.words import criterion_name, listed, name, outcome, picked, points
from engine.advice.model import Comparison, CriterionCompared, WhyNot
from engine.decision.model import Pick, Points, Recommendation
from knowledge.schema import NO_ORCHESTRATOR, AlternativeId, ByRanking, KnowledgeBase

_BEHIND = 3
_AHEAD = 2


def why_not_page(found: WhyNot, recommendation: Recommendation, kb: KnowledgeBase) -> Page:
    """Where an alternative stands in a recommendation, the short answer first.

    What made the pick one is told in words beside this page.
    """
    alternative = kb.described(found.alternative)
    is_pick = found.standing == "picked"
    beside = found.comparison
    return page(
        f"Why {alternative.name}" if is_pick else f"{alternative.name}, for this team",
        section("", Lines(tuple(_answer(found, recommendation, kb)))),
        section("Where it falls behind", Lines(tuple(_behind(beside, kb) if beside else ()))),
        section("Where it is ahead", Lines(tuple(_ahead(beside, kb) if beside else ()))),
        *([] if is_pick else [section("What would make it the pick", _turning(found, kb))]),
        *([] if is_pick else [section("Use it if", lines(alternative.use_if, kb))]),
        see_also=(beside.alternatives if beside else (found.alternative,)),
    )


def not_for_everyone_page(alternative: AlternativeId, kb: KnowledgeBase) -> Page:
    """For whom an alternative is, and for whom not, where no team is known yet."""
    found = kb.described(alternative)
    return page(
        f"{found.name}: for whom, and for whom not",
        section(
            "",
            Lines((line(found.profile.best_for, kb, "Best for"),)),
            text(judged_here(found), "Whether it is the one for you hangs on your team."),
        ),
        section("Use it if", lines(found.use_if, kb)),
        section("Rather not, since", lines(found.profile.weaknesses, kb)),
        section("Ruled out for a team", ruled_out_if(found, kb)),
        see_also=(alternative, "use_if"),
    )


def _answer(found: WhyNot, recommendation: Recommendation, kb: KnowledgeBase) -> Iterator[Line]:
    """Where it stands; then what decided, where that was not the ranking."""
    own = name(kb, found.alternative)
    pick = picked(Pick(recommendation.kind, recommendation.alternative, recommendation.beside), kb)
    match found.standing:
        case "picked":
            cites = kb.node(recommendation.leaf).cites
            yield Line(
                f"{own} is what is recommended{'' if pick == own else f': {pick}'}.",
                sources=tuple(dict.fromkeys(kb.source(each.source) for each in cites)),
            )
            yield from _lead(recommendation, kb)
        case "beside":
            yield Line(f"{own} is recommended already, as the second of two: {pick}.")
        case "close":
            yield Line(f"{own} is as good a choice: it is too close to {pick} to call.")
        case "runner_up":
            yield Line(f"{own} is the next best after {pick}.")
        case "ranked":
            yield Line(f"{own} is {_place(found, recommendation)}; recommended is {pick}.")
        case "ruled_out":
            yield Line(f"{own} is ruled out, whatever its ratings say; recommended is {pick}.")
        case "not_ranked" if found.alternative == NO_ORCHESTRATOR:
            yield Line(
                "To have no orchestrator is never ranked; it is advised where it is enough. "
                f"Recommended is {pick}."
            )
        case "not_ranked":
            yield Line(
                f"{own} is known here and not ranked: its ratings are this project's judgement, "
                f"and none of the lesson's. Recommended is {pick}."
            )
    for out in found.ruled_out:
        yield Line(out.reason, lead="Ruled out", sources=(kb.source(out.source),))
    if found.comparison is not None:
        yield _score(found.comparison, kb)
    is_by_tree = kb.node(recommendation.leaf).then != ByRanking(kind="ranking")
    if is_by_tree and found.standing != "picked":
        yield _leaf(recommendation, kb)


def _place(found: WhyNot, recommendation: Recommendation) -> str:
    for each in recommendation.ranking:
        if each.alternative == found.alternative:
            shared = ", with others" if each.tied else ""
            return f"on place {each.rank} of {len(recommendation.ranking)} in the ranking{shared}"
    return "not in the ranking"


def _score(comparison: Comparison, kb: KnowledgeBase) -> Line:
    """How far it is behind the pick, or ahead of it, by the weights of this team."""
    theirs, mine = comparison.totals
    rival = f"{name(kb, comparison.alternatives[0])} with {points(theirs)}"
    gap = "level with" if mine == theirs else f"{_gap(theirs - mine)} than"
    return Line(f"{points(mine)} of 5, {gap} {rival}.", lead="Score")


def _lead(recommendation: Recommendation, kb: KnowledgeBase) -> Iterator[Line]:
    """How far the pick is ahead of the second, where the ranking decided."""
    scores = {each.alternative: each.points for each in recommendation.ranking}
    own = recommendation.alternative
    if recommendation.by_ranking and own in scores:
        mine, seconds = scores[own], recommendation.runners_up
        ahead = (
            [f", {_gap(scores[seconds[0]] - mine)} than {name(kb, seconds[0])}"] if seconds else []
        )
        yield Line("".join([f"{points(mine)} of 5", *ahead, "."]), lead="Score")


def _leaf(recommendation: Recommendation, kb: KnowledgeBase) -> Line:
    """The node that decided, and why; where a fact rules out what it names, that in its place."""
    leaf = kb.node(recommendation.leaf)
    because = leaf.because
    if recommendation.leaf_without:
        gone = listed([name(kb, each) for each in recommendation.leaf_without])
        verb = "is" if len(recommendation.leaf_without) == 1 else "are"
        because = f"{outcome(leaf.then, kb)} {gone} {verb} ruled out."
    return Line(
        f"{leaf.statement.rstrip('.')}. {because}",
        lead="The decision tree comes before any score",
        sources=tuple(dict.fromkeys(kb.source(each.source) for each in leaf.cites)),
    )


def _behind(comparison: Comparison, kb: KnowledgeBase) -> Iterator[Line]:
    """The criteria on which it has fewer points than the pick, the most costly first."""
    for each in sorted(comparison.criteria, key=lambda each: -_lost(each))[:_BEHIND]:
        if _lost(each) > 0:
            yield _difference(each, comparison, kb)


def _ahead(comparison: Comparison, kb: KnowledgeBase) -> Iterator[Line]:
    for each in sorted(comparison.criteria, key=_lost)[:_AHEAD]:
        if _lost(each) < 0:
            yield _difference(each, comparison, kb)


def _lost(each: CriterionCompared) -> Points:
    theirs, mine = each.points
    return theirs - mine


def _difference(each: CriterionCompared, comparison: Comparison, kb: KnowledgeBase) -> Line:
    rival, _ = comparison.alternatives
    theirs, mine = each.ratings
    return Line(
        f"rated {mine}, {name(kb, rival)} {theirs}; it weighs {each.weight} %, which makes "
        f"{_gap(_lost(each))}.",
        lead=criterion_name(kb, each.criterion),
    )


def _gap(lost: Points) -> str:
    return f"{points(abs(lost))} {'less' if lost > 0 else 'more'}"


def _turning(found: WhyNot, kb: KnowledgeBase) -> Lines:
    said = []
    if found.would_lead:
        said.append(Line(f"{conditions(found.would_lead, kb)}.", lead="One other answer"))
    else:
        said.append(Line("No single other answer does."))
    if found.flip is not None:
        said.append(Line(level_when(found.flip, kb), lead="Weights"))
    elif found.standing in {"ranked", "ruled_out"}:
        said.append(Line("No weights put it first in the ranking."))
    return Lines(tuple(said))
