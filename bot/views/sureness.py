"""How sure an answer is, and why no surer: lead, open questions, figures, tree against ranking."""

from bot.views.blocks import plain
from bot.views.recommendation import node, ranked
from bot.views.words import listed, name, places, points, standings
from engine.decision.model import Pick, Points, Ranked, Recommendation
from engine.decision.recommend import CLEAR_LEAD
from knowledge.schema import KnowledgeBase


def sureness(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """How sure the answer is and why, with the figures and every tie."""
    figures = standings(kb, recommendation.ranking)
    if recommendation.is_default:
        return (
            "*A default, not advice*: too little is known about this team. "
            f"With all criteria weighing the same: {figures}."
        )
    words = {"clear": "Clear", "leans": "Leans", "too_close": "Too close to call"}
    why_so = f"*{words[recommendation.confidence]}*: {_lead(recommendation, kb)}"
    adopts = recommendation.kind in ("adopt", "hybrid")
    shown = [f"{figures if adopts else f'If you look further: {figures}'}."] if figures else []
    return " ".join(
        [f"{why_so}; {_open(recommendation)}.", *shown, *_disagreement(recommendation, kb)]
    )


def _lead(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """How the pick came to be one, and how far it is ahead."""
    own = ranked(recommendation, recommendation.alternative)
    if own is None or recommendation.kind != "adopt":
        return "by the decision tree"
    if recommendation.close:
        return _close_lead(own, recommendation, kb)
    second = ranked(recommendation, next(iter(recommendation.runners_up), None))
    how = [] if recommendation.by_ranking else ["by the decision tree"]
    if how and recommendation.ranking_disagrees:
        return "by the decision tree"
    if second is None:
        return ", ".join(how) or "nothing else is left"
    seconds = listed([name(kb, each) for each in recommendation.runners_up])
    lead = own.points - second.points
    unclear = f" (clear from {points(CLEAR_LEAD)})" if 0 < lead < CLEAR_LEAD else ""
    return ", ".join([*how, f"{_gap(lead)} {seconds}{unclear}"])


def _close_lead(own: Ranked, recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """'Kubeflow Pipelines is only 0.05 ahead of ZenML', or who ties at the top."""
    near = [each for each in recommendation.ranking if each.alternative in recommendation.close]
    level = [own, *(each for each in near if each.points == own.points)]
    gaps = [
        f"only {_gap(own.points - place[0].points)} "
        f"{listed([name(kb, each.alternative) for each in place])}"
        for place in places([each for each in near if each not in level])
    ]
    first = listed([name(kb, each.alternative) for each in level])
    if len(level) > 1:
        return ", ".join([f"{first} tie", *gaps])
    return f"{first} is {listed(gaps)}"


def _gap(lead: Points) -> str:
    """'0.25 ahead of', '0.25 behind', 'level with'."""
    if lead == 0:
        return "level with"
    return f"{points(abs(lead))} {'ahead of' if lead > 0 else 'behind'}"


def _open(recommendation: Recommendation) -> str:
    number = len(recommendation.open_slots)
    questions = "question" if number == 1 else "questions"
    return f"{number or 'no'} unanswered {questions} could change this"


def _disagreement(recommendation: Recommendation, kb: KnowledgeBase) -> list[str]:
    """Where the tree leads elsewhere than the ranking, and the one answer that would settle it."""
    own = ranked(recommendation, recommendation.alternative)
    if own is None or not recommendation.ranking_disagrees:
        return []
    first = [each.alternative for each in next(places(recommendation.ranking))]
    leaders = listed([name(kb, each) for each in first])
    picked = f"{name(kb, own.alternative)} ({points(own.points)})"
    if recommendation.beside is not None:
        picked += f" with {name(kb, recommendation.beside)} beside it"
    said = [f"Tree and ranking disagree: the tree leads to {picked}, the ranking to {leaders}."]
    for leader in first:
        for branch in recommendation.open_branches:
            if branch.then == Pick("adopt", leader) and len(branch.slots) == 1:
                label = plain(kb.question(branch.slots[0]).label, 30)
                statement = plain(node(kb, branch.node).statement.rstrip("."), 250)
                settled = f"{label} would settle it for {name(kb, leader)}, if this holds"
                return [*said, f"{settled}: {statement}."]
    return said
