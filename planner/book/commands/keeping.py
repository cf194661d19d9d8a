"""People put away, taken out for good, and two entries that turn out to be one person."""

from collections.abc import Mapping
from sqlite3 import Connection

from sqlmodel import Session, col, select

from ...cadence.terms import ContactState
from ...text import joined, plural
from ..backups import Why
from ..database import Book
from ..errors import EntryError
from ..journal import action, back_up_first
from ..models import Application, ContactFields, Decision, Draft, Interviewer, Promise, Touchpoint
from .entries import Done, contact_of, fill

_THEIRS = (Touchpoint, Draft, Promise, Decision)
_COUNTS = """
SELECT (SELECT count(*) FROM touchpoint WHERE contact_id = :contact),
       (SELECT count(*) FROM draft WHERE contact_id = :contact AND state IN ('draft', 'handed_over')),
       (SELECT count(*) FROM promise WHERE contact_id = :contact AND kept_on IS NULL),
       (SELECT count(*) FROM interviewer WHERE contact_id = :contact),
       (SELECT notes <> '' FROM contact WHERE id = :contact)
"""


def archive_contact(book: Book, contact_id: int) -> Done:
    """Put a person away: nothing is planned for them and no list shows them, but all of theirs is kept and found."""
    with action(book) as act:
        contact = contact_of(act.session, contact_id)
        if contact.archived_on is None:
            contact.archived_on = book.clock()
            if contact.state is not ContactState.CLOSED:
                contact.state, contact.state_reason, contact.rests_by_rule = ContactState.CLOSED, "archived", False
            contact.revision += 1
        act.label = f"{contact.name} archived"
        return Done(act.label, contact_id, act)


def what_goes_with(connection: Connection, contact_id: int) -> str:
    """What deleting a person takes along, in words: "4 touchpoints, 1 draft and your notes"; "nothing else"."""
    touches, drafts, promises, parts, notes = connection.execute(_COUNTS, {"contact": contact_id}).fetchone()
    words = [
        plural(count, one, many)
        for count, one, many in (
            (touches, "touchpoint", ""),
            (drafts, "draft", ""),
            (promises, "promise", ""),
            (parts, "part in an application", "parts in applications"),
        )
        if count
    ]
    return joined([*words, *(["your notes"] if notes else [])]) or "nothing else"


def delete_contact(book: Book, contact_id: int) -> Done:
    """Take a person out of the book with all that is theirs; undo brings everything back."""
    back_up_first(book, Why.DELETE)
    with action(book) as act:
        session = act.session
        contact = contact_of(session, contact_id)
        for application in session.exec(select(Application).where(col(Application.main_contact_id) == contact_id)):
            application.main_contact_id = None
        for table in (*_THEIRS, Interviewer):
            for row in session.exec(select(table).where(col(table.contact_id) == contact_id)):
                session.delete(row)
        session.flush()
        session.delete(contact)
        act.label = f"{contact.name} deleted"
        return Done(act.label, contact_id, act)


def merge_contacts(book: Book, kept_id: int, other_id: int, values: Mapping[str, object] | None = None) -> Done:
    """Make two entries one person: what belongs to the other goes over to the one that is kept.

    `values` are the details that the person shall have, by field; without them, what is empty in the kept entry comes
    from the other one, and notes and tags of both are joined.

    Raises:
        EntryError: both are the same entry, or a value does not fit its field.
        BookError: one of them is no longer in the book.
    """
    if kept_id == other_id:
        raise EntryError("Mark two different people to merge them.")
    back_up_first(book, Why.MERGE)
    with action(book) as act:
        session = act.session
        kept, other = contact_of(session, kept_id), contact_of(session, other_id)
        chosen = dict(merged_details(kept, other))
        chosen.update(values or {})
        names = [kept.name, other.name]
        _move_parts(session, kept_id, other_id)
        for application in session.exec(select(Application).where(col(Application.main_contact_id) == other_id)):
            application.main_contact_id = kept_id
        for table in _THEIRS:
            for row in session.exec(select(table).where(col(table.contact_id) == other_id)):
                row.contact_id = kept_id
                session.add(row)
        session.flush()
        session.delete(other)
        session.flush()
        fill(kept, chosen)
        if kept.state is not ContactState.OPEN and other.state is ContactState.OPEN and kept.rests_by_rule:
            kept.state, kept.state_reason, kept.rests_by_rule = ContactState.OPEN, "", False
        kept.revision += 1
        act.label = f"{joined(names)} merged" if names[0] != names[1] else f"two entries of {kept.name} merged"
        return Done(act.label, kept_id, act)


def merged_details(kept: ContactFields, other: ContactFields) -> dict[str, object]:
    """The details of two entries as one: the kept one's where it has any; notes and tags of both."""
    found: dict[str, object] = {}
    for name in ContactFields.model_fields:
        mine, theirs = getattr(kept, name), getattr(other, name)
        if name == "notes" and theirs and theirs not in mine:
            found[name] = f"{mine}\n\n{theirs}".strip("\n")
        elif name == "tags" and theirs:
            found[name] = f"{mine}, {theirs}"
        elif not mine and theirs:
            found[name] = theirs
    return found


def _move_parts(session: Session, kept_id: int, other_id: int) -> None:
    """The parts in applications: where both have one, the kept entry's stays."""
    mine = {row.application_id for row in session.exec(select(Interviewer).where(Interviewer.contact_id == kept_id))}
    for row in session.exec(select(Interviewer).where(Interviewer.contact_id == other_id)).all():
        if row.application_id in mine:
            session.delete(row)
        else:
            row.contact_id = kept_id
            session.add(row)
    session.flush()
