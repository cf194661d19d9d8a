"""One of a few words, chosen with the arrows or by typing it."""

from collections.abc import Mapping
from time import monotonic
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

_WIDEST_CHOICE = 48  # columns; more stands one below the other
_PAUSE = 1.5  # seconds after which another word is begun


class Choice(Widget, can_focus=True):
    """One of a few words: left and right choose, or typing the beginning of one; none is chosen before when `asks`."""

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

    def __init__(self, options: Mapping[str, str], chosen: str, *, id: str, asks: bool = False) -> None:
        super().__init__(id=id)
        self._options = dict(options)
        self._stacked = sum(len(words) + 5 for words in options.values()) > _WIDEST_CHOICE
        self._typed, self._typed_at = "", 0.0
        usual = "" if asks else next(iter(self._options))
        self.set_reactive(Choice.chosen, chosen if chosen in self._options else usual)

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

    def choose(self, value: str) -> None:
        """Choose one of the words by its value; what is none of them changes nothing."""
        if value in self._options:
            self.chosen = value

    def action_step(self, step: int) -> None:
        """The next word, going round."""
        values, self._typed = list(self._options), ""
        if self.chosen not in self._options:
            self.chosen = values[0 if step > 0 else -1]
        else:
            self.chosen = values[(values.index(self.chosen) + step) % len(values)]

    def action_done(self) -> None:
        """On to the next field."""
        self.post_message(self.Done())

    def on_key(self, event: events.Key) -> None:
        """What is typed chooses: the one that begins so, else one with a word that does. One letter again goes on."""
        if not event.is_printable or not event.character:
            return
        if event.character == " " and not self._typed:
            return
        now = monotonic()
        before = self._typed if now - self._typed_at < _PAUSE else ""
        self._typed_at = now
        again = before == event.character.casefold()
        self._typed = before if again else before + event.character.casefold()
        found = self._meant(self._typed)
        if found:
            here = found.index(self.chosen) + 1 if again and self.chosen in found else 0
            self.chosen = found[here % len(found)]
        event.stop()
        event.prevent_default()

    def _meant(self, typed: str) -> list[str]:
        """The values whose words begin so, else those that have a word which does."""
        words = {value: said.casefold() for value, said in self._options.items()}
        begin = [value for value, said in words.items() if said.startswith(typed)]
        return begin or [value for value, said in words.items() if f" {typed}" in f" {said}"]
