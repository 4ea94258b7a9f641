"""The shape of every fact. Frozen and strict: an unknown key in a YAML file is an error.

Nothing here reads a file (see ``loader``) or compares files (see ``integrity``), so that the engine
can stand on these types alone.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal, NewType

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from knowledge.scalars import ID, AsOf, Id, Percent, Rate, Score, Text

AlternativeId = NewType("AlternativeId", str)
CriterionId = NewType("CriterionId", str)
ArchetypeId = NewType("ArchetypeId", str)
FeatureId = NewType("FeatureId", str)
SlotId = NewType("SlotId", str)
OptionId = NewType("OptionId", str)
NodeId = NewType("NodeId", str)
SourceId = NewType("SourceId", str)

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


class Correction(Fact):
    """Today's rating where it differs from the lesson's."""

    value: Rate
    reason: Text
    source: SourceId


class Rating(Fact):
    """One alternative on one criterion, in both editions."""

    lesson: Rate
    current: Correction | None = None
    """Absent where the lesson's rating still stands."""

    def in_edition(self, edition: Edition) -> int:
        """The rating that counts in this edition, 1-5."""
        if edition is Edition.CURRENT and self.current is not None:
            return self.current.value
        return self.lesson


class Feature(Fact):
    """One cell of the feature table."""

    lesson: Text
    current: Claim | None = None
    """Absent where the lesson's word still stands."""


class LockIn(Fact):
    """How hard it is to leave."""

    verdict: Literal["low", "low_medium", "medium", "high", "not_in_source"]
    reasons: tuple[Claim, ...]


class Profile(Fact):
    """An alternative in four paragraphs. ``changes`` says what has moved since the lesson."""

    history: tuple[Claim, ...] = Field(min_length=1)
    strengths: tuple[Claim, ...] = Field(min_length=1)
    weaknesses: tuple[Claim, ...] = Field(min_length=1)
    best_for: Claim
    changes: tuple[Claim, ...] = ()


class Alternative(Fact):
    """An orchestrator that can be chosen: one file in ``alternatives/``."""

    id: Id
    name: Text
    short_name: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    """Fits a table heading, a button and a chart label."""
    also_called: tuple[Text, ...] = ()
    """What people type for it, lower case."""
    place: Annotated[int, Field(ge=1)] = 1
    """Its place in the order of the lesson, from 1; equal scores are listed in this order."""
    profile: Profile
    ratings: Mapping[CriterionId, Rating]
    features: Mapping[FeatureId, Feature]
    lock_in: LockIn
    sources: Mapping[SourceKey, Source]


class Criterion(Fact):
    """What alternatives are rated on. 5 is always best."""

    id: Id
    name: Text
    short_name: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    question: Text
    """What a rating of it answers."""
    five_means: Text
    one_means: Text


class FeatureRow(Fact):
    """A row of the feature table."""

    id: Id
    name: Text


class Range(Fact):
    """Whole numbers from ``from_`` to ``to``, both included; open above where ``to`` is absent."""

    from_: Annotated[int, Field(ge=0, alias="from")]
    to: int | None = None


class Archetype(Fact):
    """A kind of team, with the weights that the lesson published for it."""

    id: Id
    name: Text
    letter: Annotated[str, StringConstraints(pattern=r"^[A-C]$")]
    description: Text
    team_size: Range
    model_count: Range
    weights: Mapping[CriterionId, Percent]
    """Percent; they sum to 100. A criterion that is absent weighs nothing."""
    published_scores: Mapping[AlternativeId, Score]
    """As the lesson printed them; they do not follow from its own matrix."""
    published_for: Text | None = None
    """Which variants the printed scores are of, where they are not what is rated here."""
    source: SourceId


class Option(Fact):
    """One answer that can be chosen."""

    id: Id
    label: Annotated[str, StringConstraints(min_length=1, max_length=30)]
    phrase: Text
    """As it stands in a sentence: 'no Kubernetes'."""
    says: tuple[Text, ...] = ()
    """What people type for it, lower case; matched as whole words anywhere in a text, so that each
    must tell the slot by itself: 'no k8s', not 'none'."""
    says_when_asked: tuple[Text, ...] = ()
    """What people type for it, besides its id, label and ``says``, as the whole answer to the
    question that stands open: 'none', 'nope'."""
    means_unknown: bool = False
    """It says that nobody knows yet: advice is given as if the slot were not answered."""


class _Question(Fact):
    id: Id
    label: Annotated[str, StringConstraints(min_length=1, max_length=30)]
    prompt: Text
    prompt_again: Text
    """Asked after an answer that could not be used; worded differently."""
    why: Text
    """What hangs on the answer, in a sentence."""
    stage: Literal["base", "follow_up"]
    """``base`` is always asked; ``follow_up`` only where an answer could change the pick."""


class NumberQuestion(_Question):
    """Asks for a whole number."""

    kind: Literal["whole_number"]
    minimum: int
    maximum: int
    quick_picks: tuple[int, ...] = Field(max_length=8)
    one: Text
    """The unit in the singular: 'engineer'."""
    many: Text
    says: tuple[Text, ...]
    """Words that follow the number and tell this slot: 'engineers', 'people', 'devs'."""
    none_says: tuple[Text, ...] = ()
    """What people type for zero, where zero is an answer: 'no models yet'. Matched as an option's
    ``says``; in these words zero is an answer even where ``minimum`` is above it."""
    none_says_when_asked: tuple[Text, ...] = ()
    """The same, as the whole answer to the question that stands open: 'none'."""
    too_small: Text
    """The sentence for a number below ``minimum``; ``{read}`` is the number that was read."""
    too_large: Text
    """The sentence for a number above ``maximum``; ``{read}`` and ``{maximum}`` may stand in it."""

    @property
    def lowest(self) -> int:
        """The smallest answer: ``minimum``, or zero where it can be said in words."""
        return 0 if self.none_says or self.none_says_when_asked else self.minimum


class ChoiceQuestion(_Question):
    """Asks for one of a few options."""

    kind: Literal["choice"]
    options: tuple[Option, ...] = Field(min_length=2, max_length=10)


Question = Annotated[NumberQuestion | ChoiceQuestion, Field(discriminator="kind")]


class Test(Fact):
    """One condition on one slot. An unknown answer satisfies no test."""

    __test__ = False  # not a test case, whatever its name suggests

    slot: SlotId
    is_: Annotated[
        Annotated[tuple[OptionId, ...], Field(min_length=1)] | None, Field(alias="is")
    ] = None
    less_than: int | None = None
    at_least: int | None = None
    known: Literal[True] | None = None
    """Written ``known: true``: any answer will do. In a condition's ``none``: nothing is known."""


class Condition(Fact):
    """All of ``all`` hold, at least one of ``any`` (where given), and none of ``none``."""

    all: tuple[Test, ...] = ()
    any: tuple[Test, ...] = ()
    none: tuple[Test, ...] = ()


class Adopt(Fact):
    """Adopt one alternative, or two side by side (``hybrid``)."""

    kind: Literal["adopt"]
    alternative: AlternativeId
    beside: AlternativeId | None = None


class Stay(Fact):
    """Keep what runs today."""

    kind: Literal["stay"]


class NoOrchestrator(Fact):
    """A script, cron, a log and an alert are enough."""

    kind: Literal["no_orchestrator"]


class ByRanking(Fact):
    """The ranking decides; among ``only``, where given."""

    kind: Literal["ranking"]
    only: tuple[AlternativeId, ...] = ()


Outcome = Annotated[Adopt | Stay | NoOrchestrator | ByRanking, Field(discriminator="kind")]


class Node(Fact):
    """A node of the decision tree; the first in the file whose condition holds is the leaf."""

    id: Id
    statement: Text
    """The condition in words."""
    when: Condition
    then: Outcome
    because: Text
    """Why this follows, as a sentence that a reader of the recommendation sees."""
    cites: tuple[Claim, ...] = Field(min_length=1)


class HardConstraint(Fact):
    """A fact that rules an alternative out before any score."""

    id: Id
    alternative: AlternativeId
    when: Condition
    reason: Text
    source: SourceId


class KnowledgeBase(Fact):
    """Everything that is known, loaded and checked."""

    as_of: AsOf
    """The day on which the facts were last reviewed."""
    sources: Mapping[SourceKey, Source]
    """Sources that several files share; ``lesson`` is always there."""
    criteria: tuple[Criterion, ...]
    features: tuple[FeatureRow, ...]
    archetypes: tuple[Archetype, ...]
    questions: tuple[Question, ...]
    tree: tuple[Node, ...]
    constraints: tuple[HardConstraint, ...]
    alternatives: Mapping[AlternativeId, Alternative]
    """By id, in the order of the lesson."""

    def question(self, slot: SlotId) -> NumberQuestion | ChoiceQuestion:
        """The question that fills this slot; KeyError where there is none."""
        for question in self.questions:
            if question.id == slot:
                return question
        raise KeyError(slot)
