"""Scheduled messages, posted when their time comes."""

import asyncio
from typing import Final

from playground.model import SlackError
from playground.workspace import Workspace

LOOK_SECONDS: Final = 1.0
"""How often somebody looks at the clock."""


async def deliver(workspace: Workspace) -> None:
    """Post each message at its time, and at once what became due while nobody served; for ever."""
    while True:
        post_due(workspace)
        await asyncio.sleep(LOOK_SECONDS)


def post_due(workspace: Workspace) -> None:
    """Post the messages whose time has come.

    As in Slack nobody hears of one that cannot be posted: the app has left the channel, or the
    message carries metadata, with which it is never posted (docs.slack.dev says so of
    chat.scheduleMessage).
    """
    for message in workspace.schedule.take_due():
        if message.metadata is not None or not workspace.channel(message.channel).app_is_member:
            continue
        try:
            workspace.post(
                message.channel,
                user=workspace.app.user,
                text=message.text,
                blocks=message.blocks,
                thread_ts=message.thread_ts,
                broadcast=message.broadcast,
            )
        except SlackError:
            continue
