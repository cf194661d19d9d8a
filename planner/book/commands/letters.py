"""A letter, recorded with everything that follows from it, as one action.

One that came in, one of the user's own, a note that did not arrive, an appointment.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from sqlmodel import Session, col, select

from ...cadence.terms import Channel, Direction, HowLearned, Kind, Part, Reason
from ...cadence.touches import label
from ...dates import say
from ...text import folded, joined
from ..database import Book
from ..errors import EntryError
from ..journal import action
from ..models import (
    Application,
    ApplicationFields,
    Contact,
    ContactFields,
    Draft,
    DraftState,
    Touchpoint,
    TouchpointFields,
)
from ..plans import interviewers_of
from .applications import Panelist, open_again, reject, tie
from .entries import Done, application_of, contact_of, entered, job, key_of, owed_next
from .promises import keep_next
from .touches import forget_skipped_replies, step_for

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
    reason: Reason | None = None  # that a "no" gives
    reopens: bool = False  # the application had a "no", and the letter says that the job is open again
    sender: int | ContactFields | None = None
    sender_email: str = ""  # kept with a person of the book who has no address yet, or only a dead one
    thread: str = ""  # the Message-IDs of what it answers, the first first
    only_at_application: bool = False  # a "no" that was known: it is kept, and moves nothing with anybody
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
        contact = None if letter.only_at_application else _sender(session, letter, application)
        if application is not None:
            for panelist in letter.people:
                tie(session, application, panelist)
            if letter.kind is Kind.REJECTION and not letter.only_at_application:
                reject(session, application, letter.on, HowLearned.TOLD)
                if letter.quote and not application.reason_given:
                    application.reason_given = letter.quote
                application.reason = application.reason or letter.reason
            if letter.reopens and application.learned_on is not None and application.learned_on <= letter.on:
                open_again(session, application, letter.on)
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
            thread=letter.thread,
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
    if not contact.email or (letter.sender_email and contact.email.lower() == contact.dead_email.lower()):
        contact.email = letter.sender_email
    return contact


@dataclass(frozen=True, slots=True)
class OwnLetter:
    """A letter that the user sent, to these people of the book."""

    people: Sequence[int]
    on: date
    message_id: str
    at: time | None = None
    subject: str = ""
    body: str = ""
    thread: str = ""


def record_own_letter(book: Book, letter: OwnLetter) -> Done | None:
    """Record what the user sent: it fulfils the step that was open then. None when it is in the book already.

    A note that was marked sent is the same letter when it went to the same person within a day and has the same words:
    its Message-ID is kept, by which an answer finds it. One that was only handed over is sent now.

    Raises:
        EntryError: it went to nobody.
    """
    if not letter.people:
        raise EntryError("This letter went to nobody of the book, so there is nowhere to keep it.")
    with action(book) as act:
        session, names = act.session, []
        if session.exec(select(Touchpoint.id).where(col(Touchpoint.message_id) == letter.message_id)).first():
            return None
        known = None
        for number, contact_id in enumerate(dict.fromkeys(letter.people)):
            contact = contact_of(session, contact_id)
            message_id = None if number else letter.message_id
            same = _same_note(session, contact_id, letter)
            if same is not None:
                same.message_id, same.thread = message_id or same.message_id, letter.thread
                known = known or contact.name
                continue
            names.append(contact.name)
            owed = owed_next(session, contact_id)
            fulfilled = owed if owed is not None and owed.opens <= letter.on else None
            fields = entered(
                TouchpointFields,
                contact_id=contact_id,
                application_id=fulfilled.application_id if fulfilled else None,
                kind=Kind.MESSAGE,
                channel=Channel.EMAIL,
                direction=Direction.OUT,
                happened_on=letter.on,
                happened_at=letter.at,
                subject=letter.subject,
                body=letter.body,
                message_id=message_id,
                thread=letter.thread,
                step=step_for(Kind.MESSAGE, fulfilled),
            )
            session.add(Touchpoint(**fields.model_dump()))
            keep_next(session, contact_id, fulfilled, letter.on)
            for draft in session.exec(select(Draft).where(col(Draft.contact_id) == contact_id)):
                if draft.state is DraftState.HANDED_OVER and _same_words(draft.body, letter.body):
                    draft.state = DraftState.SENT
        what = f"your letter to {joined(names)}" if names else f"the Message-ID of your note to {known}"
        act.label = f"{what} recorded"
        return Done(act.label, letter.people[0], act)


def _same_note(session: Session, contact_id: int, letter: OwnLetter) -> Touchpoint | None:
    """The note to this person that this letter is, as the user marked it sent."""
    day = timedelta(days=1)
    for touch in session.exec(
        select(Touchpoint).where(
            col(Touchpoint.contact_id) == contact_id,
            col(Touchpoint.kind) == Kind.MESSAGE,
            col(Touchpoint.direction) == Direction.OUT,
            col(Touchpoint.happened_on) >= letter.on - day,
            col(Touchpoint.happened_on) <= letter.on + day,
        )
    ):
        if touch.message_id is None and touch.body and _same_words(touch.body, letter.body):
            return touch
    return None


def _same_words(one: str, other: str) -> bool:
    """Whether one text is the other, but for a signature or a quote below it."""
    left, right = (" ".join(folded(text).split()) for text in (one, other))
    return bool(left) and (right.startswith(left[:400]) or left == right)


def record_bounce(book: Book, touch_id: int | None, contact_id: int, address: str, message_id: str = "") -> Done:
    """Keep that a note did not arrive: it counts no longer, so its step is owed again, and the address is dead.

    `touch_id` is the note; None when the book knows of none, and then only the address is dead. By `message_id`, the
    report's, it is known again.
    """
    with action(book) as act:
        contact = contact_of(act.session, contact_id)
        if address and contact.email.lower() == address.lower():
            contact.dead_email = contact.email
            contact.revision += 1
        touch = act.session.get(Touchpoint, touch_id) if touch_id is not None else None
        if touch is not None:
            touch.kind = Kind.BOUNCED
            if touch.message_id is None and message_id and not _is_known(act.session, message_id):
                touch.message_id = message_id
        act.label = (
            f"note to {contact.name} of {say(touch.happened_on)} did not arrive"
            if touch is not None
            else f"{contact.email} is dead, the address of {contact.name}"
        )
        return Done(act.label, contact_id, act)


@dataclass(frozen=True, slots=True)
class Appointment:
    """An interview as a calendar has it, with who is asked to it; `people` are of the book, or to be entered."""

    uid: str
    on: date
    at: time | None
    title: str
    place: str
    text: str  # when, where and what for, to be read
    message_id: str
    application: int | ApplicationFields
    people: Sequence[Panelist]
    sequence: int = 0  # of its versions; an older one that comes late changes nothing


def record_appointment(book: Book, appointment: Appointment) -> Done | None:
    """Record an interview that a calendar arranged, or change it as its calendar has it; None for no change."""
    with action(book) as act:
        session = act.session
        if isinstance(appointment.application, int):
            application = application_of(session, appointment.application)
        else:
            application = Application(**appointment.application.model_dump())
            session.add(application)
            session.flush()
        known = {touch.contact_id: touch for touch in _touches_of(session, appointment.uid)}
        if any(touch.event_sequence > appointment.sequence for touch in known.values()):
            return None
        names, changed = [], False
        for number, panelist in enumerate(appointment.people):
            contact = tie(session, application, panelist)
            names.append(contact.name)
            touch = known.pop(key_of(contact), None)
            if touch is None:
                touch = Touchpoint(
                    contact_id=contact.id,
                    application_id=application.id,
                    kind=Kind.INTERVIEW,
                    direction=Direction.BOTH,
                    happened_on=appointment.on,
                    event_uid=appointment.uid,
                )
                if not known and not number and not _is_known(session, appointment.message_id):
                    touch.message_id = appointment.message_id
                changed = True
            now = (appointment.on, appointment.at, appointment.title, appointment.text, appointment.place)
            changed |= (touch.happened_on, touch.happened_at, touch.subject, touch.body, touch.place) != now
            touch.happened_on, touch.happened_at, touch.subject, touch.body, touch.place = now
            touch.event_sequence = appointment.sequence
            session.add(touch)
        for touch in known.values():  # who is asked no longer
            session.delete(touch)
            changed = True
        if not changed:
            return None
        act.label = f"interview with {joined(names)} for {job(application)} on {say(appointment.on)} recorded"
        return Done(act.label, key_of(application), act)


def cancel_appointment(book: Book, uid: str) -> Done | None:
    """Take an interview out again that its calendar cancelled; None when the book knows of none.

    That it was planned stays in the history, so that its invitation is known when it is read once more.
    """
    with action(book) as act:
        touches = _touches_of(act.session, uid)
        if not touches:
            return None
        names = [contact_of(act.session, touch.contact_id).name for touch in touches if touch.contact_id is not None]
        planned_on = touches[0].happened_on
        first = min(touches, key=lambda touch: (touch.message_id is None, touch.id or 0))
        for touch in touches:
            if touch is not first or not first.message_id:
                act.session.delete(touch)
        if first.message_id:
            first.contact_id = None
            first.kind, first.direction, first.channel = Kind.MESSAGE, Direction.IN, None
            first.happened_on, first.happened_at = min(first.happened_on, book.clock()), None
            first.subject = f"Cancelled: {first.subject or 'interview'}"
            first.event_uid = ""
        act.label = f"interview with {joined(names)} on {say(planned_on)} cancelled"
        return Done(act.label, touches[0].application_id or 0, act)


def _touches_of(session: Session, uid: str) -> list[Touchpoint]:
    if not uid:
        return []
    return list(session.exec(select(Touchpoint).where(col(Touchpoint.event_uid) == uid)))


def _is_known(session: Session, message_id: str) -> bool:
    return session.exec(select(Touchpoint.id).where(col(Touchpoint.message_id) == message_id)).first() is not None
