"""Everything that can still be read of a damaged book, row by row, in a new one.

Nothing of the old file is changed. Triggers, views and whatever else is foreign in it stay behind.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from sqlmodel import SQLModel

from ..text import plural
from . import doctor, file, values
from .database import open_book
from .errors import BookError

_MADE_ANEW = {"follow_up", "row_digest"}  # they follow from the rest
_MOST = 1_000_000  # row numbers that are tried one by one in a table with a damaged page


class Salvaged(NamedTuple):
    """How many rows of a table were read, which row numbers could not be, and what was cleared of those that were."""

    rows: dict[str, int]
    lost: list[str]


def salvage(path: Path, target: Path) -> Salvaged:
    """Make a new book at `target` of what can be read at `path`.

    Raises:
        BookError: there is something at `target` already, it cannot be written, or nothing at all can be read.
    """
    if target.exists():
        raise BookError(f"{target} exists already; what is recovered is only written to a new file.")
    with closing(_opened(path)) as source:
        open_book(target)
        rows: dict[str, int] = {}
        lost: list[str] = []
        with closing(file.connect(target)) as copy, file.said_plainly(target):
            copy.execute("PRAGMA foreign_keys=OFF")
            copy.execute("PRAGMA ignore_check_constraints=ON")
            copy.execute("BEGIN IMMEDIATE")
            for table in SQLModel.metadata.sorted_tables:
                if table.name in _MADE_ANEW:
                    continue
                columns = [column.name for column in table.columns]
                rows[table.name] = _copy_table(source, copy, table.name, columns, lost)
            for each in values.clear(copy, values.impossible_values(copy)):
                lost.append(f"{each.was.table} {each.was.row}, {each.was.column}: {each.was.expected} was expected")
                doctor.keep_in_notes(copy, each)
            copy.execute("COMMIT")
    doctor.make_anew(target)
    return Salvaged(rows, lost)


def _opened(path: Path) -> sqlite3.Connection:
    try:
        connection = file.connect(path, "mode=ro")
        connection.text_factory = values.text
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except (sqlite3.DatabaseError, BookError) as error:
        raise BookError(
            f"Nothing can be read of {path}: even its list of tables is damaged ({error}). "
            "`planner backup list` shows what else there is."
        ) from error
    return connection


def _copy_table(
    source: sqlite3.Connection, copy: sqlite3.Connection, table: str, wanted: list[str], lost: list[str]
) -> int:
    """Copy the rows of a table that can be read; gives how many, and notes in `lost` which could not be."""
    with suppress(sqlite3.DatabaseError):
        there = {row[1] for row in source.execute(f'PRAGMA table_info("{table}")')}
        columns = [name for name in wanted if name in there]
        if not columns:
            return 0
        names = ", ".join(f'"{name}"' for name in columns)
        insert = f'INSERT OR REPLACE INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'
        count = 0
        for row in _rows(source, table, names, lost):
            try:
                copy.execute(insert, row)
            except sqlite3.IntegrityError as error:
                lost.append(f"{table} {row[0]}: it does not fit ({error})")
            else:
                count += 1
        return count
    lost.append(f"{table}: nothing of it can be read")
    return 0


def _rows(source: sqlite3.Connection, table: str, names: str, lost: list[str]) -> Iterator[tuple[object, ...]]:
    """The rows of a table: up to the first that cannot be read, from the end back to it, and one by one between."""
    last, first_of_end = 0, None
    try:
        for key, *row in source.execute(f'SELECT rowid, {names} FROM "{table}" ORDER BY rowid'):
            last = key
            yield tuple(row)
    except sqlite3.DatabaseError:
        pass
    else:
        return
    end: list[tuple[object, ...]] = []
    with suppress(sqlite3.DatabaseError):
        for key, *row in source.execute(f'SELECT rowid, {names} FROM "{table}" ORDER BY rowid DESC'):
            if key <= last:
                break
            first_of_end = key
            end.append(tuple(row))
    until = first_of_end if first_of_end is not None else _highest(source, table) + 1
    missing: list[int] = []
    for key in range(last + 1, min(until, last + _MOST)):
        try:
            found = source.execute(f'SELECT {names} FROM "{table}" WHERE rowid = ?', (key,)).fetchone()
        except sqlite3.DatabaseError:
            missing.append(key)
            continue
        if found is not None:
            yield tuple(found)
    yield from reversed(end)
    if missing:
        lost.append(f"{table}: {plural(len(missing), 'row')} from {missing[0]} to {missing[-1]} cannot be read")


def _highest(source: sqlite3.Connection, table: str) -> int:
    """The highest row number that a table ever had, as far as the file says."""
    with suppress(sqlite3.DatabaseError):
        found = source.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        if found is not None:
            return int(found[0])
    with suppress(sqlite3.DatabaseError):
        return int(source.execute("SELECT max(id) FROM row_digest").fetchone()[0] or 0) // 16
    return _MOST
