"""What the examples of the gallery are made of: decisions in every state, and hard knowledge."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.views.blocks import Block, Rendered
from bot.views.limits import Surface
from bot.views.snapshot import Snapshot
from engine.decision.recommend import recommend
from engine.dialogue.model import Answer, DialogueState, Said, Span, WeightsFrom
from engine.dialogue.state import facts_for, weighing_of
from knowledge.schema import (
    AlternativeId,
    Condition,
    CostVariant,
    CriterionId,
    Edition,
    HardConstraint,
    KnowledgeBase,
    SlotId,
    SourceId,
)

TEAM, MODELS, KUBERNETES, CLOUD = (
    SlotId(slot) for slot in ("team_size", "model_count", "kubernetes_skill", "cloud")
)
SLOTS = (TEAM, MODELS, KUBERNETES, CLOUD)
DECISION = "d1"
PERSON = "U0ADA"


@dataclass(frozen=True, slots=True)
class Example:
    """What would be sent: a message (text and blocks), or a view."""

    surface: Surface
    payload: Mapping[str, Any]

    @property
    def blocks(self) -> list[Block]:
        """The blocks; an ephemeral sentence has none."""
        blocks: list[Block] = self.payload["blocks"]
        return blocks


def message(rendered: Rendered) -> Example:
    """A message as an example."""
    return Example("message", {"text": rendered.text, "blocks": rendered.blocks})


def snapshot_of(
    kb: KnowledgeBase,
    *values: int | str | None,
    asking: SlotId | None = None,
    follow_ups: Mapping[SlotId, int | str | None] | None = None,
    edition: Edition = Edition.CURRENT,
    stressed: tuple[CriterionId, ...] = (),
    by_hand: Mapping[CriterionId, int] | None = None,
    by_hand_from: WeightsFrom = "team",
    contenders: tuple[AlternativeId, ...] = (),
    refused: int = 0,
    moved_from: str | None = None,
    cancelled: bool = False,
    decided: bool = False,
    is_direct: bool = False,
    hears_threads: bool = False,
    spans: Mapping[SlotId, Span] | None = None,
    earlier: Mapping[SlotId, Said] | None = None,
) -> Snapshot:
    """A decision with these answers to the base slots, in order; None is 'not sure'.

    It is concluded, with the engine's recommendation, where all base slots are given or nothing is
    asked (the team had enough); or decided then.
    """
    given = {**dict(zip(SLOTS, values, strict=False)), **(follow_ups or {})}
    concluded = not cancelled and (asking is None or given.keys() >= set(SLOTS))
    known = {slot: value for slot, value in given.items() if value is not None}
    reached = "decided" if decided else "concluded"
    status = "cancelled" if cancelled else reached if concluded else "gathering"
    before = {slot: (said,) for slot, said in (earlier or {}).items()}
    dialogue = DialogueState(
        status=status,
        answers={
            slot: Answer(
                value=value,
                by=PERSON,
                span=(spans or {}).get(slot),
                earlier=before.get(slot, ()),
            )
            for slot, value in given.items()
        },
        asking=asking,
        refused={asking: refused} if asking and refused else {},
        stressed=stressed,
        by_hand=by_hand or {},
        by_hand_from=by_hand_from,
        contenders=contenders,
        enough=concluded and asking is None,
        edition=edition,
    )
    facts = facts_for(dialogue, kb)
    return Snapshot(
        decision=DECISION,
        revision=7,
        dialogue=dialogue,
        opened_by=PERSON,
        moved_from=moved_from,
        is_direct=is_direct,
        hears_threads=hears_threads,
        recommendation=(
            recommend(known, facts, edition, weighing_of(dialogue)) if concluded else None
        ),
    )


def quiet(kb: KnowledgeBase) -> Snapshot:
    """A decision in which nobody is asked yet: a checklist began it."""
    shown = snapshot_of(kb, asking=TEAM)
    return replace(shown, dialogue=shown.dialogue.model_copy(update={"asking": None}))


def with_long_names(kb: KnowledgeBase) -> KnowledgeBase:
    """The knowledge base with every text that a message shows as long as its schema allows."""
    long = ("Very long name & <text> " * 100)[:2000].strip()
    return kb.model_copy(
        update={
            "alternatives": {
                key: each.model_copy(update={"name": f"{each.name} {long}"[:2000]})
                for key, each in kb.alternatives.items()
            },
            "criteria": tuple(each.model_copy(update={"name": long}) for each in kb.criteria),
            "archetypes": tuple(each.model_copy(update={"name": long}) for each in kb.archetypes),
            "questions": tuple(
                each.model_copy(update={"prompt": long, "prompt_again": long, "why": long})
                for each in kb.questions
            ),
            "tree": tuple(
                each.model_copy(update={"statement": long, "because": long}) for each in kb.tree
            ),
            "constraints": tuple(
                each.model_copy(update={"reason": long}) for each in kb.constraints
            ),
            "costs": kb.costs.model_copy(
                update={"variants": tuple(_long_variant(each, long) for each in kb.costs.variants)}
            ),
        }
    )


def _long_variant(variant: CostVariant, long: str) -> CostVariant:
    return variant.model_copy(
        update={
            "name": f"{variant.name} {long}"[:2000],
            "lines": tuple(each.model_copy(update={"name": long}) for each in variant.lines),
            "cautions": tuple(each.model_copy(update={"text": long}) for each in variant.cautions),
        }
    )


def with_a_rule_against(kb: KnowledgeBase, alternative: AlternativeId) -> KnowledgeBase:
    """The knowledge base with a fact that rules an alternative out for everybody."""
    rule = HardConstraint(
        id="example",
        alternative=alternative,
        when=Condition(),
        reason="A rule made up for this example.",
        source=SourceId("lesson"),
    )
    return kb.model_copy(update={"constraints": (rule, *kb.constraints)})
