"""How the messages of a deleted decision go: its root message alone says who deleted it."""

import structlog

from bot.place import Place
from bot.slack import WRONG_TOKEN, RefusedError, Slack
from bot.store.claims import Claim, Gone, Sent
from bot.views.blocks import section
from bot.views.words import mention

logger = structlog.stdlib.get_logger(__name__)


async def unposted(slack: Slack, claim: Claim, deleted_by: str) -> Gone | Sent:
    """Take a message out of Slack; where that keeps it, out of it what was said.

    A message that Slack may have, though nobody knows under which ts, cannot be found: that is
    logged.

    Raises:
        SlackError: nothing came of it, or nobody knows what.
    """
    if claim.ts is None:
        if claim.unsure:
            logger.error("message_perhaps_left")
        return Gone()
    place = Place(claim.channel, claim.ts)
    try:
        await slack.delete_message(place)
    except RefusedError as error:
        if error.code in WRONG_TOKEN:
            raise
        logger.warning("message_not_deleted", code=error.code)
    else:
        return Gone()
    line = f"Deleted by {mention(deleted_by)}."
    await slack.update_message(place, text=line, blocks=[section(line)])
    return Sent(place)
