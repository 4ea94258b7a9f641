"""Why a recommendation is what it is, and what would change it: ids for programs, words for people.

The first finding of each is the weightiest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from bot.pages.answers import conditions
from bot.pages.words import criterion_name, decimal, listed, name, picked, points
from bot.terminal.report import Report
from bot.terminal.words import labels, names, pick_of, sentence
from engine.decision.case import named_by
from engine.decision.model import Pick, Points, Ranked
from engine.sensitivity.model import Flip, TurningPoint
from knowledge.schema import ByRanking, CriterionId, KnowledgeBase, SlotId

COUNTS_TOGETHER: Final = "It counts together with other answers."
"""Of a question that turns nothing by itself."""
_CONTRIBUTIONS: Final = 3
"""How many criteria are named for the pick."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One statement about a recommendation."""

    kind: str
    ids: Mapping[str, object]
    """What it is about, as JSON can hold it."""
    text: str
    """A sentence."""


def reasons(report: Report) -> tuple[Finding, ...]:
    """Why: what decided in the tree, what speaks for the pick, and where tree and ranking part."""
    return (*_of_the_tree(report), *_of_the_ranking(report), *_disagreement(report))


def would_change(report: Report) -> tuple[Finding, ...]:
    """What would lead to another pick: an answer, several together, other weights or ratings.

    Moves of weights and ratings are named where the pick hangs on the ranking.
    """
    turning = (*_turning_answers(report), *_open_branches(report))
    return (*turning, *_of_figures(report)) if report.hangs_on_the_ranking else turning


def flip_in_words(flip: Flip, kb: KnowledgeBase) -> str:
    """A move of weights as a sentence."""
    rival = name(kb, flip.rival)
    if not flip.points:
        return f"{rival} ties for the first place: any weight that moves its way puts it first."
    return (
        f"{rival} leads the ranking if more than {decimal(flip.points)} of 100 points of weight "
        f"move from {_parts(flip.taken, kb)} to {_parts(flip.given, kb)}."
    )


def why_asked(report: Report) -> list[tuple[SlotId, str]]:
    """The questions that could change the pick, the most decisive first: slot and reason."""
    found = []
    for asked in report.next_questions:
        turning = [each for each in report.turning_points if each.slot == asked.slot]
        then = "; ".join(_led_to(each, report.kb) for each in turning)
        follows = sentence(then) if then else COUNTS_TOGETHER
        found.append((asked.slot, f"{sentence(report.kb.question(asked.slot).why)} {follows}"))
    return found


def _of_the_tree(report: Report) -> Iterator[Finding]:
    recommendation, kb, leaf = report.recommendation, report.kb, report.leaf
    ids = {"node": recommendation.leaf, "sources": [claim.source for claim in leaf.cites]}
    if recommendation.leaf_without:
        named = named_by(leaf.then, kb)
        left = [each for each in named if each not in recommendation.leaf_without]
        stand = "stands" if len(left) == 1 else "stand"
        follows = f"{names(kb, left)} {stand}" if left else "the ranking decides"
        gone = recommendation.leaf_without
        text = (
            f"The tree leads to {names(kb, named)} ({leaf.id}), but {names(kb, gone)} "
            f"{'is' if len(gone) == 1 else 'are'} ruled out, so {follows}."
        )
        yield Finding("tree", ids, text)
    elif leaf.then == ByRanking(kind="ranking"):
        yield Finding("tree", ids, "No branch of the tree decides, so the ranking does.")
    else:
        statement = leaf.statement.rstrip(". ")
        yield Finding("tree", ids, f"{statement} ({leaf.id} of the tree). {sentence(leaf.because)}")


def _of_the_ranking(report: Report) -> Iterator[Finding]:
    """What earns the pick most of its score, and where it is furthest behind the second."""
    recommendation = report.recommendation
    own = _ranked(report, recommendation.alternative)
    if own is None or recommendation.kind != "adopt" or recommendation.is_default:
        return
    second = _ranked(report, next(iter(recommendation.runners_up), None))
    for each in _telling(own, second):
        yield _contribution(report, own, second, each)


def _telling(own: Ranked, second: Ranked | None) -> list[CriterionId]:
    """What earns most, then what parts the two most; where there is a plus and a minus, both."""
    earned = {each: figure for each, figure in own.contributions.items() if figure}
    heaviest = sorted(earned, key=lambda each: -earned[each])
    if second is None:
        return heaviest[:_CONTRIBUTIONS]
    gaps = {each: figure - second.contributions[each] for each, figure in earned.items()}
    apart = sorted((each for each in gaps if gaps[each]), key=lambda each: -abs(gaps[each]))
    signs = {gaps[each] > 0: each for each in reversed(apart)}
    told = dict.fromkeys([*heaviest[:1], *signs.values(), *apart])
    return sorted(list(told)[:_CONTRIBUTIONS], key=lambda each: -earned[each])


def _contribution(report: Report, own: Ranked, second: Ranked | None, each: CriterionId) -> Finding:
    kb, earned = report.kb, own.contributions[each]
    weight = report.recommendation.weights.percents[each]
    ids: dict[str, object] = {"criterion": each, "points": earned / 100}
    rated = f"{name(kb, own.alternative)} rated {earned // weight}"
    if second is None:
        follows = f"; it earns {points(earned)}"
    else:
        ahead = earned - second.contributions[each]
        ids |= {"against": second.alternative, "ahead": ahead / 100}
        other = second.contributions[each] // weight
        follows = f", {name(kb, second.alternative)} {other}; {_gap(ahead)}"
    return Finding("criterion", ids, f"{criterion_name(kb, each)} ({weight} %): {rated}{follows}.")


def _gap(ahead: Points) -> str:
    if not ahead:
        return "level"
    return f"{points(abs(ahead))} {'ahead' if ahead > 0 else 'behind'}"


def _disagreement(report: Report) -> Iterator[Finding]:
    recommendation = report.recommendation
    if recommendation.ranking_disagrees:
        leaders = report.sensitivity.leaders
        own = picked(pick_of(recommendation), report.kb)
        text = (
            f"Tree and ranking disagree: the tree leads to {own}, "
            f"the ranking to {names(report.kb, leaders)}."
        )
        yield Finding("disagreement", {"leaders": list(leaders)}, text)


def _turning_answers(report: Report) -> Iterator[Finding]:
    for point in report.turning_points:
        ids = {
            "slot": point.slot,
            "was": point.was,
            "value": point.value,
            "until": point.until,
            "then": _pick_ids(point.then),
        }
        yield Finding("answer", ids, sentence(_led_to(point, report.kb)))


def _led_to(point: TurningPoint, kb: KnowledgeBase) -> str:
    return f"{conditions([point], kb)}: {picked(point.then, kb)}"


def _open_branches(report: Report) -> Iterator[Finding]:
    """The branches that hang on several answers; those on one are turning points."""
    for branch in report.recommendation.open_branches:
        if branch.changes_the_pick and len(branch.slots) > 1:
            ids = {
                "node": branch.node,
                "slots": list(branch.slots),
                "then": _pick_ids(branch.then),
            }
            statement = report.kb.node(branch.node).statement.rstrip(". ")
            text = (
                f"If this holds: {statement} (open: {labels(branch.slots, report.kb)}): "
                f"{picked(branch.then, report.kb)}."
            )
            yield Finding("branch", ids, text)


def _of_figures(report: Report) -> Iterator[Finding]:
    """The smallest move of weights for each rival, then the single ratings that would do it."""
    kb, smallest = report.kb, dict[str, Flip]()
    for flip in report.sensitivity.flips:
        if flip.rival in report.candidates:
            smallest.setdefault(flip.rival, flip)
    for flip in smallest.values():
        ids = {"rival": flip.rival, "points": rounded(flip.points), "over": flip.over}
        yield Finding("weights", ids, flip_in_words(flip, kb))
    for each in report.sensitivity.rating_flips:
        ids = {
            "alternative": each.alternative,
            "criterion": each.criterion,
            "rating": each.rating,
            "to": each.to,
            "leaders": list(each.leaders),
        }
        text = (
            f"{names(kb, each.leaders)} {'leads' if len(each.leaders) == 1 else 'lead'} the "
            f"ranking if {name(kb, each.alternative)} is rated "
            f"{each.to} instead of {each.rating} on {criterion_name(kb, each.criterion)}."
        )
        yield Finding("rating", ids, text)


def rounded(number: Fraction) -> float:
    """An exact number as JSON has it, with four decimals."""
    return round(float(number), 4)


def _pick_ids(pick: Pick) -> dict[str, str | None]:
    return {"kind": pick.kind, "alternative": pick.alternative, "beside": pick.beside}


def _ranked(report: Report, alternative: str | None) -> Ranked | None:
    ranking = report.recommendation.ranking
    return next((each for each in ranking if each.alternative == alternative), None)


def _parts(moved: Mapping[CriterionId, Fraction], kb: KnowledgeBase) -> str:
    """The criteria that weight moves between, each with how much where there are several."""
    if len(moved) == 1:
        return criterion_name(kb, *moved)
    return listed([f"{criterion_name(kb, each)} ({decimal(by)})" for each, by in moved.items()])
