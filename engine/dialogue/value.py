"""What every value of a conversation is."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """The base of all values of a conversation: immutable; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")
