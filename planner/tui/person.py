"""The person on the right: who they are, what is next and why, what happened, and the notes."""

from collections.abc import Callable
from datetime import date
from sqlite3 import Connection
from typing import NamedTuple

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ..book import due, queries
from ..book.words import call_hint, how_it_stands, state_of, told
from ..cadence.terms import CHANNEL_NAMES, PART_NAMES, STEP_NAMES
from ..dates import say
from ..text import shorten

_MOST_TOUCHES = 50
_MUTED = "$foreground-muted"
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

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw: Callable[[int], Content] = lambda _: Content("")

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(id="person-text")

    def show_text(self, content: Content) -> None:
        """Show a text instead of a person."""
        self._show(lambda _: content)

    def show(self, person: Person, today: date, key: tuple[int, str, int | None] | None = None) -> None:
        """Show a person; `key` names the step that the list's cursor is on."""
        self._show(lambda width: page(person, today, width, key))

    def on_resize(self) -> None:
        """Lines break anew at another width."""
        self._draw_text()

    def _show(self, draw: Callable[[int], Content]) -> None:
        self._draw = draw
        self._draw_text()
        self.scroll_home(animate=False)

    def _draw_text(self) -> None:
        self.query_one("#person-text", Static).update(self._draw(max(20, self.scrollable_content_region.width)))


def page(person: Person, today: date, width: int, key: tuple[int, str, int | None] | None = None) -> Content:
    """A person as a page of that width. Every text of the user's is plain text here, never markup."""
    contact = person.contact
    lines: list[Content] = [Content.styled(contact.name, "bold $text-primary")]
    about = " · ".join(text for text in (contact.title, contact.employer) if text)
    reach = " · ".join(text for text in (contact.email, contact.phone, contact.linkedin) if text)
    if about:
        lines += hang("", Content(about), width)
    if reach:
        lines += hang("", Content.styled(reach, _MUTED), width)
    if contact.tags:
        lines += hang("", Content.styled(contact.tags, "$text-accent"), width)
    if contact.state != "open":
        lines += hang(
            "", Content.styled(f"{contact.state.capitalize()}: {contact.state_reason}", "$text-warning"), width
        )
    lines += [Content(""), *_next(person, today, width, key)]
    if person.roles:
        lines += [Content(""), _heading("Applications")]
        for role in person.roles:
            told_as = f", {PART_NAMES[role.part]}"
            job = Content.assemble(f"{role.position} at {role.employer}", (told_as, _MUTED))
            lines += hang("  ", job, width)
            lines += hang("  ", Content.styled(how_it_stands(role, today), _MUTED), width)
            if role.reason_given:
                lines += hang("  ", Content.styled(f"“{shorten(role.reason_given, 300)}”", f"italic {_MUTED}"), width)
    lines += [Content(""), _heading("Timeline")]
    for touch in person.touches[:_MOST_TOUCHES]:
        when = f"  {say(touch.on, today):{15 if touch.on.year != today.year else 10}} "
        lines += hang(f"{when}{_ARROWS.get(touch.direction, ' ')} ", Content(told(touch)), width, _MUTED)
    if len(person.touches) > _MOST_TOUCHES:
        lines.append(Content.styled(f"  and {len(person.touches) - _MOST_TOUCHES} earlier", _MUTED))
    if not person.touches:
        lines.append(Content.styled("  Nothing has happened yet.", _MUTED))
    lines += [Content(""), _heading("Notes")]
    notes = contact.notes or "Nothing noted. Press n to write something down."
    for line in notes.split("\n"):
        lines += hang("  ", Content(line) if contact.notes else Content.styled(line, _MUTED), width)
    return Content("\n").join(lines)


def hang(first: str, text: Content, width: int, style: str = "") -> list[Content]:
    """A text broken into lines of that width, each but the first indented to stand below the first."""
    indent = cell_len(first)
    broken = text.wrap(max(10, width - indent))
    return [
        Content.assemble((first, style) if number == 0 else " " * indent, line) for number, line in enumerate(broken)
    ]


def _next(person: Person, today: date, width: int, key: tuple[int, str, int | None] | None) -> list[Content]:
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
        lines += hang("  ", Content(row.why), width)
        if hint := call_hint(row, today):
            lines += hang("  ", Content.styled(hint[:1].upper() + hint[1:], "$text-accent"), width)
    if not person.owed:
        lines.append(Content.styled("  Nothing is planned.", _MUTED))
    for draft in person.drafts:
        on = f" on {say(draft.handed_over_on, today)}" if draft.handed_over_on else ""
        how = f" It was {draft.handed_over}{on}; enter says whether it went out." if draft.handed_over else ""
        how = f" It is held until {say(draft.held_until, today)}." if draft.held_until else how
        text = f"A draft waits: “{shorten(_start_of(draft.body) or draft.subject, 60)}”{how}"
        lines += hang("✎ ", Content.styled(text, "$text-accent"), width, "$text-accent")
    return lines


def _start_of(body: str) -> str:
    """How a note begins, after its greeting: what tells two drafts apart."""
    paragraphs = [" ".join(part.split()) for part in body.split("\n\n") if part.strip()]
    return paragraphs[1] if len(paragraphs) > 1 and len(paragraphs[0]) < 40 else "".join(paragraphs[:1])


def _heading(title: str) -> Content:
    return Content.styled(title, "bold $text-secondary")
