"""What the messages of questions and the forms say in each state."""

from dataclasses import replace
from typing import Any

import pytest

from bot.actions import AskWhy, Change, Choose, Enough, Skip, Type, encode
from bot.views.examples import CLOUD, KUBERNETES, MODELS, TEAM, snapshot_of
from bot.views.form import form, new_form
from bot.views.question import question
from engine.dialogue.model import Said, Span
from engine.dialogue.state import follow_ups
from knowledge.schema import KnowledgeBase, SlotId
from tests.rendered import action_ids, prose

STARTUP = (8, 3, "none", "aws")
RUNS_TODAY = SlotId("current_orchestrator")


def ranges(slot: SlotId, low: int, high: int | None) -> dict[SlotId, Span]:
    return {slot: Span(low=low, high=high)}


def test_a_number_is_typed_or_picked(kb: KnowledgeBase) -> None:
    found = action_ids(question(snapshot_of(kb, asking=TEAM), TEAM, kb))
    assert found[0] == encode(Type(TEAM))
    assert encode(Choose(TEAM, "8")) in found
    assert found[-2:] == [encode(Skip(TEAM)), encode(AskWhy(TEAM))]


def test_a_choice_has_a_button_an_option(kb: KnowledgeBase) -> None:
    rendered = question(snapshot_of(kb, 8, 3, asking=KUBERNETES), KUBERNETES, kb)
    assert action_ids(rendered) == [
        *(encode(Choose(KUBERNETES, each)) for each in ("none", "some", "strong")),
        encode(Skip(KUBERNETES)),
        encode(AskWhy(KUBERNETES)),
    ]
    assert "3 of 4" in prose(rendered)


def test_after_a_refusal_the_question_is_worded_differently(kb: KnowledgeBase) -> None:
    first = question(snapshot_of(kb, asking=TEAM), TEAM, kb)
    second = question(snapshot_of(kb, asking=TEAM, refused=1), TEAM, kb)
    assert first.text == kb.question(TEAM).prompt
    assert second.text == kb.question(TEAM).prompt_again


def test_only_a_follow_up_says_how_many_remain_and_can_be_the_last(kb: KnowledgeBase) -> None:
    snapshot = snapshot_of(kb, *STARTUP, asking=RUNS_TODAY)
    number = len(follow_ups(snapshot.dialogue, kb)) - 1
    rendered = question(snapshot, RUNS_TODAY, kb)
    assert f"At most {number} more could change the answer" in prose(rendered)
    assert action_ids(rendered)[-3:] == [
        encode(Skip(RUNS_TODAY)),
        encode(AskWhy(RUNS_TODAY)),
        encode(Enough()),
    ]
    for other in (snapshot_of(kb, asking=TEAM), snapshot_of(kb, *STARTUP, asking=TEAM)):
        assert encode(Enough()) not in action_ids(question(other, TEAM, kb))


def test_a_question_that_changes_nothing_says_so(kb: KnowledgeBase) -> None:
    cost = SlotId("engineer_cost")
    rendered = question(snapshot_of(kb, *STARTUP, asking=cost), cost, kb)
    assert "No answer to this changes the pick" in prose(rendered)


def test_how_to_answer_by_typing_fits_the_place(kb: KnowledgeBase) -> None:
    def hint(*, is_direct: bool = False, hears_threads: bool = False) -> str:
        snapshot = snapshot_of(kb, asking=TEAM, is_direct=is_direct, hears_threads=hears_threads)
        return prose(question(snapshot, TEAM, kb))

    assert "or type the answer here." in hint(is_direct=True)
    assert "or reply here." in hint(hears_threads=True)
    assert "Mention me with the answer, or press a button" in hint()


def test_an_answer_says_who_gave_it_and_what_it_replaced(kb: KnowledgeBase) -> None:
    def line(by: str) -> str:
        earlier = {TEAM: Said(value=8, by=by)}
        snapshot = snapshot_of(kb, 12, asking=MODELS, spans=ranges(TEAM, 10, 15), earlier=earlier)
        return question(snapshot, TEAM, kb).text

    assert line("U0BEN") == (
        "Team: 10 to 15 engineers (counted as 12; <@U0ADA>; before: 8 engineers, <@U0BEN>)"
    )
    assert line("U0ADA").endswith("; <@U0ADA>; before: 8 engineers)")


def test_a_question_without_an_answer_says_whether_one_is_still_wanted(kb: KnowledgeBase) -> None:
    runs = SlotId("runs_per_week")
    asking = snapshot_of(kb, *STARTUP, asking=RUNS_TODAY)
    assert runs not in follow_ups(asking.dialogue, kb)
    needless = question(asking, runs, kb)
    assert "not needed any more, since no answer to this could change the pick" in needless.text
    assert action_ids(needless) == []
    wanted = question(snapshot_of(kb, *STARTUP), RUNS_TODAY, kb)
    assert wanted.text == "Runs today: not answered; an answer could still change the pick."
    assert action_ids(wanted) == [encode(Change(RUNS_TODAY))]
    assert question(snapshot_of(kb, 8, asking=MODELS), CLOUD, kb).text == "Cloud: not answered"


def test_a_question_left_open_by_a_closed_decision_promises_nothing(kb: KnowledgeBase) -> None:
    for slot in (RUNS_TODAY, SlotId("runs_per_week")):
        shown = question(snapshot_of(kb, *STARTUP, decided=True), slot, kb)
        assert shown.text.endswith(": not answered before the decision was closed.")
        assert action_ids(shown) == []


def test_an_answered_question_becomes_its_answer(kb: KnowledgeBase) -> None:
    rendered = question(snapshot_of(kb, 8, 3, "none", asking=CLOUD), KUBERNETES, kb)
    assert rendered.text == "Kubernetes skill: None (<@U0ADA>)"
    assert action_ids(rendered) == [encode(Change(KUBERNETES))]


def test_a_question_that_is_asked_again_shows_the_answer_so_far(kb: KnowledgeBase) -> None:
    assert "So far: Cloud: AWS" in prose(
        question(snapshot_of(kb, *STARTUP, asking=CLOUD), CLOUD, kb)
    )


def test_a_question_of_a_cancelled_decision_has_no_button(kb: KnowledgeBase) -> None:
    assert action_ids(question(snapshot_of(kb, 8, cancelled=True), TEAM, kb)) == []


def test_a_new_revision_resets_what_was_typed(kb: KnowledgeBase) -> None:
    snapshot = snapshot_of(kb, asking=TEAM)
    later = replace(snapshot, revision=snapshot.revision + 1)
    ids = [
        {block["block_id"] for block in question(each, TEAM, kb).blocks if "block_id" in block}
        for each in (snapshot, later)
    ]
    assert ids[0].isdisjoint(ids[1])


def values(view: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        chosen = element.get("initial_option", {}).get("value")
        found[block["block_id"]] = element.get("initial_value", chosen)
    return found


def test_the_form_holds_what_is_known(kb: KnowledgeBase) -> None:
    view = form(snapshot_of(kb, 8, 0, None, "aws"), kb)
    assert view["private_metadata"] == "d1.7"
    found = values(view)
    assert {slot: found[slot] for slot in (TEAM, MODELS, KUBERNETES, CLOUD)} == {
        "team_size": "8",
        "model_count": "no models yet",
        "kubernetes_skill": None,
        "cloud": "aws",
    }


def test_the_form_has_the_follow_ups_that_are_answered_or_could_matter(kb: KnowledgeBase) -> None:
    idle = {SlotId("runs_per_week"): 3, SlotId("engineer_cost"): None}
    snapshot = snapshot_of(kb, *STARTUP, follow_ups=idle)
    shown = [*values(form(snapshot, kb))]
    wanted = {*snapshot.dialogue.answers, *follow_ups(snapshot.dialogue, kb)}
    assert shown == [each.id for each in kb.questions if each.id in wanted]
    assert "pain" not in shown
    assert shown[:4] == [TEAM, MODELS, KUBERNETES, CLOUD]


@pytest.mark.parametrize(
    ("low", "high", "counted"), [(10, 15, 12), (20, None, 20), (1, 4, 4), (20, 100000, 20)]
)
def test_what_the_form_holds_for_a_range_reads_as_that_range(
    kb: KnowledgeBase, low: int, high: int | None, counted: int
) -> None:
    snapshot = snapshot_of(kb, counted, 3, "none", "aws", spans=ranges(TEAM, low, high))
    held = values(form(snapshot, kb))[TEAM]
    read = {10: "10-15", 20: "at least 20", 1: "fewer than 5"}
    assert held == read[low]


def test_a_new_form_asks_the_base_questions_for_a_channel(kb: KnowledgeBase) -> None:
    view = new_form("C0TEAM", kb)
    assert (view["callback_id"], view["private_metadata"]) == ("new_answers", "C0TEAM")
    assert values(view) == dict.fromkeys((TEAM, MODELS, KUBERNETES, CLOUD))


def test_what_an_older_version_stored_is_still_shown(kb: KnowledgeBase) -> None:
    snapshot = snapshot_of(kb, 8, 3, "gone", asking=CLOUD)
    assert "Kubernetes skill: gone" in question(snapshot, SlotId("kubernetes_skill"), kb).text
