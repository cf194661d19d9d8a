"""The journal: every action with each row it changed, before and after; so every action can be undone and redone.

Undo puts the rows back as they were and plans the people concerned anew. The stored plan itself is not journaled,
because it follows from the rest; nor is the text of a draft between two actions, which is saved as it is typed.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import delete, event, func
from sqlmodel import Session, SQLModel, col, select

from ..cadence.terms import Kind, Step
from .backups import Why
from .database import Book, driver_of
from .digests import keep_counts, keep_digests
from .models import (
    Application,
    Contact,
    Decision,
    Draft,
    FollowUp,
    Interviewer,
    JournalEntry,
    OwnPlaybook,
    Profile,
    Promise,
    Touchpoint,
)
from .plans import interviewers_of, replan
from .search import index_changes

_NOT_TWICE = {"interviewer", "touchpoint"}  # tables with rows of which no two may be alike, and on which nothing hangs
KEPT = 1000  # actions; the oldest beyond that can no longer be undone

_TABLES: dict[str, type[SQLModel]] = {
    str(model.__tablename__): model
    for model in (Contact, Application, Interviewer, Touchpoint, Draft, Promise, Decision, Profile, OwnPlaybook)
}
_Row = dict[str, Any]
# Of the profile; every plan follows from these.
_FOR_ALL = ("playbook", "took_job_on", "searching_since", "new_employer", "country", "weekend")
_whole: ContextVar["Action | None"] = ContextVar("_whole", default=None)  # the action that others are parts of


@dataclass(slots=True)
class Action:
    """One action under way: the session to write with, and the label it will have in the journal."""

    session: Session
    label: str = ""
    entry: int | None = None  # its number in the journal, once it is done
    is_kept: bool = False  # in the journal although it changed nothing, for what it says


@dataclass(frozen=True, slots=True)
class _Change:
    table: str
    id: int
    before: _Row | None
    after: _Row | None


@contextmanager
def action(book: Book, *, joins: int | None = None) -> Iterator[Action]:
    """One action: one transaction, one entry in the journal, the people it concerns planned anew.

    The block sets the label. An action that changed nothing leaves no entry. With `joins`, the number of an entry, it
    is one with that action as long as nothing was done in between: a text saved many times is undone at once. An action
    inside another is a part of it, and is done or not done with it.

    Raises:
        BookError: the book cannot be written; nothing was changed.
    """
    whole = _whole.get()
    if whole is not None:
        yield Action(whole.session)
        whole.session.flush()
        return
    with book.transaction() as session:
        recorder = _Recorder(session)
        under_way = Action(session)
        with _as_whole(under_way):
            yield under_way
        changes = recorder.finish()
        if changes or under_way.is_kept:
            _forget_undone(session)
            entry = _latest(session, joins, under_way.label)
            if entry is not None:
                entry.changes = _to_json(_joined(_from_json(entry.changes), changes))
            else:
                entry = JournalEntry(label=under_way.label, made_at=_now(), changes=_to_json(changes))
            session.add(entry)
            session.flush()
            under_way.entry = entry.id
            _forget_oldest(session)
            _keep_found(session, changes)
            replan(session, _concerned(session, changes))
            keep_counts(driver_of(session))


def join(book: Book, entries: Collection[int], label: str) -> bool:
    """Make one action of several that follow upon each other, so that one undo takes all of them back.

    Where another program did something in between, they stay as they are; gives whether they are one.

    Raises:
        BookError: the book cannot be written; nothing was changed.
    """
    with book.transaction() as session:
        order = col(JournalEntry.id)
        newest = session.exec(select(JournalEntry).where(order >= min(entries)).order_by(order)).all()
        if {entry.id for entry in newest} != {*entries} or any(entry.undone for entry in newest):
            return False
        *earlier, last = newest
        changes: list[_Change] = []
        for entry in newest:
            changes = _joined(changes, _from_json(entry.changes))
        last.changes, last.label = _to_json(changes), label
        session.add(last)
        for entry in earlier:
            session.delete(entry)
    return True


def back_up_first(book: Book, why: Why) -> None:
    """A backup before what takes much along; a part of another action has that one's.

    Raises:
        BookError: it cannot be made; nothing was changed.
    """
    if _whole.get() is None:
        book.back_up(why)


@dataclass(frozen=True, slots=True)
class Move:
    """A step whose dates a change moves; None stands for a step that is not owed before, or not after."""

    name: str
    step: Step
    application_id: int | None
    before: tuple[date, date] | None  # opens, due
    after: tuple[date, date] | None


def preview(book: Book, job: Callable[[Book], object]) -> list[Move]:
    """Whose dates a job would move, soonest first; it is done for this and taken back, so that nothing is changed.

    Raises:
        BookError: what the job raises.
    """
    moves: list[Move] = []
    with suppress(_NotReally), book.transaction() as session:
        before = _dates(session)
        recorder = _Recorder(session)
        with _as_whole(Action(session)):
            job(book)
        replan(session, _concerned(session, recorder.finish()))
        after = _dates(session)
        names = {contact.id: contact.name for contact in session.exec(select(Contact))}
        for key in {*before, *after}:
            if before.get(key) != after.get(key):
                contact_id, step, application_id = key
                moves.append(Move(names[contact_id], step, application_id, before.get(key), after.get(key)))
        raise _NotReally
    return sorted(moves, key=lambda move: (move.after or move.before or (date.max,), move.name, move.step))


class _NotReally(Exception):
    """Ends the transaction of a preview."""


@contextmanager
def _as_whole(under_way: Action) -> Iterator[None]:
    token = _whole.set(under_way)
    try:
        yield
    finally:
        _whole.reset(token)


def _dates(session: Session) -> dict[tuple[int, Step, int | None], tuple[date, date]]:
    session.expire_all()
    rows = session.exec(select(FollowUp))
    return {(row.contact_id, row.step, row.application_id): (row.opens, row.due) for row in rows}


def undo(book: Book) -> str | None:
    """Take back the latest action; gives its label, or None when there is nothing to undo."""
    return _step(book, back=True)


def redo(book: Book) -> str | None:
    """Do the action undone last again; gives its label, or None when there is nothing to redo."""
    return _step(book, back=False)


def forget_undone(session: Session) -> None:
    """Drop what could be redone: something newer has been written over it."""
    _forget_undone(session)


def _step(book: Book, *, back: bool) -> str | None:
    with book.transaction() as session:
        order = col(JournalEntry.id).desc() if back else col(JournalEntry.id).asc()
        entry = session.exec(select(JournalEntry).where(JournalEntry.undone == (not back)).order_by(order)).first()
        if entry is None:
            return None
        changes = _from_json(entry.changes)
        connection = session.connection()
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")  # rows come back in any order
        before = _concerned(session, changes)
        # What stands there now is what the way back must restore, typing since the action included. All of it is
        # read before anything is written: taking a person out takes along what hangs on them.
        present = [_read(session, change.table, change.id) for change in changes]
        kept = [
            _Change(change.table, change.id, change.before, now)
            if back
            else _Change(change.table, change.id, now, change.after)
            for change, now in zip(changes, present, strict=True)
        ]
        targets = [(each.table, each.id, each.before if back else each.after) for each in changes]
        # No two rows may be the same to the tables meanwhile, and whoever goes takes along what hangs on them still.
        for table, key, _ in targets:
            if table in _NOT_TWICE:
                _write(session, table, key, None)
        for is_going in (False, True):
            for table, key, row in targets:
                if (row is None) is is_going:
                    _write(session, table, key, row)
        _keep_found(
            session,
            [
                _Change(change.table, change.id, now, _read(session, change.table, change.id))
                for change, now in zip(changes, present, strict=True)
            ],
        )
        entry.changes, entry.undone = _to_json(kept), back
        session.add(entry)
        session.flush()
        session.expire_all()
        replan(session, before | _concerned(session, changes))
        keep_counts(driver_of(session))
        return entry.label


class _Recorder:
    """Keeps each row that a session is about to change as it was, and reads at the end what became of it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._before: dict[tuple[str, int], _Row | None] = {}
        self._new: list[SQLModel] = []
        event.listen(session, "before_flush", self._note)

    def _note(self, session: Session, *_: object) -> None:
        self._new += [row for row in session.new if row.__tablename__ in _TABLES]
        new = {id(row) for row in self._new}
        for row in (*session.dirty, *session.deleted):
            key = (str(row.__tablename__), row.id)
            if key[0] in _TABLES and key not in self._before and id(row) not in new:
                self._before[key] = _read(session, *key)

    def finish(self) -> list[_Change]:
        self.session.flush()
        event.remove(self.session, "before_flush", self._note)
        for row in self._new:  # one that was taken out may have had the same number
            self._before.setdefault((str(row.__tablename__), row.id), None)  # type: ignore[attr-defined]
        changes = [
            _Change(table, key, before, _read(self.session, table, key))
            for (table, key), before in self._before.items()
        ]
        return [change for change in changes if change.before != change.after]


def _read(session: Session, table: str, key: int) -> _Row | None:
    """The row with its values as SQLite stores them."""
    found = session.connection().exec_driver_sql(f'SELECT * FROM "{_known(table)}" WHERE id = ?', (key,))
    row = found.mappings().one_or_none()
    return dict(row) if row is not None else None


def _write(session: Session, table: str, key: int, row: _Row | None) -> None:
    """Make the row what it was, or make it not be."""
    connection = session.connection()
    exists = _read(session, table, key)
    if row is None:
        connection.exec_driver_sql(f'DELETE FROM "{_known(table)}" WHERE id = ?', (key,))
        return
    columns = [column.name for column in _TABLES[table].__table__.columns if column.name in row]  # type: ignore[attr-defined]
    if exists is not None and table == "draft":
        # What was typed since stays: an undone "copied" or "sent" is no reason to lose words.
        columns = [
            name for name in columns if name not in {"subject", "body", "stops", "saved_at", "channel", "template"}
        ]
    values = tuple(row[name] for name in columns)
    if exists is None:
        names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
        connection.exec_driver_sql(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)
    else:
        sets = ", ".join(f'"{name}" = ?' for name in columns)
        connection.exec_driver_sql(f'UPDATE "{table}" SET {sets} WHERE id = ?', (*values, key))


def _known(table: str) -> str:
    """The table's name, only if it is one of the book's: names cannot be parameters of a statement."""
    return str(_TABLES[table].__tablename__)


def _concerned(session: Session, changes: Iterable[_Change]) -> set[int]:
    """The contacts whose plan may follow from these rows."""
    contacts: set[int] = set()
    applications: set[int] = set()
    for change in changes:
        for row in (change.before, change.after):
            if row is None:
                continue
            if change.table == "playbook":
                return _everybody(session)
            if change.table == "profile":
                if any((change.before or {}).get(name) != (change.after or {}).get(name) for name in _FOR_ALL):
                    return _everybody(session)
                continue
            key = row["id"] if change.table == "contact" else row.get("contact_id")
            contacts |= {key} if key is not None else set()
            applications |= {row["id"]} if change.table == "application" else set()
            if change.table == "touchpoint" and row["kind"] == Kind.INTERVIEW and row["application_id"] is not None:
                applications.add(row["application_id"])  # whoever is asked how it stands need not have been there
    return contacts | interviewers_of(session, applications)


def _everybody(session: Session) -> set[int]:
    return {key for key in session.exec(select(Contact.id)) if key is not None}


def _keep_found(session: Session, changes: Collection[_Change]) -> None:
    """Every word stays to be found as it is now, and each row to be known for what it was left."""
    index_changes(session.connection(), ((each.table, each.id, each.before, each.after) for each in changes))
    keep_digests(driver_of(session), ((each.table, each.id, each.after) for each in changes))


def _latest(session: Session, number: int | None, label: str) -> JournalEntry | None:
    """The entry with that number, if it is the latest one and about the same: numbers of undone entries come again."""
    newest = session.exec(select(func.max(JournalEntry.id))).one()
    entry = session.get(JournalEntry, number) if number is not None and newest == number else None
    return entry if entry is not None and entry.label == label else None


def _joined(first: Iterable[_Change], then: Iterable[_Change]) -> list[_Change]:
    """Two actions as one: each row as it was before the first and after the second."""
    rows = {(change.table, change.id): change for change in first}
    for change in then:
        before = rows.get((change.table, change.id), change).before
        rows[change.table, change.id] = _Change(change.table, change.id, before, change.after)
    return [*rows.values()]


def _forget_undone(session: Session) -> None:
    session.execute(delete(JournalEntry).where(col(JournalEntry.undone)))


def _forget_oldest(session: Session) -> None:
    newest = session.exec(select(func.max(JournalEntry.id))).one() or 0
    if newest > KEPT:
        session.execute(delete(JournalEntry).where(col(JournalEntry.id) <= newest - KEPT))


def _to_json(changes: Iterable[_Change]) -> str:
    return json.dumps([[c.table, c.id, c.before, c.after] for c in changes], ensure_ascii=False)


def _from_json(text: str) -> list[_Change]:
    return [_Change(*parts) for parts in json.loads(text)]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
