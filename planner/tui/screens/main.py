"""The main screen: it puts views, forms and notes together, and holds no rule of its own."""

from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.app import App, ComposeResult
from textual.binding import ActiveBinding
from textual.geometry import Size
from textual.screen import Screen

from ...book import queries
from ...book.due import next_row
from ...cadence.terms import STEP_NAMES
from ...dates import retold, show
from ..bindings import KeyNames, in_usual_order, key_names
from ..messages import GoTo, Said
from ..pages.person import PersonPanel
from ..services.library import Library
from ..services.preferences import Preferences
from ..services.state import Key, Snapshot, key_of_application, key_of_person
from ..views.base import View
from ..views.deck import ViewDeck
from ..widgets.footer import FittingFooter
from ..widgets.status_line import StatusLine
from ..widgets.tab_bar import TabBar
from ..writing.autosave import Autosave
from ..writing.delivery import Delivery
from .form_flow import FormFlow
from .journal_flow import JournalFlow
from .note_flow import NoteFlow
from .workspace import Workspace

if TYPE_CHECKING:
    from ...book.commands import Done
    from ..forms.session import FormSession
    from ..services.carrying import Carrying
    from ..writing.notes_editor import NotesEditor
    from ..writing.session import WritingSession
    from .find import FoundLine

_WORK = {"opens", "note"}  # groups of what a key sets off: it opens something, or closes it


class MainScreen(Screen[None]):
    """A view, the page beside it or what was opened in its place, one line for messages, and the keys."""

    AUTO_FOCUS = "#due"

    def __init__(self, app: App[Any], library: Library, preferences: Preferences, autosave: Autosave) -> None:
        super().__init__(id="_default")
        self.library = library
        self._bar = TabBar(id="title")
        deck = ViewDeck(library, preferences.at_start, _page_of_triage, id="left")
        self.workspace = Workspace(library, deck, self._bar)
        """The views, and what is shown beside them."""
        self._preferences = preferences
        delivery = Delivery(app, library, preferences, autosave)
        self._journal = JournalFlow(self)
        self._forms = FormFlow(self, self._journal, delivery)
        self._notes = NoteFlow(self, self._journal, self._forms, preferences, autosave, delivery)
        self._placing: tuple[Key | None, bool] = (None, True)  # where the cursor goes when the book was read anew
        self._has_asked_who = False

    def compose(self) -> ComposeResult:
        """Tabs, the workspace, one line for messages, and the keys."""
        yield self._bar
        yield self.workspace
        yield StatusLine(id="message")
        yield FittingFooter(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Show who is due; the rest follows after the first frame."""
        self.library.changed.subscribe(self, self._book_was_read, immediate=True)
        self._book_was_read(self.library.read_this_week())
        if self.library.doubt:
            self.say(self.library.doubt, wrong=True)
        self.call_after_refresh(self._load_rest)

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        """Draw all of a frame that lays out and scrolls at once.

        Textual finds what has moved by comparing with the layout before. Whatever asks in between where a widget stands
        has that layout made anew, already scrolled: then nothing seems to have moved, and the old text stays.
        """
        whole = scroll and self._layout_required
        super()._refresh_layout(size, scroll)
        if whole:
            self.refresh()

    @work(group="first")  # of its own: on a slow machine another reading would end it before it has said anything
    async def _load_rest(self) -> None:
        await self.reload()
        wished = self._preferences.at_start.start_view
        if (
            wished != "due" and self.workspace.deck.name_shown == "due" and not self.workspace.is_taken
        ):  # else the user was quicker
            await self.show_view(wished)
        if self.library.is_read_only:
            self.say("This file can only be read: look at everything, but nothing you do here can be kept.", wrong=True)
        elif problems := self._preferences.problems():
            self.say(f"{problems[0]}  `planner config check` shows all.", wrong=True)

    async def book_is_ready(self) -> None:
        """The book can be written to now: on first use, ask who the user is; else look for texts a crash left."""
        if self.library.has_changed():  # else reading it all again would only take the keys' time
            await self.reload()
        if not self._has_asked_who and self.library.read(queries.profile) is None and not self.workspace.is_taken:
            self._has_asked_who = True
            self.action_ask("first_use")
        else:
            self.look_for_left_overs()

    @work(exclusive=True, group="left-overs")
    async def look_for_left_overs(self) -> None:
        """Offer what a crash left in another editor."""
        await self._forms.look_for_left_overs()

    # What is shown

    @property
    def keys(self) -> KeyNames:
        """The names of the keys, for sentences."""
        return key_names(self.app)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """What the keys do just now. In the footer a key of the user's own stands where the usual one stood."""
        keys = super().active_bindings
        return in_usual_order(keys) if self._preferences.at_start.keymap_in_force() else keys

    @property
    def is_opening(self) -> bool:
        """Whether what a key has opened is not there yet, so that the next one would miss it."""
        at_work = any(worker.group in _WORK and not worker.is_finished for worker in self.workers)
        return at_work or self.workspace.side.is_opening

    def not_kept(self) -> str:
        """What was typed into an open form and is on no disk; "" when nothing would be lost."""
        return "\n\n".join(filter(None, (each.not_kept() for each in self.query("FormSession").results())))  # type: ignore[attr-defined]

    def give_up_forms(self) -> None:
        """The user leaves without what stands in an open form."""
        for each in self.query("FormSession").results():
            each.give_up()  # type: ignore[attr-defined]

    def would_lose(self) -> bool:
        """Whether a form is open with something in it that leaving would lose."""
        return any(each.would_lose for each in self.query("FormSession").results())  # type: ignore[attr-defined]

    def say(self, text: str, *, wrong: bool = False) -> None:
        """One line of what was done, or of what could not be."""
        for line in self.query(StatusLine):  # none while the app ends
            line.say(retold(text, self.library.today), wrong=wrong)

    def on_said(self, event: Said) -> None:
        """Say what some part of the screen has to say."""
        self.say(event.text, wrong=event.wrong)

    def show_progress(self, done: int, whole: int) -> None:
        """How far a job is that takes its time; 0 of 0 once it is over."""
        line = self.query_one(StatusLine)
        if whole:
            line.show_progress(done, whole, self.keys("app.stop"))
        else:
            line.end_progress()

    async def reload(self, at: Key | None = None, *, stay: bool = True) -> None:
        """Read the book anew and show it; the cursor goes to the row with that key, or stays as `View.show` says."""
        self._placing = at, stay
        await self.library.load()

    def _book_was_read(self, snapshot: Snapshot) -> None:
        (at, stay), self._placing = self._placing, (None, True)
        self.workspace.show(snapshot, at, stay=stay)

    @on(ViewDeck.Changed)
    def _view_changed(self, event: ViewDeck.Changed) -> None:
        self.workspace.show_around()
        self.say(event.problem, wrong=bool(event.problem))

    @on(ViewDeck.Finished)
    def _triage_finished(self, event: ViewDeck.Finished) -> None:
        self.workspace.fit_view()
        self.say(event.said)

    async def show_view(self, name: str, at: Key | None = None) -> None:
        """Show that view, as it was left, or with the cursor on the row with that key."""
        await self.workspace.show_view(name, at)
        self.say("")

    @on(TabBar.Chosen)
    async def _tab_clicked(self, event: TabBar.Chosen) -> None:
        if not self.workspace.is_taken:
            await self.action_view(event.view)

    async def on_view_left(self, event: View.Left) -> None:
        """Back from a view that is a page of its own, or to the person that was chosen there."""
        key = None if event.contact_id is None else key_of_person(event.contact_id)
        await self.show_view(self.workspace.deck.list_view if key is None else "due", key)

    # What the keys do, and what comes of it

    async def action_view(self, name: str) -> None:
        """Show that view; from one that is a page of its own its number leads back."""
        deck = self.workspace.deck
        if name != deck.name_shown:
            await self.show_view(name)
        elif deck.view.is_whole:
            await self.show_view(deck.list_view)

    @work(exclusive=True, group="opens")
    async def action_ask(self, name: str) -> None:
        """Open a form about whom was chosen."""
        await self._forms.ask(name)

    @work(group="note")
    async def on_form_session_finished(self, event: "FormSession.Finished") -> None:
        """Show what a form has done."""
        await self._forms.finished(event)
        if event.spec.goes_on_to_note and not event.was_left:
            await self._notes.write(has_asked=True)

    @work(exclusive=True, group="opens")
    async def action_write(self) -> None:
        """Open the note that this person is owed, or ask what became of the one handed over."""
        await self._notes.write()

    def on_view_activated(self) -> None:
        """A double click opens the note, as Enter does."""
        self.action_write()

    @work(group="note")
    async def on_writing_session_finished(self, event: "WritingSession.Finished") -> None:
        """Show what became of a note."""
        await self._notes.finished(event)

    @work(exclusive=True, group="opens")
    async def action_notes(self) -> None:
        """Edit the notes on this person."""
        await self._notes.edit_notes()

    @work(group="note")
    async def on_notes_editor_left(self, event: "NotesEditor.Left") -> None:
        """Back to the list, or to the person that a link names."""
        await self._notes.notes_left(event)

    @work(exclusive=True, group="opens")
    async def action_carry_out(self, name: str) -> None:
        """Do what needs no words for whom was chosen."""
        await self._journal.carry_out(name)

    @work(exclusive=True, group="opens")
    async def action_undo(self) -> None:
        """Take the latest action back."""
        await self._journal.undo()

    @work(exclusive=True, group="opens")
    async def action_redo(self) -> None:
        """Do the undone action again."""
        await self._journal.redo()

    async def action_back(self) -> None:
        """Close the filter, else take the marks away, else the filter; leave a view that is a page of its own."""
        if self.workspace.deck.view.is_whole:
            await self.show_view(self.workspace.deck.list_view)
            return
        if await self.workspace.deck.back():
            self.say("")
        self.workspace.show_around()

    async def action_filter(self) -> None:
        """Show only who matches, as one types."""
        await self.workspace.deck.begin_filter()

    def action_mark(self) -> None:
        """Mark the person on the cursor, or take the mark away, and go to the next."""
        self.workspace.deck.view.mark()
        self.workspace.show_around()
        self.say(self.workspace.deck.marked_said())

    def action_mark_all(self) -> None:
        """Mark everybody who is shown, or nobody."""
        self.workspace.deck.view.mark_all()
        self.workspace.show_around()
        self.say(self.workspace.deck.marked_said())

    def action_arrange(self, how: str) -> None:
        """Sort or group the list in another way."""
        self.say(self.workspace.deck.view.rearrange(how))

    def action_scroll_page(self, direction: int) -> None:
        """Read on, or back, on the page."""
        page = self.workspace.page
        page.scroll_relative(y=direction * max(1, page.size.height // 2), animate=False)

    def action_to_page(self) -> None:
        """To the page beside the list."""
        if not self.workspace.deck.view.is_whole and self.workspace.deck.selection.key is not None:
            self.workspace.page.focus()

    async def on_go_to(self, event: GoTo) -> None:
        """Go to a person who was named in the palette, and do something about them."""
        while self.app.screen is not self:  # the palette was opened over Find, say
            self.app.pop_screen()
        if self.workspace.is_taken:
            self.say(f"Finish what is open first; {self.keys('form.cancel')} leaves it.", wrong=True)
            return
        await self.workspace.show_person(event.contact_id)
        if event.action:
            self.workspace.deck.view.unmark()  # one person was named
            self.call_after_refresh(self.run_action, event.action)

    async def action_triage(self) -> None:
        """Begin triage, or go on where the user left it."""
        if self.library.snapshot.due_now:
            await self.workspace.deck.begin_triage()
            self.workspace.fit_view()
            self.say("")
            return
        following = self.library.read(lambda connection: next_row(connection, self.library.today))
        if following is None:
            self.say("Nothing is due, and nothing is planned.")
        else:
            day = show(following.opens, self.library.today)
            self.say(f"Nothing is due today. Next: {day}, {STEP_NAMES[following.step]} with {following.name}.")

    def action_help(self) -> None:
        """Show all keys; those that work here come first."""
        from .keys import KeysScreen

        here = self.workspace.deck.name_shown
        is_note = self.query("WritingSession")
        self.app.push_screen(KeysScreen(*(("note", "text", "undo") if is_note else (here, here.removesuffix("s")))))

    def action_find(self) -> None:
        """Search everything ever written."""
        from .find import FindScreen

        self.app.push_screen(FindScreen(self.library), self._found)

    def action_import_files(self) -> None:
        """Import files, each entry shown before it is recorded."""
        from .importing import ImportScreen

        self.app.push_screen(ImportScreen(self.library), self._imported)

    async def _imported(self, done: "Done | None") -> None:
        if done is not None:
            await self.reload()
            self._journal.say_done(done)

    async def _found(self, line: "FoundLine | None") -> None:
        if line is None:
            return
        found, place = line
        if found.contact_id is not None:
            touch = place.key if place.kind == "touchpoint" else None
            await self.workspace.show_person(found.contact_id, touch, on_page=True)
        elif found.application_id is not None:
            await self.show_view("applications", key_of_application(found.application_id))

    def choose_theme(self) -> None:
        """Other colours, shown while one goes through them."""
        from .themes import ThemesScreen

        if not isinstance(self.app.screen, ThemesScreen):
            self.app.push_screen(ThemesScreen(), self._keep_theme)

    def _keep_theme(self, theme: str | None) -> None:
        if theme:
            problem = self._preferences.keep_theme(theme)
            self.say(problem or f"The colours are {theme} from now on.", wrong=bool(problem))

    async def action_leave(self) -> None:
        """Save the draft and quit."""
        await self.app.action_quit()

    @work(exclusive=True, group="rows")
    async def show_changes(self) -> None:
        """Show what another program changed, unless something is open: it is about what was there."""
        if not self.workspace.is_taken and not self.is_opening:
            await self._journal.show_changes()

    async def look_outside(self, carrying: "Carrying") -> None:
        """Take in what other machines wrote, unless something is open; and say it."""
        await self._journal.look_outside(carrying, may_take_in=not self.workspace.is_taken and not self.is_opening)

    @work(exclusive=True, group="rows")
    async def show_new_day(self) -> None:
        """Show who is due today, now that today is another day."""
        await self.reload()


def _page_of_triage() -> PersonPanel:
    page = PersonPanel(id="triage-person")
    page.can_focus = False
    return page
