"""What holds for all answers, all texts and all sequences of events."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from math import prod
from random import Random
from typing import Literal, assert_never

import highspy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.decision.acceptability import DRAWS
from engine.decision.case import as_if_new
from engine.decision.constraints import ruled_out
from engine.decision.model import Pick, Recommendation, Weighing
from engine.decision.openness import MOST_TRIED, open_slots
from engine.decision.picking import decided, pick_for
from engine.decision.ranking import rank
from engine.decision.recommend import recommend
from engine.decision.stretches import all_values_of
from engine.decision.weights import weights_for
from engine.decision.wishes import STRESS_SHARE, wished
from engine.dialogue.advance import advance, start
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
from engine.dialogue.state import known_answers
from engine.dialogue.understand import understand
from engine.sensitivity.analysis import analyse
from engine.sensitivity.answers import next_questions, turning_points
from engine.sensitivity.rating_flips import rating_flips
from engine.sensitivity.stability import stability
from knowledge.schema import (
    Alternative,
    AlternativeId,
    ChoiceQuestion,
    CriterionId,
    Edition,
    KnowledgeBase,
    NumberQuestion,
    Rating,
    SlotId,
)
from tests.facts import KB


def values_of(question: NumberQuestion | ChoiceQuestion) -> st.SearchStrategy[int | str]:
    match question:
        case NumberQuestion():
            few = st.integers(question.minimum, min(question.maximum, question.minimum + 120))
            return few | st.integers(question.minimum, question.maximum)
        case ChoiceQuestion():
            return st.sampled_from([option.id for option in question.options])
        case _:
            assert_never(question)


Answers = Mapping[SlotId, int | str]
ANSWERS: st.SearchStrategy[Answers] = st.fixed_dictionaries(
    {}, optional={SlotId(question.id): values_of(question) for question in KB.questions}
)
CLEAR_ADOPTIONS: st.SearchStrategy[Answers] = st.fixed_dictionaries(
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
        SlotId("self_host"): st.just("no"),
    }
)
"""Teams for which nothing that is left to ask could lead elsewhere: Prefect, far ahead."""
EDITIONS = st.sampled_from(Edition)
KNOWLEDGE = st.sampled_from([KB, KB.with_contenders()])
CRITERIA = [CriterionId(criterion.id) for criterion in KB.criteria]
WISHES = st.builds(
    Weighing,
    stressed=st.lists(st.sampled_from(CRITERIA), max_size=3).map(tuple),
    by_hand=st.dictionaries(st.sampled_from(CRITERIA), st.integers(0, 25), max_size=4),
)
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


@settings(max_examples=50)
@given(ANSWERS, WISHES, EDITIONS)
def test_every_figure_of_a_recommendation_adds_up(
    answers: Answers, weighing: Weighing, edition: Edition
) -> None:
    advice = recommend(answers, KB, edition, weighing)
    assert sum(advice.weights.percents.values()) == 100
    assert min(advice.weights.percents.values()) >= 0
    assert sum(advice.weights.without_wishes.values()) == 100
    assert sum(advice.weights.blend.values()) in (0, 100)
    for criterion, percent in weighing.by_hand.items():
        assert advice.weights.percents[criterion] == percent
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


@settings(max_examples=50)
@given(ANSWERS, EDITIONS, KNOWLEDGE)
def test_every_draw_gives_every_place_to_one_alternative(
    answers: Answers, edition: Edition, knowledge: KnowledgeBase
) -> None:
    advice = recommend(answers, knowledge, edition)
    assert advice.acceptability.keys() == {entry.alternative for entry in advice.ranking}
    places = list(advice.acceptability.values())
    assert {sum(counts) for counts in places} <= {DRAWS}
    assert {sum(of_rank) for of_rank in zip(*places, strict=True)} <= {DRAWS}


@settings(max_examples=50)
@given(ANSWERS, WISHES, EDITIONS, KNOWLEDGE)
def test_what_is_ruled_out_is_never_picked(
    answers: Answers, weighing: Weighing, edition: Edition, knowledge: KnowledgeBase
) -> None:
    advice = recommend(answers, knowledge, edition, weighing)
    constrained = ruled_out(decided(answers, knowledge), knowledge)
    kept = {out.alternative for out in advice.kept_despite}
    excluded = {out.alternative for out in constrained} - kept
    assert excluded.isdisjoint({advice.alternative, advice.beside, *advice.runners_up})
    assert {*advice.ruled_out, *advice.kept_despite} == {*constrained}
    assert {out.alternative for out in advice.ruled_out} == excluded
    if kept:
        assert kept == {answers[SlotId("current_orchestrator")]} == {advice.alternative}
        assert advice.kind in ("stay", "hybrid")
        assert advice.confidence != "clear"
    assert excluded | {entry.alternative for entry in advice.ranking} == set(knowledge.alternatives)
    assert {advice.alternative, advice.beside}.isdisjoint(advice.runners_up)
    if advice.kind in ("adopt", "hybrid"):
        assert advice.alternative is not None
    assert (advice.kind == "hybrid") == (advice.beside is not None)


@given(ANSWERS)
def test_nobody_is_led_to_what_they_have_outgrown(answers: Answers) -> None:
    outgrown = SlotId("outgrown_signals")
    advice = pick_for({**answers, outgrown: max(3, int(answers.get(outgrown, 3)))}, KB)
    assert advice.kind != "stay"
    if advice.kind == "adopt":
        assert advice.alternative != answers.get(SlotId("current_orchestrator"))


@given(ANSWERS, WISHES, KNOWLEDGE)
def test_what_runs_today_is_stayed_with_and_nothing_else_is(
    answers: Answers, weighing: Weighing, knowledge: KnowledgeBase
) -> None:
    pick = pick_for(answers, knowledge, weighing=weighing)
    current = answers.get(SlotId("current_orchestrator"))
    if pick.kind == "stay":
        assert pick.alternative in (current, None)
    if pick.kind == "adopt":
        assert pick.alternative != current


@given(ANSWERS, st.lists(st.sampled_from(CRITERIA), max_size=len(CRITERIA), unique=True))
def test_what_is_stressed_never_weighs_less(answers: Answers, stressed: list[CriterionId]) -> None:
    wish = Weighing(stressed=tuple(stressed))
    weights = weights_for(answers, KB, wish)
    before = weights.without_wishes
    assert all(weights.percents[each] >= before[each] for each in stressed)
    # Before anything is rounded: equal parts are gained, and taken in proportion.
    shares = {criterion: Fraction(percent, 100) for criterion, percent in before.items()}
    after = wished(shares, wish)
    rest = sum((s for each, s in shares.items() if each not in stressed), Fraction(0))
    moved = min(Fraction(STRESS_SHARE, 100), rest) if stressed else Fraction(0)
    assert sum(after.values()) == 1
    for criterion, share in shares.items():
        if criterion in stressed:
            assert after[criterion] == share + moved / len(stressed)
        elif rest:
            assert after[criterion] == share * (1 - moved / rest)


@settings(max_examples=50)
@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(answers: Answers, random: Random) -> None:
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert repr(recommend(dict(shuffled), KB)) == repr(recommend(answers, KB))


def test_the_same_answers_give_the_same_bytes_in_every_process() -> None:
    program = """
from engine.decision.recommend import recommend
from engine.sensitivity.analysis import analyse
from engine.sensitivity.answers import next_questions, turning_points
from knowledge.loader import load

kb = load().with_contenders()
answers = {"team_size": 14, "model_count": 6, "cloud": "gcp"}
advice = recommend(answers, kb)
print(advice, analyse(advice, kb), next_questions(answers, kb), turning_points(answers, kb))
"""
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(said) == 1
    assert len(said.pop()) > 1000


@settings(max_examples=50)
@given(ANSWERS, WISHES, EDITIONS, KNOWLEDGE)
def test_the_pick_alone_is_the_pick_of_the_recommendation(
    answers: Answers, weighing: Weighing, edition: Edition, knowledge: KnowledgeBase
) -> None:
    advice = recommend(answers, knowledge, edition, weighing)
    assert pick_for(answers, knowledge, edition, weighing) == Pick(
        advice.kind, advice.alternative, advice.beside
    )


# Ratings and weights.


def rated(knowledge: KnowledgeBase, changed: Alternative) -> KnowledgeBase:
    alternatives = {**knowledge.alternatives, AlternativeId(changed.id): changed}
    return knowledge.model_copy(update={"alternatives": alternatives})


@settings(max_examples=50)
@given(ANSWERS, st.sampled_from(list(KB.alternatives)), st.sampled_from(CRITERIA), st.data())
def test_raising_a_rating_never_lowers_its_alternative(
    answers: Answers, raised: AlternativeId, criterion: CriterionId, data: st.DataObject
) -> None:
    described = KB.alternatives[raised]
    before = described.ratings[criterion].in_edition(Edition.LESSON)
    rating = Rating(lesson=data.draw(st.integers(before, 5)))
    ratings = {**described.ratings, criterion: rating}
    better = rated(KB, described.model_copy(update={"ratings": ratings}))
    old, new = (recommend(answers, each, Edition.LESSON) for each in (KB, better))
    if raised in old.acceptability:
        [was] = [entry for entry in old.ranking if entry.alternative == raised]
        [now] = [entry for entry in new.ranking if entry.alternative == raised]
        assert (now.points, -now.rank) >= (was.points, -was.rank)
        pairs = zip(old.acceptability[raised], new.acceptability[raised], strict=True)
        ahead = 0
        for was_here, now_here in pairs:
            ahead += now_here - was_here
            assert ahead >= 0


@settings(max_examples=50)
@given(ANSWERS, EDITIONS, st.sampled_from(list(KB.alternatives)), st.data())
def test_a_dominated_newcomer_never_changes_the_pick(
    answers: Answers, edition: Edition, model: AlternativeId, data: st.DataObject
) -> None:
    described = KB.alternatives[model]
    ratings = {
        criterion: Rating(lesson=data.draw(st.integers(1, rating.in_edition(edition))))
        for criterion, rating in described.ratings.items()
    }
    newcomer = described.model_copy(update={"id": "newcomer", "ratings": ratings})
    before = recommend(answers, KB, edition)
    assume(model in before.acceptability)
    after = recommend(answers, rated(KB, newcomer), edition)
    assert (after.kind, after.alternative, after.beside) == (
        before.kind,
        before.alternative,
        before.beside,
    )
    assert after.ranking[0].alternative == before.ranking[0].alternative


@settings(max_examples=40)
@given(ANSWERS, WISHES, EDITIONS, KNOWLEDGE)
def test_every_flip_flips_and_nothing_smaller_does(
    answers: Answers, weighing: Weighing, edition: Edition, knowledge: KnowledgeBase
) -> None:
    advice = recommend(answers, knowledge, edition, weighing)
    percents = advice.weights.percents
    found = {(flip.rival, flip.over): flip for flip in analyse(advice, knowledge).flips}
    margins = {
        (rival.alternative, over): _Margin(rival.alternative, over, advice, knowledge)
        for rival in advice.ranking[1:]
        for over in OVER
    }
    hundredth = 0.01
    for contest, margin in margins.items():
        flip = found.pop(contest, None)
        if flip is None:
            assert margin.at(100) < NOISE
            continue
        # The move is one of weights, of the size that is told, and levels the two.
        assert sum(flip.given.values()) == sum(flip.taken.values()) == flip.points
        after = {
            criterion: percent + flip.given.get(criterion, 0) - flip.taken.get(criterion, 0)
            for criterion, percent in percents.items()
        }
        assert min(after.values()) >= 0
        if flip.over == "own":
            assert all(percents[criterion] for criterion in (*flip.given, *flip.taken))
        scores = {
            entry.alternative: sum(
                weight * knowledge.alternatives[entry.alternative].ratings[c].in_edition(edition)
                for c, weight in after.items()
            )
            for entry in advice.ranking
        }
        assert scores[flip.rival] == max(scores.values())
        assert list(scores.values()).count(scores[flip.rival]) > 1
        assert margin.at(float(flip.points) + hundredth) > NOISE
        if flip.points > hundredth:
            assert margin.at(float(flip.points) - hundredth) < NOISE
    assert found == {}


NOISE = 1e-7
OVER: tuple[Literal["own", "all"], ...] = ("own", "all")


@dataclass(frozen=True)
class _Margin:
    """By how much a rival can lead within a move of some size: the question put the other way."""

    rival: AlternativeId
    over: Literal["own", "all"]
    advice: Recommendation
    knowledge: KnowledgeBase

    def at(self, points: float) -> float:
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.silent()
        solver.setOptionValue("threads", 1)
        percents = self.advice.weights.percents
        counted = [c for c, percent in percents.items() if percent or self.over == "all"]
        weights = {c: solver.addVariable(0, 100) for c in counted}
        moves = {c: solver.addVariable(0, 100) for c in counted}
        margin = solver.addVariable(-1000, 1000)
        solver.addConstr(sum(weights.values()) == 100)
        solver.addConstr(sum(moves.values()) <= 2 * points)
        for criterion in counted:
            solver.addConstr(weights[criterion] - moves[criterion] <= percents[criterion])
            solver.addConstr(weights[criterion] + moves[criterion] >= percents[criterion])
        mine = self._ratings(self.rival)
        for entry in self.advice.ranking:
            if entry.alternative != self.rival:
                theirs = self._ratings(entry.alternative)
                ahead = sum((mine[c] - theirs[c]) * weights[c] for c in counted)
                solver.addConstr(ahead - margin >= 0)
        solver.maximize(margin)
        return float(solver.getObjectiveValue())

    def _ratings(self, alternative: AlternativeId) -> dict[CriterionId, int]:
        ratings = self.knowledge.alternatives[alternative].ratings
        return {c: rating.in_edition(self.advice.edition) for c, rating in ratings.items()}


@settings(max_examples=50)
@given(ANSWERS, WISHES, EDITIONS, KNOWLEDGE)
def test_a_weight_is_stable_to_its_limits_and_not_beyond(
    answers: Answers, weighing: Weighing, edition: Edition, knowledge: KnowledgeBase
) -> None:
    advice = recommend(answers, knowledge, edition, weighing)
    percents = advice.weights.percents
    step = Fraction(1, 1000)
    for criterion, interval in stability(advice.ranking, percents, knowledge, edition).items():
        assert 0 <= interval.low <= percents[criterion] <= interval.high <= 100
        for weight, stays in (
            (interval.low, True),
            (interval.high, True),
            (interval.low - step, False),
            (interval.high + step, False),
        ):
            if 0 <= weight <= 100:
                assert _first_stays(advice, knowledge, criterion, weight) == stays


def _first_stays(
    advice: Recommendation, knowledge: KnowledgeBase, moving: CriterionId, weight: Fraction
) -> bool:
    percents = advice.weights.percents
    others = sum(percents.values()) - percents[moving]
    weights = {
        c: weight
        if c == moving
        else (100 - weight) * (Fraction(percent, others) if others else Fraction(1, 9))
        for c, percent in percents.items()
    }
    scores = [
        sum(
            each * knowledge.alternatives[entry.alternative].ratings[c].in_edition(advice.edition)
            for c, each in weights.items()
        )
        for entry in advice.ranking
    ]
    return scores[0] == max(scores)


@given(ANSWERS, WISHES, EDITIONS, KNOWLEDGE)
def test_every_rating_that_is_said_to_flip_the_first_does(
    answers: Answers, weighing: Weighing, edition: Edition, knowledge: KnowledgeBase
) -> None:
    advice = recommend(answers, knowledge, edition, weighing)
    percents = advice.weights.percents
    for flip in rating_flips(advice.ranking, percents, knowledge, edition):
        described = knowledge.alternatives[flip.alternative]
        assert described.ratings[flip.criterion].in_edition(edition) == flip.rating
        ratings = {**described.ratings, flip.criterion: Rating(lesson=flip.to)}
        changed = rated(knowledge, described.model_copy(update={"ratings": ratings}))
        left = {entry.alternative for entry in advice.ranking}
        first, *others = rank(
            advice.weights, changed, edition, without=set(knowledge.alternatives) - left
        )
        leaders = [entry.alternative for entry in (first, *others) if entry.rank == 1]
        assert set(flip.leaders) == set(leaders)
        assert advice.ranking[0].alternative not in leaders


@settings(max_examples=30)
@given(ANSWERS, WISHES, EDITIONS)
def test_no_rating_with_fewer_steps_takes_the_first_place(
    answers: Answers, weighing: Weighing, edition: Edition
) -> None:
    advice = recommend(answers, KB, edition, weighing)
    found = rating_flips(advice.ranking, advice.weights.percents, KB, edition)
    fewest = min((abs(flip.to - flip.rating) for flip in found), default=5)
    points = {entry.alternative: entry.points for entry in advice.ranking}
    said = {(flip.alternative, flip.criterion, flip.to) for flip in found}
    for alternative, figure in points.items():
        for criterion, percent in advice.weights.percents.items():
            rating = KB.alternatives[alternative].ratings[criterion].in_edition(edition)
            for to in range(max(1, rating - fewest), min(5, rating + fewest) + 1):
                changed = points | {alternative: figure + percent * (to - rating)}
                is_lost = changed[advice.ranking[0].alternative] < max(changed.values())
                assert is_lost == ((alternative, criterion, to) in said)


# Answers.


@settings(max_examples=300)
@given(ANSWERS, KNOWLEDGE, st.data())
def test_no_way_to_answer_makes_the_pick_hang_on_a_question_that_is_not_open(
    answers: Answers, knowledge: KnowledgeBase, data: st.DataObject
) -> None:
    weights = weights_for(answers, knowledge)
    opened = open_slots(answers, knowledge, Edition.CURRENT, weights)
    closed = [
        question
        for question in knowledge.questions
        if question.id not in answers and question.id not in opened
    ]
    for question in closed:
        others = {**data.draw(ANSWERS), **answers}
        others.pop(SlotId(question.id), None)
        value = data.draw(values_of(question), label=question.id)
        turned = pick_for({**others, SlotId(question.id): value}, knowledge)
        assert as_if_new(turned) == as_if_new(pick_for(others, knowledge))


FEW_OPEN = st.sets(st.sampled_from([SlotId(question.id) for question in KB.questions]), max_size=3)


@settings(max_examples=100)
@given(st.fixed_dictionaries({SlotId(each.id): values_of(each) for each in KB.questions}), FEW_OPEN)
def test_where_few_questions_are_open_the_pick_hangs_on_each_of_them(
    answers: Answers, left: set[SlotId]
) -> None:
    known = {slot: value for slot, value in answers.items() if slot not in left}
    opened = open_slots(known, KB, Edition.CURRENT, weights_for(known, KB))
    values = [(None, *all_values_of(KB.question(slot), KB)) for slot in opened]
    assume(prod(map(len, values)) <= MOST_TRIED)
    ways = [
        {slot: v for slot, v in zip(opened, given, strict=True) if v is not None}
        for given in product(*values)
    ]
    picks = [(way, as_if_new(pick_for({**known, **way}, KB))) for way in ways]
    for slot in opened:
        others = [
            (pick, {each: v for each, v in way.items() if each != slot}) for way, pick in picks
        ]
        assert any(
            pick != other and rest == same
            for (pick, rest), (other, same) in combinations(others, 2)
        )


@settings(max_examples=50)
@given(ANSWERS, EDITIONS, KNOWLEDGE)
def test_the_questions_to_come_are_those_that_are_open_the_most_decisive_first(
    answers: Answers, edition: Edition, knowledge: KnowledgeBase
) -> None:
    opened = recommend(answers, knowledge, edition).open_slots
    order = {SlotId(question.id): place for place, question in enumerate(knowledge.questions)}
    asked = next_questions(answers, knowledge, edition)
    assert {each.slot for each in asked} == set(opened)
    assert [(-each.chance, order[each.slot]) for each in asked] == sorted(
        (-each.chance, order[each.slot]) for each in asked
    )
    for each in asked:
        assert 0 <= each.chance <= 1
        for value, pick in each.picks:
            assert pick == pick_for({**answers, each.slot: value}, knowledge, edition)
            assert as_if_new(pick) != as_if_new(pick_for(answers, knowledge, edition))


@settings(max_examples=50)
@given(ANSWERS, WISHES, KNOWLEDGE)
def test_every_turning_point_turns(
    answers: Answers, weighing: Weighing, knowledge: KnowledgeBase
) -> None:
    advice = recommend(answers, knowledge, weighing=weighing)
    today = pick_for(answers, knowledge, weighing=weighing)
    points = turning_points(answers, knowledge, weighing=weighing)
    for each in points:
        then = pick_for({**answers, each.slot: each.value}, knowledge, weighing=weighing)
        assert then == each.then
        assert as_if_new(then) != as_if_new(today)
        assert (each.was is None) == (each.slot in {*advice.open_slots})
    answered = [each.was is not None for each in points]
    assert answered == sorted(answered)


@settings(max_examples=50)
@given(CLEAR_ADOPTIONS)
def test_a_clear_adoption_stands_whatever_one_open_question_is_answered(answers: Answers) -> None:
    advice = recommend(answers, KB)
    assert (advice.kind, advice.confidence, advice.open_slots) == ("adopt", "clear", ())
    today = pick_for(answers, KB)
    for question in KB.questions:
        slot = SlotId(question.id)
        for value in () if slot in answers else _some_values(question):
            assert pick_for({**answers, slot: value}, KB) == today


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
