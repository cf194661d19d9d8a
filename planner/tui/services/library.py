"""The app's only way to the book: reads where they are needed, writes one after another on a thread of their own."""

import asyncio
import contextlib
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from sqlite3 import Connection
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from textual.app import App
from textual.signal import Signal

from ... import environment
from ...book import applications, due, queries
from ...book.directory import everybody
from ...book.errors import BookError, UnreadableValueError
from ...book.file import Condition, examine, reading
from ...defects import kinds, place
from ...progress import PATIENCE, watched
from ...settings import read_settings
from ...text import plural
from .state import Row, Snapshot

if TYPE_CHECKING:
    from ...book.database import Book

R = TypeVar("R")
_PATIENCE = 0.5  # seconds that a read waits for another program's write
_SHOWN_EACH = 0.1  # seconds between two pictures of how far a job is


class Library:
    """The book at a path.

    `report` says what went wrong, `progress` how far a job is that takes its time; both run in the app's loop.
    `changed` is published with a `Snapshot` each time that the book was read anew.
    """

    def __init__(
        self, owner: App[None], path: Path, report: Callable[[str], None], progress: Callable[[int, int], None]
    ) -> None:
        self.path = path
        self.changed: Signal[Snapshot] = Signal(owner, "the book was read anew")
        self._owner = owner
        self.doubt = ""  # why the day that is shown is not this machine's
        self.latest_action: int | None = None  # the number of the latest action that was seen or done here
        self.is_working = False  # whether a job has shown how far it is
        self._report = report
        self._progress = progress
        # Looked at once, before anything is opened: reading a file's bytes while SQLite has it open drops its locks.
        self._condition = examine(path)
        self._is_readable = self._condition is Condition.CURRENT
        # SQLite writes a journal beside the book.
        self.is_read_only = path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
        self._book: Book | None = None
        self._identity = ""
        self._seen = (0, 0)  # the book's signature when it was read last
        self._stop = False  # whether the job shall stop
        self._writer: ThreadPoolExecutor | None = None
        self.snapshot = Snapshot(self._day())

    @property
    def today(self) -> date:
        """The day that is shown."""
        return self.snapshot.today

    @property
    def is_there(self) -> bool:
        """Whether there is a book that can be read by now."""
        return self._is_readable

    def read(self, query: Callable[[Connection], R]) -> R | None:
        """What a query gives; None while there is no book yet, or when it cannot be read just now, which is said."""
        if not self._is_readable:
            return None
        try:
            return self._read(query)
        except BookError as error:
            self._owner.call_later(self._report, str(error))  # it may be a thread that asks
            return None

    def _read(self, query: Callable[[Connection], R]) -> R:
        """What a query gives: of a copy without its impossible values, where one of them stops it."""
        try:
            with reading(self.path, _PATIENCE) as connection:
                self._is_still_this_book(connection)
                return query(connection)
        except Exception as error:
            if isinstance(error, BookError) and not isinstance(error, UnreadableValueError):
                raise
            from ...book.values import stand_in

            found = stand_in(self.path)
            if not found:
                raise
            text = f"{plural(len(found), 'value')} in your book cannot be read; `planner doctor` says which."
            self._owner.call_later(self._report, text)
        with reading(self.path, _PATIENCE) as connection:
            return query(connection)

    def _is_still_this_book(self, connection: Connection) -> None:
        """Look whether another file lies there by now; what was shown before stays then.

        Raises:
            BookError: it does.
        """
        if self._identity and queries.identity(connection) != self._identity:
            raise BookError(f"Another book lies at {self.path} now. Nothing is written to it; quit and start again.")
        self._identity = self._identity or queries.identity(connection)

    def read_this_week(self) -> Snapshot:
        """Read the rows of this week, for the first frame; nobody is told of it."""
        found = self.read(partial(self._rows, everything=False))
        if found is not None:
            rows, has_people = found
            self.snapshot = Snapshot(self.today, rows, has_people=has_people)
        return self.snapshot

    async def load(self) -> Snapshot:
        """Read everything anew, away from the screen (ten thousand people take a tenth of a second), and publish it.

        When the book cannot be read just now, what was shown stays.
        """
        # What was changed before needs no second look. That holds from now on: a big book takes longer to read than
        # until the next look at whether it was changed, and each reading would set off another.
        self._seen = self._signature()
        today = self.today
        found = await asyncio.to_thread(lambda: self.read(partial(self._all, today)))
        self.latest_action = self.read(queries.latest_action)
        if found is not None:
            self.snapshot = found
        else:
            self._seen = (0, 0)
        self.changed.publish(self.snapshot)
        return self.snapshot

    def _rows(self, connection: Connection, *, everything: bool) -> tuple[list[Row], bool]:
        rows: list[Row] = [*due.due_rows(connection, self.today, due.THIS_WEEK)]
        if everything:
            rows += due.later_rows(connection, self.today)
            rows += due.waiting_rows(connection, self.today)
        return rows, due.has_people(connection)

    def _all(self, today: date, connection: Connection) -> Snapshot:
        rows, has_people = self._rows(connection, everything=True)
        people = everybody(connection, rows, today)
        return Snapshot(today, rows, people, applications.lines(connection), has_people)

    def submit(self, job: Callable[["Book"], R]) -> "Future[R]":
        """Run a job on the book's thread, behind those that were given before."""
        if self._writer is None:
            self._writer = ThreadPoolExecutor(1, thread_name_prefix="book")
        return self._writer.submit(self._run, job)

    async def write(self, job: Callable[["Book"], R]) -> R:
        """Run a job that writes; how far it is shows when it takes its time, and `stop` stops it.

        Raises:
            BookError: what went wrong, whatever it was, or that it was stopped; nothing was changed then.
        """
        self._stop = False
        begun, shown_at = monotonic(), 0.0
        loop = asyncio.get_running_loop()

        def show(done: int, whole: int) -> None:
            if self.is_working:  # else it has ended meanwhile
                self._progress(done, whole)

        def watch(done: int, whole: int) -> None:
            nonlocal shown_at
            if self._stop:
                raise BookError("Stopped; nothing was changed.")
            now = monotonic()
            if now - begun > PATIENCE and now - shown_at > _SHOWN_EACH:
                shown_at, self.is_working = now, True
                loop.call_soon_threadsafe(show, done, whole)

        def watched_job(book: "Book") -> R:
            with watched(watch):
                return job(book)

        try:
            return await asyncio.wrap_future(self.submit(watched_job))
        except BookError:
            raise
        except Exception as error:  # whatever a job runs into, the app and what is being typed stay
            raise BookError(_unexpected(error)) from error
        finally:
            if self.is_working:
                self.is_working = False
                self._progress(0, 0)

    async def do(self, job: Callable[["Book"], R]) -> R | None:
        """Run a job that writes; what goes wrong is said, and gives None."""
        try:
            return await self.write(job)
        except BookError as error:
            self._report(str(error))
        return None

    def stop(self) -> None:
        """Stop what is being done; nothing is changed by it then."""
        self._stop = True

    async def get_ready(self) -> None:
        """Import what writing needs, and make or update the book.

        Raises:
            BookError: the book cannot be opened for writing.
        """

        def job(_book: "Book") -> None:
            from ...book import commands  # noqa: F401 - imported on the book's thread, away from the screen

        await self.write(job)
        self._is_readable = True

    def close(self) -> None:
        """Let the thread go; a job that is given later starts another."""
        if self._writer is not None:
            self._writer.shutdown(wait=False)
            self._writer = None
        if self._book is not None:
            self._book.engine.dispose()
            self._book.leave()
            self._book = None

    def _run(self, job: Callable[["Book"], R]) -> R:
        try:
            return job(self._open())
        finally:
            with contextlib.suppress(BookError), reading(self.path, _PATIENCE) as connection:
                self.latest_action = queries.latest_action(connection)

    def _open(self) -> "Book":
        if self._book is None:
            from ...book.database import open_book

            limit = read_settings(environment.settings_file()).settings.backup_bytes
            self._book = open_book(self.path, lambda: self.today, self._condition, limit)
        return self._book

    def identity(self) -> str:
        """Which book it is: the same for as long as the app runs, whatever comes to stand at its path."""
        if not self._identity and self._is_readable:
            self.read(queries.identity)
        return self._identity

    def keep_backed_up(self) -> None:
        """Back the book up on its own thread, where ten minutes have passed and something was changed here."""
        if self._book is not None:
            self.submit(lambda book: book.keep_backed_up())

    def has_changed(self) -> bool:
        """Whether another program may have written to the book since it was read last."""
        return self._is_readable and self._signature() != self._seen

    def _signature(self) -> tuple[int, int]:
        """What changes with every change of the file."""
        try:
            found = self.path.stat()
        except OSError:
            return 0, 0
        return found.st_mtime_ns, found.st_size

    def is_another_day(self) -> bool:
        """Whether a new day has begun; it is the one that counts from now on."""
        today = self._day()
        if today == self.today:
            return False
        known = self.snapshot
        self.snapshot = Snapshot(today, known.rows, known.people, known.applications, known.has_people)
        return True

    def _day(self) -> date:
        """The day to show: this machine's, unless its clock was set back behind what is in the book."""
        today = environment.today()
        if environment.day_is_set() or not self._is_readable:
            return today
        try:
            with reading(self.path, _PATIENCE) as connection:
                today, self.doubt = due.as_of(connection, today, environment.now())
        except BookError:
            self.doubt = ""  # it is said where the rows are read
        return today


def _unexpected(error: Exception) -> str:
    """What is said of an error that nobody foresaw."""
    why = getattr(error, "strerror", None)
    if isinstance(error, OSError) and why:
        return f"That did not work: {why}. Nothing was changed."
    return f"That did not work: a defect ({kinds(error)}{place(error)}). Nothing was changed."
