"""The screen of the daily visit as a place: the due list on the left, the person or what takes their place beside it.

What one can do there is in `daily`.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from sqlite3 import Connection
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Footer, Input, Static

from ..book import due
from ..book.due import DueRow
from ..book.errors import BookError
from ..book.words import steps_of
from ..dates import say
from ..text import plural, shorten
from .due_list import DueList, Key, Row, key_of, matching
from .line_list import LineList
from .person import PersonPanel, read_person
from .triage import Decided

if TYPE_CHECKING:
    from ..book.commands import Done
    from ..book.database import Book
    from .app import PlannerApp

R = TypeVar("R")
_READ_PAUSE = 0.03  # seconds: a held arrow key reads only the person it stops at


class FilterBox(Input):
    """The words that who is shown must match."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Keep", key_display="⏎", id="filter.keep", tooltip="Go on with who matches"),
        Binding("escape", "screen.back", "Everybody", id="filter.leave", tooltip="Show everybody again"),
    ]


class DueScreen(Screen[None]):
    """The due list, the person beside it, one line for messages, and the keys."""

    AUTO_FOCUS = "#due"

    app: "PlannerApp"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: list[Row] = []
        self._filter = ""
        self._read_timer: Timer | None = None
        self._asked_who = False
        self._about: list[Row] = []  # whom the open form is about
        self._marked: set[int] = set()  # the people who are marked, by their keys
        self._leave_anyway = False  # escape was pressed after a save that failed
        self._busy = False  # while a deed is being done: a second press must not do it twice
        self._has_people = False
        self.last_said = ""

    def compose(self) -> ComposeResult:
        """Title, list and panel, message, keys."""
        yield Static(id="title")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield DueList(self.app.today, id="due")
            with Vertical(id="side"):
                yield PersonPanel(id="person")
        yield Static(id="message")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Show who is due; the rest follows after the first frame."""
        self._rows = self.app.read(partial(self._read_rows, everything=False)) or []
        self._show_rows()
        if self.app.doubt:
            self.say(self.app.doubt, wrong=True)
        self.call_after_refresh(self._load_rest)

    @work(exclusive=True, group="rows")
    async def _load_rest(self) -> None:
        await self._load()
        self._show_rows(keep=self._current_key())

    def _read_rows(self, connection: Connection, *, everything: bool) -> list[Row]:
        """The rows of this week, for the first frame, or all of them."""
        today = self.app.today
        self._has_people = due.has_people(connection)
        rows: list[Row] = [*due.due_rows(connection, today, due.THIS_WEEK)]
        if everything:
            rows += due.later_rows(connection, today)
            rows += due.waiting_rows(connection, today)
        return rows

    async def _load(self) -> None:
        """Read all rows anew, away from the screen: ten thousand take a tenth of a second."""
        read = partial(self._read_rows, everything=True)
        rows = await asyncio.to_thread(lambda: self.app.read(read))
        if rows is not None:  # else the book cannot be read just now, and what was shown stays
            self._rows = rows

    def _show_rows(self, keep: tuple[int, str, int | None] | None = None, cursor: int = 0) -> None:
        shown = matching(self._rows, self._filter) if self._filter else self._rows
        self._marked &= {row.contact_id for row in self._rows}
        self._due.marked = self._marked
        self._due.show_rows(shown, keep, cursor)
        now = sum(isinstance(row, DueRow) and row.opens <= self.app.today for row in self._rows)
        title = Content.assemble(
            (" planner ", "bold reverse"), f"  {say(self.app.today)}", "  ·  ", (f"{now} due", "bold")
        )
        if not now and self._next is not None:
            following = f"next: {say(self._next.opens, self.app.today)}, {steps_of(self._next)} with {self._next.name}"
            title += Content.assemble("  ·  ", shorten(following, max(20, self.size.width - 40)))
        if self._marked:
            title += Content.assemble("  ·  ", (f"{len(self._marked)} marked", "$text-accent"))
        if self._filter:
            title += Content.assemble(
                "  ·  ", (f"{plural(len(shown), 'match', 'matches')} for “{self._filter}”", "$text-accent")
            )
        self.query_one("#title", Static).update(title)
        self.set_class(not shown, "-nobody")
        if not shown:
            self._show_empty()

    def _show_empty(self) -> None:
        panel = self.query_one(PersonPanel)
        if self._filter:
            panel.show_text(Content(f"\nNobody matches “{self._filter}”.\n\nEscape shows everybody again."))
        elif self._has_people:
            panel.show_text(
                Content("\nNobody is open. Whoever you closed is still in the book: `planner show` lists everybody.")
            )
        else:
            panel.show_text(_first_use())

    @property
    def _due(self) -> DueList:
        return self.query_one(DueList)

    @property
    def _next(self) -> DueRow | None:
        """The follow-up that opens first after today."""
        ahead = [row for row in self._rows if isinstance(row, DueRow) and row.opens > self.app.today]
        return min(ahead, key=lambda row: (row.opens, row.due, row.name), default=None)

    def _chosen(self) -> list[Row]:
        """The people who are marked, in the order of the list; without any, the one on the cursor."""
        marked = [row for row in self._rows if row.contact_id in self._marked]
        row = self._due.current
        return marked or ([row] if row is not None else [])

    def action_mark(self) -> None:
        """Mark the person on the cursor, or take the mark away, and go to the next."""
        row = self._due.current
        if row is not None:
            self._marked ^= {row.contact_id}
            line = self._due.cursor
            self._show_rows(cursor=line)
            self._due.action_move(1)
            self._say_marked()

    def action_mark_all(self) -> None:
        """Mark everybody who is shown, or nobody."""
        shown = {row.contact_id for row in matching(self._rows, self._filter)}
        self._marked = set() if shown <= self._marked else shown
        self._show_rows(keep=self._current_key())
        self._say_marked()

    def _say_marked(self) -> None:
        marked = f"{len(self._marked)} marked: l log, s later, x skip or close, # tag; escape unmarks."
        self.say(marked if self._marked else "")

    def _current_key(self) -> tuple[int, str, int | None] | None:
        row = self._due.current
        return key_of(row) if row is not None else None

    def say(self, text: str, *, wrong: bool = False) -> None:
        """One line of what was done, or of what could not be."""
        self.last_said = text
        line = Content.styled(shorten(" ".join(text.split()), 400), "$text-error" if wrong else "$text-success")
        self.query_one("#message", Static).update(line)

    @on(LineList.Moved)
    def _moved(self) -> None:
        if self._read_timer is not None:
            self._read_timer.stop()
        self._read_timer = self.set_timer(_READ_PAUSE, self._show_person)

    def _show_person(self) -> None:
        row = self._due.current
        if row is None:
            return
        person = self.app.read(lambda connection: read_person(connection, row.contact_id, self.app.today))
        if person is not None:
            self.query_one(PersonPanel).show(person, self.app.today, key_of(row))

    def _come_back(self, key: Key) -> None:
        """A step was undone; who goes through them one at a time goes back to that person."""

    def _decided(self, what: Decided) -> None:
        """A step was decided; who goes through them one at a time counts it."""

    def _side_is_busy(self) -> bool:
        return any(child.id != "person" for child in self.query_one("#side").children)

    async def _open_side(self, widget: Widget, *, whole: bool = False) -> None:
        """Show something in the person's place; with `whole`, in the place of the list as well."""
        await self._clear_side()
        self.set_class(whole, "-writing")
        self.query_one(PersonPanel).display = False
        self._due.disabled = (
            True  # what is open is about the person it was opened for: the list takes no keys, no clicks
        )
        self.add_class("-side-open")
        await self.query_one("#side").mount(widget)
        self.refresh_bindings()

    async def _close_side(self, *, focus: bool = True) -> None:
        await self._clear_side()
        self.query_one(PersonPanel).display = True
        self._due.disabled = False
        self.remove_class("-side-open", "-writing")
        self.refresh_bindings()
        if focus:
            self._due.focus()

    async def _clear_side(self) -> None:
        for child in list(self.query_one("#side").children):
            if child.id != "person":
                await child.remove()

    async def action_back(self) -> None:
        """Close what is open, else take the filter away."""
        if self.query("#filter"):
            await self._end_filter(keep=False)
        elif self._marked:
            self._marked.clear()
            self._show_rows(keep=self._current_key())
            self.say("")
        elif self._filter:
            self._filter = ""
            self._show_rows(keep=self._current_key())

    async def action_filter(self) -> None:
        """Show only who matches, as one types."""
        if self.query("#filter"):
            self.query_one("#filter", Input).focus()
            return
        box = FilterBox(self._filter, placeholder="name, employer or position", id="filter", compact=True)
        await self.query_one("#left").mount(box)
        box.focus()

    @on(Input.Changed, "#filter")
    def _filter_typed(self, event: Input.Changed) -> None:
        self._filter = event.value.strip()
        self._show_rows()

    @on(Input.Submitted, "#filter")
    async def _filter_kept(self) -> None:
        await self._end_filter(keep=True)

    async def _end_filter(self, *, keep: bool) -> None:
        await self.query("#filter").remove()  # none, when Enter was held
        if not keep:
            key = self._current_key()
            self._filter = ""
            self._show_rows(keep=key)
        self._due.focus()

    async def _do(self, job: Callable[["Book"], R]) -> R | None:
        """Run a job that writes; what goes wrong is said, and gives None."""
        try:
            return await self.app.write(job)
        except BookError as error:
            self.say(str(error), wrong=True)
        except Exception as error:  # whatever a job runs into, the app and what is being typed stay
            self.say(f"That did not work ({type(error).__name__}: {error}). Nothing was changed.", wrong=True)
        return None

    async def _do_and_show(self, job: Callable[["Book"], "Done"], *, stay: bool = True) -> bool:
        """Run a job, say what it did, and show the list anew; gives whether it was done."""
        line = self._due.cursor
        done = await self._do(job)
        if done is None:
            return False
        keep = self._current_key() if stay else None
        await self._load()
        self._show_rows(keep=keep, cursor=line)
        self.say(in_words(done))
        return True


def in_words(done: "Done", more: str = "") -> str:
    """What was done, with how to take it back; `more` stands between."""
    if not done.changed:
        return "Nothing changed; it was so already."
    return f"{done.label[:1].upper()}{done.label[1:]}.  {more}u takes it back."


def _first_use() -> Content:
    """What an empty book says."""
    key = "bold $text-accent"
    return Content.assemble(
        "\n",
        ("Nobody is in your book yet.", "bold"),
        "\n\nStart with whoever interviewed you last:\n\n",
        ("  a", key),
        "  add a person, an application, or an interview with everyone who was there\n",
        ("  r", key),
        "  record a “no”, once the application is in the book\n\n",
        "Or let a letter do it, in the shell:\n\n  planner import letter.eml\n\n"
        "To look around first:\n\n  planner demo",
    )
