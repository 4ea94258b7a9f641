"""The examples of what a person alone is shown of decisions: Home, lists, what was begun."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.views.begun import records_here, sheets_here
from bot.views.examples import KUBERNETES, TEAM, Example, message, snapshot_of
from bot.views.gallery_record import AS_ADVISED, OTHERWISE, closed, tried
from bot.views.help import help_message, not_understood, unknown_command
from bot.views.home import HomeEntry, SheetEntry, decisions_list, home
from bot.views.snapshot import Snapshot
from engine.dialogue.naming import Named
from engine.evaluation.model import Sheet, SheetKey
from engine.evaluation.progress import progress
from knowledge.schema import AlternativeId, KnowledgeBase, SlotId

_Made = Callable[[KnowledgeBase], Example]

_STARTUP: Final = (8, 3, "none", "aws")
_GROWTH: Final = (30, 20, "strong", "gcp")
_AT: Final = 1_793_620_800.0
_AFTER: Final = 15_552_000.0
"""From one example to the day of its review, in seconds."""
_LINK: Final = "https://team.slack.com/archives/C0TEAM/p1"
_PREFECT, _DAGSTER = AlternativeId("prefect"), AlternativeId("dagster")
_RUNS_TODAY: Final = SlotId("current_orchestrator")


def _entries(kb: KnowledgeBase) -> tuple[HomeEntry, ...]:
    """Decisions as they are listed: in a channel and the direct message, linked and not."""
    at = 1_790_000_000.5
    shown = (
        (snapshot_of(kb, *_STARTUP), "C0TEAM"),
        (snapshot_of(kb, 8, 3, asking=KUBERNETES), "C0TEAM"),
        (snapshot_of(kb, *_GROWTH, asking=_RUNS_TODAY), "D0ADA"),
        (snapshot_of(kb, asking=TEAM), "C0OTHER"),
        (snapshot_of(kb, 8, cancelled=True), "C0TEAM"),
    )
    return tuple(
        HomeEntry(
            dialogue=each.dialogue,
            recommendation=each.recommendation,
            channel=channel,
            updated_at=at - 1000 * number,
            link=f"https://team.slack.com/archives/{channel}/p1" if number else None,
        )
        for number, (each, channel) in enumerate(shown)
    )


def _evaluated(kb: KnowledgeBase) -> tuple[HomeEntry, ...]:
    """What is being evaluated, and what was decided: due for review, and superseded."""
    sheets = (*tried(kb).sheets, Sheet(kind="trials", candidate=_PREFECT, revision=1, findings={}))
    listed = tuple(
        SheetEntry(each.key, progress(each, kb), _LINK if each.kind == "checklist" else None)
        for each in sheets
    )
    return (
        _entry(snapshot_of(kb, *_STARTUP), sheets=listed),
        _entry(closed(kb, AS_ADVISED, *_STARTUP), review_at=_AT + _AFTER, is_review_due=True),
        _entry(closed(kb, OTHERWISE, *_GROWTH, superseded_by=9), review_at=_AT + _AFTER),
    )


def _entry(
    shown: Snapshot,
    *,
    sheets: tuple[SheetEntry, ...] = (),
    review_at: float | None = None,
    is_review_due: bool = False,
) -> HomeEntry:
    return HomeEntry(
        shown.dialogue,
        shown.recommendation,
        "C0TEAM",
        _AT,
        _LINK,
        sheets,
        shown.record,
        review_at,
        is_review_due,
    )


def _begun(kb: KnowledgeBase) -> Example:
    links = {SheetKey("checklist", _PREFECT): None, SheetKey("trials", _DAGSTER): _LINK}
    named = Named(
        alternatives=(_PREFECT, _DAGSTER),
        guessed={_PREFECT: "prefct"},
        not_rated=("luigi",),
        unknown=("<!channel>",),
    )
    return message(sheets_here(links, named, kb))


HOME: Mapping[str, _Made] = {
    "home": lambda kb: Example("home", home((), kb)),
    "home_with_decisions": lambda kb: Example("home", home(_entries(kb), kb, "That is saved.")),
    "home_full": lambda kb: Example("home", home(_entries(kb) * 4, kb)),
    "home_of_an_admin": lambda kb: Example("home", home(_evaluated(kb), kb, governs=True)),
    "home_of_an_admin_without_decisions": lambda kb: Example("home", home((), kb, governs=True)),
    "decisions": lambda kb: message(decisions_list(_entries(kb), kb)),
    "decisions_decided": lambda kb: message(decisions_list(_evaluated(kb), kb)),
    "decisions_none": lambda kb: message(decisions_list((), kb)),
    "begun_sheets": _begun,
    "begun_records": lambda kb: message(
        records_here([(9, OTHERWISE, _LINK), (7, AS_ADVISED, None)], kb)
    ),
    "begun_no_records": lambda kb: message(records_here([], kb)),
    "help": lambda _kb: message(help_message()),
    "unknown_command": lambda _kb: message(unknown_command("recomend", "recommend")),
    "unknown_command_hostile": lambda _kb: message(
        unknown_command("<!channel> `<https://evil|bank>`\u202e", None)
    ),
    "command_not_understood": lambda _kb: message(not_understood("cost", "kubernetes")),
    "command_not_understood_alone": lambda _kb: message(not_understood("what", "")),
    "command_not_understood_hostile": lambda _kb: message(
        not_understood("why", "<!channel> `<https://evil|bank>`\u202e " + "why" * 80)
    ),
}
