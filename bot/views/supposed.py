"""What if something were otherwise: what would be advised, beside what is advised."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.pages.answers import together
from bot.pages.words import capital, listed, picked, points
from bot.pages.words import criterion_name as plain_criterion
from bot.views.blocks import Block, Rendered, context, header, plain, section
from bot.views.confidence import confidence
from bot.views.help import COMMAND
from bot.views.recommendation import headline, path_of, ranked
from bot.views.snapshot import Snapshot
from bot.views.sources import Footnotes, grades
from bot.views.weighting import OUTWEIGHED
from bot.views.words import criterion_name, name, sentence
from engine.advice.model import WhatIf
from engine.advice.what_if import what_if
from engine.decision.model import NO_WISHES, Pick, Recommendation, RuledOut
from engine.dialogue.requests import Supposed
from engine.dialogue.state import known_answers, weighing_of
from knowledge.schema import CriterionId, Edition, KnowledgeBase, SlotId

_WEIGHTS_SHOWN = 5
_SCORES_SHOWN = 3
_RULED_OUT_SHOWN = 4
_TITLE = 150
"""Most characters of a header."""
_HOW = (
    "Write what would be otherwise, for example `what if we move to GCP?`, "
    "`what if we were 40 engineers?` or `what if lineage is a must?`."
)
_NOT_YET = (
    "There is no recommendation yet that this could change: it is what would be advised by what is "
    "known so far and what you suppose."
)
_VERDICTS = {"clear": "is clear", "leans": "leans", "too_close": "is too close to call"}


def supposed(request: Supposed, shown: Snapshot | None, kb: KnowledgeBase) -> Rendered:
    """The short answer first; then how sure it would be, and what else would change."""
    unused = [plain(each, 500) for each in request.unused]
    if not request.answers and request.stressed is None:
        line = " ".join(unused or ["I did not read what to suppose.", _HOW])
        return Rendered(text=line, blocks=[section(line)])
    if request.stressed and shown is not None and shown.dialogue.by_hand:
        unused.append(OUTWEIGHED)
    found = _found(request, shown, kb)
    if shown is None or shown.recommendation is None:
        return _first_advice(request, found, unused, kb)
    if not differs(request, shown):
        return _as_it_stands(found, unused, kb)
    notes = Footnotes()
    changes = list(_changes(found, kb, notes))
    return _short_answer_first(
        _under(request, found.supposed, shown, kb),
        _instead(found, kb),
        _surer(found, kb),
        [
            section("\n".join(["*What changes*", *(f"• {each}" for each in changes)])),
            _small_print([*unused, "Asking changes nothing."], notes),
        ],
    )


def differs(request: Supposed, shown: Snapshot) -> bool:
    """Whether anything that is supposed is otherwise in this decision."""
    known = known_answers(shown.dialogue)
    is_stressed = request.stressed in {None, shown.dialogue.stressed}
    return not is_stressed or any(
        known.get(slot) != value for slot, value in request.answers.items()
    )


def _found(request: Supposed, shown: Snapshot | None, kb: KnowledgeBase) -> WhatIf:
    known = known_answers(shown.dialogue) if shown else {}
    before = weighing_of(shown.dialogue) if shown else NO_WISHES
    edition = shown.dialogue.edition if shown else Edition.CURRENT
    after = before if request.stressed is None else replace(before, stressed=request.stressed)
    return what_if(known, request.answers, kb, edition, before=before, after=after)


def _first_advice(
    request: Supposed, found: WhatIf, unused: list[str], kb: KnowledgeBase
) -> Rendered:
    """While nothing is advised yet there is nothing to compare with."""
    asked = [each for each in kb.questions if each.stage == "base"]
    missing = [plain(each.label, 30) for each in asked if each.id in found.after.open_slots]
    lines = [
        *unused,
        _NOT_YET,
        *([f"Not known, and able to change it: {listed(missing)}."] if missing else []),
        f"`{COMMAND} recommend` works out yours.",
    ]
    return _short_answer_first(
        _under(request, request.answers, None, kb),
        headline(found.after, kb),
        confidence(found.after, kb),
        [_small_print(lines, Footnotes())],
    )


def _short_answer_first(condition: str, answer: str, sure: str, blocks: list[Block]) -> Rendered:
    """The condition and the answer in a line; where that is too long, the answer alone."""
    title = f"{capital(condition)}: {answer}"
    text = f"{plain(title, 500)}. {sure.replace('*', '')}"
    if len(title) <= _TITLE:
        return Rendered(text, [header(title), section(sure), *blocks])
    first = section(f"{plain(capital(condition), 500)}.\n{sure}")
    return Rendered(text, [header(capital(answer)), first, *blocks])


def _as_it_stands(found: WhatIf, unused: list[str], kb: KnowledgeBase) -> Rendered:
    line = f"That is how it stands now: {plain(headline(found.before, kb), 200)}."
    return Rendered(text=line, blocks=[section(" ".join([line, *unused]))])


def _under(
    request: Supposed,
    answers: Mapping[SlotId, int | str],
    shown: Snapshot | None,
    kb: KnowledgeBase,
) -> str:
    """What is supposed, as unescaped text: 'on Google Cloud and with 40 engineers'."""
    said = together(answers, kb)
    stressed = request.stressed
    if stressed is not None and (shown is None or stressed != shown.dialogue.stressed):
        named = [plain_criterion(kb, each) for each in stressed]
        said.append(f"if {listed(named)} matters most" if named else "if nothing matters most")
    return listed(said)


def _instead(found: WhatIf, kb: KnowledgeBase) -> str:
    """'still Metaflow', 'Vertex AI Pipelines instead of Metaflow'."""
    before, after = _advised(found.before, kb), _advised(found.after, kb)
    if before == after:
        return f"still {after}"
    if not found.changes_the_pick:
        return f"{after}; it was {before}"
    return f"{after} instead of {before}"


def _surer(found: WhatIf, kb: KnowledgeBase) -> str:
    """How sure it would be, and how sure it is."""
    if found.after.confidence == found.before.confidence:
        now = "That is as sure as what stands now."
    else:
        now = f"What stands now {_VERDICTS[found.before.confidence]}."
    return f"{confidence(found.after, kb)} {now}"


def _changes(found: WhatIf, kb: KnowledgeBase, notes: Footnotes) -> Iterator[str]:
    """Who is ruled out or not any more, which weights move, and what the scores become."""
    if found.after.leaf != found.before.leaf:
        mark = notes.claims(kb.node(found.after.leaf).cites, kb)
        yield f"{path_of(found.after, kb)} {mark}".rstrip()
    yield from _ruled_out("Ruled out then", found.newly_ruled_out, kb, notes)
    yield from _ruled_out(
        "No longer ruled out", found.no_longer_ruled_out, kb, notes, "The reason was: "
    )
    if found.weights_moved:
        moved = list(found.weights_moved.items())
        told = [_moved(criterion, *percents, kb) for criterion, percents in moved[:_WEIGHTS_SHOWN]]
        more = [f"{len(moved) - len(told)} more"] if len(moved) > len(told) else []
        yield f"Weights: {listed([*told, *more])}."
    scores = list(_scores(found, kb))
    if scores:
        yield f"Scores: {'; '.join(scores)}."
    if found.before.open_slots != found.after.open_slots:
        before, after = len(found.before.open_slots), len(found.after.open_slots)
        yield f"Open questions that could change it: {after}, instead of {before}."
    if not _anything(found):
        yield "Nothing: neither what is ruled out, nor weights or scores."


def _anything(found: WhatIf) -> bool:
    return bool(
        found.after.leaf != found.before.leaf
        or found.newly_ruled_out
        or found.no_longer_ruled_out
        or found.weights_moved
        or found.before.open_slots != found.after.open_slots
    )


def _ruled_out(
    lead: str, found: tuple[RuledOut, ...], kb: KnowledgeBase, notes: Footnotes, why: str = ""
) -> Iterator[str]:
    for each in found[:_RULED_OUT_SHOWN]:
        mark = notes.mark(kb.source(each.source))
        yield f"{lead}: {name(kb, each.alternative)}. {why}{sentence(each.reason, 250)} {mark}"
    if others := found[_RULED_OUT_SHOWN:]:
        yield f"{lead} as well: {listed([name(kb, each.alternative) for each in others])}."


def _moved(criterion: CriterionId, before: int, after: int, kb: KnowledgeBase) -> str:
    return f"{criterion_name(kb, criterion)} {before} % → {after} %"


def _scores(found: WhatIf, kb: KnowledgeBase) -> Iterator[str]:
    """The first of both rankings, where their scores change."""
    first = [
        each.alternative
        for ranking in (found.after.ranking, found.before.ranking)
        for each in ranking[:_SCORES_SHOWN]
    ]
    for alternative in dict.fromkeys(first):
        before, after = (ranked(each, alternative) for each in (found.before, found.after))
        if before and after and before.points != after.points:
            yield f"{name(kb, alternative)} {points(before.points)} → {points(after.points)}"


def _small_print(lines: list[str], notes: Footnotes) -> Block:
    cited = [*notes.lines(), f"{grades(notes.grades())}."] if notes.sources else []
    return context("\n".join([*lines, *cited]))


def _advised(advice: Recommendation, kb: KnowledgeBase) -> str:
    """The pick as unescaped text, with those that are too close behind it to call."""
    pick = picked(Pick(advice.kind, advice.alternative, advice.beside), kb)
    return listed([pick, *(kb.described(each).name for each in advice.close)], "or")
