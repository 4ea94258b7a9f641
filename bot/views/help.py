"""What the app can do, for whoever asks or mistypes."""

from bot.actions import BlockRef, Start
from bot.views.blocks import Rendered, actions, button, header, plain, section

COMMAND = "/orchestrator"
START_BLOCK = BlockRef("new", 0, "start").encode()
"""The block id of a button that opens a decision: there is none yet that it could name."""
EXAMPLES = (
    f"{COMMAND} recommend",
    f"{COMMAND} recommend 8 engineers, 3 models, no k8s, aws",
    f"{COMMAND} explain lock-in",
    f"{COMMAND} compare prefect dagster",
    f"{COMMAND} help",
)

_COMMANDS = (
    f"`{COMMAND} recommend` asks four questions (team, models, Kubernetes, cloud) and answers with "
    "a recommendation, its reasons, how sure it is, what would change it, and the sources.\n"
    f"`{COMMAND} recommend 8 engineers, 3 models, no k8s, aws` takes what you write as answers and "
    "asks only for the rest.\n"
    f"`{COMMAND} explain lock-in` shows what is known of one subject, with its sources; "
    f"`{COMMAND} explain` lists the subjects.\n"
    f"`{COMMAND} compare prefect dagster` shows two alternatives side by side.\n"
    f"`{COMMAND} help` shows this."
)
_HOW = (
    "Questions come in a thread: press a button, or fill in the form. In our direct message you "
    "can also type, for example `12 engineers`; `not sure` is an answer, and `start over` and "
    "`cancel` work at any time."
)


def help_message() -> Rendered:
    """The commands that work, with examples."""
    return Rendered(
        text=(
            f"Commands: `{COMMAND} recommend`, `{COMMAND} explain`, `{COMMAND} compare`, "
            f"`{COMMAND} help`."
        ),
        blocks=[
            header("Choosing an ML pipeline orchestrator"),
            section(_COMMANDS),
            section(_HOW),
            actions([button("New decision", Start())], block_id=START_BLOCK),
        ],
    )


def unknown_command(word: str, nearest: str | None) -> Rendered:
    """The answer to a command that does not exist; ``nearest`` is the one that was likely meant."""
    read = plain(word.replace("`", "'"), 40)
    next_step = (
        f"Did you mean `{COMMAND} {plain(nearest, 40)}`?"
        if nearest
        else f"Type `{COMMAND} help` to see the commands."
    )
    sentence = f"There is no command `{read}`. {next_step}"
    return Rendered(text=sentence, blocks=[section(sentence)])
