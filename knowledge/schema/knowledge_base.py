"""All facts as one value."""

from collections.abc import Collection, Mapping
from typing import Self

from knowledge.scalars import AsOf
from knowledge.schema.alternatives import Alternative, Criterion, FeatureRow, KnownName
from knowledge.schema.cost import Costs
from knowledge.schema.evidence import (
    AlternativeId,
    ExampleId,
    Fact,
    NodeId,
    SlotId,
    Source,
    SourceId,
    SourceKey,
)
from knowledge.schema.practice import Evaluation, Example, Hybrid, Migrations, Topic, Trap
from knowledge.schema.teams import Archetype, ChoiceQuestion, NumberQuestion, Question
from knowledge.schema.tree import Caution, HardConstraint, Node

NO_ORCHESTRATOR = AlternativeId("none")
"""The alternative that is to have no orchestrator yet; it is described and never ranked."""


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
    cautions: tuple[Caution, ...]
    alternatives: Mapping[AlternativeId, Alternative]
    """Those that are ranked, by id, in the order of the lesson."""
    contenders: Mapping[AlternativeId, Alternative]
    """Those outside the lesson that can be switched into the ranking, and ``none``, which cannot;
    by id, in the order of their places."""
    names: tuple[KnownName, ...]
    topics: tuple[Topic, ...]
    """In the order of their places."""
    traps: tuple[Trap, ...]
    migrations: Migrations
    evaluation: Evaluation
    hybrid: Hybrid
    examples: Mapping[ExampleId, Example]
    costs: Costs

    def question(self, slot: SlotId) -> NumberQuestion | ChoiceQuestion:
        """The question that fills this slot; KeyError where there is none."""
        for question in self.questions:
            if question.id == slot:
                return question
        raise KeyError(slot)

    def node(self, node: NodeId) -> Node:
        """The node of the tree with this id; KeyError where there is none."""
        for each in self.tree:
            if each.id == node:
                return each
        raise KeyError(node)

    def described(self, alternative: AlternativeId) -> Alternative:
        """An alternative or a contender; KeyError where it is neither."""
        if alternative in self.alternatives:
            return self.alternatives[alternative]
        return self.contenders[alternative]

    def source(self, source: SourceId) -> Source:
        """The source with this id, wherever it is declared; KeyError where it is nowhere."""
        described = (*self.alternatives.values(), *self.contenders.values())
        for declared in (self.sources, self.costs.sources, *(each.sources for each in described)):
            if source in declared:
                return declared[source]
        raise KeyError(source)

    def with_contenders(self, ids: Collection[AlternativeId] | None = None) -> Self:
        """The same, with contenders among the alternatives that are ranked.

        Args:
            ids: Which ones; all of them where it is None. What is no contender is left out.
        """
        switched_in = {
            i: each
            for i, each in self.contenders.items()
            if i != NO_ORCHESTRATOR and (ids is None or i in ids)
        }
        return self.model_copy(update={"alternatives": {**self.alternatives, **switched_in}})
