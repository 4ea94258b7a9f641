"""How the names in a question were read, and which of them are not known here."""

from collections.abc import Iterator
from typing import Final

from bot.pages.index import Kind, Subject, find
from bot.pages.words import listed, name
from engine.dialogue.requests import CompareAsked, CostAsked
from knowledge.schema import KnowledgeBase

_KINDS: Final[tuple[Kind, ...]] = ("alternative", "contender", "name")


def how_read(request: CompareAsked | CostAsked, not_rated: str, kb: KnowledgeBase) -> Iterator[str]:
    """What was guessed, what is not rated, and what is not known at all, a sentence each.

    Args:
        request: what is asked.
        not_rated: what is said of a name that is recognised and not rated.
        kb: the facts.
    """
    for alternative, typed in request.guessed.items():
        yield f"I read {_quoted(typed)} as {name(kb, alternative)}."
    for each in kb.names:
        if each.id in request.not_rated:
            yield f"{each.name} {not_rated}: {each.why_not_rated.text.rstrip('.')}."
    for typed in request.unknown:
        found = find(typed, kb, _KINDS)
        near = (found,) if isinstance(found, Subject) else found
        meant = f" Did you mean {listed([each.name for each in near], 'or')}?" if near else ""
        yield f"Nothing here is called {_quoted(typed)}.{meant}"


def _quoted(typed: str) -> str:
    return f"“{typed[:60]}”"
