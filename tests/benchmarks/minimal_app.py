"""What the app is measured against: a list, an input and a footer in Textual, with nothing behind them."""

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import Footer, Input, OptionList


class MinimalApp(App[None]):
    """A hundred rows to walk through."""

    BINDINGS = [Binding("q", "quit", "Quit")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield OptionList("the first row", *(f"row {number}" for number in range(100)))
        yield Input(placeholder="an input")
        yield Footer()


MinimalApp().run()
