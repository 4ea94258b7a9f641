"""Pages on what the variants cost a team: in short, and the whole with every line item."""

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from bot.pages.assumed import assumption_lines
from bot.pages.lowest import overlap_line
from bot.pages.moving import break_even_line, swing_lines
from bot.pages.ownership import (
    about,
    evidence,
    figure_in_table,
    headline,
    item_line,
    known_part_line,
    left_out_lines,
    not_counted_lines,
    people_in_table,
    priced_elsewhere_line,
    row_name,
    scaled_lines,
    unfit_line,
    work_line,
    workload,
)
from bot.pages.page import Grid, Line, Lines, Page, Section
from bot.pages.parts import lesson, line, page, section
from bot.pages.words import listed, name
from engine.cost.analysis import CostAnalysis
from engine.cost.model import CostOfOwnership, VariantCost
from knowledge.schema import AlternativeId, Edition, KnowledgeBase

_SWINGS: Final = 3
_BREAK_EVENS: Final = 2


def ownership_in_short(
    found: CostOfOwnership,
    analysis: CostAnalysis | None,
    kb: KnowledgeBase,
    named: Collection[str] = (),
) -> Page:
    """The sums, what moves the first of them most, and what they rest on.

    ``named``: ids of variants that were asked for; the headline is about the first of them.
    """
    fitting = [each for each in found.variants if not each.unfit]
    return page(
        headline(found, named),
        section(
            "",
            Lines(tuple(_answer(found, kb))),
            _sums(fitting or found.variants, found, kb),
            Lines(tuple(_with_once(found))),
        ),
        *_moving(found, analysis, kb, _SWINGS, _BREAK_EVENS),
        section("What is assumed", Lines(assumption_lines(found, kb))),
        section("Not counted", Lines(tuple(_in_no_sum(found, kb)))),
    )


def ownership_page(
    found: CostOfOwnership,
    analysis: CostAnalysis | None,
    kb: KnowledgeBase,
    named: Collection[str] = (),
) -> Page:
    """Everything: each variant with its line items, and what is wrong or open with its figures.

    ``named`` as in ``ownership_in_short``.
    """
    return page(
        headline(found, named),
        section(
            "",
            Lines(tuple(_answer(found, kb))),
            _sums(found.variants, found, kb),
            Lines(tuple(_with_once(found))),
        ),
        *_moving(found, analysis, kb),
        section("What is assumed", Lines(assumption_lines(found, kb))),
        *(_variant(each, found, kb) for each in found.variants),
        section("In no total", Lines(not_counted_lines(found, kb))),
        section("What no sum has in it", Lines(left_out_lines(kb))),
        section(
            "Not for this team",
            Lines(tuple(unfit_line(each, kb) for each in found.variants if each.unfit)),
        ),
        see_also=("cost", *_explained(found)),
    )


def _answer(found: CostOfOwnership, kb: KnowledgeBase) -> Iterator[Line]:
    """For whom it is, and how far the sums can be set against each other."""
    yield Line(f"{workload(found.assumptions)}.", lead="For")
    if found.edition is Edition.LESSON and found.variants:
        yield _of_the_lesson(found, kb)
    fitting = [each for each in found.variants if not each.unfit]
    lines = (
        priced_elsewhere_line(found, kb),
        *scaled_lines(found, kb),
        overlap_line(found),
        work_line([each for each in fitting if each.infrastructure is not None], kb),
        *(known_part_line(each, found, kb) for each in fitting),
    )
    yield from (each for each in lines if each is not None)


def _of_the_lesson(found: CostOfOwnership, kb: KnowledgeBase) -> Line:
    """Whose figures these are, and of the ranked alternatives those for which it has none."""
    reckoned = {each.alternative for each in kb.costs.variants if each.is_in(found.edition)}
    without = [name(kb, each) for each in kb.alternatives if each not in reckoned]
    none = f"; it has no sum for {listed(without)}" if without else ""
    return Line(f"the lesson's own, as it printed them{none}.", "Figures", (lesson(kb),))


def _with_once(found: CostOfOwnership) -> Iterator[Line]:
    """That a total is more than its years, where it is."""
    if any(each.total and each.once and each.once.high.amount for each in found.variants):
        total = _total(found)
        yield Line(
            f"“{total}” has in it what is paid for once, as far as there is a figure for it."
        )


def _total(found: CostOfOwnership) -> str:
    """What a total is called."""
    years = found.assumptions.years
    return f"{years} years" if years > 1 else "1 year in all"


def _sums(costs: Iterable[VariantCost], found: CostOfOwnership, kb: KnowledgeBase) -> Grid:
    heading = (
        "Variant",
        "Infra a year",
        "People a year",
        "A year",
        _total(found),
        "Evidence",
    )
    return Grid(heading, tuple(_row(each, kb) for each in costs))


def _row(cost: VariantCost, kb: KnowledgeBase) -> tuple[str, ...]:
    name = row_name(cost)
    return (
        f"{name} (unfit)" if cost.unfit else name,
        figure_in_table(cost.infrastructure),
        people_in_table(cost),
        figure_in_table(cost.year),
        figure_in_table(cost.total),
        evidence(cost, kb),
    )


def _moving(
    found: CostOfOwnership,
    analysis: CostAnalysis | None,
    kb: KnowledgeBase,
    swings: int | None = None,
    break_evens: int | None = None,
) -> Iterator[Section | None]:
    """What moves one variant most, and where it swaps places with others; so many lines of each."""
    if analysis is None:
        return
    variant = kb.costs.variant(analysis.of)
    moved = swing_lines(analysis.swings, found, kb, swings)
    swapped = [break_even_line(each, found, kb) for each in analysis.break_evens[:break_evens]]
    yield section(f"What moves {variant.name} most", Lines(moved))
    yield section("Where a year of one comes to cost less than the other", Lines(tuple(swapped)))


def _in_no_sum(found: CostOfOwnership, kb: KnowledgeBase) -> Iterator[Line]:
    """What has no figure, who is not for this team, and what is left out, by name alone."""
    summed = [each for each in found.variants if each.total is not None and not each.unfit]
    once = dict.fromkeys(item.name for each in summed for item in each.not_counted)
    if once:
        yield Line(f"{'; '.join(once)}.", lead="In no total, for want of figures")
    unfit = [each.variant.name for each in found.variants if each.unfit]
    if unfit and len(unfit) < len(found.variants):
        yield Line(f"{listed(unfit)}.", lead="Not for this team")
    yield from left_out_lines(kb)


def _variant(cost: VariantCost, found: CostOfOwnership, kb: KnowledgeBase) -> Section | None:
    """Each line item of a variant, its sums, and what is wrong or open with them."""
    variant = cost.variant
    once = any(each.kind == "once" for each in cost.items)
    sums = {
        "Sum of a year": cost.year,
        **({"Sum of what is paid for once": cost.once} if once else {}),
    }
    fee = [Line(f"without {variant.without}.", "The fee alone")] if variant.without else []
    today = [line(each.today, kb, f"{each.name}, today") for each in variant.lines if each.today]
    return section(
        variant.name,
        Lines(
            (
                *fee,
                *(item_line(each, found, kb) for each in cost.items),
                *(Line(f"{about(each)}.", lead=lead) for lead, each in sums.items()),
                *today,
                *(line(each, kb, "Wrong or open") for each in variant.cautions),
            )
        ),
    )


def _explained(found: CostOfOwnership) -> tuple[AlternativeId, ...]:
    return tuple(dict.fromkeys(each.variant.alternative for each in found.variants))
