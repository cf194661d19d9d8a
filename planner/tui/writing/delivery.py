"""How a note leaves the planner: copied, in a mail program, as a file, or given to a command. None of them sends it
in the book's eyes: only the user says that.
"""

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App

from ... import environment
from ...book.errors import BookError
from ...cadence.terms import Channel
from ...dates import show
from ..bindings import key_names
from ..commands import lazy as commands
from ..services.library import Library
from ..services.preferences import Preferences
from ..system.terminal_lease import lend_terminal
from .autosave import Autosave, Writing

if TYPE_CHECKING:
    from ...book.prefill import Occasion
    from ...exchange.outgoing import Outgoing

_CLIPBOARD_PATIENCE = 2.0  # seconds


class DeliveryMethod(StrEnum):
    """How a note leaves."""

    COPY = "copy"
    MAIL = "mail"
    FILE = "file"
    SEND = "send"


class NotSavedError(BookError):
    """The draft could not be saved, so it was not taken out either."""


class Delivery:
    """Takes a note out, and keeps in the book how. It knows the note alone, and no list."""

    def __init__(self, app: App[Any], library: Library, preferences: Preferences, autosave: Autosave) -> None:
        self._app = app
        self._library = library
        self._preferences = preferences
        self._autosave = autosave

    async def copy(self, writing: Writing) -> str:
        """Copy the note; gives what is said of it.

        Raises:
            BookError: the draft could not be saved, or how it left could not be kept.
        """
        from ..system import programs

        text = f"{writing.subject}\n\n{writing.body}"
        self._app.copy_to_clipboard(text)
        sure = await asyncio.to_thread(programs.to_clipboard, text, _CLIPBOARD_PATIENCE)
        await self._keep(writing, "copied")
        how = "Copied." if sure else "Copied, if your terminal allows it."
        return f"{how} Not sent until you say so: {self._mark_sent}."

    async def open_mail_program(self, writing: Writing, link: str) -> str:
        """Open the note in the user's mail program; gives what is said of it.

        Raises:
            BookError: as `copy`, or the program did not start.
        """
        await self.open_link(link, is_mail=True)
        await self._keep(writing, "opened in your mail program")
        return f"Your mail program has it. Once it went out, {self._mark_sent} marks it sent."

    async def write_file(self, writing: Writing, occasion: "Occasion") -> str:
        """Write the note to a file that mail programs open; gives what is said of it.

        Raises:
            BookError: as `copy`, or the file cannot be written.
        """
        from ...exchange.outgoing import write_eml

        note, name = outgoing(writing, occasion), f"note to {occasion.contact.name}"
        path = await asyncio.to_thread(write_eml, note, environment.downloads_folder(), name)
        await self._keep(writing, "written to a file")
        return f"{path.name} is in {_at_home(path.parent)}. {self._mark_sent} once it went out."

    async def send(self, writing: Writing, data: bytes, command: str) -> str:
        """Give the whole message to the command that the user agreed to; gives what is said of it.

        It is kept before it leaves: should the app end meanwhile, the book asks whether it went out.

        Raises:
            BookError: as `copy`, or the command failed; what was kept is taken back, unless it may have gone out.
        """
        from ..system import programs

        program = programs.program_of(command)
        from ...exchange.outgoing import message_id_of

        await self._keep(writing, f"given to {program}", message_id_of(data))
        try:
            await asyncio.to_thread(programs.pipe_to, command, data)
        except programs.UnsureError:
            raise
        except BookError:
            writing.state = ""
            await self._library.do(lambda book: commands.take_back(book, writing.draft_id or 0))
            raise
        return f"{program} took it. {self._mark_sent} marks it sent."

    async def take_out(
        self, writing: Writing, occasion: "Occasion", method: DeliveryMethod, data: bytes | str, command: str
    ) -> str:
        """Take the note out by that way; gives what is said of it. `data` is the message, or the link, that was shown.

        Raises:
            BookError: as the way that was chosen.
        """
        if method is DeliveryMethod.COPY:
            return await self.copy(writing)
        if method is DeliveryMethod.MAIL:
            return await self.open_mail_program(writing, str(data))
        if method is DeliveryMethod.FILE:
            return await self.write_file(writing, occasion)
        assert isinstance(data, bytes)
        return await self.send(writing, data, command)

    async def open_link(self, link: str, *, is_mail: bool, is_copied: bool = False) -> str:
        """Open a link with the user's program for it, or copy it; gives what is said of it. Nothing is recorded.

        Raises:
            BookError: the program did not start, or the terminal cannot be lent to it.
        """
        from ..system import programs

        if is_copied:
            self._app.copy_to_clipboard(link)
            return f"{link} is copied, if your terminal allows it."
        settings = self._preferences.now()
        if is_mail and settings.mail_in_terminal and settings.mail_command:
            lend_terminal(self._app, lambda: programs.open_link(settings, link))
        else:
            await asyncio.to_thread(programs.open_link, settings, link)
        return f"Opened {link}. {key_names(self._app)('due.log')} logs what came of it."

    async def _keep(self, writing: Writing, how: str, message_id: str = "") -> None:
        """Keep how a note left; a script that was copied is still to be spoken."""
        await self._autosave.wait_for(self._autosave.save_always())
        if self._autosave.failed:
            raise NotSavedError(self._autosave.failed)
        if writing.channel is not Channel.PHONE:
            await self._library.write(lambda book: commands.hand_over(book, writing.draft_id or 0, how, message_id))
            writing.state = f"{how} on {show(self._library.today, self._library.today)}"

    @property
    def _mark_sent(self) -> str:
        return key_names(self._app)("note.sent")


def outgoing(writing: Writing, occasion: "Occasion") -> "Outgoing":
    """The note with where it goes, in the thread of the message that it answers."""
    from ...exchange.outgoing import Outgoing

    answers = occasion.answers_to.message_id if occasion.answers_to is not None else ""
    thread = occasion.answers_to.thread if occasion.answers_to is not None else ""
    contact, me = occasion.contact, occasion.me
    to, mine = (contact.name, contact.live_email), (me.name, me.email)
    return Outgoing(*to, writing.subject, writing.body, *mine, answers or "", thread)


def _at_home(folder: Path) -> str:
    """A folder in few words: "~/Downloads"."""
    if folder == Path.home():
        return "your home folder"
    return f"~/{folder.relative_to(Path.home())}" if folder.is_relative_to(Path.home()) else str(folder)
