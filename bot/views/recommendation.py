"""A recommendation in sentences: what to take, how sure, why, why not, with whose weights.

Each function is one part of the answer, in mrkdwn; '' where there is nothing to say.
"""

from typing import assert_never

from bot.actions import Reasons
from bot.views.blocks import Rendered, actions, button, context, plain, section
from bot.views.snapshot import Snapshot
from bot.views.words import leading, listed, name, places, points, sentence, standings
from engine.decision.model import Ranked, Recommendation
from knowledge.schema import (
    AlternativeId,
    CriterionId,
    KnowledgeBase,
    Node,
    NodeId,
    SlotId,
)

_CONTRIBUTIONS_SHOWN = 3


def answer(snapshot: Snapshot, kb: KnowledgeBase) -> Rendered:
    """The thread message that says that there is an answer; the root message holds all of it."""
    found = concluded(snapshot)
    if isinstance(found, Rendered):
        return found
    title, sure = plain(headline(found, kb), 150), sureness(found, kb)
    return Rendered(
        text=f"{title}. {sure.replace('*', '')}",
        blocks=[
            section(f"*{title}*\n{sure}"),
            actions([button("Why", Reasons())], block_id=snapshot.block_id("answer")),
            context("The message at the top of this thread holds the whole answer."),
        ],
    )


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


def tied_at_the_top(recommendation: Recommendation) -> tuple[AlternativeId, ...]:
    """Those who share the first place where the ranking decides; empty where nobody ties."""
    first = next(places(recommendation.ranking), ())
    names = tuple(each.alternative for each in first)
    undecided = recommendation.kind == "adopt" and recommendation.confidence == "too_close"
    return names if undecided and len(names) > 1 and recommendation.alternative in names else ()


def headline(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """The answer in a few words, as unescaped text: 'Metaflow, then Prefect'."""

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
        case "adopt":
            if recommendation.is_default:
                return f"{pick}, as a default"
            if tied := tied_at_the_top(recommendation):
                return listed([full(each) for each in tied], "or")
            then = recommendation.runner_up
            return f"{pick}, then {full(then)}" if then else pick
        case _:
            assert_never(recommendation.kind)


def sureness(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """How sure the answer is, with the figures and every tie."""
    figures = standings(kb, recommendation.ranking)
    if recommendation.is_default:
        return (
            "*A default, not advice*: nothing is known about this team. "
            f"With all criteria weighing the same: {figures}."
        )
    words = {"clear": "Clear", "leans": "Leans", "too_close": "Too close to call"}
    word = words[recommendation.confidence]
    if recommendation.kind != "adopt":
        return f"*{word}* by the decision tree. The ranking, if you look further: {figures}."
    return " ".join([f"*{word}*: {figures}.", *_disagreement(recommendation, kb)])


def _disagreement(recommendation: Recommendation, kb: KnowledgeBase) -> list[str]:
    own = ranked(recommendation, recommendation.alternative)
    if own is None or not recommendation.ranking_disagrees:
        return []
    leaders = [name(kb, each.alternative) for each in next(places(recommendation.ranking))]
    picked = f"{name(kb, own.alternative)} ({points(own.points)})"
    return [f"Tree and ranking disagree: the tree says {picked}, the ranking {listed(leaders)}."]


def strongest(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """The criteria that give the pick the most points: 'Local development +1.25 · ...'."""
    own = ranked(recommendation, recommendation.alternative)
    if own is None:
        return ""
    names = {CriterionId(each.id): each.name for each in kb.criteria}
    most = sorted(own.contributions.items(), key=lambda each: -each[1])[:_CONTRIBUTIONS_SHOWN]
    return " · ".join(
        f"{plain(names[criterion], 40)} +{points(figure)}" for criterion, figure in most if figure
    )


def why(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """The leaf of the tree in words, then what gave the points."""
    reason = sentence(node(kb, recommendation.leaf).because, 400)
    scored = strongest(recommendation, kb)
    return f"*Why* {reason}" + (f"\nMost points: {scored}" if scored else "")


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


def weighting(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """Whose weights were used: of an archetype, between two, or all the same."""
    names = {str(each.id): plain(each.name, 40) for each in kb.archetypes}
    blend = [(names[kind], share) for kind, share in recommendation.weights.blend.items() if share]
    match blend:
        case []:
            return "Weights: nothing known that sets them, so all criteria weigh the same."
        case [(only, _)] if recommendation.weights.outside:
            labels = _labels(recommendation.weights.outside, kb)
            return f"Weights: {only}, the nearest; {labels} in no range that the lesson gives."
        case [(only, _)]:
            return f"Weights: {only}, as the lesson gives them."
        case _:
            between = listed([each for each, _ in blend])
            shares = "/".join(str(share) for _, share in blend)
            return f"Weights: between {between}, {shares}."


def _labels(slots: tuple[SlotId, ...], kb: KnowledgeBase) -> str:
    labels = [plain(kb.question(slot).label, 30) for slot in slots]
    return f"{listed(labels)} {'is' if len(labels) == 1 else 'are'}"
