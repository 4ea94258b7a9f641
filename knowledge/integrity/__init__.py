"""Rules across facts: what no single value can show to be wrong.

A rule is a function from the knowledge base to problems. The table names the files that it reads;
it is left out where one of them could not be read, so that one broken file raises no false alarm
elsewhere. Problems carry the place in the file; ``loader`` turns it into a line.
"""

from collections.abc import Callable, Collection, Iterator
from typing import Final

from knowledge.integrity import citations, conditions, questions, ratings, reachability
from knowledge.integrity.names import (
    ALTERNATIVES,
    CRITERIA,
    FEATURES,
    QUESTIONS,
    SOURCES,
    TREE,
)
from knowledge.problem import Problem
from knowledge.schema import KnowledgeBase

Rule = Callable[[KnowledgeBase], Iterator[Problem]]

_RULES: Final[tuple[tuple[Rule, tuple[str, ...]], ...]] = (
    # A rule may run without the files that it only walks over: their part is empty then.
    (ratings.ids_are_unique, ()),
    (ratings.there_is_an_alternative, (ALTERNATIVES,)),
    (ratings.places_are_unique, ()),
    (ratings.weights_sum_to_100, ()),
    (ratings.weights_name_criteria, (CRITERIA,)),
    (ratings.published_scores_are_complete, (ALTERNATIVES,)),
    (ratings.ranges_are_not_empty, ()),
    (ratings.alternatives_are_rated, (CRITERIA,)),
    (ratings.alternatives_have_features, (FEATURES,)),
    (ratings.corrections_differ, ()),
    (citations.lesson_is_a_source, (SOURCES,)),
    (citations.citations_exist, (SOURCES,)),
    (citations.own_sources_are_cited, ()),
    (citations.own_sources_are_not_shared, (SOURCES,)),
    (questions.numbers_are_possible, ()),
    (questions.templates_are_fillable, ()),
    (questions.phrases_are_in_lower_case, ()),
    (questions.phrases_are_unambiguous, ()),
    (conditions.tests_are_possible, (QUESTIONS,)),
    (conditions.outcomes_exist, (ALTERNATIVES,)),
    (conditions.tree_ends_in_a_catch_all, (TREE,)),
    (reachability.every_node_is_reachable, (QUESTIONS,)),
    (reachability.constraints_can_hold, (QUESTIONS,)),
    (conditions.constraints_have_a_condition, ()),
)


def problems(knowledge: KnowledgeBase, unread: Collection[str] = ()) -> list[Problem]:
    """Every breach of a rule; ``unread`` names the files whose content is absent."""
    return [
        problem
        for rule, reads in _RULES
        if not any(name.startswith(file) for name in unread for file in reads)
        for problem in rule(knowledge)
    ]
