"""What is asked about a team, and the kinds of team that the lesson has weights for."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from knowledge.scalars import Id, Percent, Score, Text
from knowledge.schema.evidence import AlternativeId, Claim, CriterionId, Fact, SourceId

GAP = "{}"
"""Stands in a phrase for what a question is about, or for a name."""


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
    cautions: tuple[Claim, ...] = ()
    """What is our reading of it, and what is open with its scores."""


class Option(Fact):
    """One answer that can be chosen."""

    id: Id
    label: Annotated[str, StringConstraints(min_length=1, max_length=30)]
    phrase: Text
    """As it stands in a sentence: 'no Kubernetes'."""
    says: tuple[Text, ...] = ()
    """What people type for it, lower case; matched as whole words anywhere in a text, so that each
    must tell the slot by itself: 'no k8s', not 'none'. A ``{}`` stands for any of the question's
    ``topics``: 'no {}'."""
    names: tuple[Text, ...] = ()
    """What it is called, lower case; a name tells it within one of the question's ``frames``, or as
    the whole answer to the question that stands open."""
    says_when_asked: tuple[Text, ...] = ()
    """What people type for it, besides its id, label and ``says``, as the whole answer to the
    question that stands open: 'none', 'nope'."""
    cues: tuple[Text, ...] = ()
    """Words that tell how far something is known, in a clause with one of the question's ``topics``
    and one of ``knowing``: 'nobody', 'a bit', 'well'."""
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
    topics: tuple[Text, ...] = ()
    """What it asks about, as people type it: 'retrained'. They fill the ``{}`` in ``none_says`` and
    ``number_says``."""
    says: tuple[Text, ...]
    """Words that follow the number and tell this slot: 'engineers', 'people', 'devs'."""
    labels: tuple[Text, ...] = ()
    """Words that stand before the number, besides ``label``: 'headcount'."""
    says_when_asked: tuple[Text, ...] = ()
    """Words that may stand around the number that answers the open question: 'in production'."""
    says_beside: tuple[Text, ...] = ()
    """Words for what counts too where it is named beside others: 'product manager'."""
    doubts: tuple[Text, ...] = ()
    """The same where nobody but the team knows whether it counts: 'contractors'."""
    none_says: tuple[Text, ...] = ()
    """What people type for zero, where zero is an answer: 'no models yet'. Matched as an option's
    ``says``; in these words zero is an answer even where ``minimum`` is above it."""
    none_says_when_asked: tuple[Text, ...] = ()
    """The same, as the whole answer to the question that stands open: 'none'."""
    number_says: Mapping[Text, int] = {}
    """What people type for another number, lower case: 'retrained weekly' is 1. Matched as an
    option's ``says``; each number lies between ``minimum`` and ``maximum``."""
    number_says_when_asked: Mapping[Text, int] = {}
    """The same, as the whole answer to the question that stands open: 'weekly'."""
    too_small: Text
    """The sentence for a number below ``minimum``; ``{read}`` is the number that was read."""
    too_large: Text
    """The sentence for a number above ``maximum``; ``{read}`` and ``{maximum}`` may stand in it."""

    def numbers_said(self) -> Iterator[tuple[str, int]]:
        """All that tells a number in words anywhere in a text, with its gaps filled."""
        for said, number in {**dict.fromkeys(self.none_says, 0), **self.number_says}.items():
            for phrase in filled(said, self.topics):
                yield phrase, number

    @property
    def lowest(self) -> int:
        """The smallest answer: ``minimum``, or zero where it can be said in words."""
        return 0 if self.none_says or self.none_says_when_asked else self.minimum


class ChoiceQuestion(_Question):
    """Asks for one of a few options."""

    kind: Literal["choice"]
    options: tuple[Option, ...] = Field(min_length=2, max_length=10)
    topics: tuple[Text, ...] = ()
    """What it asks about, as people type it: 'k8s'. They fill the ``{}`` in what options say."""
    knowing: tuple[Text, ...] = ()
    """Words for knowing what it asks about, where its options are how far: 'experience'."""
    frames: tuple[Text, ...] = ()
    """What people type around the name of an option, which stands for ``{}``: 'we run {}'."""

    def said_for(self, option: Option, *topics: str) -> Iterator[str]:
        """All that tells an option anywhere in a text, with its gaps filled.

        Args:
            option: One of its options.
            topics: What it is about, besides its own ``topics``.
        """
        for said in option.says:
            yield from filled(said, (*self.topics, *topics))
        for frame in self.frames:
            yield from filled(frame, option.names)


def filled(said: str, names: Iterable[str]) -> Iterator[str]:
    """What is said with each name in its gap, or as it is where it has none."""
    if GAP in said:
        yield from (said.replace(GAP, name) for name in names)
    else:
        yield said


Question = Annotated[NumberQuestion | ChoiceQuestion, Field(discriminator="kind")]
