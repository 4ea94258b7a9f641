"""What is open of a sheet as a form: whose it is, what can be ticked at once, what is to do."""

from collections.abc import Sequence
from typing import Any

from bot.pages.words import CALLED, VERDICTS
from bot.views.blocks import (
    Block,
    checkboxes,
    context,
    input_block,
    option,
    plain,
    plain_text,
    section,
)
from bot.views.form import ACTION_ID
from bot.views.sheet import found_by, is_to_do
from bot.views.words import mention, name
from engine.evaluation.items import Category, Item, categories
from engine.evaluation.model import OPEN, Sheet
from knowledge.schema import KnowledgeBase

CALLBACK_ID = "open_items"
"""An input holds the ids of items; its block id is their category's."""


def open_items(metadata: str, sheet: Sheet, kb: KnowledgeBase, by: str) -> dict[str, Any]:
    """The modal view: the open items of each category, then what failed and is somebody's task.

    The person's own come before the others.

    Args:
        metadata: what comes back with the form, as ``private_metadata``.
        sheet: as it stands now.
        kb: the facts.
        by: who has asked for it.
    """
    found = [
        (category, shown)
        for category in categories(sheet.kind, kb)
        if (shown := _open(sheet, category, by))
    ]
    found.sort(key=lambda each: not _is_of(sheet, each[1][0], by))
    items = [item for _, shown in found for item in shown]
    view = {
        "type": "modal",
        "callback_id": CALLBACK_ID,
        "private_metadata": metadata,
        "title": plain_text("Open items", 24),
        "close": plain_text("Close", 24),
        "blocks": [
            section(
                f"*{name(kb, sheet.candidate)}*, {CALLED[sheet.kind]}: {_said(sheet, items, by)}"
            ),
            *(_category(sheet, category, shown) for category, shown in found),
            *_to_do(sheet, categories(sheet.kind, kb), by),
            context("What failed or is partial is not open; *Details of an item* changes it."),
        ],
    }
    return {**view, "submit": plain_text("Mark as passed", 24)} if items else view


def _open(sheet: Sheet, category: Category, by: str) -> list[Item]:
    """The open items of a category, those of the person first."""
    found = [each for each in category.items if sheet.findings.get(each.id, OPEN).verdict is None]
    return sorted(found, key=lambda each: not _is_of(sheet, each, by))


def _is_of(sheet: Sheet, item: Item, by: str) -> bool:
    return sheet.findings.get(item.id, OPEN).assignee == by


def _said(sheet: Sheet, items: list[Item], by: str) -> str:
    if not items:
        return "nothing is open."
    own = sum(_is_of(sheet, each, by) for each in items)
    free = sum(sheet.findings.get(each.id, OPEN).assignee is None for each in items)
    return f"{len(items)} open, {own} of them yours, {free} nobody's. Tick what passes."


def _to_do(sheet: Sheet, every: Sequence[Category], by: str) -> list[Block]:
    """What failed or is partial and is somebody's task."""
    found = [
        (each, finding)
        for category in every
        for each in category.items
        if is_to_do(finding := sheet.findings.get(each.id, OPEN))
    ]
    found.sort(key=lambda each: not _is_of(sheet, each[0], by))
    lines = [
        f"• {plain(item.label, 70)}: *{VERDICTS[finding.verdict]}*, for {mention(finding.assignee)}"
        for item, finding in found
    ]
    return [section("\n".join(["*To do*", *lines]))] if lines else []


def _category(sheet: Sheet, category: Category, shown: list[Item]) -> Block:
    options = [
        option(each.label, each.id, description=found_by(sheet.findings.get(each.id, OPEN)))
        for each in shown
    ]
    return input_block(
        category.name, checkboxes(ACTION_ID, options), block_id=category.id, optional=True
    )
