"""What a person's text says about the slots. No language model: a vocabulary and a few rules.

The rules, for one clause (up to a comma, a full stop, a bracket or a line end):

- A number belongs to the unit after it ("8 senior engineers"), or to the one before ("models: 3").
  Between number and unit stand at most two words, and no plural: "2 dogs" counts dogs.
- A number or an option's word alone ("about 8", "none") answers the question that stands open;
  "we are 9" tells the team, and "actually 40" what was answered last.
- A range or a bound ("10-15", "at least 20") is kept as a span, and one number of it is counted,
  see ``settling``. "A few" is asked for again, with numbers to choose from.
- Parts of different kinds are added: "4 MLEs and 3 data scientists". Where it is not certain that
  all of them count ("8 engineers and 2 contractors", "3 prod and 2 dev models", "2 teams of 5"),
  it is asked, see ``sums``.
- A number that is denied or supposed, or that counts a part, others or a change, counts nothing:
  "2 of us know it", "hire 5 more engineers", "used by 200 people", "should we hire 8 engineers".
- What was, might be, is only spoken of, or is told of others says nothing: "we used to be on AWS",
  "we might move to GCP", "AWS is too expensive", "my last company ran on Azure", see ``said``.
- An option after a "not", a "not sure", a "maybe" or an "if" is not chosen, nor is what is joined
  to it.
- Naming what a yes-or-no question asks about is a yes ("dynamic pipelines"), unless it is asked,
  weighed or denied: "dynamic pipelines?", "... matter most", "... are not needed".
- Several options of one question: a move names its target; joined by "or" they are refused;
  otherwise they are the option ``multi`` where there is one, and refused where there is none.
- Several different numbers for one slot are refused, unless one is called the total.
- What follows an "actually", a "wait", a "make it" or a "no," replaces what was said before, and
  "12, not 20" takes back the 20.
- A number that stands is replaced while another question is open only by the question's own word
  with nothing else in the clause ("9 engineers"), by a "we" or a "now" ("we are 9 people"), by its
  label ("team: 9"), or after a correction.
- "Not sure" leaves the open slot, or the one that it names, unknown.
- Slips of typing are mended in words of the vocabulary, see ``slips``.
- What is called the most important is stressed, see ``stress``; that fills no slot.
- What matches none of this fills nothing. A clause of which nothing was read, beside others of
  which something was, is handed back as unread where it has a number, a name or a word of ours.
- What an engineer costs an hour or a month or in euros, how often all pipelines run together or
  each runs in a month, and money for a number of people, is refused, see ``measures``.
- "No wait, 12" while one number is known and another asked for is of neither: it is asked.
- The name of an alternative answers what runs today where it stands alone or opens its clause, or
  where something runs on it: "you are just pushing ZenML" says nothing.

A text that fills nothing may be a command, see ``commands``.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from engine.cost.assumptions import ENGINEER_COST, PIPELINES, RUNS_PER_WEEK, TEAM_SIZE
from engine.dialogue import grammar
from engine.dialogue.clauses import ClauseRead, Corrected, Question, Reading, SkipRead
from engine.dialogue.commands import Command, command_in
from engine.dialogue.counts import NumberRead
from engine.dialogue.measures import in_another_measure
from engine.dialogue.model import Refused, Span
from engine.dialogue.names import Names
from engine.dialogue.options import OptionRead
from engine.dialogue.readings import readings_of
from engine.dialogue.refusals import several_questions
from engine.dialogue.settling import Settled, settle
from engine.dialogue.stress import Stress, speaks_of_priorities, stress_in
from engine.dialogue.vocabulary import vocabulary_of
from engine.dialogue.words import Quantity, Token, Whole, clauses, tokens, words
from knowledge.schema import KnowledgeBase, NumberQuestion, OptionId, SlotId

__all__ = ["Command", "Understanding", "understand"]

_MOST_UNREAD = 3
_LONGEST_UNREAD = 80
"""Characters of a part that is quoted."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a text says. A slot is answered, or refused, or neither; never both."""

    answers: Mapping[SlotId, int | OptionId | None]
    """In the order of the questions. None: the person does not know."""
    refused: tuple[Refused, ...] = ()
    """In the order of the questions."""
    spans: Mapping[SlotId, Span] = field(default_factory=dict)
    """Of answers that were no single number: what was said; the answer is what is counted."""
    unread: tuple[str, ...] = ()
    """Parts of the text that say something and nothing we know, where others were read."""
    command: Command | None = None
    """The text was this command and nothing else."""
    stress: Stress = field(default_factory=Stress)


def understand(
    text: str,
    knowledge: KnowledgeBase,
    asking: SlotId | None,
    answered: Container[SlotId] = (),
    pipelines: int | None = None,
) -> Understanding:
    """Read a text for all slots, and for what it stresses.

    Any text will do: none raises, and the time is linear in its length.

    Args:
        text: As it was typed, or as Slack sends it.
        knowledge: The questions and their words.
        asking: The slot whose question stands open.
        answered: The slots whose answers stand, skipped ones included.
        pipelines: How many there are, where that is known; what the text says of it wins.
    """
    spoken = tokens(text)
    questions = knowledge.questions
    asked = next((question for question in questions if question.id == asking), None)
    read = readings_of(spoken, questions, asked, answered)
    readings = [reading for clause in read for reading in clause.readings]
    held = {SlotId(q.id) for q in questions if q.id in answered and q.id != asking}
    settled = {
        SlotId(question.id): settle(question, said)
        for question in questions
        if (said := _readings_for(SlotId(question.id), readings, held))
    }
    is_new = asked is not None and asked.id not in answered
    if is_new and (unsure := _unsure_of(asked, questions, held, spoken, readings)):
        settled[unsure.slot] = unsure
    is_read = bool(settled)
    settled |= _in_other_measures(text, settled, asked, pipelines)
    taken = {slot: each for slot, each in settled.items() if isinstance(each, Settled)}
    if not settled and (command := command_in(spoken)):
        return Understanding(answers={}, command=command)
    stress = stress_in(spoken, knowledge)
    is_read = is_read or stress != Stress()
    return Understanding(
        answers={slot: each.value for slot, each in taken.items()},
        refused=tuple(each for each in settled.values() if isinstance(each, Refused)),
        spans={slot: each.span for slot, each in taken.items() if each.span is not None},
        unread=_unread(text, read, knowledge) if is_read else (),
        stress=stress,
    )


def _readings_for(
    slot: SlotId, readings: Sequence[Reading], held: Container[SlotId]
) -> list[NumberRead | OptionRead | SkipRead]:
    """The readings of one slot that count: not corrected afterwards, and fit to replace."""
    replaces = slot not in held or all(
        reading.restates
        for reading in readings
        if isinstance(reading, NumberRead) and reading.slot == slot
    )
    standing: list[NumberRead | OptionRead | SkipRead] = []
    is_corrected = False
    for reading in readings:
        if isinstance(reading, Corrected):
            is_corrected = True
        elif reading.slot == slot:
            if not replaces and not is_corrected:
                continue
            if is_corrected:
                standing.clear()
            standing.append(reading)
            is_corrected = False
    return standing


def _in_other_measures(
    text: str,
    settled: Mapping[SlotId, Settled | Refused],
    asked: Question | None,
    pipelines: int | None,
) -> dict[SlotId, Refused]:
    """The refusals of numbers that are in another measure than their question's."""
    told = _number_in(settled, PIPELINES)
    refused = dict[SlotId, Refused]()
    for slot in (TEAM_SIZE, RUNS_PER_WEEK, ENGINEER_COST):
        is_asked = asked is not None and asked.id == slot
        if slot in settled or (is_asked and (slot != TEAM_SIZE or not settled)):
            sentence = in_another_measure(
                slot,
                text.casefold(),
                _number_in(settled, slot),
                pipelines if told is None else told,
                is_asked=is_asked,
            )
            if sentence is not None:
                refused[slot] = Refused(slot=slot, sentence=sentence)
    return refused


def _number_in(settled: Mapping[SlotId, Settled | Refused], slot: SlotId) -> int | None:
    match settled.get(slot):
        case Settled(int() as number):
            return number
        case _:
            return None


def _unsure_of(
    asked: Question | None,
    questions: Sequence[Question],
    held: Container[SlotId],
    spoken: Sequence[Token],
    readings: Sequence[Reading],
) -> Refused | None:
    """The refusal of "no wait, 12" where a number was answered and another is asked for.

    Nothing else is in the text, and nothing says which of the two it is.
    """
    numbers = [q for q in questions if isinstance(q, NumberQuestion) and SlotId(q.id) in held]
    opening = [word for word in words(spoken[:3]) if word not in ("no", "oh", "hm", "ah", "nope")]
    match [each for each in readings if not isinstance(each, Corrected)]:
        case [NumberRead(slot, Whole() as number, is_bare=True, in_words=False)]:
            is_opened = opening[:1] and opening[0] in grammar.CORRECTIONS
            if isinstance(asked, NumberQuestion) and slot == asked.id and is_opened and numbers:
                return several_questions(asked, numbers[-1], number)
        case _:
            pass
    return None


def _unread(text: str, read: Sequence[ClauseRead], knowledge: KnowledgeBase) -> tuple[str, ...]:
    """The clauses that say something and from which nothing was read."""
    unread = (
        said[:_LONGEST_UNREAD].strip()
        for said, clause in zip(clauses(text), read, strict=True)
        if not clause.is_read
        and _tells(clause.spoken, knowledge)
        and not speaks_of_priorities(clause.spoken, knowledge)
    )
    return tuple(_first(unread))


def _first(parts: Iterator[str]) -> Iterator[str]:
    for _ in range(_MOST_UNREAD):
        if (part := next(parts, None)) is None:
            return
        yield part


def _tells(spoken: Sequence[Token], knowledge: KnowledgeBase) -> bool:
    """Whether a clause has a number, a name, or a word by which something is told here."""
    telling = vocabulary_of(knowledge.questions, None).words - grammar.EMPTY - grammar.GROUPS
    said = words(spoken)
    has_number = any(isinstance(token, Quantity) for token in spoken)
    is_told = has_number or not telling.isdisjoint(said)
    return is_told or bool(Names.of(knowledge).spotted(said))
