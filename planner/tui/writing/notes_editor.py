"""The user's notes on a person: Markdown, saved while it is written, with links to other people."""

import asyncio
import re
from collections.abc import Callable
from sqlite3 import Connection
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote, unquote

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static, TextArea
from textual.widgets.text_area import Selection

from ...book import whom
from ...book.errors import BookError
from ...book.queries import ContactRow
from ...notes.links import Link, find_links, replaced
from ...notes.three_way_merge import merged, row_after
from ...text import clean_body, shorten
from ..bindings import KeyNames, bindings, key_names
from ..services.library import Library
from ..services.preferences import Preferences
from ..system.asked_once import AskedOnce
from ..system.external_editor import edit_in_terminal
from ..system.left_overs import About, clear
from ..widgets.text_area import SteadyTextArea
from .autosave import PAUSE, Autosave

if TYPE_CHECKING:
    from textual.widgets import Markdown

    from ...book.commands import SavedNotes
    from ...book.database import Book

_PERSON = "person:"

_AGAIN = 2.0  # seconds after which a save that failed is tried once more


class NotesArea(SteadyTextArea):
    """A text area that shows links as such."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"notes-area--link"}
    DEFAULT_CSS = """
    NotesArea { border: none; padding: 0; height: 1fr; background: $surface; scrollbar-size-vertical: 1; }
    NotesArea > .notes-area--link { color: $text-accent; text-style: underline; }
    """

    def get_line(self, line_index: int) -> Text:
        """A line with its links marked."""
        line = super().get_line(line_index)
        if "[[" in line.plain:
            style = self.get_component_rich_style("notes-area--link")
            for link in find_links(line.plain):
                line.stylize(style, link.start, link.end)
        return line


class NotesEditor(Vertical):
    """The notes on one person, written or, after ctrl+r, read."""

    DEFAULT_CSS = """
    NotesEditor {
        padding: 0 1;
        #notes-title { height: 1; text-style: bold; color: $text-primary; margin-bottom: 1; }
        #notes-status { height: auto; max-height: 3; color: $text-muted; }
        #notes-preview { height: 1fr; display: none; scrollbar-size-vertical: 1; }
        &.-reading NotesArea { display: none; }
        &.-reading #notes-preview { display: block; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("notes"),
        *(Binding(str(digit), f"link({digit})", show=False) for digit in range(1, 10)),
    ]

    class Left(Message):
        """The notes are saved, and the user goes back, or on to the person that a link names.

        `done` is what was done, as the journal has it; "" when nothing was.
        """

        def __init__(self, done: str, contact_id: int | None) -> None:
            super().__init__()
            self.done = done
            self.contact_id = contact_id

    def __init__(self, contact: ContactRow, library: Library, preferences: Preferences, autosave: Autosave) -> None:
        super().__init__(id="notes-editor")
        self.contact_id = contact.id
        self.person = contact.name
        self._library = library
        self._preferences = preferences
        self._autosave = autosave
        self._saved = self._text = contact.notes
        self._one_save = asyncio.Lock()
        self._leave_without = AskedOnce()  # the text that could not be saved
        self._links: list[Link] = []  # as they are numbered while reading
        self._is_left = False  # its user has gone, with what was saved
        self._failed = ""  # why the last save did not succeed
        self._done = ""  # what was done, as the journal has it
        self._entry: int | None = None  # of the journal, which all saves of one visit share
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """Title, text, the text as it reads, and what leads back."""
        yield Static(Content(f"Notes on {self.person}"), id="notes-title")
        yield NotesArea(self._saved, soft_wrap=True, show_line_numbers=False, compact=True, highlight_cursor_line=False)
        yield VerticalScroll(id="notes-preview")
        yield Static(Content(self._help), id="notes-status")

    def on_mount(self) -> None:
        """Write on where the notes end."""
        self._autosave.sources.append(self.save_job)
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)

    @property
    def text(self) -> str:
        """The notes as they stand; once the text area is gone, as they stood last."""
        for area in self.query(TextArea):
            self._text = area.text
        return self._text

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._autosave.changes += 1
        self._text = event.text_area.text
        if self._pause is None:
            # The first key starts the wait and the next ones do not put it off: at most this much is ever unsaved.
            self._pause = self.set_timer(PAUSE, self._save_soon)

    @work(group="notes")
    async def _save_soon(self) -> None:
        self._pause = None
        await self._save()

    async def _save(self) -> bool:
        """Save what was changed; gives whether all of it is in the book."""
        async with self._one_save:  # the next one is to know what this one finds
            text, job = self.text, self.save_job()
            if job is None:
                return True
            try:
                saved = await self._library.write(job)
            except BookError as error:
                self._failed = str(error)
                if self._pause is None and self.is_attached:  # else what was typed would wait for the next key
                    self._pause = self.set_timer(_AGAIN, self._save_soon)
                self.say(f"Not saved: {error} Your text is still here.", wrong=True)
                return False
            if self.is_attached:
                self.took(text, saved)
        return True

    @work(group="note")
    async def _leave(self, follow: str = "") -> None:
        """Save, and go back, or to the person of that name; the notes stay open when that cannot be."""
        if not await self._save() and not self._leave_without.is_sure(self.text):
            leave = self._keys("notes.leave").capitalize()
            self.say(f"Not saved. {leave} once more leaves WITHOUT it. Why: {self._failed}", wrong=True)
            return
        linked = self._named(follow) if follow else None
        if not follow or linked is not None:
            self._is_left = True
            self.post_message(self.Left(self._done, linked))

    def _named(self, name: str) -> int | None:
        """The person of that name; what stands in the way is said below the notes."""

        def find(connection: Connection) -> int | None:
            try:
                return whom.person(connection, name).id
            except BookError as error:
                self.say(str(error), wrong=True)
                return None

        return self._library.read(find)

    def on_unmount(self) -> None:
        """Its text was saved before it went, unless a defect ends the app."""
        self._autosave.sources.remove(self.save_job)
        if not self._is_left and (job := self.save_job()) is not None:
            self._library.submit(job)
        if self._pause is not None:
            self._pause.stop()

    def put(self, text: str) -> None:
        """Another text in the place of this one; undo goes back through it."""
        area = self.query_one(TextArea)
        if text != area.text:
            area.history.checkpoint()
            area.replace(text, (0, 0), area.document.end, maintain_selection_offset=False)
            area.history.checkpoint()

    def say(self, text: str, *, wrong: bool = False) -> None:
        """A line below the text."""
        status = Content.styled(shorten(text, 300), "$text-error") if wrong else Content(text or self._help)
        self.query_one("#notes-status", Static).update(status)

    def save_job(self) -> "Callable[[Book], SavedNotes] | None":
        """The job that saves the notes; None when nothing was changed."""
        text = self.text
        if clean_body(text) == clean_body(self._saved):
            return None

        def job(book: "Book") -> "SavedNotes":
            from ...book.commands import save_notes

            # What the book had last is asked for here: the jobs of several saves run one after another.
            saved = save_notes(book, self.contact_id, text, expected=self._saved, entry=self._entry)
            self._saved, self._entry, self._done = text, saved.entry, saved.label
            return saved

        return job

    def took(self, sent: str, saved: "SavedNotes") -> None:
        """The notes were saved; what somebody else wrote meanwhile is shown below."""
        if saved.text == clean_body(sent):
            return
        self._saved = saved.text
        area = self.query_one(TextArea)
        text, (row, column) = area.text, area.cursor_location
        both = merged(clean_body(sent), text, saved.text)
        if both == text:
            return
        self.put(both)
        area.move_cursor((row_after(text, both, row), column))
        self.say("These notes were changed elsewhere meanwhile; both changes are in them.")

    def action_save(self) -> None:
        """Save, and go back; from reading, back to writing first."""
        if self.has_class("-reading"):
            self._write_on()
        else:
            self._leave()

    def action_leave(self) -> None:
        """As `save`; nothing is ever left unsaved."""
        self.action_save()

    async def action_read(self) -> None:
        """Show the notes as they read, with the first nine links under the digits."""
        if self.has_class("-reading"):
            self._write_on()
            return
        await self._show_preview()
        self.add_class("-reading")
        write_on = f"{self._keys('notes.read')} or {self._keys('notes.leave')}: write on."
        self.say(f"The digit behind a name leads to that person. {write_on}" if self._links else write_on)
        self.query_one("#notes-preview").focus()

    async def _show_preview(self) -> None:
        from textual.widgets import Markdown

        self._links = find_links(self.text)
        numbers = iter(range(1, 1000))
        text = replaced(self.text, lambda link: _as_markdown(link, next(numbers)))
        preview = self.query_one("#notes-preview", VerticalScroll)
        await preview.remove_children()
        await preview.mount(Markdown(text, open_links=False))

    def action_link(self, number: int) -> None:
        """To the person of that link, while reading."""
        if self.has_class("-reading") and number <= len(self._links):
            self._leave(self._links[number - 1].name)

    def on_markdown_link_clicked(self, event: "Markdown.LinkClicked") -> None:
        """A click on a name leads there too."""
        event.stop()
        if event.href.startswith(_PERSON):
            self._leave(unquote(event.href.removeprefix(_PERSON)))

    def action_follow(self) -> None:
        """To the person that the link at the cursor, or the next one, names."""
        area = self.query_one(TextArea)
        links = find_links(self.text)
        here = area.index_of(area.cursor_location) if isinstance(area, SteadyTextArea) else 0
        link = next((each for each in links if each.end >= here), links[0] if links else None)
        if link is None:
            self.say("No link is in these notes yet. [[A name]] makes one.")
        else:
            area.selection = Selection(area.location_of(link.start), area.location_of(link.end))  # type: ignore[attr-defined]
            self._leave(link.name)

    @work(group="note")
    async def action_elsewhere(self) -> None:
        """On in the user's own editor."""
        if not await self._save():
            return
        about = About(
            str(self._library.path),
            self.contact_id,
            None,
            True,
            self.person,
            "",
            self.text,
            self._library.identity(),
        )
        try:
            edited = edit_in_terminal(self.app, about, self._preferences.at_start.editor)
        except BookError as error:
            self.say(str(error), wrong=True)
            return
        self.put(edited.body)
        if self.has_class("-reading"):
            await self._show_preview()
        if await self._save():
            clear(edited)

    @property
    def _keys(self) -> KeyNames:
        return key_names(self.app)

    @property
    def _help(self) -> str:
        return f"Markdown, for you alone. [[A name]] is a link; {self._keys('notes.follow')} follows it."

    def _write_on(self) -> None:
        self.remove_class("-reading")
        self.say("")
        self.query_one(TextArea).focus()


def _as_markdown(link: Link, number: int) -> str:
    """A link as Markdown has it, with the digit that follows it."""
    words = re.sub(r"([\\`*_\[\]<>])", r"\\\1", link.words)
    return (
        f"[{words}]({_PERSON}{quote(link.name)}) ({number})"
        if number < 10
        else f"[{words}]({_PERSON}{quote(link.name)})"
    )
