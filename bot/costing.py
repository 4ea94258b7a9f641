"""What people do with a cost: look at its line items, and change what the sum rests on.

Under a message of a decision what is set is saved with the decision, for everybody there. Any other
answer is a sum of its own: what is set counts for it alone, and travels in its buttons.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from bot import render
from bot.actions import BlockRef
from bot.ledger import Delivery, Ledger
from bot.place import Place
from bot.replies import Where
from bot.store import decisions, deliveries, posts, settings, turns
from bot.store.database import Transaction
from bot.store.decisions import Decision
from bot.store.posts import PostKey
from bot.store.turns import KeptTurn, UnreadableTurnError
from bot.tenant import Tenant
from bot.typed import Asked, answered, asked_of
from bot.views import notices
from bot.views.blocks import Rendered
from bot.views.cost_form import FORGET, KEEP, cost_form
from bot.views.cost_lines import cost_lines
from engine.cost.assumptions import Assumed
from engine.dialogue.assuming import assumed_of
from engine.dialogue.model import Remark, Requested
from engine.dialogue.requests import CostAsked

METADATA_MOST: Final = 3000
"""Characters of a view's private_metadata; https://docs.slack.dev/reference/views ."""
_BESIDE: Final = "new"
"""What block ids call a message of no decision."""


class Sum(BaseModel):
    """Which sum a form changes, and where it is shown: what travels in the form."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    request: CostAsked
    """What the sum answers."""
    decision: str | None = None
    """Whose team it is for."""
    post_ts: str | None = None
    """The message, where it is a post of the decision; else the sum stands beside its posts."""
    channel: str | None = None
    thread_ts: str | None = None
    response_url: str | None = None
    """Slack's address to replace the message; it lives 30 minutes and takes 5 answers."""

    @classmethod
    def read(cls, metadata: str) -> "Sum | None":
        """The sum of a form; None where another version of the app has made it."""
        try:
            return cls.model_validate_json(metadata)
        except ValidationError:
            return None

    def metadata(self) -> str:
        """As it travels: at most ``METADATA_MOST`` characters, if need be without the address."""
        whole = self.model_dump_json(exclude_defaults=True)
        if len(whole) <= METADATA_MOST:
            return whole
        return self.model_copy(update={"response_url": None}).model_dump_json(exclude_defaults=True)

    def where(self, tenant: Tenant, user: str) -> Where:
        """Where whoever filled in the form sees the sum."""
        return Where(tenant, user, self.channel, self.thread_ts, self.response_url)


@dataclass(frozen=True, slots=True)
class Seen:
    """The message whose control was used."""

    ref: BlockRef
    place: Place
    is_private: bool
    """Only whoever used it sees it, so it is no post."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What such a message shows."""

    asked: Asked
    is_post: bool
    is_cancelled: bool
    """Its decision is, by now."""


class Costing:
    """Where a cost is looked into and changed. Everybody who sees it may do so."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._knowledge = ledger.knowledge

    async def answer(self, tenant: Tenant, seen: Seen, request: CostAsked) -> Rendered | None:
        """The sum for whoever asks beside the posts of a decision.

        None where the message is a post, in whose thread it is answered, or its decision is gone.
        """
        shown = await self._shown(tenant, seen, request)
        if isinstance(shown, str) or shown.is_post:
            return None
        return await answered(shown.asked, self._knowledge)

    async def form(self, where: Where, seen: Seen, request: CostAsked) -> dict[str, Any] | str:
        """What the sum rests on as a form; a sentence where nothing can be changed."""
        shown = await self._shown(where.tenant, seen, request)
        if isinstance(shown, str):
            return shown
        if shown.is_cancelled:
            return notices.CANCELLED_DECISION
        of = shown.asked.of
        about = Sum(
            request=request,
            decision=None if of is None else of.id,
            post_ts=seen.place.ts if shown.is_post else None,
            channel=where.channel,
            thread_ts=where.thread_ts,
            response_url=None if shown.is_post else where.response_url,
        )
        return await self._view(partial(cost_form, about.metadata()), shown.asked, request)

    async def lines(self, tenant: Tenant, seen: Seen, request: CostAsked) -> dict[str, Any] | str:
        """The line items of the sum as a view; a sentence where there are none to show."""
        shown = await self._shown(tenant, seen, request)
        return (
            shown if isinstance(shown, str) else await self._view(cost_lines, shown.asked, request)
        )

    async def _view(
        self, view: Callable[..., dict[str, Any]], asked: Asked, request: CostAsked
    ) -> dict[str, Any]:
        """A view of a sum; apart from the loop, since figures take tens of milliseconds."""

        def made() -> dict[str, Any]:
            workspace = asked.workspace
            shown = asked.of and render.snapshot(asked.of, self._knowledge, workspace=workspace)
            return view(request, shown, self._knowledge, workspace=workspace)

        return await asyncio.to_thread(made)

    async def change(
        self,
        delivery: Delivery,
        about: Sum,
        held: Mapping[str, str],
        *,
        changed: Collection[str],
        for_later: Collection[str],
        by: str,
    ) -> Mapping[str, str] | str | Rendered:
        """Take a form, or nothing of it.

        Args:
            delivery: the request of Slack.
            about: the sum that the form changes.
            held: what each input holds.
            changed: the inputs that hold something else than the form showed; the others must not
                undo what somebody else set meanwhile.
            for_later: whether the workspace keeps it for all sums (``KEEP``), and whether it
                forgets what it kept before (``FORGET``).
            by: who sent it.

        Returns:
            The inputs that could not be used, with a sentence each; or one sentence where nothing
            can be changed; or the message that takes the place of the one that was used, without
            text where the publisher brings it up to date.
        """
        said = assumed_of(held, self._knowledge)
        if not isinstance(said, Assumed):
            return said

        async def work(tx: Transaction) -> str | Rendered | Asked:
            decision = None
            if about.decision is not None:
                found = _alive(await decisions.load_to_change(tx, about.decision))
                if isinstance(found, str):
                    return found
                decision = found
            if not await deliveries.note(tx, delivery.keys):
                return Rendered("", [])
            if FORGET in for_later:
                await settings.forget_cost(tx, by)
            if KEEP in for_later:
                await settings.keep_cost(tx, said, by)
            if decision is None or about.post_ts is None:
                return await asked_of(tx, (_with(about.request, said, held),), decision)
            await decisions.take_part(tx, decision.id, by)
            place = Place(about.channel or "", about.post_ts)
            await self._set(tx, decision, place, _taken(said, held, changed))
            return Rendered("", [])

        done = await self._ledger.in_transaction(delivery.tenant, work)
        return await answered(done, self._knowledge) if isinstance(done, Asked) else done

    async def _set(
        self, tx: Transaction, decision: Decision, place: Place, taken: Mapping[str, Any]
    ) -> None:
        """Save what was set of a decision, and bring up to date what shows it."""
        await posts.revive(tx, decision.id)
        assumed = decision.assumed.model_copy(update=taken)
        if assumed != decision.assumed:
            await decisions.save(tx, decision, decision.dialogue, assumed)
        cost = PostKey(decision.id, "cost")
        if await posts.exists(tx, cost):
            await posts.mark_stale(tx, cost)
        if (found := await _turn_at(tx, decision.id, place)) is not None:
            turn_id, kept = found
            await self._ledger.change_turn(tx, decision.id, turn_id, _without(kept, taken))

    async def _shown(self, tenant: Tenant, seen: Seen, request: CostAsked) -> _Shown | str:
        """What the message shows, or what to say where that cannot be told any more."""
        decision, is_post, is_cancelled = None, False, False
        async with self._ledger.database.transaction(tenant) as tx:
            workspace = await settings.cost(tx)
            if seen.ref.decision != _BESIDE:
                decision = await decisions.load(tx, seen.ref.decision)
                if decision is None:
                    return notices.UNKNOWN_DECISION
                is_cancelled = decision.dialogue.status == "cancelled"
                is_post = not seen.is_private and await posts.shows(tx, decision.id, seen.place)
                if is_post and (turn := await _turn_at(tx, decision.id, seen.place)) is not None:
                    # It speaks of the conversation as it stood then.
                    decision = replace(decision, dialogue=turn[1].state)
        return _Shown(Asked((request,), decision, workspace), is_post, is_cancelled)


def _alive(decision: Decision | None) -> Decision | str:
    """A decision whose cost can be asked and changed, or what to say in its place."""
    if decision is None:
        return notices.UNKNOWN_DECISION
    if decision.dialogue.status == "cancelled":
        return notices.CANCELLED_DECISION
    return decision


async def _turn_at(tx: Transaction, decision_id: str, place: Place) -> tuple[str, KeptTurn] | None:
    """The turn that this message shows, with its id; None where it is another post."""
    key = await posts.at(tx, decision_id, place)
    if key is None or key.kind != "turn":
        return None
    with suppress(UnreadableTurnError):
        if (kept := await turns.load(tx, decision_id, key.topic)) is not None:
            return key.topic, kept
    return None


def _taken(said: Assumed, held: Mapping[str, str], changed: Collection[str]) -> dict[str, Any]:
    """What was set or cleared: what a person changed, and what follows from it for the others."""
    return {
        name: getattr(said, name)
        for name, text in held.items()
        if name in changed or bool(text) == (getattr(said, name) is None)
    }


def _with(request: CostAsked, said: Assumed, held: Mapping[str, str]) -> CostAsked:
    """The same with what a form holds; what was not asked in it stays."""
    told = {name: getattr(said, name) for name in held}
    return request.model_copy(update={"assumed": request.assumed.model_copy(update=told)})


def _without(kept: KeptTurn, taken: Mapping[str, Any]) -> KeptTurn:
    """A turn that no longer says itself what is set for its whole decision."""

    def open_to(remark: Remark) -> Remark:
        match remark:
            case Requested(request=CostAsked() as request):
                left = request.assumed.model_copy(update=dict.fromkeys(taken))
                return Requested(request=request.model_copy(update={"assumed": left}))
            case _:
                return remark

    return kept.model_copy(update={"remarks": tuple(open_to(each) for each in kept.remarks)})
