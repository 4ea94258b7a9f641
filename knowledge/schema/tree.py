"""What follows from answers: conditions, the decision tree, hard constraints, cautions."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from knowledge.scalars import Id, Text
from knowledge.schema.evidence import AlternativeId, Claim, Fact, NodeId, OptionId, SlotId, SourceId

NodeKey = Annotated[NodeId, StringConstraints(pattern=r"^N[0-9]{1,2}[a-z]?$")]
"""The id of a node: N0, N4b."""


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


class ByRanking(Fact):
    """The ranking decides; among ``only``, where given, and never for one of ``without``."""

    kind: Literal["ranking"] = "ranking"
    only: tuple[AlternativeId, ...] = ()
    without: tuple[AlternativeId, ...] = ()


class Adopt(Fact):
    """Adopt one alternative, or two side by side (``hybrid``)."""

    kind: Literal["adopt"]
    alternative: AlternativeId
    beside: AlternativeId | None = None
    otherwise: ByRanking = ByRanking()
    """What decides where a fact rules the alternative out."""


class Stay(Fact):
    """Keep what runs today."""

    kind: Literal["stay"]


class NoOrchestrator(Fact):
    """A script, cron, a log and an alert are enough."""

    kind: Literal["no_orchestrator"]


Outcome = Annotated[Adopt | Stay | NoOrchestrator | ByRanking, Field(discriminator="kind")]


class Node(Fact):
    """A node of the decision tree; the first in the file whose condition holds is the leaf."""

    id: NodeKey
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


class Caution(Fact):
    """What a team that takes an alternative has to know; it never changes the pick."""

    id: Id
    alternative: AlternativeId
    """One that can be ranked."""
    when: Condition
    """For which teams; ``{}``: for all of them."""
    unmet: bool = False
    """It says that a need of this team may not be met, so that no pick of it is clear."""
    text: Text
    source: SourceId
