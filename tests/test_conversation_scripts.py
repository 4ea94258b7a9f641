"""Every scripted conversation of tests/conversations, on SQLite and on PostgreSQL."""

from collections.abc import Iterable, Sequence

import httpx
import pytest

from bot import render
from bot.basis import basis_of
from bot.errands import Errands
from bot.ledger import Ledger
from bot.store import decisions, deliveries
from bot.store.database import Transaction
from bot.store.posts import PostKey
from bot.store.turns import KeptTurn
from engine.dialogue.model import DialogueState, Remark
from knowledge.schema import KnowledgeBase, SlotId
from tests.conversation_player import play
from tests.conversation_scripts import PATTERNS, SURFACES, Script, all_scripts
from tests.slack_double import TOKEN, SlackDouble

SCRIPTS = all_scripts()
TWICE = SCRIPTS["lasting: What is delivered twice counts once"]
DYING = SCRIPTS["lasting: A question that was asked before the app died is answered after it"]


@pytest.mark.parametrize("name", SCRIPTS)
async def test_a_script_reaches_its_goal(name: str, slack: SlackDouble, database_url: str) -> None:
    await play(SCRIPTS[name], slack, database_url)


def test_every_pattern_and_every_surface_has_a_script() -> None:
    assert len(SCRIPTS) >= 36
    assert {script.pattern for script in SCRIPTS.values()} == set(PATTERNS)
    assert {script.surface for script in SCRIPTS.values()} == set(SURFACES)


def test_all_at_once_is_answered_in_one_turn_on_three_surfaces() -> None:
    """Its scripts take one step, so that an answer after a second one could not pass."""
    found = [each for each in SCRIPTS.values() if each.pattern == "all_at_once"]
    spoken = [each for each in found if each.surface != "form"]
    assert {each.surface for each in spoken} == {"slash_command", "mention", "direct_message"}
    assert {len(each.steps) for each in spoken} == {1}
    assert {each.goal.status for each in found} == {"concluded"}


async def test_a_goal_that_is_not_reached_is_noticed(slack: SlackDouble, database_url: str) -> None:
    script = SCRIPTS["all_at_once: In a command"]
    answers = {**script.goal.answers, SlotId("team_size"): 9}
    wrong = script.model_copy(update={"goal": script.goal.model_copy(update={"answers": answers})})
    with pytest.raises(AssertionError, match=r"it ends otherwise: \{'answers'"):
        await play(wrong, slack, database_url)


async def test_naive_without_noting_deliveries_what_comes_twice_counts_twice(
    slack: SlackDouble, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def always_new(_tx: Transaction, _keys: Iterable[str]) -> bool:
        return True

    monkeypatch.setattr(deliveries, "note", always_new)
    with pytest.raises(AssertionError, match=r"step 1, mention: .* decisions have begun"):
        await play(TWICE, slack, database_url)


def without_deaths(script: Script) -> Script:
    steps = tuple(step.model_copy(update={"dies": None}) for step in script.steps)
    return script.model_copy(update={"steps": steps})


@pytest.fixture
def posting_directly(
    slack: SlackDouble, kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger that keeps no turn: its message is sent as soon as there is time."""
    errands = Errands()

    async def post(arguments: dict[str, object]) -> None:
        async with httpx.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
            await client.post(f"{slack.api_url}chat.postMessage", json=arguments)

    async def keep_turn(
        _ledger: Ledger,
        tx: Transaction,
        decision_id: str,
        remarks: Sequence[Remark],
        state: DialogueState,
        by: str,
    ) -> None:
        decision = await decisions.load(tx, decision_id)
        assert decision is not None
        kept = KeptTurn(by=by, remarks=tuple(remarks), state=state)
        key = PostKey(decision_id, "turn", "naive")
        rendered = render.post(await basis_of(tx, decision), key, kb, kept=kept)
        place = {"channel": decision.channel, "thread_ts": decision.thread_ts}
        errands.start("turn", post({**place, "text": rendered.text, "blocks": rendered.blocks}))

    monkeypatch.setattr(Ledger, "keep_turn", keep_turn)


@pytest.mark.usefixtures("posting_directly")
async def test_naive_that_keeps_no_turn_answers_while_nothing_dies(
    slack: SlackDouble, database_url: str
) -> None:
    await play(without_deaths(DYING), slack, database_url)


@pytest.mark.usefixtures("posting_directly")
async def test_naive_that_keeps_no_turn_loses_the_answer_when_it_dies(
    slack: SlackDouble, database_url: str
) -> None:
    with pytest.raises(AssertionError, match="step 2, mention: shows no 'Artifact lineage'"):
        await play(DYING, slack, database_url)
