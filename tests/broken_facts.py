"""Copies of the packaged facts that a test breaks, and what loading them then says."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from knowledge.loader import PACKAGED, KnowledgeError, load


@dataclass(frozen=True, slots=True)
class Break:
    """An edit that makes a file wrong, and the line and sentence that it should give."""

    file: str
    old: str
    new: str
    at: str
    """Stands first in the line that should be named."""
    says: str


def copy_facts(to: Path) -> Path:
    """Copy the packaged facts and their examples, and nothing else of the package."""
    for file in (*PACKAGED.rglob("*.yaml"), *PACKAGED.glob("examples/*.py")):
        target = to / file.relative_to(PACKAGED)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    return to


def edit(path: Path, old: str, new: str) -> None:
    """Replace the first ``old``, which must be there."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def line_of(path: Path, text: str) -> int:
    """The line, from 1, in which ``text`` first stands."""
    before, found, _ = path.read_text().partition(text)
    assert found
    return before.count("\n") + 1


def problems_in(folder: Path) -> list[str]:
    """What loading the folder complains of."""
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    return [str(problem) for problem in caught.value.problems]
