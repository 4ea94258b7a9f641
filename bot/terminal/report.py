"""Everything that one answer of ``recommend`` rests on, worked out once for text and for JSON."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.terminal.team import Team
from engine.advice.cautions import cautions
from engine.advice.model import AtRisk
from engine.advice.risks import at_risk
from engine.decision.case import candidates_of
from engine.decision.model import Recommendation
from engine.decision.recommend import recommend
from engine.decision.weights import anchors_of
from engine.sensitivity.analysis import analyse
from engine.sensitivity.answers import next_questions, turning_points
from engine.sensitivity.model import NextQuestion, Sensitivity, TurningPoint
from knowledge.schema import (
    AlternativeId,
    Caution,
    Edition,
    KnowledgeBase,
    Node,
    SourceId,
)


@dataclass(frozen=True, slots=True)
class Report:
    """A recommendation for a team, and how it stands."""

    team: Team
    kb: KnowledgeBase
    """As it was ranked: with the contenders where they were asked for."""
    recommendation: Recommendation
    sensitivity: Sensitivity
    turning_points: tuple[TurningPoint, ...]
    next_questions: tuple[NextQuestion, ...]
    at_risk: tuple[AtRisk, ...]
    cautions: tuple[Caution, ...]

    @property
    def leaf(self) -> Node:
        """The node of the tree that decided."""
        return next(each for each in self.kb.tree if each.id == self.recommendation.leaf)

    @property
    def candidates(self) -> tuple[AlternativeId, ...]:
        """Those among whom the ranking picks; empty where it does not."""
        found = candidates_of(self.leaf.then, self.recommendation.ranking)
        return tuple(each.alternative for each in found)

    @property
    def hangs_on_the_ranking(self) -> bool:
        """Whether the pick leads the whole ranking and is its pick, so that its flips are ours."""
        own = self.recommendation.alternative
        return bool(self.candidates) and own in self.sensitivity.leaders

    def cited(self) -> Iterator[SourceId]:
        """The sources that the recommendation rests on, what decided first; some several times."""
        yield from (claim.source for claim in self.leaf.cites)
        yield from (out.source for out in self.recommendation.ruled_out)
        yield from (kept.source for kept in self.recommendation.kept_despite)
        yield from (each.source for each in self.cautions)
        blend = anchors_of(self.recommendation.weights)
        yield from (kind.source for kind in self.kb.archetypes if kind.id in blend)
        yield from self.of_ratings()

    def of_ratings(self) -> Iterator[SourceId]:
        """What the ratings of the pick and of the second rest on, where they weigh something."""
        recommendation = self.recommendation
        shown = (recommendation.alternative, recommendation.beside, *recommendation.runners_up)
        weights = recommendation.weights.percents.items()
        for alternative in shown:
            if alternative is None or alternative not in self.kb.alternatives:
                continue
            ratings = self.kb.alternatives[alternative].ratings
            for criterion, weight in weights:
                if weight:
                    yield ratings[criterion].source_in(recommendation.edition)


def report_of(team: Team, kb: KnowledgeBase, edition: Edition) -> Report:
    """The recommendation for this team, by this knowledge base and edition."""
    known, weighing = team.known, team.weighing
    recommendation = recommend(known, kb, edition, weighing)
    return Report(
        team=team,
        kb=kb,
        recommendation=recommendation,
        sensitivity=analyse(recommendation, kb),
        turning_points=turning_points(known, kb, edition, weighing),
        next_questions=next_questions(known, kb, edition, weighing),
        at_risk=at_risk(known, recommendation, kb),
        cautions=cautions(known, recommendation, kb),
    )
