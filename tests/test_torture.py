"""`make torture` itself: what breaks a promise is told, and so is an attempt that runs into an error."""

import os
import random
from pathlib import Path

import pytest

from planner.book import file
from tests.ready_books import ReadyBooks
from tests.torture import __main__ as torture
from tests.torture import ruin
from tests.torture.place import Place


@pytest.fixture
def place(tmp_path: Path, ready_books: ReadyBooks, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(torture, "_folder", [tmp_path])
    folder = tmp_path / f"process-{os.getpid()}"
    folder.mkdir()
    ready_books.small(folder / "ready.sqlite")
    return Place(folder)


def fails(place: Place, dice: random.Random) -> str:
    raise OSError(f"no room in {place.folder.name}, {dice.random():.1f}")


@pytest.mark.parametrize(
    ("attempt", "said"),
    [(lambda *_: "", ""), (lambda *_: "2 rows are gone", "2 rows are gone"), (fails, "OSError: no room in process-")],
    ids=["held", "broken", "an error"],
)
def test_what_comes_of_an_attempt(place: Place, monkeypatch: pytest.MonkeyPatch, attempt: torture.Attempt, said: str):
    monkeypatch.setattr(torture, "_all", [torture.Promise("something is promised", 10, attempt)])
    assert torture._tried((0, 1, 7))[:2] == (0, 7)
    assert torture._tried((0, 1, 7))[2].startswith(said) and bool(said) == bool(torture._tried((0, 1, 7))[2])


def test_a_lost_row_is_noticed(place: Place, monkeypatch: pytest.MonkeyPatch):
    """A restore that brings back another book would break its promise."""
    assert ruin.restored(place, random.Random(1)) == ""
    states = iter([["one"], ["two"], ["three"]])
    monkeypatch.setattr(ruin, "state", lambda _path: next(states))
    assert ruin.restored(place, random.Random(1)) == "the restored book is another"


@pytest.mark.parametrize("version", file.REVISIONS)
def test_a_book_of_every_version_is_kept_and_can_be_brought_up_to_date(tmp_path: Path, version: str):
    """After a new migration `tests/released/make_released.py` keeps the book of its version."""
    path = tmp_path / "older.sqlite"
    ruin.released(version, path)
    book = ruin.open_book(path)
    assert ruin.names(book.path) == {"Dana Whitfield", "Priya Anand"}
    assert ruin.unsound(path) == ""
