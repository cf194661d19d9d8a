"""The daily visit: what one can do about who is due, each by a key."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from .. import place
from ..book import queries
from ..book.due import DueRow
from ..book.errors import BookError
from ..cadence.terms import STEP_NAMES, Channel, Step
from ..text import joined
from . import late as commands
from .due_list import key_of
from .person import PersonPanel
from .triage import Decided
from .triage_screen import TriageScreen

if TYPE_CHECKING:
    from ..book.database import Book
    from .form import Form
    from .outside import LeftOver


_TRIAGE_ACTIONS = frozenset({"pass_on", "close", "stop_triage"})
_NOT_IN_TRIAGE = frozenset({"triage", "filter", "add", "reject", "me", "leave"})
_LIST_ACTIONS = frozenset(
    {
        "triage",
        "write",
        "log",
        "snooze",
        "skip",
        "reject",
        "add",
        "notes",
        "promise",
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


class DailyScreen(TriageScreen):
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
        Binding("c", "close", "Close", id="triage.close", tooltip="One at a time: no more follow-ups for this person"),
        Binding(
            "right,down,j",
            "pass_on(1)",
            "Next",
            key_display="→",
            id="triage.next",
            tooltip="One at a time: leave this one undecided, and go on",
        ),
        Binding("left,up,k", "pass_on(-1)", "Before", show=False, id="triage.before", tooltip="One at a time: back"),
        Binding("escape", "stop_triage", "Leave", id="triage.leave", tooltip="One at a time: back to the list"),
        Binding("n", "notes", "Notes", show=False, id="due.notes", tooltip="Edit your notes on this person"),
        Binding("p", "promise", "Promise", show=False, id="due.promise", tooltip="Keep what you promised, and by when"),
        Binding("d", "drop", "Drop draft", show=False, id="due.drop", tooltip="Drop the draft for this person"),
        Binding("t", "triage", "Triage", id="due.triage", tooltip="Go through who is due, one person at a time"),
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

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._left_overs: list[LeftOver] = []

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """While an editor or a form is open, the keys of the list are not there; one at a time has keys of its own."""
        if not self.is_mounted:
            return True
        if action in _LIST_ACTIONS | _TRIAGE_ACTIONS and self._side_is_busy():
            return False
        return action not in (_NOT_IN_TRIAGE if self._triaging else _TRIAGE_ACTIONS)

    async def book_is_ready(self) -> None:
        """The book can be written to now; on first use, ask who the user is."""
        await self._load()
        self._show_rows(keep=self._current_key())
        if not self._asked_who and self.app.read(queries.profile) is None and not self._side_is_busy():
            self._asked_who = True
            self._ask_who(first=True)
        else:
            self._look_for_left_overs()

    @work(exclusive=True, group="left-overs")
    async def _look_for_left_overs(self) -> None:
        """Offer what a crash left in another editor; a deed that is under way by then goes on."""
        from .forms import left_form
        from .outside import left_over

        folder = place.state_folder()
        self._left_overs = await asyncio.to_thread(left_over, folder, str(self.app.path))
        if self._left_overs and not self._side_is_busy():
            await self._open_form(left_form(self._left_overs[0], self.app.today))

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
    async def action_log(self) -> None:
        """Log what happened with this person."""
        from .forms import log_form

        row = self._due.current
        contact = self._contact()
        if contact is not None:
            usual = "called" if isinstance(row, DueRow) and row.channel == Channel.PHONE else "emailed"
            await self._open_form(log_form(contact, self.app.today, usual))

    @work(exclusive=True, group="deed")
    async def action_promise(self) -> None:
        """Keep what the user promised this person."""
        from .forms import promise_form

        contact = self._contact()
        if contact is not None:
            await self._open_form(promise_form(contact, self.app.today))

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
    async def action_close(self) -> None:
        """Close the person who is shown."""
        from .forms import skip_form

        contact = self._contact()
        if contact is not None:
            await self._open_form(skip_form(contact, "", self.app.today, chosen="close"))

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
    async def action_drop(self) -> None:
        """Drop the draft for this person."""
        row = self._due.current
        drafts = self.app.read(lambda c: queries.drafts_of(c, row.contact_id if row else 0)) or []
        if not drafts:
            self.say("No draft waits for this person.")
            return
        key = row.draft_id if isinstance(row, DueRow) else None
        about = (row.step, row.application_id) if isinstance(row, DueRow) else None
        matching = [draft.id for draft in drafts if (draft.step, draft.application_id) == about]
        chosen = key or next(iter(matching), drafts[0].id)
        await self._do_and_show(lambda book: commands.drop_draft(book, chosen))

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

    async def on_form_cancelled(self, event: "Form.Cancelled") -> None:
        """Back to the list; a first question that was put aside is not asked again."""
        if event.form.kind == "call":
            await self._close_over()
            return
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

        if event.form.kind == "left":
            await self._settle_left_over(keep=event.values["keep"] == "keep")
            return
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
        what = _what_was_decided(event)
        if what is not None:
            self._decided(what)
        line, keep = self._due.cursor, self._current_key()
        writing = self.app.keeper.writing
        if event.form.kind == "call" and writing is not None:
            await self._load()
            self._show_rows(cursor=line)
            self.say(f"{done.label[:1].upper()}{done.label[1:]}.  u takes it back.")
            await self._go_on(writing, line, self.last_said)
            return
        await self._close_side()
        await self._load()
        self._show_rows(keep=keep if event.form.kind != "log" else None, cursor=line)
        self.say(f"{done.label[:1].upper()}{done.label[1:]}.  {self._made_due(event, done.id)}u takes it back.")

    async def _settle_left_over(self, *, keep: bool) -> None:
        """Keep the text that was left in another editor, or throw it away; then the next one."""
        from .deeds import keep_left_over
        from .outside import clear

        left, *others = self._left_overs
        if keep and not await self._do_and_show(keep_left_over(left)):
            return
        await asyncio.to_thread(clear, left)
        self._left_overs = others
        await self._close_side()
        if others:
            self._look_for_left_overs()

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


def _what_was_decided(event: "Form.Submitted") -> Decided | None:
    """What a form decided about the step of the person it is about; None of one that decides nothing."""
    if event.form.kind == "skip":
        return {"skip": Decided.SKIPPED, "rest": Decided.RESTING, "close": Decided.CLOSED}.get(event.values["how"])
    return {"snooze": Decided.LATER, "log": Decided.LOGGED, "call": Decided.LOGGED}.get(event.form.kind)
