"""Which command answers what was asked in the text of another one."""

from typing import assert_never

from bot.terminal.arguments import quoted
from engine.cost.assumptions import ENGINEER_COST
from engine.dialogue.requests import (
    About,
    CompareAsked,
    CostAsked,
    HelpAsked,
    OutgrownAsked,
    RecommendAsked,
    Request,
    StateAsked,
    Supposed,
    TrustAsked,
    WhyAsked,
    WhyNot,
)


def answered_by(request: Request) -> str:
    """A sentence that names the command, as it is typed."""
    return f"'orchestrator {_command(request)}' answers what is asked."


def _command(request: Request) -> str:
    match request:
        case About(subject=subject):
            return f"explain {quoted(subject)}".rstrip()
        case WhyAsked():
            return "explain questions"
        case WhyNot(alternative=alternative):
            return f"explain {alternative}"
        case CostAsked():
            return " ".join(["cost", *request.alternatives, *_cost_options(request)])
        case CompareAsked(alternatives=named):
            pair: list[str] = [*named, *["A", "B"][len(named) :]][:2]
            return f"compare {' '.join(pair)}"
        case Supposed():
            return " ".join(["recommend TEXT", *_options(request)])
        case OutgrownAsked():
            return "explain outgrown"
        case TrustAsked():
            return "explain sources"
        case StateAsked() | RecommendAsked() | HelpAsked():
            return "--help"
        case _:
            assert_never(request)


def _cost_options(request: CostAsked) -> list[str]:
    assumed = request.assumed
    answers = dict(request.answers)
    if assumed.engineer_cost is not None:
        answers[ENGINEER_COST] = int(assumed.engineer_cost)
    options = {
        "years": assumed.years,
        "currency": assumed.currency,
        "per-dollar": assumed.per_dollar,
        "steps": assumed.steps_per_run,
        "engineer-hours": assumed.engineer_hours,
    }
    return [
        *(f"--set {slot}={value}" for slot, value in answers.items()),
        *(f"--{name} {value}" for name, value in options.items() if value is not None),
    ]


def _options(request: Supposed) -> list[str]:
    return [
        *(f"--set {slot}={value}" for slot, value in request.answers.items()),
        *(f"--stress {each}" for each in request.stressed or ()),
    ]
