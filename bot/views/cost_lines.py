"""Every line item of a sum with how it is made and its sources (a modal)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.pages.assumed import assumption_lines
from bot.pages.ownership import evidence, item_line, left_out_lines, unfit_line, work_line, workload
from bot.pages.page import Line
from bot.views.blocks import Block, context, header, plain, plain_text, section
from bot.views.cost_figures import in_years, marked, sums
from bot.views.limits import BLOCKS
from bot.views.reckoned import ADVISED, Reckoned, reckoned
from bot.views.snapshot import Snapshot
from bot.views.sources import citation, grades
from engine.cost.assumptions import NOTHING_ASSUMED, Assumed
from engine.cost.model import VariantCost
from engine.dialogue.requests import CostAsked
from knowledge.schema import Grade, KnowledgeBase

_WHOLE: Final = "orchestrator cost --full"
"""The command that shows all of it in a terminal."""
_PARTS: Final = (
    "what was asked for",
    "{advised}",
    "what has figures",
    "what has none",
    "what is not for this team",
)
"""In which order the variants stand."""
_SECTION = 2900
"""Most characters of a section, which takes 3000."""
_TEXT = 900
_NAME = 60
_NAMED = 10
_ENDING = 1
"""Blocks that are kept for the last lines."""


def cost_lines(
    request: CostAsked,
    shown: Snapshot | None,
    kb: KnowledgeBase,
    *,
    workspace: Assumed = NOTHING_ASSUMED,
) -> dict[str, Any]:
    """The modal view: what is assumed, then each variant with its items, cautions and sources.

    What was asked for and whoever is advised come first; in each part what has figures comes before
    what has none, and what does not fit the team comes last. What a modal cannot take is named.

    Args:
        request: the question whose sum it is.
        shown: its decision.
        kb: the facts.
        workspace: what the workspace keeps, for a sum of no decision.
    """
    made = reckoned(request, shown, kb, workspace)
    everywhere = _everywhere(made, kb)
    blocks = _beginning(made, everywhere, kb)
    left_out = []
    for each in _in_order(made):
        found = _variant(each, made, everywhere, kb)
        if len(blocks) + len(found) + _ENDING > BLOCKS["modal"]:
            left_out.append(each.variant.name)
        else:
            blocks += found
    return {
        "type": "modal",
        "title": plain_text("Line items", 24),
        "close": plain_text("Close", 24),
        "blocks": [*blocks, *_ending(left_out)],
    }


def _in_order(made: Reckoned) -> list[VariantCost]:
    return sorted(made.found.variants, key=lambda each: _rank(each, made))


def _rank(cost: VariantCost, made: Reckoned) -> int:
    """What comes before what, by its place in ``_PARTS``; within it the order of the sum stands."""
    if made.is_asked(cost):
        return 0
    if cost.unfit:
        return 4
    if cost.infrastructure is None:
        return 3
    return 1 if made.standing(cost) else 2


def _order(made: Reckoned) -> str:
    """The same in words: 'In this order: the pick, then what has figures.'."""
    advised = next((ADVISED[each] for each in made.advised.values()), "")
    ranks = sorted({_rank(each, made) for each in made.found.variants})
    parts = [_PARTS[rank].format(advised=advised) for rank in ranks]
    return f"In this order: {', then '.join(parts)}." if len(parts) > 1 else ""


def _beginning(made: Reckoned, everywhere: Sequence[Line], kb: KnowledgeBase) -> list[Block]:
    """For whom it is and in which order, what is assumed, and what no sum has in it."""
    work = work_line([each for each in made.fitting if each.people is not None], kb)
    return [
        *_sections(
            [
                f"For {workload(made.found.assumptions)}. {_order(made)}".rstrip(),
                *_list("What is assumed", assumption_lines(made.found, kb)),
                *_list("What no sum has in it", [*everywhere, *left_out_lines(kb)]),
                *_list("How far sums can be compared", [] if work is None else [work]),
            ]
        )
    ]


def _everywhere(made: Reckoned, kb: KnowledgeBase) -> list[Line]:
    """What is part of all of them and has no figure in any."""
    lines = [
        {item_line(item, made.found, kb): None for item in each.not_counted}
        for each in made.found.variants
    ]
    first, *others = lines or [{}]
    return [line for line in first if others and all(line in each for each in others)]


def _variant(
    cost: VariantCost, made: Reckoned, everywhere: Sequence[Line], kb: KnowledgeBase
) -> list[Block]:
    """One way to run it: its sums, its items, and what is wrong or open with them."""
    items = [item_line(each, made.found, kb) for each in cost.items]
    unfit = [unfit_line(cost, kb)] if cost.unfit else []
    cautions = [
        Line(each.text, sources=(kb.source(each.source),)) for each in cost.variant.cautions
    ]
    grade = "" if cost.infrastructure is None else f" ({evidence(cost, kb)})"
    return [
        header(marked(cost, made)),
        *_sections(
            [
                f"{sums(cost, in_years(made))}{grade}",
                *_list("Not for this team", [replace(each, lead="") for each in unfit]),
                *_list("Line items", [each for each in items if each not in everywhere]),
                *_list("Wrong or open with these figures", cautions),
            ]
        ),
    ]


def _list(heading: str, lines: Sequence[Line]) -> list[str]:
    """A line each, the first one under its heading."""
    written = [_written(each) for each in lines]
    return [f"*{heading}*\n{written[0]}", *written[1:]] if written else []


def _sections(paragraphs: Iterable[str]) -> Iterator[Block]:
    """As few sections as take all of it: a modal has room for only so many blocks."""
    text = ""
    for each in paragraphs:
        if text and len(text) + len(each) >= _SECTION:
            yield section(text)
            text = each
        else:
            text = f"{text}\n{each}".lstrip("\n")
    if text:
        yield section(text)


def _written(line: Line) -> str:
    """A line with its sources in full."""
    lead = f"*{plain(line.lead, 2 * _NAME)}*: " if line.lead else ""
    sources = "; ".join(citation(each) for each in line.sources)
    return f"• {lead}{plain(line.text, _TEXT)}" + (f"\nFrom {sources}" if sources else "")


def _ending(left_out: Sequence[str]) -> list[Block]:
    """What the grades mean, and what was left out."""
    legend = f"{grades(Grade)}."
    if not left_out:
        return [context(legend)]
    more = len(left_out) - _NAMED
    names = [plain(each, _NAME) for each in left_out[:_NAMED]]
    named = "; ".join([*names, *([f"{more} more"] if more > 0 else [])])
    gone = f"Not here for want of room: {named}. On the command line `{_WHOLE}` has all."
    return [context(gone, legend)]
