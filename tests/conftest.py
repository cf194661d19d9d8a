import os
from datetime import date
from pathlib import Path

import pytest

from planner.book.database import Book
from tests import (
    no_network,
    properties,  # noqa: F401 - the profiles of Hypothesis, before any property is read
)
from tests.ready_books import ReadyBooks

no_network.forbid()

TODAY = date(2026, 11, 22)


def a_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's real book is touched, and nothing of this machine decides what a test sees."""
    for name in [name for name in os.environ if name.startswith(("XDG_", "PLANNER_"))]:
        monkeypatch.delenv(name)
    for name in ("NO_COLOR", "COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr("planner.dates._format", "day first")
    monkeypatch.setenv("PLANNER_TODAY", TODAY.isoformat())


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for every test."""
    folder = tmp_path_factory.mktemp("home")
    a_home(folder, monkeypatch)
    return folder


@pytest.fixture(scope="session")
def ready_books(tmp_path_factory: pytest.TempPathFactory) -> ReadyBooks:
    """Books to copy."""
    return ReadyBooks(tmp_path_factory.mktemp("ready"), TODAY, a_home)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "book.sqlite"


@pytest.fixture
def book(ready_books: ReadyBooks, path: Path) -> Book:
    """An empty book."""
    return ready_books.empty(path)


@pytest.fixture
def demo(ready_books: ReadyBooks, path: Path) -> Book:
    """The small book."""
    return ready_books.small(path)
