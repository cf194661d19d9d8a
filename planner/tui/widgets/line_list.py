"""The list that every view uses: it draws only the lines one can see, so a hundred thousand rows cost what ten do."""

from collections.abc import Collection, Sequence
from typing import ClassVar, Generic, NamedTuple, Self, TypeVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ..bindings import bindings
from ..system.textual_privates import keys_of
from .incremental_paint import DrawnLines

T = TypeVar("T")
_KEPT = 500  # lines whose looks are kept


class Heading(NamedTuple):
    """A line between rows, with the name of the group below it. The cursor passes over it."""

    title: str
    members: int
    kind: str


class LineList(DrawnLines, ScrollView, Generic[T], can_focus=True):
    """A list of rows with headings, a cursor, and one line for each row.

    A subclass says how a row looks by `cells`.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-list--cursor",
        "line-list--cursor-blurred",
        "line-list--heading",
        "line-list--muted",
        "line-list--written",
        "line-list--overdue",
        "line-list--due",
        "line-list--week",
    }
    DEFAULT_CSS = """
    LineList {
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & > .line-list--cursor { background: $primary; color: $text; text-style: bold; }
        & > .line-list--cursor-blurred { background: $surface-lighten-1; text-style: bold; }
        & > .line-list--heading { color: $text-muted; text-style: bold; }
        & > .line-list--muted { color: $text-muted; }
        & > .line-list--written { color: $text-success; text-style: bold; }
        & > .line-list--overdue { color: $text-error; text-style: bold; }
        & > .line-list--due { color: $text-warning; text-style: bold; }
        & > .line-list--week { color: $text-primary; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("list")

    cursor: reactive[int] = reactive(-1, repaint=False)
    """The line that the cursor is on; -1 while no row can be chosen."""

    class Moved(Message):
        """The cursor is on another row, or on none."""

        def __init__(self, row: object | None) -> None:
            super().__init__()
            self.row = row

    class Chosen(Message):
        """A row was clicked twice."""

    class Resized(Message):
        """There is another width to fill."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Sequence[T | Heading] = ()
        self._styles_of: dict[str, Style] = {}
        self._strips: dict[int, Strip] = {}  # of lines that look as they did; a list that is scrolled shows most again

    @property
    def plain_keys(self) -> Collection[str]:
        """The keys that only move the cursor."""
        return keys_of(self)

    @property
    def current(self) -> T | None:
        """The row that the cursor is on."""
        line = self._lines[self.cursor] if 0 <= self.cursor < len(self._lines) else None
        return None if isinstance(line, Heading) else line

    def show_lines(self, lines: Sequence[T | Heading], cursor: int = 0) -> None:
        """Show these lines, with the cursor on that one or on the nearest row."""
        self._lines = lines
        # Set as Textual does it, but for the layout of the whole screen that it asks for.
        self.set_reactive(ScrollView.virtual_size, Size(1, len(lines)))
        self._scroll_update(self.virtual_size)
        target = self._nearest_row(cursor)
        if target == self.cursor:
            self.reveal()
            self.post_message(self.Moved(self.current))
        else:
            self.cursor = target
        self.refresh()

    def move_to(self, number: int) -> None:
        """Put the cursor on that line, or on the nearest row."""
        self.cursor = self._nearest_row(number)

    def cells(self, row: T, width: int) -> list[tuple[str, str]]:
        """A row as texts with the component class of each (after `line-list--`), `width` columns in all."""
        raise NotImplementedError

    def line_at(self, y: int) -> Strip:
        """One visible line."""
        number = y + self.scroll_offset.y
        strip = self._strips.get(number)
        if strip is None:
            if len(self._strips) > _KEPT:
                self._strips.clear()
            strip = self._strips[number] = self._line(number)
        return strip

    def _line(self, number: int) -> Strip:
        width = self.scrollable_content_region.width
        if not 0 <= number < len(self._lines):
            return Strip.blank(width, self._style(""))
        line = self._lines[number]
        if isinstance(line, Heading):
            title = f" {line.title} "
            text = fit(f"{title}{line.members} ", width)
            return Strip([Segment(text, self._style(line.kind or "heading"))], width)
        on_cursor = number == self.cursor
        base = self._style("")
        if on_cursor and self.has_focus:
            # The cursor's own colours win: a muted text on its ground could not be read.
            base = self._style("cursor")
            segments = [Segment(text, base) for text, _ in self.cells(line, width)]
        else:
            ground = self._style("cursor-blurred") if on_cursor else Style.null()
            ground = Style(bgcolor=ground.bgcolor, bold=ground.bold)
            segments = [Segment(text, self._style(kind) + ground) for text, kind in self.cells(line, width)]
            base += ground
        return Strip(segments).adjust_cell_length(width, base)

    def notify_style_update(self) -> None:
        """The theme changed: look the colours up anew."""
        self._styles_of = {}
        self._strips.clear()
        super().notify_style_update()

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw anew, all of it or some lines."""
        if not regions:
            self._strips.clear()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def _set_dirty(self, *regions: Region) -> None:
        if not regions:  # another size
            self._strips.clear()
        super()._set_dirty(*regions)

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two lines that changed, and nothing else."""
        for number in (old, new):
            self._refresh_line(number)
        self.reveal()
        self._take_hardware_cursor()
        self.post_message(self.Moved(self.current))

    def action_move(self, step: int) -> None:
        """To the next row in that direction."""
        number = self.cursor + step
        while 0 <= number < len(self._lines):
            if not isinstance(self._lines[number], Heading):
                self.cursor = number
                return
            number += step
        if step < 0:
            self.scroll_to(y=0, animate=False)  # the first heading stands above the first row

    def action_page(self, direction: int) -> None:
        """A screenful on."""
        height = max(1, self.scrollable_content_region.height - 1)
        self.cursor = self._nearest_row(max(0, min(len(self._lines) - 1, self.cursor + direction * height)))

    def action_first(self) -> None:
        """To the first row."""
        self.cursor = self._nearest_row(0)

    def action_last(self) -> None:
        """To the last row."""
        self.cursor = self._nearest_row(len(self._lines) - 1)

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a double click chooses."""
        number = event.y + self.scroll_offset.y
        if 0 <= number < len(self._lines) and not isinstance(self._lines[number], Heading):
            self.cursor = number
            if event.chain == 2:
                self.post_message(self.Chosen())

    def on_focus(self) -> None:
        """The cursor's line looks different with the focus."""
        self._refresh_line(self.cursor)
        self.call_after_refresh(self._take_hardware_cursor)

    def on_resize(self) -> None:
        """Keep the cursor in view, and tell whoever draws something that lines up with the columns."""
        self.reveal()
        self.post_message(self.Resized())

    def _scroll_update(self, virtual_size: Size) -> None:
        had = self.show_vertical_scrollbar
        super()._scroll_update(virtual_size)
        if self.show_vertical_scrollbar != had:  # the columns are narrower, or wider, by one
            self._strips.clear()
            self.post_message(self.Resized())

    def on_blur(self) -> None:
        """The cursor's line looks different without the focus."""
        self._refresh_line(self.cursor)

    def _nearest_row(self, number: int) -> int:
        """The line of the row at or after that line, else the one before; -1 without any."""
        number = max(0, number)
        after = (i for i in range(number, len(self._lines)) if not isinstance(self._lines[i], Heading))
        before = (
            i for i in range(min(number, len(self._lines)) - 1, -1, -1) if not isinstance(self._lines[i], Heading)
        )
        return next(after, next(before, -1))

    def reveal(self) -> None:
        """Scroll to the cursor."""
        height = self.scrollable_content_region.height
        if self.cursor < 0 or height <= 0:
            return
        top = self.scroll_offset.y
        # With the first row its heading comes into view.
        line = self.cursor - 1 if self.cursor and isinstance(self._lines[self.cursor - 1], Heading) else self.cursor
        if line < top:
            self.scroll_to(y=line, animate=False, immediate=True, force=True)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, immediate=True, force=True)

    def _take_hardware_cursor(self) -> None:
        """Put the terminal's own cursor where the focused row begins: screen readers and braille lines follow it."""
        if self.has_focus and self.cursor >= 0:
            row = max(0, self.cursor - self.scroll_offset.y)
            self.app.cursor_position = self.content_region.offset + Offset(0, row)

    def _refresh_line(self, number: int) -> None:
        self._strips.pop(number, None)
        y = number - self.scroll_offset.y
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    def _style(self, kind: str) -> Style:
        if kind not in self._styles_of:
            found = self.get_component_rich_style(f"line-list--{kind}") if kind else self.rich_style
            self._styles_of[kind] = found
        return self._styles_of[kind]


def fit(text: str, width: int) -> str:
    """A text in exactly that many columns; a cut shows as `…`."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width)
