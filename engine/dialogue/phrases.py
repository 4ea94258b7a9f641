"""The runs of words that tell a slot, as the questions of the knowledge base have them."""

from collections.abc import Iterable, Iterator

from engine.dialogue import needs
from engine.dialogue.grammar import NO, YES, listed
from engine.dialogue.mentions import Beside, Chosen, Mention, NotKnown, NumberSaid, Unit
from engine.dialogue.words import phrase
from knowledge.schema import ChoiceQuestion, NumberQuestion, Option, OptionId, SlotId
from knowledge.schema.teams import GAP, filled

Entry = tuple[tuple[str, ...], Mention]
WholeAnswer = tuple[tuple[str, ...], Chosen | NumberSaid]
_IT = ("it", "that")
"""What the open question asks about may be called so."""


NOT_KNOWN = listed(
    "not sure; unsure; not certain; unclear; unknown; not known; not yet known; don't"
    " know; do not know; don't know yet; i don't really know; no clue; not a clue; haven't"
    " got a clue; no idea; dunno; idk; haven't a clue; can't say; cannot say; couldn't"
    " say; can't tell; couldn't tell you; hard to say; hard to tell; who knows; beats me;"
    " you tell me; skip; skip it; skip this; skip that; skip that one; skip this one;"
    " haven't decided; have not decided; not decided; don't remember; rather not say;"
    " prefer not to say"
)
"""What people say where they do not know."""
NOT_KNOWN_ALONE = listed(
    "pass; pass on this; pass on this one; pass on that; pass on it; next; next question;"
    " next one; na; not applicable; whatever; tbd; no preference; no opinion; no comment;"
    " no answer; doesn't matter; don't care; do not care; ask me later; anything is fine;"
    " not clear; either; any; anything; you decide; no matter; later"
)
"""The same, only where nothing else is said."""


def whole_answers(
    question: NumberQuestion | ChoiceQuestion,
) -> list[WholeAnswer]:
    """What answers this question when it is all that is said: ids, labels, "none", "a little"."""
    slot = SlotId(question.id)
    match question:
        case NumberQuestion():
            zero = dict.fromkeys(question.none_says_when_asked, 0)
            numbers = {**zero, **question.number_says_when_asked}
            return [(phrase(said), NumberSaid(slot, value)) for said, value in numbers.items()]
        case ChoiceQuestion():
            return [
                (phrase(said), Chosen(slot, OptionId(option.id)))
                for option in question.options
                for said in _said_when_asked(question, option)
            ]


def _said_when_asked(question: ChoiceQuestion, option: Option) -> Iterator[str]:
    own = (option.id.replace("_", " "), option.label.lower(), *option.says_when_asked)
    yield from own
    for name in option.names:
        yield from (name, f"{name}s")
    yield from (said.replace(GAP, "") for said in option.says if _tells_alone(said))
    if "yes" in own:
        yield from YES
    if "no" in own:
        yield from NO
    if _asks_for_a_need(question):
        yield from needs.SAYS_WHEN_ASKED.get(option.id, ())


def _tells_alone(said: str) -> bool:
    """Whether a phrase tells its option without the topic: "no experts", "don't know" do not."""
    rest = said.replace(GAP, "").strip()
    return GAP in said and not said.startswith("no ") and rest not in NOT_KNOWN


def is_yes_or_no(question: ChoiceQuestion) -> bool:
    """Whether a "yes" or a "no" answers it."""
    return any(option.id in ("yes", "no") for option in question.options)


def listable(
    questions: Iterable[NumberQuestion | ChoiceQuestion],
) -> dict[tuple[str, ...], Chosen | NumberSaid]:
    """What may stand alone in a list of answers, of what is always asked: "Google", "just me"."""
    found: dict[tuple[str, ...], Chosen | NumberSaid] = {}
    for question in questions:
        slot = SlotId(question.id)
        if question.stage != "base":
            continue
        match question:
            case NumberQuestion():
                for said, number in question.number_says_when_asked.items():
                    found[phrase(said)] = NumberSaid(slot, number)
            case ChoiceQuestion():
                for option in question.options:
                    for name in option.names:
                        found[phrase(name)] = Chosen(slot, OptionId(option.id))
    return found


def topic(question: NumberQuestion | ChoiceQuestion) -> set[str]:
    """The single words that a sentence about this question uses."""
    said = [question.label]
    if isinstance(question, NumberQuestion):
        said += [question.one, question.many, *question.says]
    return {word for entry in said for word in phrase(entry)}


def entries_of(
    questions: Iterable[NumberQuestion | ChoiceQuestion],
    asked: NumberQuestion | ChoiceQuestion | None,
) -> Iterator[Entry]:
    """All runs of words that tell a slot anywhere in a text, and what they tell."""
    for question in questions:
        slot = SlotId(question.id)
        match question:
            case NumberQuestion():
                yield from _of_number(question, slot)
            case ChoiceQuestion():
                for option in question.options:
                    if question == asked and question.stage == "follow_up":
                        for said in option.names:
                            yield phrase(said), Chosen(slot, OptionId(option.id), is_name=True)
                    for said in _said(question, option, is_asked=question == asked):
                        yield phrase(said), Chosen(slot, OptionId(option.id))
    for said in NOT_KNOWN:
        yield phrase(said), NotKnown()


def _said(question: ChoiceQuestion, option: Option, *, is_asked: bool) -> Iterator[str]:
    """All that tells an option anywhere in a text."""
    topics = _IT if is_asked else ()
    yield from question.said_for(option, *topics)
    if question.topics and _asks_for_a_need(question):
        for said in needs.SAYS.get(option.id, ()):
            yield from filled(said, (*question.topics, *topics))


def _asks_for_a_need(question: ChoiceQuestion) -> bool:
    return any(option.id == needs.REQUIRED for option in question.options)


def _of_number(question: NumberQuestion, slot: SlotId) -> Iterator[Entry]:
    for said, value in question.numbers_said():
        yield phrase(said), NumberSaid(slot, value)
    for said in (question.many, question.one, *question.says):
        yield (
            phrase(said),
            Unit(
                slot,
                counts=True,
                stands_before=said == question.many or said.endswith("s"),
                is_singular=said + "s" in question.says,
                is_own=said.endswith((question.one, question.many)),
                is_person=bool(question.says_beside),
                said=said,
            ),
        )
    for said in (question.label, *question.labels):
        yield phrase(said), Unit(slot, counts=False, stands_before=True, said=said)
    for said in question.says_beside:
        yield phrase(said), Beside(slot, said, is_ours=True)
    for said in question.doubts:
        yield phrase(said), Beside(slot, said, is_ours=False)
