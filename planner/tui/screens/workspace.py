"""The place where everything is: a view, and beside it the page of what was chosen, or what was opened."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

from ... import registry
from ...dates import show
from ..pages.page import Page
from ..pages.person import PersonPanel
from ..pages.showing import show_selection
from ..services.library import Library
from ..services.state import Key, Snapshot
from ..views.base import View
from ..views.deck import ViewDeck
from ..widgets.divider import NARROWEST, Divider
from ..widgets.side_pane import SidePane
from ..widgets.tab_bar import TabBar

_READ_PAUSE = 0.03  # seconds: a held arrow key reads only the person it stops at


class Workspace(Horizontal):
    """Shows a view with what belongs to it, and one thing opened over the page; `bar` is the line above."""

    def __init__(self, library: Library, deck: ViewDeck, bar: TabBar) -> None:
        super().__init__()
        self._library = library
        self._bar = bar
        self.deck = deck
        """The views."""
        self.side = SidePane(PersonPanel(id="person"), id="side")
        """The place beside them."""
        self._list_width: int | None = None  # what the divider was dragged to, in columns
        self._read_timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """View, divider, page."""
        yield self.deck
        yield Divider(id="divider")
        yield self.side

    @property
    def page(self) -> Page:
        """The page of what is on the cursor."""
        if self.deck.name_shown == "triage":
            return self.query_one("#triage-person", Page)
        return self.query_one("#application" if self.deck.name_shown == "applications" else "#person", Page)

    def show(self, snapshot: Snapshot, at: Key | None = None, *, stay: bool = True) -> None:
        """Show that state of the book, as `View.show` does."""
        self.deck.view.show(snapshot, at, stay=stay)
        self.show_around()

    def show_around(self) -> None:
        """The tabs, and what the page says while the list is empty."""
        view, bar = self.deck.view, self._bar
        banner, nothing = view.banner(), None if view.is_whole else view.nothing()
        if banner is not None:
            bar.show_instead(banner)
        else:
            said = view.headline(self.size.width or self.app.size.width)
            if self._library.is_read_only:
                said.insert(0, ("read only", "bold $text-warning"))
            behind = Content("  ·  ").join(Content.assemble(each) for each in said)
            bar.show(view.view, len(self._library.snapshot.due_now), show(self._library.today), behind)
        self.set_class(nothing is not None, "-nobody")
        if nothing is not None:
            self.page.show_text(nothing)

    @on(View.Selected)
    def _selected(self, event: View.Selected) -> None:
        event.stop()  # nobody above asks, and a held arrow key sends many
        if self.deck.view.is_whole:
            self.show_around()
        if self._read_timer is not None:
            self._read_timer.stop()
        self._read_timer = self.set_timer(_READ_PAUSE, self.show_page)

    def show_page(self) -> None:
        """Show the person, or the application, on the cursor."""
        show_selection(self.page, self.deck.selection, self._library)

    async def show_view(self, name: str, at: Key | None = None) -> None:
        """Show that view, as it was left, or with the cursor on the row with that key."""
        if name == "applications" and not self.query("#application"):
            from ..pages.application import ApplicationPanel

            await self.side.add_page(ApplicationPanel(id="application"))
        await self.deck.show_view(name, at)
        self.fit_view()

    def fit_view(self) -> None:
        """Make room for the view that is shown, as much as it takes."""
        view = self.deck.view
        self.set_class(view.is_whole, "-whole")
        for name in (*registry.VIEWS, "triage"):
            self.set_class(name == view.view, f"-{name}")
        self._set_list_width()
        self.show_around()

    async def show_person(self, contact_id: int, touch: int | None = None, *, on_page: bool = False) -> None:
        """To that person, whatever filter stands there; `on_page` also on the page, with the message open."""
        await self.deck.show_person(contact_id)
        self.fit_view()
        if on_page:
            self.call_after_refresh(self.deck.view.listed.reveal)
            self.show_page()
        page = self.page
        if touch is not None and isinstance(page, PersonPanel):
            page.focus()
            page.call_after_refresh(page.open_touch, touch)

    def on_page_left(self) -> None:
        """Back to the list."""
        self.deck.view.take_focus()

    async def on_page_opened(self, event: Page.Opened) -> None:
        """From an application to one of its people."""
        await self.show_person(event.contact_id, on_page=True)

    @on(Divider.Dragged)
    def _dragged(self, event: Divider.Dragged) -> None:
        self._list_width = event.width
        self._set_list_width()

    def _set_list_width(self) -> None:
        width = None if self.deck.view.is_whole or self.screen.has_class("-narrow") else self._list_width
        if width is not None:
            width = max(NARROWEST, min(width, self.size.width - NARROWEST - 1))
        self.deck.styles.width = width
        self.side.styles.width = None if width is None else "1fr"

    def on_resize(self) -> None:
        """What the divider was dragged to holds as far as there is room."""
        if self._list_width is not None:
            self.call_after_refresh(self._set_list_width)

    @property
    def is_taken(self) -> bool:
        """Whether something is open beside the view."""
        return self.side.content is not None

    async def open(self, widget: Widget, *, whole: bool = False) -> None:
        """Show something in the page's place; with `whole`, in the place of the list as well."""
        self.set_class(whole, "-writing")
        self.deck.disabled = True  # what is open is about whom it was opened for: the list takes no keys, no clicks
        self.add_class("-side-open")
        await self.side.open(widget)
        self.screen.refresh_bindings()

    async def close(self) -> None:
        """Close what is open, and go back to the view."""
        await self.side.close()
        self.deck.disabled = False
        self.remove_class("-side-open", "-writing")
        self.deck.view.take_focus()

    @on(SidePane.Closed)
    def _pane_closed(self) -> None:
        self.screen.refresh_bindings()
