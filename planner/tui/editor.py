"""The editor: a note, written inside the screen."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static, TextArea

from ..notes.blanks import count_words, find_blanks
from ..text import plural
from .draft_keeper import PAUSE, DraftKeeper, Writing
from .note_area import NoteArea, SteadyTextArea

if TYPE_CHECKING:
    from ..book.commands import Done
    from ..book.database import Book


class NoteEditor(Vertical):
    """Subject and body of a note, with its words and blanks counted below."""

    DEFAULT_CSS = """
    NoteEditor {
        padding: 0 1;
        #note-title { height: 1; text-style: bold; color: $text-primary; }
        #note-line { height: 1; margin: 1 0; }
        #note-label { width: 8; color: $text-muted; }
        #note-subject { width: 1fr; height: 1; border: none; padding: 0; background: $surface; }
        #note-subject:focus { background: $surface-lighten-1; }
        NoteArea { border: none; padding: 0; height: 1fr; background: $surface; scrollbar-size-vertical: 1; }
        #note-status { height: 1; color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "sent", "Mark sent", id="note.sent", tooltip="You have sent it: the plan moves on"),
        Binding(
            "ctrl+y",
            "copy",
            "Copy",
            id="note.copy",
            tooltip="Copy subject and text; nothing is marked sent",
        ),
        Binding("escape", "leave", "Back", id="note.leave", tooltip="Back to the list; the draft is kept"),
    ]

    class Sent(Message):
        """The user says that the note went out."""

    class Copied(Message):
        """The note is to be copied."""

    class Left(Message):
        """The user goes back to the list."""

    def __init__(self, title: str, writing: Writing, keeper: DraftKeeper) -> None:
        super().__init__(id="editor", classes="note-editor")
        self._title = title
        self._writing = writing
        self._keeper = keeper
        self._pause: Timer | None = None
        self._warned = False

    def compose(self) -> ComposeResult:
        """Title, subject, text and the count."""
        yield Static(Content(self._title), id="note-title")
        with Horizontal(id="note-line"):
            yield Static(Content("Subject "), id="note-label")
            yield Input(self._writing.subject, id="note-subject", select_on_focus=False, compact=True)
        yield NoteArea(self._writing.body, id="note-body", soft_wrap=True, compact=True, highlight_cursor_line=False)
        yield Static(id="note-status")

    def on_mount(self) -> None:
        """Start where the writing starts: at the first blank."""
        body = self.query_one(NoteArea)
        body.focus()
        body.select_first_blank()
        self._show_count()

    @property
    def blanks_left(self) -> int:
        """How many blanks are left in subject and text."""
        return len(find_blanks(self._writing.subject)) + len(find_blanks(self._writing.body))

    @on(TextArea.Changed)
    @on(Input.Changed)
    def _typed(self) -> None:
        self.take_in()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._save)
        self._warned = False
        self._show_count()

    def take_in(self) -> None:
        """Hand the text over as it stands; a key may come before the message about the one before it."""
        self._keeper.typed(self.query_one("#note-subject", Input).value, self.query_one(NoteArea).text)

    @on(Input.Submitted)
    def _to_text(self) -> None:
        self.query_one(NoteArea).focus()

    def on_unmount(self) -> None:
        """Nothing of the last half second may be lost."""
        if self._pause is not None:
            self._pause.stop()

    def action_sent(self) -> None:
        """Mark the note sent; with blanks left, ask once."""
        self.take_in()
        if self.blanks_left and not self._warned:
            self._warned = True
            left = plural(self.blanks_left, "blank is", "blanks are")
            self._show_status(f"{left} left. ctrl+s once more marks it sent as it is.", "$text-warning")
            return
        self.post_message(self.Sent())

    def action_copy(self) -> None:
        """Copy the note."""
        self.take_in()
        self.post_message(self.Copied())

    def action_leave(self) -> None:
        """Back to the list."""
        self.take_in()
        self.post_message(self.Left())

    def show_saved(self) -> None:
        """Say below the text that it was saved, or why not."""
        self._show_count()

    def _save(self) -> None:
        future = self._keeper.save()
        if future is not None:
            future.add_done_callback(lambda _: self.app.call_later(self.show_saved))

    def _show_count(self) -> None:
        if self._warned or not self.is_mounted:
            return
        parts = [plural(count_words(self._writing.body), "word")]
        parts.append(f"{plural(self.blanks_left, 'blank')} left" if self.blanks_left else "no blanks left")
        if self._keeper.failed:
            self._show_status(f"Not saved: {self._keeper.failed}", "$text-error")
            return
        if self._writing.draft_id is not None:
            parts.append("saving …" if self._writing.unsaved else "draft saved")
        self._show_status(" · ".join(parts), "")

    def _show_status(self, text: str, style: str) -> None:
        self.query_one("#note-status", Static).update(Content.styled(text, style) if style else Content(text))


_ELSEWHERE = "(changed elsewhere meanwhile:)"


class NotesEditor(Vertical):
    """The user's notes on a person, edited in place."""

    DEFAULT_CSS = """
    NotesEditor {
        padding: 0 1;
        #notes-title { height: 1; text-style: bold; color: $text-primary; }
        TextArea { border: none; padding: 0; height: 1fr; background: $surface; }
        #notes-status { height: 1; color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", id="notes.save", tooltip="Save the notes"),
        Binding("escape", "save", "Save and back", show=False, id="notes.leave", tooltip="Save the notes and go back"),
    ]

    class Saved(Message):
        """The notes are done; `job` saves them, None when they are as they were."""

        def __init__(self, job: "Callable[[Book], Done] | None") -> None:
            super().__init__()
            self.job = job

    def __init__(self, contact_id: int, name: str, text: str) -> None:
        super().__init__(id="notes-editor", classes="notes-editor")
        self.contact_id = contact_id
        self._name = name
        self._text = text

    def compose(self) -> ComposeResult:
        """Title, text and what leads back."""
        yield Static(Content(f"Notes on {self._name}"), id="notes-title")
        yield SteadyTextArea(self._text, soft_wrap=True, show_line_numbers=False, compact=True)
        yield Static(Content("Markdown, for your eyes only. escape saves and goes back."), id="notes-status")

    def on_mount(self) -> None:
        """Write on where the notes end."""
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)

    def action_save(self) -> None:
        """Hand the text over."""
        self.post_message(self.Saved(self.save_job()))

    def save_job(self) -> "Callable[[Book], Done] | None":
        """The job that saves the notes; None when nothing was changed."""
        before, text = self._text, self.query_one(TextArea).text
        if text == before:
            return None

        def job(book: "Book") -> "Done":
            from ..book import queries
            from ..book.commands import change_contact
            from ..book.file import reading

            with reading(book.path) as connection:
                contact = queries.contact(connection, self.contact_id)
            notes = text
            if contact is not None and contact.notes not in {before, text}:
                notes = f"{text}\n\n{_ELSEWHERE}\n\n{contact.notes}"  # neither text may be lost
            return change_contact(book, self.contact_id, notes=notes)

        return job
