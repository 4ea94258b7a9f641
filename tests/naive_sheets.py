"""What one would write at first, to show what it loses; run as a module, it serves the app so."""

from collections.abc import Collection

from bot import app, cli
from bot.block_ids import SheetRef
from bot.ledger import Delivery
from bot.place import Place
from bot.sheet_changes import now, write
from bot.sheets import Sheets
from bot.store import decisions, deliveries, sheets
from bot.store.database import Transaction
from engine.evaluation.items import category_of
from engine.evaluation.merging import ticked, unticked
from engine.evaluation.model import CategoryId
from tests.sheet_model import SECOND


class NaiveSheets(Sheets):
    """The selection as it comes is what is ticked."""

    async def tick(
        self,
        delivery: Delivery,
        ref: SheetRef,
        place: Place,  # noqa: ARG002 - as the one that it stands for
        chosen: Collection[str],
        *,
        action_ts: str,
        by: str,
    ) -> str:
        category = category_of(ref.sheet.kind, CategoryId(ref.part), self._knowledge)
        at = int(action_ts.replace(".", "")) / SECOND

        async def work(tx: Transaction) -> str:
            if not await deliveries.note(tx, delivery.keys):
                return ""
            await decisions.lock(tx, ref.decision)
            sheet = await sheets.load(tx, ref.decision, ref.sheet)
            assert sheet is not None
            after = {
                item: (ticked if item in chosen else unticked)(now(sheet, item), by, at)
                for item in (each.id for each in category.items)
            }
            changed = {item: each for item, each in after.items() if each != now(sheet, item)}
            await write(tx, ref.decision, sheet, changed, how="ticked", by=by)
            return ""

        return await self._ledger.in_transaction(delivery.tenant, work)


if __name__ == "__main__":
    vars(app)["Sheets"] = NaiveSheets
    cli.main()
