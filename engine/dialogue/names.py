"""What alternatives are called: names in a text, and the one that a misspelled name is near to.

Case, spaces, hyphens and underscores do not matter: "Kubeflow Pipelines", "kubeflow_pipelines".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.schema import AlternativeId, KnowledgeBase

_LONGEST_NAME = 4
"""Most words of a name."""
_WORD = re.compile(r"[\w-]+")
_SHORTEST_GUESS = 4
"""Letters from which on a name may be misspelled; a shorter word is near to too many."""
_SLIPS = 2
"""Letters of a misspelled name that are wrong, missing, doubled or swapped, at most."""
_SHORT = 5
"""Letters up to which it is one at most."""


@dataclass(frozen=True, slots=True)
class Spotted:
    """A name in a run of words."""

    id: str
    start: int
    end: int
    """The words from ``start`` up to ``end``, without it."""


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that is called something: by the letters and digits of its names, to its id."""

    ids: Mapping[str, str]
    rated: frozenset[str]
    """The ids of the alternatives and contenders; the others are recognised only."""

    @classmethod
    def of(cls, knowledge: KnowledgeBase) -> Self:
        """All that the knowledge base has; an alternative goes before what is not rated."""
        rated, recognised = _rated(knowledge), _recognised(knowledge)
        return cls({**recognised, **rated}, frozenset(rated.values()))

    def alternative(self, spotted: str) -> AlternativeId | None:
        """The alternative with this id; None where it is a name that is only recognised."""
        return AlternativeId(spotted) if spotted in self.rated else None

    def spotted(self, words: Sequence[str]) -> list[Spotted]:
        """The names among words, in their order, long ones first."""
        return list(_spotted(words, self.ids))

    def meant_by(self, typed: str) -> str | None:
        """The id of the one name that a misspelled one is near to; its first letter is right.

        None where none is, and where several ids are equally near.
        """
        key = _key(typed)
        if len(key) < _SHORTEST_GUESS:
            return None
        called = [name for name in self.ids if len(name) >= _SHORTEST_GUESS and name[0] == key[0]]
        slips = 1 if len(key) <= _SHORT else _SLIPS
        found = process.extract(key, called, scorer=OSA.distance, score_cutoff=slips, limit=None)
        least = min((distance for _, distance, _ in found), default=0)
        nearest = {self.ids[name] for name, distance, _ in found if distance == least}
        return nearest.pop() if len(nearest) == 1 else None


def words_of(text: str) -> list[str]:
    """The words of a text in which names are looked for."""
    return _WORD.findall(text)


def _rated(knowledge: KnowledgeBase) -> dict[str, str]:
    return {
        _key(name): each.id
        for each in (*knowledge.contenders.values(), *knowledge.alternatives.values())
        for name in (each.id, each.name, each.short_name, *each.also_called)
    }


def _recognised(knowledge: KnowledgeBase) -> dict[str, str]:
    return {
        _key(name): each.id
        for each in knowledge.names
        for name in (each.id, each.name, *each.also_called)
    }


def _spotted(words: Sequence[str], called: Mapping[str, str]) -> Iterator[Spotted]:
    """What is called so by one or several words that follow each other."""
    at = 0
    while at < len(words):
        for length in range(_LONGEST_NAME, 0, -1):
            found = called.get(_key("".join(words[at : at + length])))
            if found is not None:
                end = min(at + length, len(words))
                yield Spotted(found, at, end)
                at = end
                break
        else:
            at += 1


def _key(name: str) -> str:
    """Letters and digits in lower case."""
    return "".join(each for each in name.casefold() if each.isalnum())
