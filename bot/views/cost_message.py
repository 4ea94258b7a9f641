"""The parts of what it would cost: for whom, the figures, what moves them, what they rest on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.pages.assumed import assumptions_in_short
from bot.pages.lowest import overlap_line
from bot.pages.moving import break_even_line, swing_lines
from bot.pages.ownership import known_part_line, row_name, scaled_lines, unfit_line, work_line
from bot.pages.page import Line
from bot.pages.words import listed
from bot.views.blocks import Block, context, header, plain, section
from bot.views.cost_figures import (
    figures_chart,
    figures_in_words,
    figures_table,
    in_years,
    with_figures,
)
from bot.views.cost_summary import NAME, CostSummary, said
from bot.views.reckoned import Reckoned
from bot.views.sources import Footnotes, grades
from bot.views.words import name
from engine.cost.analysis import CostAnalysis
from engine.cost.model import BreakEven, VariantCost
from knowledge.schema import KnowledgeBase

ITEMS_LABEL: Final = "Line items and sources"
PARTS: Final = ("break_even", "reasons", "work", "no_figure", "swings")
"""What a message can do without, the least needed first."""
_REASON = 250
_SMALL_PRINT = 2900
_TITLE_NAMES = 3
_SWINGS = 3
_NAMED = 5


@dataclass(frozen=True, slots=True)
class CostMessage:
    """One message; its statements are marked with their sources as they are made."""

    made: Reckoned
    read: Sequence[str]
    """How the question was read, where that is not plain."""
    analysis: CostAnalysis | None
    """None where no variant has a total."""
    kb: KnowledgeBase
    rows: int
    """Most rows of the table."""
    without: Sequence[str]
    """Those of ``PARTS`` that are left out."""
    notes: Footnotes = field(default_factory=Footnotes)

    def reads_alone(self) -> str:
        """What it says to whoever sees no blocks."""
        summary = " ".join(self._summary().lines()).replace("*", "")
        return f"{plain(self._title(), 150)}. {summary}"

    def blocks(self, *, draws: bool) -> Iterator[Block]:
        """All but the controls and the small print."""
        yield header(self._title())
        yield section("\n".join(self._summary().lines()))
        if costs := with_figures(self.made, self.rows):
            yield from self._figures(costs, draws=draws)
        for lines in ([*self._swings(), *self._break_even()], [*self._not_in_it()]):
            if lines:
                yield section("\n".join(lines))

    def small_print(self) -> Iterator[Block]:
        """What is assumed and extrapolated, then the sources of all that was said."""
        found = self.made.found
        # Why a default is what it is stands with the line items.
        lines = [*assumptions_in_short(found, self.kb), *scaled_lines(found, self.kb)]
        with_once = [each for each in found.variants if each.once and each.once.high.amount]
        sums = [f"A total is {in_years(self.made)} and what is paid for once."] if with_once else []
        yield context(
            _within("\n".join([*(said(each, self.notes) for each in lines), *sums]), "\n")
        )
        if self.notes.sources:
            shown = {each.weakest for each in with_figures(self.made, self.rows)}
            cited = [*self.notes.lines(), f"{grades(self.notes.grades() | shown)}."]
            yield context(_within("\n".join(cited), "\n"))

    def _title(self) -> str:
        named = [name(self.kb, each) for each in self.made.named]
        if not named:
            return "What it would cost"
        more = len(named) - _TITLE_NAMES
        shown = [*named[:_TITLE_NAMES], *([f"{more} more"] if more > 0 else [])]
        return f"What it would cost: {listed(shown)}"

    def _summary(self) -> CostSummary:
        return CostSummary(self.made, self.read, self.kb, self.notes)

    def _figures(self, costs: Sequence[VariantCost], *, draws: bool) -> Iterator[Block]:
        if draws:
            yield figures_table(costs, self.made, self.kb)
            chart = figures_chart(costs, self.made)
            yield from [chart] if chart else []
        else:
            yield figures_in_words(costs, self.made, self.kb)
        if more := len(with_figures(self.made)) - len(costs):
            verb = "is" if more == 1 else "are"
            yield context(f"{more} more with figures {verb} in *{ITEMS_LABEL}*.")

    def _swings(self) -> Iterator[str]:
        if self.analysis is None or not self.analysis.swings or "swings" in self.without:
            return
        of = self.kb.costs.variant(self.analysis.of)
        yield f"*What moves it most*, for {plain(of.name, NAME)}"
        for each in swing_lines(self.analysis.swings, self.made.found, self.kb, _SWINGS):
            yield f"• {said(each, self.notes)}"

    def _break_even(self) -> Iterator[str]:
        if "break_even" not in self.without and (swap := self._nearest_swap()):
            yield "*Where a year turns*"
            yield f"• {said(break_even_line(swap, self.made.found, self.kb), self.notes)}"

    def _nearest_swap(self) -> BreakEven | None:
        """With the nearest rival of another alternative; else with another variant of this one."""
        if self.analysis is None:
            return None
        own = self.kb.costs.variant(self.analysis.of).alternative
        swaps = self.analysis.break_evens
        apart = (
            each
            for each in swaps
            if {self.kb.costs.variant(of).alternative for of in (each.first, each.second)} != {own}
        )
        return next(iter((*apart, *swaps)), None)

    def _not_in_it(self) -> Iterator[str]:
        """What stands in no sum, or in no sum for this team, and what sums do not say."""
        if "work" not in self.without:
            yield from self._work()
        if "no_figure" not in self.without:
            yield from self._no_figure()
        yield from self._unfit()

    def _work(self) -> Iterator[str]:
        """That engineer time is not the same work in all, where the summary has no room to say."""
        costs = [each for each in with_figures(self.made, self.rows) if each.people is not None]
        line = work_line(costs, self.kb)
        if line is not None and overlap_line(self.made.found) is None:
            yield said(line, self.notes)

    def _no_figure(self) -> Iterator[str]:
        """Who has no figure, and what has none in those that have a total."""
        summary, found = self._summary(), self.made.found
        without = [each for each in self.made.fitting if each.infrastructure is None]
        left = [each for each in without if not summary.speaks_of(each)]
        in_part = [each for each in left if known_part_line(each, found, self.kb) is not None]
        if none := [each for each in left if each not in in_part]:
            yield f"*No figure*, since no source gives one: {_several(_names(none))}"
        if in_part:
            yield f"*A figure in part*, in *{ITEMS_LABEL}*: {_several(_names(in_part))}"
        summed = [each for each in self.made.fitting if each.total is not None]
        open_items = dict.fromkeys(item.name for each in summed for item in each.not_counted)
        if open_items:
            yield f"*In no total*, for want of figures: {_several(list(open_items))}"

    def _unfit(self) -> Iterator[str]:
        """Who is not for this team, whoever is advised first; one reason stands once."""
        summary = self._summary()
        unfit = [each for each in self.made.unfit if not summary.speaks_of(each)]
        told = set() if "reasons" in self.without else {*self.made.named, *self.made.advised}
        reasons: dict[Line, list[str]] = {}
        for each in unfit:
            if each.variant.alternative in told:
                because = replace(unfit_line(each, self.kb), lead="")
                reasons.setdefault(because, []).append(row_name(each))
        for because, names in reasons.items():
            text = said(because, self.notes, _REASON)
            yield f"*Not for this team*: {_several(names)}. {text}"
        if others := [each for each in unfit if each.variant.alternative not in told]:
            left = _several(_names(others))
            yield f"*Not for this team*, for reasons in *{ITEMS_LABEL}*: {left}"


def _names(costs: Iterable[VariantCost]) -> list[str]:
    return [row_name(each) for each in costs]


def _several(names: Sequence[str]) -> str:
    """Names, which may have commas in them; of many the first, and how many more."""
    more = len(names) - _NAMED
    shown = [plain(each, NAME) for each in names[:_NAMED]]
    return "; ".join([*shown, *([f"{more} more"] if more > 0 else [])])


def _within(text: str, apart: str) -> str:
    """A text within what an element takes; it is markup, so that only whole parts are cut."""
    while len(text) > _SMALL_PRINT:
        text = text.rpartition(apart)[0]
    return text
