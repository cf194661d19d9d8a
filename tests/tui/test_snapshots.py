"""What looks right, kept: renew with `make test ARGS="tests/tui/test_snapshots.py --snapshot-update"` and look at each."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from planner.book.database import Book, open_book
from planner.tui.app import PlannerApp
from tests.small_book import fill_small_book

from ..conftest import TODAY
from .conftest import settle

WIDE, NARROW = (120, 36), (80, 24)
STATES: dict[str, list[str]] = {
    "due": ["j", "j"],
    "one-more": ["j", "j", "p", *"article", "enter", *"today", "enter", "k"],
    "triage": ["t", "right", "right"],
    "editor": ["j", "j", "enter"],
    "advice": [
        "j",
        "j",
        "enter",
        *"IT",
        "space",
        *"was",
        "space",
        *"unfair",
        "space",
        *"of",
        "space",
        *"you",
        "full_stop",
        "space",
        *"It",
        "ctrl+g",
    ],
    "marked": ["space", "space"],
    "several": ["space", "space", "s"],
    "tags": ["j", "j", "number_sign"],
    "calendar": ["v", "n"],
    "templates": ["j", "j", "enter", "ctrl+t", "down", "down"],
    "hand-over": ["j", "j", "enter", "ctrl+o"],
    "call-script": ["j", "j", "enter", "ctrl+t", *["down"] * 10, "enter"],
    "rehearsal": ["j", "j", "enter", "ctrl+t", *["down"] * 10, "enter", "ctrl+r", "down"],
    "written": ["j", "j", "enter", "ctrl+y", "escape"],
    "did-it-go-out": ["j", "j", "enter", "ctrl+y", "escape", "home", "enter"],
    "notes": ["j", "j", "n"],
    "log": ["j", "j", "l"],
    "snooze": ["j", "j", "s", "2", "space", "d", "e", "c"],
    "no": ["j", "j", "r"],
    "add": ["a", "right"],
    "filtered-to-nothing": ["slash", "z", "z"],
    "keys": ["question_mark"],
}


def compare(snap_compare, path: Path, keys: list[str], size: tuple[int, int], theme: str = "textual-dark") -> bool:
    app = PlannerApp(path)
    app.theme = theme

    async def use(pilot: Pilot[None]) -> None:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        await pilot.pause(0.4)  # the review of a note comes a moment after the last key
        for box in app.screen.query(Input):
            box.cursor_blink = False
        await settle(pilot)

    return bool(snap_compare(app, run_before=use, terminal_size=size))


@pytest.fixture(autouse=True)
def steady_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text's cursor that never blinks: a picture may not depend on the half second it was taken in."""
    monkeypatch.setattr(TextArea, "_toggle_cursor_blink_visible", lambda self: None)


@pytest.fixture
def demo_path(tmp_path: Path) -> Path:
    book: Book = open_book(tmp_path / "demo.sqlite", lambda: TODAY)
    fill_small_book(book)
    return book.path


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("state", STATES)
def test_states(snap_compare, demo_path: Path, state: str, size: tuple[int, int]):
    assert compare(snap_compare, demo_path, STATES[state], size)


@pytest.mark.parametrize("state", ["due", "advice"])
def test_light(snap_compare, demo_path: Path, state: str):
    assert compare(snap_compare, demo_path, STATES[state], WIDE, "textual-light")


def test_first_use(snap_compare, tmp_path: Path):
    assert compare(snap_compare, tmp_path / "new.sqlite", [], WIDE)


def test_empty(snap_compare, tmp_path: Path):
    assert compare(snap_compare, tmp_path / "new.sqlite", ["escape"], NARROW)
