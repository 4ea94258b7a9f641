"""What a step of a script does: the requests that Slack would send for it."""

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests import signed
from tests.bot_under_test import offers
from tests.conversation_scripts import Step
from tests.signed import Signed
from tests.slack_double import TEAM, Shown, SlackDouble

CHANNEL = "C1"
"""Where everything happens that is not a direct message."""

Json = dict[str, Any]

_count = itertools.count(500_001)
"""Apart from the double's own, so that no two messages share a ts."""


def _ts() -> str:
    return f"{time.time():.0f}.{next(_count):06d}"


@dataclass
class Scene:
    """What there is in Slack, for people to act on."""

    slack: SlackDouble
    hears_threads: bool
    roots: dict[str, Shown] = field(default_factory=dict)
    """The root message of each decision, by the decision's name."""
    people: list[Json] = field(default_factory=list)
    """What people have said in a thread of their own."""
    beside: str | None = None
    """The last message to the app outside any thread."""
    alone: dict[str, Shown] = field(default_factory=dict)
    """What was last answered to each person alone, in the response or in place of that."""

    def messages_of(self, name: str) -> list[Shown]:
        """Every message of a decision, the oldest first."""
        decision = self.roots[name].decision
        return [each for each in self.slack.messages.values() if each.decision == decision]

    def requests(self, step: Step) -> list[Signed]:
        """What Slack sends when somebody does this."""
        match step.doing:
            case "people":
                return [request for said in step.people or () for request in self._say(said)]
            case "command":
                return [self._command(step)]
            case "mention":
                return self._mention(step)
            case "direct":
                return [self._direct(step)]
            case "reply":
                return self._reply(step)
            case "click":
                return [self._click(step, step.click or "")]
            case "tick":
                return [self._click(step, "tick")]
            case "fill" | "quiz":
                return [self._send_form(step)]
            case "shortcut":
                return [self._shortcut(step)]
            case "home":
                opened = {"type": "app_home_opened", "user": step.by, "tab": "home"}
                return [signed.event({**opened, "channel": _direct_of(step.by)})]
            case doing:
                raise AssertionError(f"Slack knows nothing of {doing}")

    def _say(self, said: str) -> list[Signed]:
        user, _, words = said.partition(": ")
        thread_ts = self.people[0]["ts"] if self.people else None
        message = signed.said(words, ts=_ts(), user=user, thread_ts=thread_ts)
        self.people.append(message)
        self.slack.written[CHANNEL, thread_ts or message["ts"]].append(message)
        return [signed.event(message)] if self.hears_threads else []

    def tell(self, by: str, answer: Json) -> None:
        """Show this to one person alone, in place of what was shown so before."""
        blocks = answer.get("blocks") or []
        self.alone[by] = Shown(CHANNEL, _ts(), answer["text"], blocks, None)

    def _command(self, step: Step) -> Signed:
        url = self.slack.response_url
        return signed.command(step.command or "", user=step.by, channel=CHANNEL, response_url=url)

    def _mention(self, step: Step) -> list[Signed]:
        ts, thread_ts = self._written(step)
        mention = signed.mention(step.mention or "", ts=ts, user=step.by, thread_ts=thread_ts)
        if not self.hears_threads:
            return [signed.event(mention)]
        # Slack tells of the same message twice.
        written = signed.said(mention["text"], ts=ts, user=step.by, thread_ts=thread_ts)
        return [signed.event(written), signed.event(mention)]

    def _direct(self, step: Step) -> Signed:
        ts, thread_ts = self._written(step)
        said = signed.said(
            step.direct or "",
            ts=ts,
            user=step.by,
            channel=_direct_of(step.by),
            thread_ts=thread_ts,
            kind="im",
        )
        return signed.event(said)

    def _reply(self, step: Step) -> list[Signed]:
        """Where the scopes are not granted, Slack tells nobody of it."""
        thread_ts = self._thread_of(step.of)
        said = signed.said(step.reply or "", ts=_ts(), user=step.by, thread_ts=thread_ts)
        return [signed.event(said)] if self.hears_threads else []

    def _written(self, step: Step) -> tuple[str, str | None]:
        """The ts of a new message, and of its thread."""
        ts, thread_ts = _ts(), self._thread_ts(step)
        if thread_ts is None:
            self.beside = ts
        return ts, thread_ts

    def _thread_ts(self, step: Step) -> str | None:
        match step.where:
            case "beside":
                return self.beside
            case "thread":
                return self._thread_of(step.of)
            case "people":
                return str(self.people[0]["ts"])
            case "top":
                return None

    def _thread_of(self, name: str) -> str:
        root = self.roots[name]
        return root.thread_ts or root.ts

    def _click(self, step: Step, action_id: str) -> Signed:
        if step.on == "home":
            return _click_on_home(self.slack.homes[step.by], action_id, step.by)
        shared = [] if step.on == "alone" else self._seen(step)
        alone = self._seen_alone(step.by) if step.on in {None, "alone"} else []
        found = next((each for each in (*shared, *alone) if offers(each, action_id)), None)
        assert found is not None, f"nothing offers {action_id}"
        return signed.action(
            found,
            action_id,
            user=step.by,
            value=step.value,
            option=step.option,
            part=f":{step.category}" if step.category else "",
            ticked=step.tick,
            response_url=self.slack.response_url,
            ephemeral=found in alone,
        )

    def _seen(self, step: Step) -> Iterator[Shown]:
        """The messages that everybody sees and this may mean, the newest of a kind first."""
        if step.of in self.roots:
            named = step.on or ""
            found = [each for each in self.messages_of(step.of) if each.post.startswith(named)]
            yield from reversed(found)
        if step.on is None:
            found = [each for each in self.slack.messages.values() if not each.decision]
            yield from reversed(found)

    def _seen_alone(self, by: str) -> list[Shown]:
        """What only this person sees, the newest of a kind first."""
        shown = [self.alone[by]] if by in self.alone else []
        for each in reversed(self.slack.ephemerals):
            if each["user"] == by:
                thread_ts = each.get("thread_ts")
                shown.append(Shown(each["channel"], _ts(), each["text"], each["blocks"], thread_ts))
        return shown

    def _send_form(self, step: Step) -> Signed:
        view = self.slack.views[-1]["view"]
        inputs = [block["block_id"] for block in view["blocks"] if "element" in block]
        # With no input named, everything stays as it was shown.
        filled = dict(zip(inputs, step.quiz, strict=True)) if step.quiz else step.fill or {}
        return signed.sent_form(view, filled, user=step.by)

    def _shortcut(self, step: Step) -> Signed:
        if step.shortcut == "new_decision":
            return signed.shortcut("new_decision", user=step.by)
        kept = ("ts", "thread_ts", "user", "text")
        message = {key: value for key, value in self.people[-1].items() if key in kept}
        url = self.slack.response_url
        return signed.message_shortcut(message, channel=CHANNEL, user=step.by, response_url=url)


def redelivered(request: Signed) -> Signed:
    """The same once more, as Slack marks it."""
    return Signed(request.body, {**request.headers, "X-Slack-Retry-Num": "1"})


def _direct_of(person: str) -> str:
    """The channel of their direct message with the app, as the double names it."""
    return f"D{person[1:]}"


def _click_on_home(home: Json, action_id: str, by: str) -> Signed:
    block_id, element = signed.find(home["blocks"], action_id)
    item = {"action_id": action_id, "block_id": block_id, "type": element["type"]}
    return signed.interaction(
        {
            "type": "block_actions",
            "user": {"id": by, "team_id": TEAM},
            "team": {"id": TEAM},
            "trigger_id": f"trigger.home.{next(_count)}",
            "container": {"type": "view", "view_id": "V2"},
            "actions": [{**item, "action_ts": f"{time.time():.6f}"}],
        }
    )
