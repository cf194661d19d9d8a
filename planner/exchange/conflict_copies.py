"""Copies of the book that a program which carries files has left beside it, as it found two that differed.

Syncthing calls one `book.sync-conflict-20261122-101500-ABCDEFG.sqlite`, Nextcloud and Dropbox
`book (conflicted copy 2026-11-22).sqlite`. What was done in it is in no other file.
"""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ..book.errors import BookError
from ..book.file import reading
from ..book.merging import Copy, Merge, copy_of, merge, read_copy
from .carried import WaitError, copied

_MARK = "conflict"


class ConflictCopy(NamedTuple):
    """A copy that has something which the book has not."""

    path: Path
    found: Merge


def conflict_copies(book: Path) -> list[ConflictCopy]:
    """Those beside a book that are copies of it and have something new; each file is only read.

    Raises:
        BookError: the book cannot be read.
    """
    try:
        paths = [
            path
            for path in sorted(book.parent.iterdir())
            if path.name.startswith(book.stem) and _MARK in path.name.lower() and path.suffix == book.suffix
        ]
    except OSError:
        return []
    if not paths:
        return []
    with reading(book) as connection:
        mine = copy_of(connection)
    found = [(path, theirs) for path in paths if (theirs := read_other(path)) is not None]
    merged = [ConflictCopy(path, merge(mine, theirs)) for path, theirs in found if theirs.whole.book == mine.whole.book]
    return [each for each in merged if not each.found.is_empty]


def read_other(path: Path) -> Copy | None:
    """A copy of a book as it lies there, brought up to date aside where it is older; None of what is no book."""
    from ..book.database import open_book
    from ..book.file import Condition, examine

    with suppress(BookError, WaitError, OSError, sqlite3.Error, ValueError, LookupError), copied(path) as copy:
        condition = examine(copy)
        if condition is Condition.OLDER:
            open_book(copy)
        if condition is not Condition.ABSENT:
            return read_copy(copy)
    return None
