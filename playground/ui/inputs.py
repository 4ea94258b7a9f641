"""What a person has typed and picked but perhaps not sent yet.

Slack's client keeps the state of an input while its block_id and action_id stay the same, whatever
``initial_*`` a later version of the message brings, also where nobody has touched it. So does this.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from playground.model import Json, Value

Place = tuple[str, str]
"""block_id, action_id."""


class Inputs:
    """The inputs of one message or view, for one person."""

    def __init__(self) -> None:
        self._values: dict[Place, Value] = {}

    def keep(self, block_id: str, action_id: str, value: Value) -> None:
        """Remember what the person put in; None for emptied."""
        self._values[block_id, action_id] = value

    def touched(self) -> Mapping[Place, Value]:
        """Everything the person has put in."""
        return self._values


class Memory:
    """What is remembered of each person while this runs: inputs, drafts, what was seen."""

    def __init__(self) -> None:
        self._inputs: defaultdict[tuple[str, str], Inputs] = defaultdict(Inputs)
        self._drafts: dict[tuple[str, str, str | None], str] = {}
        self._seen: dict[tuple[str, str], str] = {}

    def inputs(self, user: str, surface: str) -> Inputs:
        """The inputs of one person on one surface (a message's ts or a view's id)."""
        return self._inputs[user, surface]

    def draft(self, user: str, channel: str, thread_ts: str | None) -> str:
        """What the person began to write there and has not sent."""
        return self._drafts.get((user, channel, thread_ts), "")

    def keep_draft(self, user: str, channel: str, thread_ts: str | None, text: str) -> None:
        """Remember what the person has begun to write."""
        self._drafts[user, channel, thread_ts] = text

    def unseen(self, user: str, channel: str, stamps: Sequence[str]) -> int:
        """How many of these messages are new to the person; what was there at first is not."""
        last = self._seen.setdefault((user, channel), stamps[-1] if stamps else "")
        return sum(ts > last for ts in stamps)

    def see(self, user: str, channel: str, stamps: Sequence[str]) -> None:
        """The person has these messages before them."""
        if stamps:
            self._seen[user, channel] = stamps[-1]


def is_offered(element: Json, value: Value) -> bool:
    """Whether the element can show this value; one without options shows any."""
    offered = {option["value"] for option, _ in options(element)}
    chosen = value if isinstance(value, tuple) else (value,)
    return not offered or value is None or offered.issuperset(chosen)


def initial(element: Json) -> Value:
    """What the app set an element to at first."""
    match element.get("type"):
        case "static_select" | "radio_buttons":
            chosen: Json | None = element.get("initial_option")
            return None if chosen is None else str(chosen["value"])
        case "multi_static_select" | "checkboxes":
            return tuple(str(option["value"]) for option in element.get("initial_options", ()))
        case "users_select":
            return _text(element.get("initial_user"))
        case "multi_users_select":
            return tuple(map(str, element.get("initial_users", ())))
        case "datepicker":
            return _text(element.get("initial_date"))
        case "timepicker":
            return _text(element.get("initial_time"))
        case _:
            return _text(element.get("initial_value"))


def options(element: Json) -> Sequence[tuple[Json, str | None]]:
    """The options of a select with the label of their group, None where there are no groups."""
    groups: list[Json] = element.get("option_groups", [])
    if groups:
        return [
            (option, str(group["label"]["text"])) for group in groups for option in group["options"]
        ]
    return [(option, None) for option in element.get("options", ())]


def _text(value: object) -> str | None:
    return None if value is None else str(value)
