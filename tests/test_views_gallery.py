"""Every example of the gallery keeps Slack's limits, carries our ids, and equals its golden file.

After a wanted change of wording or look, write the golden files anew and read the difference:

    UPDATE_GOLDEN=1 pytest tests/test_views_gallery.py
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.actions import decode, encode
from bot.block_ids import decode_block
from bot.views import ballot_form
from bot.views.cost_form import KEEP
from bot.views.decide_form import BECAUSE, OUTCOME, REVIEW, SUPERSEDES
from bot.views.examples import Example
from bot.views.form import ACTION_ID
from bot.views.gallery import GALLERY
from bot.views.item_form import ASSIGNEE, LINK, NOTE, VERDICT
from bot.views.limits import view_violations, violations
from bot.views.reminder_form import BACK, DATE, TIME
from bot.views.settings_form import CHOICES, COSTS, RETENTION, weight_input
from engine.cost.assumptions import Assumed
from knowledge.schema import KnowledgeBase

GOLDEN = Path(__file__).parent / "golden"
MARKUP = re.compile(
    r"<@[UW][A-Z0-9]+>|<#C[A-Z0-9]+>|<https://[^|<>]+\|[^|<>]+>|<!date\^[0-9]+\^[^|<>^]+\|[^|<>]+>"
)
EXCLAMATION = re.compile(r"\w!(\s|$)")
MESSAGE_BUDGET = 3000
"""Most characters that people read in a message, beside its table and controls."""
BUDGETS = {
    "root": 1800,
    "side": 1900,
    "ballots": 1900,
    "record": 2900,
    "checklist": 2930,
    "trials": 1880,
    "begun": 400,
    "reminded": 200,
    "page": 10_000,
}
"""Those of a kind of message; a page is asked for by one person, who sees it alone."""
LONG = "long"
OF_NO_DECISION = {"help", "home", "decisions", "begun", "beside"}
"""Their controls begin a decision or lead to one."""

every_example = pytest.mark.parametrize("name", sorted(GALLERY))


@pytest.fixture(scope="module")
def made() -> dict[str, Example]:
    """The examples that were made so far."""
    return {}


@pytest.fixture
def example(name: str, kb: KnowledgeBase, made: dict[str, Example]) -> Example:
    if name not in made:
        made[name] = GALLERY[name](kb)
    return made[name]


def texts(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from texts(value)
    elif isinstance(part, list):
        for item in part:
            yield from texts(item)


def values_of(part: Any, key: str) -> Iterator[str]:
    if isinstance(part, dict):
        if key in part:
            yield part[key]
        for value in part.values():
            yield from values_of(value, key)
    elif isinstance(part, list):
        for item in part:
            yield from values_of(item, key)


def prose(block: Any) -> Iterator[str]:
    """What is read of a block from end to end: the boxes of a checklist are, a menu is not."""
    match block["type"]:
        case "table":
            return
        case "actions":
            boxes = [each for each in block["elements"] if each["type"] == "checkboxes"]
            found = texts([each["options"] for each in boxes])
        case _:
            found = texts(block)
    yield from (re.sub(r"<(https://|!date)[^|]+\|", "", text) for text in found)


@every_example
def test_an_example_keeps_slacks_limits(name: str, example: Example) -> None:
    if example.surface != "message":
        assert view_violations(example.payload) == []
    elif example.blocks:
        assert violations(example.blocks, "message") == []


@every_example
def test_a_message_has_a_text_that_reads_alone(name: str, example: Example) -> None:
    if example.surface == "message":
        assert 1 <= len(example.payload["text"].strip()) <= 3000


@every_example
def test_a_message_is_no_wall(name: str, example: Example) -> None:
    if example.surface == "message" and LONG not in name:
        read = [text for block in example.blocks for text in prose(block)]
        kind, _, _ = name.partition("_")
        assert sum(map(len, read)) <= BUDGETS.get(kind, MESSAGE_BUDGET)


@every_example
def test_only_mentions_channels_and_links_are_markup(name: str, example: Example) -> None:
    for text in texts(dict(example.payload)):
        assert "<" not in MARKUP.sub("", text)
        assert "&amp;amp;" not in text


@every_example
def test_the_tone_is_calm(name: str, example: Example) -> None:
    for text in texts(dict(example.payload)):
        assert not EXCLAMATION.search(text)


@every_example
def test_every_action_id_is_one_of_ours(name: str, example: Example) -> None:
    for action_id in values_of(example.blocks, "action_id"):
        if example.surface == "modal":
            assert action_id == ACTION_ID
        else:
            assert encode(decode(action_id)) == action_id


@every_example
def test_every_block_id_says_decision_and_revision(
    name: str, example: Example, kb: KnowledgeBase
) -> None:
    slots = {each.id for each in kb.questions}
    signals = {each.id for each in kb.evaluation.outgrown.signals}
    trials = {each.id for each in kb.evaluation.proof_of_concept}
    inputs = {
        "quiz": signals,
        "assumptions": {*Assumed.model_fields, KEEP},
        "item": {VERDICT, NOTE, LINK, ASSIGNEE},
        "decide": {OUTCOME, BECAUSE, REVIEW, SUPERSEDES},
        "reminder": {DATE, TIME, BACK},
        "open": {each.id for each in kb.evaluation.checklist},
        "scores": trials,
        "ballot": {*(each.id for each in kb.criteria), ballot_form.BACK},
        "settings": {
            *(weight_input(each.id) for each in kb.criteria),
            *("contenders", RETENTION, *COSTS, *CHOICES),
        },
    }
    kind, _, _ = name.partition("_")
    for block_id in values_of(example.blocks, "block_id"):
        if example.surface == "modal":
            assert block_id.partition(".")[0] in inputs.get(kind, slots)
        else:
            reference = decode_block(block_id)
            known = ("new", 0) if kind in OF_NO_DECISION else ("d1", 7)
            assert (reference.decision, reference.revision) == known


@every_example
def test_every_control_stands_in_a_block_with_an_id(name: str, example: Example) -> None:
    for block in example.blocks:
        if any(values_of(block, "action_id")):
            assert block["block_id"]


@every_example
def test_an_example_equals_its_golden_file(name: str, example: Example) -> None:
    found = json.dumps(
        {"surface": example.surface, **example.payload},
        indent=1,
        sort_keys=True,
        ensure_ascii=False,
    )
    path = GOLDEN / f"{name}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found + "\n", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == found + "\n"


def test_no_golden_file_has_outlived_its_example() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(GALLERY)
