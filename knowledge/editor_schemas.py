"""JSON Schemas of the YAML files, so that an editor completes and checks them while one types.

They are made from the types in ``schema`` and kept in ``knowledge/schemas/``; the first line of
each YAML file names its own. What compares files with one another is checked by ``loader`` alone.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from knowledge.integrity import names
from knowledge.loader import FILES, FOLDERS, PACKAGED

FOLDER: Final = PACKAGED / "schemas"
"""Where they are kept."""
_IN_FOLDERS: Final = {
    names.ALTERNATIVES: "alternative",
    names.CONTENDERS: "alternative",
    names.TOPICS: "topic",
}


def schemas() -> dict[str, str]:
    """The text of each schema file, by its name."""
    shapes = {_named(file): shape for file, shape in {**FILES, **FOLDERS}.items()}
    return {
        name: json.dumps(shape.json_schema(), indent=2, ensure_ascii=False) + "\n"
        for name, shape in sorted(shapes.items())
    }


def write(folder: Path = FOLDER) -> Iterator[Path]:
    """Write every schema into a folder, which is made where it is missing; the files in order.

    Raises:
        OSError: It cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
        yield folder / name


def modeline(file: str) -> str:
    """The first line of a YAML file of the knowledge base, named from its folder."""
    up = "../" if "/" in file else ""
    folder = f"{file.partition('/')[0]}/"
    return f"# yaml-language-server: $schema={up}schemas/{_named(folder if up else file)}"


def _named(file: str) -> str:
    return f"{_IN_FOLDERS.get(file) or Path(file).stem}.json"
