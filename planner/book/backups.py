"""A way back: verified copies of the book, in a folder of its own beside it.

Each copy is taken by SQLite's backup API of one consistent state, checked, given its digest, and only then takes its
name; older ones are thinned out after that, never before. Standard library only.
"""

import hashlib
import os
import sqlite3
import time
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from ..private_files import make_folder, sync_folder, write_private
from . import file
from .errors import BookError, UnusableBookError

EVERY = timedelta(minutes=10)  # while there are changes
LIMIT = 200_000_000  # bytes that all copies of a book may take; `backup_limit` in config.toml sets another
_DAYS = 31  # for which one a day is kept; after that one a month
_NEWEST = 3  # that stay whatever the limit says
KNOWN = "known.sqlite"  # the copy of a book that other machines were given last
_SUMS = "SHA256SUMS"  # as `sha256sum --check` reads it
_STAMP = "%Y-%m-%dT%H%M%S.%fZ"
_UNDER_WAY = ".part"
_ABANDONED = 3600  # seconds after which a copy that is under way is not any more


class Why(StrEnum):
    """What a copy was made before, or for."""

    CHANGES = "changes"  # ten minutes have passed since the last one, and there is something new
    MIGRATION = "migration"
    IMPORT = "import"
    MERGE = "merge"
    BATCH = "batch"
    DELETE = "delete"
    RESTORE = "restore"
    REPAIR = "repair"
    BY_HAND = "by-hand"


WHY_SAID = {
    Why.CHANGES: "of what was changed",
    Why.MIGRATION: "before an update",
    Why.IMPORT: "before an import",
    Why.MERGE: "before a merge",
    Why.BATCH: "before a change of several people",
    Why.DELETE: "before a deletion",
    Why.RESTORE: "before a restore",
    Why.REPAIR: "before a repair",
    Why.BY_HAND: "by hand",
}


class Backup(NamedTuple):
    """A copy of the book: where it lies, when it was made (UTC) and why, and its size in bytes."""

    path: Path
    made_at: datetime
    why: Why
    size: int

    @property
    def name(self) -> str:
        """The name without the ending, by which the user calls it."""
        return self.path.stem


def folder_of(book: Path) -> Path:
    """The folder of a book's copies."""
    return book.with_name(f"{book.name}.backups")


def listed(book: Path) -> list[Backup]:
    """The copies of a book, the newest first."""
    found: list[Backup] = []
    with suppress(OSError):
        for path in folder_of(book).iterdir():
            stamp, _, why = path.stem.rpartition("Z-")
            if path.suffix == ".sqlite" and why in set(Why):
                with suppress(ValueError, OSError):
                    made_at = datetime.strptime(f"{stamp}Z", _STAMP).replace(tzinfo=UTC)
                    found.append(Backup(path, made_at, Why(why), path.stat().st_size))
    return sorted(found, key=lambda each: each.made_at, reverse=True)


def make(book: Path, why: Why, limit: int = LIMIT, now: datetime | None = None) -> Backup:
    """A verified copy of the book as it is now; the newest one, where nothing was changed since that.

    `limit` is how many bytes the copies may take together; `now` is the moment, in UTC.

    Raises:
        UnusableBookError: the book is damaged, or its copy is.
        BookError: the copy cannot be written.
    """
    now = now or datetime.now(UTC)
    now = now.replace(microsecond=now.microsecond // 1000 * 1000)  # as its name has it
    folder = folder_of(book)
    newest = next(iter(listed(book)), None)
    if newest is not None and _is_of_now(newest.path, book) and not check(newest):
        return newest
    if newest is not None and newest.made_at >= now - timedelta(milliseconds=1):
        now = newest.made_at + timedelta(milliseconds=1)  # a name of its own
    target = folder / f"{_stamped(now)}-{why}.sqlite"
    part = target.with_suffix(_UNDER_WAY)
    try:
        _clear_away_parts(folder)
        file.make_private(part)
        copy_of(book, part)
        _sync(part)
        _note_digest(folder, {target.name: _digest(part)})
        part.rename(target)
        sync_folder(folder)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BookError(f"A backup cannot be made in {folder}: {error.strerror}. Nothing was changed.") from error
    except sqlite3.Error as error:
        part.unlink(missing_ok=True)
        raise BookError(f"A backup of {book} cannot be made ({error}). Nothing was changed.") from error
    except BookError:
        part.unlink(missing_ok=True)
        raise
    made = Backup(target, now, why, target.stat().st_size)
    with suppress(OSError):
        _thin(book, now, limit)
    return made


def _stamped(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H%M%S}.{moment.microsecond // 1000:03}Z"


def is_due(book: Path, now: datetime | None = None) -> bool:
    """Whether the newest copy is older than ten minutes, and the book has changed since."""
    newest = next(iter(listed(book)), None)
    if newest is None:
        return True
    return (now or datetime.now(UTC)) - newest.made_at >= EVERY and not _is_of_now(newest.path, book)


def check(backup: Backup) -> str:
    """What is wrong with a copy, in a few words; "" for a sound one."""
    try:
        known = _digests(backup.path.parent).get(backup.path.name)
        if known is not None and known != _digest(backup.path):
            return "it is not the file that was written: its digest differs"
        with closing(file.connect(backup.path, "mode=ro&immutable=1")) as connection:
            fault = file.fault_in(connection, "integrity_check")
            marks = connection.execute("PRAGMA application_id").fetchone()[0]
    except OSError as error:
        return f"it cannot be read: {error.strerror}"
    except (sqlite3.Error, BookError) as error:
        return f"it is damaged: {error}"
    if fault:
        return f"it is damaged: {fault}"
    return "" if marks == file.APPLICATION_ID else "it is no book of the planner"


def newest_sound(book: Path) -> Backup | None:
    """The newest copy that is sound; None without any."""
    return next((each for each in listed(book) if not check(each)), None)


def restore(book: Path, backup: Backup, limit: int = LIMIT) -> Path | None:
    """Make the book what it was in that copy; gives where the book lies that it was until now, None without any.

    A book that can be read is written over in one transaction, so that a program that has it open sees either all of it
    or nothing. One that is damaged beyond that is copied aside as it is, and the backup takes its place at once.

    Raises:
        BookError: the copy is not sound, or the book cannot be written; the book is as it was.
    """
    if wrong := check(backup):
        raise BookError(f"{backup.path} was not restored: {wrong}. `planner backup list` shows the others.")
    with suppress(
        OSError
    ):  # a book that is taken back no longer knows its copies on other machines, and meets them anew
        (carried_folder(book) / KNOWN).unlink(missing_ok=True)
    try:
        if not book.exists() or not book.stat().st_size:
            return _put_in_place(book, backup)
        try:
            aside = make(book, Why.RESTORE, limit).path
        except UnusableBookError:
            return _put_in_place(book, backup)
        with closing(file.connect(backup.path, "mode=ro&immutable=1")) as source, closing(file.connect(book)) as live:
            live.execute("PRAGMA synchronous=EXTRA")
            source.backup(live, progress=_not_for_ever)
    except OSError as error:
        raise BookError(f"{book} cannot be written: {error.strerror}. It was left as it is.") from error
    except sqlite3.Error as error:
        busy = "it is in use by another program" if file.is_busy(error) else str(error)
        raise BookError(f"{book} cannot be written ({busy}). It was left as it is.") from error
    return aside


def carried_folder(book: Path) -> Path:
    """The folder beside a book for what it knows of its copies on other machines."""
    return book.with_name(f"{book.name}.sync")


def _not_for_ever(status: int, _remaining: int, _total: int) -> None:
    """SQLite has waited for as long as it was told to; Python would begin anew, without end."""
    if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        raise BookError("The book is in use by another program. It was left as it is; try again.")


def _put_in_place(book: Path, backup: Backup) -> Path | None:
    """Put a backup where the book is damaged or gone; gives where the damaged one is kept, None without one.

    Its journal goes first: SQLite would take it for that of the file which takes the book's place.
    """
    folder = folder_of(book)
    damaged = folder / f"{_stamped(datetime.now(UTC))}-damaged-book"
    aside: Path | None = None
    make_folder(book.parent)
    if book.exists() and book.stat().st_size:
        write_private(damaged, book.read_bytes())
        aside = damaged
    journal = Path(f"{book}-journal")
    if journal.exists():
        journal.rename(f"{damaged}-journal")
        sync_folder(book.parent)
    write_private(book, backup.path.read_bytes())
    return aside


def copy_of(book: Path, target: Path) -> None:
    """Copy one state of the book to a file that is there, and look whether both hold the same and hold together.

    Raises:
        UnusableBookError: the book is damaged, or its copy is.
        sqlite3.Error, OSError: it cannot be written.
    """
    with closing(file.connect(book)) as source, closing(file.connect(target)) as copy, file.said_plainly(book):
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # holds what follows to one state
        changed = book.stat()
        source.backup(copy, progress=_not_for_ever)
        fault = file.fault_in(copy, "integrity_check")
        if fault or _sizes(source) != _sizes(copy):
            what = fault or "its copy differs"
            raise UnusableBookError(f"{book} is damaged ({what}). It was left as it is; {file.WAY_BACK}")
    os.utime(target, ns=(changed.st_atime_ns, changed.st_mtime_ns))  # by which one knows of what state it is


def _is_of_now(copy: Path, book: Path) -> bool:
    """Whether nothing was written to the book since that copy."""
    with suppress(OSError):
        return copy.stat().st_mtime_ns == book.stat().st_mtime_ns and not os.path.exists(f"{book}-journal")  # noqa: PTH110
    return False


def _thin(book: Path, now: datetime, limit: int) -> None:
    """Keep all of today, one a day for a month, one a month for ever, and of those what the limit allows."""
    backups = listed(book)
    keep = kept([each.made_at for each in backups], now)
    left = [each for each in backups if each.made_at in keep]
    size = sum(each.size for each in left)
    for each in reversed(left[_NEWEST:]):
        if size <= limit:
            break
        left.remove(each)
        size -= each.size
    names = {each.path.name for each in left}
    for each in backups:
        if each.path.name not in names:
            each.path.unlink(missing_ok=True)
    _note_digest(folder_of(book), {}, only=names)


def kept(moments: list[datetime], now: datetime) -> set[datetime]:
    """Which of these copies stay: all of today, the newest of each day for a month, and of each month."""
    today = now.astimezone().date()
    found: dict[object, datetime] = {}
    for moment in sorted(moments):
        day = moment.astimezone().date()
        if day >= today:
            found[moment] = moment
        elif today - day <= timedelta(days=_DAYS):
            found[day] = moment
        else:
            found[date(day.year, day.month, 1), "month"] = moment
    return set(found.values())


def _clear_away_parts(folder: Path) -> None:
    """Take away what an interrupted copy left; a newer one may be another program's, which is at work on it."""
    with suppress(OSError):
        for path in folder.glob(f"*{_UNDER_WAY}*"):
            if time.time() - path.stat().st_mtime > _ABANDONED:
                path.unlink(missing_ok=True)


def _digests(folder: Path) -> dict[str, str]:
    try:
        lines = (folder / _SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines) if name}


def _note_digest(folder: Path, more: dict[str, str], only: set[str] | None = None) -> None:
    """Write the list of digests anew: to another file first, which then takes its place."""
    known = _digests(folder) | more
    lines = [f"{digest}  {name}\n" for name, digest in sorted(known.items()) if only is None or name in only]
    write_private(folder / _SUMS, "".join(lines).encode())


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Put a file on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sizes(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return [(name, connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names]
