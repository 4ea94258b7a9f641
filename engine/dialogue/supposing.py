"""What is supposed by a "what if ...", read as if it were said: "we moved to GCP", "we double"."""

import re
from typing import Final

from engine.dialogue.changes import TEAM_SIZE, changed
from engine.dialogue.context import Context
from engine.dialogue.requests import Supposed
from engine.dialogue.understand import Understanding, understand
from knowledge.schema import CriterionId, SlotId

_THEN = re.compile(
    r",? ?(?:\bwhat then|\bthen what|\b(?:what|which|how|would|will|does|do|is|should)\b(?= (?:then"
    r"|would|will|changes?|happens?|do|should|is|it|that|this|you|we|prefect|the|still)\b).*)$"
)
"""What is asked after what is supposed: "if we moved to GCP, what then"."""
_IDLE = (
    r"would|could|should|might|may|will|suddenly|ever|eventually|someday|one day|soon|next year"
    r"|hypothetically|somehow|also|instead|happen(?:ed)? to|managed? to|decided? to|want(?:ed)? to"
    r"|(?:were|was) to|tomorrow|later"
)
"""Words that only say that something is supposed."""
_GROWING = (
    r"(?:we|(?:our|the) team) (?:grows?|grew|becomes?|became|reach|reached|shrinks?|shrank)"
    r"(?: down| up)?(?: to)?"
)
_AS_SAID: Final = tuple(
    (re.compile(rf"\b(?:{supposed})\b"), said)
    for supposed, said in (
        (_IDLE, ""),
        (_GROWING, "we are"),
        ("(?<=we )were|(?<=they )were|(?<=you )were", "are"),
        ("were|was|become|becomes|became", "is"),
        ("had to", "have to"),
        ("had", "have"),
        ("ran", "run"),
        ("used(?! to)", "use"),
        ("knew|learn|learns|learned|learnt|master|mastered", "know"),
        ("needed", "need"),
        ("no longer", "not"),
        ("(?:go|went|goes|migrated|switched|changed)(?: all in)? (?:to|on|with|for)", "move to"),
        ("stay(?:ed)? on", "are on"),
        ("(?:matter|matters|mattered) (?:more|most)", "matters most"),
        ("more important", "most important"),
        ("mattered", "matters"),
    )
)
"""What is supposed in the words in which it would be said."""
_DROPPING = re.compile(
    r"\b(?:drop|dropped|ditch|ditched|lose|lost|give up|gave up|remove|removed|abandon|abandoned"
    r"|forget|get rid of|got rid of|stop using|stopped using|do(?:nt| not) have|did(?:nt| not) have"
    r"|have(?:nt| no| not))(?: any| the| our| about)? "
)
_PART = re.compile(r"(,| and )")


def supposed(of: str, context: Context) -> Supposed:
    """What a text supposes, against what is known. Any text will do; nothing may be supposed.

    A number that changes ("hire 10 more", "we double") is reckoned from the one that is known.
    """
    answers, unused, kept = dict[SlotId, int | str](), list[str](), list[str]()
    for part in _PART.split(_THEN.sub("", of)):
        change = changed(part, context)
        if change is None:
            kept.append(part)
        else:
            answers |= change.answers
            unused += change.unused
    understood = _understood("".join(kept).strip(" ,"), context)
    answers |= {slot: value for slot, value in understood.answers.items() if value is not None}
    unused += [refusal.sentence for refusal in understood.refused]
    if understood.unread:
        quoted = " and ".join(f"“{part}”" for part in understood.unread)
        unused.append(f"I did not use {quoted}; I can suppose answers and priorities.")
    slots = (SlotId(question.id) for question in context.knowledge.questions)
    return Supposed(
        answers={slot: answers[slot] for slot in slots if slot in answers},
        stressed=_stressed(understood, context),
        unused=tuple(unused),
    )


def supposes(request: Supposed) -> bool:
    """Whether anything of it was understood."""
    return bool(request.answers or request.unused) or request.stressed is not None


def _understood(said: str, context: Context) -> Understanding:
    """The fullest reading of what would be said, however it is worded."""
    for pattern, replacement in _AS_SAID:
        said = pattern.sub(replacement, said)
    said = " ".join(said.split())
    wordings = dict.fromkeys(
        (said, _DROPPING.sub("no ", said), _DROPPING.sub("no need for ", said))
    )
    readings = [understand(wording, context.knowledge, None) for wording in wordings]
    fullest = max(readings, key=_read_in)
    if not _read_in(fullest) and said.startswith("we are "):
        # "we are 40" counts the people who say it.
        return understand(said, context.knowledge, TEAM_SIZE)
    return fullest


def _read_in(understood: Understanding) -> int:
    known = sum(value is not None for value in understood.answers.values())
    stress = len(understood.stress.named) + understood.stress.drops_earlier
    return 2 * (known + stress) + len(understood.refused)


def _stressed(understood: Understanding, context: Context) -> tuple[CriterionId, ...] | None:
    """All that would be stressed; None where nothing is said of it."""
    stress = understood.stress
    if not stress.named and not stress.drops_earlier:
        return None
    named = {*stress.named, *(() if stress.drops_earlier else context.state.stressed)}
    in_order = (CriterionId(each.id) for each in context.knowledge.criteria)
    return tuple(each for each in in_order if each in named)
