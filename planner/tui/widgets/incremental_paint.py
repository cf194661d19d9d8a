"""Widgets that draw only the lines that changed, and a scrollbar of that kind."""

from collections.abc import Collection
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING, Any, Self

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    _Mixed = Widget
else:
    _Mixed = object  # of several bases that are widgets, Textual takes the styles of the first one alone


class DrawnLines(_Mixed):
    """For a widget of the Line API: it compares its lines with what the screen shows, and draws those that differ.

    It stands first among the bases. Textual's own (8.2.8) marks all of itself at each change, and with it everything
    that stands beside it is put together anew: for a letter in a note, four fifths of the way from key to screen.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        self._drawn: dict[int, Strip] = {}  # what the screen shows, by line
        self._drawn_on: object = None  # and on which background
        self._next: dict[int, Strip] = {}  # what was found to differ, until it is drawn
        self._unsure = False  # some of it may differ by now
        self._scrolled: tuple[object, ...] = ()
        super().__init__(*args, **kwargs)

    def line_at(self, y: int) -> Strip:
        """What a line of the widget looks like now; from 0."""
        return super().render_line(y)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw anew; which lines that takes is found out when the screen is drawn."""
        self._next.clear()
        if regions or recompose or not repaint or not self._drawn:
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        if layout:
            super().refresh(repaint=False, layout=True)
        self._unsure = self._repaint_required = True
        self.check_idle()
        return self

    def notify_style_update(self) -> None:
        """The theme or the focus changed: draw everything anew."""
        self._drawn.clear()
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines."""
        self._mark_what_differs()
        if not self._drawn:
            self._drawn_on = self.background_colors
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """A line, remembered as what the screen shows."""
        self._mark_what_differs()  # Textual asks for a line now and then without drawing it
        strip = self._drawn[y] = self._next.pop(y) if y in self._next else self.line_at(y)
        return strip

    def _exchange_repaint_regions(self) -> Collection[Region]:
        self._mark_what_differs()
        return super()._exchange_repaint_regions()

    def _set_dirty(self, *regions: Region) -> None:
        if not regions:  # another size
            self._next.clear()
        super()._set_dirty(*regions)

    def _mark_what_differs(self) -> None:
        if not self._unsure or not self.is_attached:
            return
        self._unsure = False
        if not self._drawn or self._drawn_on != self.background_colors:
            self.notify_style_update()
            self._set_dirty()
            return
        width, height = self.size
        now = [self.line_at(y) for y in range(height)]
        for y, strip in enumerate(now):
            if self._drawn.get(y) != strip:
                self._next[y] = strip
                self._set_dirty(Region(0, y, width, 1))

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scrollbar, made when it is first asked for."""
        if self._vertical_scrollbar is None:
            bar = DrawnScrollBar(vertical=True, name="vertical", thickness=self.scrollbar_size_vertical)
            self._vertical_scrollbar = bar
            bar.display = False
            self.app._start_widget(self, bar)
        return self._vertical_scrollbar

    def _scroll_update(self, virtual_size: Size) -> None:
        # Textual comes here after every layout, and has the bars drawn anew although they are as they were.
        if (virtual_size, self.container_size, self.scrollbars_enabled) == self._scrolled:
            return
        super()._scroll_update(virtual_size)
        self._scrolled = virtual_size, self.container_size, self.scrollbars_enabled


class DrawnScrollBar(DrawnLines, ScrollBar):
    """A scrollbar that draws what changed of it."""

    def line_at(self, y: int) -> Strip:
        """A line of the bar."""
        bar = self.render()
        assert isinstance(bar, ScrollBarRender)
        style = bar.style if isinstance(bar.style, Style) else Style.parse(bar.style)
        assert style.bgcolor is not None and style.color is not None
        lines = _bar(
            *(self.size.height, ceil(bar.virtual_size), ceil(bar.window_size), bar.position, bar.thickness),
            *(style.bgcolor, style.color),
        )
        return lines[y] if y < len(lines) else Strip.blank(self.size.width)


@lru_cache(64)
def _bar(
    size: int, virtual: float, window: float, position: float, thickness: int, back: Color, bar: Color
) -> list[Strip]:
    drawn = ScrollBar.renderer.render_bar(size, virtual, window, position, thickness, True, back, bar)
    ground = Style(bgcolor=back)
    return [Strip([Segment(segment.text, ground + segment.style)]) for segment in drawn.segments]
