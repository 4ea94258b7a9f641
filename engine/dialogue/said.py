"""What of a clause is said of the team now, and what is asked, supposed, past, or of others.

- What follows an "if", a "might", a "considering" or an opening question word is not said.
- What was ("we used to be on AWS") and what others do ("my last company ran on Azure") is not said,
  up to a "but" or a "now".
- A clause with a subject of its own before a "has" tells of that: "the bank has 200 engineers".
"""

from collections.abc import Sequence
from itertools import pairwise

from engine.dialogue import grammar
from engine.dialogue.mentions import Chosen, Item, Unit
from engine.dialogue.words import Mark, Word

UNSAID = Word("")
"""Stands for each item that is not said, so that the places stay."""
_DOING = frozenset({"know", "knows", "can", "is", "are", "does", "do", "run", "use"})
_OWNING = frozenset({"has", "have", "had", "runs", "employs", "uses", "used", "operates", "hired"})
_OURS = (grammar.OUR_SUBJECTS | grammar.STATING) - grammar.GROUPS
_LONGEST_SUBJECT = 4


def said_in(clause: Sequence[Item], *, is_asked: bool, is_first: bool) -> list[Item]:
    """The items of a clause, with what is not said replaced.

    Args:
        clause: The items, without the mark that ends it.
        is_asked: A question mark ends it.
        is_first: Nothing was read in the text before: "they" are others then.
    """
    said = list(clause[: _asks_from(clause, is_asked=is_asked)])
    start = 0
    for at in range(len(said) + 1):
        if at == len(said) or (at > start and _word(said[at]) in grammar.STATING):
            if _is_of_others(said[start:at], is_first=is_first and start == 0):
                said[start:at] = [UNSAID] * (at - start)
            start = at
    return said + [UNSAID] * (len(clause) - len(said))


def supposes(clause: Sequence[Item]) -> bool:
    """Whether what follows a clause hangs on it: "if budget allows, azure"."""
    spoken = [_word(item) for item in clause]
    opening = next((word for word in spoken if word not in grammar.BEFORE_ASKING), "")
    return opening in grammar.CONDITIONS and grammar.POLITE.isdisjoint(spoken)


def _asks_from(items: Sequence[Item], *, is_asked: bool) -> int:
    """Where the clause begins to ask or to suppose something."""
    opens, is_labelled = True, Mark.COLON in items
    for at, item in enumerate(items):
        if isinstance(item, Word):
            follower = items[at + 1] if at + 1 < len(items) else None
            of_person = isinstance(follower, Word) and follower.text in grammar.PERSONS
            of_option = isinstance(follower, Chosen) and _word(items[at - 1]) not in grammar.PERSONS
            asks = item.text in grammar.ASKING and (opens or of_person or of_option)
            corrects = item.text == "should" and _word(follower) == "be"
            estimates = (
                item.text == "would"
                and _word(follower) in grammar.ESTIMATING
                and Word("if") not in items[at:]
            )
            if (asks or item.text in grammar.SUPPOSING) and not (estimates or corrects):
                return at
            if opens and not is_labelled and _opens_question(item.text, is_asked=is_asked):
                return at
        opens = opens and isinstance(item, Word) and item.text in grammar.BEFORE_ASKING
    return len(items)


def _opens_question(word: str, *, is_asked: bool) -> bool:
    return word in grammar.WONDERING or (is_asked and word in grammar.OPEN_QUESTIONS)


def _is_of_others(items: Sequence[Item], *, is_first: bool) -> bool:
    """Whether a stretch of a clause tells of another time or of others."""
    spoken = [_word(item) for item in items]
    if any(pair in grammar.PAST_PHRASES for pair in pairwise(spoken)):
        return True
    if not grammar.PAST_ALONE.isdisjoint(spoken):
        return True
    if ("it", "was") in pairwise(spoken) and not grammar.FAILURES.isdisjoint(spoken):
        return True
    start = next((at for at, word in enumerate(spoken) if word not in grammar.LEADING), len(spoken))
    first = spoken[start] if start < len(spoken) else ""
    if first in grammar.OTHERS or first.removesuffix("s") in grammar.OTHERS:
        return is_first or first not in ("they", "their")
    is_ours = not {"our", "my"}.isdisjoint(spoken[:start])
    return not is_ours and _has_own_subject(items[start:])


def _has_own_subject(items: Sequence[Item]) -> bool:
    """Whether the stretch opens with who else does something: "acme has", "the web folks know"."""
    for at, item in enumerate(items[: _LONGEST_SUBJECT + 1]):
        word = _word(item)
        if at and (word in _OWNING | _DOING or isinstance(item, Chosen)):
            head = items[at - 1]
            is_group = isinstance(head, Unit) or _word(head) in grammar.GROUPS
            others = [_word(each) for each in items[: at - 1]]
            if is_group:
                return bool(others) and grammar.OWN_PARTS.isdisjoint(others)
            return word in _OWNING
        if not isinstance(item, Word | Unit) or word in _OURS:
            return False
    return False


def _word(item: Item | None) -> str:
    return item.text if isinstance(item, Word) else ""
