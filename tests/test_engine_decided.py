"""A conversation that is decided, weighed by hand, or ranks contenders."""

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.decision.recommend import recommend
from engine.dialogue.advance import advance, asking_on, start
from engine.dialogue.model import (
    Acknowledged,
    Adopted,
    Cancelled,
    ChangeRequested,
    Closed,
    Decided,
    DialogueState,
    EnoughSaid,
    Event,
    FormFilled,
    NothingUnderstood,
    Reopened,
    Requested,
    Restarted,
    SlotAnswered,
    SlotSkipped,
    TextSaid,
    Turn,
    Understood,
    WeightsSet,
)
from engine.dialogue.requests import WhyNot
from engine.dialogue.state import (
    could_change,
    facts_for,
    follow_ups,
    is_closed,
    known_answers,
    weighing_of,
)
from knowledge import loader
from knowledge.schema import NO_ORCHESTRATOR, AlternativeId, CriterionId, Edition, SlotId
from tests.facts import KB

TEAM, MODELS, CLOUD = SlotId("team_size"), SlotId("model_count"), SlotId("cloud")
LINEAGE, COMMUNITY = CriterionId("lineage"), CriterionId("community")
ALL_FOUR = "8 engineers, 3 models, no k8s, aws"
VERTEX, FLYTE = AlternativeId("vertex_pipelines"), AlternativeId("flyte")
AIRFLOW = AlternativeId("airflow")
BY_HAND = {LINEAGE: 60, COMMUNITY: 40}

LATE_EVENTS: dict[str, Event] = {
    "answer_typed": TextSaid(text="9 engineers", by="U1"),
    "answer_corrected": TextSaid(text="actually, gcp"),
    "stress_typed": TextSaid(text="lineage matters most"),
    "nonsense_typed": TextSaid(text="the weather is fine"),
    "nothing_typed": TextSaid(text=""),
    "change_typed": TextSaid(text="change the cloud"),
    **{
        f"{said.replace(' ', '_')}_typed": TextSaid(text=said)
        for said in ("restart", "start over", "cancel", "enough", "go on", "keep it", "never mind")
    },
    "answered": SlotAnswered(slot=TEAM, raw="9"),
    "form": FormFilled(values={TEAM: "9", MODELS: ""}),
    "skipped": SlotSkipped(slot=TEAM),
    "change": ChangeRequested(slot=CLOUD),
    "adopted": Adopted(answers={CLOUD: "gcp"}, stressed=(LINEAGE,)),
    "weights": WeightsSet(by_hand=BY_HAND),
    "weights_taken_back": WeightsSet(by_hand={}),
    "enough": EnoughSaid(),
    "restarted": Restarted(),
    "cancelled": Cancelled(),
    "decided": Decided(),
}


def concluded(said: str = ALL_FOUR) -> DialogueState:
    return advance(start(KB), TextSaid(text=said, by="U1"), KB).state


def decided() -> DialogueState:
    return advance(concluded(), Decided(), KB).state


def pick_of(state: DialogueState) -> AlternativeId | None:
    facts = facts_for(state, KB)
    return recommend(known_answers(state), facts, state.edition, weighing_of(state)).alternative


def told(state: DialogueState, *events: Event) -> DialogueState:
    for each in events:
        state = advance(state, each, KB).state
    return state


def test_what_is_concluded_can_be_decided() -> None:
    before = concluded()
    assert before.asking is not None
    turn = advance(before, Decided(), KB)
    assert turn == Turn(state=before.model_copy(update={"status": "decided", "asking": None}))
    assert is_closed(turn.state)
    assert not is_closed(before)


def test_what_is_not_concluded_cannot_be_decided() -> None:
    begun = told(start(KB), TextSaid(text="8 engineers"))
    assert advance(begun, Decided(), KB) == Turn(state=begun, remarks=(NothingUnderstood(),))
    cancelled = told(begun, Cancelled())
    assert advance(cancelled, Decided(), KB) == Turn(state=cancelled, remarks=(Closed(),))


def test_every_kind_of_event_but_reopening_is_tried_on_what_is_decided() -> None:
    kinds = set(get_args(get_args(Event)[0]))
    assert {type(each) for each in LATE_EVENTS.values()} == kinds - {Reopened}


@pytest.mark.parametrize("name", LATE_EVENTS)
def test_what_is_decided_takes_nothing_more(name: str) -> None:
    state = decided()
    assert advance(state, LATE_EVENTS[name], KB) == Turn(state=state, remarks=(Closed(),))


def test_agreeing_with_what_is_decided_is_taken_as_that() -> None:
    state = decided()
    assert advance(state, TextSaid(text="right"), KB) == Turn(
        state=state, remarks=(Acknowledged(),)
    )


@pytest.mark.parametrize("closing", [Decided(), Cancelled()])
@pytest.mark.parametrize(
    "asked",
    [
        "why not airflow?",
        "compare prefect with dagster",
        "what if we move to gcp?",
        "what does prefect cost?",
        "how sure are you?",
    ],
)
def test_what_is_asked_of_a_closed_conversation_is_answered(closing: Event, asked: str) -> None:
    open_still = concluded()
    state = told(open_still, closing)
    turn = advance(state, TextSaid(text=asked), KB)
    assert turn.state == state
    assert turn.remarks == advance(open_still, TextSaid(text=asked), KB).remarks
    assert all(isinstance(each, Requested) for each in turn.remarks)


@pytest.mark.parametrize("closing", [Decided(), Cancelled()])
def test_an_answer_beside_a_question_is_said_not_to_be_taken(closing: Event) -> None:
    state = told(concluded(), closing)
    asked = Requested(request=WhyNot(alternative=AIRFLOW))
    turn = advance(state, TextSaid(text="We are 9 engineers. Why not Airflow?"), KB)
    assert turn == Turn(state=state, remarks=(Closed(), asked))


def test_reopening_goes_on_where_it_was() -> None:
    before = concluded()
    assert advance(told(before, Decided()), Reopened(), KB) == Turn(state=before)
    had_enough = told(before, EnoughSaid())
    assert told(had_enough, Decided(), Reopened()) == had_enough


def test_only_what_is_decided_can_be_reopened() -> None:
    state = concluded()
    assert advance(state, Reopened(), KB) == Turn(state=state, remarks=(NothingUnderstood(),))
    cancelled = told(state, EnoughSaid(), Cancelled())
    assert advance(cancelled, Reopened(), KB) == Turn(state=cancelled, remarks=(Closed(),))


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from([*LATE_EVENTS.values(), TextSaid(text=ALL_FOUR), TextSaid(text="why?")])
    )
)
def test_nothing_but_reopening_leaves_what_is_decided(events: list[Event]) -> None:
    state = start(KB)
    closed_as = None
    for event in events:
        state = advance(state, event, KB).state
        if closed_as is not None:
            assert state == closed_as
        elif state.status == "decided":
            closed_as = state
    final = decided()
    assert told(final, *events) == final


def test_weights_set_by_hand_change_the_pick() -> None:
    state = concluded()
    turn = advance(state, WeightsSet(by_hand={COMMUNITY: 100}, by="U1"), KB)
    assert turn.remarks == ()
    assert weighing_of(turn.state).by_hand == {COMMUNITY: 100}
    assert (pick_of(state), pick_of(turn.state)) == ("metaflow", "airflow")
    assert told(turn.state, WeightsSet(by_hand={})) == state


def test_weights_set_by_hand_change_which_questions_are_worth_asking() -> None:
    known = "8 engineers, no k8s, on premises"
    begun = told(start(KB), TextSaid(text=known), EnoughSaid())
    weighed = told(begun, WeightsSet(by_hand={COMMUNITY: 100}))
    assert follow_ups(begun, KB) != follow_ups(weighed, KB)
    for each in KB.questions:
        slot = SlotId(each.id)
        assert could_change(slot, weighed, KB) == (slot in follow_ups(weighed, KB)), slot


def test_setting_weights_asks_what_has_become_most_decisive() -> None:
    state = told(concluded(), WeightsSet(by_hand={COMMUNITY: 100}))
    assert state.status == "concluded"
    assert state.asking in follow_ups(state, KB)
    begun = told(start(KB), TextSaid(text="8 engineers"))
    assert told(begun, WeightsSet(by_hand=BY_HAND)).asking == begun.asking


@pytest.mark.parametrize(
    "by_hand",
    [
        {LINEAGE: 99},
        {LINEAGE: 101},
        {LINEAGE: 120, COMMUNITY: -20},
        {CriterionId("gone"): 100},
        {LINEAGE: 100, CriterionId("gone"): 0},
    ],
)
def test_weights_that_are_none_are_not_understood(by_hand: dict[CriterionId, int]) -> None:
    state = told(concluded(), WeightsSet(by_hand=BY_HAND))
    turn = advance(state, WeightsSet(by_hand=by_hand), KB)
    assert turn == Turn(state=state, remarks=(NothingUnderstood(),))
    assert start(KB, by_hand=by_hand) == start(KB)


def test_what_is_stressed_is_kept_beside_weights_set_by_hand() -> None:
    weighed = told(concluded(), WeightsSet(by_hand={COMMUNITY: 100}))
    turn = advance(weighed, TextSaid(text="lineage matters most"), KB)
    assert turn.remarks == (Understood(slots=(), stressed=(LINEAGE,)),)
    assert pick_of(turn.state) == pick_of(weighed)
    freed = told(turn.state, WeightsSet(by_hand={}))
    assert freed == told(concluded(), TextSaid(text="lineage matters most"))


def test_whose_weights_count_is_known_until_somebody_sets_others() -> None:
    begun = start(KB, by_hand=BY_HAND)
    assert begun.by_hand_from == "workspace"
    concluded_so = told(begun, TextSaid(text=ALL_FOUR))
    assert concluded_so.by_hand_from == told(concluded_so, Restarted()).by_hand_from == "workspace"
    own = told(concluded_so, WeightsSet(by_hand=BY_HAND))
    assert own.by_hand_from == told(own, Restarted()).by_hand_from == "team"
    assert told(concluded_so, WeightsSet(by_hand={})).by_hand_from == "team"
    assert start(KB).by_hand_from == "team"


def test_a_restart_keeps_weights_and_contenders() -> None:
    begun = start(KB, by_hand=BY_HAND, contenders=(VERTEX,))
    assert (begun.by_hand, begun.contenders) == (BY_HAND, (VERTEX,))
    concluded_so = told(begun, TextSaid(text=ALL_FOUR))
    assert told(concluded_so, Restarted()) == begun
    assert told(concluded_so, TextSaid(text="start over")) == begun


def test_contenders_of_a_conversation_are_ranked() -> None:
    team = TextSaid(text="30 engineers, 12 models, some k8s, gcp")
    plain, wider = told(start(KB), team), told(start(KB, contenders=(VERTEX,)), team)
    assert (pick_of(plain), pick_of(wider)) == ("kubeflow_pipelines", VERTEX)
    facts = facts_for(wider, KB)
    assert list(facts.alternatives) == [*KB.alternatives, VERTEX]
    assert follow_ups(wider, KB) == follow_ups(wider, facts)
    assert asking_on(wider, KB) == wider


def test_the_facts_of_a_conversation_are_the_same_object_each_time() -> None:
    state = start(KB, contenders=(VERTEX, FLYTE))
    facts = facts_for(state, KB)
    assert facts_for(concluded(), KB) is KB
    assert facts_for(start(KB, contenders=(FLYTE, VERTEX)), KB) is facts
    assert facts_for(state, facts) is facts
    other = loader.load()
    assert facts_for(state, other) is not facts


def test_facts_are_kept_for_many_sets_of_contenders() -> None:
    contenders = [each for each in KB.contenders if each != NO_ORCHESTRATOR]
    sets = [(one, other) for one in contenders for other in contenders]
    assert len(sets) > 64
    for each in sets:
        ranked = facts_for(start(KB, contenders=each), KB).alternatives
        assert set(ranked) == {*KB.alternatives, *each}


def test_what_is_no_contender_is_left_out() -> None:
    gone = AlternativeId("gone")
    state = start(KB, contenders=(gone, NO_ORCHESTRATOR, AIRFLOW))
    assert facts_for(state, KB) is KB
    assert list(KB.with_contenders([FLYTE, gone]).alternatives) == [*KB.alternatives, FLYTE]
    assert KB.with_contenders([]) == KB


def test_the_lessons_edition_ranks_no_contender() -> None:
    state = told(start(KB, Edition.LESSON, contenders=(FLYTE,)), TextSaid(text=ALL_FOUR))
    assert state.status == "concluded"
    assert facts_for(state, KB) is KB


def test_a_state_that_was_stored_before_there_were_weights_is_read() -> None:
    stored = concluded().model_dump_json(exclude={"by_hand", "contenders"})
    assert DialogueState.model_validate_json(stored) == concluded()


def test_a_state_comes_back_from_storage_as_it_was() -> None:
    state = told(start(KB, by_hand=BY_HAND, contenders=(FLYTE,)), TextSaid(text=ALL_FOUR))
    state = told(state, Decided())
    assert DialogueState.model_validate_json(state.model_dump_json()) == state
