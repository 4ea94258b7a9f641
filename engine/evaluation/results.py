"""What a team's own tests say of the candidates, and whether that is what was advised."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from engine.decision.model import Recommendation
from engine.evaluation.model import Evaluated, Score, SheetKey, TrialId
from engine.evaluation.progress import Progress, progress
from knowledge.schema import NO_ORCHESTRATOR, AlternativeId, KnowledgeBase


@dataclass(frozen=True, slots=True)
class CandidateResult:
    """What a team has found out of one candidate."""

    candidate: AlternativeId
    means: Mapping[TrialId, Fraction]
    """By trial, 1 to 5: the mean over whoever scored it. Without the trials that nobody scored."""
    scored_by: Mapping[TrialId, frozenset[str]]
    """Who has scored it, by the trials of ``means``."""
    mean: Fraction | None
    """1 to 5: the mean over the trials, which all count the same however many scored each; None
    while one of them has no score."""
    checklist: Progress | None
    """None where no checklist was begun."""

    @property
    def people(self) -> int:
        """How many have scored it on any trial."""
        return len(frozenset().union(*self.scored_by.values()))


@dataclass(frozen=True, slots=True)
class Results:
    """What a team has found out of all its candidates."""

    candidates: tuple[CandidateResult, ...]
    """The highest mean first, those without one last; else as they were begun."""
    leaders: tuple[AlternativeId, ...]
    """Who has the highest mean; several tie. Empty unless two candidates or more have one."""


def results(evaluated: Evaluated, knowledge: KnowledgeBase) -> Results:
    """The results of every candidate that has a sheet or a score.

    Candidates that were only scored stand behind those with a sheet, in the order of the knowledge
    base.
    """
    scored = {score.candidate for score in evaluated.scores}
    begun = dict.fromkeys(sheet.candidate for sheet in evaluated.sheets)
    described = (*knowledge.alternatives, *knowledge.contenders)
    candidates = dict.fromkeys((*begun, *(each for each in described if each in scored)))
    found = [_result(each, evaluated, knowledge) for each in candidates]
    complete = [(each.candidate, each.mean) for each in found if each.mean is not None]
    best = max((mean for _, mean in complete), default=None)
    return Results(
        candidates=tuple(sorted(found, key=lambda each: -(each.mean or 0))),
        leaders=tuple(c for c, mean in complete if mean == best) if len(complete) > 1 else (),
    )


def _result(
    candidate: AlternativeId, evaluated: Evaluated, knowledge: KnowledgeBase
) -> CandidateResult:
    scores = [each for each in evaluated.scores if each.candidate == candidate]
    trials = [TrialId(each.id) for each in knowledge.evaluation.proof_of_concept]
    means = {trial: mean for trial in trials if (mean := _mean(trial, scores)) is not None}
    sheets = {sheet.key: sheet for sheet in evaluated.sheets}
    checklist = sheets.get(SheetKey("checklist", candidate))
    return CandidateResult(
        candidate=candidate,
        means=means,
        scored_by={
            trial: frozenset(score.person for score in scores if score.trial == trial)
            for trial in means
        },
        mean=sum(means.values(), Fraction(0)) / len(trials) if len(means) == len(trials) else None,
        checklist=None if checklist is None else progress(checklist, knowledge),
    )


def _mean(trial: TrialId, scores: list[Score]) -> Fraction | None:
    points = [score.points for score in scores if score.trial == trial]
    return Fraction(sum(points), len(points)) if points else None


def contradicts(results: Results, recommendation: Recommendation) -> bool:
    """Whether a candidate leads on the team's own tests, and none that leads was advised.

    As advised counts what was picked, what stands beside it in a hybrid, and what was too close to
    it to call.
    """
    advised = {recommendation.alternative, recommendation.beside, *recommendation.close}
    if recommendation.kind == "no_orchestrator":
        advised.add(NO_ORCHESTRATOR)
    return bool(results.leaders) and advised.isdisjoint(results.leaders)
