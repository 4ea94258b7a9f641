"""What a decision rested on when it was closed, and how what was decided reads."""

from dataclasses import dataclass, field

from bot.pages.words import listed, name, picked
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from engine.decision.conditions import Known
from engine.decision.model import Pick, Recommendation
from engine.dialogue.model import DialogueState
from engine.dialogue.state import known_answers
from engine.evaluation.model import NOTHING_EVALUATED, Evaluated, Outcome
from engine.evaluation.results import Results, results
from knowledge.schema import NO_ORCHESTRATOR, AlternativeId, KnowledgeBase


@dataclass(frozen=True, slots=True)
class Closing:
    """What a decision rested on when it was closed."""

    kb: KnowledgeBase
    """The facts, as the decision ranks them."""
    recommendation: Recommendation
    dialogue: DialogueState
    outcome: Outcome
    evaluated: Evaluated = NOTHING_EVALUATED
    assumed: Assumed = NOTHING_ASSUMED
    """What was set for the cost of this decision."""
    workspace: Assumed = NOTHING_ASSUMED
    """What the workspace keeps for the cost of all its decisions."""
    supersedes: int | None = None
    """The number of the record in whose place it stands."""
    known: Known = field(init=False)
    results: Results = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", known_answers(self.dialogue))
        object.__setattr__(self, "results", results(self.evaluated, self.kb))

    @property
    def taken(self) -> tuple[AlternativeId, ...]:
        """What is run from now on: both of a hybrid, ``none`` for no orchestrator.

        Empty where what runs today is kept and is none we know.
        """
        if self.outcome.kind == "no_orchestrator":
            return (NO_ORCHESTRATOR,)
        both = self.outcome.alternative, self.outcome.beside
        return tuple(each for each in both if each is not None)


def chosen(outcome: Outcome, kb: KnowledgeBase) -> str:
    """What was decided in a few words: 'Prefect', 'Stay with Airflow', 'No orchestrator yet'.

    What the facts do not have any more is called by its id.
    """
    match outcome.kind:
        case "no_orchestrator":
            return "No orchestrator yet"
        case "stay":
            return f"Stay with {_named(outcome.alternative, kb)}"
        case "adopt":
            return _named(outcome.alternative, kb)
        case "hybrid":
            first, second = _named(outcome.alternative, kb), _named(outcome.beside, kb)
            return f"{first}, with {second} beside it"


def advised(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """What was recommended in a few words, with what was too close to it to call."""
    pick = Pick(recommendation.kind, recommendation.alternative, recommendation.beside)
    near = [name(kb, each) for each in recommendation.close]
    return listed([picked(pick, kb), *near], "or")


def follows(outcome: Outcome, recommendation: Recommendation) -> bool:
    """Whether what was decided is what was recommended, or too close to it to call.

    To stay with an alternative and to adopt it are the same: what counts is where the team goes.
    """
    if outcome.kind == "hybrid":
        return (outcome.alternative, outcome.beside) == (
            recommendation.alternative,
            recommendation.beside,
        )
    if outcome.alternative is not None:
        among = (recommendation.alternative, recommendation.beside, *recommendation.close)
        return outcome.alternative in among
    return (outcome.kind, None) == (recommendation.kind, recommendation.alternative)


def _named(alternative: AlternativeId | None, kb: KnowledgeBase) -> str:
    return "what runs today" if alternative is None else name(kb, alternative)
