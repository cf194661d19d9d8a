"""A note, or the notes on a person, on its way through the main screen."""

from typing import TYPE_CHECKING

from ...book import queries
from ...book.due import DueRow
from ...text import plural
from ..services.preferences import Preferences
from ..services.state import Selection
from .form_flow import FormFlow
from .journal_flow import JournalFlow
from .stage import Stage, sentence

if TYPE_CHECKING:
    from ..writing.autosave import Autosave
    from ..writing.delivery import Delivery
    from ..writing.notes_editor import NotesEditor
    from ..writing.opening import Next
    from ..writing.session import WritingSession


class NoteFlow:
    """Opens notes, one after the other of a panel, and shows what became of them."""

    def __init__(
        self,
        stage: Stage,
        journal: JournalFlow,
        forms: FormFlow,
        preferences: Preferences,
        autosave: "Autosave",
        delivery: "Delivery",
    ) -> None:
        self._stage = stage
        self._journal = journal
        self._forms = forms
        self._preferences = preferences
        self._autosave = autosave
        self._delivery = delivery

    async def write(self, *, has_asked: bool = False) -> None:
        """Open the note that the person on the cursor is owed, or ask what became of the one handed over.

        A draft that was begun for another step is asked about first, unless that was done.
        """
        from ..writing.opening import Next, left_over_draft

        row = self._stage.workspace.deck.selection.row
        if row is None:
            self._say_nobody()
        elif isinstance(row, DueRow) and row.note == "handed_over":
            await self._forms.ask("went")
        elif not has_asked and (older := left_over_draft(self._stage.library, row)) is not None:
            await self._forms.ask_about_draft(row, older)
        else:
            await self._open(Next(row))

    async def _open(self, note: "Next") -> None:
        from ...notes.voice import usual_voice
        from ..writing.opening import open_note
        from ..writing.session import WritingSession

        stage, set_ = self._stage, self._preferences.now()
        voice = usual_voice(set_.language, set_.tone, set_.address)
        begun = open_note(stage.library, note.row, voice, note.draft)
        if begun is None:
            await stage.workspace.close()
            stage.say(f"There is no template for {note.row.name}'s next step.", wrong=True)
            return
        session = WritingSession(begun, stage.library, self._preferences, self._autosave, self._delivery)
        await stage.workspace.open(session, whole=True)
        first, *others = begun.occasion.problems or [""]
        more = f"  And {plural(len(others), 'other')}: `planner templates check`." if others else ""
        stage.say(f"Left out: {first}{more}" if first else note.said, wrong=bool(first))

    async def finished(self, event: "WritingSession.Finished") -> None:
        """Show what became of a note, and go on with the next of the panel, or back to the list."""
        stage, following, done = self._stage, event.following, event.done
        stage.workspace.deck.count(event.decided)
        if following is None:
            await stage.workspace.close()
        await stage.reload(stay=done is None)
        said = " ".join(each for each in (sentence(done.label) if done is not None else "", event.said) if each)
        if following is not None:
            await self._open(following._replace(said=f"{said} {following.said}".strip()))
        elif done is not None and not event.said:
            self._journal.say_done(done)
        else:
            stage.say(said)

    async def edit_notes(self) -> None:
        """Edit the notes on the person on the cursor."""
        from ..writing.notes_editor import NotesEditor

        stage = self._stage
        row = stage.workspace.deck.selection.row
        contact = stage.library.read(lambda c: queries.contact(c, row.contact_id)) if row is not None else None
        if contact is None:
            self._say_nobody()
        else:
            stage.say("")
            await stage.workspace.open(
                NotesEditor(contact, stage.library, self._preferences, self._autosave), whole=True
            )

    async def notes_left(self, event: "NotesEditor.Left") -> None:
        """Back to the list, or to the person that a link names."""
        stage = self._stage
        await stage.workspace.close()
        if event.contact_id is not None:
            await stage.workspace.show_person(event.contact_id)
        await stage.reload()
        stage.workspace.show_page()
        undo = stage.keys("due.undo")
        stage.say(f"{sentence(event.done)}  {undo} takes it back." if event.done else "")

    def _say_nobody(self) -> None:
        from ..forms.spec import Desk

        stage = self._stage
        stage.say(Desk(stage.library, Selection(), stage.keys).nobody())
