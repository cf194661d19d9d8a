"""What you know of the person, beside the note: their words and yours, to be put into the blank."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ...book.knowledge import Known
from ..bindings import bindings
from .note_area import NoteArea

_NOTHING = (
    "Nothing is known of them yet beside the timeline. Notes, and what was said in an interview, would stand here."
)


def put_in(known: Known, area: NoteArea) -> None:
    """Into the blank at the cursor; where there is none, their words are quoted, and others stand as they are."""
    if area.current_stop is not None:
        area.take_answer(known.text)
    elif known.theirs:
        area.quote(known.text)
    else:
        area.insert(known.text)


class KnownPane(OptionList, inherit_bindings=False):
    """Lines to choose from; Enter puts one into the note."""

    DEFAULT_CSS = """
    KnownPane {
        display: none; width: 38; height: 1fr; margin-left: 1;
        border: none; border-left: vkey $foreground 25%; padding: 0 1; background: $surface; scrollbar-size-vertical: 1;
        &:focus { border: none; border-left: vkey $primary; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("known")

    class Taken(Message):
        """That line is to be put into the note."""

        def __init__(self, known: Known) -> None:
            super().__init__()
            self.known = known

    class Left(Message):
        """Back to the note."""

    def __init__(self, known: Iterable[Known], *, id: str) -> None:
        self._known = [*known]
        super().__init__(*self._as_options(), id=id)

    def _as_options(self) -> list[Option]:
        source, options = "", []
        for number, each in enumerate(self._known):
            if each.source != source:
                source = each.source
                options.append(Option(Content.styled(source, "bold $text-secondary"), disabled=True))
            options.append(Option(Content(each.text), id=str(number)))
        return options or [Option(Content.styled(_NOTHING, "$text-muted"), disabled=True)]

    def on_focus(self) -> None:
        """The first line that can be taken."""
        if self.highlighted is None and self._known:
            self.action_first()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the line."""
        event.stop()
        if event.option.id is not None:
            self.post_message(self.Taken(self._known[int(event.option.id)]))

    def action_leave(self) -> None:
        """Back to the note."""
        self.post_message(self.Left())
