"""What a clause means beside the others of its text, once each is read by itself."""

from collections.abc import Container, Sequence
from dataclasses import replace

from engine.dialogue import grammar
from engine.dialogue.clauses import ClauseRead, Corrected, Question, Reading
from engine.dialogue.counts import NumberRead
from engine.dialogue.mentions import Chosen, NumberSaid
from engine.dialogue.options import OptionRead
from engine.dialogue.phrases import is_yes_or_no, listable, whole_answers
from engine.dialogue.words import Quantity, Whole, words
from knowledge.schema import ChoiceQuestion, SlotId

_NO = frozenset({("no",), ("nope",), ("nah",)})


def without_echoes(read: Sequence[ClauseRead]) -> list[ClauseRead]:
    """The clauses, without bare numbers that only repeat another: "fifty models. yes, fifty."."""
    counted_so = {
        each.quantity
        for clause in read
        for each in clause.readings
        if isinstance(each, NumberRead) and not each.is_bare
    }
    return [
        replace(
            clause, readings=[each for each in clause.readings if not _echoes(each, counted_so)]
        )
        for clause in read
    ]


def _echoes(reading: Reading, counted_so: Container[Quantity]) -> bool:
    return (
        isinstance(reading, NumberRead)
        and reading.is_bare
        and not reading.in_words
        and reading.quantity in counted_so
    )


def with_leading_yes(read: list[ClauseRead], asked: Question | None) -> list[ClauseRead]:
    """The clauses, with a "yes" or a "no" that opens the text as the answer that it is.

    A "no" before an answer to another question takes something back: "no, 8 engineers".
    """
    first = next((at for at, clause in enumerate(read) if clause.spoken), None)
    if first is None or not isinstance(asked, ChoiceQuestion) or not is_yes_or_no(asked):
        return read
    said = words(read[first].spoken)
    slots = {
        each.slot for clause in read for each in clause.readings if not isinstance(each, Corrected)
    }
    if not {said} <= grammar.INTERJECTIONS or SlotId(asked.id) in slots or (said in _NO and slots):
        return read
    answers = dict(whole_answers(asked))
    match answers.get(said):
        case Chosen(slot, option):
            read[first] = replace(read[first], readings=(OptionRead(slot, option),))
        case _:
            pass
    return read


def with_names(read: list[ClauseRead], questions: Sequence[Question]) -> list[ClauseRead]:
    """The clauses, with a bare name in a list of answers read: "8 engineers, 3 models, Google"."""
    if not any(clause.readings for clause in read):
        return read
    names = listable(questions)
    for at, clause in enumerate(read):
        spoken = words(clause.spoken)
        bare = tuple(word for word in spoken if word not in grammar.AROUND_ANSWERS)
        said = spoken if spoken in names else bare
        if not clause.is_read and said in names and len(words(clause.spoken)) == len(clause.spoken):
            match names[said]:
                case Chosen(slot, option):
                    read[at] = replace(clause, readings=(OptionRead(slot, option),))
                case NumberSaid(slot, value):
                    number = NumberRead(slot, Whole(value), in_words=True)
                    read[at] = replace(clause, readings=(number,))
    return read
