"""Several people who tick one sheet over HTTP, as a process; prints what was acknowledged as JSON.

The first argument is a ``Load`` as JSON. Each person looks at the message every few clicks, so what
they click in is somewhat old; now and then Slack delivers a click twice, to both servers.
"""

import asyncio
import json
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from random import Random
from typing import Any

import aiohttp

from tests.signed import interaction
from tests.slack_double import TEAM

_TRIES = 5
_TWICE = 0.02
_AT_ONCE = 64
"""More people than a test has: each action's time is another one."""


@dataclass(frozen=True)
class Load:
    """What one client process does."""

    servers: tuple[str, ...]
    message: str
    """Where the message as it stands is read."""
    people: tuple[int, ...]
    clicks: int
    """Of each person."""


@dataclass(frozen=True)
class Click:
    """A click that was answered, with what the person saw."""

    by: str
    block_id: str
    action_id: str
    at: int
    """Slack's time of it, in microseconds; no two are equal."""
    drawn: tuple[str, ...]
    """What was ticked when Slack drew these checkboxes."""
    chosen: tuple[str, ...]
    """What was ticked after the click."""
    sent: float
    answered: float
    """Seconds since the epoch."""

    @property
    def action_ts(self) -> str:
        """The time as Slack writes it."""
        whole, rest = divmod(self.at, 1_000_000)
        return f"{whole}.{rest:06d}"


@dataclass
class Group:
    """The checkboxes of a category as a person's Slack shows them."""

    block_id: str
    action_id: str
    items: list[str]
    drawn: tuple[str, ...]
    ticked: set[str]


@dataclass
class Person:
    """One person, who clicks one box after the other."""

    number: int
    load: Load
    session: aiohttp.ClientSession
    groups: dict[str, Group] = field(default_factory=dict)
    shown: dict[str, Any] = field(default_factory=dict)
    done: list[Click] = field(default_factory=list)

    async def run(self) -> None:
        random = Random(self.number)  # noqa: S311 - not for secrets
        await self.look()
        for _ in range(self.load.clicks):
            if random.random() < 0.25:
                await self.look()
            group = random.choice([*self.groups.values()])
            item = random.choice(group.items)
            group.ticked ^= {item}
            click = Click(
                by=self.user,
                block_id=group.block_id,
                action_id=group.action_id,
                at=time.time_ns() // 1000 // _AT_ONCE * _AT_ONCE + self.number % _AT_ONCE,
                drawn=group.drawn,
                chosen=tuple(sorted(group.ticked)),
                sent=time.time(),
                answered=0,
            )
            copies = 2 if random.random() < _TWICE else 1
            servers = random.sample(self.load.servers, copies)
            request = interaction(self.payload(click))
            await asyncio.gather(*(self.send(server, request) for server in servers))
            self.done.append(replace(click, answered=time.time()))

    @property
    def user(self) -> str:
        return f"U{self.number:03d}"

    async def look(self) -> None:
        """Draw the message; where a block id is the same, what was clicked stays."""
        async with self.session.get(self.load.message) as response:
            self.shown = await response.json()
        for block in self.shown["blocks"]:
            for element in block.get("elements", ()):
                if element["type"] != "checkboxes":
                    continue
                category = block["block_id"].rpartition(":")[2]
                before = self.groups.get(category)
                if before is None or before.block_id != block["block_id"]:
                    drawn = [each["value"] for each in element.get("initial_options", ())]
                    self.groups[category] = Group(
                        block["block_id"],
                        element["action_id"],
                        [each["value"] for each in element["options"]],
                        tuple(sorted(drawn)),
                        {*drawn},
                    )

    async def send(self, server: str, request: Any) -> None:
        """Until it is answered: it counts once, however often it comes."""
        url = f"{server}/slack/events"
        for _ in range(_TRIES):
            # A server may close a connection that it finds idle as the request comes.
            with suppress(aiohttp.ClientError):
                async with self.session.post(
                    url, data=request.body, headers=request.headers
                ) as response:
                    if response.status == 200:
                        return
        raise RuntimeError(f"not answered: {request.body!r}")

    def payload(self, click: Click) -> dict[str, Any]:
        return {
            "type": "block_actions",
            "user": {"id": self.user, "team_id": TEAM},
            "team": {"id": TEAM},
            "trigger_id": f"{self.user}.{click.at}",
            "container": {
                "type": "message",
                "channel_id": self.shown["channel"],
                "message_ts": self.shown["ts"],
                "thread_ts": self.shown["thread_ts"],
            },
            "actions": [
                {
                    "type": "checkboxes",
                    "block_id": click.block_id,
                    "action_id": click.action_id,
                    "action_ts": click.action_ts,
                    "selected_options": [{"value": each} for each in click.chosen],
                }
            ],
        }


async def main(load: Load) -> list[Click]:
    async with aiohttp.ClientSession() as session:
        people = [Person(number, load, session) for number in load.people]
        await asyncio.gather(*(person.run() for person in people))
    return [click for person in people for click in person.done]


if __name__ == "__main__":
    clicks = asyncio.run(main(Load(**json.loads(sys.argv[1]))))
    sys.stdout.write(json.dumps([asdict(each) for each in clicks]))
