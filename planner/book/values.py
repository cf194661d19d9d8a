"""Values that no action could have written, such as a day that is in no calendar: found, and made harmless.

SQLite stores in a column whatever another program writes there. The planner's own reads expect what the tables say, so
one such value would stop them for everybody. Here each is found with the row and column in which it stands; and for
reading, the book is copied, the values are made harmless in the copy, and the copy is read instead (`stand_in`).
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date, time
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import SQLModel

from . import file, models  # noqa: F401 - fills the metadata

_LEFT_OUT = {"row_digest", "identity"}  # no read depends on them
_JSON = {("journal_entry", "changes"), ("draft", "stops")}
_NAMED = {("contact", "name"), ("application", "position"), ("application", "employer"), ("playbook", "name")}
_SHORTENED = 60  # characters of a value that are shown


class Impossible(NamedTuple):
    """A value that cannot be: where it stands, what it is, and what was expected there."""

    table: str
    row: int
    column: str
    value: object
    expected: str

    @property
    def said(self) -> str:
        """As a line of a report: "touchpoint 3, happened_on: holds '2026-13-45', expected a day like 2026-11-22"."""
        text = self.value if isinstance(self.value, str) else repr(self.value)
        short = text if len(text) <= _SHORTENED else f"{text[:_SHORTENED]}…"
        return f"{self.table} {self.row}, {self.column}: holds {short!r}, expected {self.expected}"


def impossible_values(connection: sqlite3.Connection) -> list[Impossible]:
    """Every value of the book that no action could have written, in the order of tables and rows."""
    kept = connection.text_factory
    connection.text_factory = text
    try:
        return [found for table in _tables() for found in _of_table(connection, table)]
    finally:
        connection.text_factory = kept


def _tables() -> list[sa.Table]:
    return [table for table in SQLModel.metadata.sorted_tables if table.name not in _LEFT_OUT]


def text(data: bytes) -> object:
    """A text, for SQLite's `text_factory`; the bytes themselves where they are none."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data


def _of_table(connection: sqlite3.Connection, table: sa.Table) -> Iterator[Impossible]:
    columns = list(table.columns)
    names = ", ".join(f'"{column.name}"' for column in columns)
    checks = [(column, expectation(table.name, column)) for column in columns]
    for number, *values in connection.execute(f'SELECT rowid, {names} FROM "{table.name}" ORDER BY rowid'):
        for (column, (is_right, expected)), value in zip(checks, values, strict=True):
            if value is None:
                if not column.nullable:
                    yield Impossible(table.name, number, column.name, None, expected)
            elif not is_right(value):
                yield Impossible(table.name, number, column.name, value, expected)
    yield from _of_rules(connection, table)
    for child, number, parent, index in connection.execute(f'PRAGMA foreign_key_check("{table.name}")'):
        key = next(each for each in connection.execute(f'PRAGMA foreign_key_list("{child}")') if each[0] == index)
        value = connection.execute(f'SELECT "{key[3]}" FROM "{child}" WHERE rowid = ?', (number,)).fetchone()[0]
        yield Impossible(child, number, key[3], value, f"the number of a row of {parent}")


def _of_rules(connection: sqlite3.Connection, table: sa.Table) -> Iterator[Impossible]:
    """What breaks a rule between columns; the closed sets of words are looked at one by one."""
    for rule in table.constraints:
        if isinstance(rule, sa.CheckConstraint) and not isinstance(rule.sqltext, sa.sql.elements.BinaryExpression):
            text = str(rule.sqltext)
            for (number,) in connection.execute(f'SELECT rowid FROM "{table.name}" WHERE NOT ({text})'):
                if not any(each in text for _, each in _NAMED if "<> ''" in text):
                    yield Impossible(table.name, number, str(rule.name), text, "that to hold")


def expectation(table: str, column: sa.Column[Any]) -> tuple[Any, str]:
    """How to tell a right value of a column, and what one is, in words."""
    kind = column.type
    if isinstance(kind, sa.Enum):
        return (lambda value: value in kind.enums), f"one of {', '.join(kind.enums)}"
    if isinstance(kind, sa.Date):
        return _is_day, "a day like 2026-11-22"
    if isinstance(kind, sa.Time):
        return _is_time, "a time like 09:30:00"
    if isinstance(kind, sa.Boolean):
        return (lambda value: value in (0, 1)), "0 or 1"
    if isinstance(kind, sa.Integer):
        return (lambda value: isinstance(value, int)), "a whole number"
    if (table, column.name) in _JSON:
        return _is_json, "JSON"
    if (table, column.name) in _NAMED:
        return (lambda value: isinstance(value, str) and bool(value.strip())), "a name"
    return (lambda value: isinstance(value, str)), "a text"


def _is_day(value: object) -> bool:
    with suppress(ValueError):
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    return False


def _is_time(value: object) -> bool:
    with suppress(ValueError):
        return isinstance(value, str) and time.fromisoformat(value) is not None
    return False


def _is_json(value: object) -> bool:
    with suppress(ValueError):
        return isinstance(value, str) and (not value or json.loads(value) is not None)
    return False


class Cleared(NamedTuple):
    """What was made of an impossible value: which it was, whose, and what a note on them should keep."""

    was: Impossible
    contact_id: int | None
    kept: str


def clear(connection: sqlite3.Connection, found: list[Impossible]) -> list[Cleared]:
    """Make these values harmless: empty where the column allows that, the usual one, or else the row is taken out.

    Gives what was done, with the text that should be kept with the person. The stored plan has no words of its own:
    its rows are taken out, and planned anew by whoever calls this.
    """
    connection.text_factory = text
    connection.execute("PRAGMA ignore_check_constraints=ON")
    connection.execute("PRAGMA foreign_keys=OFF")
    tables = {table.name: table for table in _tables()}
    done: list[Cleared] = []
    gone: set[tuple[str, int]] = set()
    for each in found:
        if (each.table, each.row) in gone or (each.table, each.column) == _REJECTED_WITH_DATE:
            continue
        row = _row(connection, each.table, each.row)
        if row is None:
            continue
        column = tables[each.table].columns.get(each.column)
        instead = _harmless(each, column)
        whose = _whose(connection, each, row)
        if instead is _NOTHING:
            connection.execute(f'DELETE FROM "{each.table}" WHERE rowid = ?', (each.row,))
            gone.add((each.table, each.row))
            kept = "" if each.table in {"follow_up", "journal_entry"} else _as_text(row)
            done.append(Cleared(each, whose, kept))
        else:
            assert column is not None
            connection.execute(f'UPDATE "{each.table}" SET "{each.column}" = ? WHERE rowid = ?', (instead, each.row))
            done.append(Cleared(each, whose, _as_text({each.column: each.value})))
    connection.execute(_DAY_OF_THE_NO)
    connection.execute("UPDATE application SET state = 'rejected' WHERE state <> 'rejected' AND learned_on IS NOT NULL")
    connection.execute("UPDATE application SET state = 'running' WHERE state = 'rejected' AND learned_on IS NULL")
    return done


_REJECTED_WITH_DATE = ("application", "ck_application_rejected_with_date")
# Where the day of a "no" could not be read: that on which it came, by the timeline.
_DAY_OF_THE_NO = """
UPDATE application SET learned_on = (SELECT max(t.happened_on) FROM touchpoint t
  WHERE t.application_id = application.id AND t.kind = 'rejection') WHERE state = 'rejected' AND learned_on IS NULL
"""


_NOTHING = object()  # no value would do


def _harmless(each: Impossible, column: "sa.Column[Any] | None") -> object:
    """What to put in the place of an impossible value; `_NOTHING` where the row cannot be without it."""
    if each.table in {"follow_up", "journal_entry"} or column is None or column.primary_key:
        return _NOTHING
    if (each.table, each.column) in _NAMED and each.table != "playbook":
        return f"(the {each.column} could not be read)"
    if isinstance(each.value, bytes) and isinstance(column.type, sa.String) and not isinstance(column.type, sa.Enum):
        return each.value.decode(errors="replace")
    if column.nullable:
        return None
    default = column.server_default
    if isinstance(default, sa.DefaultClause):
        text = default.arg if isinstance(default.arg, str) else str(default.arg.compile())
        return {"false": 0, "true": 1}.get(text, text)
    return _NOTHING


def _row(connection: sqlite3.Connection, table: str, number: int) -> dict[str, object] | None:
    cursor = connection.execute(f'SELECT * FROM "{table}" WHERE rowid = ?', (number,))
    values = cursor.fetchone()
    return None if values is None else dict(zip([name[0] for name in cursor.description], values, strict=True))


def _whose(connection: sqlite3.Connection, each: Impossible, row: dict[str, object]) -> int | None:
    """The person whom a row belongs to, or who stands for its application; None for nobody."""
    if each.table == "contact":
        return each.row
    contact = row.get("contact_id")
    if isinstance(contact, int) and connection.execute("SELECT 1 FROM contact WHERE id = ?", (contact,)).fetchone():
        return contact
    application = each.row if each.table == "application" else row.get("application_id")
    found = connection.execute(
        "SELECT i.contact_id FROM interviewer i JOIN contact c ON c.id = i.contact_id WHERE i.application_id = ? "
        "ORDER BY i.id",
        (application,),
    ).fetchone()
    return int(found[0]) if found else None


def _as_text(row: dict[str, object]) -> str:
    """The filled fields of a row, a line each."""
    said = {name: value.decode(errors="replace") if isinstance(value, bytes) else value for name, value in row.items()}
    return "\n".join(f"{name}: {value}" for name, value in said.items() if value not in (None, "", 0))


def stand_in(path: Path) -> list[Impossible]:
    """Let whoever reads the book at that path read a copy without impossible values, until the book changes.

    Gives the values; none where there are none, and then the book itself is read.

    Raises:
        UnusableBookError: the book cannot be read at all.
    """
    with closing(file.connect(path, "mode=ro")) as connection, file.said_plainly(path):
        found = impossible_values(connection)
        if not found:
            return []
        copy = file.private_copy(path)
        with closing(sqlite3.connect(copy, isolation_level=None)) as target:
            connection.backup(target)
            clear(target, found)
    file.read_instead(path, copy)
    return found
