"""A sheet in plain dicts: what each person did, item by item, in the order in which they did it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.views import notices
from engine.evaluation.model import OPEN, Finding, Verdict

SECOND = 1_000_000


@dataclass
class Changed:
    """What one action of one person did."""

    by: str
    before: Mapping[str, Finding]
    after: Mapping[str, Finding]
    can_be_undone: bool


@dataclass
class SheetModel:
    """What must be kept. Times are those of the clicks, in microseconds, each another one."""

    findings: dict[str, Finding] = field(default_factory=dict)
    """Without what is open."""
    newest: dict[str, int] = field(default_factory=dict)
    """The last click that said something of an item."""
    reset: int = 0
    """The last click that emptied the sheet."""
    changes: list[Changed] = field(default_factory=list)

    @property
    def passed(self) -> set[str]:
        return {item for item, each in self.findings.items() if each.verdict == "pass"}

    def tick(self, by: str, item: str, at: int, *, wants: bool) -> None:
        if at < max(self.reset, self.newest.get(item, 0)):
            return
        self.newest[item] = at
        if wants != (item in self.passed):
            verdict: Verdict | None = "pass" if wants else None
            if wants or item in self.passed:
                said = {"verdict": verdict, "by": by, "at": at / SECOND}
                self._change(by, {item: self._now(item).model_copy(update=said)})

    def judge(self, by: str, verdicts: Mapping[str, Verdict | None], at: float) -> None:
        """By a form, which counts as of now."""
        said = {
            item: self._now(item).model_copy(update={"verdict": verdict, "by": by, "at": at})
            for item, verdict in verdicts.items()
            if verdict != self._now(item).verdict
        }
        self._change(by, said)

    def empty(self, by: str, at: int) -> None:
        if at < self.reset:
            return
        self.reset = at
        older = [item for item in self.findings if self.newest.get(item, 0) < at]
        self.newest |= dict.fromkeys(older, at)
        self._change(by, dict.fromkeys(older, OPEN))

    def undo(self, by: str, at: int) -> str:
        """What the person is told."""
        own = [each for each in self.changes if each.by == by and each.can_be_undone]
        if not own:
            return notices.NOTHING_TO_UNDO
        last = own[-1]
        changed = {item for item, after in last.after.items() if self._now(item) != after}
        if changed:
            since = [each.by for each in self.changes if changed & each.after.keys()]
            return notices.changed_since(since[-1])
        if at < max(self.reset, *(self.newest.get(item, 0) for item in last.after)):
            return notices.UNDO_TOO_LATE
        last.can_be_undone = False
        self.newest |= dict.fromkeys(last.after, at)
        self._change(by, last.before, can_be_undone=False)
        return ""

    def _now(self, item: str) -> Finding:
        return self.findings.get(item, OPEN)

    def _change(self, by: str, after: Mapping[str, Finding], *, can_be_undone: bool = True) -> None:
        if not after:
            return
        before = {item: self._now(item) for item in after}
        self.changes.append(Changed(by, before, dict(after), can_be_undone))
        for item, finding in after.items():
            self.findings[item] = finding
            if finding == OPEN:
                del self.findings[item]
