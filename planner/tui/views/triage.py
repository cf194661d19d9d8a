"""Triage: the people who are due, one at a time; the page of one fills the screen, and the keys of the list decide."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from ...book import queries
from ...book.due import DueRow
from ...book.formatting import steps_of
from ...settings import Settings
from ..bindings import bindings_in
from ..services.library import Library
from ..services.state import Decided, Key, Row, Selection, Snapshot
from .base import View
from .triage_queue import TriageQueue

_BAR = 20  # columns


class TriageView(View, can_focus=True):
    """One person after another. What was decided stays decided when it is left, and it goes on where it was left."""

    DEFAULT_CSS = """
    TriageView { padding: 1 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings_in("triage")
    view = "triage"
    is_whole = True

    class Stopped(Message):
        """The user leaves; so many are decided, of so many."""

        def __init__(self, done: int, whole: int) -> None:
            super().__init__()
            self.done = done
            self.whole = whole

    class Over(Message):
        """Nobody is left to be decided."""

    def __init__(self, page: Widget, library: Library, settings: Settings, *, id: str | None = None) -> None:
        super().__init__(library, settings, id=id)
        self.page = page
        """The page of the person who is shown; whoever makes the view fills it."""
        self._queue: TriageQueue | None = None

    def compose(self) -> ComposeResult:
        """The page."""
        yield self.page

    def begin(self, snapshot: Snapshot) -> None:
        """Begin with the people who are due, of whom there must be some, or go on where the user left."""
        if self._queue is None or self._queue.over:
            self._queue = TriageQueue([*snapshot.due_now], snapshot.due_now[0])
        self._queue.take_in(snapshot.due_now)

    def show(self, snapshot: Snapshot, at: Key | None = None, *, stay: bool = True) -> None:  # noqa: ARG002
        """Stay with the person while they are due, else go to the next; `Over` tells that there is none."""
        self.snapshot = snapshot
        queue = self._queue
        if queue is None or queue.over:
            return
        written = (row for row in snapshot.rows if isinstance(row, DueRow) and row.group == "written")
        queue.take_in(row.contact_id for row in written)
        known = {person.contact_id for person in snapshot.people} or {*queue.queue}  # nobody is read at the very start
        if queue.settle(snapshot.due_now, known):
            self.post_message(self.Selected())
        else:
            queue.over = True
            self.post_message(self.Over())

    def selection(self) -> Selection:
        """The person who is shown."""
        row = self._row
        return Selection(row, (row,)) if row is not None else Selection()

    def take_focus(self) -> None:
        """Take the keys."""
        self.focus()

    def decided(self, what: Decided, action: int) -> None:
        """A step was decided by the action with that number in the journal."""
        if self._queue is not None:
            self._queue.decided[action] = what

    def came_back(self, contact_id: int) -> None:
        """Somebody is due again whose step was undone: they are who is shown."""
        if self._queue is not None:
            self._queue.current = contact_id
            self._queue.take_in([contact_id])

    def summary(self) -> str:
        """What was decided, as far as it still stands in the journal."""
        queue = self._queue
        if queue is None:
            return ""
        done = self.library.read(lambda connection: queries.actions_done(connection, queue.decided)) or set()
        return queue.summary(done)

    def banner(self) -> Content | None:
        """How far one is, and the step that is shown."""
        row = self._row
        if self._queue is None or row is None:
            return None
        done, whole = self._queue.progress(self.snapshot.due_now)
        filled = round(_BAR * done / whole)
        return Content.assemble(
            (" One at a time ", "bold reverse"),
            "  ",
            ("━" * filled, "$text-success"),
            ("─" * (_BAR - filled), "$text-muted"),
            f"  {done} of {whole} decided  ·  ",
            (steps_of(row) if isinstance(row, DueRow) else "", "bold"),
        )

    def nothing(self) -> Content | None:
        """There is always somebody: without, triage is over."""
        return None

    def action_pass_on(self, step: int) -> None:
        """Leave this one undecided, and show the next, or the one before."""
        if self._queue is not None and self._queue.current in self.snapshot.due_now:
            self._queue.move(self.snapshot.due_now, step)
            self.post_message(self.Selected())

    def action_stop(self) -> None:
        """Leave triage; what was decided stays decided."""
        if self._queue is not None:
            self.post_message(self.Stopped(*self._queue.progress(self.snapshot.due_now)))

    @property
    def _row(self) -> Row | None:
        if self._queue is None:
            return None
        return next((row for row in self.snapshot.rows if row.contact_id == self._queue.current), None)
