"""Which answer somebody wants to change, where they say so and not yet to what."""

import re
from typing import Final

from engine.dialogue.context import slots_named
from knowledge.schema import KnowledgeBase, SlotId

_LONGEST = 120
"""Characters; a longer text says more than that."""
_WANTED: Final = re.compile(
    r"(?:(?:please|ok|also|then|let me|lets|(?:can|could|may) (?:i|we|you)"
    r"|(?:i|we)(?: want| need| have|.?d like| would like) to)\s+)*"
    r"(?:change|edit|correct|fix|update|redo|amend|revise|re-?enter)\s+(?P<of>[^,;]+?)[\s.!?]*"
)


def wanted_change(text: str, knowledge: KnowledgeBase) -> SlotId | None:
    """The slot of 'I want to change the cloud'; None where the text says anything else.

    Only one slot may be named. To what it shall be changed is asked then.
    """
    said = text.strip().lower()
    found = _WANTED.fullmatch(said) if len(said) <= _LONGEST else None
    match slots_named(found["of"], knowledge) if found else []:
        case [slot]:
            return slot
        case _:
            return None
