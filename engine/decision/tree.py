"""The decision tree: its first node whose condition holds is the leaf."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.decision.conditions import Known, could_hold, holds
from knowledge.schema import Node


@dataclass(frozen=True, slots=True)
class Path:
    """Where the answers lead in the tree."""

    leaf: Node
    open: tuple[Node, ...]
    """The nodes above the leaf that could still hold, in the tree's order."""


def walk(tree: Sequence[Node], known: Known) -> Path:
    """Follow the tree by what is known.

    Raises:
        ValueError: No node holds; the last node of a tree must hold whatever is known.
    """
    passed: list[Node] = []
    for node in tree:
        if holds(node.when, known):
            return Path(leaf=node, open=tuple(passed))
        if could_hold(node.when, known):
            passed.append(node)
    raise ValueError("no node of the tree holds: its last one must hold whatever is known")
