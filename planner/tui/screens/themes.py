"""Other colours: going through the list shows each at once; Enter keeps, Escape takes the ones before back."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from ...themes import OWN_THEMES
from ..bindings import bindings
from ..widgets.footer import FittingFooter
from ..widgets.line_list import Heading, LineList, fit


class ThemeList(LineList[str]):
    """Themes by name."""

    def cells(self, row: str, width: int) -> list[tuple[str, str]]:
        """The name."""
        return [(fit(f"  {row}", width), "")]


class ThemesScreen(ModalScreen[str]):
    """A list of all themes beside what was there; it is dismissed with the theme that was chosen, or with ""."""

    DEFAULT_CSS = """
    ThemesScreen { background: transparent; align-horizontal: right; }
    ThemesScreen > Vertical {
        width: 55%; height: 1fr; padding: 0 1; background: $background; border-left: vkey $foreground 25%;
    }
    ThemesScreen Static { height: auto; margin-bottom: 1; }
    ThemesScreen ThemeList { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("themes")

    def compose(self) -> ComposeResult:
        """A word, and the list."""
        self._wanted = self.app.theme
        with Vertical():
            yield Static(Content.styled("Colours", "bold $text-primary"))
            yield ThemeList(id="themes")
        yield FittingFooter(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Begin at the theme in use."""
        own = [theme.name for theme in OWN_THEMES]
        others = sorted(set(self.app.available_themes) - set(own) - {"textual-ansi"})
        lines: list[str | Heading] = [
            Heading("The planner's own", len(own), "heading"),
            *own,
            Heading("Others", len(others), "heading"),
            *others,
        ]
        listed = self.query_one(ThemeList)
        listed.show_lines(lines, lines.index(self.app.theme) if self.app.theme in lines else 0)
        listed.focus()

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        event.stop()
        theme = self.query_one(ThemeList).current
        if theme is not None and theme != self.app.theme:
            self.app.theme = theme

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_take()

    def action_take(self) -> None:
        """Keep these colours."""
        self._wanted = self.app.theme
        self.dismiss(self._wanted)

    def action_leave(self) -> None:
        """Take the ones before back."""
        self.dismiss("")

    def on_unmount(self) -> None:
        """What was only looked at goes with the screen, whoever closed it."""
        self.app.theme = self._wanted
