"""What every view has in common: it is handed the book as it was read, and tells what the user chose in it."""

from collections.abc import Collection
from typing import Any, ClassVar

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from ...finding import Query
from ...settings import Settings
from ...text import plural
from ..bindings import KeyNames, key_names
from ..services.library import Library
from ..services.state import Decided, Key, Selection, Snapshot
from ..widgets.line_list import LineList

Said = list[Content | tuple[str, str]]
EVERYBODY = Query()


class View(Widget):
    """One way to look at the book, with keys, filter, marks and cursor of its own.

    The base is that of a view with a list. Those that are a page of their own say so by `is_whole`, and answer
    `show`, `selection` and `take_focus` in their own way.
    """

    DEFAULT_CSS = """
    View { width: 1fr; height: 1fr; layout: vertical; }
    """
    view: ClassVar[str]
    """Its name in `registry.VIEWS`."""
    is_whole: ClassVar[bool] = False
    """Whether it takes the place of the page beside it as well."""

    lists_people: ClassVar[bool] = True
    """Whether its lines are people."""

    class Selected(Message):
        """The cursor is on another row, or what the row says has changed."""

    class Activated(Message):
        """A row was clicked twice."""

    class Left(Message):
        """The user goes back from a view that is a page of its own; with a person, to them."""

        def __init__(self, contact_id: int | None = None) -> None:
            super().__init__()
            self.contact_id = contact_id

    def __init__(self, library: Library, settings: Settings, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.library = library
        self.settings = settings
        self.snapshot = Snapshot(library.today)
        self.query_said = EVERYBODY  # the filter
        self.marked: set[int] = set()  # the people who are marked, by their keys
        self.shown = 0  # how many rows are in the list

    @property
    def listed(self) -> LineList[Any]:
        """The list."""
        return self.query_one(LineList)

    @property
    def keys(self) -> KeyNames:
        """The names of the keys, for sentences."""
        return key_names(self.app)

    def show(self, snapshot: Snapshot, at: Key | None = None, *, stay: bool = True) -> None:
        """Show that state of the book.

        The cursor goes to the row with the key `at`; without one it stays with its row, or, unless it shall `stay`,
        on its line.
        """
        self.snapshot = snapshot
        known = {row.contact_id for row in snapshot.rows} | {person.contact_id for person in snapshot.people}
        self.marked &= known
        self.fill(at or (self.selection().key if stay else None), max(0, self.listed.cursor))

    def fill(self, keep: Key | None, cursor: int) -> None:
        """Fill the list; the cursor goes to the row with the key `keep`, else to that line."""
        raise NotImplementedError

    def selection(self) -> Selection:
        """What a command would be about."""
        raise NotImplementedError

    def people_shown(self) -> Collection[int]:
        """The people who are in the list as it is filtered, by their keys."""
        return ()

    def take_focus(self) -> None:
        """Take the keys."""
        self.listed.focus()

    def filter(self, query: Query) -> str:
        """Show only what matches, from the top; gives what is wrong with the query, or ""."""
        self.query_said = query
        self.fill(None, 0)
        return next(iter(query.problems), "")

    def unfilter(self) -> None:
        """Show everybody again."""
        keep, self.query_said = self.selection().key, EVERYBODY
        self.fill(keep, 0)

    def mark(self) -> None:
        """Mark the person on the cursor, or take the mark away, and go to the next."""
        row = self.selection().row
        if row is not None:
            self.marked ^= {row.contact_id}
            self.fill(None, self.listed.cursor)
            self.listed.action_move(1)

    def mark_all(self) -> None:
        """Mark everybody who is shown, or nobody."""
        shown = {*self.people_shown()}
        self.marked = set() if shown <= self.marked else shown
        self.fill(self.selection().key, 0)

    def unmark(self) -> None:
        """Take all marks away."""
        self.marked.clear()
        self.fill(self.selection().key, 0)

    def rearrange(self, how: str) -> str:  # noqa: ARG002
        """Sort or group in another way; gives what is said of it."""
        return ""

    def headline(self, room: int) -> Said:  # noqa: ARG002
        """What stands behind the tabs, in about so many columns."""
        said: Said = []
        if self.marked:
            said.append((f"{len(self.marked)} marked", "$text-accent"))
        if self.query_said:
            matches = plural(self.shown, "match", "matches")
            said.append((f"{matches} for “{self.query_said.said}”", "$text-accent"))
        return said

    def decided(self, what: Decided, action: int) -> None:
        """A step was decided, by the action with that number in the journal; triage counts it."""

    def came_back(self, contact_id: int) -> None:
        """Somebody's step was undone; triage goes back to them."""

    def summary(self) -> str:
        """What was decided so far, in words; "" where nothing is counted."""
        return ""

    def banner(self) -> Content | None:
        """What stands in the place of the tabs; None as long as they do."""
        return None

    def nothing(self) -> Content | None:
        """What the page beside an empty list says; None of one with rows."""
        if self.shown:
            return None
        if self.query_said:
            escape = self.keys("due.back").capitalize()
            said = f"\n{self.nobody} matches “{self.query_said.said}”.\n\n{escape} shows everybody again."
            if self.query_said.problems:
                said += f"\n\n{self.query_said.problems[0]}"
            return Content(said)
        return self.empty()

    nobody: ClassVar[str] = "Nobody"

    def empty(self) -> Content:
        """What is said of a list that is empty without a filter."""
        if self.snapshot.has_people:
            everybody = self.keys("view.people")
            return Content(f"\nNobody is followed up just now.\n\n{everybody} shows everybody, closed people too.")
        return _first_use(self.keys)

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        event.stop()
        self.post_message(self.Selected())

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.post_message(self.Activated())


def _first_use(keys: KeyNames) -> Content:
    """What an empty book says."""
    key = "bold $text-accent"
    return Content.assemble(
        "\n",
        ("Nobody is in your book yet.", "bold"),
        "\n\nStart with whoever interviewed you last:\n\n",
        (f"  {keys('due.add')}", key),
        "  add a person, an application, or a whole interview\n",
        (f"  {keys('due.reject')}", key),
        "  record a “no”, once the application is in the book\n\n",
        "Or let a letter do it, in the shell:\n\n  planner import letter.eml\n\n"
        "To look around first:\n\n  planner demo",
    )
