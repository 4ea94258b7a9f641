"""Sentences for one person, beside where something happened, with the next step in each."""

from collections.abc import Sequence

from bot.pages.words import listed
from bot.views.blocks import escape
from bot.views.words import mention
from engine.evaluation.model import SheetKind

UNKNOWN_DECISION = (
    "I do not know this decision any more. Type `/orchestrator recommend` to begin a new one, or "
    "`/orchestrator resume` to find yours."
)
OLD_MESSAGE = (
    "This message is out of date. Use the newest one of this decision: `/orchestrator resume` "
    "finds it. `/orchestrator recommend` begins a new one."
)
OLD_VERSION = (
    "This control comes from another version of the app. Type `/orchestrator recommend` to "
    "begin a new decision."
)
IN_THREAD_ALREADY = "That stands in the thread already; I have brought it up to date."
ANSWERED_IN_THREAD = "I have answered that in the thread of the decision."
DECIDES_HERE_ALREADY = (
    "This thread has a decision already. Reply there and mention me, or press one of its buttons."
)
ASKED_IN_THREAD = "I have asked that in the thread."
IN_DIRECT_MESSAGE = "A new decision has begun: it waits for you under Messages."
FORM_NOT_OPENED = "Slack did not open the form. Please click the button again."
NO_DECISION_HERE = (
    "No decision is open here. Type `/orchestrator recommend` to begin one, "
    "`/orchestrator resume` to find yours, or `/orchestrator help` to see what I can do."
)
NOWHERE_TO_POST = (
    "I may post neither in this channel nor in your direct message. Type `/invite` and my name "
    "here, then `/orchestrator recommend` again."
)

CURRENCY_CHANGED = (
    "Somebody has set another currency since this form was opened; close it and open it again, so "
    "that no amount is taken for one of another currency."
)
NOTHING_TO_KEEP = (
    "Fill in what an engineer costs, the currency, hours or years, or leave this unticked."
)
KEEPS_NOTHING = "This workspace keeps nothing for costs any more."
NOT_SHOWN = (
    "That is saved. Slack did not take my last message here; I try once more. If nothing changes, "
    "I may have been removed from this channel: type `/invite` and my name, then press again."
)
PERHAPS_POSTED = (
    "Your answers are saved, but Slack did not say whether it took my message. If it does not "
    "appear here, type `/orchestrator recommend` again in a while."
)
DECIDED = (
    "This decision is closed, so nothing of it changes. *Reopen* under its record lets it go on."
)
CANCELLED = (
    "This decision was cancelled, so nothing of it changes. Type `/orchestrator recommend` to "
    "begin a new one."
)
NOTHING_TO_UNDO = "There is no change of yours to take back here; *History* shows who changed what."
NO_TASK_TO_UNDO = (
    f"{NOTHING_TO_UNDO} Scores are not taken back here: everybody changes their own under *Score*."
)
UNDO_TOO_LATE = (
    "Something newer was changed before this reached me, so nothing was taken back. Press *Undo* "
    "again if you still want it."
)
RESET_SINCE = (
    "The sheet was emptied after you ticked that, so it is open. Tick it again if it still holds."
)
TICKED_TOO_LATE = (
    "Somebody has changed that after you did; the message shows what counts. Click again if you "
    "see it otherwise."
)
WRONG_LINK = "Write an address that begins with https:// or http://, or leave this empty."
NO_SUCH_VERDICT = "Choose one of the verdicts of the list."

PRESS_TO = {
    "weigh": "The criteria as a form: press *Weigh*.",
    "decide": "The form that closes this decision: press *Decide*.",
    "settings": "What counts for the whole workspace, as a form: press *Settings*.",
}

NAME_ONE_TO_BEGIN = (
    "The decision here is closed. To evaluate anew, name one or several: "
    "`/orchestrator checklist prefect dagster`."
)


def which_candidate(kind: SheetKind) -> str:
    """A sheet was asked for, and nothing says of what."""
    word = "checklist" if kind == "checklist" else "poc"
    return (
        "Of which orchestrator? Nothing is recommended here yet, so name one or several: "
        f"`/orchestrator {word} prefect dagster`."
    )


def not_yours(opened_by: str) -> str:
    """Only whoever opened a decision, or an admin, ends it or drops its answers."""
    return (
        f"Only whoever opened this decision ({mention(opened_by)}) or an admin of the workspace "
        "may do that. Ask them, or an admin."
    )


def not_posted(code: str) -> str:
    """Slack did not take the root message, or did not say."""
    return (
        f"Your answers are saved, but Slack did not take my message ({escape(code)}). Please type "
        "`/orchestrator recommend` again in a while; if that fails too, tell whoever runs this app."
    )


def moved(channel: str) -> str:
    """The app may not post where the command was typed."""
    return (
        f"I may not post in <#{escape(channel)}>, so we go on in our direct message. To have me "
        "here, type `/invite` and my name in this channel."
    )


def failed(reference: str) -> str:
    """Something unexpected; nothing was changed."""
    return (
        "That did not work, and nothing was changed. Please try again; if it happens again, "
        f"tell whoever runs this app the reference {reference}."
    )


def judged_meanwhile(labels: Sequence[str]) -> str:
    """These items of a form are open no more, and do not pass either; shown without markup."""
    named = listed([f"“{each}”" for each in labels])
    stay = "was judged meanwhile by somebody and stays as it is"
    if several := len(labels) > 1:
        stay = "were judged meanwhile by somebody and stay as they are"
    rest = f"Untick {'them' if several else 'it'} and send the rest again."
    return f"{named} {stay}; nothing was taken yet. {rest}"


def changed_since(by: str | None) -> str:
    """Somebody has changed what a person wants to take back."""
    return (
        f"{mention(by)} has changed that since, so nothing was taken back. Change it by hand, or "
        "agree with them first."
    )


def too_long(most: int) -> str:
    """A text is longer than it may be."""
    return f"Write at most {most:,} characters; put the rest where the link leads."
