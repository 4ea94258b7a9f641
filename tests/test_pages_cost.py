"""The pages on the facts of cost, and the cost of an alternative on its own page."""

import pytest

from bot.pages.index import Subject, find, page_of
from bot.pages.page import Grid, Lines, Page
from knowledge.schema import AlternativeId
from tests.facts import KB

DAGSTER = AlternativeId("dagster")
COSTED = sorted({each.alternative for each in KB.costs.variants})


def page_called(text: str) -> Page:
    """The page of what is called so."""
    found = find(text, KB)
    assert isinstance(found, Subject)
    return page_of(found, KB)


def cells(page: Page) -> list[tuple[str, ...]]:
    """The rows of all its tables."""
    parts = [part for section in page.sections for part in section.parts]
    return [row for part in parts if isinstance(part, Grid) for row in part.rows]


def shown(page: Page) -> str:
    """All its words, leads on lines of their own."""
    said = [section.heading for section in page.sections]
    for section in page.sections:
        for part in section.parts:
            if isinstance(part, Lines):
                said += [f"{line.lead}\n{line.text}" for line in part.lines]
    return "\n".join([*said, *("\n".join(row) for row in cells(page))])


def grid(text: str, heading: str) -> Grid:
    """The one table of a page whose first cells are these."""
    parts = [part for section in page_called(text).sections for part in section.parts]
    [found] = [each for each in parts if isinstance(each, Grid) and heading in each.heading]
    return found


def test_the_lessons_years_stand_in_one_table() -> None:
    rows = grid("cost", "Engineer time").rows
    assert len(rows) == 6
    assert ("Airflow on EC2, self-hosted", "$450", "$5,400", "0.25 of an engineer") in rows


def test_what_the_lesson_does_not_reckon_stands_with_what_is_charged_today() -> None:
    rows = {row[0]: row[1:] for row in grid("cost", "Charged today").rows}
    assert set(rows) == {each.name for each in KB.costs.variants if each.year is None}
    assert rows["Dagster+ Starter"] == (
        "Dagster",
        "The plan: 1 x $100 a month; Credits for the steps: 1 to 2 x $0.035 each for every step",
    )
    assert rows["Airflow on Amazon MWAA Serverless"] == (
        "Apache Airflow",
        "Hours of tasks: no figure",
    )


def test_a_line_of_a_variant_stands_with_the_lessons_figure_and_todays() -> None:
    rows = {row[0]: row[1:] for row in cells(page_called("airflow"))}
    assert rows["EC2 m5.xlarge for scheduler and web server"] == (
        "$300",
        "2 to 5 x $0.192 an hour",
        "nothing, it is fixed",
    )
    assert rows["Astronomer, by its number of workers"] == (
        "$500 to $2,000",
        "$500 to $2,000 a month, as in the lesson",
        "runs",
    )


@pytest.mark.parametrize("alternative", COSTED)
def test_the_page_of_a_cost_says_every_figure_and_where_it_comes_from(
    alternative: AlternativeId,
) -> None:
    page = page_called(alternative)
    said = shown(page)
    for variant in (each for each in KB.costs.variants if each.alternative == alternative):
        assert variant.name in said
        assert all(caution.text in said for caution in variant.cautions)
        for line in variant.lines:
            assert line.name in said
            if line.current is not None:
                assert line.current.because in said


def test_what_limits_a_variant_is_said() -> None:
    said = shown(page_called(DAGSTER))
    assert "The plan is for 1 person." in said
    assert "The plan is for at most 3 people." in said
    assert "Its prices are those of AWS." in said
    assert "No source says how much engineer time it takes. A vendor runs it." in said
    assert "It runs on AWS alone." in shown(page_called("airflow"))
    assert "Cannot be built\nZenML 0.98.0 has no Prefect orchestrator." in shown(
        page_called("zenml")
    )


def test_what_has_no_variant_has_no_sum() -> None:
    page = page_called("none")
    assert "No sum for it: not in the source." in shown(page)
