"""Questions that need no decision: explain a subject, compare two alternatives."""

import re
from collections.abc import Iterator, Mapping
from typing import TypeVar

from bot.pages.comparison import compare_page
from bot.pages.index import Subject, contents, find, page_of
from bot.views.blocks import Rendered
from bot.views.page import page
from bot.views.topics import not_two, nothing_called, topics
from engine.advice.compare import compare as compared
from engine.decision.model import Weighing
from engine.dialogue.advance import advance, known_answers, start
from engine.dialogue.model import TextSaid
from knowledge.schema import AlternativeId, KnowledgeBase

Named = TypeVar("Named", bound=str)

_LONGEST_NAME = 4
"""Most words of a name."""
_MOST_WORDS = 30
"""How much of a text is read for names."""


def explain(text: str, knowledge: KnowledgeBase) -> Rendered:
    """The page of the subject that is called so; the nearest names where there is none.

    Without a text, what can be explained.
    """
    if not text.strip():
        return topics(contents(knowledge))
    found = find(text, knowledge)
    if isinstance(found, Subject):
        return page(page_of(found, knowledge), f"orchestrator explain {found.id}")
    return nothing_called(text, found)


def compare(text: str, knowledge: KnowledgeBase) -> Rendered:
    """Two alternatives side by side, for the team that the rest of the text tells of."""
    named = alternatives_in(text, knowledge)
    if len(named) != 2:  # noqa: PLR2004 - a comparison is of two
        return not_two(named, not_rated_in(text, knowledge), knowledge)
    one, other = named
    told = advance(start(knowledge), TextSaid(text=text), knowledge).state
    weighing = Weighing(stressed=told.stressed)
    found = compared(one, other, known_answers(told), knowledge, weighing=weighing)
    return page(compare_page(found, knowledge), f"orchestrator compare {one} {other}")


def alternatives_in(text: str, knowledge: KnowledgeBase) -> tuple[AlternativeId, ...]:
    """The alternatives and contenders that are named in a text, each once, in its order."""
    known = (*knowledge.contenders.values(), *knowledge.alternatives.values())
    called = {
        _key(name): AlternativeId(each.id)
        for each in known
        for name in (each.id, each.name, each.short_name, *each.also_called)
    }
    return tuple(dict.fromkeys(_named(text, called)))


def not_rated_in(text: str, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """The ids of what is named in a text and not rated here, each once, in its order."""
    called = {
        _key(name): each.id
        for each in knowledge.names
        for name in (each.id, each.name, *each.also_called)
    }
    return tuple(dict.fromkeys(_named(text, called)))


def _named(text: str, called: Mapping[str, Named]) -> Iterator[Named]:
    """What is called so by one or several words that follow each other; long names first."""
    words = re.findall(r"[\w-]+", text)[:_MOST_WORDS]
    at = 0
    while at < len(words):
        for length in range(_LONGEST_NAME, 0, -1):
            found = called.get(_key("".join(words[at : at + length])))
            if found is not None:
                yield found
                break
        at += length if found is not None else 1


def _key(name: str) -> str:
    """Letters and digits in lower case: 'Kubeflow Pipelines' and 'kubeflow_pipelines' are one."""
    return "".join(each for each in name.casefold() if each.isalnum())
