"""What a form of asking asks for: a reader for each form."""

import re
from collections.abc import Callable, Mapping
from typing import Final, Literal

from engine.dialogue.comparing import compared
from engine.dialogue.context import ARTICLES, Context
from engine.dialogue.costing import asks_for_cost, costed, priced, speaks_of_cost
from engine.dialogue.forms import FORMS, Form
from engine.dialogue.names import words_of
from engine.dialogue.requests import (
    About,
    HelpAsked,
    OutgrownAsked,
    RecommendAsked,
    Request,
    StateAsked,
    Supposed,
    TrustAsked,
    WhyAsked,
    WhyNot,
)
from engine.dialogue.subjects import about, has_digits, how_to, is_criterion
from engine.dialogue.supposing import supposed, supposes
from knowledge.schema import NO_ORCHESTRATOR, SlotId

_CURRENT = SlotId("current_orchestrator")
_A_PAIR = 2
_LONGEST_ASIDE = 4
"""Words of a subject that only a "what about" or a "why" tells."""

Taken = tuple[Request, Literal["clause", "sentence"]] | Literal["team"]
"""A request, and how much of what was said it takes; or no request, and what is told of a team
stands behind the first ``FOR`` that has anything to tell."""
FOR = re.compile(r"\b(?:for|with|on|if|given|at|in)\b", re.IGNORECASE)
"""Before a team that something is asked for: "what do you recommend for 8 engineers"."""
_TEAM: Final = "team"
"""What is asked for a team that is told of beside it: what is told is an answer."""
_Read = Request | Literal["team"] | None
_Reader = Callable[[Context, str, str], _Read]
"""Of what was context, all that the pattern matched, and what it is asked of."""

_OVER_CLAUSES: Final = frozenset[Form](
    {"what_if", "suppose", "compare", "against", "either", "would_it_if", "if_so"}
)
"""Forms that go on behind a comma."""
_WITH_ITS_TEAM: Final = frozenset[Form]({"cost"})
"""Forms that go on behind a comma where that asks for nothing else."""
_ASKING_WORD = re.compile(
    r"\b(?:ask|asking|asked|know|need|needed|want|care|tell|matters?|relevant|important|necessary"
    r"|required|interested|share|say|that|this|question)\b"
)
_TOLD = re.compile(r"(?:we|our|us|i|my|they|it|currently|using|both|either|not?)\b")
"""How a clause begins that tells and does not ask."""
_OPENS_QUESTION = re.compile(
    r"(?:what|which|how|is|are|was|would|should|shall|can|could|do|does|will|have)\b"
)
_WISHED = re.compile(r"(?:i|we|lets|help) ")
_ADOPTING = re.compile(
    r" ?(?:(?:we|i|you|everybody) )?(?:just |simply |all )?(?:use|used|pick|picked|choose|chose"
    r"|take|took|go with|went with|adopt|adopted|select|selected|try|tried|prefer|preferred"
    r"|(?:switch|switched|move|moved|migrate|migrated|change|changed) to) (?P<of>.+?)(?: instead)?"
)
_OWN = ("our ", "my ", "the ", "your ")
_ASKS_ON = re.compile(
    r", (?:(?:and|but|so|also|then|please) )*(?:what|why|how|which|who|when|where|is|are|does|do"
    r"|can|could|should|would|will|explain|compare|tell|show)\b"
)
"""Where a sentence asks for something else behind a comma."""


def _help(_context: Context, _said: str, _of: str) -> _Read:
    return HelpAsked()


def _trust(context: Context, said: str, _of: str) -> _Read:
    """What is asked of an alternative is no question of trust in the answer."""
    return None if context.names.spotted(words_of(said)) else TrustAsked()


def _state(_context: Context, _said: str, _of: str) -> _Read:
    return StateAsked()


def _outgrown(context: Context, said: str, of: str) -> _Read:
    if has_digits(said):
        return None  # "outgrown signals: 3" is an answer
    named = context.alternatives(of)
    if len(named) >= _A_PAIR:
        return compared(of, context)
    alternative = next((each for each in named if each != NO_ORCHESTRATOR), None)
    return OutgrownAsked(alternative=alternative)


def _still_right(context: Context, said: str, of: str) -> _Read:
    is_meant = context.alternatives(of) or words_of(of) in (["it"], ["this"], ["that"])
    return _outgrown(context, said, of) if is_meant and " if " not in said else None


def _meant(context: Context, said: str, of: str) -> _Read:
    if said.startswith("i ") and of.startswith(_OWN):
        return None  # "I don't know what our cloud is" is an answer
    slot = context.asking if context.speaks_of_the_open(of) else context.slot_named(of)
    if slot is not None and (slot == context.asking or not is_criterion(of, context)):
        return WhyAsked(slot=slot)
    if of:
        return about(context, said, of)
    if context.asking is not None:
        return WhyAsked(slot=context.asking)
    if said.endswith("options"):
        return About(subject="options")
    return HelpAsked() if said.startswith("i ") else None


def _what_if(context: Context, said: str, of: str) -> _Read:
    if asks_for_cost(said) and (cost := costed(said, context, is_sure=True)) is not None:
        return cost
    if (adopting := _ADOPTING.fullmatch(of)) and len(context.alternatives(adopting["of"])) == 1:
        return _why_not(context, adopting["of"])
    return supposed(of, context)


def _suppose(context: Context, said: str, of: str) -> _Read:
    is_hedge = said.startswith(("say", "lets say")) and not context.is_asked
    if is_hedge or not context.is_first or of.strip() in ("so", "not"):
        return None
    return _what_if(context, said, of)


def _would_it_if(context: Context, said: str, of: str) -> _Read:
    found = _what_if(context, said, of)
    return found if not isinstance(found, Supposed) or supposes(found) else None


def _if_so(context: Context, said: str, of: str) -> _Read:
    is_asked = context.is_asked or asks_for_cost(said)
    is_asked = is_asked or "what then" in said or "then what" in said
    return _would_it_if(context, said, of) if context.is_first and is_asked else None


def _compare(context: Context, said: str, of: str) -> _Read:
    """Who only says that they want to compare names an alternative, or tells something else."""
    if speaks_of_cost(said) and (cost := costed(said, context)) is not None:
        return cost
    found = compared(of, context)
    return None if _WISHED.match(said) and not found.alternatives else found


def _about(context: Context, said: str, of: str) -> _Read:
    """A subject; what words of the open question mean, the question itself tells."""
    is_of_the_open = " mean" in said and context.speaks_of_the_open(of)
    if context.asking is not None and is_of_the_open and not is_criterion(of, context):
        return WhyAsked(slot=context.asking)
    return about(context, said, of)


def _against(context: Context, said: str, of: str) -> _Read:
    """Two names and what stands between them; one may be unknown."""
    if _TOLD.match(said) and not context.is_asked:
        return None
    if speaks_of_cost(said) and (cost := costed(said, context)) is not None:
        return cost
    found = compared(of, context)
    known = len(found.alternatives) + len(found.not_rated)
    is_pair = known >= _A_PAIR or (known and found.unknown and "vs" in said)
    return found if is_pair else None


def _either(context: Context, said: str, of: str) -> _Read:
    found = compared(of, context)
    is_question = context.is_asked or _OPENS_QUESTION.match(said)
    if found.guessed or len(found.alternatives) < _A_PAIR or not is_question:
        return None
    return _against(context, said, of)


def _what_for(context: Context, said: str, _of: str) -> _Read:
    if context.names.spotted(words_of(said)):
        return _why_not(context, said)
    slot = context.slot_named(said) or context.asking
    return None if slot is None else WhyAsked(slot=slot)


def _why(context: Context, said: str, of: str) -> _Read:
    if context.named(of):
        return _why_not(context, of)
    if of.startswith((" not", "-not")):
        of = of[len(" not") :].strip()
        return _how_about(context, said, of) if of else None
    slot = context.slot_named(of)
    if slot is None and (not of or _ASKING_WORD.search(of)):
        slot = context.asking
    if slot is not None:
        return WhyAsked(slot=slot)
    is_aside = context.is_asked and 1 < len(words_of(said)) <= _LONGEST_ASIDE + 1
    return about(context, said, said) if is_aside else None


def _cost(context: Context, said: str, _of: str) -> _Read:
    return costed(said, context)


def _why_not(context: Context, of: str) -> _Read:
    """Of what is named; several are compared, and what is not rated is explained."""
    named = context.named(of)
    if len(named) >= _A_PAIR:
        return compared(of, context)
    for each in named:
        alternative = context.names.alternative(each.id)
        return About(subject=each.id) if alternative is None else WhyNot(alternative=alternative)
    return None


def _speaks_against(context: Context, said: str, of: str) -> _Read:
    return None if " if " in said else _why_not(context, of)


def _how_about(context: Context, said: str, of: str) -> _Read:
    if (found := _why_not(context, of)) is not None:
        return found
    if supposes(request := supposed(of, context)):
        return request
    is_aside = len(words_of(of)) <= _LONGEST_ASIDE and not has_digits(of)
    return about(context, said, of) if is_aside else None


def _recommend(context: Context, said: str, _of: str) -> _Read:
    """A team that is told of beside the question is an answer, or supposed where one stands."""
    for before in FOR.finditer(said):
        request = supposed(said[before.end() :], context)
        if request.answers.keys() - context.state.answers.keys():
            return _TEAM
        if supposes(request):
            return request
    return RecommendAsked()


def _which(context: Context, _said: str, of: str) -> _Read:
    """An echo of the open question: "what models?"."""
    if context.asking is None or not context.is_asked:
        return None
    return WhyAsked(slot=context.asking) if context.echoes(of) else None


def _alone(context: Context, said: str, of: str) -> _Read:
    """A name, a slot or a supposition, with nothing but a question mark to ask."""
    if not context.is_asked or not context.is_first:
        return None
    if (request := _joined(context, said, of)) is not None:
        return request
    if (echo := _which(context, said, of)) is not None:
        return echo
    words = [word for word in words_of(of) if word not in ARTICLES]
    named = context.names.spotted(words)
    if len(named) == 1 and named[0].end - named[0].start == len(words):
        is_answer = context.asking == _CURRENT or named[0].id == NO_ORCHESTRATOR
        return None if is_answer else _why_not(context, of)
    return about(context, said, of) if is_criterion(of, context) else None


def _joined(context: Context, said: str, of: str) -> _Read:
    """What follows on what was said before: "and on Azure?", "with 40 engineers?"."""
    request = _would_it_if(context, said, of)
    if context.is_joined or not isinstance(request, Supposed):
        return request if context.is_joined else None
    stands = request.answers.keys() <= context.state.answers.keys()
    return request if FOR.match(said) and request.answers and stands else None


_READERS: Final[Mapping[Form, _Reader]] = {
    "trust": _trust,
    "help": _help,
    "outgrown": _outgrown,
    "still_right": _still_right,
    "what_is_meant": _meant,
    "what_if": _what_if,
    "suppose": _suppose,
    "compare": _compare,
    "against": _against,
    "either": _either,
    "what_for": _what_for,
    "why": _why,
    "cost": _cost,
    "how_about": _how_about,
    "speaks_against": _speaks_against,
    "where_are_we": _state,
    "recommend": _recommend,
    "would_it_if": _would_it_if,
    "if_so": _if_so,
    "about": _about,
    "how_to": how_to,
    "which": _which,
    "alone": _alone,
}


def asked(context: Context, clause: str, sentence: str) -> Taken | None:
    """What is asked by a clause, or by it and what follows it in its sentence.

    Both begin at the same place, and are without what leads to a question.
    """
    for form, pattern in FORMS:
        is_long = form in _OVER_CLAUSES or (
            form in _WITH_ITS_TEAM and not _ASKS_ON.search(sentence)
        )
        said = sentence if is_long else clause
        found = pattern.fullmatch(said)
        if found is None:
            continue
        read = _READERS[form](context, said, found.groupdict().get("of") or "")
        if read == _TEAM:
            return _TEAM
        if read is not None:
            return read, "sentence" if is_long else "clause"
    cost = priced(clause, context)
    return None if cost is None else (cost, "clause")
