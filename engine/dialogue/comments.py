"""A reply to the open question with a comment around it: "round about 15, most of them xgboost".

Only where nothing else in the text answers the question. What leads up to the answer must be small
words, and behind it a clause must end or a comment begin: "5 dogs", "room 8" and "at 12" are none.
"""

from collections.abc import Iterator, Sequence

from engine.dialogue import grammar
from engine.dialogue.clauses import Placed, Question
from engine.dialogue.counts import NumberRead
from engine.dialogue.mentions import Chosen, Item, NumberSaid
from engine.dialogue.options import OptionRead
from engine.dialogue.phrases import WholeAnswer
from engine.dialogue.words import Mark, Quantity, Token, Word, words
from knowledge.schema import NumberQuestion, SlotId

_LONGEST_LEAD = 8
_LEADS = (grammar.FILLERS - {"at", "in", "up", "was"}) | grammar.set_of(
    "are be being would thatd thats uh um er hmm oh run runs got number count total grew grown down"
    " counted counting numbering exactly yeah yep yes sure and so the answer figure ours team of"
)
"""Words that may lead up to an answer: "that would be", "we are in number of"."""
_COMMENTS = grammar.set_of(
    "across all altogether although as atm because before but by counting currently depending each"
    " even for from give given i if im incl including it its mainly most mostly now one other plus"
    " probably right roughly so some sort spread still sure tbh that the their then there these"
    " they this those though total until we well which while with within"
)
"""Words with which a comment begins: "60 across all the squads", "none, I mean zero"."""
_IS = grammar.set_of("is are")
_TIMES = grammar.set_of("am pm oclock percent minutes hours days weeks months years last")


def commented(
    said: Sequence[Item],
    typed: Sequence[Token],
    asked: Question,
    answers: Sequence[WholeAnswer],
) -> Iterator[Placed]:
    """The answer of one clause to the open question, at most one.

    Args:
        said: The items of the clause, without what is not said of the team now.
        typed: Its tokens.
        asked: The question that stands open.
        answers: Of that question, the longest first.
    """
    if isinstance(asked, NumberQuestion):
        yield from _number(said, SlotId(asked.id))
    elif (grammar.DENIALS | grammar.HEDGES).isdisjoint(words(typed)):
        yield from _option(typed, answers)


def announced(said: Sequence[Item], asked: Question) -> NumberRead | None:
    """The total that a clause gives before it goes into parts: "8: five seniors"."""
    numbers = [at for at, item in enumerate(said) if isinstance(item, Quantity)]
    if not isinstance(asked, NumberQuestion) or not numbers:
        return None
    at = numbers[0]
    quantity = said[at]
    is_total = said[at + 1 : at + 2] == [Mark.COLON] and _leads_up(said[:at])
    if not is_total or not isinstance(quantity, Quantity):
        return None
    return NumberRead(SlotId(asked.id), quantity, is_total=True)


def _number(said: Sequence[Item], slot: SlotId) -> Iterator[Placed]:
    numbers = [at for at, item in enumerate(said) if isinstance(item, Quantity)]
    if len(numbers) != 1:
        return
    at = numbers[0]
    if _leads_up(said[:at]) and _may_follow(said[at + 1 :]):
        quantity = said[at]
        if isinstance(quantity, Quantity):
            yield at, NumberRead(slot, quantity, is_bare=True)


def _option(typed: Sequence[Token], answers: Sequence[WholeAnswer]) -> Iterator[Placed]:
    spoken = words(typed)
    lead = 0
    while lead < len(spoken) and spoken[lead] in _LEADS:
        lead += 1
    for answer, mention in answers:
        end = lead + len(answer)
        begins = answer and spoken[lead:end] == answer and answer not in grammar.INTERJECTIONS
        if begins and end < len(spoken) and spoken[end] in _COMMENTS:
            match mention:
                case Chosen(slot, option):
                    yield 0, OptionRead(slot, option)
                case NumberSaid():
                    continue
            return


def _leads_up(before: Sequence[Item]) -> bool:
    return len(before) <= _LONGEST_LEAD and all(
        isinstance(item, Word) and item.text in _LEADS for item in before
    )


def _may_follow(rest: Sequence[Item]) -> bool:
    match rest[:1]:
        case []:
            return True
        case [Mark.COLON]:
            return True
        case [Word(word)]:
            return word in _COMMENTS | _IS and _TIMES.isdisjoint(words(rest))
        case _:
            return False
