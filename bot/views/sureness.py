"""How sure the answer is, in the thread: how often each comes first, and what would turn it."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from bot.pages.words import decimal, listed, points
from bot.views.blocks import Block, Rendered, bar_chart, context, header, plain, section
from bot.views.confidence import confidence, first_places
from bot.views.lesson import published
from bot.views.recommendation import concluded, headline
from bot.views.snapshot import Snapshot
from bot.views.turning import what_would_settle_it
from bot.views.words import criterion_name, name, share
from engine.decision.acceptability import RATINGS_OFF, WEIGHTS_OFF
from engine.decision.model import Recommendation
from engine.sensitivity.analysis import analyse
from engine.sensitivity.model import Flip, Interval, RatingFlip, Sensitivity
from knowledge.schema import AlternativeId, CriterionId, KnowledgeBase

_ALL = 100
"""Percent."""
_RIVALS = 5
_TIGHTEST = 2
_RATINGS_SHOWN = 3
_BARS = 10


def sureness(snapshot: Snapshot, kb: KnowledgeBase) -> Rendered:
    """Verdict, chart, and what would turn it; a line in their place while there is no answer."""
    recommendation = concluded(snapshot)
    if isinstance(recommendation, Rendered):
        return recommendation
    found = analyse(recommendation, kb)
    title = f"How sure: {headline(recommendation, kb)}"
    sure = confidence(recommendation, kb)
    shares = _shares(recommendation, kb)
    return Rendered(
        text=f"{plain(title, 150)}. {sure.replace('*', '')} {shares}",
        blocks=[
            header(title),
            section(sure),
            _chart(recommendation, kb),
            section("\n".join(_about_the_ranking(recommendation, found, kb))),
            *what_would_settle_it(snapshot, recommendation, kb),
            context("\n".join(_small_print(recommendation, kb))),
        ],
    )


def _by_first_places(recommendation: Recommendation) -> list[AlternativeId]:
    """Those that are ranked, who comes first most often before the others."""
    ranked = [each.alternative for each in recommendation.ranking]
    return sorted(ranked, key=lambda each: -first_places(recommendation, each)[0])


def _chart(recommendation: Recommendation, kb: KnowledgeBase) -> Block:
    bars = {}
    for alternative in _by_first_places(recommendation)[:_BARS]:
        first, draws = first_places(recommendation, alternative)
        bars[kb.described(alternative).short_name] = round(100 * first / draws, 1)
    return bar_chart(
        "How often each comes first",
        bars,
        series="First place",
        y_label="Percent of the draws",
    )


def _shares(recommendation: Recommendation, kb: KnowledgeBase) -> str:
    """The chart in words."""
    places = {each: first_places(recommendation, each) for each in _by_first_places(recommendation)}
    shown = [f"{name(kb, each)} {share(*place)}" for each, place in places.items() if place[0]]
    draws = max((draws for _, draws in places.values()), default=0)
    return f"First in {draws:,} draws: {listed(shown)}."


def _about_the_ranking(
    recommendation: Recommendation, found: Sensitivity, kb: KnowledgeBase
) -> Iterator[str]:
    leaders = listed([name(kb, each) for each in found.leaders])
    if not recommendation.by_ranking or recommendation.alternative not in found.leaders:
        lead = "leads" if len(found.leaders) == 1 else "lead together"
        yield (
            "_The pick comes from the decision tree. The chart and the next three points are about "
            f"the ranking, which {leaders} {lead}._"
        )
    yield "*The smallest push of the weights* beyond which another one leads, in points of 100"
    yield from _pushes(found, recommendation, kb)
    if tight := _tightest(found.stability, recommendation):
        held = [f"{criterion_name(kb, each)} {_percents(span)}" for each, span in tight]
        yield f"*One weight alone*, the others in proportion: it holds while {listed(held, 'or')}."
    yield _rating_flips(found.rating_flips, kb)


def _pushes(found: Sensitivity, recommendation: Recommendation, kb: KnowledgeBase) -> Iterator[str]:
    """A line for each rival: within this team's own criteria, or with a criterion from outside."""
    own = {flip.rival: flip for flip in found.flips if flip.over == "own"}
    wider = {flip.rival: flip for flip in found.flips if flip.over == "all"}
    rivals = wider | own
    for flip in sorted(rivals.values(), key=lambda each: each.points)[:_RIVALS]:
        beyond = "" if flip.over == "own" else ", with criteria that weigh nothing here"
        yield f"• {name(kb, flip.rival)}: {_push(flip, kb)}{beyond}"
    if more := len(list(rivals)[_RIVALS:]):
        yield f"• {more} others need more."
    never = [
        name(kb, each.alternative)
        for each in recommendation.ranking
        if each.alternative not in {*rivals, *found.leaders}
    ]
    if never:
        yield f"• No weights put {listed(never, 'or')} first."


def _push(flip: Flip, kb: KnowledgeBase) -> str:
    """'3 from Artifact lineage to Community size'; for a tie any push will do."""
    if not flip.points:
        return "level already, so any push decides"
    return f"{decimal(flip.points)} from {_parts(flip.taken, kb)} to {_parts(flip.given, kb)}"


def _parts(moved: Mapping[CriterionId, Fraction], kb: KnowledgeBase) -> str:
    """The criteria that give or take; with how much where there are several."""
    if len(moved) == 1:
        return criterion_name(kb, next(iter(moved)))
    return listed([f"{criterion_name(kb, each)} ({decimal(part)})" for each, part in moved.items()])


def _tightest(
    stability: Mapping[CriterionId, Interval], recommendation: Recommendation
) -> list[tuple[CriterionId, Interval]]:
    """The criteria whose weights have the least room on one side before somebody else leads."""
    percents = recommendation.weights.percents

    def room(criterion: CriterionId, span: Interval) -> Fraction:
        below = percents[criterion] - span.low if span.low > 0 else Fraction(_ALL)
        above = span.high - percents[criterion] if span.high < _ALL else Fraction(_ALL)
        return min(below, above)

    found = [
        (room(criterion, span), criterion, span)
        for criterion, span in stability.items()
        if percents[criterion] and (span.low > 0 or span.high < _ALL)
    ]
    found.sort(key=lambda each: each[0])
    return [(criterion, span) for _, criterion, span in found[:_TIGHTEST]]


def _percents(span: Interval) -> str:
    return f"weighs {decimal(span.low)} to {decimal(span.high)} %"


def _rating_flips(flips: Sequence[RatingFlip], kb: KnowledgeBase) -> str:
    """The single ratings that would do it."""
    if not flips:
        return "*One rating* No single rating, changed alone, puts another first."
    steps = abs(flips[0].to - flips[0].rating)
    shown = [
        f"{name(kb, each.alternative)} on {criterion_name(kb, each.criterion)} {each.to} instead "
        f"of {each.rating} ({_leading(each, kb)})"
        for each in flips[:_RATINGS_SHOWN]
    ]
    more = f"; {len(flips) - len(shown)} more like it" if len(flips) > len(shown) else ""
    return f"*One rating* {steps} {'step' if steps == 1 else 'steps'}: {'; '.join(shown)}{more}."


def _leading(flip: RatingFlip, kb: KnowledgeBase) -> str:
    """'Prefect leads', 'Dagster and ZenML lead together'."""
    leaders = listed([name(kb, each) for each in flip.leaders])
    return f"{leaders} leads" if len(flip.leaders) == 1 else f"{leaders} lead together"


def _small_print(recommendation: Recommendation, kb: KnowledgeBase) -> Iterator[str]:
    if printed := published(recommendation, kb):
        yield printed
    widths: dict[int, list[str]] = {}
    for grade, off in RATINGS_OFF.items():
        widths.setdefault(off, []).append(grade.value)
    moved = [f"{points(off)} for grade {listed(of, 'or')}" for off, of in widths.items()]
    yield (
        f"A draw moves each weight by up to {WEIGHTS_OFF // 10} % of itself, and each rating by "
        f"what its evidence leaves open: up to {listed(moved)}. All moves are equally likely, the "
        "seed is fixed, and how far they go is this project's judgement."
    )
