"""A place for the books of one process, and what an attempt needs there."""

import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TextIO

from planner.book import backups, doctor, file
from planner.book.database import open_book
from planner.cli import run
from planner.cli.demo_book import fill_demo_book
from tests.end_to_end.terminal import Terminal, environment

TODAY = "2026-11-22"
STATE = Path(".local", "state", "follow-up-planner")


class Place:
    """A folder with a home, and a demo's book to copy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        folder.mkdir(parents=True, exist_ok=True)
        self._ready = folder / "ready.sqlite"
        if not self._ready.exists():
            fill_demo_book(open_book(self._ready))

    def book(self, name: str = "book.sqlite") -> Path:
        """A new copy of the demo's book, with nothing beside it, and a home with nothing in it."""
        path = self.folder / name
        shutil.rmtree(backups.folder_of(path), ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir()
        for each in self.folder.glob(f"{name}*"):
            if each.is_file():
                each.unlink()
        shutil.copy(self._ready, path)
        return path

    def app(self, path: Path, size: tuple[int, int] = (120, 36)) -> Terminal:
        """The app on that book, in a terminal of its own."""
        return Terminal(_run_app, environment(self.home, PLANNER_BOOK=str(path)), size)

    def outside(self) -> str:
        """What is kept outside the book."""
        places = [*(self.home / STATE).glob("note-*/note.txt"), *(self.home / STATE).glob("form-*.json")]
        return "\n".join(place.read_text() for place in places)


def _run_app() -> None:
    # The copies that try things have closed theirs.
    sys.stdin = sys.__stdin__ = open(0, closefd=False)  # type: ignore[misc] # noqa: SIM115 - a descriptor
    os._exit(run([]))


def unsound(path: Path) -> str:
    """What the doctor finds wrong; "" for a sound book."""
    found = doctor.examine(path).faults
    return found[0].text if found else ""


def names(path: Path) -> set[str]:
    """Everybody in a book."""
    with file.reading(path) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM contact")}


def rows(path: Path, statement: str) -> list[tuple[object, ...]]:
    """What a statement gives."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement).fetchall()


def state(path: Path) -> list[object]:
    """Everything in a book, row by row."""
    with closing(file.connect(path, "mode=ro")) as connection:
        tables = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
        ]
        return [connection.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables]


@contextmanager
def forked(job: Callable[[Callable[[object], None]], None]) -> Iterator[tuple[int, TextIO]]:
    """A copy of this process that does a job; gives its number and the lines that it says.

    A copy has all modules already: a program of its own would take half a second to begin.
    """
    sys.stdout.flush()
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        with suppress(BaseException):
            os.close(ours)
            with open(theirs, "w", buffering=1) as told:  # noqa: PTH123 - a descriptor

                def say(line: object) -> None:
                    print(line, file=told, flush=True)

                try:
                    job(say)
                except BaseException as error:
                    say(f"defect {type(error).__name__}: {error}")
        os._exit(0)
    os.close(theirs)
    with open(ours) as lines:  # noqa: PTH123 - a descriptor
        try:
            yield pid, lines
        finally:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
