"""The JSON Schemas for editors are those of the types, and every YAML file names its own."""

import json
from pathlib import Path

import pytest

from knowledge import editor_schemas
from knowledge.loader import PACKAGED
from tests.command_line import orchestrator

YAML = sorted(PACKAGED.rglob("*.yaml"))


def test_the_schemas_that_are_kept_are_those_of_the_types() -> None:
    kept = {path.name: path.read_text("utf-8") for path in editor_schemas.FOLDER.iterdir()}
    assert kept == editor_schemas.schemas(), "run `orchestrator knowledge schemas`"


@pytest.mark.parametrize("path", YAML, ids=lambda path: path.stem)
def test_every_file_names_its_schema_on_its_first_line(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    assert first == editor_schemas.modeline(path.relative_to(PACKAGED).as_posix())
    assert (path.parent / first.partition("$schema=")[2]).resolve().is_file()


def test_a_schema_explains_its_fields_and_takes_no_others() -> None:
    alternative = json.loads(editor_schemas.schemas()["alternative.json"])
    assert alternative["additionalProperties"] is False
    assert alternative["properties"]["also_called"]["description"].startswith("What people type")
    path = json.loads(editor_schemas.schemas()["migrations.json"])["$defs"]["MigrationPath"]
    assert "from" in path["properties"]


def test_schemas_are_written_to_the_folder_that_is_named(tmp_path: Path) -> None:
    ended = orchestrator("knowledge", "schemas", str(tmp_path / "new"))
    assert (ended.code, ended.err) == (0, "")
    written = {path.name: path.read_text("utf-8") for path in (tmp_path / "new").iterdir()}
    assert written == editor_schemas.schemas()
    assert {Path(line).name for line in ended.out.splitlines()} == set(written)


def test_a_folder_that_cannot_be_written_is_a_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended = orchestrator("knowledge", "schemas", str(tmp_path / "file"))
    assert (ended.code, ended.out) == (2, "")
    assert len(ended.err.splitlines()) == 1
    assert "name a folder" in ended.err
