"""Textual's text area, mended where it ends the app, and drawing only the lines that changed."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, ClassVar, Self

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import TextArea

from .bindings import bindings

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


class SteadyTextArea(TextArea, inherit_bindings=False):
    """A text area without two ways in which Textual's own ends the app (8.2.8), and with the keys of a note freed.

    It draws only the lines that changed: Textual's own marks all of itself at each key, and with it everything that
    stands beside it is put together anew.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *without(TextArea.BINDINGS, _FREED),
        *bindings("undo"),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        self._drawn: dict[int, Strip] = {}  # what stands on the screen, by line
        self._drawn_on: object = None  # and on which background
        self._unsure = False  # some of it may look different now
        super().__init__(*args, **kwargs)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw anew; which lines that takes is found out when the screen is drawn."""
        if regions or layout or recompose or not repaint or not self._drawn:
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        self._unsure = True
        self._repaint_required = True
        self.check_idle()
        return self

    def notify_style_update(self) -> None:
        """The theme or the focus changed: draw everything anew."""
        self._drawn.clear()
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines; blank ones while the widget is on its way out.

        The screen may be drawn once more between a widget's removal and the next layout, and by then the text area
        has no styles to draw with.
        """
        if not self.is_attached:
            return [Strip.blank(crop.width)] * crop.height
        self._mark_what_changed()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """A line, remembered as what the screen shows."""
        strip = self._drawn[y] = self.line_at(y)
        return strip

    def line_at(self, y: int) -> Strip:
        """What a line looks like now."""
        return super().render_line(y)

    def _exchange_repaint_regions(self) -> Collection[Region]:
        self._mark_what_changed()
        return super()._exchange_repaint_regions()

    def _mark_what_changed(self) -> None:
        if not self._unsure or not self.is_attached:
            return
        self._unsure = False
        if not self._drawn or self._drawn_on != self.background_colors:
            self._drawn.clear()
            self._drawn_on = self.background_colors
            self._rich_style_cache.clear()
            self._set_dirty()
            return
        width, height = self.size
        for y in range(height):
            if self._drawn.get(y) != self.line_at(y):
                self._set_dirty(Region(0, y, width, 1))

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
