"""Which sources are old: ages, claims that rest on them, what is listed apart."""

from collections.abc import Mapping
from datetime import date

import pytest

from knowledge.schema import Grade, KnowledgeBase, Source, SourceId
from knowledge.stale import Dated, first_day, staleness
from tests.command_line import orchestrator

TODAY = date(2026, 11, 22)


def ids(found: tuple[Dated, ...]) -> list[str]:
    return [each.id for each in found]


def dated(kb: KnowledgeBase, as_of: Mapping[str, str]) -> KnowledgeBase:
    """The knowledge base with these shared sources and no others of its own."""
    sources = {
        SourceId(id_): Source(title=id_, as_of=when, grade=Grade.A) for id_, when in as_of.items()
    }
    bare = {
        alternative: each.model_copy(update={"sources": {}})
        for alternative, each in kb.alternatives.items()
    }
    costs = kb.costs.model_copy(update={"sources": {}})
    return kb.model_copy(
        update={"sources": sources, "alternatives": bare, "contenders": {}, "costs": costs}
    )


@pytest.mark.parametrize(
    ("as_of", "first"),
    [
        ("2026-11-22", date(2026, 11, 22)),
        ("2026-11", date(2026, 11, 1)),
        ("2024-02", date(2024, 2, 1)),
        ("2026", date(2026, 1, 1)),
        ("2025-2026", date(2025, 1, 1)),
        ("undated", None),
    ],
)
def test_a_date_means_the_first_day_that_it_can(as_of: str, first: date | None) -> None:
    assert first_day(as_of) == first


def test_the_oldest_come_first_and_a_source_of_the_limit_is_not_old(kb: KnowledgeBase) -> None:
    made = {"old": "2026-05-25", "limit": "2026-05-26", "oldest": "2024", "to_come": "2027"}
    found = staleness(dated(kb, made), TODAY, 180)
    assert ids(found.old) == ["oldest", "old"]
    assert [each.days for each in found.old] == [1056, 181]
    assert ids(staleness(dated(kb, made), TODAY, 0).old) == ["oldest", "old", "limit"]


def test_undated_sources_and_the_lesson_stand_apart(kb: KnowledgeBase) -> None:
    found = staleness(dated(kb, {"lesson": "2024", "when": "undated"}), TODAY, 180)
    assert (ids(found.old), ids(found.undated)) == ([], ["when"])
    assert found.lesson is not None
    assert found.lesson.days == 1056


def test_what_rests_on_a_source_is_counted(kb: KnowledgeBase) -> None:
    more = kb.constraints[0].model_copy(update={"source": "counted"})
    made = dated(kb, {"counted": "2020", "unused": "2020"})
    found = staleness(made.model_copy(update={"constraints": (more, more)}), TODAY, 180)
    assert [(each.id, each.claims) for each in found.old] == [("counted", 2), ("unused", 0)]


def test_every_source_that_is_packaged_is_cited_and_none_is_lost(kb: KnowledgeBase) -> None:
    found = staleness(kb, date(2100, 1, 1), 0)
    described = [*kb.alternatives.values(), *kb.contenders.values()]
    declared = {
        *kb.sources,
        *kb.costs.sources,
        *(id_ for each in described for id_ in each.sources),
    }
    listed = [*ids(found.old), *ids(found.undated)]
    assert sorted([*listed, "lesson"]) == sorted(declared)
    assert [each.id for each in (*found.old, *found.undated) if not each.claims] == []


def test_the_list_is_printed_for_the_day_that_is_given() -> None:
    ended = orchestrator("knowledge", "stale", "--today", "2100-01-01", "--older-than", "365")
    assert (ended.code, ended.err) == (0, "")
    title, *lines = ended.out.splitlines()
    assert title.startswith("Sources more than 365 days old on 2100-01-01: ")
    assert {"Undated", "History"} <= set(lines)


def test_the_list_is_for_today_where_no_day_is_given() -> None:
    ended = orchestrator("knowledge", "stale")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("Sources more than 180 days old on 20")
