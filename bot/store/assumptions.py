"""What was set for a cost, as it is kept."""

from pydantic import ValidationError

from engine.cost.assumptions import NOTHING_ASSUMED, Assumed


def written(assumed: Assumed) -> str:
    """What is kept of this."""
    return assumed.model_dump_json(exclude_none=True)


def read(content: str | None) -> Assumed:
    """What was set; nothing where nothing is kept, or where another version of the app wrote it.

    A sum says on what it rests, and no decision may become unusable for it.
    """
    try:
        return NOTHING_ASSUMED if content is None else Assumed.model_validate_json(content)
    except ValidationError:
        return NOTHING_ASSUMED
