"""A note from the moment it is opened until it is sent, held or left: the editor, and what is shown in its place."""

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget

from ... import environment
from ...book import queries
from ...book.errors import BookError
from ...cadence.terms import Channel, Kind
from ...notes.blanks import after_change, as_json, key_of
from ...notes.blanks import answers as answered
from ..bindings import key_names
from ..commands import lazy as commands
from ..forms.call import CallForm
from ..forms.session import FormSession
from ..forms.spec import Job
from ..messages import Said
from ..services.library import Library
from ..services.preferences import Preferences
from ..services.state import Decided
from ..system.asked_once import AskedOnce
from ..system.external_editor import edit_in_terminal
from ..system.left_overs import clear
from ..widgets.side_pane import PLACE
from .assist import Assistant
from .autosave import Autosave, Writing
from .delivery import Delivery, NotSavedError, outgoing
from .delivery_menu import DeliveryMenu
from .editor import NoteEditor
from .note_messages import KindChanged
from .opening import Next, OpenNote, next_of_panel
from .origins import Origin
from .rehearsal import Rehearsal
from .template_chooser import TemplateChooser

if TYPE_CHECKING:
    from ...book.database import Book
    from ...book.prefill import Prefilled
    from ...notes.review.report import Situation

_WAY_BACK = "ctrl+z restores the previous text."


class WritingSession(Widget):
    """Owns one note. One thing at a time happens to it, and it says by `Finished` how it ended."""

    DEFAULT_CSS = """
    WritingSession { height: 1fr; width: 1fr; layout: vertical; }
    WritingSession > * { height: 1fr; width: 1fr; }
    """

    class Finished(Message):
        """The session is over.

        `done` is what was done; None when the note was left, and `said` is to be said then. `following` is the note to
        go on with.
        """

        def __init__(
            self,
            said: str = "",
            done: "commands.Done | None" = None,
            decided: Decided | None = None,
            following: Next | None = None,
        ) -> None:
            super().__init__()
            self.said = said
            self.done = done
            self.decided = decided
            self.following = following

    def __init__(
        self, note: OpenNote, library: Library, preferences: Preferences, autosave: Autosave, delivery: Delivery
    ) -> None:
        super().__init__(id="writing")
        self._row = note.row
        self._library = library
        self._preferences = preferences
        self._autosave = autosave
        self._delivery = delivery
        self.editor = NoteEditor(note.about, note.writing, autosave, note.occasion, note.answers)
        """The note's editor; it waits behind whatever is shown in its place, with its undo."""
        self._one_at_a_time = asyncio.Lock()
        self._leave_without = AskedOnce()  # the text that could not be saved
        self.is_finished = False
        """Whether it is over, and only waits to be taken away."""
        autosave.begin(note.writing)

    def compose(self) -> ComposeResult:
        """The editor."""
        self.editor.add_class(PLACE)
        yield self.editor

    def on_mount(self) -> None:
        """Review the note from now on."""
        self._prepare_reviews()

    @property
    def _writing(self) -> Writing:
        return self.editor.writing

    @work(exclusive=True, group="prepare", exit_on_error=False)
    async def _prepare_reviews(self) -> None:
        """Gather what the note is reviewed by, away from the screen."""
        from ...book.prefill import situation

        occasion, rate, today = self.editor.occasion, self._preferences.words_per_minute(), self._library.today

        def gather() -> "Situation | None":
            return self._library.read(lambda connection: situation(connection, occasion, rate, today))

        found = await asyncio.to_thread(gather)
        if found is not None and self.editor.is_attached:
            self.editor.begin_reviews(found)

    def _finish(self, ending: Finished) -> None:
        """Say how it ended, once. What the last save had to say is said as well."""
        self.is_finished = True
        keeper = self._autosave
        ending.said = f"{ending.said} {keeper.notice}".strip()
        keeper.notice, keeper.writing = "", None
        self.post_message(ending)

    async def _show(self, widget: Widget) -> None:
        """Show something in the editor's place."""
        if self.query(widget.__class__) or self.is_finished:
            return
        self.editor.display = False
        widget.add_class(PLACE)
        await self.mount(widget)

    async def _show_editor(self) -> None:
        """Take away what stands in the editor's place."""
        for child in self.children:
            if child is not self.editor:
                await child.remove()
        self.editor.display = True
        self.editor.body.focus()
        self.editor.call_after_refresh(self.editor.show_saved)

    async def _is_saved(self) -> bool:
        """Save in any case, and say why not when that fails; then the note stays where it is."""
        if await self._autosave.wait_for(self._autosave.save_always()):
            return True
        self.editor.say(f"Not saved; your text is still here. Why: {self._autosave.failed}", "$text-error")
        return False

    async def _conclude(self, job: Job, decided: Decided) -> None:
        """Do the last thing to this note, once; what goes wrong is said below it, and the note stays."""
        if self._one_at_a_time.locked() or self.is_finished:
            return
        async with self._one_at_a_time:
            if not await self._is_saved():
                return
            try:
                done = await self._library.write(job)
            except BookError as error:
                self.editor.say(str(error), "$text-error")
            else:
                self._end(done, decided)

    def _end(self, done: "commands.Done", decided: Decided) -> None:
        following = next_of_panel(self._library, self._writing)
        self._finish(self.Finished(done=done, decided=decided, following=following))

    @work(group="note")
    async def on_note_editor_mark_sent(self) -> None:
        """The user says that it went out."""
        writing, today = self._writing, self._library.today

        def job(book: "Book") -> commands.Done:
            at, text = environment.time_now(today), (writing.subject, writing.body)
            return commands.mark_sent(book, writing.draft_id or 0, today, at=at, kind=Kind.MESSAGE, text=text)

        await self._conclude(job, Decided.WRITTEN)

    @work(group="note")
    async def on_note_editor_hold(self) -> None:
        """Hold it until tomorrow morning."""
        writing, until = self._writing, self._library.today + timedelta(days=1)
        await self._conclude(lambda book: commands.hold_draft(book, writing.draft_id or 0, until), Decided.LATER)

    @work(group="note")
    async def on_note_editor_leave(self) -> None:
        """Back from the editor, with the draft kept; not while the note is being settled."""
        if self._one_at_a_time.locked() or self.is_finished:
            return
        keeper, writing = self._autosave, self._writing
        given_up = ""
        while (save := keeper.save()) is not None:  # what is typed while a save is awaited is saved as well
            if await keeper.wait_for(save):
                continue
            if not self._leave_without.is_sure(writing.changes):  # whoever writes on is asked again
                keys = key_names(self.app)
                leave, copy = keys("note.leave").capitalize(), keys("note.copy")
                self.editor.say(
                    f"Not saved. {leave} once more leaves WITHOUT it, {copy} copies it. Why: {keeper.failed}",
                    "$text-error",
                )
                return
            keeper.give_up()
            given_up = "Left without what could not be saved."
            break
        kept = "The draft is kept." if writing.draft_id is not None and not keeper.notice else ""
        self._finish(self.Finished(given_up or kept))

    @work(group="note")
    async def on_note_editor_go_to_next(self) -> None:
        """Leave this note as a draft, and go on with that of the next interviewer."""
        if not await self._autosave.wait_for(self._autosave.save()):
            await self._is_saved()
            return
        following = next_of_panel(self._library, self._writing, also_begun=True)
        if following is None:
            self.editor.say("Nobody else of this application waits for such a note.", "")
        else:
            self._finish(self.Finished(following=following))

    def on_note_editor_assist(self) -> None:
        """What a program of the user's would change stands beside the note."""
        command, editor = self._preferences.now().assist_command, self.editor
        editor.query_one(Assistant).ask(command, editor.occasion, editor.subject.text)

    def on_note_editor_kind_changed(self, event: KindChanged) -> None:
        """A call script is reviewed as one, and a note as one."""
        event.editor.begin_reviews(None)
        self._prepare_reviews()

    @work(group="note")
    async def on_note_editor_copy(self) -> None:
        """Copy the note; it is not sent by that."""
        try:
            self.post_message(Said(await self._delivery.copy(self._writing)))
        except NotSavedError:
            self._say_not_saved()
        except BookError as error:
            self.editor.say(str(error), "$text-error")
        self.editor.show_saved()

    @work(group="note")
    async def on_note_editor_deliver(self) -> None:
        """Show how it can be taken out."""
        note = outgoing(self._writing, self.editor.occasion)
        await self._show(DeliveryMenu(note, self._preferences.now(), str(environment.settings_file())))

    async def on_delivery_menu_left(self) -> None:
        """Back to the note; while it is on its way out, one has to wait for what becomes of it."""
        if not self._one_at_a_time.locked():
            await self._show_editor()

    @work(group="note")
    async def on_delivery_menu_chosen(self, event: DeliveryMenu.Chosen) -> None:
        """Take the note out by the way that was chosen."""
        if self._one_at_a_time.locked() or self.is_finished:
            return
        async with self._one_at_a_time:
            self.post_message(Said("…"))
            try:
                way = event.method, event.data, event.command
                said = await self._delivery.take_out(self._writing, self.editor.occasion, *way)
            except NotSavedError:
                self.post_message(Said(""))
                await self._show_editor()
                self._say_not_saved()
            except BookError as error:
                self.post_message(Said(""))
                for menu in self.query(DeliveryMenu):
                    menu.say(str(error))
            else:
                await self._show_editor()
                self.post_message(Said(said))

    def _say_not_saved(self) -> None:
        self.editor.say(f"Not saved; your text is still here. Why: {self._autosave.failed}", "$text-error")

    @work(group="note")
    async def on_note_editor_choose_template(self) -> None:
        """Show the templates, and the other drafts that are kept for this person."""
        writing, editor = self._writing, self.editor
        if not await self._autosave.wait_for(self._autosave.save()):
            self._say_not_saved()
            return
        drafts = self._library.read(lambda c: queries.drafts_of(c, writing.contact_id)) or []
        others = [draft for draft in drafts if draft.id != writing.draft_id]
        known = {key_of(asks): said for asks, said in answered(writing.body, writing.stops).items()}
        subject = editor.subject
        known |= {key_of(asks): said for asks, said in answered(subject.text, subject.stops).items()}
        await self._show(TemplateChooser(editor.occasion, known, writing.template, others))

    async def on_template_chooser_left(self) -> None:
        """The note stays as it is."""
        await self._show_editor()

    @work(group="note")
    async def on_template_chooser_taken(self, event: TemplateChooser.Taken) -> None:
        """Go on from another template, or in another draft."""
        if self._one_at_a_time.locked() or self.is_finished:
            return
        async with self._one_at_a_time:
            if event.draft is not None:
                self._finish(self.Finished(following=Next(self._row, draft=event.draft)))
                return
            await self._show_editor()
            if event.found is not None:
                same = event.found.template.name == self._writing.template
                await self._begin_anew(event.found, "Started afresh. " if same else "")

    async def _begin_anew(self, found: "Prefilled", said: str) -> None:
        """The text of another template; what was typed freely stays in the editor's undo and in the journal."""
        writing, editor = self._writing, self.editor
        channel = found.template.channel or (Channel.EMAIL if writing.channel is Channel.PHONE else writing.channel)
        if writing.draft_id is not None:

            def job(book: "Book") -> commands.Done:
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

            if await self._library.do(job) is None:
                return
        writing.saved, writing.state = (found.subject, found.body), ""
        editor.put(found.subject, found.body, found.stops, Origin(found.template.name, channel))
        editor.say(f"{said}{_WAY_BACK}", "")

    @work(group="note")
    async def on_note_editor_rehearse(self) -> None:
        """The call script in large."""
        await self._show(Rehearsal(self._writing.body, self._preferences.words_per_minute()))

    @work(group="note")
    async def on_rehearsal_left(self, event: Rehearsal.Left) -> None:
        """Back from the rehearsal, or on to what came of the call."""
        self._preferences.read_aloud_at(event.words_per_minute)
        await self._show_editor()
        self._prepare_reviews()
        if event.called:
            await self._ask_how_it_went()

    @work(group="note")
    async def on_note_editor_log_call(self) -> None:
        """After a call script: what came of the call."""
        await self._ask_how_it_went()

    async def _ask_how_it_went(self) -> None:
        writing = self._writing
        if not await self._is_saved():
            return
        back = key_names(self.app)("form.cancel").capitalize()
        title = f"How did the call with {self.editor.occasion.contact.called} go?"
        intro = f"Arrows or a first letter choose, Enter goes on and saves at the end. {back} goes back to the script."
        form = CallForm(writing.draft_id, (writing.subject, writing.body), title, intro)
        await self._show(FormSession(form, self._library))

    @work(group="note")
    async def on_form_session_finished(self, event: FormSession.Finished) -> None:
        """What came of the call is logged, with the script; or the user goes back to the script."""
        event.stop()
        if event.was_left or event.done is None:
            await self._show_editor()
        elif not self.is_finished:
            self._end(event.done, Decided.LOGGED)

    @work(group="note")
    async def on_note_editor_edit_elsewhere(self) -> None:
        """On in the user's own editor, and back with the text."""
        writing, editor = self._writing, self.editor
        if not await self._is_saved():
            return
        about = writing.about(str(self._library.path), self._library.identity())
        try:
            edited = edit_in_terminal(self.app, about, self._preferences.at_start.editor)
        except BookError as error:
            editor.say(str(error), "$text-error")
            return
        if (edited.subject, edited.body) != (about.subject, about.body):
            editor.put(edited.subject, edited.body, after_change(editor.body.stops, about.body, edited.body))
            editor.say(_WAY_BACK, "")
            if not await self._autosave.wait_for(self._autosave.save()):
                self._say_not_saved()
                return  # the text stays in the folder, too, and is offered at the next start
        clear(edited)
