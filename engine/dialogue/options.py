"""Which options a clause means: what is denied, left, judged or spoken of is only named."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from engine.dialogue import grammar
from engine.dialogue.mentions import Chosen, Item, NotKnown, Unit
from engine.dialogue.words import Between, Mark, Quantity, Unclear, Whole, Word, words
from knowledge.schema import OptionId, SlotId

_NEAR = 4
"""How far the words around an option are looked at."""
_REACH = 5
"""How far after an option a verb may stand of which it is the subject."""
_YES = OptionId("yes")
"""The option that is said by naming what the question asks about."""


@dataclass(frozen=True, slots=True)
class OptionRead:
    """An option of a slot."""

    slot: SlotId
    option: OptionId
    after_or: bool = False
    """Joined by "or" to the option before."""
    is_target: bool = False
    """Where a move goes: what stands beside it is left behind."""


def chosen(items: Sequence[Item], *, is_asked: bool) -> Iterator[tuple[int, OptionRead]]:
    """The options that are named and not denied; a "yes" only where it is more than the topic.

    A denial, or a "not sure", reaches to the end of the clause, to a "but", or to an "and" that
    does not join it to the option before.
    """
    denied, leaving_until = False, -1
    moving, is_target = False, False
    joined_by_or = False
    is_from = not _moves(items)
    for at, item in enumerate(items):
        previous = items[at - 1] if at else None
        match item:
            case Chosen(slot, option, is_name):
                is_topic = option == _YES and (is_asked or _is_topic(items, at))
                is_meant = not (is_topic or _is_judged(items, at) or _is_told_of_other(items, at))
                is_used = not is_name or _is_used(items, at)
                if not denied and is_meant and is_used and at > leaving_until:
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
            case Word("no") if at == 0 and corrects(items):
                pass
            case Word(word) if word in grammar.DENIALS or word in grammar.HEDGES:
                denied = True
            case Word(word) if word in grammar.ONLY and isinstance(_at(items, at + 1), Quantity):
                denied = True
            case Word("from") if is_from:
                pass
            case Word(word) if word in grammar.SEEKING and grammar.ARTICLES & set(
                words(items[at + 1 : at + 2])
            ):
                denied = True
            case Word(word) if word in grammar.LEAVING and not isinstance(_at(items, at + 1), Mark):
                leaving_until = at + 2
            case Word(word) if word in grammar.MOVING:
                moving = True
            case _:
                pass


def corrects(items: Sequence[Item]) -> bool:
    """Whether a "no" that opens a clause takes back what was said before: "no just aws"."""
    match items[:2]:
        case [Word("no" | "nope"), Word(word)]:
            return word in grammar.AFTER_RETRACTING
        case _:
            return False


def _is_used(items: Sequence[Item], at: int) -> bool:
    """Whether what is named alone is said to be there: it opens the clause, or it is run.

    "Airflow" and "sadly cron is killing us" tell it; "you are just pushing zenml" does not.
    """
    before = [item for item in items[:at] if not _is_named(item)]
    near = {*words(before[-_NEAR:])}
    return are(before, grammar.BEFORE_NAMES) or not near.isdisjoint(grammar.USING)


def speaks_of_name(items: Sequence[Item]) -> bool:
    """Whether a clause ends with a name that is not said to be there: "compare kubeflow"."""
    match items:
        case [*before, Chosen(is_name=True)]:
            return not _is_used(items, len(before))
        case _:
            return False


def are_named(items: Sequence[Item]) -> bool:
    """Whether a clause is names alone."""
    return bool(items) and all(_is_named(item) for item in items)


def _is_named(item: Item) -> bool:
    return isinstance(item, Chosen | Mark) or item in (Word("and"), Word("or"))


def _moves(items: Sequence[Item]) -> bool:
    """Whether something goes from one to another here."""
    return any(
        item is Mark.ARROW
        or (isinstance(item, Word) and (item.text in grammar.MOVING or item.text in ("to", "off")))
        for item in items
    )


def _is_told_of_other(items: Sequence[Item], at: int) -> bool:
    """Whether something else is said to be so: "the sky is azure"."""
    match items[max(0, at - 2) : at]:
        case [*_, Whole() | Between() | Unclear()]:
            return True
        case [*_, Word("half")]:
            return True
        case [Word(subject), Word("is" | "are" | "was")]:
            return subject not in grammar.TELLING and subject not in grammar.FILLERS
        case _:
            return False


def _at(items: Sequence[Item], at: int) -> Item | None:
    return items[at] if at < len(items) else None


def are(items: Sequence[Item], allowed: Container[str]) -> bool:
    """Whether all of these are words that are allowed."""
    return all(isinstance(item, Word) and item.text in allowed for item in items)


def _is_topic(items: Sequence[Item], at: int) -> bool:
    """Whether what is named here is only spoken of: "dynamic pipelines: no", "... matter most"."""
    before = [item for item in items[max(0, at - _NEAR) : at] if not _is_linking(item)]
    after = [item for item in items[at + 1 : at + 1 + _NEAR] if not _is_linking(item)]
    return any(
        isinstance(item, Quantity) or are([item], grammar.TOPIC_AFTER) for item in before[-1:]
    ) or any(isinstance(item, Unit) or are([item], grammar.TOPIC_BEFORE) for item in after[:1])


def _is_linking(item: Item) -> bool:
    return isinstance(item, Mark) or (isinstance(item, Word) and item.text in grammar.LINKING)


def _is_judged(items: Sequence[Item], at: int) -> bool:
    """Whether something is told of the option itself: "aws is too expensive", "an aws outage"."""
    after = items[at + 1 : at + 1 + _REACH]
    if after and isinstance(after[0], Word) and after[0].text in grammar.NEWS:
        return True
    for place, item in enumerate(after):
        if not isinstance(item, Word) or item == Word("and") or item.text in grammar.PERSONS:
            return False
        if item.text in grammar.JUDGING:
            return grammar.OF_TEAM.isdisjoint(words(items[at + 1 + place :]))
    return False
