"""A thread with one checklist in a real database, and the people who use it."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import select

from bot.block_ids import SheetRef
from bot.judging import Judging
from bot.ledger import Delivery, Ledger
from bot.place import Place
from bot.sheets import Sheets
from bot.store import decisions, posts, sheets
from bot.store.database import Database
from bot.store.decisions import Decision
from bot.store.posts import PostKey
from bot.store.schema import post
from bot.tenant import Tenant
from engine.dialogue.model import DialogueState
from engine.evaluation.items import categories
from engine.evaluation.model import OPEN, Change, Finding, ItemId, Sheet, SheetKey
from knowledge.schema import AlternativeId, KnowledgeBase

TENANT = Tenant("T1")
KEY = SheetKey("checklist", AlternativeId("prefect"))
CHANNEL = "C1"
SECOND = 1_000_000
BEGIN = 1_700_000_000 * SECOND
"""When the first click is made, in microseconds."""


@dataclass
class Room:
    """What tests do with the sheet, through the classes that the app uses."""

    database: Database
    knowledge: KnowledgeBase
    decision: str
    woken: list[bool] = field(default_factory=list)
    _keys: Iterator[int] = field(default_factory=itertools.count)
    _clock: Iterator[int] = field(default_factory=partial(itertools.count, BEGIN, SECOND))

    @property
    def sheets(self) -> Sheets:
        return Sheets(self.ledger)

    @property
    def judging(self) -> Judging:
        return Judging(self.ledger)

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.database, self.knowledge, lambda: self.woken.append(True))

    async def tick(
        self,
        by: str,
        *chosen: str,
        category: str = "development",
        revision: int | None = None,
        at: int | None = None,
        key: str | None = None,
        place: Place | None = None,
    ) -> str:
        """Leave these ticked in the picture of a revision; without one in the newest."""
        shown = (await self.sheet()).revision if revision is None else revision
        return await self.sheets.tick(
            self.delivery(key),
            self.ref(category, shown),
            self.place if place is None else place,
            chosen,
            action_ts=self.moment(at),
            by=by,
        )

    async def undo(self, by: str, *, at: int | None = None, key: str | None = None) -> str:
        ref = self.ref("actions", 1)
        return await self.sheets.undo(self.delivery(key), ref, self.place, self.moment(at), by)

    async def reset(self, by: str, *, at: int | None = None, key: str | None = None) -> str:
        ref = self.ref("actions", 1)
        return await self.sheets.reset(self.delivery(key), ref, self.place, self.moment(at), by)

    async def judge(
        self, by: str, item: str, *, key: str | None = None, **said: str
    ) -> Mapping[str, str] | str:
        """Change these inputs in the form of an item."""
        shown = await self.finding(item)
        held = {
            "verdict": shown.verdict or "open",
            "note": shown.note,
            "link": shown.link,
            "assignee": shown.assignee or "",
            **said,
        }
        metadata = self.ref(item, 1).encode()
        return await self.judging.judge(self.delivery(key), metadata, held, said.keys(), by)

    async def sheet(self) -> Sheet:
        async with self.database.transaction(TENANT) as tx:
            found = await sheets.load(tx, self.decision, KEY)
        assert found is not None
        return found

    async def finding(self, item: str) -> Finding:
        return (await self.sheet()).findings.get(ItemId(item), OPEN)

    async def passed(self) -> set[str]:
        return {item for item, each in (await self.sheet()).findings.items() if _passes(each)}

    async def history(self) -> list[Change]:
        async with self.database.transaction(TENANT) as tx:
            return [*await sheets.history(tx, self.decision, KEY, 10_000)]

    async def stale(self) -> set[PostKey]:
        """The posts that do not show what is kept."""
        query = select(post).where(
            post.c.decision_id == self.decision, post.c.revision > post.c.rendered_revision
        )
        async with self.database.transaction(TENANT) as tx:
            rows = (await tx.connection.execute(query)).all()
        return {PostKey(self.decision, row.kind, row.topic) for row in rows}

    async def published(self) -> None:
        """Slack shows everything as it is kept now."""
        shown = post.update().where(post.c.decision_id == self.decision)
        async with self.database.transaction(TENANT) as tx:
            for count, key in enumerate(await posts.of_decision(tx, self.decision)):
                ts = self.place.ts if key == self.post else f"1600000000.{count:06d}"
                await tx.connection.execute(
                    shown.where(post.c.kind == key.kind, post.c.topic == key.topic).values(
                        ts=ts, rendered_revision=post.c.revision
                    )
                )

    async def close(self, status: str) -> None:
        """Let the decision be over."""
        async with self.database.transaction(TENANT) as tx:
            found = await decisions.load_to_change(tx, self.decision)
            assert found is not None
            over = found.dialogue.model_copy(update={"status": status})
            await decisions.save(tx, found, over)

    def items(self, category: str) -> tuple[str, ...]:
        for each in categories(KEY.kind, self.knowledge):
            if each.id == category:
                return tuple(item.id for item in each.items)
        raise AssertionError(category)

    def ref(self, part: str, revision: int) -> SheetRef:
        return SheetRef(self.decision, revision, KEY, part)

    @property
    def place(self) -> Place:
        """Where the message of the sheet stands."""
        return Place(CHANNEL, "1699999999.000001")

    @property
    def post(self) -> PostKey:
        return PostKey(self.decision, KEY.kind, KEY.candidate)

    def delivery(self, key: str | None = None) -> Delivery:
        """A request that Slack has never made before, unless its key is told."""
        return Delivery(TENANT, (f"{self.decision}.{next(self._keys)}" if key is None else key,))

    def moment(self, at: int | None = None) -> str:
        """When a click was made, as Slack writes it; without a time, after every one before."""
        whole, rest = divmod(next(self._clock) if at is None else at, SECOND)
        return f"{whole}.{rest:06d}"


async def opened(database: Database, knowledge: KnowledgeBase, decision: str = "d1") -> Room:
    """A room whose checklist stands empty in its thread."""
    room = Room(database, knowledge, decision)
    async with database.transaction(TENANT) as tx:
        await decisions.add(
            tx,
            Decision(
                id=decision,
                opened_by="U1",
                channel=CHANNEL,
                thread_ts=None,
                moved_from=None,
                response_url=None,
                dialogue=DialogueState(status="concluded"),
                revision=1,
            ),
        )
        await posts.mark_stale(tx, PostKey(decision, "root"))
        await room.sheets.begin(tx, decision, KEY, "U1")
    await room.published()
    return room


def _passes(finding: Finding) -> bool:
    return finding.verdict == "pass"
