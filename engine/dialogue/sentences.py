"""A text cut where a question may begin, and each piece as its words are compared.

A text is sentences, and a sentence is clauses. A clause begins after a comma, a dash, or before a
joined question: "8 engineers, but why do you ask?" has two.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_LONGEST_READ = 400
"""Characters of a clause, or of what follows it, that are looked at: no question is as long."""
_SENTENCE_END = re.compile(
    r"""
      \n+ | ;
    | (?<![.!?…])(?<!\bvs)(?<!\bv)(?<!\be\.g)(?<!\bi\.e)(?<!\betc)[.!?…]++(?=["')\]”’]*+(?:\s|$))
    """,  # noqa: RUF001 (a closing quote as people type it)
    re.VERBOSE | re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"""
      ,(?!\d)
    | (?<!\s)\s++(?=[-–—]+\s | (?:and|but|so|also|then)\s++(?:pls\s|please\s)?
        (?:why|what|whats|what's|how|explain|compare|should|can|could|would|have|is|does)\b)
    """,  # noqa: RUF001 (dashes as people type them)
    re.VERBOSE | re.IGNORECASE,
)
_SLACK = re.compile(r"<(?:[@#!]|[a-z][a-z0-9+.-]*:)[^<>]*>|(?<!\w):[a-z0-9_+'-]+:(?!\w)")
_SPELLED_OUT = (
    (re.compile(r"[’‘`´]"), "'"),  # noqa: RUF001 (look-alikes are the point)
    (re.compile(r"\b(?:wat|waht|wht|wut)(?='?s?\b)"), "what"),
    (re.compile(r"\b(what|who|where|how|when|that|it|there|here)'?s\b(?<!\bits)"), r"\1 is"),
    (re.compile(r"\blet's\b"), "lets"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'d\b"), " would"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"(?<=[a-z])'s\b"), ""),
    (re.compile(r"(?<=[a-z])'(?=[a-z])"), ""),
    (re.compile(r"[\"“”*~`]|(?<!\w)[_']|[_'](?!\w)"), " "),
)
"""What is typed in several ways, in the one that the forms of asking are written in."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a text: where it stands, and what is read of it."""

    start: int
    end: int
    """With what ends it: the clauses of a text, joined, are the text."""
    said: str
    """In lower case, contractions spelled out, without mentions and without what ends it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Clauses up to a full stop, a question mark, or the end of a line."""

    clauses: tuple[Clause, ...]
    is_asked: bool
    """It ends with a question mark."""

    def said_from(self, first: int) -> str:
        """What is read of all clauses from this one on."""
        said, length = [], 0
        for clause in self.clauses[first:]:
            said.append(clause.said)
            length += len(clause.said)
            if length > _LONGEST_READ:
                break
        return ", ".join(filter(None, said))[:_LONGEST_READ]


def sentences_of(text: str) -> Iterator[Sentence]:
    """The sentences of a text, in order; the time is linear in its length."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        yield _sentence(text, start, match.start(), match.end())
        start = match.end()
    if start < len(text):
        yield _sentence(text, start, len(text), len(text))


def _sentence(text: str, start: int, end: int, after: int) -> Sentence:
    clauses, at = [], start
    for match in _CLAUSE_END.finditer(text, start, end):
        clauses.append(Clause(at, match.end(), said=_said(text[at : match.start()])))
        at = match.end()
    clauses.append(Clause(at, after, said=_said(text[at:end])))
    return Sentence(tuple(clauses), is_asked="?" in text[end:after])


def _said(raw: str) -> str:
    said = unicodedata.normalize("NFKC", raw[:_LONGEST_READ]).casefold()
    said = html.unescape(_SLACK.sub(" ", said))
    for pattern, replacement in _SPELLED_OUT:
        said = pattern.sub(replacement, said)
    return " ".join(said.split()).strip(" .,:;!?-–—…()[]")  # noqa: RUF001 (dashes are the point)
