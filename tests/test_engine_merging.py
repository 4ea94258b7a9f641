"""Checkboxes that several people tick at once, merged three ways."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.evaluation.items import Item
from engine.evaluation.merging import Merge, Picture, merged, passed, ticked, unticked
from engine.evaluation.model import Finding, ItemId, Verdict

NAMES = ("retries", "resume", "notifications", "inspection", "kinds_of_failure")
SETS = st.frozensets(st.sampled_from([ItemId(name) for name in NAMES]))
VERDICTS: list[Verdict | None] = ["pass", "partial", "fail", "not_applicable", None]


def ids(*names: str) -> frozenset[ItemId]:
    return frozenset(ItemId(name) for name in names)


def picture(*chosen: str, revision: int = 7, action_ts: int = 2_000) -> Picture:
    return Picture(revision, ids(*chosen), action_ts)


def applied(merge: Merge, to: AbstractSet[ItemId]) -> frozenset[ItemId]:
    return frozenset((to | merge.ticked) - merge.unticked)


# One click


def test_only_what_the_person_changed_is_applied() -> None:
    merge = merged(ids("retries", "resume"), None, picture("resume", "inspection"))
    assert merge == Merge(ticked=ids("inspection"), unticked=ids("retries"))


def test_what_another_person_ticked_meanwhile_stays() -> None:
    merge = merged(ids(), None, picture("retries"))
    assert applied(merge, ids("resume")) == ids("retries", "resume")


def test_a_second_click_in_the_same_picture_is_read_against_the_first() -> None:
    first = picture("retries", action_ts=1_000)
    second = picture("retries", "resume", action_ts=1_001)
    assert merged(ids(), first, second) == Merge(ticked=ids("resume"), unticked=ids())


def test_a_tick_taken_back_in_the_same_picture_is_an_untick() -> None:
    first, second = picture("retries", action_ts=1_000), picture(action_ts=1_001)
    assert merged(ids(), first, second) == Merge(ticked=ids(), unticked=ids("retries"))


@pytest.mark.parametrize("action_ts", [999, 1_000])
def test_a_picture_that_is_not_newer_than_the_last_one_says_nothing(action_ts: int) -> None:
    last = picture("retries", action_ts=1_000)
    assert merged(ids(), last, picture("resume", action_ts=action_ts)) == Merge(ids(), ids())


@pytest.mark.parametrize(("revision", "action_ts"), [(6, 3_000), (8, 1_000), (8, 3_000)])
def test_a_picture_of_another_revision_is_no_measure(revision: int, action_ts: int) -> None:
    last = picture("retries", revision=revision, action_ts=action_ts)
    assert merged(ids("resume"), last, picture("resume", "inspection")) == Merge(
        ticked=ids("inspection"), unticked=ids()
    )


# Findings


def test_ticked_is_what_passes() -> None:
    items = [Item(ItemId(name), name, name) for name in NAMES]
    findings = {
        ItemId(name): Finding(verdict=verdict)
        for name, verdict in zip((*NAMES[1:], "elsewhere"), VERDICTS, strict=True)
    }
    findings[ItemId("elsewhere")] = Finding(verdict="pass")
    assert passed(findings, items) == ids("resume")


@pytest.mark.parametrize("verdict", ["partial", "fail", "not_applicable", None])
def test_a_tick_makes_anything_pass(verdict: Verdict | None) -> None:
    before = Finding(
        verdict=verdict, note="N", link="https://a.example", assignee="UB", by="UC", at=1.0
    )
    after = ticked(before, "UA", 5.0)
    assert after == Finding(
        verdict="pass", note="N", link="https://a.example", assignee="UB", by="UA", at=5.0
    )


def test_an_untick_opens_what_passes_and_keeps_the_rest() -> None:
    before = Finding(verdict="pass", note="N", assignee="UB", by="UC", at=1.0)
    assert unticked(before, "UA", 5.0) == Finding(note="N", assignee="UB", by="UA", at=5.0)


@pytest.mark.parametrize("verdict", ["partial", "fail", "not_applicable", None])
def test_an_untick_leaves_every_other_verdict(verdict: Verdict | None) -> None:
    before = Finding(verdict=verdict, by="UC", at=1.0)
    assert unticked(before, "UA", 5.0) == before


def test_a_second_tick_does_not_take_the_first_ones_name() -> None:
    before = Finding(verdict="pass", by="UC", at=1.0)
    assert ticked(before, "UA", 5.0) == before


# Whatever is chosen


@given(SETS, SETS)
def test_a_merge_makes_what_was_shown_what_was_chosen(
    shown: frozenset[ItemId], chosen: frozenset[ItemId]
) -> None:
    merge = merged(shown, None, Picture(1, chosen, 1))
    assert applied(merge, shown) == chosen
    assert merge.ticked.isdisjoint(merge.unticked)


@given(SETS, SETS, SETS)
def test_what_the_person_left_alone_is_never_touched(
    shown: frozenset[ItemId], chosen: frozenset[ItemId], now: frozenset[ItemId]
) -> None:
    after = applied(merged(shown, None, Picture(1, chosen, 1)), now)
    changed = shown ^ chosen
    assert after - changed == now - changed
    assert after & changed == chosen & changed


@given(SETS, SETS, SETS)
def test_a_merge_applied_twice_is_a_merge_applied_once(
    shown: frozenset[ItemId], chosen: frozenset[ItemId], now: frozenset[ItemId]
) -> None:
    merge = merged(shown, None, Picture(1, chosen, 1))
    assert applied(merge, applied(merge, now)) == applied(merge, now)


@given(SETS, SETS, SETS, SETS)
def test_what_two_people_change_apart_comes_out_the_same_in_either_order(
    shown: frozenset[ItemId],
    of_one: frozenset[ItemId],
    of_other: frozenset[ItemId],
    now: frozenset[ItemId],
) -> None:
    # The second changes only what the first left as it was.
    theirs = (shown ^ of_other) - (shown ^ of_one)
    one = merged(shown, None, Picture(1, of_one, 1))
    other = merged(shown, None, Picture(1, shown ^ theirs, 2))
    assert applied(other, applied(one, now)) == applied(one, applied(other, now))


@given(SETS, st.lists(SETS, min_size=1, max_size=5), SETS)
def test_clicks_in_one_picture_end_with_the_last_selection(
    shown: frozenset[ItemId], selections: list[frozenset[ItemId]], by_others: frozenset[ItemId]
) -> None:
    now = shown ^ by_others
    touched: set[ItemId] = set()
    last: Picture | None = None
    for at, each in enumerate(_pictures(selections)):
        touched |= each.chosen ^ (selections[at - 1] if at else shown)
        now = applied(merged(shown, last, each), now)
        last = each
    assert now & touched == selections[-1] & touched
    assert now - touched == (shown ^ by_others) - touched


def _pictures(selections: Iterable[frozenset[ItemId]]) -> Iterable[Picture]:
    return (Picture(3, chosen, 1_000 + at) for at, chosen in enumerate(selections))
