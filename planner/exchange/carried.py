"""A copy of the book on its way to other machines: a file that a folder's own program carries, such as Syncthing.

It is a book like any other, with tables beside it that say which device wrote it and what that device knew, and with a
digest over all of it: a file that was carried only half, or mixed of two, is known for it and waits.
"""

import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ..book import backups, file
from ..book.errors import BookError
from ..book.file import Condition, connect
from ..book.merging import Copy, copy_of
from ..book.replicas import Replica, rows_of
from ..book.versions import Versions, has_versions, read_versions, write_versions
from ..book.whole import read_whole
from ..text import clean_line, shorten

_FORMAT = 1
_TABLES = ("carried_seen", "carried_row", "carried_unit", "carried_behind", "carried_file")
_FILE = "format INTEGER, device TEXT, name TEXT, written_at TEXT, digest TEXT"
_PAGES = slice(28, 32)  # of SQLite's header: how many pages the file has
_PAGE_SIZE = slice(16, 18)


class Device(NamedTuple):
    """A machine, as it is called and as it is told from others of that name."""

    name: str
    id: str

    @property
    def file_name(self) -> str:
        """The name of its file in the folder."""
        return f"{self.name}-{self.id}.sqlite"


class SyncError(BookError):
    """Why nothing can be carried, and what to do."""

    exit_status = 2


class BusyError(SyncError):
    """Another planner is at it just now."""


class WaitError(BookError):
    """A copy that cannot be taken in as it lies there, and why; it will be checked again."""


class AnotherBookError(WaitError):
    """A copy of another book."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A copy as it was read: from which device, and when that one wrote it by its own clock.

    `copy` has its rows and journal, `replica` the rows and what the device knew.
    """

    path: Path
    device: Device
    written_at: datetime
    copy: Copy
    replica: Replica


def write_carried(path: Path, versions: Versions, device: Device) -> None:
    """Make a verified copy of the book that lies at `path` one to be carried.

    Raises:
        sqlite3.Error: it cannot be written.
    """
    with closing(connect(path)) as connection:
        connection.execute("BEGIN")
        write_versions(connection, versions)
        connection.execute(
            "CREATE TABLE carried_file (format INTEGER, device TEXT, name TEXT, written_at TEXT, digest TEXT)"
        )
        digest = _digest(connection)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        row = (_FORMAT, device.id, device.name, now, digest)
        connection.execute("INSERT INTO carried_file VALUES (?, ?, ?, ?, ?)", row)
        connection.execute("COMMIT")


@contextmanager
def copied(path: Path) -> Iterator[Path]:
    """A copy of a file in a private folder, for the length of the block: the file itself is never opened by SQLite.

    Raises:
        WaitError: it cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="planner-") as folder:
        copy = Path(folder) / "copy.sqlite"
        try:
            shutil.copyfile(path, copy)
        except OSError as error:
            raise WaitError(f"it cannot be read: {error.strerror}") from error
        yield copy


def read_carried(path: Path, book: str) -> Carried:
    """A copy that lies in the folder, of the book with that identity.

    Raises:
        AnotherBookError: it is a copy of another book.
        WaitError: it is incomplete, damaged, or of a newer planner.
    """
    with copied(path) as copy:
        return unpacked(copy, path, book)


def unpacked(copy: Path, path: Path, book: str = "") -> Carried:
    """The same from a copy of the file, which is brought up to date and left as a plain book.

    Raises:
        WaitError: as `read_carried`.
    """
    try:
        _look_whether_whole(copy)
        condition = file.examine(copy)
        if condition is Condition.ABSENT:
            raise WaitError("it is empty; it will be checked again")
        device, written_at, versions = _taken_off(copy)
        if condition is Condition.OLDER:
            from ..book.database import open_book

            open_book(copy)
        with closing(connect(copy, "mode=ro")) as connection:
            whole = read_whole(connection)
            if book and whole.book != book:
                raise AnotherBookError("it is a copy of another book; it is left alone")
            found = copy_of(connection)
        return Carried(path, device, written_at, found, Replica(rows_of(whole), versions))
    except WaitError:
        raise
    except BookError as error:
        if "newer planner" in str(error):
            raise WaitError("it was written by a newer planner; it waits until this one is updated") from error
        raise WaitError("it is damaged, or is not a planner book; it will be checked again") from error
    except (OSError, sqlite3.Error, ValueError, TypeError, KeyError, LookupError) as error:
        raise WaitError("it is damaged, or incomplete; it will be checked again") from error


def _look_whether_whole(copy: Path) -> None:
    """Whether the file has as many pages as it says; a program that carries files writes them from the front.

    Raises:
        WaitError: it has not.
    """
    with copy.open("rb") as opened:
        header = opened.read(100)
    size = copy.stat().st_size
    if len(header) == 100 and header.startswith(b"SQLite format 3\x00"):
        page = int.from_bytes(header[_PAGE_SIZE], "big")
        if size != int.from_bytes(header[_PAGES], "big") * (65536 if page == 1 else page):
            raise WaitError("it is incomplete; it will be checked again")


def _taken_off(copy: Path) -> tuple[Device, datetime, Versions]:
    """Which device wrote the copy, when, and what it knew; the tables that say so are taken off.

    Raises:
        WaitError: it is not as it was written.
    """
    with closing(connect(copy)) as connection, file.said_plainly(copy):
        if file.fault_in(connection, "integrity_check"):
            raise WaitError("it is damaged, or incomplete; it will be checked again")
        if not has_versions(connection):
            raise WaitError("it is a plain copy of a book, not a sync file; `planner merge-book` merges it")
        [(number, key, name, written_at, digest)] = connection.execute(
            "SELECT format, device, name, written_at, digest FROM carried_file"
        )
        if number != _FORMAT:
            raise WaitError("it was written by a newer planner; it waits until this one is updated")
        if digest != _digest(connection):
            raise WaitError("it has changed since it was written, or is incomplete; it will be checked again")
        versions = read_versions(connection)
        for table in _TABLES:
            connection.execute(f"DROP TABLE {table}")
    device = Device(shorten(clean_line(str(name)), 40) or "device", clean_line(str(key))[:40])
    return device, datetime.fromisoformat(written_at), versions


def _digest(connection: sqlite3.Connection) -> str:
    """Of every row of every table, but for the line that says so itself and what SQLite keeps for the search."""
    found = hashlib.sha256()
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name")
    for (table,) in tables.fetchall():
        if table != "carried_file" and not table.startswith(("sqlite_", "written_")):
            found.update(f"\n{table}\n".encode())
            for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid'):
                found.update(repr(row).encode())
    return found.hexdigest()


def verified_copy(book: Path, target: Path) -> None:
    """A verified copy of the book as it is now, in a private file that takes the place of what stands there.

    Raises:
        BookError: it cannot be made.
    """
    try:
        target.unlink(missing_ok=True)
        file.make_private(target)
        backups.copy_of(book, target)
    except OSError as error:
        raise BookError(f"{target} cannot be written: {error.strerror}. Nothing was changed.") from error
    except sqlite3.Error as error:
        raise BookError(f"{book} cannot be copied ({error}). Nothing was changed.") from error
