"""A page beside a list: text to read, with lines in it that can be opened."""

from collections.abc import Callable
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Offset, Region
from textual.message import Message
from textual.widgets import Static

from ...cadence.touches import GROUPS
from ..bindings import KeyNames, key_names
from ..widgets.hanging import MUTED

Target = tuple[str, int]  # ("touch", 12): a touchpoint; ("person", 3): somebody else's page


class Line(NamedTuple):
    """A line of a page, with what it leads to."""

    text: Content
    target: Target | None = None


class PageView(NamedTuple):
    """How a page is looked at: which messages are open, which kinds are shown ("" is all), and what its keys are."""

    open: frozenset[Target] = frozenset()
    only: str = ""
    keys: KeyNames = str

    @property
    def only_said(self) -> str:
        """What stands beside a timeline that shows some kinds only."""
        return f"only {self.only}; {self.keys('page.filter')} shows others" if self.only else ""

    def shows(self, kind: str) -> bool:
        """Whether a touchpoint of that kind is shown."""
        return not self.only or kind in GROUPS[self.only]


Draw = Callable[[int, PageView], list[Line]]


class Page(VerticalScroll, can_focus=True):
    """A page that one can go through line by line once it has the focus."""

    DEFAULT_CSS = """
    Page { padding: 0 1; scrollbar-size-vertical: 1; }
    Page > Static { height: auto; }
    """

    class Opened(Message):
        """A line that leads to a person was chosen."""

        def __init__(self, contact_id: int) -> None:
            super().__init__()
            self.contact_id = contact_id

    class Left(Message):
        """The user goes back to the list."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw: Draw = lambda _width, _view: []
        self._lines: list[Line] = []
        self._view = PageView()
        self._target: Target | None = None
        self._drawn_for = 0  # columns

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(id=f"{self.id}-text")

    def on_mount(self) -> None:
        """Lines break anew at another width, also when it is the scrollbar that comes or goes."""
        # Textual sends no Resize for that, nor, now and then, when a page is shown for the first time.
        self.screen.screen_layout_refresh_signal.subscribe(self, self._laid_out)
        self._view = self._view._replace(keys=key_names(self.app))

    def _laid_out(self, _screen: object) -> None:
        if self.size.width and self.scrollable_content_region.width != self._drawn_for:
            self._draw_text()

    def show_text(self, content: Content) -> None:
        """Show a text instead."""
        self.show_lines(lambda _width, _view: [Line(line) for line in content.split("\n", allow_blank=True)])

    def show_lines(self, draw: Draw, *, anew: bool = True) -> None:
        """Show what `draw` makes for a width; with `anew` it is about somebody else, and is read from its top."""
        self._draw = draw
        if anew:
            self._view, self._target = self._view._replace(open=frozenset()), None
        self._draw_text()
        if anew:
            self.scroll_home(animate=False)

    def open_touch(self, key: int) -> None:
        """Open the message with that key, and bring it into view."""
        self._view = self._view._replace(open=frozenset({("touch", key)}), only="")
        self._target = ("touch", key)
        self._draw_text()
        self._reveal()

    def on_focus(self) -> None:
        """Begin at the first line that can be opened."""
        targets = self._targets()
        if self._target not in targets:
            self._target = targets[0] if targets else None
        self._draw_text()
        self._reveal()

    def on_blur(self) -> None:
        """Without the focus no line is marked."""
        self._draw_text()

    def action_step(self, step: int) -> None:
        """To the next line that can be opened; past the last one, the page scrolls."""
        targets = self._targets()
        here = targets.index(self._target) if self._target in targets else -1
        if not targets or not 0 <= here + step < len(targets):
            self.scroll_relative(y=step * 3, animate=False)
            return
        self._target = targets[here + step]
        self._draw_text()
        self._reveal()

    def action_open(self) -> None:
        """Open the message in place, or close it again; or go to the person."""
        if self._target is None:
            return
        kind, key = self._target
        if kind == "person":
            self.post_message(self.Opened(key))
            return
        self._view = self._view._replace(open=self._view.open ^ {self._target})
        self._draw_text()
        self._reveal()

    def action_filter_kind(self) -> None:
        """Only messages, only calls, only meetings, all."""
        kinds = ["", *GROUPS]
        self._view = self._view._replace(only=kinds[(kinds.index(self._view.only) + 1) % len(kinds)])
        self._draw_text()
        self.on_focus()

    def action_leave_page(self) -> None:
        """Back to the list."""
        self.post_message(self.Left())

    def _targets(self) -> list[Target]:
        return [line.target for line in self._lines if line.target is not None]

    def _draw_text(self) -> None:
        if not self.is_mounted:
            return
        self._drawn_for = self.scrollable_content_region.width
        width = max(20, self._drawn_for)
        self._lines = self._draw(width, self._view)
        shown = [
            line.text.pad_right(max(0, width - line.text.cell_length)).stylize("reverse")
            if self.has_focus and line.target is not None and line.target == self._target
            else line.text
            for line in self._lines
        ]
        self.query_one(f"#{self.id}-text", Static).update(Content("\n").join(shown))

    def _reveal(self) -> None:
        number = next((n for n, line in enumerate(self._lines) if line.target == self._target and line.target), None)
        if number is None:
            return
        last = number
        while (
            last + 1 < len(self._lines)
            and self._lines[last + 1].target is None
            and last - number < self.size.height - 3
        ):
            last += 1
            if not self._lines[last].text.plain.strip():
                break

        def scroll() -> None:
            self.scroll_to_region(Region(0, number, 1, last - number + 1), animate=False, force=True)
            # The hardware cursor follows, for whoever reads by it.
            self.app.cursor_position = self.content_region.offset + Offset(0, number - round(self.scroll_y))

        self.call_after_refresh(scroll)


def heading(title: str, more: str = "") -> Line:
    """A heading; `more` stands behind it, muted."""
    return Line(Content.assemble((title, "bold $text-secondary"), (f"  {more}" if more else "", MUTED)))


def plain(lines: list[Content]) -> list[Line]:
    """Lines that lead nowhere."""
    return [Line(line) for line in lines]
