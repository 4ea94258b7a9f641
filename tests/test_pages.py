"""Pages: every subject has one, and all that the lesson teaches stands on some of them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from typing import cast

import pytest

from bot.pages.comparison import compare_page
from bot.pages.index import KINDS, Kind, Subject, contents, find, page_of, subjects
from bot.pages.migrations import migration_page
from bot.pages.page import Code, Grid, Lines, Page, Part
from bot.pages.practice import outgrown_verdict
from bot.pages.words import condition, decimal, money, points
from engine.advice import outgrown
from engine.advice.compare import compare
from engine.advice.migrate import migrate
from engine.decision.model import Weighing
from knowledge.schema import (
    AlternativeId,
    Condition,
    CriterionId,
    Edition,
    KnowledgeBase,
    SlotId,
    Topic,
)
from tests.facts import KB

SUBJECTS = subjects(KB)
SILENT = "nothing on this."
DESCRIBED = (*KB.alternatives, *KB.contenders)
PREFECT, DAGSTER, KFP = (
    AlternativeId(each) for each in ("prefect", "dagster", "kubeflow_pipelines")
)


def texts(page: Page) -> Iterator[str]:
    """Every piece of text of a page."""
    yield page.title
    for section in page.sections:
        yield section.heading
        for part in section.parts:
            yield from texts_of(part)


def texts_of(part: Part) -> Iterator[str]:
    match part:
        case Lines(lines=lines):
            for line in lines:
                yield line.lead
                yield line.text
        case Grid(heading=heading, rows=rows):
            yield from heading
            for row in rows:
                yield from row
        case Code(text=text, caption=caption):
            yield caption
            yield text


def explained(text: str, kb: KnowledgeBase = KB) -> Page:
    """The page of what is called so."""
    found = find(text, kb)
    assert isinstance(found, Subject), f"{text} finds no subject"
    return page_of(found, kb)


def whole(text: str) -> str:
    return "\n".join(texts(explained(text)))


def topic(key: str) -> Topic:
    return next(each for each in KB.topics if each.id == key)


def lessons(key: str) -> list[str]:
    """What the lesson says on a topic."""
    return [each.lesson for each in topic(key).statements if each.lesson]


def cells(text: str) -> list[tuple[str, ...]]:
    """The rows of all tables of a page."""
    parts = [part for section in explained(text).sections for part in section.parts]
    return [row for part in parts if isinstance(part, Grid) for row in part.rows]


@dataclass(frozen=True)
class Group:
    """A group of what the lesson teaches: where it is, how much of it, and words that tell it."""

    number: int
    subject: str
    count: int
    items: Callable[[], list[str]]
    """Each of them stands on the page."""
    needles: tuple[str, ...] = ()


def profile_claims() -> list[str]:
    return [
        claim.text
        for each in KB.alternatives.values()
        for claim in (
            each.profile.history[0],
            each.profile.strengths[0],
            each.profile.weaknesses[0],
            each.profile.best_for,
        )
    ]


GROUPS = [
    Group(1, "scenario", 8, lambda: lessons("scenario"), ("30 people", "cron", "3 days")),
    Group(2, "why it is hard", 5, lambda: lessons("why_it_is_hard"), ("200 models",)),
    Group(
        4,
        "ratings",
        10,
        lambda: [each.name for each in KB.criteria],
        ("2, today 3", "Airflow, Artifact lineage, 1, today 2"),
    ),
    Group(
        5,
        "archetypes",
        15,
        lambda: [f"{weight} %" for each in KB.archetypes for weight in each.weights.values()],
        ("5 to 10", "20 to 50", "50 or more", "100 or more"),
    ),
    Group(
        6,
        "published scores",
        18,
        lambda: [each for kind in KB.archetypes for each in kind.published_scores.values()],
        ("Of 18 printed scores 2 are exactly", "5 are within rounding", "11 are off by 0.10"),
    ),
    Group(
        7,
        "anti-patterns",
        4,
        lambda: [each.name for each in KB.traps if each.kind == "anti_pattern"],
        ("20 tasks", "50", "18 months"),
    ),
    Group(
        8,
        "migration",
        5,
        lambda: [each.name for each in KB.migrations.paths],
        ("Step 1:", "2 weeks"),
    ),
    Group(
        9,
        "tco",
        14,
        lambda: [
            line.name
            for each in KB.costs.variants
            for line in each.lines
            if each.year is not None and line.lesson is not None
        ],
        (
            *("$6,000 to $24,000", "$5,400", "$7,200 to $25,200", "$15,000", "$4,200 to $7,800"),
            *(
                "$7,800 to $13,800",
                "0.25 of an engineer",
                "no figure",
                "Dagster: not in the source",
            ),
        ),
    ),
    Group(
        10, "decision tree", 18, lambda: [each.statement for each in KB.tree], ("reconstruction",)
    ),
    Group(
        11,
        "features",
        66,
        lambda: [
            cell.lesson or ""
            for each in KB.alternatives.values()
            for cell in each.features.values()
        ],
        ("Painful", "foreach only"),
    ),
    Group(12, "heuristics", 3, lambda: lessons("heuristics"), ("2 AM",)),
    Group(
        13,
        "common mistakes",
        4,
        lambda: [each.name for each in KB.traps if each.kind == "common_mistake"],
        ("step 7 of 12", "3 to 6 months", "18 months"),
    ),
    Group(14, "questions and answers", 6, lambda: lessons("questions_and_answers"), ("10 to 15",)),
    Group(15, "choosing ZenML", 5, lambda: lessons("choosing_zenml"), ("no Prefect orchestrator",)),
    Group(
        16,
        "poc",
        4,
        lambda: [each.name for each in KB.evaluation.proof_of_concept],
        ("step 5 of 10", "AUC"),
    ),
    Group(
        17,
        "signals",
        5,
        lambda: [each.means for each in KB.evaluation.outgrown.signals],
        ("The 5 signals",),
    ),
    Group(
        18,
        "checklist",
        24,
        lambda: [item.text for each in KB.evaluation.checklist for item in each.items],
        ("24 things to check of a candidate, in 5 categories",),
    ),
    Group(
        19,
        "hybrid",
        5,
        lambda: [each.does for each in KB.hybrid.components],
        ("MLflow", "Seldon Core", "Evidently AI", "event bus", "reconstruction"),
    ),
    Group(
        20,
        "lock-in",
        6,
        lambda: [each.lock_in.reasons[0].text for each in KB.alternatives.values()],
        ("Low to medium.", "Medium.", "Not in the source."),
    ),
    Group(21, "process", 7, lambda: lessons("process"), ("3 AM",)),
    Group(22, "scheduling", 3, lambda: lessons("scheduling"), ("execution_date", "logical_date")),
    Group(23, "events", 3, lambda: lessons("events"), ("cursor",)),
    Group(
        24, "interoperability", 2, lambda: lessons("interoperation"), ("Airflow starts Prefect",)
    ),
    Group(25, "monitoring", 2, lambda: lessons("monitoring"), ("24 hours", "0.3")),
    Group(
        26,
        "use it if",
        21,
        lambda: [claim.text for each in KB.alternatives.values() for claim in each.use_if],
    ),
    Group(27, "common thread", 1, lambda: lessons("common_thread"), ("simply",)),
]


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: f"{group.number}_{group.subject}")
def test_every_group_of_the_lesson_is_whole_on_a_page(group: Group) -> None:
    items = group.items()
    assert len(items) == group.count
    shown = whole(group.subject)
    for each in (*items, *group.needles):
        assert each in shown


def test_the_groups_are_those_of_the_lesson_but_the_profiles() -> None:
    assert [each.number for each in GROUPS] == [1, 2, *range(4, 28)]


def test_every_profile_stands_on_the_page_of_its_alternative() -> None:
    shown = {each: whole(each) for each in KB.alternatives}
    claims = profile_claims()
    assert len(claims) == 24
    for number, claim in enumerate(claims):
        assert claim in shown[list(KB.alternatives)[number // 4]]


def test_all_60_ratings_stand_in_one_table() -> None:
    table = cells("ratings")[:10]
    lesson = [int(cell.split(",")[0]) for row in table for cell in row[1:]]
    assert len(lesson) == 60
    columns = list(zip(*(row[1:] for row in table), strict=True))
    sums = [sum(int(cell.split(",")[0]) for cell in column) for column in columns]
    assert sums == [32, 40, 32, 36, 37, 39]
    assert sum("today" in cell for row in table for cell in row) == 4


def test_all_66_cells_of_the_feature_table_stand_beside_those_of_today() -> None:
    rows = [row for row in cells("features") if row[1] != "-"]
    assert len(rows) == 66
    assert ("Prefect", "Basic", "Assets, in Prefect Cloud only") in rows


def test_printed_scores_stand_beside_those_of_the_lessons_own_ratings() -> None:
    rows = cells("scores")
    assert len(rows) == 18
    assert ("Kubeflow Pipelines", "1.9", "2.55", "2.80") in rows
    assert "Kubeflow Pipelines and Dagster tie at 3.90." in whole("scores")
    assert "Apache Airflow leads." in whole("enterprise")


def test_all_code_is_on_a_page_with_the_versions_it_ran_on() -> None:
    parts = [part for section in explained("code").sections for part in section.parts]
    code = [part for part in parts if isinstance(part, Code)]
    assert len(code) == 15
    assert all(re.search(r"Run on .+, 20\d\d-\d\d-\d\d\.$", each.caption) for each in code)


def test_every_example_stands_where_it_belongs_too() -> None:
    named = {"anti_patterns", "migration", *(each.id for each in KB.topics)}
    shown = "\n".join(whole(each) for each in named)
    assert len(KB.examples) == 15
    for example in KB.examples.values():
        assert example.code in shown


def test_26_corrections_stand_beside_what_they_correct() -> None:
    sections = explained("corrections").sections[1:]
    assert len(sections) == 26
    for section in sections:
        (part,) = section.parts
        assert isinstance(part, Lines)
        assert [line.lead for line in part.lines] == ["Lesson", "Today"]
        assert all(line.sources for line in part.lines)


def test_every_source_is_listed_with_date_and_grade() -> None:
    shown = whole("grades")
    described = [KB.described(each).sources.values() for each in DESCRIBED]
    for found in (KB.sources.values(), KB.costs.sources.values(), *described):
        for source in found:
            assert f"{source.title}, {source.as_of}, grade {source.grade}" in shown


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: f"{subject.kind}-{subject.id}")
def test_every_subject_has_a_page_with_no_empty_part(subject: Subject) -> None:
    assert_well_formed(page_of(subject, KB))


def assert_well_formed(page: Page) -> None:
    assert page.sections
    for section in page.sections:
        assert section.parts
        for part in section.parts:
            assert "".join(texts_of(part))
            if isinstance(part, Lines):
                assert part.lines
                assert all(line.text for line in part.lines)
                said = [line for line in part.lines if line.lead in ("Lesson", "Today")]
                assert all(line.sources for line in said if line.text != SILENT)
            if not isinstance(part, Code):
                assert not re.search(r"TODO|[!{}]|  |\.\.", "\n".join(texts_of(part)))
            if isinstance(part, Grid):
                assert part.rows
                assert {len(row) for row in part.rows} == {len(part.heading)}
    assert all(section.heading for section in page.sections[1:])
    assert not unfound(page.see_also)


def unfound(see_also: tuple[str, ...]) -> list[str]:
    """What a page refers to and nobody can look up."""
    return [each for each in see_also if not isinstance(find(each, KB), Subject)]


def test_no_two_subjects_share_an_id_and_each_is_found_by_it_and_by_its_name() -> None:
    assert len({each.id for each in SUBJECTS}) == len(SUBJECTS)
    for subject in SUBJECTS:
        assert find(subject.id, KB) == subject
        assert isinstance(find(subject.name, KB), Subject)


def test_the_list_of_subjects_names_each_once() -> None:
    page = contents(KB)
    assert_well_formed(page)
    listed = [
        line.lead
        for section in page.sections
        for part in section.parts
        if isinstance(part, Lines)
        for line in part.lines
    ]
    assert sorted(listed) == sorted(each.id for each in SUBJECTS)
    assert {each.kind for each in SUBJECTS} == set(KINDS)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("lock-in", "lock_in"),
        ("Lock In", "lock_in"),
        ("LOCKIN", "lock_in"),
        ("anti-patterns", "anti_patterns"),
        ("Anti Pattern", "anti_patterns"),
        ("kfp", "kubeflow_pipelines"),
        ("Apache Airflow", "airflow"),
        ("vertex ai", "vertex_pipelines"),
        ("cron", "none"),
        ("ray", "ray"),
        ("archetype b", "growth"),
        ("enterprise", "enterprise"),
        ("portability", "portability"),
        ("Cloud portability", "portability"),
        ("TCO", "cost"),
        ("cron_script", "cron_script"),
        ("toy pipelines", "toy_pipelines"),
        ("questions", "questions"),
    ],
)
def test_a_subject_is_found_however_it_is_written(text: str, subject: str) -> None:
    found = find(text, KB)
    assert isinstance(found, Subject)
    assert found.id == subject


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("flite", "flyte"),
        ("xprefct", "prefect"),
        ("dagstr", "dagster"),
        ("kubflow", "kubeflow_pipelines"),
        ("lockinn", "lock_in"),
        ("lock inn", "lock_in"),
        ("anti pattens", "anti_patterns"),
        ("antipattrns", "anti_patterns"),
        ("schedulng", "scheduling"),
        ("migraton", "migration"),
        ("checklst", "checklist"),
        ("monitring", "monitoring"),
        ("costt", "cost"),
        ("decision tre", "tree"),
        ("lineage " * 1000, "lineage"),
    ],
    ids=lambda text: text[:20],
)
def test_a_word_that_is_misspelt_gets_the_nearest_names(text: str, first: str) -> None:
    near = find(text, KB)
    assert isinstance(near, tuple)
    assert near[0].id == first
    assert len(near) <= 3


def test_names_that_are_far_less_like_what_was_typed_are_not_offered() -> None:
    assert [each.id for each in cast("tuple[Subject, ...]", find("dagstr", KB))] == ["dagster"]


@pytest.mark.parametrize(
    "text", ["", "   ", "!?", "qqqqqq", "xyz", "the weather is fine", "which one is the best"]
)
def test_nothing_is_near_to_what_says_nothing(text: str) -> None:
    assert find(text, KB) == ()


def test_only_subjects_of_the_kinds_that_are_asked_for_are_found() -> None:
    kinds: tuple[Kind, ...] = ("alternative", "contender")
    assert find("lineage", KB, kinds) == ()
    found = find("kubeflow", KB, kinds)
    assert isinstance(found, Subject)
    assert found.kind == "alternative"


def test_contenders_in_the_ranking_change_no_list() -> None:
    ranked = KB.with_contenders()
    assert subjects(ranked) == SUBJECTS
    assert explained("ratings", ranked) == explained("ratings")
    assert explained("lock_in", ranked) == explained("lock_in")


def test_whose_ratings_those_of_a_contender_are_is_said() -> None:
    says = "Flyte is not in the lesson; its ratings are this project's judgement."
    assert says in whole("flyte")
    page = compare_page(compare(KFP, AlternativeId("flyte"), {}, KB), KB)
    assert says in list(texts_of(page.sections[0].parts[0]))


def test_where_the_lesson_is_silent_nothing_is_cited() -> None:
    [section] = [s for s in explained("schedules").sections if s.heading == "Airflow, missed runs"]
    [part] = section.parts
    assert isinstance(part, Lines)
    lesson, today = part.lines
    assert (lesson.lead, lesson.text, lesson.sources) == ("Lesson", SILENT, ())
    assert today.sources


def test_the_code_before_a_step_stands_beside_the_code_after_it() -> None:
    page = migration_page(migrate(AlternativeId("airflow"), PREFECT, KB), KB)
    parts = [part for section in page.sections for part in section.parts]
    captions = [part.caption.partition(":")[0] for part in parts if isinstance(part, Code)]
    assert captions[:2] == ["Step 1, before", "Step 1"]


def test_what_is_not_in_the_source_is_said_and_never_a_zero() -> None:
    assert "Not in the source." in whole("dagster")
    assert "No source says how much engineer time it takes." in whole("dagster")
    assert "no figure" in whole("metaflow")
    assert not re.search(r"\$0\b(?!\.)", whole("cost"))


@pytest.mark.parametrize(("one", "other"), list(permutations(DESCRIBED, 2)))
def test_any_two_have_a_page(one: AlternativeId, other: AlternativeId) -> None:
    assert_well_formed(compare_page(compare(one, other, {}, KB), KB))


def test_a_comparison_answers_first_and_says_what_would_turn_it() -> None:
    team = {SlotId("team_size"): 8, SlotId("model_count"): 2}
    page = compare_page(compare(PREFECT, DAGSTER, team, KB), KB)
    answer, turning = (list(texts_of(section.parts[0])) for section in page.sections[:3:2])
    assert answer[1] == "By the ratings Prefect leads with 4.20 of 5; Dagster has 3.25."
    assert answer[3] == "The weights are those of the archetype Startup."
    assert turning[1] == (
        "Dagster is level when 23.75 points of 100 move from Learning curve to Artifact lineage, "
        "and leads beyond."
    )
    shown = "\n".join(texts(page))
    assert "Prefect Cloud with own workers\n$7,200 to $25,200 a year, and 0.1 of an" in shown
    assert "Dagster+ Solo\nThe plan: 1 x $10 a month; Credits for the steps:" in shown
    assert "Prefect to Dagster\nNo source here covers this move in detail." in shown


def test_a_comparison_names_first_who_is_ruled_out() -> None:
    team = {SlotId("kubernetes_skill"): "none", SlotId("cloud"): "aws"}
    page = compare_page(compare(KFP, PREFECT, team, KB), KB)
    lead, _, _, left, *_ = texts_of(page.sections[0].parts[0])
    assert lead == "Kubeflow Pipelines is ruled out"
    assert left == "That leaves Prefect, whatever the ratings say."


def test_a_comparison_says_a_tie_a_blend_and_what_was_set_by_hand() -> None:
    team = {SlotId("team_size"): 60, SlotId("model_count"): 200}
    tied = "\n".join(texts(compare_page(compare(KFP, DAGSTER, team, KB, Edition.LESSON), KB)))
    assert "By the ratings Kubeflow Pipelines and Dagster tie at 3.90 of 5." in tied
    assert "These are the ratings of the lesson's edition" in tied
    lineage, community = CriterionId("lineage"), CriterionId("community")
    wishes = Weighing(stressed=(lineage,), by_hand={community: 30})
    between = {SlotId("team_size"): 60, SlotId("model_count"): 30}
    shown = "\n".join(texts(compare_page(compare(KFP, DAGSTER, between, KB, weighing=wishes), KB)))
    assert "a blend: 50 % Growth-stage company and 50 % Enterprise" in shown
    assert "what was stressed, Artifact lineage; set by hand: Community size 30 %." in shown


@pytest.mark.parametrize(
    ("from_", "to", "says"),
    [
        ("airflow", "prefect", "Effort"),
        ("airflow", "airflow", "no figure: not in the source."),
        ("prefect", "flyte", "These steps hold for any move, and no more."),
        ("none", "prefect", "nothing to move but scripts"),
        ("prefect", "none", "No source here covers the way back to scripts"),
        ("temporal", "mage", "No source here covers this move in detail."),
        ("kubeflow_pipelines", "vertex_pipelines", "from $0.03 a run"),
        ("vertex_pipelines", "kubeflow_pipelines", "no figure: not in the source."),
    ],
)
def test_a_migration_has_a_page(from_: str, to: str, says: str) -> None:
    page = migration_page(migrate(AlternativeId(from_), AlternativeId(to), KB), KB)
    assert_well_formed(page)
    assert says in "\n".join(texts(page))


def test_the_way_back_to_scripts_speaks_of_no_new_orchestrator() -> None:
    found = migrate(PREFECT, AlternativeId("none"), KB)
    page = migration_page(found, KB)
    assert page.title == "From Prefect back to scripts"
    assert not re.search(r"\bnew (tool|orchestrator)", "\n".join(texts(page)))
    assert migration_page(migrate(AlternativeId("none"), PREFECT, KB), KB).title == (
        "From scripts to Prefect"
    )


@pytest.mark.parametrize(
    ("signals", "says"),
    [
        (3, "Outgrown: 3 of 5 signals are true, and the threshold is 3."),
        (2, "Not outgrown: 2 of 5 signals are true, below the threshold of 3."),
    ],
)
def test_the_verdict_on_signals_is_a_sentence(signals: int, says: str) -> None:
    assert outgrown_verdict(outgrown.verdict(signals, KB)) == says


def test_conditions_read_by_the_labels_of_their_questions() -> None:
    written = {
        "all": [{"slot": "cloud", "is": ["aws", "gcp"]}, {"slot": "team_size", "at_least": 5}],
        "any": [{"slot": "isolation", "is": ["required"]}, {"slot": "pipelines", "less_than": 3}],
        "none": [{"slot": "model_count", "known": True}],
    }
    assert condition(Condition.model_validate(written, strict=False), KB) == (
        "Cloud is AWS or Google Cloud, and Team at least 5, and either Container isolation is "
        "Required, or Pipelines fewer than 3, and not Models is known"
    )
    assert condition(Condition(), KB) == "always"


def test_figures_read_as_people_write_them() -> None:
    assert money(450, 450) == "$450"
    assert money(6000, 24000) == "$6,000 to $24,000"
    assert points(445) == "4.45"
    assert [decimal(Fraction(*each)) for each in ((3, 1), (5, 2), (25, 3), (95, 4))] == [
        "3",
        "2.5",
        "about 8.33",
        "23.75",
    ]
