"""Textual's text area, mended where it ends the app."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widgets import TextArea

from ..bindings import bindings, free_own_keys
from .incremental_paint import DrawnLines

_FREED = {"ctrl+y", "super+y", "ctrl+e", "ctrl+f"}  # keys of Textual's text area that mean something else in a note


def without(bindings: Iterable[BindingType], freed: set[str]) -> list[BindingType]:
    """The bindings without some of their keys."""
    kept: list[BindingType] = []
    for binding in bindings:
        assert isinstance(binding, Binding)
        keys = [key for key in binding.key.split(",") if key not in freed]
        if keys:
            kept.append(replace(binding, key=",".join(keys)))
    return kept


class SteadyTextArea(DrawnLines, TextArea, inherit_bindings=False):
    """A text area without two ways in which Textual's own ends the app (8.2.8), and with the keys of a note freed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *without(TextArea.BINDINGS, _FREED),
        *bindings("undo"),
        # As macOS and some terminals have them; the rest is Textual's.
        Binding("alt+left", "cursor_word_left", show=False),
        Binding("alt+right", "cursor_word_right", show=False),
        Binding("alt+shift+left", "cursor_word_left(True)", show=False),
        Binding("alt+shift+right", "cursor_word_right(True)", show=False),
        Binding("ctrl+delete", "delete_word_right", show=False),
    ]

    def on_mount(self) -> None:
        """Leave the user's own keys alone."""
        free_own_keys(self)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines; blank ones while the widget is on its way out.

        The screen may be drawn once more between a widget's removal and the next layout, and by then the text area
        has no styles to draw with.
        """
        if not self.is_attached or not self._component_styles:
            return [Strip.blank(crop.width)] * crop.height
        return super().render_lines(crop)

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        # Textual sends no Resize when what is focused in the same moment has made it lay the screen out already.
        has_changed = super()._size_updated(size, virtual_size, container_size, layout)
        if has_changed and self.is_attached and self.wrapped_document._width != self.wrap_width:
            self.call_next(self._rewrap_and_refresh_virtual_size)
        return has_changed

    def _rewrap_and_refresh_virtual_size(self) -> None:
        # Textual paints at another width before it wraps the lines anew, and need not paint again after it.
        super()._rewrap_and_refresh_virtual_size()
        self.refresh()
        if self.has_focus:
            self.call_after_refresh(self.scroll_cursor_visible)

    def _recompute_cursor_offset(self) -> None:
        # Raises when an undo makes the scrollbar come or go while the cursor still stands past the end of the shrunk
        # text (Textualize/textual#6686). The undo puts the cursor right just after.
        row, _ = self.cursor_location
        if row < self.document.line_count:
            super()._recompute_cursor_offset()  # type: ignore[no-untyped-call]

    async def _on_key(self, event: events.Key) -> None:
        # Terminals report alt+z with the letter as its character, and the text area would type it.
        if event.key.startswith("alt+"):
            event.prevent_default()
        else:
            await super()._on_key(event)

    def undo(self) -> None:
        """Undo a step. What is typed next begins a step of its own.

        Without that it would join the step before the undone one, and a step that mixes lines and letters ends the app
        when it is undone.
        """
        super().undo()
        self.history.checkpoint()

    def index_of(self, location: tuple[int, int]) -> int:
        """The place in the text of a row and column."""
        row, column = location
        return sum(len(line) + 1 for line in self.document.lines[:row]) + column

    def location_of(self, index: int) -> tuple[int, int]:
        """The row and column of a place in the text."""
        lines = self.document.lines
        for row, line in enumerate(lines):
            if index <= len(line):
                return row, index
            index -= len(line) + 1
        return len(lines) - 1, len(lines[-1])
