from pathlib import Path

import pytest

from knowledge.loader import MAX_BYTES, KnowledgeError, load
from tests.broken_facts import Break, copy_facts, edit, line_of, problems_in


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_facts(tmp_path / "knowledge")


NO_FACTS = [
    Break(
        "alternatives/prefect.yaml",
        "learning_curve: {lesson: 4}",
        "learning_curve: {lesson: 7}",
        "learning_curve: {lesson: 7}",
        "ratings.learning_curve.lesson is 7; write a whole number from 1 to 5",
    ),
    Break(
        "alternatives/prefect.yaml",
        "learning_curve: {lesson: 4}",
        'learning_curve: {lesson: "4"}',
        'learning_curve: {lesson: "4"}',
        "ratings.learning_curve.lesson is '4'; write a whole number",
    ),
    Break(
        "alternatives/prefect.yaml",
        "learning_curve: {lesson: 4}",
        "learning_curve: {lesson: 4.5}",
        "learning_curve: {lesson: 4.5}",
        "ratings.learning_curve.lesson is '4.5'; write a whole number",
    ),
    Break(
        "alternatives/prefect.yaml",
        "learning_curve: {lesson: 4}",
        "learning_curve:\n    leson: 4",
        "leson: 4",
        "ratings.learning_curve.leson is not a known key; remove it or correct its spelling",
    ),
    Break(
        "alternatives/prefect.yaml",
        "learning_curve: {lesson: 4}",
        "learning_curve: {}",
        "learning_curve: {}",
        "ratings.learning_curve is a mapping; "
        "a rating is missing; write lesson, or current, or both",
    ),
    Break(
        "alternatives/dagster.yaml",
        "verdict: not_in_source",
        "verdict: fine",
        "verdict: fine",
        "lock_in.verdict is 'fine'; write 'low', 'low_medium', 'medium', 'high' or 'not_in_source'",
    ),
    Break(
        "alternatives/dagster.yaml",
        "grade: A",
        "grade: Z",
        "grade: Z",
        "sources.dagster_releases.grade is 'Z'; write 'A', 'B', 'C', 'J' or 'U'",
    ),
    Break(
        "alternatives/dagster.yaml",
        "as_of: 2026-11-22",
        "as_of: 22.11.2026",
        "as_of: 22.11.2026",
        "sources.dagster_releases.as_of is '22.11.2026'; "
        "write a date as 2026-11-22, 2026-11, 2026 or 2025-2026, or the word undated",
    ),
    Break(
        "alternatives/dagster.yaml",
        "    as_of: 2026-11-22\n",
        "",
        "dagster_releases:",
        "sources.dagster_releases.as_of is missing; write it",
    ),
    Break(
        "sources.yaml",
        'as_of: "2024"',
        "as_of: 2024",
        "as_of: 2024",
        "sources.lesson.as_of is 2024; write a text (a number or true/false needs quotes)",
    ),
    Break(
        "sources.yaml",
        "https://docs.cloud.google.com",
        "http://docs.cloud.google.com",
        "http://docs",
        "sources.agent_platform_pipelines.url is "
        "'http://docs.cloud.google.com/gemini-enterprise-agent-platfor'...; write what matches ^https://",
    ),
    Break(
        "questions.yaml",
        "maximum: 100000",
        "maximum:",
        "maximum:",
        "team_size.maximum is empty; write a whole number",
    ),
    Break(
        "questions.yaml",
        "kind: whole_number",
        "kind: number",
        "- id: team_size",
        "team_size is a mapping; write as kind one of 'whole_number', 'choice'",
    ),
    Break(
        "questions.yaml",
        "      phrase: no Kubernetes skill\n",
        "",
        "- id: none\n      label: None",
        "kubernetes_skill.options.none.phrase is missing; write it",
    ),
    Break(
        "questions.yaml",
        "means_unknown: true",
        "means_unknown: yes",
        "means_unknown: yes",
        "cloud.options.undecided.means_unknown is 'yes'; write true or false",
    ),
    Break(
        "decision_tree.yaml",
        "is: [data_engineering]",
        "is: []",
        "is: []",
        "N5b.when.all.entry 1.is is a list of 0; write at least 1",
    ),
    Break(
        "archetypes.yaml",
        "learning_curve: 30",
        "learning_curve: 130",
        "learning_curve: 130",
        "startup.weights.learning_curve is 130; write a whole number of at most 100",
    ),
    Break(
        "archetypes.yaml",
        'airflow: "2.8"',
        "airflow: 3",
        "airflow: 3",
        "startup.published_scores.airflow is 3; write a text (a number or true/false needs quotes)",
    ),
    Break(
        "criteria.yaml",
        "short_name: Learning curve",
        "short_name: How quickly a team learns it",
        "short_name: How",
        "learning_curve.short_name is 'How quickly a team learns it'; write at most 20 characters",
    ),
    Break(
        "criteria.yaml",
        "- id: learning_curve",
        "- id: Learning.Curve",
        "- id: Learning.Curve",
        "Learning.Curve.id is 'Learning.Curve'; write what matches ^[a-z][a-z0-9_]*$",
    ),
]


@pytest.mark.parametrize("broken", NO_FACTS, ids=lambda broken: broken.says[:40])
def test_a_value_that_is_no_fact_is_reported(folder: Path, broken: Break) -> None:
    path = folder / broken.file
    edit(path, broken.old, broken.new)
    assert f"knowledge/{broken.file}:{line_of(path, broken.at)}: {broken.says}" in problems_in(
        folder
    )


def test_a_copy_of_the_facts_loads_as_they_do(folder: Path) -> None:
    assert load(folder) == load()


def test_all_problems_are_reported_at_once_in_the_order_of_files_and_lines(folder: Path) -> None:
    prefect = folder / "alternatives/prefect.yaml"
    edit(prefect, "{lesson: 4}", "{lesson: 7}")
    edit(prefect, "place: 2", "plaice: 2")
    rating = line_of(prefect, "{lesson: 7}")
    edit(folder / "archetypes.yaml", "ml_features: 25", "ml_features: 20")
    weights = line_of(folder / "archetypes.yaml", "weights:\n    ml_features: 20")
    edit(folder / "constraints.yaml", "slot: cloud", "slot: clouds")
    test = line_of(folder / "constraints.yaml", "slot: clouds")
    edit(folder / "sources.yaml", "sources:", "&all sources:")
    (folder / "features.yaml").unlink()
    said = problems_in(folder)
    assert [line.split(": ")[0] for line in said] == [
        "knowledge/alternatives/prefect.yaml:8",
        f"knowledge/alternatives/prefect.yaml:{rating}",
        f"knowledge/archetypes.yaml:{weights}",
        f"knowledge/constraints.yaml:{test}",
        "knowledge/features.yaml",
        "knowledge/sources.yaml:7",
    ]
    assert said[4].endswith("the file is missing; add it")


def test_the_error_reads_as_its_problems_one_aline_of(folder: Path) -> None:
    edit(folder / "alternatives/prefect.yaml", "{lesson: 4}", "{lesson: 7}")
    edit(folder / "archetypes.yaml", "ml_features: 25", "ml_features: 20")
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    assert str(caught.value).splitlines() == problems_in(folder)


def test_a_broken_file_raises_no_false_alarm_elsewhere(folder: Path) -> None:
    for file in ("criteria.yaml", "questions.yaml", "sources.yaml", "alternatives/airflow.yaml"):
        (folder / file).write_text("]")
    assert [line.split(":")[0] for line in problems_in(folder)] == [
        "knowledge/alternatives/airflow.yaml",
        "knowledge/criteria.yaml",
        "knowledge/questions.yaml",
        "knowledge/sources.yaml",
    ]


def test_a_duplicate_key_is_reported_with_itsline_of(folder: Path) -> None:
    edit(folder / "alternatives/prefect.yaml", "place: 2", "place: 2\nplace: 3")
    assert problems_in(folder) == [
        (
            "knowledge/alternatives/prefect.yaml:9: "
            "place stands twice, first in line 8; remove one of them"
        )
    ]


def test_an_alternative_stands_in_the_file_of_its_id(folder: Path) -> None:
    (folder / "alternatives/prefect.yaml").rename(folder / "alternatives/perfect.yaml")
    assert problems_in(folder) == [
        (
            "knowledge/alternatives/perfect.yaml:4: "
            "the id is prefect, so the file must be alternatives/prefect.yaml; rename it"
        )
    ]


@pytest.mark.parametrize("name", ["criterias.yaml", "alternative/flyte.yaml", "tree.yml"])
def test_a_file_that_nothing_reads_is_reported(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("a: 1\n")
    assert problems_in(folder) == [
        f"knowledge/{name}: this is no file of the knowledge base; remove it or correct its name"
    ]


def test_a_large_file_is_not_read(folder: Path) -> None:
    with (folder / "criteria.yaml").open("ab") as file:
        file.write(b"#" * MAX_BYTES)
    assert problems_in(folder) == [
        "knowledge/criteria.yaml: the file is larger than 256 KiB; split or shorten it"
    ]


def test_a_file_that_is_not_utf_8_is_reported(folder: Path) -> None:
    (folder / "criteria.yaml").write_bytes(b"- id: \xff\n")
    assert problems_in(folder) == ["knowledge/criteria.yaml: this is not UTF-8; save it as UTF-8"]


def test_a_folder_in_place_of_a_file_is_reported(folder: Path) -> None:
    (folder / "criteria.yaml").unlink()
    (folder / "criteria.yaml").mkdir()
    assert problems_in(folder) == [
        "knowledge/criteria.yaml: the file cannot be read (Is a directory); check what stands there"
    ]


def test_an_absent_folder_is_reported_file_by_file(tmp_path: Path) -> None:
    said = problems_in(tmp_path / "nothing")
    no_alternative, *missing = said
    assert no_alternative == "nothing/alternatives/: there is no alternative; add a file for one"
    assert len(missing) == 16
    assert all(line.endswith("the file is missing; add it") for line in missing)


@pytest.mark.parametrize(
    "name",
    ["archetypes.yaml", "criteria.yaml", "decision_tree.yaml", "features.yaml", "questions.yaml"],
)
def test_a_list_without_an_entry_is_reported(folder: Path, name: str) -> None:
    (folder / name).write_text("[]\n")
    assert problems_in(folder) == [f"knowledge/{name}:1: the file is a list of 0; write at least 1"]


def test_facts_without_an_alternative_are_reported(folder: Path) -> None:
    for file in (folder / "alternatives").iterdir():
        file.unlink()
    assert problems_in(folder)[0] == (
        "knowledge/alternatives/: there is no alternative; add a file for one"
    )


def test_nothing_has_to_be_ruled_out(folder: Path) -> None:
    (folder / "constraints.yaml").write_text("[]\n")
    assert load(folder).constraints == ()


@pytest.mark.parametrize("as_of", ["2026-02-28", "2024-02-29", "2026-02", '"2026"', "2025-2026"])
def test_a_date_may_be_a_day_a_month_a_year_or_years(folder: Path, as_of: str) -> None:
    edit(folder / "sources.yaml", "as_of: 2026-11-22", f"as_of: {as_of}")
    assert load(folder).as_of == as_of.strip('"')


@pytest.mark.parametrize(
    "as_of",
    [
        "2026-02-31",
        "2025-02-29",
        "2026-13",
        "0000",
        "2026-2025",
        "2026-2026",
        "2026-1-1",
        "2026-W01-1",
        "2026-11-22T00",
        "2026-11-22-",
        "26",
        "today",
    ],
)
def test_a_day_that_does_not_exist_is_no_date(folder: Path, as_of: str) -> None:
    edit(folder / "sources.yaml", "as_of: 2026-11-22", f'as_of: "{as_of}"')
    [said] = problems_in(folder)
    assert said.startswith("knowledge/sources.yaml:5: as_of is '")
    assert f"{as_of!r}; write a date as 2026-11-22" in said
