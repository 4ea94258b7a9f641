"""What people call the most important, and what must not be taken for it."""

import pytest

from engine.dialogue.stress import Stress, stress_in
from engine.dialogue.understand import understand
from engine.dialogue.words import tokens
from knowledge.schema import Criterion, CriterionId, KnowledgeBase
from tests.facts import KB

LINEAGE, COMMUNITY, UI, PORTABILITY = "lineage", "community", "observability", "portability"
LEARNING, LOCAL, NO_CLUSTER = "learning_curve", "local_development", "kubernetes_not_required"

STRESSED: list[tuple[str, tuple[str, ...]]] = [
    ("lineage matters most", (LINEAGE,)),
    ("Lineage is the most important!", (LINEAGE,)),
    ("our priority is community", (COMMUNITY,)),
    ("above all portability", (PORTABILITY,)),
    ("portability above all else", (PORTABILITY,)),
    ("observability matters most to us", (UI,)),
    ("lineage matters to us most", (LINEAGE,)),
    ("what matters most is lineage", (LINEAGE,)),
    ("What is most important to us is lineage.", (LINEAGE,)),
    ("what matters most: lineage", (LINEAGE,)),
    ("lineage is what matters most", (LINEAGE,)),
    ("lineage is by far the single most important thing for us", (LINEAGE,)),
    ("the most important criterion is local development", (LOCAL,)),
    ("top priority: a good dashboard", (UI,)),
    ("lineage is our #1 priority", (LINEAGE,)),
    ("an easy learning curve is a top priority", (LEARNING,)),
    ("we care most about local dev", (LOCAL,)),
    ("we care about lineage most", (LINEAGE,)),
    ("please prioritise lineage over community", (LINEAGE,)),
    ("lineage comes first", (LINEAGE,)),
    ("avoiding kubernetes matters most", (NO_CLUSTER,)),
    ("lineage matters most because auditors ask", (LINEAGE,)),
    # Several.
    ("lineage and community matter most", (COMMUNITY, LINEAGE)),
    ("lineage, ui, and community are most important", (COMMUNITY, UI, LINEAGE)),
    ("our priorities are lineage, community and a good dashboard", (COMMUNITY, UI, LINEAGE)),
    ("our priorities: lineage, community", (COMMUNITY, LINEAGE)),
    ("lineage matters most, community matters most", (COMMUNITY, LINEAGE)),
    ("ui, lineage matters most", (LINEAGE,)),
    ("our priority is lineage, community is small", (LINEAGE,)),
    ("community matters but lineage matters most", (LINEAGE,)),
    ("lineage matters most, actually community matters most", (COMMUNITY,)),
    # Beside what would deny in another clause, or after a reason.
    ("maybe 8 engineers, lineage matters most", (LINEAGE,)),
    ("less than 5 models and lineage matters most", (LINEAGE,)),
    ("not sure about the cloud; lineage matters most", (LINEAGE,)),
    ("which cloud? lineage matters most", (LINEAGE,)),
    ("prefect's ui is fine, lineage matters most", (LINEAGE,)),
    ("we run argo workflows lineage matters most", (LINEAGE,)),
    ("we use step functions, lineage matters most", (LINEAGE,)),
    ("our models' lineage matters most", (LINEAGE,)),
    ("lineage matters most since we may be audited", (LINEAGE,)),
    ("lineage matters most because if it is missing we fail", (LINEAGE,)),
    ("lineage comes first as auditors ask", (LINEAGE,)),
    ("lineage is most important now", (LINEAGE,)),
    ("lineage matters most on aws or gcp", (LINEAGE,)),
    ("lineage, and ui matter most", (UI, LINEAGE)),
    # Among other things.
    ("8 engineers, 3 models, lineage matters most, aws", (LINEAGE,)),
    ("we have no cluster and lineage matters most", (LINEAGE,)),
    ("no k8s, lineage matters most", (LINEAGE,)),
]


@pytest.mark.parametrize(("text", "expected"), STRESSED)
def test_what_is_called_the_most_important_is_stressed(
    kb: KnowledgeBase, text: str, expected: tuple[str, ...]
) -> None:
    assert stress_in(tokens(text), kb) == Stress(tuple(map(CriterionId, expected)))


@pytest.mark.parametrize(
    "text",
    [
        "what matters most is unclear",
        "we do not know what matters most",
        "lineage",
        "lineage matters",
        "lineage is important",
        "lineage is a priority",
        "lineage is required",
        "lineage matters more than community",
        "lineage does not matter",
        "lineage does not matter most",
        "lineage is not the most important",
        "lineage is not our top priority",
        "I don't think lineage matters most",
        "I don't think lineage and community matter most",
        "nobody says lineage matters most",
        "lineage is our lowest priority",
        "low priority: lineage",
        "our second priority is lineage",
        "not our priority: lineage",
        "is lineage the most important?",
        "does lineage matter most?",
        "should lineage be our priority?",
        "if lineage matters most",
        "why does lineage matter most",
        "lineage or community matters most",
        "what matters most: lineage or community?",
        "lineage matters most or community",
        "everything but lineage matters most",
        "all but lineage matters most",
        "everything except lineage matters most",
        "anything other than lineage matters most",
        "lineage matters most except for ui",
        "besides lineage ui matters most",
        "we stress lineage less than ui",
        "we prioritise lineage less",
        "we care less about lineage most",
        "lineage matters most after ui",
        "after ui lineage matters most",
        "care most about lineage? no",
        "lineage matters most?",
        "our priority is lineage?",
        "our priority is lineage, ui?",
        "what matters most? lineage",
        "no priorities?",
        "prefect's lineage is the most important gap",
        "kubeflow's lineage matters most",
        "vertex ai’s lineage matters most",  # noqa: RUF001 (what phones type)
        "maybe lineage matters most",
        "perhaps our priority is lineage",
        "lineage matters most perhaps",
        "we might prioritise lineage",
        "lineage matters most if we are audited",
        "lineage matters most unless we grow",
        "we like it since maybe lineage matters most",
        "not sure lineage matters most",
        "lineage matters most not sure",
        "no idea whether lineage matters most",
        "lineage matters most to nobody",
        "is lineage the most important",
        "lineage matters most of the time",
        "dashboards most days",
        "the most important dashboard is grafana",
        "our most important dashboard broke",
        "our priority is ui tests",
        "most important",
        "above all 8 engineers",
        "",
        "\x00" * 50,
    ],
)
def test_what_is_not_said_outright_stresses_nothing(kb: KnowledgeBase, text: str) -> None:
    assert stress_in(tokens(text), kb) == Stress()


@pytest.mark.parametrize(
    "text",
    [
        "no priorities",
        "no priority",
        "we have no priorities any more",
        "nothing matters most",
        "nothing is the most important",
        "lineage matters most, actually no priorities",
    ],
)
def test_that_nothing_comes_first_can_be_said(kb: KnowledgeBase, text: str) -> None:
    assert stress_in(tokens(text), kb) == Stress(drops_earlier=True)


@pytest.mark.parametrize("text", ["no priorities on lineage", "not no priorities", "priorities"])
def test_a_priority_that_is_spoken_of_drops_nothing(kb: KnowledgeBase, text: str) -> None:
    assert stress_in(tokens(text), kb) == Stress()


@pytest.mark.parametrize("criterion", KB.criteria, ids=lambda criterion: criterion.id)
def test_every_name_of_a_criterion_stresses_it_and_answers_nothing(
    kb: KnowledgeBase, criterion: Criterion
) -> None:
    for said in (*criterion.says, criterion.name.lower()):
        for text in (f"{said} matters most", f"our top priority is {said}"):
            understood = understand(text, kb, None)
            assert understood.stress == Stress((CriterionId(criterion.id),)), text
            assert dict(understood.answers) == {}, text
            assert understood.refused == (), text


def test_a_list_of_names_may_be_long(kb: KnowledgeBase) -> None:
    said = f"our priorities are {'ui, ' * 50}and lineage"
    assert stress_in(tokens(said), kb) == Stress((CriterionId(UI), CriterionId(LINEAGE)))


def test_a_long_clause_is_read_whole(kb: KnowledgeBase) -> None:
    said = f"nobody says {'that anybody says ' * 20}lineage matters most"
    assert stress_in(tokens(said), kb) == Stress()


def test_a_name_tells_one_criterion(kb: KnowledgeBase) -> None:
    said = [name for criterion in kb.criteria for name in criterion.says]
    assert len(said) == len(set(said))
    assert all(name == name.lower() for name in said)
