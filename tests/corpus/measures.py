"""How well utterances are understood, in the measures of dialogue state tracking."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.dialogue.requests import Request
from tests.corpus.hearing import Heard
from tests.corpus.utterances import Utterance

Said = tuple[Utterance, Heard]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over utterances, and the measures that follow from them."""

    utterances: int
    exact: int
    """Utterances that came to exactly their goal."""
    right: int
    """Pairs of a slot and a value that were filled as they should be."""
    wrong: int
    """Pairs that were filled and are no goal."""
    missed: int
    """Pairs that are a goal and were not filled."""
    false_fills: int
    """Utterances that should fill nothing, and filled something."""
    stray_fills: int
    """Slots that were filled beside the goal by utterances that have one."""
    asked: int
    """Utterances that are a request or a command, or were taken for a command."""
    granted: int
    """Those that were taken as what they are."""

    @property
    def joint_goal_accuracy(self) -> float:
        """The share of utterances that came to exactly their goal."""
        return _share(self.exact, self.utterances)

    @property
    def slot_f1(self) -> float:
        """The harmonic mean of precision and recall over all pairs of a slot and a value."""
        return _share(2 * self.right, 2 * self.right + self.wrong + self.missed)

    @property
    def asked_accuracy(self) -> float:
        """The share of requests and commands that were taken as what they are."""
        return _share(self.granted, self.asked)


def score(said: Iterable[Said]) -> Score:
    """Count what came of utterances."""
    every = tuple(said)
    pairs = tuple((_pairs(wanted.goal), _pairs(heard.filled)) for wanted, heard in every)
    asking = tuple(each for each in every if _asks(each[0]) or not is_granted(*each))
    return Score(
        utterances=len(every),
        exact=sum(is_exact(*each) for each in every),
        right=sum(len(goal & filled) for goal, filled in pairs),
        wrong=sum(len(filled - goal) for goal, filled in pairs),
        missed=sum(len(goal - filled) for goal, filled in pairs),
        false_fills=sum(bool(filled) and not goal for goal, filled in pairs),
        stray_fills=sum(
            len(set(heard.filled) - set(wanted.goal)) for wanted, heard in every if wanted.goal
        ),
        asked=len(asking),
        granted=sum(is_granted(*each) for each in asking),
    )


def is_exact(wanted: Utterance, heard: Heard) -> bool:
    """Whether it filled its goal and nothing else, with the spans and refusals that are written."""
    return (
        _pairs(wanted.goal) == _pairs(heard.filled)
        and (wanted.spans is None or dict(wanted.spans) == dict(heard.spans))
        and (wanted.unclear is None or set(wanted.unclear) == heard.refused)
    )


def is_granted(wanted: Utterance, heard: Heard) -> bool:
    """Whether its request or command was heard and no other; without one, no command."""
    if wanted.asks is not None:
        return len(heard.requests) == 1 and _holds(wanted, heard.requests[0])
    if wanted.command is not None:
        return wanted.command == heard.command and not heard.requests
    return heard.command in (None, "agree")


def _holds(wanted: Utterance, request: Request) -> bool:
    found = request.model_dump(mode="json")
    return found["kind"] == wanted.asks and all(
        found.get(name) == value for name, value in wanted.asks_for.items()
    )


def _asks(wanted: Utterance) -> bool:
    return wanted.asks is not None or wanted.command is not None


def _pairs(values: Mapping[Any, Any]) -> frozenset[tuple[Any, Any]]:
    return frozenset(values.items())


def _share(some: int, of: int) -> float:
    return some / of if of else 1.0
