"""Replies to the question that stands open: "8", "none", "a little", "not sure", "we are 9"."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.dialogue import grammar
from engine.dialogue.clauses import (
    ClauseRead,
    Corrected,
    Placed,
    Question,
    Reading,
    SkipRead,
    split_at,
)
from engine.dialogue.counts import NumberRead
from engine.dialogue.mentions import Chosen, Item, NotKnown, NumberSaid, Unit
from engine.dialogue.options import OptionRead, are, corrects
from engine.dialogue.phrases import NOT_KNOWN_ALONE, WholeAnswer, topic
from engine.dialogue.words import Mark, Quantity, Token, Whole, Word, phrase, words
from knowledge.schema import NumberQuestion, SlotId

_LONGEST_BARE = 12
"""A clause with more words than this is no bare answer."""
_OR = Word("or")
_AND = frozenset({Word("and"), Word("but"), Mark.SLASH, Mark.DASH, Mark.PLUS})
_WELL = ("well",)
"""It answers how well something is known only where nothing else is said."""
_UNKNOWN = [phrase(each) for each in NOT_KNOWN_ALONE]


@dataclass(frozen=True, slots=True)
class Loose:
    """Whose number one without a unit may be while no number is asked for."""

    people: NumberQuestion | None
    """The question that counts people."""
    corrected: NumberQuestion | None
    """The question that was answered last, as far as the order of the questions tells."""
    is_sure: bool
    """No number is asked for: else "we are 9" tells the people only where it corrects."""


def corrections(items: Sequence[Item]) -> Iterator[Placed]:
    """Where something is taken back: "actually", "no, 9", "make it 9"."""
    for at, item in enumerate(items):
        if not isinstance(item, Word):
            continue
        is_retracting_no = item.text in ("no", "nope") and (
            len(items) == 1
            or isinstance(items[(at + 1) % len(items)], Quantity)
            or (at == 0 and corrects(items))
        )
        is_change = at == 0 and item.text in grammar.OPENING_CHANGE
        if item.text in grammar.CORRECTIONS or is_retracting_no or is_change:
            yield at, Corrected()


def loose_in(
    questions: Sequence[Question], asked: Question | None, answered: Container[SlotId]
) -> Loose:
    """Which slots a number without a unit may be of while no number is asked for."""
    numbers = [q for q in questions if isinstance(q, NumberQuestion) and q.stage == "base"]
    people = next((q for q in numbers if q.says_beside), None)
    if isinstance(asked, NumberQuestion):
        is_other = asked != people
        return Loose(people if is_other else None, None, is_sure=False)
    known = [q for q in numbers if SlotId(q.id) in answered]
    is_next = asked is not None and asked.stage == "base"
    corrected = known[-1] if known and (is_next or len(known) == 1) else None
    return Loose(people, corrected, is_sure=True)


def loose_numbers(
    items: Sequence[Item], loose: Loose, before: ClauseRead | None
) -> Iterator[Placed]:
    """The people, as in "we are 9"; or what replaces the last answer, as in "actually 40"."""
    is_corrected = any(corrections(items)) or any(
        isinstance(each, Corrected) for each in (before.readings[-1:] if before else ())
    )
    spoken = words(items)
    is_corrected = is_corrected or spoken[:2] in grammar.RESTATES
    is_about_people = before is not None and _speaks_of_people(before, loose)
    is_of_us = ("we", "are") in pairwise(spoken)
    is_of_us = is_of_us and (loose.is_sure or is_corrected)
    is_of_us = is_of_us or (is_about_people and is_corrected)
    question = loose.people if is_of_us else loose.corrected if is_corrected else None
    if question is not None:
        for at, quantity in bare(items, question):
            yield at, NumberRead(SlotId(question.id), quantity)


def _speaks_of_people(before: ClauseRead, loose: Loose) -> bool:
    """Whether the clause before says who counts: "contractors don't count, it is 9"."""
    doubts = loose.people.doubts if loose.people is not None else ()
    spoken = set(words(before.spoken))
    return "count" in spoken and any(spoken.issuperset(phrase(each)) for each in doubts)


def bare(items: Sequence[Item], asked: NumberQuestion) -> Iterator[tuple[int, Quantity]]:
    """The numbers that stand alone between two "and"s, with nothing around but words of the prompt.

    "3 times a week" answers "How many times a week ...?". "At 12" and "in 5" tell a time.
    """
    said = " ".join((asked.prompt, asked.many, *asked.says_when_asked))
    allowed = grammar.FILLERS | grammar.CHANGING | set(phrase(said))
    for start, part in split_at(items, _AND):
        found = [(start + at, i) for at, i in enumerate(part) if isinstance(i, Quantity)]
        rest = [item for item in part if not isinstance(item, Quantity | Mark)]
        if len(found) != 1 or len(rest) > _LONGEST_BARE or not are(rest, allowed):
            continue
        at, _ = found[0]
        is_time = at == start + 1 and items[start] in (Word("at"), Word("in"))
        if not is_time:
            yield found[0]


def whole_answer(
    clause: Sequence[Token], asked: Question | None, answers: Sequence[WholeAnswer], *, alone: bool
) -> Reading | None:
    """What a clause says that is, but for fillers, an answer to the open question."""
    spoken = words(clause)
    is_plain = 0 < len(spoken) == len(clause) <= _LONGEST_BARE
    is_hedged = not grammar.HEDGES.isdisjoint(spoken)
    is_interjection = spoken in grammar.INTERJECTIONS | {_WELL}
    if not is_plain or (is_interjection and not alone):
        return None
    fitting = (
        mention
        for answer, mention in answers
        if _says_only(answer, spoken)
        and ("or" in answer or "or" not in spoken or ("or", "so") in pairwise(spoken))
        and (alone or answer not in grammar.INTERJECTIONS or spoken == answer)
    )
    mention = next(fitting, None)
    if mention is None and asked and any(_says_only(each, spoken) for each in _UNKNOWN):
        return SkipRead(SlotId(asked.id))
    match mention:
        case Chosen(slot, option) if not is_hedged:
            return OptionRead(slot, option)
        case NumberSaid(slot, value):
            return NumberRead(slot, Whole(value), is_bare=True, in_words=True)
        case _:
            return None


def answers_in_parts(clause: Sequence[Token], answers: Sequence[WholeAnswer]) -> Iterator[Placed]:
    """The parts of a clause, between "and"s and "or"s, that answer the open question."""
    denying = grammar.DENIALS | grammar.EXCEPTED | grammar.HEDGES
    spoken = words(clause)
    if not denying.isdisjoint(spoken) or ("nothing", "but") in pairwise(spoken):
        return
    for at, part in split_at(clause, _AND | {_OR}):
        if len(part) == len(clause):
            continue
        after_or = at > 0 and clause[at - 1] == _OR
        before_or = clause[at + len(part) : at + len(part) + 1] == [_OR]
        match whole_answer(part, None, answers, alone=False):
            case OptionRead(slot, option):
                yield len(clause), OptionRead(slot, option, after_or)
            case NumberRead() as number if not after_or and not before_or:
                yield len(clause), number
            case _:
                pass


def _says_only(answer: tuple[str, ...], spoken: tuple[str, ...]) -> bool:
    """Whether the words are this answer, with nothing around it but fillers."""
    size = len(answer)
    return bool(answer) and any(
        spoken[at : at + size] == answer
        and grammar.AROUND_ANSWERS.issuperset(spoken[:at] + spoken[at + size :])
        for at in range(len(spoken) - size + 1)
    )


def skips(
    items: Sequence[Item], questions: Sequence[Question], asked: Question | None
) -> Iterator[Placed]:
    """A "not sure" and the slot that it is about: the one that is named, or the open one."""
    if NotKnown() not in items:
        return
    units = [item.slot for item in items if isinstance(item, Unit)]
    rest = [
        item
        for item in items
        if not isinstance(item, Unit | NotKnown | Mark)
        and item != Whole(1)
        and not (isinstance(item, Chosen) and asked and item.slot == asked.id)
    ]
    unexplained = {item for item in rest if not are([item], grammar.ABOUT_ANSWERS)}
    if not unexplained:
        slot = units[0] if units else SlotId(asked.id) if asked else None
    else:
        about = [q for q in questions if unexplained <= {Word(word) for word in topic(q)}]
        slot = SlotId(about[0].id) if about and not units else None
    if slot is not None:
        yield 0, SkipRead(slot)
