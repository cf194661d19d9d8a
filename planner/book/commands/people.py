"""People: entered and changed."""

from ..database import Book
from ..journal import action
from ..models import Contact, ContactFields
from .entries import Done, contact_of, fill, key_of


def add_contact(book: Book, fields: ContactFields) -> Done:
    """Enter a person."""
    with action(book) as act:
        contact = Contact(**fields.model_dump())
        act.session.add(contact)
        act.session.flush()
        act.label = f"{contact.name} added"
        return Done(act.label, key_of(contact))


def change_contact(book: Book, contact_id: int, **values: object) -> Done:
    """Change fields of a person.

    Raises:
        EntryError: a value does not fit its field.
        BookError: the person is no longer in the book.
    """
    with action(book) as act:
        contact = contact_of(act.session, contact_id)
        fill(contact, values)
        if act.session.is_modified(contact):
            contact.revision += 1
        what = "notes on" if set(values) == {"notes"} else "details of"
        act.label = f"{what} {contact.name} changed"
        return Done(act.label, contact_id)
