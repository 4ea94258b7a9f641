"""The cases of tests/cases: in the engine, in words, on the command line and in Slack."""

import functools
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
import pytest_asyncio
from typer.testing import CliRunner

from bot import log
from bot.cli import main
from bot.store import migrate
from bot.terminal import commands
from engine.decision.model import Recommendation, Weighing
from engine.decision.recommend import recommend
from engine.dialogue.advance import advance, start
from engine.dialogue.model import TextSaid
from engine.dialogue.state import known_answers
from knowledge.schema import (
    ChoiceQuestion,
    Edition,
    KnowledgeBase,
    NumberQuestion,
    SlotId,
)
from tests.bot_under_test import Bot, bot_running
from tests.cases_read import Case, all_cases
from tests.slack_double import SlackDouble

CASES = all_cases()
IN_SLACK = [
    name for name, case in CASES.items() if case.edition is Edition.CURRENT and not case.contenders
]

Json = dict[str, Any]

every_case = pytest.mark.parametrize("name", CASES)


def advice(case: Case, kb: KnowledgeBase) -> Recommendation:
    ranked = kb.with_contenders() if case.contenders else kb
    return recommend(case.answers, ranked, case.edition, Weighing(stressed=case.stressed))


def phrase_of(kb: KnowledgeBase, slot: SlotId, value: int | str) -> str:
    """An answer in the words of its question."""
    match kb.question(slot):
        case NumberQuestion() as question if value == 0 and question.none_says:
            return question.none_says[0]
        case NumberQuestion() as question:
            return f"{value} {question.one if value == 1 else question.many}"
        case ChoiceQuestion() as question:
            return next(option.phrase for option in question.options if option.id == value)


def in_phrases(case: Case, kb: KnowledgeBase) -> str:
    """All that is known of a case, in the words of the questions."""
    names = {criterion.id: criterion.name for criterion in kb.criteria}
    return ", ".join(
        [
            *(phrase_of(kb, slot, value) for slot, value in case.answers.items()),
            *(f"{names[criterion]} matters most" for criterion in case.stressed),
        ]
    )


def typed(case: Case, kb: KnowledgeBase) -> str:
    """The text of a case, with a "not sure" for each base question that it leaves open."""
    said = in_phrases(case, kb) if case.text is None else case.text
    unsure = [
        f"not sure about the {question.label.lower()}"
        for question in kb.questions
        if question.stage == "base" and question.id not in case.answers
    ]
    return ", ".join(filter(None, [said, *unsure]))


def test_every_part_of_the_lesson_that_advises_has_cases() -> None:
    assert len(CASES) >= 100
    assert {name.partition(":")[0] for name in CASES} == {
        *("profiles", "archetypes", "anti_patterns", "heuristics", "common_mistakes"),
        *("questions_and_answers", "choosing_zenml", "use_it_if"),
        *("tree", "constraints", "current_facts"),
    }


def test_every_leaf_of_the_tree_is_reached_by_a_case(kb: KnowledgeBase) -> None:
    assert {case.expect.leaf for case in CASES.values()} >= {node.id for node in kb.tree}


@every_case
def test_what_a_case_names_is_known(name: str, kb: KnowledgeBase) -> None:
    case = CASES[name]
    assert set(case.named) <= {*kb.alternatives, *kb.contenders}
    if case.differs is not None:
        assert kb.source(case.differs.source).as_of


@every_case
def test_the_engine_advises_as_an_expert_would(name: str, kb: KnowledgeBase) -> None:
    case = CASES[name]
    found = advice(case, kb)
    assert list(case.expect.unmet_by(found)) == []
    if case.differs is not None:
        assert found.alternative not in case.differs.lesson, "this differs no longer: say so"


@every_case
def test_what_a_team_types_gives_the_answers_of_its_case(name: str, kb: KnowledgeBase) -> None:
    case = CASES[name]
    for text in {typed(case, kb), in_phrases(case, kb)}:
        state = advance(start(kb), TextSaid(text=text), kb).state
        assert (known_answers(state), state.refused) == (case.answers, {}), text
        assert state.stressed == case.stressed, text


def on_the_command_line(case: Case, kb: KnowledgeBase) -> Json:
    """What ``orchestrator recommend --json`` prints for what a team types."""
    contenders = ["--include-contenders"] if case.contenders else []
    arguments = ["recommend", typed(case, kb), "--edition", case.edition, "--json", *contenders]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    document: Json = json.loads(done.stdout)
    return document


@pytest.fixture(scope="module")
def printed(kb: KnowledgeBase) -> Iterator[Callable[[str], Json]]:
    """What the command line prints for a case, worked out once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commands, "load", lambda: kb)
        # The log of the app that runs beside it must not end in the runner's stderr.
        patch.setattr(log, "configure", lambda _: None)
        yield functools.cache(lambda name: on_the_command_line(CASES[name], kb))


@every_case
def test_the_command_line_gives_the_pick_of_the_engine(
    name: str, printed: Callable[[str], Json], kb: KnowledgeBase
) -> None:
    case = CASES[name]
    document, found = printed(name), advice(case, kb)
    said = document["recommendation"]
    assert document["answers"] == case.answers
    assert (said["kind"], said["alternative"]) == (found.kind, found.alternative)
    assert said["confidence"] == found.confidence
    assert said["path"][-1] == found.leaf
    assert [entry["alternative"] for entry in document["ranking"]] == [
        entry.alternative for entry in found.ranking
    ]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bot]:
    """One app for all cases."""
    url = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('cases') / 'bot.db'}"
    await migrate.upgrade(url)
    async with SlackDouble().running() as slack, bot_running(slack, url) as running:
        yield running


def named_in(headline: str, kb: KnowledgeBase) -> Iterator[str]:
    """The alternatives that a headline names, in its order."""
    ids = {facts.name: alternative for alternative, facts in kb.alternatives.items()}
    for name in re.findall("|".join(map(re.escape, ids)), headline):
        yield ids[name]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("name", IN_SLACK)
async def test_slack_gives_the_pick_of_the_command_line(
    name: str, bot: Bot, printed: Callable[[str], Json], kb: KnowledgeBase
) -> None:
    root = await bot.open(f"recommend {typed(CASES[name], kb)}")
    headline = root.blocks[0]["text"]["text"]
    said = printed(name)["recommendation"]
    picked = [each for each in (said["alternative"], said["beside"], *said["close"]) if each]
    assert list(named_in(headline, kb))[: len(picked) or None] == picked
    assert headline.startswith("Stay with ") == (said["kind"] == "stay")
    assert (headline == "No orchestrator yet") == (said["kind"] == "no_orchestrator")
