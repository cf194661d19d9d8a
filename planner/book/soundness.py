"""Whether the file holds together, looked at before it is written to. Standard library only.

SQLite goes on writing to a book of which a page is damaged as long as it does not come upon that page, and what is
written then may go down with it. So the file is looked at when it is opened for writing, unless the planner left it as
it is now, on the same day.
"""

import os
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from ..private_files import write_private
from .backups import folder_of, newest_sound
from .errors import UnusableBookError
from .file import connect, fault_in, said_plainly

_LOOKED = "looked-at"  # in the folder of the backups: size and time of the file, and the day, when it was sound


def look(book: Path, today: date) -> None:
    """Look at the file if it may have changed since it was looked at last; `today` is this machine's day.

    Raises:
        UnusableBookError: it does not hold together; nothing was written.
        BookError: another program holds it.
    """
    mark = _mark(book, today)
    looked = folder_of(book) / _LOOKED
    with suppress(OSError, UnicodeDecodeError):
        if looked.read_text(encoding="utf-8") == mark and not os.path.exists(f"{book}-journal"):  # noqa: PTH110
            return
    if wrong := first_fault(book):
        raise UnusableBookError(
            f"{book} is damaged ({wrong}), so nothing is written to it. {way_back(book)} "
            "`planner doctor` says what is wrong, and `planner doctor --recover OUT` takes out what can be read."
        )
    leave(book, today)


def leave(book: Path, today: date) -> None:
    """Note that the file is as this program leaves it; where it ends in another way, it is looked at the next time."""
    with suppress(OSError):
        write_private(folder_of(book) / _LOOKED, _mark(book, today).encode())


def first_fault(book: Path) -> str:
    """The first thing that does not hold together, as SQLite says it; "" for a sound file."""
    with closing(connect(book)) as connection, said_plainly(book):
        return fault_in(connection)


def way_back(book: Path) -> str:
    """What brings back a damaged book: the newest sound backup, by its name."""
    newest = newest_sound(book)
    if newest is None:
        return "There is no sound backup of it."
    made = newest.made_at.astimezone()
    return f"`planner backup restore {newest.name}` brings back the newest sound backup, of {made:%Y-%m-%d %H:%M}."


def _mark(book: Path, today: date) -> str:
    found = book.stat()
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ino} {today.isoformat()}"
