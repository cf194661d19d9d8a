"""What stands in the terminal after any keys is what drawing everything anew would put there."""

import random
import re

import pytest
from rich.cells import cell_len
from rich.console import RenderableType
from textual._compositor import CompositorUpdate
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, Static, TextArea

from planner.book.database import Book
from planner.tui.app import PlannerApp
from planner.tui.forms.form import Form
from planner.tui.widgets.incremental_paint import DrawnLines
from planner.tui.widgets.line_list import LineList
from planner.tui.writing.note_area import NoteArea
from tests.tui.conftest import opened
from tests.tui.waiting import settle

Cells = dict[tuple[int, int], tuple[str, str]]
# Keys that belong together, so that each of them finds something to do.
KEYS = [
    each.split()
    for each in (
        *("j j", "k", "pagedown", "pageup", "home", "end", "1", "2", "3", "4", "5", "tab", "left", "right", "plus"),
        *("escape", "escape escape", "slash d", "slash a n", "slash r o w enter", "backspace backspace", "backspace"),
        *("1 escape slash c a", "2 S", "2 R", "2 B", "2 escape space j space", "2 slash e", "1 t right", "u", "U"),
        *("1 escape enter x y", "enter enter z", "pageup q", "tab w", "ctrl+z", "alt+z", "ctrl+t down", "shift+tab v"),
        *("1 escape n a enter b", "1 escape e tab x", "a", "l", "s 2", "x", "question_mark", "ctrl+f t h", "D", "M"),
    )
]
_PIECE = re.compile(
    r"\x1b\[(\d+);(\d+)H|\x1b\[([\d;]*)m|\x1b\[[?>=\d;]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\n|[^\x1b\n]+"
)


class Terminal:
    """The few things that a terminal does with what Textual writes while it runs."""

    def __init__(self) -> None:
        self.cells: Cells = {}
        self._row, self._column, self._look = 0, 0, ""

    def write(self, data: str) -> None:
        for piece in _PIECE.finditer(data):
            if piece[1]:
                self._row, self._column = int(piece[1]) - 1, int(piece[2]) - 1
            elif piece[3] is not None:
                self._look = piece[3] if piece[3] not in {"", "0"} else ""
            elif piece[0] == "\n":
                self._row, self._column = self._row + 1, 0
            elif not piece[0].startswith("\x1b"):
                for character in piece[0]:
                    self.cells[self._row, self._column] = character, self._look
                    self._column += cell_len(character)


def all_anew(pilot: Pilot[None]) -> Cells:
    """What drawing everything puts there."""
    app = pilot.app
    for widget in app.screen.walk_children(with_self=True):
        widget._styles_cache.clear()
        if isinstance(widget, DrawnLines):
            widget._drawn.clear()
            widget._next.clear()
        if isinstance(widget, LineList):
            widget._strips.clear()
        if isinstance(widget, TextArea):
            widget._line_cache.clear()
        if isinstance(widget, NoteArea):
            widget._looks.clear()
    terminal = Terminal()
    terminal.write(app.screen._compositor.render_full_update().render_segments(app.console))
    return terminal.cells


def record(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal that takes what the app draws from now on; no cursor blinks in it."""
    terminal = Terminal()

    def display(app: PlannerApp, _screen: Screen[None], drawn: RenderableType | None) -> None:
        if isinstance(drawn, CompositorUpdate) and not app._batch_count:
            terminal.write(drawn.render_segments(app.console))

    monkeypatch.setattr(PlannerApp, "_display", display)
    monkeypatch.setattr(TextArea, "_toggle_cursor_blink_visible", lambda _area: None)
    monkeypatch.setattr(Input, "_toggle_cursor", lambda _line: None)
    return terminal


async def test_what_scrolls_while_it_is_laid_out_anew_is_drawn(demo: Book, monkeypatch: pytest.MonkeyPatch):
    terminal = record(monkeypatch)
    async with opened(demo, (80, 24)) as pilot:
        await pilot.press("e")
        await settle(pilot)
        form = pilot.app.query_one(Form)
        form.scroll_to(y=4, animate=False, immediate=True)
        form.query_one("#form-message", Static).update("One line more.")
        # What a new widget does, and then whatever brings a field into sight, before the next frame.
        pilot.app.screen._compositor._full_map_invalidated = True
        pilot.app.screen.find_widget(form)
        await settle(pilot)
        stands = dict(terminal.cells)
        wanted = all_anew(pilot)
        assert {place: stands.get(place) for place in wanted} == wanted


@pytest.mark.parametrize(
    ("size", "seed"),
    [
        ((120, 36), 1),
        *(pytest.param(*more, marks=pytest.mark.slow) for more in (((80, 24), 2), ((200, 50), 3), ((120, 36), 4))),
    ],
)
async def test_nothing_old_stays_on_the_screen(
    demo: Book, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], seed: int
):
    terminal = record(monkeypatch)
    chance = random.Random(seed)
    async with opened(demo, size) as pilot:
        pressed: list[str] = []
        for _ in range(40):
            for _ in range(2):
                pressed += (keys := chance.choice(KEYS))
                await pilot.press(*keys)
            if chance.random() < 0.2:
                await pilot.resize_terminal(size[0] - chance.randrange(12), size[1] - chance.randrange(4))
            if chance.random() < 0.1:
                pilot.app.theme = chance.choice(["planner-light", "planner-dark"])
            await settle(pilot)
            stands = dict(terminal.cells)
            wanted = all_anew(pilot)
            wrong = {place: (stands.get(place), cell) for place, cell in wanted.items() if stands.get(place) != cell}
            rows = sorted({row for row, _ in wrong})
            assert not wrong, (pressed[-6:], rows, dict(list(wrong.items())[:3]))
