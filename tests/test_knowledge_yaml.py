import time
from itertools import pairwise

import pytest
import yaml

from knowledge import plain_yaml
from knowledge.plain_yaml import read


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("Off", "Off"),
        ("True", "True"),
        ("1:30", "1:30"),
        ("2026-11-22", "2026-11-22"),
        ("2.5", "2.5"),
        ("1e3", "1e3"),
        ("1_000", "1_000"),
        ("010", "010"),
        ("0x10", "0x10"),
        ("+3", "+3"),
        ("=", "="),
        ("<<", "<<"),
        ('"3"', "3"),
        ('"true"', "true"),
        ("3", 3),
        ("-3", -3),
        ("0", 0),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
    ],
)
def test_a_plain_word_is_what_it_looks_like(text: str, value: object) -> None:
    found = read(f"key: {text}\n")
    assert found.faults == ()
    assert found.value == {"key": value}
    assert type(found.value["key"]) is type(value)


def test_an_unquoted_no_is_an_id_and_a_key() -> None:
    assert read("no: [no, yes]\n").value == {"no": ["no", "yes"]}


def test_digits_beyond_any_number_are_a_text() -> None:
    digits = "9" * 10_000
    assert read(f"key: {digits}").value == {"key": digits}


def test_blocks_of_text_are_texts() -> None:
    assert read("a: >-\n  3\nb: |\n  no\n").value == {"a": "3", "b": "no\n"}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: &x 2\n", 2, "anchors (&name) are not allowed; remove it"),
        ("a: 1\nb:\n  c: *x\n", 3, "aliases (*name) are not allowed; write the value again"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, "tags (!name) are not allowed; remove it"),
        ("a: !!str 3\n", 1, "tags (!name) are not allowed; remove it"),
        ("a: 1\nb: .nan\n", 2, ".nan is no number; write a whole number"),
        ("a: 1\nb: -.INF\n", 2, "-.INF is no number; write a whole number"),
        ("a: 1\nb: 2\na: 3\n", 3, "a stands twice, first in line 1; remove one of them"),
        ("a:\n  b: 1\n  b: 1\n", 3, "b stands twice, first in line 2; remove one of them"),
        ("", 1, "the file is empty; write its content"),
        ("# nothing\n", 2, "the file is empty; write its content"),
        ("a: 1\n---\nb: 2\n", 2, "a second document begins here; a file holds one"),
        ("a: 1\n? [x]\n: 2\n", 2, "a key must be a plain word; write one"),
    ],
)
def test_what_is_not_plain_is_a_fault_with_its_line(text: str, line: int, says: str) -> None:
    assert [(fault.line, fault.says) for fault in read(text).faults] == [(line, says)]


@pytest.mark.parametrize(
    "text", ["a: [1\nb: 2\n", "a: b: c\n", "a: 1\n\tb: 2\n", 'a: "x\n', "a: \x00"]
)
def test_a_syntax_error_is_a_fault_and_no_exception(text: str) -> None:
    [fault] = read(text).faults
    assert fault.says.startswith("this is not YAML (")
    assert fault.says.endswith("correct the syntax")


def test_every_duplicate_is_reported() -> None:
    assert len(read("a: 1\na: 2\nb: 3\nb: 4\n").faults) == 2


def _laughs() -> str:
    names = "abcdefghij"
    first = f"a: &a [{', '.join(['lol'] * 10)}]\n"
    rest = (
        f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in pairwise(names)
    )
    return first + "".join(rest)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(_laughs(), "anchors", id="a billion laughs"),
        pytest.param("[" * 200_000, "nested deeper than 20", id="open brackets"),
        pytest.param("- " * 100_000, "nested deeper than 20", id="nested lists in a line"),
        pytest.param("{a: " * 60_000, "nested deeper than 20", id="nested mappings"),
        pytest.param("&a [*a]", "anchors", id="a list in itself"),
    ],
)
def test_a_bomb_is_refused_at_once(text: str, says: str) -> None:
    began = time.perf_counter()
    [fault] = read(text).faults
    assert says in fault.says
    assert time.perf_counter() - began < 1


def test_twenty_levels_are_read() -> None:
    assert read("[" * 20 + "]" * 20).faults == ()
    assert read("[" * 22 + "]" * 22).faults != ()


def test_lines_are_those_of_keys_and_entries() -> None:
    document = read("a: 1\nb:\n  - x\n  - y: 2\n    z: 3\n")
    assert document.line(("a",)) == 1
    assert document.line(("b",)) == 2
    assert document.line(("b", 0)) == 3
    assert document.line(("b", 1, "z")) == 5
    assert document.line(("b", 1, "absent", "deeper")) == 4
    assert document.line(()) == 1


def test_the_pure_parser_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: [no, 1, 1:30]\nb: {c: 'x', d: 2026-11-22}\n"
    fast = read(text)
    monkeypatch.setattr(plain_yaml, "Loader", yaml.SafeLoader)
    assert read(text) == fast
