"""What it would cost: one message, as much of it as people read and Slack takes."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.actions import ChangeAssumptions, CostLines
from bot.views.blocks import Block, Rendered, actions, button, plain, section
from bot.views.cost_message import ITEMS_LABEL, PARTS, CostMessage
from bot.views.help import COMMAND
from bot.views.limits import MESSAGE_TEXT, characters
from bot.views.names_read import how_read
from bot.views.reckoned import Reckoned, block_id, reckoned
from bot.views.snapshot import Snapshot
from engine.cost.analysis import CostAnalysis, analyse
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from engine.dialogue.requests import CostAsked
from engine.dialogue.state import is_closed
from knowledge.schema import KnowledgeBase

_NOT_RATED = "is known here and not rated, so there is no sum for it"
_READ: Final = 3000
"""Most characters that people read beside the table."""
_ROWS: Final = (10, 6, 3)
"""Most rows of the table; fewer where there is little room."""
_IN_WORDS: Final = 2
"""How many parts it goes without where another answer has the table."""
_SENTENCE = 500
_ADDRESS = re.compile(r"<https://[^|]+\|")


def cost(
    request: CostAsked,
    shown: Snapshot | None,
    kb: KnowledgeBase,
    *,
    workspace: Assumed = NOTHING_ASSUMED,
    room: int = MESSAGE_TEXT,
    draws: bool = True,
) -> Rendered:
    """What each way to run the alternatives costs this team, with what the sums rest on.

    Args:
        request: what is asked; without names, all that come into question.
        shown: the decision whose team is meant; whoever it advises is marked.
        kb: the facts.
        workspace: what the workspace keeps, for a sum of no decision.
        room: how many characters of a message it should take; where that is little, it is short.
        draws: whether it may hold the one table of a message, and a chart.
    """
    read = [
        plain(each, _SENTENCE) for each in (*how_read(request, _NOT_RATED, kb), *request.unused)
    ]
    if not request.alternatives and (request.unknown or request.not_rated):
        line = " ".join([*read, f"Name one, for example `{COMMAND} cost prefect`."])
        return Rendered(text=line, blocks=[section(line)])
    made = reckoned(request, shown, kb, workspace)
    if not made.found.variants:
        message = CostMessage(made, read, None, kb, 0, PARTS)
        return Rendered(message.reads_alone(), [*message.blocks(draws=False)])
    analysis = _analysis(made, kb)
    for rows, without in _ever_shorter(draws=draws):
        message = CostMessage(made, read, analysis, kb, rows, without)
        blocks = [*message.blocks(draws=draws), _controls(request, shown), *message.small_print()]
        if characters(blocks) <= room and _is_read(blocks):
            break
    return Rendered(message.reads_alone(), blocks)


def _ever_shorter(*, draws: bool) -> Iterator[tuple[int, Sequence[str]]]:
    """How many rows the table may have, and the parts that are left out."""
    for number in range(0 if draws else _IN_WORDS, len(PARTS) + 1):
        yield _ROWS[0], PARTS[:number]
    for rows in _ROWS[1:]:
        yield rows, PARTS


def _is_read(blocks: Sequence[Block]) -> bool:
    prose = [each for each in blocks if each["type"] not in {"table", "actions"}]
    texts = [text["text"] for each in prose for text in (each.get("text"), *_small(each)) if text]
    return sum(len(_ADDRESS.sub("", text)) for text in texts) <= _READ


def _small(block: Block) -> Sequence[Block]:
    found: Sequence[Block] = block.get("elements", ())
    return found


def _analysis(made: Reckoned, kb: KnowledgeBase) -> CostAnalysis | None:
    """What moves what was asked for, else the pick, else the first that fits and has a total."""
    asked = [each for each in made.fitting if made.is_asked(each)]
    for each in (*asked, *made.of_the_pick, *made.fitting):
        if each.total is not None:
            return analyse(made.found, made.known, kb, each.variant.id)
    return None


def _controls(request: CostAsked, shown: Snapshot | None) -> Block:
    # What was said about how the question was read need not be said again.
    plainly: dict[str, object] = {"guessed": {}, "not_rated": (), "unknown": (), "unused": ()}
    value = request.model_copy(update=plainly).model_dump_json(exclude_defaults=True)
    is_over = shown is not None and is_closed(shown.dialogue)
    change = [] if is_over else [button("Change assumptions", ChangeAssumptions(), value=value)]
    return actions(
        [*change, button(ITEMS_LABEL, CostLines(), value=value)],
        block_id=block_id("cost", request, shown),
    )
