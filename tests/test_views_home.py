"""What the Home tab, the list of decisions, the help and the quiz say."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from bot.actions import Follow, OpenNewForm, OpenSettings, Start, encode
from bot.commands import COMMANDS
from bot.views.begun import records_here, sheets_here
from bot.views.blocks import Rendered
from bot.views.examples import KUBERNETES, TEAM, snapshot_of
from bot.views.gallery_record import AS_ADVISED, OTHERWISE, closed, tried
from bot.views.help import EXAMPLES, PROMPTS, help_message, not_understood, unknown_command
from bot.views.home import MOST_LISTED, HomeEntry, SheetEntry, decisions_list, home
from bot.views.quiz import quiz, quiz_result
from bot.views.snapshot import Snapshot
from engine.advice.outgrown import verdict
from engine.dialogue.naming import Named
from engine.evaluation.model import Sheet, SheetKey, TrialId
from engine.evaluation.progress import progress
from engine.evaluation.results import CandidateResult
from knowledge.schema import AlternativeId, KnowledgeBase, SlotId
from tests.rendered import action_ids, prose

STARTUP = (8, 3, "none", "aws")
GROWTH = (30, 20, "strong", "gcp")
LINK = "https://team.slack.com/archives/C0TEAM/p1"
BEGIN = [encode(Start()), encode(OpenNewForm())]


def entry(snapshot: Snapshot, channel: str = "C0TEAM", link: str | None = LINK) -> HomeEntry:
    return HomeEntry(
        snapshot.dialogue,
        snapshot.recommendation,
        channel,
        1_790_000_000.9,
        link,
        record=snapshot.record,
    )


def shown(view: dict[str, Any]) -> Rendered:
    return Rendered("", view["blocks"])


def test_without_decisions_home_says_how_to_begin(kb: KnowledgeBase) -> None:
    for none in ((), (entry(snapshot_of(kb, 8, cancelled=True)),)):
        view = shown(home(none, kb))
        assert all(f"`{example}`" in prose(view) for example in EXAMPLES)
        assert action_ids(view) == [encode(Start())]


def test_what_is_open_comes_before_what_has_an_answer(kb: KnowledgeBase) -> None:
    decisions = [
        entry(snapshot_of(kb, *STARTUP)),
        entry(snapshot_of(kb, 8, 3, asking=KUBERNETES)),
        entry(snapshot_of(kb, *GROWTH, asking=SlotId("lineage"))),
    ]
    view = shown(home(decisions, kb))
    titles = [line for line in prose(view).splitlines() if line.startswith("*")]
    assert titles == [
        "*For 8 engineers and 3 models*",
        "*Metaflow, then Prefect*",
        "*Kubeflow Pipelines or ZenML*",
    ]
    assert "2 of 4 answered · open: Kubernetes skill · in <#C0TEAM>" in prose(view)
    assert "strong Kubernetes skill and Google Cloud · open: Lineage" in prose(view)
    assert "the decisions that you took part in" in prose(view)
    assert action_ids(view) == [encode(Follow())] * 3 + BEGIN


def test_a_decision_is_opened_by_its_link_where_there_is_one(kb: KnowledgeBase) -> None:
    snapshot = snapshot_of(kb, asking=TEAM)
    linked = decisions_list([entry(snapshot)], kb)
    [button] = [block["accessory"] for block in linked.blocks if "accessory" in block]
    assert button["url"] == LINK
    assert not any(
        "accessory" in each for each in decisions_list([entry(snapshot, link=None)], kb).blocks
    )


@pytest.mark.parametrize(
    ("channel", "where"),
    [("C0TEAM", "in <#C0TEAM>"), ("D0ADA", "in our direct message"), ("U0ADA", "direct message")],
)
def test_where_a_decision_stands_is_said(kb: KnowledgeBase, channel: str, where: str) -> None:
    assert where in prose(decisions_list([entry(snapshot_of(kb, asking=TEAM), channel)], kb))


def test_slack_shows_when_a_decision_changed_in_the_readers_own_time(kb: KnowledgeBase) -> None:
    when = "<!date^1790000000^last changed {date_short_pretty} at {time}|last changed a while ago>"
    assert when in prose(decisions_list([entry(snapshot_of(kb, asking=TEAM))], kb))


def test_no_more_decisions_are_listed_than_are_said_to_be(kb: KnowledgeBase) -> None:
    many = [entry(snapshot_of(kb, *STARTUP))] * (MOST_LISTED + 5)
    said = prose(decisions_list(many, kb))
    assert said.count("*Metaflow, then Prefect*") == MOST_LISTED
    assert f"at most {MOST_LISTED}" in said


def test_the_list_reads_alone_and_says_where_there_is_none(kb: KnowledgeBase) -> None:
    found = decisions_list([entry(snapshot_of(kb, *STARTUP))], kb)
    assert found.text == "Your decisions: Metaflow, then Prefect."
    assert "`/orchestrator recommend`" in decisions_list((), kb).text


def test_what_was_decided_comes_last_the_newest_first(kb: KnowledgeBase) -> None:
    later = OTHERWISE.model_copy(update={"at": OTHERWISE.at + 60})
    decisions = [
        entry(closed(kb, AS_ADVISED, *STARTUP)),
        entry(closed(kb, later, *STARTUP)),
        entry(snapshot_of(kb, asking=TEAM)),
        entry(closed(kb, AS_ADVISED, *GROWTH, is_withdrawn=True)),
    ]
    view = shown(home(decisions, kb))
    parts = [
        block["text"]["text"].partition("\n")[0]
        for block in view.blocks
        if block["type"] in {"header", "section"}
    ]
    assert parts == [
        "Open",
        "*A new decision*",
        "*Kubeflow Pipelines or ZenML*",
        "Decided",
        "*Decided: Prefect*",
        "*Decided: Metaflow*",
    ]
    assert "Record 7, closed by <@U0ADA>, <!date^" in prose(view)
    assert decisions_list(decisions, kb).text.endswith("; Decided: Prefect; Decided: Metaflow.")


def test_what_stands_in_place_of_a_record_and_its_review_are_said(kb: KnowledgeBase) -> None:
    decided = entry(closed(kb, AS_ADVISED, *STARTUP, superseded_by=9))
    assert "superseded by record 9" in prose(shown(home([decided], kb)))
    for is_due, said in ((True, "review due since"), (False, "to be looked at again")):
        reviewed = replace(decided, review_at=1_800_000_000.0, is_review_due=is_due)
        assert f"{said} <!date^1800000000^" in prose(shown(home([reviewed], kb)))
    assert "looked at again" not in prose(shown(home([decided], kb)))


def test_checklists_are_listed_with_how_far_they_are(kb: KnowledgeBase) -> None:
    [checklist] = tried(kb).sheets
    trials = Sheet(kind="trials", candidate=AlternativeId("prefect"), revision=1, findings={})
    sheets = (
        SheetEntry(checklist.key, progress(checklist, kb), LINK),
        SheetEntry(trials.key, progress(trials, kb), None),
    )
    said = prose(shown(home([replace(entry(snapshot_of(kb, *STARTUP)), sheets=sheets)], kb)))
    assert f"Checklist of Metaflow: 1 of 24 pass, 1 failed (<{LINK}|open it>)" in said
    assert "Proof of concept of Prefect: 0 of 10 pass\n" in said


def test_a_sheet_of_what_the_facts_have_no_more_is_listed_by_its_id(kb: KnowledgeBase) -> None:
    sheet = Sheet(kind="checklist", candidate=AlternativeId("gone"), revision=1, findings={})
    sheets = (SheetEntry(sheet.key, progress(sheet, kb), None),)
    said = prose(shown(home([replace(entry(snapshot_of(kb, *STARTUP)), sheets=sheets)], kb)))
    assert "Checklist of gone: 0 of 24 pass" in said


def test_sheets_that_are_not_listed_are_counted(kb: KnowledgeBase) -> None:
    keys = [SheetKey("checklist", each) for each in [*kb.alternatives, *kb.contenders][:8]]
    blank = [Sheet(kind=k.kind, candidate=k.candidate, revision=1, findings={}) for k in keys]
    listed = tuple(SheetEntry(each.key, progress(each, kb), None) for each in blank)
    for sheets, last in ((listed, "\nand 2 more\n"), (listed[:7], "\nand 1 more\n")):
        decision = replace(entry(snapshot_of(kb, *STARTUP)), sheets=sheets)
        assert last in prose(shown(home([decision], kb)))
    six = replace(entry(snapshot_of(kb, *STARTUP)), sheets=listed[:6])
    assert " more\n" not in prose(shown(home([six], kb)))


def test_a_proof_of_concept_is_listed_with_its_mean_once_all_of_it_is_scored(
    kb: KnowledgeBase,
) -> None:
    sheet = Sheet(kind="trials", candidate=AlternativeId("prefect"), revision=1, findings={})
    for mean, said in ((Fraction(29, 10), "pass, scored 2.9 of 5 by 2\n"), (None, "pass\n")):
        by_two = {TrialId("pipeline"): frozenset({"U0ADA", "U0LIN"})}
        scored = CandidateResult(sheet.candidate, {}, by_two, mean, None)
        sheets = (SheetEntry(sheet.key, progress(sheet, kb), None, scored),)
        decision = replace(entry(snapshot_of(kb, *STARTUP)), sheets=sheets)
        assert f"0 of 10 {said}" in prose(shown(home([decision], kb)))


def test_only_who_governs_the_workspace_sees_its_settings(kb: KnowledgeBase) -> None:
    settings = encode(OpenSettings())
    for decisions in ((), (entry(snapshot_of(kb, *STARTUP)),)):
        assert settings in action_ids(shown(home(decisions, kb, governs=True)))
        assert settings not in action_ids(shown(home(decisions, kb)))


def test_who_begins_a_checklist_is_told_where_it_stands(kb: KnowledgeBase) -> None:
    prefect, dagster = AlternativeId("prefect"), AlternativeId("dagster")
    links = {SheetKey("checklist", prefect): None, SheetKey("trials", dagster): LINK}
    named = Named((prefect, dagster), {prefect: "prefct"}, ("luigi",), ("banana <!channel>",))
    rendered = sheets_here(links, named, kb)
    assert prose(rendered).splitlines() == [
        "The checklist of Prefect comes in the thread.",
        f"The proof of concept of Dagster: <{LINK}|open it>",
        "I read “prefct” as Prefect.",
        "I know too little of Luigi and banana &lt;!channel&gt; for a checklist.",
    ]
    more = sheets_here(
        links, named, kb, left=(AlternativeId("airflow"), AlternativeId("kubeflow_pipelines"))
    )
    last = "At most 2 at once; not begun: Apache Airflow, Kubeflow Pipelines."
    assert prose(more).splitlines() == [*prose(rendered).splitlines(), last]
    alone = sheets_here({SheetKey("checklist", prefect): None}, Named((prefect,), {}, (), ()), kb)
    assert alone.text == "The checklist of Prefect comes in the thread."


def test_the_records_of_a_channel_are_listed_with_their_links(kb: KnowledgeBase) -> None:
    rendered = records_here([(9, OTHERWISE, LINK), (7, AS_ADVISED, None)], kb)
    first, second = prose(rendered).splitlines()
    assert first.startswith("Record 9: *Prefect*, by <@U0ADA>, <!date^")
    assert first.endswith(f" · <{LINK}|open it>")
    assert second.startswith("Record 7: *Metaflow*")
    assert "open it" not in second
    assert "*" not in rendered.text


def test_a_channel_without_records_learns_how_one_comes(kb: KnowledgeBase) -> None:
    rendered = records_here([], kb)
    assert prose(rendered).startswith("No record stands here. *Decide*, under a recommendation")


def test_a_note_stands_on_top_of_home(kb: KnowledgeBase) -> None:
    assert prose(shown(home((), kb, "That is saved."))).startswith("That is saved.\n")


def test_the_help_names_every_command_and_place() -> None:
    said = prose(help_message())
    for word in COMMANDS:
        assert f"`/orchestrator {word}" in said
        assert f"`/orchestrator {word}" in help_message().text
    for place in ("direct message", "mention me", "Advise on this thread"):
        assert place in said
    assert action_ids(help_message()) == BEGIN


def test_what_a_command_takes_is_shown_by_an_example() -> None:
    assert (
        "type `/orchestrator checklist prefect dagster`."
        in not_understood("checklist", "banana").text
    )
    assert "`weigh` alone" in not_understood("weigh", "").text
    assert "Did you mean `/orchestrator decide`?" in unknown_command("decid", "decide").text


def test_slack_takes_the_prompts() -> None:
    assert 1 <= len(PROMPTS) <= 4
    assert all(title and message for title, message in PROMPTS)


def test_the_quiz_asks_every_signal_and_leaves_room_for_not_knowing(kb: KnowledgeBase) -> None:
    view = quiz("d1.airflow", kb, "airflow")
    asked = [block for block in view["blocks"] if block["type"] == "input"]
    assert [each["block_id"] for each in asked] == [
        each.id for each in kb.evaluation.outgrown.signals
    ]
    for each in asked:
        values = [option["value"] for option in each["element"]["options"]]
        assert values == ["yes", "no", "not_sure"]
        assert not each["optional"]
    assert view["private_metadata"] == "d1.airflow"
    assert "How is it with Apache Airflow?" in prose(shown(view))
    assert "what runs your pipelines today" in prose(shown(quiz(".cron", kb, "cron")))


@pytest.mark.parametrize(
    ("signals", "unsure", "said"),
    [
        (3, 0, "Outgrown: 3 of 5 signals are true, and the threshold is 3."),
        (3, 2, "Not even the 2 that you are not sure of could change that."),
        (2, 0, "Not outgrown: 2 of 5 signals are true, below the threshold of 3."),
        (2, 1, "be outgrown if one more were true: look at the one that you are not sure of."),
        (1, 3, "It would be outgrown if 2 more were true"),
        (0, 2, "Even with the 2 that you are not sure of it would stay below."),
    ],
)
def test_the_verdict_says_what_not_being_sure_leaves_open(
    kb: KnowledgeBase, signals: int, unsure: int, said: str
) -> None:
    view = quiz_result(verdict(signals, kb), unsure, kb, in_decision=False)
    assert said in prose(shown(view))
    assert "Source: " in prose(shown(view))
    assert "submit" not in view


def test_the_verdict_says_what_to_do_next(kb: KnowledgeBase) -> None:
    def said(signals: int, *, in_decision: bool) -> str:
        return prose(shown(quiz_result(verdict(signals, kb), 0, kb, in_decision=in_decision)))

    assert "`/orchestrator recommend 4 outgrown signals` begins a decision" in said(
        4, in_decision=False
    )
    assert "`/orchestrator explain migration`" in said(4, in_decision=False)
    assert "It counts in the decision now" in said(1, in_decision=True)
    assert "`/orchestrator explain outgrown`" in said(1, in_decision=True)
