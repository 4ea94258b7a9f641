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

from bot import render
from bot.basis import Basis
from bot.block_ids import BESIDE, BlockRef
from bot.changeable import changeable, existing
from bot.changeable import closed as why_closed
from bot.ledger import Delivery, Ledger
from bot.place import Place
from bot.replies import Where
from bot.store import decisions, deliveries, posts, settings, turns
from bot.store.database import Transaction
from bot.store.decisions import Decision
from bot.store.posts import PostKey
from bot.store.turns import KeptTurn, UnreadableTurnError
from bot.sums import Sum
from bot.tenant import Tenant
from bot.typed import Asked, answered, asked_of
from bot.views import notices
from bot.views.blocks import Rendered
from bot.views.cost_form import FORGET, KEEP, cost_form, kept_sentence
from bot.views.cost_lines import cost_lines
from bot.views.sharing import is_among
from engine.cost.assumptions import Assumed
from engine.dialogue.assuming import assumed_of
from engine.dialogue.model import Remark, Requested
from engine.dialogue.requests import CostAsked
from engine.dialogue.state import facts_for
from knowledge.schema import PRICED_IN

_OF_A_CURRENCY: Final = frozenset({"engineer_cost", "currency", "per_dollar"})


@dataclass(frozen=True, slots=True)
class Seen:
    """The message whose control was used."""

    ref: BlockRef
    place: Place
    is_private: bool
    """Only whoever used it sees it, so it is no post."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What comes of a form that was taken."""

    message: Rendered
    """What takes the place of the one that was used; without text the publisher sees to it."""
    kept: str = ""
    """What the person alone is told of what the workspace keeps, where they asked for it."""


@dataclass(frozen=True, slots=True)
class _Done:
    """The same, before the message is made."""

    answer: Rendered | Asked
    workspace: Assumed | None = None
    """What the workspace keeps now, where that was asked for."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What such a message shows."""

    asked: Asked
    is_post: bool
    closed: str = ""
    """What to say where its decision takes no change any more."""


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
        if shown.closed:
            return shown.closed
        of = shown.asked.of
        about = Sum(
            request=request,
            decision=None if of is None else of.id,
            post_ts=seen.place.ts if shown.is_post else None,
            channel=where.channel,
            thread_ts=where.thread_ts,
            currency=of.assumed.currency if of is not None and shown.is_post else None,
            # What stands among other answers is answered anew: they must not go with it.
            response_url=None if shown.is_post or is_among(seen.ref) else where.response_url,
        )
        view = partial(cost_form, about.metadata(), of_its_own=not shown.is_post)
        return await self._view(view, shown.asked, request)

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
            of, workspace = asked.of, asked.workspace
            if of is None:
                return view(request, None, self._knowledge, workspace=workspace)
            shown = render.snapshot(Basis(of, workspace), self._knowledge)
            facts = facts_for(of.dialogue, self._knowledge)
            return view(request, shown, facts, workspace=workspace)

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
    ) -> Mapping[str, str] | str | Changed:
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
            can be changed; or what came of it.
        """
        said = assumed_of(held, self._knowledge)
        if not isinstance(said, Assumed):
            return said
        if KEEP in for_later and not said.model_dump(include=settings.KEPT, exclude_none=True):
            return {KEEP: notices.NOTHING_TO_KEEP}

        async def work(tx: Transaction) -> Mapping[str, str] | str | _Done:
            decision = None
            if about.decision is not None:
                found = changeable(await decisions.load_to_change(tx, about.decision))
                if isinstance(found, str):
                    return found
                decision = found
            in_post = decision is not None and about.post_ts is not None
            meant = await _with_currency(tx, said)
            if decision is not None and in_post and _crossed(about, decision, meant, changed):
                return {"currency": notices.CURRENCY_CHANGED}
            if not await deliveries.note(tx, delivery.keys):
                return _Done(Rendered("", []))
            workspace = await _kept(tx, meant, for_later, by)
            if decision is None or about.post_ts is None:
                asked = await asked_of(tx, (_with(about.request, meant, held),), decision)
                return _Done(asked, workspace)
            await decisions.take_part(tx, decision.id, by)
            place = Place(about.channel or "", about.post_ts)
            await self._set(tx, decision, place, _taken(meant, held, changed))
            return _Done(Rendered("", []), workspace)

        done = await self._ledger.in_transaction(delivery.tenant, work)
        if not isinstance(done, _Done):
            return done
        message = await answered(done.answer, self._knowledge)
        if done.workspace is None:
            return Changed(message)
        return Changed(message, kept_sentence(done.workspace, self._knowledge))

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
        used = await posts.at(tx, decision.id, place)
        for key in await posts.of_decision(tx, decision.id):
            kept = await _turn(tx, key)
            if kept is not None and any(map(_asks_for_cost, kept.remarks)):
                shown = _without(kept, taken) if key == used else kept
                await self._ledger.change_turn(tx, decision.id, key.topic, shown)

    async def _shown(self, tenant: Tenant, seen: Seen, request: CostAsked) -> _Shown | str:
        """What the message shows, or what to say where that cannot be told any more."""
        decision, is_post, closed = None, False, ""
        async with self._ledger.database.transaction(tenant) as tx:
            workspace = await settings.cost(tx)
            if seen.ref.decision != BESIDE:
                found = existing(await decisions.load(tx, seen.ref.decision))
                if isinstance(found, str):
                    return found
                decision = found
                closed = why_closed(decision.dialogue.status)
                key = await posts.at(tx, decision.id, seen.place)
                is_post = key is not None and not seen.is_private
                if is_post and key is not None and (kept := await _turn(tx, key)) is not None:
                    # It speaks of the conversation as it stood then.
                    decision = replace(decision, dialogue=kept.state)
        return _Shown(Asked((request,), decision, workspace), is_post, closed)


async def _kept(
    tx: Transaction, said: Assumed, for_later: Collection[str], by: str
) -> Assumed | None:
    """Keep, or forget, what a form says; what is kept after it, None where neither was asked."""
    if FORGET in for_later:
        await settings.forget_cost(tx, by)
    if KEEP in for_later:
        await settings.keep_cost(tx, said, by)
    return await settings.cost(tx) if for_later else None


async def _turn(tx: Transaction, key: PostKey) -> KeptTurn | None:
    """The turn that a post shows; None where it is of another kind, or of another version."""
    if key.kind != "turn":
        return None
    with suppress(UnreadableTurnError):
        return await turns.load(tx, key.decision_id, key.topic)
    return None


def _asks_for_cost(remark: Remark) -> bool:
    return isinstance(remark, Requested) and isinstance(remark.request, CostAsked)


def _crossed(about: Sum, decision: Decision, said: Assumed, changed: Collection[str]) -> bool:
    """Whether somebody set another currency than these amounts have, since the form was opened."""
    now = decision.assumed.currency
    return bool(_OF_A_CURRENCY & {*changed}) and now not in (about.currency, said.currency)


async def _with_currency(tx: Transaction, said: Assumed) -> Assumed:
    """The same with the currency of its amount: whatever counts later, it was meant in this one."""
    if said.engineer_cost is None or said.currency is not None:
        return said
    currency = (await settings.cost(tx)).currency or PRICED_IN
    return said.model_copy(update={"currency": currency})


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
