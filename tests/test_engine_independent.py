"""The engine's figures against other ways to get them: another library, trying everything."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pymcdm.helpers import rankdata  # type: ignore[import-untyped]
from pymcdm.methods import WSM  # type: ignore[import-untyped]

from engine.decision.acceptability import DRAWS, RATINGS_OFF, acceptability, grade_of
from engine.decision.model import NO_WISHES, Ranked, Weights
from engine.decision.ranking import rank
from engine.decision.weights import weights_for
from engine.sensitivity.flips import flips
from knowledge.schema import (
    Alternative,
    AlternativeId,
    CriterionId,
    Edition,
    KnowledgeBase,
    Rating,
    SlotId,
)
from tests.facts import KB

CRITERIA = [CriterionId(criterion.id) for criterion in KB.criteria]


def percents_over(criteria: Sequence[CriterionId]) -> st.SearchStrategy[dict[CriterionId, int]]:
    """Whole percents that sum to 100; some may be nothing."""
    cuts = st.lists(st.integers(0, 100), min_size=len(criteria) - 1, max_size=len(criteria) - 1)

    def between(cut: list[int]) -> dict[CriterionId, int]:
        ends = [0, *sorted(cut), 100]
        return {each: high - low for each, low, high in zip(criteria, ends, ends[1:], strict=False)}

    return cuts.map(between)


def weighing(percents: Mapping[CriterionId, int]) -> Weights:
    return Weights(
        percents=percents,
        without_wishes=percents,
        weighing=NO_WISHES,
        blend={},
        memberships={},
        outside=(),
    )


# Scores and ranks: the weighted sum model of pymcdm.


def as_rated(column: object, *, cost: bool) -> object:
    """In place of a normalisation: the ratings as they are, all of them gains."""
    assert not cost
    return column


@settings(max_examples=200)
@given(percents_over(CRITERIA), st.sampled_from(Edition), st.booleans())
def test_scores_and_ranks_are_those_of_another_library(
    percents: dict[CriterionId, int],
    edition: Edition,
    with_contenders: bool,  # noqa: FBT001 (drawn)
) -> None:
    knowledge = KB.with_contenders() if with_contenders else KB
    matrix = np.array(
        [
            [each.ratings[criterion].in_edition(edition) for criterion in CRITERIA]
            for each in knowledge.alternatives.values()
        ]
    )
    weights = np.array([percents[criterion] / 100 for criterion in CRITERIA])
    scores = WSM(as_rated)(matrix, weights, np.ones(len(CRITERIA)), validation=False)
    # A hundredth is the smallest step, so that rounding to it takes off the noise alone.
    rounded = [round(score, 2) for score in scores]
    ranks = rankdata(rounded, reverse=True)
    found = {entry.alternative: entry for entry in rank(weighing(percents), knowledge, edition)}
    for alternative, score, average in zip(knowledge.alternatives, rounded, ranks, strict=True):
        entry = found[alternative]
        assert entry.points == round(score * 100)
        # There, those who tie share the mean of their places; here, the first of them.
        level = sum(other.points == entry.points for other in found.values())
        assert entry.rank + (level - 1) / 2 == average
        assert entry.tied == (level > 1)


# Draws: plainly, one after the other, with another generator and without whole numbers.


def test_the_draws_come_out_as_a_plain_simulation_does() -> None:
    weights = weights_for({SlotId("team_size"): 30, SlotId("model_count"): 30}, KB)
    order = list(KB.alternatives)
    draw = np.random.Generator(np.random.MT19937(1))
    firsts = dict.fromkeys(order, 0)
    draws = 3_000
    for _ in range(draws):
        percents = {c: w * draw.uniform(0.75, 1.25) for c, w in weights.percents.items()}
        scores = []
        for alternative in order:
            described = KB.alternatives[alternative]
            score = 0.0
            for criterion, percent in percents.items():
                off = RATINGS_OFF[grade_of(described, criterion, KB, Edition.CURRENT)] / 100
                rating = described.ratings[criterion].in_edition(Edition.CURRENT)
                score += percent * min(5, max(1, rating + draw.uniform(-off, off)))
            scores.append(score)
        firsts[order[int(np.argmax(scores))]] += 1
    found = acceptability(weights, KB, Edition.CURRENT, order)
    for alternative in order:
        assert abs(found[alternative][0] / DRAWS - firsts[alternative] / draws) < 0.03


# Flips: the smallest move must lie on a corner that the conditions and today's weights cut out.

Point = tuple[Fraction, Fraction, Fraction]
Line = tuple[Fraction, Fraction, Fraction]
"""a x + b y + c = 0, where x and y are the first two weights and the third is 100 - x - y."""
THREE = CRITERIA[:3]
RATINGS = st.lists(st.integers(1, 5), min_size=3, max_size=3)


def corners(lines: Sequence[Line]) -> Iterator[Point]:
    for (a, b, c), (d, e, f) in combinations(lines, 2):
        if determinant := a * e - b * d:
            x, y = (b * f - c * e) / determinant, (c * d - a * f) / determinant
            yield x, y, 100 - x - y


def smallest_move(matrix: Sequence[Sequence[int]], rival: int, weights: Point) -> Fraction | None:
    """Half the smallest sum of changes with which the rival leads alone, or is at its limit."""
    aheads = [
        tuple(mine - theirs for mine, theirs in zip(matrix[rival], other, strict=True))
        for place, other in enumerate(matrix)
        if place != rival
    ]
    one = Fraction(1)
    sides: list[Line] = [(one, one * 0, one * 0), (one * 0, one, one * 0), (one, one, one * -100)]
    level: list[Line] = [
        (Fraction(p - r), Fraction(q - r), Fraction(100 * r)) for p, q, r in aheads
    ]

    def lead(point: Point) -> Fraction:
        return min(
            sum((w * a for w, a in zip(point, ahead, strict=True)), Fraction(0)) for ahead in aheads
        )

    allowed = [p for p in corners([*sides, *level]) if min(p) >= 0 and lead(p) >= 0]
    if not allowed:
        return None
    middle = tuple(sum(axis) / len(allowed) for axis in zip(*allowed, strict=True))
    if lead((middle[0], middle[1], middle[2])) <= 0:
        return None
    x, y, z = weights
    today: list[Line] = [(one, one * 0, -x), (one * 0, one, -y), (one, one, z - 100)]
    near = [weights, *corners([*sides, *level, *today])]
    return min(
        sum((abs(now - then) for now, then in zip(point, weights, strict=True)), Fraction(0)) / 2
        for point in near
        if min(point) >= 0 and lead(point) >= 0
    )


def made(matrix: Sequence[Sequence[int]]) -> KnowledgeBase:
    """Alternatives with these ratings on the first three criteria."""
    like = next(iter(KB.alternatives.values()))

    def rated(row: Sequence[int]) -> Alternative:
        ratings = {c: Rating(lesson=value) for c, value in zip(THREE, row, strict=True)}
        return like.model_copy(update={"ratings": ratings})

    alternatives = {AlternativeId(f"a{place}"): rated(row) for place, row in enumerate(matrix)}
    return KB.model_copy(update={"alternatives": alternatives})


@settings(max_examples=300)
@given(st.lists(RATINGS, min_size=2, max_size=5), percents_over(THREE))
def test_the_smallest_move_is_that_of_trying_every_corner(
    matrix: list[list[int]], percents: dict[CriterionId, int]
) -> None:
    knowledge = made(matrix)
    ranking: tuple[Ranked, ...] = rank(weighing(percents), knowledge, Edition.LESSON)
    found = {
        flip.rival: flip.points
        for flip in flips(ranking, percents, knowledge, Edition.LESSON)
        if flip.over == "all"
    }
    x, y, z = (Fraction(percents[criterion]) for criterion in THREE)
    for entry in ranking[1:]:
        tried = smallest_move(matrix, int(entry.alternative[1:]), (x, y, z))
        assert found.get(entry.alternative) == tried
