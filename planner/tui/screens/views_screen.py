"""The five views and the ways between them; each is remembered as it was left."""

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.widgets import Static

from ...book.directory import PersonRow
from ...book.directory import matching as matching_people
from ...finding import Query
from ..pages.page import Page
from ..pages.person import PersonPanel
from ..views.application_list import ApplicationList, ApplicationPanel
from ..views.due_list import Key
from ..views.people_list import COLUMNS, GROUPS, PeopleList
from ..widgets.divider import Divider
from ..widgets.line_list import LineList
from ..widgets.tab_bar import TitleBar
from .due_screen import LISTS, DueScreen

if TYPE_CHECKING:
    from ...book.database import Book
    from ...book.forecast import Coming
    from ...book.search import Results
    from ..views.calendar import Calendar
    from ..views.insights import InsightsPage
    from .find import FindPage


_FINISH_FIRST = "Finish what is open first; escape leaves it."


class ViewsScreen(DueScreen):
    """Due, people, applications, calendar and insights, each by its number."""

    async def action_view(self, view: str) -> None:
        """Show that view, as it was left."""
        if view == self._view:
            if view not in LISTS:
                await self._leave_whole_view()
            return
        if self.query("#filter"):
            await self._end_filter(keep=True)
        await self._show_view(view)

    def _show_rows(self, keep: Key | None = None, cursor: int = 0) -> None:
        super()._show_rows(keep, cursor)
        if self._view not in LISTS:
            self._fill_whole_view(self._view)  # what is shown there may be another now

    async def _begin_where_wished(self) -> None:
        wished = self.app.settings.start_view
        if wished != "due" and self._view == "due" and not self._side_is_busy():  # else the user was quicker
            await self._show_view(wished)

    async def _show_view(self, view: str, keep: Key | None = None) -> None:
        """Show that view, with the cursor on the row with that key."""
        await self._make(view)
        if self._view in LISTS:
            self._before = self._view
        self._view = view
        for other in LISTS:
            for listed in self.query(f"#{other}"):
                listed.display = other == view
        for line in self.query("#columns"):
            line.display = view == "people"
        self.set_class(view not in LISTS, "-whole")
        self.set_class(view == "people", "-people")
        self.set_class(view == "applications", "-applications")
        self.set_class(view == "calendar", "-calendar")
        self.set_class(view == "insights", "-insights")
        self.say("")
        if view in LISTS:
            listed = self._list
            current = keep or (self._current_key() if listed.current is not None else None)
            self._show_rows(keep=current, cursor=listed.cursor)
            listed.focus()
        else:
            self._show_title(0)
            self.query_one(f"#{view}").focus()
            self._fill_whole_view(view)
        self.refresh_bindings()

    async def _make(self, view: str) -> None:
        """Make the widgets of a view when it is shown for the first time."""
        if self.query(f"#{view}"):
            return
        if view == "people":
            listed = PeopleList(self.app.today, id="people")
            await self.query_one("#left").mount(Static(id="columns"), listed, before=0)
        elif view == "applications":
            await self.query_one("#left").mount(ApplicationList(self.app.today, id="applications"), before=0)
            await self.query_one("#side").mount(ApplicationPanel(id="application"), before=0)
        elif view == "calendar":
            from ..views.calendar import Calendar

            await self.query_one("#body").mount(Calendar(self.app.today, self.app.settings.first_day, id="calendar"))
        else:
            from ..views.insights import InsightsPage

            await self.query_one("#body").mount(InsightsPage(id="insights"))

    @work(exclusive=True, group="whole")
    async def _fill_whole_view(self, view: str) -> None:
        """What the calendar and the insights show is worked out away from the screen."""
        today = self.app.today
        if view == "calendar":
            from ..views.calendar import DAYS, Calendar

            calendar = self.query_one(Calendar)
            calendar.begin(today)

            def job(book: "Book") -> "list[Coming]":
                from ...book.forecast import forecast

                return forecast(book, DAYS)

            coming = await self._do(job)
            if coming is not None and calendar.is_attached:
                calendar.show(coming)
            return
        from ...book.insights import insights
        from ..views.insights import InsightsPage

        found = await asyncio.to_thread(lambda: self.app.read(lambda connection: insights(connection, today)))
        for page in self.query(InsightsPage):
            if found is not None:
                page.show(found, today)

    async def _leave_whole_view(self, keep: Key | None = None) -> None:
        await self._show_view(self._before if keep is None else "due", keep)

    async def on_calendar_left(self, event: "Calendar.Left") -> None:
        """Back from the calendar, to the person that was chosen there."""
        await self._leave_whole_view((event.contact_id, "", None) if event.contact_id is not None else None)

    async def on_insights_page_left(self, event: "InsightsPage.Left") -> None:  # noqa: ARG002
        """Back from the insights."""
        await self._leave_whole_view()

    @on(TitleBar.Chosen)
    async def _tab_clicked(self, event: TitleBar.Chosen) -> None:
        if self.check_action("view", ()):
            await self.action_view(event.view)

    @on(Divider.Dragged)
    def _dragged(self, event: Divider.Dragged) -> None:
        self.query_one("#left").styles.width = event.width
        self.query_one("#side").styles.width = "1fr"

    def action_to_page(self) -> None:
        """To the page beside the list."""
        if self._view in LISTS and self._list.current is not None:
            self._page.focus()

    def on_page_left(self) -> None:
        """Back to the list."""
        self._list.focus()

    async def on_page_opened(self, event: Page.Opened) -> None:
        """From an application to one of its people."""
        await self._open_person(event.contact_id)

    async def _go_to(self, contact_id: int) -> None:
        """To that person, whatever filter stands there: in the due list where they are in it, else among all people."""
        view = "due" if self._view == "due" and any(row.contact_id == contact_id for row in self._rows) else "people"
        self._filters.pop(view, None)
        if view == self._view:
            self._show_rows(keep=(contact_id, "", None))
        else:
            await self._show_view(view, (contact_id, "", None))

    async def _open_person(self, contact_id: int, touch: int | None = None) -> None:
        """To that person, with the message open."""
        await self._go_to(contact_id)
        self.call_after_refresh(self._list.reveal)
        self._show_page()
        if touch is not None:
            panel = self.query_one(PersonPanel)
            panel.focus()
            panel.call_after_refresh(panel.open_touch, touch)

    @property
    def people(self) -> list[PersonRow]:
        """Everybody in the book, as they were read last."""
        return self._people

    async def do_for(self, contact_id: int, action: str) -> None:
        """Go to that person, and do something about them."""
        if self._side_is_busy():
            self.say(_FINISH_FIRST, wrong=True)
            return
        if action:
            self._marked.clear()  # one person was named
        await self._go_to(contact_id)
        if action:
            self.call_after_refresh(self.run_action, action)

    async def action_open_application(self) -> None:
        """To the people of the application on the cursor, on its page."""
        if self._application is not None:
            self._page.focus()

    def action_sort(self) -> None:
        """Sort by the next column."""
        listed = self.query_one(PeopleList)
        listed.sort = COLUMNS[(COLUMNS.index(listed.sort) + 1) % len(COLUMNS)]
        self._arranged(listed)

    def action_reverse(self) -> None:
        """Sort the other way round."""
        listed = self.query_one(PeopleList)
        listed.reverse = not listed.reverse
        self._arranged(listed)

    def action_group(self) -> None:
        """Group by the next of the columns, or not at all."""
        listed = self.query_one(PeopleList)
        listed.group = GROUPS[(GROUPS.index(listed.group) + 1) % len(GROUPS)]
        self._arranged(listed)

    def _arranged(self, listed: PeopleList) -> None:
        self._show_rows(keep=self._current_key())
        grouped = f", grouped by {listed.group}" if listed.group else ""
        self.say(f"Sorted by {listed.sort}{', the other way round' if listed.reverse else ''}{grouped}.")

    def _show_columns(self) -> None:
        for line in self.query("#columns").results(Static):
            listed = self.query_one(PeopleList)
            width = listed.scrollable_content_region.width or self.query_one("#left").size.width
            line.update(listed.columns_line(width), layout=False)

    @on(LineList.Resized)
    def _resized(self) -> None:
        if self._view == "people":
            self._show_columns()

    @work(exclusive=True, group="deed")
    async def action_find(self) -> None:
        """Search everything ever written."""
        from .find import FindPage

        await self._open_side(FindPage(self.app.today, self._search), whole=True)

    def _search(self, query: Query) -> "Results":
        from ...book.search import Results, search

        people = matching_people(self._people, query.filters_only()) if query.filters else None
        only = {person.contact_id for person in people} if people is not None else None
        return self.app.read(lambda connection: search(connection, query, only)) or Results([], False)

    async def on_find_page_left(self, event: "FindPage.Left") -> None:
        """Back from the search, or on to the person that was found."""
        await self._close_side()
        if event.contact_id is not None:
            await self._open_person(event.contact_id, event.touch)
        elif event.application_id is not None:
            await self._show_view("applications", (event.application_id, "", None))
