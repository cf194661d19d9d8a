"""The daily visit: what one can do about who is due, each by a key."""

import asyncio
from collections.abc import Callable, Sequence
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType
from textual.worker import Worker

from ... import environment, registry
from ...book import queries
from ...book.due import DueRow, WaitingRow
from ...book.errors import BookError
from ...cadence.terms import STEP_NAMES, Channel, Step
from ...text import joined, plural, shorten
from ..bindings import bindings
from ..commands import lazy as commands
from ..views.due_list import Row, key_of
from ..views.triage_queue import Decided
from .due_screen import LISTS, in_words
from .keeping_screen import KeepingScreen

if TYPE_CHECKING:
    from ...book.database import Book
    from ..forms.form import Form
    from ..system.external_editor import LeftOver


_GROUP_OF = {
    command.action.partition("(")[0]: command.group
    for command in registry.of("triage", "view", "due", "people", "application")
}
_SHORT_WORK = {"deed", "note"}  # groups of what a key sets off: it opens something, or closes it
_TO_BE_FOCUSED = 0.5  # seconds that what was opened takes at most to have the focus
_IN_TRIAGE = frozenset(
    {"pass_on", "close", "stop_triage", "write", "log", "snooze", "skip", "notes", "promise", "drop", "tag", "wake"}
    | {"edit", "reach", "undo", "redo", "help", "scroll_page"}
)
_EVERYWHERE = frozenset({"view", "undo", "redo", "help", "me", "leave", "add", "find"})
_ON_APPLICATIONS = _EVERYWHERE | {"edit", "reject", "filter", "back", "to_page", "scroll_page"}


class DailyScreen(KeepingScreen):
    """Who is due, and what to do about it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("triage", "view", "due", "people", "application")]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._left_overs: list[LeftOver] = []

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """While an editor or a form is open, the keys of the list are not there; each view has keys of its own."""
        if not self.is_mounted:
            return True
        group = _GROUP_OF.get(action)
        if group is None:
            return True
        if self._side_is_busy() or self._deed_under_way():
            return False
        if self.query("#filter") and action not in {"back", "filter"}:
            return False  # a key that came in one burst with / was meant for what one types there
        if self._triaging:
            return action in _IN_TRIAGE
        if group == "triage":
            return False
        if self._view not in LISTS:
            return action in _EVERYWHERE
        if group in {"people", "application"}:
            return self._view == ("people" if group == "people" else "applications")
        return self._view != "applications" or action in _ON_APPLICATIONS

    def _deed_under_way(self) -> bool:
        """Whether a deed is on its way: a key that comes in one burst with its own was meant for what it opens."""
        return any(worker.group == "deed" and not worker.is_finished for worker in self.workers)

    def is_opening(self) -> bool:
        """Whether what a key has opened is not there yet, so that the next one would miss it."""
        if any(worker.group in _SHORT_WORK and not worker.is_finished for worker in self.workers):
            return True
        just_now = monotonic() - self._opened_at < _TO_BE_FOCUSED
        return just_now and (self.focused is None or self.focused is self._list) and self._is_open()

    def _is_open(self) -> bool:
        return self._side_is_busy() or bool(self.query("#filter"))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """The keys of the list are there again."""
        if event.worker.group == "deed" and event.worker.is_finished:
            self.refresh_bindings()

    async def book_is_ready(self) -> None:
        """The book can be written to now; on first use, ask who the user is."""
        if self.app.has_changed():  # else reading it all again would only take the keys' time
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
        from ..forms.forms import left_form
        from ..system.external_editor import left_over

        folder = environment.state_folder()
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
        from .keys import KeysPage

        first = (
            self._view if self._view not in LISTS else "due" if self._view == "due" else self._view.removesuffix("s")
        )
        await self._open_side(KeysPage(first))

    async def on_keys_page_left(self) -> None:
        """Back from the keys, to the note they were shown over or to the list."""
        await (self._close_over() if self._editor is not None else self._close_side())

    @work(exclusive=True, group="rows")
    async def new_day(self) -> None:
        """Show who is due today, now that today is another day."""
        self._due.today = self.app.today
        await self._load()
        self._show_rows(keep=self._current_key())

    def action_scroll_page(self, direction: int) -> None:
        """Read on, or back, on the page beside the list."""
        panel = self._page
        panel.scroll_relative(y=direction * max(1, panel.size.height // 2), animate=False)

    def _whom(self) -> tuple[list[Row], str, str] | None:
        """The people who are marked, or the one on the cursor, in words, and the step; None, with a word, of nobody."""
        rows = self._chosen()
        if not rows:
            self.say("Nobody is chosen. a adds someone, escape shows everybody.")
            return None
        if len(rows) > 1:
            return rows, plural(len(rows), "person", "people"), "next step"
        [row] = rows
        return rows, row.name, STEP_NAMES[row.step] if isinstance(row, DueRow) else ""

    @work(exclusive=True, group="deed")
    async def action_log(self) -> None:
        """Log what happened with this person, or with those who are marked."""
        from ..forms.forms import log_form

        found = self._whom()
        if found is not None:
            rows, whom, _ = found
            calls = all(isinstance(row, DueRow) and row.channel == Channel.PHONE for row in rows)
            usual = "called" if calls else "emailed"
            await self._open_form(log_form(whom, self.app.today, usual, many=len(rows) > 1), rows)

    @work(exclusive=True, group="deed")
    async def action_tag(self) -> None:
        """Put tags on this person, or on those who are marked."""
        from ..forms.forms import tag_form

        found = self._whom()
        if found is not None:
            rows, whom, _ = found
            contact = self._contact() if len(rows) == 1 else None
            now = contact.tags if contact is not None else ""
            await self._open_form(tag_form(whom, self.app.today, now, self._known().tags), rows)

    @work(exclusive=True, group="rows")
    async def book_changed(self) -> None:
        """Another program changed the book: show it; the cursor stays where it was."""
        if self._side_is_busy() or self._deed_under_way():
            return  # what is open is about what was there; the list is read anew when it closes
        before = self.app.latest_action
        await self._load()
        self._show_rows(keep=self._current_key(), cursor=self._list.cursor)
        self._show_page()
        now = self.app.latest_action
        if before is not None and now is not None and before != now:
            # What the last message said of undo holds no longer.
            label = (self.app.read(queries.journal_labels) or ("", ""))[0]
            self.say(f"Done elsewhere: {label}.  u takes it back." if before < now else "Undone elsewhere.")

    @work(exclusive=True, group="deed")
    async def action_wake(self) -> None:
        """Follow someone who rests up again."""
        row = self._row
        if row is not None:
            await self._do_and_show(lambda book: commands.reopen_contact(book, row.contact_id))

    @work(exclusive=True, group="deed")
    async def action_promise(self) -> None:
        """Keep what the user promised this person."""
        from ..forms.forms import promise_form

        contact = self._contact()
        if contact is not None:
            await self._open_form(promise_form(contact, self.app.today))

    @work(exclusive=True, group="deed")
    async def action_snooze(self) -> None:
        """Put the next step off."""
        from ..forms.forms import snooze_form

        found = self._whom()
        if found is not None:
            rows, whom, what = found
            what = f"the {what}" if len(rows) > 1 else what or "contact"
            await self._open_form(snooze_form(whom, what, self.app.today), rows)

    @work(exclusive=True, group="deed")
    async def action_skip(self) -> None:
        """Skip the step, or end the follow-ups."""
        from ..forms.forms import skip_form

        found = self._whom()
        if found is not None:
            rows, whom, what = found
            await self._open_form(skip_form(whom, self._states(rows), what, self.app.today), rows)

    @work(exclusive=True, group="deed")
    async def action_close(self) -> None:
        """Close the person who is shown."""
        from ..forms.forms import skip_form

        found = self._whom()
        if found is not None:
            rows, whom, _ = found
            await self._open_form(skip_form(whom, self._states(rows), "", self.app.today, chosen="close"), rows)

    def _states(self, rows: Sequence[Row]) -> set[str]:
        return {row.state if isinstance(row, WaitingRow) else "open" for row in rows}

    @work(exclusive=True, group="deed")
    async def action_reject(self) -> None:
        """Record a "no"."""
        from ..forms.forms import reject_form

        known = self.app.read(queries.applications) or []
        if not known:
            self.say("There is no application in your book yet; a adds one.")
            return
        row = self._row
        roles = self.app.read(lambda c: queries.roles(c, row.contact_id if row else 0)) or []
        mine = {role.application_id for role in roles}
        here = self._application.application_id if self._application is not None else 0
        # The one on the cursor, then the ones that still run, and among them those of the chosen person.
        known.sort(key=lambda a: (a.id != here, a.state != "running", a.id not in mine, -a.id))
        await self._open_form(reject_form(known[:12], known[0].id, self.app.today))

    @work(exclusive=True, group="deed")
    async def action_add(self) -> None:
        """Add a person, an application or an interview."""
        from ..forms.forms import add_form

        running = (self.app.read(queries.applications) or [])[:12]
        await self._open_form(add_form(running, self.app.today, self._known()))

    @work(exclusive=True, group="deed")
    async def action_drop(self) -> None:
        """Drop the draft for this person."""
        row = self._row
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
        from ..forms.forms import me_form

        profile = self.app.read(queries.profile) or queries.ProfileRow()
        own = self.app.read(queries.playbooks) or {}
        await self._open_form(me_form(profile, [*own], self.app.today, first=first))

    @work(exclusive=True, group="deed")
    async def action_undo(self) -> None:
        """Take the latest action back."""
        await self._step("Undone", lambda book: commands.undo(book), "There is nothing to undo.", "U does it again")

    @work(exclusive=True, group="deed")
    async def action_redo(self) -> None:
        """Do the undone action again."""
        await self._step("Done again", lambda book: commands.redo(book), "There is nothing to redo.", "u takes it back")

    async def _step(self, done: str, job: Callable[["Book"], str | None], nothing: str, way_back: str) -> None:
        line, keep = self._list.cursor, self._current_key()
        before = {key_of(row) for row in self._rows}
        label = await self._do(lambda book: job(book) or "")
        if label is None:
            return
        await self._load()
        brought_back = [key for row in self._rows if (key := key_of(row)) not in before]
        keep = brought_back[0] if len(brought_back) == 1 else keep
        if len(brought_back) == 1:
            self._come_back(brought_back[0])
        self._show_rows(keep=keep, cursor=line)
        self.say(f"{done}: {label}.  {way_back}." if label else nothing)

    async def on_form_cancelled(self, event: "Form.Cancelled") -> None:
        """Back to the list; a first question that was put aside is not asked again, and no date is dropped."""
        from ..forms.deeds import keep_words

        if event.form.kind == "call":
            await self._close_over()
            return
        await self._close_side()
        kept = keep_words(event, self._about)
        if kept is not None and await self._do_and_show(kept):
            words = joined([f"“{shorten(each, 60)}”" for each in event.unread])
            self.say(f"{words} is not a date I can read; it is kept in the notes.  u takes it out.")
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
        from ..forms.deeds import FormError, deed_of

        if event.form.kind == "left":
            await self._settle_left_over(keep=event.values["keep"] == "keep")
            return
        if event.form.kind == "reach":
            await self._open_outside(event)
            return
        if event.values.get("how") == "keep" and event.form.kind == "delete":
            await self._close_side()
            return
        try:
            job = deed_of(event, self._about, self.app.keeper)
        except FormError as error:
            event.form.say(str(error), error.field)
            return
        try:
            done = await self.app.write(job)
        except BookError as error:
            await self._say_why_not(event, error)
            return
        except Exception as error:  # as in `_do`
            event.form.say(f"That did not work ({type(error).__name__}: {error}). Nothing was changed.")
            return
        what = _what_was_decided(event)
        if what is not None:
            self._decided(what)
        self._marked.clear()
        line, keep = self._list.cursor, self._current_key()
        writing = self.app.keeper.writing
        if event.form.kind == "call" and writing is not None:
            await self._load()
            self._show_rows(cursor=line)
            self.say(in_words(done))
            await self._go_on(writing, line, self.last_said)
            return
        await self._close_side()
        await self._load()
        if event.form.kind == "merge" or (event.form.kind == "add" and event.values["what"] == "person"):
            keep = (done.id, "", None)
        self._show_rows(keep=keep if event.form.kind != "log" else None, cursor=line)
        hidden = "" if keep is None or keep[0] != done.id or self._current_key() == keep else self._why_hidden(done.id)
        self.say(in_words(done, self._made_due(event, done.id) or hidden))

    async def _settle_left_over(self, *, keep: bool) -> None:
        """Keep the text that was left in another editor, or throw it away; then the next one."""
        from ..forms.deeds import keep_left_over
        from ..system.external_editor import clear

        left, *others = self._left_overs
        if keep and not await self._do_and_show(keep_left_over(left)):
            return
        await asyncio.to_thread(clear, left)
        self._left_overs = others
        await self._close_side()
        if others:
            self._look_for_left_overs()

    def _why_hidden(self, contact_id: int) -> str:
        """That somebody who was just added is not in the list one sees, and why."""
        row = self._row
        if self._view == "applications" or (row is not None and row.contact_id == contact_id):
            return ""
        return "The filter does not show them; escape does.  " if self._filter else ""

    def _made_due(self, event: "Form.Submitted", application_id: int) -> str:
        """After a "no": whom it makes due."""
        if event.form.kind != "reject" or event.values.get("again") == "no":
            return ""
        names = [
            row.called
            for row in self._rows
            if isinstance(row, DueRow)
            and any(
                (each.application_id, each.step)
                in {(application_id, Step.FIRST_NOTE), (application_id, Step.FIRST_CALL)}
                for each in (row, *row.also)
            )
        ]
        if names:
            return f"Due now: {joined(names)}.  "
        known = self.app.read(queries.applications) or []
        if any(row.id == application_id and row.people for row in known):
            return "Everyone there has heard from you.  "
        return "Nobody is known to have interviewed you; a adds them.  "


def _what_was_decided(event: "Form.Submitted") -> Decided | None:
    """What a form decided about the step of the person it is about; None of one that decides nothing."""
    if event.form.kind == "skip":
        return {"skip": Decided.SKIPPED, "rest": Decided.RESTING, "close": Decided.CLOSED}.get(event.values["how"])
    return {"snooze": Decided.LATER, "log": Decided.LOGGED, "call": Decided.LOGGED}.get(event.form.kind)
