"""Why a way to run an alternative is not for a team: facts, before any sum."""

from collections.abc import Iterator
from typing import Final

from engine.cost.assumptions import TEAM_SIZE
from engine.cost.model import Unfit
from engine.decision.conditions import Known, holds
from knowledge.schema import (
    ChoiceQuestion,
    CostVariant,
    Edition,
    KnowledgeBase,
    SlotId,
)

CLOUD: Final = SlotId("cloud")
SELF_HOST: Final = SlotId("self_host")
_OPEN: Final = "undecided"
"""The answer about the cloud that leaves every cloud possible."""


def why_unfit(
    variant: CostVariant, known: Known, knowledge: KnowledgeBase, edition: Edition
) -> tuple[Unfit, ...]:
    """All that stands against a variant for this team; an unknown answer never does.

    The lesson's own sums are shown in its edition even where nobody can build the variant.
    """
    return tuple(_reasons(variant, known, knowledge, edition))


def _reasons(
    variant: CostVariant, known: Known, knowledge: KnowledgeBase, edition: Edition
) -> Iterator[Unfit]:
    hindrance = variant.cannot_be_built
    if hindrance is not None and edition is Edition.CURRENT:
        yield Unfit("cannot_be_built", hindrance.text, hindrance.source)
    for constraint in knowledge.constraints:
        if constraint.alternative == variant.alternative and holds(constraint.when, known):
            yield Unfit("ruled_out", constraint.reason, constraint.source)
            break
    cloud = known.get(CLOUD, _OPEN)
    if variant.clouds and cloud != _OPEN and cloud not in variant.clouds:
        yield Unfit("cloud", f"It runs on {_clouds(variant, knowledge)} only.", None)
    if known.get(SELF_HOST) == "required" and variant.runs != "self_hosted":
        runs = "runs it" if variant.runs == "managed" else "runs a part of it"
        because = f"A vendor {runs}, and it must run on infrastructure of your own."
        yield Unfit("must_self_host", because, None)
    size, most = known.get(TEAM_SIZE), variant.users_at_most
    if isinstance(size, int) and most is not None and most < size:
        people = "one person" if most == 1 else f"{most} people at most"
        yield Unfit("users", f"The plan takes {people}; the team has {size}.", None)


def _clouds(variant: CostVariant, knowledge: KnowledgeBase) -> str:
    question = knowledge.question(CLOUD)
    options = question.options if isinstance(question, ChoiceQuestion) else ()
    labels = {option.id: option.label for option in options}
    return " and ".join(labels.get(cloud, cloud) for cloud in variant.clouds)
