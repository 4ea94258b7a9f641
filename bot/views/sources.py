"""Sources as they are cited: in full, or by a mark in the text and a list under it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.pages.words import GRADES
from bot.views.blocks import link, plain
from knowledge.schema import Claim, Grade, KnowledgeBase, Source


def citation(source: Source) -> str:
    """Title (linked where there is an address), date and grade."""
    title = link(source.url, source.title) if source.url else plain(source.title, 120)
    return f"{title}, {source.as_of}, grade {source.grade.value}"


def grades(found: Iterable[Grade]) -> str:
    """The legend of these grades: 'Grades: A primary source, ...'."""
    return "Grades: " + ", ".join(f"{each.value} {GRADES[each]}" for each in sorted(set(found)))


@dataclass(frozen=True, slots=True)
class Footnotes:
    """The sources of one message, numbered as they are first cited."""

    _numbers: dict[Source, int] = field(default_factory=dict)

    @property
    def sources(self) -> frozenset[Source]:
        """What was cited so far."""
        return frozenset(self._numbers)

    def mark(self, *sources: Source) -> str:
        """What stands behind a statement that rests on these: '[1]', '[1][3]'."""
        numbers = [self._numbers.setdefault(each, len(self._numbers) + 1) for each in sources]
        return "".join(f"[{number}]" for number in sorted(set(numbers)))

    def claims(self, claims: Iterable[Claim], kb: KnowledgeBase) -> str:
        """The mark of what these claims rest on."""
        return self.mark(*(kb.source(claim.source) for claim in claims))

    def lines(self) -> list[str]:
        """Every source that was cited, with its number."""
        return [f"[{number}] {citation(each)}" for each, number in self._numbers.items()]

    def grades(self) -> set[Grade]:
        """The grades of all that was cited."""
        return {source.grade for source in self._numbers}
