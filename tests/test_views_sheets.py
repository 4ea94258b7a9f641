"""Sheets as they are shown: what is ticked is what passes, and nothing judged otherwise is hidden.

And what a team's own tests say stands beside what was advised, whatever that is.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions import (
    Action,
    History,
    OpenScores,
    PickExport,
    Reset,
    SideBySide,
    StartTrials,
    Tick,
    decode,
)
from bot.block_ids import SheetRef, decode_block, sheet_of
from bot.pages.words import figures
from bot.views.checklist import sheet
from bot.views.examples import Example, snapshot_of
from bot.views.gallery_sheets import SHEETS, every_item
from bot.views.history import history
from bot.views.item_form import ASSIGNEE, LINK, NOTE, VERDICT, item_form
from bot.views.limits import MESSAGE_TEXT, characters, view_violations, violations
from bot.views.open_items import open_items
from bot.views.results import found_by_the_team
from bot.views.score_form import NOT_SCORED, score_form
from bot.views.sheet import found_by
from bot.views.side_by_side import side_by_side
from bot.views.snapshot import Snapshot
from engine.evaluation.items import categories, item_of
from engine.evaluation.model import (
    OPEN,
    Change,
    Evaluated,
    Finding,
    ItemId,
    Score,
    Sheet,
    SheetKey,
    SheetKind,
    TrialId,
)
from knowledge.schema import AlternativeId, KnowledgeBase
from tests.facts import KB

PREFECT, DAGSTER, METAFLOW = (AlternativeId(each) for each in ("prefect", "dagster", "metaflow"))
CHECKLIST, TRIALS = SheetKey("checklist", PREFECT), SheetKey("trials", PREFECT)
ADA, BEN = "U0ADALOVELACE", "U0BENJAMIN1"
AT = 1_793_620_800.0
LONGEST_ID = "U" + "0" * 30
MARKUP = re.compile(
    r"<@[UW][A-Z0-9]+>|<https://[^|<>]+\|[^|<>]+>|<!date\^[0-9]+\^[^|<>^]+\|[^|<>]+>"
)
STARTUP = (8, 3, "none", "aws")

every_example = pytest.mark.parametrize("name", sorted(SHEETS))


@pytest.fixture
def example(name: str) -> Example:
    return SHEETS[name](KB)


def texts(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        for value in part.values():
            yield from texts(value)
    elif isinstance(part, list):
        for item in part:
            yield from texts(item)


def elements(blocks: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for block in blocks:
        if block["type"] == "actions":
            yield from ((block["block_id"], each) for each in block["elements"])
        elif block["type"] == "input":
            yield block["block_id"], block["element"]


def boxes(blocks: list[dict[str, Any]]) -> Mapping[str, dict[str, Any]]:
    """The checkboxes of a message or a form, by block id."""
    return {at: each for at, each in elements(blocks) if each["type"] == "checkboxes"}


def actions_in(blocks: list[dict[str, Any]]) -> set[type[Action]]:
    return {type(decode(each["action_id"])) for _, each in elements(blocks)}


def described(blocks: list[dict[str, Any]]) -> Mapping[str, str]:
    """What stands under each item."""
    return {
        option["value"]: option.get("description", {}).get("text", "")
        for each in boxes(blocks).values()
        for option in each["options"]
    }


def of(kind: SheetKind, findings: Mapping[ItemId, Finding], candidate: str = "prefect") -> Sheet:
    return Sheet(kind=kind, candidate=AlternativeId(candidate), revision=41, findings=findings)


def showing(*sheets: Sheet, **scores: str) -> Snapshot:
    """A decision with these sheets; ``prefect='44-5 3333'`` are the scores of two people."""
    trials = [TrialId(each.id) for each in KB.evaluation.proof_of_concept]
    given = tuple(
        Score(candidate=AlternativeId(candidate), trial=trial, person=f"U{at}", points=int(digit))
        for candidate, people in scores.items()
        for at, digits in enumerate(people.split())
        for trial, digit in zip(trials, digits, strict=True)
        if digit != "-"
    )
    return replace(snapshot_of(KB, *STARTUP), evaluated=Evaluated(sheets=sheets, scores=given))


def closed(snapshot: Snapshot) -> Snapshot:
    dialogue = snapshot.dialogue.model_copy(update={"status": "decided"})
    return replace(snapshot, dialogue=dialogue)


def judged(verdict: Any = "fail", **more: Any) -> Finding:
    return Finding.model_validate({"verdict": verdict, "by": ADA, "at": AT, **more})


def checklist(**findings: Finding) -> Sheet:
    return of("checklist", {ItemId(item): each for item, each in findings.items()})


def with_longest_labels(kb: KnowledgeBase) -> KnowledgeBase:
    """Every label as long as its schema allows."""
    found = kb.evaluation
    return kb.model_copy(
        update={
            "evaluation": found.model_copy(
                update={
                    "checklist": tuple(
                        category.model_copy(
                            update={
                                "name": "n" * 75,
                                "items": tuple(
                                    each.model_copy(update={"label": "l" * 70})
                                    for each in category.items
                                ),
                            }
                        )
                        for category in found.checklist
                    )
                }
            )
        }
    )


# Every example


@every_example
def test_every_control_of_a_sheet_says_which_sheet(name: str, example: Example) -> None:
    if example.surface == "message" and not name.startswith("side_by_side"):
        refs = [sheet_of(decode_block(at)) for at, _ in elements(example.blocks)]
        assert all((ref.decision, ref.revision) == ("d1", 7) for ref in refs)
        assert {ref.sheet.kind for ref in refs} <= {name.partition("_")[0]}


@every_example
def test_a_view_is_taken_by_slack_as_a_whole(name: str, example: Example) -> None:
    assert len(json.dumps(dict(example.payload))) < 250_000


# A checklist


def test_what_passes_is_ticked_and_nothing_else() -> None:
    shown = checklist(
        first_run=judged("pass"),
        retries=judged("partial"),
        resume=judged("fail"),
        logs=judged("not_applicable"),
        history=Finding(assignee=BEN),
    )
    blocks = sheet(showing(shown), CHECKLIST, KB).blocks
    ticked = [
        option["value"]
        for each in boxes(blocks).values()
        for option in each.get("initial_options", ())
    ]
    assert ticked == ["first_run"]
    assert set(described(blocks)) == set(every_item("checklist", OPEN, KB))


def test_what_was_judged_otherwise_is_plain_to_see() -> None:
    shown = checklist(
        first_run=judged("pass"),
        editors=judged("partial", by="U0ADA", note="Not in notebooks."),
        retries=judged("partial", note="Only for tasks."),
        resume=judged("fail", assignee=BEN),
        logs=judged("not_applicable"),
        history=Finding(assignee=BEN),
    )
    said = described(sheet(showing(shown), CHECKLIST, KB).blocks)
    day = "<!date^1793620800^{date_short}|2 Nov>"
    assert said["first_run"] == f"passed by <@{ADA}>, {day}"
    assert said["editors"] == f"*partial*, says <@U0ADA>, {day} · note"
    assert said["retries"] == f"*partial*, says <@{ADA}> · note"
    assert said["resume"] == f"*failed*, says <@{ADA}>; for <@{BEN}>"
    assert said["logs"] == f"*not applicable*, says <@{ADA}>"
    assert said["history"] == f"for <@{BEN}>"
    assert said["single_step"] == ""


def test_each_category_is_one_group_whose_block_id_carries_the_revision_of_the_sheet() -> None:
    shown = checklist()
    refs = [sheet_of(decode_block(at)) for at in boxes(sheet(showing(shown), CHECKLIST, KB).blocks)]
    parts = [category.id for category in categories("checklist", KB)]
    assert refs == [SheetRef("d1", 41, CHECKLIST, part) for part in parts]


def test_ticking_is_the_only_thing_that_checkboxes_of_a_message_do() -> None:
    found = boxes(sheet(showing(checklist()), CHECKLIST, KB).blocks)
    assert {decode(each["action_id"]) for each in found.values()} == {Tick()}


def test_the_title_and_the_text_say_how_far_it_is() -> None:
    shown = checklist(first_run=judged("pass"), resume=judged("fail", note="From step 1."))
    rendered = sheet(showing(shown), CHECKLIST, KB)
    assert rendered.blocks[0]["text"]["text"] == "Prefect: 1 of 24 pass"
    assert rendered.text == (
        "Prefect: 1 of 24 pass. Open: 22 · Failed: 1 · Partial: 0 · Not applicable: 0 · Notes: 1."
    )
    lines = [each for each in texts(rendered.blocks) if each.startswith("*Failure handling*")]
    assert lines == ["*Failure handling*  □□□□□  0 of 5 pass, 1 failed"]


@pytest.mark.parametrize("verdict", ["pass", "partial", "fail", "not_applicable"])
def test_a_full_checklist_fits_a_message_with_the_longest_labels_and_ids(verdict: str) -> None:
    kb = with_longest_labels(KB)
    finding = judged(
        verdict, by=LONGEST_ID, assignee=LONGEST_ID, note="x" * 1000, link="https://x.org"
    )
    shown = of("checklist", every_item("checklist", finding, kb))
    other = of("checklist", {}, "dagster")
    blocks = sheet(showing(shown, other), CHECKLIST, kb).blocks
    assert violations(blocks, "message") == []
    assert characters(blocks) <= MESSAGE_TEXT


@given(
    st.builds(
        Finding,
        verdict=st.sampled_from([None, "pass", "partial", "fail", "not_applicable"]),
        note=st.sampled_from(["", "x"]),
        link=st.sampled_from(["", "https://x.org"]),
        assignee=st.none() | st.sampled_from([BEN, LONGEST_ID, "<!channel>"]),
        by=st.none() | st.sampled_from([ADA, LONGEST_ID, "<!channel>"]),
        at=st.none() | st.floats(0, 4e9),
    )
)
def test_what_stands_under_an_item_fits_and_says_what_was_found(finding: Finding) -> None:
    said = found_by(finding)
    assert len(said) <= 75
    assert "<" not in MARKUP.sub("", said)
    if finding.verdict not in {None, "pass"}:
        assert said.startswith("*")
    if finding.verdict == "pass":
        assert said.startswith("passed by ")
    assert ("note" in said) == bool(finding.note or finding.link)


def test_candidates_are_compared_where_there_are_two() -> None:
    one = checklist()
    alone = sheet(showing(one, of("trials", {})), CHECKLIST, KB)
    both = sheet(showing(one, of("checklist", {}, "dagster")), CHECKLIST, KB)
    assert SideBySide not in actions_in(alone.blocks)
    assert SideBySide in actions_in(both.blocks)


def test_a_reset_asks_again() -> None:
    blocks = sheet(showing(checklist()), CHECKLIST, KB).blocks
    [reset] = [each for _, each in elements(blocks) if decode(each["action_id"]) == Reset()]
    assert reset["confirm"]["confirm"]["text"] == "Reset it"


@pytest.mark.parametrize("key", [CHECKLIST, TRIALS])
def test_a_closed_decision_keeps_what_was_found_and_its_history_alone(key: SheetKey) -> None:
    item = "resume" if key.kind == "checklist" else "run_on"
    shown = of(key.kind, {ItemId(item): judged("fail")})
    blocks = sheet(closed(showing(shown)), key, KB).blocks
    assert actions_in(blocks) == {History, PickExport}
    label = item_of(key.kind, ItemId(item), KB).label
    said = "\n".join(texts(blocks))
    assert f"• {label}: *failed*, says <@{ADA}>" in said
    assert "*Reopen* under its record lets it go on." in said


def test_a_sheet_that_was_not_begun_says_how_to_begin_it() -> None:
    assert sheet(showing(), CHECKLIST, KB).text == (
        "No checklist was begun for Prefect. `/orchestrator checklist prefect` begins one."
    )
    assert "*Proof of concept* under its checklist" in "".join(
        texts(sheet(showing(), TRIALS, KB).blocks)
    )


# A proof of concept


def test_a_proof_of_concept_shows_each_test_with_its_mean_and_how_many_gave_it() -> None:
    shown = of("trials", {ItemId("own_code"): judged("pass")})
    rendered = sheet(showing(shown, prefect="4444 3-43"), TRIALS, KB)
    said = "\n".join(texts(rendered.blocks))
    # (3.5 + 4 + 4 + 3.5) / 4 is 3.75.
    assert "*Score*: 3.8 of 5 over all 4 tests, 1 to 2 people a test." in said
    assert "*A realistic pipeline* · 3.5 of 5, 2 people · 1 of 2 pass" in said
    assert "*A failure* · 4.0 of 5, 1 person · 0 of 3 pass" in said
    assert "Scored by <@U0> and <@U1>." in said
    assert "highest on your tests" in said
    assert rendered.text.startswith("Proof of concept, Prefect: 3.8 of 5")


def test_a_proof_of_concept_that_is_scored_in_part_has_no_score_yet() -> None:
    said = sheet(showing(of("trials", {}), prefect="4--5"), TRIALS, KB).text
    assert "2 of 4 tests scored; it counts once all are" in said
    none = sheet(showing(of("trials", {}), dagster="4444"), TRIALS, KB).text
    assert "none of the 4 tests is scored" in none


def test_a_proof_of_concept_is_scored_and_a_checklist_leads_to_it() -> None:
    both = showing(checklist(), of("trials", {}))
    on_trials = actions_in(sheet(both, TRIALS, KB).blocks)
    on_checklist = actions_in(sheet(both, CHECKLIST, KB).blocks)
    assert OpenScores in on_trials
    assert StartTrials not in on_trials
    assert StartTrials in on_checklist
    assert OpenScores not in on_checklist


# What the team has found


def test_nothing_scored_and_nothing_failed_says_nothing() -> None:
    assert found_by_the_team(showing(checklist(first_run=judged("pass"))), KB) == ""


def test_a_leader_that_was_not_advised_is_said_with_what_was() -> None:
    assert found_by_the_team(showing(prefect="3444", dagster="5444"), KB) == (
        "*Your tests*: Dagster leads with 4.3 of 5 (Prefect 3.8); the matrix said Metaflow. "
        "The two do not agree."
    )


def test_a_leader_that_was_advised_is_said_too() -> None:
    assert found_by_the_team(showing(metaflow="5555", dagster="5444"), KB) == (
        "*Your tests*: Metaflow leads with 5.0 of 5 (Dagster 4.3); the matrix said so too."
    )


def test_a_tie_is_a_tie() -> None:
    said = found_by_the_team(showing(prefect="4444", dagster="5434", metaflow="3333"), KB)
    assert said.startswith(
        "*Your tests*: Prefect and Dagster tie at 4.0 of 5 (Metaflow 3.0); the matrix said "
        "Metaflow."
    )


def test_means_that_differ_never_read_the_same() -> None:
    # 4.25 and 4.3125 are both 4.3 with one decimal.
    said = found_by_the_team(showing(prefect="4445", dagster="4445 4445 4445 5445"), KB)
    assert said.startswith("*Your tests*: Dagster leads with 4.31 of 5 (Prefect 4.25)")


def test_too_few_scored_name_no_leader() -> None:
    one = found_by_the_team(showing(prefect="4444", dagster="5---"), KB)
    assert one == (
        "*Your tests*: Prefect has 4.0 of 5; no other candidate is scored on every test yet, so "
        "none leads."
    )
    none = found_by_the_team(showing(prefect="4---"), KB)
    assert none == "*Your tests*: No candidate is scored on every test yet, so none leads."


def test_who_is_not_scored_whole_and_unequal_numbers_of_people_are_said() -> None:
    said = found_by_the_team(showing(metaflow="5555 5555", dagster="4444", prefect="5---"), KB)
    assert said.endswith(
        "Prefect is not scored on every test yet. Not by the same people: Metaflow by 2 people and "
        "Dagster by 1 person."
    )


def test_equally_many_who_are_others_are_not_the_same_people() -> None:
    shown = showing(prefect="4444", dagster="5555")
    scores = [
        each.model_copy(update={"person": "U9"}) if each.candidate == DAGSTER else each
        for each in shown.evaluated.scores
    ]
    others = replace(shown, evaluated=Evaluated(scores=tuple(scores)))
    said = "Not by the same people: Dagster by 1 person and Prefect by 1 person."
    assert found_by_the_team(others, KB).endswith(said)
    assert "same people" not in found_by_the_team(shown, KB)


def test_a_test_that_fewer_have_scored_is_not_hidden_behind_all_who_scored() -> None:
    uneven = showing(of("trials", {}), prefect="4444 3--- 3---")
    assert "over all 4 tests, 1 to 3 people a test." in "\n".join(
        texts(sheet(uneven, TRIALS, KB).blocks)
    )
    one_each = showing(of("trials", {}), prefect="44-- --33")
    assert "over all 4 tests, 1 person a test." in "\n".join(
        texts(sheet(one_each, TRIALS, KB).blocks)
    )


def test_a_candidate_that_the_facts_have_no_more_is_called_by_its_id() -> None:
    gone = AlternativeId("gone")
    trials = of("trials", {ItemId("own_code"): judged()}, "gone")
    shown = showing(of("checklist", {ItemId("first_run"): judged()}, "gone"), trials)
    assert "gone fails 1 of 24 items" in found_by_the_team(shown, KB)
    assert side_by_side(shown, KB).text.startswith("gone, as your team has found it.")
    for kind in ("checklist", "trials"):
        message = sheet(shown, SheetKey(kind, gone), KB)
        assert "gone" in message.text
        assert '"checkboxes"' in json.dumps(message.blocks)


def test_no_recommendation_is_no_disagreement() -> None:
    shown = replace(showing(prefect="4444", dagster="5444"), recommendation=None)
    assert found_by_the_team(shown, KB) == (
        "*Your tests*: Dagster leads with 4.3 of 5 (Prefect 4.0)."
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"by_ranking": False}, "; the tree said Metaflow. The two do not agree."),
        ({"close": (PREFECT,)}, "; the matrix said Metaflow or Prefect, too close to call. The"),
        ({"close": (DAGSTER,)}, "; the matrix said Metaflow or Dagster, too close to call."),
        (
            {"is_default": True},
            "; nothing was advised, since too little was known of the team.",
        ),
        ({"kind": "stay", "close": (DAGSTER,)}, "; the matrix said stay with Metaflow or Dagster,"),
        (
            {"kind": "hybrid", "beside": DAGSTER, "by_ranking": False},
            "; the tree said Metaflow, with Dagster beside it.",
        ),
        (
            {"kind": "stay", "alternative": DAGSTER, "by_ranking": False},
            "; the tree said stay with Dagster.",
        ),
        (
            {"kind": "no_orchestrator", "alternative": None, "by_ranking": False},
            "; the tree said no orchestrator yet. The two do not agree.",
        ),
        (
            {"kind": "stay", "alternative": None, "by_ranking": False},
            "; the tree said stay with what runs today. The two do not agree.",
        ),
    ],
)
def test_every_kind_of_advice_is_said_as_it_was(changes: Mapping[str, Any], said: str) -> None:
    shown = showing(prefect="3333", dagster="5444")
    assert shown.recommendation is not None
    advice = replace(shown.recommendation, **changes)
    told = found_by_the_team(replace(shown, recommendation=advice), KB)
    assert said in told
    assert not advice.is_default or "do not agree" not in told


def test_what_has_failed_is_said_by_name_beside_the_answer() -> None:
    shown = showing(
        checklist(resume=judged(), secrets=judged(), logs=judged(), editors=judged("pass")),
        of("trials", {ItemId("failure_found"): judged()}),
    )
    assert found_by_the_team(shown, KB) == (
        "*Your checks*: Prefect fails 3 of 24 items: “A failed run goes on from the failed step”, "
        "“The log of a step is read without SSH” and 1 more; Prefect fails 1 of 10 tasks: "
        "“Failed step and reason are found, and how soon”."
    )


def test_many_failures_stay_short_beside_the_answer() -> None:
    finding = judged()
    sheets = [
        of("checklist", every_item("checklist", finding, KB), candidate)
        for candidate in ("prefect", "dagster", "metaflow", "flyte")
    ]
    said = found_by_the_team(showing(*sheets), KB)
    assert said.endswith("; 2 more sheets have failures.")
    assert len(said) < 500


@given(st.lists(st.fractions(1, 5, max_denominator=40), max_size=8))
def test_figures_tell_apart_what_differs_and_keep_the_order(means: list[Fraction]) -> None:
    shown = figures(means)
    assert len(set(map(shown.__getitem__, means))) == len(set(means))
    assert sorted(means, key=lambda each: float(shown[each])) == sorted(means)
    assert all(abs(Fraction(shown[each]) - each) <= Fraction(1, 20) for each in means)
    assert all(shown[each] != "5.0" for each in means if each != 5)


def test_what_is_not_all_does_not_read_as_all() -> None:
    assert figures([Fraction(99, 20)]) == {Fraction(99, 20): "4.95", Fraction(5): "5.00"}


# Side by side


def test_side_by_side_has_a_column_a_candidate_and_rows_of_categories_and_tests() -> None:
    shown = showing(
        checklist(resume=judged(), retries=judged("pass")),
        of("checklist", {}, "dagster"),
        prefect="3444 3---",
        dagster="5444",
    )
    rendered = side_by_side(shown, KB)
    [found] = [block for block in rendered.blocks if block["type"] == "table"]
    rows = {row[0]["text"]: [cell["text"] for cell in row[1:]] for row in found["rows"]}
    assert rows["Found by your team"] == ["Dagster", "Prefect"]
    assert rows["Failure handling"] == ["0 of 5 pass", "1 of 5 pass, 1 failed"]
    assert rows["Test: A realistic pipeline"] == ["5.0 of 5", "3.0 of 5"]
    assert rows["All tests"] == ["4.3 of 5", "3.8 of 5"]
    assert rows["Scored by"] == ["1 person", "1 to 2 people a test"]
    said = "\n".join(texts(rendered.blocks))
    assert [each["type"] for each in rendered.blocks[:3]] == ["header", "section", "table"]
    assert "The two do not agree." in [*texts(rendered.blocks[:2])][-1]
    assert "the matrix said Metaflow. The two do not agree." in said
    assert "• Prefect fails 1 of 24 items: “A failed run goes on from the failed step”" in said
    assert rendered.text.startswith("Dagster and Prefect side by side. Your tests: Dagster leads")


def test_side_by_side_of_one_says_how_to_compare_and_of_none_how_to_begin() -> None:
    one = "\n".join(texts(side_by_side(showing(checklist()), KB).blocks))
    assert "To compare, begin another: `/orchestrator checklist dagster`" in one
    assert "`/orchestrator checklist prefect` begins one." in side_by_side(showing(), KB).text


# Forms


def test_the_form_of_an_item_holds_what_is_known() -> None:
    note, link = "Starts at <step> 1 & again.", "https://example.org/a?b=1&c=2"
    shown = checklist(resume=judged(note=note, link=link, assignee=BEN))
    view = item_form("m", shown, item_of("checklist", ItemId("resume"), KB), KB, ())
    held = dict(elements(view["blocks"]))
    assert held[VERDICT]["initial_option"]["value"] == "fail"
    assert held[NOTE]["initial_value"] == note
    assert held[NOTE]["multiline"] is True
    assert held[LINK]["initial_value"] == link
    assert held[ASSIGNEE]["initial_user"] == BEN
    assert "without those that succeeded." in "".join(texts(view["blocks"]))


def test_the_form_of_an_open_item_is_blank() -> None:
    view = item_form("m", checklist(), item_of("checklist", ItemId("resume"), KB), KB, ())
    held = dict(elements(view["blocks"]))
    assert held[VERDICT]["initial_option"]["value"] == "open"
    assert not {"initial_value"} & {*held[NOTE], *held[LINK]}
    assert "initial_user" not in held[ASSIGNEE]


def test_a_person_that_slack_does_not_know_is_not_chosen_at_first() -> None:
    shown = checklist(resume=Finding(assignee="not an id"))
    view = item_form("m", shown, item_of("checklist", ItemId("resume"), KB), KB, ())
    assert "initial_user" not in dict(elements(view["blocks"]))[ASSIGNEE]


def test_open_items_are_only_what_nobody_has_judged_and_ones_own_come_first() -> None:
    shown = checklist(
        first_run=judged("pass"),
        resume=judged("fail"),
        notifications=Finding(assignee=BEN),
        community=Finding(assignee=ADA),
    )
    view = open_items("m", shown, KB, ADA)
    found = {
        at: [each["value"] for each in group["options"]]
        for at, group in boxes(view["blocks"]).items()
    }
    assert next(iter(found)) == "adoption"
    assert found["adoption"] == ["community", "training", "safe_changes", "documentation"]
    assert found["failures"] == ["retries", "notifications", "inspection", "kinds_of_failure"]
    assert "initial_options" not in json.dumps(view)
    assert "22 open, 1 of them yours, 20 nobody's." in "".join(texts(view["blocks"]))


def test_what_failed_and_is_somebodys_task_stands_below_what_is_open_ones_own_first() -> None:
    shown = checklist(
        first_run=judged("pass", assignee=ADA),
        single_step=judged("not_applicable", assignee=ADA),
        resume=judged("fail", assignee=BEN),
        secrets=judged("fail"),
        training=judged("partial", assignee=ADA),
    )
    view = open_items("m", shown, KB, ADA)
    [said] = [each for each in texts(view["blocks"]) if each.startswith("*To do*")]
    resume, training = (
        item_of("checklist", ItemId(each), KB).label for each in ("resume", "training")
    )
    assert said.splitlines() == [
        "*To do*",
        f"• {training}: *partial*, for <@{ADA}>",
        f"• {resume}: *failed*, for <@{BEN}>",
    ]


@pytest.mark.parametrize(("assignee", "times"), [(BEN, 1), (None, 0)])
def test_where_all_is_judged_a_checklist_leads_to_what_is_to_do(
    assignee: str | None, times: int
) -> None:
    shown = of("checklist", every_item("checklist", judged("fail", assignee=assignee), KB))
    said = "".join(texts(sheet(showing(shown), CHECKLIST, KB).blocks))
    assert said.count("*Open items* says who has what to do.") == times


def test_all_that_can_be_to_do_fits_with_the_longest_labels_and_ids() -> None:
    kb = with_longest_labels(KB)
    finding = judged("partial", assignee=LONGEST_ID)
    view = open_items("m", of("checklist", every_item("checklist", finding, kb)), kb, ADA)
    assert view_violations(view) == []
    [said] = [each for each in texts(view["blocks"]) if each.startswith("*To do*")]
    assert said.count(f"<@{LONGEST_ID}>") == len(every_item("checklist", OPEN, kb))


@pytest.mark.parametrize(("key", "times"), [(CHECKLIST, 0), (TRIALS, 1)])
def test_whoever_empties_a_proof_of_concept_is_told_that_scores_stay(
    key: SheetKey, times: int
) -> None:
    blocks = sheet(showing(of(key.kind, {})), key, KB).blocks
    [reset] = [each for _, each in elements(blocks) if decode(each["action_id"]) == Reset()]
    told = reset["confirm"]["text"]["text"]
    assert told.count("Scores stay: everybody changes their own under Score.") == times


def test_where_nothing_is_open_there_is_nothing_to_send() -> None:
    shown = of("checklist", every_item("checklist", judged("pass"), KB))
    view = open_items("m", shown, KB, ADA)
    assert "submit" not in view
    assert "nothing is open." in "".join(texts(view["blocks"]))


def test_the_scores_form_has_an_input_a_test_with_ones_own_score() -> None:
    own = {TrialId("failure"): 2}
    held = dict(elements(score_form("m", PREFECT, own, KB)["blocks"]))
    chosen = {at: each["initial_option"]["value"] for at, each in held.items()}
    assert chosen == {
        "realistic_pipeline": NOT_SCORED,
        "failure": "2",
        "overhead": NOT_SCORED,
        "observability": NOT_SCORED,
    }
    values = {option["value"] for each in held.values() for option in each["options"]}
    assert values == {"1", "2", "3", "4", "5", NOT_SCORED}


# History


def changed(revision: int, item: str, before: Finding, after: Finding, **more: Any) -> Change:
    shown = Change(revision, ItemId(item), "judged", ADA, AT, before, after, None)
    return replace(shown, **more)


def paragraphs(view: Mapping[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]


def test_the_history_has_a_paragraph_a_change_with_all_its_items() -> None:
    passed = judged("pass")
    found = paragraphs(
        history(
            CHECKLIST,
            (
                changed(9, "editors", OPEN, passed, how="undone", undoes=8, by=BEN),
                changed(9, "logs", OPEN, passed, how="undone", undoes=8, by=BEN),
                changed(8, "editors", passed, OPEN, how="reset"),
                changed(8, "logs", passed, OPEN, how="reset"),
                changed(7, "logs", passed, OPEN, how="ticked"),
            ),
            KB,
        )
    )
    moment = "<!date^1793620800^{date_short}, {time}|2 Nov, 12:00 UTC>"
    both = [
        f"\n• Type hints and completion in Python editors: {became}"
        f"\n• The log of a step is read without SSH: {became}"
        for became in ("open → pass", "pass → open")
    ]
    assert found == [
        f"<@{BEN}> undid a change, {moment}{both[0]}",
        f"<@{ADA}> reset the sheet, {moment} (undone since){both[1]}",
        f"<@{ADA}> unticked, {moment}\n• The log of a step is read without SSH: pass → open",
    ]


def test_a_change_of_an_item_says_all_that_became_of_it() -> None:
    before = judged("fail", note="Old.", assignee=ADA)
    after = judged("partial", link="https://example.org/7")
    [found] = paragraphs(history(CHECKLIST, (changed(3, "logs", before, after),), KB))
    assert found.endswith(
        ": failed → partial; no note now; link https://example.org/7; for nobody now"
    )


def test_an_item_that_is_known_no_more_keeps_its_history() -> None:
    [found] = paragraphs(history(CHECKLIST, (changed(3, "gone_since", OPEN, judged("pass")),), KB))
    assert found.endswith("• gone_since: open → pass")


def test_a_long_history_leaves_out_the_oldest_and_says_so() -> None:
    noted = judged(note="x" * 1000)
    view = history(CHECKLIST, [changed(200 - each, "logs", OPEN, noted) for each in range(150)], KB)
    found = paragraphs(view)
    assert 50 < len(found) <= 90
    assert "older ones are left out." in view["blocks"][-1]["elements"][0]["text"]
    assert view_violations(view) == []


# Whatever people write


written = st.text(max_size=1000) | st.sampled_from(
    ["<!channel>", "&lt;" * 250, "```", "\u202e" * 1000, "<" * 1000, "x" * 1000, "a\n" * 500]
)
findings = st.builds(
    Finding,
    verdict=st.sampled_from([None, "pass", "partial", "fail", "not_applicable"]),
    note=written,
    link=st.sampled_from(["", "https://x.org/" + "&" * 480, "https://x.org/" + "|" * 480]),
    assignee=st.none() | st.sampled_from([BEN, LONGEST_ID, "<!here>"]),
    by=st.none() | st.sampled_from([ADA, LONGEST_ID, "<!here>"]),
    at=st.none() | st.floats(0, 4e9),
)


@given(findings, findings)
def test_what_people_write_breaks_no_view(before: Finding, after: Finding) -> None:
    items = list(every_item("checklist", OPEN, KB))
    shown = of("checklist", {item: (before, after)[at % 2] for at, item in enumerate(items)})
    item = item_of("checklist", items[0], KB)
    changes = [changed(9, each, before, after, by="<!here>") for each in items]
    rendered = sheet(showing(shown), CHECKLIST, KB)
    assert violations(rendered.blocks, "message") == []
    views = [
        item_form("m", shown, item, KB, changes),
        open_items("m", shown, KB, ADA),
        history(CHECKLIST, changes, KB),
    ]
    for view in views:
        assert view_violations(view) == []
    for part in [*rendered.blocks, *views]:
        assert all("<" not in MARKUP.sub("", each) for each in texts(part))
