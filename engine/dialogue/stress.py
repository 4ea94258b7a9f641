"""What a text calls the most important: "lineage matters most", "our priority is community".

The rules, over the words of a text without soft ones such as "the" or "to us":

- Names of criteria, perhaps an "is", and a superlative: "ui and lineage are the most important".
- A superlative, an "is" or a colon, and names: "what matters most: lineage, ui".
- A call and names: "above all portability".
- An "and" joins names to one list, and so does a comma where nothing else is said of what follows
  it: "ui, lineage matters most" stresses one.
- What is denied, asked, supposed, doubted, or left open by an "or", stresses nothing: a "not"
  denies what follows it, a "maybe" or a question mark the whole clause, and so does "Prefect's",
  since that tells of an orchestrator. "A priority" is none either: a team has many.
- "No priorities" drops what was stressed before; so does an "actually", within one text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Self, assert_never

from engine.dialogue import grammar
from engine.dialogue.phrases import NOT_KNOWN
from engine.dialogue.words import BREAKS, Mark, Token, Word, phrase
from knowledge.schema import NO_ORCHESTRATOR, Criterion, CriterionId, KnowledgeBase


@dataclass(frozen=True, slots=True)
class Stress:
    """What a text says about priorities."""

    named: tuple[CriterionId, ...] = ()
    """What it calls the most important, in the order of the criteria."""
    drops_earlier: bool = False
    """It said that nothing is: what was stressed before it no longer counts."""


class _Saying(Enum):
    """A run of words that says what is the most important."""

    SUPERLATIVE = auto()
    """Stands after names, or before an "is" and names."""
    CLAIM = auto()
    """Stands after names only, and ends what is said of them."""
    CALL = auto()
    """Stands before names only."""
    EITHER = auto()
    """Stands after names, or else before names."""
    NOTHING = auto()
    """Says that nothing is."""
    DENIAL = auto()
    """Takes back, doubts or turns round all that is said in its clause, wherever it stands."""


@dataclass(frozen=True, slots=True)
class _Names:
    """Names of criteria, joined to a list."""

    criteria: tuple[CriterionId, ...]

    def __or__(self, other: Self) -> "_Names":
        """Both, each criterion once."""
        return _Names(tuple(dict.fromkeys((*self.criteria, *other.criteria))))


_Item = Token | _Names | _Saying
_Entry = tuple[tuple[str, ...], _Names | _Saying]
_Lexicon = Mapping[str, Sequence[_Entry]]
"""Runs of words, without soft ones, and what they are, by their first word, the longest first."""

_SAYINGS: Mapping[_Saying, Sequence[str]] = {
    _Saying.SUPERLATIVE: [
        *("matters most", "matter most", "counts most", "count most"),
        *("most important", "most important criterion", "most important criteria"),
        *("most important factor", "most important factors", "most important point"),
        *("priority", "priorities", "priority number one"),
        *(
            f"{first} {priority}"
            for first in ("top", "a top", "main", "first", "highest", "biggest", "number one", "#1")
            for priority in ("priority", "priorities")
        ),
    ],
    _Saying.CLAIM: [
        *("comes first", "come first", "most", "most of all", "matters most of all"),
        *("above everything", "above everything else", "before everything else"),
    ],
    _Saying.CALL: [
        *("care most about", "cares most about", "most care about", "stress"),
        *("prioritise", "prioritize", "prioritising", "prioritizing"),
    ],
    _Saying.EITHER: ["above all", "above all else"],
    _Saying.NOTHING: [
        *("no priority", "no priorities", "nothing matters most", "nothing is most important"),
        "nothing comes first",
    ],
    _Saying.DENIAL: [
        *("everything but", "anything but", "all but", "other than", "apart from", "besides"),
        *("except", "excluding", "less", "after", "nobody", "no one", *grammar.SUPPOSING),
        *("maybe", "perhaps", "possibly", "may", "might", "could", "not certain", *NOT_KNOWN),
    ],
}
_SOFT = frozenset(
    phrase(
        "the our my its to for us me here what whats which that thing things by far single really"
        " very clearly definitely simply still always"
    )
)
"""Words that change nothing here: "lineage is by far the most important thing to us"."""
_ARTICLES = frozenset({"a", "an", "good", "great"})
_IS = frozenset({Word("is"), Word("are"), Mark.COLON, Mark.DASH})
_AND = frozenset({Word("and"), Mark.PLUS, Mark.SLASH})
_CLAUSE_ENDS = _AND | BREAKS | {Word("but")}
_DENYING = grammar.DENIALS | {"doubt", "hardly", "or", "low", "lower", "lowest", "last", "second"}
"""Words that deny what follows them in their clause."""
_GOING_ON = (grammar.FUNCTION_WORDS | grammar.FILLERS | {"because", "then", "rather"}) - {"or"}
"""Words that may follow names; before another noun a name only tells more of it: "ui tests"."""
_REASONS = frozenset({"because", "since", "as", "so"})
_ENDING = _REASONS | {"yet", "now", "any"}
"""Words that may follow what ends with a "most" or a "no priorities"."""


def stress_in(spoken: Sequence[Token], knowledge: KnowledgeBase) -> Stress:
    """Read a text for stress. Any text will do, and the time is linear in its length."""
    lexicon = _lexicon(knowledge.criteria, _orchestrators(knowledge))
    named: set[CriterionId] = set()
    drops_earlier = False
    for clause, is_asked in _clauses(_listed(_found(spoken, lexicon))):
        said = () if is_asked else _said(clause)
        for at, item in enumerate(clause):
            if isinstance(item, Word) and item.text in grammar.CORRECTIONS:
                named.clear()
            elif at >= len(said):
                continue
            elif item is _Saying.NOTHING and _ends(said, at + 1):
                named.clear()
                drops_earlier = True
            elif isinstance(item, _Saying):
                named.update(_stressed(said, at, item))
    in_order = (CriterionId(each.id) for each in knowledge.criteria)
    return Stress(tuple(each for each in in_order if each in named), drops_earlier)


def speaks_of_priorities(spoken: Sequence[Token], knowledge: KnowledgeBase) -> bool:
    """Whether a text names a criterion, or says that something or nothing comes first."""
    lexicon = _lexicon(knowledge.criteria, _orchestrators(knowledge))
    return any(
        isinstance(item, _Names | _Saying) and item is not _Saying.DENIAL
        for item in _found(spoken, lexicon)
    )


def _orchestrators(knowledge: KnowledgeBase) -> frozenset[str]:
    """What orchestrators are called."""
    described = (*knowledge.alternatives.values(), *knowledge.contenders.values())
    return frozenset(
        " ".join(phrase(said))
        for each in described
        if each.id != NO_ORCHESTRATOR
        for said in (each.name, each.short_name, *each.also_called)
    )


@lru_cache(maxsize=8)
def _lexicon(criteria: tuple[Criterion, ...], orchestrators: frozenset[str]) -> _Lexicon:
    possessives = {f"{name}s" for name in orchestrators} - orchestrators
    meanings: dict[str, _Names | _Saying] = {
        **{said: saying for saying, all_said in _SAYINGS.items() for said in all_said},
        **dict.fromkeys(possessives, _Saying.DENIAL),
    }
    for criterion in criteria:
        meanings |= dict.fromkeys(criterion.says, _Names((CriterionId(criterion.id),)))
    lexicon: dict[str, list[_Entry]] = {}
    for said in sorted(meanings, key=len, reverse=True):
        run = tuple(word for word in phrase(said) if word not in _SOFT)
        for first in run[:1]:
            lexicon.setdefault(first, []).append((run, meanings[said]))
    return lexicon


def _found(spoken: Sequence[Token], lexicon: _Lexicon) -> list[_Item]:
    """The tokens without soft words, with runs that are names or sayings replaced."""
    tokens = [token for token in spoken if not (isinstance(token, Word) and token.text in _SOFT)]
    out: list[_Item] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        entries = lexicon.get(token.text, ()) if isinstance(token, Word) else ()
        for said, means in entries:
            if tokens[at : at + len(said)] == [Word(word) for word in said]:
                while isinstance(means, _Names) and out and _word(out[-1]) in _ARTICLES:
                    out.pop()
                out.append(means)
                at += len(said)
                break
        else:
            out.append(token)
            at += 1
    return out


def _listed(items: Sequence[_Item]) -> list[_Item]:
    """The items, with names that are joined to one list made one item."""
    out: list[_Item] = []
    for at, item in enumerate(items):
        if isinstance(item, _Names):
            earlier, length = _joined_to(out[-3:], items[at + 1 : at + 2])
            del out[len(out) - length :]
            out.append(earlier | item)
        else:
            out.append(item)
    return out


def _joined_to(before: Sequence[_Item], after: Sequence[_Item]) -> tuple[_Names, int]:
    """The names to which one that stands here is joined, and how many items back they begin."""
    match before:
        case [*_, _Names() as earlier, joiner] if joiner in _AND:
            return earlier, 2
        case [_Names() as earlier, Mark.BREAK | Mark.COMMA, joiner] if joiner in _AND:
            return earlier, 3
        case [*_, _Names() as earlier, Mark.BREAK | Mark.COMMA] if (
            not after or after[0] in _CLAUSE_ENDS
        ):
            return earlier, 2
        case _:
            return _Names(()), 0


def _clauses(items: Sequence[_Item]) -> Iterator[tuple[Sequence[_Item], bool]]:
    """The clauses, and whether each ends in a question mark."""
    start = 0
    for at, item in enumerate(items):
        if item in _CLAUSE_ENDS:
            yield items[start:at], item is Mark.QUESTION
            start = at + 1
    yield items[start:], False


def _said(clause: Sequence[_Item]) -> Sequence[_Item]:
    """The clause up to the word that denies what follows; nothing where all of it is denied.

    What denies a reason denies nothing before it: "lineage matters most since we may be audited".
    """
    reasons = (at for at, item in enumerate(clause) if _word(item) in _REASONS)
    reason = next(reasons, len(clause))
    if _Saying.DENIAL in clause[:reason] or _asks(clause):
        return ()
    for at, item in enumerate(clause):
        if _word(item) in _DENYING or (at == reason and _Saying.DENIAL in clause):
            return clause[: at + 1]
    return clause


def _asks(clause: Sequence[_Item]) -> bool:
    """Whether its first word makes a question of it: "does lineage ...", "is lineage ..."."""
    match clause:
        case [Word("is" | "are" | "was"), _Names(), *_]:
            return True
        case [Word(word), *_]:
            return word in grammar.ASKING
        case _:
            return False


def _stressed(items: Sequence[_Item], at: int, saying: _Saying) -> Sequence[CriterionId]:
    """The criteria that the saying at this place stresses."""
    match saying:
        case _Saying.SUPERLATIVE:
            return _before(items, at) or _after(items, at, is_joined=True)
        case _Saying.CLAIM:
            return _before(items, at) if _ends(items, at + 1) else ()
        case _Saying.CALL:
            return _after(items, at, is_joined=False)
        case _Saying.EITHER:
            return _before(items, at) or _after(items, at, is_joined=False)
        case _Saying.NOTHING | _Saying.DENIAL:
            return ()
        case _:
            assert_never(saying)


def _before(items: Sequence[_Item], at: int) -> Sequence[CriterionId]:
    """The names before a saying, over an "is"."""
    place = at - 1 if at == 0 or items[at - 1] not in _IS else at - 2
    goes_on = at + 1 == len(items) or _word(items[at + 1]) not in ("of", "or", "than")
    match items[place] if place >= 0 else None:
        case _Names(criteria) if goes_on:
            return criteria
        case _:
            return ()


def _after(items: Sequence[_Item], at: int, *, is_joined: bool) -> Sequence[CriterionId]:
    """The names after a saying, over the "is" that must join them, or over nothing."""
    place = at + 1
    while is_joined and place < len(items) and items[place] in _IS:
        place += 1
    if is_joined and place == at + 1:
        return ()
    match items[place : place + 2]:
        case [_Names(criteria)]:
            return criteria
        case [_Names(criteria), Word(word)] if word in _GOING_ON:
            return criteria
        case [_Names(criteria), Mark() | _Saying()]:
            return criteria
        case _:
            return ()


def _ends(items: Sequence[_Item], at: int) -> bool:
    """Whether what is said ends here."""
    return at >= len(items) or isinstance(items[at], Mark) or _word(items[at]) in _ENDING


def _word(item: _Item) -> str:
    return item.text if isinstance(item, Word) else ""
