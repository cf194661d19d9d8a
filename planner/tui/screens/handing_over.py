"""The screen while a note leaves: copied, in a mail program, as a file, or given to a command."""

import asyncio
from concurrent.futures import Future
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from textual import work
from textual.widget import Widget

from ... import environment
from ...book.errors import BookError
from ...cadence.terms import Channel
from ...dates import show
from ...settings import Settings, read_settings
from ..commands import lazy as commands
from ..writing.autosave import Writing
from .due_screen import PAGES
from .notes_screen import NotesScreen

if TYPE_CHECKING:
    from ...book.prefill import Occasion
    from ...exchange.outgoing import Outgoing
    from ..writing.delivery_menu import HandOver
    from ..writing.editor import NoteEditor

_CLIPBOARD_PATIENCE = 2.0  # seconds


class HandingOverScreen(NotesScreen):
    """The ways out of the door. Handed over is not sent: only the user says that."""

    _told_of_settings = False

    def _settings(self) -> Settings:
        """The user's configuration as it is now; what is wrong in it is named once."""
        found = read_settings(environment.settings_file())
        if found.problems and not self._told_of_settings:
            self._told_of_settings = True
            self.say(
                f"{environment.settings_file().name}:{found.problems[0].line}: {found.problems[0].text}", wrong=True
            )
        return found.settings

    @property
    def _editor(self) -> "NoteEditor | None":
        from ..writing.editor import NoteEditor

        return next(iter(self.query(NoteEditor)), None)

    async def _open_over(self, widget: Widget) -> None:
        """Show something in the editor's place; the editor waits behind it with its undo."""
        editor = self._editor
        if editor is None or self.query(widget.__class__):
            return
        editor.display = False
        self._opened_at = monotonic()
        await self.query_one("#side").mount(widget)
        self.refresh_bindings()

    async def _close_over(self) -> None:
        """Take away what stands in the editor's place, and show the editor again, if there is one."""
        editor = self._editor
        if editor is None:
            return
        for child in list(self.query_one("#side").children):
            if child.id not in PAGES and child is not editor:
                await child.remove()
        editor.display = True
        editor.body.focus()
        editor.call_after_refresh(editor.show_saved)
        self.refresh_bindings()

    async def _saved(self, save: "Future[object] | None") -> bool:
        """Wait for a save; when it failed, say so and stay where the text is."""
        if save is not None:
            await asyncio.wait([asyncio.wrap_future(save)])
        if self.app.keeper.failed:
            if (editor := self._editor) is not None:
                editor.say(f"Not saved; your text is still here. Why: {self.app.keeper.failed}", "$text-error")
            return False
        return True

    @work(group="note")
    async def _copy(self) -> None:
        await self._copy_note()

    async def _copy_note(self) -> None:
        """Copy the note; it is not sent by that."""
        writing = self.app.keeper.writing
        if writing is None:
            return
        text = f"{writing.subject}\n\n{writing.body}"
        self.app.copy_to_clipboard(text)
        sure = await asyncio.to_thread(_to_clipboard, text)
        how = "Copied." if sure else "Copied, if your terminal allows it."
        await self._handed_over(writing, "copied", f"{how} Not sent until you say so: ctrl+s.")

    async def _handed_over(self, writing: Writing, how: str, said: str) -> bool:
        """Keep how a note left; a script that was copied is still to be spoken."""
        if not await self._saved(self.app.keeper.save_always()):
            return False
        if writing.channel is not Channel.PHONE:
            done = await self._do(lambda book: commands.hand_over(book, writing.draft_id or 0, how))
            if done is None:
                return False
            writing.state = f"{how} on {show(self.app.today, self.app.today)}"
        self.say(said)
        if self._editor is not None:
            self._editor.show_saved()
        return True

    def _outgoing(self, writing: Writing, occasion: "Occasion") -> "Outgoing":
        from ...exchange.outgoing import Outgoing

        answers = occasion.answers_to.message_id if occasion.answers_to is not None else ""
        contact, me = occasion.contact, occasion.me
        return Outgoing(contact.name, contact.email, writing.subject, writing.body, me.name, me.email, answers or "")

    @work(group="note")
    async def _offer_ways_out(self) -> None:
        """Show the ways out of the door."""
        from ..writing.delivery_menu import HandOver

        writing, editor = self.app.keeper.writing, self._editor
        if writing is not None and editor is not None and writing.channel is Channel.PHONE:
            editor.say("A script is spoken, not sent: ctrl+y copies it, ctrl+l logs the call.", "")
        elif writing is not None and editor is not None:
            note = self._outgoing(writing, editor.occasion)
            await self._open_over(HandOver(note, self._settings(), str(environment.settings_file())))

    async def on_hand_over_left(self) -> None:
        """Back to the note; while it is on its way out, one has to wait for what becomes of it."""
        if not self._busy:
            await self._close_over()

    @work(group="note")
    async def on_hand_over_chosen(self, event: "HandOver.Chosen") -> None:
        """Take the note out by the way that was chosen."""
        from ..writing.delivery_menu import HandOver, Way

        writing, editor = self.app.keeper.writing, self._editor
        if writing is None or editor is None or self._busy:
            return
        self._busy = True
        self.say("…")
        try:
            if event.way is Way.COPY:
                await self._copy_note()
            elif event.way is Way.MAIL:
                await self._open_mail_program(writing, str(event.data))
            elif event.way is Way.FILE:
                await self._write_file(writing, editor.occasion)
            else:
                assert isinstance(event.data, bytes)
                await self._send_by_command(writing, event.data)
            await self._close_over()
        except BookError as error:
            self.say("")
            for page in self.query(HandOver):
                page.say(str(error))
        finally:
            self._busy = False

    async def _open_mail_program(self, writing: Writing, link: str) -> None:
        from ..system.programs import open_link

        settings = self._settings()
        if settings.mail_in_terminal and settings.mail_command:
            self._lend_the_terminal(lambda: open_link(settings, link))
        else:
            await asyncio.to_thread(open_link, settings, link)
        await self._handed_over(
            writing, "opened in your mail program", "Your mail program has it. Once it went out, ctrl+s marks it sent."
        )

    async def _write_file(self, writing: Writing, occasion: "Occasion") -> None:
        from ...exchange.outgoing import write_eml

        note, name = self._outgoing(writing, occasion), f"note to {occasion.contact.name}"
        path = await asyncio.to_thread(write_eml, note, environment.downloads_folder(), name)
        await self._handed_over(
            writing, "written to a file", f"{path.name} is in {_at_home(path.parent)}. ctrl+s once it went out."
        )

    async def _send_by_command(self, writing: Writing, data: bytes) -> None:
        from ..system.programs import UnsureError, pipe_to, program_of

        command = self._settings().send_command
        program = program_of(command)
        # Kept before it leaves: should the app end meanwhile, the book asks whether it went out.
        if not await self._handed_over(writing, f"given to {program}", f"Giving it to {program} …"):
            return
        try:
            await asyncio.to_thread(pipe_to, command, data)
        except UnsureError:
            raise
        except BookError:
            writing.state = ""
            await self._do(lambda book: commands.take_back(book, writing.draft_id or 0))
            raise
        self.say(f"{program} took it. ctrl+s marks it sent.")


def _at_home(folder: Path) -> str:
    """A folder in few words: "~/Downloads"."""
    if folder == Path.home():
        return "your home folder"
    return f"~/{folder.relative_to(Path.home())}" if folder.is_relative_to(Path.home()) else str(folder)


def _to_clipboard(text: str) -> bool:
    """Copy to the system's clipboard, where there is one; gives whether that is sure."""
    from ..system.programs import to_clipboard

    return to_clipboard(text, _CLIPBOARD_PATIENCE)
