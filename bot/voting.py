"""What each person gives: scores of a candidate's tests, and weights of the criteria.

Everybody changes their own alone. What the group's weights come to counts in the recommendation
only once somebody says so.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

from bot import render
from bot.actions import UnknownActionError
from bot.basis import Basis
from bot.block_ids import BlockRef, SheetRef, decode_block, sheet_of
from bot.changeable import changeable
from bot.ledger import Delivery, Ledger
from bot.place import Place
from bot.store import decisions, deliveries, posts, votes
from bot.store.database import Transaction
from bot.store.decisions import Decision
from bot.store.posts import PostKey
from bot.tenant import Tenant
from bot.views import notices
from bot.views.ballot_form import BACK, TAKE_BACK, ballot_form
from bot.views.ballots import NOTHING_TO_USE
from bot.views.remarks import sentences
from bot.views.score_form import score_form
from engine.decision.weights import weights_for
from engine.dialogue.advance import advance
from engine.dialogue.model import DialogueState, WeightsSet
from engine.dialogue.state import facts_for, known_answers, weighing_of
from engine.evaluation.ballots import Unreadable, group, weights_of
from engine.evaluation.model import Ballot, TrialId
from knowledge.schema import NO_ORCHESTRATOR, AlternativeId, CriterionId, KnowledgeBase

_POINTS: Final = {str(points): points for points in range(1, 6)}
"""By what an input of the scores holds; anything else says nothing, and takes a score back."""


class Voting:
    """Where scores and weights are taken."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._knowledge = ledger.knowledge

    async def score_form(
        self, tenant: Tenant, ref: SheetRef, place: Place, by: str
    ) -> dict[str, Any] | str:
        """The tests of a candidate as a form, with this person's scores; or why there is none.

        Raises:
            UnknownActionError: the message comes from a version that knew another candidate.
        """
        candidate = self._require_candidate(ref.sheet.candidate)
        async with self._ledger.database.transaction(tenant) as tx:
            decision = changeable(await decisions.load(tx, ref.decision))
            if isinstance(decision, str):
                return decision
            if not await posts.shows(tx, decision.id, place):
                return notices.OLD_MESSAGE
            given = await votes.scores(tx, decision.id)
        own = {
            each.trial: each.points
            for each in given
            if (each.candidate, each.person) == (candidate, by)
        }
        return score_form(ref.encode(), candidate, own, self._knowledge)

    async def score(
        self, delivery: Delivery, metadata: str, held: Mapping[str, str], by: str
    ) -> Mapping[str, str] | str:
        """Take a person's scores of a candidate, in place of those that they gave before.

        Returns:
            One sentence where the decision takes no scores; empty where all was taken.
        """
        try:
            ref = sheet_of(decode_block(metadata))
            candidate = self._require_candidate(ref.sheet.candidate)
        except UnknownActionError:
            return notices.OLD_VERSION
        trials = [TrialId(each.id) for each in self._knowledge.evaluation.proof_of_concept]
        points = {each: _POINTS.get(held[each]) for each in trials if each in held}

        async def keep(tx: Transaction, decision: Decision) -> None:
            await votes.keep_scores(tx, decision.id, candidate, by, points)
            trials_of = PostKey(decision.id, "trials", candidate)
            shown = [trials_of, *(PostKey(decision.id, kind) for kind in ("side_by_side", "root"))]
            await posts.mark_stale_if_there(tx, shown)

        return await self._taken(delivery, ref.decision, by, keep)

    async def ballot_form(self, tenant: Tenant, decision_id: str, by: str) -> dict[str, Any] | str:
        """The criteria as a form, with this person's weights; or why there is none."""
        async with self._ledger.database.transaction(tenant) as tx:
            decision = changeable(await decisions.load(tx, decision_id))
            if isinstance(decision, str):
                return decision
            cast = await votes.ballots(tx, decision.id)
        own = next((each.weights for each in cast if each.person == by), None)
        weights = _weights_now(decision.dialogue, self._knowledge)
        return ballot_form(decision.id, own, weights, self._knowledge)

    async def cast(
        self, delivery: Delivery, metadata: str, held: Mapping[str, str], by: str
    ) -> Mapping[str, str] | str:
        """Take how a person weighs the criteria, in place of how they weighed before, or back.

        Returns:
            The inputs that could not be used, with a sentence each, empty where all was taken; or
            one sentence where the decision takes no weights.
        """
        takes_back = TAKE_BACK in held.get(BACK, "").split(",")
        weights = {} if takes_back else weights_of(held, self._knowledge)
        if isinstance(weights, Unreadable):
            return weights.sentences

        async def keep(tx: Transaction, decision: Decision) -> None:
            if takes_back:
                await votes.withdraw(tx, decision.id, by)
            else:
                await votes.cast(tx, decision.id, by, weights)
            await posts.mark_stale(tx, PostKey(decision.id, "ballots"))
            if decision.dialogue.by_hand:
                await posts.mark_stale(tx, PostKey(decision.id, "root"))

        return await self._taken(delivery, metadata, by, keep)

    async def use_group(self, delivery: Delivery, ref: BlockRef, place: Place, by: str) -> str:
        """Let the group's weights, as they are now, count in the recommendation."""

        async def weights(tx: Transaction, decision: Decision) -> Mapping[CriterionId, int] | str:
            cast = await votes.ballots(tx, decision.id)
            # Apart from the loop: the figures of a recommendation take tens of milliseconds.
            return await asyncio.to_thread(self._of_group, decision, cast)

        return await self._weighed(delivery, ref, place, weights, by)

    def _of_group(
        self, decision: Decision, cast: Sequence[Ballot]
    ) -> Mapping[CriterionId, int] | str:
        """The weights that these ballots come to; a sentence where they can count for nothing."""
        dialogue, facts = decision.dialogue, facts_for(decision.dialogue, self._knowledge)
        found = render.snapshot(Basis(decision), self._knowledge).recommendation
        if found is None or not cast:
            return NOTHING_TO_USE
        return group(cast, found, known_answers(dialogue), facts, dialogue.edition).weights

    async def drop_group(self, delivery: Delivery, ref: BlockRef, place: Place, by: str) -> str:
        """Let the weights that follow from the answers count again."""

        async def none(_tx: Transaction, _decision: Decision) -> Mapping[CriterionId, int]:
            return {}

        return await self._weighed(delivery, ref, place, none, by)

    async def _weighed(
        self,
        delivery: Delivery,
        ref: BlockRef,
        place: Place,
        weights: Callable[[Transaction, Decision], Awaitable[Mapping[CriterionId, int] | str]],
        by: str,
    ) -> str:
        """Set the weights of a decision by hand; what the person is told."""

        async def work(tx: Transaction) -> str:
            if not await deliveries.note(tx, delivery.keys):
                return ""
            await decisions.touch(tx, ref.decision)
            decision = changeable(await decisions.load(tx, ref.decision))
            if isinstance(decision, str):
                return decision
            if not await posts.shows(tx, decision.id, place):
                return notices.OLD_MESSAGE
            revived = await posts.revive(tx, decision.id)
            by_hand = await weights(tx, decision)
            if isinstance(by_hand, str):
                return by_hand
            turn = advance(decision.dialogue, WeightsSet(by_hand=by_hand, by=by), self._knowledge)
            await self._ledger.save(tx, decision, turn.state, by)
            told = sentences(turn.remarks, turn.state, self._knowledge)
            return told or (notices.NOT_SHOWN if revived else "")

        return await self._ledger.in_transaction(delivery.tenant, work, of=ref.decision)

    async def _taken(
        self,
        delivery: Delivery,
        decision_id: str,
        by: str,
        keep: Callable[[Transaction, Decision], Awaitable[None]],
    ) -> Mapping[str, str] | str:
        """A form was sent, perhaps twice: keep what it holds, once."""

        async def work(tx: Transaction) -> Mapping[str, str] | str:
            await decisions.touch(tx, decision_id)
            decision = changeable(await decisions.load(tx, decision_id))
            if isinstance(decision, str):
                return decision
            if await deliveries.note(tx, delivery.keys):
                await posts.revive(tx, decision.id)
                await decisions.take_part(tx, decision.id, by)
                await keep(tx, decision)
            return {}

        return await self._ledger.in_transaction(delivery.tenant, work, of=decision_id)

    def _require_candidate(self, candidate: AlternativeId) -> AlternativeId:
        described = {*self._knowledge.alternatives, *self._knowledge.contenders}
        if candidate not in described or candidate == NO_ORCHESTRATOR:
            raise UnknownActionError(candidate)
        return candidate


def _weights_now(state: DialogueState, knowledge: KnowledgeBase) -> Mapping[CriterionId, int]:
    """The weights that count in a decision, in whole percents."""
    return weights_for(
        known_answers(state), facts_for(state, knowledge), weighing_of(state)
    ).percents
