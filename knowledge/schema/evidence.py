"""Statements and what they rest on: ids, sources, grades, editions."""

from enum import StrEnum
from typing import Annotated, Final, NewType

from pydantic import BaseModel, ConfigDict, StringConstraints

from knowledge.scalars import ID, AsOf, Text

AlternativeId = NewType("AlternativeId", str)
CriterionId = NewType("CriterionId", str)
ArchetypeId = NewType("ArchetypeId", str)
FeatureId = NewType("FeatureId", str)
SlotId = NewType("SlotId", str)
OptionId = NewType("OptionId", str)
NodeId = NewType("NodeId", str)
SourceId = NewType("SourceId", str)
ExampleId = NewType("ExampleId", str)

LESSON: Final = SourceId("lesson")
"""The source of every statement that names no other: the lesson that all of this starts from."""
SourceKey = Annotated[SourceId, ID]
"""The id of a source where it is declared."""


class Fact(BaseModel):
    """The base of all facts: immutable, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Grade(StrEnum):
    """How good the evidence is."""

    A = "A"
    """Primary: a package, its source code, the project's or the vendor's documentation."""
    B = "B"
    """A dated transcription or copy of the vendor's page."""
    C = "C"
    """Third party."""
    J = "J"
    """Judgement."""
    U = "U"
    """Unknown."""


class Edition(StrEnum):
    """Whose ratings: as the lesson printed them, or corrected by what is known today."""

    LESSON = "lesson"
    CURRENT = "current"


class Source(Fact):
    """Where a statement can be read again."""

    title: Text
    url: Annotated[str, StringConstraints(pattern=r"^https://")] | None = None
    as_of: AsOf
    """The date for which the statement is known to hold."""
    grade: Grade


class Claim(Fact):
    """A statement in our own words, with the source that it rests on."""

    text: Text
    source: SourceId
