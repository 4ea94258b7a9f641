"""Whole conversations through the real app, on SQLite and on PostgreSQL."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot import publisher
from bot.ledger import Ledger
from bot.store import decisions
from bot.store.database import Database
from bot.store.decisions import Decision
from bot.tenant import Tenant
from bot.views import notices
from knowledge.schema import SlotId
from tests import signed
from tests.bot_under_test import Bot, bot_running, offers, words_of
from tests.signed import Signed
from tests.slack_double import TEAM, Fault, Shown, SlackDouble

EVERYTHING = "recommend 8 engineers, 3 models, no k8s, aws"


@pytest.fixture
async def bot(slack: SlackDouble, database_url: str) -> AsyncIterator[Bot]:
    async with bot_running(slack, database_url) as running:
        yield running


async def decision_of(database: Database, shown: Shown) -> Decision:
    """The decision that this message shows, as it is stored."""
    async with database.transaction(Tenant(TEAM)) as tx:
        found = await decisions.of_thread(tx, shown.channel, shown.ts, "U1")
        assert found is not None
        decision = await decisions.load(tx, found)
    assert decision is not None
    return decision


async def answers_of(database: Database, shown: Shown) -> dict[str, int | str | None]:
    """What is stored of the answers."""
    stored = await decision_of(database, shown)
    return {slot: answer.value for slot, answer in stored.dialogue.answers.items()}


async def test_all_at_once_is_answered_in_one_turn(bot: Bot, database: Database) -> None:
    told = await bot.type(EVERYTHING)
    assert "8 engineers" in told
    assert "3 models" in told
    await bot.slack.until(lambda: bool(bot.slack.roots()))
    await bot.settled()
    [root] = bot.slack.roots()
    assert "Metaflow" in root.text
    assert root.updates == 0
    # What it asks could change the answer, and needs no reply.
    [follow_up] = bot.slack.thread(root)
    assert "could change the answer" in words_of(follow_up)
    assert await answers_of(database, root) == {
        "team_size": 8,
        "model_count": 3,
        "kubernetes_skill": "none",
        "cloud": "aws",
    }


async def test_four_questions_one_after_the_other_lead_to_an_answer(
    bot: Bot, database: Database
) -> None:
    root = await bot.open()
    await bot.answer(root, "choose.team_size.8")
    await bot.answer(root, "type.model_count", value="3")
    await bot.answer(root, "choose.kubernetes_skill.none")
    await bot.answer(root, "choose.cloud.aws")
    await bot.shows(root, "Metaflow")
    await bot.slack.until(lambda: len(bot.slack.thread(root)) == 6)
    await bot.settled()
    *questions, answer, follow_up = bot.slack.thread(root)
    assert [words_of(question).count("change.") for question in questions] == [1, 1, 1, 1]
    assert "Metaflow" in answer.text
    assert offers(follow_up, "enough")
    assert await answers_of(database, root) == {
        "team_size": 8,
        "model_count": 3,
        "kubernetes_skill": "none",
        "cloud": "aws",
    }


async def test_a_corrected_answer_changes_the_advice_in_place(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.click(root, "pick_change", option="team_size")
    await bot.answer(root, "choose.team_size.30")
    await bot.slack.until(lambda: "30 engineers" in words_of(root))
    assert len(bot.slack.roots()) == 1


async def test_what_is_not_known_can_be_skipped(bot: Bot, database: Database) -> None:
    root = await bot.open("recommend 8 engineers, 3 models")
    await bot.answer(root, "skip.kubernetes_skill")
    await bot.answer(root, "choose.cloud.aws")
    await bot.shows(root, "Metaflow")
    assert (await answers_of(database, root))["kubernetes_skill"] is None


async def test_a_form_takes_everything_or_says_what_it_cannot_use(
    bot: Bot, database: Database
) -> None:
    root = await bot.open()
    await bot.click(root, "open_form")
    await bot.slack.until(lambda: bool(bot.slack.views))
    view = bot.slack.views[0]["view"]
    values: dict[str, dict[str, object]] = {
        "team_size": {"type": "plain_text_input", "value": "-3"},
        "model_count": {"type": "plain_text_input", "value": "3"},
        "kubernetes_skill": {"selected_option": {"value": "none"}},
        "cloud": {"selected_option": {"value": "aws"}},
    }
    response = await bot.send(signed.view_submission(view, values))
    errors = response.json()["errors"]
    assert list(errors) == ["team_size"]
    assert "3" in errors["team_size"]
    assert await answers_of(database, root) == {}

    values["team_size"] = {"type": "plain_text_input", "value": "8"}
    response = await bot.send(signed.view_submission(view, values))
    assert response.content == b""
    await bot.shows(root, "Metaflow")
    assert (await answers_of(database, root))["team_size"] == 8


async def test_an_input_counts_for_itself_and_an_emptied_one_is_not_known(
    bot: Bot, database: Database
) -> None:
    root = await bot.open("recommend 9 engineers, aws")
    await bot.click(root, "open_form")
    await bot.slack.until(lambda: bool(bot.slack.views))
    values: dict[str, dict[str, object]] = {
        "team_size": {"type": "plain_text_input", "value": "8 engineers, 3 models"},
        "model_count": {"type": "plain_text_input", "value": None},
        "kubernetes_skill": {"selected_option": None},
        "cloud": {"selected_option": None},
    }
    await bot.send(signed.view_submission(bot.slack.views[0]["view"], values, user="U2"))
    await bot.settled()
    assert await answers_of(database, root) == {"team_size": 8, "cloud": None}


async def test_an_answer_that_cannot_be_used_is_explained_and_asked_again(bot: Bot) -> None:
    root = await bot.open()
    question = await bot.question(root, "type.team_size")
    before = words_of(question)
    await bot.click(question, "type.team_size", value="a herd")
    await bot.slack.until(lambda: bool(bot.slack.ephemerals))
    [told] = bot.slack.ephemerals
    assert told["user"] == "U1"
    assert told["thread_ts"] == root.ts
    await bot.slack.until(lambda: words_of(question) != before)
    assert offers(question, "type.team_size")


async def test_cancelled_and_begun_again(bot: Bot, database: Database) -> None:
    root = await bot.open("recommend 8 engineers")
    await bot.click(root, "cancel")
    await bot.shows(root, "ancelled")
    await bot.click(root, "restart")
    await bot.slack.until(lambda: offers(root, "open_form"))
    assert await answers_of(database, root) == {}


async def test_the_reasons_come_into_the_thread_once(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    await bot.click(root, "reasons")
    await bot.settled()
    await bot.click(root, "reasons")
    await bot.slack.until(lambda: bool(bot.slack.ephemerals))
    await bot.settled()
    assert [each.post for each in bot.slack.thread(root)].count("reasons.") == 1


async def test_how_sure_it_is_comes_into_the_thread_and_follows_the_answers(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.click(root, "sureness")
    await bot.settled()
    [sureness] = [each for each in bot.slack.thread(root) if each.post == "sureness."]
    assert "data_visualization" in words_of(sureness)
    assert "Metaflow comes first in 92 % of 10,000 draws" in words_of(sureness)
    await bot.settled()
    await bot.click(root, "sureness")
    await bot.slack.until(lambda: bool(bot.slack.ephemerals))
    assert "stands in the thread already" in bot.slack.ephemerals[-1]["text"]
    await bot.click(root, "pick_change", option="team_size")
    await bot.answer(root, "choose.team_size.60")
    await bot.slack.until(lambda: "(clear from 80 %)" in words_of(sureness))


async def test_the_most_decisive_question_is_asked_at_a_press(bot: Bot, database: Database) -> None:
    root = await bot.open(EVERYTHING)
    await bot.answer(root, "enough")
    await bot.shows(root, "Ask me: ")
    [asks] = [
        block["accessory"]["action_id"]
        for block in root.blocks
        if block.get("accessory", {}).get("action_id", "").startswith("change.")
    ]
    slot = asks.removeprefix("change.")
    await bot.click(root, asks)
    await bot.slack.until(lambda: bool(bot.slack.ephemerals))
    assert bot.slack.ephemerals[-1]["text"] == notices.ASKED_IN_THREAD
    await bot.answer(root, f"skip.{slot}")
    await bot.settled()
    assert slot in await answers_of(database, root)
    assert asks not in words_of(root)


async def test_what_is_stressed_moves_the_weights_and_says_so(bot: Bot) -> None:
    told = await bot.type(
        "recommend 30 engineers, 20 models, strong k8s, gcp, lineage matters most"
    )
    assert "Artifact lineage matters most" in told
    await bot.slack.until(lambda: bool(bot.slack.roots()))
    await bot.shows(bot.slack.roots()[0], "Artifact lineage 20 % → 45 %, since you stressed it")


async def test_a_subject_is_explained_to_the_person_alone(bot: Bot) -> None:
    response = await bot.send(signed.command("explain lineage"))
    answer = response.json()
    assert answer["response_type"] == "ephemeral"
    assert answer["blocks"][0]["text"]["text"] == "Artifact lineage"
    assert "Artifact lineage" in answer["text"]
    assert "`tree`" in (await bot.send(signed.command("explain"))).text
    assert bot.slack.acts == []


async def test_two_alternatives_are_compared_for_the_person_alone(bot: Bot) -> None:
    assert await bot.type("compare prefect vs KFP") == ""  # its chart may have to be left out
    await bot.slack.until(lambda: bool(bot.slack.responses))
    [answer] = bot.slack.responses
    assert answer["response_type"] == "ephemeral"
    assert answer["blocks"][0]["text"]["text"] == "Prefect and Kubeflow Pipelines"
    assert any(block["type"] == "table" for block in answer["blocks"])
    assert "Name two to compare" in await bot.type("compare prefect")
    assert bot.slack.acts == []


async def test_in_the_direct_message_a_subject_is_explained_with_its_tables(bot: Bot) -> None:
    await bot.send(typed("explain lineage"))
    await bot.slack.until(lambda: bool(beside(bot)))
    [shown] = beside(bot)
    assert any(block["type"] == "table" for block in shown.blocks)
    await bot.send(typed("compare prefect dagster"))
    await bot.slack.until(lambda: len(beside(bot)) == 2)
    assert beside(bot)[1].text.startswith("Prefect and Dagster. ")


async def test_two_decisions_in_one_channel_do_not_mix(bot: Bot, database: Database) -> None:
    first = await bot.open("recommend 8 engineers")
    second = await bot.open("recommend 30 engineers", user="U2")
    await bot.answer(second, "choose.model_count.3")
    await bot.settled()
    assert await answers_of(database, first) == {"team_size": 8}
    assert await answers_of(database, second) == {"team_size": 30, "model_count": 3}


async def test_where_the_app_may_not_post_it_goes_on_in_a_direct_message(bot: Bot) -> None:
    bot.slack.not_member.add("C1")
    root = await bot.open()
    assert root.channel == "D1"
    assert "<#C1>" in words_of(root)
    await bot.slack.until(lambda: bool(bot.slack.responses))
    [told] = bot.slack.responses
    assert "/invite" in told["text"]
    await bot.answer(root, "choose.team_size.8")
    await bot.question(root, "type.model_count")


async def test_where_it_may_post_nowhere_the_person_is_told(bot: Bot) -> None:
    bot.slack.not_member.add("C1")
    bot.slack.no_direct_messages = True
    await bot.type("recommend")
    await bot.slack.until(lambda: bool(bot.slack.responses))
    await bot.settled()
    assert [each["text"] for each in bot.slack.responses] == [notices.NOWHERE_TO_POST]
    assert bot.slack.messages == {}


async def test_what_is_typed_in_the_direct_message_is_understood(
    bot: Bot, database: Database
) -> None:
    bot.slack.not_member.add("C1")
    root = await bot.open()
    said = {
        "type": "message",
        "channel_type": "im",
        "channel": root.channel,
        "user": "U1",
        "text": "8 engineers and 3 models",
        "ts": "1700000002.000001",
        "thread_ts": root.ts,
    }
    assert (await bot.send(signed.event(said))).status_code == 200
    # The same message under another event id is the same message.
    assert (await bot.send(signed.event(said))).status_code == 200
    await bot.question(root, "choose.kubernetes_skill.none")
    assert await answers_of(database, root) == {"team_size": 8, "model_count": 3}


_count = itertools.count(1)


def beside(bot: Bot) -> list[Shown]:
    """What the app has said apart from the posts of decisions, to all who are there."""
    return [each for each in bot.slack.messages.values() if not each.decision]


def typed(text: str, **fields: str) -> Signed:
    """A message in the direct message with the app, outside any thread."""
    return signed.event(
        {
            "type": "message",
            "channel_type": "im",
            "channel": "D1",
            "user": "U1",
            "text": text,
            "ts": f"1700000003.{next(_count):06d}",
            **fields,
        }
    )


async def test_a_whole_conversation_can_be_typed_beside_the_thread(
    bot: Bot, database: Database
) -> None:
    async def say(text: str) -> str:
        before = len(beside(bot))
        assert (await bot.send(typed(text))).status_code == 200
        await bot.slack.until(lambda: len(beside(bot)) > before)
        return beside(bot)[-1].text

    assert "/orchestrator recommend" in await say("good morning")
    assert (await bot.send(typed("recommend"))).status_code == 200
    await bot.slack.until(lambda: bool(bot.slack.roots()))
    [root] = bot.slack.roots()
    await bot.settled()
    assert "How many models" in await say("8 engineers")
    assert "Kubernetes" in await say("3 models")
    assert "Where will the pipelines run" in await say("no k8s")
    assert "*Metaflow" in await say("aws")
    assert "30 engineers" in await say("actually 30 engineers")
    await bot.shows(root, "30 engineers")
    assert "Choose what starts the pipelines today" in await say("what a fine day")
    assert "/orchestrator recommend" in await say("help")
    assert len(bot.slack.roots()) == 1
    assert (await answers_of(database, root))["team_size"] == 30


@pytest.mark.parametrize("subtype", ["thread_broadcast", "file_share"])
async def test_a_reply_that_is_shown_twice_or_has_a_picture_counts(
    bot: Bot, database: Database, subtype: str
) -> None:
    root = await bot.open("recommend", channel="D1")
    await bot.send(typed("8 engineers", thread_ts=root.ts, subtype=subtype))
    await bot.question(root, "type.model_count")
    assert await answers_of(database, root) == {"team_size": 8}


async def test_the_bots_own_messages_are_not_answers(bot: Bot, database: Database) -> None:
    root = await bot.open("recommend", channel="D1")
    for mark in ({"bot_id": "B1"}, {"subtype": "message_changed"}):
        said = {
            "type": "message",
            "channel_type": "im",
            "channel": "D1",
            "user": "U1",
            "text": "8 engineers",
            "ts": "1700000002.000001",
            "thread_ts": root.ts,
            **mark,
        }
        assert (await bot.send(signed.event(said))).status_code == 200
    assert await answers_of(database, root) == {}


async def test_home_offers_a_new_decision_and_says_where_it_is(bot: Bot) -> None:
    opened = {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"}
    await bot.send(signed.event(opened))
    await bot.slack.until(lambda: "U1" in bot.slack.homes)
    block_id, _ = signed.find(bot.slack.homes["U1"]["blocks"], "start")
    request = signed.interaction(
        {
            "type": "block_actions",
            "user": {"id": "U1"},
            "team": {"id": TEAM},
            "trigger_id": "t.home",
            "container": {"type": "view", "view_id": "V2"},
            "actions": [{"action_id": "start", "block_id": block_id, "action_ts": "1.1"}],
        }
    )
    assert (await bot.send(request)).status_code == 200
    await bot.slack.until(lambda: bool(bot.slack.roots()))
    assert bot.slack.roots()[0].channel == "D1"
    await bot.slack.until(lambda: "Messages" in str(bot.slack.homes["U1"]))


@pytest.mark.parametrize("between", [" ", "\n", "\t", "  \n "])
async def test_whatever_stands_between_the_words_of_a_command(bot: Bot, between: str) -> None:
    assert "8 engineers" in await bot.type(f"recommend{between}8 engineers")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "/orchestrator recommend"),
        ("help", "/orchestrator recommend"),
        ("HELP", "/orchestrator recommend"),
        ("recomend", "recommend"),
        ("hepl", "help"),
        ("explian lineage", "Artifact lineage"),
        ("comparing", "compare"),
        ("explain lineag", "explain lineage"),
        ("explain xyzzy", "lists all there is"),
        ("compare", "compare prefect dagster"),
        ("xyzzy", "help"),
        ("<!channel>", "help"),
    ],
)
async def test_help_and_unknown_words_are_answered(bot: Bot, typed: str, told: str) -> None:
    answer = await bot.type(typed)
    assert told in answer
    assert "<!" not in answer
    assert bot.slack.acts == []


@pytest.mark.parametrize(
    "typed",
    [
        "-3 engineers",
        "0 models",
        "five hundred thousand engineers",
        "2.5 engineers",
        "🦄🦄🦄",
        "<!channel> <@U2> <https://evil.example|bank>",
        "\u202eabc\u202c \x00",
        "we have 2 dogs",
        "x" * 4000,
        "9" * 4000,
    ],
)
async def test_bad_input_is_answered_and_the_dialogue_goes_on(
    bot: Bot, database: Database, typed: str
) -> None:
    told = await bot.type(f"recommend {typed}")
    assert told
    await bot.slack.until(lambda: bool(bot.slack.roots()))
    [root] = bot.slack.roots()
    await bot.question(root, "type.team_size")
    for said in (told, *(words_of(message) for message in bot.slack.messages.values())):
        assert "<!" not in said
        assert "evil" not in said
        assert "99999" not in said
        assert "<@U2>" not in said
    await bot.answer(root, "choose.team_size.8")
    await bot.question(root, "type.model_count")
    answers = await answers_of(database, root)
    assert answers["team_size"] == 8


async def test_an_old_message_says_so(bot: Bot, database: Database) -> None:
    root = await bot.open()
    question = await bot.question(root, "choose.team_size.8")
    await bot.settled()
    elsewhere = Shown(question.channel, "1600000000.000001", "", question.blocks, root.ts)
    await bot.click(elsewhere, "choose.team_size.8")
    await bot.slack.until(lambda: bool(bot.slack.ephemerals))
    assert "out of date" in bot.slack.ephemerals[0]["text"]
    assert await answers_of(database, root) == {}


@pytest.mark.parametrize(
    ("action_id", "block_id"),
    [
        ("choose.team_size.8", "unknown.1.answers"),
        ("from_the_future", "unknown.1.answers"),
        ("choose.team_size.8", "nonsense"),
        ("choose.team_size.8", "a.b.c.d"),
    ],
)
async def test_an_unknown_control_says_so(bot: Bot, action_id: str, block_id: str) -> None:
    shown = Shown("C1", "1.1", "", [], None)
    await bot.click(shown, action_id, block_id=block_id)
    await bot.slack.until(lambda: bool(bot.slack.ephemerals))
    assert "/orchestrator recommend" in bot.slack.ephemerals[0]["text"]


async def test_another_workspace_cannot_touch_a_decision(bot: Bot, database: Database) -> None:
    root = await bot.open()
    question = await bot.question(root, "choose.team_size.8")
    await bot.click(question, "choose.team_size.8", team="T0OTHER")
    await bot.slack.until(lambda: bool(bot.slack.ephemerals))
    assert await answers_of(database, root) == {}


async def test_a_slot_that_does_not_exist_changes_nothing(bot: Bot, database: Database) -> None:
    root = await bot.open()
    block_id, _ = signed.find(root.blocks, "open_form")
    for action_id in ("choose.nonsense.8", "skip.nonsense", "change.nonsense", "type.nonsense"):
        await bot.click(root, action_id, block_id=block_id, value="8")
    await bot.settled()
    assert await answers_of(database, root) == {}
    await bot.answer(root, "choose.team_size.8")
    await bot.question(root, "type.model_count")


async def test_a_form_undoes_nothing_that_others_did_meanwhile(
    bot: Bot, database: Database
) -> None:
    root = await bot.open("recommend 8 engineers, 3 models, some k8s")
    await bot.click(root, "open_form")
    await bot.slack.until(lambda: bool(bot.slack.views))
    await bot.click(root, "pick_change", option="team_size", user="U3")
    await bot.answer(root, "choose.team_size.30", user="U3")
    as_it_was_shown: dict[str, dict[str, object]] = {
        "team_size": {"type": "plain_text_input", "value": "8"},
        "model_count": {"type": "plain_text_input", "value": "3"},
        "kubernetes_skill": {"selected_option": {"value": "some"}},
        "cloud": {"selected_option": {"value": "aws"}},
    }
    view = bot.slack.views[0]["view"]
    await bot.send(signed.view_submission(view, as_it_was_shown, user="U2"))
    await bot.settled()
    stored = await decision_of(database, root)
    said = {slot: (each.value, each.by) for slot, each in stored.dialogue.answers.items()}
    assert said == {
        "team_size": (30, "U3"),
        "model_count": (3, "U1"),
        "kubernetes_skill": ("some", "U1"),
        "cloud": ("aws", "U2"),
    }


async def test_a_form_of_a_cancelled_decision_says_so(bot: Bot) -> None:
    root = await bot.open()
    await bot.click(root, "open_form")
    await bot.slack.until(lambda: bool(bot.slack.views))
    await bot.click(root, "cancel")
    values: dict[str, dict[str, object]] = {
        "team_size": {"type": "plain_text_input", "value": "8"},
    }
    response = await bot.send(signed.view_submission(bot.slack.views[0]["view"], values))
    assert "cancelled" in response.json()["errors"]["team_size"]


async def answer_at_once(bot: Bot, database: Database, people: int) -> int:
    """So many people answer at the same time; returns how many of them were told of a failure."""
    root = await bot.open()
    await bot.question(root, "choose.team_size.8")
    await bot.settled()
    block_id, _ = signed.find(root.blocks, "open_form")
    clicks = [
        bot.click(root, f"choose.team_size.{size}", user=f"U{size}", block_id=block_id)
        for size in range(10, 10 + people)
    ]
    await asyncio.gather(*clicks)
    await bot.settled()
    stored = await decision_of(database, root)
    assert stored.dialogue.answers[SlotId("team_size")].value in range(10, 10 + people)
    return len(bot.slack.ephemerals)


async def test_of_many_answers_at_once_none_fails(bot: Bot, database: Database) -> None:
    assert await answer_at_once(bot, database, 30) == 0


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_naive_without_the_lock_many_fail(
    bot: Bot, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "load_to_change", decisions.load)
    in_transaction = Ledger.in_transaction

    async def without_a_turn(self: Ledger, tenant: Tenant, work: Any, *, of: str = "") -> Any:
        """Within one process people wait for their turn before they come to the lock."""
        del of
        return await in_transaction(self, tenant, work)

    monkeypatch.setattr(Ledger, "in_transaction", without_a_turn)
    assert await answer_at_once(bot, database, 30) > 0


async def test_after_the_app_was_removed_a_click_is_saved_and_says_what_to_do(
    bot: Bot, database: Database
) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    bot.slack.faults["chat.update"].append(Fault(error="not_in_channel"))
    await bot.click(root, "pick_change", option="team_size")
    await bot.settled()
    # Invited again: the same button once more brings the message and its question to life.
    await bot.click(root, "pick_change", option="team_size")
    await bot.slack.until(lambda: any("/invite" in e["text"] for e in bot.slack.ephemerals))
    await bot.answer(root, "choose.team_size.30")
    await bot.shows(root, "30 engineers")
    assert (await answers_of(database, root))["team_size"] == 30


async def test_every_use_of_a_decision_brings_its_messages_back(bot: Bot) -> None:
    root = await bot.open(EVERYTHING)
    await bot.settled()
    await bot.click(root, "open_form")
    await bot.slack.until(lambda: bool(bot.slack.views))

    block_id, _ = signed.find(root.blocks, "reasons")

    async def removed_from_the_channel_while_changing(slot: str) -> None:
        bot.slack.faults["chat.update"].append(Fault(error="not_in_channel"))
        await bot.click(root, f"change.{slot}", block_id=block_id)
        await bot.settled()
        assert not bot.slack.faults["chat.update"]

    await removed_from_the_channel_while_changing("team_size")
    await bot.click(root, "reasons", block_id=block_id)
    await bot.shows(root, "Team, to be changed")
    await bot.settled()
    await removed_from_the_channel_while_changing("cloud")
    values: dict[str, dict[str, object]] = {
        "team_size": {"type": "plain_text_input", "value": "30"}
    }
    await bot.send(signed.view_submission(bot.slack.views[0]["view"], values))
    await bot.shows(root, "30 engineers")


async def test_what_slack_never_confirmed_comes_back_with_its_question(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publisher, "UNSURE_SECONDS", 0.1)
    bot.slack.faults["chat.postMessage"].extend(Fault(drop_before=True) for _ in range(2))
    await bot.send(typed("recommend"))
    await bot.settled()
    assert bot.slack.roots() == []
    await bot.send(typed("aws"))
    await bot.slack.until(lambda: bool(bot.slack.roots()))
    await bot.question(bot.slack.roots()[0], "type.team_size")


async def test_a_new_decision_where_the_app_is_no_member_is_told_there(bot: Bot) -> None:
    bot.slack.not_member.add("C7")
    shown = Shown("C7", "1.1", "", [], None)
    request = signed.action(
        shown, "start", block_id="new.0.start", response_url=bot.slack.response_url
    )
    await bot.send(request)
    await bot.slack.until(lambda: bool(bot.slack.responses))
    assert "/invite" in bot.slack.responses[0]["text"]
    assert bot.slack.roots()[0].channel == "D1"


async def test_a_sentence_for_one_person_reaches_them_where_the_app_is_no_member(bot: Bot) -> None:
    bot.slack.faults["chat.postEphemeral"].append(Fault(error="not_in_channel"))
    shown = Shown("C7", "1.1", "", [], None)
    request = signed.action(
        shown, "from_the_future", block_id="a.1.b", response_url=bot.slack.response_url
    )
    await bot.send(request)
    await bot.slack.until(lambda: bool(bot.slack.responses))
    assert "another version" in bot.slack.responses[0]["text"]


async def test_what_is_not_understood_is_asked_once(bot: Bot) -> None:
    await bot.send(typed("recommend"))
    await bot.settled()
    await bot.send(typed("blah blah"))
    await bot.idle()
    [told] = beside(bot)
    assert told.text.count("The number of people") == 1
    assert bot.slack.turns(bot.slack.roots()[0]) == []


@pytest.mark.parametrize(
    "code", ["restricted_action_read_only_channel", "no_permission", "is_archived"]
)
async def test_wherever_it_may_not_post_it_goes_on_in_the_direct_message(
    bot: Bot, code: str
) -> None:
    bot.slack.faults["chat.postMessage"].append(Fault(error=code))
    root = await bot.open(EVERYTHING)
    assert root.channel == "D1"
    await bot.slack.until(lambda: bool(bot.slack.responses))


async def test_a_message_that_slack_will_not_take_is_told(bot: Bot) -> None:
    bot.slack.faults["chat.postMessage"].append(Fault(error="ekm_access_denied"))
    await bot.type(EVERYTHING)
    await bot.slack.until(lambda: bool(bot.slack.responses))
    assert "ekm_access_denied" in bot.slack.responses[0]["text"]


async def test_two_open_decisions_in_a_direct_message_the_open_one_listens(
    bot: Bot, database: Database
) -> None:
    older = await bot.open("recommend", channel="D1")
    newer = await bot.open("recommend", channel="D1")
    await bot.settled()
    await bot.click(newer, "cancel")
    await bot.send(typed("8 engineers"))
    await bot.settled()
    assert await answers_of(database, older) == {"team_size": 8}


async def test_what_belongs_to_no_decision_is_answered_once(bot: Bot) -> None:
    request = typed("good morning")
    for _ in range(4):
        await bot.send(request)
    await bot.idle()
    assert len(beside(bot)) == 1
