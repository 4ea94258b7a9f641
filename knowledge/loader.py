"""The YAML files as one immutable ``KnowledgeBase``: everything checked, or nothing loaded.

Checked are the text (``plain_yaml``), each value (``schema``), and the files against each other
(``integrity``). All problems are reported at once, each with file, line and remedy.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    Caution,
    Costs,
    Criterion,
    Evaluation,
    Example,
    ExampleId,
    Fact,
    FeatureRow,
    HardConstraint,
    Hybrid,
    KnowledgeBase,
    KnownName,
    Migrations,
    Node,
    Question,
    Source,
    SourceKey,
    Topic,
    Trap,
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

FILES: Final[Mapping[str, TypeAdapter[Any]]] = {
    names.SOURCES: TypeAdapter(_Sources),
    names.CRITERIA: TypeAdapter(_Entries[Criterion]),
    names.FEATURES: TypeAdapter(_Entries[FeatureRow]),
    names.ARCHETYPES: TypeAdapter(_Entries[Archetype]),
    names.QUESTIONS: TypeAdapter(_Entries[Question]),
    names.TREE: TypeAdapter(_Entries[Node]),
    names.CONSTRAINTS: TypeAdapter(tuple[HardConstraint, ...]),
    names.CAUTIONS: TypeAdapter(tuple[Caution, ...]),
    names.NAMES: TypeAdapter(tuple[KnownName, ...]),
    names.TRAPS: TypeAdapter(_Entries[Trap]),
    names.MIGRATIONS: TypeAdapter(Migrations),
    names.EVALUATION: TypeAdapter(Evaluation),
    names.HYBRID: TypeAdapter(Hybrid),
    names.EXAMPLES: TypeAdapter(tuple[Example, ...]),
    names.COSTS: TypeAdapter(Costs),
}
"""The files that stand alone, by name, each with its shape."""
FOLDERS: Final[Mapping[str, TypeAdapter[Any]]] = {
    names.ALTERNATIVES: TypeAdapter(Alternative),
    names.CONTENDERS: TypeAdapter(Alternative),
    names.TOPICS: TypeAdapter(Topic),
}
"""Folders with a file for each thing, named after its id."""


def load(folder: Path | None = None) -> KnowledgeBase:
    """Read and check the knowledge base in ``folder``; the packaged one where none is given.

    Raises:
        KnowledgeError: with every problem that was found.
    """
    reader = _Reader(PACKAGED if folder is None else folder)
    read = {name: reader.read(name, shape) for name, shape in FILES.items()}
    read |= {name: reader.named_after_its_id(name) for name in reader.names_in_folders()}
    if (described := read[names.EXAMPLES]) is not None:
        reader.check_examples(described)
    examples = reader.with_code(described or ())
    knowledge = _composed(read, examples)
    unread = {name for name, found in read.items() if found is None}
    reader.problems += integrity.problems(knowledge, unread=unread)
    if reader.problems:
        raise KnowledgeError(tuple(reader.located_problems()))
    return knowledge


def _composed(read: Mapping[str, Any], examples: Iterable[Example]) -> KnowledgeBase:
    """One knowledge base of all parts; a part that could not be read is empty."""
    sources = read[names.SOURCES] or _Sources(as_of="undated", sources={})

    def in_folder(folder: str) -> list[Any]:
        found = [each for name, each in read.items() if name.startswith(folder) and each]
        return sorted(found, key=lambda each: each.place)

    # Unchecked, since the parts are checked, and one that could not be read is less than its shape.
    return KnowledgeBase.model_construct(
        as_of=sources.as_of,
        sources=sources.sources,
        criteria=read[names.CRITERIA] or (),
        features=read[names.FEATURES] or (),
        archetypes=read[names.ARCHETYPES] or (),
        questions=read[names.QUESTIONS] or (),
        tree=read[names.TREE] or (),
        constraints=read[names.CONSTRAINTS] or (),
        cautions=read[names.CAUTIONS] or (),
        alternatives={each.id: each for each in in_folder(names.ALTERNATIVES)},
        contenders={each.id: each for each in in_folder(names.CONTENDERS)},
        names=read[names.NAMES] or (),
        topics=tuple(in_folder(names.TOPICS)),
        traps=read[names.TRAPS] or (),
        migrations=read[names.MIGRATIONS],
        evaluation=read[names.EVALUATION],
        hybrid=read[names.HYBRID],
        examples={ExampleId(each.id): each for each in examples},
        costs=read[names.COSTS],
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

    def named_after_its_id(self, name: str) -> Any:
        """What stands in this file of a folder, where the file bears its id."""
        folder = next(each for each in FOLDERS if name.startswith(each))
        found = self.read(name, FOLDERS[folder])
        if found is not None and name != names.file_of(found.id, folder):
            right = names.file_of(found.id, folder)
            says = f"the id is {found.id}, so the file must be {right}; rename it"
            self.problems.append(Problem(name, ("id",), says))
            return None
        return found

    def names_in_folders(self) -> list[str]:
        """The files in the folders; files that have no place here become problems."""
        files = sorted(self._yaml_files())
        inside = [name for name in files if name.startswith(tuple(FOLDERS))]
        for name in set(files) - set(inside) - set(FILES):
            says = "this is no file of the knowledge base; remove it or correct its name"
            self.problems.append(Problem(name, (), says))
        return inside

    def with_code(self, examples: Sequence[Example]) -> list[Example]:
        """The examples, each with the content of its file."""
        return [
            each.model_copy(update={"code": self._text(names.EXAMPLE_CODE + each.file) or ""})
            for each in examples
        ]

    def check_examples(self, examples: Sequence[Example]) -> None:
        """An id is taken once, and every file of code belongs to an example."""
        ids = [each.id for each in examples]
        for position, each in enumerate(ids):
            if each in ids[:position]:
                says = f"the id {each} is taken above; choose another"
                self.problems.append(Problem(names.EXAMPLES, (position, "id"), says))
        described = {each.file for each in examples}
        for path in (self.folder / names.EXAMPLE_CODE).glob("*.py"):
            if path.name not in described:
                says = f"{names.EXAMPLES} names no such file; describe it there or remove it"
                self.problems.append(Problem(names.EXAMPLE_CODE + path.name, (), says))

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
