"""What there is to tick on a sheet: the items of the checklist, the tasks of the trials."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from engine.evaluation.model import CategoryId, ItemId, SheetKind
from knowledge.schema import ChecklistItem, KnowledgeBase


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to tick."""

    id: ItemId
    label: str
    """At most 70 characters: an option of Slack's checkboxes takes 75."""
    text: str
    """The whole statement."""


@dataclass(frozen=True, slots=True)
class Category:
    """Items that belong together; ten at most, as in one group of Slack's checkboxes."""

    id: CategoryId
    name: str
    items: tuple[Item, ...]


def categories(kind: SheetKind, knowledge: KnowledgeBase) -> tuple[Category, ...]:
    """The categories of a sheet of this kind; no two of its items share an id."""
    evaluation = knowledge.evaluation
    match kind:
        case "checklist":
            return tuple(_category(each.id, each.name, each.items) for each in evaluation.checklist)
        case "trials":
            trials = evaluation.proof_of_concept
            return tuple(_category(each.id, each.name, each.tasks) for each in trials)
        case _:
            assert_never(kind)


def _category(id_: str, name: str, items: Iterable[ChecklistItem]) -> Category:
    found = tuple(Item(ItemId(each.id), each.label, each.text) for each in items)
    return Category(CategoryId(id_), name, found)


def category_of(kind: SheetKind, category: CategoryId, knowledge: KnowledgeBase) -> Category:
    """The category with this id; KeyError where there is none."""
    for each in categories(kind, knowledge):
        if each.id == category:
            return each
    raise KeyError(category)


def item_of(kind: SheetKind, item: ItemId, knowledge: KnowledgeBase) -> Item:
    """The item with this id; KeyError where there is none."""
    for category in categories(kind, knowledge):
        for each in category.items:
            if each.id == item:
                return each
    raise KeyError(item)
