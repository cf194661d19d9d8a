"""The person on the right: who they are, what is next and why, what happened, and the notes."""

from datetime import date
from sqlite3 import Connection
from typing import NamedTuple

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ..book import due, queries
from ..book.words import how_it_stands, state_of, told
from ..cadence.terms import CHANNEL_NAMES, PART_NAMES, STEP_NAMES
from ..dates import say
from ..text import shorten

_MOST_TOUCHES = 50
_ARROWS = {"out": "→", "in": "←", "both": "◆"}


class Person(NamedTuple):
    """Everything about one person that the panel shows."""

    contact: queries.ContactRow
    roles: list[queries.RoleRow]
    owed: list[due.DueRow]
    touches: list[queries.TouchRow]
    drafts: list[queries.DraftRow]


def read_person(connection: Connection, contact_id: int, today: date) -> Person | None:
    """That person with all that belongs to them; None when they are no longer in the book."""
    contact = queries.contact(connection, contact_id)
    if contact is None:
        return None
    return Person(
        contact,
        queries.roles(connection, contact_id),
        due.due_of(connection, contact_id, today),
        queries.timeline(connection, contact_id),
        queries.drafts_of(connection, contact_id),
    )


class PersonPanel(VerticalScroll, can_focus=False):
    """One person, as a page to read."""

    DEFAULT_CSS = """
    PersonPanel { padding: 0 1; scrollbar-size-vertical: 1; }
    PersonPanel > Static { height: auto; }
    """

    def compose(self):  # type: ignore[no-untyped-def]  # noqa: ANN201, D102
        yield Static(id="person-text")

    def show_text(self, content: Content) -> None:
        """Show a text instead of a person."""
        self.query_one("#person-text", Static).update(content)
        self.scroll_home(animate=False)

    def show(self, person: Person, today: date, key: tuple[int, str, int | None] | None = None) -> None:
        """Show a person; `key` names the step that the list's cursor is on."""
        self.show_text(page(person, today, key))


def page(person: Person, today: date, key: tuple[int, str, int | None] | None = None) -> Content:
    """A person as a page. Every text of the user's is plain text here, never markup."""
    contact = person.contact
    lines: list[Content] = [Content.styled(contact.name, "bold $text-primary")]
    about = " · ".join(text for text in (contact.title, contact.employer) if text)
    reach = " · ".join(text for text in (contact.email, contact.phone, contact.linkedin) if text)
    lines += [
        Content(text) if text == about else Content.styled(text, "$text-muted") for text in (about, reach) if text
    ]
    if contact.tags:
        lines.append(Content.styled(contact.tags, "$text-accent"))
    if contact.state != "open":
        lines.append(Content.styled(f"{contact.state.capitalize()}: {contact.state_reason}", "$text-warning"))
    lines += [Content(""), *_next(person, today, key)]
    if person.roles:
        lines += [Content(""), _heading("Applications")]
        for role in person.roles:
            lines.append(
                Content.assemble(
                    f"  {role.position} at {role.employer}",
                    (f", {PART_NAMES[role.part]}: ", "$text-muted"),
                    how_it_stands(role, today),
                )
            )
            if role.reason_given:
                lines.append(Content.styled(f"    “{shorten(role.reason_given, 300)}”", "$text-muted"))
    lines += [Content(""), _heading("Timeline")]
    for touch in person.touches[:_MOST_TOUCHES]:
        when = say(touch.on, today)
        lines.append(
            Content.assemble((f"  {when:11} ", "$text-muted"), f"{_ARROWS.get(touch.direction, ' ')} {told(touch)}")
        )
    if len(person.touches) > _MOST_TOUCHES:
        lines.append(Content.styled(f"  and {len(person.touches) - _MOST_TOUCHES} earlier", "$text-muted"))
    if not person.touches:
        lines.append(Content.styled("  Nothing has happened yet.", "$text-muted"))
    lines += [Content(""), _heading("Notes")]
    notes = contact.notes or "Nothing noted. Press n to write something down."
    lines += [Content.styled(f"  {line}", "" if contact.notes else "$text-muted") for line in notes.split("\n")]
    return Content("\n").join(lines)


def _next(person: Person, today: date, key: tuple[int, str, int | None] | None) -> list[Content]:
    lines = [_heading("Next")]
    for row in person.owed:
        chosen = key is not None and (row.contact_id, row.step, row.application_id) == key
        stands = {"overdue": "$text-error", "due": "$text-warning"}.get(row.group, "$text-accent")
        by = (
            f" by {CHANNEL_NAMES[row.channel]}"
            if row.channel != "phone" or row.step not in {"first_call", "retry"}
            else ""
        )
        lines.append(
            Content.assemble(
                ("▸ " if chosen and len(person.owed) > 1 else "  "),
                (STEP_NAMES[row.step] + by, "bold"),
                "  ",
                (state_of(row, today), stands),
            )
        )
        lines.append(Content(f"  {row.why}"))
    if not person.owed:
        lines.append(Content.styled("  Nothing is planned.", "$text-muted"))
    for draft in person.drafts:
        how = f" It was {draft.handed_over}, and is not marked sent." if draft.handed_over else ""
        lines.append(
            Content.styled(f"  ✎ A draft waits: {shorten(draft.subject or draft.body, 60)}.{how}", "$text-accent")
        )
    return lines


def _heading(title: str) -> Content:
    return Content.styled(title, "bold $text-secondary")
