"""Whether a condition of the knowledge base holds, given the answers that are known.

Answers are three-valued: an unknown one makes no test true, and may still make it true later.
"""

from collections.abc import Iterable, Mapping

from knowledge.schema import Condition, SlotId, Test

Known = Mapping[SlotId, int | str]
"""The answers that are known: whole numbers and option ids. Skipped slots are absent."""


def holds(condition: Condition, known: Known) -> bool:
    """Whether the condition holds by what is known; an unknown answer never counts as a yes."""
    return (
        all(outcome(test, known) is True for test in condition.all)
        and (not condition.any or any(outcome(test, known) is True for test in condition.any))
        and not any(outcome(test, known) is True for test in condition.none)
    )


def could_hold(condition: Condition, known: Known) -> bool:
    """Whether some answers to the unknown slots would make the condition hold.

    Each test is judged by itself: two tests that exclude each other on one unknown slot both pass.
    """
    return (
        all(outcome(test, known) is not False for test in condition.all)
        and (not condition.any or any(outcome(test, known) is not False for test in condition.any))
        and not any(outcome(test, known) is True for test in condition.none)
    )


def could_fail(condition: Condition, known: Known) -> bool:
    """Whether some answers to the unknown slots would make the condition fail."""
    return not (
        all(outcome(test, known) is True for test in condition.all)
        and (not condition.any or any(outcome(test, known) is True for test in condition.any))
        and all(outcome(test, known) is False for test in condition.none)
    )


def undecided_slots(condition: Condition, known: Known) -> tuple[SlotId, ...]:
    """The unknown slots on which the condition still hangs, each once, in its own order."""
    any_is_met = any(outcome(test, known) is True for test in condition.any)
    tests = (*condition.all, *(() if any_is_met else condition.any), *condition.none)
    return _unknown(tests, known)


def implied(condition: Condition, known: Known) -> dict[SlotId, str]:
    """The unknown answers that the condition leaves no choice about: one option that it asks for.

    Of a slot that may be one of several options, or a number in a range, nothing is implied.
    """
    return {
        test.slot: option
        for test in condition.all
        if test.slot not in known and test.is_ is not None and len(test.is_) == 1
        for option in test.is_
    }


def _unknown(tests: Iterable[Test], known: Known) -> tuple[SlotId, ...]:
    return tuple(dict.fromkeys(test.slot for test in tests if test.slot not in known))


def outcome(test: Test, known: Known) -> bool | None:
    """Whether a test is met: True or False where its slot is known, None where it is not."""
    if test.slot not in known:
        return None
    value = known[test.slot]
    return (
        (test.is_ is None or value in test.is_)
        and (test.less_than is None or (isinstance(value, int) and value < test.less_than))
        and (test.at_least is None or (isinstance(value, int) and value >= test.at_least))
    )
