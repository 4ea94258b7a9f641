"""The message of a sheet: the checklist of a candidate; see ``trials`` for its proof of concept."""

from bot.actions import StartTrials
from bot.pages import words
from bot.pages.tried import tally
from bot.views.blocks import Block, Rendered, button, context, header, plain, section
from bot.views.help import COMMAND
from bot.views.sheet import (
    bar,
    controls,
    is_closed,
    is_to_do,
    items,
    sheet_in,
    totals,
)
from bot.views.snapshot import Snapshot
from bot.views.trials import trials
from bot.views.words import name
from engine.evaluation.items import Category, categories
from engine.evaluation.model import Sheet, SheetKey
from engine.evaluation.progress import progress, progress_in
from knowledge.schema import KnowledgeBase


def sheet(snapshot: Snapshot, key: SheetKey, kb: KnowledgeBase) -> Rendered:
    """The message of a sheet, as the database has it; or that the sheet was not begun."""
    found = sheet_in(snapshot, key)
    if found is None:
        return _missing(key, kb)
    if key.kind == "trials":
        return trials(snapshot, found, kb)
    return _checklist(snapshot, found, kb)


def _missing(key: SheetKey, kb: KnowledgeBase) -> Rendered:
    candidate = name(kb, key.candidate)
    if key.kind == "trials":
        line = (
            f"No proof of concept was begun for {candidate}. *Proof of concept* under its "
            "checklist begins one."
        )
    else:
        command = f"`{COMMAND} checklist {plain(key.candidate, 40)}`"
        line = f"No checklist was begun for {candidate}. {command} begins one."
    return Rendered(text=line.replace("*", ""), blocks=[section(line)])


def _checklist(snapshot: Snapshot, shown: Sheet, kb: KnowledgeBase) -> Rendered:
    found = progress(shown, kb)
    candidate = words.name(kb, shown.candidate)
    # A header takes 150 characters, and the figures are not what may be cut.
    title = f"{candidate[:100]}: {found.passed} of {found.total} pass"
    is_more = found.open > 0 or any(map(is_to_do, shown.findings.values()))
    where = " *Open items* says who has what to do." if is_more and not is_closed(snapshot) else ""
    return Rendered(
        text=f"{plain(title, 150)}. {totals(found)}.",
        blocks=[
            header(title),
            *(
                block
                for category in categories(shown.kind, kb)
                for block in _category(snapshot, shown, category)
            ),
            context(f"{totals(found)}.{where}"),
            *controls(snapshot, shown, kb, [button("Proof of concept", StartTrials())]),
        ],
    )


def _category(snapshot: Snapshot, shown: Sheet, category: Category) -> list[Block]:
    found = progress_in(category, shown)
    return [
        section(f"*{plain(category.name, 75)}*  {bar(found)}  {tally(found)}"),
        items(snapshot, shown, category),
    ]
