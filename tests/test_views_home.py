"""What the Home tab, the list of decisions, the help and the quiz say."""

from typing import Any

import pytest

from bot.actions import Follow, OpenNewForm, Start, encode
from bot.views.blocks import Rendered
from bot.views.examples import KUBERNETES, TEAM, snapshot_of
from bot.views.help import EXAMPLES, PROMPTS, help_message
from bot.views.home import MOST_LISTED, HomeEntry, decisions_list, home
from bot.views.quiz import quiz, quiz_result
from bot.views.snapshot import Snapshot
from engine.advice.outgrown import verdict
from knowledge.loader import load
from knowledge.schema import KnowledgeBase, SlotId
from tests.rendered import action_ids, prose

STARTUP = (8, 3, "none", "aws")
GROWTH = (30, 20, "strong", "gcp")
LINK = "https://team.slack.com/archives/C0TEAM/p1"
BEGIN = [encode(Start()), encode(OpenNewForm())]


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load()


def entry(snapshot: Snapshot, channel: str = "C0TEAM", link: str | None = LINK) -> HomeEntry:
    return HomeEntry(snapshot.dialogue, snapshot.recommendation, channel, 1_790_000_000.9, link)


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


def test_a_note_stands_on_top_of_home(kb: KnowledgeBase) -> None:
    assert prose(shown(home((), kb, "That is saved."))).startswith("That is saved.\n")


def test_the_help_names_every_command_and_place() -> None:
    said = prose(help_message())
    for word in (
        "recommend",
        "form",
        "resume",
        "compare",
        "explain",
        "why",
        "what",
        "cost",
        "outgrown",
    ):
        assert f"`/orchestrator {word}" in said
    for place in ("direct message", "mention me", "Advise on this thread"):
        assert place in said
    assert action_ids(help_message()) == BEGIN


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
