"""Two alternatives side by side, as they were asked for: the page, and a chart of the ratings."""

from collections.abc import Iterator
from dataclasses import replace

from bot.actions import CostOf
from bot.pages.answers import phrases
from bot.pages.comparison import compare_page
from bot.pages.page import Line, Lines, Page, Section
from bot.pages.words import criterion_name, listed, name, outcome
from bot.views.blocks import Block, Rendered, actions, button, grouped_bar_chart, plain, section
from bot.views.help import COMMAND
from bot.views.names_read import how_read
from bot.views.page import page
from bot.views.recommendation import headline
from bot.views.snapshot import Snapshot, block_of
from bot.views.weighting import OUTWEIGHED
from engine.advice.compare import compare
from engine.advice.model import Comparison
from engine.decision.model import NO_WISHES, Recommendation
from engine.dialogue.requests import CompareAsked
from engine.dialogue.state import known_answers, weighing_of
from knowledge.schema import AlternativeId, ByRanking, CriterionId, Edition, KnowledgeBase

_PAIR = 2
_NOT_RATED = "is known here and not rated, so it cannot be compared"


def side_by_side(
    request: CompareAsked, shown: Snapshot | None, kb: KnowledgeBase, *, room: int, draws: bool
) -> Rendered:
    """The comparison for the team of a decision, if any, and what was said beside the names.

    Where one name is missing, the pick takes its place. What was guessed, is not rated or unknown
    is said.
    """
    named = _known(request, kb)
    pair = _filled(named, request, shown.recommendation if shown else None)
    if len(pair) < _PAIR:
        return _not_two(named, request, kb)
    one, other = pair[:_PAIR]
    known = {**(known_answers(shown.dialogue) if shown else {}), **request.answers}
    weighing = weighing_of(shown.dialogue) if shown else NO_WISHES
    if request.stressed:
        weighing = replace(weighing, stressed=request.stressed)
    found = compare(one, other, known, kb, _edition(pair, shown, kb), weighing=weighing)
    notes = [*how_read(request, _NOT_RATED, kb), *_left_out(pair, kb), *_whose(request, shown, kb)]
    first, *others = compare_page(found, kb).sections
    said = [Section("", (Lines(tuple(Line(each) for each in notes)),))] if notes else []
    standing = [Section("", (Lines((each,)),)) for each in _standing(found, shown, kb)]
    parts = (*standing, first, *said, *others)
    whole = Page(f"{name(kb, one)} and {name(kb, other)}", parts, pair[:_PAIR])
    controls = _controls(pair[:_PAIR], shown)
    rendered = page(whole, f"orchestrator compare {one} {other}", room=room, draws=draws)
    drawn = _with_chart(rendered, found, kb) if draws else rendered
    return Rendered(drawn.text, [*drawn.blocks, controls])


def _controls(pair: tuple[AlternativeId, ...], shown: Snapshot | None) -> Block:
    """What else can be asked of the two."""
    # Several comparisons can stand in one message, where a block id must be the only one.
    called = "_".join(("compare_cost", *pair))
    block_id = block_of(shown, called)
    return actions([button("Cost side by side", CostOf(pair))], block_id=block_id)


def _known(request: CompareAsked, kb: KnowledgeBase) -> tuple[AlternativeId, ...]:
    """What was named, without what another version of the app may have known."""
    described = {*kb.alternatives, *kb.contenders}
    return tuple(each for each in request.alternatives if each in described)


def _filled(
    named: tuple[AlternativeId, ...], request: CompareAsked, advice: Recommendation | None
) -> tuple[AlternativeId, ...]:
    """What is compared: the pick, or what is next to it, stands where nothing was named."""
    if len(named) >= _PAIR or advice is None or request.unknown or request.not_rated:
        return named
    near = (advice.alternative, *advice.close, *advice.runners_up)
    standing = [each for each in near if each is not None and each not in named]
    filled = (*standing[: _PAIR - len(named)], *named)
    return filled if len(filled) == _PAIR else named


def _edition(pair: tuple[AlternativeId, ...], shown: Snapshot | None, kb: KnowledgeBase) -> Edition:
    """The decision's; today's where the lesson does not rate both."""
    if shown is not None and all(each in kb.alternatives for each in pair):
        return shown.dialogue.edition
    return Edition.CURRENT


def _standing(found: Comparison, shown: Snapshot | None, kb: KnowledgeBase) -> Iterator[Line]:
    """What the decision advises, where that is one of the two: it comes before any ratings."""
    advice = shown.recommendation if shown else None
    if advice is None or not {advice.alternative, advice.beside} & {*found.alternatives}:
        return
    pick = advice.alternative
    is_one = advice.kind == "adopt" and not advice.is_default and not advice.close
    says = f"{name(kb, pick)} is the pick" if pick and is_one else headline(advice, kb)
    said = [f"{says}: {_reason(advice, kb)}"]
    if found.leader not in (None, pick):
        said.append(f"By the ratings alone {name(kb, found.leader)} leads.")
    yield Line(" ".join(said), lead="This decision")


def _reason(advice: Recommendation, kb: KnowledgeBase) -> str:
    """What decided, in sentences: the ratings, or a leaf of the tree and why it leads there."""
    leaf = kb.node(advice.leaf)
    if leaf.then == ByRanking(kind="ranking"):
        return "no branch of the tree decides, so the weighted ratings do."
    because = leaf.because
    if advice.leaf_without:
        gone = listed([name(kb, each) for each in advice.leaf_without])
        verb = "is" if len(advice.leaf_without) == 1 else "are"
        because = f"{outcome(leaf.then, kb)} {gone} {verb} ruled out."
    return f"{leaf.statement.rstrip('.')}. {because}"


def _left_out(pair: tuple[AlternativeId, ...], kb: KnowledgeBase) -> Iterator[str]:
    if more := pair[_PAIR:]:
        named = listed([name(kb, each) for each in more])
        yield f"A comparison is of two; {named} {'is' if len(more) == 1 else 'are'} left out."


def _whose(request: CompareAsked, shown: Snapshot | None, kb: KnowledgeBase) -> Iterator[str]:
    """Whose weights count."""
    known = known_answers(shown.dialogue) if shown else {}
    kept = {slot: value for slot, value in known.items() if slot not in request.answers}
    if kept:
        yield f"For the team of this decision: {listed(phrases(kept, kb))}."
    said = [
        *phrases(request.answers, kb),
        *(f"{criterion_name(kb, each)} matters most" for each in request.stressed),
    ]
    if said:
        yield f"For this comparison alone: {listed(said)}."
    if request.stressed and shown is not None and shown.dialogue.by_hand:
        yield OUTWEIGHED


def _not_two(
    named: tuple[AlternativeId, ...], request: CompareAsked, kb: KnowledgeBase
) -> Rendered:
    """A comparison needs two that are rated; what was read, and which ones there are."""
    read = [*how_read(request, _NOT_RATED, kb)]
    if named:
        read.insert(0, f"I read {listed([name(kb, each) for each in named])}.")
    known = [f"`{plain(each, 60)}`" for each in (*kb.alternatives, *kb.contenders)]
    sentence = " ".join(
        [
            *(plain(each, 500) for each in read),
            f"Name two to compare, for example `{COMMAND} compare prefect dagster`.",
            f"I know {listed(known)}.",
        ]
    )
    return Rendered(text=sentence, blocks=[section(sentence)])


def _with_chart(rendered: Rendered, found: Comparison, kb: KnowledgeBase) -> Rendered:
    """The chart stands under the table of the same figures."""
    kinds = [block["type"] for block in rendered.blocks]
    at = kinds.index("table") + 1 if "table" in kinds else len(kinds)
    blocks = [*rendered.blocks[:at], _chart(found, kb), *rendered.blocks[at:]]
    return Rendered(rendered.text, blocks)


def _chart(found: Comparison, kb: KnowledgeBase) -> Block:
    short = {CriterionId(each.id): each.short_name for each in kb.criteria}
    names = [kb.described(each).short_name for each in found.alternatives]
    series = {
        called: {short[each.criterion]: float(each.ratings[at]) for each in found.criteria}
        for at, called in enumerate(names)
    }
    return grouped_bar_chart(" and ".join(names), series, y_label="Rating, 5 is best")
