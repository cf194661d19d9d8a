"""What looks right, kept: renew with `make test ARGS="-n 0 tests/tui/test_snapshots.py --snapshot-update"` and look at each."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from planner.tui.app import PlannerApp
from planner.tui.writing.advice import AdviceStrip
from tests.ready_books import ReadyBooks
from tests.tui.waiting import down_to, settle, settle_after_a_pause

WIDE, WIDER, NARROW = (120, 36), (140, 40), (80, 24)
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
    "templates": ["j", "j", "enter", "ctrl+t", "down", "down"],
    "hand-over": ["j", "j", "enter", "ctrl+o"],
    "call-script": ["j", "j", "enter", "ctrl+t", *down_to("call-script"), "enter"],
    "rehearsal": ["j", "j", "enter", "ctrl+t", *down_to("call-script"), "enter", "ctrl+r", "down"],
    "written": ["j", "j", "enter", "alt+c", "alt+c", "escape"],
    "did-it-go-out": ["j", "j", "enter", "alt+c", "alt+c", "escape", "home", "enter"],
    "notes": ["j", "j", "n"],
    "log": ["j", "j", "l"],
    "snooze": ["j", "j", "s", "2", "space", "d", "e", "c"],
    "no": ["j", "j", "r"],
    "add": ["a", "right"],
    "filtered-to-nothing": ["slash", "z", "z"],
    "keys": ["question_mark"],
}


def compare(snap_compare, path: Path, keys: list[str], size: tuple[int, int], theme: str = "planner-dark") -> bool:
    app = PlannerApp(path)
    app.theme = theme

    async def use(pilot: Pilot[None]) -> None:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        await settle_after_a_pause(pilot)  # the review of a note comes a moment after the last key
        for box in app.screen.query(Input):
            box.cursor_blink = False
        await settle(pilot)

    return bool(snap_compare(app, run_before=use, terminal_size=size))


@pytest.fixture(autouse=True)
def steady_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text's cursor that never blinks: a picture may not depend on the half second it was taken in."""
    monkeypatch.setattr(TextArea, "_toggle_cursor_blink_visible", lambda self: None)


@pytest.fixture(autouse=True)
def no_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    """The English dictionary takes a second to read, once for a process: a picture may not depend on who read it."""
    monkeypatch.setattr("planner.notes.review.is_ready", lambda language, _dialect: language != "en")
    monkeypatch.setattr(AdviceStrip, "_prepare", lambda _self: None)


@pytest.fixture
def demo_path(tmp_path: Path, ready_books: ReadyBooks) -> Path:
    return ready_books.small(tmp_path / "demo.sqlite").path


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("state", STATES)
def test_states(snap_compare, demo_path: Path, state: str, size: tuple[int, int]):
    assert compare(snap_compare, demo_path, STATES[state], size)


def typed(text: str) -> list[str]:
    """The keys by which a text is typed."""
    return [{"/": "slash", ".": "full_stop", "_": "underscore"}.get(each, each) for each in text]


VIEWS: dict[str, list[str]] = {
    "due": ["j", "j"],
    "people": ["2", "j"],
    "people-grouped": ["2", "B", "j"],
    "applications": ["3", "j"],
    "calendar": ["4", "n"],
    "insights": ["5"],
    "insights-weeks": ["5", *["right"] * 4],
    "insights-people": ["5", *["right"] * 5],
    "page": ["tab", "enter"],
    "application-page": ["3", "j", "enter", "down"],
    "edit": ["j", "j", "e"],
    "edit-wrong": ["j", "j", "e", *["tab"] * 5, "x", "tab"],
    "merge": ["2", "space", "space", "M"],
    "delete": ["2", "j", "D"],
    "find": ["ctrl+f", *"thank"],
    "find-nothing": ["ctrl+f", *"zzz"],
    "import": ["I", *typed("tests/exchange/people/csv/monica_crm_like.csv"), "enter", "j"],
    "filter": ["slash", "a", "t", "colon", "c"],
    "filtered-to-nothing": ["2", "slash", "z", "z", "enter"],
    "error": ["w"],
}


@pytest.mark.parametrize("size", [WIDER, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("view", VIEWS)
def test_views(snap_compare, demo_path: Path, view: str, size: tuple[int, int]):
    assert compare(snap_compare, demo_path, VIEWS[view], size)


# In the light theme only the colours are others, and whether they can be read is for tests/tui/test_colours.py. These
# five have every kind of colour: groups and days, marks and advice, an error, bars, and what was found.
LIGHT: dict[str, tuple[list[str], tuple[int, int]]] = {
    "due": (STATES["due"], WIDE),
    "advice": (STATES["advice"], WIDE),
    "edit-wrong": (VIEWS["edit-wrong"], WIDER),
    "insights": (VIEWS["insights"], WIDER),
    "find": (VIEWS["find"], WIDER),
}


@pytest.mark.parametrize("state", LIGHT)
def test_light(snap_compare, demo_path: Path, state: str):
    keys, size = LIGHT[state]
    assert compare(snap_compare, demo_path, keys, size, "planner-light")


@pytest.mark.parametrize("keys", [["enter"], []], ids=["editor", "due"])
def test_very_wide(snap_compare, demo_path: Path, keys: list[str]):
    """List, person and editor side by side."""
    assert compare(snap_compare, demo_path, keys, (200, 50))


@pytest.mark.parametrize("keys", [[], ["2"], ["3"], ["4"], ["5"], ["e"]], ids=[*"12345", "edit"])
def test_very_small(snap_compare, demo_path: Path, keys: list[str]):
    assert compare(snap_compare, demo_path, keys, (60, 16))


@pytest.mark.parametrize("size", [WIDER, NARROW], ids=["wide", "narrow"])
def test_read_only(snap_compare, demo_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]):
    monkeypatch.setattr("planner.tui.services.library.os.access", lambda _path, _mode: False)
    assert compare(snap_compare, demo_path, [], size)


def test_colours_to_choose(snap_compare, demo_path: Path):
    app = PlannerApp(demo_path)

    async def use(pilot: Pilot[None]) -> None:
        await settle(pilot)
        app.action_change_theme()
        await settle(pilot)

    assert snap_compare(app, run_before=use, terminal_size=WIDE)


@pytest.mark.parametrize("size", [WIDER, NARROW], ids=["wide", "narrow"])
def test_first_use(snap_compare, tmp_path: Path, size: tuple[int, int]):
    assert compare(snap_compare, tmp_path / "new.sqlite", [], size)


@pytest.mark.parametrize("size", [WIDER, NARROW], ids=["wide", "narrow"])
def test_empty(snap_compare, tmp_path: Path, size: tuple[int, int]):
    assert compare(snap_compare, tmp_path / "new.sqlite", ["escape"], size)
