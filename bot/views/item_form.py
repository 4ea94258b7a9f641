"""An item of a sheet as a form: its verdict, a note, a link, and whose task it is."""

from collections.abc import Sequence
from typing import Any, Final

from bot.pages.words import CALLED
from bot.views.blocks import (
    Block,
    context,
    divider,
    input_block,
    option,
    plain,
    plain_text,
    plain_text_input,
    radio_buttons,
    section,
    users_select,
)
from bot.views.form import ACTION_ID
from bot.views.history import when_and_what
from bot.views.sheet import found_by
from bot.views.words import mention, name
from engine.evaluation.items import Item
from engine.evaluation.model import OPEN, Change, Finding, Sheet
from knowledge.schema import KnowledgeBase

CALLBACK_ID = "item"
VERDICT, NOTE, LINK, ASSIGNEE = "verdict", "note", "link", "assignee"
"""The block ids of the inputs."""
NO_VERDICT = "open"
"""What the verdict holds where there is none; else it holds a ``Verdict``."""
LONGEST_NOTE = 1000
LONGEST_LINK = 500

_VERDICTS: Final = {
    NO_VERDICT: "Open",
    "pass": "Pass",
    "partial": "Partial",
    "fail": "Fail",
    "not_applicable": "Not applicable",
}
_CHANGES_SHOWN = 5


def item_form(
    metadata: str, sheet: Sheet, item: Item, kb: KnowledgeBase, changes: Sequence[Change]
) -> dict[str, Any]:
    """The modal view, filled with what is known of the item.

    Args:
        metadata: what comes back with the form, as ``private_metadata``.
        sheet: as it stands now.
        item: one of its items.
        kb: the facts.
        changes: those of this item, the newest first; some are shown.
    """
    finding = sheet.findings.get(item.id, OPEN)
    return {
        "type": "modal",
        "callback_id": CALLBACK_ID,
        "private_metadata": metadata,
        "title": plain_text("Details of an item", 24),
        "submit": plain_text("Save", 24),
        "close": plain_text("Close", 24),
        "blocks": [
            section(f"*{plain(item.text, 200)}*"),
            context(
                " · ".join(
                    filter(
                        None,
                        [f"{name(kb, sheet.candidate)}, {CALLED[sheet.kind]}", found_by(finding)],
                    )
                )
            ),
            *_inputs(finding),
            *_earlier(changes),
        ],
    }


def _inputs(finding: Finding) -> list[Block]:
    verdicts = [option(label, value) for value, label in _VERDICTS.items()]
    # Slack refuses the view where the person chosen at first is none of its people.
    assignee = None if mention(finding.assignee) == mention(None) else finding.assignee
    return [
        input_block(
            "Verdict",
            radio_buttons(ACTION_ID, verdicts, chosen=finding.verdict or NO_VERDICT),
            block_id=VERDICT,
        ),
        input_block(
            "Note",
            plain_text_input(
                ACTION_ID,
                placeholder="What you have found, for whoever reads this later",
                max_length=LONGEST_NOTE,
                typed=finding.note[:LONGEST_NOTE] or None,
                multiline=True,
            ),
            block_id=NOTE,
            optional=True,
        ),
        input_block(
            "Link",
            plain_text_input(
                ACTION_ID,
                placeholder="https://",
                max_length=LONGEST_LINK,
                typed=finding.link[:LONGEST_LINK] or None,
            ),
            block_id=LINK,
            optional=True,
            hint="Where it can be seen: a run, an issue, a page.",
        ),
        input_block(
            "Whose task it is",
            users_select(ACTION_ID, placeholder="Choose a person", chosen=assignee),
            block_id=ASSIGNEE,
            optional=True,
        ),
    ]


def _earlier(changes: Sequence[Change]) -> list[Block]:
    if not changes:
        return []
    lines = [when_and_what(each) for each in changes[:_CHANGES_SHOWN]]
    more = ["*History* has the older ones."] if changes[_CHANGES_SHOWN:] else []
    return [divider(), context("\n".join(["*Last changes*", *lines, *more]))]
