"""What a cost comes to, in sentences: what was asked, for whom, the pick, who costs less."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.pages.assumed import TWO_CURRENCIES
from bot.pages.lowest import overlap_line
from bot.pages.ownership import (
    about,
    evidence,
    known_part_line,
    long_name,
    once_line,
    priced_elsewhere_line,
    unfit_line,
    workload,
)
from bot.pages.page import Line
from bot.views.blocks import plain
from bot.views.cost_figures import in_years, with_figures
from bot.views.reckoned import ADVISED, Reckoned
from bot.views.sources import Footnotes
from bot.views.words import name
from engine.cost.comparing import cheaper_than, rests_on_own_hours
from engine.cost.model import VariantCost
from knowledge.schema import NO_ORCHESTRATOR, PRICED_IN, AlternativeId, KnowledgeBase

NAME: Final = 60
"""Most characters of a name in a sentence."""
_WAY: Final = {
    "pick": "one way to run the pick",
    "close": "among those that are too close to call",
    "default": "one way to run the default",
}
"""By the word of whoever is advised."""
_WITHOUT: Final = (
    "No orchestrator: nothing here has a figure for it. A script, cron, a log and an alert run on "
    "what you have; how much engineer time they take, no source says."
)
_TOLD = 3
_ASKED = 5
_LINE = 500
_REASON = 250


@dataclass(frozen=True, slots=True)
class CostSummary:
    """The sentences that come first; they are marked with their sources as they are made."""

    made: Reckoned
    read: Sequence[str]
    """How the question was read, where that is not plain."""
    kb: KnowledgeBase
    notes: Footnotes

    def lines(self) -> Iterator[str]:
        """Whatever of it applies, a paragraph each."""
        yield from self.read
        if not self.made.found.variants:
            yield from self.without_figures()
            return
        yield from self._of_asked()
        yield f"For {workload(self.made.found.assumptions)}."
        yield from self._advised()
        yield from self._cheaper()
        yield from self.without_figures()
        yield from self._open()
        for line in (
            overlap_line(self.made.found),
            priced_elsewhere_line(self.made.found, self.kb),
        ):
            if line is not None:
                yield said(line, self.notes)

    def without_figures(self) -> Iterator[str]:
        """Why whoever was named, or is advised and no other was named, is not among the figures."""
        for alternative in self._absent():
            parts = [
                (each, known_part_line(each, self.made.found, self.kb))
                for each in self._of(alternative)
            ]
            known = [line for _, line in parts if line is not None]
            if known:
                yield from (said(line, self.notes) for line in known)
            else:
                yield self._why_absent(alternative)

    def speaks_of(self, cost: VariantCost) -> bool:
        """Whether it says already why a variant is not among the figures."""
        if cost in self._asked():
            return True
        alternative = cost.variant.alternative
        if cost.unfit or alternative not in self._absent():
            return False
        parts = [known_part_line(each, self.made.found, self.kb) for each in self._of(alternative)]
        return not any(parts) or known_part_line(cost, self.made.found, self.kb) is not None

    def _asked(self) -> list[VariantCost]:
        """What was asked for by a name of its own, what fits first."""
        found = [each for each in self.made.found.variants if self.made.is_asked(each)]
        return sorted(found, key=lambda each: bool(each.unfit))[:_ASKED]

    def _of_asked(self) -> Iterator[str]:
        for each in self._asked():
            called = f"*{plain(long_name(each), NAME)}*"
            way = f"{called} is a way to run {name(self.kb, each.variant.alternative)}"
            yield f"{way}: {self._figures(each)}{self._unfit(each)}"

    def _advised(self) -> Iterator[str]:
        """What the ways to run the pick cost."""
        told = [each for each in self._told() if each not in self._asked()]
        for number, each in enumerate(told):
            which = f", {_WAY[self.made.standing(each)]}" if number == 0 else ""
            yield f"*{plain(long_name(each), NAME)}*{which}: {self._figures(each)}"

    def _told(self) -> list[VariantCost]:
        found = [each for each in self.made.of_the_pick if each.infrastructure is not None]
        return found[:_TOLD]

    def _figures(self, cost: VariantCost) -> str:
        """A total with what people and moving have in it, or what there is of it; its grade."""
        if cost.infrastructure is None:
            known = known_part_line(cost, self.made.found, self.kb)
            return "no source gives a figure." if known is None else self._part(known)
        grade = f"Evidence: {evidence(cost, self.kb)}."
        if cost.total is None or cost.people is None:
            infrastructure = f"{about(cost.infrastructure)} a year for infrastructure"
            return f"{infrastructure}, {about(cost.people)} for engineer time. {grade}"
        hours = ", by the hours that you assumed" if rests_on_own_hours(cost) else ""
        people = f"{about(cost.people)} a year of it engineer time{hours}"
        total = f"{about(cost.total)} in {in_years(self.made)}, {people}"
        once = once_line(cost)
        return f"{total}{f', {once}' if once else ''}. {grade}"

    def _part(self, known: Line) -> str:
        return f"{plain(known.text, _LINE)} {self.notes.mark(*known.sources)}".rstrip()

    def _unfit(self, cost: VariantCost) -> str:
        if not cost.unfit:
            return ""
        line = unfit_line(cost, self.kb)
        because = f"{plain(line.text, _REASON)} {self.notes.mark(*line.sources)}".rstrip()
        return f" It is not for this team. {because}"

    def _cheaper(self) -> Iterator[str]:
        """Whatever costs less than all there is of the pick, where the two can be compared."""
        summed = [each for each in self.made.of_the_pick if each.total is not None]
        lows = [each.total.low.amount for each in summed if each.total is not None]
        below = {
            other.variant.id: other
            for each in summed
            for other in cheaper_than(each, self.made.found)
            if not self.made.standing(other)
            and other.total is not None
            and other.total.high.amount < min(lows)
        }
        if below:
            names = [f"*{plain(long_name(each), NAME)}*" for each in below.values()]
            verb = "costs" if len(names) == 1 else "cost"
            advised = ADVISED[self.made.standing(summed[0])]
            yield f"By these figures {'; '.join(names)} {verb} less than {advised}."

    def _open(self) -> Iterator[str]:
        """What keeps figures from being added up, and what to do about it."""
        assumed = self.made.found.assumptions
        if not assumed.adds_up:
            yield f"No totals: {TWO_CURRENCIES} (*Change assumptions*)."
            return
        if assumed.currency != PRICED_IN and assumed.per_dollar is None:
            yield (
                f"In US dollars, as prices are: say what one is worth in {assumed.currency} "
                "(*Change assumptions*) and it is shown in that."
            )
        if self._needs_hours():
            yield (
                "What has no figure for engineer time has no total; with the hours that you "
                "assume (*Change assumptions*) it has one."
            )

    def _needs_hours(self) -> bool:
        """Whether what was asked for, the pick, or all there is has no total for want of it."""
        costs = with_figures(self.made)
        asked = [each for each in costs if self.made.is_asked(each)]
        told = asked or self._told() or ([] if any(each.total for each in costs) else costs)
        return any(each.people is None for each in told)

    def _absent(self) -> list[AlternativeId]:
        """Whoever was named, or is advised and no other was named, and has nothing to be shown.

        Of whom a variant was asked for that is spoken of already.
        """
        meant = self.made.named or tuple(self.made.advised)
        found = {each.variant.alternative for each in with_figures(self.made)}
        spoken = {each.variant.alternative for each in self._asked()}
        return [each for each in meant if each not in found | spoken]

    def _of(self, alternative: AlternativeId) -> list[VariantCost]:
        return [each for each in self.made.fitting if each.variant.alternative == alternative]

    def _why_absent(self, alternative: AlternativeId) -> str:
        if alternative == NO_ORCHESTRATOR:
            return _WITHOUT
        called = name(self.kb, alternative)
        variants = self.made.found.variants
        if all(each.variant.alternative != alternative for each in variants):
            return f"{called}: no way to run it is known here, so there is no sum."
        if not self._of(alternative):
            return f"{called}: no way to run it that is known here fits this team."
        return f"{called}: no source gives a figure."


def said(line: Line, notes: Footnotes, most: int = _LINE) -> str:
    """A line as markup, with the marks of its sources."""
    lead = f"*{plain(line.lead, 2 * NAME)}*: " if line.lead else ""
    return f"{lead}{plain(line.text, most)} {notes.mark(*line.sources)}".rstrip()
