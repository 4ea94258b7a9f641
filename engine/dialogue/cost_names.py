"""Names in a question of cost that are not written as they are: misspelled, unknown, or nothing."""

import re
from collections.abc import Iterator, Sequence

from engine.dialogue.context import Context
from engine.dialogue.cost_words import HEAD, IT, PRICE
from engine.dialogue.naming import TAKEN, Name, pieces, without
from engine.dialogue.ways import words_of_ways
from engine.dialogue.words import phrase
from knowledge.schema import NO_ORCHESTRATOR

_PLACE = re.compile(
    rf"(?:\b{PRICE} of|^(?:the |total )*{PRICE}|\b(?:what|how much|how expensive) (?:does|do|did"
    rf"|would|will|is|are)|[{TAKEN}],? ?(?:and|or|vs\.?|versus|&|to))(?: (?:the|a|an|using))? *$"
)
"""What stands before a name."""
_BEHIND_NAME = re.compile(rf"[{TAKEN}],? $")
"""What stands before one of several names in a list."""
_TELLING = frozenset(
    phrase(
        "today tomorrow later soon honestly exactly properly long term short production prod small"
        " large big scale startup enterprise open source only again else instead too also right"
        " alone there here thanks thank you hi hello was did got gets getting go goes going not but"
        " so yes no ok wise free salary salaries wage wages budget paid really worth lower higher"
        " good bad best better worse license licensed"
    )
)
"""Words behind a name that are none."""
_NOTHING = re.compile(
    r"(?:(?<=^cost )|(?<=^cost of ))nothing(?= *(?:$|[,?]|for\b|at all\b))"
    r"|\b(?:to |of )?do(?:ing)? (?:nothing|without(?: an| any)? orchestrator)\b"
    r"|\bwithout (?:an |any )?orchestrator\b"
)
_STAYS = re.compile(
    rf"^\W*$|\b{PRICE}(?: us)? $"
    r"|\b(?:stay|staying|keep|keeping|remain|remaining|just)(?: on| with)? $"
)
"""What stands before no orchestrator where that is asked about."""
_LONGEST_NAME = 2
"""Words of a name that nobody here knows."""
_NO_NAMES = (
    HEAD
    | IT
    | frozenset(
        phrase(
            "engineer engineers team people migration setup training support license licence"
            " licenses licences infrastructure kubernetes cloud compute storage server servers aws"
            " gcp azure pipeline pipelines control reduction sensitive sensitivity savings saving"
            " efficiency efficient effective effectiveness conscious optimization optimisation"
            " driven cutting center centre transparency tracking attribution monitoring model"
            " question questions reason reasons wise hidden real true actual list doing someone"
            " anything something nothing no none yet cron matters important key our your my"
        )
    )
    | {"self-host", "self-hosted", "self-hosting"}
)


def doing_nothing(said: str) -> Iterator[Name]:
    """Words for no orchestrator that are no name of it: "cost nothing", "... to do nothing"."""
    for found in _NOTHING.finditer(said):
        yield Name(found.start(), found.end(), NO_ORCHESTRATOR)


def none_asked_of(said: str, every: Sequence[Name]) -> list[Name]:
    """Where no orchestrator is asked about, and not told to be what runs today."""
    blotted = without(said, every)
    return [
        name
        for name in every
        if name.id == NO_ORCHESTRATOR
        and (_PLACE.search(blotted[: name.start]) or _STAYS.search(blotted[: name.start]))
    ]


def near_in(text: str, context: Context) -> Iterator[Name]:
    """Misspelled names, and what stands where one is expected; not what tells more of a name."""
    ways = words_of_ways(context.knowledge)
    for piece in pieces(text, context):
        words = [word for word in piece if word.group() not in _NO_NAMES]
        if not words:
            continue
        start, end = words[0].start(), words[-1].end()
        typed = " ".join(word.group() for word in words)
        meant = context.names.meant_by(typed)
        if meant is not None:
            yield Name(start, end, meant, typed)
        elif ways.issuperset(typed.split()) or len(words) > _LONGEST_NAME:
            continue
        elif _PLACE.search(text[:start]):
            yield Name(start, end, None, typed)
        elif _BEHIND_NAME.search(text[:start]):
            others = [word for word in words if word.group() not in ways]
            yield from _listed(others, context)


def _listed(words: Sequence[re.Match[str]], context: Context) -> Iterator[Name]:
    """Words that stand behind a name, each a name of its own: "cost prefect dagstr foobar"."""
    for word in words:
        meant = context.names.meant_by(word.group())
        if meant is not None or word.group() not in _TELLING:
            yield Name(word.start(), word.end(), meant, word.group())
