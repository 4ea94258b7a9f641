"""What holds for all answers, all texts and all sequences of events."""

from collections.abc import Mapping
from random import Random
from typing import assert_never

from hypothesis import given
from hypothesis import strategies as st

from engine.decision.recommend import recommend
from engine.dialogue.advance import advance, known_answers, start
from engine.dialogue.model import (
    Cancelled,
    ChangeRequested,
    DialogueState,
    Event,
    Restarted,
    SlotAnswered,
    SlotSkipped,
    TextSaid,
    Understood,
)
from engine.dialogue.understand import understand
from knowledge import loader
from knowledge.schema import ChoiceQuestion, Edition, KnowledgeBase, NumberQuestion, SlotId

KB = loader.load()


def values_of(question: NumberQuestion | ChoiceQuestion) -> st.SearchStrategy[int | str]:
    match question:
        case NumberQuestion():
            few = st.integers(question.minimum, min(question.maximum, 120))
            return few | st.integers(question.minimum, question.maximum)
        case ChoiceQuestion():
            return st.sampled_from([option.id for option in question.options])
        case _:
            assert_never(question)


ANSWERS: st.SearchStrategy[Mapping[SlotId, int | str]] = st.fixed_dictionaries(
    {}, optional={SlotId(question.id): values_of(question) for question in KB.questions}
)
CLEAR_ADOPTIONS: st.SearchStrategy[Mapping[SlotId, int | str]] = st.fixed_dictionaries(
    {
        SlotId("team_size"): st.integers(5, 9),
        SlotId("model_count"): st.just(3),
        SlotId("kubernetes_skill"): st.just("none"),
        SlotId("cloud"): st.sampled_from(["gcp", "azure"]),
        SlotId("current_orchestrator"): st.sampled_from(["none", "cron"]),
        SlotId("dominant_skill"): st.sampled_from(["ml_engineering", "data_science", "software"]),
        SlotId("portability"): st.sampled_from(["nice", "no"]),
        SlotId("lineage"): st.sampled_from(["nice", "no"]),
        SlotId("isolation"): st.sampled_from(["nice", "no"]),
        SlotId("shared_etl"): st.just("no"),
    }
)
"""Teams for which nothing that is left to ask could lead elsewhere: Prefect, far ahead."""
EDITIONS = st.sampled_from(Edition)
SLOTS = st.sampled_from([SlotId(question.id) for question in KB.questions] + [SlotId("gone")])
PIECES = st.sampled_from(
    [
        *("8", "eight", "3", "2.5", "1,000", "half", "dozen", "hundred", "of", "between", "to"),
        *("engineers", "models", "no", "none", "not", "k8s", "strong", "aws", "gcp", "and", "or"),
        *(",", ".", "-", "/", ":", "+", "\n", "(", "<", ">", ":100:", "sure", "don't", "know"),
        *("restart", "cancel", "actually", "keep", "never", "mind", "moving", "but", "if", "more"),
        *("pipelines", "runs a week", "we use airflow", "lineage is required", "dev", "people"),
        *("&lt;", "&gt;", "&amp;", "max", "..", "->", "_", "few", "count"),
    ]
)
TEXTS = st.text(max_size=80) | st.lists(PIECES, max_size=12).map(" ".join)
RAWS = TEXTS | st.sampled_from(["8", "0", "none", "strong", "aws", "on_premises", "undecided"])
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(TextSaid, text=TEXTS),
    st.builds(SlotAnswered, slot=SLOTS, raw=RAWS),
    st.builds(SlotSkipped, slot=SLOTS),
    st.builds(ChangeRequested, slot=SLOTS),
    st.builds(Restarted),
    st.builds(Cancelled),
)


@given(ANSWERS, EDITIONS)
def test_every_figure_of_a_recommendation_adds_up(
    answers: Mapping[SlotId, int | str], edition: Edition
) -> None:
    advice = recommend(answers, KB, edition)
    assert sum(advice.weights.percents.values()) == 100
    assert sum(advice.weights.blend.values()) in (0, 100)
    for entry in advice.ranking:
        assert sum(entry.contributions.values()) == entry.points
        assert 100 <= entry.points <= 500
        assert entry.rank == 1 + sum(other.points > entry.points for other in advice.ranking)
        assert entry.tied == any(
            other.points == entry.points and other is not entry for other in advice.ranking
        )
    assert [e.points for e in advice.ranking] == sorted(
        (e.points for e in advice.ranking), reverse=True
    )


@given(ANSWERS, EDITIONS)
def test_what_is_ruled_out_is_never_picked(
    answers: Mapping[SlotId, int | str], edition: Edition
) -> None:
    advice = recommend(answers, KB, edition)
    excluded = {out.alternative for out in advice.ruled_out}
    assert excluded.isdisjoint({advice.alternative, advice.beside, *advice.runners_up})
    assert excluded | {entry.alternative for entry in advice.ranking} == set(KB.alternatives)
    assert {advice.alternative, advice.beside}.isdisjoint(advice.runners_up)
    if advice.kind in ("adopt", "hybrid"):
        assert advice.alternative is not None
    assert (advice.kind == "hybrid") == (advice.beside is not None)


@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(
    answers: Mapping[SlotId, int | str], random: Random
) -> None:
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert recommend(dict(shuffled), KB) == recommend(answers, KB)


@given(ANSWERS, st.data())
def test_the_pick_stands_whatever_is_answered_to_a_question_that_is_not_open(
    answers: Mapping[SlotId, int | str], data: st.DataObject
) -> None:
    advice = recommend(answers, KB)
    for question in KB.questions:
        slot = SlotId(question.id)
        if slot not in answers and slot not in advice.open_slots:
            value = data.draw(values_of(question), label=slot)
            assert _pick({**answers, slot: value}) == _pick(answers)


@given(CLEAR_ADOPTIONS)
def test_a_clear_adoption_stands_whatever_one_open_question_is_answered(
    answers: Mapping[SlotId, int | str],
) -> None:
    advice = recommend(answers, KB)
    assert (advice.kind, advice.confidence, advice.open_slots) == ("adopt", "clear", ())
    for question in KB.questions:
        slot = SlotId(question.id)
        for value in () if slot in answers else _some_values(question):
            assert _pick({**answers, slot: value}) == _pick(answers)


def _pick(answers: Mapping[SlotId, int | str]) -> tuple[str, str | None, str | None]:
    advice = recommend(answers, KB)
    return advice.kind, advice.alternative, advice.beside


def _some_values(question: NumberQuestion | ChoiceQuestion) -> list[int | str]:
    match question:
        case ChoiceQuestion():
            return [option.id for option in question.options]
        case NumberQuestion():
            few = range(question.minimum, min(question.maximum, 12))
            return [*few, question.maximum]
        case _:
            assert_never(question)


@given(TEXTS, SLOTS)
def test_any_text_can_be_read(text: str, asking: SlotId) -> None:
    understood = understand(text, KB, asking)
    refused = [refusal.slot for refusal in understood.refused]
    assert set(understood.answers).isdisjoint(refused)
    assert len(refused) == len(set(refused))
    for slot, value in understood.answers.items():
        question = KB.question(slot)
        if isinstance(question, ChoiceQuestion):
            assert value is None or value in {option.id for option in question.options}
        elif value is not None:
            assert isinstance(value, int)
            assert value == 0 or question.minimum <= value <= question.maximum


@given(st.lists(EVENTS, max_size=12))
def test_any_sequence_of_events_leaves_a_state_that_goes_on(events: list[Event]) -> None:
    state = start(KB)
    for event in events:
        turn = advance(state, event, KB)
        _check(turn.state, KB)
        is_restart = isinstance(event, Restarted) or (
            isinstance(event, TextSaid) and understand(event.text, KB, None).command == "restart"
        )
        if not is_restart:
            filled = {s for r in turn.remarks if isinstance(r, Understood) for s in r.slots}
            assert set(state.answers) | filled == set(turn.state.answers)
            for slot in set(state.answers) - filled:
                assert turn.state.answers[slot] == state.answers[slot]
        assert advance(state, event, KB) == turn
        state = turn.state


def _check(state: DialogueState, kb: KnowledgeBase) -> None:
    assert DialogueState.model_validate_json(state.model_dump_json()) == state
    assert (state.status == "gathering") == (state.asking is not None)
    base = {question.id for question in kb.questions if question.stage == "base"}
    if state.status == "concluded":
        assert base <= set(state.answers)
    recommend(known_answers(state), kb, state.edition)


@given(st.permutations(["8 engineers", "3 models", "no k8s", "aws"]))
def test_the_order_of_what_is_said_does_not_matter(said: list[str]) -> None:
    state = start(KB)
    for text in said:
        state = advance(state, TextSaid(text=text), KB).state
    assert state == advance(start(KB), TextSaid(text=", ".join(said)), KB).state
    assert state.status == "concluded"
