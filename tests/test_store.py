"""The store: tenants apart, compare-and-swap, leases; on SQLite and on PostgreSQL."""

import asyncio
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from bot.place import Place
from bot.store import (
    claims,
    decisions,
    deliveries,
    erasing,
    posts,
    records,
    reminders,
    settings,
    sheets,
    turns,
    votes,
)
from bot.store.claims import Claim, Dead, Lost, Retry, Sent
from bot.store.database import EVERY_TENANT, Database
from bot.store.decisions import Decision, StaleRevisionError, Touched
from bot.store.posts import PostKey
from bot.store.reminders import Reminder
from bot.store.schema import (
    ballot,
    change,
    decision,
    finding,
    metadata,
    participant,
    post,
    record,
    reminder,
    score,
    selection,
    setting,
    sheet,
    turn,
)
from bot.store.turns import KeptTurn
from bot.tenant import Tenant
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from engine.dialogue.model import Answer, DialogueState, Requested, Understood
from engine.dialogue.requests import Supposed
from engine.evaluation.merging import Picture
from engine.evaluation.model import CategoryId, Finding, ItemId, Outcome, SheetKey, TrialId
from knowledge.schema import AlternativeId, CriterionId, SlotId
from tests.databases import connected

ONE, OTHER = Tenant("T1"), Tenant("T2")
TEAM_SIZE = SlotId("team_size")
FRESH = Decision(
    id="d1",
    opened_by="U1",
    channel="C1",
    thread_ts=None,
    moved_from=None,
    response_url=None,
    dialogue=DialogueState(asking=TEAM_SIZE),
    revision=1,
)
ROOT = PostKey("d1", "root")
AFTER = "9999999999.000001"
"""The ts of a message that comes after every decision here."""
THREAD = "1700000000.000009"
HOSTED = replace(FRESH, thread_ts=THREAD)
"""A decision in a thread of people."""
QUESTION = PostKey("d1", "question", "team_size")
DEAR = Assumed(engineer_cost=Decimal(150_000), per_dollar=Decimal("0.92"), currency="EUR")
TURN = KeptTurn(
    by="U1",
    remarks=(Requested(request=Supposed(answers={TEAM_SIZE: 40})),),
    state=FRESH.dialogue,
)


SAID = (turn, participant, sheet, finding, change, selection, score, ballot, record)
"""What is kept of a decision beside its row, its posts and its reminders."""
CHECKLIST = SheetKey("checklist", AlternativeId("prefect"))
OUTCOME = Outcome(
    kind="adopt", alternative=AlternativeId("prefect"), because="", by="U1", at=1700000000
)


async def opened(database: Database, tenant: Tenant = ONE, new: Decision = FRESH) -> None:
    async with database.transaction(tenant) as tx:
        await decisions.add(tx, new)
        await posts.mark_stale(tx, replace(ROOT, decision_id=new.id))


async def lived_in(database: Database, tenant: Tenant = ONE, decision_id: str = "d1") -> None:
    """Let there be something of all that can be kept of a decision."""
    await opened(database, tenant, replace(FRESH, id=decision_id))
    async with database.transaction(tenant) as tx:
        await turns.add(tx, decision_id, TURN)
        await decisions.take_part(tx, decision_id, "U1")
        await decisions.take_part(tx, decision_id, "U2")
        await sheets.begin(tx, decision_id, CHECKLIST, "U1")
        begun = await sheets.load(tx, decision_id, CHECKLIST)
        assert begun is not None
        ticked = {ItemId("backups"): Finding(verdict="pass", by="U1", at=1.5)}
        await sheets.write(tx, decision_id, begun, ticked, "ticked", "U1", action_ts=1)
        await sheets.keep_selection(
            tx, decision_id, CHECKLIST, CategoryId("people"), "U1", Picture(1, frozenset(), 1)
        )
        moved = {TrialId("moved"): 4}
        await votes.keep_scores(tx, decision_id, AlternativeId("prefect"), "U1", moved)
        await votes.cast(tx, decision_id, "U1", {CriterionId("cost"): 100})
        await records.keep(tx, decision_id, OUTCOME, "what was written")
        due_at = OUTCOME.at * 2
        review = Reminder(f"r-{decision_id}", decision_id, "review", "", "U1", due_at)
        await reminders.want(tx, review)


async def claimed(database: Database, key: PostKey = ROOT) -> Claim | None:
    async with database.transaction(ONE) as tx:
        return await claims.claim(tx, key)


async def settled(database: Database, claim: Claim, outcome: claims.Outcome) -> bool:
    async with database.transaction(ONE) as tx:
        return await claims.settle(tx, claim, outcome)


async def sent(database: Database, key: PostKey = ROOT, ts: str = "1.1") -> None:
    claim = await claimed(database, key)
    assert claim is not None
    assert await settled(database, claim, Sent(Place("C1", ts)))


async def due(database: Database) -> list[PostKey]:
    async with database.transaction(EVERY_TENANT) as tx:
        return [each.key for each in await posts.stale(tx, 100)]


async def at_once(database: Database) -> None:
    """Let what waits for its turn be due now."""
    async with database.transaction(ONE) as tx:
        await tx.connection.execute(post.update().values(not_before=0))


async def test_a_decision_comes_back_as_it_was_saved(database: Database) -> None:
    answers = {TEAM_SIZE: Answer(value=8, by="U1")}
    new = replace(
        FRESH,
        thread_ts=THREAD,
        moved_from="C9",
        response_url="https://hooks.slack.com/x",
        dialogue=DialogueState(answers=answers),
        assumed=DEAR,
    )
    await opened(database, new=new)
    async with database.transaction(ONE) as tx:
        assert await decisions.load(tx, "d1") == new


async def test_what_is_assumed_of_a_decision_stays_until_something_else_is(
    database: Database,
) -> None:
    await opened(database)
    async with database.transaction(ONE) as tx:
        await decisions.save(tx, FRESH, FRESH.dialogue, DEAR)
        saved = await decisions.load(tx, "d1")
        assert saved == replace(FRESH, revision=2, assumed=DEAR)
        await decisions.save(tx, saved, DialogueState(status="concluded"))
        saved = await decisions.load(tx, "d1")
        assert saved is not None
        assert saved.assumed == DEAR
        await decisions.save(tx, saved, saved.dialogue, NOTHING_ASSUMED)
        saved = await decisions.load(tx, "d1")
        assert saved is not None
        assert saved.assumed == NOTHING_ASSUMED


async def test_a_message_tells_which_post_it_is(database: Database) -> None:
    await opened(database)
    await sent(database)
    async with database.transaction(ONE) as tx:
        assert await posts.at(tx, "d1", Place("C1", "1.1")) == ROOT
        assert await posts.at(tx, "d1", Place("C1", "2.2")) is None
        assert await posts.at(tx, "d2", Place("C1", "1.1")) is None


async def test_a_tenant_sees_nothing_of_another(database: Database) -> None:
    await opened(database, OTHER)
    async with database.transaction(OTHER) as tx:
        turn_id = await turns.add(tx, "d1", TURN)
        await decisions.take_part(tx, "d1", "U1")
        claim = await claims.claim(tx, ROOT)
        assert claim is not None
        await claims.settle(tx, claim, Sent(Place("C1", "1.1")))
    async with database.transaction(ONE) as tx:
        assert await decisions.load(tx, "d1") is None
        assert await decisions.load_to_change(tx, "d1") is None
        assert await decisions.of_thread(tx, "C1", "1.1", "U1") is None
        assert await decisions.newest_in(tx, "C1", "U1") is None
        assert await decisions.of_person(tx, "U1", 10) == []
        assert await turns.load(tx, "d1", turn_id) is None
        assert await posts.of_decision(tx, "d1") == frozenset()
        assert not await posts.shows(tx, "d1", Place("C1", "1.1"))
        assert await posts.at(tx, "d1", Place("C1", "1.1")) is None
        assert await posts.place_of(tx, ROOT) is None
        assert await claims.claim(tx, ROOT) is None
        with pytest.raises(StaleRevisionError):
            await decisions.save(tx, FRESH, DialogueState())
    async with database.transaction(OTHER) as tx:
        assert await decisions.load(tx, "d1") == FRESH
        assert await turns.load(tx, "d1", turn_id) == TURN


async def test_the_same_ids_in_two_tenants_are_two_decisions(database: Database) -> None:
    await opened(database, ONE)
    await opened(database, OTHER, replace(FRESH, opened_by="U2"))
    async with database.transaction(ONE) as tx:
        await decisions.save(tx, FRESH, DialogueState(status="cancelled"))
    async with database.transaction(OTHER) as tx:
        other = await decisions.load(tx, "d1")
    assert other is not None
    assert (other.opened_by, other.revision, other.dialogue.status) == ("U2", 1, "gathering")


def test_every_table_has_the_tenant_first_in_its_key_and_its_references() -> None:
    for table in metadata.tables.values():
        assert next(iter(table.primary_key)).name == "tenant", table.name
        for reference in table.foreign_key_constraints:
            assert reference.column_keys[0] == "tenant", table.name


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_query_that_forgot_its_tenant_finds_nothing(database: Database) -> None:
    await lived_in(database)
    async with database.transaction(ONE) as tx:
        await settings.keep_cost(tx, DEAR, "U1")
    tables = (decision, post, reminder, setting, *SAID)
    async with database.transaction(ONE) as tx:
        for table in tables:
            assert (await tx.connection.execute(select(table))).all() != [], table.name
    async with database.transaction(OTHER) as tx:
        for table in tables:
            assert (await tx.connection.execute(select(table))).all() == [], table.name
            assert (await tx.connection.execute(table.delete())).rowcount == 0, table.name
        assert (await tx.connection.execute(turn.update().values(content="x"))).rowcount == 0
        assert (await tx.connection.execute(post.update().values(dead="x"))).rowcount == 0
        assert (await tx.connection.execute(finding.update().values(content="x"))).rowcount == 0
    async with database.engine.begin() as connection:
        assert (await connection.execute(select(decision))).all() == []
    async with database.transaction(EVERY_TENANT) as tx:
        for table in (decision, setting, *SAID):
            assert (await tx.connection.execute(select(table))).all() == [], table.name
        assert (await tx.connection.execute(post.update().values(dead="x"))).rowcount == 0
        assert len(await posts.stale(tx, 10)) == 1
        assert len((await tx.connection.execute(select(reminder))).all()) == 1
        assert (await tx.connection.execute(reminder.update().values(by="x"))).rowcount == 0
        assert (await tx.connection.execute(reminder.delete())).rowcount == 0  # Slack has it not
    with pytest.raises(DBAPIError, match="row-level security"):
        async with database.transaction(OTHER) as tx:
            await tx.connection.execute(
                text("INSERT INTO delivery (tenant, key, received_at) VALUES ('T1', 'k', 0)")
            )
    foreign = participant.insert().values(tenant=ONE, person="U2", decision_id="d1")
    with pytest.raises(DBAPIError, match="row-level security"):
        async with database.transaction(OTHER) as tx:
            await tx.connection.execute(foreign)


async def test_whoever_saves_second_on_the_same_revision_is_told(database: Database) -> None:
    await opened(database)
    async with database.transaction(ONE) as tx:
        await decisions.save(tx, FRESH, DialogueState(status="cancelled"))
    with pytest.raises(StaleRevisionError):
        async with database.transaction(ONE) as tx:
            await decisions.save(tx, FRESH, DialogueState())
    async with database.transaction(ONE) as tx:
        kept = await decisions.load(tx, "d1")
    assert kept is not None
    assert kept.dialogue.status == "cancelled"


async def test_a_delivery_counts_once_by_any_of_its_keys(database: Database) -> None:
    async with database.transaction(ONE) as tx:
        assert await deliveries.note(tx, ["event", "message"])
    async with database.transaction(ONE) as tx:
        assert not await deliveries.note(tx, ["event"])
        assert not await deliveries.note(tx, ["another event", "message"])
    async with database.transaction(OTHER) as tx:
        assert await deliveries.note(tx, ["event"])


async def test_a_delivery_whose_effect_failed_is_not_noted(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction(ONE) as tx:
            assert await deliveries.note(tx, ["event"])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with database.transaction(ONE) as tx:
        assert await deliveries.note(tx, ["event"])


async def test_old_deliveries_are_forgotten_and_new_ones_kept(database: Database) -> None:
    for tenant in (ONE, OTHER):
        async with database.transaction(tenant) as tx:
            await deliveries.note(tx, ["old", "older", "new"])
            await tx.connection.execute(
                text(
                    "UPDATE delivery SET received_at = received_at - 200000 "
                    "WHERE key LIKE 'old%' AND tenant = :tenant"
                ),
                {"tenant": tenant},
            )
    async with database.transaction(EVERY_TENANT) as tx:
        assert await deliveries.forget_old(tx, limit=3) == 3
        assert await deliveries.forget_old(tx, limit=3) == 1
        assert await deliveries.forget_old(tx, limit=3) == 0
    async with database.transaction(ONE) as tx:
        assert await deliveries.note(tx, ["old"])
        assert not await deliveries.note(tx, ["new"])


async def test_of_many_claims_at_once_one_wins(database: Database) -> None:
    await opened(database)
    claims = await asyncio.gather(*(claimed(database) for _ in range(8)))
    assert sum(claim is not None for claim in claims) == 1


async def test_a_settled_post_is_not_stale_until_it_changes(database: Database) -> None:
    await opened(database)
    await sent(database)
    assert await due(database) == []
    async with database.transaction(ONE) as tx:
        await posts.mark_stale(tx, ROOT)
    assert await due(database) == []  # sent a moment ago: it waits its turn
    await at_once(database)
    assert await due(database) == [ROOT]


async def test_a_change_during_the_sending_makes_it_stale_again(database: Database) -> None:
    await opened(database)
    claim = await claimed(database)
    assert claim is not None
    async with database.transaction(ONE) as tx:
        await posts.mark_stale(tx, ROOT)
    assert await settled(database, claim, Sent(Place("C1", "1.1")))
    await at_once(database)
    assert await due(database) == [ROOT]


async def test_a_question_waits_for_its_thread(database: Database) -> None:
    await opened(database)
    async with database.transaction(ONE) as tx:
        await posts.mark_stale(tx, QUESTION)
    assert await due(database) == [ROOT]
    await sent(database)
    assert await due(database) == [QUESTION]
    claim = await claimed(database, QUESTION)
    assert claim is not None
    assert (claim.channel, claim.thread_ts, claim.ts) == ("C1", "1.1", None)


async def test_a_lease_that_ran_out_is_nobodys_and_its_late_settlement_is_refused(
    database: Database,
) -> None:
    await opened(database)
    first = await claimed(database)
    assert first is not None
    assert await claimed(database) is None
    async with database.transaction(ONE) as tx:
        await tx.connection.execute(post.update().values(lease_until=1))
    second = await claimed(database)
    assert second is not None
    assert not await settled(database, first, Sent(Place("C1", "0.9")))
    assert await settled(database, second, Sent(Place("C1", "1.1")))
    async with database.transaction(ONE) as tx:
        assert await posts.place_of(tx, ROOT) == Place("C1", "1.1")
    await at_once(database)
    assert await due(database) == [ROOT]  # what the first one sent may have come last


@pytest.mark.parametrize(
    ("outcome", "is_due"), [(Retry(0), True), (Retry(60), False), (Dead("x"), False)]
)
async def test_what_was_not_sent_waits_or_is_given_up(
    database: Database, outcome: claims.Outcome, *, is_due: bool
) -> None:
    await opened(database)
    claim = await claimed(database)
    assert claim is not None
    await settled(database, claim, outcome)
    assert await due(database) == ([ROOT] if is_due else [])


async def test_attempts_are_counted_until_one_succeeds(database: Database) -> None:
    await opened(database)
    for expected in (0, 1, 2):
        claim = await claimed(database)
        assert claim is not None
        assert claim.attempts == expected
        await settled(database, claim, Retry(0))
    await sent(database)
    async with database.transaction(ONE) as tx:
        await posts.mark_stale(tx, ROOT)
    await at_once(database)
    again = await claimed(database)
    assert again is not None
    assert again.attempts == 0


async def test_a_lost_root_is_posted_anew_and_its_thread_with_it(database: Database) -> None:
    await opened(database)
    await sent(database)
    async with database.transaction(ONE) as tx:
        await posts.mark_stale(tx, QUESTION)
    await sent(database, QUESTION, "1.2")
    async with database.transaction(ONE) as tx:
        await posts.mark_stale(tx, ROOT)
    await at_once(database)
    claim = await claimed(database)
    assert claim is not None
    await settled(database, claim, Lost())
    again = await claimed(database)
    assert again is not None
    assert (again.channel, again.ts) == ("C1", None)
    await settled(database, again, Sent(Place("C1", "2.1")))
    await at_once(database)
    question = await claimed(database, QUESTION)
    assert question is not None
    assert (question.ts, question.thread_ts) == (None, "2.1")


async def test_in_a_thread_of_people_the_root_is_a_reply_and_its_posts_stand_beside_it(
    database: Database,
) -> None:
    await opened(database, new=HOSTED)
    async with database.transaction(ONE) as tx:
        await posts.mark_stale(tx, QUESTION)
    assert await due(database) == [ROOT]
    root = await claimed(database)
    assert root is not None
    assert (root.channel, root.thread_ts) == ("C1", THREAD)
    await settled(database, root, Sent(Place("C1", "1.1")))
    question = await claimed(database, QUESTION)
    assert question is not None
    assert (question.channel, question.thread_ts) == ("C1", THREAD)


async def test_a_lost_root_in_a_thread_of_people_is_posted_anew_alone(database: Database) -> None:
    await opened(database, new=HOSTED)
    await sent(database)
    async with database.transaction(ONE) as tx:
        await posts.mark_stale(tx, QUESTION)
    await sent(database, QUESTION, "1.2")
    async with database.transaction(ONE) as tx:
        await posts.mark_stale(tx, ROOT)
    await at_once(database)
    claim = await claimed(database)
    assert claim is not None
    await settled(database, claim, Lost())
    assert await due(database) == [ROOT]
    async with database.transaction(ONE) as tx:
        assert await posts.place_of(tx, QUESTION) == Place("C1", "1.2")


async def test_a_thread_of_people_belongs_to_its_newest_decision_that_was_not_cancelled(
    database: Database,
) -> None:
    async def spoken_to() -> str | None:
        async with database.transaction(ONE) as tx:
            return await decisions.of_thread(tx, "C1", THREAD, "U1")

    async def cancelled(old: Decision) -> None:
        async with database.transaction(ONE) as tx:
            await decisions.save(tx, old, DialogueState(status="cancelled"))

    newer = replace(HOSTED, id="d2")
    assert await spoken_to() is None
    await opened(database, new=HOSTED)
    assert await spoken_to() == "d1"
    await opened(database, new=newer)
    assert await spoken_to() == "d2"
    await cancelled(newer)
    assert await spoken_to() == "d1"
    await cancelled(HOSTED)
    assert await spoken_to() == "d2"


async def test_a_thread_of_people_is_one_of_its_channel_alone(database: Database) -> None:
    await opened(database, new=HOSTED)
    await claimed(database)
    async with database.transaction(ONE) as tx:
        assert await decisions.of_thread(tx, "C2", THREAD, "U1") is None
        # Its root message is on its way, and opens no thread.
        assert await decisions.of_thread(tx, "C1", AFTER, "U1") is None


async def test_a_decision_opened_in_the_thread_of_another_takes_what_is_said_there(
    database: Database,
) -> None:
    await opened(database)
    await sent(database, ts=THREAD)
    await opened(database, new=replace(HOSTED, id="d2"))
    async with database.transaction(ONE) as tx:
        assert await decisions.of_thread(tx, "C1", THREAD, "U1") == "d2"


async def test_a_decision_that_moves_leaves_the_thread_of_people(database: Database) -> None:
    await opened(database, new=HOSTED)
    async with database.transaction(ONE) as tx:
        await decisions.move(tx, "d1", "U1", "C1")
        moved = await decisions.load(tx, "d1")
    assert moved is not None
    assert (moved.channel, moved.thread_ts, moved.moved_from) == ("U1", None, "C1")
    claim = await claimed(database)
    assert claim is not None
    assert (claim.channel, claim.thread_ts) == ("U1", None)


async def test_a_turn_comes_back_as_it_was_kept(database: Database) -> None:
    state = DialogueState(answers={TEAM_SIZE: Answer(value=8, by="U2")})
    said = KeptTurn(by="U2", remarks=(Understood(slots=(TEAM_SIZE,)),), state=state)
    await opened(database)
    async with database.transaction(ONE) as tx:
        said_id = await turns.add(tx, "d1", said)
        supposed_id = await turns.add(tx, "d1", TURN)
        assert await turns.load(tx, "d1", said_id) == said
        confirmed = said.model_copy(update={"confirmed_by": "U3"})
        await turns.save(tx, "d1", said_id, confirmed)
        assert await turns.load(tx, "d1", said_id) == confirmed
        assert await turns.load(tx, "d1", supposed_id) == TURN
        assert await turns.load(tx, "d2", said_id) is None


async def test_a_turn_of_another_version_is_named_by_its_id_alone(database: Database) -> None:
    await opened(database)
    async with database.transaction(ONE) as tx:
        turn_id = await turns.add(tx, "d1", TURN)
        await tx.connection.execute(turn.update().values(content='{"said": "canary"}'))
        with pytest.raises(turns.UnreadableTurnError) as raised:
            await turns.load(tx, "d1", turn_id)
    assert str(raised.value) == turn_id
    assert raised.value.__suppress_context__


async def test_a_post_whose_turn_is_gone_is_dropped_by_whoever_holds_its_claim(
    database: Database,
) -> None:
    key = PostKey("d1", "turn", "gone")
    await opened(database)
    await sent(database)
    async with database.transaction(ONE) as tx:
        await posts.mark_stale(tx, key)
    claim = await claimed(database, key)
    assert claim is not None
    async with database.transaction(ONE) as tx:
        await claims.drop(tx, replace(claim, lease="of another"))
        assert key in await posts.of_decision(tx, "d1")
        await claims.drop(tx, claim)
        assert await posts.of_decision(tx, "d1") == {ROOT}


async def test_what_belongs_to_a_decision_goes_with_it(database: Database) -> None:
    await lived_in(database)
    async with database.transaction(ONE) as tx:
        await tx.connection.execute(decision.delete())
        for table in (post, *SAID):
            assert (await tx.connection.execute(select(table))).all() == [], table.name


async def test_of_a_deleted_decision_is_left_who_deleted_it_and_its_messages(
    database: Database,
) -> None:
    await lived_in(database)
    await lived_in(database, decision_id="d2")
    async with database.transaction(ONE) as tx:
        await posts.mark_stale(tx, QUESTION)
    await sent(database)
    await sent(database, QUESTION, "1.2")
    async with database.transaction(ONE) as tx:
        answered = DialogueState(answers={TEAM_SIZE: Answer(value=8, by="U1")})
        await decisions.save(tx, FRESH, answered, DEAR)
        await tx.connection.execute(decision.update().values(response_url="https://x.example"))
        await erasing.delete(tx, "d1", "U9")
        assert await decisions.load(tx, "d1") == replace(
            FRESH, dialogue=DialogueState(status="cancelled"), revision=3, deleted_by="U9"
        )
        for table in SAID:
            left = (await tx.connection.execute(select(table.c.decision_id))).scalars().all()
            assert set(left) == {"d2"}, table.name
        assert await reminders.wanted(tx, "d1") == []
        assert len(await reminders.wanted(tx, "d2")) == 1
        kept = await decisions.load(tx, "d2")
        assert kept is not None
        assert (kept.deleted_by, kept.revision, kept.response_url) == (None, 1, "https://x.example")
    await at_once(database)
    assert [key for key in await due(database) if key.decision_id == "d1"] == [ROOT, QUESTION]


async def test_a_message_that_was_given_up_is_tried_again_where_its_decision_is_deleted(
    database: Database,
) -> None:
    await opened(database)
    claim = await claimed(database)
    assert claim is not None
    await settled(database, claim, Dead("not_in_channel"))
    async with database.transaction(ONE) as tx:
        await erasing.delete(tx, "d1", "U1")
    assert await due(database) == [ROOT]


async def test_a_deleted_decision_is_loaded_to_be_shown_and_not_to_be_changed(
    database: Database,
) -> None:
    await opened(database)
    async with database.transaction(ONE) as tx:
        assert await decisions.load_to_change(tx, "d1") == FRESH
        await erasing.delete(tx, "d1", "U1")
        assert await decisions.load_to_change(tx, "d1") is None
        assert await decisions.load(tx, "d1") is not None


async def in_slack(database: Database) -> None:
    """A root message and a question that Slack has."""
    await opened(database)
    async with database.transaction(ONE) as tx:
        await posts.mark_stale(tx, QUESTION)
    await sent(database)
    await sent(database, QUESTION, "1.2")


async def deleted(database: Database) -> None:
    async with database.transaction(ONE) as tx:
        await erasing.delete(tx, "d1", "U1")
    await at_once(database)


@pytest.mark.parametrize("outcome", [Lost(), Dead("cant_update_message")])
async def test_without_its_root_message_the_others_of_a_deleted_decision_still_go(
    database: Database, outcome: claims.Outcome
) -> None:
    await in_slack(database)
    await deleted(database)
    claim = await claimed(database)
    assert claim is not None
    assert await settled(database, claim, outcome)
    await at_once(database)
    assert await due(database) == [QUESTION]
    async with database.transaction(ONE) as tx:
        assert await posts.place_of(tx, QUESTION) == Place("C1", "1.2")


@pytest.mark.parametrize("outcome", [Lost(), Dead("cant_update_message")])
async def test_what_comes_of_a_message_after_its_decision_was_deleted_leaves_it_to_go(
    database: Database, outcome: claims.Outcome
) -> None:
    await in_slack(database)
    async with database.transaction(ONE) as tx:
        await posts.mark_stale(tx, ROOT)
    await at_once(database)
    claim = await claimed(database)
    assert claim is not None
    await deleted(database)
    assert await settled(database, claim, outcome)
    await at_once(database)
    assert await due(database) == [ROOT, QUESTION]


async def test_what_nobody_knows_of_a_message_stays_unknown_where_its_decision_is_deleted(
    database: Database,
) -> None:
    await opened(database)
    claim = await claimed(database)
    assert claim is not None
    await settled(database, claim, Retry(0, unsure=True))
    await deleted(database)
    claim = await claimed(database)
    assert claim is not None
    assert (claim.ts, claim.unsure) == (None, 1)


async def test_nobody_finds_a_deleted_decision(database: Database) -> None:
    await lived_in(database)
    await opened(database, new=replace(HOSTED, id="d2"))
    await opened(database, new=replace(FRESH, id="d3"))
    await sent(database)
    assert await claimed(database, replace(ROOT, decision_id="d3")) is not None
    async with database.transaction(ONE) as tx:
        assert await decisions.of_thread(tx, "C1", "1.1", "U1") == "d1"
        assert await decisions.of_thread(tx, "C1", THREAD, "U1") == "d2"
        assert await decisions.of_thread(tx, "C1", AFTER, "U1") == "d3"
        for decision_id in ("d1", "d2", "d3"):
            await erasing.delete(tx, decision_id, "U1")
            # Who takes part once more does not bring it back.
            await decisions.take_part(tx, decision_id, "U1")
        for thread in ("1.1", THREAD, AFTER):
            assert await decisions.of_thread(tx, "C1", thread, "U1") is None
        assert await decisions.newest_in(tx, "C1", "U1") is None
        assert await decisions.of_person(tx, "U1", 10) == []


async def test_a_decision_is_deleted_in_its_own_workspace_alone(database: Database) -> None:
    await opened(database)
    async with database.transaction(OTHER) as tx:
        await erasing.delete(tx, "d1", "U1")
        assert await decisions.touch(tx, "d1") is None
    async with database.transaction(ONE) as tx:
        assert await decisions.load(tx, "d1") == FRESH


async def test_touching_a_decision_makes_it_the_last_changed_and_keeps_its_revision(
    database: Database,
) -> None:
    for decision_id in ("d1", "d2"):
        await opened(database, new=replace(FRESH, id=decision_id))
        async with database.transaction(ONE) as tx:
            await decisions.take_part(tx, decision_id, "U1")
    async with database.transaction(ONE) as tx:
        assert await decisions.touch(tx, "d1") == Touched("U1", "gathering", None)
        assert await decisions.touch(tx, "d3") is None
        listed = await decisions.of_person(tx, "U1", 10)
        assert [each.decision.id for each in listed] == ["d1", "d2"]
        assert await decisions.load(tx, "d1") == FRESH
        await erasing.delete(tx, "d1", "U9")
        assert await decisions.touch(tx, "d1") == Touched("U1", "cancelled", "U9")


async def test_whoever_touches_a_decision_that_another_changes_waits_for_them(
    database: Database, database_url: str
) -> None:
    await opened(database)
    order: list[str] = []
    locked = asyncio.Event()

    async def change_it() -> None:
        async with database.transaction(ONE) as tx:
            assert await decisions.touch(tx, "d1") is not None
            locked.set()
            await asyncio.sleep(0.2)
            order.append("changed")

    async def touch_it(through: Database) -> None:
        await locked.wait()
        async with through.transaction(ONE) as tx:
            assert await decisions.touch(tx, "d1") is not None
            order.append("touched")

    async with connected(database_url) as other:
        await asyncio.gather(change_it(), touch_it(other))
    assert order == ["changed", "touched"]


async def test_what_nobody_has_touched_for_so_long_is_forgotten(database: Database) -> None:
    for decision_id in ("old", "older", "new", "touched"):
        await lived_in(database, decision_id=decision_id)
    await lived_in(database, OTHER, "old")
    for tenant in (ONE, OTHER):
        async with database.transaction(tenant) as tx:
            ago = decision.c.updated_at - 31 * 24 * 3600
            aged = decision.update().where(decision.c.id != "new", decision.c.tenant == tenant)
            await tx.connection.execute(aged.values(updated_at=ago))
    async with database.transaction(ONE) as tx:
        await decisions.touch(tx, "touched")
        assert await erasing.forget_untouched(tx, 32) == 0
        assert await erasing.forget_untouched(tx, 30, limit=1) == 1
        assert await erasing.forget_untouched(tx, 30) == 1
        assert await erasing.forget_untouched(tx, 30) == 0
        for table in (decision, post, *SAID):
            of = table.c.id if table is decision else table.c.decision_id
            query = select(of).where(table.c.tenant == ONE)
            left = (await tx.connection.execute(query)).scalars().all()
            assert set(left) == {"new", "touched"}, table.name
        assert [await reminders.wanted(tx, each) for each in ("old", "older")] == [[], []]
        assert len(await reminders.wanted(tx, "new")) == 1
        # One that Slack may have is taken back from there first.
        kept = select(reminder.c.state).where(reminder.c.tenant == ONE)
        states = (await tx.connection.execute(kept)).scalars().all()
        assert sorted(states) == ["unwanted", "unwanted", "wanted", "wanted"]
    async with database.transaction(OTHER) as tx:
        assert await decisions.load(tx, "old") is not None
        assert len(await reminders.wanted(tx, "old")) == 1


async def superseded(database: Database) -> None:
    """The record of d2 stands in the place of that of d1, and nobody touches d2 any more."""
    for decision_id in ("d1", "d2", "d3"):
        await lived_in(database, decision_id=decision_id)
        await sent(database, PostKey(decision_id, "root"), f"1.{decision_id}")
    async with database.transaction(ONE) as tx:
        by_two, by_three = [await records.load(tx, each) for each in ("d2", "d3")]
        assert by_two is not None
        assert by_three is not None
        await records.supersede(tx, "d1", by_two.number)
        await records.supersede(tx, "d2", by_three.number)
        ago = decision.c.updated_at - 31 * 24 * 3600
        aged = decision.update().where(decision.c.id == "d2").values(updated_at=ago)
        await tx.connection.execute(aged)
    await at_once(database)


async def test_a_record_stands_again_once_what_superseded_it_is_forgotten(
    database: Database,
) -> None:
    await superseded(database)
    assert await due(database) == []
    async with database.transaction(ONE) as tx:
        assert await erasing.forget_untouched(tx, 30) == 1
        again = await records.load(tx, "d1")
        assert again is not None
        assert again.superseded_by is None
    assert await due(database) == [PostKey("d1", "root")]


async def test_what_superseded_a_decision_that_somebody_changes_is_forgotten_later(
    database: Database, database_url: str
) -> None:
    async with database.transaction(ONE) as tx:
        if not tx.is_postgresql:
            pytest.skip("SQLite has one writer at a time")
    await superseded(database)
    async with connected(database_url) as other:
        async with database.transaction(ONE) as changing:
            await decisions.lock(changing, "d1")
            async with other.transaction(ONE) as tx:
                assert await erasing.forget_untouched(tx, 30) == 0
        async with other.transaction(ONE) as tx:
            assert await erasing.forget_untouched(tx, 30) == 1


async def test_a_person_finds_what_they_took_part_in_the_last_changed_first(
    database: Database,
) -> None:
    decisions_of_two = {"d1": "U1", "d2": "U1", "d3": "U2", "d4": "U1"}
    for decision_id, person in decisions_of_two.items():
        await opened(database, new=replace(FRESH, id=decision_id))
        async with database.transaction(ONE) as tx:
            await decisions.take_part(tx, decision_id, person)
            await decisions.take_part(tx, decision_id, person)
    await sent(database)
    async with database.transaction(ONE) as tx:
        await decisions.save(tx, FRESH, DialogueState(status="concluded"))
        listed = await decisions.of_person(tx, "U1", 10)
        assert [each.decision.id for each in listed] == ["d1", "d4", "d2"]
        assert [each.root for each in listed] == [Place("C1", "1.1"), None, None]
        assert listed[0].decision == await decisions.load(tx, "d1")
        assert listed[0].updated_at > listed[1].updated_at > listed[2].updated_at
        assert [each.decision.id for each in await decisions.of_person(tx, "U1", 1)] == ["d1"]


async def test_a_decision_of_another_version_is_left_out_of_the_list(database: Database) -> None:
    for decision_id in ("d1", "d2"):
        await opened(database, new=replace(FRESH, id=decision_id))
        async with database.transaction(ONE) as tx:
            await decisions.take_part(tx, decision_id, "U1")
    async with database.transaction(ONE) as tx:
        broken = decision.update().where(decision.c.id == "d2").values(dialogue='{"version": 2}')
        await tx.connection.execute(broken)
        assert [each.decision.id for each in await decisions.of_person(tx, "U1", 10)] == ["d1"]


async def test_what_was_given_up_is_revived_with_its_thread(database: Database) -> None:
    await opened(database)
    async with database.transaction(ONE) as tx:
        await posts.mark_stale(tx, QUESTION)
    claim = await claimed(database)
    assert claim is not None
    await settled(database, claim, Dead("not_in_channel"))
    assert await due(database) == []
    async with database.transaction(ONE) as tx:
        await posts.mark_stale(tx, ROOT)
    assert await due(database) == []
    async with database.transaction(ONE) as tx:
        assert await posts.revive(tx, "d1")
        assert not await posts.revive(tx, "d1")
    await sent(database)
    await sent(database, QUESTION, "1.2")


async def test_a_root_on_its_way_does_not_take_what_is_said_in_another_thread(
    database: Database,
) -> None:
    await opened(database)
    await sent(database)
    await opened(database, new=replace(FRESH, id="d2"))
    assert await claimed(database, replace(ROOT, decision_id="d2")) is not None
    async with database.transaction(ONE) as tx:
        assert await decisions.of_thread(tx, "C1", "1.1", "U1") == "d1"
        assert await decisions.of_thread(tx, "C1", AFTER, "U1") == "d2"
        # A thread that was there before the decision is none of its own.
        assert await decisions.of_thread(tx, "C1", "1700000000.000001", "U1") is None


async def test_a_conversation_that_moves_takes_its_posts_along(database: Database) -> None:
    await opened(database)
    async with database.transaction(ONE) as tx:
        await decisions.move(tx, "d1", "U1", "C1")
    claim = await claimed(database)
    assert claim is not None
    assert claim.channel == "U1"
    async with database.transaction(ONE) as tx:
        assert await decisions.newest_in(tx, "D1", "U1") == "d1"
        # Clicked while it is on its way, under the channel that we do not know yet.
        assert await posts.shows(tx, "d1", Place("D1", "1.1"))
        await claims.settle(tx, claim, Sent(Place("D1", "1.1")))
        await decisions.settle_in(tx, "d1", "D1")
        assert await decisions.newest_in(tx, "D1", "U9") == "d1"
        assert await posts.shows(tx, "d1", Place("D1", "1.1"))
        assert not await posts.shows(tx, "d1", Place("D1", "9.9"))


async def test_the_decision_that_gathers_goes_before_a_newer_one_that_does_not(
    database: Database,
) -> None:
    await opened(database)
    over = replace(FRESH, id="d2", dialogue=DialogueState(status="cancelled"))
    await opened(database, new=over)
    async with database.transaction(ONE) as tx:
        assert await decisions.newest_in(tx, "C1", "U1") == "d1"
        await decisions.save(tx, FRESH, DialogueState(status="concluded"))
        assert await decisions.newest_in(tx, "C1", "U1") == "d1"  # changed last


async def test_what_another_version_has_stored_is_named_by_its_id_alone(
    database: Database,
) -> None:
    await opened(database)
    async with database.transaction(ONE) as tx:
        broken = {"dialogue": '{"version": 2, "said": "canary"}'}
        await tx.connection.execute(decision.update().values(broken))
        with pytest.raises(decisions.UnreadableDecisionError) as raised:
            await decisions.load(tx, "d1")
    assert str(raised.value) == "d1"
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


async def test_a_decision_is_usable_whatever_another_version_has_set_for_its_cost(
    database: Database,
) -> None:
    await opened(database)
    async with database.transaction(ONE) as tx:
        await tx.connection.execute(decision.update().values(assumed='{"discount": "10"}'))
        found = await decisions.load(tx, "d1")
    assert found is not None
    assert found.assumed == NOTHING_ASSUMED


async def test_an_error_of_the_database_shows_no_parameters(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction(ONE) as tx:
            await decisions.add(tx, replace(FRESH, opened_by="canary", id="d1"))
            await decisions.add(tx, replace(FRESH, opened_by="canary", id="d1"))

    with pytest.raises(DBAPIError) as raised:
        await fail()
    assert "canary" not in str(raised.value)


async def test_a_pause_holds_back_every_post_of_the_channel_old_and_new(database: Database) -> None:
    await opened(database)
    await opened(database, new=replace(FRESH, id="d2", channel="C2"))
    async with database.transaction(ONE) as tx:
        await claims.pause_channel(tx, "C1", 1)
        await claims.pause_channel(tx, "C1", 60)
    await opened(database, new=replace(FRESH, id="d3"))
    assert [key.decision_id for key in await due(database)] == ["d2"]
    async with database.transaction(ONE) as tx:
        await claims.pause_channel(tx, "C1", -1)
    assert {key.decision_id for key in await due(database)} == {"d1", "d2", "d3"}


async def test_the_next_look_comes_when_the_first_wait_ends(database: Database) -> None:
    async with database.transaction(EVERY_TENANT) as tx:
        assert await posts.seconds_to_next(tx) is None
    await opened(database)
    claim = await claimed(database)
    assert claim is not None
    async with database.transaction(EVERY_TENANT) as tx:
        seconds = await posts.seconds_to_next(tx)
    assert seconds is not None
    assert claims.LEASE_SECONDS - 5 < seconds <= claims.LEASE_SECONDS
