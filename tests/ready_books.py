"""Books made once and copied from then on: a copy takes two milliseconds, the migrations and the story a third of a second."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from planner.book.database import Book, open_book
from planner.cli.demo_book import fill_demo_book
from tests.small_book import fill_small_book

_FILLED: dict[str, Callable[[Book], object]] = {
    "empty": lambda _book: None,
    "small": fill_small_book,
    "demo": fill_demo_book,
}


class ReadyBooks:
    """Makes each book on first use, in a folder of its own, and copies it wherever a test wants one."""

    def __init__(self, folder: Path, today: date, in_a_home: Callable[[Path, pytest.MonkeyPatch], None]) -> None:
        self._folder = folder
        self._today = today
        self._in_a_home = in_a_home

    def empty(self, path: Path) -> Book:
        """A book nobody has written to yet, at that place."""
        return self._copied("empty", path)

    def small(self, path: Path) -> Book:
        """The book of tests/small_book.py, at that place."""
        return self._copied("small", path)

    def demo(self, path: Path) -> Book:
        """The book that `planner demo` shows, at that place."""
        return self._copied("demo", path)

    def _copied(self, name: str, path: Path) -> Book:
        ready = self._folder / f"{name}.sqlite"
        if not ready.exists():
            self._make(name, ready)
        shutil.copyfile(ready, path)
        path.chmod(0o600)
        return open_book(path, lambda: self._today)

    def _make(self, name: str, ready: Path) -> None:
        made = ready.with_suffix(".made")
        with pytest.MonkeyPatch.context() as environment:
            self._in_a_home(self._folder, environment)
            _FILLED[name](open_book(made, lambda: self._today))
        with closing(sqlite3.connect(made)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        beside = [each for each in self._folder.glob(f"{made.name}-*") if each.stat().st_size]
        assert not beside, f"a copy would miss what is in {beside}"
        made.rename(ready)
