"""The controls with which a team evaluates and decides: what each leads to."""

from dataclasses import dataclass
from typing import Any, assert_never

from bot.actions import (
    Delete,
    DropGroupWeights,
    ExportAs,
    History,
    OfEvaluation,
    OpenBallot,
    OpenDecide,
    OpenItems,
    OpenReminder,
    OpenScores,
    OpenSettings,
    PickChecklist,
    PickExport,
    PickItem,
    Reopen,
    Reset,
    SideBySide,
    StartTrials,
    Tick,
    Undo,
    UnknownActionError,
    UseGroupWeights,
)
from bot.block_ids import BlockRef, sheet_of
from bot.deciding import Deciding
from bot.exporting import Exporting
from bot.governing import Governing
from bot.interactions import ActionItem
from bot.judging import Judging
from bot.ledger import Delivery
from bot.place import Place
from bot.reminding import Reminding
from bot.replies import Replies, Where
from bot.sheets import Sheets
from bot.voting import Voting
from engine.evaluation.model import SheetKey
from knowledge.schema import NO_ORCHESTRATOR, AlternativeId, KnowledgeBase


@dataclass(frozen=True, slots=True)
class Used:
    """A control of an evaluation that was used."""

    delivery: Delivery
    ref: BlockRef
    place: Place
    where: Where
    trigger_id: str
    item: ActionItem

    @property
    def by(self) -> str:
        """Who used it."""
        return self.where.user


@dataclass(frozen=True, slots=True)
class Evaluating:
    """Takes the controls of sheets, ballots, the record and the settings."""

    sheets: Sheets
    judging: Judging
    voting: Voting
    deciding: Deciding
    reminding: Reminding
    exporting: Exporting
    governing: Governing
    replies: Replies
    knowledge: KnowledgeBase

    async def take(self, used: Used, action: OfEvaluation) -> str:
        """One control was used; what comes back is what the person is told, '' for nothing."""
        try:
            done = await self._done(used, action)
        except Exception:
            # It is told with its reference; the boxes must not go on showing what is not kept.
            self.replies.errands.start("redraw", self.refused(used, action))
            raise
        if isinstance(action, PickItem | PickExport):
            # Slack sends nothing where the same option is chosen again, until it is drawn anew.
            tenant, sheet = used.delivery.tenant, sheet_of(used.ref)
            self.replies.errands.start("redraw", self.sheets.redraw(tenant, sheet))
        if isinstance(done, str):
            return done
        self.replies.show_form(used.where, used.trigger_id, done)
        return ""

    async def refused(self, used: Used, action: OfEvaluation) -> None:
        """The person may not do that: what they see must show what is kept."""
        if isinstance(action, Tick):
            await self.sheets.redraw(used.delivery.tenant, sheet_of(used.ref))

    async def _done(self, used: Used, action: OfEvaluation) -> dict[str, Any] | str:
        tenant, ref, place, by = used.delivery.tenant, used.ref, used.place, used.by
        at, chosen = used.item.action_ts, used.item.chosen
        match action:
            case PickChecklist():
                key = SheetKey("checklist", self._require_candidate(chosen))
                return await self.sheets.start(used.delivery, ref, place, key, by)
            case StartTrials():
                key = SheetKey("trials", sheet_of(ref).sheet.candidate)
                return await self.sheets.start(used.delivery, ref, place, key, by)
            case Tick():
                ticked = [each.value for each in used.item.selected_options]
                return await self.sheets.tick(
                    used.delivery, sheet_of(ref), place, ticked, action_ts=at, by=by
                )
            case Undo():
                return await self.sheets.undo(used.delivery, sheet_of(ref), place, at, by)
            case Reset():
                return await self.sheets.reset(used.delivery, sheet_of(ref), place, at, by)
            case SideBySide():
                return await self.sheets.side_by_side(used.delivery, ref, place, by)
            case PickItem():
                return await self.judging.item_form(tenant, sheet_of(ref), place, chosen)
            case OpenItems():
                return await self.judging.open_items(tenant, sheet_of(ref), place, by)
            case History():
                return await self.judging.history(tenant, sheet_of(ref), place)
            case OpenReminder():
                return await self.reminding.form(tenant, sheet_of(ref), place, by)
            case ExportAs(form):
                return await self.exporting.export(used.where, ref, form)
            case PickExport():
                return await self.exporting.export(used.where, ref, chosen)
            case OpenScores():
                return await self.voting.score_form(tenant, sheet_of(ref), place, by)
            case OpenBallot():
                return await self.voting.ballot_form(tenant, ref.decision, by)
            case UseGroupWeights():
                return await self.voting.use_group(used.delivery, ref, place, by)
            case DropGroupWeights():
                return await self.voting.drop_group(used.delivery, ref, place, by)
            case OpenDecide():
                return await self.deciding.form(tenant, ref.decision)
            case Reopen():
                return await self.deciding.reopen(used.delivery, ref, place, by)
            case Delete():
                return await self.deciding.delete(used.delivery, ref, place, by)
            case OpenSettings():
                return await self.governing.form(tenant)
            case _:
                assert_never(action)

    def _require_candidate(self, chosen: str) -> AlternativeId:
        described = {*self.knowledge.alternatives, *self.knowledge.contenders}
        if chosen not in described or chosen == NO_ORCHESTRATOR:
            raise UnknownActionError(chosen)
        return AlternativeId(chosen)
