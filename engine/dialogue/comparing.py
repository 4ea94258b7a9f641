"""A comparison as it is typed: two names, perhaps misspelled, and what is said of the team."""

from engine.dialogue.context import Context
from engine.dialogue.naming import as_told, exact_names, named, near_names, without
from engine.dialogue.requests import CompareAsked
from engine.dialogue.understand import understand

_A_PAIR = 2


def compared(text: str, context: Context) -> CompareAsked:
    """What a text names to be compared, and what it says of the team; any text will do."""
    names = exact_names(text, context)
    if len({name.id for name in names}) < _A_PAIR:
        near = near_names(without(text, names), context)
        names = sorted((*names, *near), key=lambda each: each.start)
    understood = understand(as_told(without(text, names)), context.knowledge, None)
    found = named(names, context)
    return CompareAsked(
        alternatives=found.alternatives,
        guessed=found.guessed,
        not_rated=found.not_rated,
        unknown=found.unknown,
        answers={slot: said for slot, said in understood.answers.items() if said is not None},
        stressed=understood.stress.named,
    )
