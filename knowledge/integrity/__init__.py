"""Rules across facts: what no single value can show to be wrong.

A rule is a function from the knowledge base to problems. The table names the files that it reads;
it is left out where one of them could not be read, so that one broken file raises no false alarm
elsewhere. Problems carry the place in the file; ``loader`` turns it into a line.
"""

from collections.abc import Callable, Collection, Iterator
from typing import Final

from knowledge.integrity import (
    citations,
    conditions,
    costs,
    practice,
    questions,
    ratings,
    reachability,
)
from knowledge.integrity.names import (
    ALTERNATIVES,
    ARCHETYPES,
    CAUTIONS,
    CONSTRAINTS,
    CONTENDERS,
    COSTS,
    CRITERIA,
    EVALUATION,
    EXAMPLES,
    FEATURES,
    HYBRID,
    MIGRATIONS,
    NAMES,
    QUESTIONS,
    SOURCES,
    TOPICS,
    TRAPS,
    TREE,
)
from knowledge.problem import Problem
from knowledge.schema import KnowledgeBase

Rule = Callable[[KnowledgeBase], Iterator[Problem]]

_DECLARING: Final = (SOURCES, ALTERNATIVES, CONTENDERS, COSTS)
"""The files in which sources are declared."""

_CITING: Final = (
    *(ALTERNATIVES, CONTENDERS, COSTS, CRITERIA, ARCHETYPES, CONSTRAINTS, CAUTIONS, TREE, NAMES),
    *(TOPICS, TRAPS, MIGRATIONS, EVALUATION, HYBRID),
)
"""The files with statements that rest on sources."""

_RULES: Final[tuple[tuple[Rule, tuple[str, ...]], ...]] = (
    # A rule may run without the files that it only walks over: their part is empty then.
    (ratings.ids_mean_one_alternative, ()),
    (ratings.names_mean_one_alternative, ()),
    (ratings.names_are_in_lower_case, ()),
    (ratings.there_is_an_alternative, (ALTERNATIVES,)),
    (ratings.no_orchestrator_is_described, (CONTENDERS,)),
    (ratings.places_are_unique, ()),
    (ratings.weights_sum_to_100, ()),
    (ratings.weights_name_criteria, (CRITERIA,)),
    (ratings.published_scores_are_complete, (ALTERNATIVES,)),
    (ratings.ranges_are_not_empty, ()),
    (ratings.alternatives_are_rated, (CRITERIA,)),
    (ratings.alternatives_have_features, (FEATURES,)),
    (ratings.alternatives_alone_are_the_lessons, ()),
    (ratings.corrections_differ, ()),
    (citations.lesson_is_a_source, (SOURCES,)),
    (citations.citations_exist, _DECLARING),
    (citations.sources_are_cited, _CITING),
    (citations.source_ids_are_unique, ()),
    (questions.numbers_are_possible, ()),
    (questions.templates_are_fillable, ()),
    (questions.phrases_are_in_lower_case, ()),
    (questions.phrases_are_unambiguous, ()),
    (conditions.tests_are_possible, (QUESTIONS,)),
    (conditions.outcomes_exist, (ALTERNATIVES, CONTENDERS)),
    (conditions.tree_ends_in_a_catch_all, (TREE,)),
    (reachability.every_node_is_reachable, (QUESTIONS,)),
    (reachability.constraints_and_cautions_can_hold, (QUESTIONS,)),
    (reachability.advice_can_hold, (QUESTIONS, HYBRID)),
    (conditions.constraints_have_a_condition, ()),
    (practice.ids_are_unique, ()),
    (practice.items_to_tick_are_unique, (EVALUATION,)),
    (practice.topics_have_places, ()),
    (practice.phrases_mean_one_topic, ()),
    (practice.statements_say_something, ()),
    (practice.described_alternatives_exist, (ALTERNATIVES, CONTENDERS, MIGRATIONS, COSTS)),
    (practice.paths_are_unique, (MIGRATIONS,)),
    (costs.ranges_go_upwards, ()),
    (costs.years_follow_from_lines, (COSTS,)),
    (costs.lessons_figures_are_the_lessons, (COSTS,)),
    (costs.steps_are_not_in_the_lesson, (COSTS,)),
    (costs.prices_can_be_reckoned_with, (COSTS,)),
    (costs.amounts_are_what_is_read, (COSTS,)),
    (costs.everything_has_a_variant, (ALTERNATIVES, CONTENDERS, COSTS)),
    (costs.short_names_are_unique, (COSTS,)),
    (costs.clouds_are_options, (COSTS, QUESTIONS)),
    (practice.examples_exist, (EXAMPLES,)),
    (practice.examples_are_named, (TOPICS, TRAPS, MIGRATIONS)),
)


def problems(knowledge: KnowledgeBase, unread: Collection[str] = ()) -> list[Problem]:
    """Every breach of a rule; ``unread`` names the files whose content is absent."""
    return [
        problem
        for rule, reads in _RULES
        if not any(name.startswith(file) for name in unread for file in reads)
        for problem in rule(knowledge)
    ]
