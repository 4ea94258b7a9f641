"""Which candidates a text names, and nothing else: what follows a command."""

from engine.dialogue.context import Context
from engine.dialogue.model import DialogueState
from engine.dialogue.names import Names
from engine.dialogue.naming import Named, exact_names, named, near_names, without
from knowledge.schema import KnowledgeBase


def candidates_in(text: str, knowledge: KnowledgeBase) -> Named:
    """The names in a text in their order, those that are misspelled too; any text will do."""
    context = Context(
        is_asked=False,
        is_first=True,
        is_joined=False,
        state=DialogueState(),
        knowledge=knowledge,
        names=Names.of(knowledge),
    )
    exact = exact_names(text, context)
    near = near_names(without(text, exact), context)
    return named(sorted((*exact, *near), key=lambda each: each.start), context)
