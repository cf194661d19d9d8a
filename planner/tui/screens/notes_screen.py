"""The screen with notes on people, and with the terminal lent to another program."""

import asyncio
import os
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from textual import work
from textual.app import SuspendNotSupported

from ... import environment
from ...book import queries
from ...book.errors import BookError
from .views_screen import ViewsScreen

if TYPE_CHECKING:
    from ..system.external_editor import About, LeftOver
    from ..writing.notes_editor import NotesEditor

R = TypeVar("R")


class NotesScreen(ViewsScreen):
    """Notes on a person, with links to others; and any text in the user's own editor."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._one_save = asyncio.Lock()

    def _edit_outside(self, about: "About") -> "LeftOver":
        """The text as it comes back from the user's editor; it stays in its folder until it is cleared.

        Raises:
            EditorError: no editor could be started; the text is as it was.
        """
        from ..system.external_editor import edit_outside, editor_command

        own = {"VISUAL": self.app.settings.editor} if self.app.settings.editor else {}
        command = editor_command({**os.environ, **own})
        return self._lend_the_terminal(lambda: edit_outside(about, environment.state_folder(), command))

    def _lend_the_terminal(self, job: Callable[[], R]) -> R:
        """Run a job that has the terminal to itself, and take the terminal back whatever happens there.

        Raises:
            BookError: what the job raises, or that this terminal cannot be lent.
        """
        failed: BaseException | None = None
        results: list[R] = []
        # ctrl+c belongs to the other program. A handler, unlike "ignore", is not handed down to it.
        ours = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            with self.app.suspend():
                # Nothing may be raised in here: the terminal would stay as the other program left it.
                try:
                    results.append(job())
                except BaseException as error:
                    failed = error
        except SuspendNotSupported:
            failed = BookError("This terminal cannot be lent to another program.")
        finally:
            signal.signal(signal.SIGINT, ours)
        if failed is not None:
            raise failed
        return results[0]

    @work(exclusive=True, group="deed")
    async def action_notes(self) -> None:
        """Edit the notes on this person."""
        from ..writing.notes_editor import NotesEditor

        contact = self._contact()
        if contact is not None:
            await self._open_side(NotesEditor(contact.id, contact.name, contact.notes), whole=True)

    def _contact(self) -> queries.ContactRow | None:
        row = self._row
        if row is None:
            self.say("Nobody is chosen. a adds someone, escape shows everybody.")
            return None
        return self.app.read(lambda connection: queries.contact(connection, row.contact_id))

    @work(group="notes")
    async def on_notes_editor_typed(self) -> None:
        """Save the notes while they are written."""
        await self._save_notes()

    async def _save_notes(self) -> bool:
        from ..writing.notes_editor import NotesEditor

        async with self._one_save:  # the next one is to know what this one finds
            for editor in self.query(NotesEditor):
                text, job = editor.text, editor.save_job()
                if job is None:
                    return True
                try:
                    saved = await self.app.write(job)
                except BookError as error:
                    editor.say(f"Not saved: {error} Your text is still here.", wrong=True)
                    return False
                if editor.is_attached:
                    editor.took(text, saved)
        return True

    @work(group="note")
    async def on_notes_editor_saved(self, event: "NotesEditor.Saved") -> None:
        """Back to the list, or to the person that a link names; the notes stay open when they cannot be saved."""
        from ..writing.notes_editor import NotesEditor

        if not await self._save_notes():
            return
        done = "".join(editor.done for editor in self.query(NotesEditor))
        linked = self._named(event.follow) if event.follow else None
        if event.follow and linked is None:
            return
        await self._close_side()
        if linked is not None:
            await self._go_to(linked)
        self._show_page()
        self.say(f"{done[:1].upper()}{done[1:]}.  u takes it back." if done else "")

    def _named(self, name: str) -> int | None:
        """The person of that name; what stands in the way is said below the notes."""
        from ..writing.notes_editor import NotesEditor

        found = self.app.read(lambda connection: queries.find_contacts(connection, name)) or []
        problem = ""
        if not found:
            problem = f"Nobody in your book is called {name}."
        elif len(found) > 1:
            problem = f"“{name}” can mean {len(found)} people; write more of the name."
        else:
            return found[0][0]
        for editor in self.query(NotesEditor):
            editor.say(problem, wrong=True)
        return None

    @work(group="note")
    async def on_notes_editor_elsewhere(self) -> None:
        """The notes in the user's own editor."""
        from ..system.external_editor import About, clear
        from ..writing.notes_editor import NotesEditor

        editor = next(iter(self.query(NotesEditor)), None)
        if editor is None or not await self._save_notes():
            return
        about = About(str(self.app.path), editor.contact_id, None, True, editor.person, "", editor.text)
        try:
            edited = self._edit_outside(about)
        except BookError as error:
            editor.say(str(error), wrong=True)
            return
        editor.put(edited.body)
        if await self._save_notes():
            clear(edited)
