"""Sheets: what is known of each item, and how it came to be.

Whoever changes a sheet takes the lock of its decision first (``decisions.touch``), reads it, and
writes what follows. What another version of the app has written is no sheet of ours: it raises
``decisions.UnreadableDecisionError``.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CursorResult,
    Row,
    and_,
    func,
    insert,
    literal,
    select,
    text,
    union_all,
    update,
)

from bot.store.database import Transaction
from bot.store.decisions import StaleRevisionError, UnreadableDecisionError
from bot.store.schema import change, finding, selection, sheet
from bot.store.sheet_rows import findings, named, of, read, same_sheet, written
from engine.evaluation.merging import Picture
from engine.evaluation.model import (
    OPEN,
    CategoryId,
    Change,
    Finding,
    How,
    ItemId,
    Sheet,
    SheetKey,
)

_NOW = 2**31 - 1
"""Later than any revision."""
_CHOSEN = TypeAdapter(tuple[ItemId, ...])


async def begin(tx: Transaction, decision_id: str, key: SheetKey, by: str) -> bool:
    """Let the decision have this sheet, all open; False where it is there already."""
    position = (
        select(func.coalesce(func.max(sheet.c.position), 0) + 1)
        .where(sheet.c.tenant == tx.tenant, sheet.c.decision_id == decision_id)
        .scalar_subquery()
    )
    result: CursorResult[Any] = await tx.connection.execute(
        tx.insert(sheet)
        .values(
            **named(tx, decision_id, key),
            position=position,
            revision=1,
            begun_by=by,
            begun_at=tx.now,
        )
        .on_conflict_do_nothing()
    )
    return result.rowcount == 1


async def load(tx: Transaction, decision_id: str, key: SheetKey) -> Sheet | None:
    """The sheet as it stands, if it was begun."""
    rows = await _rows(tx, of(sheet, tx, decision_id, key))
    return next(_sheets(rows), None)


async def of_decision(tx: Transaction, decision_id: str) -> tuple[Sheet, ...]:
    """Every sheet of a decision, in the order in which they were begun."""
    return tuple(_sheets(await _rows(tx, sheet.c.decision_id == decision_id)))


async def overview(
    tx: Transaction, decision_ids: Collection[str]
) -> Mapping[str, tuple[Sheet, ...]]:
    """The sheets of each of these decisions that has any, by one query.

    A decision whose sheets cannot be read is left out.
    """
    rows = await _rows(tx, sheet.c.decision_id.in_(decision_ids))
    found: dict[str, tuple[Sheet, ...]] = {}
    for decision_id, its_rows in groupby(rows, lambda row: row.decision_id):
        with suppress(UnreadableDecisionError):
            found[decision_id] = tuple(_sheets(its_rows))
    return found


async def findings_at(
    tx: Transaction, decision_id: str, key: SheetKey, revision: int
) -> Mapping[ItemId, Finding]:
    """What was known when the sheet had this revision; open items are left out.

    It is what is known now, without what has changed since: the work grows with that alone.
    """
    now = select(finding.c.item, finding.c.content, literal(_NOW).label("until"))
    since = select(change.c.item, change.c.before, change.c.revision)
    query = union_all(
        now.where(of(finding, tx, decision_id, key)),
        since.where(of(change, tx, decision_id, key), change.c.revision > revision),
    )
    # The first change after the revision is read last, and says what stood before.
    rows = await tx.connection.execute(query.order_by(text("until DESC")))
    return findings(decision_id, {row.item: row.content for row in rows})


async def newer(
    tx: Transaction, decision_id: str, key: SheetKey, action_ts: int
) -> frozenset[ItemId] | None:
    """The items that a later click has changed; None where one has reset the whole sheet."""
    later = and_(*same_sheet(finding), finding.c.action_ts > action_ts)
    query = (
        select(sheet.c.reset_ts, finding.c.item)
        .outerjoin(finding, later)
        .where(of(sheet, tx, decision_id, key))
    )
    rows = (await tx.connection.execute(query)).all()
    if any(row.reset_ts > action_ts for row in rows):
        return None
    return frozenset(row.item for row in rows if row.item is not None)


async def confirm(
    tx: Transaction,
    decision_id: str,
    key: SheetKey,
    items: Collection[ItemId],
    action_ts: int,
) -> None:
    """A click left these items as they stand: an older one must not change them any more."""
    await tx.connection.execute(
        update(finding)
        .where(
            of(finding, tx, decision_id, key),
            finding.c.item.in_(items),
            finding.c.action_ts < action_ts,
        )
        .values(action_ts=action_ts)
    )


async def write(  # noqa: PLR0917 - which sheet, what becomes of it, by whom
    tx: Transaction,
    decision_id: str,
    before: Sheet,
    changed: Mapping[ItemId, Finding],
    how: How,
    by: str,
    *,
    action_ts: int | None = None,
    undoes: int | None = None,
) -> int:
    """Write what follows on a sheet that was read under the lock; returns its new revision.

    ``action_ts`` is when Slack says that the click was, in microseconds; forms do not tell. What is
    noted of an item never falls, and a reset is noted of the whole sheet.

    Raises:
        StaleRevisionError: somebody else has changed the sheet since it was read.
    """
    revision = before.revision + 1
    values: dict[str, Any] = {"revision": revision}
    if how == "reset" and action_ts is not None:
        values["reset_ts"] = tx.later(sheet.c.reset_ts, literal(action_ts, BigInteger))
    result: CursorResult[Any] = await tx.connection.execute(
        update(sheet)
        .where(of(sheet, tx, decision_id, before.key), sheet.c.revision == before.revision)
        .values(values)
    )
    if result.rowcount != 1:
        raise StaleRevisionError(decision_id)
    if not changed:
        return revision
    key = named(tx, decision_id, before.key)
    contents = {item: written(after) for item, after in changed.items()}
    noted = {**key, "action_ts": action_ts or 0}
    upsert = tx.insert(finding)
    later = tx.later(finding.c.action_ts, upsert.excluded.action_ts)
    await tx.connection.execute(
        upsert.on_conflict_do_update(
            index_elements=finding.primary_key,
            set_={"content": upsert.excluded.content, "action_ts": later},
        ),
        [{**noted, "item": item, "content": content} for item, content in contents.items()],
    )
    action = {**key, "revision": revision, "how": how, "by": by, "undoes": undoes}
    was = {item: written(before.findings.get(item, OPEN)) for item in contents}
    await tx.connection.execute(
        insert(change).values(at=tx.now),
        [{**action, "item": item, "before": was[item], "after": contents[item]} for item in was],
    )
    return revision


async def redraw(tx: Transaction, decision_id: str, key: SheetKey) -> None:
    """Let the sheet have a new revision without a change.

    What a person's client shows may differ from what is known, and new block ids make Slack draw it
    anew.
    """
    await tx.connection.execute(
        update(sheet).where(of(sheet, tx, decision_id, key)).values(revision=sheet.c.revision + 1)
    )


async def last_selection(
    tx: Transaction, decision_id: str, key: SheetKey, category: CategoryId, person: str
) -> Picture | None:
    """How this person left the checkboxes of a category the last time, at whatever revision."""
    query = select(selection).where(
        of(selection, tx, decision_id, key),
        selection.c.category == category,
        selection.c.person == person,
    )
    row = (await tx.connection.execute(query)).first()
    if row is None:
        return None
    try:
        chosen = frozenset(_CHOSEN.validate_json(row.chosen))
    except ValidationError:
        raise UnreadableDecisionError(decision_id) from None
    return Picture(row.revision, chosen, row.action_ts)


async def keep_selection(  # noqa: PLR0917 - which checkboxes, whose, and how they were left
    tx: Transaction,
    decision_id: str,
    key: SheetKey,
    category: CategoryId,
    person: str,
    picture: Picture,
) -> None:
    """Keep how this person left them; an older picture does not take the place of a newer one."""
    values = {
        "revision": picture.revision,
        "chosen": _CHOSEN.dump_json(tuple(sorted(picture.chosen))).decode(),
        "action_ts": picture.action_ts,
    }
    await tx.connection.execute(
        tx.insert(selection)
        .values(**named(tx, decision_id, key), category=category, person=person, **values)
        .on_conflict_do_update(
            index_elements=selection.primary_key,
            set_=values,
            where=selection.c.action_ts <= picture.action_ts,
        )
    )


async def history(tx: Transaction, decision_id: str, key: SheetKey, limit: int) -> Sequence[Change]:
    """What has become of the items, at most so many changes, the newest first."""
    query = (
        select(change)
        .where(of(change, tx, decision_id, key))
        .order_by(change.c.revision.desc(), change.c.item)
        .limit(limit)
    )
    return [_change(row) for row in await tx.connection.execute(query)]


async def undoable(tx: Transaction, decision_id: str, key: SheetKey, by: str) -> Sequence[Change]:
    """What this person's last action changed, of those that took nothing back and still count."""
    here = of(change, tx, decision_id, key)
    undone = change.alias("undone")
    taken_back = (
        select(undone.c.undoes)
        .where(of(undone, tx, decision_id, key), undone.c.undoes == change.c.revision)
        .exists()
    )
    last = (
        select(func.max(change.c.revision))
        .where(here, change.c.by == by, change.c.how != "undone", ~taken_back)
        .scalar_subquery()
    )
    query = select(change).where(here, change.c.revision == last).order_by(change.c.item)
    return [_change(row) for row in await tx.connection.execute(query)]


async def _rows(tx: Transaction, these: ColumnElement[bool]) -> Sequence[Row[Any]]:
    """A row an item, and one for a sheet without any; what belongs together follows itself."""
    query = (
        select(sheet, finding.c.item, finding.c.content)
        .outerjoin(finding, and_(*same_sheet(finding)))
        .where(sheet.c.tenant == tx.tenant, these)
        .order_by(sheet.c.decision_id, sheet.c.position, sheet.c.kind, sheet.c.candidate)
    )
    return (await tx.connection.execute(query)).all()


def _sheets(rows: Iterable[Row[Any]]) -> Iterator[Sheet]:
    for _, group in groupby(rows, lambda row: (row.decision_id, row.kind, row.candidate)):
        of_one = list(group)
        first = of_one[0]
        contents = {row.item: row.content for row in of_one if row.item is not None}
        yield Sheet(
            kind=first.kind,
            candidate=first.candidate,
            revision=first.revision,
            findings=findings(first.decision_id, contents),
        )


def _change(row: Row[Any]) -> Change:
    return Change(
        revision=row.revision,
        item=ItemId(row.item),
        how=row.how,
        by=row.by,
        at=row.at,
        before=read(row.decision_id, row.before),
        after=read(row.decision_id, row.after),
        undoes=row.undoes,
    )
