"""Books that are damaged, restored, and brought up to date."""

import lzma
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from planner.book import backups, commands, doctor, file
from planner.book.commands import entered
from planner.book.database import open_book
from planner.book.errors import BookError
from planner.book.models import ContactFields

from .place import Place, forked, names, rows, state, unsound
from .writing import change

RELEASED = Path(__file__).parents[1] / "released"
"""A book as each version left it, kept from then on: `make_released.py` makes the one of the newest."""


def damaged(place: Place, dice: random.Random) -> str:
    """Some bytes of the file are others: it is not written to, no error is a defect, and a restore brings it back."""
    path = place.book()
    backup = backups.make(path, backups.Why.BY_HAND)
    right = state(path)
    data = bytearray(path.read_bytes())
    how = dice.choice(["page", "page", "cut", "zeros", "head"])
    at = dice.randrange(1, len(data) // 4096) * 4096
    if how == "page":
        data[at : at + 4096] = dice.randbytes(4096)
    elif how == "zeros":
        data[at : at + 4096] = bytes(4096)
    elif how == "cut":
        del data[at:]
    else:
        data[:100] = dice.randbytes(100)
    path.write_bytes(data)
    try:
        if state(path) == right and not doctor.examine(path).faults:
            return ""  # a page that nothing uses
    except (sqlite3.DatabaseError, BookError):
        pass  # as it should be
    try:
        book = open_book(path)
        commands.add_contact(book, entered(ContactFields, name="Written all the same"))
    except BookError:
        pass
    else:
        return f"a book with a damaged {how} was written to"
    if path.read_bytes() != bytes(data):
        return f"a book with a damaged {how} was changed"
    try:
        doctor.examine(path)
        backups.restore(path, backup)
    except BookError as error:
        return f"no way back: {error}"
    return "" if state(path) == right else "the restored book is another"


def restored(place: Place, dice: random.Random) -> str:
    """A drill: changes, a restore, and the restore of what stood there before."""
    path = place.book()
    book = open_book(path)
    backup, before = book.back_up(backups.Why.BY_HAND), state(path)
    change(book, dice, dice.randrange(1, 5))
    after = state(path)
    aside = backups.restore(path, backup)
    if state(path) != before:
        return "the restored book is another"
    if aside is None:
        return "what stood there was not kept"
    backups.restore(path, next(each for each in backups.listed(path) if each.path == aside))
    return "taking the restore back gives another book" if state(path) != after else unsound(path)


def released(version: str, path: Path) -> None:
    """Put the book as that version left it there."""
    shutil.rmtree(backups.folder_of(path), ignore_errors=True)
    path.unlink(missing_ok=True)
    file.make_private(path)
    path.write_bytes(lzma.decompress((RELEASED / f"{version}.sqlite.xz").read_bytes()))


def statements(place: Place) -> list[tuple[str, int]]:
    """Each statement of bringing each earlier book up to date: its version, and the number of the statement."""
    found = []
    for version in file.REVISIONS[:-1]:
        path = place.folder / "older.sqlite"
        released(version, path)
        with forked(_brings_up_to_date(path, 0)) as (_, lines):
            count = int(lines.readline())
        found += [(version, number) for number in range(1, count + 1)]
    return found


def _brings_up_to_date(path: Path, last: int) -> Callable[[Callable[[object], None]], None]:
    """Brings a book up to date, and goes without a word at the statement of that number; says how many there were."""

    def job(say: Callable[[object], None]) -> None:
        count = 0

        @sa.event.listens_for(sa.engine.Engine, "before_cursor_execute")
        def _(*_: object) -> None:
            nonlocal count
            count += 1
            if count == last:
                os._exit(9)

        open_book(path)
        say(count)

    return job


def migrated(place: Place, version: str, number: int) -> str:
    """An older book is killed at one statement of its update: it is whole, and can be brought up to date."""
    path = place.folder / "older.sqlite"
    released(version, path)
    before = {row[0] for row in rows(path, "SELECT name FROM contact")}
    with forked(_brings_up_to_date(path, number)) as (_, lines):
        lines.read()
    book = open_book(path)
    if names(book.path) != before:
        return f"from {version}, killed at {number}: {sorted(before ^ names(book.path))}"
    return unsound(path)
