"""What one may choose when the local Slack starts: on the command line or by variable."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playground.blocks import BLOCKS

MANIFEST: Final = Path(__file__).parent.parent / "manifest.yml"
"""The app is installed from the same file as in Slack."""
PORT: Final = "PLAYGROUND_PORT"
BOT_PORT: Final = "PLAYGROUND_BOT_PORT"
OPTIONAL_SCOPES: Final = "PLAYGROUND_OPTIONAL_SCOPES"
MOST: Final = 65_535


@dataclass(frozen=True, slots=True)
class Arguments:
    """What was chosen.

    Attributes:
        port: of the local Slack.
        bot_port: of the app.
        data: the directory for what is kept.
        manifest: what the app is installed from.
        with_bot: whether the app is started too.
        optional_scopes: whether the workspace grants the manifest's optional scopes.
        refused: types of blocks that messages may not hold.
    """

    port: int
    bot_port: int
    data: Path
    manifest: Path
    with_bot: bool
    optional_scopes: bool
    refused: frozenset[str]

    @property
    def ports(self) -> Mapping[str, int]:
        """The ports that have to be free, by the variable that chooses them."""
        return {PORT: self.port} | ({BOT_PORT: self.bot_port} if self.with_bot else {})


def read(words: Sequence[str], environment: Mapping[str, str]) -> Arguments:
    """What the words after the program's name and the variables choose.

    Raises:
        SystemExit: with code 2 after a sentence on stderr, where a word or a variable is wrong;
            with code 0 after ``--help``.
    """
    parser = argparse.ArgumentParser(
        prog="python -m playground",
        description="A local Slack in the browser, with the app installed.",
        epilog=(
            f"{PORT} and {BOT_PORT} choose the ports where the flags do not;"
            f" {OPTIONAL_SCOPES}=no is --no-optional-scopes."
        ),
    )
    parser.add_argument("--port", type=_port, help="of the local Slack (8080)")
    parser.add_argument("--bot-port", type=_port, help="of the app (3000)")
    parser.add_argument(
        "--data", type=Path, default=Path("data"), help="directory for what is kept (%(default)s)"
    )
    parser.add_argument(
        "--manifest", type=Path, default=MANIFEST, help="what the app is installed from"
    )
    beside = parser.add_mutually_exclusive_group()
    beside.add_argument(
        "--with-bot", action="store_true", default=True, help="start the app too (the default)"
    )
    beside.add_argument(
        "--no-bot", action="store_false", dest="with_bot", help="the app is started elsewhere"
    )
    parser.add_argument(
        "--no-optional-scopes",
        action="store_true",
        help="play a workspace that refused the manifest's optional scopes",
    )
    parser.add_argument(
        "--refuse-blocks",
        nargs="+",
        default=(),
        choices=BLOCKS,
        metavar="TYPE",
        help="play a Slack that takes no message with such blocks, as data_visualization",
    )
    found = parser.parse_args(words)

    def chosen(given: int | None, variable: str, default: str) -> int:
        if given is not None:
            return given
        try:
            # An emptied variable chooses nothing, as in the app's own settings.
            return _port(environment.get(variable) or default)
        except argparse.ArgumentTypeError as error:
            parser.error(f"{variable}: {error}")

    port = chosen(found.port, PORT, "8080")
    bot_port = chosen(found.bot_port, BOT_PORT, "3000")
    if port == bot_port:
        parser.error(
            f"the local Slack and the app cannot share port {port}: choose another with"
            f" {PORT} or {BOT_PORT}"
        )
    granted = environment.get(OPTIONAL_SCOPES) or "yes"
    if granted not in ("yes", "no"):
        parser.error(f"{OPTIONAL_SCOPES}: {granted!r} is neither yes nor no")
    return Arguments(
        port=port,
        bot_port=bot_port,
        data=found.data,
        manifest=found.manifest,
        with_bot=found.with_bot,
        optional_scopes=granted == "yes" and not found.no_optional_scopes,
        refused=frozenset(found.refuse_blocks),
    )


def _port(word: str) -> int:
    if not (word.isascii() and word.isdigit() and 1 <= int(word) <= MOST):
        raise argparse.ArgumentTypeError(
            f"{word!r} is no port: write a whole number from 1 to {MOST}"
        )
    return int(word)
