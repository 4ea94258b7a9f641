"""Answers to questions about what is known that lead to no page: the list, and what is nearest."""

from collections.abc import Sequence

from bot.pages.index import Subject
from bot.pages.page import Lines, Page
from bot.pages.words import listed
from bot.views.blocks import Rendered, context, header, plain, section
from bot.views.help import COMMAND


def topics(contents: Page) -> Rendered:
    """Everything that can be explained, as people type it, a paragraph a kind."""
    return Rendered(
        text=f"`{COMMAND} explain` and one of these shows what is known, with its sources.",
        blocks=[
            header(contents.title),
            section(f"Type `{COMMAND} explain` and one of these."),
            *(
                section(f"*{plain(each.heading, 150)}*\n{' '.join(_typed(part))}")
                for each in contents.sections
                for part in each.parts
                if isinstance(part, Lines)
            ),
            context("Spaces, hyphens and capitals do not matter; full names work as well."),
        ],
    )


def _typed(lines: Lines) -> list[str]:
    return [f"`{plain(each.lead, 60)}`" for each in lines.lines]


def nothing_called(text: str, nearest: Sequence[Subject]) -> Rendered:
    """There is no such subject; the nearest ones, or where the list is."""
    read = plain(text.replace("`", "'"), 60)
    meant = [f"`{COMMAND} explain {plain(each.id, 60)}`" for each in nearest]
    did_you = f"Did you mean {listed(meant, 'or')}? " if meant else ""
    sentence = f"Nothing here is called `{read}`. {did_you}`{COMMAND} explain` lists all there is."
    return Rendered(text=sentence, blocks=[section(sentence)])
