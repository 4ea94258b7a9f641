"""What a workspace keeps for the cost of all its decisions; on SQLite and on PostgreSQL."""

import asyncio
from decimal import Decimal

import pytest
from sqlalchemy import select

from bot.store import settings
from bot.store.database import Database
from bot.store.schema import setting
from bot.tenant import Tenant
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed

ONE, OTHER = Tenant("T1"), Tenant("T2")
DEAR = Assumed(engineer_cost=Decimal(150_000), per_dollar=Decimal("0.92"), currency="EUR")


async def kept(database: Database, *said: Assumed, by: str = "U1") -> Assumed:
    """What is kept after these, one after the other."""
    for each in said:
        async with database.transaction(ONE) as tx:
            await settings.keep_cost(tx, each, by)
    async with database.transaction(ONE) as tx:
        return await settings.cost(tx)


async def test_a_workspace_keeps_its_own_and_sees_no_other(database: Database) -> None:
    assert await kept(database) == NOTHING_ASSUMED
    assert await kept(database, DEAR) == DEAR
    async with database.transaction(OTHER) as tx:
        assert await settings.cost(tx) == NOTHING_ASSUMED


async def test_what_belongs_to_a_team_is_not_kept(database: Database) -> None:
    team = Assumed(pipelines=40, runs_per_week=7, steps_per_run=9, years=5)
    assert await kept(database, team) == Assumed(years=5)


async def test_what_is_left_blank_stays_as_it_was(database: Database) -> None:
    hours = Assumed(engineer_hours=Decimal("4.5"))
    found = await kept(database, DEAR, hours, Assumed(years=5))
    assert found == DEAR.model_copy(update={"engineer_hours": Decimal("4.5"), "years": 5})


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        (DEAR, Assumed(currency="GBP"), Assumed(currency="GBP")),
        (DEAR, Assumed(currency="EUR"), DEAR),
        (DEAR, Assumed(currency="USD", years=2), Assumed(currency="USD", years=2)),
        (
            Assumed(engineer_cost=Decimal(90_000)),
            Assumed(currency="USD"),
            Assumed(engineer_cost=Decimal(90_000), currency="USD"),
        ),
        (
            Assumed(engineer_cost=Decimal(90_000), years=4),
            Assumed(currency="EUR"),
            Assumed(currency="EUR", years=4),
        ),
    ],
)
async def test_no_amount_comes_to_stand_in_another_currency(
    database: Database, before: Assumed, said: Assumed, after: Assumed
) -> None:
    assert await kept(database, before, said) == after


async def test_it_is_noted_who_changed_it_last_and_when(database: Database) -> None:
    await kept(database, DEAR, by="U1")
    await kept(database, Assumed(years=2), by="U2")
    async with database.transaction(ONE) as tx:
        row = (await tx.connection.execute(select(setting))).one()
    assert (row.tenant, row.name, row.changed_by) == ("T1", "cost", "U2")
    assert row.changed_at > 1_700_000_000


async def test_of_many_who_keep_something_at_once_nothing_is_lost(database: Database) -> None:
    async def keep(said: Assumed) -> None:
        async with database.transaction(ONE) as tx:
            await settings.keep_cost(tx, said, "U1")

    parts = [DEAR, Assumed(years=5), Assumed(engineer_hours=Decimal(3))]
    await asyncio.gather(*(keep(each) for each in parts * 3))
    assert await kept(database) == DEAR.model_copy(
        update={"years": 5, "engineer_hours": Decimal(3)}
    )


async def test_what_another_version_has_kept_holds_up_no_sum(database: Database) -> None:
    await kept(database, DEAR)
    async with database.transaction(ONE) as tx:
        await tx.connection.execute(setting.update().values(content='{"discount": "10"}'))
    assert await kept(database) == NOTHING_ASSUMED
    assert await kept(database, Assumed(years=2)) == Assumed(years=2)
