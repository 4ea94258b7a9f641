"""The words that tell a slot. They come from the questions of the knowledge base, not from code."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from engine.dialogue.grammar import DENIALS, FILLERS, FUNCTION_WORDS
from engine.dialogue.words import Mark, Token, Word, phrase
from knowledge.schema import ChoiceQuestion, NumberQuestion, OptionId, SlotId

NOT_KNOWN = (
    "not sure",
    "unsure",
    "don't know",
    "do not know",
    "don't know yet",
    "no idea",
    "no clue",
    "unknown",
    "not known",
    "dunno",
    "idk",
    "can't say",
    "skip",
    "skip it",
    "skip this",
)
"""What people say where they do not know."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number counts, or the label before one: "engineers", "team"."""

    slot: SlotId
    counts: bool
    """It may follow a number ("8 engineers"); a label stands before one only ("team: 8")."""
    stands_before: bool
    """It may stand before a number: "models 3"; "model 3" is a name, "model count 3" none."""
    is_singular: bool = False
    """It may tell more of another noun: "8 dev clusters"."""
    is_own: bool = False
    """It is the question's own word, not one that may count others or a part: "people"."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """An option was named."""

    slot: SlotId
    option: OptionId


@dataclass(frozen=True, slots=True)
class NumberSaid:
    """A number was said in words of its own: "no models yet" is 0, "retrained weekly" is 1."""

    slot: SlotId
    value: int


@dataclass(frozen=True, slots=True)
class NotKnown:
    """Something is not known: "not sure"."""


Mention = Unit | Chosen | NumberSaid | NotKnown
Item = Token | Mention
Entry = tuple[tuple[str, ...], Mention]
WholeAnswer = tuple[tuple[str, ...], Chosen | NumberSaid]
_LONG = 8
"""Letters from which a word with one slip is read as ours; shorter ones are too near to others."""
_Found = tuple[int, Mention]
"""How many tokens an entry takes, and its mention."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All runs of words that tell a slot."""

    entries: Mapping[str, Sequence[Entry]]
    """By their first word, the longest first."""
    long_words: Sequence[str]
    """Those words in them that are read even with one slip in them."""


def vocabulary_of(questions: Iterable[NumberQuestion | ChoiceQuestion]) -> Vocabulary:
    """The words that tell the slots of these questions."""
    entries = sorted(_entries(questions), key=lambda entry: -len(entry[0]))
    by_first_word: dict[str, list[Entry]] = {}
    for entry in entries:
        for first in entry[0][:1]:
            by_first_word.setdefault(first, []).append(entry)
    long_words = {word for words, _ in entries for word in words if len(word) >= _LONG}
    return Vocabulary(by_first_word, sorted(long_words))


def with_mentions(spoken: Sequence[Token], vocabulary: Vocabulary) -> list[Item]:
    """The tokens, with each run of words that tells a slot replaced by its mention.

    The longest entry that begins at a word wins, so that "no k8s" is one mention and its "no"
    denies nothing else. Before another noun it is none: "no k8s cluster" tells of the cluster.
    """
    tokens = [_respelled(token, vocabulary.long_words) for token in spoken]
    found: list[_Found | None] = [None] * len(tokens)
    for at in reversed(range(len(tokens))):
        found[at] = _found_at(tokens, at, vocabulary.entries, found)
    out: list[Item] = []
    at = 0
    while at < len(tokens):
        length, item = found[at] or (1, tokens[at])
        out.append(item)
        at += length
    return out


def whole_answers(
    question: NumberQuestion | ChoiceQuestion,
) -> list[WholeAnswer]:
    """What answers this question when it is all that is said: ids, labels, "none", "a little"."""
    slot = SlotId(question.id)
    match question:
        case NumberQuestion():
            zero = dict.fromkeys(question.none_says_when_asked, 0)
            numbers = {**zero, **question.number_says_when_asked}
            return [(phrase(said), NumberSaid(slot, value)) for said, value in numbers.items()]
        case ChoiceQuestion():
            return [
                (phrase(said), Chosen(slot, OptionId(option.id)))
                for option in question.options
                for said in (option.id.replace("_", " "), option.label, *option.says_when_asked)
            ]


def topic(question: NumberQuestion | ChoiceQuestion) -> set[str]:
    """The single words that a sentence about this question uses."""
    said = [question.label]
    if isinstance(question, NumberQuestion):
        said += [question.one, question.many, *question.says]
    return {word for entry in said for word in phrase(entry)}


def _entries(questions: Iterable[NumberQuestion | ChoiceQuestion]) -> Iterator[Entry]:
    for question in questions:
        slot = SlotId(question.id)
        match question:
            case NumberQuestion():
                zero = dict.fromkeys(question.none_says, 0)
                for said, value in {**zero, **question.number_says}.items():
                    yield phrase(said), NumberSaid(slot, value)
                for said in (question.many, question.one, *question.says):
                    yield (
                        phrase(said),
                        Unit(
                            slot,
                            counts=True,
                            stands_before=said == question.many or said.endswith("s"),
                            is_singular=said + "s" in question.says,
                            is_own=said.endswith((question.one, question.many)),
                        ),
                    )
                yield phrase(question.label), Unit(slot, counts=False, stands_before=True)
            case ChoiceQuestion():
                for option in question.options:
                    for said in option.says:
                        yield phrase(said), Chosen(slot, OptionId(option.id))
    for said in NOT_KNOWN:
        yield phrase(said), NotKnown()


def _respelled(token: Token, long_words: Sequence[str]) -> Token:
    """A long word of ours where one letter of it is wrong, missing, doubled or swapped.

    Its first and its last letter must be right: endings make other words, as in "developed".
    """
    if not isinstance(token, Word) or len(token.text) < _LONG - 1:
        return token
    near = process.extractOne(token.text, long_words, scorer=OSA.distance, score_cutoff=1)
    if near is None or (near[0][0], near[0][-1]) != (token.text[0], token.text[-1]):
        return token
    return Word(near[0])


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
    """How many tokens these words take from here, colons between them included; 0 for no match."""
    place = at
    for word in words:
        while place > at and place < len(tokens) and tokens[place] is Mark.COLON:
            place += 1
        if place >= len(tokens) or tokens[place] != Word(word):
            return 0
        place += 1
    return place - at
