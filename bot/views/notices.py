"""Sentences for one person, beside where something happened, with the next step in each."""

from bot.views.blocks import escape

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
CANCELLED_DECISION = (
    "This decision was cancelled. Type `/orchestrator recommend` to begin a new one, or "
    "`/orchestrator cost` to ask what it would cost."
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
