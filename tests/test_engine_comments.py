"""Replies with a comment around them, and what only looks like one."""

import pytest

from engine.dialogue.understand import understand
from knowledge.schema import KnowledgeBase, SlotId

TEAM, SKILL = SlotId("team_size"), SlotId("kubernetes_skill")


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("60 across all the squads", 60),
        ("that'd be nineteen, which surprised me too", 19),
        ("uh we are 14 now, all of them in one office", 14),
        ("8: five seniors, three juniors", 8),
    ],
)
def test_a_number_with_a_comment_answers_the_open_question(
    kb: KnowledgeBase, said: str, value: int
) -> None:
    assert understand(said, kb, TEAM).answers == {TEAM: value}


@pytest.mark.parametrize(
    "said",
    [
        "see you in 5",
        "meeting room 8 is free",
        "lunch at 12 for everybody",
        "5 dogs and no cats",
        "7 pm for those who can",
        "shall we say 9 for now?",
        "was 7 last year",
    ],
)
def test_other_numbers_answer_nothing(kb: KnowledgeBase, said: str) -> None:
    assert understand(said, kb, TEAM).answers == {}


def test_what_else_is_said_beside_the_total_stands(kb: KnowledgeBase) -> None:
    told = understand("8: five seniors, three juniors, aws", kb, TEAM)
    assert told.answers == {TEAM: 8, SlotId("cloud"): "aws"}


def test_an_option_with_a_comment_answers_the_open_question(kb: KnowledgeBase) -> None:
    assert understand("none we are data people", kb, SKILL).answers == {SKILL: "none"}


def test_what_is_said_of_an_option_does_not_choose_it(kb: KnowledgeBase) -> None:
    assert understand("aws is expensive", kb, SlotId("cloud")).answers == {}
