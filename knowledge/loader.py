"""The YAML files as one immutable ``KnowledgeBase``: everything checked, or nothing loaded.

Checked are the text (``plain_yaml``), each value (``schema``), and the files against each other
(``integrity``). All problems are reported at once, each with file, line and remedy.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import to_json

from knowledge import integrity, plain_yaml
from knowledge.integrity import names
from knowledge.problem import Problem, problems_of
from knowledge.scalars import AsOf
from knowledge.schema import (
    Alternative,
    Archetype,
    Criterion,
    Fact,
    FeatureRow,
    HardConstraint,
    KnowledgeBase,
    Node,
    Question,
    Source,
    SourceKey,
)

MAX_BYTES: Final = 256 * 1024
"""The size of the largest file that is read."""

PACKAGED: Final = Path(__file__).parent
"""The folder of the facts that come with the product."""


class KnowledgeError(Exception):
    """The knowledge base cannot be loaded; its text lists every problem, one a line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class _Sources(Fact):
    """``sources.yaml``: the day of the last review, and the sources that several files cite."""

    as_of: AsOf
    sources: Mapping[SourceKey, Source]


_Entry = TypeVar("_Entry")
_Entries = Annotated[tuple[_Entry, ...], Field(min_length=1)]

_FILES: Final[Mapping[str, TypeAdapter[Any]]] = {
    names.SOURCES: TypeAdapter(_Sources),
    names.CRITERIA: TypeAdapter(_Entries[Criterion]),
    names.FEATURES: TypeAdapter(_Entries[FeatureRow]),
    names.ARCHETYPES: TypeAdapter(_Entries[Archetype]),
    names.QUESTIONS: TypeAdapter(_Entries[Question]),
    names.TREE: TypeAdapter(_Entries[Node]),
    names.CONSTRAINTS: TypeAdapter(tuple[HardConstraint, ...]),
}
_ALTERNATIVE: Final = TypeAdapter(Alternative)


def load(folder: Path | None = None) -> KnowledgeBase:
    """Read and check the knowledge base in ``folder``; the packaged one where none is given.

    Raises:
        KnowledgeError: with every problem that was found.
    """
    reader = _Reader(PACKAGED if folder is None else folder)
    read = {name: reader.read(name, shape) for name, shape in _FILES.items()}
    alternatives = {name: reader.alternative(name) for name in reader.names_of_alternatives()}
    knowledge = _composed(read, [found for found in alternatives.values() if found is not None])
    unread = {name for name, found in (read | alternatives).items() if found is None}
    reader.problems += integrity.problems(knowledge, unread=unread)
    if reader.problems:
        raise KnowledgeError(tuple(reader.located_problems()))
    return knowledge


def _composed(read: Mapping[str, Any], alternatives: list[Alternative]) -> KnowledgeBase:
    """One knowledge base of all parts; a part that could not be read is empty."""
    sources = read[names.SOURCES] or _Sources(as_of="undated", sources={})
    return KnowledgeBase(
        as_of=sources.as_of,
        sources=sources.sources,
        criteria=read[names.CRITERIA] or (),
        features=read[names.FEATURES] or (),
        archetypes=read[names.ARCHETYPES] or (),
        questions=read[names.QUESTIONS] or (),
        tree=read[names.TREE] or (),
        constraints=read[names.CONSTRAINTS] or (),
        alternatives={each.id: each for each in sorted(alternatives, key=lambda each: each.place)},
    )


@dataclass(slots=True)
class _Reader:
    """Reads the files of a folder, and keeps what is needed to say where a problem is."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    documents: dict[str, plain_yaml.Document] = field(default_factory=dict)

    def read(self, name: str, shape: TypeAdapter[Any]) -> Any:
        """The content of a file as its shape; None, and problems, where it is not that."""
        text = self._text(name)
        if text is None:
            return None
        document = self.documents[name] = plain_yaml.read(text)
        self.problems += [Problem(name, (), fault.says, fault.line) for fault in document.faults]
        if document.faults and document.value is None:
            return None
        try:
            # As JSON, strict: "7" is no number, but a list is a tuple and "A" is a grade.
            found = shape.validate_json(to_json(document.value), strict=True)
        except ValidationError as error:
            self.problems += problems_of(error, file=name, value=document.value)
            return None
        return found if not document.faults else None

    def alternative(self, name: str) -> Alternative | None:
        """The alternative in this file, where the file bears its id."""
        found: Alternative | None = self.read(name, _ALTERNATIVE)
        if found is not None and name != names.file_of(found.id):
            says = f"the id is {found.id}, so the file must be {names.file_of(found.id)}; rename it"
            self.problems.append(Problem(name, ("id",), says))
            return None
        return found

    def names_of_alternatives(self) -> list[str]:
        """The files of the alternatives; files that have no place here become problems."""
        files = sorted(self._yaml_files())
        alternatives = [name for name in files if name.startswith(names.ALTERNATIVES)]
        for name in set(files) - set(alternatives) - set(_FILES):
            says = "this is no file of the knowledge base; remove it or correct its name"
            self.problems.append(Problem(name, (), says))
        return alternatives

    def located_problems(self) -> Iterator[Problem]:
        """The problems in the order of files and lines, files named from the folder's name."""
        located = {replace(problem, line=self._line(problem)) for problem in self.problems}
        for problem in sorted(located, key=lambda each: (each.file, each.line or 0, each.says)):
            yield replace(problem, file=f"{self.folder.name}/{problem.file}")

    def _line(self, problem: Problem) -> int | None:
        document = self.documents.get(problem.file)
        if problem.line is not None or document is None:
            return problem.line
        return document.line(problem.path)

    def _yaml_files(self) -> Iterator[str]:
        for pattern in ("*.yaml", "*.yml"):
            for path in self.folder.rglob(pattern):
                yield path.relative_to(self.folder).as_posix()

    def _text(self, name: str) -> str | None:
        says = None
        try:
            with (self.folder / name).open("rb") as file:
                content = file.read(MAX_BYTES + 1)
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            says = "this is not UTF-8; save it as UTF-8"
        except FileNotFoundError:
            says = "the file is missing; add it"
        except OSError as error:
            says = f"the file cannot be read ({error.strerror}); check what stands there"
        else:
            if len(content) <= MAX_BYTES:
                return text
            says = f"the file is larger than {MAX_BYTES // 1024} KiB; split or shorten it"
        self.problems.append(Problem(name, (), says))
        return None
