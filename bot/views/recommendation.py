"""A recommendation in sentences: what to take, how sure, why, why not.

Each function is one part of the answer, in mrkdwn; '' where there is nothing to say.
"""

from collections.abc import Mapping
from typing import assert_never

from bot.views.blocks import Rendered, plain, section
from bot.views.snapshot import Snapshot
from bot.views.sources import citation, source_of
from bot.views.words import leading, listed, name, points, sentence
from engine.decision.case import named_by
from engine.decision.model import Points, Ranked, Recommendation
from knowledge.schema import AlternativeId, ByRanking, CriterionId, KnowledgeBase, Node, NodeId

_GAPS_SHOWN = 3


def concluded(snapshot: Snapshot) -> Recommendation | Rendered:
    """The recommendation; while there is none, the message that says so in its place."""
    match snapshot.dialogue.status, snapshot.recommendation:
        case "concluded", Recommendation() as recommendation:
            return recommendation
        case "cancelled", _:
            line = "This decision was cancelled."
        case "gathering", _:
            line = "An answer is being changed; a new recommendation follows when all are known."
        case _:
            line = "The answer is being worked out again."
    return Rendered(text=line, blocks=[section(line)])


def node(kb: KnowledgeBase, node_id: NodeId) -> Node:
    """The node of the tree with that id; KeyError where there is none."""
    for each in kb.tree:
        if each.id == node_id:
            return each
    raise KeyError(node_id)


def ranked(recommendation: Recommendation, alternative: AlternativeId | None) -> Ranked | None:
    """Where an alternative stands in the ranking; None where it does not (ruled out)."""
    for each in recommendation.ranking:
        if each.alternative == alternative:
            return each
    return None


def headline(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """The answer in a few words, as unescaped text: 'Metaflow, then Prefect'.

    Where it is too close to call, all who are close: 'Kubeflow Pipelines or ZenML'.
    """

    def full(alternative: AlternativeId | None) -> str:
        return kb.alternatives[alternative].name if alternative else "what runs today"

    pick, beside = full(recommendation.alternative), full(recommendation.beside)
    match recommendation.kind:
        case "stay":
            return f"Stay with {pick}"
        case "no_orchestrator":
            return "No orchestrator yet"
        case "hybrid":
            return f"{pick}, with {beside} beside it"
        case "adopt" if recommendation.is_default:
            return f"{pick}, as a default"
        case "adopt" if recommendation.close:
            return listed([pick, *map(full, recommendation.close)], "or")
        case "adopt":
            seconds = [full(each) for each in recommendation.runners_up]
            return f"{pick}, then {listed(seconds, 'or')}" if seconds else pick
        case _:
            assert_never(recommendation.kind)


def why(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """What decided, then where the pick is ahead of the second and where behind."""
    against = compared_with_the_second(recommendation, kb)
    return f"*Why* {reason_of(recommendation, kb)}" + (f" {against}" if against else "")


def reason_of(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """Why the leaf leads where it does; what happens in its place where it cannot."""
    leaf = node(kb, recommendation.leaf)
    if recommendation.leaf_without:
        return _ruled_out_pick(recommendation, kb)
    if leaf.then == ByRanking(kind="ranking"):
        return "By the weighted ratings."
    return sentence(leaf.because, 400)


def _ruled_out_pick(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """What stands in place of the leaf's reason where a fact rules out what the leaf names."""
    named = named_by(node(kb, recommendation.leaf).then)
    left = [each for each in named if each not in recommendation.leaf_without]
    follows = (
        f"{listed([name(kb, each) for each in left])} is left"
        if left
        else "the weighted ratings decide"
    )
    gone = listed([name(kb, each) for each in recommendation.leaf_without])
    verb = "is" if len(recommendation.leaf_without) == 1 else "are"
    tree = listed([name(kb, each) for each in named])
    return f"The tree leads to {tree}, but {gone} {verb} ruled out, so {follows}."


def compared_with_the_second(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """The three criteria that part the pick most from the second; a plus and a minus if there is.

    '' where nothing is advised over a second.
    """
    own = ranked(recommendation, recommendation.alternative)
    second = ranked(recommendation, next(iter(recommendation.runners_up), None))
    advised = recommendation.kind == "adopt" and not recommendation.is_default
    if own is None or second is None or not advised:
        return ""
    names = {CriterionId(each.id): plain(each.name, 40) for each in kb.criteria}
    gaps = {
        criterion: figure - second.contributions[criterion]
        for criterion, figure in own.contributions.items()
    }
    shown = ", ".join(
        f"{names[criterion]} {'+' if gap > 0 else '-'}{points(abs(gap))}"
        for criterion, gap in _largest(gaps)
    )
    pair = f"{name(kb, own.alternative)} against {name(kb, second.alternative)}"
    return f"{pair}: {shown}." if shown else ""


def _largest(gaps: Mapping[CriterionId, Points]) -> list[tuple[CriterionId, Points]]:
    """The largest gaps, first the largest; where there are both signs, both are among them."""
    found = sorted(((c, gap) for c, gap in gaps.items() if gap), key=lambda each: -abs(each[1]))
    shown, rest = found[:_GAPS_SHOWN], found[_GAPS_SHOWN:]
    signs = {gap > 0 for _, gap in shown}
    other = [each for each in rest if (each[1] > 0) not in signs]
    return [*shown[:-1], other[0]] if other else shown


def why_not(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """Who was ruled out, a line each."""
    lines = [
        f"*Not* {name(kb, each.alternative)}: {sentence(each.reason, 250)}"
        for each in recommendation.ruled_out
    ]
    return "\n".join(lines)


def compared(recommendation: Recommendation) -> tuple[AlternativeId, ...]:
    """Who is compared in numbers: the first three, those who tie with them, and the pick."""
    first = [each.alternative for each in leading(recommendation.ranking, 3)]
    own = ranked(recommendation, recommendation.alternative)
    return tuple(first if own is None or own.alternative in first else [*first, own.alternative])


def cited(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """The sources of what decided: those of the leaf, and of whatever rules out."""
    claims = node(kb, recommendation.leaf).cites
    ids = [*(claim.source for claim in claims), *(out.source for out in recommendation.ruled_out)]
    found = dict.fromkeys(citation(source_of(kb, each)) for each in ids)
    return f"Sources: {'; '.join(found)}"
