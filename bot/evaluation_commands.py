"""What is typed to evaluate and to decide: a checklist, a ballot, the record, the settings.

The same words wherever they are typed. Only a command may open a form at once, since a form needs a
press; elsewhere the answer is a button.
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot import render
from bot.actions import Action, OpenBallot, OpenDecide, OpenSettings
from bot.basis import Basis
from bot.block_ids import BESIDE, BlockRef
from bot.deciding import Deciding
from bot.gate import Gate
from bot.governing import Governing
from bot.ledger import Delivery, Ledger, opened
from bot.place import Place
from bot.replies import Replies, Where
from bot.sheets import Sheets
from bot.store import decisions, deliveries, posts, records
from bot.store import sheets as kept_sheets
from bot.store.database import Transaction
from bot.store.decisions import Decision
from bot.store.posts import PostKey
from bot.typed import begun, newest_in
from bot.views import notices
from bot.views.begun import records_here, sheets_here
from bot.views.blocks import Rendered, actions, button, section
from bot.voting import Voting
from engine.dialogue.candidates import candidates_in
from engine.dialogue.naming import Named
from engine.dialogue.state import is_closed
from engine.evaluation.model import SheetKey, SheetKind
from knowledge.schema import NO_ORCHESTRATOR, AlternativeId

Word = Literal["checklist", "poc", "weigh", "decide", "record", "settings"]

_SHEETS: Final[Mapping[Word, SheetKind]] = {"checklist": "checklist", "poc": "trials"}
_ALONE: Final[Mapping[str, Word]] = {
    "weigh": "weigh",
    "vote": "weigh",
    "decide": "decide",
    "record": "record",
    "records": "record",
    "settings": "settings",
}
_SHEET: Final = re.compile(
    r"(?:(?:please|start|open|begin|show|make|give|me|us|a|an|the|our|new)\s+)*"
    r"(?P<word>checklists?|poc|proofs? of concept)\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_MOST_RECORDS: Final = 10
_MOST_AT_ONCE: Final = 4
"""Candidates of one command: each has a message of its own."""


@dataclass(frozen=True, slots=True)
class Order:
    """A word that was typed, and the candidates that stood behind it."""

    word: Word
    named: Named

    @property
    def left(self) -> tuple[AlternativeId, ...]:
        """Those that are too many for one command."""
        return self.candidates[_MOST_AT_ONCE:]

    @property
    def candidates(self) -> tuple[AlternativeId, ...]:
        """Those that can be evaluated."""
        return tuple(each for each in self.named.alternatives if each != NO_ORCHESTRATOR)


@dataclass(frozen=True, slots=True)
class Ordered:
    """Where an order was given."""

    delivery: Delivery
    where: Where
    team: str | None = None
    """The workspace of whoever gave it, where Slack says so."""
    trigger_id: str | None = None
    """The right to open a form; None where none came with it."""


@dataclass(frozen=True, slots=True)
class EvaluationCommands:
    """Takes orders. What comes back is for the person alone."""

    ledger: Ledger
    sheets: Sheets
    voting: Voting
    deciding: Deciding
    governing: Governing
    gate: Gate
    replies: Replies

    def order_in(self, text: str) -> Order | None:
        """The order that a text is; None where it says anything else."""
        said = " ".join(text.split()).rstrip(".! ")
        if (alone := _ALONE.get(said.casefold())) is not None:
            return Order(alone, candidates_in("", self.ledger.knowledge))
        found = _SHEET.fullmatch(said)
        if found is None:
            return None
        named = candidates_in(found["rest"], self.ledger.knowledge)
        is_more = bool(named.unknown) or found["rest"].endswith("?")
        if is_more and not named.alternatives:
            return None
        return Order("checklist" if found["word"][0] in "cC" else "poc", named)

    async def take(self, order: Order, ordered: Ordered) -> Rendered:
        """Do what was ordered, or say what keeps it."""
        match order.word:
            case "checklist" | "poc":
                return await self._sheet(order, ordered, _SHEETS[order.word])
            case "weigh" | "decide":
                return await self._form(order.word, ordered)
            case "record":
                return await self._record(ordered)
            case "settings":
                return await self._settings(ordered)

    async def _refusal(self, ordered: Ordered, deed: Literal["take_part", "govern"]) -> str:
        where = ordered.where
        return await self.gate.refusal(where.tenant, where.user, ordered.team, deed)

    async def _sheet(self, order: Order, ordered: Ordered, kind: SheetKind) -> Rendered:
        """Begin sheets, or say where those that there are stand."""
        if told := await self._refusal(ordered, "take_part"):
            return _told(told)
        where, chosen = ordered.where, order.candidates[:_MOST_AT_ONCE]

        async def work(tx: Transaction) -> tuple[Decision, Sequence[SheetKey]] | str:
            if not await deliveries.note(tx, ordered.delivery.keys):
                return ""
            await decisions.lock_place(tx, where.channel or "", where.thread_ts or "")
            decision = await self._here(tx, where)
            keys = [SheetKey(kind, each) for each in chosen]
            if decision is not None and not keys:
                keys = await self._without_names(tx, decision, kind)
            if not keys:
                is_over = decision is not None and is_closed(decision.dialogue)
                return notices.NAME_ONE_TO_BEGIN if is_over else notices.which_candidate(kind)
            if decision is None or await self._is_over(tx, decision, keys):
                decision = await self._begin(tx, where)
            for key in keys:
                await self.sheets.begin(tx, decision.id, key, where.user)
            return decision, keys

        done = await self.ledger.in_transaction(ordered.delivery.tenant, work)
        if isinstance(done, str):
            return _told(done)
        decision, keys = done
        links = {key: await self._link(where, _post(decision, key)) for key in keys}
        return sheets_here(links, order.named, self.ledger.knowledge, left=order.left)

    async def _is_over(self, tx: Transaction, decision: Decision, keys: Sequence[SheetKey]) -> bool:
        """Whether a decision is closed and lacks one of these sheets: it can have none any more."""
        if not is_closed(decision.dialogue):
            return False
        return not all([await posts.exists(tx, _post(decision, key)) for key in keys])

    async def _without_names(
        self, tx: Transaction, decision: Decision, kind: SheetKind
    ) -> list[SheetKey]:
        """The sheets that were begun; where there is none, one for what is recommended."""
        begun = await kept_sheets.of_decision(tx, decision.id)
        keys = [each.key for each in begun if each.kind == kind]
        if keys or decision.dialogue.status != "concluded":
            return keys
        # Apart from the loop: the figures of a recommendation take tens of milliseconds.
        shown = await asyncio.to_thread(render.snapshot, Basis(decision), self.ledger.knowledge)
        pick = None if shown.recommendation is None else shown.recommendation.alternative
        return [] if pick in {None, NO_ORCHESTRATOR} else [SheetKey(kind, pick)]

    async def _begin(self, tx: Transaction, where: Where) -> Decision:
        """A decision about which nobody is asked: there was only a candidate to be evaluated."""
        state = (await begun(tx, self.ledger.knowledge)).model_copy(update={"asking": None})
        new = opened(
            where.user,
            where.channel or where.user,
            state,
            thread_ts=where.thread_ts,
            response_url=where.response_url,
        )
        await self.ledger.open(tx, new)
        return new

    async def _form(self, word: Literal["weigh", "decide"], ordered: Ordered) -> Rendered:
        """The ballot, or the form that closes the decision here."""
        where, tenant = ordered.where, ordered.where.tenant
        async with self.ledger.database.transaction(tenant) as tx:
            decision = await self._here(tx, where)
        if decision is None:
            return _told(notices.NO_DECISION_HERE)
        deed: Literal["take_part", "close"] = "take_part" if word == "weigh" else "close"
        team, by = ordered.team, where.user
        if told := await self.gate.refusal(tenant, by, team, deed, decision.id):
            return _told(told)
        view = (
            await self.voting.ballot_form(tenant, decision.id, by)
            if word == "weigh"
            else await self.deciding.form(tenant, decision.id)
        )
        if isinstance(view, str):
            return _told(view)
        if ordered.trigger_id is None:
            action = OpenBallot() if word == "weigh" else OpenDecide()
            return _offer(notices.PRESS_TO[word], word, action, decision)
        self.replies.show_form(where, ordered.trigger_id, view)
        return Rendered("", [])

    async def _record(self, ordered: Ordered) -> Rendered:
        """The records of this channel that stand."""
        where = ordered.where
        async with self.ledger.database.transaction(where.tenant) as tx:
            standing = await records.standing_in(tx, where.channel or where.user, _MOST_RECORDS)
        shown = [
            (
                each.number,
                each.outcome,
                await self._link(where, PostKey(each.decision_id, "record")),
            )
            for each in standing
        ]
        return records_here(shown, self.ledger.knowledge)

    async def _settings(self, ordered: Ordered) -> Rendered:
        where = ordered.where
        if told := await self._refusal(ordered, "govern"):
            return _told(told)
        if ordered.trigger_id is None:
            return _offer(notices.PRESS_TO["settings"], "settings", OpenSettings(), None)
        view = await self.governing.form(where.tenant)
        self.replies.show_form(where, ordered.trigger_id, view)
        return Rendered("", [])

    async def _here(self, tx: Transaction, where: Where) -> Decision | None:
        """The decision of this thread, else the one of this channel that was last changed."""
        channel = where.channel or where.user
        if where.thread_ts is not None:
            found = await decisions.of_thread(tx, channel, where.thread_ts, where.user)
            if found is not None:
                return await decisions.load_to_change(tx, found)
        return await newest_in(tx, channel, where.user, asking_first=False)

    async def _link(self, where: Where, key: PostKey) -> str | None:
        """The address of a post; None while Slack does not have it."""
        async with self.ledger.database.transaction(where.tenant) as tx:
            place: Place | None = await posts.place_of(tx, key)
        return await self.replies.listing.link(where.tenant, place)


def _post(decision: Decision, key: SheetKey) -> PostKey:
    return PostKey(decision.id, key.kind, key.candidate)


def _told(sentence: str) -> Rendered:
    return Rendered(sentence, [])


def _offer(sentence: str, label: str, action: Action, decision: Decision | None) -> Rendered:
    """A way to a form, where nobody may open one unasked."""
    at = (BESIDE, 0) if decision is None else (decision.id, decision.revision)
    block_id = BlockRef(*at, "offer").encode()
    row = actions([button(label.capitalize(), action)], block_id=block_id)
    return Rendered(sentence, [section(sentence), row])
