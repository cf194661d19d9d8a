"""The views, of which one shows, and the filter below it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Input

from ...book import queries
from ...finding import read_query
from ...settings import Settings
from ..bindings import KeyNames, key_names
from ..services.library import Library
from ..services.state import Decided, Key, Selection, key_of_person
from . import make_view
from .base import View

if TYPE_CHECKING:
    from .triage import TriageView


class ViewDeck(ContentSwitcher):
    """Makes each view when it is shown for the first time, and keeps it as it was left.

    `make_page` makes the page that triage fills the screen with.
    """

    class Changed(Message):
        """The view shows something else: another filter, or the next person of triage; `problem` is what is wrong."""

        def __init__(self, problem: str = "") -> None:
            super().__init__()
            self.problem = problem

    class Finished(Message):
        """Triage is over, or was left, and the list of who is due shows again; `said` is to be said."""

        def __init__(self, said: str) -> None:
            super().__init__()
            self.said = said

    def __init__(
        self, library: Library, settings: Settings, make_page: Callable[[], Widget], *, id: str | None = None
    ) -> None:
        self.view: View = make_view("due", library, settings)
        """The view that is shown. The others are made when they are wanted."""
        super().__init__(self.view, id=id, initial=self.view.id)
        self._library = library
        self._settings = settings
        self._make_page = make_page
        self.list_view = "due"
        """The view with a list that was shown last."""

    @property
    def name_shown(self) -> str:
        """The name of the view that is shown."""
        return self.view.view

    @property
    def selection(self) -> Selection:
        """What a command would be about."""
        return self.view.selection()

    @property
    def _keys(self) -> KeyNames:
        return key_names(self.app)

    async def show_view(self, name: str, at: Key | None = None) -> None:
        """Show that view as it was left, or with the cursor on the row with that key."""
        await self.end_filter(keep=True, focus=False)
        self.view = await self._view(name)
        self.current = self.view.id
        if not self.view.is_whole:
            self.list_view = name
        self.view.show(self._library.snapshot, at)
        self.view.take_focus()

    async def _view(self, name: str) -> View:
        for known in self.query(f"#{name}-view").results(View):
            return known
        if name == "triage":
            from .triage import TriageView

            view: View = TriageView(self._make_page(), self._library, self._settings, id="triage-view")
        else:
            view = make_view(name, self._library, self._settings)
        await self.add_content(view)
        return view

    async def show_person(self, contact_id: int) -> None:
        """Show that person, whatever filter stands there: among who is due where they are, else among everybody."""
        snapshot = self._library.snapshot
        is_due = any(row.contact_id == contact_id for row in snapshot.rows)
        name = "due" if self.name_shown == "due" and is_due else "people"
        if name != self.name_shown:
            await self.show_view(name)
        if self.view.query_said:
            self.view.unfilter()
        self.view.show(snapshot, key_of_person(contact_id))

    # Filter and marks

    async def begin_filter(self) -> None:
        """Show only who matches, as one types."""
        from ..widgets.filter_input import FilterInput

        for known in self.query(FilterInput):
            known.focus()
            return
        people = self._library.snapshot.people
        tags = {tag for person in people for tag in person.tags}
        box = FilterInput(self.view.query_said.said, tags, {person.employer for person in people} - {""})
        await self.mount(box)
        self.screen.set_focus(box)

    @on(Input.Changed, "#filter")
    def _filter_typed(self, event: Input.Changed) -> None:
        event.stop()
        problem = self.view.filter(read_query(event.value.strip(), self._library.today))
        self.post_message(self.Changed(problem))

    @on(Input.Submitted, "#filter")
    async def _filter_kept(self, event: Input.Submitted) -> None:
        event.stop()
        await self.end_filter(keep=True)

    async def end_filter(self, *, keep: bool, focus: bool = True) -> None:
        """Take the line to type in away; what was typed stays in force, or not."""
        if not self.query("FilterInput"):
            return  # Enter was held
        await self.query("FilterInput").remove()
        if not keep:
            self.view.unfilter()
        if focus:
            self.view.take_focus()

    async def back(self) -> bool:
        """Close the filter, else take the marks away, else the filter; gives whether marks were taken away."""
        if self.query("FilterInput"):
            await self.end_filter(keep=False)
        elif self.view.marked:
            self.view.unmark()
            return True
        elif self.view.query_said:
            self.view.unfilter()
        return False

    def marked_said(self) -> str:
        """What is said of the marks: how many there are, and what can be done with them."""
        count = len(self.view.marked)
        what = ["log", "snooze", "skip", "tag", "archive", *(["merge"] if count == 2 else [])]
        words = {"snooze": "later", "skip": "skip or close"}
        offers = ", ".join(f"{self._keys(f'due.{each}')} {words.get(each, each)}" for each in what)
        return f"{count} marked: {offers}; {self._keys('due.back')} unmarks." if count else ""

    # Triage

    async def begin_triage(self) -> None:
        """Begin with who is due, of whom there must be some, or go on where the user left."""
        from .triage import TriageView

        view = await self._view("triage")
        assert isinstance(view, TriageView)
        view.begin(self._library.snapshot)
        await self.show_view("triage")

    def count(self, what: Decided | None) -> None:
        """A step was decided; the view may count it."""
        if what is not None:
            self.view.decided(what, self._library.read(queries.latest_action) or 0)

    async def on_triage_view_stopped(self, event: "TriageView.Stopped") -> None:
        """Back to the list; what was decided stays decided."""
        event.stop()
        await self.show_view("due", self.selection.key)
        again = self._keys("due.triage")
        self.post_message(self.Finished(f"{event.done} of {event.whole} decided. {again} goes on with the others."))

    def on_triage_view_over(self, event: "TriageView.Over") -> None:
        """Nobody is left: back to the list, once what was done last has been said."""
        event.stop()
        self.call_after_refresh(self._end_triage)

    async def _end_triage(self) -> None:
        view = await self._view("triage")
        if self.view is view:
            summary, undo = view.summary(), self._keys("due.undo")
            await self.show_view("due")
            ending = f"That was all for today{': ' + summary if summary else ''}. {undo} takes the last one back."
            self.post_message(self.Finished(ending))
