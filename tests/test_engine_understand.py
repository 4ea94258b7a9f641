"""What people type, and what it fills: a table, and what must never break it."""

import time

import pytest

from engine.dialogue.understand import understand
from engine.dialogue.words import Unclear, Whole, tokens
from knowledge import loader
from knowledge.schema import KnowledgeBase, Question, SlotId

TEAM, MODELS, SKILL, CLOUD = "team_size", "model_count", "kubernetes_skill", "cloud"
TODAY, AUTHORS, PIPELINES, RUNS = (
    "current_orchestrator",
    "dominant_skill",
    "pipelines",
    "runs_per_week",
)
PAIN, PORTABILITY, LINEAGE, ISOLATION = "pain", "portability", "lineage", "isolation"
SHARED_ETL, DYNAMIC, MID_PROJECT, SIGNALS = (
    "shared_etl",
    "dynamic_pipelines",
    "mid_project",
    "outgrown_signals",
)

UNDERSTOOD: list[tuple[str | None, str, dict[str, int | str | None]]] = [
    # Several slots at once, in any order and style.
    (TEAM, "8 engineers, 3 models, no k8s, aws", {TEAM: 8, MODELS: 3, SKILL: "none", CLOUD: "aws"}),
    (
        None,
        "GCP, strong k8s, 40 models, twenty-five people",
        {TEAM: 25, MODELS: 40, SKILL: "strong", CLOUD: "gcp"},
    ),
    (None, "8 engineers and 3 models", {TEAM: 8, MODELS: 3}),
    (None, "8 engineers 3 models", {TEAM: 8, MODELS: 3}),
    (None, "engineers 8 models 3", {TEAM: 8, MODELS: 3}),
    (
        None,
        "team: 8, models: 3, kubernetes: none, cloud: azure",
        {TEAM: 8, MODELS: 3, SKILL: "none", CLOUD: "azure"},
    ),
    (None, "8 engineers\n- 3 models\n- aws", {TEAM: 8, MODELS: 3, CLOUD: "aws"}),
    (TEAM, "8, 3 models, aws", {TEAM: 8, MODELS: 3, CLOUD: "aws"}),
    # Numbers with a unit.
    (MODELS, "8 of us", {TEAM: 8}),
    (None, "8 senior ML engineers", {TEAM: 8}),
    (None, "8 full-time engineers", {TEAM: 8}),
    (None, "an 8-person company", {TEAM: 8}),
    (None, "8people", {TEAM: 8}),
    (None, "team of eight", {TEAM: 8}),
    (None, "the team size is about 8", {TEAM: 8}),
    (None, "1,200 models", {MODELS: 1200}),
    (None, "10 000 models", {MODELS: 10_000}),
    (None, "5k models", {MODELS: 5000}),
    (None, "1.5k models", {MODELS: 1500}),
    (None, "ten thousand and one models", {MODELS: 10_001}),
    (None, "5 hundred models", {MODELS: 500}),
    (None, "８ engineers", {TEAM: 8}),  # noqa: RUF001 (a full-width digit is the point)
    (MODELS, "no models yet", {MODELS: 0}),
    (None, "we have no models in production, 8 engineers", {TEAM: 8, MODELS: 0}),
    # Bare answers to the open question.
    (TEAM, "8", {TEAM: 8}),
    (TEAM, "we're eight, I think", {TEAM: 8}),
    (TEAM, "about 8", {TEAM: 8}),
    (MODELS, "a dozen", {MODELS: 12}),
    (MODELS, "two dozen or so", {MODELS: 24}),
    (MODELS, "half a dozen", {MODELS: 6}),
    (MODELS, "none yet", {MODELS: 0}),
    (SKILL, "none", {SKILL: "none"}),
    (SKILL, "no", {SKILL: "none"}),
    (SKILL, "We know a little bit.", {SKILL: "some"}),
    (SKILL, "some, aws", {SKILL: "some", CLOUD: "aws"}),
    (CLOUD, "google", {CLOUD: "gcp"}),
    (CLOUD, "On-Prem", {CLOUD: "on_premises"}),
    (None, "8", {}),
    (None, "none", {}),
    (MODELS, "some", {}),
    # Choices: denied, several, changed.
    (CLOUD, "not aws", {}),
    (CLOUD, "we don’t use aws", {}),  # noqa: RUF001 (what phones type)
    (CLOUD, "neither aws nor gcp", {}),
    (CLOUD, "not aws and gcp", {}),
    (CLOUD, "not aws, gcp", {CLOUD: "gcp"}),
    (CLOUD, "not aws but gcp", {CLOUD: "gcp"}),
    (CLOUD, "gcp instead of aws", {CLOUD: "gcp"}),
    (CLOUD, "moving from aws to azure", {CLOUD: "azure"}),
    (CLOUD, "aws and gcp", {CLOUD: "multi"}),
    (CLOUD, "aws/gcp", {CLOUD: "multi"}),
    (CLOUD, "aws, actually google", {CLOUD: "gcp"}),
    (CLOUD, "undecided, maybe aws", {CLOUD: "undecided"}),
    (SKILL, "not strong k8s", {}),
    (None, "some k8s, actually strong k8s", {SKILL: "strong"}),
    (CLOUD, "no aws", {}),
    (CLOUD, "no aws, azure", {CLOUD: "azure"}),
    (CLOUD, "anything but aws", {}),
    (CLOUD, "nothing but aws", {CLOUD: "aws"}),
    (CLOUD, "we're on aws today but moving to gcp", {CLOUD: "gcp"}),
    (CLOUD, "migrating to azure, aws today", {CLOUD: "azure"}),
    (CLOUD, "aws -> gcp", {CLOUD: "gcp"}),
    (CLOUD, "should we use aws?", {}),
    (CLOUD, "if aws is cheap", {}),
    (SKILL, "no experts", {}),
    (SKILL, "no good", {}),
    (SKILL, "less good", {}),
    (SKILL, "some, no experts", {SKILL: "some"}),
    (SKILL, "medium", {SKILL: "some"}),
    (TEAM, "we know kubernetes very well", {SKILL: "strong"}),
    (None, "k8s: no", {SKILL: "none"}),
    (None, "k8s: no problem", {}),
    (None, "strong kubernetes skill but no k8s cluster yet", {SKILL: "strong"}),
    (None, "no kubernetes problems", {}),
    (SKILL, "no kubernetes problems, we are experts", {SKILL: "strong"}),
    (None, "3 pipelines no k8s aws", {SKILL: "none", CLOUD: "aws", PIPELINES: 3}),
    (None, "no model registry yet", {}),
    # Corrections within a text.
    (None, "8 engineers, no wait, 9 engineers", {TEAM: 9}),
    (TEAM, "8, no, 9", {TEAM: 9}),
    (SKILL, "no, 8 engineers", {TEAM: 8}),
    # Not known.
    (TEAM, "not sure", {TEAM: None}),
    (TEAM, "I don't know yet", {TEAM: None}),
    (TEAM, "skip", {TEAM: None}),
    (CLOUD, "not sure which cloud", {CLOUD: None}),
    (TEAM, "not sure about the number of models", {MODELS: None}),
    (SKILL, "we don't know k8s", {SKILL: "none"}),
    (None, "8 engineers, not sure about the cloud", {TEAM: 8, CLOUD: None}),
    (TEAM, "not sure, maybe 8", {TEAM: 8}),
    (None, "not sure", {}),
    (CLOUD, "we don't know aws", {CLOUD: None}),
    (CLOUD, "not sure about aws", {CLOUD: None}),
    (CLOUD, "I don't know if aws", {CLOUD: None}),
    (CLOUD, "not sure, maybe aws", {CLOUD: "aws"}),
    (TEAM, "not sure about aws", {}),
    (TEAM, "I don't know if aws", {}),
    # Not all of ours: a part, others, a change, another noun.
    (None, "5 dev clusters", {}),
    (None, "5 person months", {}),
    (None, "8 person startup", {TEAM: 8}),
    (None, "8 people building 3 models", {TEAM: 8, MODELS: 3}),
    (None, "3 models used by 200 people", {MODELS: 3}),
    (None, "3 models serving 200 people", {MODELS: 3}),
    (None, "200 people use our models", {}),
    (None, "8 engineers for 3 models", {TEAM: 8, MODELS: 3}),
    (TEAM, "we will hire 5 more engineers", {}),
    (TEAM, "5 more", {}),
    (TEAM, "8 more or less", {TEAM: 8}),
    (TEAM, "we want to hire 5 engineers", {}),
    (TEAM, "another 5 engineers", {}),
    (TEAM, "only 2 of us know it well", {}),
    (TEAM, "3 engineers who can do k8s", {}),
    (TEAM, "8 engineers per team", {}),
    (TEAM, "each team has 8 engineers", {}),
    (TEAM, "3 teams of 8 engineers", {}),
    (MODELS, "can it handle 500 models?", {}),
    (MODELS, "what if we had 500 models", {}),
    # More ways to say it.
    (None, "8 ppl", {TEAM: 8}),
    (None, "8ppl", {TEAM: 8}),
    (None, "8 FTE", {TEAM: 8}),
    (None, "8 FTEs", {TEAM: 8}),
    (None, "8 eng", {TEAM: 8}),
    (None, "8 engs", {TEAM: 8}),
    (None, "model count 3", {MODELS: 3}),
    (None, "people: 8", {TEAM: 8}),
    (None, "8 enginers, strong kuberentes, 3 pipleines", {TEAM: 8, SKILL: "strong", PIPELINES: 3}),
    (None, "8 developed models, 3 engineered features", {MODELS: 8}),
    (None, "_8_ engineers", {TEAM: 8}),
    (None, "*8* engineers", {TEAM: 8}),
    (None, "`8` engineers &amp; 3 models", {TEAM: 8, MODELS: 3}),
    (None, "8 engineers -> 3 models", {TEAM: 8, MODELS: 3}),
    (TEAM, "8 work on ML", {TEAM: 8}),
    (MODELS, "5 within a year", {MODELS: 5}),
    (RUNS, "3 times a week", {RUNS: 3}),
    (SIGNALS, "3 of these are true", {SIGNALS: 3}),
    (TEAM, "it's just me, 2 models", {TEAM: 1, MODELS: 2}),
    (TEAM, "is it just me or is airflow bad", {}),
    (RUNS, "weekly", {RUNS: 1}),
    (RUNS, "about once a week", {RUNS: 1}),
    (RUNS, "daily", {RUNS: 7}),
    (RUNS, "monthly", {RUNS: 0}),
    (RUNS, "not weekly", {}),
    (TEAM, "weekly", {}),
    (TEAM, "3 engineers, 2 models that retrain weekly", {TEAM: 3, MODELS: 2, RUNS: 1}),
    (TEAM, "we don't retrain weekly", {}),
    (SIGNALS, "3 signals", {SIGNALS: 3}),
    # What follows up, when nobody asked.
    (TEAM, "3 pipelines", {PIPELINES: 3}),
    (TEAM, "no pipelines yet", {PIPELINES: 0}),
    (TEAM, "10 runs a week", {RUNS: 10}),
    (CLOUD, "we run airflow today, aws", {CLOUD: "aws", TODAY: "airflow"}),
    (TEAM, "currently on kubeflow", {TODAY: "kubeflow_pipelines"}),
    (TEAM, "no orchestrator yet", {TODAY: "none"}),
    (TEAM, "8 engineers, mostly data scientists", {TEAM: 8, AUTHORS: "data_science"}),
    (TEAM, "nothing fails silently", {PAIN: "no"}),
    (TEAM, "no silent failures", {PAIN: "no"}),
    (TEAM, "runs fail silently", {PAIN: "yes"}),
    (TEAM, "portability is a must", {PORTABILITY: "required"}),
    (TEAM, "lineage is required", {LINEAGE: "required"}),
    (TEAM, "lineage is not required", {LINEAGE: "no"}),
    (TEAM, "container isolation is required", {ISOLATION: "required"}),
    (TEAM, "we share heavy ETL", {SHARED_ETL: "yes"}),
    (TEAM, "our pipelines are dynamic", {DYNAMIC: "yes"}),
    (None, "dynamic pipelines", {DYNAMIC: "yes"}),
    (None, "dynamic pipelines, 8 engineers, no k8s", {DYNAMIC: "yes", TEAM: 8, SKILL: "none"}),
    (None, "we are highly dynamic", {DYNAMIC: "yes"}),
    (None, "dynamic workflows on aws", {DYNAMIC: "yes", CLOUD: "aws"}),
    (None, "dynamic pipelines: yes", {DYNAMIC: "yes"}),
    (None, "no dynamic workflows", {DYNAMIC: "no"}),
    (None, "not highly dynamic", {DYNAMIC: "no"}),
    (None, "dynamic pipelines: no", {DYNAMIC: "no"}),
    (None, "dynamic pipelines are not needed", {DYNAMIC: "no"}),
    # What a "yes" would be is only spoken of.
    (None, "we don't have dynamic pipelines", {}),
    (None, "dynamic pipelines aren't for us", {}),
    (None, "dynamic pipelines are not common", {}),
    (None, "dynamic pipelines do not matter", {}),
    (None, "dynamic pipelines matter most", {}),
    (None, "dynamic pipelines are the most important", {}),
    (None, "we care about dynamic pipelines", {}),
    (None, "hardly any dynamic pipelines", {}),
    (None, "dynamic pipelines?", {}),
    (None, "dynamic pipelines? no", {}),
    (None, "dynamic pipelines, no, aws", {CLOUD: "aws"}),
    (None, "if we had dynamic pipelines", {}),
    (None, "we are a highly dynamic startup", {}),
    (None, "a highly dynamic team of 8", {TEAM: 8}),
    (None, "we have silent failures without alerts", {PAIN: "yes"}),
    (None, "runs fail silently most days", {PAIN: "yes"}),
    (DYNAMIC, "highly dynamic?", {}),
    (CLOUD, "aws?", {CLOUD: "aws"}),
    (TEAM, "we are in the middle of a project", {MID_PROJECT: "yes"}),
    (TEAM, "not in the middle of a project", {MID_PROJECT: "no"}),
    (TEAM, "2 outgrown signals", {SIGNALS: 2}),
    (TODAY, "airflow", {TODAY: "airflow"}),
    (TODAY, "we use Dagster", {TODAY: "dagster"}),
    (TODAY, "on prefect", {TODAY: "prefect"}),
    (LINEAGE, "a must", {LINEAGE: "required"}),
    (CLOUD, "airflow", {}),
    (TEAM, "should we use airflow?", {}),
    (TODAY, "should we use airflow?", {}),
    (TEAM, "why not prefect", {}),
    (TEAM, "airflow is bad", {}),
    (TEAM, "we don't use airflow", {}),
    (TEAM, "is lineage required?", {}),
    (TEAM, "does prefect fail silently?", {}),
    (TEAM, "we process 3 signals", {}),
    (TEAM, "we meet 3 times a week", {}),
    (TEAM, "3 pipeline tools", {}),
    # Nothing to do with it.
    (TEAM, "we have 2 dogs", {}),
    (TEAM, "server 3", {}),
    (MODELS, "model 3 of the series", {}),
    (MODELS, "gpt-4 models", {}),
    (MODELS, "3 of our models", {}),
    (MODELS, "2 weeks models took", {}),
    (MODELS, "5 month old models", {}),
    (MODELS, "on the 3rd", {}),
    (TEAM, "ticket #12", {}),
    (TEAM, "not 8 engineers", {}),
    (TEAM, "no one knows", {}),
    (TEAM, "engineers", {}),
    (TEAM, ":100:", {}),
    (TEAM, "8² engineers", {}),
    (TEAM, "please cancel the 8 orders", {}),
    (TEAM, "", {}),
    (TEAM, " \n\t ", {}),
    # Marks and mentions of Slack, hidden characters.
    (TEAM, "<!channel> \x00\u202e8\u202c engi\u200bneers \U0001f600", {TEAM: 8}),
    (TEAM, "<@U12|eight> 8 <https://example.com/5|5 models>", {TEAM: 8}),
]


@pytest.mark.parametrize(("asking", "text", "expected"), UNDERSTOOD)
def test_a_text_fills_what_it_says_and_nothing_else(
    kb: KnowledgeBase, asking: str | None, text: str, expected: dict[str, int | str | None]
) -> None:
    understood = understand(text, kb, SlotId(asking) if asking else None)
    assert dict(understood.answers) == expected
    assert understood.refused == ()
    assert understood.command is None


HELD: list[tuple[str, str, dict[str, int | str | None]]] = [
    (SKILL, "only 2 of us know it well", {}),
    (SKILL, "only 2 people know it", {}),
    (SKILL, "one person has some experience", {}),
    (SKILL, "2 engineers know it", {}),
    (SKILL, "one engineer has done it before", {}),
    (SKILL, "2 data scientists", {}),
    (AUTHORS, "4 ML engineers and 3 data scientists", {}),
    (AUTHORS, "4 ML engineers, 3 data scientists", {}),
    (SKILL, "2 engineers know kubernetes well", {SKILL: "strong"}),
    (SKILL, "9 engineers", {TEAM: 9}),
    (SKILL, "we have 9 engineers and 4 models now", {TEAM: 9, MODELS: 4}),
    (SKILL, "the team has 9 people", {TEAM: 9}),
    (SKILL, "team: 9", {TEAM: 9}),
    (SKILL, "actually 9 people", {TEAM: 9}),
    (SKILL, "sorry, 9 people", {TEAM: 9}),
    (TEAM, "9 people", {TEAM: 9}),
]


@pytest.mark.parametrize(("asking", "text", "expected"), HELD)
def test_a_number_that_stands_is_replaced_only_by_what_tells_the_whole(
    kb: KnowledgeBase, asking: str, text: str, expected: dict[str, int | str | None]
) -> None:
    understood = understand(text, kb, SlotId(asking), {SlotId(TEAM), SlotId(MODELS)})
    assert dict(understood.answers) == expected
    assert understood.refused == ()


ONE_NUMBER = "Please write the number of {} as one whole number, not a range; your best estimate"

ESTIMATE = "Please write the number of {} as one whole number; your best estimate"

REFUSED: list[tuple[str | None, str, str, str]] = [
    (None, "-3 engineers", TEAM, "I read -3 engineers;"),
    (None, "minus three engineers", TEAM, "I read -3 engineers;"),
    (TEAM, "0", TEAM, "I read 0 engineers;"),
    (None, "0 models", MODELS, "`no models yet`"),
    (None, "zero models", MODELS, "`no models yet`"),
    (None, "1,000,000 engineers", TEAM, "I read 1,000,000 engineers;"),
    (MODELS, "five hundred thousand", MODELS, "I read 500,000 models;"),
    (None, "2.5 engineers", TEAM, "without a fraction"),
    (None, "two point five engineers", TEAM, "without a fraction"),
    (TEAM, "eight and a half", TEAM, "without a fraction"),
    (None, "10-15 engineers", TEAM, ONE_NUMBER.format("engineers")),
    (None, "10 – 15 engineers", TEAM, ONE_NUMBER.format("engineers")),  # noqa: RUF001
    (TEAM, "10 to 15", TEAM, ONE_NUMBER.format("engineers")),
    (TEAM, "three or four", TEAM, ONE_NUMBER.format("engineers")),
    (None, "between 10 and 15 people", TEAM, ONE_NUMBER.format("engineers")),
    (None, "100+ models", MODELS, ONE_NUMBER.format("models")),
    (None, "more than 100 models", MODELS, ONE_NUMBER.format("models")),
    (MODELS, "up to 10", MODELS, ONE_NUMBER.format("models")),
    (None, ">8 engineers", TEAM, ONE_NUMBER.format("engineers")),
    (None, "&gt;8 engineers", TEAM, ONE_NUMBER.format("engineers")),
    (None, "&lt;100 models", MODELS, ONE_NUMBER.format("models")),
    (None, "<100 models", MODELS, ONE_NUMBER.format("models")),
    (None, ">=100 models", MODELS, ONE_NUMBER.format("models")),
    (None, "models ≤ 100", MODELS, ONE_NUMBER.format("models")),
    (None, "8..10 engineers", TEAM, ONE_NUMBER.format("engineers")),
    (None, "8 … 10 engineers", TEAM, ONE_NUMBER.format("engineers")),
    (None, "max 8 engineers", TEAM, ONE_NUMBER.format("engineers")),
    (None, "max. 8 engineers", TEAM, ONE_NUMBER.format("engineers")),
    (None, "a maximum of 8 engineers", TEAM, ONE_NUMBER.format("engineers")),
    (None, "8 engineers max", TEAM, ONE_NUMBER.format("engineers")),
    (None, "8 engineers or more", TEAM, ONE_NUMBER.format("engineers")),
    (TEAM, "8 at least", TEAM, ONE_NUMBER.format("engineers")),
    (TEAM, "min 8", TEAM, ONE_NUMBER.format("engineers")),
    (None, "hundreds of models", MODELS, ESTIMATE.format("models")),
    (None, "a few models", MODELS, ESTIMATE.format("models")),
    (MODELS, "a few", MODELS, ESTIMATE.format("models")),
    (None, "3 prod and 2 dev models", MODELS, "I read 3 and 2;"),
    (None, "4 ML engineers and 3 data scientists", TEAM, "I read 4 and 3;"),
    (None, "some k8s, strong k8s", SKILL, "I read Some or Strong;"),
    (None, "strong k8s but no k8s experts", SKILL, "I read Strong or None;"),
    (None, "8 or more engineers", TEAM, ONE_NUMBER.format("engineers")),
    (TEAM, "8,3", TEAM, "in digits alone"),
    (TEAM, "8, 3", TEAM, "I read 8 and 3;"),
    (None, "4 ML engineers and 3 developers", TEAM, "I read 4 and 3;"),
    (CLOUD, "aws or gcp", CLOUD, "I read AWS or Google Cloud;"),
    (TEAM, "9" * 10_000, TEAM, "I read more than 999,999,999,999 engineers;"),
    (TEAM, "-" + "9" * 10_000, TEAM, "I read less than -999,999,999,999 engineers;"),
]


@pytest.mark.parametrize(("asking", "text", "slot", "says"), REFUSED)
def test_what_is_no_single_answer_is_refused_with_the_next_step(
    kb: KnowledgeBase, asking: str | None, text: str, slot: str, says: str
) -> None:
    understood = understand(text, kb, SlotId(asking) if asking else None)
    assert dict(understood.answers) == {}
    assert [refusal.slot for refusal in understood.refused] == [slot]
    assert says in understood.refused[0].sentence
    assert "please" in understood.refused[0].sentence.lower() or "can say" in (
        understood.refused[0].sentence
    )


def test_a_refused_number_leaves_the_good_answers(kb: KnowledgeBase) -> None:
    understood = understand("-3 engineers, 4 models, aws", kb, None)
    assert dict(understood.answers) == {MODELS: 4, CLOUD: "aws"}
    assert [refusal.slot for refusal in understood.refused] == [TEAM]


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("restart", "restart"),
        ("Start over, please.", "restart"),
        ("<@U1> cancel", "cancel"),
        ("never mind", "never_mind"),
        ("keep it", "keep"),
        ("keep 8", None),
        ("we had to restart the server", None),
        ("cancel the order", None),
        ("over", None),
        ("cancel 8", None),
    ],
)
def test_a_command_is_one_only_when_nothing_else_is_said(
    kb: KnowledgeBase, text: str, command: str | None
) -> None:
    assert understand(text, kb, SlotId(TEAM)).command == command


@pytest.mark.parametrize("question", loader.load().questions, ids=lambda question: question.id)
def test_every_phrase_of_the_vocabulary_fills_its_own_slot_alone(
    kb: KnowledgeBase, question: Question
) -> None:
    slot = SlotId(question.id)
    if question.kind == "choice":
        for option in question.options:
            for said in (option.phrase, *option.says):
                assert dict(understand(said, kb, None).answers) == {slot: option.id}, said
            for said in (option.id, option.label, *option.says_when_asked):
                assert dict(understand(said, kb, slot).answers) == {slot: option.id}, said
        return
    for said in question.says:
        assert dict(understand(f"4 {said}", kb, None).answers) == {slot: 4}, said
    for said in question.none_says:
        assert dict(understand(said, kb, None).answers) == {slot: 0}, said
    for said in question.none_says_when_asked:
        assert dict(understand(said, kb, slot).answers) == {slot: 0}, said
    for said, number in question.number_says.items():
        assert dict(understand(said, kb, None).answers) == {slot: number}, said
    for said, number in question.number_says_when_asked.items():
        assert dict(understand(said, kb, slot).answers) == {slot: number}, said
    for pick in question.quick_picks:
        assert dict(understand(str(pick), kb, slot).answers) == {slot: pick}


@pytest.mark.parametrize(
    "piece",
    [
        *("8 ", "eight ", "8-", "8,", "9", "-", "<", ":a", "\U0001f600", "ﷺ", "one hundred and "),
        *("no ", "not sure ", "and ", "aws or ", "k8s: ", "8 engineers and ", "models is "),
        *("none and ", "max ", ">8", "8..", "_", "&lt;", "->", "k8s no ", "if ", "3 a and 2 b "),
        *("lineage and ", "lineage, ", "ui matters most ", "is ", "the ", "priority is ", "a ui "),
    ],
)
def test_time_is_linear_in_the_length(kb: KnowledgeBase, piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        best = 1e9
        for _ in range(3):
            begin = time.perf_counter()
            understand(text, kb, SlotId(TEAM))
            best = min(best, time.perf_counter() - begin)
        return best

    # Sixteen times the length: a quadratic rule would take 256 times as long.
    assert seconds(16_000) < 80 * max(seconds(1_000), 0.001)


def test_a_refusal_never_quotes_what_was_typed(kb: KnowledgeBase) -> None:
    understood = understand("-3 evil engineers", kb, SlotId(TEAM))
    assert understood.refused
    assert all("evil" not in refusal.sentence for refusal in understood.refused)


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("1'000", Whole(1000)),
        ("1_000", Whole(1000)),
        ("007", Whole(7)),
        ("1.000", Unclear("fraction")),
        ("10.0.0.1", Unclear("unreadable")),
        ("1,00", Unclear("unreadable")),
        ("-1.5k", Whole(-1500)),
        ("1.2345k", Unclear("fraction")),
        ("−3", Whole(-3)),  # noqa: RUF001 (the minus sign is the point)
        ("+3", Whole(3)),
    ],
)
def test_digits_are_read_only_where_they_mean_one_number(text: str, token: object) -> None:
    assert tokens(text) == [token]
