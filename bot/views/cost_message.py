"""The parts of what it would cost: for whom, the figures, what moves them, what they rest on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.pages.assumed import TWO_CURRENCIES
from bot.pages.ownership import (
    about,
    assumptions_in_short,
    break_even_line,
    overlap_line,
    scaled_lines,
    swing_line,
    unfit_line,
    work_line,
    workload,
)
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
from bot.views.reckoned import Reckoned
from bot.views.sources import Footnotes, grades
from bot.views.words import name
from engine.cost.analysis import CostAnalysis
from engine.cost.model import BreakEven, VariantCost
from knowledge.schema import PRICED_IN, AlternativeId, KnowledgeBase

ITEMS_LABEL: Final = "Line items and sources"
PARTS: Final = ("break_even", "reasons", "work", "no_figure", "swings")
"""What a message can do without, the least needed first."""
_WAY = {
    "pick": "one way to run the pick",
    "close": "among those that are too close to call",
    "default": "one way to run the default",
}
"""By the word that marks whoever is advised."""
_NAME = 60
_LINE = 500
_REASON = 250
_SMALL_PRINT = 2900
_TITLE_NAMES = 3
_TOLD = 3
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
        said = " ".join(self._summary()).replace("*", "")
        return f"{plain(self._title(), 150)}. {said}"

    def blocks(self, *, draws: bool) -> Iterator[Block]:
        """All but the controls and the small print."""
        yield header(self._title())
        yield section("\n".join(self._summary()))
        if costs := with_figures(self.made, self.rows):
            yield from self._figures(costs, draws=draws)
        parts: dict[str, Iterable[str]] = {
            "swings": self._swings(),
            "break_even": self._break_even(),
            "work": self._work(),
            "no_figure": self._no_figure(),
            "reasons": self._unfit(),
        }
        for part, lines in parts.items():
            text = "" if part in self.without else "\n".join(lines)
            if text:
                yield section(text)
        if "reasons" in self.without and self.made.unfit:
            yield section(self._unfit_by_name(self.made.unfit))

    def small_print(self) -> Iterator[Block]:
        """What is assumed and extrapolated, then the sources of all that was said."""
        found = self.made.found
        # Why a default is what it is stands with the line items.
        lines = [*assumptions_in_short(found, self.kb), *scaled_lines(found, self.kb)]
        with_once = [each for each in found.variants if each.once and each.once.high.amount]
        sums = [f"A total is {in_years(self.made)} and what is paid for once."] if with_once else []
        yield context(_within("\n".join([*map(self._said, lines), *sums]), "\n"))
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

    def _summary(self) -> Iterator[str]:
        """For whom it is, what the pick costs, and whether anyone costs least for certain."""
        yield from self.read
        yield f"For {workload(self.made.found.assumptions)}."
        yield from self._advised()
        yield from map(self._absent, self._without_figures())
        if not self.made.found.assumptions.adds_up:
            yield f"No totals: {TWO_CURRENCIES} (*Change assumptions*)."
        elif self._stays_in_dollars():
            currency = self.made.found.assumptions.currency
            yield (
                f"In US dollars, as prices are: say what one is worth in {currency} (*Change "
                "assumptions*) and it is shown in that."
            )
        if self.made.found.assumptions.adds_up and self._needs_hours():
            yield (
                "What has no figure for engineer time has no total; with the hours that you "
                "assume (*Change assumptions*) it has one."
            )
        if line := overlap_line(self.made.found):
            yield self._said(line)

    def _advised(self) -> Iterator[str]:
        """What the ways to run the pick cost."""
        for number, each in enumerate(self._told()):
            which = f", {_WAY[self.made.mark(each)]}" if number == 0 else ""
            yield f"*{plain(each.variant.name, _NAME)}*{which}: {self._amount(each)}"

    def _told(self) -> list[VariantCost]:
        found = [each for each in self.made.of_the_pick if each.infrastructure is not None]
        return found[:_TOLD]

    def _amount(self, cost: VariantCost) -> str:
        """A total with the part that people have in it, or what there is of it."""
        if cost.total is not None and cost.people is not None:
            people = about(cost.people)
            years = in_years(self.made)
            return f"{about(cost.total)} in {years}, {people} a year of it engineer time."
        infrastructure = f"{about(cost.infrastructure)} a year for infrastructure"
        return f"{infrastructure}, {about(cost.people)} for engineer time."

    def _stays_in_dollars(self) -> bool:
        """Whether another currency was named and nobody said what a dollar is worth in it."""
        assumed = self.made.found.assumptions
        return assumed.currency != PRICED_IN and assumed.per_dollar is None

    def _needs_hours(self) -> bool:
        """Whether the pick, or all there is, has no total for want of engineer time."""
        costs = with_figures(self.made)
        told = self._told() or ([] if any(each.total for each in costs) else costs)
        return any(each.people is None for each in told)

    def _without_figures(self) -> list[AlternativeId]:
        """Whoever was named, or is advised and no other was named, and has nothing to be shown."""
        meant = self.made.named or tuple(self.made.advised)
        found = {each.variant.alternative for each in with_figures(self.made)}
        return [each for each in meant if each not in found]

    def _absent(self, alternative: AlternativeId) -> str:
        """Why one has nothing to be shown."""
        called = name(self.kb, alternative)
        variants = self.made.found.variants
        if all(each.variant.alternative != alternative for each in variants):
            return f"{called}: no way to run it is known here, so there is no sum."
        if all(each.variant.alternative != alternative for each in self.made.fitting):
            return f"{called}: no way to run it that is known here fits this team."
        return f"{called}: no source gives a figure."

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
        if self.analysis is None or not self.analysis.swings:
            return
        of = self.kb.costs.variant(self.analysis.of)
        yield f"*What moves it most*, for {plain(of.name, _NAME)}"
        for each in self.analysis.swings[:_SWINGS]:
            yield f"• {self._said(swing_line(each, self.made.found, self.kb))}"

    def _break_even(self) -> Iterator[str]:
        if swap := self._nearest_swap():
            pair = [self.kb.costs.variant(each).name for each in (swap.first, swap.second)]
            yield f"*Where a year turns*: {_several(pair)}"
            yield f"• {self._said(break_even_line(swap, self.made.found, self.kb))}"

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

    def _work(self) -> Iterator[str]:
        """That engineer time is not the same work in all that stand in the table."""
        costs = [each for each in with_figures(self.made, self.rows) if each.people is not None]
        if line := work_line(costs, self.kb):
            yield self._said(line)

    def _no_figure(self) -> Iterator[str]:
        """Who has no figure, and what has none in those that have a total."""
        without = [each.variant.name for each in self.made.fitting if each.infrastructure is None]
        if without:
            yield f"*No figure*, since no source gives one: {_several(without)}"
        summed = [each for each in self.made.fitting if each.total is not None]
        open_items = dict.fromkeys(item.name for each in summed for item in each.not_counted)
        if open_items:
            yield f"*In no total*, for want of figures: {_several(list(open_items))}"

    def _unfit(self) -> Iterator[str]:
        """Who is not for this team, whoever is advised first; one reason stands once."""
        meant = {*self.made.named, *self.made.advised}
        reasons: dict[Line, list[str]] = {}
        for each in self.made.unfit:
            if each.variant.alternative in meant:
                because = replace(unfit_line(each, self.kb), lead="")
                reasons.setdefault(because, []).append(each.variant.name)
        others = [each for each in self.made.unfit if each.variant.alternative not in meant]
        for because, names in reasons.items():
            yield f"*Not for this team*: {_several(names)}. {self._said(because, _REASON)}"
        if others:
            yield self._unfit_by_name(others)

    def _unfit_by_name(self, costs: Sequence[VariantCost]) -> str:
        names = _several([each.variant.name for each in costs])
        return f"*Not for this team*, for reasons in *{ITEMS_LABEL}*: {names}"

    def _said(self, line: Line, most: int = _LINE) -> str:
        lead = f"*{plain(line.lead, 2 * _NAME)}*: " if line.lead else ""
        return f"{lead}{plain(line.text, most)} {self.notes.mark(*line.sources)}".rstrip()


def _several(names: Sequence[str]) -> str:
    """Names, which may have commas in them; of many the first, and how many more."""
    more = len(names) - _NAMED
    shown = [plain(each, _NAME) for each in names[:_NAMED]]
    return "; ".join([*shown, *([f"{more} more"] if more > 0 else [])])


def _within(text: str, apart: str) -> str:
    """A text within what an element takes; it is markup, so that only whole parts are cut."""
    while len(text) > _SMALL_PRINT:
        text = text.rpartition(apart)[0]
    return text
