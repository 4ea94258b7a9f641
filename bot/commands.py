"""The words that can follow ``/orchestrator``."""

from rapidfuzz import fuzz, process

COMMANDS = (
    "recommend",
    "compare",
    "explain",
    "why",
    "what",
    "cost",
    "outgrown",
    "checklist",
    "poc",
    "weigh",
    "decide",
    "record",
    "settings",
    "form",
    "resume",
    "help",
)
"""The first words of what can follow ``/orchestrator``, as help names them."""
LIKELY = 50
"""From this likeness (0-100) on an unknown word is answered with the nearest command."""


def first_word(text: str) -> tuple[str, str]:
    """The first word in lower case, and the rest; people put tabs and new lines between."""
    word, *rest = text.split(maxsplit=1) or [""]
    return word.lower(), "".join(rest)


def nearest_command(word: str) -> str | None:
    """The command that somebody probably meant; None where nothing is near."""
    found = process.extractOne(word.lower(), COMMANDS, scorer=fuzz.ratio, score_cutoff=LIKELY)
    return None if found is None else str(found[0])
