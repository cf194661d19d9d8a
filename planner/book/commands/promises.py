"""What the user promised somebody, and what became of it."""

from datetime import date

from sqlmodel import Session, col, select

from ...cadence.terms import Step
from ...dates import say
from ...text import clean_line
from ..database import Book
from ..errors import EntryError
from ..field_types import LONGEST_LINE
from ..journal import action
from ..models import FollowUp, Promise
from .entries import Done, contact_of


def add_promise(book: Book, contact_id: int, what: str, due: date) -> Done:
    """Keep that the user promised a person something by a day; it is owed on that day.

    Raises:
        EntryError: it does not say what, or too much of it.
        BookError: the person is no longer in the book.
    """
    what = clean_line(what)
    if not what:
        raise EntryError("Say what you promised, in a few words.", "what")
    if len(what) > LONGEST_LINE:
        raise EntryError(f"That is too long for a line; at most {LONGEST_LINE} characters fit.", "what")
    with action(book) as act:
        contact = contact_of(act.session, contact_id)
        act.session.add(Promise(contact_id=contact_id, what=what, due=due))
        act.label = f"promise to {contact.name} for {say(due)} added"
        return Done(act.label, contact_id, act)


def keep_next(session: Session, contact_id: int, owed: FollowUp | None, on: date) -> None:
    """Mark what was promised as kept, if that was the step that the user has just done."""
    promise = next_promise(session, contact_id) if owed is not None and owed.step is Step.PROMISE else None
    if promise is not None:
        promise.kept_on = on


def next_promise(session: Session, contact_id: int) -> Promise | None:
    """The promise to a person that is due first, of those still to be kept."""
    found = session.exec(select(Promise).where(col(Promise.contact_id) == contact_id, col(Promise.kept_on).is_(None)))
    return min(found, key=lambda each: (each.due, each.what), default=None)
