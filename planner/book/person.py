"""Everything about one person, as the page of the app and `planner show` have it."""

from datetime import date
from sqlite3 import Connection
from typing import NamedTuple

from . import due, queries
from .contact_fields import ContactRow


class Person(NamedTuple):
    """A person with all that belongs to them. `colleagues` are who else interviewed, by application."""

    contact: ContactRow
    roles: list[queries.RoleRow]
    owed: list[due.DueRow]
    touches: list[queries.TouchRow]
    drafts: list[queries.DraftRow]
    promises: list[queries.PromiseRow]
    colleagues: dict[int, list[str]]


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
        queries.promises(connection, contact_id),
        queries.colleagues(connection, contact_id),
    )
