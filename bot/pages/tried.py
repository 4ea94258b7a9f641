"""What a team has found out itself, in sentences: never silent where the advice was another."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from bot.pages.words import figures, listed, name, people, picked
from engine.decision.model import Pick, Recommendation
from engine.evaluation.items import categories
from engine.evaluation.model import OPEN, Evaluated, SheetKind
from engine.evaluation.progress import Progress
from engine.evaluation.results import CandidateResult, Results, contradicts, results
from knowledge.schema import AlternativeId, KnowledgeBase

_ITEM: Final[Mapping[SheetKind, str]] = {"checklist": "items", "trials": "tasks"}


def tally(found: Progress) -> str:
    """'4 of 5 pass, 1 failed': what passes, and what was judged otherwise."""
    others = {
        "partial": found.partial,
        "failed": found.failed,
        "not applicable": found.not_applicable,
    }
    said = [f"{number} {what}" for what, number in others.items() if number]
    return ", ".join([f"{found.passed} of {found.total} pass", *said])


@dataclass(frozen=True, slots=True)
class Tried:
    """What a team has found out, beside what it was advised."""

    evaluated: Evaluated
    advice: Recommendation | None
    """None while there is none."""
    kb: KnowledgeBase
    written: Callable[[str], str] = str
    """How a name of the facts is written, where some characters would be markup."""
    results: Results = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "results", results(self.evaluated, self.kb))

    def tests(self) -> str:
        """Who leads on the tests and what was advised; that it is too early to say; or ''.

        'Dagster leads with 4.3 of 5 (Prefect 3.8); the matrix said Prefect.'
        """
        found, advice = self.results, self.advice
        scored = [each for each in found.candidates if each.means]
        if not scored:
            return ""
        said = [f"{self._standing()}{self._advice()}."]
        if advice is not None and not advice.is_default and contradicts(found, advice):
            said.append("The two do not agree.")
        missing = [each.candidate for each in scored if each.mean is None]
        if found.leaders and missing:
            verb = "is" if len(missing) == 1 else "are"
            said.append(f"{self._names(missing)} {verb} not scored on every test yet.")
        return " ".join([*said, *self._uneven()])

    def failures(self, items: int) -> Iterator[str]:
        """What has failed in each sheet, so many by name: 'Prefect fails 2 of 24 items: ...'."""
        for sheet in self.evaluated.sheets:
            every = [item for each in categories(sheet.kind, self.kb) for item in each.items]
            failed = [
                f"“{self.written(item.label)}”"
                for item in every
                if sheet.findings.get(item.id, OPEN).verdict == "fail"
            ]
            if failed:
                more = [f"{len(failed) - items} more"] if len(failed) > items else []
                yield (
                    f"{self._name(sheet.candidate)} fails {len(failed)} of {len(every)} "
                    f"{_ITEM[sheet.kind]}: {listed([*failed[:items], *more])}"
                )

    def _standing(self) -> str:
        leaders = self.results.leaders
        whole = {
            each.candidate: each.mean for each in self.results.candidates if each.mean is not None
        }
        shown = figures(whole.values())
        if not leaders:
            return self._alone(whole, shown)
        verb = "leads with" if len(leaders) == 1 else "tie at"
        others = [
            f"{self._name(each)} {shown[mean]}"
            for each, mean in whole.items()
            if each not in leaders
        ]
        behind = f" ({', '.join(others)})" if others else ""
        return f"{self._names(leaders)} {verb} {shown[whole[leaders[0]]]} of 5{behind}"

    def _alone(self, whole: Mapping[AlternativeId, Fraction], shown: Mapping[Fraction, str]) -> str:
        """Why nobody leads."""
        if not whole:
            return "No candidate is scored on every test yet, so none leads"
        [(only, mean)] = whole.items()
        return (
            f"{self._name(only)} has {shown[mean]} of 5; no other candidate is scored on every "
            "test yet, so none leads"
        )

    def _advice(self) -> str:
        """What the recommendation says beside who leads."""
        advice, leaders = self.advice, self.results.leaders
        if advice is None or not leaders:
            return ""
        if advice.is_default:
            return "; nothing was advised, since too little was known of the team"
        by = "the matrix" if advice.by_ranking else "the tree"
        is_one = advice.kind == "adopt" and not advice.close
        if is_one and leaders == (advice.alternative,):
            return f"; {by} said so too"
        pick = Pick(advice.kind, advice.alternative, advice.beside)
        near = [self.written(picked(pick, self.kb)), *map(self._name, advice.close)]
        return f"; {by} said {listed(near, 'or')}{', too close to call' if advice.close else ''}"

    def _uneven(self) -> Iterator[str]:
        """That what is compared was not scored by the same people."""
        whole = [each for each in self.results.candidates if each.mean is not None]
        if any(each.scored_by != whole[0].scored_by for each in whole):
            counts = [f"{self._name(each.candidate)} by {scorers(each)}" for each in whole]
            yield f"Not by the same people: {listed(counts)}."

    def _name(self, alternative: AlternativeId) -> str:
        return self.written(name(self.kb, alternative))

    def _names(self, alternatives: Collection[AlternativeId]) -> str:
        return listed([self._name(each) for each in alternatives])


def some_of(failed: Sequence[str], most: int) -> list[str]:
    """The first of what ``Tried.failures`` found, and in how many sheets more something failed."""
    more = len(failed) - most
    if more <= 0:
        return [*failed]
    return [
        *failed[:most],
        "1 more sheet has failures" if more == 1 else f"{more} more sheets have failures",
    ]


def scorers(found: CandidateResult) -> str:
    """How many have scored a candidate: '3 people'; '1 to 3 people a test' where they differ."""
    counts = [len(each) for each in found.scored_by.values()]
    fewest, most = min(counts), max(counts)
    if fewest < most:
        return f"{fewest} to {most} people a test"
    return people(most) if most == found.people else f"{people(most)} a test"
