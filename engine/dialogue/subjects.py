"""What is asked about: the subject of "what is lineage?" and of "how do I run a trial?"."""

import re
from collections.abc import Mapping
from typing import Final

from engine.dialogue.context import ARTICLES, Context
from engine.dialogue.requests import About
from engine.dialogue.stress import stress_in
from engine.dialogue.understand import understand
from engine.dialogue.words import phrase, tokens

LONGEST_SUBJECT = 100
"""Characters of a subject; no name is as long."""
_IDLE = frozenset(
    {
        *("up", "new", "going on", "happening", "happened", "that", "this", "it", "next", "you"),
        *("wrong", "matter", "for lunch", "for dinner", "your name", "best", "more", "else"),
    }
)
"""Subjects that nobody explains."""
_DOING = re.compile(
    r"(?:run|do|make|set up|use|handle|avoid|manage|start|get|have|implement|plan|conduct|deal with"
    r"|think about|go about|organi[sz]e|perform|carry out|read|interpret) "
)
_PRACTICE: Final[Mapping[str, str]] = {
    "migrate": "migration",
    "schedule": "scheduling",
    "monitor": "monitoring",
    "combine": "hybrid",
}
"""What people ask how to do, and what it is called."""


def about(context: Context, said: str, of: str) -> About | None:
    """A question about a subject; none where it tells something, or nobody would explain it."""
    subject = _subject(of)
    is_told = not context.is_asked and (
        ":" in said or stress_in(tokens(said), context.knowledge).named
    )
    if is_told or subject in _IDLE:
        return None
    if has_digits(subject):
        numbers = understand(subject, context.knowledge, None).answers.values()
        if any(isinstance(number, int) for number in numbers):
            return None
    return About(subject=subject)


def _subject(of: str) -> str:
    """What is asked about, without articles and the rest of the question."""
    subject = (
        re.sub(r"^\s*(?:what|how|why) (.+?) (?:is|are|means?|works?)$", r"\1", of)
        .strip(" -:,")
        .removesuffix(" thing")
    )
    while (head := subject.partition(" "))[0] in ARTICLES and head[2]:
        subject = head[2]
    if len(subject) > LONGEST_SUBJECT:
        subject = subject[:LONGEST_SUBJECT].rpartition(" ")[0] or subject[:LONGEST_SUBJECT]
    return subject


def how_to(context: Context, said: str, of: str) -> About | None:
    """How something is done, by the name of what is done."""
    verb = of.partition(" ")[0]
    if verb in _PRACTICE:
        return About(subject=_PRACTICE[verb])
    of = _DOING.sub("", re.sub(r" (?:works?|function|behave|help)$", "", of), count=1)
    return about(context, said, of) if of else None


def is_criterion(name: str, context: Context) -> bool:
    """Whether a criterion is called so."""
    criteria = {phrase(said) for each in context.knowledge.criteria for said in each.says}
    return phrase(name) in criteria


def has_digits(said: str) -> bool:
    """Whether there is a number in digits in it."""
    return any(character.isdecimal() for character in said)
