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

from bot.actions import decode, decode_block, encode
from bot.views.cost_form import KEEP
from bot.views.examples import Example
from bot.views.form import ACTION_ID
from bot.views.gallery import GALLERY
from bot.views.limits import view_violations, violations
from engine.cost.assumptions import Assumed
from knowledge.loader import load
from knowledge.schema import KnowledgeBase

GOLDEN = Path(__file__).parent / "golden"
MARKUP = re.compile(
    r"<@[UW][A-Z0-9]+>|<#C[A-Z0-9]+>|<https://[^|<>]+\|[^|<>]+>|<!date\^[0-9]+\^[^|<>^]+\|[^|<>]+>"
)
EXCLAMATION = re.compile(r"\w!(\s|$)")
MESSAGE_BUDGET = 3000
"""Most characters that people read in a message, beside its table and controls."""
ROOT_BUDGET = 1800
PAGE_BUDGET = 10_000
"""A page is asked for by one person, who sees it alone."""
LONG = "long"
OF_NO_DECISION = {"help", "home", "decisions", "beside"}
"""Their controls begin a decision or lead to one."""

every_example = pytest.mark.parametrize("name", sorted(GALLERY))


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load()


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
        prose = [block for block in example.blocks if block["type"] not in {"table", "actions"}]
        read = [re.sub(r"<https://[^|]+\|", "", text) for text in texts(prose)]
        kind, _, _ = name.partition("_")
        budget = {"root": ROOT_BUDGET, "page": PAGE_BUDGET}.get(kind, MESSAGE_BUDGET)
        assert sum(map(len, read)) <= budget


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
    inputs = {"quiz": signals, "assumptions": {*Assumed.model_fields, KEEP}}
    kind, _, _ = name.partition("_")
    for block_id in values_of(example.blocks, "block_id"):
        if example.surface == "modal":
            assert block_id in inputs.get(kind, slots)
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
