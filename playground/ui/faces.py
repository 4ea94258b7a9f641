"""Small parts that recur: avatars, large buttons, times."""

from datetime import datetime, timedelta
from typing import Final
from zlib import crc32

from nicegui import ui
from nicegui.element import Element

from playground.model import SLACKBOT, User
from playground.ui.dates import moment
from playground.ui.mrkdwn import plain_to_html

_COLORS: Final = ("#1264a3", "#2f7d57", "#8b3fa0", "#b0563a", "#5a6b2d", "#7a4b8f")


def avatar(member: User, size: int = 36) -> Element:
    """A coloured square with the initials of a person, or the app's mark."""
    with ui.element("div").classes("sl-avatar") as face:
        if member.is_bot:
            ui.icon(
                "smart_toy" if member.id == SLACKBOT else "account_tree", size=f"{size * 0.6:.0f}px"
            )
        else:
            ui.label("".join(word[0] for word in member.real_name.split()[:2]).upper())
    face.style(f"width:{size}px; height:{size}px; font-size:{size * 0.4:.0f}px")
    face.style(f"background:{_color(member)}")
    return face


def standing(member: User) -> str:
    """What stands beside the name of who is no member of the workspace; '' for members."""
    if member.home is not None:
        return member.home.name
    return "Guest" if member.is_guest else ""


def _color(member: User) -> str:
    if member.id == SLACKBOT:
        return "#616061"
    return "#3b2250" if member.is_bot else _COLORS[crc32(member.id.encode()) % len(_COLORS)]


def button(words: str, style: str, testid: str) -> ui.html:
    """A large button, as dialogs have; style is default, primary or danger."""
    face = ui.html(plain_to_html(words), sanitize=False, tag="button")
    face.classes(f"sl-button sl-large sl-{style}")
    face.props["data-testid"] = testid
    return face


def clock(ts: str) -> str:
    """The local time of a message, as HH:MM."""
    return moment(ts).strftime("%H:%M")


def day(ts: str) -> str:
    """The day of a message in words: Today, Yesterday, or the date."""
    on = moment(ts).date()
    today = datetime.now().astimezone().date()
    if on == today:
        return "Today"
    if on == today - timedelta(days=1):
        return "Yesterday"
    return f"{on:%A}, {on.day} {on:%B %Y}"
