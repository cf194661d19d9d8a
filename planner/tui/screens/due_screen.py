"""The screen as a place: a list on the left, the person or application beside it, or what takes their place.

What one can do there is in `daily`.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from sqlite3 import Connection
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from ...book import applications, due, queries
from ...book.applications import ApplicationLine
from ...book.directory import PersonRow, everybody
from ...book.directory import matching as matching_people
from ...book.due import DueRow, WaitingRow
from ...book.errors import BookError
from ...book.formatting import steps_of
from ...book.person import read_person
from ...dates import retold, show
from ...finding import Query, read_query
from ...text import plural, shorten
from ..bindings import in_usual_order
from ..pages.page import Page
from ..pages.person import PersonPanel
from ..system.asked_once import AskedOnce
from ..views.application_list import ApplicationList, ApplicationPanel
from ..views.application_list import matching as matching_applications
from ..views.due_list import DueList, Key, Row, key_of
from ..views.people_list import PeopleList
from ..views.triage_queue import Decided
from ..widgets.divider import Divider
from ..widgets.footer import FittingFooter
from ..widgets.line_list import LineList
from ..widgets.tab_bar import TitleBar

if TYPE_CHECKING:
    from ...book.commands import Done
    from ...book.database import Book
    from ..app import PlannerApp

R = TypeVar("R")
LISTS = ("due", "people", "applications")  # the views with a list; the others are one page
PAGES = frozenset({"person", "application"})
_READ_PAUSE = 0.03  # seconds: a held arrow key reads only the person it stops at
_BAR = 24  # columns
_EVERYBODY = Query()


class DueScreen(Screen[None]):
    """The views with their lists, the page beside them, one line for messages, and the keys."""

    AUTO_FOCUS = "#due"

    app: "PlannerApp"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: list[Row] = []
        self._people: list[PersonRow] = []
        self._applications: list[ApplicationLine] = []
        self._view = "due"
        self._before = "due"  # the view with a list that was shown last
        self._filters: dict[str, Query] = {}
        self._read_timer: Timer | None = None
        self._asked_who = False
        self._about: list[Row] = []  # whom the open form is about
        self._marked: set[int] = set()  # the people who are marked, by their keys
        self._leave_without = AskedOnce()  # the text that could not be saved
        self._busy = False  # while a deed is being done: a second press must not do it twice
        self._has_people = False
        self.last_said = ""

    def compose(self) -> ComposeResult:
        """Title, list and page, message, keys."""
        yield TitleBar(id="title")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield DueList(self.app.today, id="due")
            yield Divider(id="divider")
            with Horizontal(id="side"):
                yield PersonPanel(id="person")
        yield Static(id="message")
        yield FittingFooter(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Show who is due; the rest follows after the first frame."""
        self._rows = self.app.read(partial(self._read_rows, everything=False)) or []
        self._took_rows()
        self._show_rows()
        if self.app.doubt:
            self.say(self.app.doubt, wrong=True)
        self.call_after_refresh(self._load_rest)

    @work(exclusive=True, group="rows")
    async def _load_rest(self) -> None:
        await self._load()
        self._show_rows(keep=self._current_key())
        await self._begin_where_wished()
        if self.app.read_only:
            self.say("This file can only be read: look at everything, but nothing you do here can be kept.", wrong=True)
        elif problems := self.app.problems():
            self.say(f"{problems[0]}  `planner config check` shows all.", wrong=True)

    async def _begin_where_wished(self) -> None:
        """Show the view that the configuration wishes for."""

    def _read_rows(self, connection: Connection, *, everything: bool) -> list[Row]:
        """The rows of this week, for the first frame, or all of them."""
        today = self.app.today
        self._has_people = due.has_people(connection)
        rows: list[Row] = [*due.due_rows(connection, today, due.THIS_WEEK)]
        if everything:
            rows += due.later_rows(connection, today)
            rows += due.waiting_rows(connection, today)
        return rows

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """What the keys do just now. In the footer a key of the user's own stands where the usual one stood."""
        keys = super().active_bindings
        return in_usual_order(keys) if self.app.settings.keymap_in_force() else keys

    def _read_all(self, connection: Connection) -> tuple[list[Row], list[PersonRow], list[ApplicationLine]]:
        rows = self._read_rows(connection, everything=True)
        return rows, everybody(connection, rows, self.app.today), applications.lines(connection)

    async def _load(self) -> None:
        """Read all rows anew, away from the screen: ten thousand take a tenth of a second."""
        self.app.note_change()
        found = await asyncio.to_thread(lambda: self.app.read(self._read_all))
        self.app.latest_action = self.app.read(queries.latest_action)
        if found is not None:  # else the book cannot be read just now, and what was shown stays
            self._rows, self._people, self._applications = found
            people = {person.contact_id: person for person in self._people}
            self._rows_with_people = [(row, who) for row in self._rows if (who := people.get(row.contact_id))]
            self._took_rows()

    def _took_rows(self) -> None:
        """Count once what every key of a filter would have to count anew."""
        self._now = sum(isinstance(row, DueRow) and row.opens <= self.app.today for row in self._rows)
        self._due.measure(self._rows)

    _now = 0  # how many people are due today

    def _show_columns(self) -> None:
        """The names of the columns above the list of people."""

    _rows_with_people: Sequence[tuple[Row, PersonRow]] = ()

    def _show_rows(self, keep: Key | None = None, cursor: int = 0) -> None:
        """Show the list of the view; the cursor goes to the row with the key `keep`, else to that line."""
        if self._marked:
            self._marked &= {row.contact_id for row in (*self._rows, *self._people)}
        shown = 0
        if self._view == "applications":
            found = matching_applications(self._applications, self._filter)
            shown = len(found)
            self.query_one(ApplicationList).show_rows(found, keep[0] if keep is not None else None, cursor)
        elif self._view == "people":
            listed = self.query_one(PeopleList)
            people = matching_people(listed.in_order(self._people), self._filter)
            shown = len(people)
            listed.marked = self._marked
            listed.show_rows(people, keep[0] if keep is not None else None, cursor)
            self._show_columns()
        else:
            rows = self._matching_rows()
            shown = len(rows)
            self._due.marked = self._marked
            self._due.show_rows(rows, keep, cursor)
        self._show_title(shown)
        self.set_class(not shown and self._view in LISTS, "-nobody")
        if not shown and self._view in LISTS:
            self._show_empty()

    def _matching_rows(self) -> list[Row]:
        if not self._filter:
            return self._rows
        matches = self._filter.matcher()
        return [row for row, who in self._rows_with_people if matches(who)]

    def _show_title(self, shown: int) -> None:
        said: list[Content | tuple[str, str]] = []
        if self.app.read_only:
            said.append(("read only", "bold $text-warning"))
        if self._marked:
            said.append((f"{len(self._marked)} marked", "$text-accent"))
        if self._filter:
            said.append((f"{plural(shown, 'match', 'matches')} for “{self._filter.said}”", "$text-accent"))
        elif not self._now and self._next is not None and self._view == "due":
            following = f"{steps_of(self._next)} with {self._next.name}"
            following = f"nothing due; next: {show(self._next.opens, self.app.today)}, {following}"
            said.append((shorten(following, max(20, self.size.width - 60)), ""))
        behind = Content("  ·  ").join(Content.assemble(each) for each in said)
        self.query_one(TitleBar).show(self._view, self._now, show(self.app.today), behind)

    def _show_empty(self) -> None:
        panel = self._page
        if self._filter:
            what = "No application" if self._view == "applications" else "Nobody"
            said = f"\n{what} matches “{self._filter.said}”.\n\nEscape shows everybody again."
            if self._filter.problems:
                said += f"\n\n{self._filter.problems[0]}"
            panel.show_text(Content(said))
        elif self._view == "applications":
            panel.show_text(Content("\nNo application is in your book yet.\n\na adds one, with who interviewed you."))
        elif self._has_people:
            panel.show_text(Content("\nNobody is followed up just now.\n\n2 shows everybody, closed people too."))
        else:
            panel.show_text(_first_use())

    @property
    def _due(self) -> DueList:
        return self.query_one("#due", DueList)

    @property
    def _list(self) -> "LineList[Any]":
        """The list of the view; of one without a list, that which was shown before it."""
        return self.query_one(f"#{self._view if self._view in LISTS else self._before}", LineList)

    @property
    def _page(self) -> Page:
        """The page beside the list."""
        return self.query_one(ApplicationPanel) if self._view == "applications" else self.query_one(PersonPanel)

    @property
    def _filter(self) -> Query:
        return self._filters.get(self._view, _EVERYBODY)

    @property
    def _row(self) -> Row | None:
        """The person on the cursor, as the due list has them."""
        current = self._list.current if self._view in LISTS else None
        return _as_row(current) if current is not None else None

    @property
    def _application(self) -> ApplicationLine | None:
        """The application on the cursor."""
        current = self._list.current if self._view == "applications" else None
        return current if isinstance(current, ApplicationLine) else None

    @property
    def _next(self) -> DueRow | None:
        """The follow-up that opens first after today."""
        ahead = [row for row in self._rows if isinstance(row, DueRow) and row.opens > self.app.today]
        return min(ahead, key=lambda row: (row.opens, row.due, row.name), default=None)

    def _chosen(self) -> list[Row]:
        """The people who are marked, in the order of the list; without any, the one on the cursor."""
        if self._view == "people":
            people = self.query_one(PeopleList).in_order(self._people)
            marked = [row for each in people if each.contact_id in self._marked and (row := _as_row(each)) is not None]
        else:
            marked = [row for row in self._rows if row.contact_id in self._marked]
            known = {row.contact_id for row in marked}
            others = (each for each in self._people if each.contact_id in self._marked - known)
            marked += [row for each in others if (row := _as_row(each)) is not None]
        row = self._row
        return marked or ([row] if row is not None else [])

    def action_mark(self) -> None:
        """Mark the person on the cursor, or take the mark away, and go to the next."""
        row = self._row
        if row is not None:
            self._marked ^= {row.contact_id}
            line = self._list.cursor
            self._show_rows(cursor=line)
            self._list.action_move(1)
            self._say_marked()

    def action_mark_all(self) -> None:
        """Mark everybody who is shown, or nobody."""
        if self._view == "people":
            shown = {row.contact_id for row in matching_people(self._people, self._filter)}
        else:
            shown = {row.contact_id for row in self._matching_rows()}
        self._marked = set() if shown <= self._marked else shown
        self._show_rows(keep=self._current_key())
        self._say_marked()

    def _say_marked(self) -> None:
        merge = ", M merge" if len(self._marked) == 2 else ""
        what = f"l log, s later, x skip or close, # tag, A archive{merge}"
        marked = f"{len(self._marked)} marked: {what}; escape unmarks."
        self.say(marked if self._marked else "")

    def _current_key(self) -> Key | None:
        if self._view == "applications":
            line = self._application
            return (line.application_id, "", None) if line is not None else None
        row = self._row
        return key_of(row) if row is not None else None

    def say(self, text: str, *, wrong: bool = False) -> None:
        """One line of what was done, or of what could not be."""
        self.last_said = text = retold(text, self.app.today)
        line = Content.styled(shorten(" ".join(text.split()), 400), "$text-error" if wrong else "$text-success")
        self.query_one("#message", Static).update(line, layout=False)

    def say_progress(self, done: int, whole: int) -> None:
        """How far a job is that takes its time."""
        filled = round(_BAR * done / whole)
        self.query_one("#message", Static).update(
            Content.assemble(
                ("━" * filled, "$text-success"),
                ("─" * (_BAR - filled), "$foreground-muted"),
                f"  {done * 100 // whole} %  escape stops it",
            )
        )

    @on(LineList.Moved)
    def _moved(self) -> None:
        if self._read_timer is not None:
            self._read_timer.stop()
        self._read_timer = self.set_timer(_READ_PAUSE, self._show_page)

    def _show_page(self) -> None:
        """Show the person, or the application, on the cursor."""
        today = self.app.today
        if self._view == "applications":
            line = self._application
            found = self.app.read(lambda c: applications.page(c, line.application_id)) if line is not None else None
            if found is not None:
                self.query_one(ApplicationPanel).show(found, today)
            return
        row = self._row
        if row is None:
            return
        person = self.app.read(lambda connection: read_person(connection, row.contact_id, today))
        if person is not None:
            self.query_one(PersonPanel).show(person, today, key_of(row))

    def _come_back(self, key: Key) -> None:
        """A step was undone; who goes through them one at a time goes back to that person."""

    def _decided(self, what: Decided) -> None:
        """A step was decided; who goes through them one at a time counts it."""

    def _side_is_busy(self) -> bool:
        return any(child.id not in PAGES for child in self.query_one("#side").children)

    _opened_at = 0.0  # when something was opened beside the list; monotonic

    async def _open_side(self, widget: Widget, *, whole: bool = False) -> None:
        """Show something in the page's place; with `whole`, in the place of the list as well."""
        await self._clear_side()
        self.set_class(whole, "-writing")
        # What is open is about the person it was opened for: the list takes no keys, no clicks.
        self._list.disabled = True
        self.add_class("-side-open")
        self._opened_at = monotonic()
        await self.query_one("#side").mount(widget)
        self.refresh_bindings()

    async def _close_side(self, *, focus: bool = True) -> None:
        await self._clear_side()
        self._list.disabled = False
        self.remove_class("-side-open", "-writing")
        self.refresh_bindings()
        if focus:
            self.query_one(f"#{self._view}").focus()

    async def _clear_side(self) -> None:
        for child in list(self.query_one("#side").children):
            if child.id not in PAGES:
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
            key = self._current_key()
            self._filters.pop(self._view, None)
            self._show_rows(keep=key)

    async def action_filter(self) -> None:
        """Show only who matches, as one types."""
        if self.query("#filter"):
            self.query_one("#filter", Input).focus()
            return
        from ..widgets.filter_input import FilterBox

        self._opened_at = monotonic()
        box = FilterBox(self._filter.said, self._people)
        await self.query_one("#left").mount(box)
        box.focus()

    @on(Input.Changed, "#filter")
    def _filter_typed(self, event: Input.Changed) -> None:
        self._filters[self._view] = read_query(event.value.strip(), self.app.today)
        self._show_rows()
        problems = list(self._filter.problems)
        if self._view == "applications" and self._filter.filters:
            problems.append(f"{self._filter.filters[0].key}: is about people; applications are filtered by words.")
        self.say(problems[0] if problems else "", wrong=bool(problems))

    @on(Input.Submitted, "#filter")
    async def _filter_kept(self) -> None:
        await self._end_filter(keep=True)

    async def _end_filter(self, *, keep: bool) -> None:
        await self.query("#filter, #filter-help").remove()  # none, when Enter was held
        if not keep:
            key = self._current_key()
            self._filters.pop(self._view, None)
            self._show_rows(keep=key)
        self._list.focus()

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
        line = self._list.cursor
        done = await self._do(job)
        if done is None:
            return False
        keep = self._current_key() if stay else None
        await self._load()
        self._show_rows(keep=keep, cursor=line)
        self.say(in_words(done))
        return True


def _as_row(current: object) -> Row | None:
    """A line of any list as the due list has that person; closed people wait for nothing."""
    if isinstance(current, PersonRow):
        if current.row is not None:
            return current.row
        state = "archived" if current.archived_on else current.state
        return WaitingRow(
            current.contact_id, current.name, current.called, current.employer, state, current.state_reason
        )
    return current if isinstance(current, DueRow | WaitingRow) else None


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
        "  add a person, an application, or a whole interview\n",
        ("  r", key),
        "  record a “no”, once the application is in the book\n\n",
        "Or let a letter do it, in the shell:\n\n  planner import letter.eml\n\n"
        "To look around first:\n\n  planner demo",
    )
