import os
from datetime import date
from pathlib import Path

import pytest

from planner.book.database import Book, open_book

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for every test: nobody's real book is touched."""
    folder = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith(("XDG_", "PLANNER_"))]:
        monkeypatch.delenv(name)
    for name in ("NO_COLOR", "COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr("planner.dates._format", "day first")
    monkeypatch.setenv("PLANNER_TODAY", TODAY.isoformat())
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "book.sqlite"


@pytest.fixture
def book(path: Path) -> Book:
    return open_book(path, lambda: TODAY)
