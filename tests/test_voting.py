"""Scores and weights as people give them; on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select, update

from bot import render
from bot.actions import UnknownActionError
from bot.basis import basis_of
from bot.block_ids import BlockRef, SheetRef
from bot.ledger import Delivery, Ledger, opened
from bot.place import Place
from bot.store import decisions, erasing, posts, votes
from bot.store.database import Database
from bot.store.decisions import Decision
from bot.store.posts import PostKey
from bot.store.schema import post
from bot.tenant import Tenant
from bot.views import notices
from bot.views.ballot_form import BACK, TAKE_BACK
from bot.views.ballots import NOTHING_TO_USE
from bot.views.score_form import NOT_SCORED
from bot.voting import Voting
from engine.dialogue.advance import advance, start
from engine.dialogue.model import Cancelled, Decided, DialogueState, Event, FormFilled, WeightsSet
from engine.evaluation.model import Score, SheetKey
from knowledge.schema import AlternativeId, CriterionId, KnowledgeBase, SlotId
from tests.databases import connected
from tests.rendered import header, prose

TENANT = Tenant("T1")
ROOT = Place("C1", "1700000000.000001")
ELSEWHERE = Place("C1", "1700000000.000009")
DAGSTER = AlternativeId("dagster")
ANSWERS = {
    SlotId("team_size"): "8",
    SlotId("model_count"): "3",
    SlotId("kubernetes_skill"): "none",
    SlotId("cloud"): "aws",
}
COMMUNITY, LINEAGE, EASE = (
    CriterionId(each) for each in ("community", "lineage", "learning_curve")
)


@dataclass
class Team:
    """What people do in one decision."""

    voting: Voting
    ledger: Ledger
    decision: str = ""
    sent: int = 0
    """How many requests so far: each has a key of its own."""

    @property
    def database(self) -> Database:
        return self.ledger.database

    @property
    def ref(self) -> BlockRef:
        return BlockRef(self.decision, 1, "ballots")

    def tests_of(self, candidate: str = DAGSTER) -> SheetRef:
        key = SheetKey("trials", AlternativeId(candidate))
        return SheetRef(self.decision, 1, key, "actions")

    def delivery(self) -> Delivery:
        self.sent += 1
        return Delivery(TENANT, (f"k{self.sent}",))

    async def begin(self, *events: Event) -> None:
        """A decision whose root message stands in the channel."""
        state = start(self.ledger.knowledge)
        for event in events:
            state = advance(state, event, self.ledger.knowledge).state
        new = opened("U1", ROOT.channel, state)
        self.decision = new.id
        async with self.database.transaction(TENANT) as tx:
            await self.ledger.open(tx, new)
            await tx.connection.execute(
                update(post).values(ts=ROOT.ts).where(post.c.kind == "root")
            )

    async def happened(self, event: Event) -> None:
        async with self.database.transaction(TENANT) as tx:
            decision = await decisions.load_to_change(tx, self.decision)
            assert decision is not None
            turn = advance(decision.dialogue, event, self.ledger.knowledge)
            await self.ledger.save(tx, decision, turn.state, "U1")

    async def cast(self, by: str, **points: str) -> Mapping[str, str] | str:
        return await self.voting.cast(self.delivery(), self.decision, points, by)

    async def score(self, by: str, **points: str) -> Mapping[str, str] | str:
        metadata = self.tests_of().encode()
        return await self.voting.score(self.delivery(), metadata, points, by)

    async def use(self, place: Place = ROOT) -> str:
        return await self.voting.use_group(self.delivery(), self.ref, place, "U1")

    async def drop(self) -> str:
        return await self.voting.drop_group(self.delivery(), self.ref, ROOT, "U1")

    async def stored(self) -> Decision:
        async with self.database.transaction(TENANT) as tx:
            found = await decisions.load(tx, self.decision)
        assert found is not None
        return found

    async def state(self) -> DialogueState:
        return (await self.stored()).dialogue

    async def weights(self) -> dict[str, dict[str, int]]:
        """What each person weighs above nothing."""
        async with self.database.transaction(TENANT) as tx:
            found = await votes.ballots(tx, self.decision)
        return {each.person: {c: w for c, w in each.weights.items() if w} for each in found}

    async def scores(self) -> tuple[Score, ...]:
        async with self.database.transaction(TENANT) as tx:
            return await votes.scores(tx, self.decision)

    async def stale(self) -> dict[tuple[str, str], int]:
        """How often each post was to be brought up to date."""
        async with self.database.transaction(TENANT) as tx:
            found = await tx.connection.execute(select(post.c.kind, post.c.topic, post.c.revision))
            return {(row.kind, row.topic): row.revision for row in found}

    async def shown(self, kind: Any, topic: str = "") -> None:
        """Let there be such a post."""
        async with self.database.transaction(TENANT) as tx:
            await posts.mark_stale(tx, PostKey(self.decision, kind, topic))


@pytest.fixture
async def team(database_url: str, kb: KnowledgeBase) -> AsyncIterator[Team]:
    async with connected(database_url) as database:
        ledger = Ledger(database, kb, wake=lambda: None)
        found = Team(Voting(ledger), ledger)
        await found.begin(FormFilled(values=ANSWERS, by="U1"))
        yield found


def shows(before: Mapping[Any, int], after: Mapping[Any, int]) -> set[str]:
    """The kinds of posts that were marked stale between."""
    return {
        kind for (kind, topic), number in after.items() if number > before.get((kind, topic), 0)
    }


def held_by(view: dict[str, Any]) -> dict[str, str]:
    """What the inputs of a form hold when it opens."""
    found = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            option = element.get("initial_option", {"value": ""})
            found[block["block_id"]] = element.get("initial_value") or option["value"]
    return found


# Weights


async def test_points_become_shares_of_a_hundred_and_the_thread_shows_them(team: Team) -> None:
    before = await team.stale()
    assert await team.cast("U2", community="3", lineage="1") == {}
    assert await team.weights() == {"U2": {"community": 75, "lineage": 25}}
    assert shows(before, await team.stale()) == {"ballots"}
    async with team.database.transaction(TENANT) as tx:
        [listed] = await decisions.of_person(tx, "U2", 10)
    assert listed.decision.id == team.decision


async def test_who_weighs_again_replaces_their_own_and_nobody_elses(team: Team) -> None:
    await team.cast("U1", community="1")
    await team.cast("U2", lineage="1")
    await team.cast("U1", learning_curve="1")
    assert await team.weights() == {"U1": {"learning_curve": 100}, "U2": {"lineage": 100}}


async def test_of_many_who_weigh_and_score_at_once_nothing_is_lost(team: Team) -> None:
    people = [f"U{number}" for number in range(1, 13)]
    await asyncio.gather(
        *(team.cast(each, community=str(n), lineage="1") for n, each in enumerate(people, 1)),
        *(team.score(each, failure="3") for each in people),
        *(team.score(each, overhead="4") for each in people),
    )
    found = await team.weights()
    assert set(found) == set(people)
    # 1 of 2 points, 12 of 13.
    assert found["U1"] == {"community": 50, "lineage": 50}
    assert found["U12"] == {"community": 92, "lineage": 8}
    assert len(await team.scores()) == 2 * len(people)


async def test_a_ballot_that_comes_twice_counts_once(team: Team) -> None:
    first = team.delivery()
    for _ in range(2):
        assert await team.voting.cast(first, team.decision, {"community": "1"}, "U1") == {}
        await team.cast("U1", lineage="1")
    assert await team.weights() == {"U1": {"lineage": 100}}
    after = await team.stale()
    assert await team.voting.cast(first, team.decision, {"community": "1"}, "U1") == {}
    assert await team.stale() == after


async def test_what_cannot_be_used_stands_beside_its_input_and_nothing_is_lost(team: Team) -> None:
    await team.cast("U1", community="1")
    before = await team.stale()
    form = team.delivery()
    typed = {"community": "much", "lineage": "-1", "learning_curve": "20 %"}
    refused = await team.voting.cast(form, team.decision, typed, "U1")
    assert set(refused) == {"community", "lineage"}
    assert await team.weights() == {"U1": {"community": 100}}
    assert await team.stale() == before
    # The same form goes through once it is right.
    typed = {"community": "30", "lineage": "50", "learning_curve": "20 %"}
    assert await team.voting.cast(form, team.decision, typed, "U1") == {}
    assert await team.weights() == {"U1": {"community": 30, "lineage": 50, "learning_curve": 20}}


async def test_no_points_at_all_are_no_ballot(team: Team) -> None:
    refused = await team.cast("U1", community="0", lineage="")
    assert len(refused) == 1
    assert await team.weights() == {}


async def test_a_ballot_is_taken_back_whatever_stands_above(team: Team) -> None:
    await team.cast("U1", lineage="1")
    await team.cast("U2", community="1")
    assert await team.use() == ""
    before = await team.stale()
    back = team.delivery()
    held = {"community": "much", BACK: TAKE_BACK}
    assert await team.voting.cast(back, team.decision, held, "U1") == {}
    assert await team.weights() == {"U2": {"community": 100}}
    assert shows(before, await team.stale()) == {"root", "ballots"}
    # What counts stays until somebody says otherwise.
    assert (await team.state()).by_hand[CriterionId("lineage")] == 50
    # Whoever weighs again is not taken back by the same request.
    await team.cast("U1", lineage="1")
    assert await team.voting.cast(back, team.decision, held, "U1") == {}
    assert (await team.weights())["U1"] == {"lineage": 100}


async def test_only_a_ballot_that_was_cast_can_be_taken_back(team: Team) -> None:
    for is_offered in (False, True):
        view = await team.voting.ballot_form(TENANT, team.decision, "U1")
        assert isinstance(view, dict)
        assert (view["blocks"][-1]["block_id"] == BACK) is is_offered
        await team.cast("U1", lineage="1")


async def test_the_form_holds_what_counts_then_what_the_person_gave(team: Team) -> None:
    # A startup by the lesson: 30 learning curve, 25 local development, 20 ML features, 15 no
    # Kubernetes, 10 community.
    view = await team.voting.ballot_form(TENANT, team.decision, "U1")
    assert isinstance(view, dict)
    typed = {key: value for key, value in held_by(view).items() if value != "0"}
    assert typed == {
        "learning_curve": "30",
        "ml_features": "20",
        "kubernetes_not_required": "15",
        "community": "10",
        "local_development": "25",
    }
    await team.cast("U1", community="1")
    await team.cast("U2", lineage="1")
    for by, criterion in (("U1", "community"), ("U2", "lineage")):
        own = await team.voting.ballot_form(TENANT, team.decision, by)
        assert isinstance(own, dict)
        typed = {key: value for key, value in held_by(own).items() if key != BACK}
        assert {key for key, value in typed.items() if value != "0"} == {criterion}
        assert own["private_metadata"] == team.decision


async def test_weights_that_were_set_by_hand_are_what_a_first_ballot_begins_with(
    team: Team,
) -> None:
    await team.happened(WeightsSet(by_hand={LINEAGE: 70, EASE: 30}, by="U1"))
    view = await team.voting.ballot_form(TENANT, team.decision, "U1")
    assert isinstance(view, dict)
    typed = {key: value for key, value in held_by(view).items() if value != "0"}
    assert typed == {"lineage": "70", "learning_curve": "30"}


# The group's weights in the recommendation


async def test_the_groups_weights_count_once_somebody_says_so_and_can_be_dropped(
    team: Team,
) -> None:
    await team.cast("U1", community="1")
    await team.cast("U2", lineage="1", community="1")
    assert (await team.state()).by_hand == {}
    before = await team.stale()
    assert await team.use() == ""
    # The mean of 100 and 50, and of 0 and 50.
    assert {c: w for c, w in (await team.state()).by_hand.items() if w} == {
        "community": 75,
        "lineage": 25,
    }
    assert {"root", "ballots"} <= shows(before, await team.stale())
    before = await team.stale()
    assert await team.drop() == ""
    assert (await team.state()).by_hand == {}
    assert {"root", "ballots"} <= shows(before, await team.stale())


async def test_a_later_ballot_moves_no_weights_that_count_but_is_shown_beside_them(
    team: Team,
) -> None:
    await team.cast("U1", community="1")
    await team.use()
    before = await team.stale()
    await team.cast("U2", lineage="1")
    assert shows(before, await team.stale()) == {"root", "ballots"}
    assert (await team.state()).by_hand[COMMUNITY] == 100
    await team.use()
    assert (await team.state()).by_hand[COMMUNITY] == 50
    assert (await team.state()).by_hand[LINEAGE] == 50


async def test_a_press_that_comes_twice_counts_once(team: Team) -> None:
    await team.cast("U1", community="1")
    first = team.delivery()
    await team.voting.use_group(first, team.ref, ROOT, "U1")
    await team.drop()
    revision = (await team.stored()).revision
    assert await team.voting.use_group(first, team.ref, ROOT, "U1") == ""
    assert (await team.state()).by_hand == {}
    assert (await team.stored()).revision == revision


async def test_nothing_can_count_before_somebody_has_weighed_or_anything_is_recommended(
    team: Team,
) -> None:
    assert await team.use() == NOTHING_TO_USE
    await team.begin()
    assert await team.cast("U1", community="1") == {}
    assert await team.use() == NOTHING_TO_USE
    assert (await team.state()).by_hand == {}


async def test_the_message_shows_what_is_kept(team: Team, kb: KnowledgeBase) -> None:
    await team.cast("U1", learning_curve="40", local_development="30", community="30")
    await team.cast("U2", lineage="50", observability="30", ml_features="20")
    await team.use()
    async with team.database.transaction(TENANT) as tx:
        basis = await basis_of(tx, await decision_of(tx, team))
    rendered = render.post(basis, PostKey(team.decision, "ballots"), kb)
    assert header(rendered) == "2 people have weighed: Metaflow leads"
    assert "*These weights count in the recommendation.*" in prose(rendered)
    assert "The two of you share 0 of 100 points." in prose(rendered)


async def decision_of(tx: Any, team: Team) -> Decision:
    found = await decisions.load(tx, team.decision)
    assert found is not None
    return found


# Scores


async def test_a_person_scores_takes_back_and_touches_nobody_elses(team: Team) -> None:
    await team.score("U1", failure="4", overhead="2")
    await team.score("U2", failure="1")
    await team.score("U1", failure="5", overhead=NOT_SCORED)
    assert {(each.person, each.trial, each.points) for each in await team.scores()} == {
        ("U1", "failure", 5),
        ("U2", "failure", 1),
    }
    assert {each.candidate for each in await team.scores()} == {DAGSTER}


async def test_what_scores_show_in_is_brought_up_to_date_where_it_stands(team: Team) -> None:
    before = await team.stale()
    await team.score("U1", failure="4")
    assert shows(before, await team.stale()) == {"root"}
    for kind, topic in (("trials", DAGSTER), ("trials", "prefect"), ("side_by_side", "")):
        await team.shown(kind, topic)
    before = await team.stale()
    await team.score("U1", failure="3")
    after = await team.stale()
    assert shows(before, after) == {"trials", "side_by_side", "root"}
    assert after["trials", "prefect"] == before["trials", "prefect"]


async def test_scores_that_come_twice_count_once(team: Team) -> None:
    first = team.delivery()
    metadata = team.tests_of().encode()
    await team.voting.score(first, metadata, {"failure": "4"}, "U1")
    await team.score("U1", failure="2")
    assert await team.voting.score(first, metadata, {"failure": "4"}, "U1") == {}
    assert [each.points for each in await team.scores()] == [2]


async def test_the_form_of_the_tests_holds_the_persons_own_scores(team: Team) -> None:
    await team.score("U1", failure="4")
    await team.score("U2", overhead="2")
    view = await team.voting.score_form(TENANT, team.tests_of(), ROOT, "U1")
    assert isinstance(view, dict)
    assert held_by(view)["failure"] == "4"
    assert held_by(view)["overhead"] == NOT_SCORED
    # It can be sent as it is.
    metadata = view["private_metadata"]
    held = {**held_by(view), "overhead": "1"}
    assert await team.voting.score(team.delivery(), metadata, held, "U1") == {}
    found = {(each.person, each.trial, each.points) for each in await team.scores()}
    assert found == {("U1", "failure", 4), ("U1", "overhead", 1), ("U2", "overhead", 2)}


async def test_tests_and_candidates_that_are_not_known_are_left_alone(team: Team) -> None:
    await team.score("U1", failure="4", made_up="3")
    assert [each.trial for each in await team.scores()] == ["failure"]
    unknown = team.tests_of("luigi")
    with pytest.raises(UnknownActionError):
        await team.voting.score_form(TENANT, unknown, ROOT, "U1")
    for metadata in (unknown.encode(), "", team.decision):
        told = await team.voting.score(team.delivery(), metadata, {"failure": "4"}, "U1")
        assert told == notices.OLD_VERSION
    assert len(await team.scores()) == 1


# What takes nothing any more


async def told_everywhere(team: Team) -> set[Any]:
    """What is said to whoever does any of it."""
    return {
        await team.cast("U1", community="1"),
        await team.score("U1", failure="4"),
        await team.use(),
        await team.drop(),
        *[
            str(each)
            for each in (
                await team.voting.ballot_form(TENANT, team.decision, "U1"),
                await team.voting.score_form(TENANT, team.tests_of(), ROOT, "U1"),
            )
        ],
    }


async def test_a_cancelled_decision_takes_nothing_and_says_so(team: Team) -> None:
    await team.happened(Cancelled())
    assert await told_everywhere(team) == {notices.CANCELLED}
    assert (await team.weights(), await team.scores()) == ({}, ())


async def test_a_closed_decision_takes_nothing_and_says_how_to_reopen(team: Team) -> None:
    await team.cast("U2", community="1")
    await team.happened(Decided())
    assert await told_everywhere(team) == {notices.DECIDED}
    assert set(await team.weights()) == {"U2"}
    assert await team.scores() == ()
    assert (await team.state()).by_hand == {}


async def test_a_deleted_decision_is_not_known_any_more(team: Team) -> None:
    async with team.database.transaction(TENANT) as tx:
        await erasing.delete(tx, team.decision, "U1")
    assert await told_everywhere(team) == {notices.UNKNOWN_DECISION}
    team.decision = "gone"
    assert await told_everywhere(team) == {notices.UNKNOWN_DECISION}


async def test_an_old_message_changes_nothing(team: Team) -> None:
    await team.cast("U1", community="1")
    assert await team.use(ELSEWHERE) == notices.OLD_MESSAGE
    assert (await team.state()).by_hand == {}
    told = await team.voting.score_form(TENANT, team.tests_of(), ELSEWHERE, "U1")
    assert told == notices.OLD_MESSAGE


async def test_another_workspace_sees_and_changes_nothing(team: Team) -> None:
    await team.cast("U1", community="1")
    other = Delivery(Tenant("T2"), ("other",))
    told = await team.voting.cast(other, team.decision, {"lineage": "1"}, "U1")
    assert told == notices.UNKNOWN_DECISION
    assert await team.voting.ballot_form(Tenant("T2"), team.decision, "U1") == told
    assert await team.weights() == {"U1": {"community": 100}}


async def test_what_slack_did_not_take_is_tried_again_and_the_person_told(team: Team) -> None:
    await team.cast("U1", community="1")
    async with team.database.transaction(TENANT) as tx:
        await tx.connection.execute(update(post).values(dead="not_in_channel"))
    assert await team.use() == notices.NOT_SHOWN
    async with team.database.transaction(TENANT) as tx:
        dead = await tx.connection.execute(select(post.c.kind).where(post.c.dead.is_not(None)))
        assert dead.all() == []
