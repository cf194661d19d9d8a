"""Applications: entered with the people who interview, and the "no" that ends one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlmodel import Session, col, select

from ...cadence.terms import (
    REASON_NAMES,
    ApplicationState,
    Channel,
    ContactState,
    Direction,
    HowLearned,
    Kind,
    Part,
    Reason,
)
from ...dates import say
from ...text import joined
from ..database import Book
from ..errors import EntryError
from ..field_types import LONGEST_LINE
from ..journal import action
from ..models import (
    Application,
    ApplicationFields,
    Contact,
    ContactFields,
    Interviewer,
    Promise,
    Touchpoint,
)
from .entries import Done, application_of, contact_of, fill, job, key_of


@dataclass(frozen=True, slots=True)
class Panelist:
    """Someone with a part in an application: a person of the book by key, or one to enter."""

    who: int | ContactFields
    part: Part


def add_interview(
    book: Book,
    application: int | ApplicationFields,
    people: Sequence[Panelist] = (),
    *,
    on: date | None = None,
    at: time | None = None,
    channel: Channel | None = None,
) -> Done:
    """Enter an application, those who interview for it, and the interview itself, as far as each is given.

    With `on`, every one of the people is recorded as having been in an interview on that day. Gives the
    application.

    Raises:
        BookError: the application or one of the people is no longer in the book.
        EntryError: there is an interview without anyone in it.
    """
    if on is not None and not people:
        raise EntryError("An interview needs at least one person who was there.")
    with action(book) as act:
        session = act.session
        if isinstance(application, int):
            row, is_new = application_of(session, application), False
        else:
            row, is_new = Application(**application.model_dump()), True
            session.add(row)
            session.flush()
        contacts = [tie(session, row, panelist) for panelist in people]
        if on is not None:
            for contact in contacts:
                session.add(
                    Touchpoint(
                        contact_id=contact.id,
                        application_id=row.id,
                        kind=Kind.INTERVIEW,
                        direction=Direction.BOTH,
                        channel=channel,
                        happened_on=on,
                        happened_at=at,
                    )
                )
        names = joined([contact.name for contact in contacts])
        if on is not None:
            act.label = f"interview with {names} for {job(row)} added"
        elif is_new:
            act.label = f"{job(row)} added" + (f" with {names}" if names else "")
        else:
            act.label = f"{names or 'nobody'} added to {job(row)}"
        return Done(act.label, key_of(row), act)


def record_applied(book: Book, application_id: int, on: date, words: str = "") -> Done:
    """Keep the day on which the user applied, in the history of the application; `words` are notes on it.

    Raises:
        EntryError: the day lies ahead.
        BookError: the application is no longer in the book.
    """
    if on > book.clock():
        raise EntryError("That day is still ahead; give today's date or an earlier one.", "on")
    with action(book) as act:
        row = application_of(act.session, application_id)
        act.session.add(_words_on(row, Direction.OUT, on, "Applied", words))
        act.label = f"application for {job(row)} of {say(on)} kept"
        return Done(act.label, application_id, act)


def keep_words(book: Book, application_id: int, subject: str, words: str) -> Done:
    """Keep words about an application in its history, as of today; nobody wrote them to anybody.

    Raises:
        BookError: the application is no longer in the book.
    """
    with action(book) as act:
        row = application_of(act.session, application_id)
        act.session.add(_words_on(row, Direction.BOTH, book.clock(), subject, words))
        act.label = f"notes on {job(row)} kept"
        return Done(act.label, application_id, act)


def _words_on(row: Application, direction: Direction, on: date, subject: str, words: str) -> Touchpoint:
    """Words in the history of an application, which are nobody's in particular."""
    return Touchpoint(
        application_id=row.id, kind=Kind.MESSAGE, direction=direction, happened_on=on, subject=subject, body=words
    )


def not_ahead(book: Book, on: date) -> date:
    """The day of an interview that has been.

    Raises:
        EntryError: it is still ahead: nobody is owed anything by it yet.
    """
    if on > book.clock():
        raise EntryError(
            f"{say(on)} is still ahead. Add the people now, as part of the application; the interview once it was.",
            "happened_on",
            "is still ahead",
        )
    return on


def change_application(book: Book, application_id: int, **values: object) -> Done:
    """Change fields of an application.

    Raises:
        EntryError: a value does not fit its field.
        BookError: the application is no longer in the book.
    """
    with action(book) as act:
        row = application_of(act.session, application_id)
        before = row.would_go_back
        fill(row, values)
        if row.would_go_back is False and before is not False and row.learned_on is not None:
            _close_its_people(act.session, row)
        elif before is False and row.would_go_back is not False:
            _take_up_its_people(act.session, row)
        act.label = f"{job(row)} changed"
        return Done(act.label, application_id, act)


def record_rejection(
    book: Book,
    application_id: int,
    learned_on: date,
    how: HowLearned = HowLearned.TOLD,
    *,
    by: int | None = None,
    reason: Reason | None = None,
    reason_given: str = "",
    lesson: str = "",
    would_go_back: bool | None = None,
) -> Done:
    """Record the "no" on an application; it makes a first note due for everyone who interviewed for it.

    `by` is the person who told the user, `reason_given` what they said, word for word. Where the user would not go
    back, those who interviewed for this alone are closed, with that as the reason (domain, section 1).

    Raises:
        EntryError: the day lies ahead.
        BookError: the application is no longer in the book.
    """
    if learned_on > book.clock():
        text = "A no that has not come yet cannot be recorded; give today's date or an earlier one."
        raise EntryError(text, "learned_on", "give today's date or an earlier one")
    with action(book) as act:
        row = application_of(act.session, application_id)
        reject(act.session, row, learned_on, how)
        values = {"reason": reason, "reason_given": reason_given, "lesson": lesson, "would_go_back": would_go_back}
        fill(row, {name: value for name, value in values.items() if value not in (None, "")})
        if would_go_back is False:
            _close_its_people(act.session, row)
        if by is not None:
            act.session.add(
                Touchpoint(
                    contact_id=contact_of(act.session, by).id,
                    application_id=row.id,
                    kind=Kind.REJECTION,
                    direction=Direction.IN,
                    happened_on=learned_on,
                    body=row.reason_given,
                )
            )
        act.label = f"the no for {job(row)} recorded"
        return Done(act.label, application_id, act)


def _close_its_people(session: Session, application: Application) -> None:
    """No more follow-ups for those there with whom nothing else connects the user.

    A recruiter has other employers, and who was promised something stays open until that is done.
    """
    for contact, part in session.exec(
        select(Contact, Interviewer.part).where(
            col(Interviewer.application_id) == application.id, col(Interviewer.contact_id) == Contact.id
        )
    ):
        others = session.exec(
            select(Interviewer.id)
            .join(Application, col(Application.id) == col(Interviewer.application_id))
            .where(
                col(Interviewer.contact_id) == contact.id,
                col(Interviewer.application_id) != application.id,
                col(Application.would_go_back).is_not(False),
            )
        ).first()
        promised = session.exec(
            select(Promise.id).where(col(Promise.contact_id) == contact.id, col(Promise.kept_on).is_(None))
        ).first()
        if promised is not None:
            continue
        if others is None and part not in {Part.RECRUITER, Part.REFERRER} and contact.state is not ContactState.CLOSED:
            contact.state, contact.rests_by_rule = ContactState.CLOSED, False
            contact.state_reason = _closed_because(application)
            contact.revision += 1


def _take_up_its_people(session: Session, application: Application) -> None:
    """Those who were closed because the user would not go back are followed up again."""
    for contact in session.exec(
        select(Contact).where(
            col(Interviewer.application_id) == application.id,
            col(Interviewer.contact_id) == Contact.id,
            col(Contact.state) == ContactState.CLOSED,
            col(Contact.state_reason) == _closed_because(application),
        )
    ):
        contact.state, contact.state_reason = ContactState.OPEN, ""
        contact.revision += 1


def _closed_because(application: Application) -> str:
    return f"you would not want to work at {application.employer}"[:LONGEST_LINE]


def repost(book: Book, application_id: int, on: date, *, words: str = "") -> Done:
    """Keep that a job is open again after its "no": the application runs once more, with both parts of its history.

    What was owed for the "no" is owed no longer; its main contact is owed a word that the user is still interested. The
    "no" stays in the timeline, with the reason that was given for it. `words` is what was read about it.

    Raises:
        EntryError: it had no "no", or the day lies ahead of today or before the "no".
        BookError: the application is no longer in the book.
    """
    if on > book.clock():
        raise EntryError("That day is still ahead; give today's date or an earlier one.", "on")
    with action(book) as act:
        row = application_of(act.session, application_id)
        if row.state is not ApplicationState.REJECTED or row.learned_on is None:
            raise EntryError(f"{job(row)} has no “no” in your book, so it cannot be open again.", "application")
        if on < row.learned_on:
            raise EntryError(f"Its no came on {say(row.learned_on)}; give that day or a later one.", "on")
        open_again(act.session, row, on, words)
        act.label = f"{job(row)} is open again"
        return Done(act.label, application_id, act)


def open_again(session: Session, application: Application, on: date, words: str = "") -> None:
    """Let an application with a "no" run once more, from that day on."""
    _keep_the_no(session, application)
    _take_up_its_people(session, application)
    # Both at once: the table takes no date without a "no".
    application.learned_on, application.state = None, ApplicationState.RUNNING
    application.how_learned = application.reason = application.promised_on = application.would_go_back = None
    application.reason_given = ""
    session.add(
        Touchpoint(
            application_id=application.id, kind=Kind.REPOSTED, direction=Direction.IN, happened_on=on, body=words
        )
    )


def _keep_the_no(session: Session, row: Application) -> None:
    """The "no" as a touchpoint, where no letter or person brought it: the application itself is about to forget it."""
    assert row.learned_on is not None
    touches = select(Touchpoint).where(
        col(Touchpoint.application_id) == row.id, col(Touchpoint.kind).in_((Kind.REJECTION, Kind.REPOSTED))
    )
    last = max(session.exec(touches), key=lambda touch: (touch.happened_on, touch.id or 0), default=None)
    said = "\n".join(filter(None, (REASON_NAMES[row.reason] if row.reason else "", row.reason_given)))
    if last is not None and last.kind is Kind.REJECTION:
        more = [line for line in said.split("\n") if line and line not in last.body]
        if more:
            last.body = "\n\n".join(filter(None, (last.body, "\n".join(more))))
        return
    session.add(
        Touchpoint(
            application_id=row.id,
            kind=Kind.REJECTION,
            direction=Direction.IN,
            happened_on=row.learned_on,
            body=said,
        )
    )


def reject(session: Session, application: Application, learned_on: date, how: HowLearned) -> None:
    """Set an application to rejected. A second "no" keeps the day of the first: a note counts from when one learned."""
    if application.learned_on is not None:
        learned_on = min(learned_on, application.learned_on)
    # Both at once: the table takes no rejected application without its date.
    application.learned_on = learned_on
    application.state = ApplicationState.REJECTED
    application.how_learned = how
    session.add(application)


def tie(session: Session, application: Application, panelist: Panelist) -> Contact:
    """That person's part in the application, entered or changed; a new person gets its employer."""
    if isinstance(panelist.who, int):
        contact = contact_of(session, panelist.who)
    else:
        contact = Contact(**panelist.who.model_dump())
        if not contact.employer and panelist.part is not Part.REFERRER:
            contact.employer = application.employer
        session.add(contact)
        session.flush()
    interviewer = session.exec(
        select(Interviewer).where(
            col(Interviewer.contact_id) == contact.id, col(Interviewer.application_id) == application.id
        )
    ).first()
    if interviewer is None:
        session.add(Interviewer(contact_id=key_of(contact), application_id=key_of(application), part=panelist.part))
    elif panelist.part is not Part.PANEL:  # which is what a name without a part gets: it takes no part away
        interviewer.part = panelist.part
    if application.main_contact_id is None and panelist.part is not Part.REFERRER:
        application.main_contact_id = contact.id
    session.flush()
    return contact
