"""What the app can do, for whoever asks or mistypes."""

from typing import Final

from bot.actions import OpenNewForm, Start
from bot.block_ids import BESIDE, BlockRef
from bot.commands import COMMANDS
from bot.views.blocks import Rendered, actions, button, context, header, plain, section

COMMAND = "/orchestrator"
START_BLOCK = BlockRef(BESIDE, 0, "start").encode()
"""The block id of controls that begin a decision: there is none yet that they could name."""
EXAMPLES = (
    f"{COMMAND} recommend 8 engineers, 3 models, no k8s, aws",
    f"{COMMAND} compare prefect dagster",
    f"{COMMAND} explain lock-in",
)
_AFTER: Final = {
    "compare": "prefect dagster",
    "explain": "lock-in",
    "why": "not kubeflow",
    "what": "if we move to gcp",
    "cost": "prefect airflow 40 pipelines",
    "outgrown": "airflow",
    "checklist": "prefect dagster",
    "poc": "prefect",
}
"""What can follow a command, as an example; the others stand alone."""
PROMPTS = (
    ("Choose an orchestrator", "Recommend an orchestrator"),
    ("Compare two of them", "Compare Airflow and Dagster"),
    ("Have we outgrown Airflow?", "Have we outgrown Airflow?"),
    ("Explain lock-in", "What is lock-in?"),
)
"""What to begin with in the direct message: title and message, at most four."""

_DECIDE = (
    f"`{COMMAND} recommend` asks about team, models, Kubernetes and cloud, then only what could "
    "change the answer. It gives a recommendation, its reasons, how sure it is, what would change "
    "it, and the sources.\n"
    f"`{COMMAND} recommend 8 engineers, 3 models, no k8s, aws` takes what you write as answers.\n"
    f"`{COMMAND} form` has the questions as a form.\n"
    f"`{COMMAND} resume` lists the decisions that you took part in."
)
_ASK = (
    f"`{COMMAND} compare prefect dagster` shows two side by side.\n"
    f"`{COMMAND} explain lock-in` shows what is known of a subject, with its sources; "
    f"`{COMMAND} explain` lists the subjects.\n"
    f"`{COMMAND} why not kubeflow` says what speaks against one, and what would make it the pick.\n"
    f"`{COMMAND} what if we move to gcp` says what would change, without changing anything.\n"
    f"`{COMMAND} cost prefect airflow` reckons what each way to run them costs you, with the "
    "sources of every figure and what it rests on, which you can change.\n"
    f"`{COMMAND} outgrown airflow` counts five signals that it is time to move."
)
_EVALUATE = (
    f"`{COMMAND} checklist prefect dagster` begins a checklist for each, or finds those of this "
    "channel: the whole team ticks them in the thread.\n"
    f"`{COMMAND} poc prefect` begins a proof of concept: four tests, with tasks to tick and scores "
    "from 1 to 5.\n"
    f"`{COMMAND} weigh` lets each of you say how much each criterion counts.\n"
    f"`{COMMAND} decide` closes the decision and writes its record; `{COMMAND} record` finds the "
    "records of this channel.\n"
    f"`{COMMAND} settings` is for admins: weights to begin with, retention, who may do what."
)
_WHERE = (
    "In our direct message just write. In a channel mention me, in a decision's thread as well. "
    "*Advise on this thread*, in the menu of any message, begins a decision in its thread. "
    "All of this can be said there in your own words: `actually 40 engineers`, `not sure`, "
    "`why do you ask?`, `that's enough`, `start over`."
)


def help_message() -> Rendered:
    """The commands that work, with examples, and where else to talk."""
    said = (
        "why not" if word == "why" else "what if" if word == "what" else word for word in COMMANDS
    )
    commands = ", ".join(f"`{COMMAND} {word}`" for word in said)
    return Rendered(
        text=f"Commands: {commands}.",
        blocks=[
            header("Choosing an ML pipeline orchestrator"),
            section(f"*Decide*\n{_DECIDE}"),
            section(f"*Ask*\n{_ASK}"),
            section(f"*Evaluate and decide together*\n{_EVALUATE}"),
            section(f"*Where*\n{_WHERE}"),
            actions(begin(), block_id=START_BLOCK),
            context(f"`{COMMAND} help` shows this."),
        ],
    )


def begin() -> list[dict[str, object]]:
    """The two ways to begin a decision: to be asked, or to fill in a form."""
    return [button("New decision", Start()), button("Fill in a form", OpenNewForm())]


def not_understood(word: str, rest: str) -> Rendered:
    """The answer to a command that exists, with something after it that says nothing to it."""
    command = plain(word, 40)
    example = f"`{COMMAND} {' '.join(filter(None, (command, _AFTER.get(word))))}`"
    what = f"“{plain(rest, 60)}” after `{command}`" if rest else f"`{command}` alone"
    sentence = f"I did not understand {what}. For example, type {example}."
    return Rendered(text=sentence, blocks=[section(sentence)])


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
