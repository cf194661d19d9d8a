"""One of a few words, chosen with the arrows or by its first letter."""

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

_WIDEST_CHOICE = 48  # columns; more stands one below the other


class Choice(Widget, can_focus=True):
    """One of a few words: left and right, or a first letter, choose."""

    DEFAULT_CSS = """
    Choice { height: auto; }
    Choice:focus { background: $surface-lighten-1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,down,space", "step(1)", "Choose", show=False, id="choice.next"),
        Binding("left,up", "step(-1)", "Choose", show=False, id="choice.previous"),
        Binding("enter", "done", "Next field", show=False, id="choice.done"),
    ]
    chosen: reactive[str] = reactive("", layout=True)

    class Changed(Message):
        """Another word is chosen."""

    class Done(Message):
        """Enter was pressed."""

    def __init__(self, options: Mapping[str, str], chosen: str, *, id: str) -> None:
        super().__init__(id=id)
        self._options = dict(options)
        self._stacked = sum(len(words) + 5 for words in options.values()) > _WIDEST_CHOICE
        self.set_reactive(Choice.chosen, chosen if chosen in self._options else next(iter(self._options)))

    def render(self) -> Content:
        """All words, the chosen one marked by more than its colour."""
        words = [
            Content.styled(f"● {words}", "bold $text-primary")
            if value == self.chosen
            else Content.styled(f"○ {words}", "$foreground-muted")
            for value, words in self._options.items()
        ]
        return Content("\n" if self._stacked else "   ").join(words)

    def watch_chosen(self) -> None:
        """Tell the form."""
        self.post_message(self.Changed())

    def action_step(self, step: int) -> None:
        """The next word, going round."""
        values = list(self._options)
        self.chosen = values[(values.index(self.chosen) + step) % len(values)]

    def action_done(self) -> None:
        """On to the next field."""
        self.post_message(self.Done())

    def on_key(self, event: events.Key) -> None:
        """A first letter chooses; again, the next word with it."""
        if not event.is_printable or not event.character or event.character == " ":
            return
        values = list(self._options)
        start = values.index(self.chosen) + 1
        for value in values[start:] + values[:start]:
            if self._options[value].casefold().startswith(event.character.casefold()):
                self.chosen = value
                event.stop()
                return
