"""Keeps a book as the newest version leaves it, for every version after it to be tried on.

Run it once a version is released: `PYTHONPATH=. .venv/bin/python tests/released/make_released.py`. The books of the
versions up to 0008 have the same people in them, put there with plain statements.
"""

import lzma
import sqlite3
import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path

from planner.book import commands, file
from planner.book.commands import Panelist, entered
from planner.book.database import open_book
from planner.book.models import ApplicationFields, ContactFields
from planner.cadence.terms import HowLearned, Part


def main() -> None:
    """Write the file of the newest version, if there is none yet."""
    target = Path(__file__).with_name(f"{file.HEAD}.sqlite.xz")
    if target.exists():
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.sqlite"
        book = open_book(path)
        commands.add_interview(
            book,
            entered(ApplicationFields, position="Data Engineer", employer="Calder Labs"),
            [
                Panelist(entered(ContactFields, name="Dana Whitfield", notes="Likes maps"), Part.HIRING_MANAGER),
                Panelist(entered(ContactFields, name="Priya Anand"), Part.PANEL),
            ],
            on=date(2026, 11, 10),
        )
        commands.record_rejection(book, 1, date(2026, 11, 16), HowLearned.TOLD)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("VACUUM")
        target.write_bytes(lzma.compress(path.read_bytes(), preset=9))
        print(target.name)


if __name__ == "__main__":
    main()
