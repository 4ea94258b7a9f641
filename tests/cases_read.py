"""Cases: what a statement of the lesson comes to for one team, as an expert can review them.

A folder of YAML files, a list of cases in each, read as strictly as the facts themselves.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, TypeAdapter, model_validator
from pydantic_core import to_json

from engine.decision.model import Recommendation
from knowledge import plain_yaml
from knowledge.scalars import Text
from knowledge.schema import (
    AlternativeId,
    CriterionId,
    Edition,
    Fact,
    NodeId,
    SlotId,
    SourceId,
)

FOLDER = Path(__file__).parent / "cases"

Names = Annotated[tuple[AlternativeId, ...], Field(min_length=1)]


class Expect(Fact):
    """What must come out; what is not written is left open."""

    kind: Literal["adopt", "stay", "no_orchestrator", "hybrid"]
    alternative: AlternativeId | None = None
    any_of: Names | None = None
    """Where the statement names several."""
    not_: Annotated[Names | None, Field(alias="not")] = None
    beside: AlternativeId | None = None
    close: Names | None = None
    """All that are too close behind the pick to call, or tie with it."""
    runner_up: AlternativeId | None = None
    """Among the best besides the pick."""
    leads: Names | None = None
    """Who has the first place of the ranking; several tie."""
    confidence: Literal["clear", "leans", "too_close"] | None = None
    leaf: NodeId | None = None
    ruled_out: tuple[AlternativeId, ...] | None = None
    """Some of those that are ruled out; written empty, nobody is."""
    is_default: Literal[True] | None = None

    @model_validator(mode="after")
    def _names_the_pick(self) -> Self:
        named = (self.alternative, self.any_of, self.not_)
        if self.kind in ("adopt", "hybrid") and not any(named):
            raise ValueError("say what is adopted: alternative, any_of or not")
        return self

    def unmet_by(self, found: Recommendation) -> Iterator[str]:
        """What is not as expected, a line each."""
        pick, ruled_out = found.alternative, {out.alternative for out in found.ruled_out}
        leaders = {entry.alternative for entry in found.ranking if entry.rank == 1}
        wanted_out = set(self.ruled_out or ())
        for name, holds, is_found in (
            ("kind", self.kind == found.kind, found.kind),
            ("alternative", self.alternative in (None, pick), pick),
            ("any_of", self.any_of is None or pick in self.any_of, pick),
            ("not", self.not_ is None or pick not in self.not_, pick),
            ("beside", self.beside == found.beside, found.beside),
            ("close", self.close is None or self.close == found.close, found.close),
            ("runner_up", self.runner_up in (None, *found.runners_up), found.runners_up),
            ("leads", self.leads is None or set(self.leads) == leaders, leaders),
            ("confidence", self.confidence in (None, found.confidence), found.confidence),
            ("leaf", self.leaf in (None, found.leaf), found.leaf),
            ("ruled_out", self.ruled_out is None or wanted_out <= ruled_out, ruled_out),
            ("ruled_out", self.ruled_out != () or not ruled_out, ruled_out),
            ("is_default", self.is_default in (None, found.is_default), found.is_default),
        ):
            if not holds:
                yield f"{name}: found {is_found}"


class Differs(Fact):
    """Where the engine advises otherwise than the lesson, and why."""

    lesson: Names
    """What the lesson names for this team."""
    why: Text
    source: SourceId


class Case(Fact):
    """One team, and what it is to be advised."""

    name: Text
    where: Text
    """The place of the statement in the lesson."""
    says: Text
    """The statement, in our words."""
    text: Text | None = None
    """What the team types; where it is absent, the phrases of the answers are typed."""
    answers: Mapping[SlotId, int | str]
    stressed: tuple[CriterionId, ...] = ()
    """In the order of the criteria."""
    edition: Edition = Edition.CURRENT
    contenders: bool = False
    expect: Expect
    differs: Differs | None = None

    @property
    def named(self) -> Iterator[AlternativeId]:
        """Every alternative that is named, as expected or not."""
        expect, differs = self.expect, self.differs
        for name in (expect.alternative, expect.beside, expect.runner_up):
            if name is not None:
                yield name
        for names in (expect.any_of, expect.not_, expect.close, expect.leads, expect.ruled_out):
            yield from names or ()
        yield from differs.lesson if differs else ()


def read(file: Path) -> tuple[Case, ...]:
    """The cases of one file."""
    document = plain_yaml.read(file.read_text(encoding="utf-8"))
    assert document.faults == (), (file.name, document.faults)
    cases = TypeAdapter(Annotated[tuple[Case, ...], Field(min_length=1)])
    return cases.validate_json(to_json(document.value), strict=True)


def all_cases() -> dict[str, Case]:
    """Every case, under the name of its file and its own."""
    return {
        f"{file.stem}: {case.name}": case
        for file in sorted(FOLDER.glob("*.yaml"))
        for case in read(file)
    }
