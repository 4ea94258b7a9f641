"""Rules on questions: what is asked can be answered, and what is typed means one thing."""

from collections.abc import Iterator
from string import Formatter

from knowledge.integrity.names import QUESTIONS, listed
from knowledge.plain_yaml import Path
from knowledge.problem import Problem
from knowledge.schema import ChoiceQuestion, KnowledgeBase, NumberQuestion
from knowledge.schema.teams import GAP, filled


def numbers_are_possible(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """A range has numbers in it, and the quick picks are among them."""
    for position, question in enumerate(knowledge.questions):
        if not isinstance(question, NumberQuestion):
            continue
        for name in ("number_says", "number_says_when_asked"):
            for phrase, number in getattr(question, name).items():
                if not question.minimum <= number <= question.maximum:
                    says = (
                        f"{phrase!r} says {number}, which is refused as an answer; write a whole "
                        f"number from {question.minimum} to {question.maximum}"
                    )
                    yield Problem(QUESTIONS, (position, name, phrase), says)
        if question.maximum < question.minimum:
            says = f"maximum {question.maximum} is below minimum {question.minimum}; correct one"
            yield Problem(QUESTIONS, (position, "maximum"), says)
        for number, pick in enumerate(question.quick_picks):
            if not question.minimum <= pick <= question.maximum:
                says = (
                    f"the quick pick {pick} is refused as an answer; write a whole number from "
                    f"{question.minimum} to {question.maximum}"
                )
                yield Problem(QUESTIONS, (position, "quick_picks", number), says)


def templates_are_fillable(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """A sentence of refusal holds only placeholders that are filled."""
    for position, question in enumerate(knowledge.questions):
        if isinstance(question, NumberQuestion):
            for name, known in (("too_small", {"read"}), ("too_large", {"read", "maximum"})):
                unknown = _placeholders(getattr(question, name)) - known
                if unknown:
                    allowed = listed(f"{{{each}}}" for each in sorted(known))
                    says = f"{name} holds {listed(sorted(unknown))}; the placeholders are {allowed}"
                    yield Problem(QUESTIONS, (position, name), says)


def _placeholders(template: str) -> set[str]:
    try:
        found = [part for part in Formatter().parse(template) if part[1] is not None]
    except ValueError:
        return {"an unpaired brace"}
    return {
        name if not (form or conversion) else f"{{{name}}} with a format"
        for _, name, form, conversion in found
        if name is not None
    }


def phrases_are_unambiguous(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """Phrases that are matched anywhere tell one answer; short ones tell one within their slot."""
    everywhere: dict[str, str] = {}
    for position, question in enumerate(knowledge.questions):
        here: dict[str, str] = {}
        for path, meaning, phrase, only_when_asked in _phrases(question):
            heard = as_heard(phrase)
            taken = here.get(heard, None if only_when_asked else everywhere.get(heard))
            if taken not in {None, meaning}:
                says = f"{phrase!r} already means {taken}; keep it in one place"
                yield Problem(QUESTIONS, (position, *path), says)
            here.setdefault(heard, meaning)
            if not only_when_asked:
                everywhere.setdefault(heard, meaning)


def phrases_are_in_lower_case(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """A phrase is written in the one way that all others are."""
    for position, question in enumerate(knowledge.questions):
        for path, _, phrase, _ in _phrases(question):
            if isinstance(path[-1], int) and phrase != phrase.lower():  # ids and labels are shown
                says = f"{phrase!r} is not in lower case; write {phrase.lower()!r}"
                yield Problem(QUESTIONS, (position, *path), says)


def as_heard(phrase: str) -> str:
    """The phrase as the dialogue compares it with what was typed."""
    return " ".join(phrase.lower().replace("'", "").replace("-", " ").split())


def _phrases(
    question: NumberQuestion | ChoiceQuestion,
) -> Iterator[tuple[Path, str, str, bool]]:
    """Place, meaning, phrase, and whether it counts only while the question stands open."""
    if isinstance(question, NumberQuestion):
        unit, zero = question.id, f"{question.id} 0"
        for name in ("label", "one", "many"):
            yield (name,), unit, getattr(question, name), False
        for name, meaning, only_when_asked in (
            ("says", unit, False),
            ("labels", unit, False),
            ("none_says", zero, False),
            ("none_says_when_asked", zero, True),
        ):
            for number, said in enumerate(getattr(question, name)):
                for phrase in filled(said, question.topics):
                    yield (name, number), meaning, phrase, only_when_asked
        for name, only_when_asked in (("number_says", False), ("number_says_when_asked", True)):
            for phrase, number in getattr(question, name).items():
                for each in filled(phrase, question.topics):
                    yield (name, phrase), f"{question.id} {number}", each, only_when_asked
        return
    for at, option in enumerate(question.options):
        meaning = f"{question.id} {option.id}"
        yield ("options", at, "id"), meaning, option.id.replace("_", " "), True
        yield ("options", at, "label"), meaning, option.label, True
        for number, said in enumerate(option.says):
            for phrase in filled(said, question.topics):
                yield ("options", at, "says", number), meaning, phrase, False
        for number, name in enumerate(option.names):
            yield ("options", at, "names", number), meaning, name, True
            for frame in question.frames:
                yield ("options", at, "names", number), meaning, frame.replace(GAP, name), False
        for number, phrase in enumerate(option.says_when_asked):
            yield ("options", at, "says_when_asked", number), meaning, phrase, True
