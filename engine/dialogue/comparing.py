"""A comparison as it is typed: two names, perhaps misspelled, and what is said of the team."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.dialogue.context import Context
from engine.dialogue.requests import CompareAsked
from engine.dialogue.understand import understand
from engine.dialogue.words import phrase
from knowledge.schema import AlternativeId

_WORD = re.compile(r"[\w-]+")
_TEAM = re.compile(r"\b(?:for|on|in|if|given|where|when|because|since|assuming|we|our|my)\b|\d")
"""Where names end and the team begins, in what holds fewer than two names."""
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
_TAKEN = "|"
_A_PAIR = 2


@dataclass(frozen=True, slots=True)
class _Name:
    """A name, or what was typed for one, and where it stands."""

    start: int
    end: int
    id: str | None
    """None where no name is near."""
    typed: str | None = None
    """What was typed where it was misspelled."""


def compared(text: str, context: Context) -> CompareAsked:
    """What a text names to be compared, and what it says of the team; any text will do."""
    words = list(_WORD.finditer(text))
    exact = [
        _Name(words[each.start].start(), words[each.end - 1].end(), each.id)
        for each in context.names.spotted([word.group() for word in words])
    ]
    found = exact
    if len({name.id for name in exact}) < _A_PAIR:
        found = sorted(
            (*exact, *_near(_without(text, exact), context)), key=lambda each: each.start
        )
    told = _without(text, found).replace(_TAKEN, ",")
    for pattern, replacement in _AS_TOLD:
        told = pattern.sub(replacement, told)
    understood = understand(told, context.knowledge, None)
    rated = dict[AlternativeId, str | None]()
    recognised = dict[str, None]()
    for name in found:
        if name.id is None:
            continue
        alternative = context.names.alternative(name.id)
        if alternative is None:
            recognised[name.id] = None
        else:
            rated.setdefault(alternative, name.typed)
    return CompareAsked(
        alternatives=tuple(rated),
        guessed={alternative: typed for alternative, typed in rated.items() if typed},
        not_rated=tuple(recognised),
        unknown=tuple(dict.fromkeys(n.typed for n in found if n.id is None and n.typed)),
        answers={slot: said for slot, said in understood.answers.items() if said is not None},
        stressed=understood.stress.named,
    )


def _without(text: str, names: list[_Name]) -> str:
    """The text with every name blotted out, each letter by a mark, so that places stay."""
    for name in names:
        text = text[: name.start] + _TAKEN * (name.end - name.start) + text[name.end :]
    return text


def _near(text: str, context: Context) -> Iterator[_Name]:
    """What stands where names are expected and is none as it is written."""
    team = _TEAM.search(text)
    end = team.start() if team else len(text)
    at = 0
    for between in [*_BETWEEN.finditer(text, 0, end), None]:
        until = between.start() if between else end
        words = [word for word in _WORD.finditer(text, at, until) if _may_name(word.group())]
        if words and not understand(text[at:until], context.knowledge, None).answers:
            yield from _meant(words, context)
        at = between.end() if between else end


def _may_name(word: str) -> bool:
    return word not in _NO_NAMES


def _meant(words: list[re.Match[str]], context: Context) -> Iterator[_Name]:
    """The names that words stand for: all of them one, or each that is near to one its own."""
    start, end = words[0].start(), words[-1].end()
    typed = " ".join(word.group() for word in words)
    if (meant := context.names.meant_by(typed)) is not None:
        yield _Name(start, end, meant, typed)
        return
    each = [(word, context.names.meant_by(word.group())) for word in words]
    if not any(meant for _, meant in each):
        yield _Name(start, end, None, typed)
    for word, meant in each:
        if meant is not None:
            yield _Name(word.start(), word.end(), meant, word.group())
