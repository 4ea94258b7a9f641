"""Walking through checked blocks: nested blocks, their interactive elements, their ids."""

import copy
import secrets
from collections.abc import Iterator, Sequence

from playground.elements import ELEMENTS
from playground.model import Json


def walk(blocks: Sequence[Json]) -> Iterator[Json]:
    """Every block, those inside containers and carousels included."""
    for block in blocks:
        yield block
        yield from walk(block.get("child_blocks", ()))
        if block["type"] == "carousel":
            yield from walk(block["elements"])


def interactive(block: Json) -> list[Json]:
    """The elements directly in a block that a person can press or fill in."""
    candidates = [*block.get("elements", ()), *block.get("actions", ())]
    candidates += [block[key] for key in ("accessory", "element") if key in block]
    return [each for each in candidates if "action_id" in _optional(each)]


def find(blocks: Sequence[Json], block_id: str, action_id: str) -> Json:
    """The element with these ids; LookupError where there is none."""
    for block in walk(blocks):
        if block["block_id"] == block_id:
            for element in interactive(block):
                if element["action_id"] == action_id:
                    return element
    raise LookupError(f"no element {action_id!r} in block {block_id!r}")


def filled(blocks: Sequence[Json]) -> list[Json]:
    """A copy with the block ids and action ids that Slack generates where the app gave none."""
    fresh = copy.deepcopy(list(blocks))
    for block in walk(fresh):
        block.setdefault("block_id", secrets.token_urlsafe(4))
        for element in interactive(block):
            element.setdefault("action_id", secrets.token_urlsafe(4))
    return fresh


def _optional(element: Json) -> frozenset[str]:
    shape = ELEMENTS.get(element["type"])
    return frozenset(shape.optional) if shape else frozenset()
