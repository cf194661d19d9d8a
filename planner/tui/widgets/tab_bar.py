"""The line at the top: the views with their keys, the day, and what is being looked at."""

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ... import registry


class TabBar(Static):
    """Tabs for the views. The one that is shown stands in brackets as well as in colour."""

    DEFAULT_CSS = """
    TabBar { height: 1; text-wrap: nowrap; }
    """

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, view: str) -> None:
            super().__init__()
            self.view = view

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._names = {command.id.removeprefix("view."): command.label for command in registry.of("view")}
        self._view = "due"
        self._count = 0
        self._said = Content("")
        self._day = ""
        self._places: list[tuple[int, int, str]] = []
        self._is_ours = False

    def show(self, view: str, count: int, day: str, said: Content) -> None:
        """Show that view as the chosen one, how many are due, the day, and what stands behind the tabs."""
        self._view, self._count, self._day, self._said = view, count, day, said
        self._is_ours = True
        self.update(self._line(self.size.width or self.app.size.width), layout=False)

    def show_instead(self, content: Content) -> None:
        """Show something else in the place of the tabs."""
        self._is_ours, self._places = False, []
        self.update(content, layout=False)

    def on_resize(self) -> None:
        """Another width has room for more, or for less."""
        if self._is_ours:
            self.update(self._line(self.size.width), layout=False)

    def _line(self, width: int) -> Content:
        """Tabs on the left; the day and what is said on the right, as far as there is room."""
        tabs, places = self._tabs(short=False)
        rest = width - cell_len(tabs.plain)
        behind = Content.assemble((self._day, "$foreground-muted"), "  " if self._said else "", self._said)
        if rest < cell_len(behind.plain) + 2 and self._said:
            behind = self._said
        if rest < cell_len(behind.plain) + 2:
            tabs, places = self._tabs(short=True)
            rest = width - cell_len(tabs.plain)
        self._places = places
        if rest < cell_len(behind.plain) + 2:
            behind = behind.truncate(max(0, rest - 2), ellipsis=True)
        return Content.assemble(tabs, " " * max(1, rest - cell_len(behind.plain) - 1), behind)

    def on_click(self, event: events.Click) -> None:
        """A tab that is clicked is shown."""
        for start, end, view in self._places:
            if start <= event.x < end:
                self.post_message(self.Chosen(view))

    def _tabs(self, *, short: bool) -> tuple[Content, list[tuple[int, int, str]]]:
        parts: list[tuple[str, str]] = []
        places: list[tuple[int, int, str]] = []
        at = 0
        for number, (view, name) in enumerate(self._names.items(), start=1):
            chosen = view == self._view
            count = f" {self._count}" if view == "due" and self._count else ""
            word = name if chosen or not short else ""
            count = count if word else ""
            text = (
                f"[{number} {word}{count}]"
                if chosen
                else f" {number} {word}{count} "
                if word or count
                else f" {number} "
            )
            parts.append((text, "bold reverse" if chosen else "$foreground-muted"))
            places.append((at, at + cell_len(text), view))
            at += cell_len(text)
        return Content.assemble(*parts), places
