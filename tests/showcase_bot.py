"""A tiny app that answers with every kind of block, to try what people see of them."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs

import uvicorn
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str, note: str | None = None) -> Json:
    described = {"description": plain(note)} if note else {}
    return {"text": plain(value.capitalize()), "value": value, **described}


CLOUDS = [option("aws", "Amazon Web Services"), option("gcp", "Google Cloud"), option("none")]

DISPLAY: list[Json] = [
    {"type": "header", "text": plain("Metaflow, then Prefect")},
    {
        "type": "section",
        "text": mrkdwn(
            "For *8 engineers* and _3 models_ on `AWS`, ~Kubeflow~ is out for <@U0ADA27K91>."
            "\n> Leans: <https://example.com/a?b=1&amp;c=2|read why> &amp; decide"
        ),
    },
    {
        "type": "section",
        "fields": [
            mrkdwn("*Team*\n8 engineers"),
            mrkdwn("*Models*\n3"),
            mrkdwn("*Kubernetes*\nnone"),
            mrkdwn("*Cloud*\n?"),
        ],
    },
    {
        "type": "table",
        "column_settings": [{"is_wrapped": True}, {"align": "right"}, {"align": "right"}],
        "rows": [
            [{"type": "raw_text", "text": t} for t in ("Criterion", "Weight", "Metaflow")],
            [{"type": "raw_text", "text": t} for t in ("Learning curve", "25 %", "5 (+1.25)")],
            [{"type": "raw_text", "text": t} for t in ("Local development", "20 %", "5 (+1.00)")],
            [{"type": "raw_text", "text": t} for t in ("Cost", "10 %", "4 (+0.40)")],
        ],
    },
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "Rich ", "style": {"bold": True}},
                    {"type": "user", "user_id": "U0GRACE5M3"},
                    {"type": "text", "text": " <b>not bold</b>"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "ordered",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": t}]}
                    for t in ("Fewer than 5 pipelines", "Fewer than 10 people")
                ],
            },
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "A quote"}]},
            {
                "type": "rich_text_preformatted",
                "elements": [{"type": "text", "text": "make run\nmake check"}],
            },
        ],
    },
    {
        "type": "carousel",
        "elements": [
            {
                "type": "card",
                "title": mrkdwn(f"*{name}*"),
                "subtitle": plain(score),
                "body": mrkdwn("Runs on a laptop and on AWS."),
                "actions": [{"type": "button", "action_id": name, "text": plain("Compare")}],
            }
            for name, score in (("Metaflow", "4.15"), ("Prefect", "4.05"))
        ],
    },
    {
        "type": "container",
        "title": plain("Sources"),
        "is_collapsible": True,
        "default_collapsed": True,
        "child_blocks": [{"type": "section", "text": mrkdwn("The lesson, section 2")}],
    },
    {"type": "markdown", "text": "**Bold** and a [link](https://example.com)"},
    {"type": "task_card", "task_id": "t", "title": "Counting", "status": "complete"},
    {"type": "divider"},
    {"type": "context", "elements": [mrkdwn("Lesson 2024 · knowledge of 2026-11-22")]},
]

CHARTS: list[Json] = [
    {
        "type": "data_visualization",
        "title": "Points by criterion",
        "chart": {
            "type": "bar",
            "series": [
                {
                    "name": name,
                    "data": [
                        {"label": label, "value": value}
                        for label, value in zip(("Learning curve", "Cost"), values, strict=True)
                    ],
                }
                for name, values in (("Metaflow", (1.25, -0.4)), ("Prefect", (1.0, 0.5)))
            ],
            "axis_config": {"categories": ["Learning curve", "Cost"], "y_label": "Points"},
        },
    },
    {
        "type": "data_visualization",
        "title": "Weights",
        "chart": {
            "type": "pie",
            "segments": [{"label": "Cost", "value": 1}, {"label": "Learning curve", "value": 3}],
        },
    },
]

CONTROLS: list[Json] = [
    {
        "type": "section",
        "block_id": "cloud",
        "text": mrkdwn("Which cloud?"),
        "accessory": {
            "type": "static_select",
            "action_id": "pick",
            "placeholder": plain("Choose a cloud"),
            "options": CLOUDS,
        },
    },
    {
        "type": "actions",
        "block_id": "buttons",
        "elements": [
            {"type": "button", "action_id": "press", "text": plain("Press"), "value": "v1"},
            {
                "type": "button",
                "action_id": "start",
                "text": plain("Start again"),
                "style": "primary",
            },
            {
                "type": "button",
                "action_id": "cancel",
                "text": plain("Cancel"),
                "style": "danger",
                "confirm": {
                    "title": plain("Cancel this decision?"),
                    "text": mrkdwn("The *answers* stay readable."),
                    "confirm": plain("Cancel it"),
                    "deny": plain("Keep it"),
                    "style": "danger",
                },
            },
            {
                "type": "overflow",
                "action_id": "more",
                "options": [option("export"), option("history")],
            },
        ],
    },
    {
        "type": "actions",
        "block_id": "ticks",
        "elements": [
            {
                "type": "checkboxes",
                "action_id": "tick",
                "options": [option("first", "a note under it"), option("second"), option("third")],
                "initial_options": [option("second")],
            },
            {
                "type": "radio_buttons",
                "action_id": "radio",
                "options": [option("some"), option("strong")],
            },
        ],
    },
    {
        "type": "input",
        "block_id": "typed",
        "dispatch_action": True,
        "label": plain("How many engineers?"),
        "element": {
            "type": "plain_text_input",
            "action_id": "text",
            "placeholder": plain("a number"),
        },
        "hint": plain("Enter sends it."),
    },
]

FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Fill in a form"),
    "submit": plain("Save"),
    "close": plain("Cancel"),
    "blocks": [
        {"type": "alert", "level": "info", "text": plain("Leave empty what is not known.")},
        {
            "type": "input",
            "block_id": "team",
            "label": plain("Engineers"),
            "element": {"type": "plain_text_input", "action_id": "answer"},
        },
        {
            "type": "input",
            "block_id": "cloud",
            "optional": True,
            "label": plain("Cloud"),
            "element": {"type": "static_select", "action_id": "answer", "options": CLOUDS},
        },
        {
            "type": "input",
            "block_id": "skill",
            "optional": True,
            "label": plain("Kubernetes"),
            "element": {
                "type": "radio_buttons",
                "action_id": "answer",
                "options": [option("none"), option("strong")],
                "initial_option": option("none"),
            },
        },
        {
            "type": "actions",
            "block_id": "stack",
            "elements": [{"type": "button", "action_id": "push", "text": plain("Explain")}],
        },
    ],
}

VERDICT: Json = {
    "type": "modal",
    "title": plain("Fill in a form"),
    "close": plain("Done"),
    "blocks": [{"type": "section", "text": mrkdwn("You have *not* outgrown it.")}],
}

SECOND: Json = {
    "type": "modal",
    "title": plain("Why this question"),
    "close": plain("Back"),
    "blocks": [{"type": "section", "text": mrkdwn("It decides what is *possible*.")}],
}

HOME: Json = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": plain("Decisions")},
        {"type": "section", "text": mrkdwn("Type `/orchestrator recommend` in a channel.")},
        {
            "type": "actions",
            "block_id": "home",
            "elements": [{"type": "button", "action_id": "press", "text": plain("New decision")}],
        },
    ],
}


class ShowcaseBot:
    """Answers commands; ``seen`` holds every payload, oldest first."""

    def __init__(self, api_url: str, token: str, signing_secret: str) -> None:
        self.seen: list[Json] = []
        self._home = HOME
        self._web = WebClient(token, base_url=api_url)
        self._verifier = SignatureVerifier(signing_secret)

    def actions(self) -> list[Json]:
        """The actions that arrived, oldest first."""
        return [action for payload in self.seen for action in payload.get("actions", ())]

    @contextmanager
    def running(self, port: int) -> Iterator[None]:
        """Serve on this port in a thread."""
        app = Starlette(routes=[Route("/slack/events", self._receive, methods=["POST"])])
        server = uvicorn.Server(
            uvicorn.Config(app, "127.0.0.1", port, log_level="warning", ws="none")
        )
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            yield
        finally:
            server.should_exit = True
            thread.join()

    async def _receive(self, request: Request) -> Response:
        body = await request.body()
        if not self._verifier.is_valid_request(body, dict(request.headers)):
            return PlainTextResponse("bad signature", 401)
        if request.headers["content-type"].startswith("application/json"):
            payload = json.loads(body)
            return PlainTextResponse("", background=BackgroundTask(self._hear, payload))
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if "payload" in form:
            return self._interaction(json.loads(form["payload"]))
        return self._command(form)

    def _command(self, form: Json) -> Response:
        self.seen.append(form)
        channel = form["channel_id"]
        match form.get("text", ""):
            case "blocks":
                return _then(self._web.chat_postMessage, channel=channel, text="D", blocks=DISPLAY)
            case "charts":
                return _then(self._web.chat_postMessage, channel=channel, text="V", blocks=CHARTS)
            case "controls":
                return _then(self._web.chat_postMessage, channel=channel, text="C", blocks=CONTROLS)
            case "form":
                return _then(self._web.views_open, trigger_id=form["trigger_id"], view=FORM)
            case "link":
                return _then(self._link, channel=channel, user=form["user_id"])
            case "fail":
                return PlainTextResponse("", 500)
            case other:
                return JSONResponse({"response_type": "ephemeral", "text": f"I read `{other}`."})

    def _interaction(self, payload: Json) -> Response:
        self.seen.append(payload)
        if payload["type"] == "view_submission":
            answer = payload["view"]["state"]["values"]["team"]["answer"]["value"]
            if not answer.isdigit():
                errors = {"team": "Write a whole number, such as 8."}
                return JSONResponse({"response_action": "errors", "errors": errors})
            if payload["view"]["callback_id"] == "quiz":
                return JSONResponse({"response_action": "update", "view": VERDICT})
            return PlainTextResponse("")
        if payload["type"] == "shortcut":
            quiz = FORM | {"callback_id": "quiz"}
            return _then(self._web.views_open, trigger_id=payload["trigger_id"], view=quiz)
        if payload["type"] == "message_action":
            message = payload["message"]
            if message["text"] == "fail":
                return PlainTextResponse("", 500)
            return _then(
                self._web.chat_postMessage,
                channel=payload["channel"]["id"],
                thread_ts=message.get("thread_ts", message["ts"]),
                text=f"Read: {message['text']}",
            )
        if payload["type"] != "block_actions":
            return PlainTextResponse("")
        return self._action(payload, payload["actions"][0])

    def _action(self, payload: Json, action: Json) -> Response:
        where = {
            "channel": payload.get("channel", {}).get("id"),
            "ts": payload.get("message", {}).get("ts"),
        }
        match action["action_id"]:
            case "push":
                return _then(self._web.views_push, trigger_id=payload["trigger_id"], view=SECOND)
            case "cancel":
                return _then(self._web.chat_update, **where, text="Cancelled.", blocks=[])
            case "press" if where["ts"]:
                count = sum(each["action_id"] == "press" for each in self.actions())
                shown = payload["message"]["blocks"]
                said = {"type": "context", "block_id": "count", "elements": [mrkdwn(f"{count}")]}
                shown = [block for block in shown if block["block_id"] != "count"] + [said]
                return _then(self._web.chat_update, **where, text="C", blocks=shown)
            case _:
                return PlainTextResponse("")

    def _link(self, channel: str, user: str) -> None:
        """A thread far up in the channel, and a Home tab with a button that opens it."""
        root = self._web.chat_postMessage(channel=channel, text="The root of a decision")
        self._web.chat_postMessage(channel=channel, thread_ts=root["ts"], text="Its question")
        for _ in range(3):
            self._web.chat_postMessage(channel=channel, text="D", blocks=DISPLAY)
        link = self._web.chat_getPermalink(channel=channel, message_ts=root["ts"])["permalink"]
        opening = {"type": "button", "action_id": "open", "text": plain("Open"), "url": link}
        blocks = [{"type": "actions", "block_id": "opening", "elements": [opening]}]
        self._home = HOME | {"blocks": [*HOME["blocks"], *blocks]}
        self._web.views_publish(user_id=user, view=self._home)

    def _hear(self, payload: Json) -> None:
        self.seen.append(payload)
        event = payload["event"]
        if event["type"] == "app_home_opened" and event["tab"] == "home":
            self._web.views_publish(user_id=event["user"], view=self._home)
        if event["type"] in {"app_mention", "message"} and "bot_id" not in event:
            self._answer(event)

    def _answer(self, event: Json) -> None:
        channel = event["channel"]
        thread: str = event.get("thread_ts") or event["ts"]
        words = event["text"].rpartition("> ")[2]
        if words == "suggest":
            self._web.assistant_threads_setSuggestedPrompts(
                channel_id=channel,
                prompts=[{"title": "Explain lock-in", "message": "What is lock-in?"}],
                title="You can ask",
            )
        if words == "think":
            self._web.assistant_threads_setStatus(
                channel_id=channel, thread_ts=thread, status="is reading your message"
            )
        elif words == "whisper":
            self._web.chat_postEphemeral(
                channel=channel,
                user=event["user"],
                thread_ts=thread,
                text="W",
                blocks=[
                    {
                        "type": "actions",
                        "elements": [
                            {"type": "button", "action_id": "quiet", "text": plain("Quietly")}
                        ],
                    }
                ],
            )
        else:
            self._web.chat_postMessage(
                channel=channel, thread_ts=thread, text=f"Heard: {event['text']}"
            )


def _then(call: Any, **arguments: Any) -> Response:
    """Answer at once, then call the Web API."""
    return PlainTextResponse("", background=BackgroundTask(call, **arguments))
