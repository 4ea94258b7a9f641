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
ALTERNATIVES: Final = "alternatives/"
"""How the name of every alternative's file begins."""


def file_of(alternative: str) -> str:
    """The file that holds this alternative."""
    return f"{ALTERNATIVES}{alternative}.yaml"


def listed(ids: Iterable[str]) -> str:
    """Ids for a sentence."""
    return ", ".join(ids) or "none"
