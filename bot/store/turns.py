"""Turns that a message of their own shows: what somebody said in a thread, and what came of it."""

from secrets import token_hex

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import insert, select, update

from bot.store.database import Transaction
from bot.store.schema import turn
from engine.dialogue.model import DialogueState, Refused, Remark
from knowledge.schema import SlotId


class UnreadableTurnError(Exception):
    """What is stored was written by another version of the app; the message is the turn's id."""


class KeptTurn(BaseModel):
    """What is kept of a turn: enough to show it again as it was.

    Of what was typed that is the subject of a question, and parts that said nothing we know.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: str
    """Who said it."""
    remarks: tuple[Remark, ...]
    state: DialogueState
    """Where the conversation stood after it: its message speaks of that, whatever comes later."""
    confirmed_by: str | None = None
    """Who said that it was understood right, or adopted what was supposed."""

    def settled(self, slot: SlotId) -> "KeptTurn":
        """The same without asking which answer of a slot was meant."""
        remarks = tuple(
            each.model_copy(update={"choices": ()})
            if isinstance(each, Refused) and each.slot == slot
            else each
            for each in self.remarks
        )
        return self.model_copy(update={"remarks": remarks})


async def add(tx: Transaction, decision_id: str, kept: KeptTurn) -> str:
    """Keep a turn of a decision; returns its id, which no other turn has."""
    turn_id = token_hex(6)
    await tx.connection.execute(
        insert(turn).values(
            tenant=tx.tenant,
            decision_id=decision_id,
            id=turn_id,
            content=kept.model_dump_json(),
        )
    )
    return turn_id


async def load(tx: Transaction, decision_id: str, turn_id: str) -> KeptTurn | None:
    """The turn with this id, if there is one.

    Raises:
        UnreadableTurnError: another version of the app has written it.
    """
    query = select(turn.c.content).where(
        turn.c.tenant == tx.tenant, turn.c.decision_id == decision_id, turn.c.id == turn_id
    )
    content = (await tx.connection.execute(query)).scalar()
    if content is None:
        return None
    try:
        return KeptTurn.model_validate_json(content)
    except ValidationError:
        # Its text would hold what people said.
        raise UnreadableTurnError(turn_id) from None


async def save(tx: Transaction, decision_id: str, turn_id: str, kept: KeptTurn) -> None:
    """Replace what is kept of a turn."""
    await tx.connection.execute(
        update(turn)
        .where(turn.c.tenant == tx.tenant, turn.c.decision_id == decision_id, turn.c.id == turn_id)
        .values(content=kept.model_dump_json())
    )
