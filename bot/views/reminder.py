"""The messages that Slack posts when somebody wanted to be reminded.

They are written long before they are read, so they say nothing of how things stand.
"""

from typing import assert_never

from bot.pages.closing import chosen
from bot.pages.words import CALLED
from bot.views.blocks import Rendered, link, plain, section
from bot.views.words import mention, name
from engine.evaluation.model import Outcome, SheetKey
from knowledge.schema import AlternativeId, KnowledgeBase


def sheet_reminder(key: SheetKey, by: str, url: str | None, kb: KnowledgeBase) -> Rendered:
    """Of a sheet; without ``url`` there is no link to it."""
    about = f"the {CALLED[key.kind]} of {_named(key.candidate, kb)}"
    return _message(f"Reminder by {mention(by)}: {about}.", url)


def review_reminder(outcome: Outcome, number: int, url: str | None, kb: KnowledgeBase) -> Rendered:
    """Of a closed decision, on the day on which the team wanted to look at it again."""
    decided = f"the decision {_decided(outcome, kb)} (record {number})"
    return _message(f"Today {decided} was to be looked at again.", url)


def _decided(outcome: Outcome, kb: KnowledgeBase) -> str:
    match outcome.kind:
        case "adopt" | "hybrid":
            return f"for {plain(chosen(outcome, kb), 150)}"
        case "stay":
            taken = _named(outcome.alternative, kb) if outcome.alternative else "what runs today"
            return f"to stay with {taken}"
        case "no_orchestrator":
            return "for no orchestrator yet"
        case _:
            assert_never(outcome.kind)


def _named(alternative: AlternativeId, kb: KnowledgeBase) -> str:
    """A name; the id where the facts have it no more."""
    try:
        return name(kb, alternative)
    except KeyError:
        return plain(alternative, 60)


def _message(sentence: str, url: str | None) -> Rendered:
    text = sentence if url is None else f"{sentence} {link(url, 'Open it')}"
    return Rendered(text, [section(text)])
