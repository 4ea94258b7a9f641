"""The messages of a closed decision, and the form that closes it."""

from dataclasses import replace
from typing import Any

import pytest

from bot.actions import UnknownActionError
from bot.block_ids import decode_block, sheet_of
from bot.pages.record import page_document, page_of
from bot.views import decide_form
from bot.views.blocks import Rendered
from bot.views.decide_form import BECAUSE, OUTCOME, REVIEW, STAY, SUPERSEDES, closed_already
from bot.views.decided import decided_root, deleted_root
from bot.views.examples import snapshot_of, with_a_rule_against
from bot.views.gallery_record import closed, tried
from bot.views.record import record
from engine.evaluation.model import Outcome, Sheet
from knowledge.schema import AlternativeId, KnowledgeBase, SlotId
from tests.rendered import action_ids, header, prose

STARTUP = (8, 3, "none", "aws")
GROWTH = (30, 20, "strong", "gcp")
METAFLOW, PREFECT = AlternativeId("metaflow"), AlternativeId("prefect")
DECIDED = Outcome(
    kind="adopt",
    alternative=METAFLOW,
    because="It is plain Python.",
    by="U0ADA",
    at=1_793_620_800.0,
)


def block(view: dict[str, Any], block_id: str) -> dict[str, Any]:
    [found] = [each for each in view["blocks"] if each.get("block_id") == block_id]
    element: dict[str, Any] = found["element"]
    return element


def labels(view: dict[str, Any]) -> dict[str, str]:
    """What can be decided, by value."""
    return {each["value"]: each["text"]["text"] for each in block(view, OUTCOME)["options"]}


def form(kb: KnowledgeBase, *values: int | str | None, **state: Any) -> dict[str, Any]:
    return decide_form.decide_form("d1.7", snapshot_of(kb, *values, **state), kb, [])


def root(kb: KnowledgeBase, outcome: Outcome = DECIDED, **more: Any) -> Rendered:
    return decided_root(closed(kb, outcome, *STARTUP, **more), kb)


# The root message


def test_the_root_says_what_was_decided_by_whom_and_why(kb: KnowledgeBase) -> None:
    shown = root(kb)
    assert header(shown) == "Decided: Metaflow"
    assert "Record 7, closed by <@U0ADA>, <!date^1793620800^{date_short}|2 Nov>." in prose(shown)
    assert "For 8 engineers, 3 models, no Kubernetes skill and AWS." in prose(shown)
    assert "*Because* It is plain Python." in prose(shown)
    assert action_ids(shown) == ["reasons", "sureness", "cost", "reopen", "delete"]


def test_the_root_says_what_was_advised_and_whether_the_team_followed(kb: KnowledgeBase) -> None:
    followed = "*Decision and advice*: The team decided as the app recommended."
    assert followed in prose(root(kb))
    other = prose(root(kb, DECIDED.model_copy(update={"alternative": PREFECT})))
    assert "*What the app recommended*: Metaflow. Leans, by the ranking; " in other
    assert "*Decision and advice*: The team decided otherwise than the app recommended." in other


def test_the_root_does_not_change_with_the_facts(kb: KnowledgeBase) -> None:
    shown = closed(kb, DECIDED, *STARTUP, evaluated=tried(kb))
    worst = {
        criterion: each.model_copy(update={"lesson": 1, "current": None})
        for criterion, each in kb.alternatives[METAFLOW].ratings.items()
    }
    worse = kb.alternatives[METAFLOW].model_copy(update={"ratings": worst})
    later = kb.model_copy(update={"alternatives": {**kb.alternatives, METAFLOW: worse}})
    now = snapshot_of(later, *STARTUP, decided=True)
    assert now.recommendation is not None
    assert now.recommendation.alternative != METAFLOW
    again = replace(now, evaluated=shown.evaluated, record=shown.record)
    assert decided_root(again, later) == decided_root(shown, kb)


def test_without_advice_the_root_claims_none(kb: KnowledgeBase) -> None:
    shown = decided_root(closed(kb, DECIDED, None, None, None, None), kb)
    nothing = "*What the app recommended*: Nothing, since too little was known of the team"
    assert nothing in prose(shown)
    other = DECIDED.model_copy(update={"kind": "stay", "alternative": None})
    told = prose(decided_root(closed(kb, other, None, None, None, None), kb))
    assert nothing in told
    assert "*Decision and advice*: The team decided without advice." in told


def test_the_root_says_what_the_teams_tests_found(kb: KnowledgeBase) -> None:
    told = prose(root(kb, evaluated=tried(kb)))
    assert "*What the team's own tests say*: Prefect leads with 4.5 of 5" in told
    assert "*What the team's own checks say*: Metaflow fails 1 of 24 items: " in told


@pytest.mark.parametrize("view", [decided_root, record])
def test_the_day_of_the_review_and_what_superseded_it_are_shown(
    kb: KnowledgeBase, view: Any
) -> None:
    reviewed = DECIDED.model_copy(update={"review_on": "2027-05-01"})
    shown = prose(view(closed(kb, reviewed, *STARTUP, superseded_by=9), kb))
    # Noon UTC of that day.
    assert "o be looked at again <!date^1809172800^{date_short}|1 May>" in shown
    assert "superseded by record 9" in shown


def test_a_long_reason_is_cut_in_the_messages_alone(kb: KnowledgeBase) -> None:
    long = DECIDED.model_copy(update={"because": "word " * 290 + "finis"})
    shown = closed(kb, long, *STARTUP)
    assert "finis" not in prose(decided_root(shown, kb))
    written = prose(record(shown, kb))
    assert "finis" not in written
    assert 90 < written.count("word") < 121
    assert shown.record is not None
    assert "word finis" in page_document(shown.record.page)


def test_of_a_deleted_decision_is_left_who_deleted_it(kb: KnowledgeBase) -> None:
    shown = deleted_root(replace(snapshot_of(kb, cancelled=True), deleted_by="U0ADA"))
    told = "The app keeps nothing of it; files that were exported, and what people wrote, stay"
    assert prose(shown) == shown.text == f"Deleted by <@U0ADA>. {told} in Slack."
    assert action_ids(shown) == []


def test_who_deletes_is_told_what_stays_in_slack(kb: KnowledgeBase) -> None:
    controls = root(kb).blocks[-1]["elements"]
    said = next(each for each in controls if each["action_id"] == "delete")["confirm"]["text"][
        "text"
    ]
    for stays in ("Exported files", "canvases", "reminders", "what people wrote"):
        assert stays in said
    # Slack takes 300 characters; nothing of it was cut.
    assert said.endswith("stay in Slack.")


@pytest.mark.parametrize("view", [decided_root, record])
def test_the_record_that_it_supersedes_is_named(kb: KnowledgeBase, view: Any) -> None:
    shown = closed(kb, DECIDED, *STARTUP)
    assert shown.record is not None
    later = replace(shown, record=replace(shown.record, supersedes=3))
    assert "upersedes record 3" in prose(view(later, kb))
    assert "upersedes record" not in prose(view(shown, kb))


def test_a_closed_decision_without_a_record_still_has_a_message(kb: KnowledgeBase) -> None:
    shown = snapshot_of(kb, *STARTUP, decided=True)
    assert header(decided_root(shown, kb)) == "Decided"
    assert prose(record(shown, kb)) == "There is no record of this decision."


# The record


def test_the_record_begins_with_what_was_decided(kb: KnowledgeBase) -> None:
    shown = record(closed(kb, DECIDED, *STARTUP), kb)
    assert header(shown) == "Decided: Metaflow"
    written = prose(shown)
    assert '*Chosen option*: "Metaflow", because: It is plain Python.' in written
    order = [
        "*Decision Outcome*",
        "*Confirmation*",
        "*Consequences*",
        "*Considered Options*",
        "*Decision Drivers*",
    ]
    assert sorted(order, key=written.index) == order


def test_the_record_says_what_is_left_out_and_where_it_is(kb: KnowledgeBase) -> None:
    shown = prose(record(closed(kb, DECIDED, *STARTUP), kb))
    assert shown.count("hortened") == 1
    assert "Shortened; an export has all of it." in shown
    assert "Not or not all here" not in shown


def test_the_record_shows_a_little_of_everything_and_is_no_wall(kb: KnowledgeBase) -> None:
    idle = tuple(
        Sheet(kind="checklist", candidate=AlternativeId(each), revision=1) for each in kb.contenders
    )
    evaluated = replace(tried(kb), sheets=(*tried(kb).sheets, *idle))
    shown = prose(record(closed(kb, DECIDED, *STARTUP, evaluated=evaluated), kb))
    assert "0 of 24" not in shown
    assert "Not begun" not in shown
    assert [shown.count(f"*{each}, because*") for each in ("Bad", "Good")] == [1, 1]
    assert shown.count("*Cost*") == 1
    assert "*Metaflow*: 4.45 of 5, place 1." in shown
    assert shown.count(", place ") == 3
    assert "*Learning curve*: 30 %" in shown
    assert len(shown) < 3200


def test_no_kind_of_line_takes_all_the_room(kb: KnowledgeBase) -> None:
    shown = prose(record(closed(kb, DECIDED, *STARTUP), kb))
    assert shown.count("*Reason to look again*") == 2


def test_the_record_is_exported_and_its_decision_reopened_from_it(kb: KnowledgeBase) -> None:
    shown = record(closed(kb, DECIDED, *STARTUP), kb)
    assert action_ids(shown) == [
        "export_as.markdown",
        "export_as.json",
        "export_as.canvas",
        "reopen",
    ]
    controls = shown.blocks[-1]
    assert controls["elements"][-1]["confirm"]
    with pytest.raises(UnknownActionError):
        sheet_of(decode_block(controls["block_id"]))


def test_a_withdrawn_record_offers_nothing_and_says_why(kb: KnowledgeBase) -> None:
    shown = record(closed(kb, DECIDED, *STARTUP, is_withdrawn=True), kb)
    assert header(shown) == "Opened again"
    assert "Record 7 does not count" in prose(shown)
    assert "*Metaflow*" in prose(shown)
    assert action_ids(shown) == []


# The form


def test_the_form_marks_what_is_recommended_and_what_is_ruled_out(kb: KnowledgeBase) -> None:
    found = labels(form(kb, *STARTUP))
    assert next(iter(found.items())) == (METAFLOW, "Metaflow (recommended)")
    assert found["kubeflow_pipelines"] == "Kubeflow Pipelines (ruled out)"
    assert found["none"] == "No orchestrator yet"


def test_a_hybrid_is_offered_where_it_is_recommended(kb: KnowledgeBase) -> None:
    asked = {"current_orchestrator": "airflow", "outgrown_signals": 4, "dynamic_pipelines": "yes"}
    state: dict[str, Any] = {"follow_ups": {SlotId(each): asked[each] for each in asked}}
    found = labels(form(kb, *GROWTH, **state))
    hybrid = "Apache Airflow, with Prefect beside it (recommended)"
    assert [*found.items()][:3] == [
        ("airflow+prefect", hybrid),
        ("airflow", "Apache Airflow"),
        ("prefect", "Prefect"),
    ]
    assert not [each for each in labels(form(kb, *GROWTH)) if "+" in each]
    decided = DECIDED.model_copy(
        update={"kind": "hybrid", "alternative": "airflow", "beside": "prefect"}
    )
    for now in (state, {}):
        again = closed(kb, decided, *GROWTH, is_withdrawn=True, **now)
        menu = block(decide_form.decide_form("d1", again, kb, []), OUTCOME)
        assert menu["initial_option"]["value"] == "airflow+prefect"
        assert menu["initial_option"] in menu["options"]
    ruled = with_a_rule_against(kb, PREFECT)
    again = closed(ruled, decided, *GROWTH, is_withdrawn=True, **state)
    offered = labels(decide_form.decide_form("d1", again, ruled, []))
    assert offered["airflow+prefect"] == "Apache Airflow, with Prefect beside it (ruled out)"
    gone = decided.model_copy(update={"beside": "luigi"})
    forgotten = closed(kb, gone, *GROWTH, is_withdrawn=True, page=page_of("{}"))
    assert "+" not in str(labels(decide_form.decide_form("d1", forgotten, kb, [])))


def test_every_alternative_and_contender_can_be_decided_on_once(kb: KnowledgeBase) -> None:
    found = [each["value"] for each in block(form(kb, *GROWTH), OUTCOME)["options"]]
    assert len(found) == len({*found})
    assert {*found} == {*kb.alternatives, *kb.contenders}


@pytest.mark.parametrize(
    ("runs", "label"),
    [
        (None, None),
        ("none", None),
        ("airflow", "Stay with Apache Airflow"),
        ("cron", "Stay with what runs today"),
        ("other", "Stay with what runs today"),
    ],
)
def test_to_stay_is_offered_where_something_is_known_to_run(
    kb: KnowledgeBase, runs: str | None, label: str | None
) -> None:
    found = labels(form(kb, *STARTUP, follow_ups={SlotId("current_orchestrator"): runs}))
    assert found.get(STAY, "").partition(" (")[0] == (label or "")


def test_what_is_too_close_to_call_is_marked_alike(kb: KnowledgeBase) -> None:
    found = labels(form(kb, *GROWTH))
    assert [*found.values()][:2] == [
        "Kubeflow Pipelines (too close to call)",
        "ZenML (too close to call)",
    ]


def test_to_stay_comes_first_where_it_is_recommended(kb: KnowledgeBase) -> None:
    stays = {SlotId("current_orchestrator"): "airflow", SlotId("outgrown_signals"): 1}
    found = labels(form(kb, *GROWTH, follow_ups=stays))
    assert next(iter(found.items())) == (STAY, "Stay with Apache Airflow (recommended)")


def test_none_comes_first_where_it_is_recommended(kb: KnowledgeBase) -> None:
    few: dict[SlotId, int | str | None] = {
        SlotId("pipelines"): 1,
        SlotId("runs_per_week"): 1,
        SlotId("pain"): "no",
    }
    shown = snapshot_of(kb, 2, 1, "none", "aws", follow_ups=few)
    assert shown.recommendation is not None
    assert shown.recommendation.kind == "no_orchestrator"
    view = decide_form.decide_form("d1.7", shown, kb, [])
    assert next(iter(labels(view).items())) == ("none", "No orchestrator yet (recommended)")


def test_a_default_is_marked_as_no_recommendation(kb: KnowledgeBase) -> None:
    found = labels(form(kb, None, None, None, None))
    assert not [each for each in found.values() if "recommended" in each]


def test_the_form_shows_the_advice_and_the_tests(kb: KnowledgeBase) -> None:
    shown = replace(snapshot_of(kb, *STARTUP), evaluated=tried(kb))
    view = decide_form.decide_form("d1.7", shown, kb, [("d0", "3: Stay")])
    said = prose(Rendered("", view["blocks"]))
    assert "*Recommended* Metaflow, then Prefect" in said
    assert "*Your tests*: Prefect leads" in said
    assert [each["block_id"] for each in view["blocks"] if "block_id" in each] == [
        OUTCOME,
        BECAUSE,
        REVIEW,
        SUPERSEDES,
    ]


def test_nothing_is_chosen_for_the_team(kb: KnowledgeBase) -> None:
    view = form(kb, *STARTUP)
    assert "initial_option" not in block(view, OUTCOME)
    assert "initial_value" not in block(view, BECAUSE)


@pytest.mark.parametrize(
    ("kind", "alternative", "value"),
    [("adopt", PREFECT, PREFECT), ("stay", None, STAY), ("no_orchestrator", None, "none")],
)
def test_what_was_decided_before_stands_in_the_form(
    kb: KnowledgeBase, kind: str, alternative: AlternativeId | None, value: str
) -> None:
    changes = {"kind": kind, "alternative": alternative, "supersedes": "d0"}
    runs = {SlotId("current_orchestrator"): "other"}
    outcome = DECIDED.model_copy(update=changes)
    shown = closed(kb, outcome, *STARTUP, is_withdrawn=True, follow_ups=runs)
    view = decide_form.decide_form("d1.7", shown, kb, [("d0", "3: Stay")])
    assert block(view, OUTCOME)["initial_option"]["value"] == value
    assert block(view, BECAUSE)["initial_value"] == "It is plain Python."
    assert block(view, SUPERSEDES)["initial_option"]["value"] == "d0"


def test_who_comes_second_is_told_who_was_first(kb: KnowledgeBase) -> None:
    told = closed_already(closed(kb, DECIDED, *STARTUP).record, kb)
    assert told.startswith("Somebody has closed this decision already")
    assert "Metaflow, record 7" in told
    assert "Reopen" in closed_already(None, kb)
