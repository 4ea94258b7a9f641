"""A question of cost as it is typed: names, perhaps misspelled, the team, and the sum's terms.

"Cost of prefect and dagster for 40 pipelines at 10 runs a week, engineer 150k, over 5 years".
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from engine.cost.assumptions import ENGINEER_COST, NOTHING_ASSUMED
from engine.dialogue.context import ARTICLES, Context
from engine.dialogue.names import words_of
from engine.dialogue.naming import TAKEN, Name, as_told, exact_names, named, pieces, without
from engine.dialogue.requests import About, CostAsked
from engine.dialogue.supposing import supposed
from engine.dialogue.terms import terms_in
from engine.dialogue.understand import understand
from engine.dialogue.words import phrase
from knowledge.schema import NO_ORCHESTRATOR, SlotId

_CURRENT = SlotId("current_orchestrator")
_PRICE = (
    r"(?:total costs? of ownership|costs?|prices?|priced|pricing|tco|fees?|cheapest|least expensive"
    r"|break-? ?even)"
)
_DEAR = r"(?:pay|paying|expensive|costly|pricey|pricier|cheap|cheaper|affordable)"
_COST = re.compile(rf"\b(?:{_PRICE}|{_DEAR})\b")
_IS_PRICE = re.compile(rf"\b{_PRICE}\b|^how (?:much|expensive)\b")
_IS_FREE = re.compile(r"\b(?:free|open source)\b")
_WEIGHED = (
    r"(?: (?:really|is|are|also|still|the|our|most|very|so|too|all))* (?:matters?|important|key"
    r"|crucial|critical|first|decisive|counts|comes|priority|main|pain)\b"
)
_SPEAKS: Final = re.compile(
    rf"(?<!engineer )(?<!about )(?<!focus on )\b(?:{_PRICE}|{_DEAR})\b"
    rf"(?!{_WEIGHED})(?! (?:of|for|per) (?:an? |one )?engineer)"
)
_COSTED: Final = re.compile(r"\b(?:what|how much|which)\b(?! if\b)[^,]*")
"""What asks for a cost beside what is supposed: "if we had 40 pipelines, what would it cost"."""
_OPENS_QUESTION = re.compile(
    r"(?:where is|when (?:is|do|does|would|will)|what|which|who|how|is|are|was|would|should|shall"
    r"|can|could|do|does|did|will|compare|show|tell|give|list|estimate|calculate|get|see)\b"
)
_ASIDE = re.compile(rf"(?<=,) *(?:what|how|which)\b[^,]*?\b(?:{_PRICE}|{_DEAR})\b")
"""The question, behind what is supposed: "if we had 40 pipelines, what would it cost"."""
_HEAD = frozenset(
    phrase(
        "what which who where when how much many is are was were be being been would should can"
        " could do does did will going compare compared comparing difference between side vs versus"
        " show give get tell list see me us i we you they one of the a an it for and or in to at"
        " with over per if than from rough quick total overall full annual yearly monthly running"
        " year years month run runs use using operate move moving migrate migrating switch"
        " switching self host hosted hosting managed cost costs price prices priced pricing tco fee"
        " fees pay paying expensive costly pricey pricier cheap cheaper cheapest affordable more"
        " less best most least estimate calculate compute breakdown comparison analysis overview"
        " calculation table figures option options tool tools alternative alternatives orchestrator"
        " orchestrators choice way please now actually really roughly approximately about come end"
        " up all break even"
    )
)
"""Words of the question itself."""
_IT = frozenset(phrase("it this that they those these them everything all each ownership both us"))
_BARE = re.compile(
    r"[, ]*(?:(?:the|a|our|rough|total|overall|full|annual|yearly|monthly|running|expected|or)\b"
    rf"[, ]*)*\b{_PRICE}"
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
_SUPPOSES = re.compile(
    r"\b(?:what if|if|when|once|in case|assuming|supposing|suppose|given|provided|where)\b"
    r"(?: that)?"
)
_PLACE = re.compile(
    rf"(?:\b{_PRICE} of|^(?:the |total )*{_PRICE}|\b(?:what|how much|how expensive) (?:does|do|did"
    rf"|would|will|is|are)|[{TAKEN}],? ?(?:and|or|vs\.?|versus|&|to))(?: (?:the|a|an|using))? *$"
)
"""What stands before a name."""
_LONGEST_NAME = 2
"""Words of a name that nobody here knows."""
_NO_NAMES = (
    _HEAD
    | _IT
    | frozenset(
        phrase(
            "engineer engineers team people migration setup training support license licence"
            " licenses licences infrastructure kubernetes cloud compute storage server servers aws"
            " gcp azure pipeline pipelines control reduction sensitive sensitivity savings saving"
            " efficiency efficient effective effectiveness conscious optimization optimisation"
            " driven cutting center centre transparency tracking attribution monitoring model"
            " question questions reason reasons wise hidden real true actual list doing someone"
            " anything something nothing no none yet cron matters important key our your my"
        )
    )
)
_LEAVES = re.compile(r"\b(?:from|off|leave|leaving|replace|replacing|ditch|instead of) $")
_RUNS = re.compile(
    r"\b(?:we|currently|already|today|now)(?: (?:are|currently|already|now|still|have|been))*"
    r" (?:run|running|use|using|on|have) $|\bcurrently (?:on )?$"
)
_IN_WEEKS: Final = (
    (re.compile(r"\bruns?\b ?/ ?(?:wk|week)\b"), "runs a week"),
    (re.compile(r"(?<=\d) (?:times|x) (?:a|per|each|every) week\b"), " runs a week"),
    (re.compile(r"(?<=\d) runs weekly\b"), " runs a week"),
    (re.compile(r"(?<=week) (?:each|apiece|per pipeline)\b"), ""),
    (
        re.compile(r"(?<!run)(?<!runs)(?<!running) ((?:twice )?(?:daily|nightly|hourly))\b"),
        r", run \1",
    ),
)
_RUNS_A_DAY = re.compile(
    r"(?<![\w.,])(\d{1,4})(?: ?x| times| runs?) ?(?:a|per|each|every|/) ?day\b(?: each)?"
)
_DAYS = 7
_MOST_SAID = 3


def speaks_of_cost(said: str) -> bool:
    """Whether a question is of cost, and not only weighs it or tells what an engineer costs."""
    return _SPEAKS.search(said) is not None


def asks_for_cost(said: str) -> bool:
    """Whether a cost is asked for beside what is supposed."""
    return any(speaks_of_cost(each.group()) for each in _COSTED.finditer(said))


def costed(said: str, context: Context) -> CostAsked | About | None:
    """What a question of cost asks for; None where it tells something instead.

    A name that is recognised and not rated, alone, is asked about.
    """
    if not _may_ask(said, context):
        return None
    every = exact_names(said, context)
    exact = [name for name in every if name.id != NO_ORCHESTRATOR]
    terms = terms_in(without(said, every), context.knowledge)
    near = list(_near(terms.rest, context))
    rest = without(terms.rest, near)
    names = sorted((*exact, *near), key=lambda each: each.start)
    running = [name for name in every if name not in exact or _RUNS.search(said[: name.start])]
    leaving = [name for name in exact if _LEAVES.search(said[: name.start])]
    asked = [name for name in names if name not in running] or names
    found = named(asked, context)
    told = _told(rest)
    answers = _answers(told, {each.id for each in (*running, *leaving)}, context)
    if terms.engineer_cost is not None:
        answers[ENGINEER_COST] = terms.engineer_cost
    unused = (*terms.unused, *_unused(told, context))
    is_read = bool(names or answers or unused) or terms.assumed != NOTHING_ASSUMED
    if not _is_asked(rest, context, is_read=is_read, is_named=bool(names)):
        return None
    if found.not_rated and not (found.alternatives or found.unknown or answers):
        return About(subject=found.not_rated[0])
    return CostAsked(
        alternatives=found.alternatives,
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
        if not _COST.search(rest) and not rest.startswith("how much "):
            return is_named
        return is_named or _is_of_it(rest) or _IS_PRICE.search(rest) is not None
    bare = _BARE.fullmatch(rest)
    if bare is None:
        return is_named
    goes_on = _GOES_ON.match(bare["rest"]) is not None
    return _is_of_it(bare["rest"]) or (is_read and goes_on and speaks_of_cost(rest))


def _may_ask(said: str, context: Context) -> bool:
    """Whether a text is worth a closer look: it has a word of cost, and is no plain statement."""
    if _is_headed(said, context):
        return bool(_COST.search(said) or _IS_FREE.search(said)) or said.startswith("how much ")
    is_told = _TELLS.search(said) and not _SUPPOSES.search(said)
    return _COST.search(said) is not None and not is_told


def _is_headed(said: str, context: Context) -> bool:
    return context.is_asked or _OPENS_QUESTION.match(said) is not None


def _is_of_it(said: str) -> bool:
    """Whether nothing is said but words of the question and "it"."""
    return set(words_of(said.replace("-", " "))) - ARTICLES - _HEAD <= _IT


def _near(text: str, context: Context) -> Iterator[Name]:
    """Misspelled names, and what stands where one is expected; not what tells more of a name."""
    for piece in pieces(text, context):
        words = [word for word in piece if word.group() not in _NO_NAMES]
        if not words:
            continue
        start, end = words[0].start(), words[-1].end()
        typed = " ".join(word.group() for word in words)
        meant = context.names.meant_by(typed)
        if meant is not None:
            yield Name(start, end, meant, typed)
        elif len(words) <= _LONGEST_NAME and _PLACE.search(text[:start]):
            yield Name(start, end, None, typed)


def _told(rest: str) -> str:
    """What of a question tells of the team, in the words in which it would be told."""
    rest = _ASIDE.sub("", rest)
    cost = _COST.search(rest)
    before, after = (rest[: cost.start()], rest[cost.end() :]) if cost else ("", rest)
    head = before.split()
    while head and head[0].strip(",") in _HEAD:
        head.pop(0)
    told = _SUPPOSES.sub(",", as_told(f"{' '.join(head)}, {after}"))
    told = _RUNS_A_DAY.sub(lambda each: f"{int(each[1]) * _DAYS} runs a week", told)
    for pattern, replacement in _IN_WEEKS:
        told = pattern.sub(replacement, told)
    return re.sub(r"\s*(?:,\s*)+", ", ", told).strip(" ,")


def _answers(
    told: str, current: Collection[str | None], context: Context
) -> dict[SlotId, int | str]:
    """What is told of the team; a name may tell what runs today."""
    answers = dict(supposed(told, context).answers)
    match list(current):
        case [str() as spotted]:
            alternative = context.names.alternative(spotted)
            options = context.options(_CURRENT)
            answers[_CURRENT] = alternative if alternative in options else "other"
        case _:
            pass
    return answers


def _unused(told: str, context: Context) -> Sequence[str]:
    """What was said of the team and cannot be used."""
    understood = understand(told, context.knowledge, None)
    sentences = [refusal.sentence for refusal in understood.refused]
    if understood.unread:
        quoted = " and ".join(f"“{part}”" for part in understood.unread)
        sentences.append(f"I did not use {quoted}; a sum takes answers, years and a currency.")
    return sentences
