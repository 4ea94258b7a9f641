"""The examples of what is exported as text, of the form of reminders, and of the reminders."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from bot.views.examples import PERSON, Example, message, with_long_names
from bot.views.export_view import export_view
from bot.views.reminder import review_reminder, sheet_reminder
from bot.views.reminder_form import Standing, reminder_form
from engine.evaluation.model import Outcome, SheetKey
from knowledge.schema import AlternativeId, KnowledgeBase

_Made = Callable[[KnowledgeBase], Example]

_CHECKLIST: Final = SheetKey("checklist", AlternativeId("prefect"))
_TRIALS: Final = SheetKey("trials", AlternativeId("vertex_pipelines"))
_REF: Final = "d1.7.checklist:prefect:more Europe/Berlin"
_STANDING: Final = tuple(
    Standing(datetime(2026, 12, day, 9, tzinfo=UTC), PERSON) for day in range(1, 11)
)
_URL: Final = "https://example.slack.com/archives/C1/p1700000000000001?a=1&b=<2>|3"


def _text(text: str, title: str = "Checklist of Prefect") -> _Made:
    return lambda _: Example("modal", export_view(title, text))


def _form(key: SheetKey, *standing: Standing, zone: str = "Europe/Berlin") -> _Made:
    return lambda kb: Example("modal", reminder_form(_REF, key, standing, zone, kb))


def _sheet(key: SheetKey, url: str | None = _URL) -> _Made:
    return lambda kb: message(sheet_reminder(key, PERSON, url, kb))


def _review(outcome: Outcome) -> _Made:
    return lambda kb: message(review_reminder(outcome, 7, _URL, kb))


def _long(example: _Made) -> _Made:
    return lambda kb: example(with_long_names(kb))


EXPORTS: Mapping[str, _Made] = {
    "export_short": _text("# Checklist of Prefect\n\n- [x] Retries <can> be set & work.\n"),
    "export_long": _text("- [ ] Retries can be set for each step, with ```backoff```.\n" * 5_000),
    "export_one_line": _text("<&>" * 20_000, title="<!channel> " * 40),
    "reminder_first": _form(_CHECKLIST),
    "reminder_in_utc": _form(_TRIALS, zone="UTC"),
    "reminder_with_ten_standing": _form(_CHECKLIST, *_STANDING),
    "reminder_long_names": _long(_form(_CHECKLIST, *_STANDING, zone="long/" * 100)),
    "reminded_of_checklist": _sheet(_CHECKLIST),
    "reminded_of_trials": _sheet(_TRIALS),
    "reminded_without_link": _sheet(_CHECKLIST, None),
    "reminded_of_what_is_no_more": _sheet(SheetKey("trials", AlternativeId("gone"))),
    "reminded_long_names": _long(_sheet(_CHECKLIST)),
    "reminded_of_review": _review(
        Outcome(kind="adopt", alternative=AlternativeId("prefect"), because="", by=PERSON, at=1.0)
    ),
}
