"""The page of two alternatives side by side."""

from collections.abc import Iterator

from bot.pages.cost import prices
from bot.pages.migrations import summary
from bot.pages.page import Grid, Line, Lines, Page
from bot.pages.parts import NOT_IN_SOURCE, judged_here, lesson, line, lines, page, section
from bot.pages.variants import in_short
from bot.pages.words import criterion_name, decimal, feature, listed, lock_in, name, points, weights
from engine.advice.model import Comparison
from engine.sensitivity.model import Flip
from knowledge.schema import AlternativeId, Edition, KnowledgeBase, Source


def compare_page(found: Comparison, kb: KnowledgeBase) -> Page:
    """Two alternatives side by side, the one that leads for this team first in words."""
    one, other = (kb.described(each) for each in found.alternatives)
    return page(
        f"{one.name} and {other.name}",
        section("", Lines(tuple(_answer(found, kb)))),
        section("Criteria", _criteria(found, kb)),
        section("What would turn it", Lines(tuple(_turning(found, kb)))),
        section(f"{one.name}, if", lines(found.choose_if[0], kb)),
        section(f"{other.name}, if", lines(found.choose_if[1], kb)),
        section("Lock-in", Lines(tuple(_lock_in(each, kb) for each in found.alternatives))),
        section("Cost", Lines(tuple(_costs(found, kb)))),
        section("Moving from one to the other", Lines(tuple(_migrations(found, kb)))),
        section("Features", _features(found, kb)),
        see_also=found.alternatives,
    )


def level_when(found: Flip, kb: KnowledgeBase) -> str:
    """Where both are level: 'Prefect is level when 3 points of 100 move from A to B, ...'."""
    if not found.points:
        return (
            f"{name(kb, found.rival)} is level already, and leads with any weight that favours it."
        )
    names = [criterion_name(kb, each) for each in found.taken]
    by = [f" ({decimal(each)})" if len(names) > 1 else "" for each in found.taken.values()]
    taken = [f"{each}{how_much}" for each, how_much in zip(names, by, strict=True)]
    given = [criterion_name(kb, each) for each in found.given]
    return (
        f"{name(kb, found.rival)} is level when {decimal(found.points)} points of 100 move from "
        f"{listed(taken)} to {listed(given)}, and leads beyond."
    )


def _answer(found: Comparison, kb: KnowledgeBase) -> Iterator[Line]:
    for out in found.ruled_out:
        yield Line(
            out.reason,
            lead=f"{name(kb, out.alternative)} is ruled out",
            sources=(kb.source(out.source),),
        )
    left = [each for each in found.alternatives if each not in _excluded(found)]
    if len(left) == 1:
        yield Line(f"That leaves {name(kb, left[0])}, whatever the ratings say.")
    figures = dict(zip(found.alternatives, found.totals, strict=True))
    if found.leader is None:
        first, second = (name(kb, each) for each in found.alternatives)
        yield Line(f"By the ratings {first} and {second} tie at {points(found.totals[0])} of 5.")
    else:
        behind = _other(found, found.leader)
        yield Line(
            f"By the ratings {name(kb, found.leader)} leads with "
            f"{points(figures[found.leader])} of 5; {name(kb, behind)} has "
            f"{points(figures[behind])}."
        )
    yield Line(weights(found.weights, kb))
    for alternative in found.alternatives:
        if says := judged_here(kb.described(alternative)):
            yield Line(says)
    yield Line(
        f"These are the ratings of the lesson's edition, {lesson(kb).as_of}."
        if found.edition is Edition.LESSON
        else f"These are today's ratings, as of {kb.as_of}."
    )


def _turning(found: Comparison, kb: KnowledgeBase) -> Iterator[Line]:
    if found.leader is None:
        yield Line("They tie, so that any weight or rating more turns it.")
        return
    rival = name(kb, _other(found, found.leader))
    if found.flip is None:
        yield Line(
            f"No weights do: {rival} is rated higher than {name(kb, found.leader)} on nothing."
        )
    else:
        yield Line(level_when(found.flip, kb), lead="Weights")
    ratings = [
        f"{name(kb, each.alternative)} {each.to} instead of {each.rating} on "
        f"{criterion_name(kb, each.criterion)}"
        for each in found.rating_flips
    ]
    if ratings:
        yield Line(f"{rival} leads with one of these: {'; '.join(ratings)}.", lead="Ratings")
    else:
        yield Line("No single rating does.", lead="Ratings")


def _criteria(found: Comparison, kb: KnowledgeBase) -> Grid:
    short = [kb.described(each).short_name for each in found.alternatives]
    rows = [
        (
            criterion_name(kb, each.criterion),
            f"{each.weight} %",
            *(
                f"{rating} ({points(earned)})"
                for rating, earned in zip(each.ratings, each.points, strict=True)
            ),
            kb.described(each.better).short_name if each.better else "equal",
        )
        for each in found.criteria
    ]
    total = ("Score", "100 %", *(points(each) for each in found.totals), "")
    return Grid(
        ("Criterion", "Weight", *short, "Better"), (*rows, total), sources=_rated_by(found, kb)
    )


def _rated_by(found: Comparison, kb: KnowledgeBase) -> tuple[Source, ...]:
    """What the ratings that count here rest on."""
    rested = dict[Source, None]()
    for alternative in (kb.described(each) for each in found.alternatives):
        for each in found.criteria:
            rating = alternative.ratings[each.criterion]
            if rating.current is not None and (
                found.edition is Edition.CURRENT or rating.lesson is None
            ):
                rested[kb.source(rating.current.source)] = None
            else:
                rested[lesson(kb)] = None
    return tuple(rested)


def _features(found: Comparison, kb: KnowledgeBase) -> Grid:
    one, other = (kb.described(each) for each in found.alternatives)
    names = {row.id: row.name for row in kb.features}
    cells = [(one.features[row], other.features[row]) for row in found.features]
    today = [kb.source(each.current.source) for pair in cells for each in pair if each.current]
    return Grid(
        ("Feature", one.short_name, other.short_name),
        tuple(
            (names[row], feature(first), feature(second))
            for row, (first, second) in zip(found.features, cells, strict=True)
        ),
        sources=tuple(dict.fromkeys((lesson(kb), *today))),
    )


def _lock_in(alternative: AlternativeId, kb: KnowledgeBase) -> Line:
    found = kb.described(alternative)
    reasons = " ".join(each.text for each in found.lock_in.reasons)
    cited = dict.fromkeys(kb.source(each.source) for each in found.lock_in.reasons)
    return Line(
        f"{lock_in(found.lock_in)} {reasons}".strip(), lead=found.name, sources=tuple(cited)
    )


def _costs(found: Comparison, kb: KnowledgeBase) -> Iterator[Line]:
    for alternative, variants in zip(found.alternatives, found.costs, strict=True):
        if not variants:
            yield Line(f"no sum: {NOT_IN_SOURCE}.", lead=name(kb, alternative))
            yield from prices(kb.described(alternative), kb).lines
        for each in kb.costs.variants:
            if each.id in variants:
                yield in_short(each, kb)


def _migrations(found: Comparison, kb: KnowledgeBase) -> Iterator[Line]:
    for each in found.migrations:
        first, *_ = summary(each, kb)
        lead = f"{name(kb, each.from_)} to {name(kb, each.to)}"
        yield Line(first.text, lead=lead, sources=first.sources)
        if each.effort is not None:
            yield line(each.effort, kb, f"{lead}, effort")


def _excluded(found: Comparison) -> set[AlternativeId]:
    return {out.alternative for out in found.ruled_out}


def _other(found: Comparison, one: AlternativeId) -> AlternativeId:
    return found.alternatives[1] if found.alternatives[0] == one else found.alternatives[0]
