"""Whether a team has outgrown what it runs."""

from engine.advice.model import OutgrownVerdict
from knowledge.schema import KnowledgeBase


def verdict(signals: int, knowledge: KnowledgeBase) -> OutgrownVerdict:
    """The verdict on this many true signals.

    Raises:
        ValueError: There are not that many signals.
    """
    outgrown = knowledge.evaluation.outgrown
    of = len(outgrown.signals)
    if not 0 <= signals <= of:
        raise ValueError(f"{signals} of the signals cannot be true; give a number from 0 to {of}")
    return OutgrownVerdict(
        signals=signals,
        of=of,
        threshold=outgrown.threshold,
        outgrown=signals >= outgrown.threshold,
    )
