"""Keeps what is being typed: every pause is saved, and nothing is lost on the way out."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from ...book.errors import BookError
from ...cadence.terms import Channel, Step
from ...notes.blanks import Stop, as_json
from ..system.left_overs import About
from .note_edits import KeptUndo
from .spill import Spill

if TYPE_CHECKING:
    from ...book.database import Book

PAUSE = 0.4  # seconds without a key after which the text is saved
_LAST_SAVE = 10.0  # seconds that a save at the end may take
LONGEST_WAIT = 0.8  # seconds after which it is saved although the typing goes on

Job = Callable[["Book"], object]


@dataclass(slots=True)
class Writing:
    """The note in the editor: what it is for, its text now, and the text that was saved last."""

    contact_id: int
    step: Step | None
    application_id: int | None
    channel: Channel
    template: str
    subject: str
    body: str
    name: str = ""  # of the person
    draft_id: int | None = None
    saved: tuple[str, str] | None = None  # None after a save that failed
    stops: list[Stop] = field(default_factory=list)
    on_disk: tuple[str, str] | None = None  # what the book has, as far as this program knows
    state: str = ""  # what became of it before: "copied on Sun 22 Nov", "held until today"
    changes: int = 0  # how often something was typed

    def about(self, book: str, identity: str, *, was_outside: bool = True) -> About:
        """What it is, for whoever finds its text outside that book: with the text that the book has of it."""
        subject, body = (self.subject, self.body) if was_outside else self.on_disk or ("", "")
        return About(
            book,
            self.contact_id,
            self.draft_id,
            False,
            self.name,
            subject,
            body,
            identity,
            self.step or "",
            self.application_id,
            self.channel,
            self.template,
            was_outside,
        )

    @property
    def unsaved(self) -> bool:
        """Whether something was typed since the last save."""
        return (self.subject, self.body) != self.saved


class Autosave:
    """Holds the text apart from the widgets, so that it outlives them: a signal may end the app at any moment.

    `submit` runs a job on the book's own thread, one after another.
    """

    def __init__(
        self, submit: Callable[[Callable[["Book"], object]], "Future[object]"], spill: Spill | None = None
    ) -> None:
        self._submit = submit
        self.spill = spill
        self.writing: Writing | None = None
        self.failed = ""  # why the last save did not succeed
        self.notice = ""  # what the last save has to say: that the note was changed elsewhere
        self.sources: list[Callable[[], Job | None]] = []
        """What to ask for the text as it stands, before the app ends: it is handed over, or a job saves it."""
        self.undo = KeptUndo()
        """The steps of undo of the drafts that were left, for when they are opened again."""
        self.changes = 0  # how often something was typed, in whatever editor
        self._unsaved_since: float | None = None
        self._pending: Future[object] | None = None

    def take_in(self) -> None:
        """Take in what stands in the open editors; a key may come before the message about the one before it.

        Raises:
            BookError: a text could not be saved.
        """
        for source in self.sources:
            job = source()
            if job is not None:
                self._submit(job).result(_LAST_SAVE)

    def begin(self, writing: Writing) -> None:
        """Keep this note from now on."""
        self.save()
        self.writing = writing
        self.notice = ""
        self._unsaved_since = None

    def typed(self, writing: Writing, subject: str, body: str, stops: list[Stop]) -> None:
        """The text of that note changed."""
        if self.writing is not writing:
            return  # the last word of an editor that is on its way out; another note is being written by now
        has_changed = (subject, body) != (writing.subject, writing.body)
        writing.changes += has_changed
        self.changes += has_changed
        writing.subject, writing.body, writing.stops = subject, body, stops
        if writing.unsaved and self._unsaved_since is None:
            self._unsaved_since = monotonic()

    @property
    def to_be_saved_in(self) -> float:
        """Seconds until the text is to be saved, unless more is typed; 0 when that has waited for long enough."""
        waited = monotonic() - self._unsaved_since if self._unsaved_since is not None else 0.0
        return max(0.0, min(PAUSE, LONGEST_WAIT - waited))

    def save(self) -> "Future[object] | None":
        """Save the text as it stands, in the background; None when all of it is on the disk."""
        writing = self.writing
        self._unsaved_since = None
        if writing is None or not writing.unsaved:
            return self._pending if self._pending is not None and not self._pending.done() else None
        return self._save(writing)

    def save_always(self) -> "Future[object] | None":
        """Save in any case, because the note is about to be used.

        One that was left as the template had it becomes a draft, and a change that was made elsewhere is found.
        """
        return self._save(self.writing) if self.writing is not None else None

    async def wait_for(self, save: "Future[object] | None") -> bool:
        """Wait for a save; gives whether all of it is on the disk: `failed` says why not."""
        if save is not None:
            await asyncio.gather(asyncio.wrap_future(save), return_exceptions=True)
        return not self.failed

    def flush(self, timeout: float = _LAST_SAVE) -> None:
        """Save the text and wait until it is on the disk; `timeout` in seconds.

        Raises:
            BookError: it could not be saved.
        """
        for _ in range(2):  # a save that was under way may have failed: then once more, with what is there now
            pending = self.save() or self._pending
            if pending is None or (pending.done() and pending.exception() is None):
                return
            try:
                pending.result(timeout)
            except Exception:
                if self.writing is None or not self.writing.unsaved:
                    raise
        if self.writing is not None and self.writing.unsaved:
            raise BookError(self.failed or "The draft could not be saved.")

    def kept_elsewhere(self, copy_key: str = "") -> str:
        """Where what the book does not have is, in a sentence; where it is nowhere, the text itself.

        With the key that copies it, for the screen, the text itself is not said.
        """
        if self.writing is None:
            return "What you typed last could not be saved."
        if self.spill is not None and self.is_kept_outside():
            where = "" if copy_key else f" (in {self.spill.place})"
            return f"Not in the book, but kept on the disk and offered at the next start{where}."
        if copy_key:
            return f"NOT SAVED ANYWHERE: {copy_key} copies it."
        return f"this could not be saved anywhere, so here it is:\n\n{self.writing.subject}\n\n{self.writing.body}\n"

    def is_kept_outside(self) -> bool:
        """Whether what the book does not have is on the disk outside it."""
        if self.spill is None:
            return False
        self.spill.wait(_LAST_SAVE)
        return self.spill.place is not None

    def close(self) -> None:
        """The app has ended."""
        if self.spill is not None:
            self.spill.close()

    def give_up(self) -> None:
        """The user leaves without what could not be saved."""
        self.writing, self.failed, self._pending = None, "", None

    def _save(self, writing: Writing) -> "Future[object]":
        subject, body, stops = writing.subject, writing.body, as_json(writing.stops)
        writing.saved = (subject, body)
        if self.spill is not None:
            self.spill.keep(partial(writing.about, was_outside=False), subject, body)

        def job(book: "Book") -> None:
            from ...book.commands import save_draft

            try:
                saved = save_draft(
                    book,
                    writing.draft_id,
                    contact_id=writing.contact_id,
                    subject=subject,
                    body=body,
                    stops=stops,
                    step=writing.step,
                    application_id=writing.application_id,
                    channel=writing.channel,
                    template=writing.template,
                    expected=writing.on_disk,
                )
                writing.draft_id, writing.on_disk = saved.id, (saved.subject, saved.body)
                self.notice = saved.apart or self.notice
                self.failed = ""
                if self.spill is not None:
                    self.spill.let_go(subject, body)
            except Exception as error:
                if writing.saved == (subject, body):
                    writing.saved = None  # so that the next save tries again
                self.failed = str(error)
                raise

        self._pending = self._submit(job)
        return self._pending
