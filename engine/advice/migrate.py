"""How to get from one alternative to another: what the sources cover, and no more."""

from typing import Final

from engine.advice.model import Migration, MigrationKind
from knowledge.schema import (
    NO_ORCHESTRATOR,
    AlternativeId,
    KnowledgeBase,
    MigrationPath,
    Migrations,
    MigrationStep,
)

_AIRFLOW: Final = AlternativeId("airflow")


def migrate(from_: AlternativeId, to: AlternativeId, knowledge: KnowledgeBase) -> Migration:
    """The steps, the effort and what is easily forgotten; both ends may be any that is described.

    From one alternative to itself is an upgrade, where there is a path for it. The effort and the
    hidden costs that are known are those of pipelines that are rewritten for another orchestrator,
    so that an upgrade, a path on which they stay as they are, first steps and last steps have
    neither; the effort is known for moves from Airflow only.

    Raises:
        ValueError: Both ends are the same, and no upgrade is described.
        KeyError: One of them is not described.
    """
    start, _ = knowledge.described(from_), knowledge.described(to)
    migrations = knowledge.migrations
    path = next((each for each in migrations.paths if (each.from_, each.to) == (from_, to)), None)
    if from_ == to and path is None:
        raise ValueError(
            f"no upgrade from {start.name} to {start.name} is described; "
            "name another alternative to move to"
        )
    kind, steps = _plan(from_, to, path, migrations)
    rewrites = from_ != to and (path.rewrites if path else kind == "generic")
    return Migration(
        from_=from_,
        to=to,
        kind=kind,
        path=path,
        steps=steps,
        effort=migrations.effort if rewrites and from_ == _AIRFLOW else None,
        hidden_costs=migrations.hidden_costs if rewrites else (),
    )


def _plan(
    from_: AlternativeId, to: AlternativeId, path: MigrationPath | None, migrations: Migrations
) -> tuple[MigrationKind, tuple[MigrationStep, ...]]:
    """What kind of a move it is, and its steps."""
    if path is not None:
        return "detailed", path.steps
    if from_ == NO_ORCHESTRATOR:
        return "first_steps", migrations.first_steps
    if to == NO_ORCHESTRATOR:
        return "last_steps", migrations.last_steps
    return "generic", migrations.any_path
