"""The person on the right: who they are, how to reach them, what is next and why, what happened, and the notes."""

from datetime import date
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from ...book import queries
from ...book.contact_fields import email_said, shown_of
from ...book.formatting import call_hint, how_it_stands, state_of, told
from ...book.person import Person
from ...cadence.terms import CHANNEL_NAMES, PART_NAMES, STEP_NAMES
from ...dates import show
from ...text import joined, shorten
from ..bindings import bindings_on_page
from ..services.state import Key
from ..widgets.hanging import MUTED, hang
from .page import Line, Page, PageView, heading, plain

_MOST_TOUCHES = 50
_PLACED = {"email", "phone", "linkedin", "tags"}  # have their own place at the top; the others stand in a line
_ARROWS = {"out": "→", "in": "←", "both": "◆"}
_ARROW_STYLES = {"out": "$text-primary", "in": "$text-success", "both": "$text-accent"}


class PersonPanel(Page):
    """One person, as a page to read and to go through."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_on_page("due")

    def show(self, person: Person, today: date, key: Key | None = None) -> None:
        """Show a person; `key` names the step that the list's cursor is on."""
        same = self._shown == person.contact.id
        self._shown = person.contact.id
        self.show_lines(partial(page, person, today, key), anew=not same)

    _shown = 0  # the key of the person who is shown

    def show_text(self, content: Content) -> None:
        """Show a text instead of a person."""
        self._shown = 0
        super().show_text(content)


def page(person: Person, today: date, key: Key | None, width: int, view: PageView) -> list[Line]:
    """A person as a page of that width. Every text of the user's is plain text here, never markup."""
    contact = person.contact
    lines: list[Content] = [Content.styled(contact.name, "bold $text-primary")]
    about = " · ".join(text for text in (contact.title, contact.employer) if text)
    reach = " · ".join(text for text in (email_said(contact), contact.phone, contact.linkedin) if text)
    if about:
        lines += hang("", Content(about), width)
    if reach:
        lines += hang("", Content.styled(reach, MUTED), width)
    others = [f"{field.label}: {value}" for field, value in shown_of(contact) if field.name not in _PLACED]
    if others:
        lines += hang("", Content.styled(" · ".join(others), MUTED), width)
    if contact.tags:
        lines += hang("", Content.styled(contact.tags, "$text-accent"), width)
    if contact.state != "open":
        state = f"{contact.state.capitalize()}: {contact.state_reason}"
        if contact.archived_on:
            since = show(date.fromisoformat(contact.archived_on), today)
            state = f"In the archive since {since}; {view.keys('due.wake')} wakes them."
        lines += hang("", Content.styled(state, "$text-warning"), width)
    found = [*plain(lines), Line(Content("")), *_next(person, today, width, view, key)]
    found += _promises(person, today, width)
    found += _applications(person, today, width)
    found += _employers(person, today, width)
    found += _timeline(person, today, width, view)
    found += [Line(Content("")), heading("Notes")]
    notes = contact.notes or f"Nothing noted. Press {view.keys('due.notes')} to write something down."
    for line in notes.split("\n"):
        found += plain(hang("  ", Content(line) if contact.notes else Content.styled(line, MUTED), width))
    return found


def _applications(person: Person, today: date, width: int) -> list[Line]:
    if not person.roles:
        return []
    lines = [Line(Content("")), heading("Applications")]
    for role in person.roles:
        job = Content.assemble(f"{role.position} at {role.employer}", (f", {PART_NAMES[role.part]}", MUTED))
        lines += plain(hang("  ", job, width))
        lines += plain(hang("  ", Content.styled(how_it_stands(role, today), MUTED), width))
        others = person.colleagues.get(role.application_id, [])
        if others:
            lines += plain(hang("  ", Content.styled(f"with {joined(others)}", MUTED), width))
        if role.reason_given:
            given = Content.styled(f"“{shorten(role.reason_given, 300)}”", f"italic {MUTED}")
            lines += plain(hang("  ", given, width))
    return lines


def _promises(person: Person, today: date, width: int) -> list[Line]:
    if not person.promises:
        return []
    lines = [Line(Content("")), heading("Promises")]
    for promise in person.promises:
        kept = f"kept on {show(promise.kept_on, today)}" if promise.kept_on else f"by {show(promise.due, today)}"
        style = MUTED if promise.kept_on else ""
        mark = "✓ " if promise.kept_on else "· "
        lines += plain(hang(f"  {mark}", Content.assemble((promise.what, style), (f"  {kept}", MUTED)), width))
    return lines


def _employers(person: Person, today: date, width: int) -> list[Line]:
    """Where they work now, and since when, once they have moved."""
    moves = [touch for touch in person.touches if touch.kind == "moved"]
    if not moves:
        return []
    lines = [Line(Content("")), heading("Employers")]
    now = person.contact.employer
    for move in moves:  # the latest first: each leads to where the next one came from
        subject = move.subject.removeprefix("from ")
        if subject in {now, f"to {now}"}:
            before = ""
        elif subject.endswith(f" to {now}"):
            before = subject.removesuffix(f" to {now}")
        else:
            before, _, now = f" {subject}".rpartition(" to ")
        text = Content.assemble(now, (f"  since {show(move.on, today)}", MUTED))
        lines += plain(hang("  ", text, width))
        now = before.strip()
    if before.strip():
        lines += plain(hang("  ", Content.assemble(before.strip(), ("  before", MUTED)), width))
    return lines


def _timeline(person: Person, today: date, width: int, view: PageView) -> list[Line]:
    touches = [touch for touch in person.touches if view.shows(touch.kind)]
    lines = [Line(Content("")), heading("Timeline", view.only_said)]
    for touch in touches[:_MOST_TOUCHES]:
        lines += touch_lines(touch, told(touch), today, width, view)
    if len(touches) > _MOST_TOUCHES:
        lines.append(Line(Content.styled(f"  and {len(touches) - _MOST_TOUCHES} earlier", MUTED)))
    if not touches:
        nothing = f"  No {view.only} with {person.contact.called}." if view.only else "  Nothing has happened yet."
        lines.append(Line(Content.styled(nothing, MUTED)))
    return lines


def touch_lines(touch: queries.TouchRow, words: str, today: date, width: int, view: PageView) -> list[Line]:
    """A touchpoint in a line, and below it its full text while it is open."""
    target = ("touch", touch.id)
    is_open = target in view.open
    day = f"  {show(touch.on, today):{15 if touch.on.year != today.year else 10}} "
    arrow = (f"{_ARROWS.get(touch.direction, ' ')} ", _ARROW_STYLES.get(touch.direction, MUTED))
    first, *others = hang(" " * (len(day) + 2), Content(words), width)
    lines = [Line(Content.assemble((day, MUTED), arrow, first[len(day) + 2 :]), target), *plain(others)]
    if is_open:
        said = f"{touch.subject}\n\n{touch.body or 'Nothing more was written down.'}".strip("\n")
        broken = Content(said).wrap(max(10, width - 6))
        lines += [Line(Content.assemble(("    ▏ ", MUTED), line)) for line in broken]
        lines.append(Line(Content("")))
    return lines


def _next(person: Person, today: date, width: int, view: PageView, key: Key | None) -> list[Line]:
    lines: list[Content] = []
    for row in person.owed:
        chosen = key is not None and (row.contact_id, row.step, row.application_id) == key
        stands = {"overdue": "$text-error", "due": "$text-warning"}.get(row.group, "$text-accent")
        by = (
            f" by {CHANNEL_NAMES[row.channel]}"
            if row.channel != "phone" or row.step not in {"first_call", "retry"}
            else ""
        )
        step = Content.assemble((STEP_NAMES[row.step] + by, "bold"), "  ", (state_of(row, today), stands))
        lines += hang("▸ " if chosen and len(person.owed) > 1 else "  ", step, width)
        lines += hang("  ", Content(row.why), width)
        if hint := call_hint(row, today):
            lines += hang("  ", Content.styled(hint[:1].upper() + hint[1:], "$text-accent"), width)
    if not person.owed:
        lines.append(Content.styled("  Nothing is planned.", MUTED))
    for draft in person.drafts:
        on = f" on {show(draft.handed_over_on, today)}" if draft.handed_over_on else ""
        how = (
            f" It was {draft.handed_over}{on}; {view.keys('due.write')} says whether it went out."
            if draft.handed_over
            else ""
        )
        how = f" It is held until {show(draft.held_until, today)}." if draft.held_until else how
        text = f"A draft waits: “{shorten(_start_of(draft.body) or draft.subject, 60)}”{how}"
        lines += hang("✎ ", Content.styled(text, "$text-accent"), width, "$text-accent")
    return [heading("Next"), *plain(lines)]


def _start_of(body: str) -> str:
    """How a note begins, after its greeting: what tells two drafts apart."""
    paragraphs = [" ".join(part.split()) for part in body.split("\n\n") if part.strip()]
    return paragraphs[1] if len(paragraphs) > 1 and len(paragraphs[0]) < 40 else "".join(paragraphs[:1])
