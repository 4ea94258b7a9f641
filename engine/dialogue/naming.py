"""What a question names, perhaps misspelled, and what it tells of a team beside the names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.dialogue.context import Context
from engine.dialogue.understand import understand
from engine.dialogue.words import phrase
from knowledge.schema import AlternativeId

_WORD = re.compile(r"[\w-]+")
_TEAM = re.compile(r"\b(?:for|on|in|if|given|where|when|because|since|assuming|we|our|my)\b|\d")
"""Where names end and the team begins, in what holds fewer names than are expected."""
_BETWEEN = re.compile(
    r"\b(?:and|vs|versus|v|or|with|to|against|from|compared?|between|than|plus|over|better|cheaper"
    r"|easier|how|does|do|is|are|which|what|migrate|move|switch|differ|different)\b|[,/&+|:;.?()]"
)
"""What stands between names."""
_NO_NAMES = frozenset(
    phrase(
        "a an the of cost costs price both two these those tool tools orchestrator orchestrators me"
        " us please by side features it them"
    )
)
"""Words beside names that are none."""
_AS_TOLD = (
    (re.compile(r"\bfor\b"), ","),
    (
        re.compile(
            r"(?<=\d)([ -](?:person|people|man|engineer)) (?:\w+ )?"
            r"(?:startup|start-up|company|business|org|organi[sz]ation|shop)\b"
        ),
        r"\1 team",
    ),
)
"""A team that something is asked for, as it would be told: "for a 5 person startup"."""
TAKEN = "|"
"""Stands in for each letter of a name that was found."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name, or what was typed for one, and where it stands."""

    start: int
    end: int
    id: str | None
    """None where no name is near."""
    typed: str | None = None
    """What was typed where it was misspelled."""


@dataclass(frozen=True, slots=True)
class Named:
    """What names come to, each once."""

    alternatives: tuple[AlternativeId, ...]
    guessed: dict[AlternativeId, str]
    not_rated: tuple[str, ...]
    unknown: tuple[str, ...]


def exact_names(text: str, context: Context) -> list[Name]:
    """The names in a text as they are written."""
    words = list(_WORD.finditer(text))
    return [
        Name(words[each.start].start(), words[each.end - 1].end(), each.id)
        for each in context.names.spotted([word.group() for word in words])
    ]


def without(text: str, names: Iterable[Name]) -> str:
    """The text with every name blotted out, each letter by a mark, so that places stay."""
    for name in names:
        text = text[: name.start] + TAKEN * (name.end - name.start) + text[name.end :]
    return text


def near_names(text: str, context: Context) -> Iterator[Name]:
    """What stands where names are expected and is none as it is written."""
    for words in pieces(text, context):
        start, end = words[0].start(), words[-1].end()
        typed = " ".join(word.group() for word in words)
        if (meant := context.names.meant_by(typed)) is not None:
            yield Name(start, end, meant, typed)
            continue
        each = [(word, context.names.meant_by(word.group())) for word in words]
        if not any(meant for _, meant in each):
            yield Name(start, end, None, typed)
        for word, meant in each:
            if meant is not None:
                yield Name(word.start(), word.end(), meant, word.group())


def named(names: Iterable[Name], context: Context) -> Named:
    """What is rated, what is only recognised, and what is neither."""
    rated = dict[AlternativeId, str | None]()
    recognised, unknown = dict[str, None](), dict[str, None]()
    for name in names:
        if name.id is None:
            unknown.setdefault(name.typed or "")
        elif (alternative := context.names.alternative(name.id)) is None:
            recognised[name.id] = None
        else:
            rated.setdefault(alternative, name.typed)
    return Named(
        alternatives=tuple(rated),
        guessed={alternative: typed for alternative, typed in rated.items() if typed},
        not_rated=tuple(recognised),
        unknown=tuple(filter(None, unknown)),
    )


def as_told(text: str) -> str:
    """What stands around blotted names, in the words in which a team is told of."""
    told = text.replace(TAKEN, ",")
    for pattern, replacement in _AS_TOLD:
        told = pattern.sub(replacement, told)
    return told


def pieces(text: str, context: Context) -> Iterator[list[re.Match[str]]]:
    """The words of each piece between what separates names, where it tells nothing of a team."""
    team = _TEAM.search(text)
    end = team.start() if team else len(text)
    at = 0
    for between in [*_BETWEEN.finditer(text, 0, end), None]:
        until = between.start() if between else end
        words = [word for word in _WORD.finditer(text, at, until) if word.group() not in _NO_NAMES]
        if words and not understand(text[at:until], context.knowledge, None).answers:
            yield words
        at = between.end() if between else end
