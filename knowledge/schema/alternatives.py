"""What can be chosen, and how it is rated."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from knowledge.scalars import Id, Rate, Text
from knowledge.schema.evidence import (
    LESSON,
    Claim,
    CriterionId,
    Edition,
    Fact,
    FeatureId,
    Source,
    SourceId,
    SourceKey,
)


class Correction(Fact):
    """Today's rating where it differs from the lesson's."""

    value: Rate
    reason: Text
    source: SourceId


class Rating(Fact):
    """One alternative on one criterion, in both editions. At least one of the two is there."""

    lesson: Rate | None = None
    """Absent where the lesson does not know the alternative: then the rating is this project's."""
    current: Correction | None = None
    """Absent where the lesson's rating still stands."""

    @model_validator(mode="after")
    def _is_rated(self) -> Self:
        if self.lesson is None and self.current is None:
            raise ValueError("a rating is missing; write lesson, or current, or both")
        return self

    def in_edition(self, edition: Edition) -> int:
        """The rating that counts in this edition, 1-5; what the lesson lacks is today's in both."""
        if self.current is not None and (edition is Edition.CURRENT or self.lesson is None):
            return self.current.value
        if self.lesson is None:
            raise AssertionError("a rating has one of the two, see _is_rated")
        return self.lesson

    def source_in(self, edition: Edition) -> SourceId:
        """What the rating that counts in this edition rests on."""
        if self.current is not None and (edition is Edition.CURRENT or self.lesson is None):
            return self.current.source
        return LESSON


class Feature(Fact):
    """One cell of the feature table. At least one of the two is there."""

    lesson: Text | None = None
    """Absent where the lesson does not know the alternative."""
    current: Claim | None = None
    """Absent where the lesson's word still stands."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.lesson is None and self.current is None:
            raise ValueError("a cell is empty; write lesson, or current, or both")
        return self


class LockIn(Fact):
    """How hard it is to leave."""

    verdict: Literal["low", "low_medium", "medium", "high", "not_in_source"]
    reasons: tuple[Claim, ...]


class Profile(Fact):
    """An alternative in four paragraphs.

    ``changes`` says what has moved since the lesson, and what else is known today.
    """

    history: tuple[Claim, ...] = Field(min_length=1)
    strengths: tuple[Claim, ...] = Field(min_length=1)
    weaknesses: tuple[Claim, ...] = Field(min_length=1)
    best_for: Claim
    changes: tuple[Claim, ...] = ()


class Alternative(Fact):
    """An orchestrator that can be chosen: one file in ``alternatives/`` or ``contenders/``."""

    id: Id
    name: Text
    short_name: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    """Fits a table heading, a button and a chart label."""
    also_called: tuple[Text, ...] = ()
    """What people type for it, lower case."""
    place: Annotated[int, Field(ge=1)] = 1
    """Its place in the order of its folder, from 1; equal scores are listed in this order."""
    profile: Profile
    use_if: tuple[Claim, ...] = Field(min_length=1)
    """The conditions under which it is the one to take, each whole by itself: 'You run on AWS.'"""
    ratings: Mapping[CriterionId, Rating]
    features: Mapping[FeatureId, Feature]
    lock_in: LockIn
    sources: Mapping[SourceKey, Source]

    @property
    def is_in_lesson(self) -> bool:
        """Whether the lesson rates it; the ratings of all others are this project's judgement."""
        return any(rating.lesson is not None for rating in self.ratings.values())


class KnownName(Fact):
    """A name that people ask for and that is not rated here: it is recognised, and told why."""

    id: Id
    name: Text
    also_called: tuple[Text, ...] = ()
    """What people type for it, lower case."""
    why_not_rated: Claim


class Criterion(Fact):
    """What alternatives are rated on. 5 is always best."""

    id: Id
    name: Text
    short_name: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    says: tuple[Text, ...] = Field(min_length=1)
    """What people call it, lower case: 'lineage' in 'lineage matters most'. In these words it can
    be stressed; each must tell the criterion by itself, and none may answer a question."""
    question: Text
    """What a rating of it answers."""
    five_means: Text
    one_means: Text
    source: SourceId
    """Of the three sentences above. The lesson says no more than '5=easy' and '5=no' of two
    criteria, and nothing of the others."""


class FeatureRow(Fact):
    """A row of the feature table."""

    id: Id
    name: Text
