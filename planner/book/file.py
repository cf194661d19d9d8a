"""The book as a file: made private, recognised before anything is done to it, and opened for reading.

Standard library only, for the daily check and the first frame read through here.
"""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from enum import Enum, auto
from typing import TYPE_CHECKING

from ..cadence.fingerprint import fingerprint
from ..private_files import make_folder
from .errors import BookError, UnreadableValueError, UnusableBookError

if TYPE_CHECKING:
    from pathlib import Path


def migrations_folder() -> str:
    """Where the migrations lie: inside an installed planner, or beside it in a checkout."""
    package = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - pathlib costs the daily check a millisecond
    inside = os.path.join(package, "migrations")  # noqa: PTH118
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "migrations")  # noqa: PTH112, PTH118, PTH120


# The versions of the tables, oldest first: a file of migrations/versions each.
_VERSIONS = os.listdir(f"{migrations_folder()}/versions")  # noqa: PTH208
REVISIONS = tuple(sorted(name[:4] for name in _VERSIONS if name[:4].isdecimal() and name.endswith(".py")))
HEAD = REVISIONS[-1]
APPLICATION_ID = 0x466F6C55  # "FolU" in the file's header says that a file is a book of this program
BUSY_TIMEOUT = 5.0  # seconds to wait for another process of the planner

WAY_BACK = "`planner doctor` says more, and `planner backup restore` brings back the newest good backup."

_HEADER = b"SQLite format 3\x00"


class Condition(Enum):
    """What stands at the place of the book."""

    ABSENT = auto()
    OLDER = auto()
    STALE = auto()  # of this version, but its plan was made by other rules
    CURRENT = auto()


def examine(path: "Path | str") -> Condition:
    """What stands at that place, without changing a byte of it.

    Raises:
        UnusableBookError: something that is not a book, a damaged one, or one of a newer planner.
    """
    not_ours = f"{path} is not a book of the planner; it was left as it is. Choose another file with --book FILE."
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
        if stat.S_ISDIR(mode):
            raise UnusableBookError(f"{path} is a folder; --book takes the file of a book in it, or a new one's name.")
        if not stat.S_ISREG(mode):
            raise UnusableBookError(not_ours)
        with open(path, "rb") as file:  # noqa: PTH123
            header = file.read(100)
    except FileNotFoundError:
        return Condition.ABSENT
    except OSError as error:
        raise UnusableBookError(f"{path} cannot be read: {error.strerror}. Choose another with --book FILE.") from error
    if not header:
        return Condition.ABSENT  # made, and then interrupted before the first migration
    if not header.startswith(_HEADER) or int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise UnusableBookError(not_ours)
    revision, rules = _state_as_it_lies(path)
    if revision == HEAD:
        return Condition.CURRENT if rules == fingerprint() else Condition.STALE
    if revision in REVISIONS:
        return Condition.OLDER
    if not revision:
        return Condition.ABSENT  # its first migration was interrupted; nothing is lost by starting over
    raise UnusableBookError(
        f"{path} was written by a newer planner (its tables are at {revision}, this program knows up to {HEAD}). "
        "It was left as it is; update the planner to open it."
    )


@contextmanager
def reading(path: "Path | str", patience: float = BUSY_TIMEOUT) -> Iterator[sqlite3.Connection]:
    """A connection that can only read, for the length of the block, all of it in one consistent state.

    `patience` is how many seconds to wait for another program's write.

    Raises:
        UnusableBookError: the file is absent, of an older revision, or cannot be read.
    """
    with closing(connect(_read_from(path), patience=patience)) as connection, said_plainly(path):
        connection.execute("PRAGMA query_only=ON")
        connection.execute("BEGIN")
        if _revision(connection) != HEAD:
            raise UnusableBookError(f"{path} has not been brought up to date yet; start `planner` once.")
        yield connection


_instead: dict[str, tuple[tuple[int, int], str]] = {}  # copies that are read for a book: its state then, and the copy


def read_instead(path: "Path | str", copy: str) -> None:
    """From now on `reading` reads that copy, until the book itself changes."""
    found = os.stat(path)  # noqa: PTH116
    _instead[os.fspath(path)] = (found.st_mtime_ns, found.st_size), copy


def _read_from(path: "Path | str") -> "Path | str":
    """The file that is read for a book: itself, as long as nothing else was said of the state it is in."""
    known = _instead.get(os.fspath(path)) if _instead else None
    if known is None:
        return path
    with suppress(OSError):
        found = os.stat(path)  # noqa: PTH116
        if known[0] == (found.st_mtime_ns, found.st_size):
            return known[1]
    del _instead[os.fspath(path)]
    return path


def private_copy(path: "Path | str") -> str:
    """The name of a file for a copy of the book, in a private folder that goes when this program ends."""
    import atexit
    import shutil
    import tempfile

    folder = tempfile.mkdtemp(prefix="planner-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return os.path.join(folder, os.path.basename(path))  # noqa: PTH118, PTH119


def make_private(path: "Path") -> None:
    """The file made, readable and writable by the user alone under any umask; folders made for it likewise.

    Raises:
        BookError: it cannot be made there.
    """
    try:
        make_folder(path.parent)
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            if path.stat().st_mode & 0o077 and path.stat().st_uid == os.geteuid():
                path.chmod(path.stat().st_mode & 0o700)  # only ever less: what is read-only stays so
            return
        os.fchmod(descriptor, 0o600)
        os.close(descriptor)
    except OSError as error:
        raise BookError(f"{path} cannot be made: {error.strerror}. Choose another place with --book FILE.") from error


def _state_as_it_lies(path: "Path | str") -> tuple[str, int]:
    """The revision in the file, and the rules that made its plan; read without touching it or what may lie beside it.

    The revision is empty without any tables.
    """
    # A crash in the middle of a commit leaves a journal, and the file makes sense only together with it. Opened in
    # the ordinary way, SQLite puts it right; that it is a book of ours is known by now.
    journal = f"{path}-journal"
    with suppress(OSError):
        if os.path.getsize(journal):  # noqa: PTH202
            return _state_in(path, "mode=rw")
    try:
        return _state_in(path, "mode=ro&immutable=1")
    except UnusableBookError:
        return _state_in(path, "mode=rw")  # it may have been caught in another process's commit


def _state_in(path: "Path | str", how: str) -> tuple[str, int]:
    with closing(connect(path, how)) as connection, said_plainly(path):
        if not connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").fetchone()[0]:
            _refuse_without_version(path, connection)
            return "", 0
        if not _revision(connection):
            _refuse_without_version(path, connection)
        revision, rules = _revision(connection), connection.execute("PRAGMA user_version").fetchone()[0]
        if revision == HEAD and not connection.execute(_PLAN_IS_WHOLE).fetchone()[0]:
            rules = 0  # another program took rows out of the plan: it is made anew, as one of other rules is
        return revision, rules


def fault_in(connection: sqlite3.Connection, check: str = "quick_check") -> str:
    """The first thing that does not hold together, as SQLite's check says it; "" for a sound file.

    A value that a column should not hold is no damage of the file: the rest is read and written as before (`values`).
    """
    for (said,) in connection.execute(f"PRAGMA {check}({_MOST_FAULTS})"):
        text = " ".join(str(said).split())
        if text != "ok" and not text.startswith(("CHECK constraint failed", "NULL value")) and " value in " not in text:
            return text[:160]
    return ""


_MOST_FAULTS = 10_000  # those of values may come first
_PLAN_IS_WHOLE = """
SELECT EXISTS (SELECT 1 FROM identity WHERE planned IS NULL OR planned = (SELECT count(*) FROM follow_up))
"""


def connect(path: "Path | str", how: str = "mode=rw", patience: float = BUSY_TIMEOUT) -> sqlite3.Connection:
    """A connection to the file as SQLite's own `how` says; it never makes one.

    Raises:
        UnusableBookError: the file cannot be opened.
    """
    # Opened for writing, where the system lets it, so that SQLite can finish what a crash left half done.
    quoted = os.fspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    try:
        connection = sqlite3.connect(f"file:{quoted}?{how}", uri=True, timeout=patience, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise UnusableBookError(f"{path} cannot be opened. Choose another file with --book FILE.") from error
    connection.execute("PRAGMA trusted_schema=OFF")
    return connection


def _refuse_without_version(path: "Path | str", connection: sqlite3.Connection) -> None:
    """A book with tables, and perhaps people, whose version is gone, is no empty one."""
    count = connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT IN ('alembic_version', 'sqlite_sequence')"
    ).fetchone()[0]
    if count:
        raise UnusableBookError(
            f"{path} does not say any more of which version its tables are. It was left as it is; "
            "`planner doctor --fix` puts that right, and `planner backup restore` brings back the newest good backup."
        )


@contextmanager
def said_plainly(path: "Path | str") -> Iterator[None]:
    """SQLite's own errors as a sentence for the user.

    Raises:
        BookError: the file is locked by another program.
        UnusableBookError: it is damaged, or cannot be read.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        if is_busy(error):
            raise BookError(f"{path} is in use by another program; try again in a moment.") from error
        if str(error).startswith("Could not decode"):  # and the rest of what it says quotes the book
            raise UnreadableValueError(f"{path} holds a text that cannot be read. {WAY_BACK}") from error
        raise UnusableBookError(f"{path} cannot be read ({error}). It was left as it is.") from error
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise UnusableBookError(f"{path} is damaged ({error}). It was left as it is; {WAY_BACK}") from error


def is_busy(error: BaseException | None) -> bool:
    """Whether SQLite says that another program holds the file."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest of an extended code says why
    return code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _revision(connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""
