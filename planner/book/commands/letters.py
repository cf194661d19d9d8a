"""A letter that came in, recorded with everything that follows from it, as one action."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

from sqlmodel import Session, col, select

from ...cadence.terms import Channel, Direction, HowLearned, Kind, Part
from ...cadence.touches import label
from ..database import Book
from ..errors import EntryError
from ..journal import action
from ..models import Application, ApplicationFields, Contact, ContactFields, Touchpoint, TouchpointFields
from ..plans import interviewers_of
from .applications import Panelist, reject, tie
from .entries import Done, application_of, contact_of, entered, job, key_of
from .touches import forget_skipped_replies

_KINDS = (Kind.REJECTION, Kind.INVITATION, Kind.MESSAGE)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is to be recorded.

    `sender` is a person of the book, one to enter, or None for an address that nobody reads; `application` likewise.
    `people` are others who interviewed for it. `quote` is the sentence that says what kind of letter it is.
    """

    kind: Kind
    on: date
    message_id: str
    at: time | None = None
    subject: str = ""
    body: str = ""
    quote: str = ""
    sender: int | ContactFields | None = None
    sender_email: str = ""  # kept with a person of the book who has no address yet
    part: Part = Part.HR
    application: int | ApplicationFields | None = None
    people: Sequence[Panelist] = field(default=())


def record_letter(book: Book, letter: Letter) -> Done | None:
    """Record a letter with the person, the application and the tie that it brings; None when it is in the book already.

    Raises:
        EntryError: it belongs to nobody and to no application.
    """
    if letter.kind not in _KINDS:
        raise EntryError("Only a rejection, an invitation or a reply can be recorded from a letter.")
    with action(book) as act:
        session = act.session
        if session.exec(select(Touchpoint.id).where(col(Touchpoint.message_id) == letter.message_id)).first():
            return None
        application: Application | None = None
        if isinstance(letter.application, int):
            application = application_of(session, letter.application)
        elif letter.application is not None:
            application = Application(**letter.application.model_dump())
            session.add(application)
            session.flush()
        contact = _sender(session, letter, application)
        if application is not None:
            for panelist in letter.people:
                tie(session, application, panelist)
            if letter.kind is Kind.REJECTION:
                reject(session, application, letter.on, HowLearned.TOLD)
                if letter.quote and not application.reason_given:
                    application.reason_given = letter.quote
        fields = entered(
            TouchpointFields,
            contact_id=contact.id if contact else None,
            application_id=application.id if application else None,
            kind=letter.kind,
            channel=Channel.EMAIL,
            direction=Direction.IN,
            happened_on=letter.on,
            happened_at=letter.at,
            subject=letter.subject,
            body=letter.body,
            message_id=letter.message_id,
        )
        if contact is None and application is None:
            raise EntryError("This letter names neither a person nor an application, so there is nowhere to keep it.")
        if contact is not None:
            forget_skipped_replies(session, key_of(contact), letter.on)
        touchpoint = Touchpoint(**fields.model_dump())
        session.add(touchpoint)
        session.flush()
        who = contact.name if contact else application.employer if application else ""
        about = f" for {job(application)}" if application else ""
        act.label = f"{label(letter.kind, Direction.IN, who)}{about} recorded"
        assert touchpoint.id is not None
        return Done(act.label, touchpoint.id, act)


def _sender(session: Session, letter: Letter, application: Application | None) -> Contact | None:
    """The person who wrote, entered and tied to the application as far as that is new."""
    if letter.sender is None:
        return None
    if isinstance(letter.sender, int):
        contact = contact_of(session, letter.sender)
        if application is not None and contact.id not in interviewers_of(session, [key_of(application)]):
            tie(session, application, Panelist(letter.sender, letter.part))
    elif application is not None:
        contact = tie(session, application, Panelist(letter.sender, letter.part))
    else:
        contact = Contact(**letter.sender.model_dump())
        session.add(contact)
        session.flush()
    if not contact.email:
        contact.email = letter.sender_email
    return contact
