"""What travels in the form that changes a sum: whose it is, and where it is shown."""

from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.replies import Where
from bot.tenant import Tenant
from engine.dialogue.requests import CostAsked

METADATA_MOST: Final = 3000
"""Characters of a view's private_metadata; https://docs.slack.dev/reference/views ."""


class Sum(BaseModel):
    """Which sum a form changes, and where it is shown: what travels in the form."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    request: CostAsked
    """What the sum answers."""
    decision: str | None = None
    """Whose team it is for."""
    post_ts: str | None = None
    """The message, where it is a post of the decision; else the sum stands beside its posts."""
    channel: str | None = None
    thread_ts: str | None = None
    currency: str | None = None
    """What the form showed: amounts that are typed into it are of this one."""
    response_url: str | None = None
    """Slack's address to replace the message; it lives 30 minutes and takes 5 answers."""

    @classmethod
    def read(cls, metadata: str) -> "Sum | None":
        """The sum of a form; None where another version of the app has made it."""
        try:
            return cls.model_validate_json(metadata)
        except ValidationError:
            return None

    def metadata(self) -> str:
        """As it travels: at most ``METADATA_MOST`` characters, if need be without the address."""
        whole = self.model_dump_json(exclude_defaults=True)
        if len(whole) <= METADATA_MOST:
            return whole
        return self.model_copy(update={"response_url": None}).model_dump_json(exclude_defaults=True)

    def where(self, tenant: Tenant, user: str) -> Where:
        """Where whoever filled in the form sees the sum."""
        return Where(tenant, user, self.channel, self.thread_ts, self.response_url)
