"""Which note is opened for a row: the draft that waits, or a new one from the template that fits."""

from sqlite3 import Connection
from typing import TYPE_CHECKING, NamedTuple

from ... import environment
from ...book import due, queries
from ...book.due import DueRow
from ...cadence.terms import FIRST_STEPS, Channel, Step
from ...dates import show
from ...notes.blanks import from_json
from ...text import shorten
from ..services.library import Library
from ..services.state import Row
from .autosave import Writing

if TYPE_CHECKING:
    from datetime import date

    from ...book.prefill import Occasion
    from ...notes.voice import Voice

_PANEL_STEPS = {Step.THANK_YOU, *FIRST_STEPS}  # what everyone of an application is owed, each their own (Joyce)


class OpenNote(NamedTuple):
    """A note as it is opened: what it is called, its text, what it is for, and what was answered in earlier notes."""

    row: Row
    about: str  # "for Dana Whitfield · 1 of 3 written"
    writing: Writing
    occasion: "Occasion"
    answers: list[queries.Answer]


class Next(NamedTuple):
    """The next note to be written, in a draft when one waits, and what is said of it."""

    row: Row
    said: str = ""
    draft: queries.DraftRow | None = None


def open_note(library: Library, row: Row, voice: "Voice", draft: queries.DraftRow | None = None) -> OpenNote | None:
    """The note for that row, in that draft when one is named; None when no template fits.

    `voice` is how notes sound to those for whom nothing else was chosen.
    """
    today = library.today
    return library.read(lambda connection: _open(connection, row, draft, today, voice))


def left_over_draft(library: Library, row: Row) -> queries.DraftRow | None:
    """A draft for a step that is owed no longer, where none waits for this row: it is offered, never opened as this."""
    today = library.today

    def find(connection: Connection) -> queries.DraftRow | None:
        step, application_id = (Step(row.step), row.application_id) if isinstance(row, DueRow) else (None, None)
        drafts = queries.drafts_of(connection, row.contact_id)
        if queries.belonging(drafts, step, application_id, row.draft_id if isinstance(row, DueRow) else None):
            return None
        owed = {(each.step, each.application_id) for each in due.due_of(connection, row.contact_id, today)}
        return queries.left_over(drafts, {*owed, (step, application_id)})

    return library.read(find)


def next_of_panel(library: Library, writing: Writing, *, also_begun: bool = False) -> Next | None:
    """The next interviewer of the note's application who waits for theirs, and how far the panel is."""
    step, application_id, today = writing.step, writing.application_id, library.today
    if step not in _PANEL_STEPS or application_id is None:
        return None

    def find(connection: Connection) -> Next | None:
        panel = queries.panel_of(connection, application_id, step)
        written = sum(each.written for each in panel)
        order = [each.contact_id for each in panel]
        here = order.index(writing.contact_id) if writing.contact_id in order else -1
        waiting = [each for each in (*panel[here + 1 :], *panel[: max(here, 0)]) if each.owed and not each.written]
        for each in waiting:
            rows = due.due_of(connection, each.contact_id, today)
            row = next((r for r in rows if (r.step, r.application_id) == (step, application_id)), None)
            if row is not None and (also_begun or row.opens <= today):
                return Next(row, f"{written} of {len(panel)} written; now {row.called}.")
        return None

    return library.read(find)


def _open(
    connection: Connection, row: Row, chosen: queries.DraftRow | None, today: "date", voice: "Voice"
) -> OpenNote | None:
    from ...book.prefill import begin, occasion

    step = Step(row.step) if isinstance(row, DueRow) else Step.CHECK_IN
    application_id = row.application_id if isinstance(row, DueRow) else None
    channel = Channel(row.channel) if isinstance(row, DueRow) else Channel.EMAIL
    draft = chosen or _waiting(connection, row, (step, application_id))
    if draft is not None:
        step, application_id = Step(draft.step) if draft.step else step, draft.application_id
        channel = Channel(draft.channel)
    own = environment.templates_folder()
    found = occasion(connection, row.contact_id, step, application_id, channel, today, own, usual=voice)
    if found is None:
        return None
    if draft is not None:
        writing = _as_writing(draft, row.name, today)
    else:
        note = begin(found)
        if note is None:
            return None
        writing = Writing(
            row.contact_id,
            step if isinstance(row, DueRow) else None,
            application_id,
            note.template.channel or channel,
            note.template.name,
            note.subject,
            note.body,
            row.name,
            saved=(note.subject, note.body),  # what the template gives needs no saving
            stops=note.stops,
        )
    about = f"for {shorten(row.name, 50)}{_place(connection, step, application_id)}"
    return OpenNote(row, about, writing, found, queries.answers(connection, row.contact_id, application_id))


def _waiting(connection: Connection, row: Row, owed: tuple[Step, int | None]) -> queries.DraftRow | None:
    """The draft that waits for this row."""
    drafts = queries.drafts_of(connection, row.contact_id)
    return queries.belonging(drafts, *owed, row.draft_id if isinstance(row, DueRow) else None)


def _as_writing(draft: queries.DraftRow, name: str, today: "date") -> Writing:
    state = f"{draft.handed_over} on {show(draft.handed_over_on, today)}" if draft.handed_over_on else ""
    if draft.held_until is not None:
        state = f"held until {show(draft.held_until, today)}"
    return Writing(
        draft.contact_id,
        Step(draft.step) if draft.step else None,
        draft.application_id,
        Channel(draft.channel),
        draft.template,
        draft.subject,
        draft.body,
        name,
        draft.id,
        (draft.subject, draft.body),
        from_json(draft.stops, draft.body),
        (draft.subject, draft.body),
        state,
    )


def _place(connection: Connection, step: Step, application_id: int | None) -> str:
    """Where a note stands among those that a panel is owed: " · 2 of 3 written"."""
    if application_id is None or step not in _PANEL_STEPS:
        return ""
    panel = queries.panel_of(connection, application_id, step)
    written = sum(each.written for each in panel)
    return f" · {written} of {len(panel)} written" if len(panel) > 1 else ""
