"""The conversation, turn by turn."""

import pytest

from engine.dialogue.advance import advance, start
from engine.dialogue.model import (
    EARLIER_KEPT,
    Acknowledged,
    Adopted,
    Answer,
    Cancelled,
    ChangeRequested,
    Closed,
    DialogueState,
    Done,
    EnoughSaid,
    Event,
    FormFilled,
    NothingUnderstood,
    Refused,
    Restarted,
    Said,
    SlotAnswered,
    SlotSkipped,
    TextSaid,
    Turn,
    Understood,
)
from engine.dialogue.state import could_change, follow_ups, known_answers
from engine.sensitivity.answers import next_questions
from knowledge.schema import CriterionId, Edition, KnowledgeBase, SlotId

TEAM, MODELS, SKILL, CLOUD = (
    SlotId(slot) for slot in ("team_size", "model_count", "kubernetes_skill", "cloud")
)
ALL_FOUR = "8 engineers, 3 models, no k8s, aws"
COMMUNITY, LINEAGE = CriterionId("community"), CriterionId("lineage")


def play(kb: KnowledgeBase, *events: Event | str) -> Turn:
    turn = Turn(state=start(kb))
    for event in events:
        happened = TextSaid(text=event, by="U1") if isinstance(event, str) else event
        turn = advance(turn.state, happened, kb)
    return turn


def test_a_conversation_begins_with_the_first_base_question(kb: KnowledgeBase) -> None:
    assert start(kb) == DialogueState(asking=TEAM)
    assert start(kb, Edition.LESSON).edition is Edition.LESSON


def test_questions_come_in_order_until_all_are_answered(kb: KnowledgeBase) -> None:
    asked = []
    state = start(kb)
    for said in ("8", "3", "none", "aws"):
        asked.append(state.asking)
        state = advance(state, TextSaid(text=said), kb).state
    assert asked == [TEAM, MODELS, SKILL, CLOUD]
    assert state.status == "concluded"
    assert known_answers(state) == {TEAM: 8, MODELS: 3, SKILL: "none", CLOUD: "aws"}


def test_once_concluded_the_most_decisive_question_is_asked(kb: KnowledgeBase) -> None:
    state = play(kb, ALL_FOUR).state
    decisive = next_questions(known_answers(state), kb)
    assert state.asking == decisive[0].slot
    assert follow_ups(state, kb) == tuple(each.slot for each in decisive)


@pytest.mark.parametrize(
    "team", [ALL_FOUR, "30 engineers, 12 models, some k8s, gcp", "60, 40 models, strong k8s, azure"]
)
def test_follow_ups_go_on_until_none_could_change_the_pick(kb: KnowledgeBase, team: str) -> None:
    state = play(kb, team).state
    asked = []
    while state.asking is not None:
        assert state.status == "concluded"
        assert state.asking in {each.slot for each in next_questions(known_answers(state), kb)}
        asked.append(state.asking)
        state = advance(state, SlotSkipped(slot=state.asking), kb).state
    assert asked
    assert len(asked) == len(set(asked))
    unanswered = {each.slot for each in next_questions(known_answers(state), kb)}
    assert unanswered <= state.answers.keys()


def test_a_follow_up_that_became_idle_is_asked_no_more(kb: KnowledgeBase) -> None:
    state = play(kb, ALL_FOUR, ChangeRequested(slot=SlotId("compliance"))).state
    assert state.asking == SlotId("compliance")
    kept = advance(state, TextSaid(text="no orchestrator yet"), kb).state
    assert (SlotId("compliance") in follow_ups(kept, kb)) == (kept.asking == SlotId("compliance"))
    few = play(kb, "1 engineer, no models yet, no k8s, aws", "we have no orchestrator").state
    assert few.asking in (None, *follow_ups(few, kb))


def test_whoever_had_enough_is_asked_no_more(kb: KnowledgeBase) -> None:
    state = play(kb, ALL_FOUR, EnoughSaid()).state
    assert (state.status, state.asking, state.enough) == ("concluded", None, True)
    typed = play(kb, ALL_FOUR, "enough")
    assert typed == Turn(state=state, remarks=(Done(command="enough"),))
    told_more = advance(state, TextSaid(text="3 pipelines"), kb).state
    assert known_answers(told_more)[SlotId("pipelines")] == 3
    assert told_more.asking is None
    assert play(kb, ALL_FOUR, EnoughSaid(), "go on").state == play(kb, ALL_FOUR).state


def test_enough_concludes_with_what_is_known(kb: KnowledgeBase) -> None:
    state = play(kb, "8 engineers", EnoughSaid()).state
    assert (state.status, state.asking) == ("concluded", None)
    assert known_answers(state) == {TEAM: 8}
    assert play(kb, "8 engineers", EnoughSaid(), "go on").state == play(kb, "8 engineers").state


def test_asking_for_a_question_after_enough_asks_that_one(kb: KnowledgeBase) -> None:
    asked = play(kb, "8 engineers", EnoughSaid(), ChangeRequested(slot=SlotId("pipelines"))).state
    assert (asked.asking, asked.status) == (SlotId("pipelines"), "concluded")
    told = advance(asked, TextSaid(text="3"), kb).state
    assert (told.asking, told.status) == (None, "concluded")
    assert known_answers(told)[SlotId("pipelines")] == 3
    changed = play(kb, ALL_FOUR, EnoughSaid(), ChangeRequested(slot=TEAM), "9").state
    assert (changed.asking, changed.enough) == (None, True)


def test_one_sentence_can_conclude(kb: KnowledgeBase) -> None:
    turn = play(kb, ALL_FOUR)
    assert turn.state.status == "concluded"
    assert turn.remarks == (Understood(slots=(TEAM, MODELS, SKILL, CLOUD)),)
    assert turn.state.answers[TEAM] == Answer(value=8, by="U1")


def test_what_was_filled_out_of_order_is_not_asked_again(kb: KnowledgeBase) -> None:
    state = play(kb, "3 models, aws").state
    assert state.asking == TEAM
    assert advance(state, TextSaid(text="8"), kb).state.asking == SKILL


def test_a_later_text_corrects_an_answer(kb: KnowledgeBase) -> None:
    turn = play(kb, "8 engineers", "actually 9 engineers")
    assert known_answers(turn.state) == {TEAM: 9}
    assert turn.state.asking == MODELS
    concluded = play(kb, ALL_FOUR, "sorry, gcp").state
    assert known_answers(concluded)[CLOUD] == "gcp"
    assert concluded.status == "concluded"


def test_a_refusal_keeps_the_question_and_counts(kb: KnowledgeBase) -> None:
    turn = play(kb, "0", SlotAnswered(slot=TEAM, raw="-1"))
    assert turn.state.asking == TEAM
    assert turn.state.refused == {TEAM: 2}
    assert turn.state.answers == {}
    assert [type(remark) for remark in turn.remarks] == [Refused]
    assert play(kb, "0", "8").state.refused == {}


def test_a_refusal_among_good_answers_is_reported_and_they_stand(kb: KnowledgeBase) -> None:
    turn = play(kb, "0 models, 8 engineers, aws")
    assert known_answers(turn.state) == {TEAM: 8, CLOUD: "aws"}
    assert turn.state.refused == {MODELS: 1}
    understood, refused = turn.remarks
    assert understood == Understood(slots=(TEAM, CLOUD))
    assert isinstance(refused, Refused)
    assert turn.state.asking == MODELS


def test_a_refused_change_keeps_the_old_answer(kb: KnowledgeBase) -> None:
    turn = play(kb, ALL_FOUR, ChangeRequested(slot=TEAM), "0 engineers")
    assert known_answers(turn.state)[TEAM] == 8
    assert turn.state.asking == TEAM


def test_what_is_not_understood_changes_nothing(kb: KnowledgeBase) -> None:
    before = start(kb)
    turn = advance(before, TextSaid(text="we have 2 dogs"), kb)
    assert turn == Turn(state=before, remarks=(NothingUnderstood(),))


@pytest.mark.parametrize(
    ("slot", "raw", "value"),
    [
        (TEAM, "8", 8),
        (TEAM, "a dozen", 12),
        (MODELS, "none yet", 0),
        (SKILL, "none", "none"),
        (SKILL, "Strong", "strong"),
        (CLOUD, "on_premises", "on_premises"),
        (CLOUD, "Own servers", "on_premises"),
        (CLOUD, "not sure", None),
    ],
)
def test_a_chosen_or_typed_answer_fills_its_slot_only(
    kb: KnowledgeBase, slot: SlotId, raw: str, value: int | str | None
) -> None:
    turn = play(kb, SlotAnswered(slot=slot, raw=raw, by="U2"))
    assert turn.state.answers == {slot: Answer(value=value, by="U2")}
    assert turn.remarks == (Understood(slots=(slot,)),)


def test_what_is_said_beside_the_answer_is_taken_too(kb: KnowledgeBase) -> None:
    turn = play(kb, SlotAnswered(slot=TEAM, raw="8 engineers, 3 models", by="U2"))
    assert {slot: answer.value for slot, answer in turn.state.answers.items()} == {
        TEAM: 8,
        MODELS: 3,
    }


@pytest.mark.parametrize(
    ("slot", "raw", "says"),
    [
        (TEAM, "many", "I found no number in that"),
        (TEAM, "", "I found no number in that"),
        (TEAM, "restart", "I found no number in that"),
        (TEAM, "3 models", "I found no number in that"),
        (CLOUD, "mars", "please choose one of AWS, Google Cloud, Azure,"),
        (CLOUD, "\x00" * 100, "please choose one of AWS"),
    ],
)
def test_an_answer_that_is_none_is_refused_in_a_sentence(
    kb: KnowledgeBase, slot: SlotId, raw: str, says: str
) -> None:
    turn = play(kb, SlotAnswered(slot=slot, raw=raw))
    (refused,) = turn.remarks
    assert isinstance(refused, Refused)
    assert says in refused.sentence
    assert turn.state.answers == {}
    assert turn.state.refused == {slot: 1}


def test_a_skipped_slot_is_answered_but_not_known(kb: KnowledgeBase) -> None:
    turn = play(kb, SlotSkipped(slot=TEAM, by="U1"), "not sure", "none")
    assert turn.state.answers[TEAM] == Answer(value=None, by="U1")
    assert turn.state.answers[MODELS] == Answer(value=None, by="U1")
    assert known_answers(turn.state) == {SKILL: "none"}
    assert turn.state.asking == CLOUD


def test_all_skipped_concludes_with_nothing_known(kb: KnowledgeBase) -> None:
    state = play(kb, *(SlotSkipped(slot=slot) for slot in (TEAM, MODELS, SKILL, CLOUD))).state
    assert state.status == "concluded"
    assert known_answers(state) == {}


def test_a_change_asks_again_while_the_answer_stands(kb: KnowledgeBase) -> None:
    changing = play(kb, ALL_FOUR, ChangeRequested(slot=SKILL)).state
    assert (changing.status, changing.asking) == ("concluded", SKILL)
    assert known_answers(changing)[SKILL] == "none"
    changed = advance(changing, TextSaid(text="strong"), kb).state
    assert (changed.status, changed.asking) == ("concluded", next(iter(follow_ups(changed, kb))))
    assert known_answers(changed) == {TEAM: 8, MODELS: 3, SKILL: "strong", CLOUD: "aws"}


def test_what_was_said_before_is_kept_with_whoever_said_it(kb: KnowledgeBase) -> None:
    turn = play(
        kb,
        SlotAnswered(slot=TEAM, raw="8", by="U1"),
        SlotAnswered(slot=TEAM, raw="12", by="U2"),
        SlotAnswered(slot=TEAM, raw="12", by="U3"),
        SlotSkipped(slot=TEAM, by="U1"),
    )
    assert turn.state.answers[TEAM] == Answer(
        value=None, by="U1", earlier=(Said(value=8, by="U1"), Said(value=12, by="U2"))
    )


def test_only_the_last_of_what_was_said_before_are_kept(kb: KnowledgeBase) -> None:
    said = [SlotAnswered(slot=TEAM, raw=str(number)) for number in range(1, EARLIER_KEPT + 5)]
    answer = play(kb, *said).state.answers[TEAM]
    assert [each.value for each in answer.earlier] == list(range(4, EARLIER_KEPT + 4))


def test_what_was_supposed_can_be_adopted(kb: KnowledgeBase) -> None:
    gone = {SlotId("gone"): "x", SKILL: "vanished", TEAM: -1}
    adopted = Adopted(answers={CLOUD: "gcp", **gone}, stressed=(LINEAGE,), by="U2")
    turn = play(kb, ALL_FOUR, adopted)
    assert known_answers(turn.state) == {TEAM: 8, MODELS: 3, SKILL: "none", CLOUD: "gcp"}
    assert turn.state.stressed == (LINEAGE,)
    assert turn.state.answers[CLOUD].by == "U2"
    assert turn.remarks == (Understood(slots=(CLOUD,), stressed=(LINEAGE,)),)


@pytest.mark.parametrize("said", ["right", "Right."])
def test_agreeing_changes_nothing(kb: KnowledgeBase, said: str) -> None:
    before = play(kb, ALL_FOUR).state
    assert play(kb, ALL_FOUR, said) == Turn(state=before, remarks=(Acknowledged(),))


def test_a_change_stays_open_while_other_slots_are_filled(kb: KnowledgeBase) -> None:
    state = play(kb, "8 engineers", ChangeRequested(slot=TEAM), "3 models").state
    assert state.asking == TEAM
    assert advance(state, TextSaid(text="9"), kb).state.asking == SKILL


def test_a_restart_drops_every_answer_and_keeps_the_edition(kb: KnowledgeBase) -> None:
    state = advance(start(kb, Edition.LESSON), TextSaid(text=ALL_FOUR), kb).state
    assert advance(state, Restarted(), kb).state == start(kb, Edition.LESSON)
    assert advance(state, TextSaid(text="start over"), kb).state == start(kb, Edition.LESSON)


@pytest.mark.parametrize(
    "event",
    [
        TextSaid(text="8 engineers"),
        TextSaid(text="cancel"),
        SlotAnswered(slot=TEAM, raw="8"),
        SlotSkipped(slot=TEAM),
        ChangeRequested(slot=TEAM),
        Cancelled(),
    ],
)
def test_after_a_cancel_only_a_restart_counts(kb: KnowledgeBase, event: Event) -> None:
    cancelled = play(kb, "3 models", Cancelled()).state
    assert (cancelled.status, cancelled.asking) == ("cancelled", None)
    assert advance(cancelled, event, kb) == Turn(state=cancelled, remarks=(Closed(),))
    assert advance(cancelled, Restarted(), kb).state == start(kb)
    assert advance(cancelled, TextSaid(text="restart"), kb).state == start(kb)


@pytest.mark.parametrize("kind", [SlotSkipped, ChangeRequested])
def test_a_slot_of_another_version_is_not_understood(
    kb: KnowledgeBase, kind: type[SlotSkipped | ChangeRequested]
) -> None:
    gone = SlotId("gone")
    assert play(kb, kind(slot=gone)) == Turn(state=start(kb), remarks=(NothingUnderstood(),))
    asked = DialogueState(asking=gone)
    assert advance(asked, TextSaid(text="8 engineers"), kb).state.asking == MODELS


def test_cancelling_by_text_is_cancelling(kb: KnowledgeBase) -> None:
    assert play(kb, "cancel").state == play(kb, Cancelled()).state


@pytest.mark.parametrize("said", ["never mind", "nevermind", "keep it", "Keep."])
def test_an_answer_that_is_asked_again_can_be_kept(kb: KnowledgeBase, said: str) -> None:
    kept = play(kb, ALL_FOUR, ChangeRequested(slot=SKILL), said)
    assert kept == Turn(state=play(kb, ALL_FOUR).state, remarks=(Done(command="keep"),))
    early = play(kb, "8 engineers", ChangeRequested(slot=TEAM), "keep it").state
    assert (early.status, early.asking) == ("gathering", MODELS)


def test_a_follow_up_can_be_left_open(kb: KnowledgeBase) -> None:
    asked = play(kb, ALL_FOUR).state
    assert asked.asking is not None
    left = play(kb, ALL_FOUR, "never mind")
    assert left.remarks == (Done(command="skip"),)
    assert left.state.answers[asked.asking] == Answer(value=None, by="U1")
    assert left.state.asking != asked.asking


def test_cancel_ends_what_is_being_asked_first(kb: KnowledgeBase) -> None:
    changing = play(kb, ALL_FOUR, ChangeRequested(slot=SKILL), "cancel")
    assert changing == Turn(state=play(kb, ALL_FOUR).state, remarks=(Done(command="keep"),))
    asked_no_more = play(kb, ALL_FOUR, "cancel").state
    assert (asked_no_more.status, asked_no_more.enough) == ("concluded", True)
    assert play(kb, ALL_FOUR, "cancel", "cancel").state.status == "cancelled"
    assert play(kb, "8 engineers", "cancel").state.status == "cancelled"


def test_where_there_is_no_answer_to_keep_keeping_is_not_understood(kb: KnowledgeBase) -> None:
    assert play(kb, "keep it") == Turn(state=start(kb), remarks=(NothingUnderstood(),))
    cancelled = play(kb, "cancel").state
    assert play(kb, "cancel", "keep it") == Turn(state=cancelled, remarks=(Closed(),))
    assert play(kb, "never mind").state == cancelled


def test_a_part_of_the_team_is_not_taken_for_the_team(kb: KnowledgeBase) -> None:
    turn = play(kb, "8 engineers, 3 models", "only 2 of us know it well", "2 people know it")
    assert known_answers(turn.state) == {TEAM: 8, MODELS: 3}
    assert turn.state.asking == SKILL
    assert turn.remarks == (NothingUnderstood(),)


def test_what_is_typed_for_one_question_tells_no_part_of_another(kb: KnowledgeBase) -> None:
    some = SlotAnswered(slot=SKILL, raw="some, 2 people")
    turn = play(kb, "8 engineers, 3 models", some)
    assert known_answers(turn.state) == {TEAM: 8, MODELS: 3, SKILL: "some"}


def test_what_follows_up_is_taken_unasked(kb: KnowledgeBase) -> None:
    state = play(kb, "3 pipelines, lineage is required, 8 engineers").state
    assert known_answers(state) == {TEAM: 8, SlotId("pipelines"): 3, SlotId("lineage"): "required"}
    assert state.asking == MODELS
    assert play(kb, "3 pipelines", ALL_FOUR).state.status == "concluded"
    assert play(kb, ALL_FOUR, "3 pipelines").state.asking != SlotId("pipelines")


def test_what_is_stressed_is_kept_and_fills_no_slot(kb: KnowledgeBase) -> None:
    turn = play(kb, ALL_FOUR, "lineage matters most")
    assert turn.state.answers == play(kb, ALL_FOUR).state.answers
    assert turn.state.stressed == (LINEAGE,)
    assert turn.remarks == (Understood(slots=(), stressed=(LINEAGE,)),)


def test_answers_and_a_stress_come_in_one_text(kb: KnowledgeBase) -> None:
    turn = play(kb, f"{ALL_FOUR}, lineage matters most")
    assert turn.state.status == "concluded"
    assert turn.state.stressed == (LINEAGE,)
    assert turn.remarks == (Understood(slots=(TEAM, MODELS, SKILL, CLOUD), stressed=(LINEAGE,)),)


def test_a_second_stress_joins_the_first_and_the_same_counts_once(kb: KnowledgeBase) -> None:
    said = ("lineage matters most", "our priority is community", "lineage comes first")
    turn = play(kb, *said)
    assert turn.state.stressed == (COMMUNITY, LINEAGE)
    assert turn.remarks == (Understood(slots=(), stressed=(COMMUNITY, LINEAGE)),)


def test_the_order_of_stressing_does_not_matter(kb: KnowledgeBase) -> None:
    first, second = "lineage matters most", "community matters most"
    assert play(kb, first, second).state == play(kb, second, first).state


def test_a_stress_is_taken_back_by_saying_that_nothing_is_first(kb: KnowledgeBase) -> None:
    turn = play(kb, ALL_FOUR, "lineage matters most", "no priorities")
    assert turn.state == play(kb, ALL_FOUR).state
    assert turn.remarks == (Understood(slots=(), stressed=()),)
    other = play(kb, "lineage matters most", "no priorities, but community matters most")
    assert other.state.stressed == (COMMUNITY,)


@pytest.mark.parametrize(
    "said", ["lineage is not that important", "lineage does not matter", "9 engineers"]
)
def test_a_stress_stands_whatever_else_is_said(kb: KnowledgeBase, said: str) -> None:
    assert play(kb, "lineage matters most", said).state.stressed == (LINEAGE,)


def test_a_form_leaves_what_is_stressed(kb: KnowledgeBase) -> None:
    filled = FormFilled(values={TEAM: "9", MODELS: ""})
    assert play(kb, "lineage matters most", filled).state.stressed == (LINEAGE,)
    typed = FormFilled(values={TEAM: "9, community matters most"})
    assert play(kb, "lineage matters most", typed).state.stressed == (LINEAGE,)


def test_a_restart_drops_what_is_stressed(kb: KnowledgeBase) -> None:
    assert play(kb, "lineage matters most", "start over").state == start(kb)


def test_a_state_that_was_stored_before_stress_is_read(kb: KnowledgeBase) -> None:
    stored = start(kb).model_dump_json(exclude={"stressed"})
    assert DialogueState.model_validate_json(stored) == start(kb)


@pytest.mark.parametrize(
    ("said", "slot"),
    [
        ("change the team size", TEAM),
        ("I want to change the cloud", CLOUD),
        ("I'd like to change our cloud please", CLOUD),
        ("can we fix the number of models?", MODELS),
        ("edit our answer about kubernetes", SKILL),
    ],
)
def test_whoever_names_an_answer_to_change_is_asked_for_it(
    kb: KnowledgeBase, said: str, slot: SlotId
) -> None:
    asked = play(kb, ALL_FOUR, said)
    assert asked.state == play(kb, ALL_FOUR, ChangeRequested(slot=slot)).state
    assert asked.remarks == (Acknowledged(),)


@pytest.mark.parametrize(
    "said", ["we change models every week", "change everything", "change models and the cloud"]
)
def test_other_talk_of_change_asks_for_nothing(kb: KnowledgeBase, said: str) -> None:
    assert play(kb, ALL_FOUR, said).state == play(kb, ALL_FOUR).state


def test_an_open_question_stays_while_it_could_change_the_pick(kb: KnowledgeBase) -> None:
    state = play(kb, ALL_FOUR).state
    for question in kb.questions:
        slot = SlotId(question.id)
        assert could_change(slot, state, kb) == (slot in follow_ups(state, kb)), slot
