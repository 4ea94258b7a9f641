"""A recommendation in sentences: what to take, how sure, why, why not.

Each function is one part of the answer, in mrkdwn; '' where there is nothing to say.
"""

from collections.abc import Mapping
from typing import assert_never

from bot.pages.words import listed, points
from bot.views.blocks import Rendered, section
from bot.views.snapshot import Snapshot
from bot.views.sources import citation
from bot.views.words import criterion_name, leading, name, sentence
from engine.decision.case import named_by
from engine.decision.model import Points, Ranked, Recommendation
from knowledge.schema import AlternativeId, ByRanking, CriterionId, KnowledgeBase

_GAPS_SHOWN = 3
_EARNED_SHOWN = 2
_RULED_OUT_SHOWN = 3


def concluded(snapshot: Snapshot) -> Recommendation | Rendered:
    """The recommendation; while there is none, the message that says so in its place."""
    match snapshot.dialogue.status, snapshot.recommendation:
        case "concluded" | "decided", Recommendation() as recommendation:
            return recommendation
        case "cancelled", _:
            line = "This decision was cancelled."
        case "gathering", _:
            line = "There is no recommendation now; it follows when the questions are answered."
        case _:
            line = "The answer is being worked out again."
    return Rendered(text=line, blocks=[section(line)])


def ranked(recommendation: Recommendation, alternative: AlternativeId | None) -> Ranked | None:
    """Where an alternative stands in the ranking; None where it does not (ruled out)."""
    for each in recommendation.ranking:
        if each.alternative == alternative:
            return each
    return None


def headline(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """The answer in a few words, as unescaped text: 'Metaflow, then Prefect'.

    Where it is too close to call, all who are close: 'Stay with Kubeflow Pipelines or ZenML'.
    """

    def full(alternative: AlternativeId | None) -> str:
        return kb.described(alternative).name if alternative else "what runs today"

    pick, beside = full(recommendation.alternative), full(recommendation.beside)
    match recommendation.kind:
        case "stay":
            return listed([f"Stay with {pick}", *map(full, recommendation.close)], "or")
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
    """What decided, what the pick earns most from, where it is ahead of the second or behind."""
    parts = (
        path_of(recommendation, kb),
        most_earned(recommendation, kb),
        compared_with_the_second(recommendation, kb),
    )
    return f"*Why* {' '.join(filter(None, parts))}"


def path_of(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """The way through the tree in words: what holds at its end, and what follows from it."""
    leaf = kb.node(recommendation.leaf)
    if leaf.then == ByRanking(kind="ranking"):
        found = [step.found for step in recommendation.path]
        asked = f"{found.count('no')} do not apply, {found.count('open')} wait for an answer"
        return f"No branch of the tree decides ({asked}), so the weighted ratings do."
    return f"The tree: {sentence(leaf.statement, 250)} {reason_of(recommendation, kb)}"


def reason_of(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """Why the leaf leads where it does; what happens in its place where it cannot."""
    if recommendation.leaf_without:
        return _ruled_out_pick(recommendation, kb)
    return sentence(kb.node(recommendation.leaf).because, 400)


def _ruled_out_pick(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """What stands in place of the leaf's reason where a fact rules out what the leaf names."""
    named = named_by(kb.node(recommendation.leaf).then, kb)
    left = [each for each in named if each not in recommendation.leaf_without]
    follows = (
        f"{listed([name(kb, each) for each in left])} {'is' if len(left) == 1 else 'are'} left"
        if left
        else "the weighted ratings decide"
    )
    gone = listed([name(kb, each) for each in recommendation.leaf_without])
    verb = "is" if len(recommendation.leaf_without) == 1 else "are"
    tree = listed([name(kb, each) for each in named])
    return f"The tree leads to {tree}, but {gone} {verb} ruled out, so {follows}."


def most_earned(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """The criteria from which the pick has most of its points; '' where none is advised."""
    own = ranked(recommendation, recommendation.alternative)
    if own is None or recommendation.kind != "adopt" or recommendation.is_default:
        return ""
    earned = _largest(own.contributions)[:_EARNED_SHOWN]
    shown = [f"{criterion_name(kb, criterion)} ({points(figure)})" for criterion, figure in earned]
    return f"{name(kb, own.alternative)} earns most from {listed(shown)}."


def compared_with_the_second(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """The three criteria that part the pick most from the second; a plus and a minus if there is.

    '' where nothing is advised over a second.
    """
    own = ranked(recommendation, recommendation.alternative)
    second = ranked(recommendation, next(iter(recommendation.runners_up), None))
    advised = recommendation.kind == "adopt" and not recommendation.is_default
    if own is None or second is None or not advised:
        return ""
    gaps = {
        criterion: figure - second.contributions[criterion]
        for criterion, figure in own.contributions.items()
    }
    shown = ", ".join(
        f"{criterion_name(kb, criterion)} {'+' if gap > 0 else '-'}{points(abs(gap))}"
        for criterion, gap in _largest(gaps)
    )
    return f"Against {name(kb, second.alternative)}: {shown}." if shown else ""


def _largest(gaps: Mapping[CriterionId, Points]) -> list[tuple[CriterionId, Points]]:
    """The largest gaps, first the largest; where there are both signs, both are among them."""
    found = sorted(((c, gap) for c, gap in gaps.items() if gap), key=lambda each: -abs(each[1]))
    shown, rest = found[:_GAPS_SHOWN], found[_GAPS_SHOWN:]
    signs = {gap > 0 for _, gap in shown}
    other = [each for each in rest if (each[1] > 0) not in signs]
    return [*shown[:-1], other[0]] if other else shown


def why_not(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """What speaks against what is kept; then who was ruled out, a line for each reason."""
    kept = [
        f"*Mind* {name(kb, each.alternative)} would be ruled out if it did not run already: "
        f"{sentence(each.reason, 250)}"
        for each in recommendation.kept_despite
    ]
    by_reason: dict[str, list[str]] = {}
    for each in recommendation.ruled_out:
        by_reason.setdefault(each.reason, []).append(name(kb, each.alternative))
    told = list(by_reason.items())
    lines = [
        f"*Not* {listed(names, 'or')}: {sentence(reason, 250)}"
        for reason, names in told[:_RULED_OUT_SHOWN]
    ]
    others = [each for _, names in told[_RULED_OUT_SHOWN:] for each in names]
    more = [f"*Nor* {listed(others)}; *Why* gives the reasons."] if others else []
    return "\n".join([*kept, *lines, *more])


def compared(recommendation: Recommendation) -> tuple[AlternativeId, ...]:
    """Who is compared in numbers: the first three, those who tie with them, and the pick."""
    first = [each.alternative for each in leading(recommendation.ranking, 3)]
    own = ranked(recommendation, recommendation.alternative)
    return tuple(first if own is None or own.alternative in first else [*first, own.alternative])


def cited(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """The sources of what decided: those of the leaf, and of the reasons that rule out."""
    claims = kb.node(recommendation.leaf).cites
    shown = recommendation.ruled_out[:_RULED_OUT_SHOWN]
    ids = [*(claim.source for claim in claims), *(out.source for out in shown)]
    found = dict.fromkeys(citation(kb.source(each)) for each in ids)
    return f"Sources: {'; '.join(found)}"
