"""What a person is told who asked for a checklist, or for the records of a channel."""

from collections.abc import Mapping, Sequence

from bot.pages.closing import chosen
from bot.pages.words import CALLED, listed
from bot.views.blocks import Rendered, link, plain, section
from bot.views.words import day, mention, name
from engine.dialogue.naming import Named
from engine.evaluation.model import Outcome, SheetKey
from knowledge.schema import AlternativeId, KnowledgeBase


def sheets_here(
    links: Mapping[SheetKey, str | None],
    named: Named,
    kb: KnowledgeBase,
    *,
    left: Sequence[AlternativeId] = (),
) -> Rendered:
    """Where sheets stand: with a link, or on their way to the thread; ``left`` were too many."""
    lines = [_line(key, url, kb) for key, url in links.items()]
    guessed = [
        f"I read “{plain(typed, 40)}” as {name(kb, alternative)}."
        for alternative, typed in named.guessed.items()
    ]
    known = {each.id: each.name for each in kb.names}
    unknown = [*(known.get(each, each) for each in named.not_rated), *named.unknown]
    strange = [plain(each, 40) for each in unknown]
    too_little = [f"I know too little of {listed(strange)} for a checklist."] if strange else []
    not_begun = ", ".join(name(kb, each) for each in left)
    too_many = [f"At most {len(links)} at once; not begun: {not_begun}."] if left else []
    text = "\n".join([*lines, *guessed, *too_little, *too_many])
    return Rendered(text, [section(text)])


def _line(key: SheetKey, url: str | None, kb: KnowledgeBase) -> str:
    what = f"The {CALLED[key.kind]} of {name(kb, key.candidate)}"
    return f"{what} comes in the thread." if url is None else f"{what}: {link(url, 'open it')}"


def records_here(records: Sequence[tuple[int, Outcome, str | None]], kb: KnowledgeBase) -> Rendered:
    """The records that stand here, in a channel or the direct message.

    Args:
        records: number, outcome, and the address of the message.
        kb: the facts.
    """
    if not records:
        none = "No record stands here. *Decide*, under a recommendation, writes one."
        return Rendered(none.replace("*", ""), [section(none)])
    text = "\n".join(_record(*each, kb) for each in records)
    return Rendered(text.replace("*", ""), [section(text)])


def _record(number: int, outcome: Outcome, url: str | None, kb: KnowledgeBase) -> str:
    what = f"Record {number}: *{plain(chosen(outcome, kb), 100)}*"
    opened = "" if url is None else f" · {link(url, 'open it')}"
    return f"{what}, by {mention(outcome.by)}, {day(outcome.at)}{opened}"
