"""The decision tree: its first node whose condition holds is the leaf."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.decision.conditions import Known, could_fail, could_hold, holds
from engine.decision.model import Step
from knowledge.schema import Node, NodeId


@dataclass(frozen=True, slots=True)
class Path:
    """Where the answers lead in the tree."""

    leaf: Node
    open: tuple[Node, ...]
    """The nodes above the leaf that could still hold, in the tree's order."""
    steps: tuple[Step, ...]
    """Every node down to the leaf, with what was found there."""


def walk(tree: Sequence[Node], known: Known) -> Path:
    """Follow the tree by what is known.

    Raises:
        ValueError: No node holds; the last node of a tree must hold whatever is known.
    """
    opened: list[Node] = []
    steps: list[Step] = []
    for node in tree:
        if holds(node.when, known):
            steps.append(Step(NodeId(node.id), "yes"))
            return Path(leaf=node, open=tuple(opened), steps=tuple(steps))
        is_open = could_hold(node.when, known)
        steps.append(Step(NodeId(node.id), "open" if is_open else "no"))
        if is_open:
            opened.append(node)
    raise ValueError("no node of the tree holds: its last one must hold whatever is known")


def reachable(tree: Sequence[Node], known: Known) -> tuple[Node, ...]:
    """The nodes that are the leaf now or could be, whatever else is answered; in order."""
    found: list[Node] = []
    for node in tree:
        if could_hold(node.when, known):
            found.append(node)
            if holds(node.when, known) and not could_fail(node.when, known):
                break
    return tuple(found)
