"""What the thread says about how sure an answer is."""

import re
from dataclasses import replace
from typing import Any

import pytest

from bot.views.blocks import Rendered
from bot.views.confidence import confidence
from bot.views.examples import CLOUD, snapshot_of
from bot.views.snapshot import Snapshot
from bot.views.sureness import sureness
from bot.views.weighting import weighting
from bot.views.words import share
from engine.decision.model import Recommendation, Weighing
from engine.decision.recommend import recommend
from knowledge.schema import AlternativeId, CriterionId, Edition, KnowledgeBase, Rating, SlotId

STARTUP = (8, 3, "none", "aws")
GROWTH = (30, 20, "strong", "gcp")
ENTERPRISE = (60, 120, "strong", "multi")


def sections(rendered: Rendered) -> str:
    return "\n".join(b["text"]["text"] for b in rendered.blocks if b["type"] == "section")


def bars(rendered: Rendered) -> dict[str, float]:
    (block,) = [each for each in rendered.blocks if each["type"] == "data_visualization"]
    points: list[dict[str, Any]] = block["chart"]["series"][0]["data"]
    return {point["label"]: point["value"] for point in points}


def found(snapshot: Snapshot) -> Recommendation:
    assert snapshot.recommendation is not None
    return snapshot.recommendation


def test_the_chart_shows_how_often_each_comes_first(kb: KnowledgeBase) -> None:
    snapshot = snapshot_of(kb, *GROWTH)
    rendered = sureness(snapshot, kb)
    shown = bars(rendered)
    draws = found(snapshot).acceptability
    assert shown == {
        kb.alternatives[each].short_name: round(by_rank[0] / 100, 1)
        for each, by_rank in draws.items()
    }
    assert list(shown.values()) == sorted(shown.values(), reverse=True)


def test_without_the_chart_the_text_says_the_same(kb: KnowledgeBase) -> None:
    snapshot = snapshot_of(kb, *GROWTH)
    text = sureness(snapshot, kb).text
    for alternative, (first, *others) in found(snapshot).acceptability.items():
        said = f"{kb.alternatives[alternative].name} {share(first, first + sum(others))}"
        assert (said in text.split("First in 10,000 draws: ")[1]) == (first > 0)


def test_the_smallest_push_names_the_rival_and_what_moves(kb: KnowledgeBase) -> None:
    said = sections(sureness(snapshot_of(kb, *ENTERPRISE, edition=Edition.LESSON), kb))
    assert "• Dagster: level already, so any push decides" in said
    assert "• Apache Airflow: 3 from Artifact lineage to Community size" in said
    assert re.search(r"• Metaflow: .*, with criteria that weigh nothing here", said)


def test_pushes_are_listed_from_the_smallest(kb: KnowledgeBase) -> None:
    for base in (STARTUP, GROWTH, ENTERPRISE):
        said = sections(sureness(snapshot_of(kb, *base), kb))
        pushes = re.findall(r"^• [^:]+: (?:about )?([0-9.]+) from ", said, re.MULTILINE)
        assert len(pushes) >= 3
        assert pushes == sorted(pushes, key=float)


def test_who_can_never_lead_is_said(kb: KnowledgeBase) -> None:
    worst = kb.alternatives[AlternativeId("airflow")]
    ones = {each: Rating(lesson=1) for each in worst.ratings}
    alternatives = dict(kb.alternatives)
    alternatives[AlternativeId("airflow")] = worst.model_copy(update={"ratings": ones})
    hopeless = kb.model_copy(update={"alternatives": alternatives})
    assert "• No weights put Apache Airflow first." in (
        sections(sureness(snapshot_of(hopeless, *GROWTH), hopeless))
    )
    assert "No weights put" not in sections(sureness(snapshot_of(kb, *GROWTH), kb))


def test_the_weights_it_holds_for_are_the_two_with_the_least_room(kb: KnowledgeBase) -> None:
    said = sections(sureness(snapshot_of(kb, *STARTUP), kb))
    assert re.search(r"it holds while \D+ weighs [^%]+ % or \D+ weighs [^%]+ %\.", said)


def test_a_rating_that_would_turn_it_is_named(kb: KnowledgeBase) -> None:
    said = sections(sureness(snapshot_of(kb, *STARTUP), kb))
    assert "Metaflow on Learning curve 4 instead of 5 (Prefect leads)" in said


def test_where_the_tree_picked_it_is_said_that_this_is_about_the_ranking(
    kb: KnowledgeBase,
) -> None:
    by_tree = snapshot_of(kb, *STARTUP, follow_ups={SlotId("pipelines"): 3})
    note = "The pick comes from the decision tree."
    assert f"{note} The chart and the next three points are about the ranking, which Metaflow" in (
        sections(sureness(by_tree, kb))
    )
    assert note not in sections(sureness(snapshot_of(kb, *STARTUP), kb))


def test_how_the_draws_are_made_is_said(kb: KnowledgeBase) -> None:
    small = sureness(snapshot_of(kb, *STARTUP), kb).blocks[-1]["elements"][0]["text"]
    assert "up to 25 % of itself" in small
    assert "0.25 for grade A or B, 0.50 for grade C or J and 1.00 for grade U" in small
    assert "The lesson printed Metaflow 4.3, its matrix gives 4.45" in small


def test_sureness_stands_while_an_answer_changes_and_waits_while_there_is_none(
    kb: KnowledgeBase,
) -> None:
    standing = sureness(snapshot_of(kb, *STARTUP, asking=CLOUD), kb)
    assert standing == sureness(snapshot_of(kb, *STARTUP), kb)
    waiting = sureness(snapshot_of(kb, 8, asking=CLOUD), kb)
    assert len(waiting.blocks) == 1
    assert "There is no recommendation now" in waiting.text


def test_contenders_can_be_ranked(kb: KnowledgeBase) -> None:
    wider = kb.with_contenders()
    rendered = sureness(snapshot_of(wider, *GROWTH), wider)
    assert "others need more." in sections(rendered)
    assert "Vertex AI" in rendered.text
    assert 6 < len(bars(rendered)) <= 10


def test_a_clear_lead_says_in_how_many_draws(kb: KnowledgeBase) -> None:
    clear = replace(found(snapshot_of(kb, *STARTUP)), confidence="clear", open_slots=())
    said = confidence(clear, kb)
    assert said.startswith("*Clear*: Metaflow comes first in 92 % of 10,000 draws, 0.25 ahead of")
    narrow = replace(
        clear,
        confidence="leans",
        acceptability={**clear.acceptability, AlternativeId("metaflow"): (7900, 2100, 0, 0, 0)},
    )
    assert "first in 79 % of 10,000 draws (clear from 80 %)" in confidence(narrow, kb)
    always = replace(
        clear,
        acceptability={**clear.acceptability, AlternativeId("metaflow"): (10000, 0, 0, 0, 0)},
    )
    assert "first in all 10,000 draws" in confidence(always, kb)


@pytest.mark.parametrize(
    ("part", "said"),
    [(0, "none"), (1, "under 1 %"), (50, "1 %"), (8149, "81 %"), (9999, "over 99 %")],
)
def test_a_share_is_never_rounded_to_all_or_nothing(part: int, said: str) -> None:
    assert share(part, 10_000) == said


def test_what_was_stressed_is_said_with_what_was_moved(kb: KnowledgeBase) -> None:
    known = {SlotId("team_size"): 30, SlotId("model_count"): 20}
    lineage, learning = CriterionId("lineage"), CriterionId("learning_curve")
    stressed = recommend(known, kb, weighing=Weighing(stressed=(lineage,))).weights
    assert weighting(stressed, kb).endswith("Artifact lineage 20 % → 45 %, since you stressed it.")
    by_hand = recommend(known, kb, weighing=Weighing(by_hand={learning: 50})).weights
    assert weighting(by_hand, kb).endswith("Learning curve 15 % → 50 %, as you set it.")


def test_the_first_questions_can_be_answered_there(kb: KnowledgeBase) -> None:
    rendered = sureness(snapshot_of(kb, *STARTUP), kb)
    buttons = [b["accessory"] for b in rendered.blocks if "accessory" in b]
    assert [each["text"]["text"] for each in buttons] == ["Answer", "Answer"]
    assert all(each["action_id"].startswith("change.") for each in buttons)
