"""How well utterances are understood, and that the measures say so. The corpus: tests/corpus."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import ValidationError
from pydantic_core import to_json

from engine.dialogue.requests import About, HelpAsked, WhyNot
from knowledge.schema import (
    AlternativeId,
    ChoiceQuestion,
    KnowledgeBase,
    NumberQuestion,
    Question,
    SlotId,
)
from tests.corpus.__main__ import main, report
from tests.corpus.hearing import Heard, hear
from tests.corpus.measures import Score, is_granted, score
from tests.corpus.utterances import PARTS, Command, Utterance, part

BASE = ("team_size", "model_count", "kubernetes_skill", "cloud")
CORPUS = {name: part(name) for name in PARTS}
WRITTEN = [name for name, files in CORPUS.items() if files]
EVERY = [each for files in CORPUS.values() for file in files.values() for each in file]

every_part = pytest.mark.parametrize("name", WRITTEN)


def utterance(**fields: object) -> Utterance:
    return Utterance.model_validate_json(to_json({"text": "said", "goal": {}} | fields))


def heard(
    filled: Mapping[str, int | str | None] | None = None,
    *,
    spans: Mapping[str, tuple[int, int | None]] | None = None,
    refused: tuple[str, ...] = (),
    requests: tuple[About | HelpAsked | WhyNot, ...] = (),
    command: Command | None = None,
) -> Heard:
    return Heard(
        filled={SlotId(slot): value for slot, value in (filled or {}).items()},
        spans={SlotId(slot): span for slot, span in (spans or {}).items()},
        refused=frozenset(SlotId(slot) for slot in refused),
        requests=requests,
        command=command,
    )


@pytest.fixture(scope="session")
def scores(kb: KnowledgeBase) -> dict[str, Score]:
    return {
        name: score((each, hear(each, kb)) for file in CORPUS[name].values() for each in file)
        for name in WRITTEN
    }


# How well it is understood.


@every_part
def test_what_is_said_comes_to_exactly_its_goal(name: str, scores: dict[str, Score]) -> None:
    assert scores[name].joint_goal_accuracy >= 0.95


@every_part
def test_slots_are_filled_with_what_was_said(name: str, scores: dict[str, Score]) -> None:
    assert scores[name].slot_f1 >= 0.97


@every_part
def test_nothing_is_filled_that_was_not_said(name: str, scores: dict[str, Score]) -> None:
    assert (scores[name].false_fills, scores[name].stray_fills) == (0, 0)


@every_part
def test_requests_and_commands_are_taken_as_what_they_are(
    name: str, scores: dict[str, Score]
) -> None:
    assert scores[name].asked_accuracy >= 0.95


# The corpus itself.


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    of_base = Counter(slot for each in EVERY for slot in each.goal if slot in BASE)
    out_of_scope = [
        each for each in EVERY if not (each.goal or each.unclear or each.asks or each.command)
    ]

    assert len(EVERY) >= 300
    assert set(of_base) == set(BASE)
    assert min(of_base.values()) >= 30
    assert len(out_of_scope) >= 50


def test_no_text_stands_in_the_corpus_twice() -> None:
    texts = Counter(" ".join(each.text.casefold().split()) for each in EVERY)

    assert [text for text, times in texts.items() if times > 1] == []


def test_a_label_is_an_answer_that_its_question_takes(kb: KnowledgeBase) -> None:
    for each in EVERY:
        asked = [each.asking] if each.asking else []
        for slot in [*asked, *(each.unclear or ())]:
            assert kb.question(slot).id == slot, each.text
        for slot, value in [*each.goal.items(), *each.answered.items()]:
            assert value is None or is_answer(value, kb.question(slot)), each.text
        for slot, (low, high) in (each.spans or {}).items():
            counted = each.goal[slot]
            assert isinstance(counted, int), each.text
            assert low <= counted <= (counted if high is None else high), each.text


def is_answer(value: int | str, question: Question) -> bool:
    match question:
        case NumberQuestion():
            least = 0 if question.none_says else question.minimum
            return isinstance(value, int) and least <= value <= question.maximum
        case ChoiceQuestion():
            return value in [option.id for option in question.options]


@pytest.mark.parametrize(
    "fields",
    [
        {"asks_for": {"subject": "lineage"}},
        {"asks": "about", "command": "cancel"},
        {"spans": {"team_size": [1, 3]}},
        {"goal": {"team_size": 3}, "unclear": ["team_size"]},
        {"asks": "what_if"},
        {"goals": {}},
        {"text": ""},
    ],
    ids=str,
)
def test_an_utterance_that_cannot_be_measured_is_refused(fields: Mapping[str, object]) -> None:
    with pytest.raises(ValidationError):
        utterance(**fields)


def test_a_part_that_is_not_written_is_empty(tmp_path: Path) -> None:
    assert part("held_out", tmp_path) == {}


# The measures.


def test_the_joint_goal_is_all_slots_and_values_or_nothing() -> None:
    wanted = utterance(goal={"team_size": 8, "cloud": "aws"})

    found = score(
        [
            (wanted, heard({"team_size": 8, "cloud": "aws"})),
            (wanted, heard({"team_size": 8})),
            (wanted, heard({"team_size": 9, "cloud": "aws"})),
            (wanted, heard({"team_size": 8, "cloud": "aws", "pipelines": 2})),
        ]
    )

    assert found.joint_goal_accuracy == 0.25


def test_slot_f1_counts_pairs_of_a_slot_and_a_value() -> None:
    found = score(
        [
            (utterance(goal={"team_size": 8, "cloud": "aws"}), heard({"team_size": 8})),
            (utterance(goal={"model_count": 3}), heard({"model_count": 30})),
            (utterance(goal={"cloud": None}), heard({"cloud": None})),
        ]
    )

    assert (found.right, found.wrong, found.missed) == (2, 1, 2)
    assert found.slot_f1 == pytest.approx(4 / 7)


def test_skipping_is_not_the_same_as_leaving_open() -> None:
    assert score([(utterance(goal={"cloud": None}), heard())]).joint_goal_accuracy == 0
    assert score([(utterance(), heard({"cloud": None}))]).false_fills == 1


def test_false_and_stray_fills_are_counted_apart() -> None:
    found = score(
        [
            (utterance(), heard()),
            (utterance(), heard({"team_size": 2, "model_count": 2})),
            (utterance(goal={"team_size": 8}), heard({"team_size": 8, "model_count": 2})),
            (utterance(goal={"team_size": 8}), heard({"team_size": 9})),
        ]
    )

    assert (found.false_fills, found.stray_fills) == (1, 1)


@pytest.mark.parametrize(
    ("fields", "accuracy"),
    [
        ({}, 1),
        ({"spans": {"team_size": [10, 15]}}, 1),
        ({"spans": {"team_size": [10, None]}}, 0),
        ({"spans": {}}, 0),
        ({"unclear": ["cloud"]}, 1),
        ({"unclear": []}, 0),
        ({"unclear": ["cloud", "model_count"]}, 0),
    ],
    ids=str,
)
def test_spans_and_refusals_count_where_they_are_written(
    fields: Mapping[str, object], accuracy: int
) -> None:
    came = heard({"team_size": 12}, spans={"team_size": (10, 15)}, refused=("cloud",))

    found = score([(utterance(goal={"team_size": 12}, **fields), came)])

    assert found.joint_goal_accuracy == accuracy


@pytest.mark.parametrize(
    ("fields", "came", "granted"),
    [
        ({"asks": "help_asked"}, heard(requests=(HelpAsked(),)), True),
        ({"asks": "help_asked"}, heard(), False),
        ({"asks": "help_asked"}, heard(requests=(About(subject="help"),)), False),
        ({"asks": "help_asked"}, heard(requests=(HelpAsked(), About(subject="help"))), False),
        (
            {"asks": "why_not", "asks_for": {"alternative": "airflow"}},
            heard(requests=(WhyNot(alternative=AlternativeId("airflow")),)),
            True,
        ),
        (
            {"asks": "why_not", "asks_for": {"alternative": "airflow"}},
            heard(requests=(WhyNot(alternative=AlternativeId("dagster")),)),
            False,
        ),
        ({"command": "cancel"}, heard(command="cancel"), True),
        ({"command": "cancel"}, heard(command="enough"), False),
        ({"command": "cancel"}, heard(command="cancel", requests=(HelpAsked(),)), False),
        ({"command": "cancel"}, heard(), False),
        ({}, heard(command="cancel"), False),
    ],
)
def test_a_request_or_command_is_taken_whole(
    fields: Mapping[str, object], came: Heard, *, granted: bool
) -> None:
    wanted = utterance(**fields)

    assert is_granted(wanted, came) is granted
    assert score([(wanted, came), (utterance(), heard())]).asked_accuracy == int(granted)


# How it is heard.


@pytest.mark.parametrize(
    ("fields", "came"),
    [
        ({"text": "8"}, heard({"team_size": 8})),
        (
            {"text": "9 engineers", "answered": {"team_size": 8}, "asking": "team_size"},
            heard({"team_size": 9}),
        ),
        ({"text": "aws", "answered": {"team_size": 8}}, heard({"cloud": "aws"})),
        ({"text": "cancel"}, heard(command="cancel")),
        ({"text": "restart", "answered": {"team_size": 8}}, heard(command="restart")),
        (
            {"text": "keep", "answered": {"team_size": 8}, "asking": "team_size"},
            heard(command="keep"),
        ),
        ({"text": "enough"}, heard(command="enough")),
        ({"text": "go on"}, heard(command="go_on")),
        ({"text": "right"}, heard(command="agree")),
        ({"text": "a green sofa"}, heard()),
    ],
    ids=lambda each: each["text"] if isinstance(each, dict) else "came",
)
def test_an_utterance_is_said_to_the_conversation_as_it_is(
    fields: Mapping[str, object], came: Heard, kb: KnowledgeBase
) -> None:
    assert hear(utterance(**fields), kb) == came


def test_the_report_has_a_line_for_each_file_and_for_all(kb: KnowledgeBase) -> None:
    lines = list(report("development", kb))

    titles = [line.split()[0] for line in lines[: len(CORPUS["development"]) + 2]]
    assert titles == ["development", *CORPUS["development"], "all"]


def test_an_unknown_part_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["held-out"]) == 2
    assert capsys.readouterr().err == ("No such part: held-out. Parts: development, held_out.\n")
