"""Which rows belong to a sheet, and what is written in them."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError
from sqlalchemy import ColumnElement, FromClause, and_

from bot.store.database import Transaction
from bot.store.decisions import UnreadableDecisionError
from bot.store.schema import sheet
from engine.evaluation.model import OPEN, Finding, ItemId, SheetKey

KEY = ("tenant", "decision_id", "kind", "candidate")
"""The columns that name a sheet, in its own table and in those of what belongs to it."""


def named(tx: Transaction, decision_id: str, key: SheetKey) -> dict[str, str]:
    """The values of these columns."""
    values = (tx.tenant, decision_id, key.kind, key.candidate)
    return dict(zip(KEY, values, strict=True))


def of(table: FromClause, tx: Transaction, decision_id: str, key: SheetKey) -> ColumnElement[bool]:
    """The condition that finds the rows of this sheet."""
    values = named(tx, decision_id, key)
    return and_(*(table.c[name] == value for name, value in values.items()))


def same_sheet(table: FromClause) -> Iterator[ColumnElement[bool]]:
    """The conditions that join these rows to their sheet."""
    return (table.c[name] == sheet.c[name] for name in KEY)


def written(finding: Finding) -> str:
    """What is kept of a finding."""
    return finding.model_dump_json(exclude_defaults=True)


def read(decision_id: str, content: str) -> Finding:
    """The finding that is kept.

    Raises:
        UnreadableDecisionError: another version of the app has written it.
    """
    try:
        return Finding.model_validate_json(content)
    except ValidationError:
        # Its text would hold what people said.
        raise UnreadableDecisionError(decision_id) from None


def findings(decision_id: str, contents: Mapping[ItemId, str]) -> dict[ItemId, Finding]:
    """What is known, without what is open."""
    found = {item: read(decision_id, content) for item, content in contents.items()}
    return {item: each for item, each in found.items() if each != OPEN}
