"""The store: tenants apart, compare-and-swap, leases; on SQLite and on PostgreSQL."""

import asyncio
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from bot.place import Place
from bot.store import claims, decisions, deliveries, posts, settings, turns
from bot.store.claims import Claim, Dead, Lost, Retry, Sent
from bot.store.database import EVERY_TENANT, Database
from bot.store.decisions import Decision, StaleRevisionError
from bot.store.posts import PostKey
from bot.store.schema import decision, metadata, participant, post, setting, turn
from bot.store.turns import KeptTurn
from bot.tenant import Tenant
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from engine.dialogue.model import Answer, DialogueState, Requested, Understood
from engine.dialogue.requests import Supposed
from knowledge.schema import SlotId

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


async def opened(database: Database, tenant: Tenant = ONE, new: Decision = FRESH) -> None:
    async with database.transaction(tenant) as tx:
        await decisions.add(tx, new)
        await posts.mark_stale(tx, replace(ROOT, decision_id=new.id))


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
    await opened(database, ONE)
    async with database.transaction(ONE) as tx:
        await turns.add(tx, "d1", TURN)
        await decisions.take_part(tx, "d1", "U1")
        await settings.keep_cost(tx, DEAR, "U1")
    async with database.transaction(OTHER) as tx:
        for table in (decision, post, turn, participant, setting):
            assert (await tx.connection.execute(select(table))).all() == [], table.name
        assert (await tx.connection.execute(turn.update().values(content="x"))).rowcount == 0
        assert (await tx.connection.execute(post.update().values(dead="x"))).rowcount == 0
        assert (await tx.connection.execute(post.delete())).rowcount == 0
    async with database.engine.begin() as connection:
        assert (await connection.execute(select(decision))).all() == []
    async with database.transaction(EVERY_TENANT) as tx:
        for table in (decision, turn, participant, setting):
            assert (await tx.connection.execute(select(table))).all() == [], table.name
        assert (await tx.connection.execute(post.update().values(dead="x"))).rowcount == 0
        assert len(await posts.stale(tx, 10)) == 1
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


async def test_turns_and_participants_go_with_their_decision(database: Database) -> None:
    await opened(database)
    async with database.transaction(ONE) as tx:
        await turns.add(tx, "d1", TURN)
        await decisions.take_part(tx, "d1", "U1")
        await tx.connection.execute(decision.delete())
        for table in (post, turn, participant):
            assert (await tx.connection.execute(select(table))).all() == [], table.name


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
