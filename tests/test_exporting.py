"""What people take away of a sheet and of the record: files, canvases, text to copy."""

import asyncio
import csv
import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.block_ids import BlockRef, SheetRef
from bot.errands import Errands
from bot.exporting import Exporting
from bot.ledger import Ledger
from bot.listing import Listing
from bot.pages.exports import SheetFile, as_csv, as_json, as_markdown
from bot.pages.markdown import escaped, linked
from bot.pages.page import Page
from bot.pages.parts import page, section, text
from bot.pages.record import page_document
from bot.people import People
from bot.replies import Replies, Where
from bot.store import erasing, records, sheets, votes
from bot.store.database import Database
from bot.store.posts import PostKey
from bot.views import notices
from bot.views.export_view import NO_CANVASES, NOT_EXPORTED, PERHAPS_EXPORTED, export_view
from bot.views.limits import view_violations
from bot.workspaces import OneWorkspace
from engine.evaluation.items import categories
from engine.evaluation.model import (
    Finding,
    ItemId,
    Outcome,
    Score,
    Sheet,
    SheetKey,
    SheetKind,
    TrialId,
)
from knowledge.schema import AlternativeId, KnowledgeBase
from tests.decision_in_slack import CHANNEL, ROOT_TS, SHEET_TS, TENANT, begin, place
from tests.slack_double import TOKEN, Fault, SlackDouble

PREFECT = AlternativeId("prefect")
HOSTILE = "=1+1 <!channel> # x\n- [x] `done` **b** [a](http://x)"
AT = 1_793_620_800.0
FINDINGS = {
    ItemId("first_run"): Finding(verdict="pass", by="U1", at=AT),
    ItemId("single_step"): Finding(
        verdict="fail", note=HOSTILE, link="https://x.example/a)b", by="U2", at=AT
    ),
    ItemId("iteration"): Finding(assignee="U1"),
    ItemId("retries"): Finding(verdict="not_applicable", by="U3", at=AT),
}
PEOPLE = {"U1": "Ada", "U2": "@Grace"}


def checklist(kb: KnowledgeBase, findings: dict[ItemId, Finding] | None = None) -> SheetFile:
    found = FINDINGS if findings is None else findings
    sheet = Sheet(kind="checklist", candidate=PREFECT, revision=9, findings=found)
    return SheetFile("d1", sheet, (), PEOPLE, kb)


def trials(kb: KnowledgeBase) -> SheetFile:
    sheet = Sheet(kind="trials", candidate=PREFECT, revision=2, findings={})
    scores = tuple(
        Score(candidate=PREFECT, trial=TrialId("failure"), person=person, points=points)
        for person, points in (("U1", 4), ("U2", 5))
    )
    return SheetFile("d1", sheet, scores, PEOPLE, kb)


def rows_of(written: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written, newline="")))


def items_of(kb: KnowledgeBase, kind: SheetKind) -> list[str]:
    return [item.id for each in categories(kind, kb) for item in each.items]


# What is written


def test_markdown_is_a_task_list_with_verdicts_notes_and_people(kb: KnowledgeBase) -> None:
    written = as_markdown(checklist(kb))
    lines = written.splitlines()
    assert lines[0] == "# Checklist of Prefect"
    assert lines[2] == "1 of 24 pass, 0 partial, 1 failed, 1 not applicable, 21 open."
    tasks = [each for each in lines if each.startswith("- [")]
    assert len(tasks) == 24
    assert [each for each in tasks if each.startswith("- [x]")] == [tasks[0]]
    assert tasks[0].endswith("(Ada, 2026-11-02)")
    assert "**failed** (@Grace, 2026-11-02)" in tasks[1]
    assert "  - For: Ada" in lines
    assert any("**not applicable** (U3, 2026-11-02)" in each for each in tasks)
    assert "[https://x.example/a)b](https://x.example/a%29b)" in written
    assert "Source of what is to be checked: " in lines[-1]


def test_no_text_of_a_person_is_markup_in_markdown(kb: KnowledgeBase) -> None:
    notes = {ItemId(each): Finding(note=HOSTILE) for each in items_of(kb, "checklist")}
    for written in (as_markdown(checklist(kb)), as_markdown(checklist(kb, notes))):
        tokens = MarkdownIt("commonmark").parse(written)
        headings = [each for each in tokens if each.type == "heading_open"]
        assert len(headings) == 1 + 5
        inline = [child for each in tokens for child in each.children or ()]
        assert not [each for each in inline if each.type in {"code_inline", "html_inline"}]
        bold = sum(each.type == "strong_open" for each in inline)
        assert bold == (2 if written == as_markdown(checklist(kb)) else 0)


@given(st.text(max_size=60))
def test_escaped_text_reads_as_it_was_written(said: str) -> None:
    [_, inline, _] = MarkdownIt("commonmark").parse(f"x {escaped(said)}")
    children = inline.children or []
    assert {each.type for each in children} <= {"text", "text_special"}
    shown = "".join(each if each.isprintable() else " " for each in said)
    assert "".join(each.content for each in children).split() == ["x", *shown.split()]


@given(st.text(min_size=1, max_size=40).filter(str.strip))
def test_at_the_beginning_of_a_line_it_is_a_paragraph(said: str) -> None:
    tokens = MarkdownIt("commonmark").parse(escaped(said))
    assert {each.type for each in tokens} <= {"paragraph_open", "inline", "paragraph_close"}


def test_an_address_does_not_end_its_link() -> None:
    assert linked("https://x/a b(c)<d>", "a]b") == r"[a\]b](https://x/a%20b%28c%29%3Cd%3E)"


def test_csv_has_a_line_an_item_and_no_formula(kb: KnowledgeBase) -> None:
    written = as_csv(checklist(kb))
    rows = rows_of(written)
    assert [each["item"] for each in rows] == items_of(kb, "checklist")
    assert written.startswith("category,item,statement,verdict,note,link,assignee,by,at\r\n")
    failed = rows[1]
    assert failed["verdict"] == "failed"
    assert failed["note"] == f"'{HOSTILE}"
    assert (failed["by"], failed["at"]) == ("'@Grace", "2026-11-02T12:00:00Z")
    assert (rows[2]["verdict"], rows[2]["assignee"]) == ("open", "Ada")


@pytest.mark.parametrize(
    "note",
    [
        *("=x", "+x", "-x", "@x", "\tx", "\rx", "\nx", "  =x", " \t=x", "\n=x", " \n @x"),
        *("\N{NO-BREAK SPACE}=x", "\N{IDEOGRAPHIC SPACE}+x", "\N{FULLWIDTH EQUALS SIGN}x"),
        *("\N{FULLWIDTH PLUS SIGN}x", "\N{FULLWIDTH HYPHEN-MINUS}x"),
        "\N{FULLWIDTH COMMERCIAL AT}x",
    ],
)
def test_what_a_table_program_could_take_for_a_formula_is_guarded(
    kb: KnowledgeBase, note: str
) -> None:
    found = checklist(kb, {ItemId("first_run"): Finding(note=note)})
    assert rows_of(as_csv(found))[0]["note"] == f"'{note}"


@given(st.text(max_size=200).filter(lambda each: "\x00" not in each))
def test_csv_keeps_what_was_written(kb: KnowledgeBase, note: str) -> None:
    found = checklist(kb, {ItemId("first_run"): Finding(note=note)})
    assert rows_of(as_csv(found))[0]["note"].removeprefix("'") == note.removeprefix("'")


def test_json_holds_ids_texts_people_and_sources(kb: KnowledgeBase) -> None:
    document = json.loads(as_json(checklist(kb)))
    assert document["candidate"] == {"id": "prefect", "name": "Prefect"}
    items = [item for each in document["categories"] for item in each["items"]]
    assert [each["id"] for each in items] == items_of(kb, "checklist")
    failed = items[1]
    assert failed["note"] == HOSTILE
    assert failed["verdict"] == "fail"
    assert failed["by"] == {"id": "U2", "name": "@Grace"}
    assert failed["at"] == "2026-11-02T12:00:00Z"
    assert items[4]["verdict"] is items[4]["by"] is items[4]["at"] is None
    assert [each["title"] for each in document["sources"]] == [checklist(kb).source.title]
    assert "scores" not in document["categories"][0]


def test_scores_belong_to_a_proof_of_concept(kb: KnowledgeBase) -> None:
    of = trials(kb)
    assert "Scores from 1 to 5: Ada 4, @Grace 5." in as_markdown(of)
    scores = [each for each in rows_of(as_csv(of)) if each["item"] == "score"]
    assert [(each["verdict"], each["by"]) for each in scores] == [("4", "Ada"), ("5", "'@Grace")]
    found = {each["id"]: each["scores"] for each in json.loads(as_json(of))["categories"]}
    assert [each["points"] for each in found["failure"]] == [4, 5]
    assert found["overhead"] == []


@given(st.text(max_size=20_000))
def test_text_to_copy_keeps_slacks_limits(said: str) -> None:
    assert view_violations(export_view("Checklist", said)) == []


def test_text_to_copy_is_whole_or_says_what_is_missing() -> None:
    lines = [f"line {number} <&>" for number in range(500)]
    whole = export_view("Checklist", "\n".join(lines))
    shown = "".join(each["text"]["text"] for each in whole["blocks"][1:])
    assert all(
        each.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in shown
        for each in lines
    )
    assert "Shortened" not in str(whole)
    assert "Shortened: " in str(export_view("Checklist", "long line\n" * 100_000)["blocks"][-1])


# How it is sent


@dataclass(frozen=True)
class Scene:
    """A decision in Slack with a checklist, a proof of concept and a record."""

    slack: SlackDouble
    database: Database
    exporting: Exporting
    errands: Errands
    decision: str

    async def export(self, fmt: str, kind: SheetKind | None = "checklist") -> dict[str, Any] | str:
        ref = BlockRef(self.decision, 1, "more")
        if kind is not None:
            key = SheetKey(kind, PREFECT)
            encoded = SheetRef(self.decision, 1, key, "more").encode()
            ref = BlockRef(self.decision, 1, encoded.split(".", 2)[2])
        told = await self.exporting.export(Where(TENANT, "U1", CHANNEL, ROOT_TS), ref, fmt)
        await asyncio.sleep(0)
        # What is told is an errand of its own.
        await self.errands.drain(5)
        await self.errands.drain(5)
        return told

    @property
    def told(self) -> list[str]:
        return [each["text"] for each in self.slack.ephemerals]


RECORD: Page = page("Prefect as ML pipeline orchestrator", section("Context", text("Words.")))


@pytest.fixture
async def scene(slack: SlackDouble, database: Database, kb: KnowledgeBase) -> AsyncIterator[Scene]:
    slack.scopes |= {"users:read", "files:write", "canvases:write"}
    slack.people = {"U1": {"real_name": "Ada"}, "U2": {"real_name": "Grace"}}
    decision = await begin(database, kb)
    await place(database, slack, PostKey(decision, "root"), ROOT_TS)
    await place(database, slack, PostKey(decision, "checklist", PREFECT), SHEET_TS)
    outcome = Outcome(kind="adopt", alternative=PREFECT, because="It went well.", by="U2", at=AT)
    async with database.transaction(TENANT) as tx:
        for kind in ("checklist", "trials"):
            await sheets.begin(tx, decision, SheetKey(kind, PREFECT), "U1")
        sheet = await sheets.load(tx, decision, SheetKey("checklist", PREFECT))
        assert sheet is not None
        await sheets.write(tx, decision, sheet, FINDINGS, "judged", "U1")
        await votes.keep_scores(tx, decision, PREFECT, "U1", {TrialId("failure"): 4})
        other = AlternativeId("dagster")
        await votes.keep_scores(tx, decision, other, "U1", {TrialId("failure"): 1})
        await records.keep(tx, decision, outcome, page_document(RECORD))
    ledger, errands = Ledger(database, kb, lambda: None), Errands()
    timeout = aiohttp.ClientTimeout(total=2, connect=1)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        workspaces = OneWorkspace(TOKEN, slack.api_url, session)
        people = People(workspaces)
        replies = Replies(workspaces, errands, Listing(database, workspaces, people, kb))
        exporting = Exporting(ledger, workspaces, people, replies)
        yield Scene(slack, database, exporting, errands, decision)


@pytest.mark.parametrize(
    ("fmt", "filename"),
    [
        ("markdown", "checklist-prefect.md"),
        ("csv", "checklist-prefect.csv"),
        ("json", "checklist-prefect.json"),
    ],
)
async def test_a_sheet_comes_as_a_file_into_the_thread(
    scene: Scene, fmt: str, filename: str
) -> None:
    assert await scene.export(fmt) == ""
    [posted] = scene.slack.files
    assert (posted.filename, posted.title) == (filename, "Checklist of Prefect")
    assert (posted.channel, posted.thread_ts) == (CHANNEL, ROOT_TS)
    assert "Ada" in posted.content
    assert scene.told == []


async def test_the_scores_of_its_candidate_come_with_a_proof_of_concept(scene: Scene) -> None:
    await scene.export("json", "trials")
    document = json.loads(scene.slack.files[0].content)
    scores = [score for each in document["categories"] for score in each["scores"]]
    assert scores == [{"points": 4, "by": {"id": "U1", "name": "Ada"}}]


async def test_the_record_comes_as_markdown_and_as_json(scene: Scene) -> None:
    assert await scene.export("markdown", None) == ""
    assert await scene.export("json", None) == ""
    markdown, document = scene.slack.files
    assert markdown.filename == "0001-prefect-as-ml-pipeline-orchestrator.md"
    assert 'decision-makers: "Grace"' in markdown.content
    assert document.filename == "0001-prefect-as-ml-pipeline-orchestrator.json"
    read = json.loads(document.content)
    assert (read["number"], read["outcome"]["by"]) == (1, {"id": "U2", "name": "Grace"})
    assert read["page"]["title"] == RECORD.title


async def test_a_canvas_gets_a_tab_and_the_person_its_address(scene: Scene) -> None:
    assert await scene.export("canvas", None) == ""
    [canvas] = scene.slack.canvases
    assert canvas["title"] == RECORD.title
    assert canvas["channel_id"] == CHANNEL
    assert "Words." in canvas["document_content"]["markdown"]
    [told] = scene.told
    assert "https://double.slack.com/docs/" in told


async def test_without_the_scope_there_is_text_to_copy(scene: Scene) -> None:
    scene.slack.scopes = {"chat:write"}
    view = await scene.export("markdown")
    assert isinstance(view, dict)
    assert view_violations(view) == []
    shown = "".join(each["text"]["text"] for each in view["blocks"][1:])
    # Who people are is not told either.
    assert "(U1, 2026-11-02)" in shown
    assert scene.slack.files == []
    assert await scene.export("canvas") == NO_CANVASES


async def test_while_slack_does_not_tell_what_is_granted_there_is_text_to_copy(
    scene: Scene,
) -> None:
    scene.slack.faults["auth.test"].append(Fault(status=503))
    assert isinstance(await scene.export("csv"), dict)


@pytest.mark.parametrize(
    ("method", "fault", "told"),
    [
        ("files.getUploadURLExternal", Fault(status=429, error="ratelimited"), NOT_EXPORTED),
        ("files.getUploadURLExternal", Fault(status=503), NOT_EXPORTED),
        ("files.completeUploadExternal", Fault(drop_after=True), PERHAPS_EXPORTED),
        ("files.completeUploadExternal", Fault(error="not_in_channel"), "(not_in_channel)"),
        ("upload_url", Fault(status=500), NOT_EXPORTED),
        ("upload_url", Fault(drop_before=True), NOT_EXPORTED),
    ],
    ids=["429", "503", "dropped", "refused", "upload refused", "upload dropped"],
)
async def test_what_went_wrong_is_told_to_whoever_asked(
    scene: Scene, method: str, fault: Fault, told: str
) -> None:
    scene.slack.faults[method].append(fault)
    assert await scene.export("csv") == ""
    [said] = scene.told
    assert told in said


async def test_a_canvas_that_slack_refuses_is_told(scene: Scene) -> None:
    fault = Fault(error="free_team_canvas_tab_already_exists")
    scene.slack.faults["canvases.create"].append(fault)
    await scene.export("canvas")
    assert "free_team_canvas_tab_already_exists" in scene.told[0]


async def test_what_is_not_there_is_told_with_what_to_do(scene: Scene) -> None:
    assert await scene.export("docx") == notices.OLD_VERSION
    assert await scene.export("csv", None) == notices.OLD_VERSION
    ref = BlockRef(scene.decision, 1, "checklist:dagster:more")
    where = Where(TENANT, "U1", CHANNEL, ROOT_TS)
    assert await scene.exporting.export(where, ref, "csv") == notices.OLD_MESSAGE
    unknown = BlockRef("d0", 1, "checklist:prefect:more")
    assert await scene.exporting.export(where, unknown, "csv") == notices.UNKNOWN_DECISION


async def test_nothing_is_exported_of_a_deleted_decision(scene: Scene) -> None:
    async with scene.database.transaction(TENANT) as tx:
        await erasing.delete(tx, scene.decision, "U1")
    assert await scene.export("csv") == notices.UNKNOWN_DECISION
    assert await scene.export("markdown", None) == notices.UNKNOWN_DECISION
