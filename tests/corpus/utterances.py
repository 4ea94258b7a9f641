"""Utterances: what somebody types to the bot, and what a careful colleague would take from it.

A folder a part, a YAML file a group, a list of utterances in each, read as strictly as the facts.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, TypeAdapter, model_validator
from pydantic_core import to_json

from knowledge import plain_yaml
from knowledge.schema import Fact, SlotId

FOLDER = Path(__file__).parent
PARTS = ("development", "held_out")

RequestKind = Literal[
    "why_asked",
    "about",
    "why_not",
    "cost_asked",
    "compare_asked",
    "supposed",
    "outgrown_asked",
    "recommend_asked",
    "trust_asked",
    "state_asked",
    "help_asked",
]
Command = Literal["restart", "cancel", "keep", "skip", "enough", "go_on", "agree"]
"""What a text that is a command comes to, as ``Done`` says it; ``agree`` changes nothing."""


class Utterance(Fact):
    """A text, where it is said, and what must come of it."""

    text: Annotated[str, Field(min_length=1)]
    asking: SlotId | None = None
    """The slot whose question stands open; unwritten, the first base slot without an answer."""
    answered: Mapping[SlotId, int | str | None] = Field(default_factory=dict)
    """What is known before; None where it was skipped."""
    goal: Mapping[SlotId, int | str | None]
    """All that this text fills or changes; None where the person does not know."""
    spans: Mapping[SlotId, tuple[int, int | None]] | None = None
    """The spans of what is filled, all of them; unwritten, they do not count."""
    unclear: tuple[SlotId, ...] | None = None
    """The slots whose answer is refused, all of them; unwritten, refusals do not count."""
    asks: RequestKind | None = None
    """The kind of the one request in it."""
    asks_for: Mapping[str, Any] = Field(default_factory=dict)
    """Fields of that request; the others are left open."""
    command: Command | None = None
    tags: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _can_be_measured(self) -> Self:
        if self.asks_for and self.asks is None:
            raise ValueError("asks_for says more of a request: write what it asks")
        if self.asks is not None and self.command is not None:
            raise ValueError("a text is a command and nothing else, or it is none")
        if set(self.spans or ()) - set(self.goal):
            raise ValueError("a span belongs to a slot of the goal")
        if set(self.unclear or ()) & set(self.goal):
            raise ValueError("a slot is filled or unclear, not both")
        return self


def read(file: Path) -> tuple[Utterance, ...]:
    """The utterances of one file."""
    document = plain_yaml.read(file.read_text(encoding="utf-8"))
    assert document.faults == (), (file.name, document.faults)
    utterances = TypeAdapter(Annotated[tuple[Utterance, ...], Field(min_length=1)])
    return utterances.validate_json(to_json(document.value), strict=True)


def part(name: str, folder: Path = FOLDER) -> dict[str, tuple[Utterance, ...]]:
    """The utterances of each file of a part, by the file's name; empty where there is no part."""
    return {file.stem: read(file) for file in sorted((folder / name).glob("*.yaml"))}
