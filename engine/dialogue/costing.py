"""A question of cost as it is typed: names, perhaps misspelled, the team, and the sum's terms.

"Cost of prefect and dagster for 40 pipelines at 10 runs a week, engineer 150k, over 5 years".
"""

import re
from typing import Final

from engine.cost.assumptions import ENGINEER_COST, NOTHING_ASSUMED, PIPELINES
from engine.dialogue.assuming import NO_PIPELINES
from engine.dialogue.context import ARTICLES, Context
from engine.dialogue.cost_names import doing_nothing, near_in, none_asked_of
from engine.dialogue.cost_team import CURRENT, SUPPOSES, answers_of, told_in, unused_of
from engine.dialogue.cost_words import COST, DEAR, HEAD, IT, PRICE
from engine.dialogue.names import words_of
from engine.dialogue.naming import TAKEN, exact_names, named, without
from engine.dialogue.requests import About, CostAsked
from engine.dialogue.terms import terms_in
from engine.dialogue.understand import understand
from engine.dialogue.ways import ways_named
from knowledge.schema import NO_ORCHESTRATOR

_IS_PRICE = re.compile(rf"\b{PRICE}\b|^how (?:much|expensive)\b")
_IS_FREE = re.compile(r"\b(?:free|open source)\b")
_WEIGHED = (
    r"(?: (?:really|is|are|also|still|the|our|most|very|so|too|all))* (?:matters?|important|key"
    r"|crucial|critical|first|decisive|counts|comes|priority|main|pain)\b"
)
_SPEAKS: Final = re.compile(
    rf"(?<!engineer )(?<!about )(?<!focus on )\b(?:{PRICE}|{DEAR})\b"
    rf"(?!{_WEIGHED})(?! (?:of|for|per) (?:an? |one )?engineer)"
)
_COSTED: Final = re.compile(r"\b(?:what|how much|which)\b(?! if\b)[^,]*")
"""What asks for a cost beside what is supposed: "if we had 40 pipelines, what would it cost"."""
_OPENS_QUESTION = re.compile(
    r"(?:where is|when (?:is|do|does|would|will)|what|which|who|how|is|are|was|would|should|shall"
    r"|can|could|do|does|did|will|compare|show|tell|give|list|estimate|calculate|get|see|redo"
    r"|recalculate|recompute|rerun|repeat|update|at (?:what|which))\b"
)
_OF_MONEY = re.compile(
    rf"\b(?:{PRICE}|{DEAR}|pays|paid|salary|salaries|wages?|budget|earns?|spend|spending)\b"
)
_IS_OURS = re.compile(
    r"\b(?:we|currently|already|today|now|still|our)\b(?: \w+){0,3}? (?:run|runs|running|use|uses"
    r"|using|on|have|pay|paying)\b"
    r"|\b(?:but|and|though|because|since|which) (?:it|that|they|we|is)\b|[(]"
)
_GUESSED = (
    "I read that as a question of what it costs, and may have missed some of it; for example"
    " `cost of prefect and airflow, engineer 150k`."
)
_BARE = re.compile(
    r"[, ]*(?:(?:the|a|our|rough|total|overall|full|annual|yearly|monthly|running|expected|or)\b"
    rf"[, ]*)*\b{PRICE}"
    r"(?: (?:estimates?|breakdown|comparison|analysis|overview|calculation|table|figures|list"
    r"|side by side|(?:one|option|tool|orchestrator|alternative|way|choice|solution|variant)))?"
    r"(?P<rest>.*)"
)
_GOES_ON = re.compile(
    rf"[ ,:]*(?:$|[{TAKEN}\d,:&]|(?:of|for|with|at|over|in|on|if|when|per|a|an|and|vs|versus"
    r"|between|given|using|comparing|to (?:run|use|operate|move|migrate|switch))\b)"
)
"""How a bare question of cost goes on: "cost for 40 pipelines"; "cost control" does not."""
_TELLS = re.compile(r"\b(?:is|are|was|were|matters?|has|have|had|became|kills?|killing|killed)\b")
_LEAVES = re.compile(r"\b(?:from|off|leave|leaving|replace|replacing|ditch|instead of) $")
_RUNS = re.compile(
    r"\b(?:we|currently|already|today|now)(?: (?:are|currently|already|now|still|have|been))*"
    r" (?:run|running|use|using|on|have) $|\bcurrently (?:on )?$"
)
_RETURN = re.compile(r"\b(?:roi|return on investment)\b")
_NO_RETURN = "No source gives a figure for a return on investment; this is what it costs."
_MOST_SAID = 3


def speaks_of_cost(said: str) -> bool:
    """Whether a question is of cost, and not only weighs it or tells what an engineer costs."""
    return _SPEAKS.search(said) is not None


def asks_for_cost(said: str) -> bool:
    """Whether a cost is asked for beside what is supposed."""
    return any(speaks_of_cost(each.group()) for each in _COSTED.finditer(said))


def priced(said: str, context: Context) -> CostAsked | About | None:
    """What a text asks for that speaks of money beside a name, in no form of asking.

    Such a name is never an answer, but where it is told to be what runs today; None where it is,
    and where a text only tells of a cost.
    """
    if not _OF_MONEY.search(said) or _IS_OURS.search(said):
        return None
    if not any(name.id not in (None, NO_ORCHESTRATOR) for name in exact_names(said, context)):
        return None
    fills = CURRENT in understand(said, context.knowledge, context.asking).answers
    if not fills and not _is_headed(said, context):
        return None
    found = costed(said, context, is_sure=True)
    if not isinstance(found, CostAsked):
        return found
    return found.model_copy(update={"unused": (_GUESSED, *found.unused)[:_MOST_SAID]})


def costed(said: str, context: Context, *, is_sure: bool = False) -> CostAsked | About | None:
    """What a question of cost asks for; None where it tells something instead.

    A name that is recognised and not rated, alone, is asked about.

    Args:
        said: A clause, or more of its sentence, in lower case.
        context: Where it stands.
        is_sure: It asks, whatever its form.
    """
    is_of_cost = COST.search(said) or _IS_FREE.search(said) or said.startswith("how much ")
    if not is_sure and not is_of_cost:
        return None
    every = [*exact_names(said, context), *doing_nothing(said)]
    asked_of_none = none_asked_of(said, every)
    exact = [name for name in every if name.id != NO_ORCHESTRATOR or name in asked_of_none]
    terms = terms_in(without(said, every), context.knowledge)
    near = list(near_in(terms.rest, context))
    rest = without(terms.rest, near)
    names = sorted((*exact, *near), key=lambda each: each.start)
    running = [name for name in every if name not in exact or _RUNS.search(said[: name.start])]
    leaving = [name for name in exact if _LEAVES.search(said[: name.start])]
    asked = [name for name in names if name not in running] or names
    found = named(asked, context)
    told = told_in(rest)
    answers = answers_of(told, {each.id for each in (*running, *leaving)}, context)
    if terms.engineer_cost is not None:
        answers[ENGINEER_COST] = terms.engineer_cost
    unused = (*terms.unused, *unused_of(told, answers, context))
    if _RETURN.search(said):
        unused = (_NO_RETURN, *unused)
    if answers.get(PIPELINES) == 0:
        del answers[PIPELINES]
        unused = (*unused, NO_PIPELINES)
    is_read = bool(names or answers or unused) or terms.assumed != NOTHING_ASSUMED
    if not is_sure and not _is_asked(rest, context, is_read=is_read, is_named=bool(names)):
        return None
    if found.not_rated and not (found.alternatives or found.unknown or answers):
        return About(subject=found.not_rated[0])
    return CostAsked(
        alternatives=found.alternatives,
        variants=ways_named(said, asked, context),
        guessed=found.guessed,
        not_rated=found.not_rated,
        unknown=found.unknown[:_MOST_SAID],
        answers={slot: answers[slot] for slot in context.slots if slot in answers},
        assumed=terms.assumed,
        unused=unused[:_MOST_SAID],
    )


def _is_asked(rest: str, context: Context, *, is_read: bool, is_named: bool) -> bool:
    """Whether it asks, by what is left beside names and terms."""
    if not _may_ask(rest, context):
        return False
    if _is_headed(rest, context):
        if not COST.search(rest) and not rest.startswith("how much "):
            return is_named
        return is_named or _is_of_it(rest) or _IS_PRICE.search(rest) is not None
    bare = _BARE.fullmatch(rest)
    if bare is None:
        return is_named
    goes_on = _GOES_ON.match(bare["rest"]) is not None
    return _is_of_it(bare["rest"]) or (is_read and goes_on and speaks_of_cost(rest))


def _may_ask(said: str, context: Context) -> bool:
    """Whether what is left of a text has a word of cost, and is no plain statement."""
    if _is_headed(said, context):
        return bool(COST.search(said) or _IS_FREE.search(said)) or said.startswith("how much ")
    is_told = _TELLS.search(said) and not SUPPOSES.search(said)
    return COST.search(said) is not None and not is_told


def _is_headed(said: str, context: Context) -> bool:
    return context.is_asked or _OPENS_QUESTION.match(said) is not None


def _is_of_it(said: str) -> bool:
    """Whether nothing is said but words of the question and "it"."""
    return set(words_of(said.replace("-", " "))) - ARTICLES - HEAD <= IT
