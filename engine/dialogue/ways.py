"""Which ways to run an alternative a question names: "MWAA", "self-hosted Prefect", "Dagster+".

A way is called by the words of its name that are none of its alternative's own, by those of the
managed offering that it is, and by who runs it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from engine.dialogue.context import Context
from engine.dialogue.naming import Name
from knowledge.schema import Alternative, AlternativeId, CostVariant, FeatureId, KnowledgeBase

_OFFERING = FeatureId("managed_offering")
_WORD = re.compile(r"[^\W_]+|\+")
_JOINS = re.compile(r"[ _-]*")
"""What stands between words of one name."""
_LINKS = frozenset({"on", "by", "our", "own", "an", "the", "plan"})
"""Words over which a name goes on."""
_EMPTY = _LINKS | frozenset(
    {"a", "and", "or", "for", "of", "has", "in", "it", "as", "with", "your", "lesson", "small"}
    | {"smallest", "least", "aws", "gcp", "azure", "team", "formerly", "service"}
)
"""Words of names that tell no way: a cloud is the team's."""
_MANAGED = frozenset({"managed", "hosted"})
_RUN_BY: Final = {
    "self_hosted": frozenset({"self", "host", "hosting", "hosted"}),
    "managed": _MANAGED,
    "mixed": _MANAGED,
}
_RUNNING = _MANAGED | _RUN_BY["self_hosted"]
_SAME: Final = {"+": "plus", "managing": "managed"}
_MOST = 8
"""Ways that one question names."""


@dataclass(frozen=True, slots=True)
class _Called:
    """A way and the words that tell it."""

    variant: CostVariant
    words: frozenset[str]


def ways_named(said: str, names: Iterable[Name], context: Context) -> tuple[str, ...]:
    """The ids of the variants that lower-case text names, each once, in the order of naming.

    Args:
        said: The text.
        names: The names of alternatives in it that are asked about.
        context: The knowledge base.
    """
    words = [word for word in _WORD.finditer(said) if not _is_cloud(said, word)]
    found = dict[str, None]()
    for name in names:
        alternative = context.names.alternative(name.id or "")
        if alternative is not None:
            called = _called(alternative, context.knowledge)
            if in_full := [each.variant.id for each in called if _is_in_full(said, name, each)]:
                found |= dict.fromkeys(in_full)
                continue
            told = _told(said, name, words, frozenset().union(*(each.words for each in called)))
            found |= dict.fromkeys(_meant(told, called, alternative, context.knowledge))
    return tuple(found)[:_MOST]


def words_of_ways(knowledge: KnowledgeBase) -> frozenset[str]:
    """Every word of the names of ways to run an alternative, and of who runs them."""
    names = (f"{each.name} {each.short_name}".casefold() for each in knowledge.costs.variants)
    return _RUNNING | {word.group() for name in names for word in _WORD.finditer(name)}


def _is_cloud(said: str, word: re.Match[str]) -> bool:
    """Whether it is the Google of "Google Cloud", which the team runs on."""
    return word.group() == "google" and said.startswith(" cloud", word.end())


def _is_in_full(said: str, name: Name, called: _Called) -> bool:
    """Whether a name is part of the way's own, written out."""
    return any(
        full in said[max(0, name.end - len(full)) : name.start + len(full)]
        for full in (called.variant.name.casefold(), called.variant.short_name.casefold())
    )


def _told(
    said: str, name: Name, words: Sequence[re.Match[str]], known: frozenset[str]
) -> frozenset[str]:
    """The known words of a name, and of what stands around it and tells more of it."""
    inside = [word for word in words if name.start <= word.start() < name.end]
    before = [word for word in reversed(words) if word.end() <= name.start]
    after = [word for word in words if word.start() >= name.end]
    told = {_spelled(word) for word in inside}
    for around in (before, after):
        edge = name.start if around is before else name.end
        for word in around:
            between = said[word.end() : edge] if around is before else said[edge : word.start()]
            if not _JOINS.fullmatch(between) or _spelled(word) not in known | _LINKS:
                break
            told.add(_spelled(word))
            edge = word.start() if around is before else word.end()
    return frozenset(told & known)


def _meant(
    told: frozenset[str],
    called: Sequence[_Called],
    alternative: AlternativeId,
    knowledge: KnowledgeBase,
) -> Iterator[str]:
    """The ways of which the most words were told; or the one that bears the alternative's name."""
    most = max((len(told & each.words) for each in called), default=0)
    for variant, words in ((each.variant, each.words) for each in called):
        is_itself = len(called) == 1 and variant.name == knowledge.described(alternative).name
        if (most and len(told & words) == most) or is_itself:
            yield variant.id


def _called(alternative: AlternativeId, knowledge: KnowledgeBase) -> list[_Called]:
    """The ways to run an alternative, and by which words each is told."""
    of = knowledge.described(alternative)
    own = _words(f"{of.id} {of.name} {of.short_name}")
    ways = [each for each in knowledge.costs.variants if each.alternative == alternative]
    named = {
        each.id: _words(f"{each.id} {each.name} {each.short_name}") - own - _EMPTY - _RUNNING
        for each in ways
    }
    offered = [_words(piece) - own - _EMPTY - _RUNNING for piece in _offerings(of)]
    return [
        _Called(way, named[way.id] | _RUN_BY[way.runs] | _of_offering(way, named, offered))
        for way in ways
    ]


def _of_offering(
    way: CostVariant, named: dict[str, frozenset[str]], offered: Sequence[frozenset[str]]
) -> frozenset[str]:
    """What its managed offering is called: one that no name speaks of is any that a vendor runs."""
    is_managed = way.runs != "self_hosted" and way.cannot_be_built is None
    mine = (
        each
        for each in offered
        if each & named[way.id]
        or (is_managed and not any(each & words for words in named.values()))
    )
    return frozenset().union(*mine)


def _offerings(alternative: Alternative) -> Iterator[str]:
    """The names of what vendors run of it."""
    feature = alternative.features.get(_OFFERING)
    if feature is None:
        return
    told = (feature.lesson or "", feature.current.text if feature.current else "")
    for piece in ",".join(told).split(","):
        if piece.strip()[:1].isupper():
            yield piece


def _words(text: str) -> frozenset[str]:
    found = (_spelled(word) for word in _WORD.finditer(text.casefold().replace("_", " ")))
    return frozenset(each for each in found if not each.isdigit())


def _spelled(word: re.Match[str]) -> str:
    return _SAME.get(word.group(), word.group())
