"""What people take away: a sheet or the record as a file, as a canvas, or as text to copy."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.actions import UnknownActionError
from bot.basis import record_of
from bot.block_ids import BlockRef, sheet_of
from bot.changeable import existing
from bot.ledger import Ledger
from bot.pages.exports import SheetFile, as_csv, as_json, as_markdown
from bot.pages.madr import file_name, madr
from bot.pages.record import Record, page_document
from bot.people import People
from bot.place import Place
from bot.replies import Replies, Where
from bot.slack import AmbiguousError, RefusedError, Slack, SlackError
from bot.store import decisions, posts, sheets, votes
from bot.store.database import Transaction
from bot.store.posts import PostKey
from bot.tenant import Tenant
from bot.views import notices
from bot.views.export_view import (
    NO_CANVASES,
    NOT_EXPORTED,
    PERHAPS_EXPORTED,
    canvas_made,
    export_view,
    not_exported,
)
from bot.workspaces import CANVASES, FILES, Workspaces
from engine.evaluation.model import Score, Sheet

CANVAS: Final = "canvas"
_ENDINGS: Final[Mapping[str, str]] = {
    "markdown": "md",
    "csv": "csv",
    "json": "json",
    CANVAS: "md",
}
"""Of file names, by format."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What is to be exported, and the thread to which it belongs."""

    decision: str
    thread: Place
    content: Sheet | Record
    scores: tuple[Score, ...] = ()

    @property
    def people(self) -> Collection[str]:
        """Everybody who is named in it."""
        if isinstance(self.content, Record):
            return {self.content.outcome.by}
        findings = self.content.findings.values()
        judged = {each.by for each in findings} | {each.assignee for each in findings}
        return {each for each in judged if each} | {each.person for each in self.scores}


@dataclass(frozen=True, slots=True)
class _Written:
    """A document in one of the formats."""

    filename: str
    title: str
    text: str


class Exporting:
    """Where documents are made for people."""

    def __init__(
        self, ledger: Ledger, workspaces: Workspaces, people: People, replies: Replies
    ) -> None:
        self._ledger = ledger
        self._knowledge = ledger.knowledge
        self._workspaces = workspaces
        self._people = people
        self._replies = replies

    async def export(self, where: Where, ref: BlockRef, fmt: str) -> dict[str, Any] | str:
        """The sheet, or the record, under whose message somebody chose a format.

        As a file in the thread, or a canvas in its channel, where the workspace lets the app; '' is
        returned then. Else a form with the text to copy, or a sentence.
        """
        found = await self._find(where.tenant, ref)
        if isinstance(found, str):
            return found
        if fmt not in _ENDINGS or (fmt == "csv" and isinstance(found.content, Record)):
            return notices.OLD_VERSION
        granted = await self._workspaces.granted(where.tenant) or frozenset()
        if (CANVASES if fmt == CANVAS else FILES) in granted:
            self._replies.errands.start("export", self._send(where, found, fmt))
            return ""
        if fmt == CANVAS:
            return NO_CANVASES
        written = await self._written(where.tenant, found, fmt)
        return export_view(written.title, written.text)

    async def _find(self, tenant: Tenant, ref: BlockRef) -> _Found | str:
        async with self._ledger.database.transaction(tenant) as tx:
            decision = existing(await decisions.load(tx, ref.decision))
            if isinstance(decision, str):
                return decision
            root = await posts.place_of(tx, PostKey(decision.id, "root"))
            content = await _content(tx, ref)
            scores = await votes.scores(tx, decision.id) if isinstance(content, Sheet) else ()
        if root is None or content is None:
            return notices.OLD_MESSAGE
        thread = Place(root.channel, decision.thread_ts or root.ts)
        if isinstance(content, Record):
            return _Found(decision.id, thread, content)
        of_it = tuple(each for each in scores if each.candidate == content.candidate)
        return _Found(decision.id, thread, content, of_it)

    async def _send(self, where: Where, found: _Found, fmt: str) -> None:
        """Post it; the person is told what went wrong, and where a canvas is."""
        slack = await self._workspaces.slack(where.tenant)
        written = await self._written(where.tenant, found, fmt)
        send = _send_canvas if fmt == CANVAS else _send_file
        try:
            told = await send(slack, found.thread, written)
        except RefusedError as error:
            told = not_exported(error.code)
        except AmbiguousError:
            told = PERHAPS_EXPORTED
        except SlackError:
            told = NOT_EXPORTED
        self._replies.tell(where, told)

    async def _written(self, tenant: Tenant, found: _Found, fmt: str) -> _Written:
        content = found.content
        people = await self._people.names(tenant, found.people)
        if isinstance(content, Record):
            text = _record_json(content, people) if fmt == "json" else madr(content, people)
            filename = f"{file_name(content).removesuffix('.md')}.{_ENDINGS[fmt]}"
            return _Written(filename, content.page.title, text)
        of = SheetFile(found.decision, content, found.scores, people, self._knowledge)
        write = {"csv": as_csv, "json": as_json}.get(fmt, as_markdown)
        return _Written(f"{content.kind}-{content.candidate}.{_ENDINGS[fmt]}", of.title, write(of))


async def _content(tx: Transaction, ref: BlockRef) -> Sheet | Record | None:
    """The sheet that a block stands in; the record where it stands in none."""
    try:
        key = sheet_of(ref).sheet
    except UnknownActionError:
        return await record_of(tx, ref.decision)
    return await sheets.load(tx, ref.decision, key)


async def _send_file(slack: Slack, thread: Place, written: _Written) -> str:
    await slack.upload(
        channel=thread.channel,
        thread_ts=thread.ts,
        filename=written.filename,
        title=written.title,
        content=written.text,
    )
    return ""


async def _send_canvas(slack: Slack, thread: Place, written: _Written) -> str:
    url = await slack.create_canvas(
        title=written.title, markdown=written.text, channel=thread.channel
    )
    return canvas_made(url, written.title)


def _record_json(record: Record, people: Mapping[str, str]) -> str:
    by = record.outcome.by
    document = {
        "number": record.number,
        "is_withdrawn": record.is_withdrawn,
        "superseded_by": record.superseded_by,
        "outcome": {
            **record.outcome.model_dump(mode="json"),
            "by": {"id": by, "name": people.get(by, by)},
        },
        "page": json.loads(page_document(record.page)),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
