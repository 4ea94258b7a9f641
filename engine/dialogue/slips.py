"""Slips of typing: "kuberentes", "enginers", "azzure"."""

from collections.abc import Sequence
from itertools import groupby

from rapidfuzz import process
from rapidfuzz.distance import OSA

from engine.dialogue.grammar import FILLERS, FUNCTION_WORDS
from engine.dialogue.words import Token, Word

SHORTEST = 5
"""Letters from which a word is looked at for slips."""
_LONG = 8
"""Letters from which any one slip is forgiven; shorter words are too near to others."""
_VERY_LONG = 10
"""Letters from which two slips are forgiven."""


def respelled(token: Token, known: frozenset[str], listed: Sequence[str]) -> Token:
    """A word of ours where one slip was made in it.

    Its first letter must be right. A long word may have any slip, unless it ends otherwise: endings
    make other words, as in "developed". In a shorter one two letters may be swapped, or a letter be
    doubled or missing, since anything else is too near to other words.
    """
    if not isinstance(token, Word) or len(token.text) < SHORTEST or token.text in known:
        return token
    if token.text in FILLERS or token.text in FUNCTION_WORDS:
        return token
    slips = 2 if len(token.text) >= _VERY_LONG else 1
    near = process.extractOne(token.text, listed, scorer=OSA.distance, score_cutoff=slips)
    return token if near is None or not _is_slip(token.text, near[0]) else Word(near[0])


def _is_slip(typed: str, meant: str) -> bool:
    if typed[0] != meant[0]:
        return False
    if len(meant) >= _LONG and len(typed) >= _LONG - 1 and typed[-1] == meant[-1]:
        return True
    is_swap = sorted(typed) == sorted(meant)
    is_missing = len(meant) == len(typed) + 1 and len(meant) > SHORTEST and typed[-1] == meant[-1]
    is_doubled = len(typed) == len(meant) + 1 and _undoubled(typed) == _undoubled(meant)
    return is_swap or is_missing or is_doubled


def _undoubled(word: str) -> str:
    return "".join(letter for letter, _ in groupby(word))
