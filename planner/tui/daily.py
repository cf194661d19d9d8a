"""The daily visit: what one can do about who is due, each by a key."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from sqlite3 import Connection
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from .. import place
from ..book import queries
from ..book.due import DueRow
from ..book.errors import BookError
from ..cadence.terms import STEP_NAMES, Channel, Kind, Step
from ..text import joined, shorten
from . import late as commands
from .draft_keeper import Writing
from .due_list import Row, key_of
from .due_screen import DueScreen
from .person import PersonPanel

if TYPE_CHECKING:
    from ..book.commands import Done
    from ..book.database import Book
    from .editor import NotesEditor
    from .form import Form


_LIST_ACTIONS = frozenset(
    {
        "write",
        "log",
        "snooze",
        "skip",
        "reject",
        "add",
        "notes",
        "drop",
        "filter",
        "undo",
        "redo",
        "me",
        "leave",
        "scroll_person",
        "help",
    }
)


class DailyScreen(DueScreen):
    """Who is due, and what to do about it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "write", "Write", key_display="⏎", id="due.write", tooltip="Write the next note to this person"
        ),
        Binding("e", "write", "Write", show=False, id="due.edit", tooltip="The same"),
        Binding("l", "log", "Log", id="due.log", tooltip="Log what happened: a call, a message, a meeting"),
        Binding("s", "snooze", "Later", id="due.snooze", tooltip="Put the next step off until a date"),
        Binding("x", "skip", "Skip", id="due.skip", tooltip="Skip this step, let the person rest, or close for good"),
        Binding("r", "reject", "No", id="due.reject", tooltip='Record a "no" for an application'),
        Binding("a", "add", "Add", id="due.add", tooltip="Add a person, an application or an interview"),
        Binding("n", "notes", "Notes", id="due.notes", tooltip="Edit your notes on this person"),
        Binding("d", "drop", "Drop draft", show=False, id="due.drop", tooltip="Drop the draft for this person"),
        Binding("slash", "filter", "Find", key_display="/", id="due.filter", tooltip="Show only who matches"),
        Binding(
            "J,shift+down",
            "scroll_person(1)",
            "Read on",
            show=False,
            id="due.read-on",
            tooltip="Read on about the person",
        ),
        Binding("K,shift+up", "scroll_person(-1)", "Read back", show=False, id="due.read-back", tooltip="Read back"),
        Binding("u", "undo", "Undo", id="due.undo", tooltip="Take the latest action back"),
        Binding("U", "redo", "Redo", show=False, id="due.redo", tooltip="Do the undone action again"),
        Binding("m", "me", "My details", show=False, id="due.me", tooltip="Your name and private contact details"),
        Binding("question_mark", "help", "Keys", key_display="?", id="due.help", tooltip="Show all keys"),
        Binding("q", "leave", "Quit", id="due.quit", tooltip="Save the draft and quit"),
        Binding(
            "escape", "back", "Back", show=False, id="due.back", tooltip="Close what is open; show everybody again"
        ),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """While an editor or a form is open, the keys of the list are not there."""
        return not (self._side_is_busy() and action in _LIST_ACTIONS) if self.is_mounted else True

    async def book_is_ready(self) -> None:
        """The book can be written to now; on first use, ask who the user is."""
        await self._load()
        self._show_rows(keep=self._current_key())
        if not self._asked_who and self.app.read(queries.profile) is None and not self._side_is_busy():
            self._asked_who = True
            self._ask_who(first=True)

    def on_line_list_chosen(self) -> None:
        """A double click opens the note, as Enter does."""
        self.action_write()

    async def action_leave(self) -> None:
        """Save the draft and quit."""
        await self.app.action_quit()

    @work(exclusive=True, group="deed")
    async def action_help(self) -> None:
        """Show all keys, in the place of the person."""
        from .keys_page import KeysPage

        await self._open_side(KeysPage())

    async def on_keys_page_left(self) -> None:
        """Back from the keys."""
        await self._close_side()

    @work(exclusive=True, group="rows")
    async def new_day(self) -> None:
        """Show who is due today, now that today is another day."""
        self._due.today = self.app.today
        await self._load()
        self._show_rows(keep=self._current_key())

    def action_scroll_person(self, direction: int) -> None:
        """Read on, or back, in what is known of the person."""
        panel = self.query_one(PersonPanel)
        panel.scroll_relative(y=direction * max(1, panel.size.height // 2), animate=False)

    @work(exclusive=True, group="deed")
    async def action_write(self) -> None:
        """Open the editor with the note that this person is owed."""
        row = self._due.current
        if row is None:
            self.say("Nobody is chosen. a adds someone, escape shows everybody.")
            return
        from .editor import NoteEditor

        begun = self.app.read(lambda connection: self._begin(connection, row))
        if begun is None:
            self.say(f"There is no template for {row.name}'s next step.", wrong=True)
            return
        title, writing = begun
        self.app.keeper.begin(writing)
        await self._open_side(NoteEditor(title, writing, self.app.keeper))

    def _begin(self, connection: Connection, row: Row) -> tuple[str, Writing] | None:
        """The note for that row: the draft that waits, or a new one from the template that fits."""
        from ..book.prefill import prefill

        step = row.step if isinstance(row, DueRow) else Step.CHECK_IN
        application_id = row.application_id if isinstance(row, DueRow) else None
        channel = row.channel if isinstance(row, DueRow) else Channel.EMAIL
        what = "call script" if channel == Channel.PHONE else STEP_NAMES[step] if isinstance(row, DueRow) else "note"
        title = f"{what[:1].upper()}{what[1:]} for {shorten(row.name, 60)}"
        drafts = queries.drafts_of(connection, row.contact_id)
        draft = next((d for d in drafts if (d.step, d.application_id) == (step, application_id)), None) or next(
            iter(drafts), None
        )
        if draft is not None:
            return title, Writing(
                row.contact_id,
                Step(draft.step) if draft.step else None,
                draft.application_id,
                Channel(draft.channel),
                draft.template,
                draft.subject,
                draft.body,
                draft.id,
                (draft.subject, draft.body),
            )
        found, problems = prefill(
            connection, row.contact_id, step, application_id, channel, self.app.today, place.templates_folder()
        )
        if problems:
            self.say(f"Left out: {problems[0]}", wrong=True)
        if found is None:
            return None
        owed = Step(step) if isinstance(row, DueRow) else None
        return title, Writing(
            row.contact_id,
            owed,
            application_id,
            Channel(channel),
            found.template.name,
            found.subject,
            found.body,
            saved=(found.subject, found.body),  # what the template gives needs no saving
        )

    @work(exclusive=True, group="deed")
    async def action_log(self) -> None:
        """Log what happened with this person."""
        from .forms import log_form

        row = self._due.current
        contact = self._contact()
        if contact is not None:
            usual = "called" if isinstance(row, DueRow) and row.channel == Channel.PHONE else "emailed"
            await self._open_form(log_form(contact, self.app.today, usual))

    @work(exclusive=True, group="deed")
    async def action_snooze(self) -> None:
        """Put the next step off."""
        from .forms import snooze_form

        row, contact = self._due.current, self._contact()
        if contact is not None:
            what = STEP_NAMES[row.step] if isinstance(row, DueRow) else "contact"
            await self._open_form(snooze_form(contact, what, self.app.today))

    @work(exclusive=True, group="deed")
    async def action_skip(self) -> None:
        """Skip the step, or end the follow-ups."""
        from .forms import skip_form

        row, contact = self._due.current, self._contact()
        if contact is not None:
            what = STEP_NAMES[row.step] if isinstance(row, DueRow) else ""
            await self._open_form(skip_form(contact, what, self.app.today))

    @work(exclusive=True, group="deed")
    async def action_reject(self) -> None:
        """Record a "no"."""
        from .forms import reject_form

        applications = self.app.read(queries.applications) or []
        if not applications:
            self.say("There is no application in your book yet; a adds one.")
            return
        row = self._due.current
        roles = self.app.read(lambda c: queries.roles(c, row.contact_id if row else 0)) or []
        mine = {role.application_id for role in roles}
        # The ones that still run first, and among them those of the chosen person.
        applications.sort(key=lambda a: (a.state != "running", a.id not in mine, -a.id))
        await self._open_form(reject_form(applications[:12], applications[0].id, self.app.today))

    @work(exclusive=True, group="deed")
    async def action_add(self) -> None:
        """Add a person, an application or an interview."""
        from .forms import add_form

        await self._open_form(add_form((self.app.read(queries.applications) or [])[:12], self.app.today))

    @work(exclusive=True, group="deed")
    async def action_notes(self) -> None:
        """Edit the notes on this person."""
        from .editor import NotesEditor

        contact = self._contact()
        if contact is not None:
            await self._open_side(NotesEditor(contact.id, contact.name, contact.notes))

    @work(exclusive=True, group="deed")
    async def action_drop(self) -> None:
        """Drop the draft for this person."""
        row = self._due.current
        drafts = self.app.read(lambda c: queries.drafts_of(c, row.contact_id if row else 0)) or []
        if not drafts:
            self.say("No draft waits for this person.")
            return
        await self._do_and_show(lambda book: commands.drop_draft(book, drafts[0].id))

    def action_me(self) -> None:
        """Show and change the user's own details."""
        self._ask_who(first=False)

    @work(exclusive=True, group="deed")
    async def _ask_who(self, *, first: bool) -> None:
        from .forms import me_form

        profile = self.app.read(queries.profile) or queries.ProfileRow()
        await self._open_form(me_form(profile, self.app.today, first=first))

    @work(exclusive=True, group="deed")
    async def action_undo(self) -> None:
        """Take the latest action back."""
        await self._step("Undone", lambda book: commands.undo(book), "There is nothing to undo.", "U does it again")

    @work(exclusive=True, group="deed")
    async def action_redo(self) -> None:
        """Do the undone action again."""
        await self._step("Done again", lambda book: commands.redo(book), "There is nothing to redo.", "u takes it back")

    async def _open_form(self, form: "Form") -> None:
        """Open a form about the person on the cursor."""
        self._about = self._due.current
        await self._open_side(form)

    async def _step(self, done: str, job: Callable[["Book"], str | None], nothing: str, way_back: str) -> None:
        line, keep = self._due.cursor, self._current_key()
        before = {key_of(row) for row in self._rows}
        label = await self._do(lambda book: job(book) or "")
        if label is None:
            return
        await self._load()
        brought_back = [key for row in self._rows if (key := key_of(row)) not in before]
        keep = brought_back[0] if len(brought_back) == 1 else keep
        self._show_rows(keep=keep, cursor=line)
        self.say(f"{done}: {label}.  {way_back}." if label else nothing)

    def _contact(self) -> queries.ContactRow | None:
        row = self._due.current
        if row is None:
            self.say("Nobody is chosen. a adds someone, escape shows everybody.")
            return None
        return self.app.read(lambda connection: queries.contact(connection, row.contact_id))

    async def on_form_cancelled(self, event: "Form.Cancelled") -> None:
        """Back to the list; a first question that was put aside is not asked again."""
        await self._close_side()
        if event.form.kind == "me" and self.app.read(queries.profile) is None:
            await self._do(lambda book: commands.save_profile(book))

    @work(group="deed")
    async def on_form_submitted(self, event: "Form.Submitted") -> None:
        """Do what the form asks for, once."""
        if self._busy:
            return  # the form was sent already
        self._busy = True
        try:
            await self._carry_out_once(event)
        finally:
            self._busy = False

    async def _carry_out_once(self, event: "Form.Submitted") -> None:
        from .deeds import FormError, deed_of

        try:
            job = deed_of(event, self._about, self.app.keeper)
        except FormError as error:
            event.form.say(str(error), error.field)
            return
        try:
            done = await self.app.write(job)
        except BookError as error:
            event.form.say(str(error))
            return
        except Exception as error:  # as in `_do`
            event.form.say(f"That did not work ({type(error).__name__}: {error}). Nothing was changed.")
            return
        if event.form.kind == "call":
            self.app.keeper.writing = None
        line, keep = self._due.cursor, self._current_key()
        await self._close_side()
        await self._load()
        self._show_rows(keep=keep if event.form.kind not in {"call", "log"} else None, cursor=line)
        self.say(f"{done.label[:1].upper()}{done.label[1:]}.  {self._made_due(event, done.id)}u takes it back.")

    def _made_due(self, event: "Form.Submitted", application_id: int) -> str:
        """After a "no": whom it makes due."""
        if event.form.kind != "reject" or event.values.get("again") == "no":
            return ""
        names = [
            row.called
            for row in self._rows
            if isinstance(row, DueRow)
            and row.application_id == application_id
            and row.step in {Step.FIRST_NOTE, Step.FIRST_CALL}
        ]
        if names:
            return f"Due now: {joined(names)}.  "
        applications = self.app.read(queries.applications) or []
        if any(row.id == application_id and row.people for row in applications):
            return "Everyone there has heard from you.  "
        return "Nobody is known to have interviewed you; a adds them.  "

    async def on_note_editor_left(self) -> None:
        """Back from the editor, with the draft kept."""
        await self._leave_editor()

    async def _leave_editor(self) -> None:
        keeper = self.app.keeper
        writing = keeper.writing
        if not await self._saved(keeper.save()) and not self._leave_anyway:
            self._leave_anyway = True
            self.say(
                f"Not saved: {keeper.failed} ctrl+y copies your text; escape once more leaves without it.", wrong=True
            )
            return
        self._leave_anyway = False
        kept = writing is not None and writing.draft_id is not None
        keeper.writing = None
        await self._close_side()
        keep = self._current_key()
        await self._load()
        self._show_rows(keep=keep, cursor=self._due.cursor)
        self.say("The draft is kept." if kept else "")

    async def _saved(self, save: "Future[object] | None") -> bool:
        """Wait for a save; when it failed, say so and stay where the text is."""
        if save is not None:
            await asyncio.wait([asyncio.wrap_future(save)])
        if self.app.keeper.failed:
            self.say(f"Not saved: {self.app.keeper.failed} Your text is still here.", wrong=True)
            return False
        return True

    async def on_note_editor_copied(self) -> None:
        """Copy the note; it is not sent by that."""
        writing = self.app.keeper.writing
        if writing is None:
            return
        self.app.copy_to_clipboard(f"{writing.subject}\n\n{writing.body}")
        if not await self._saved(self.app.keeper.save_always()):
            return
        await self._do(lambda book: commands.hand_over(book, writing.draft_id or 0, "copied"))
        self.say("Copied, if your terminal allows it. Not sent until you say so: ctrl+s.")

    @work(group="deed")
    async def on_note_editor_sent(self) -> None:
        """The user says that it went out: the plan moves on, and so does the list."""
        writing, today = self.app.keeper.writing, self.app.today
        if writing is None or self._busy:
            return
        self._busy = True
        try:
            if not await self._saved(self.app.keeper.save_always()):
                return
            if writing.channel is Channel.PHONE:
                await self._ask_about_call(writing)
                return
            line, text = self._due.cursor, (writing.subject, writing.body)

            def job(book: "Book") -> "Done":
                at = place.time_now(today)
                return commands.mark_sent(book, writing.draft_id or 0, today, at=at, kind=Kind.MESSAGE, text=text)

            if await self._do_and_show(job, stay=False):
                self.app.keeper.writing = None
                await self._close_side()
                self._due.move_to(line)
        finally:
            self._busy = False

    async def _ask_about_call(self, writing: Writing) -> None:
        """After a call script: what came of the call."""
        from .forms import log_form

        contact = self.app.read(lambda connection: queries.contact(connection, writing.contact_id))
        if contact is not None:
            await self._open_form(log_form(contact, self.app.today, "called", calls_only=True))

    async def on_notes_editor_saved(self, event: "NotesEditor.Saved") -> None:
        """Save the notes where they changed; they stay open when that fails."""
        if event.job is None or await self._do_and_show(event.job):
            await self._close_side()
