"""What the meaning of a question hangs on: where it stands, what is known, what is named."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.dialogue.model import DialogueState
from engine.dialogue.names import Names, Spotted, words_of
from engine.dialogue.words import phrase
from knowledge.schema import (
    AlternativeId,
    ChoiceQuestion,
    KnowledgeBase,
    NumberQuestion,
    Question,
    SlotId,
)

_LONGEST_GUESS = 3
"""Words of a misspelled name and what stands around it, at most."""
ARTICLES = frozenset({"a", "an", "the", "our", "your", "my", "this", "that", "any", "some"})
_SMALL = ARTICLES | frozenset(
    phrase(
        "just simply use using go with for us we i you instead not then too also it is to of or and"
        " at all really better plain good"
    )
)
"""Words that may stand around a misspelled name, and are none."""


@dataclass(frozen=True, slots=True)
class Context:
    """A place in a text at which something may be asked."""

    is_asked: bool
    """A question mark follows."""
    is_first: bool
    """Its sentence begins with it."""
    is_joined: bool
    """It began with an "and", an "or" or a "but"."""
    state: DialogueState
    knowledge: KnowledgeBase
    names: Names

    @property
    def asking(self) -> SlotId | None:
        """The slot whose question stands open."""
        return self.state.asking

    @property
    def slots(self) -> tuple[SlotId, ...]:
        """Every slot, in the order of the questions."""
        return tuple(SlotId(question.id) for question in self.knowledge.questions)

    def options(self, slot: SlotId) -> frozenset[str]:
        """The ids of the options of a slot; none where it takes a number, or there is none."""
        return frozenset(
            option.id
            for question in self.knowledge.questions
            if question.id == slot and isinstance(question, ChoiceQuestion)
            for option in question.options
        )

    def named(self, text: str) -> list[Spotted]:
        """The names in a piece of the text, each id once; a misspelled one where there is none."""
        words = words_of(text)
        spotted = list({each.id: each for each in self.names.spotted(words)}.values())
        return spotted or list(self._guessed(words))

    def alternatives(self, text: str) -> list[AlternativeId]:
        """The alternatives and contenders that are named in a piece of the text."""
        found = (self.names.alternative(each.id) for each in self.named(text))
        return [each for each in found if each is not None]

    def slot_named(self, text: str) -> SlotId | None:
        """The slot that a piece speaks of; the open one where it does of several; None for none."""
        named = slots_named(text, self.knowledge)
        return self.asking if self.asking in named else next(iter(named), None)

    def echoes(self, text: str) -> bool:
        """Whether a piece of the text is words of the open question and nothing else."""
        words = set(_TOPIC_WORD.findall(text)) - ARTICLES - _EMPTY
        topic = topics(self.knowledge.questions).get(self.asking or SlotId(""), set())
        return bool(words) and words <= topic

    def speaks_of_the_open(self, text: str) -> bool:
        """Whether a piece of the text repeats what the open question asks, in two words or more."""
        asked = next((each for each in self.knowledge.questions if each.id == self.asking), None)
        words = set(_TOPIC_WORD.findall(text)) - ARTICLES - _EMPTY
        prompt = set(_TOPIC_WORD.findall(asked.prompt.casefold())) if asked else set()
        return len(words) > 1 and len(words & prompt) > 1

    def _guessed(self, words: list[str]) -> Iterator[Spotted]:
        places = [at for at, word in enumerate(words) if word not in _SMALL]
        if 0 < len(places) <= _LONGEST_GUESS:
            first, end = places[0], places[-1] + 1
            meant = self.names.meant_by("".join(words[first:end]))
            if meant is not None:
                yield Spotted(meant, first, end)


def slots_named(text: str, knowledge: KnowledgeBase) -> list[SlotId]:
    """The slots that a piece of lower-case text speaks of, in the order of the questions."""
    words = {_SHORT_NAMES.get(word, word) for word in _TOPIC_WORD.findall(text)}
    own = topics(knowledge.questions)
    return [slot for slot, topic in own.items() if not words.isdisjoint(topic)]


def topics(questions: tuple[Question, ...]) -> dict[SlotId, set[str]]:
    """The words by which a slot is spoken of, without those that several slots share."""
    words = {SlotId(question.id): _topic(question) for question in questions}
    return {
        slot: own - set().union(*(other for each, other in words.items() if each != slot))
        for slot, own in words.items()
    }


def _topic(question: NumberQuestion | ChoiceQuestion) -> set[str]:
    said = f"{question.label} {question.id}"
    if isinstance(question, NumberQuestion):
        said += f" {question.one} {question.many}"
    return set(_TOPIC_WORD.findall(said.casefold())) - _EMPTY


_TOPIC_WORD = re.compile(r"[^\W_]+")
_EMPTY = frozenset(
    phrase(
        "a an for today runs run week size count skill mid project year current cost per signals"
    )
)
"""Words of labels that tell no slot."""
_SHORT_NAMES = {"k8s": "kubernetes"}
