"""Rows of another book, or of another copy of this one, taken in as they are: one action, one undo.

Rows come as `whole` has them: by UUID, with what they refer to by theirs. Every value is checked as the tables say and
every text is cleaned, for a file may have been written by anybody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from ...progress import each
from ...text import clean_body, clean_line
from ..backups import Why
from ..database import Book, driver_of
from ..errors import ChangedMeanwhileError, EntryError
from ..field_types import LONGEST_BODY, LONGEST_LINE
from ..identities import TABLES
from ..journal import action, back_up_first
from ..models import (
    Application,
    Contact,
    Decision,
    Draft,
    Interviewer,
    OwnPlaybook,
    Profile,
    Promise,
    Touchpoint,
)
from ..values import expectation
from ..whole import ONES, REFERENCES, Row, Whole, read_whole
from .entries import Done

MODELS: dict[str, type[SQLModel]] = {
    "contact": Contact,
    "application": Application,
    "interviewer": Interviewer,
    "touchpoint": Touchpoint,
    "promise": Promise,
    "decision": Decision,
    "draft": Draft,
    "profile": Profile,
    "playbook": OwnPlaybook,
}
_COLUMNS = {outside: column for column, (outside, _) in REFERENCES.items()}
_ROOTS = ("contact", "application")
_LEAVES = tuple(table for table in (*TABLES, *ONES) if table not in _ROOTS)
_OF_THIS_BOOK = {"uuid", "revision", *REFERENCES}  # what is called otherwise outside, or means nothing there
_AS_IT_IS = {("draft", "body"), ("draft", "subject"), ("draft", "stops"), ("playbook", "text")}


@dataclass(slots=True)
class RowChanges:
    """What is to become of the rows of a book, by table: rows to add, values to set by UUID, and rows to take out.

    A profile has the key "1" and a playbook its name.
    """

    add: dict[str, list[Row]] = field(default_factory=dict)
    set: dict[str, dict[str, Row]] = field(default_factory=dict)
    remove: dict[str, list[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.add.values()) or any(self.set.values()) or any(self.remove.values())


def change_rows(
    book: Book, changes: RowChanges, label: str, *, is_kept: bool = False, as_read: Whole | None = None
) -> Done:
    """Add, change and take out these rows, all of them or none; `is_kept`: in the journal also where nothing changes.

    With `as_read`, the rows that the changes were worked out from, only if they are still so. That is for what comes
    often and by itself: no backup is made for it but the one of every ten minutes.

    Raises:
        EntryError: a value does not fit its column, or a row refers to one that is nowhere; it says which.
        ChangedMeanwhileError: the book is no longer as it was read.
        BookError: the book cannot be written.
    """
    if as_read is None:
        back_up_first(book, Why.IMPORT)
    else:
        book.keep_backed_up()
    with action(book) as act:
        act.is_kept = is_kept
        if as_read is not None and read_whole(driver_of(act.session)).rows != as_read.rows:
            raise ChangedMeanwhileError("The book was changed meanwhile. Nothing was taken in; try again.")
        taking = _Taking(act.session)
        # What hangs on people goes first, for what comes instead may be the same to the tables; people and applications
        # go last, for they take along whatever hangs on them still.
        taking.remove_all(changes.remove, _LEAVES)
        added = taking.free_pairs(changes)
        taking.add_all(added)
        taking.set_all(changes.set)
        taking.remove_all(changes.remove, _ROOTS)
        act.label = label
        return Done(act.label, 0, act)


def checked(table: str, row: Row) -> Row:
    """The values of a row, each checked and cleaned, in the types that the models take; references are left out.

    Raises:
        EntryError: a value does not fit its column; it says which and what was expected.
    """
    columns = MODELS[table].__table__.columns  # type: ignore[attr-defined]
    found: Row = {}
    for name, value in row.items():
        if name == "id" or name in _COLUMNS:
            continue
        if name not in columns or name in _OF_THIS_BOOK:
            raise EntryError(f"{table} {row.get('id', '')}: there is no field called {clean_line(name)!r}.")
        found[name] = _checked(table, columns[name], value, str(row.get("id", "")))
    return found


def _checked(table: str, column: sa.Column[Any], value: object, key: str) -> object:
    if value is None:
        if not column.nullable:
            raise EntryError(f"{table} {key}: {column.name} cannot be empty.")
        return None
    kind = column.type
    is_right, expected = expectation(table, column)
    if isinstance(value, bool) and not isinstance(kind, sa.Boolean):
        is_right = _never
    if isinstance(value, str) and not isinstance(kind, sa.Enum | sa.Date | sa.Time):
        value = _cleaned(table, column, value, key)
    if not is_right(value):
        raise EntryError(f"{table} {key}: {column.name} holds {clean_line(repr(value))[:80]}, expected {expected}.")
    if isinstance(kind, sa.Enum):
        assert kind.enum_class is not None
        return kind.enum_class(value)
    if isinstance(kind, sa.Date):
        return date.fromisoformat(str(value))
    if isinstance(kind, sa.Time):
        return time.fromisoformat(str(value))
    return bool(value) if isinstance(kind, sa.Boolean) else value


def _never(_value: object) -> bool:
    return False


def _cleaned(table: str, column: sa.Column[Any], value: str, key: str) -> str:
    is_body = isinstance(column.type, sa.Text)
    most = LONGEST_BODY if is_body else getattr(column.type, "length", None) or LONGEST_LINE
    if (table, column.name) not in _AS_IT_IS:
        value = clean_body(value) if is_body else clean_line(value)
    elif not value.isprintable():
        value = clean_body(value)
    if len(value) > most:
        raise EntryError(f"{table} {key}: {column.name} is too long; at most {most} characters fit.")
    return value


class _Taking:
    """Rows on their way into a session: what they refer to is found by UUID."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._numbers: dict[str, dict[str, int]] = {}

    def add_all(self, rows: Mapping[str, Sequence[Row]]) -> None:
        for table in (*TABLES, *ONES):  # those that others refer to first
            made = [(row, self._made(table, row)) for row in each(rows.get(table, ()))]
            self._session.add_all([model for _, model in made])
            self._session.flush()
            for row, model in made:
                if table in TABLES:
                    self._known(table)[str(row["id"])] = model.id  # type: ignore[attr-defined]

    def set_all(self, rows: Mapping[str, Mapping[str, Row]]) -> None:
        for table, changed in rows.items():
            for key, values in changed.items():
                model = self._row(table, key)
                for name, value in {**checked(table, {**values, "id": key}), **self._references(table, values)}.items():
                    if getattr(model, name) != value:
                        setattr(model, name, value)
                if isinstance(model, Contact) and self._session.is_modified(model):
                    model.revision += 1
        self._session.flush()

    def remove_all(self, keys: Mapping[str, Sequence[str]], tables: Sequence[str]) -> None:
        for table in reversed(tables):
            for key in keys.get(table, ()):
                self._session.delete(self._row(table, key))
            self._session.flush()

    def free_pairs(self, changes: RowChanges) -> dict[str, list[Row]]:
        """What is to be added, with the parts that change hands: no two rows may have the same pair meanwhile.

        For the same reason no letter has its Message-ID while those of others change.
        """
        added = {**changes.add}
        moving = {key: values for key, values in changes.set.get("interviewer", {}).items() if {*values} & {*_COLUMNS}}
        if moving:
            whole = {row["id"]: row for row in read_whole(driver_of(self._session)).rows["interviewer"]}
            for key in moving:
                self._session.delete(self._row("interviewer", key))
            self._session.flush()
            added["interviewer"] = [*added.get("interviewer", []), *({**whole[key], **moving[key]} for key in moving)]
            changes.set["interviewer"] = {
                key: values for key, values in changes.set["interviewer"].items() if key not in moving
            }
        for key, values in changes.set.get("touchpoint", {}).items():
            if "message_id" in values:
                self._row("touchpoint", key).message_id = None
        self._session.flush()
        return added

    def _made(self, table: str, row: Row) -> SQLModel:
        values = {**checked(table, row), **self._references(table, row)}
        if table in TABLES:
            values["uuid"] = str(row["id"])
        elif table == "profile":
            values["id"] = 1
        return MODELS[table](**values)

    def _references(self, table: str, row: Row) -> Row:
        found: Row = {}
        for outside, column in _COLUMNS.items():
            if outside not in row:
                continue
            key = row[outside]
            if key is None:
                found[column] = None
                continue
            number = self._known(REFERENCES[column][1]).get(str(key))
            if number is None:
                raise EntryError(f"{table} {row.get('id', '')}: {outside} {clean_line(str(key))!r} is nowhere.")
            found[column] = number
        return found

    def _known(self, table: str) -> dict[str, int]:
        if table not in self._numbers:
            model: Any = MODELS[table]
            self._numbers[table] = {
                str(key): number for key, number in self._session.exec(select(model.uuid, model.id))
            }
        return self._numbers[table]

    def _row(self, table: str, key: str) -> SQLModel:
        model: Any = MODELS[table]
        found: SQLModel | None
        if table == "profile":
            found = self._session.get(Profile, 1)
        elif table == "playbook":
            found = self._session.exec(select(OwnPlaybook).where(col(OwnPlaybook.name) == key)).first()
        else:
            found = self._session.exec(select(model).where(model.uuid == key)).first()
        if found is None:
            raise EntryError(f"{table} {key} is no longer in the book.")
        return found
