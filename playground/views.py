"""Modal stacks and Home tabs, with Slack's rules for opening, pushing and updating them."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace

from playground.model import Json, SlackError, View

MOST_IN_STACK = 3
"""docs.slack.dev/surfaces/modals: a stack holds at most three views."""


class Views:
    """One modal stack and one Home tab for each person.

    Args:
        next_ts: gives a new timestamp; it begins the hash of a view.
        changed: called with a view after its stack or Home tab changed.
    """

    def __init__(self, next_ts: Callable[[], str], changed: Callable[[View], None]) -> None:
        self._next_ts = next_ts
        self._changed = changed
        self._stacks: dict[str, tuple[View, ...]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, user: str) -> tuple[View, ...]:
        """The person's modals, bottom first."""
        return self._stacks.get(user, ())

    def home(self, user: str) -> View | None:
        """The person's Home tab, None before it was published."""
        return self._homes.get(user)

    def homes(self) -> Iterable[View]:
        """Every published Home tab."""
        return self._homes.values()

    def find(self, view_id: str) -> View:
        """The open modal or Home tab with this id or external_id; SlackError("not_found")."""
        everything = [*(view for stack in self._stacks.values() for view in stack), *self.homes()]
        for view in everything:
            if view_id in (view.id, view.body.get("external_id")):
                return view
        raise SlackError("not_found")

    def open(self, user: str, body: Json) -> View:
        """Open a modal; a stack that was open closes."""
        self._reject_duplicate(body)
        view_id = _new_id()
        view = View(view_id, self._hash(), user, body, root_id=view_id)
        self._show(user, (view,), view)
        return view

    def push(self, user: str, body: Json) -> View:
        """Put a modal on top of the person's stack.

        Raises:
            SlackError: not_found without a stack, push_limit_reached with three views.
        """
        stack = self.stack(user)
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= MOST_IN_STACK:
            raise SlackError("push_limit_reached")
        self._reject_duplicate(body)
        view = View(
            _new_id(), self._hash(), user, body, root_id=stack[0].id, previous_id=stack[-1].id
        )
        self._show(user, (*stack, view), view)
        return view

    def update(self, view_id: str, body: Json, view_hash: str | None = None) -> View:
        """Replace a view; SlackError("hash_conflict") when the hash is not its latest."""
        old = self.find(view_id)
        if view_hash is not None and view_hash != old.hash:
            raise SlackError("hash_conflict")
        view = replace(old, body=body, hash=self._hash())
        if old.kind == "home":
            self._homes[old.user] = view
            self._changed(view)
        else:
            stack = tuple(view if each.id == old.id else each for each in self.stack(old.user))
            self._show(old.user, stack, view)
        return view

    def publish(self, user: str, body: Json, view_hash: str | None = None) -> View:
        """Show this Home tab to the person; SlackError("hash_conflict") as for an update."""
        old = self.home(user)
        if old is not None:
            return self.update(old.id, body, view_hash)
        view_id = _new_id()
        view = View(view_id, self._hash(), user, body, root_id=view_id)
        self._homes[user] = view
        self._changed(view)
        return view

    def close(self, view: View) -> None:
        """Close this modal and those above it; the one below is shown."""
        stack = self.stack(view.user)
        ids = [each.id for each in stack]
        if view.id in ids:
            self._show(view.user, stack[: ids.index(view.id)], view)

    def clear(self, view: View) -> None:
        """Close the whole stack that this modal is in."""
        self._show(view.user, (), view)

    def restore_home(self, view: View) -> None:
        """Put back a Home tab from a file, silently."""
        self._homes[view.user] = view

    def _show(self, user: str, stack: tuple[View, ...], changed: View) -> None:
        self._stacks[user] = stack
        self._changed(changed)

    def _reject_duplicate(self, body: Json) -> None:
        external_id = body.get("external_id")
        open_views = [view for stack in self._stacks.values() for view in stack]
        if external_id and any(view.body.get("external_id") == external_id for view in open_views):
            raise SlackError("duplicate_external_id")

    def _hash(self) -> str:
        return f"{self._next_ts()}.{secrets.token_hex(4)}"


def _new_id() -> str:
    return f"V{secrets.token_hex(5).upper()}"
