"""What the clauses of a text say, one reading at a time, before anything is settled."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar, assert_never

from engine.dialogue import grammar
from engine.dialogue.counts import NumberRead, counted
from engine.dialogue.numbers import with_quantities
from engine.dialogue.vocabulary import (
    Chosen,
    Item,
    NotKnown,
    NumberSaid,
    Unit,
    WholeAnswer,
    topic,
    vocabulary_of,
    whole_answers,
    with_mentions,
)
from engine.dialogue.words import BREAKS, Mark, Quantity, Token, Unclear, Whole, Word, phrase, words
from knowledge.schema import ChoiceQuestion, NumberQuestion, OptionId, SlotId

Question = NumberQuestion | ChoiceQuestion


@dataclass(frozen=True, slots=True)
class OptionRead:
    """An option of a slot."""

    slot: SlotId
    option: OptionId
    after_or: bool = False
    """Joined by "or" to the option before."""
    is_target: bool = False
    """Where a move goes: what stands beside it is left behind."""


@dataclass(frozen=True, slots=True)
class SkipRead:
    """A slot that is not known."""

    slot: SlotId


@dataclass(frozen=True, slots=True)
class Corrected:
    """What follows replaces what was read before: "actually", "no, wait"."""


Reading = NumberRead | OptionRead | SkipRead | Corrected

_Placed = Iterator[tuple[int, Reading]]
_LONGEST_BARE = 12
"""A clause with more words than this is no bare answer."""
_NEAR = 4
"""How far the words around an option are looked at."""
_YES = OptionId("yes")
"""The option that is said by naming what the question asks about."""
_T = TypeVar("_T")
_AND = frozenset({Word("and"), Word("but"), Mark.SLASH, Mark.DASH, Mark.PLUS})


def readings_of(
    tokens: Sequence[Token], questions: Sequence[Question], asked: Question | None
) -> list[Reading]:
    """The readings of a text, in the order of saying.

    Args:
        tokens: The text, see ``words.tokens``.
        questions: The questions whose slots may be filled.
        asked: The question that stands open; it is among ``questions``.
    """
    clauses = [(at, clause) for at, clause in _split(tokens, BREAKS) if clause]
    vocabulary = vocabulary_of(questions)
    answers = whole_answers(asked) if asked else []
    readings: list[Reading] = []
    for at, clause in clauses:
        is_asked = _is_asked(tokens[at + len(clause) :])
        items = with_quantities(with_mentions(clause, vocabulary))
        said = _said(items)
        placed = [
            *_corrections(said),
            *_options(said, is_asked=is_asked),
            *_numbers(said, asked),
            *_skips(items, questions, asked),
            *_whole_answers(clause, answers, alone=len(clauses) == 1),
        ]
        readings += [reading for _, reading in sorted(placed, key=lambda place: place[0])]
    return readings


def _is_asked(rest: Sequence[Token]) -> bool:
    """Whether what follows a clause makes a question of it: a question mark, or "..., no"."""
    match rest[:3]:
        case [Mark.QUESTION, *_] | [Mark.BREAK, Word("no")] | [Mark.BREAK, Word("no"), Mark.BREAK]:
            return True
        case _:
            return False


def _said(items: Sequence[Item]) -> Sequence[Item]:
    """The items up to where the clause begins to ask or to suppose something."""
    opens = True
    for at, item in enumerate(items):
        if isinstance(item, Word):
            follower = items[at + 1] if at + 1 < len(items) else None
            of_person = isinstance(follower, Word) and follower.text in grammar.PERSONS
            asks = item.text in grammar.ASKING and (
                opens or of_person or isinstance(follower, Chosen)
            )
            if asks or item.text in grammar.SUPPOSING:
                return items[:at]
        opens = opens and isinstance(item, Word) and item.text in grammar.BEFORE_ASKING
    return items


def _corrections(items: Sequence[Item]) -> _Placed:
    for at, item in enumerate(items):
        if not isinstance(item, Word):
            continue
        is_retracting_no = item.text == "no" and (
            len(items) == 1 or isinstance(items[(at + 1) % len(items)], Whole | Unclear)
        )
        if item.text in grammar.CORRECTIONS or is_retracting_no:
            yield at, Corrected()


def _options(items: Sequence[Item], *, is_asked: bool) -> _Placed:
    """The options that are named and not denied; a "yes" only where it is more than the topic.

    A denial, or a "not sure", reaches to the end of the clause, to a "but", or to an "and" that
    does not join it to the option before.
    """
    denied, leaving_until = False, -1
    moving, is_target = False, False
    joined_by_or = False
    for at, item in enumerate(items):
        previous = items[at - 1] if at else None
        match item:
            case Chosen(slot, option):
                is_topic = option == _YES and (is_asked or _is_topic(items, at))
                if not denied and not is_topic and at > leaving_until:
                    yield at, OptionRead(slot, option, joined_by_or, is_target)
                joined_by_or = False
            case NotKnown():
                denied = True
            case Word("or"):
                joined_by_or = True
            case Word("but"):
                denied = any(word in grammar.EXCEPTED for word in words(items[max(0, at - 2) : at]))
                moving = is_target = False
            case Word("and") if not isinstance(previous, Chosen):
                denied = False
            case Word("to"):
                is_target = moving
            case Mark.ARROW:
                is_target = True
            case Word(word) if word in grammar.DENIALS:
                denied = True
            case Word(word) if word in grammar.LEAVING:
                leaving_until = at + 2
            case Word(word) if word in grammar.MOVING:
                moving = True
            case _:
                pass


def _is_topic(items: Sequence[Item], at: int) -> bool:
    """Whether what is named here is only spoken of: "dynamic pipelines: no", "... matter most"."""
    before = [item for item in items[max(0, at - _NEAR) : at] if not _is_linking(item)]
    after = [item for item in items[at + 1 : at + 1 + _NEAR] if not _is_linking(item)]
    return any(_are([item], grammar.TOPIC_AFTER) for item in before[-1:]) or any(
        isinstance(item, Unit) or _are([item], grammar.TOPIC_BEFORE) for item in after[:1]
    )


def _is_linking(item: Item) -> bool:
    return isinstance(item, Mark) or (isinstance(item, Word) and item.text in grammar.LINKING)


def _numbers(items: Sequence[Item], asked: Question | None) -> _Placed:
    yield from counted(items)
    denied = False
    for at, item in enumerate(items):
        denied = denied or (isinstance(item, Word) and item.text in grammar.DENIALS)
        if isinstance(item, NumberSaid) and not (denied and item.value):
            yield at, NumberRead(item.slot, Whole(item.value), in_words=True)
    if isinstance(asked, NumberQuestion):
        for at, quantity in _bare(items, asked):
            yield at, NumberRead(SlotId(asked.id), quantity, is_bare=True)


def _bare(items: Sequence[Item], asked: NumberQuestion) -> Iterator[tuple[int, Quantity]]:
    """The numbers that stand alone between two "and"s, with nothing around but words of the prompt.

    "3 times a week" answers "How many times a week ...?".
    """
    allowed = grammar.FILLERS | set(phrase(f"{asked.prompt} {asked.many}"))
    for start, part in _split(items, _AND):
        found = [(start + at, i) for at, i in enumerate(part) if isinstance(i, Whole | Unclear)]
        rest = [item for item in part if not isinstance(item, Whole | Unclear | Mark)]
        if len(found) == 1 and len(rest) <= _LONGEST_BARE and _are(rest, allowed):
            yield found[0]


def _are(items: Sequence[Item], allowed: Container[str]) -> bool:
    return all(isinstance(item, Word) and item.text in allowed for item in items)


def _whole_answers(
    clause: Sequence[Token], answers: Sequence[WholeAnswer], *, alone: bool
) -> _Placed:
    """The parts of a clause that are, but for fillers, an answer to the open question."""
    is_denying = not (grammar.DENIALS | grammar.EXCEPTED).isdisjoint(words(clause))
    for _, part in _split(clause, _AND):
        spoken = words(part)
        is_clause = len(part) == len(clause)
        if not 0 < len(spoken) == len(part) <= _LONGEST_BARE or (is_denying and not is_clause):
            continue
        if spoken in grammar.INTERJECTIONS and not (alone and is_clause):
            continue
        mention = next((m for answer, m in answers if _says_only(answer, spoken)), None)
        match mention:
            case Chosen(slot, option):
                yield len(clause), OptionRead(slot, option)
            case NumberSaid(slot, value):
                number = NumberRead(slot, Whole(value), is_bare=True, in_words=True)
                yield len(clause), number
            case None:
                pass
            case _:
                assert_never(mention)


def _says_only(answer: tuple[str, ...], spoken: tuple[str, ...]) -> bool:
    """Whether the words are this answer, with nothing around it but fillers."""
    size = len(answer)
    return bool(answer) and any(
        spoken[at : at + size] == answer
        and grammar.AROUND_ANSWERS.issuperset(spoken[:at] + spoken[at + size :])
        for at in range(len(spoken) - size + 1)
    )


def _skips(items: Sequence[Item], questions: Sequence[Question], asked: Question | None) -> _Placed:
    """A "not sure" and the slot that it is about: the one that is named, or the open one."""
    if NotKnown() not in items:
        return
    units = [item.slot for item in items if isinstance(item, Unit)]
    rest = [
        item
        for item in items
        if not isinstance(item, Unit | NotKnown | Mark)
        and not (isinstance(item, Chosen) and asked and item.slot == asked.id)
    ]
    unexplained = {item for item in rest if not _are([item], grammar.ABOUT_ANSWERS)}
    if not unexplained:
        slot = units[0] if units else SlotId(asked.id) if asked else None
    else:
        about = [q for q in questions if unexplained <= {Word(word) for word in topic(q)}]
        slot = SlotId(about[0].id) if about and not units else None
    if slot is not None:
        yield 0, SkipRead(slot)


def _split(items: Sequence[_T], separators: Container[object]) -> Iterator[tuple[int, list[_T]]]:
    """The parts between separators, each with the place where it begins."""
    start = 0
    for at, item in enumerate(items):
        if item in separators:
            yield start, list(items[start:at])
            start = at + 1
    yield start, list(items[start:])
