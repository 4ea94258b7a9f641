"""What people do, sent to the app as Slack sends it."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Literal

from playground import payloads
from playground.events import Events
from playground.manifest import Command, Manifest, Shortcut
from playground.mentions import encode, escape
from playground.model import (
    SLACKBOT,
    Answer,
    Channel,
    Json,
    Message,
    SlackError,
    Value,
    Values,
    View,
)
from playground.responses import answer_command, answer_submission
from playground.sender import PATIENCE, RETRY_WAITS, Sender
from playground.state import action, complaints, state
from playground.tree import find, walk
from playground.workspace import Workspace

_UNKNOWN: Final = (
    "`{name}` is not a valid command. In Slack, all messages that start with the “/” command are"
    " interpreted as a command. If you are trying to send a message and not run a command, try"
    " preceding the “/” with an empty space."
)


def split(line: str) -> tuple[str, str]:
    """The name of a command and what follows it, without the white space around both."""
    name, *rest = line.split(maxsplit=1)
    return name, rest[0].rstrip() if rest else ""


class AppClient:
    """The people's side of the app: their commands, clicks, forms and messages.

    It never raises for what the app does; an Answer says how it went, as the person sees it. Every
    message that is posted, edited or deleted in the workspace becomes the events that the app
    subscribes to, sent in the background and sent again as Slack does.

    Args:
        workspace: where everything happens.
        url: the app's request URL, for commands, interactions and events alike.
        signing_secret: what requests are signed with.
        manifest: the commands, shortcuts and prompts of the app, and the events that it
            subscribes to.
        base_url: where the Web API is served; response URLs begin with it.
        timeout: seconds in which the app must answer.
        retry_waits: seconds before each retry of an event.
        sleep: waits that long.
    """

    def __init__(
        self,
        workspace: Workspace,
        url: str,
        signing_secret: str,
        *,
        manifest: Manifest,
        base_url: str = "http://127.0.0.1:8080",
        timeout: float = PATIENCE,
        retry_waits: Sequence[float] = RETRY_WAITS,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._workspace = workspace
        self._base_url = base_url.rstrip("/")
        self.commands = manifest.commands
        self.shortcuts = manifest.shortcuts
        self.prompts = manifest.prompts
        self._sender = Sender(
            url,
            signing_secret,
            clock=workspace.clock,
            timeout=timeout,
            retry_waits=retry_waits,
            sleep=sleep,
        )
        self._events = Events(workspace, self._sender, manifest.events)

    def commands_of(self, user: str) -> tuple[Command, ...]:
        """The commands that this person has: the app is not installed where a stranger belongs.

        So it is in Slack: slackapi/bolt-python#767.
        """
        return () if self._workspace.member(user).home is not None else self.commands

    def shortcuts_of(self, user: str, kind: Literal["message", "global"]) -> list[Shortcut]:
        """The shortcuts of this kind that this person has; as with commands."""
        if self._workspace.member(user).home is not None:
            return []
        return [each for each in self.shortcuts if each.kind == kind]

    async def slash(
        self, user: str, channel: str, text: str, thread_ts: str | None = None
    ) -> Answer:
        """Run a slash command.

        What Slack itself has to say (an unknown command, a failure) is also posted beside it as
        an ephemeral message of Slackbot.

        Args:
            user: who.
            channel: where.
            text: the whole line, beginning with ``/``; any white space ends the command's name.
            thread_ts: the thread it was typed in; Slack refuses commands there.
        """
        place = self._workspace.channel(channel)
        name, rest = split(text)
        if thread_ts is not None:
            answer = Answer("not_supported_in_threads")
            words = f"{name} is not supported in threads. Sorry!"
        elif name not in {command.name for command in self.commands_of(user)}:
            answer, words = Answer("unknown_command"), _UNKNOWN.format(name=name)
        else:
            answer = await self._run(user, place, name, escape(rest))
            words = f'{name} failed with the error "{answer.error}"'
        if not answer.ok:
            self._workspace.post(
                channel,
                user=SLACKBOT,
                text=escape(words),
                thread_ts=thread_ts,
                ephemeral_to=user,
            )
        return answer

    async def act(
        self,
        user: str,
        surface: Message | View,
        block_id: str,
        action_id: str,
        value: Value = None,
        *,
        values: Values | None = None,
    ) -> Answer:
        """Use one element of a message, a modal or a Home tab.

        An element of an input block without ``dispatch_action`` sends nothing, as in Slack.

        Args:
            user: who.
            surface: as the person sees it.
            block_id: the element's block.
            action_id: the element.
            value: what is now chosen or typed; None for a button, and for emptied.
            values: everything else that the person put in on this surface.

        Raises:
            LookupError: the surface has no such element, or the element no such option.
        """
        element = find(surface.blocks, block_id, action_id)
        if _is_silent(surface, block_id):
            return Answer()
        known = {block: dict(entries) for block, entries in (values or {}).items()}
        known.setdefault(block_id, {})[action_id] = value
        entry = action(element, block_id, value, self._workspace.next_ts())
        try:
            place = self._place(user, surface, state(surface.blocks, known))
        except SlackError as error:
            return Answer(error.code)
        return await self._interact("block_actions", user, place | {"actions": [entry]})

    async def use(self, user: str, shortcut: Shortcut, on: Message | None = None) -> Answer:
        """Use a shortcut: a global one, or one of a message.

        Args:
            user: who.
            shortcut: which.
            on: the message whose menu offered it.
        """
        part = payloads.shortcut(self._workspace, shortcut.callback_id)
        if on is None:
            return await self._interact("shortcut", user, part)
        try:
            message = self._workspace.message(on.channel, on.ts)
        except SlackError as error:
            return Answer(error.code)
        response_url = self._response_url(message.channel, user)
        place = payloads.shortcut_on(self._workspace, message, response_url)
        return await self._interact("message_action", user, part | place)

    async def submit(self, user: str, view: View, values: Values | None = None) -> Answer:
        """Submit a modal; what the app answers is done to the person's stack.

        Args:
            user: who.
            view: the modal as the person sees it.
            values: what the person put in; the rest is as the app set it.

        Returns:
            Sentences by block_id where an input was refused, by Slack's client or by the app.
        """
        refused = complaints(view.blocks, values or {})
        if refused:
            return Answer(errors=refused)
        try:
            current = self._workspace.views.find(view.id)
            inputs = state(current.blocks, values or {})
            shown = payloads.on_view(self._workspace, current, inputs)["view"]
            body = await self._send("view_submission", user, {"view": shown, "response_urls": []})
            return answer_submission(self._workspace, current, body)
        except SlackError as error:
            return Answer(error.code)

    async def close(self, view: View, *, whole_stack: bool = False) -> Answer:
        """Close a modal, and tell the app if it asked for that.

        Args:
            view: the modal.
            whole_stack: close everything, as the cross in the corner does.
        """
        whole_stack = whole_stack or bool(view.body.get("clear_on_close"))
        closed = self._workspace.modals(view.user) if whole_stack else (view,)
        if whole_stack:
            self._workspace.views.clear(view)
        else:
            self._workspace.views.close(view)
        answer = Answer()
        for each in closed:
            if each.body.get("notify_on_close"):
                shown = payloads.on_view(self._workspace, each, state(each.blocks, {}))["view"]
                part: Json = {"view": shown, "is_cleared": whole_stack}
                answer = await self._interact("view_closed", each.user, part)
        return answer

    async def say(
        self,
        user: str,
        channel: str,
        text: str,
        thread_ts: str | None = None,
        *,
        broadcast: bool = False,
    ) -> Message:
        """Post a message as this person; ``@name`` and ``#channel`` become mentions.

        Args:
            user: who.
            channel: where.
            text: as typed.
            thread_ts: the root that it replies to.
            broadcast: whether the reply is shown in the channel too.
        """
        words = encode(self._workspace, text)
        return self._workspace.post(
            channel, user=user, text=words, thread_ts=thread_ts, broadcast=broadcast
        )

    async def open_home(self, user: str) -> None:
        """Open the app's Home tab."""
        self._events.open_tab(user, "home")

    async def open_messages_tab(self, user: str) -> None:
        """Open the app's Messages tab."""
        self._events.open_tab(user, "messages")

    async def settle(self) -> None:
        """Wait until every event under way was taken or given up."""
        await self._events.settle()

    async def aclose(self) -> None:
        """Give up what is under way and close the connections."""
        await self._events.aclose()
        await self._sender.aclose()

    def _response_url(self, channel: str, user: str, message_ts: str | None = None) -> str:
        secret = self._workspace.response_urls.issue(channel, user, message_ts)
        return f"{self._base_url}/response/{secret}"

    def _place(self, user: str, surface: Message | View, inputs: Json) -> Json:
        """Where something happened, as the workspace knows the surface now."""
        if isinstance(surface, View):
            current = self._workspace.views.find(surface.id)
            return payloads.on_view(self._workspace, current, inputs)
        message = self._workspace.message(surface.channel, surface.ts)
        response_url = self._response_url(message.channel, user, message.ts)
        return payloads.on_message(self._workspace, message, inputs, response_url)

    async def _run(self, user: str, place: Channel, name: str, text: str) -> Answer:
        fields = payloads.slash_command(
            self._workspace,
            self._workspace.member(user),
            place,
            command=name,
            text=text,
            response_url=self._response_url(place.id, user),
        )
        try:
            body = await self._sender.form(fields)
            answer_command(self._workspace, place.id, user, body)
        except SlackError as error:
            return Answer(error.code)
        return Answer()

    async def _send(self, kind: str, user: str, part: Json) -> bytes:
        payload = payloads.interaction(self._workspace, kind, self._workspace.member(user)) | part
        return await self._sender.form({"payload": json.dumps(payload)})

    async def _interact(self, kind: str, user: str, part: Json) -> Answer:
        try:
            await self._send(kind, user, part)
        except SlackError as error:
            return Answer(error.code)
        return Answer()


def _is_silent(surface: Message | View, block_id: str) -> bool:
    """Whether the block is an input that tells the app nothing before it is submitted."""
    return any(
        block["block_id"] == block_id
        and block["type"] == "input"
        and not block.get("dispatch_action")
        for block in walk(surface.blocks)
    )
