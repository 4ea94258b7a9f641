"""What a decision costs, as multiples of one ranking: machines differ, the multiples hardly do.

Run it with `python benchmarks/decision.py`. Each figure is the best of several rounds.
"""

import json
from collections.abc import Callable, Mapping
from timeit import repeat

from engine.decision.acceptability import acceptability
from engine.decision.picking import pick_for
from engine.decision.ranking import rank
from engine.decision.recommend import recommend
from engine.sensitivity.analysis import analyse
from engine.sensitivity.answers import next_questions, turning_points
from knowledge.loader import load
from knowledge.schema import Edition, KnowledgeBase, SlotId

KNOWN: Mapping[SlotId, int | str] = {
    SlotId("team_size"): 14,
    SlotId("model_count"): 6,
    SlotId("kubernetes_skill"): "some",
    SlotId("cloud"): "aws",
}
ROUNDS = 5


def steps(knowledge: KnowledgeBase) -> dict[str, Callable[[], object]]:
    advice = recommend(KNOWN, knowledge)
    weights, edition = advice.weights, Edition.CURRENT
    alternatives = list(knowledge.alternatives)
    return {
        "ranking": lambda: rank(weights, knowledge, edition),
        "pick": lambda: pick_for(KNOWN, knowledge),
        "10,000 draws": lambda: acceptability(weights, knowledge, edition, alternatives),
        "recommendation": lambda: recommend(KNOWN, knowledge),
        "flips, stability": lambda: analyse(advice, knowledge),
        "next questions": lambda: next_questions(KNOWN, knowledge),
        "turning points": lambda: turning_points(KNOWN, knowledge),
    }


def best(step: Callable[[], object]) -> float:
    """Seconds of one call."""
    step()
    return min(repeat(step, number=3, repeat=ROUNDS)) / 3


def main() -> None:
    knowledge = load()
    for name, each in (("6 alternatives", knowledge), ("16", knowledge.with_contenders())):
        seconds = {step: best(run) for step, run in steps(each).items()}
        one = seconds["ranking"]
        print(f"{name}: one ranking {one * 1e6:,.0f} us")
        print(json.dumps({step: round(spent / one) for step, spent in seconds.items()}, indent=2))


if __name__ == "__main__":
    main()
