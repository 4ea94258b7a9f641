"""Addresses of messages, as chat.getPermalink gives them."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

PATH: Final = "/archives/"
_PLACE: Final = re.compile(r"/archives/(\w+)/p(\d+)(\d{6})")


@dataclass(frozen=True, slots=True)
class Permalink:
    """Where a message stands.

    Attributes:
        thread_ts: the root's ts if it is a reply, else None.
    """

    channel: str
    ts: str
    thread_ts: str | None = None

    def at(self, address: str) -> str:
        """The link, in the workspace that is served at this address."""
        link = f"{address}{PATH}{self.channel}/p{self.ts.replace('.', '')}"
        if self.thread_ts is None:
            return link
        return f"{link}?{urlencode({'thread_ts': self.thread_ts, 'cid': self.channel})}"

    @classmethod
    def read(cls, link: str) -> "Permalink | None":
        """Where a link leads, with or without the workspace's address; None if it is none."""
        parts = urlsplit(link)
        place = _PLACE.fullmatch(parts.path)
        if place is None:
            return None
        channel, seconds, micros = place.groups()
        thread_ts = dict(parse_qsl(parts.query)).get("thread_ts")
        return cls(channel, f"{seconds}.{micros}", thread_ts)
