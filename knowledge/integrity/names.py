"""The names of the files, as rules and the loader call them."""

from collections.abc import Iterable
from typing import Final

SOURCES: Final = "sources.yaml"
CRITERIA: Final = "criteria.yaml"
FEATURES: Final = "features.yaml"
ARCHETYPES: Final = "archetypes.yaml"
QUESTIONS: Final = "questions.yaml"
TREE: Final = "decision_tree.yaml"
CONSTRAINTS: Final = "constraints.yaml"
CAUTIONS: Final = "cautions.yaml"
NAMES: Final = "names.yaml"
TRAPS: Final = "traps.yaml"
MIGRATIONS: Final = "migrations.yaml"
EVALUATION: Final = "evaluation.yaml"
HYBRID: Final = "hybrid.yaml"
EXAMPLES: Final = "examples.yaml"
EXAMPLE_CODE: Final = "examples/"
COSTS: Final = "costs.yaml"
ALTERNATIVES: Final = "alternatives/"
"""How the name of every alternative's file begins."""
CONTENDERS: Final = "contenders/"
TOPICS: Final = "topics/"


def file_of(id_: str, folder: str = ALTERNATIVES) -> str:
    """The file in this folder that holds the thing with this id."""
    return f"{folder}{id_}.yaml"


def listed(ids: Iterable[str]) -> str:
    """Ids for a sentence."""
    return ", ".join(ids) or "none"
