"""How sure an answer is, and why no surer: draws, lead, open questions, tree against ranking."""

from bot.pages.words import listed, points
from bot.views.blocks import plain
from bot.views.recommendation import ranked
from bot.views.words import name, places, share, standings
from engine.decision.model import NO_WISHES, Pick, Points, Ranked, Recommendation
from engine.decision.recommend import CLEAR_SHARE
from knowledge.schema import AlternativeId, KnowledgeBase

_VERDICTS = {"clear": "Clear", "leans": "Leans", "too_close": "Too close to call"}


def confidence(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """How sure the answer is and why, with the figures and every tie."""
    figures = standings(kb, recommendation.ranking)
    if recommendation.is_default:
        is_wished = recommendation.weights.weighing != NO_WISHES
        how = (
            "As the criteria are weighed here"
            if is_wished
            else "With all criteria weighing the same"
        )
        return f"*A default, not advice*: too little is known about this team. {how}: {figures}."
    why_so = f"*{_VERDICTS[recommendation.confidence]}*: {_lead(recommendation, kb)}"
    counts = recommendation.kind in ("adopt", "hybrid") or recommendation.by_ranking
    shown = [f"{figures if counts else f'If you look further: {figures}'}."] if figures else []
    return " ".join(
        [f"{why_so}; {_open(recommendation)}.", *shown, *_disagreement(recommendation, kb)]
    )


def first_places(recommendation: Recommendation, alternative: AlternativeId) -> tuple[int, int]:
    """In how many draws an alternative comes first, and how many draws there are."""
    by_rank = recommendation.acceptability[alternative]
    return by_rank[0], sum(by_rank)


def comes_first(recommendation: Recommendation, alternative: AlternativeId) -> str:
    """'first in 81 % of 10,000 draws'."""
    first, draws = first_places(recommendation, alternative)
    if first == draws:
        return f"first in all {draws:,} draws"
    return f"first in {share(first, draws)} of {draws:,} draws"


def _lead(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """How the pick came to be one, and how far it is ahead."""
    own = ranked(recommendation, recommendation.alternative)
    if own is None or not (recommendation.kind == "adopt" or recommendation.by_ranking):
        return "by the decision tree"
    if recommendation.close:
        return f"{_close_lead(own, recommendation, kb)}; {_close_draws(recommendation, kb)}"
    how = [] if recommendation.by_ranking else ["by the decision tree"]
    if how and recommendation.ranking_disagrees:
        return "by the decision tree"
    if own.rank == 1:
        how.append(_draws(own, recommendation, kb))
    second = ranked(recommendation, next(iter(recommendation.runners_up), None))
    if second is None:
        return ", ".join(how) or "nothing else is left"
    seconds = listed([name(kb, each) for each in recommendation.runners_up])
    return ", ".join([*how, f"{_gap(own.points - second.points)} {seconds}"])


def _draws(own: Ranked, recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """How often the pick comes first, and what would be clear where it is not."""
    first, draws = first_places(recommendation, own.alternative)
    unclear = f" (clear from {CLEAR_SHARE} %)" if first * 100 < CLEAR_SHARE * draws else ""
    return (
        f"{name(kb, own.alternative)} comes {comes_first(recommendation, own.alternative)}{unclear}"
    )


def _open(recommendation: Recommendation) -> str:
    number = len(recommendation.open_slots)
    questions = "questions" if number > 1 else "question"
    return f"{number or 'no'} open {questions} could change this"


def _close_draws(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """How often each of those that are close comes first, the most often before the others."""
    among = (recommendation.alternative, *recommendation.close)
    places = {each: first_places(recommendation, each) for each in among if each is not None}
    most, *others = sorted(places, key=lambda each: -places[each][0])
    also = [f"{name(kb, each)} in {share(*places[each])}" for each in others]
    return ", ".join([f"{name(kb, most)} comes {comes_first(recommendation, most)}", *also])


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
                statement = plain(kb.node(branch.node).statement.rstrip("."), 250)
                settled = f"{label} would settle it for {name(kb, leader)}, if this holds"
                return [*said, f"{settled}: {statement}."]
    return said
