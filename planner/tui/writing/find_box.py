"""Find in the note: a line below the text; the next place, or the one before, is selected there."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from ..bindings import bindings
from .note_area import NoteArea


class FindWords(Input):
    """The words that are looked for."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("finding")

    class Go(Message):
        """To the next place, or the one before."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Left(Message):
        """Back to the text."""

    def action_go(self, step: int) -> None:
        """On, or back."""
        self.post_message(self.Go(step))

    def action_leave(self) -> None:
        """Back to the text."""
        self.post_message(self.Left())


class FindBox(Horizontal):
    """What is looked for, and how often the note has it."""

    DEFAULT_CSS = """
    FindBox {
        display: none; height: 1;
        #find-label { width: auto; color: $text-muted; }
        #find-words { width: 1fr; height: 1; border: none; padding: 0; }
        #find-count { width: auto; margin-left: 1; color: $text-muted; }
    }
    """

    def __init__(self, area: NoteArea, *, id: str) -> None:
        super().__init__(id=id)
        self._area = area

    def compose(self) -> ComposeResult:
        """The label, the words, the count."""
        yield Static(Content("Find: "), id="find-label")
        yield FindWords(id="find-words", compact=True)
        yield Static(id="find-count")

    def open(self) -> None:
        """Look for something; what was looked for before is selected, to be typed over."""
        self.display = True
        words = self.query_one(Input)
        words.focus()
        words.action_select_all()
        self._show(words.value)

    @on(FindWords.Go)
    def _go(self, event: FindWords.Go) -> None:
        event.stop()
        words, step = self.query_one(Input).value, event.step
        places = self._places(words)
        if not places:
            return
        at = self._area.index_of(min(self._area.selection))
        later = [place for place in places if (place > at if step > 0 else place < at)]
        place = (later[0] if step > 0 else later[-1]) if later else places[0 if step > 0 else -1]
        self._area.select(place, place + len(words))
        self._show(words)

    @on(FindWords.Left)
    def _left(self, event: FindWords.Left) -> None:
        event.stop()
        self.display = False
        self._area.go_to(self._area.index_of(min(self._area.selection)))
        self._area.focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        places = self._places(event.value)
        if places:
            at = self._area.index_of(min(self._area.selection))
            place = next((each for each in places if each >= at), places[0])
            self._area.select(place, place + len(event.value))
        self._show(event.value)

    def _places(self, words: str) -> list[int]:
        """Where these words stand in the text, whatever their case; in a text whose places case does not move."""
        text, sought = self._area.text, words
        if len(text.casefold()) == len(text) and len(words.casefold()) == len(words):
            text, sought = text.casefold(), words.casefold()
        places, place = [], text.find(sought) if sought else -1
        while place >= 0:
            places.append(place)
            place = text.find(sought, place + 1)
        return places

    def _show(self, words: str) -> None:
        places = self._places(words)
        at = self._area.index_of(min(self._area.selection))
        said = f"{places.index(at) + 1} of {len(places)}" if at in places else f"{len(places)}" if words else ""
        self.query_one("#find-count", Static).update(Content(said if places or not words else "not found"))
