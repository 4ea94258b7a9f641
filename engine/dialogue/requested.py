"""What a text asks for, apart from what it answers: forms of asking, and names.

Each clause of a text may begin a question. A question takes its clause, or the rest of its sentence
where it goes on behind a comma ("what if we move to GCP, and hire 10"); what no question takes is
left to be read for answers.
"""

from dataclasses import dataclass

from engine.dialogue.asking import FOR, Taken, asked
from engine.dialogue.context import Context
from engine.dialogue.forms import bare
from engine.dialogue.model import DialogueState
from engine.dialogue.names import Names
from engine.dialogue.requests import Request
from engine.dialogue.sentences import Sentence, sentences_of
from engine.dialogue.understand import understand
from knowledge.schema import KnowledgeBase

MOST_REQUESTS = 3
"""How many requests one text makes; others in it are neither answered nor read for answers."""
_MOST_CLAUSES = 200
"""How many clauses are tried: so many are no message to a colleague, and each takes its time."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a text asks for, and the rest of it."""

    requests: tuple[Request, ...]
    """In the order of asking, each once; at most ``MOST_REQUESTS``."""
    rest: str
    """The sentences that ask for nothing, in which answers may be; '' where there are none."""


def requested_in(text: str, state: DialogueState, knowledge: KnowledgeBase) -> Parts:
    """What a text asks for. Any text will do: none raises, and the time is linear in its length.

    The rest is as it was typed, with a line end where a question stood.
    """
    names = Names.of(knowledge)
    requests: list[Request] = []
    kept: list[str] = []
    start = tried = 0
    for sentence in sentences_of(text):
        at = 0
        while at < len(sentence.clauses) and tried < _MOST_CLAUSES:
            clause = sentence.clauses[at]
            tried += bool(clause.said)
            taken = _asked(sentence, at, state, knowledge, names) if clause.said else None
            if taken is None:
                at += 1
                continue
            kept.append(text[start : clause.start])
            if taken == "team":
                start = sentence.clauses[-1].end
                kept.append(_team_in(text[clause.start : start], knowledge))
                break
            request, extent = taken
            if request not in requests:
                requests.append(request)
            at = len(sentence.clauses) if extent == "sentence" else at + 1
            start = sentence.clauses[at - 1].end
    kept.append(text[start:])
    rest = text if len(kept) == 1 else "\n".join(each.strip() for each in kept if each.strip())
    return Parts(tuple(requests[:MOST_REQUESTS]), rest)


def _asked(
    sentence: Sentence, at: int, state: DialogueState, knowledge: KnowledgeBase, names: Names
) -> Taken | None:
    """What is asked from this clause of a sentence on."""
    clause, is_joined = bare(sentence.clauses[at].said)
    context = Context(
        is_asked=sentence.is_asked,
        is_first=not any(before.said for before in sentence.clauses[:at]),
        is_joined=is_joined,
        state=state,
        knowledge=knowledge,
        names=names,
    )
    return asked(context, clause, bare(sentence.said_from(at))[0]) if clause else None


def _team_in(sentence: str, knowledge: KnowledgeBase) -> str:
    """What a question tells of the team that it is asked for, without its question mark.

    All of it where nothing is read behind a "for", so that nothing is lost.
    """
    told = sentence.rstrip(" \t\n?!.")
    pieces = (told[before.end() :] for before in FOR.finditer(told))
    return next((each for each in pieces if understand(each, knowledge, None).answers), sentence)
