"""People: entered and changed."""

from collections.abc import Collection
from typing import NamedTuple

from ...cadence.terms import YearlyHello
from ...dates import say
from ...notes.three_way_merge import merged
from ...text import clean_body, clean_line, joined
from ..database import Book
from ..errors import BookError
from ..journal import action
from ..models import Contact, ContactFields
from .entries import Done, contact_of, fill, key_of
from .playbooks import check_playbook


def add_contact(book: Book, *people: ContactFields) -> Done:
    """Enter a person, or several as one action; gives the first of them."""
    with action(book) as act:
        contacts = [Contact(**fields.model_dump()) for fields in people]
        for contact in contacts:
            check_playbook(act.session, contact.playbook)
        act.session.add_all(contacts)
        act.session.flush()
        act.label = f"{joined([contact.name for contact in contacts])} added"
        return Done(act.label, key_of(contacts[0]), act)


class Elsewhere(BookError):
    """A person was changed elsewhere since the caller read them; `now` has their details as they are."""

    def __init__(self, name: str, now: dict[str, object], revision: int) -> None:
        super().__init__(f"{name} was changed elsewhere meanwhile; nothing was saved yet.")
        self.now = now
        self.revision = revision


def change_contact(book: Book, contact_id: int, expected: int | None = None, /, **values: object) -> Done:
    """Change fields of a person; `expected` is the revision that the caller read them at.

    Raises:
        EntryError: a value does not fit its field.
        Elsewhere: their revision is another by now, and one of these fields would be overwritten.
        BookError: the person is no longer in the book.
    """
    with action(book) as act:
        contact = contact_of(act.session, contact_id)
        if expected is not None and contact.revision != expected:
            now = {name: getattr(contact, name) for name in ContactFields.model_fields}
            raise Elsewhere(contact.name, now, contact.revision)
        check_playbook(act.session, str(values.get("playbook") or ""))
        fill(contact, values)
        if "email" in values and expected is None:
            contact.dead_email = ""  # who enters it, the same again too, says that it works
        if act.session.is_modified(contact):
            contact.revision += 1
        what = "notes on" if set(values) == {"notes"} else "details of"
        act.label = f"{what} {contact.name} changed"
        return Done(act.label, contact_id, act)


def switch_hello(book: Book, contact_id: int, *, on: bool) -> Done:
    """Switch the yearly hello to a person who rests on or off.

    Raises:
        BookError: the person is no longer in the book.
    """
    with action(book) as act:
        contact = contact_of(act.session, contact_id)
        contact.yearly_hello = YearlyHello.ON if on else YearlyHello.OFF
        if act.session.is_modified(contact):
            contact.revision += 1
        act.label = f"a yearly hello to {contact.name}" if on else f"no yearly hello to {contact.name}"
        return Done(act.label, contact_id, act)


def tag_contact(book: Book, contact_id: int, add: Collection[str] = (), remove: Collection[str] = ()) -> Done:
    """Put tags on a person, and take others off.

    Raises:
        EntryError: the tags are too many for their line.
        BookError: the person is no longer in the book.
    """
    with action(book) as act:
        contact = contact_of(act.session, contact_id)
        off = {clean_line(tag).lower() for tag in remove}
        kept = [tag.strip() for tag in contact.tags.split(",") if tag.strip() not in off]
        fill(contact, {"tags": ", ".join((*kept, *add))})
        if act.session.is_modified(contact):
            contact.revision += 1
        act.label = f"tags of {contact.name}: {contact.tags or 'none'}"
        return Done(act.label, contact_id, act)


def keep_unread_date(book: Book, contact_id: int, words: str, what: str) -> Done:
    """Keep a date that could not be read, word for word, in the notes on the person: nothing the user said is dropped.

    `what` is what it was for: "put off until".
    """
    with action(book) as act:
        contact = contact_of(act.session, contact_id)
        line = f"{say(book.clock())}: {what} “{clean_line(words)}”, which is not a date I can read."
        fill(contact, {"notes": f"{contact.notes}\n\n{line}".strip("\n")})
        contact.revision += 1
        act.label = f"“{clean_line(words)[:60]}” kept in the notes on {contact.name}"
        return Done(act.label, contact_id, act)


class SavedNotes(NamedTuple):
    """Notes as they were saved: the text, which may hold another one's too, and the entry of the journal."""

    text: str
    entry: int | None
    label: str


def save_notes(book: Book, contact_id: int, text: str, *, expected: str, entry: int | None = None) -> SavedNotes:
    """Save the notes on a person while they are written.

    `expected` is what the caller read or saved last. Where somebody else changed them meanwhile, both changes are kept.
    `entry` joins this to the save before it, so that one undo takes the writing back.

    Raises:
        EntryError: they are longer than the book takes.
        BookError: the person is no longer in the book.
    """
    with action(book, joins=entry) as act:
        contact = contact_of(act.session, contact_id)
        notes = clean_body(text)
        if contact.notes not in {clean_body(expected), notes}:
            notes = clean_body(merged(clean_body(expected), notes, contact.notes))  # neither text may be lost
        fill(contact, {"notes": notes})
        if act.session.is_modified(contact):
            contact.revision += 1
        act.label = f"notes on {contact.name} changed"
    return SavedNotes(notes, act.entry or entry, act.label)
