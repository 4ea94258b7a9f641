"""Decisions are closed, opened again, superseded and deleted; on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot import deciding, render
from bot.basis import basis_of
from bot.block_ids import BlockRef
from bot.deciding import Deciding
from bot.ledger import Delivery, Ledger, opened
from bot.pages.page import Lines
from bot.pages.record import Record
from bot.place import Place
from bot.store import decisions, posts, records, reminders, votes
from bot.store.database import Database
from bot.store.posts import PostKey
from bot.store.reminders import Reminder
from bot.store.schema import post, reminder
from bot.tenant import Tenant
from bot.views import decide_form, notices
from bot.views.decide_form import BECAUSE, OUTCOME, REVIEW, STAY, SUPERSEDES
from bot.views.record import record as record_view
from engine.dialogue.advance import advance, start
from engine.dialogue.model import Cancelled, Event, FormFilled
from engine.evaluation.model import TrialId
from knowledge.schema import AlternativeId, KnowledgeBase, SlotId
from tests.databases import connected
from tests.rendered import action_ids, header, prose

TENANT, OTHER_TENANT = Tenant("T1"), Tenant("T2")
NOW = 1_793_620_800.0
"""2 November 2026, 12:00 UTC."""
DAY = 24 * 3600.0
ANSWERS = {
    SlotId("team_size"): "8",
    SlotId("model_count"): "3",
    SlotId("kubernetes_skill"): "none",
    SlotId("cloud"): "aws",
}
RUNS_AIRFLOW = {**ANSWERS, SlotId("current_orchestrator"): "airflow"}
FILLED = FormFilled(values=ANSWERS, by="U1")
LATER = FormFilled(
    values={
        SlotId("team_size"): "80",
        SlotId("model_count"): "60",
        SlotId("kubernetes_skill"): "strong",
        SlotId("cloud"): "gcp",
    },
    by="U2",
)
"""Leads to another pick."""
METAFLOW, PREFECT = AlternativeId("metaflow"), AlternativeId("prefect")


@dataclass
class Team:
    """What people do in the decisions of a channel."""

    deciding: Deciding
    ledger: Ledger
    sent: int = 0
    """How many requests so far: each has a key of its own."""
    begun: int = 0

    @property
    def database(self) -> Database:
        return self.ledger.database

    def delivery(self) -> Delivery:
        self.sent += 1
        return Delivery(TENANT, (f"k{self.sent}",))

    async def begin(self, *events: Event, channel: str = "C1") -> str:
        """A decision whose root message stands in the channel; its id."""
        state = start(self.ledger.knowledge)
        for event in events:
            state = advance(state, event, self.ledger.knowledge).state
        new = opened("U1", channel, state)
        self.begun += 1
        async with self.database.transaction(TENANT) as tx:
            await self.ledger.open(tx, new)
            ours = (post.c.kind == "root") & (post.c.decision_id == new.id)
            await tx.connection.execute(
                update(post).values(ts=self.place(self.begun).ts).where(ours)
            )
        return new.id

    def place(self, number: int = 1) -> Place:
        return Place("C1", f"1700000000.{number:06d}")

    async def decide(
        self,
        decision: str,
        by: str = "U1",
        *,
        delivery: Delivery | None = None,
        at: float = NOW,
        held: Mapping[str, str] | None = None,
        metadata: str | None = None,
    ) -> Mapping[str, str] | str:
        about = f"{decision}.{await self.revision(decision)}" if metadata is None else metadata
        form = {OUTCOME: PREFECT, BECAUSE: "We know it.", REVIEW: "", **(held or {})}
        return await self.deciding.decide(delivery or self.delivery(), about, form, by, at)

    async def metadata(self, decision: str) -> str:
        """Of the form as it is opened now."""
        view = await self.form(decision)
        assert not isinstance(view, str), view
        return str(view["private_metadata"])

    async def hears(self, decision: str, event: Event) -> None:
        """Somebody goes on with a decision."""
        async with self.database.transaction(TENANT) as tx:
            found = await decisions.load_to_change(tx, decision)
            assert found is not None
            state = advance(found.dialogue, event, self.ledger.knowledge).state
            await self.ledger.save(tx, found, state, "U2")

    async def reopen(self, decision: str, number: int = 1, by: str = "U1") -> str:
        ref = BlockRef(decision, 1, "record")
        return await self.deciding.reopen(self.delivery(), ref, self.place(number), by)

    async def delete(self, decision: str, number: int = 1, by: str = "U1") -> str:
        ref = BlockRef(decision, 1, "actions")
        return await self.deciding.delete(self.delivery(), ref, self.place(number), by)

    async def form(self, decision: str) -> dict[str, Any] | str:
        return await self.deciding.form(TENANT, decision)

    async def revision(self, decision: str) -> int:
        async with self.database.transaction(TENANT) as tx:
            found = await decisions.load(tx, decision)
        return 0 if found is None else found.revision

    async def status(self, decision: str) -> str:
        async with self.database.transaction(TENANT) as tx:
            found = await decisions.load(tx, decision)
        assert found is not None
        return found.dialogue.status

    async def record(self, decision: str) -> Record | None:
        async with self.database.transaction(TENANT) as tx:
            found = await decisions.load(tx, decision)
            assert found is not None
            return (await basis_of(tx, found)).record

    async def recorded(self, decision: str) -> Record:
        found = await self.record(decision)
        assert found is not None
        return found

    async def reviews(self, decision: str) -> list[float]:
        """When the reviews of a decision are due that are wanted, whatever day it is now."""
        return [due for about, due in await self.wanted(decision) if about == "review"]

    async def wanted(self, decision: str) -> list[tuple[str, float]]:
        query = select(reminder.c.about, reminder.c.due_at).where(
            reminder.c.decision_id == decision, reminder.c.state == "wanted"
        )
        async with self.database.transaction(TENANT) as tx:
            return [(row.about, row.due_at) for row in await tx.connection.execute(query)]

    async def stale(self, decision: str) -> dict[tuple[str, str], int]:
        """How often each post was to be brought up to date."""
        query = select(post.c.kind, post.c.topic, post.c.revision).where(
            post.c.decision_id == decision
        )
        async with self.database.transaction(TENANT) as tx:
            found = await tx.connection.execute(query)
            return {(row.kind, row.topic): row.revision for row in found}

    async def shown(self, decision: str, *keys: tuple[Any, str]) -> None:
        """Let there be such posts."""
        async with self.database.transaction(TENANT) as tx:
            for kind, topic in keys:
                await posts.mark_stale(tx, PostKey(decision, kind, topic))


@pytest.fixture
async def team(database_url: str, kb: KnowledgeBase) -> AsyncIterator[Team]:
    async with connected(database_url) as database:
        ledger = Ledger(database, kb, wake=lambda: None)
        yield Team(Deciding(ledger), ledger)


def changed(before: Mapping[Any, int], after: Mapping[Any, int]) -> set[str]:
    """The kinds of posts that were marked stale between."""
    return {kind for (kind, topic), n in after.items() if before.get((kind, topic), 0) < n}


def said(record: Record) -> str:
    return "\n".join(
        f"{line.lead}: {line.text}"
        for section in record.page.sections
        for part in section.parts
        if isinstance(part, Lines)
        for line in part.lines
    )


def options(view: dict[str, Any], block_id: str) -> list[str]:
    [block] = [each for each in view["blocks"] if each.get("block_id") == block_id]
    return [each["value"] for each in block["element"]["options"]]


# Closing


async def test_a_decision_is_closed_with_a_record_in_its_thread(team: Team) -> None:
    one = await team.begin(FILLED)
    assert await team.decide(one, "U2") == {}
    assert await team.status(one) == "decided"
    found = await team.recorded(one)
    assert (found.number, found.outcome.by, found.outcome.at) == (1, "U2", NOW)
    assert (found.outcome.kind, found.outcome.alternative) == ("adopt", PREFECT)
    assert 'Chosen option: "Prefect", because: We know it.' in said(found)
    assert "What the app recommended: Metaflow." in said(found)
    assert ("record", "") in await team.stale(one)


async def test_everything_that_shows_it_is_brought_up_to_date(team: Team) -> None:
    one = await team.begin(FILLED)
    found = (("checklist", PREFECT), ("trials", PREFECT), ("side_by_side", ""), ("ballots", ""))
    await team.shown(one, *found)
    before = await team.stale(one)
    await team.decide(one)
    kinds = {"root", "record", "checklist", "trials", "side_by_side", "ballots"}
    assert kinds <= changed(before, await team.stale(one))


async def test_the_record_holds_what_the_team_has_found_out(team: Team, kb: KnowledgeBase) -> None:
    one = await team.begin(FILLED)
    tests = [TrialId(each.id) for each in kb.evaluation.proof_of_concept]
    async with team.database.transaction(TENANT) as tx:
        await votes.keep_scores(tx, one, PREFECT, "U1", dict.fromkeys(tests, 5))
        await votes.keep_scores(tx, one, METAFLOW, "U1", dict.fromkeys(tests, 2))
    await team.decide(one)
    assert "What the team's own tests say: Prefect leads with 5.0 of 5 (Metaflow 2.0); " in said(
        await team.recorded(one)
    )


async def test_numbers_are_given_in_order_to_each_workspace(team: Team) -> None:
    for number in (1, 2, 3):
        decision = await team.begin(FILLED)
        await team.decide(decision)
        assert (await team.recorded(decision)).number == number


@pytest.mark.parametrize(
    ("chosen", "kind", "alternative"),
    [
        ("kestra", "adopt", "kestra"),
        (STAY, "stay", "airflow"),
        ("none", "no_orchestrator", None),
        ("airflow+prefect", "hybrid", "airflow"),
    ],
)
async def test_other_outcomes_are_kept_as_what_they_are(
    team: Team, chosen: str, kind: str, alternative: str | None
) -> None:
    one = await team.begin(FormFilled(values=RUNS_AIRFLOW, by="U1"))
    assert await team.decide(one, held={OUTCOME: chosen}) == {}
    outcome = (await team.recorded(one)).outcome
    assert (outcome.kind, outcome.alternative) == (kind, alternative)
    assert outcome.beside == ("prefect" if kind == "hybrid" else None)


async def test_to_stay_with_what_is_not_described_names_nothing(team: Team) -> None:
    runs = {**ANSWERS, SlotId("current_orchestrator"): "other"}
    one = await team.begin(FormFilled(values=runs, by="U1"))
    assert await team.decide(one, held={OUTCOME: STAY}) == {}
    assert (await team.recorded(one)).outcome.alternative is None


@pytest.mark.parametrize(
    ("held", "errors"),
    [
        ({OUTCOME: ""}, {OUTCOME: decide_form.NO_OUTCOME}),
        *(
            ({OUTCOME: unknown}, {OUTCOME: decide_form.NO_OUTCOME})
            for unknown in ("luigi", "airflow+luigi", "airflow+airflow", "airflow+", "none+prefect")
        ),
        # Nobody has said what runs today.
        ({OUTCOME: STAY}, {OUTCOME: decide_form.NO_OUTCOME}),
        ({BECAUSE: "x" * 1501}, {BECAUSE: decide_form.TOO_LONG}),
        ({REVIEW: "2026-11-02"}, {REVIEW: decide_form.PAST_REVIEW}),
        ({REVIEW: "soon"}, {REVIEW: decide_form.PAST_REVIEW}),
        ({SUPERSEDES: "nothing"}, {SUPERSEDES: decide_form.NOT_STANDING}),
        (
            {OUTCOME: "", REVIEW: "2020-01-01"},
            {OUTCOME: decide_form.NO_OUTCOME, REVIEW: decide_form.PAST_REVIEW},
        ),
    ],
)
async def test_what_cannot_be_used_is_said_beside_it_and_nothing_changes(
    team: Team, held: dict[str, str], errors: dict[str, str]
) -> None:
    one = await team.begin(FILLED)
    delivery = team.delivery()
    assert await team.decide(one, delivery=delivery, held=held) == errors
    assert await team.status(one) == "concluded"
    assert await team.record(one) is None
    # The same form, mended: Slack sends it under the same key.
    assert await team.decide(one, delivery=delivery) == {}
    assert await team.status(one) == "decided"


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ((), decide_form.NOT_RECOMMENDED),
        ((Cancelled(),), notices.CANCELLED),
    ],
)
async def test_what_has_no_recommendation_cannot_be_closed(
    team: Team, events: tuple[Event, ...], told: str
) -> None:
    one = await team.begin(*events)
    assert await team.decide(one) == told
    assert await team.form(one) == told
    assert await team.record(one) is None


async def test_where_nothing_is_asked_it_says_how_to_be_asked(team: Team) -> None:
    one = await team.begin()
    async with team.database.transaction(TENANT) as tx:
        found = await decisions.load_to_change(tx, one)
        assert found is not None
        quiet = found.dialogue.model_copy(update={"asking": None})
        await team.ledger.save(tx, found, quiet, "U1")
    told = await team.form(one)
    assert told == decide_form.NOTHING_ASKED
    assert "*Ask me*" in told


async def test_a_decision_that_is_gone_cannot_be_closed(team: Team) -> None:
    assert await team.decide("gone") == notices.UNKNOWN_DECISION
    assert await team.form("gone") == notices.UNKNOWN_DECISION


async def test_a_redelivered_form_changes_nothing_and_complains_of_nothing(team: Team) -> None:
    one = await team.begin(FILLED)
    delivery = team.delivery()
    assert await team.decide(one, delivery=delivery) == {}
    before = await team.stale(one)
    assert await team.decide(one, delivery=delivery, at=NOW + 5) == {}
    assert await team.stale(one) == before
    assert (await team.recorded(one)).outcome.at == NOW


async def test_a_form_redelivered_after_a_reopening_does_not_close_it_again(team: Team) -> None:
    one = await team.begin(FILLED)
    delivery = team.delivery()
    await team.decide(one, delivery=delivery)
    await team.reopen(one)
    assert await team.decide(one, delivery=delivery) == {}
    assert await team.status(one) == "concluded"


async def test_what_was_not_recommended_when_the_form_was_opened_is_said_in_it(
    team: Team, kb: KnowledgeBase
) -> None:
    one = await team.begin(FILLED)
    metadata = await team.metadata(one)
    delivery = team.delivery()
    await team.hears(one, LATER)
    view = await team.form(one)
    assert not isinstance(view, str)
    told = await team.decide(one, delivery=delivery, metadata=metadata)
    assert isinstance(told, Mapping)
    [sentence] = [told[OUTCOME]]
    now = kb.described(AlternativeId(options(view, OUTCOME)[0])).name
    assert now != kb.described(METAFLOW).name
    assert sentence.startswith("The recommendation has changed since you opened this. Now it is: ")
    assert now in sentence
    assert await team.status(one) == "concluded"
    assert await team.decide(one, metadata=await team.metadata(one)) == {}


async def test_a_form_is_taken_where_other_answers_changed_nothing(team: Team) -> None:
    one = await team.begin(FILLED)
    metadata = await team.metadata(one)
    await team.hears(one, FormFilled(values={**ANSWERS, SlotId("team_size"): "9"}, by="U2"))
    assert await team.metadata(one) != metadata
    assert await team.decide(one, metadata=metadata) == {}


async def test_of_two_who_decide_at_once_the_second_is_told_who_was_first(team: Team) -> None:
    one = await team.begin(FILLED)
    done = await asyncio.gather(
        team.decide(one, "U1", held={OUTCOME: METAFLOW}),
        team.decide(one, "U2", held={OUTCOME: PREFECT}),
    )
    assert [each for each in done if each == {}] == [{}]
    [told] = [each for each in done if isinstance(each, str)]
    found = await team.recorded(one)
    first = {"U1": "Metaflow", "U2": "Prefect"}[found.outcome.by]
    assert told.startswith(f"Somebody has closed this decision already: {first}, record 1.")
    assert first in told
    assert found.number == 1


async def test_many_who_decide_apart_at_once_get_numbers_of_their_own(team: Team) -> None:
    every = [await team.begin(FILLED) for _ in range(5)]
    assert await asyncio.gather(*map(team.decide, every)) == [{}] * 5
    numbers = [(await team.recorded(each)).number for each in every]
    assert sorted(numbers) == [1, 2, 3, 4, 5]


async def test_a_written_record_does_not_change_with_the_facts(
    team: Team, kb: KnowledgeBase
) -> None:
    one = await team.begin(FILLED)
    await team.decide(one)
    before = await team.recorded(one)
    metaflow = kb.alternatives[METAFLOW]
    worse = metaflow.model_copy(
        update={
            "ratings": {
                criterion: each.model_copy(update={"lesson": 1, "current": None})
                for criterion, each in metaflow.ratings.items()
            }
        }
    )
    later = kb.model_copy(update={"alternatives": {**kb.alternatives, METAFLOW: worse}})
    async with team.database.transaction(TENANT) as tx:
        decision = await decisions.load(tx, one)
        assert decision is not None
        basis = await basis_of(tx, decision)
    assert basis.record == before
    shown = render.snapshot(basis, later)
    assert shown.recommendation is not None
    assert shown.recommendation.alternative != METAFLOW
    assert "What the app recommended*: Metaflow." in prose(record_view(shown, later))


# Reviews


async def test_a_review_is_wanted_at_nine_of_its_day(team: Team) -> None:
    one = await team.begin(FILLED)
    await team.decide(one, held={REVIEW: "2026-11-03"})
    assert await team.reviews(one) == [NOW - 12 * 3600 + DAY + 9 * 3600]
    assert (await team.recorded(one)).outcome.review_on == "2026-11-03"


async def test_a_review_of_before_is_not_wanted_any_more(team: Team) -> None:
    one = await team.begin(FILLED)
    await team.decide(one, held={REVIEW: "2027-05-01"})
    await team.reopen(one)
    assert await team.reviews(one) == []
    await team.decide(one, held={REVIEW: "2027-06-01"})
    assert len(await team.reviews(one)) == 1


async def reminded_of_a_sheet(team: Team) -> str:
    one = await team.begin(FILLED)
    async with team.database.transaction(TENANT) as tx:
        await reminders.want(tx, Reminder("r1", one, "checklist", PREFECT, by="U1", due_at=4e9))
    return one


async def test_of_the_sheets_of_a_closed_decision_nobody_is_reminded(team: Team) -> None:
    one = await reminded_of_a_sheet(team)
    await team.decide(one, held={REVIEW: "2027-05-01"})
    assert [about for about, _ in await team.wanted(one)] == ["review"]


async def test_of_the_sheets_of_a_cancelled_decision_nobody_is_reminded(team: Team) -> None:
    one = await reminded_of_a_sheet(team)
    await team.hears(one, LATER)
    assert len(await team.wanted(one)) == 1
    await team.hears(one, Cancelled())
    assert await team.wanted(one) == []


async def test_a_superseded_decision_is_not_looked_at_again_until_it_stands(team: Team) -> None:
    one, other = await team.begin(FILLED), await team.begin(FILLED)
    to_come = f"{datetime.now(UTC) + timedelta(days=40):%Y-%m-%d}"
    await team.decide(one, "U7", held={REVIEW: to_come})
    reviews = await team.reviews(one)
    assert len(reviews) == 1
    await team.decide(other, held={SUPERSEDES: one})
    assert await team.reviews(one) == []
    await team.reopen(other, 2)
    assert await team.reviews(one) == reviews


async def test_a_day_that_has_passed_meanwhile_is_not_wanted_again(team: Team) -> None:
    one, other = await team.begin(FILLED), await team.begin(FILLED)
    passed = datetime.now(UTC) - timedelta(days=1)
    await team.decide(one, at=NOW - 999 * DAY, held={REVIEW: f"{passed:%Y-%m-%d}"})
    await team.decide(other, held={SUPERSEDES: one})
    await team.reopen(other, 2)
    assert await team.reviews(one) == []


async def test_a_decision_opened_again_meanwhile_is_not_looked_at_again(team: Team) -> None:
    one, other = await team.begin(FILLED), await team.begin(FILLED)
    to_come = f"{datetime.now(UTC) + timedelta(days=40):%Y-%m-%d}"
    await team.decide(one, held={REVIEW: to_come})
    await team.decide(other, held={SUPERSEDES: one})
    await team.reopen(one)
    await team.reopen(other, 2)
    assert await team.reviews(one) == []


# Opening again


async def test_reopened_a_decision_goes_on_and_its_record_does_not_count(team: Team) -> None:
    one = await team.begin(FILLED)
    await team.decide(one)
    before = await team.stale(one)
    assert await team.reopen(one) == ""
    assert await team.status(one) == "concluded"
    assert (await team.recorded(one)).is_withdrawn
    assert {"root", "record"} <= changed(before, await team.stale(one))


async def test_decided_again_it_keeps_its_number(team: Team) -> None:
    one, other = await team.begin(FILLED), await team.begin(FILLED)
    await team.decide(one)
    await team.decide(other)
    await team.reopen(one)
    assert await team.decide(one, "U2", held={OUTCOME: METAFLOW}) == {}
    found = await team.recorded(one)
    assert (found.number, found.outcome.alternative, found.outcome.by) == (1, METAFLOW, "U2")
    assert not found.is_withdrawn


async def test_what_is_open_cannot_be_reopened(team: Team) -> None:
    one = await team.begin(FILLED)
    before = await team.stale(one)
    assert await team.reopen(one) == decide_form.NOT_DECIDED
    assert await team.stale(one) == before


async def test_a_message_of_another_decision_reopens_nothing(team: Team) -> None:
    one = await team.begin(FILLED)
    await team.decide(one)
    assert await team.reopen(one, number=9) == notices.OLD_MESSAGE
    assert await team.delete(one, number=9) == notices.OLD_MESSAGE
    assert await team.status(one) == "decided"


async def test_a_redelivered_reopening_does_not_undo_a_second_closing(team: Team) -> None:
    one = await team.begin(FILLED)
    await team.decide(one)
    delivery, ref = team.delivery(), BlockRef(one, 1, "record")
    await team.deciding.reopen(delivery, ref, team.place(), "U1")
    await team.decide(one)
    assert await team.deciding.reopen(delivery, ref, team.place(), "U1") == ""
    assert await team.status(one) == "decided"


# Superseding


async def test_a_later_record_supersedes_an_earlier_one(team: Team) -> None:
    one, other = await team.begin(FILLED), await team.begin(FILLED)
    await team.decide(one)
    before = await team.stale(one)
    assert await team.decide(other, held={SUPERSEDES: one}) == {}
    assert (await team.recorded(one)).superseded_by == 2
    assert {"root", "record"} <= changed(before, await team.stale(one))
    later = await team.recorded(other)
    assert "Supersedes: record 1 of this workspace." in said(later)
    assert (later.supersedes, (await team.recorded(one)).supersedes) == (1, None)


async def test_reopened_or_deleted_it_gives_back_what_it_superseded(team: Team) -> None:
    one, other = await team.begin(FILLED), await team.begin(FILLED)
    await team.decide(one)
    for undo in (team.reopen, team.delete):
        await team.decide(other, held={SUPERSEDES: one})
        assert (await team.recorded(one)).superseded_by == 2
        before = await team.stale(one)
        assert await undo(other, 2) == ""
        assert (await team.recorded(one)).superseded_by is None
        assert {"root", "record"} <= changed(before, await team.stale(one))


async def test_what_does_not_count_cannot_be_superseded(team: Team) -> None:
    one, other, third = [await team.begin(FILLED) for _ in range(3)]
    elsewhere = await team.begin(FILLED, channel="C2")
    await team.decide(one)
    await team.decide(elsewhere)
    await team.decide(other, held={SUPERSEDES: one})
    wrong = {SUPERSEDES: decide_form.NOT_STANDING}
    for superseded in (one, elsewhere, third):
        assert await team.decide(third, held={SUPERSEDES: superseded}) == wrong
    await team.reopen(other, 2)
    assert await team.decide(third, held={SUPERSEDES: other}) == wrong
    assert await team.decide(third, held={SUPERSEDES: one}) == {}


async def test_what_the_form_offered_can_be_superseded_however_many_follow(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding, "_EARLIER", 1)
    one, later, last = [await team.begin(FILLED) for _ in range(3)]
    await team.decide(one)
    view = await team.form(last)
    assert not isinstance(view, str)
    assert options(view, SUPERSEDES) == [one]
    await team.decide(later)
    assert await team.decide(last, held={SUPERSEDES: one}) == {}
    assert (await team.recorded(one)).superseded_by == 3


async def test_of_two_who_supersede_the_same_record_at_once_one_does(team: Team) -> None:
    one, two, three = [await team.begin(FILLED) for _ in range(3)]
    await team.decide(one)
    done = await asyncio.gather(
        *(team.decide(each, held={SUPERSEDES: one}) for each in (two, three))
    )
    assert sorted(done, key=len) == [{}, {SUPERSEDES: decide_form.NOT_STANDING}]


async def test_crossed_changes_of_two_decisions_wait_for_each_other(team: Team) -> None:
    one, two = await team.begin(FILLED), await team.begin(FILLED)
    await team.decide(one)
    await team.decide(two, held={SUPERSEDES: one})
    await team.reopen(one)
    for _ in range(5):
        await asyncio.gather(team.decide(one, held={SUPERSEDES: two}), team.reopen(two, 2))
        await asyncio.gather(team.reopen(one), team.decide(two, held={SUPERSEDES: one}))
        await team.reopen(one)
        await team.decide(two)
    assert await team.status(one) == "concluded"
    assert await team.status(two) == "decided"


# Deleting


async def test_deleted_nothing_is_left_but_who_did_it(team: Team) -> None:
    one = await team.begin(FILLED)
    await team.decide(one, held={REVIEW: "2027-05-01"})
    before = await team.stale(one)
    assert await team.delete(one, by="U2") == ""
    async with team.database.transaction(TENANT) as tx:
        found = await decisions.load(tx, one)
        assert await records.load(tx, one) is None
    assert found is not None
    assert found.deleted_by == "U2"
    assert not found.dialogue.answers
    assert await team.reviews(one) == []
    assert {"root", "record"} <= changed(before, await team.stale(one))


async def test_what_is_deleted_takes_nothing_any_more(team: Team) -> None:
    one = await team.begin(FILLED)
    await team.delete(one)
    assert await team.form(one) == notices.UNKNOWN_DECISION
    assert await team.decide(one) == notices.UNKNOWN_DECISION
    assert await team.reopen(one) == notices.UNKNOWN_DECISION
    assert await team.delete(one) == notices.UNKNOWN_DECISION


async def test_another_workspace_sees_nothing_of_it(team: Team) -> None:
    one = await team.begin(FILLED)
    elsewhere = Delivery(OTHER_TENANT, ("k",))
    assert await team.deciding.form(OTHER_TENANT, one) == notices.UNKNOWN_DECISION
    ref = BlockRef(one, 1, "actions")
    told = await team.deciding.delete(elsewhere, ref, team.place(), "U1")
    assert told == notices.UNKNOWN_DECISION
    assert await team.status(one) == "concluded"


# The form


async def test_the_form_offers_what_is_recommended_first(team: Team) -> None:
    view = await team.form(await team.begin(FILLED))
    assert isinstance(view, dict)
    assert view["callback_id"] == decide_form.CALLBACK_ID
    offered = options(view, OUTCOME)
    assert offered[:2] == [METAFLOW, PREFECT]
    # Nobody has said what runs today, so there is nothing to stay with.
    assert STAY not in offered
    assert offered[-1] == "none"
    assert SUPERSEDES not in {each.get("block_id") for each in view["blocks"]}


async def test_the_form_offers_the_records_of_its_channel(team: Team) -> None:
    one, other = await team.begin(FILLED), await team.begin(FILLED)
    await team.begin(FILLED, channel="C2")
    await team.decide(one)
    view = await team.form(other)
    assert isinstance(view, dict)
    assert options(view, SUPERSEDES) == [one]
    assert view["private_metadata"].partition(".")[0] == other


async def test_opened_again_the_form_holds_what_was_decided(team: Team) -> None:
    one = await team.begin(FILLED)
    await team.decide(one)
    told = await team.form(one)
    assert isinstance(told, str)
    assert told.startswith("Somebody has closed this decision already")
    await team.reopen(one)
    view = await team.form(one)
    assert isinstance(view, dict)
    elements = {each["block_id"]: each["element"] for each in view["blocks"] if "element" in each}
    assert elements[OUTCOME]["initial_option"]["value"] == PREFECT
    assert elements[BECAUSE]["initial_value"] == "We know it."


async def test_the_posts_of_a_closed_decision_show_the_record(
    team: Team, kb: KnowledgeBase
) -> None:
    one = await team.begin(FILLED)
    await team.decide(one)
    async with team.database.transaction(TENANT) as tx:
        found = await decisions.load(tx, one)
        assert found is not None
        basis = await basis_of(tx, found)
    for kind in ("root", "record"):
        shown = render.post(basis, PostKey(one, kind), kb)
        assert header(shown) == "Decided: Prefect"
        assert "reopen" in action_ids(shown)
    gone = replace(basis, decision=replace(found, deleted_by="U2"))
    assert "Deleted by <@U2>" in prose(render.post(gone, PostKey(one, "root"), kb))
