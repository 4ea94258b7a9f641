"""What a text asks for: forms as people type them, what is left of a text, and any text at all."""

import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.cost.assumptions import Assumed
from engine.dialogue.advance import advance
from engine.dialogue.model import Answer, DialogueState, Requested, TextSaid
from engine.dialogue.names import Names, words_of
from engine.dialogue.requested import MOST_REQUESTS, requested_in
from engine.dialogue.requests import (
    About,
    CompareAsked,
    CostAsked,
    HelpAsked,
    OutgrownAsked,
    RecommendAsked,
    Request,
    StateAsked,
    Supposed,
    TrustAsked,
    WhyAsked,
    WhyNot,
)
from engine.dialogue.sentences import sentences_of
from engine.dialogue.terms import terms_in
from knowledge.schema import AlternativeId, CostVariant, CriterionId, SlotId
from tests.facts import KB

ANSWERS: dict[SlotId, int | str | None] = {
    SlotId("team_size"): 8,
    SlotId("model_count"): 3,
    SlotId("kubernetes_skill"): "none",
    SlotId("cloud"): "aws",
}


def concluded(asking: str | None = None, **fields: Any) -> DialogueState:
    """A team of 8 on AWS with 3 models, and an answer."""
    return DialogueState(
        status="concluded",
        answers={slot: Answer(value=value) for slot, value in ANSWERS.items()},
        asking=None if asking is None else SlotId(asking),
        **fields,
    )


def gathering(asking: str = "team_size") -> DialogueState:
    """A conversation in which nothing is known yet."""
    return DialogueState(asking=SlotId(asking))


def one(text: str, state: DialogueState | None = None) -> Request:
    """The only request of a text that asks and does nothing else."""
    found = requested_in(text, state or concluded(), KB)
    assert found.rest == "", text
    [request] = found.requests
    return request


def none(text: str, state: DialogueState | None = None) -> None:
    """A text that asks for nothing is left as it is."""
    found = requested_in(text, state or concluded(), KB)
    assert (found.requests, found.rest) == ((), text)


# What is it?


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("what is lineage?", "lineage"),
        ("What's a DAG", "dag"),
        ("whats lineage", "lineage"),
        ("wat is linage", "linage"),
        ("hey, can you explain lock-in please", "lock-in"),
        ("explain lock-in", "lock-in"),
        ("explian scheduling", "scheduling"),
        ("explain anti-patterns", "anti-patterns"),
        ("explain why it is hard", "why it is hard"),
        ("explain", ""),
        ("define isolation", "isolation"),
        ("tell me about Kubeflow, please", "kubeflow"),
        ("can you tell me what zenml is?", "zenml"),
        ("what does KFP mean here?", "kfp"),
        ("<@U123> what is the learning curve", "learning curve"),
        ("*what are the anti-patterns?*", "anti-patterns"),
        ("how do I run a proof of concept?", "proof of concept"),
        ("how does kubeflow work?", "kubeflow"),
        ("how do we migrate off airflow?", "migration"),
        ("how do I schedule a pipeline", "scheduling"),
        ("do you know kubernetes?", "kubernetes"),
        ("what about lineage?", "lineage"),
        ("what exactly is lineage", "lineage"),
        ("give me more info on dagster", "dagster"),
        ("pros and cons of airflow", "airflow"),
        ("which alternatives are there?", "alternatives"),
        ("have you heard of kestra?", "kestra"),
        ("why not mlflow?", "mlflow"),
        ("mlflow?", "mlflow"),
        ("lineage?", "lineage"),
    ],
)
def test_a_subject_is_asked_about(text: str, subject: str) -> None:
    found = requested_in(text, concluded(), KB).requests
    assert found == (About(subject=subject),)


def test_a_subject_is_no_longer_than_any_name() -> None:
    request = one("what is " + "a very long story " * 20)
    assert isinstance(request, About)
    assert 80 < len(request.subject) <= 100


@pytest.mark.parametrize(
    "text",
    ["how are you?", "what's up?", "how's it going", "what time is it?", "what matters most: ui"],
)
def test_small_talk_and_statements_ask_about_nothing(text: str) -> None:
    none(text, gathering())


# Why is it asked?


@pytest.mark.parametrize(
    "text",
    [
        "why?",
        "why do you ask",
        "Why do you want to know that?",
        "why does that matter?",
        "why is that relevant",
        "what for",
        "what's that for?",
        "does that matter?",
        "I want to know why you ask",
        "what do you mean?",
        "what does that mean",
        "I don't understand",
        "who counts?",
        "do data scientists count?",
        "what counts as an engineer?",
        "which engineers?",
        "do I have to answer that?",
        "give me an example",
        "what's the point of this question?",
        "team size?",
    ],
)
def test_the_open_question_is_explained(text: str) -> None:
    assert one(text, gathering()) == WhyAsked(slot=SlotId("team_size"))


@pytest.mark.parametrize("text", ["why?", "what for?", "what do you mean?", "why do you ask"])
def test_without_an_open_question_nothing_is_explained(text: str) -> None:
    none(text, concluded())


def test_the_question_that_is_named_is_explained() -> None:
    asked = one("why do you ask about kubernetes?", gathering())
    assert asked == WhyAsked(slot=SlotId("kubernetes_skill"))
    assert one("what do you mean by k8s skill", gathering()) == asked
    assert one("why does the cloud matter?") == WhyAsked(slot=SlotId("cloud"))


# Why not this one?


@pytest.mark.parametrize(
    "text",
    [
        "why should I trust this? who pays you?",
        "how sure are you?",
        "are you sure?",
        "says who?",
        "where does that come from?",
        "can I trust the numbers",
        "is this still true in 2026?",
        "who made you",
        "are you biased?",
        "is your data up to date?",
        "do you use AI?",
    ],
)
@pytest.mark.parametrize("state", [concluded(), gathering()])
def test_it_is_asked_whether_an_answer_can_be_trusted(text: str, state: DialogueState) -> None:
    assert one(text, state) == TrustAsked()


@pytest.mark.parametrize("text", ["not sure", "I am not sure", "we trust AWS", "are we sure?"])
def test_doubt_of_ones_own_answer_asks_for_no_trust(text: str) -> None:
    none(text, gathering())


def test_what_is_asked_of_an_alternative_is_no_question_of_trust() -> None:
    assert one("why should we trust airflow?") == WhyNot(alternative=AlternativeId("airflow"))


@pytest.mark.parametrize(
    "text",
    [
        "I dont know what a highly dynamic pipeline is",
        "what does highly dynamic mean?",
        "I don't understand the question",
    ],
)
def test_words_of_the_open_question_are_asked_of_it(text: str) -> None:
    slot = "dynamic_pipelines"
    assert one(text, concluded(slot)) == WhyAsked(slot=SlotId(slot))


@pytest.mark.parametrize(
    ("text", "alternative"),
    [
        ("why not Kubeflow?", "kubeflow_pipelines"),
        ("why not kubflow", "kubeflow_pipelines"),
        ("why not zen ml", "zenml"),
        ("why isn't Airflow first?", "airflow"),
        ("why didn't you choose metaflow", "metaflow"),
        ("why prefect?", "prefect"),
        ("why not use cron", "none"),
        ("what about Dagster?", "dagster"),
        ("how about dagster", "dagster"),
        ("what's wrong with airflow?", "airflow"),
        ("should we just use airflow?", "airflow"),
        ("is Kubeflow overkill for us?", "kubeflow_pipelines"),
        ("what if we used Dagster instead?", "dagster"),
        ("what if we switched to prefect", "prefect"),
        ("Airflow?", "airflow"),
        ("and airflow?", "airflow"),
        ("what do you think about flyte", "flyte"),
        ("where does Airflow rank?", "airflow"),
        ("is there anything wrong with kubeflow?", "kubeflow_pipelines"),
        ("and why not prefect instead?", "prefect"),
    ],
)
def test_an_alternative_is_asked_about(text: str, alternative: str) -> None:
    assert one(text) == WhyNot(alternative=AlternativeId(alternative))


def test_a_name_with_a_question_mark_may_be_an_answer() -> None:
    none("airflow?", concluded("current_orchestrator"))


# What does it cost?


def cost(*alternatives: str, **fields: Any) -> CostAsked:
    """A question of the cost of these."""
    return CostAsked(alternatives=tuple(map(AlternativeId, alternatives)), **fields)


@pytest.mark.parametrize(
    "text",
    [
        "cost",
        "costs",
        "TCO",
        "what would it cost?",
        "what will it cost us",
        "cost of ownership",
        "total cost of ownership",
        "how expensive would it be?",
        "what's the cheapest option?",
        "cheapest option",
        "which one is the cheapest for us?",
        "is it cheaper to self-host?",
        "compare costs",
        "please give me a cost estimate",
        "what would setup cost?",
    ],
)
def test_the_cost_is_asked(text: str) -> None:
    assert one(text) == CostAsked()


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        ("what does ZenML cost?", ["zenml"]),
        ("how much is Prefect", ["prefect"]),
        ("how much does prefect really cost per month?", ["prefect"]),
        ("is Dagster expensive?", ["dagster"]),
        ("is airflow free?", ["airflow"]),
        ("what would we pay for dagster per year?", ["dagster"]),
        ("are we paying too much for airflow?", ["airflow"]),
        ("can you show the cost for dagster?", ["dagster"]),
        ("pricing of airflow", ["airflow"]),
        ("cost zenml", ["zenml"]),
        ("zenml pricing", ["zenml"]),
        ("cost of prefect and dagster", ["prefect", "dagster"]),
        ("what do prefect and dagster cost?", ["prefect", "dagster"]),
        ("prefect vs airflow cost", ["prefect", "airflow"]),
        ("compare cost of prefect and airflow", ["prefect", "airflow"]),
        ("compare the cost of prefect, airflow and zenml", ["prefect", "airflow", "zenml"]),
        ("compare prefect and airflow on cost", ["prefect", "airflow"]),
        ("cost comparison of prefect and airflow", ["prefect", "airflow"]),
        ("is prefect cheaper than dagster?", ["prefect", "dagster"]),
        ("which is cheaper, prefect or dagster?", ["prefect", "dagster"]),
        ("break-even between airflow and prefect", ["airflow", "prefect"]),
        ("cost side by side prefect dagster", ["prefect", "dagster"]),
    ],
)
def test_the_cost_of_what_is_named_is_asked(text: str, alternatives: list[str]) -> None:
    assert one(text) == cost(*alternatives)


@pytest.mark.parametrize(
    ("text", "alternative", "variants"),
    [
        ("cost of mwaa", "airflow", "airflow_mwaa airflow_mwaa_serverless"),
        ("cost of mwaa serverless", "airflow", "airflow_mwaa_serverless"),
        ("cost of airflow on mwaa", "airflow", "airflow_mwaa airflow_mwaa_serverless"),
        ("cost of astronomer", "airflow", "airflow_astronomer"),
        ("cost of astro", "airflow", "airflow_astronomer"),
        ("what does cloud composer cost?", "airflow", "airflow_google"),
        (
            "managed airflow cost",
            "airflow",
            "airflow_astronomer airflow_mwaa airflow_mwaa_serverless airflow_google",
        ),
        ("self-hosted prefect cost?", "prefect", "prefect_self_hosted"),
        ("is it cheaper to self-host prefect?", "prefect", "prefect_self_hosted"),
        ("prefect cloud pricing", "prefect", "prefect_cloud"),
        ("is prefect cloud expensive", "prefect", "prefect_cloud"),
        (
            "cost of dagster+",
            "dagster",
            "dagster_plus_solo dagster_plus_starter dagster_plus_pro",
        ),
        ("dagster+ solo pricing", "dagster", "dagster_plus_solo"),
        ("monthly price for dagster starter", "dagster", "dagster_plus_starter"),
        ("yearly cost of zenml pro", "zenml", "zenml_pro"),
        ("cost zenml cloud", "zenml", "zenml_pro"),
        ("what does outerbounds cost", "metaflow", "metaflow_outerbounds"),
        ("cost of vertex", "vertex_pipelines", "vertex_pipelines"),
        ("price of union", "flyte", "flyte_union_team flyte_union_own_cloud"),
        ("cost of temporal cloud", "temporal", "temporal_developer temporal_cloud"),
        (
            "compare the cost of mwaa with self-hosted airflow",
            "airflow",
            "airflow_mwaa airflow_mwaa_serverless airflow_self_hosted",
        ),
    ],
)
def test_a_way_to_run_an_alternative_is_that_alternative_and_keeps_its_name(
    text: str, alternative: str, variants: str
) -> None:
    assert one(text) == cost(alternative, variants=tuple(variants.split()))


@pytest.mark.parametrize("variant", KB.costs.variants, ids=lambda variant: variant.id)
def test_every_way_is_named_by_its_own_name(variant: CostVariant) -> None:
    asked = one(f"cost of {variant.short_name}")
    assert isinstance(asked, CostAsked)
    assert asked.alternatives[0] == variant.alternative
    siblings = [each for each in KB.costs.variants if each.alternative == variant.alternative]
    assert variant.id in asked.variants or len(siblings) == 1


@pytest.mark.parametrize("text", ["cost of metaflow on aws", "cost airflow on google cloud"])
def test_a_cloud_is_the_teams_and_names_no_way(text: str) -> None:
    asked = one(text)
    assert isinstance(asked, CostAsked)
    assert asked.answers.keys() == {"cloud"}
    assert asked.variants == ()


@pytest.mark.parametrize(
    "text",
    [
        "cost cron",
        "cost none",
        "cost nothing",
        "cost no orchestrator",
        "cost of cron",
        "what does cron cost?",
        "what would it cost to do nothing?",
        "cost of staying on cron",
        "cost without an orchestrator",
    ],
)
def test_the_cost_of_no_orchestrator_is_asked(text: str) -> None:
    assert one(text) == cost("none")


def test_no_orchestrator_is_asked_beside_another_or_is_what_runs_today() -> None:
    assert one("cost prefect vs cron") == cost("prefect", "none")
    assert one("cost of prefect, we run cron today") == cost(
        "prefect", answers={"current_orchestrator": "none"}
    )
    assert one("what does it cost to move from cron to prefect?") == cost(
        "prefect", answers={"current_orchestrator": "none"}
    )
    assert one("does prefect cost nothing?") == cost("prefect")
    none("it would cost nothing")


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("cost 8 engineers 40 pipelines", {"team_size": 8, "pipelines": 40}),
        ("cost: 8 engineers, 40 pipelines", {"team_size": 8, "pipelines": 40}),
        (
            "cost for 40 pipelines at 10 runs a week, engineer 150k",
            {"pipelines": 40, "runs_per_week": 10, "engineer_cost": 150_000},
        ),
        ("cost for 8 engineers at 150k each", {"team_size": 8, "engineer_cost": 150_000}),
        ("tco with 1.5 million per engineer", {"engineer_cost": 1_500_000}),
        ("cost 40 pipelines, 10 runs/week", {"pipelines": 40, "runs_per_week": 10}),
        ("cost for 40 pipelines, 5 times a day", {"pipelines": 40, "runs_per_week": 35}),
        ("cost for 40 pipelines run daily", {"pipelines": 40, "runs_per_week": 7}),
        ("tco for a team of 12 on azure", {"team_size": 12, "cloud": "azure"}),
        ("what would it cost if we moved to gcp?", {"cloud": "gcp"}),
        ("if we had 40 pipelines, what would it cost?", {"pipelines": 40}),
        ("what if we had 40 pipelines, what would it cost?", {"pipelines": 40}),
        ("what would it cost with 10 more engineers?", {"team_size": 18}),
        ("cost with no orchestrator yet", {"current_orchestrator": "none"}),
    ],
)
def test_the_team_that_is_told_of_counts_for_the_sum(
    text: str, answers: dict[SlotId, int | str]
) -> None:
    assert one(text) == CostAsked(answers=answers)
    turn = advance(gathering(), TextSaid(text=text), KB)
    assert turn.state == gathering()


@pytest.mark.parametrize(
    ("text", "assumed"),
    [
        ("tco over 5 years", {"years": 5}),
        ("cost over the next three years", {"years": 3}),
        ("total cost for 1 year", {"years": 1}),
        ("cost in euros", {"currency": "EUR"}),
        ("cost in £", {"currency": "GBP"}),
        ("cost with 12 steps per run", {"steps_per_run": 12}),
        ("cost with 4.5 hours a week", {"engineer_hours": Decimal("4.5")}),
        ("cost at 1 USD = 0.92 EUR", {"currency": "EUR", "per_dollar": Decimal("0.92")}),
        ("cost at 0,92 € per dollar", {"currency": "EUR", "per_dollar": Decimal("0.92")}),
        ("cost in euros at 0.92", {"currency": "EUR", "per_dollar": Decimal("0.92")}),
        ("cost in GBP at 0.8", {"currency": "GBP", "per_dollar": Decimal("0.8")}),
        ("cost in yen at 150", {"currency": "JPY", "per_dollar": Decimal(150)}),
        ("cost at 0.92 euros a dollar", {"currency": "EUR", "per_dollar": Decimal("0.92")}),
        ("cost in EUR, exchange rate 0.92", {"currency": "EUR", "per_dollar": Decimal("0.92")}),
        ("cost at a rate of 0.9 in euros", {"currency": "EUR", "per_dollar": Decimal("0.9")}),
        (
            "cost with an engineer at €90k",
            {"currency": "EUR", "engineer_cost": Decimal(90_000)},
        ),
        (
            "cost with 120k usd per engineer",
            {"currency": "USD", "engineer_cost": Decimal(120_000)},
        ),
    ],
)
def test_what_is_said_of_the_sum_is_assumed(text: str, assumed: dict[str, Any]) -> None:
    assert one(text) == CostAsked(assumed=Assumed(**assumed))


def test_names_the_team_and_the_sum_are_told_apart() -> None:
    text = "what's the tco of prefect for 12 engineers at €95k on aws over 5 years?"
    assert one(text) == cost(
        "prefect",
        answers={"team_size": 12, "cloud": "aws"},
        assumed=Assumed(years=5, currency="EUR", engineer_cost=Decimal(95_000)),
    )
    assert one("3 year cost of dagster in EUR") == cost(
        "dagster", assumed=Assumed(years=3, currency="EUR")
    )
    assert one("what does airflow cost with 40 pipelines") == cost(
        "airflow", answers={"pipelines": 40}
    )


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        ("what does it cost to migrate from airflow to prefect?", ["airflow", "prefect"]),
        ("cost of prefect, we run airflow today", ["prefect"]),
    ],
)
def test_a_name_may_tell_what_runs_today(text: str, alternatives: list[str]) -> None:
    assert one(text) == cost(*alternatives, answers={"current_orchestrator": "airflow"})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cost of foobar", {"unknown": ("foobar",)}),
        ("cost foobar", {"unknown": ("foobar",)}),
        ("what does foobar cost?", {"unknown": ("foobar",)}),
        ("how much is foobar?", {"unknown": ("foobar",)}),
    ],
)
def test_a_name_that_nobody_knows_is_said(text: str, found: dict[str, Any]) -> None:
    assert one(text) == CostAsked(**found)


def test_names_of_a_cost_are_guessed_not_rated_or_unknown() -> None:
    prefect = AlternativeId("prefect")
    assert one("cost of perfect") == cost("prefect", guessed={prefect: "perfect"})
    assert one("cost airflow prefct") == cost("airflow", "prefect", guessed={prefect: "prefct"})
    assert one("cost of prefect and foobar") == cost("prefect", unknown=("foobar",))
    assert one("cost of prefect and mlflow") == cost("prefect", not_rated=("mlflow",))
    assert one("what does mlflow cost?") == About(subject="mlflow")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("cost over 15 years", "Please write the years as a whole number from 1 to 10"),
        ("cost with 150k engineers", "I read 150,000 engineers; the largest team"),
        ("cost at 0.92 per dollar", "Please say which currency"),
        ("cost at 0.92", "Please say which currency"),
        ("cost at 1 EUR = 1.09 USD", "Please write how much of your currency one US dollar is"),
        ("cost in EUR at the exchange rate of today", "Please write how much of your currency"),
        ("cost with an engineer at $100/hour", "That is a cost by the hour; please write the year"),
        ("cost at $100 an hour per engineer", "That is a cost by the hour"),
        ("cost with engineers at 100 usd per hour", "That is a cost by the hour"),
        ("cost with an engineer at 8000/month", "That is a cost by the month"),
        ("cost with 800 a day per engineer", "That is a cost by the day"),
        ("cost with an hourly rate of 100", "That is a cost by the hour"),
        ("cost with an engineer at 190", "I read 190; please write the yearly cost"),
        ("cost with engineer cost 190", "I read 190; please write the yearly cost"),
        ("cost for 0 pipelines", "With no pipelines there is nothing to add up"),
        ("cost in GBP, engineer at €90k", "The engineer's cost is in EUR and the sum in GBP"),
    ],
)
def test_what_a_sum_cannot_use_is_said(text: str, sentence: str) -> None:
    asked = one(text)
    assert isinstance(asked, CostAsked)
    [unused] = asked.unused
    assert unused.startswith(sentence)


@pytest.mark.parametrize(
    "text",
    [
        "cost for 20 pipelines, 200 runs a week in total",
        "cost for 20 pipelines, 200 runs a week, overall",
        "cost for 20 pipelines with 200 runs a week altogether",
        "cost for 20 pipelines, in total 200 runs a week",
        "cost for 20 pipelines, 200 runs a week across all pipelines",
        "cost of 20 pipelines with a total of 200 runs a week",
    ],
)
def test_runs_of_all_pipelines_are_not_taken_for_those_of_each(text: str) -> None:
    asked = one(text)
    assert isinstance(asked, CostAsked)
    assert asked.answers == {"pipelines": 20}
    [unused] = asked.unused
    assert unused == (
        "Runs are counted of each pipeline, and 200 in total over 20 pipelines are 10 of each;"
        " please write `10` runs a week."
    )


def test_runs_of_all_pipelines_are_shared_out_over_those_that_were_answered() -> None:
    turn = advance(concluded(), TextSaid(text="30 pipelines"), KB)
    [asked] = requested_in("cost with 200 runs a week in total?", turn.state, KB).requests
    assert isinstance(asked, CostAsked)
    assert "over 30 pipelines are about 7 of each; please write `7`" in asked.unused[0]
    unknown = one("cost with 200 runs a week in total")
    assert isinstance(unknown, CostAsked)
    assert "I read 200 of all together; please write how many" in unknown.unused[0]


def test_a_total_of_something_else_leaves_the_runs_as_they_are() -> None:
    assert one("total cost for 20 pipelines, 10 runs a week") == cost(
        answers={"pipelines": 20, "runs_per_week": 10}
    )
    assert one("cost with 10 runs a week and 8 engineers in total") == cost(
        answers={"team_size": 8, "runs_per_week": 10}
    )


def test_another_question_behind_the_cost_is_asked_too() -> None:
    found = requested_in("what does prefect cost, and what is lineage?", concluded(), KB)
    assert found.requests == (cost("prefect"), About(subject="lineage"))


@pytest.mark.parametrize(
    "text",
    [
        "cost: 150000 a year for an engineer",
        "an engineer costs us 180k a year",
        "engineer cost 150k",
        "cost matters most",
        "cost is our main pain, 8 engineers on aws",
        "costs are killing us, 8 engineers and 40 pipelines",
        "cost control, 8 engineers, aws",
        "cost savings",
        "high cost",
        "we pay a lot",
        "we pay 400 dollars a month for prefect cloud",
        "airflow costs us 5000 a month",
        "our aws costs are 5000 a month",
        "AWS is expensive",
        "we care about cost and lineage",
    ],
)
def test_a_cost_that_is_told_is_no_question(text: str) -> None:
    none(text)


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        ("at which engineer salary is prefect cheaper than airflow", ["prefect", "airflow"]),
        ("prefect cheaper than airflow", ["prefect", "airflow"]),
        ("ROI of prefect", ["prefect"]),
        ("airflow salary", ["airflow"]),
        ("can we afford prefect?", ["prefect"]),
        (
            "cost of prefect in EUR with an engineer at 90k EUR and a dollar is 0.92 EUR",
            ["prefect"],
        ),
    ],
)
def test_a_name_in_a_question_of_cost_never_answers_what_runs_today(
    text: str, alternatives: list[str]
) -> None:
    state = concluded("current_orchestrator")
    turn = advance(state, TextSaid(text=text), KB)
    assert turn.state == state
    [remark] = turn.remarks
    assert isinstance(remark, Requested)
    assert isinstance(remark.request, CostAsked)
    assert list(remark.request.alternatives) == alternatives


@pytest.mark.parametrize(
    "text", ["we run airflow and it costs too much", "airflow, it is expensive", "airflow"]
)
def test_what_runs_today_is_answered_though_it_costs_much(text: str) -> None:
    turn = advance(concluded("current_orchestrator"), TextSaid(text=text), KB)
    assert turn.state.answers[SlotId("current_orchestrator")].value == "airflow"


def test_no_figure_for_a_return_on_investment_is_said() -> None:
    asked = one("what is the roi of prefect?")
    assert isinstance(asked, CostAsked)
    [unused] = asked.unused
    assert unused.startswith("No source gives a figure for a return on investment")


@pytest.mark.parametrize(
    "text",
    [
        "cost, we pay engineers 150k",
        "if we paid engineers 150k, what would it cost",
        "redo the cost with an engineer at 150k",
        "what would it cost if engineers earned 150k?",
    ],
)
def test_what_engineers_are_paid_is_their_cost_and_no_number_of_them(text: str) -> None:
    assert one(text) == cost(answers={"engineer_cost": 150_000})


@pytest.mark.parametrize(
    "text", ["engineers cost us about $180,000 a year", "we pay engineers 180k"]
)
def test_what_engineers_cost_is_an_answer_of_the_team(text: str) -> None:
    turn = advance(concluded(), TextSaid(text=text), KB)
    assert turn.state.answers[SlotId("engineer_cost")].value == 180_000
    assert turn.state.answers[SlotId("team_size")] == concluded().answers[SlotId("team_size")]


def test_what_engineers_cost_is_answered_beside_the_question() -> None:
    turn = advance(
        concluded(), TextSaid(text="our engineers cost 150k, what's the cost of prefect"), KB
    )
    assert turn.state.answers[SlotId("engineer_cost")].value == 150_000
    assert Requested(request=cost("prefect")) in turn.remarks


def test_money_in_another_currency_is_never_an_answer_of_the_team() -> None:
    asked = one("what would prefect cost if we paid engineers 90k pounds")
    assert asked == cost("prefect", assumed=Assumed(engineer_cost=Decimal(90_000), currency="GBP"))
    assert one("cost of prefect in EUR, engineer 90k") == cost(
        "prefect", assumed=Assumed(engineer_cost=Decimal(90_000), currency="EUR")
    )


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("cost of prefect for 12 pipelines twice a day", 14),
        ("cost of prefect for 12 pipelines, 10/day", 70),
        ("cost of prefect for 12 pipelines, 10 runs/day", 70),
    ],
)
def test_runs_of_a_day_are_those_of_a_week(text: str, runs: int) -> None:
    assert one(text) == cost("prefect", answers={"pipelines": 12, "runs_per_week": runs})


@pytest.mark.parametrize("said", ["1 million runs a year", "10 runs/month", "10/month"])
def test_runs_by_another_time_are_said_to_be_unused(said: str) -> None:
    asked = one(f"cost of prefect for {said}")
    assert isinstance(asked, CostAsked)
    assert "runs_per_week" not in asked.answers
    [unused] = asked.unused
    assert unused.startswith(f"I did not use “{said}”; runs are counted a week")


@pytest.mark.parametrize("years", ["3-5 years", "3 to 5 years", "three or five years"])
def test_a_sum_is_over_one_number_of_years(years: str) -> None:
    asked = one(f"cost of prefect over {years}")
    assert isinstance(asked, CostAsked)
    assert asked.assumed == Assumed()
    assert asked.unused == (f"I read {years}; please write one number of years, for example `3`.",)


def test_every_name_in_a_list_is_taken_or_said_to_be_unknown() -> None:
    assert one("cost prefect zzzz") == cost("prefect", unknown=("zzzz",))
    assert one("cost of prefect, foobar and dagster") == cost(
        "prefect", "dagster", unknown=("foobar",)
    )
    assert one("cost prefect prefectt dagstr") == cost(
        "prefect", "dagster", guessed={AlternativeId("dagster"): "dagstr"}
    )


@pytest.mark.parametrize("way", ["self-hosting", "self-hosted", "managed", "serverless"])
def test_how_it_is_run_is_no_unknown_name(way: str) -> None:
    for text in (f"cost of {way} airflow", f"cost of airflow {way}"):
        asked = one(text)
        assert isinstance(asked, CostAsked)
        assert asked.unknown == ()


def test_the_cost_of_a_move_away_is_asked() -> None:
    assert one("how much to migrate off airflow") == cost(
        "airflow", answers={"current_orchestrator": "airflow"}
    )


@pytest.mark.parametrize("text", ["show me the line items", "line items"])
def test_who_asks_for_line_items_asks_for_the_cost(text: str) -> None:
    assert one(text) == CostAsked()


def test_a_request_that_was_kept_with_one_alternative_is_read() -> None:
    kept = {"kind": "cost_asked", "alternative": "prefect", "answers": {"pipelines": 40}}
    assert CostAsked.model_validate(kept) == cost("prefect", answers={"pipelines": 40})
    assert CostAsked.model_validate({"kind": "cost_asked", "alternative": None}) == CostAsked()
    assert CostAsked.model_validate_json('{"alternative": "dagster"}') == cost("dagster")


def test_a_cost_that_only_weighs_is_no_question_of_cost() -> None:
    weighed = one("compare prefect and dagster, cost matters most")
    assert isinstance(weighed, CompareAsked)
    supposed = one("what if an engineer costs 150k?")
    assert supposed == Supposed(answers={SlotId("engineer_cost"): 150_000})


@pytest.mark.parametrize("text", ["cost 150000", "an engineer costs us 150k"])
def test_what_an_engineer_costs_is_an_answer_where_it_is_asked(text: str) -> None:
    turn = advance(gathering("engineer_cost"), TextSaid(text=text), KB)
    assert turn.state.answers[SlotId("engineer_cost")].value == 150_000


# One beside the other.


@pytest.mark.parametrize(
    "text",
    [
        "compare prefect and dagster",
        "compare prefect dagster",
        "compare prefect, dagster",
        "Comapre Prefect and Dagster for us",
        "prefect vs dagster",
        "PREFECT VS. DAGSTER?",
        "prefect or dagster?",
        "difference between prefect and dagster",
        "what's the difference between Prefect and Dagster?",
        "how does prefect compare to dagster",
        "which is better, prefect or dagster?",
        "is prefect better than dagster?",
        "should we use prefect or dagster?",
        "how do we migrate from prefect to dagster?",
    ],
)
def test_two_alternatives_are_compared(text: str) -> None:
    pair = (AlternativeId("prefect"), AlternativeId("dagster"))
    assert one(text) == CompareAsked(alternatives=pair)


def test_names_are_read_as_people_type_them() -> None:
    asked = one("kfp vs vertex")
    assert asked == CompareAsked(
        alternatives=(AlternativeId("kubeflow_pipelines"), AlternativeId("vertex_pipelines"))
    )


def test_a_misspelled_name_is_guessed_where_one_is_near_and_said() -> None:
    airflow, dagster = AlternativeId("airflow"), AlternativeId("dagster")
    guessed = {airflow: "airflw", dagster: "dagstr"}
    for text in ("compare airflw and dagstr", "compare airflw dagstr", "airflw vs dagstr"):
        asked = one(text)
        assert asked == CompareAsked(alternatives=(airflow, dagster), guessed=guessed)


def test_what_is_not_rated_and_what_is_unknown_are_told_apart() -> None:
    prefect = (AlternativeId("prefect"),)
    rated = one("compare prefect and mlflow")
    assert rated == CompareAsked(alternatives=prefect, not_rated=("mlflow",))
    unknown = one("compare prefect with foo")
    assert unknown == CompareAsked(alternatives=prefect, unknown=("foo",))
    both = one("compare foo and bar for 8 engineers on aws")
    assert isinstance(both, CompareAsked)
    assert both.unknown == ("foo", "bar")
    assert both.answers == {"team_size": 8, "cloud": "aws"}


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("is prefect better than dagster for a 5 person startup?", {"team_size": 5}),
        ("compare prefect and dagster for a team of 5", {"team_size": 5}),
        (
            "prefect or dagster for five people on gcp?",
            {"team_size": 5, "cloud": "gcp"},
        ),
    ],
)
def test_the_team_behind_a_for_counts_for_the_comparison(
    text: str, answers: dict[SlotId, int | str]
) -> None:
    pair = (AlternativeId("prefect"), AlternativeId("dagster"))
    assert one(text) == CompareAsked(alternatives=pair, answers=answers)


@pytest.mark.parametrize(
    "text",
    [
        "I want to compare prefect, zenml and dagster",
        "I'd like to compare prefect, zenml and dagster",
        "we want to compare prefect, zenml, dagster",
        "can you compare prefect, zenml and dagster?",
        "let's compare prefect, zenml and dagster",
    ],
)
def test_who_wants_to_compare_asks_for_it(text: str) -> None:
    asked = one(text, concluded("current_orchestrator"))
    assert isinstance(asked, CompareAsked)
    assert set(asked.alternatives) == {"prefect", "zenml", "dagster"}


def test_to_want_to_compare_something_else_asks_for_nothing() -> None:
    none("we need to compare offers first")


def test_fewer_than_two_names_are_a_comparison_all_the_same() -> None:
    assert one("compare") == CompareAsked()
    assert one("compare prefect") == CompareAsked(alternatives=(AlternativeId("prefect"),))


def test_what_is_said_of_the_team_counts_for_the_comparison() -> None:
    text = "compare airflow with prefect on aws for 20 engineers, lineage matters most"
    assert one(text) == CompareAsked(
        alternatives=(AlternativeId("airflow"), AlternativeId("prefect")),
        answers={SlotId("team_size"): 20, SlotId("cloud"): "aws"},
        stressed=(CriterionId("lineage"),),
    )


@pytest.mark.parametrize(
    "text", ["we use airflow or prefect", "aws vs gcp", "we are moving from airflow to prefect"]
)
def test_names_in_a_statement_are_not_compared(text: str) -> None:
    none(text)


# What if?


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("what if we move to GCP?", {"cloud": "gcp"}),
        ("what if we moved to gcp", {"cloud": "gcp"}),
        ("What if we were on Azure with 40 engineers?", {"team_size": 40, "cloud": "azure"}),
        ("what if lineage is a must?", {"lineage": "required"}),
        ("what if we don't need lineage", {"lineage": "no"}),
        ("what if we drop kubernetes", {"kubernetes_skill": "none"}),
        ("what if we were 40?", {"team_size": 40}),
        ("what if we already ran airflow?", {"current_orchestrator": "airflow"}),
        ("suppose we had 20 engineers and 40 models", {"team_size": 20, "model_count": 40}),
        ("imagine we're on gcp", {"cloud": "gcp"}),
        ("assume 20 engineers", {"team_size": 20}),
        ("if we moved to GCP, what then?", {"cloud": "gcp"}),
        ("if we moved to gcp what would you recommend?", {"cloud": "gcp"}),
        ("and on azure?", {"cloud": "azure"}),
        ("how about azure?", {"cloud": "azure"}),
        ("why not azure?", {"cloud": "azure"}),
        ("would that change if we had 40 engineers?", {"team_size": 40}),
        ("what would change with 50 models?", {"model_count": 50}),
        ("what happens if we go to azure", {"cloud": "azure"}),
        ("is airflow still right for us if we grow to 50", {"team_size": 50}),
        ("what would you recommend for 40 engineers?", {"team_size": 40}),
        # A change is reckoned from what is known: 8 engineers and 3 models.
        ("what if we hire 10 more?", {"team_size": 18}),
        (
            "what if we hire ten more engineers and move to azure",
            {"team_size": 18, "cloud": "azure"},
        ),
        ("what if we lose 3 engineers", {"team_size": 5}),
        ("what if we had 20 more models", {"model_count": 23}),
        ("suppose we doubled", {"team_size": 16}),
        ("what if the team doubles?", {"team_size": 16}),
        ("what if we got another data scientist", {"team_size": 9}),
        ("what if our team shrinks to 3", {"team_size": 3}),
        ("with 40 engineers?", {"team_size": 40}),
        ("what if we halve our models", {"model_count": 1}),
    ],
)
def test_answers_are_supposed(text: str, answers: dict[SlotId, int | str]) -> None:
    assert one(text) == Supposed(answers=answers)


def test_all_that_would_be_stressed_is_supposed() -> None:
    lineage, community = CriterionId("lineage"), CriterionId("community")
    assert one("what if lineage matters most") == Supposed(stressed=(lineage,))
    added = one("what if lineage mattered more?", concluded(stressed=(community,)))
    assert isinstance(added, Supposed)
    assert added.stressed is not None
    assert set(added.stressed) == {lineage, community}
    dropped = one("what if nothing matters most", concluded(stressed=(community,)))
    assert isinstance(dropped, Supposed)
    assert dropped.stressed == ()


def test_what_cannot_be_used_is_said_with_what_to_write() -> None:
    unknown = one("what if we add another 5 pipelines")
    assert isinstance(unknown, Supposed)
    assert unknown.answers == {}
    assert "How many pipelines there are now is not known" in unknown.unused[0]
    too_few = one("what if we lose 20 engineers")
    assert isinstance(too_few, Supposed)
    assert "a number from 1 to" in too_few.unused[0]
    unclear = one("what if we were on aws or gcp?")
    assert isinstance(unclear, Supposed)
    assert "AWS" in unclear.unused[0]


def test_a_supposition_that_says_nothing_known_is_empty() -> None:
    for text in ("what if", "what if we win the lottery"):
        assert one(text) == Supposed()


@pytest.mark.parametrize(
    "text",
    [
        "8 engineers if we count contractors",
        "aws, assuming the budget holds",
        "if it helps, 8 engineers",
        "say 8",
        "how about 8?",
    ],
)
def test_a_condition_beside_an_answer_supposes_nothing(text: str) -> None:
    none(text, gathering())


# Outgrown, state, help.


@pytest.mark.parametrize(
    ("text", "alternative"),
    [
        ("have we outgrown Airflow?", "airflow"),
        ("did we outgrow airflow", "airflow"),
        ("is airflow still right for us?", "airflow"),
        ("how do we know if we have outgrown airflow?", "airflow"),
        ("is it time to move off Airflow?", "airflow"),
        ("should we leave airflow?", "airflow"),
        ("outgrown airflow", "airflow"),
        ("outgrown", None),
        ("have we outgrown our current setup?", None),
        ("Did we outgrow cron?", None),
    ],
)
def test_it_is_asked_whether_something_is_outgrown(text: str, alternative: str | None) -> None:
    named = AlternativeId(alternative) if alternative else None
    assert one(text) == OutgrownAsked(alternative=named)


@pytest.mark.parametrize("text", ["we have outgrown airflow", "outgrown signals: 3"])
def test_to_have_outgrown_something_is_a_statement(text: str) -> None:
    none(text)


@pytest.mark.parametrize(
    "text",
    [
        "where are we?",
        "status",
        "summary please",
        "what do you know about us so far?",
        "what's our team size?",
        "what did I say?",
        "what was the question",
        "show us our answers",
        "what's missing?",
        "how many questions are left?",
        "what now?",
        "what next",
        "what should i do on monday",
        "so what should I tell my CEO in one sentence",
        "give me the bottom line",
    ],
)
def test_the_state_is_asked(text: str) -> None:
    assert one(text) == StateAsked()


@pytest.mark.parametrize(
    "text",
    [
        "what do you recommend?",
        "which orchestrator should we use",
        "Help us choose an orchestrator",
        "can you help us pick a tool",
        "recommend something",
        "pick an orchestrator for us",
        "we are choosing an orchestrator",
        "we need a new orchestrator",
    ],
)
def test_advice_is_asked(text: str) -> None:
    assert one(text) == RecommendAsked()


@pytest.mark.parametrize(
    "text", ["we run another orchestrator", "we have no orchestrator", "we need lineage"]
)
def test_what_runs_or_is_needed_asks_for_no_advice(text: str) -> None:
    assert requested_in(text, gathering(), KB).requests == ()


@pytest.mark.parametrize(
    "text",
    [
        "help",
        "Help me please",
        "what can you do?",
        "what can you help us with?",
        "how does this work?",
        "who are you",
        "can you help",
    ],
)
def test_help_is_asked(text: str) -> None:
    assert one(text) == HelpAsked()


# What is left.


@pytest.mark.parametrize(
    "text",
    [
        "8",
        "8 engineers, 3 models, aws, no k8s",
        "not sure",
        "no, aws",
        "we use airflow",
        "dynamic pipelines",
        "lineage matters most",
        "what's most important to us is lineage",
        "about 8 engineers",
        "explain 8 engineers",
        "that's why we use airflow",
        "the reason why we use airflow is history",
        "we did a comparison",
        "it has no meaning",
        "with 8 engineers?",
        "I don't know what our cloud is",
        "any help appreciated, 8 engineers",
        "thanks",
        "",
        "?",
    ],
)
def test_a_statement_never_becomes_a_request(text: str) -> None:
    none(text, gathering())


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("8 engineers. What is lineage?", "8 engineers."),
        ("8 engineers, but what is lineage?", "8 engineers,"),
        ("8 engineers and what is lineage?", "8 engineers"),
        ("we have 8 engineers - what is lineage?", "we have 8 engineers"),
        ("What is lineage? 8 engineers, AWS.", "8 engineers, AWS."),
        ("8 engineers\nwhat is lineage\n3 models", "8 engineers\n3 models"),
    ],
)
def test_what_is_said_beside_a_question_is_left_as_it_was_typed(text: str, rest: str) -> None:
    found = requested_in(text, gathering(), KB)
    assert found.requests == (About(subject="lineage"),)
    assert found.rest == rest


def test_a_question_for_a_team_that_is_not_known_yet_tells_of_the_team() -> None:
    text = "What would you recommend for 8 engineers with 3 models on AWS?"
    found = requested_in(text, gathering(), KB)
    assert (found.requests, found.rest) == ((), "8 engineers with 3 models on AWS")
    turn = advance(gathering(), TextSaid(text=text), KB)
    told = {slot: answer.value for slot, answer in turn.state.answers.items()}
    assert told == {"team_size": 8, "model_count": 3, "cloud": "aws"}


def test_each_request_is_made_once_and_no_more_than_three() -> None:
    text = "What is lineage? what's lineage? why not kubeflow? cost? compare kfp and airflow"
    found = requested_in(text, concluded(), KB)
    kinds = [request.kind for request in found.requests]
    assert kinds == ["about", "why_not", "cost_asked"]
    assert len(kinds) == MOST_REQUESTS
    assert found.rest == ""


def test_a_request_changes_nothing_and_stands_in_the_remarks() -> None:
    before = gathering("cloud")
    turn = advance(before, TextSaid(text="what does ZenML cost?"), KB)
    assert turn.state == before
    asked = CostAsked(alternatives=(AlternativeId("zenml"),))
    assert turn.remarks == (Requested(request=asked),)


# Names.


def test_names_are_found_however_they_are_written() -> None:
    typed = "Kubeflow Pipelines, kubeflow-pipelines, KFP; zen ml, Argo and MLflow"
    names = Names.of(KB)
    found = [each.id for each in names.spotted(words_of(typed))]
    assert found == [*["kubeflow_pipelines"] * 3, "zenml", "argo_workflows", "mlflow"]
    assert names.alternative("zenml") == "zenml"
    assert names.alternative("mlflow") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("airflw", "airflow"),
        ("prefct", "prefect"),
        ("dagstr", "dagster"),
        ("metflow", "metaflow"),
        ("sagmaker", "sagemaker_pipelines"),
        ("kubeflowpipelnes", "kubeflow_pipelines"),
        ("workflows", None),
        ("azure", None),
        ("zen", None),
        ("snowflake", None),
        ("people", None),
        ("", None),
    ],
)
def test_a_misspelled_name_is_the_one_that_is_near(typed: str, meant: str | None) -> None:
    assert Names.of(KB).meant_by(typed) == meant


# Any text.

PIECES = st.sampled_from(
    [
        *(
            "what",
            "is",
            "if",
            "why",
            "not",
            "how",
            "about",
            "compare",
            "explain",
            "vs",
            "or",
            "and",
        ),
        *("prefect", "airflw", "kubeflow pipelines", "mlflow", "lineage", "gcp", "8", "engineers"),
        *("we", "move to", "hire", "more", "double", "outgrown", "cost", "help", "status", "for"),
        *("cost of", "how much", "is", "cheaper than", "150k", "per engineer", "pipelines", "€90k"),
        *(
            "over",
            "5 years",
            "in eur",
            "1 usd = 0.92 eur",
            "steps a run",
            "foobar",
            "daily",
            "none",
        ),
        *(
            ",",
            ".",
            "?",
            "\n",
            ";",
            "-",
            "?!",
            "<@U1>",
            ":wave:",
            "&amp;",
            "'s",
            "\N{RIGHT SINGLE QUOTATION MARK}re",
            "\x00",
        ),
    ]
)
TEXTS = st.text(max_size=80) | st.lists(PIECES, max_size=14).map(" ".join)
STATES = st.sampled_from(
    [concluded(), concluded("lineage"), gathering(), gathering("cloud"), gathering("gone")]
)


@settings(max_examples=100, deadline=None)
@given(TEXTS, STATES)
def test_any_text_will_do_and_the_rest_is_made_of_it(text: str, state: DialogueState) -> None:
    found = requested_in(text, state, KB)
    assert len(found.requests) <= MOST_REQUESTS
    assert len(set(map(repr, found.requests))) == len(found.requests)
    assert all(line in text for line in found.rest.split("\n"))


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_a_question_of_cost_fits_the_value_of_a_button(text: str) -> None:
    for request in requested_in(f"cost of {text}", concluded(), KB).requests:
        assert len(request.model_dump_json()) <= 2_000


@given(TEXTS)
def test_the_clauses_of_a_text_are_the_text(text: str) -> None:
    clauses = [clause for sentence in sentences_of(text) for clause in sentence.clauses]
    assert "".join(text[clause.start : clause.end] for clause in clauses) == text


@pytest.mark.parametrize("piece", ["a a ", "an one ", "over the ", "$1", "rate of ", "1.,' "])
def test_the_terms_of_a_long_text_are_read_as_well(piece: str) -> None:
    assert len(terms_in(piece * 5_000, KB).rest) == len(piece) * 5_000


@pytest.mark.parametrize(
    "piece",
    [
        "1'",
        "1\N{RIGHT SINGLE QUOTATION MARK}",
        "1,1",
        "111 ",
        "$ 1 ",
        "an engineer cost of one ",
        "what does prefect cost 1'1'1'1'1, ",
        "cost 1 1 1 1 1 1 1? ",
    ],
)
def test_a_hostile_question_of_cost_is_read_at_once(piece: str) -> None:
    text = ("what does prefect cost " + piece * 4_000)[:4_000]
    started = time.process_time()
    requested_in(text, concluded(), KB)
    assert time.process_time() - started < 1


def test_the_time_for_the_terms_of_a_sum_grows_about_linearly() -> None:
    def spent(length: int) -> float:
        text = ("an engineer at " + "1'" * length)[:length]
        started = time.process_time()
        for _ in range(5):
            terms_in(text, KB)
        return time.process_time() - started

    spent(100)
    assert spent(8_000) < 16 * spent(2_000) + 0.05


@pytest.mark.parametrize(
    "piece",
    [
        "what if ",
        "why? ",
        "compare ",
        "cost of ",
        "cost, ",
        "what, ",
        "prefect or ",
        ".",
        ",",
        "<",
        "8. ",
    ],
)
def test_a_long_text_is_read_as_well(piece: str) -> None:
    text = (piece * 200_000)[:200_000]
    found = requested_in(text, gathering(), KB)
    assert len(found.requests) <= MOST_REQUESTS
    assert len(found.rest) <= len(text)
