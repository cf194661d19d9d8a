"""The screen while something is written: from the editor's opening to the note on its way, or the notes saved."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from sqlite3 import Connection
from typing import TYPE_CHECKING, TypeVar

from textual import work

from ... import environment
from ...book import due, queries
from ...book.due import DueRow
from ...book.errors import BookError
from ...cadence.terms import FIRST_STEPS, Channel, Kind, Step
from ...dates import show
from ...notes.blanks import after_change, as_json, from_json, key_of
from ...notes.blanks import answers as answered
from ...text import plural, shorten
from ..commands import lazy as commands
from ..views.due_list import Row
from ..views.triage_queue import Decided
from ..writing.autosave import Writing
from .handing_over import HandingOverScreen

if TYPE_CHECKING:
    from ...book.commands import Done
    from ...book.database import Book
    from ...book.prefill import Occasion, Prefilled
    from ...notes.review.report import Situation
    from ..forms.form import Form
    from ..writing.editor import NoteEditor
    from ..writing.rehearsal import Rehearsal
    from ..writing.template_chooser import TemplateChooser

R = TypeVar("R")
_PANEL_STEPS = {Step.THANK_YOU, *FIRST_STEPS}  # what everyone of an application is owed, each their own (Joyce)


class WritingScreen(HandingOverScreen):
    """What happens around the editor: templates, another editor, calls, the next of the panel."""

    _words_per_minute: int | None = None  # what the rehearsal was set to, for as long as the app runs
    _written: Row | None = None  # the row that the open note is for

    @work(exclusive=True, group="deed")
    async def action_write(self) -> None:
        """Open the editor with the note that this person is owed, or ask what became of the one handed over."""
        row = self._row
        if row is None:
            self.say("Nobody is chosen. a adds someone, escape shows everybody.")
            return
        if isinstance(row, DueRow) and row.note == "handed_over":
            await self._ask_whether_it_went_out(row)
            return
        await self._write(row)

    async def _write(self, row: Row, message: str = "", draft: queries.DraftRow | None = None) -> None:
        begun = self.app.read(lambda connection: self._begin(connection, row, draft))
        if begun is None:
            await self._close_side()
            self.say(f"There is no template for {row.name}'s next step.", wrong=True)
            return
        about, writing, occasion, earlier = begun
        self._written = row
        from ..writing.editor import NoteEditor

        self.app.keeper.begin(writing)
        editor = NoteEditor(about, writing, self.app.keeper, occasion, earlier)
        await self._open_side(editor, whole=True)
        if occasion.problems:
            others = len(occasion.problems) - 1
            more = f"  And {plural(others, 'other')}: `planner templates check`." if others else ""
            self.say(f"Left out: {occasion.problems[0]}{more}", wrong=True)
        else:
            self.say(message)
        self._prepare_reviews(editor)

    @work(exclusive=True, group="prepare", exit_on_error=False)
    async def _prepare_reviews(self, editor: "NoteEditor") -> None:
        """Gather what the note is reviewed by, away from the screen."""
        from ...book.prefill import situation

        rate = self._rate()

        def gather() -> "Situation | None":
            from ..writing import delivery_menu, template_chooser  # noqa: F401 - so that their keys answer at once

            return self.app.read(lambda connection: situation(connection, editor.occasion, rate))

        found = await asyncio.to_thread(gather)
        if found is not None and editor.is_attached:
            editor.begin_reviews(found)

    def _begin(
        self, connection: Connection, row: Row, chosen: queries.DraftRow | None
    ) -> tuple[str, Writing, "Occasion", list[queries.Answer]] | None:
        """The note for that row: the draft that waits, or a new one from the template that fits."""
        from ...book.prefill import begin, occasion

        step = Step(row.step) if isinstance(row, DueRow) else Step.CHECK_IN
        application_id = row.application_id if isinstance(row, DueRow) else None
        channel = Channel(row.channel) if isinstance(row, DueRow) else Channel.EMAIL
        drafts = queries.drafts_of(connection, row.contact_id)
        draft = chosen or next((d for d in drafts if isinstance(row, DueRow) and d.id == row.draft_id), None)
        draft = draft or next((d for d in drafts if (d.step, d.application_id) == (step, application_id)), None)
        # A draft for a step that is no longer owed must not be lost sight of; the others have rows of their own.
        elsewhere = {(r.step, r.application_id) for r in due.due_of(connection, row.contact_id, self.app.today)}
        left = [d for d in drafts if d.state == "draft" and d.held_until is None]
        draft = draft or next((d for d in left if (d.step, d.application_id) not in elsewhere), None)
        if draft is not None:
            step, application_id = Step(draft.step) if draft.step else step, draft.application_id
            channel = Channel(draft.channel)
        found = occasion(
            connection, row.contact_id, step, application_id, channel, self.app.today, environment.templates_folder()
        )
        if found is None:
            return None
        about = f"for {shorten(row.name, 50)}{self._place(connection, step, application_id)}"
        earlier = queries.answers(connection, row.contact_id, application_id)
        if draft is not None:
            writing = self._as_writing(draft)
        else:
            note = begin(found)
            if note is None:
                return None
            owed = step if isinstance(row, DueRow) else None
            writing = Writing(
                row.contact_id,
                owed,
                application_id,
                note.template.channel or channel,
                note.template.name,
                note.subject,
                note.body,
                saved=(note.subject, note.body),  # what the template gives needs no saving
                stops=note.stops,
            )
        return about, writing, found, earlier

    def _as_writing(self, draft: queries.DraftRow) -> Writing:
        state = f"{draft.handed_over} on {show(draft.handed_over_on, self.app.today)}" if draft.handed_over_on else ""
        if draft.held_until is not None:
            state = f"held until {show(draft.held_until, self.app.today)}"
        return Writing(
            draft.contact_id,
            Step(draft.step) if draft.step else None,
            draft.application_id,
            Channel(draft.channel),
            draft.template,
            draft.subject,
            draft.body,
            draft.id,
            (draft.subject, draft.body),
            from_json(draft.stops, draft.body),
            (draft.subject, draft.body),
            state,
        )

    def _place(self, connection: Connection, step: Step, application_id: int | None) -> str:
        """Where a note stands among those that a panel is owed: " · 2 of 3 written"."""
        if application_id is None or step not in _PANEL_STEPS:
            return ""
        panel = queries.panel_of(connection, application_id, step)
        written = sum(each.written for each in panel)
        return f" · {written} of {len(panel)} written" if len(panel) > 1 else ""

    def _rate(self) -> int:
        return self._words_per_minute or self._settings().words_per_minute

    async def on_note_editor_wished(self, event: "NoteEditor.Wished") -> None:
        """Do what is wanted of the note."""
        from ..writing.editor import Wish

        {
            Wish.SENT: self._mark_sent,
            Wish.COPY: self._copy,
            Wish.OUT: self._offer_ways_out,
            Wish.TEMPLATE: self._offer_templates,
            Wish.ELSEWHERE: self._edit_elsewhere,
            Wish.HOLD: self._hold,
            Wish.NEXT: self._skip_to_next,
            Wish.REHEARSE: self._rehearse,
            Wish.CALLED: self._log_call,
            Wish.KEYS: self._show_keys,
            Wish.LEAVE: self._leave,
        }[event.wish]()

    @work(group="note")
    async def _leave(self) -> None:
        """Back from the editor, with the draft kept."""
        keeper = self.app.keeper
        writing = keeper.writing
        given_up = ""
        while (save := keeper.save()) is not None:  # what is typed while a save is awaited is saved as well
            await self._saved(save)
            if not keeper.failed:
                continue
            text = (writing.subject, writing.body) if writing is not None else None
            if not self._leave_without.is_sure(text):  # for this text only: whoever writes on is asked again
                if (editor := self._editor) is not None:
                    editor.say(
                        f"Not saved. Escape once more leaves WITHOUT it, ctrl+y copies it. Why: {keeper.failed}",
                        "$text-error",
                    )
                return
            keeper.give_up()
            given_up = "Left without what could not be saved."
            break
        self._leave_without.forget()
        kept = writing is not None and writing.draft_id is not None and not given_up
        said, keeper.notice, keeper.writing = given_up or keeper.notice, "", None
        await self._close_side()
        keep = self._current_key()
        await self._load()
        self._show_rows(keep=keep, cursor=self._list.cursor)
        self.say(said or ("The draft is kept." if kept else ""))

    @work(group="note")
    async def _mark_sent(self) -> None:
        """The user says that it went out: the plan moves on, and so does the list."""
        writing, today = self.app.keeper.writing, self.app.today
        if writing is None or self._busy:
            return
        self._busy = True
        try:
            if not await self._saved(self.app.keeper.save_always()):
                return

            def job(book: "Book") -> "Done":
                at, text = environment.time_now(today), (writing.subject, writing.body)
                return commands.mark_sent(book, writing.draft_id or 0, today, at=at, kind=Kind.MESSAGE, text=text)

            line = self._list.cursor
            if await self._do_and_show(job, stay=False):
                self._decided(Decided.WRITTEN)
                await self._go_on(writing, line, self.last_said)
        finally:
            self._busy = False

    @work(group="note")
    async def _hold(self) -> None:
        """Hold a finished note until tomorrow morning (domain: some advise a night's sleep first)."""
        writing, keeper = self.app.keeper.writing, self.app.keeper
        editor = self._editor
        if writing is None or editor is None or self._busy:
            return
        if editor.blanks_left:
            editor.say("Fill in the blanks first; only a finished note is held overnight.")
            return
        self._busy = True
        try:
            if not await self._saved(keeper.save_always()):
                return
            until, line = self.app.today + timedelta(days=1), self._list.cursor
            if await self._do_and_show(
                lambda book: commands.hold_draft(book, writing.draft_id or 0, until), stay=False
            ):
                self._decided(Decided.LATER)
                await self._go_on(writing, line, self.last_said)
        finally:
            self._busy = False

    @work(group="note")
    async def _skip_to_next(self) -> None:
        """Leave this note as a draft, and go to that of the next interviewer."""
        writing = self.app.keeper.writing
        if writing is None or not await self._saved(self.app.keeper.save()):
            return
        following = self._next_of_panel(writing, also_begun=True)
        if following is None:
            editor = self._editor
            if editor is not None:
                editor.say("Nobody else of this application waits for such a note.", "")
            return
        await self._load()
        await self._write(following[0], following[1])

    async def _go_on(self, writing: Writing, line: int, said: str) -> None:
        """After one note of an application, on to the next interviewer's; else back to the list."""
        keeper = self.app.keeper
        keeper.writing, said = None, f"{said.removesuffix('u takes it back.').strip()} {keeper.notice}".strip()
        following = self._next_of_panel(writing)
        if following is None:
            await self._close_side()
            self._list.move_to(line)
            if keeper.notice:
                self.say(said)
            return
        row, progress = following
        await self._write(row, f"{said} {progress}")

    def _next_of_panel(self, writing: Writing, *, also_begun: bool = False) -> tuple[DueRow, str] | None:
        """The next interviewer of the note's application who waits for theirs, and how far the panel is."""
        step, application_id, today = writing.step, writing.application_id, self.app.today
        if step not in _PANEL_STEPS or application_id is None:
            return None

        def find(connection: Connection) -> tuple[DueRow, str] | None:
            panel = queries.panel_of(connection, application_id, step)
            written = sum(each.written for each in panel)
            order = [each.contact_id for each in panel]
            here = order.index(writing.contact_id) if writing.contact_id in order else -1
            waiting = [each for each in (*panel[here + 1 :], *panel[: max(here, 0)]) if each.owed and not each.written]
            for each in waiting:
                rows = due.due_of(connection, each.contact_id, today)
                row = next((r for r in rows if (r.step, r.application_id) == (step, application_id)), None)
                if row is not None and (also_begun or row.opens <= today):
                    return row, f"{written} of {len(panel)} written; now {row.called}."
            return None

        return self.app.read(find)

    @work(group="note")
    async def _offer_templates(self) -> None:
        """Show the templates, and the other drafts that are kept for this person."""
        from ..writing.template_chooser import TemplateChooser

        writing, editor = self.app.keeper.writing, self._editor
        if writing is None or editor is None or not await self._saved(self.app.keeper.save()):
            return
        drafts = self.app.read(lambda c: queries.drafts_of(c, writing.contact_id)) or []
        others = [draft for draft in drafts if draft.id != writing.draft_id]
        known = {key_of(asks): said for asks, said in answered(writing.body, writing.stops).items()}
        subject = editor.subject
        known |= {key_of(asks): said for asks, said in answered(subject.text, subject.stops).items()}
        await self._open_over(TemplateChooser(editor.occasion, known, writing.template, others))

    async def on_template_chooser_left(self) -> None:
        """The note stays as it is."""
        await self._close_over()

    @work(group="note")
    async def on_template_chooser_taken(self, event: "TemplateChooser.Taken") -> None:
        """Go on from another template, or in another draft."""
        writing, editor = self.app.keeper.writing, self._editor
        if writing is None or editor is None or self._busy:
            return
        self._busy = True
        try:
            await self._close_over()
            if event.draft is not None and self._written is not None:
                await self._write(self._written, draft=event.draft)
            elif event.found is not None and event.found.template.name != writing.template:
                await self._begin_anew(event.found, writing, editor)
        finally:
            self._busy = False

    async def _begin_anew(self, found: "Prefilled", writing: Writing, editor: "NoteEditor") -> None:
        """The text of another template; what was typed freely stays in the editor's undo and in the journal."""
        from ..writing.editor import Origin

        channel = found.template.channel or (Channel.EMAIL if writing.channel is Channel.PHONE else writing.channel)
        if writing.draft_id is not None:

            def job(book: "Book") -> "Done":
                done = commands.change_template(
                    book,
                    writing.draft_id or 0,
                    template=found.template.name,
                    channel=channel,
                    subject=found.subject,
                    body=found.body,
                    stops=as_json(found.stops),
                )
                # Here, on the book's thread, so that no save can come between.
                writing.draft_id, writing.on_disk = done.id, (found.subject, found.body)
                return done

            if await self._do(job) is None:
                return
        writing.saved, writing.state = (found.subject, found.body), ""
        editor.put(found.subject, found.body, found.stops, Origin(found.template.name, channel))
        editor.say("ctrl+z brings the text before back.", "")

    def on_note_editor_kind_changed(self, event: "NoteEditor.KindChanged") -> None:
        """A call script is reviewed as one, and a note as one."""
        event.editor.situation = None
        self._prepare_reviews(event.editor)

    @work(group="note")
    async def _show_keys(self) -> None:
        """Show all keys, in the editor's place."""
        from .keys import KeysPage

        await self._open_over(KeysPage("note", "text", "undo"))

    @work(group="note")
    async def _rehearse(self) -> None:
        """The call script in large."""
        from ..writing.rehearsal import Rehearsal

        writing = self.app.keeper.writing
        if writing is not None:
            await self._open_over(Rehearsal(writing.body, self._rate()))

    @work(group="note")
    async def on_rehearsal_left(self, event: "Rehearsal.Left") -> None:
        """Back from the rehearsal, or on to what came of the call."""
        self._words_per_minute = event.words_per_minute
        await self._close_over()
        editor = self._editor
        if editor is not None:
            self._prepare_reviews(editor)
        if event.called:
            self._log_call()

    @work(group="note")
    async def _log_call(self) -> None:
        """After a call script: what came of the call."""
        from ..forms.forms import call_form

        writing = self.app.keeper.writing
        if writing is None or not await self._saved(self.app.keeper.save_always()):
            return
        contact = self.app.read(lambda connection: queries.contact(connection, writing.contact_id))
        if contact is not None:
            await self._open_over(call_form(contact, self.app.today))

    async def _ask_whether_it_went_out(self, row: DueRow) -> None:
        from ..forms.forms import went_form

        draft = self.app.read(lambda connection: queries.draft(connection, row.draft_id or 0))
        if draft is None:
            self.say("That note is no longer there; it may have been undone meanwhile.", wrong=True)
            return
        await self._open_form(went_form(row, draft, self.app.today))

    async def _open_form(self, form: "Form", about: Sequence[Row] | None = None) -> None:
        """Open a form about these people, or the one on the cursor."""
        row = self._row
        self._about = list(about) if about is not None else [row] if row is not None else []
        if len(self._about) > 1:
            self.say("")  # what can be done with those who are marked is being done
        await self._open_side(form)

    @work(group="note")
    async def _edit_elsewhere(self) -> None:
        """On in the user's own editor, and back with the text."""
        from ..system.external_editor import About, clear

        writing, editor = self.app.keeper.writing, self._editor
        if writing is None or editor is None or not await self._saved(self.app.keeper.save_always()):
            return
        name = editor.occasion.contact.name
        about = About(
            str(self.app.path), writing.contact_id, writing.draft_id, False, name, writing.subject, writing.body
        )
        try:
            edited = self._edit_outside(about)
        except BookError as error:
            editor.say(str(error), "$text-error")
            return
        if (edited.subject, edited.body) != (about.subject, about.body):
            editor.put(edited.subject, edited.body, after_change(editor.body.stops, about.body, edited.body))
            editor.say("ctrl+z brings the text before back.", "")
            if not await self._saved(self.app.keeper.save()):
                return  # the text stays in the folder, too, and is offered at the next start
        clear(edited)
