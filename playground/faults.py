"""A switchboard for what can go wrong on Slack's side."""

from collections import defaultdict, deque
from collections.abc import Collection
from dataclasses import dataclass

from playground.model import Json, SlackError
from playground.shapes import Problem


@dataclass(frozen=True, slots=True)
class Limited:
    """429 with Retry-After."""

    retry_after: float


@dataclass(frozen=True, slots=True)
class Failed:
    """ok is false with this error; nothing was done."""

    error: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The call was carried out, and the answer is a 500 without a word."""


Fault = Limited | Failed | Lost


class Faults:
    """Faults that the Web API and the response URLs play.

    A method is named as in the Web API; ``*`` stands for every method, ``response_url`` for
    response URLs and ``upload_url`` for where files are sent.

    Attributes:
        down: every request is answered 503.
        refused: types of blocks that no message may hold, until this is emptied.
    """

    def __init__(self, *, down: bool = False, refused: Collection[str] = ()) -> None:
        self.down = down
        self.refused = frozenset(refused)
        self._planned: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def limit(self, method: str, times: int = 1, *, retry_after: float = 1) -> None:
        """Answer the next calls of this method 429, with Retry-After in seconds."""
        self._planned[method].extend([Limited(retry_after)] * times)

    def fail(self, method: str, error: str, times: int = 1) -> None:
        """Answer the next calls of this method with an error of Slack."""
        self._planned[method].extend([Failed(error)] * times)

    def lose(self, method: str, times: int = 1) -> None:
        """Carry out the next calls of this method and lose the answers."""
        self._planned[method].extend([Lost()] * times)

    def clear(self) -> None:
        """Be well again."""
        self.down = False
        self.refused = frozenset()
        self._planned.clear()

    def check(self, message: Json) -> None:
        """Raise SlackError("invalid_blocks") for a message that holds a refused block."""
        blocks = message.get("blocks")
        for place, block in enumerate(blocks if isinstance(blocks, list) else ()):
            kind = block.get("type") if isinstance(block, dict) else None
            if kind in self.refused:
                problem = Problem(f"/{place}/type", f"unsupported type: {kind}")
                raise SlackError("invalid_blocks", (problem.line("/blocks"),))

    def take(self, method: str) -> Fault | None:
        """The fault to play now, used up by this; None when all is well."""
        for name in (method, "*"):
            if self._planned[name]:
                return self._planned[name].popleft()
        return None
