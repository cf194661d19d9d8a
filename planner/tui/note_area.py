"""The text of a note, with its blanks to be seen and jumped to."""

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from ..notes.blanks import find_blanks, next_blank, previous_blank


class SteadyTextArea(TextArea):
    """A text area without two ways in which Textual's own ends the app (8.2.8)."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines; blank ones while the widget is on its way out.

        The screen may be drawn once more between a widget's removal and the next layout, and by then the text area
        has no styles to draw with.
        """
        if not self.is_attached:
            return [Strip.blank(crop.width)] * crop.height
        return super().render_lines(crop)

    def _recompute_cursor_offset(self) -> None:
        # Raises when an undo makes the scrollbar come or go while the cursor still stands past the end of the shrunk
        # text (Textualize/textual#6686). The undo puts the cursor right just after.
        row, _ = self.cursor_location
        if row < self.document.line_count:
            super()._recompute_cursor_offset()  # type: ignore[no-untyped-call]


class NoteArea(SteadyTextArea, inherit_bindings=False):
    """A text area in which Tab goes from blank to blank; typing then replaces the blank."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"note-area--blank"}
    DEFAULT_CSS = """
    NoteArea > .note-area--blank { background: $warning-muted; color: $text-warning; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "tab", "next_blank", "Next blank", id="note.next-blank", tooltip="To the next blank; typing replaces it"
        ),
        Binding(
            "shift+tab",
            "previous_blank",
            "Previous blank",
            show=False,
            id="note.previous-blank",
            tooltip="To the blank before",
        ),
    ]

    def get_line(self, line_index: int) -> Text:
        """A line with its blanks marked."""
        line = super().get_line(line_index)
        if "[" in line.plain:
            style = self._blank_style()
            for blank in find_blanks(line.plain):
                line.stylize(style, blank.start, blank.end)
        return line

    def action_next_blank(self) -> None:
        """Select the next blank, going round at the end."""
        self.select_blank(forward=True)

    def action_previous_blank(self) -> None:
        """Select the blank before, going round at the start."""
        self.select_blank(forward=False)

    def select_blank(self, *, forward: bool = True) -> bool:
        """Select the next or previous blank; gives whether there is one."""
        text = self.text
        edge = max(self.selection) if forward else min(self.selection)
        position = _index_of(text, edge)
        blank = next_blank(text, position) if forward else previous_blank(text, position)
        if blank is None:
            return False
        self.selection = Selection(_location_of(text, blank.start), _location_of(text, blank.end))
        self.scroll_cursor_visible()
        return True

    def select_first_blank(self) -> None:
        """Select the first blank, or go to the end of a text without one."""
        self.move_cursor((0, 0))
        if not self.select_blank():
            self.move_cursor(self.document.end)

    def _blank_style(self) -> Style:
        return self.get_component_rich_style("note-area--blank")


def _index_of(text: str, location: tuple[int, int]) -> int:
    """The place in the text of a row and column."""
    row, column = location
    return sum(len(line) + 1 for line in text.split("\n")[:row]) + column


def _location_of(text: str, index: int) -> tuple[int, int]:
    """The row and column of a place in the text."""
    before = text[:index].split("\n")
    return len(before) - 1, len(before[-1])
