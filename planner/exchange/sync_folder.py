"""The folder in which copies of a book are carried: which lie there, and what can be read of them."""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ..book.errors import BookError
from ..book.file import reading
from ..private_files import make_folder
from .carried import AnotherBookError, Carried, SyncError, WaitError, copied, read_carried, unpacked
from .own_device import OwnDevice

_ENDING = ".sqlite"
_PROFILE = ("name", "email", "other_emails", "phone", "linkedin", "skills")
_CONTENTS = ("contact", "application", "touchpoint", "draft", "playbook")  # tables whose rows somebody would miss
_UNDER_WAY = (".", "~")  # how the names begin under which programs write what they carry


class Waiting(NamedTuple):
    """A file in the folder that cannot be taken in now, and why."""

    name: str
    why: str
    is_of_another_book: bool = False


def is_empty(book: Path) -> bool:
    """Whether there is nothing in a book that could be lost; one that cannot be read is not."""
    with suppress(BookError, sqlite3.Error), reading(book) as connection:
        wanted = " OR ".join(f"EXISTS (SELECT 1 FROM {table})" for table in _CONTENTS)
        return not connection.execute(f"SELECT {wanted}").fetchone()[0]
    return False


def profile_in(book: Path) -> dict[str, str]:
    """What the user said of themselves in a book; nothing of one that cannot be read."""
    with suppress(BookError, sqlite3.Error), reading(book) as connection:
        row = connection.execute(f"SELECT {', '.join(_PROFILE)} FROM profile").fetchone()
        return {name: value for name, value in zip(_PROFILE, row or [], strict=False) if value}
    return {}


def keep_profile(book: Path, typed: Mapping[str, str]) -> None:
    """Keep what the user said of themselves before the book began with a copy, where that says nothing of them."""
    from ..book.commands import save_profile
    from ..book.database import open_book

    if typed and not profile_in(book):
        save_profile(open_book(book), **typed)


def identity_of(book: Path) -> str:
    """Which book it is; "" where it does not say."""
    with suppress(BookError, sqlite3.Error), reading(book) as connection:
        return str(connection.execute("SELECT uuid FROM identity").fetchone()[0])
    return ""


class SyncFolder:
    """The folder at a path, which need not be there."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def check(self, book: Path, *, has_begun: bool) -> None:
        """Look whether the folder is there and may be used for that book; before it was first, it is made.

        Raises:
            SyncError: it is not.
        """
        if self.path.resolve() in book.resolve().parents:
            raise SyncError(
                f"Your book is in {self.path} itself, where your sync program could pick it up in the middle of a "
                "write. Only copies belong there. Move the book, or set sync_folder to another folder."
            )
        if self.path.is_dir():
            return
        if has_begun or not self.path.parent.is_dir():
            raise SyncError(
                f"The folder {self.path} is missing. Nothing was synced; your changes will go out once it is back. "
                "If it is a new folder, create it."
            )
        try:
            make_folder(self.path)
        except OSError as error:
            raise SyncError(f"The folder {self.path} cannot be created: {error.strerror}.") from error

    def paths(self) -> list[Path]:
        """The copies that lie there."""
        return [self.path / name for name in sorted(self.states())]

    def states(self) -> dict[str, list[int]]:
        """The copies that lie there by name, each with what changes whenever it does."""
        found: dict[str, list[int]] = {}
        with suppress(OSError), os.scandir(self.path) as entries:
            for entry in entries:
                if entry.name.endswith(_ENDING) and not entry.name.startswith(_UNDER_WAY):
                    with suppress(OSError):
                        state = entry.stat()
                        found[entry.name] = [state.st_mtime_ns, state.st_size]
        return found

    def newest(self, besides: str = "") -> Path | None:
        """The copy that was written last, by the clocks of those who wrote them; None without any.

        `besides` is the identity of a book whose copies are left out. Those of a book with nothing in it count only
        where there are no others.

        Raises:
            SyncError: they are of several books, and which one is meant cannot be told.
        """
        full: dict[str, tuple[datetime, Path]] = {}
        empty: dict[str, tuple[datetime, Path]] = {}
        for path in self.paths():
            with suppress(WaitError), copied(path) as copy:
                one = unpacked(copy, path)
                book = one.copy.whole.book
                if book == besides:
                    continue
                found = full if any(one.copy.whole.rows.get(table) for table in _CONTENTS) else empty
                found[book] = max(found.get(book, (one.written_at, path)), (one.written_at, path))
        found = full or empty
        if len(found) > 1:
            raise SyncError(
                f"There are copies of {len(found)} different books in {self.path}, and there is no book here yet. "
                "Remove the copies you do not want, or put a copy of the book you want where yours belongs."
            )
        return next((path for _, path in found.values()), None)

    def read(self, book: str, own: OwnDevice) -> tuple[list[Carried], list[Waiting]]:
        """What other devices wrote of the book with that identity, and which files wait."""
        others: list[Carried] = []
        waiting: list[Waiting] = []
        for path in self.paths():
            if path.name == own.device.file_name:
                continue
            try:
                others.append(read_carried(path, book))
            except AnotherBookError as error:
                waiting.append(Waiting(path.name, str(error), is_of_another_book=True))
            except WaitError as error:
                waiting.append(Waiting(path.name, str(error)))
        return others, waiting
