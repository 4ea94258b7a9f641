"""A person's decisions, each with a link to its message: for Home, and for ``resume``."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bot import render
from bot.basis import Basis, record_from
from bot.pages.record import Record
from bot.people import People
from bot.place import Place
from bot.slack import Slack, SlackError
from bot.store import decisions, posts, records, sheets, votes
from bot.store.database import Database
from bot.store.decisions import Listed
from bot.store.posts import PostKey
from bot.store.records import KeptRecord
from bot.tenant import Tenant
from bot.views.blocks import Rendered
from bot.views.home import MOST_LISTED, HomeEntry, SheetEntry, decisions_list, home
from bot.workspaces import Workspaces
from engine.evaluation.model import Evaluated, Score, Sheet
from engine.evaluation.progress import progress
from engine.evaluation.results import results
from knowledge.schema import KnowledgeBase

_LOOKED_AT = 50
"""How many decisions of a person are looked at, the last changed first."""
LINK_SECONDS = 1.5
"""How long Slack may take to tell a link: a command is answered within three seconds."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A decision of a person, with what Home tells of it."""

    listed: Listed
    sheets: tuple[Sheet, ...]
    scores: tuple[Score, ...]
    record: KeptRecord | None
    places: Mapping[PostKey, Place]
    """Where its root message and its sheets stand, of those that Slack has."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Lists the decisions that a person took part in."""

    database: Database
    workspaces: Workspaces
    people: People
    knowledge: KnowledgeBase

    async def home(self, tenant: Tenant, person: str, note: str = "") -> dict[str, Any]:
        """The person's Home view, with a sentence on top where there is one."""
        entries, standing = await asyncio.gather(
            self._entries(tenant, person), self.people.standing(tenant, person, None)
        )
        return home(entries, self.knowledge, note, governs=standing == "admin")

    async def message(self, tenant: Tenant, person: str) -> Rendered:
        """The same decisions as a message for the person alone."""
        return decisions_list(await self._entries(tenant, person), self.knowledge)

    async def link(self, tenant: Tenant, place: Place | None) -> str | None:
        """The address of a message; None where there is none, or Slack does not tell it in time."""
        return await _link(await self.workspaces.slack(tenant), place)

    async def _entries(self, tenant: Tenant, person: str) -> list[HomeEntry]:
        found = _listed(await self._found(tenant, person))
        slack = await self.workspaces.slack(tenant)
        places = {key: place for each in found for key, place in each.places.items()}
        links = await asyncio.gather(*(_link(slack, place) for place in places.values()))
        known = dict(zip(places, links, strict=True))
        # Apart from the loop: each recommendation takes some milliseconds.
        return await asyncio.to_thread(self._as_entries, found, known)

    async def _found(self, tenant: Tenant, person: str) -> list[_Found]:
        """The decisions that a person took part in, the last changed first."""
        async with self.database.transaction(tenant) as tx:
            listed = await decisions.of_person(tx, person, _LOOKED_AT)
            ids = [each.decision.id for each in listed]
            overview = await sheets.overview(tx, ids)
            scored = await votes.scores_of(tx, ids)
            kept = await records.of(tx, ids)
            places = await posts.places(tx, ids)
        return [
            _Found(
                each,
                overview.get(each.decision.id, ()),
                scored.get(each.decision.id, ()),
                kept.get(each.decision.id),
                {key: at for key, at in places.items() if key.decision_id == each.decision.id},
            )
            for each in listed
        ]

    def _as_entries(
        self, found: Sequence[_Found], links: Mapping[PostKey, str | None]
    ) -> list[HomeEntry]:
        return [self._entry(each, links) for each in found]

    def _entry(self, found: _Found, links: Mapping[PostKey, str | None]) -> HomeEntry:
        decision = found.listed.decision
        record = None if found.record is None else record_from(found.record)
        review_at = _review_of(record)
        evaluated = Evaluated(sheets=found.sheets, scores=found.scores)
        candidates = results(evaluated, self.knowledge).candidates
        scored = {each.candidate: each for each in candidates}
        return HomeEntry(
            dialogue=decision.dialogue,
            recommendation=render.snapshot(Basis(decision), self.knowledge).recommendation,
            channel=decision.channel,
            updated_at=found.listed.updated_at,
            link=links.get(PostKey(decision.id, "root")),
            sheets=tuple(
                SheetEntry(
                    each.key,
                    progress(each, self.knowledge),
                    links.get(PostKey(decision.id, each.kind, each.candidate)),
                    scored.get(each.candidate) if each.kind == "trials" else None,
                )
                for each in found.sheets
            ),
            record=record,
            review_at=review_at,
            is_review_due=review_at is not None and review_at <= time.time(),
        )


def _review_of(record: Record | None) -> float | None:
    """When a record that stands is looked at again."""
    if record is None or record.is_withdrawn or record.superseded_by is not None:
        return None
    day = record.outcome.review_on
    if day is None:
        return None
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).timestamp()


def _listed(found: Sequence[_Found]) -> Sequence[_Found]:
    """Those that wait for an answer first, then the others; as many of each as a list holds."""
    kinds = ("gathering", "concluded", "decided")
    return [
        each
        for kind in kinds
        for each in [each for each in found if each.listed.decision.dialogue.status == kind][
            :MOST_LISTED
        ]
    ]


async def _link(slack: Slack, place: Place | None) -> str | None:
    """The address of a message; None where there is none, or Slack does not tell it in time."""
    if place is None:
        return None
    try:
        async with asyncio.timeout(LINK_SECONDS):
            return await slack.permalink(place)
    except (SlackError, TimeoutError):
        return None
