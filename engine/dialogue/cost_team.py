"""What a question of cost tells of the team: "for 40 pipelines, twice a day, on AWS"."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from engine.cost.assumptions import PIPELINES, RUNS_PER_WEEK
from engine.dialogue.context import Context
from engine.dialogue.cost_words import COST, DEAR, HEAD, PRICE
from engine.dialogue.naming import as_told
from engine.dialogue.state import pipelines_in
from engine.dialogue.supposing import supposed
from engine.dialogue.understand import understand
from knowledge.schema import SlotId

CURRENT = SlotId("current_orchestrator")
SUPPOSES = re.compile(
    r"\b(?:what if|if|when|once|in case|assuming|supposing|suppose|given|provided|where)\b"
    r"(?: that)?"
)
_ASIDE = re.compile(rf"(?<=,) *(?:what|how|which)\b[^,]*?\b(?:{PRICE}|{DEAR})\b")
"""The question, behind what is supposed: "if we had 40 pipelines, what would it cost"."""
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
    r"(?<![\w.,$€£])(?P<times>\d{1,4}|once|twice|thrice|three times)(?: ?x| times| runs?)?"
    r" ?(?:a|per|each|every|/) ?day\b(?: each)?"
)
_COUNTED = {"once": 1, "twice": 2, "thrice": 3, "three times": 3}
_DAYS = 7
_RUNS_BY_TIME = re.compile(
    r"(?<![\w.,$€£'])\d[\d.,']{0,19}(?:k\b| ?(?:million|mio|thousand|m)\b)?"
    r"(?: ?(?:runs?|times|x|executions?)\b)?(?: in total)?"
    r" ?(?:/|\b(?:a|an|per|each|every)\b) ?(?:minute|hour|month|quarter|year|mo|yr)\b"
)


def told_in(rest: str) -> str:
    """What of a question tells of the team, in the words in which it would be told."""
    rest = _ASIDE.sub("", rest)
    cost = COST.search(rest)
    before, after = (rest[: cost.start()], rest[cost.end() :]) if cost else ("", rest)
    head = before.split()
    while head and head[0].strip(",") in HEAD:
        head.pop(0)
    told = SUPPOSES.sub(",", as_told(f"{' '.join(head)}, {after}"))
    told = _RUNS_A_DAY.sub(_a_week, told)
    for pattern, replacement in _IN_WEEKS:
        told = pattern.sub(replacement, told)
    return re.sub(r"\s*(?:,\s*)+", ", ", told).strip(" ,")


def answers_of(
    told: str, current: Collection[str | None], context: Context
) -> dict[SlotId, int | str]:
    """What is told of the team; a name may tell what runs today."""
    answers = dict(supposed(told, context).answers)
    match list(current):
        case [str() as spotted]:
            alternative = context.names.alternative(spotted)
            options = context.options(CURRENT)
            answers[CURRENT] = alternative if alternative in options else "other"
        case _:
            pass
    return answers


def unused_of(told: str, answers: Mapping[SlotId, int | str], context: Context) -> Sequence[str]:
    """What was said of the team and cannot be used."""
    pipelines = answers.get(PIPELINES, pipelines_in(context.state))
    known = pipelines if isinstance(pipelines, int) else None
    understood = understand(told, context.knowledge, None, pipelines=known)
    sentences = [refusal.sentence for refusal in understood.refused]
    if RUNS_PER_WEEK not in answers and (by_time := _RUNS_BY_TIME.search(told)) and not sentences:
        sentences.append(
            f"I did not use “{by_time.group()}”; runs are counted a week of each pipeline, for"
            " example `10 runs a week`."
        )
    if understood.unread:
        quoted = " and ".join(f"“{part}”" for part in understood.unread)
        sentences.append(f"I did not use {quoted}; a sum takes answers, years and a currency.")
    return sentences


def _a_week(found: re.Match[str]) -> str:
    """Runs of a day as those of a week: "10/day" are "70 runs a week"."""
    times = _COUNTED.get(found["times"]) or int(found["times"])
    return f", {times * _DAYS} runs a week"
