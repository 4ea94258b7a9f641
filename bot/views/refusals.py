"""Why somebody may not do something, for them alone, with the next step in each sentence."""

from typing import Final

_LOOK: Final = (
    "You can type `/orchestrator compare prefect dagster`, `explain lock-in` or `why not kubeflow`."
)
STRANGERS_LOOK_ON: Final = (
    "Here people of other workspaces read along: the people of this workspace answer, tick and "
    "vote. Ask one of them to do it for you, or an admin to change that in the settings. "
    f"{_LOOK}"
)
GUESTS_LOOK_ON: Final = (
    "Here guests read along: the members of this workspace answer, tick and vote. Ask one of them "
    "to do it for you, or an admin to change that in the settings. "
    f"{_LOOK}"
)
NOT_TO_KEEP: Final = (
    "Only admins of the workspace set what it keeps for all sums. Leave that unticked to add up "
    "with your figures here alone, or ask an admin."
)
NOT_TO_GOVERN: Final = (
    "Only admins of the workspace see and change its settings. Ask one of them to do it."
)
NOT_CHECKED: Final = (
    "I could not check whether you are an admin: Slack did not say. If you are, try again in a "
    "minute."
)
