"""What people type, and what it fills: a table, and what must never break it."""

import time

import pytest

from engine.dialogue.understand import understand
from engine.dialogue.words import Unclear, Whole, tokens
from knowledge.schema import KnowledgeBase, SlotId

TEAM, MODELS, SKILL, CLOUD = "team_size", "model_count", "kubernetes_skill", "cloud"

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
    (None, "some k8s, strong k8s", {SKILL: "strong"}),
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


ONE_NUMBER = "Please write the number of {} as one whole number, not a range; your best estimate"

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
    (None, "hundreds of models", MODELS, ONE_NUMBER.format("models")),
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
        ("never mind", "cancel"),
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


def test_a_follow_up_is_read_only_while_it_is_asked(kb: KnowledgeBase) -> None:
    said = "we use airflow"
    assert dict(understand(said, kb, SlotId(CLOUD)).answers) == {}
    asked = SlotId("current_orchestrator")
    assert dict(understand(said, kb, asked).answers) == {asked: "airflow"}


@pytest.mark.parametrize("slot", [TEAM, MODELS, SKILL, CLOUD])
def test_every_phrase_of_the_vocabulary_fills_its_own_slot(kb: KnowledgeBase, slot: str) -> None:
    question = kb.question(SlotId(slot))
    if question.kind == "choice":
        for option in question.options:
            for said in option.says:
                assert dict(understand(said, kb, None).answers) == {slot: option.id}, said
            for said in (option.id, option.label, *option.says_when_asked):
                assert dict(understand(said, kb, SlotId(slot)).answers) == {slot: option.id}, said
        return
    for said in question.says:
        assert dict(understand(f"7 {said}", kb, None).answers) == {slot: 7}, said
    for said in question.none_says:
        assert dict(understand(said, kb, None).answers) == {slot: 0}, said
    for said in question.none_says_when_asked:
        assert dict(understand(said, kb, SlotId(slot)).answers) == {slot: 0}, said
    for pick in question.quick_picks:
        assert dict(understand(str(pick), kb, SlotId(slot)).answers) == {slot: pick}


@pytest.mark.parametrize(
    "piece",
    [
        *("8 ", "eight ", "8-", "8,", "9", "-", "<", ":a", "\U0001f600", "ﷺ", "one hundred and "),
        *("no ", "not sure ", "and ", "aws or ", "k8s: ", "8 engineers and ", "models is "),
        "none and ",
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
    understood = understand("-3 <script>evil</script> engineers", kb, SlotId(TEAM))
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
