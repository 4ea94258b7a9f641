"""The words that tell a slot. They come from the questions of the knowledge base, not from code."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

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
    """It may stand before a number: "models: 3"; "model 3" is a name."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """An option was named."""

    slot: SlotId
    option: OptionId


@dataclass(frozen=True, slots=True)
class NoneYet:
    """Zero was said in words: "no models yet"."""

    slot: SlotId


@dataclass(frozen=True, slots=True)
class NotKnown:
    """Something is not known: "not sure"."""


Mention = Unit | Chosen | NoneYet | NotKnown
Item = Token | Mention
Entry = tuple[tuple[str, ...], Mention]


def with_mentions(
    tokens: Sequence[Token], questions: Iterable[NumberQuestion | ChoiceQuestion]
) -> list[Item]:
    """The tokens, with each run of words that tells a slot replaced by its mention.

    The longest entry that begins at a word wins, so that "no k8s" is one mention and its "no"
    denies nothing else.
    """
    entries = _by_first_word(questions)
    out: list[Item] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        candidates = entries.get(token.text, ()) if isinstance(token, Word) else ()
        found = _entry_at(tokens, at, candidates)
        if found is None:
            out.append(token)
            at += 1
        else:
            length, mention = found
            out.append(mention)
            at += length
    return out


def whole_answers(
    question: NumberQuestion | ChoiceQuestion,
) -> list[tuple[tuple[str, ...], Chosen | NoneYet]]:
    """What answers this question when it is all that is said: ids, labels, "none", "a little"."""
    slot = SlotId(question.id)
    match question:
        case NumberQuestion():
            return [(phrase(said), NoneYet(slot)) for said in question.none_says_when_asked]
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


def _by_first_word(
    questions: Iterable[NumberQuestion | ChoiceQuestion],
) -> dict[str, list[Entry]]:
    """The entries by their first word, the longest first."""
    entries: dict[str, list[Entry]] = {}
    for words, mention in _entries(questions):
        if words:
            entries.setdefault(words[0], []).append((words, mention))
    for same_start in entries.values():
        same_start.sort(key=lambda entry: -len(entry[0]))
    return entries


def _entries(questions: Iterable[NumberQuestion | ChoiceQuestion]) -> Iterator[Entry]:
    for question in questions:
        slot = SlotId(question.id)
        match question:
            case NumberQuestion():
                for said in question.none_says:
                    yield phrase(said), NoneYet(slot)
                for said in (question.many, question.one, *question.says):
                    plural = said == question.many or said.endswith("s")
                    yield phrase(said), Unit(slot, counts=True, stands_before=plural)
                yield phrase(question.label), Unit(slot, counts=False, stands_before=True)
            case ChoiceQuestion():
                for option in question.options:
                    for said in option.says:
                        yield phrase(said), Chosen(slot, OptionId(option.id))
    for said in NOT_KNOWN:
        yield phrase(said), NotKnown()


def _entry_at(
    tokens: Sequence[Token], at: int, entries: Iterable[Entry]
) -> tuple[int, Mention] | None:
    """The longest entry that begins here, as the tokens it takes and its mention."""
    for words, mention in entries:
        if length := _length_at(tokens, at, words):
            return length, mention
    return None


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
