"""All keys on one page, made from the bindings themselves."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static


class KeysPage(VerticalScroll, can_focus=True):
    """Every key with what it does, by where it works."""

    DEFAULT_CSS = """
    KeysPage { padding: 0 1; height: 1fr; scrollbar-size-vertical: 1; }
    KeysPage > Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,question_mark,q", "leave", "Back", key_display="esc", id="keys.leave", tooltip="Back to the list"
        ),
        Binding("j", "scroll_down", "Down", show=False),
        Binding("k", "scroll_up", "Up", show=False),
    ]

    class Left(Message):
        """The user goes back to the list."""

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(self._page())

    def on_mount(self) -> None:
        """Take the keys."""
        self.focus()

    def action_leave(self) -> None:
        """Back to the list."""
        self.post_message(self.Left())

    def _page(self) -> Content:
        from .calendar import Calendar
        from .daily import DailyScreen
        from .due_screen import FilterBox
        from .editor import NoteEditor
        from .form import Form
        from .hand_over import HandOver
        from .line_list import LineList
        from .note_area import NoteArea
        from .notes_editor import NotesEditor
        from .rehearsal import Rehearsal

        lines = [Content.styled("Keys", "bold $text-primary"), Content("")]
        for title, sources in (
            ("In the list", (DailyScreen, LineList)),
            ("While writing", (NoteEditor, NoteArea)),
            ("Out of the door", (HandOver,)),
            ("Rehearsing a call", (Rehearsal,)),
            ("In your notes on a person", (NotesEditor,)),
            ("In the calendar", (Calendar,)),
            ("In a form", (Form,)),
            ("While searching", (FilterBox,)),
        ):
            lines.append(Content.styled(title, "bold $text-secondary"))
            for source in sources:
                lines += [self._line(binding) for binding in bindings_of(source.BINDINGS)]
            lines.append(Content(""))
        more = (
            "ctrl+p finds any of these by name, and changes the colours. ctrl+q quits from anywhere; drafts are kept."
        )
        lines.append(Content.styled(more, "$foreground-muted"))
        return Content("\n").join(lines)

    def _line(self, binding: Binding) -> Content:
        keys = " ".join(self.app.get_key_display(each) for each in binding.make_bindings([binding]))
        return Content.assemble((f"  {keys:11}", "bold $text-accent"), binding.tooltip)


def bindings_of(bindings: Iterable[BindingType]) -> list[Binding]:
    """The bindings that have something to say for themselves."""
    return [binding for binding in bindings if isinstance(binding, Binding) and binding.tooltip]
