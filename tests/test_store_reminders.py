"""Reminders as they are kept, and which of them Slack has; on SQLite and on PostgreSQL."""

import asyncio
import time

from sqlalchemy import select

from bot.store import reminders
from bot.store.claims import LEASE_SECONDS
from bot.store.database import EVERY_TENANT, Database
from bot.store.reminders import About, Reminder
from bot.store.schema import reminder as table
from bot.tenant import Tenant
from tests.test_store_sheets import ONE, OTHER

DAY = 24 * 3600.0
SOON = 3600.0


def due_in(
    seconds: float,
    reminder_id: str = "r1",
    *,
    about: About = "checklist",
    candidate: str = "prefect",
    decision_id: str = "d1",
) -> Reminder:
    return Reminder(reminder_id, decision_id, about, candidate, "U1", time.time() + seconds)


async def wanted(database: Database, *these: Reminder, tenant: Tenant = ONE) -> None:
    async with database.transaction(tenant) as tx:
        for each in these:
            await reminders.want(tx, each)


async def to_come(database: Database, decision_id: str = "d1") -> list[str]:
    async with database.transaction(ONE) as tx:
        return [each.id for each in await reminders.wanted(tx, decision_id)]


async def due(database: Database) -> list[str]:
    async with database.transaction(EVERY_TENANT) as tx:
        return [each.reminder.id for each in await reminders.due_for_slack(tx, 100)]


async def claimed(database: Database, reminder_id: str = "r1") -> reminders.Waiting | None:
    async with database.transaction(ONE) as tx:
        return await reminders.claim(tx, reminder_id)


async def scheduled(database: Database, reminder_id: str = "r1") -> None:
    """Slack has it."""
    assert await claimed(database, reminder_id) is not None
    async with database.transaction(ONE) as tx:
        await reminders.scheduled(tx, reminder_id, "C1", f"Q-{reminder_id}")


async def unwanted(
    database: Database, about: About | None = None, candidate: str | None = None
) -> None:
    async with database.transaction(ONE) as tx:
        await reminders.unwant(tx, "d1", about=about, candidate=candidate)


async def test_what_is_to_come_of_a_decision_is_known_the_next_first(database: Database) -> None:
    first, second = due_in(SOON, "r2"), due_in(400 * DAY, "r1", about="review", candidate="")
    past = due_in(-60, "r3")
    await wanted(database, second, first, past, due_in(SOON, "r4", decision_id="d2"))
    async with database.transaction(ONE) as tx:
        assert await reminders.wanted(tx, "d1") == [first, second]
        assert await reminders.wanted(tx, "d3") == []


async def test_one_that_slack_takes_already_is_due_for_it(database: Database) -> None:
    await wanted(
        database,
        due_in(SOON, "soon"),
        due_in(109 * DAY, "near"),
        due_in(111 * DAY, "far"),
        due_in(-SOON, "late"),
    )
    assert sorted(await due(database)) == ["late", "near", "soon"]
    assert await claimed(database, "far") is None
    assert sorted(await to_come(database)) == ["far", "near", "soon"]


async def test_of_many_claims_at_once_one_wins(database: Database) -> None:
    await wanted(database, due_in(SOON))
    found = await asyncio.gather(*(claimed(database) for _ in range(6)))
    assert sum(each is not None for each in found) == 1
    assert await due(database) == []


async def test_a_claim_says_what_is_to_be_done(database: Database) -> None:
    new = due_in(SOON)
    await wanted(database, new)
    found = await claimed(database)
    assert found == reminders.Waiting(ONE, new, "wanted", None, None, attempts=0)
    async with database.transaction(ONE) as tx:
        await reminders.scheduled(tx, "r1", "C1", "Q1")
    assert await due(database) == []
    await unwanted(database)
    found = await claimed(database)
    assert found == reminders.Waiting(ONE, new, "unwanted", "C1", "Q1", attempts=0)


async def test_one_that_slack_has_is_not_handed_over_again(database: Database) -> None:
    await wanted(database, due_in(SOON))
    await scheduled(database)
    assert await due(database) == []
    assert await claimed(database) is None
    assert await to_come(database) == ["r1"]


async def test_one_that_is_taken_back_while_it_is_handed_over_waits_to_be_taken_back(
    database: Database,
) -> None:
    await wanted(database, due_in(SOON))
    assert await claimed(database) is not None
    await unwanted(database)
    assert await due(database) == []  # whoever hands it over says first what came of it
    async with database.transaction(ONE) as tx:
        await reminders.scheduled(tx, "r1", "C1", "Q1")
    found = await claimed(database)
    assert found is not None
    assert (found.state, found.scheduled_id) == ("unwanted", "Q1")
    async with database.transaction(ONE) as tx:
        await reminders.gone(tx, "r1")
    assert await due(database) == []
    async with database.transaction(ONE) as tx:
        assert (await tx.connection.execute(select(table))).all() == []


async def test_what_is_taken_back_is_what_it_is_about(database: Database) -> None:
    await wanted(
        database,
        due_in(SOON, "r1"),
        due_in(SOON, "r2", candidate="dagster"),
        due_in(SOON, "r3", about="trials"),
        due_in(SOON, "r4", about="review", candidate=""),
        due_in(SOON, "r5", decision_id="d2"),
    )
    await unwanted(database, "checklist", "prefect")
    assert sorted(await to_come(database)) == ["r2", "r3", "r4"]
    await unwanted(database, "review")
    assert sorted(await to_come(database)) == ["r2", "r3"]
    await unwanted(database)
    assert await to_come(database) == []
    assert await to_come(database, "d2") == ["r5"]


async def test_of_what_is_past_only_what_slack_never_had_is_taken_back(
    database: Database,
) -> None:
    await wanted(database, due_in(-60, "late"), due_in(-60, "posted"))
    await scheduled(database, "posted")
    await unwanted(database)
    found = await claimed(database, "late")
    assert found is not None
    assert found.state == "unwanted"
    assert await claimed(database, "posted") is None


async def test_what_failed_is_tried_again_later_and_counted_where_it_may_have_worked(
    database: Database,
) -> None:
    await wanted(database, due_in(SOON))
    for attempts, is_unsure in ((0, True), (1, False), (1, True), (2, False)):
        found = await claimed(database)
        assert found is not None
        assert found.attempts == attempts
        async with database.transaction(ONE) as tx:
            await reminders.later(tx, "r1", 0, is_unsure=is_unsure)
    assert await claimed(database) is not None
    async with database.transaction(ONE) as tx:
        await reminders.later(tx, "r1", 60)
    assert await due(database) == []
    await unwanted(database)
    assert await due(database) == ["r1"]  # another thing to do: it need not wait


async def test_a_lease_that_ran_out_is_nobodys(database: Database) -> None:
    await wanted(database, due_in(SOON))
    assert await claimed(database) is not None
    async with database.transaction(ONE) as tx:
        ran_out = table.update().values(lease_until=table.c.lease_until - LEASE_SECONDS)
        await tx.connection.execute(ran_out)
    found = await claimed(database)
    assert found is not None
    assert found.attempts == 1


async def test_what_slack_has_posted_is_forgotten_after_a_day(database: Database) -> None:
    for tenant in (ONE, OTHER):
        await wanted(database, due_in(SOON), due_in(SOON, "r2"), tenant=tenant)
    await scheduled(database)
    async with database.transaction(OTHER) as tx:
        await reminders.scheduled(tx, "r1", "C1", "Q1")
    for tenant, days in ((ONE, 2), (OTHER, 0.5)):
        async with database.transaction(tenant) as tx:
            await tx.connection.execute(
                table.update()
                .where(table.c.tenant == tenant)
                .values(due_at=table.c.due_at - days * DAY - SOON)
            )
    async with database.transaction(EVERY_TENANT) as tx:
        assert await reminders.forget_past(tx) == 1
        assert await reminders.forget_past(tx) == 0
    for tenant, left in ((ONE, ["r2"]), (OTHER, ["r1", "r2"])):
        async with database.transaction(tenant) as tx:
            kept = select(table.c.id).where(table.c.tenant == tenant).order_by(table.c.id)
            assert (await tx.connection.execute(kept)).scalars().all() == left


async def test_what_slack_has_in_a_channel_is_known(database: Database) -> None:
    await wanted(database, due_in(SOON), due_in(SOON, "r2"), due_in(SOON, "r3"))
    async with database.transaction(ONE) as tx:
        await reminders.scheduled(tx, "r1", "C1", "Q1")
        await reminders.scheduled(tx, "r2", "C2", "Q2")
        assert await reminders.known(tx, "C1") == {"Q1"}
        await reminders.unwant(tx, "d1")
        assert await reminders.known(tx, "C1") == {"Q1"}
    async with database.transaction(OTHER) as tx:
        assert await reminders.known(tx, "C1") == frozenset()


async def test_a_tenant_sees_no_reminder_of_another(database: Database) -> None:
    await wanted(database, due_in(SOON, about="review", candidate=""))
    async with database.transaction(OTHER) as tx:
        assert await reminders.wanted(tx, "d1") == []
        assert await reminders.claim(tx, "r1") is None
        await reminders.unwant(tx, "d1")
        await reminders.scheduled(tx, "r1", "C1", "Q1")
        await reminders.later(tx, "r1", 60)
        await reminders.gone(tx, "r1")
    found = await claimed(database)
    assert found is not None
    assert (found.state, found.scheduled_id) == ("wanted", None)
