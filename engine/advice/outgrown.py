"""Whether a team has outgrown what it runs."""

from typing import Final

from engine.advice.model import OutgrownVerdict
from engine.decision.conditions import Known
from knowledge.schema import KnowledgeBase, SlotId

SIGNALS: Final = SlotId("outgrown_signals")
"""The slot that holds how many signals are true."""


def verdict_on(known: Known, knowledge: KnowledgeBase) -> OutgrownVerdict | None:
    """The verdict on what a team has answered; None where it has not."""
    signals = known.get(SIGNALS)
    return verdict(signals, knowledge) if isinstance(signals, int) else None


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
