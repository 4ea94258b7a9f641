"""What a person asks instead of answering. Nothing is changed by a request. No behaviour."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from engine.dialogue.value import Value
from knowledge.schema import AlternativeId, CriterionId, SlotId


class WhyAsked(Value):
    """Why is this slot asked?"""

    kind: Literal["why_asked"] = "why_asked"
    slot: SlotId


class About(Value):
    """What is this? Any subject that can be explained, or none."""

    kind: Literal["about"] = "about"
    subject: str
    """As it was typed, without the words of the question: 'lineage' of 'what is lineage?'."""


class WhyNot(Value):
    """Why is this alternative not the pick?"""

    kind: Literal["why_not"] = "why_not"
    alternative: AlternativeId


class CostAsked(Value):
    """What does it cost this team?"""

    kind: Literal["cost_asked"] = "cost_asked"
    alternatives: tuple[AlternativeId, ...] = ()
    """Those that were named, each once, no orchestrator among them; empty: whichever come into
    question."""
    variants: tuple[str, ...] = ()
    """Ids of the ways to run them that were named, each once: 'MWAA' names two."""
    guessed: Mapping[AlternativeId, str] = Field(default_factory=dict)
    """Of the alternatives, what was typed where it was misspelled."""
    not_rated: tuple[str, ...] = ()
    """Ids of names that are recognised and not rated."""
    unknown: tuple[str, ...] = ()
    """What was typed where a name was expected and none is near."""
    answers: Mapping[SlotId, int | str] = Field(default_factory=dict)
    """What was said of the team beside the names; it counts for this sum only."""
    assumed: Assumed = NOTHING_ASSUMED
    """What was said of the sum itself: years, currency."""
    unused: tuple[str, ...] = ()
    """Sentences that say what of it could not be used, and what to write instead."""

    @model_validator(mode="before")
    @classmethod
    def _of_one(cls, kept: object) -> object:
        """A request that was kept while it named one alternative or none."""
        if not isinstance(kept, Mapping) or "alternative" not in kept:
            return kept
        named = kept["alternative"]
        others = {name: value for name, value in kept.items() if name != "alternative"}
        return others if named is None else {"alternatives": (named,), **others}


class CompareAsked(Value):
    """Put two alternatives side by side."""

    kind: Literal["compare_asked"] = "compare_asked"
    alternatives: tuple[AlternativeId, ...] = ()
    """Those that were named, rated ones, each once; a comparison is of two."""
    guessed: Mapping[AlternativeId, str] = Field(default_factory=dict)
    """Of those, what was typed where it was misspelled."""
    not_rated: tuple[str, ...] = ()
    """Ids of names that are recognised and not rated."""
    unknown: tuple[str, ...] = ()
    """What was typed where a name was expected and none is near."""
    answers: Mapping[SlotId, int | str] = Field(default_factory=dict)
    """What was said of the team beside the names; it counts for this comparison only."""
    stressed: tuple[CriterionId, ...] = ()


class Supposed(Value):
    """What if this were so? With nothing supposed it was not understood."""

    kind: Literal["supposed"] = "supposed"
    answers: Mapping[SlotId, int | str] = Field(default_factory=dict)
    stressed: tuple[CriterionId, ...] | None = None
    """All that would be stressed; None where that stays."""
    unused: tuple[str, ...] = ()
    """Sentences that say what of it could not be used, and what to write instead."""


class OutgrownAsked(Value):
    """Have we outgrown what runs today?"""

    kind: Literal["outgrown_asked"] = "outgrown_asked"
    alternative: AlternativeId | None = None
    """What was named."""


class RecommendAsked(Value):
    """Which alternative should we take? Where no decision is, it begins one."""

    kind: Literal["recommend_asked"] = "recommend_asked"


class TrustAsked(Value):
    """How sure is that, what does it rest on, and in whose interest is it?"""

    kind: Literal["trust_asked"] = "trust_asked"


class StateAsked(Value):
    """Where are we, what do you know of us?"""

    kind: Literal["state_asked"] = "state_asked"


class HelpAsked(Value):
    """What can you do?"""

    kind: Literal["help_asked"] = "help_asked"


Request = Annotated[
    WhyAsked
    | About
    | WhyNot
    | CostAsked
    | CompareAsked
    | Supposed
    | OutgrownAsked
    | RecommendAsked
    | TrustAsked
    | StateAsked
    | HelpAsked,
    Field(discriminator="kind"),
]
