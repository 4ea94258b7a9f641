"""The words that tell a slot, and where a text has them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.dialogue import slips
from engine.dialogue.grammar import DENIALS, FILLERS, FUNCTION_WORDS, SOFT
from engine.dialogue.mentions import Chosen, Item, Mention, NotKnown, NumberSaid
from engine.dialogue.phrases import Entry, entries_of, whole_answers
from engine.dialogue.words import Mark, Token, Word
from knowledge.schema import ChoiceQuestion, NumberQuestion

_SOFT_RUN = 2
"""Words that change nothing between two words of an entry, at most."""
_Found = tuple[int, Mention]
"""How many tokens an entry takes, and its mention."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All runs of words that tell a slot."""

    entries: Mapping[str, Sequence[Entry]]
    """By their first word, the longest first."""
    words: frozenset[str]
    """All the words in them."""
    listed: Sequence[str]
    """Those that are read even with one slip in them."""


_KEPT: dict[
    tuple[int, str | None], tuple[Sequence[NumberQuestion | ChoiceQuestion], Vocabulary]
] = {}
_MOST_KEPT = 64


def vocabulary_of(
    questions: Sequence[NumberQuestion | ChoiceQuestion],
    asked: NumberQuestion | ChoiceQuestion | None,
) -> Vocabulary:
    """The words that tell the slots of these questions, one of which may stand open.

    They are found once for each tuple of questions, and kept.
    """
    place = (id(questions), asked.id if asked else None)
    kept = _KEPT.get(place)
    if kept is None or kept[0] is not questions:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        kept = _KEPT[place] = (questions, _vocabulary(questions, asked))
    return kept[1]


def _vocabulary(
    questions: Sequence[NumberQuestion | ChoiceQuestion],
    asked: NumberQuestion | ChoiceQuestion | None,
) -> Vocabulary:
    in_turn = sorted(questions, key=lambda question: question != asked)
    entries = sorted(entries_of(in_turn, asked), key=lambda entry: -len(entry[0]))
    by_first_word: dict[str, list[Entry]] = {}
    for entry in entries:
        for first in entry[0][:1]:
            by_first_word.setdefault(first, []).append(entry)
    answers = whole_answers(asked) if asked else []
    words = frozenset(word for said, _ in (*entries, *answers) for word in said)
    listed = sorted(word for word in words if len(word) >= slips.SHORTEST and word.isalpha())
    return Vocabulary(by_first_word, words, listed)


def respelled(spoken: Sequence[Token], vocabulary: Vocabulary) -> list[Token]:
    """The tokens, with slips of typing in our words mended."""
    return [slips.respelled(token, vocabulary.words, vocabulary.listed) for token in spoken]


def with_mentions(spoken: Sequence[Token], vocabulary: Vocabulary) -> list[Item]:
    """The tokens, with each run of words that tells a slot replaced by its mention.

    The longest entry that begins at a word wins, so that "no k8s" is one mention and its "no"
    denies nothing else. Before another noun it is none: "no k8s cluster" tells of the cluster.
    """
    found: list[_Found | None] = [None] * len(spoken)
    for at in reversed(range(len(spoken))):
        found[at] = _found_at(spoken, at, vocabulary.entries, found)
    out: list[Item] = []
    at = 0
    while at < len(spoken):
        length, item = found[at] or (1, spoken[at])
        out.append(item)
        at += length
    return out


def _found_at(
    tokens: Sequence[Token],
    at: int,
    entries: Mapping[str, Sequence[Entry]],
    found: Sequence[_Found | None],
) -> _Found | None:
    """The longest entry that begins here; ``found`` holds what begins further on."""
    token = tokens[at]
    for words, mention in entries.get(token.text, ()) if isinstance(token, Word) else ():
        if length := _length_at(tokens, at, words):
            after = at + length
            denies = isinstance(mention, Chosen | NumberSaid) and not DENIALS.isdisjoint(
                (words[0], words[-1])
            )
            if not (denies and after < len(tokens) and _is_noun(tokens[after], found[after])):
                return length, mention
    return None


def _is_noun(token: Token, found: _Found | None) -> bool:
    """Whether this is a word with a meaning of its own that is no answer, as far as words tell."""
    return (
        isinstance(token, Word)
        and token.text not in FILLERS | FUNCTION_WORDS | DENIALS
        and not (found and isinstance(found[1], Chosen | NumberSaid | NotKnown))
    )


def _length_at(tokens: Sequence[Token], at: int, words: Iterable[str]) -> int:
    """How many tokens these words take from here, with what changes nothing; 0 for no match."""
    place = at
    for word in words:
        place = _over_soft(tokens, place, word) if place > at else place
        if place >= len(tokens) or tokens[place] != Word(word):
            return 0
        place += 1
    return place - at


def _over_soft(tokens: Sequence[Token], at: int, word: str) -> int:
    """Where the next word of an entry is looked for, over colons and soft words."""
    place = at
    while place < len(tokens) and place - at <= _SOFT_RUN:
        token = tokens[place]
        is_soft = isinstance(token, Word) and token.text in SOFT and token.text != word
        if token is not Mark.COLON and not is_soft:
            break
        place += 1
    return place
