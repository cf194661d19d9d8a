"""Everything that can still be read of a damaged book, row by row, in a new one.

Nothing of the old file is changed. Triggers, views and whatever else is foreign in it stay behind.
"""

import sqlite3
import struct
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from sqlmodel import SQLModel

from ..private_files import write_private
from ..text import plural
from . import backups, doctor, file, values
from .database import open_book
from .errors import BookError
from .identities import fill_uuids

_MADE_ANEW = {"follow_up", "row_digest"}  # they follow from the rest
_HEAD = 100  # bytes at the beginning of a database, before its first page's own head
_INDEXES = (b"\x02", b"\x0a")  # what kind a page is: inside, or at the end
_ROOTS = {"table": (b"\x05", b"\x0d", *_INDEXES), "index": _INDEXES}  # tables without row numbers are indexes
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
    lost: list[str] = []
    with tempfile.TemporaryDirectory() as folder, closing(_opened(path, Path(folder) / "copy.sqlite", lost)) as source:
        open_book(target)
        rows: dict[str, int] = {}
        with closing(file.connect(target)) as copy, file.said_plainly(target):
            copy.execute("PRAGMA foreign_keys=OFF")
            copy.execute("PRAGMA ignore_check_constraints=ON")
            copy.execute("BEGIN IMMEDIATE")
            for table in SQLModel.metadata.sorted_tables:
                if table.name in _MADE_ANEW:
                    continue
                columns = [column.name for column in table.columns]
                rows[table.name] = _copy_table(source, copy, table.name, columns, lost)
            _stand_ins(copy, lost)
            fill_uuids(copy)  # of a version that had none
            for each in values.clear(copy, values.impossible_values(copy)):
                lost.append(f"{each.was.table} {each.was.row}, {each.was.column}: {each.was.expected} was expected")
                doctor.keep_in_notes(copy, each)
            copy.execute("COMMIT")
    doctor.make_anew(target)
    return Salvaged(rows, lost)


def _opened(path: Path, place: Path, lost: list[str]) -> sqlite3.Connection:
    """The damaged book to read from; where its list of tables is damaged, a copy at `place` that has a whole one."""
    try:
        return _readable(path)
    except (sqlite3.DatabaseError, BookError) as error:
        for backup in reversed(backups.listed(path)):
            with suppress(sqlite3.DatabaseError, BookError, OSError, struct.error):
                _lend_tables(path, backup.path, place)
                connection = _readable(place)
                lost.append(f"the list of tables: the one of {backup.path.name} was used")
                return connection
        raise BookError(
            f"Nothing can be read of {path}: even its list of tables is damaged ({error}), and no backup can lend its "
            "own. `planner backup list` shows what else there is."
        ) from error


def _readable(path: Path) -> sqlite3.Connection:
    connection = file.connect(path, "mode=ro")
    try:
        connection.text_factory = values.text
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _lend_tables(path: Path, backup: Path, place: Path) -> None:
    """Copy a damaged book, with the list of tables that a backup of it has.

    A backup has every table at the page at which the book has it, unless the tables were changed since: then what
    stands there is of another kind, and it lends nothing. See https://www.sqlite.org/fileformat.html.

    Raises:
        BookError: it is not a backup of this book as it was last.
        sqlite3.DatabaseError, OSError: it cannot be read, or the copy not be written.
    """
    with closing(file.connect(backup, "mode=ro")) as connection:
        entries = connection.execute("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master").fetchall()
    head = bytearray(backup.read_bytes()[:_HEAD])
    data = path.read_bytes()
    size = struct.unpack(">H", head[16:18])[0] or 65536  # 65536 is written as 1: not one of ours
    for kind, name, _, root, _ in entries:
        at = (root - 1) * size
        if root > 1 and data[at : at + 1] not in _ROOTS[kind]:
            raise BookError(f"{name} is at another place in {backup}.")
    head[24:28] = head[92:96] = struct.pack(">I", 1)  # so that the number of pages below is believed
    head[28:32] = struct.pack(">I", len(data) // size)
    head[32:40] = bytes(8)  # no free pages: what is written now is put behind all others
    empty = struct.pack(">BHHHB", 0x0D, 0, 0, size % 65536, 0)
    pages = data[size : len(data) // size * size]
    write_private(place, bytes(head) + empty + bytes(size - _HEAD - len(empty)) + pages)
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.executemany("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", entries)


def _stand_ins(copy: sqlite3.Connection, lost: list[str]) -> None:
    """Enter somebody for each person whose own row is lost and of whom others still tell, so that those rows stay."""
    owners = [
        table.name
        for table in SQLModel.metadata.sorted_tables
        if "contact_id" in table.columns and table.name not in _MADE_ANEW
    ]
    told = " UNION ".join(f"SELECT contact_id FROM {table}" for table in owners)
    gone = f"SELECT contact_id FROM ({told}) WHERE contact_id NOT IN (SELECT id FROM contact) ORDER BY 1"
    for (key,) in copy.execute(gone).fetchall():
        if isinstance(key, int) and key > 0:
            name = f"Person {key}, whose entry was lost"
            copy.execute("INSERT INTO contact (id, name, state) VALUES (?, ?, 'closed')", (key, name))
            lost.append(f"contact {key}: entered anew as “{name}”, closed, with what else is theirs")


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
    if missing and not last and not end and missing[-1] == until - 1:
        lost.append(f"{table}: none of its rows can be read")  # how many there were is not known
    elif missing:
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
