"""What the app keeps outside of the book while it runs: its copy for other machines, and a calendar file.

What other machines wrote is taken in meanwhile. All of it goes on in threads: a folder on a network may take its time.
"""

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, TypeVar

from ... import environment
from ...book.errors import BookError
from ...defects import kinds
from ...exchange.kept_calendars import list_of
from ...settings import Settings
from .library import Library

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...book.database import Book
    from ...exchange.synchronizing import Round, Sync

R = TypeVar("R")
_PATIENCE = 0.5  # seconds to wait for another planner that is at it
_QUIET = 3.0  # seconds without a change, after which what was changed goes out


class Carrying:
    """Looks now and then at the folder and at the book; `look` is to be called every few seconds."""

    def __init__(self, library: Library, settings: Settings, *, is_own_book: bool) -> None:
        """What is configured for the book; of one that is not the user's own, only what was begun by hand."""
        self._library = library
        self._settings = settings
        self._is_own_book = is_own_book
        self._sync: Sync | None = None
        self._is_looking = False
        self._calendars_of = 0  # the time of the book of which the calendar files are
        self._contacts_of: tuple[int, list[tuple[str, int, int]]] = (0, [])
        self._said = ""

    @property
    def is_wanted(self) -> bool:
        """Whether anything is configured to be kept outside."""
        wanted = self._settings
        is_set = wanted.sync_folder or wanted.contacts_folder or self._has_calendars
        return bool(is_set) and not self._library.is_read_only

    @property
    def _has_calendars(self) -> bool:
        return bool(self._settings.calendar_file) or list_of(self._library.path).exists()

    async def look(self, *, may_take_in: bool) -> "Round | None":
        """Take in what is new in the folder, and write what is new here; gives what came of it, None of nothing.

        Without `may_take_in`, incoming changes wait until what is open is closed. What was just changed
        goes out once the user has paused. While one look is running, another does nothing.

        Raises:
            BookError: what went wrong; the same is not raised again until something else did.
        """
        if self._is_looking or not self.is_wanted or not self._library.is_there:
            return None
        self._is_looking = True
        try:
            found = await asyncio.to_thread(self._look, may_take_in)
            self._said = ""
            return found
        except Exception as error:  # whatever a folder holds, the app and what is being typed stay
            said = str(error) if isinstance(error, BookError) else f"Syncing failed: {kinds(error)}."
            if self._said == said:
                return None
            self._said = said
            raise BookError(said) from error
        finally:
            self._is_looking = False

    def last_look(self) -> None:
        """Write what is new here, as the app ends; what cannot be written goes out the next time."""
        if self.is_wanted and self._library.is_there:
            with suppress(Exception):  # the app has ended; the next time it is tried again
                self._keep_contacts(self._library.path.stat().st_mtime_ns)
                self._look(may_take_in=False, at_once=True)
            self._library.close()

    def sync(self) -> "Sync | None":
        """The folder that is configured; None without one, or for a book that was not begun by hand."""
        from ...exchange.synchronizing import Sync

        if self._sync is None:
            self._sync = Sync.of(self._library.path, self._settings)
        return self._sync if self._sync is not None and (self._is_own_book or self._sync.has_begun) else None

    def _look(self, may_take_in: bool, *, at_once: bool = False) -> "Round | None":
        try:
            changed_at = self._library.path.stat().st_mtime_ns
        except OSError:
            return None
        is_quiet = at_once or time() - changed_at / 1e9 > _QUIET or changed_at / 1e9 > time()
        if is_quiet:
            self._keep_calendars(changed_at)
        from_cards = self._keep_contacts(changed_at) if is_quiet and may_take_in else None
        return self._carry(may_take_in=may_take_in, is_quiet=is_quiet) or from_cards

    def _carry(self, *, may_take_in: bool, is_quiet: bool) -> "Round | None":
        sync = self.sync()
        if sync is None:
            return None
        from ...exchange.carried import BusyError

        sync.patience = _PATIENCE
        takes_in = may_take_in and (sync.is_behind() or not sync.has_begun)
        if not takes_in and not (is_quiet and sync.has_news()):
            return None
        if not (takes_in or sync.has_begun):
            return None
        try:
            return sync.round(self._apply, takes_in=takes_in)
        except BusyError:
            return None  # it comes round again

    def _apply(self, job: "Callable[[Book], R]") -> R:
        return self._library.submit(job).result()

    def _keep_calendars(self, changed_at: int) -> None:
        if changed_at == self._calendars_of or not self._has_calendars:
            return
        from ...exchange.kept_calendars import keep_calendars

        book, today = self._library.path, environment.today()
        self._library.read(
            lambda connection: keep_calendars(book, self._settings, connection, today, is_own=self._is_own_book)
        )
        self._calendars_of = changed_at

    def _keep_contacts(self, changed_at: int) -> "Round | None":
        """Bring the folder of vCards in step, where it or the book was changed; what is not clear waits for `vdir`."""
        folder = self._settings.contacts_path
        if folder is None or not self._is_own_book:
            return None
        state = (changed_at, _state_of(folder))
        if state == self._contacts_of:
            return None
        from ...exchange.synchronizing import Round
        from ...exchange.vdir import Vdir
        from ...exchange.vdir_cards import Answers

        done = Vdir(self._library.path, folder).step(self._apply, Answers())
        self._contacts_of = self._library.path.stat().st_mtime_ns, _state_of(folder)
        return Round(label=done.label) if done.label else None


def _state_of(folder: Path) -> list[tuple[str, int, int]]:
    """What changes whenever a file of a folder does."""
    found: list[tuple[str, int, int]] = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                state = entry.stat()
                found.append((entry.name, state.st_mtime_ns, state.st_size))
    return sorted(found)
