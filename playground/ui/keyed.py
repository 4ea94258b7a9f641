"""Rows that keep their place and state: only what changed is touched, so typed text survives."""

from collections.abc import Callable, Mapping
from typing import Generic, Protocol, TypeVar

from nicegui.element import Element

T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)


class Row(Protocol[T_contra]):
    """One row on the page."""

    @property
    def root(self) -> Element:
        """The element that holds all of the row."""

    def show(self, item: T_contra, /) -> None:
        """Show the item; nothing is touched where it is what is shown already."""


class KeyedRows(Generic[T]):
    """The children of an element, one for each key, in order."""

    def __init__(self, container: Element, build: Callable[[T], Row[T]]) -> None:
        self._container = container
        self._build = build
        self._rows: dict[str, Row[T]] = {}

    def show(self, items: Mapping[str, T]) -> None:
        """Make the rows those of the items: gone ones leave, new ones appear, the others stay."""
        for key in [key for key in self._rows if key not in items]:
            self._rows.pop(key).root.delete()
        for place, (key, item) in enumerate(items.items()):
            if key not in self._rows:
                with self._container:
                    self._rows[key] = self._build(item)
            row = self._rows[key]
            row.show(item)
            if self._container.default_slot.children[place] is not row.root:
                row.root.move(target_index=place)
