"""A person as a page of Markdown: everything about them, to read, to print, and to search with other programs."""

import re
from datetime import date

from ..book.contact_fields import CONTACT_FIELDS, email_said
from ..book.formatting import how_it_stands, told
from ..book.person import Person
from ..cadence.terms import CHANNEL_NAMES, PART_NAMES, STEP_NAMES
from ..dates import say
from ..text import folded

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_AT_START = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


def page(person: Person, today: date) -> str:
    """The page. The user's own notes are Markdown already; all other text is escaped."""
    contact = person.contact
    parts = [f"# {_plain(contact.name)}"]
    parts.append("\n".join(f"- {label}: {_plain(value)}" for label, value in _details(person)))
    roles = [
        f"- {PART_NAMES[role.part]}, {_plain(f'{role.position} at {role.employer}: {how_it_stands(role, today)}')}"
        for role in person.roles
    ]
    parts += _section("Applications", roles)
    parts += _section(
        "Next", [f"- {STEP_NAMES[row.step]}, due {say(row.due)}: {_plain(row.why)}" for row in person.owed]
    )
    promises = [
        f"- {_plain(each.what)}, {f'kept on {say(each.kept_on)}' if each.kept_on else f'by {say(each.due)}'}"
        for each in person.promises
    ]
    parts += _section("Promises", promises)
    parts += _section("Notes", [_within(contact.notes)] if contact.notes else [])
    touches = []
    for touch in person.touches:
        how = f", {CHANNEL_NAMES[touch.channel]}" if touch.channel else ""
        head = f"### {say(touch.on)}{how}: {_plain(told(touch))}"
        touches.append("\n\n".join([head, *([_plain(touch.body)] if touch.body else [])]))
    parts += _section("Timeline", ["\n\n".join(touches)] if touches else [])
    return "\n\n".join(part for part in parts if part) + "\n"


def file_name(person: Person, uuid: str) -> str:
    """The name of a person's file, the same each time: "dana-whitfield-4e90.md"."""
    words = re.sub(r"[^\w]+", "-", folded(person.contact.name)).strip("-")[:60] or "person"
    return f"{words}-{uuid[-4:]}.md"


def _details(person: Person) -> list[tuple[str, str]]:
    contact = person.contact
    said = {"email": email_said(contact)}
    found = [
        (field.label, str(said.get(field.name, getattr(contact, field.name)) or ""))
        for field in CONTACT_FIELDS
        if field.name not in {"name", "notes"}
    ]
    if contact.state != "open":
        found.append((contact.state.capitalize(), contact.state_reason))
    return [(label, value) for label, value in found if value]


def _section(title: str, lines: list[str]) -> list[str]:
    return [f"## {title}", "\n".join(lines)] if lines else []


def _within(notes: str) -> str:
    """Notes as a section of the page: their headings are below its own, and a block of code ends with them."""
    lines: list[str] = []
    fence = ""
    for line in notes.split("\n"):
        mark = re.match(r" {0,3}(`{3,}|~{3,})", line)
        if mark and not fence:
            fence = mark[1]
        elif fence and re.fullmatch(rf" {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}\s*", line):
            fence = ""
        heading = re.match(r"( {0,3})(#{1,6})(?=\s)", line)
        is_heading = heading is not None and not fence and not mark
        lines.append(f"{'#' * min(6, len(heading[2]) + 2)}{line[heading.end() :]}" if is_heading and heading else line)
    return "\n".join([*lines, fence] if fence else lines)


def _plain(text: str) -> str:
    """A text that Markdown shows as it is, line by line."""
    escaped = _AT_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))
    return re.sub(r"(?<!\n)\n(?!\n)", "  \n", escaped)
