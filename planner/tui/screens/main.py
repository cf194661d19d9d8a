"""The main screen: it puts views, pages, forms and notes together, and holds no rule of its own."""

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Input

from ... import environment, registry
from ...book import applications, queries
from ...book.due import DueRow, next_row
from ...book.errors import BookError
from ...cadence.terms import STEP_NAMES
from ...dates import retold, show
from ...finding import read_query
from ...text import joined, plural, shorten
from ..bindings import KeyNames, in_usual_order, key_names
from ..commands import lazy as commands
from ..commands.direct import DIRECT
from ..forms import form_about
from ..forms.session import FormSession
from ..forms.spec import Desk, FormSpec, Link
from ..messages import GoTo, Said
from ..pages.application import ApplicationPanel
from ..pages.page import Page
from ..pages.person import PersonPanel, read_person
from ..services.library import Library
from ..services.preferences import Preferences
from ..services.state import Decided, Key, Selection, Snapshot, key_of, key_of_person
from ..system.external_editor import left_over
from ..views import make_view
from ..views.base import View
from ..views.due import DueView
from ..views.triage import TriageView
from ..widgets.divider import Divider
from ..widgets.filter_input import FilterInput
from ..widgets.footer import FittingFooter
from ..widgets.side_pane import SidePane
from ..widgets.status_line import StatusLine
from ..widgets.tab_bar import TabBar
from ..writing.autosave import Autosave
from ..writing.delivery import Delivery
from ..writing.notes_editor import NotesEditor
from ..writing.opening import Next, open_note
from ..writing.session import WritingSession
from .find import FindScreen, FoundLine
from .keys import KeysScreen
from .themes import ThemesScreen

if TYPE_CHECKING:
    from ...book.search import Results
    from ...finding import Query

_READ_PAUSE = 0.03  # seconds: a held arrow key reads only the person it stops at
_LAST_SAVE = 10.0  # seconds that the last save may take
_WORK = {"opens", "note"}  # groups of what a key sets off: it opens something, or closes it


class MainScreen(Screen[None]):
    """A view, the page beside it or what was opened in its place, one line for messages, and the keys."""

    AUTO_FOCUS = "#due"

    def __init__(self, library: Library, preferences: Preferences, autosave: Autosave) -> None:
        super().__init__(id="_default")
        self.library = library
        self._preferences = preferences
        self._autosave = autosave
        self._delivery = Delivery(self.app, library, preferences, autosave)
        self.view: View = DueView(library, preferences.at_start, id="due-view")
        """The view that is shown."""
        self._list_view = "due"  # the view with a list that was shown last
        self._list_width: int | None = None  # what the divider was dragged to, in columns
        self._placing: tuple[Key | None, bool] = (None, True)  # where the cursor goes when the book was read anew
        self._read_timer: Timer | None = None
        self._has_asked_who = False

    def compose(self) -> ComposeResult:
        """Tabs, view and page, message, keys."""
        yield TabBar(id="title")
        with Horizontal(id="body"):
            with Vertical(id="left"), ContentSwitcher(initial="due-view", id="views"):
                yield self.view
            yield Divider(id="divider")
            yield SidePane(PersonPanel(id="person"), id="side")
        yield StatusLine(id="message")
        yield FittingFooter(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Show who is due; the rest follows after the first frame."""
        self.library.changed.subscribe(self, self._book_was_read, immediate=True)
        self._book_was_read(self.library.read_this_week())
        if self.library.doubt:
            self.say(self.library.doubt, wrong=True)
        self.call_after_refresh(self._load_rest)

    @work(exclusive=True, group="rows")
    async def _load_rest(self) -> None:
        await self.reload()
        wished = self._preferences.at_start.start_view
        if wished != "due" and self.view.view == "due" and self.side.content is None:  # else the user was quicker
            await self.show_view(wished)
        if self.library.is_read_only:
            self.say("This file can only be read: look at everything, but nothing you do here can be kept.", wrong=True)
        elif problems := self._preferences.problems():
            self.say(f"{problems[0]}  `planner config check` shows all.", wrong=True)

    async def book_is_ready(self) -> None:
        """The book can be written to now: on first use, ask who the user is, and else for texts a crash left."""
        if self.library.has_changed():  # else reading it all again would only take the keys' time
            await self.reload()
        if not self._has_asked_who and self.library.read(queries.profile) is None and self.side.content is None:
            self._has_asked_who = True
            self.action_ask("first_use")
        else:
            self.look_for_left_overs()

    @work(exclusive=True, group="left-overs")
    async def look_for_left_overs(self) -> None:
        """Offer what a crash left in another editor; what is being opened by then goes on."""
        from ..forms.left_over import LeftOverForm

        found = await asyncio.to_thread(left_over, environment.state_folder(), str(self.library.path))
        if found and self.side.content is None:
            await self.open(FormSession(LeftOverForm(found[0]), self.library))

    # What is shown

    @property
    def side(self) -> SidePane:
        """The place beside the view."""
        return self.query_one(SidePane)

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
        return self.side.is_opening or any(worker.group in _WORK and not worker.is_finished for worker in self.workers)

    @property
    def _page(self) -> Page:
        """The page of what is on the cursor."""
        if isinstance(self.view, TriageView):
            return self.view.query_one(PersonPanel)
        return self.query_one("#application" if self.view.view == "applications" else "#person", Page)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """One line of what was done, or of what could not be."""
        self.query_one(StatusLine).say(retold(text, self.library.today), wrong=wrong)

    def on_said(self, event: Said) -> None:
        """Say what some part of the screen has to say."""
        self.say(event.text, wrong=event.wrong)

    def show_progress(self, done: int, whole: int) -> None:
        """How far a job is that takes its time."""
        if whole:
            self.query_one(StatusLine).show_progress(done, whole, self.keys("app.stop"))

    async def reload(self, at: Key | None = None, *, stay: bool = True) -> None:
        """Read the book anew and show it; the cursor goes to the row with that key, or stays as `View.show` says."""
        self._placing = at, stay
        await self.library.load()

    def _book_was_read(self, snapshot: Snapshot) -> None:
        (at, stay), self._placing = self._placing, (None, True)
        self._show(snapshot, at, stay=stay)

    def _show(self, snapshot: Snapshot, at: Key | None = None, *, stay: bool = True) -> None:
        self.view.show(snapshot, at, stay=stay)
        self._show_around()

    def _show_around(self) -> None:
        """The title, and what the page says while the list is empty."""
        today, banner = self.library.today, self.view.banner()
        if banner is not None:
            self.query_one(TabBar).show_instead(banner)
        else:
            said = self.view.headline(self.size.width)
            if self.library.is_read_only:
                said.insert(0, ("read only", "bold $text-warning"))
            behind = Content("  ·  ").join(Content.assemble(each) for each in said)
            due_now = len(self.library.snapshot.due_now)
            self.query_one(TabBar).show(self.view.view, due_now, show(today), behind)
        nothing = None if self.view.is_whole else self.view.nothing()
        self.set_class(nothing is not None, "-nobody")
        if nothing is not None:
            self._page.show_text(nothing)

    @on(View.Selected)
    def _selected(self) -> None:
        if self._read_timer is not None:
            self._read_timer.stop()
        if self.view.is_whole:
            self._show_around()
        self._read_timer = self.set_timer(_READ_PAUSE, self.show_page)

    def show_page(self) -> None:
        """Show the person, or the application, on the cursor."""
        selection, page, today = self.view.selection(), self._page, self.library.today
        line, row = selection.application, selection.row
        if line is not None and isinstance(page, ApplicationPanel):
            found = self.library.read(lambda connection: applications.page(connection, line.application_id))
            if found is not None:
                page.show(found, today)
        elif row is not None and isinstance(page, PersonPanel):
            person = self.library.read(lambda connection: read_person(connection, row.contact_id, today))
            if person is not None:
                page.show(person, today, key_of(row))

    async def show_view(self, name: str, at: Key | None = None) -> None:
        """Show that view, as it was left, or with the cursor on the row with that key."""
        if not self.query(f"#{name}-view"):
            await self._make_view(name)
        self.view = self.query_one(f"#{name}-view", View)
        self.query_one(ContentSwitcher).current = f"{name}-view"
        if not self.view.is_whole:
            self._list_view = name
        self.set_class(self.view.is_whole, "-whole")
        for other in (*registry.VIEWS, "triage"):
            self.set_class(other == name, f"-{other}")
        self._set_list_width()
        self.say("")
        self._show(self.library.snapshot, at)
        self.view.take_focus()

    async def _make_view(self, name: str) -> None:
        settings = self._preferences.at_start
        if name == "triage":
            page = PersonPanel(id="triage-person")
            page.can_focus = False
            view: View = TriageView(page, self.library, settings, id="triage-view")
        else:
            view = make_view(name, self.library, settings)
        if name == "applications":
            await self.side.add_page(ApplicationPanel(id="application"))
        await self.query_one(ContentSwitcher).add_content(view)

    async def action_view(self, name: str) -> None:
        """Show that view; from one that is a page of its own its number leads back."""
        if self.query(FilterInput):
            await self._end_filter(keep=True)
        if name != self.view.view:
            await self.show_view(name)
        elif self.view.is_whole:
            await self.show_view(self._list_view)

    @on(TabBar.Chosen)
    async def _tab_clicked(self, event: TabBar.Chosen) -> None:
        if self.side.content is None:
            await self.action_view(event.view)

    async def on_view_left(self, event: View.Left) -> None:
        """Back from a view that is a page of its own, to the person that was chosen there."""
        if event.contact_id is None:
            await self.show_view(self._list_view)
        else:
            await self.show_view("due", key_of_person(event.contact_id))

    @on(Divider.Dragged)
    def _dragged(self, event: Divider.Dragged) -> None:
        self._list_width = event.width
        self._set_list_width()

    def _set_list_width(self) -> None:
        width = None if self.view.is_whole else self._list_width
        self.query_one("#left").styles.width = width
        self.side.styles.width = None if width is None else "1fr"

    # What stands beside it

    async def open(self, widget: Widget, *, whole: bool = False) -> None:
        """Show something in the page's place; with `whole`, in the place of the list as well."""
        self.set_class(whole, "-writing")
        self.view.disabled = True  # what is open is about whom it was opened for: the list takes no keys, no clicks
        self.add_class("-side-open")
        await self.side.open(widget)
        self.refresh_bindings()

    async def close(self) -> None:
        """Close what is open, and go back to the view."""
        await self.side.close()
        self.view.disabled = False
        self.remove_class("-side-open", "-writing")
        self.view.take_focus()
        self.refresh_bindings()

    @work(exclusive=True, group="opens")
    async def action_ask(self, name: str) -> None:
        """Open a form about whom was chosen."""
        form = form_about(name, Desk(self.library, self.view.selection(), self.keys))
        if isinstance(form, FormSpec):
            await self.open_form(form)
        else:
            self.say(form)

    async def open_form(self, form: FormSpec) -> None:
        """Open a form."""
        if len(self.view.selection().chosen) > 1:
            self.say("")  # what can be done with those who are marked is being done
        await self.open(FormSession(form, self.library))

    @work(group="note")
    async def on_form_session_finished(self, event: FormSession.Finished) -> None:
        """Show what a form has done, or what is kept of one that was left."""
        spec, done = event.spec, event.done
        if event.was_left or done is None:
            await self.close()
            if event.link is not None:
                await self._follow(event.link)
            if event.unread and done is not None:
                await self.reload()
                words = joined([f"“{shorten(each, 60)}”" for each in event.unread])
                undo = self.keys("due.undo")
                self.say(f"{words} is not a date I can read; it is kept in the notes.  {undo} takes it out.")
        else:
            self._count(spec.decided(event.values))
            self.view.marked.clear()
            await self.close()
            key = spec.leads_to(done, event.values)
            await self.reload(key, stay=not spec.moves_on)
            more = spec.said_of(done, event.values, self.library.snapshot)
            row = self.view.selection().row
            if key is not None and self.view.query_said and (row is None or row.contact_id != key[0]):
                more = f"The filter does not show them; {self.keys('due.back')} does.  "
            self._say_done(done, more)
        if spec.is_one_of_several and not event.was_left:
            self.look_for_left_overs()

    def _say_done(self, done: "commands.Done", more: str = "") -> None:
        """What was done, with how to take it back; `more` stands between."""
        if done.changed:
            self.say(f"{done.label[:1].upper()}{done.label[1:]}.  {more}{self.keys('due.undo')} takes it back.")
        else:
            self.say("Nothing changed; it was so already.")

    async def _follow(self, link: Link) -> None:
        """Open what a form leads to, by the system's own programs; nothing is recorded by that."""
        if link.is_copied:
            self.app.copy_to_clipboard(link.text)
            self.say(f"{link.text} is copied, if your terminal allows it.")
            return
        try:
            await self._delivery.open_link(link.text, is_mail=link.is_mail)
        except BookError as error:
            self.say(str(error), wrong=True)
        else:
            self.say(f"Opened {link.text}. {self.keys('due.log')} logs what came of it.")

    # Notes

    @work(exclusive=True, group="opens")
    async def action_write(self) -> None:
        """Open the note that this person is owed, or ask what became of the one handed over."""
        row = self.view.selection().row
        if row is None:
            self.say(Desk(self.library, Selection(), self.keys).nobody())
        elif isinstance(row, DueRow) and row.note == "handed_over":
            self.action_ask("went")
        else:
            await self._write(Next(row))

    on_view_activated = action_write

    async def _write(self, note: Next) -> None:
        begun = open_note(self.library, note.row, note.draft)
        if begun is None:
            await self.close()
            self.say(f"There is no template for {note.row.name}'s next step.", wrong=True)
            return
        session = WritingSession(begun, self.library, self._preferences, self._autosave, self._delivery)
        await self.open(session, whole=True)
        first, *others = begun.occasion.problems or [""]
        more = f"  And {plural(len(others), 'other')}: `planner templates check`." if others else ""
        self.say(f"Left out: {first}{more}" if first else note.said, wrong=bool(first))

    @work(group="note")
    async def on_writing_session_finished(self, event: WritingSession.Finished) -> None:
        """Show what became of a note, and go on with the next of the panel, or back to the list."""
        self._count(event.decided)
        following, said = event.following, event.said
        if event.done is not None:
            said = f"{event.done.label[:1].upper()}{event.done.label[1:]}.  {said}".rstrip()
        if following is None:
            await self.close()
        await self.reload(stay=event.done is None)
        if following is not None:
            await self._write(following._replace(said=f"{said} {following.said}".strip()))
        elif event.done is not None and not event.said:
            self._say_done(event.done)
        else:
            self.say(said)

    @work(exclusive=True, group="opens")
    async def action_notes(self) -> None:
        """Edit the notes on this person."""
        row = self.view.selection().row
        contact = self.library.read(lambda c: queries.contact(c, row.contact_id)) if row is not None else None
        if contact is None:
            self.say(Desk(self.library, Selection(), self.keys).nobody())
        else:
            await self.open(NotesEditor(contact, self.library, self._preferences), whole=True)

    @work(group="note")
    async def on_notes_editor_left(self, event: NotesEditor.Left) -> None:
        """Back to the list, or to the person that a link names."""
        await self.close()
        if event.contact_id is not None:
            await self.go_to(event.contact_id)
        await self.reload()
        self.show_page()
        undo = self.keys("due.undo")
        self.say(f"{event.done[:1].upper()}{event.done[1:]}.  {undo} takes it back." if event.done else "")

    def keep_typed(self) -> None:
        """Hand over what stands in an open editor, before the app ends.

        Raises:
            BookError: notes on a person could not be saved.
        """
        for session in self.query(WritingSession):
            session.editor.take_in()
        for notes in self.query(NotesEditor):
            job = notes.save_job()
            if job is not None:
                self.library.submit(job).result(_LAST_SAVE)

    # What is done at once

    @work(exclusive=True, group="opens")
    async def action_carry_out(self, name: str) -> None:
        """Do what needs no words for whom was chosen."""
        direct = DIRECT[name]
        job = direct.job(self.library, self.view.selection())
        if job is None:
            return
        if isinstance(job, str):
            self.say(job)
            return
        done = await self.library.do(job)
        if done is not None:
            if direct.moves_on:
                self.view.marked.clear()
            await self.reload(stay=not direct.moves_on)
            self._say_done(done)

    @work(exclusive=True, group="opens")
    async def action_undo(self) -> None:
        """Take the latest action back."""
        label = await self.library.do(lambda book: commands.undo(book) or "")
        await self._show_step("Undone", label, f"{self.keys('due.redo')} does it again", "There is nothing to undo.")

    @work(exclusive=True, group="opens")
    async def action_redo(self) -> None:
        """Do the undone action again."""
        label = await self.library.do(lambda book: commands.redo(book) or "")
        await self._show_step(
            "Done again", label, f"{self.keys('due.undo')} takes it back", "There is nothing to redo."
        )

    async def _show_step(self, done: str, label: str | None, way_back: str, nothing: str) -> None:
        if label is None:
            return
        before = {key_of(row) for row in self.library.snapshot.rows}
        keep = self.view.selection().key
        self._placing = keep, True
        snapshot = await self.library.load()
        brought_back = [key for row in snapshot.rows if (key := key_of(row)) not in before]
        if len(brought_back) == 1:
            if isinstance(self.view, TriageView):
                self.view.come_back(brought_back[0][0])
            self._show(snapshot, brought_back[0])
        self.say(f"{done}: {label}.  {way_back}." if label else nothing)

    # Around the list

    async def action_back(self) -> None:
        """Close the filter, else take the marks away, else the filter."""
        if self.query(FilterInput):
            await self._end_filter(keep=False)
        elif self.view.marked:
            self.view.unmark()
            self._show_around()
            self.say("")
        elif self.view.query_said:
            self.view.unfilter()
            self._show_around()

    async def action_filter(self) -> None:
        """Show only who matches, as one types."""
        for box in self.query(FilterInput):
            box.focus()
            return
        people = self.library.snapshot.people
        tags = {tag for person in people for tag in person.tags}
        box = FilterInput(self.view.query_said.said, tags, {person.employer for person in people} - {""})
        await self.query_one("#left").mount(box)
        self.set_focus(box)

    @on(Input.Changed, "#filter")
    def _filter_typed(self, event: Input.Changed) -> None:
        problem = self.view.filter(read_query(event.value.strip(), self.library.today))
        self._show_around()
        self.say(problem, wrong=bool(problem))

    @on(Input.Submitted, "#filter")
    async def _filter_kept(self) -> None:
        await self._end_filter(keep=True)

    async def _end_filter(self, *, keep: bool) -> None:
        await self.query(FilterInput).remove()  # none, when Enter was held
        if not keep:
            self.view.unfilter()
            self._show_around()
        self.view.take_focus()

    def action_mark(self) -> None:
        """Mark the person on the cursor, or take the mark away, and go to the next."""
        self.view.mark()
        self._say_marked()

    def action_mark_all(self) -> None:
        """Mark everybody who is shown, or nobody."""
        self.view.mark_all()
        self._say_marked()

    def _say_marked(self) -> None:
        self._show_around()
        count, keys = len(self.view.marked), self.keys
        what = ["log", "snooze", "skip", "tag", "archive", *(["merge"] if count == 2 else [])]
        words = {"snooze": "later", "skip": "skip or close"}
        offers = ", ".join(f"{keys(f'due.{each}')} {words.get(each, each)}" for each in what)
        self.say(f"{count} marked: {offers}; {keys('due.back')} unmarks." if count else "")

    def action_arrange(self, how: str) -> None:
        """Sort or group the list in another way."""
        self.say(self.view.rearrange(how))

    def action_scroll_page(self, direction: int) -> None:
        """Read on, or back, on the page."""
        page = self._page
        page.scroll_relative(y=direction * max(1, page.size.height // 2), animate=False)

    def action_to_page(self) -> None:
        """To the page beside the list."""
        if not self.view.is_whole and self.view.selection().key is not None:
            self._page.focus()

    def on_page_left(self) -> None:
        """Back to the list."""
        self.view.take_focus()

    async def on_page_opened(self, event: Page.Opened) -> None:
        """From an application to one of its people."""
        await self._open_person(event.contact_id)

    async def go_to(self, contact_id: int) -> None:
        """To that person, whatever filter stands there: in the due list where they are in it, else among all people."""
        key = key_of_person(contact_id)
        is_due = any(row.contact_id == contact_id for row in self.library.snapshot.rows)
        name = "due" if self.view.view == "due" and is_due else "people"
        if name != self.view.view:
            await self.show_view(name)
        if self.view.query_said:
            self.view.unfilter()
        self._show(self.library.snapshot, key)

    async def _open_person(self, contact_id: int, touch: int | None = None) -> None:
        """To that person, with the message open."""
        await self.go_to(contact_id)
        self.call_after_refresh(self.view.listed.reveal)
        self.show_page()
        if touch is not None:
            page = self.query_one("#person", PersonPanel)
            page.focus()
            page.call_after_refresh(page.open_touch, touch)

    async def on_go_to(self, event: GoTo) -> None:
        """Go to a person who was named in the palette, and do something about them."""
        if self.side.content is not None:
            self.say(f"Finish what is open first; {self.keys('form.cancel')} leaves it.", wrong=True)
            return
        await self.go_to(event.contact_id)
        if event.action:
            self.view.unmark()  # one person was named
            self.call_after_refresh(self.run_action, event.action)

    # Triage

    async def action_triage(self) -> None:
        """Begin, or go on where the user left."""
        snapshot = self.library.snapshot
        if not snapshot.due_now:
            self.say(self._nothing_due())
            return
        if not self.query(TriageView):
            await self._make_view("triage")
        self.query_one(TriageView).begin(snapshot)
        await self.show_view("triage")

    async def on_triage_view_stopped(self, event: TriageView.Stopped) -> None:
        """Back to the list; what was decided stays decided."""
        await self.show_view("due", self.view.selection().key)
        self.say(f"{event.done} of {event.whole} decided. {self.keys('due.triage')} goes on with the others.")

    @on(TriageView.Over)
    def _sum_up(self) -> None:
        self.call_after_refresh(self._end_triage)  # once what was done last has been said

    async def _end_triage(self) -> None:
        view = self.query_one(TriageView)
        if self.view is view:
            await self.show_view("due")
            summary = view.summary()
            undo = self.keys("due.undo")
            self.say(f"That was all for today{': ' + summary if summary else ''}. {undo} takes the last one back.")

    def _count(self, what: Decided | None) -> None:
        """A step was decided; triage counts it."""
        if what is not None and isinstance(self.view, TriageView):
            self.view.decided(what, self.library.read(queries.latest_action) or 0)

    def _nothing_due(self) -> str:
        following = self.library.read(lambda connection: next_row(connection, self.library.today))
        if following is None:
            return "Nothing is due, and nothing is planned."
        day = show(following.opens, self.library.today)
        return f"Nothing is due today. Next: {day}, {STEP_NAMES[following.step]} with {following.name}."

    # Other screens

    def action_help(self) -> None:
        """Show all keys."""
        over_note = bool(self.query(WritingSession))
        first = ("note", "text", "undo") if over_note else (self.view.view.removesuffix("s"), self.view.view)
        self.app.push_screen(KeysScreen(*first))

    def action_find(self) -> None:
        """Search everything ever written."""
        self.app.push_screen(FindScreen(self.library.today, self._search), self._found)

    def _search(self, query: "Query") -> "Results":
        from ...book.directory import matching
        from ...book.search import Results, search

        people = matching(self.library.snapshot.people, query.filters_only()) if query.filters else None
        only = {person.contact_id for person in people} if people is not None else None
        return self.library.read(lambda connection: search(connection, query, only)) or Results([], False)

    async def _found(self, line: FoundLine | None) -> None:
        """To the place that was found."""
        if line is None:
            return
        found, place = line
        if found.contact_id is not None:
            await self._open_person(found.contact_id, place.key if place.kind == "touchpoint" else None)
        elif found.application_id is not None:
            await self.show_view("applications", (found.application_id, "", None))

    def choose_theme(self) -> None:
        """Other colours, shown while one goes through them."""
        self.app.push_screen(ThemesScreen(), self._keep_theme)

    def _keep_theme(self, theme: str | None) -> None:
        """The colours that were chosen stay, also tomorrow."""
        if theme:
            problem = self._preferences.keep_theme(theme)
            self.say(problem or f"The colours are {theme} from now on.", wrong=bool(problem))

    async def action_leave(self) -> None:
        """Save the draft and quit."""
        await self.app.action_quit()

    # What changes by itself

    @work(exclusive=True, group="rows")
    async def show_changes(self) -> None:
        """Another program changed the book: show it; the cursor stays where it was."""
        if self.side.content is not None or self.is_opening:
            return  # what is open is about what was there; the list is read anew when it closes
        before = self.library.latest_action
        await self.reload()
        self.show_page()
        now = self.library.latest_action
        if before is not None and now is not None and before != now:
            # What the last message said of undo holds no longer.
            label = (self.library.read(queries.journal_labels) or ("", ""))[0]
            undo = self.keys("due.undo")
            self.say(f"Done elsewhere: {label}.  {undo} takes it back." if before < now else "Undone elsewhere.")

    @work(exclusive=True, group="rows")
    async def show_new_day(self) -> None:
        """Show who is due today, now that today is another day."""
        await self.reload()
