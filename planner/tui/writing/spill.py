"""A second place for what is typed: a small file of its own, until the book has it.

The book may not be ready to write to yet, be locked, lie on a full disk, or be gone. So each text that is to be saved
goes to a private folder in the user's state first, on a thread of its own and on to the disk; it goes once the book
has it. What is still there when the planner starts again is offered, like a text that a crash left in another editor.
"""

import shutil
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from ...book.errors import BookError
from ...private_files import write_private
from ..services.library import Library
from ..system.left_overs import TEXT, About, describe, make_place, text_of


class Spill:
    """Keeps the latest text of one note outside the book."""

    def __init__(self, folder: Path, library: Library) -> None:
        self._folder = folder
        self._library = library
        self._thread: ThreadPoolExecutor | None = None
        self._place: Path | None = None  # of the note that is being written
        self._about: About | None = None  # what that note is
        self._latest = ("", "")
        self._pending: Future[None] | None = None
        self.has_failed = False  # whether the latest text is nowhere on the disk

    @property
    def place(self) -> Path | None:
        """The file with the text that the book has not; None when it has all of it."""
        return self._place / TEXT if self._place is not None and not self.has_failed else None

    def keep(self, described: Callable[[str, str], About], subject: str, body: str) -> None:
        """Keep the text of a note as it is now; `described` says what it is, given the book's path and identity."""
        about = described(str(self._library.path), self._library.identity())
        self._latest = subject, body

        def job() -> None:
            try:
                if self._about is not None and _whose(self._about) != _whose(about):
                    self._place = None  # another note; what the book did not take of the one before stays in its place
                if self._place is None or not self._place.exists():
                    self._place = make_place(self._folder, about)
                elif about != self._about:
                    describe(self._place, about)
                self._about = about
                write_private(self._place / TEXT, text_of(about, subject, body).encode())
                self.has_failed = False
            except (OSError, BookError):
                self.has_failed = True

        self._pending = self._submit(job)

    def let_go(self, subject: str, body: str) -> None:
        """The book has that text; what was typed since stays."""

        def job() -> None:
            if self._place is not None and self._latest == (subject, body):
                shutil.rmtree(self._place, ignore_errors=True)
                self._place = None

        self._pending = self._submit(job)

    def wait(self, timeout: float) -> None:
        """Wait until it is on the disk, or has failed; `timeout` in seconds."""
        if self._pending is not None:
            self._pending.exception(timeout)

    def _submit(self, job: Callable[[], None]) -> Future[None]:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="spill")
        return self._thread.submit(job)

    def close(self) -> None:
        """Let the thread go, once it has worked off what it was given."""
        if self._thread is not None:
            self._thread.shutdown(wait=False)
            self._thread = None


def _whose(about: About) -> tuple[int, str, int | None]:
    """Which note it is, however far it has come."""
    return about.contact_id, about.step, about.application_id
