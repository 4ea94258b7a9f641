"""Several answers in one message."""

from collections.abc import Iterator, Sequence

from bot.block_ids import BlockRef
from bot.views.asked import asked
from bot.views.blocks import Block, Rendered
from bot.views.limits import BLOCKS, MESSAGE_TEXT, characters
from bot.views.snapshot import Snapshot
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from engine.dialogue.requests import About, CostAsked, Request
from knowledge.schema import KnowledgeBase

_IN_THREAD = 6000
"""Most characters of one answer there, so that a thread does not become a wall."""
_EXPLAINED_IN_THREAD = 1200
"""Of an explanation beside the questions: its page has a command of its own."""
_AMONG = "_among_"
"""Stands in the name of a block of controls, before the number of its answer."""
_LEAST = 2500
"""Characters of a page below which it says too little."""


def answers(
    requests: Sequence[Request],
    shown: Snapshot | None,
    kb: KnowledgeBase,
    *,
    workspace: Assumed = NOTHING_ASSUMED,
    room: int = MESSAGE_TEXT,
    in_thread: bool = False,
) -> Iterator[tuple[Request, Rendered]]:
    """Each request with its answer, in order.

    A message has one table: the first answer that has one draws it, the others say it in words.

    Args:
        requests: what is asked.
        shown: the decision whose team is meant.
        kb: the facts.
        workspace: what the workspace keeps, for a sum of no decision.
        room: how many characters they share.
        in_thread: it is said in the middle of a conversation, so in short.
    """
    draws = True
    for number, request in enumerate(requests, start=1):
        share = max(_LEAST, room // len(requests))
        most = _most(request) if in_thread else MESSAGE_TEXT
        found = asked(request, shown, kb, workspace=workspace, room=min(most, share), draws=draws)
        draws = draws and not any(block["type"] == "table" for block in found.blocks)
        is_alone = len(requests) == 1 or not isinstance(request, CostAsked)
        yield request, found if is_alone else _among(found, number)


def is_among(ref: BlockRef) -> bool:
    """Whether a control stands under one of several answers."""
    return _AMONG in ref.name


def _among(found: Rendered, number: int) -> Rendered:
    """One of several answers: its controls are called otherwise than those of another sum."""
    blocks = [
        {**block, "block_id": f"{block['block_id']}{_AMONG}{number}"}
        if "block_id" in block
        else block
        for block in found.blocks
    ]
    return Rendered(found.text, blocks)


def fitting(blocks: Sequence[Block], ending: Sequence[Block] = ()) -> list[Block]:
    """As many of the blocks as a message takes before its ending, no block id twice."""
    kept: list[Block] = []
    seen: set[str] = set()
    for block in blocks:
        block_id = block.get("block_id")
        if block_id in seen:
            continue
        if len(kept) + len(ending) >= BLOCKS["message"]:
            break
        if characters([*kept, block, *ending]) > MESSAGE_TEXT:
            break
        kept.append(block)
        seen.update([block_id] if block_id else [])
    return [*kept, *ending]


def _most(request: Request) -> int:
    return _EXPLAINED_IN_THREAD if isinstance(request, About) else _IN_THREAD
