"""How often each alternative comes first, second and so on when the figures are a little off.

Known as stochastic multicriteria acceptability analysis (Lahdelma, Hokkanen and Salminen, 1998).
How far weights and ratings may be off is this project's judgement.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.decision.model import Weights
from knowledge.schema import (
    Alternative,
    AlternativeId,
    CriterionId,
    Edition,
    Grade,
    KnowledgeBase,
)

DRAWS: Final = 10_000
SEED: Final = 20_260
"""Fixed, so that the same figures give the same draws, as long as NumPy's stream is the same."""
WEIGHTS_OFF: Final = 250
"""How far a weight may be off, in thousandths of itself."""
RATINGS_OFF: Final[Mapping[Grade, int]] = {
    Grade.A: 25,
    Grade.B: 25,
    Grade.C: 50,
    Grade.J: 50,
    Grade.U: 100,
}
"""How far a rating may be off, in hundredths of a point, by the grade of its evidence."""

_LOWEST, _HIGHEST = 100, 500
_Column = NDArray[np.int32]
"""One figure for each draw."""


def acceptability(
    weights: Weights,
    knowledge: KnowledgeBase,
    edition: Edition,
    alternatives: Sequence[AlternativeId],
    ratings_off: Mapping[Grade, int] = RATINGS_OFF,
) -> dict[AlternativeId, tuple[int, ...]]:
    """In how many of ``DRAWS`` draws each of the alternatives came first, second, and so on.

    In a draw each weight is multiplied by a factor between 0.75 and 1.25, and each rating moves by
    at most what its evidence leaves open, within 1 to 5; all of it uniform, independent and in
    whole numbers, so that the outcome is exact, and the same on every machine with the same NumPy.
    A criterion without weight stays without. Equal scores rank in the order of ``alternatives``,
    so that every draw is a permutation: the counts of an alternative, and those of a rank, sum to
    ``DRAWS``.
    """
    draw = np.random.default_rng(SEED)
    factors = {
        criterion: np.int32(percent)
        * draw.integers(1000 - WEIGHTS_OFF, 1000 + WEIGHTS_OFF + 1, DRAWS, dtype=np.int32)
        for criterion, percent in weights.percents.items()
        if percent
    }
    scores = np.zeros((DRAWS, len(alternatives)), dtype=np.int32)
    for column, alternative in enumerate(alternatives):
        described = knowledge.alternatives[alternative]
        for criterion, factor in factors.items():
            rating = described.ratings[criterion].in_edition(edition) * 100
            off = ratings_off[grade_of(described, criterion, knowledge, edition)]
            moved = rating + draw.integers(-off, off + 1, DRAWS, dtype=np.int32)
            scores[:, column] += factor * moved.clip(_LOWEST, _HIGHEST)
    by_rank = np.argsort(-scores, axis=1, kind="stable")
    counts = [np.bincount(rank, minlength=len(alternatives)) for rank in by_rank.T]
    return {
        alternative: tuple(int(of_rank[column]) for of_rank in counts)
        for column, alternative in enumerate(alternatives)
    }


def grade_of(
    described: Alternative, criterion: CriterionId, knowledge: KnowledgeBase, edition: Edition
) -> Grade:
    """The grade of the evidence behind the rating that counts in this edition."""
    return knowledge.source(described.ratings[criterion].source_in(edition)).grade
