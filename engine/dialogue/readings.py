"""What the clauses of a text say, one reading at a time, before anything is settled."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from engine.dialogue import grammar
from engine.dialogue.beside import with_leading_yes, with_names, without_echoes
from engine.dialogue.bounds import with_quantities
from engine.dialogue.clauses import ClauseRead, Corrected, Placed, Question, split_at
from engine.dialogue.comments import announced, commented
from engine.dialogue.counts import NumberRead, counted
from engine.dialogue.grades import graded
from engine.dialogue.mentions import Chosen, Item, NotKnown, NumberSaid
from engine.dialogue.options import OptionRead, are, are_named, chosen, speaks_of_name
from engine.dialogue.phrases import WholeAnswer, whole_answers
from engine.dialogue.replies import (
    Loose,
    answers_in_parts,
    bare,
    corrections,
    loose_in,
    loose_numbers,
    skips,
    whole_answer,
)
from engine.dialogue.said import UNSAID, said_in, supposes
from engine.dialogue.sums import summed
from engine.dialogue.vocabulary import respelled, vocabulary_of, with_mentions
from engine.dialogue.words import BREAKS, Mark, Quantity, Token, Whole, Word, phrase, words
from knowledge.schema import ChoiceQuestion, NumberQuestion, SlotId

_AROUND_TOTAL = grammar.FILLERS | grammar.TOTALS | {"and"}


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause in its place."""

    items: Sequence[Item]
    typed: Sequence[Token]
    before: Item | None
    """The mark that ends the clause before it."""
    after: Sequence[Item]
    """The mark that ends it, and two items more."""
    lists: bool
    """It goes on with names that the clause before only speaks of: "compare a, b and c"."""


@dataclass(frozen=True, slots=True)
class _Hearing:
    """All that a clause is read by, besides what was said before it."""

    questions: Sequence[Question]
    asked: Question | None
    answers: Sequence[WholeAnswer]
    """Of the question that is asked, the longest first."""
    loose: Loose
    is_alone: bool
    """The text is one clause."""

    def for_question(self, asked: Question) -> "_Hearing":
        """The same, while another question stands open."""
        return replace(self, asked=asked, answers=_answers_to(asked), is_alone=True)


def _answers_to(asked: Question) -> list[WholeAnswer]:
    return sorted(whole_answers(asked), key=lambda answer: -len(answer[0]))


def _named(before: ClauseRead, questions: Sequence[Question]) -> Question | None:
    """The question that a clause names and no more: "cloud? aws"."""
    spoken = tuple(word for word in words(before.spoken) if word not in grammar.FILLERS | {"and"})
    for question in questions:
        topics = question.topics if isinstance(question, ChoiceQuestion) else (question.many,)
        if spoken and any(spoken == phrase(name) for name in (question.label, *topics)):
            return question
    return None


def readings_of(
    tokens: Sequence[Token],
    questions: Sequence[Question],
    asked: Question | None,
    answered: Container[SlotId] = (),
) -> list[ClauseRead]:
    """What each clause of a text says, empty ones included.

    Args:
        tokens: The text, see ``words.tokens``.
        questions: The questions whose slots may be filled.
        asked: The question that stands open; it is among ``questions``.
        answered: The slots whose answers stand.
    """
    vocabulary = vocabulary_of(questions, asked)
    typed = respelled(tokens, vocabulary)
    items = summed(with_quantities(with_mentions(typed, vocabulary)))
    clauses = list(_clauses(items, typed))
    hearing = _Hearing(
        questions,
        asked,
        _answers_to(asked) if asked else [],
        loose_in(questions, asked, answered),
        is_alone=sum(bool(clause.typed) for clause in clauses) == 1,
    )
    read: list[ClauseRead] = []
    last: NumberRead | None = None
    is_first = True
    for clause in clauses:
        before = read[-1] if read else None
        named = _named(before, questions) if before and clause.before is Mark.QUESTION else None
        heard = hearing if named is None else hearing.for_question(named)
        placed = _placed(clause, heard, before, last, is_first=is_first)
        in_order = [reading for _, reading in sorted(placed, key=lambda place: place[0])]
        last = next((each for each in reversed(in_order) if isinstance(each, NumberRead)), last)
        if _takes_back(words(clause.typed)) and read:
            read[-1] = replace(read[-1], readings=())
        is_first = is_first and not in_order
        is_part = bool(clause.typed) and (not clause.items or _denies(clause.items))
        read.append(ClauseRead(clause.typed, in_order, is_part))
    settled = with_names(with_leading_yes(without_echoes(read), asked), questions)
    return _with_comment(settled, clauses, hearing)


def _takes_back(spoken: tuple[str, ...]) -> bool:
    """Whether a clause takes back the one before it: "or maybe not", "we dropped it"."""
    match spoken:
        case ("we", *_, done, "it") if done in grammar.LEFT:
            return True
        case _:
            return spoken in grammar.RETRACTIONS


def _denies(items: Sequence[Item]) -> bool:
    """Whether a clause denies an option and says nothing else: "not aws"."""
    rest = [item for item in items if not isinstance(item, Chosen)]
    is_denied = not grammar.DENIALS.isdisjoint(words(rest))
    return is_denied and len(rest) < len(items) and are(rest, grammar.EMPTY)


def _with_comment(
    read: list[ClauseRead], clauses: Sequence[_Clause], hearing: _Hearing
) -> list[ClauseRead]:
    """The clauses, with a commented answer to the open question where nothing else answers it."""
    asked = hearing.asked
    first = said_in(clauses[0].items, is_asked=False, is_first=True) if clauses else []
    if asked is not None and (total := announced(first, asked)):
        return [replace(read[0], readings=(*read[0].readings, total)), *read[1:]]
    if asked is None or any(
        isinstance(each, NumberRead) or (not isinstance(each, Corrected) and each.slot == asked.id)
        for clause in read
        for each in clause.readings
    ):
        return read
    for at, (clause, found) in enumerate(zip(clauses, read, strict=True)):
        if clause.after[:1] == [Mark.QUESTION]:
            return read
        said = said_in(clause.items, is_asked=False, is_first=True)
        for _, reading in commented(said, clause.typed, asked, hearing.answers):
            read[at] = replace(found, readings=(*found.readings, reading))
            return read
    return read


def _clauses(items: Sequence[Item], typed: Sequence[Token]) -> Iterator[_Clause]:
    said = split_at(typed, BREAKS)
    named = False
    for (at, clause), (_, spoken) in zip_longest(split_at(items, BREAKS), said, fillvalue=(0, [])):
        end = at + len(clause)
        before = items[at - 1] if at else None
        lists = before is Mark.COMMA and named and are_named(clause)
        named = lists or (bool(clause) and speaks_of_name(clause))
        yield _Clause(clause, spoken, before, items[end : end + 3], lists)


def _placed(
    clause: _Clause,
    hearing: _Hearing,
    before: ClauseRead | None,
    last: NumberRead | None,
    *,
    is_first: bool,
) -> list[Placed]:
    """The readings of a clause, by their places."""
    if clause.lists:
        return []
    if clause.before is Mark.COMMA and before is not None and supposes(before.spoken):
        return list(skips(clause.items, hearing.questions, hearing.asked))
    is_question = clause.after[:1] == [Mark.QUESTION]
    said = said_in(
        clause.items, is_asked=is_question, is_first=is_first and not _speaks_of_them(hearing.asked)
    )
    corrected = list(corrections(said))
    asked, answers = hearing.asked, hearing.answers
    if whole := whole_answer(clause.typed, asked, answers, alone=hearing.is_alone):
        return [*corrected, (len(clause.items), whole)]
    options = list(chosen(said, is_asked=_is_asked(clause.after)))
    if not options and UNSAID not in said and not is_question:
        options = list(_graded(clause, hearing, before))
    return [
        *corrected,
        *options,
        *_numbers(said, asked, last, is_aside=clause.before is Mark.ASIDE),
        *loose_numbers(said, hearing.loose, before),
        *skips(clause.items, hearing.questions, asked),
        *answers_in_parts(clause.typed, answers),
    ]


def _speaks_of_them(asked: Question | None) -> bool:
    """Whether "they" may be what is asked about: "They run on AWS" of the pipelines."""
    return asked is not None and (asked.stage == "follow_up" or "pipelines" in asked.prompt)


def _graded(
    clause: _Clause, hearing: _Hearing, before: ClauseRead | None
) -> Iterator[tuple[int, OptionRead]]:
    if any(isinstance(item, Chosen | NotKnown) for item in clause.items):
        return  # it was denied, or only spoken of
    earlier = words(before.spoken) if before is not None else ()
    for slot, option in graded(words(clause.typed), hearing.questions, hearing.asked, earlier):
        yield 0, OptionRead(slot, option)


def _is_asked(rest: Sequence[Item]) -> bool:
    """Whether what follows a clause makes a question of it: a question mark, or "..., no"."""
    match rest[:3]:
        case [Mark.QUESTION, *_]:
            return True
        case [Mark.BREAK | Mark.COMMA, Word("no")]:
            return True
        case [Mark.BREAK | Mark.COMMA, Word("no"), Mark.BREAK | Mark.COMMA]:
            return True
        case _:
            return False


def _numbers(
    items: Sequence[Item], asked: Question | None, last: NumberRead | None, *, is_aside: bool
) -> Iterator[Placed]:
    with_unit = dict(counted(items, is_aside=is_aside))
    yield from with_unit.items()
    denied = False
    for at, item in enumerate(items):
        denied = denied or (isinstance(item, Word) and item.text in grammar.DENIALS)
        if isinstance(item, NumberSaid) and not (denied and item.value):
            yield at, NumberRead(item.slot, Whole(item.value), in_words=True)
    total = None if last is None or with_unit else _total(items)
    if total is not None and last is not None:
        yield total[0], NumberRead(last.slot, total[1], is_total=True)
    elif isinstance(asked, NumberQuestion):
        for at, quantity in bare(items, asked):
            if at not in with_unit:
                yield at, NumberRead(SlotId(asked.id), quantity, is_bare=True)


def _total(items: Sequence[Item]) -> tuple[int, Quantity] | None:
    """The number of a clause that says no more than that it is the total: "10 in all"."""
    numbers = [(at, item) for at, item in enumerate(items) if isinstance(item, Quantity)]
    rest = [item for item in items if not isinstance(item, Quantity)]
    says_total = not grammar.TOTALS.isdisjoint(words(rest))
    return numbers[0] if says_total and len(numbers) == 1 and are(rest, _AROUND_TOTAL) else None
