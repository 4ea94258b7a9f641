"""How far a team knows something, where no phrase of the vocabulary tells it as a whole.

In a clause about it ("kubernetes"), with a word for knowing ("used"), the cues of the options tell
how far: "nobody on our team knows kubernetes" is none, "some of us have used k8s" is some. A denial
beside another cue lessens it: "we are not experts in kubernetes" is some.
"""

from collections.abc import Iterator, Sequence

from engine.dialogue.words import phrase
from knowledge.schema import ChoiceQuestion, NumberQuestion, OptionId, SlotId

_SHORTEST = 3
"""A reply with fewer words, such as "no experts", may mean more or less."""
_LONGEST = 16
"""A clause with more words tells too much to be read so."""


def graded(
    spoken: tuple[str, ...],
    questions: Sequence[NumberQuestion | ChoiceQuestion],
    asked: NumberQuestion | ChoiceQuestion | None,
    before: tuple[str, ...],
) -> Iterator[tuple[SlotId, OptionId]]:
    """The slots of which a clause tells how far something is known, and how far.

    Args:
        spoken: The words of the clause.
        questions: The questions whose slots may be filled.
        asked: The question that stands open: a clause need not name what it is about.
        before: The words of the clause before, which may name it alone: "kubernetes? never used".
    """
    for question in questions:
        if not isinstance(question, ChoiceQuestion) or not question.knowing:
            continue
        is_named = any(_has(spoken, topic) or before == phrase(topic) for topic in question.topics)
        is_about = is_named or (question == asked and len(spoken) >= _SHORTEST)
        if is_about and len(spoken) <= _LONGEST and any(_has(spoken, k) for k in question.knowing):
            told = _told(spoken, question)
            if told is not None:
                yield SlotId(question.id), told


def _told(spoken: tuple[str, ...], question: ChoiceQuestion) -> OptionId | None:
    """The least that is told; the least of all beside more is the one above it."""
    told = [option for option in question.options if any(_has(spoken, cue) for cue in option.cues)]
    if len(told) > 1 and told[0] == question.options[0]:
        return OptionId(question.options[1].id)
    return OptionId(told[0].id) if told else None


def _has(spoken: tuple[str, ...], said: str) -> bool:
    run = phrase(said)
    return any(spoken[at : at + len(run)] == run for at in range(len(spoken) - len(run) + 1))
