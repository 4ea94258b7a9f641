"""Why a way to run an alternative is not for a team: facts, before any sum."""

from collections.abc import Iterable, Iterator
from typing import Final

from engine.cost.assumptions import Assumptions
from engine.cost.model import Unfit
from engine.decision.conditions import Known, holds
from knowledge.schema import (
    ChoiceQuestion,
    CostVariant,
    Edition,
    KnowledgeBase,
    OptionId,
    SlotId,
)

CLOUD: Final = SlotId("cloud")
SELF_HOST: Final = SlotId("self_host")
_OPEN: Final = "undecided"
"""The answer about the cloud that leaves every cloud possible."""
_SEVERAL: Final = "multi"


def cloud_of(known: Known) -> OptionId | None:
    """The one cloud of the team, or its own servers; None where it is open or they are several."""
    said = known.get(CLOUD, _OPEN)
    return None if said in {_OPEN, _SEVERAL} else OptionId(str(said))


def why_unfit(
    variant: CostVariant,
    assumed: Assumptions,
    known: Known,
    knowledge: KnowledgeBase,
    edition: Edition,
) -> tuple[Unfit, ...]:
    """All that stands against a variant for this team; an unknown answer never does.

    A plan has to take as many people as the sum is for, even where nobody said how many.
    The lesson's own sums are shown in its edition even where nobody can build the variant.
    """
    return tuple(_reasons(variant, assumed, known, knowledge, edition))


def _reasons(
    variant: CostVariant,
    assumed: Assumptions,
    known: Known,
    knowledge: KnowledgeBase,
    edition: Edition,
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
        clouds = " and ".join(labels_of(variant.clouds, knowledge))
        yield Unfit("cloud", f"It runs on {clouds} only.", None)
    if known.get(SELF_HOST) == "required" and variant.runs != "self_hosted":
        runs = "runs it" if variant.runs == "managed" else "runs a part of it"
        because = f"A vendor {runs}, and it must run on infrastructure of your own."
        yield Unfit("must_self_host", because, None)
    most = variant.users_at_most
    if most is not None and most < assumed.engineers:
        people = "one person" if most == 1 else f"{most} people at most"
        because = f"The plan takes {people}; the sum is for {assumed.engineers:f} engineers."
        yield Unfit("users", because, None)


def labels_of(clouds: Iterable[OptionId], knowledge: KnowledgeBase) -> list[str]:
    """What the question about the cloud calls them."""
    question = knowledge.question(CLOUD)
    options = question.options if isinstance(question, ChoiceQuestion) else ()
    labels = {OptionId(option.id): option.label for option in options}
    return [labels[cloud] for cloud in clouds]
