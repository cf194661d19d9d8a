"""What happened with a person: calls, messages, meetings."""

from datetime import date, time

from sqlmodel import Session, col, select

from ...cadence.terms import PART_RANKS, Channel, DecisionKind, Direction, Kind, Part, Step
from ...cadence.touches import TOUCH_KINDS, label
from ...mail_hosts import is_of, may_be_at_work
from ...text import clean_line, folded
from ..database import Book
from ..errors import EntryError
from ..journal import action
from ..models import Application, Contact, Decision, FollowUp, Interviewer, Touchpoint, TouchpointFields
from .entries import Done, contact_of, entered, fill, owed_next
from .promises import keep_next

_AHEAD = "What has not happened yet cannot be logged; give today's date or an earlier one."


def log_touchpoint(
    book: Book,
    contact_id: int,
    kind: Kind,
    direction: Direction,
    on: date,
    *,
    at: time | None = None,
    channel: Channel | None = None,
    subject: str = "",
    body: str = "",
) -> Done:
    """Record what happened with a person; what the user did fulfils the step that was open then.

    Raises:
        EntryError: the date lies ahead, or a value does not fit.
        BookError: the person is no longer in the book.
    """
    if on > book.clock():
        raise EntryError(_AHEAD, "happened_on")
    with action(book) as act:
        contact = contact_of(act.session, contact_id)
        owed = None if direction is Direction.IN else owed_next(act.session, contact_id)
        fulfilled = owed if owed is not None and owed.opens <= on else None
        fields = entered(
            TouchpointFields,
            contact_id=contact_id,
            application_id=fulfilled.application_id if fulfilled else None,
            kind=kind,
            direction=direction,
            channel=channel or TOUCH_KINDS[kind].channel,
            happened_on=on,
            happened_at=at,
            subject=subject,
            body=body,
            step=step_for(kind, fulfilled),
        )
        touchpoint = Touchpoint(**fields.model_dump())
        act.session.add(touchpoint)
        if TOUCH_KINDS[kind].reached:
            keep_next(act.session, contact_id, fulfilled, on)
        if direction is Direction.IN:
            forget_skipped_replies(act.session, contact_id, on)
        act.session.flush()
        act.label = f"{label(kind, direction, contact.name)} logged"
        assert touchpoint.id is not None
        return Done(act.label, touchpoint.id, act)


def record_move(book: Book, contact_id: int, employer: str, on: date) -> Done:
    """Keep that a person works for another employer from a day on: a reason to write (Larky).

    Raises:
        EntryError: the employer is missing or is the one they are at, or the day lies ahead.
        BookError: the person is no longer in the book.
    """
    if on > book.clock():
        raise EntryError(_AHEAD, "happened_on")
    with action(book) as act:
        contact = contact_of(act.session, contact_id)
        if not clean_line(employer):
            raise EntryError("Say where they moved to.", "employer")
        if clean_line(employer) == contact.employer:
            raise EntryError(f"{contact.name} is at {contact.employer} already.", "employer")
        before = contact.employer
        fill(contact, {"employer": employer})
        if may_be_at_work(contact.email, contact.name) and not is_of(contact.email, contact.employer):
            contact.dead_email = contact.email  # the old employer's, who may read it
        contact.revision += 1
        _hand_on(act.session, contact, before)
        act.session.add(
            Touchpoint(
                contact_id=contact_id,
                kind=Kind.MOVED,
                direction=Direction.BOTH,
                happened_on=on,
                subject=f"from {before} to {contact.employer}" if before else f"to {contact.employer}",
            )
        )
        act.label = f"move of {contact.name} to {contact.employer} logged"
        return Done(act.label, contact_id, act)


def _hand_on(session: Session, contact: Contact, before: str) -> None:
    """Whoever has left is no longer the one to ask: the first of the others by part is, in the applications there."""
    for application in session.exec(select(Application).where(col(Application.main_contact_id) == contact.id)):
        if folded(application.employer) != folded(before):
            continue
        others = [
            (PART_RANKS[part], key)
            for part, key in session.exec(
                select(Interviewer.part, Interviewer.contact_id).where(
                    col(Interviewer.application_id) == application.id, col(Interviewer.contact_id) != contact.id
                )
            )
            if part is not Part.REFERRER
        ]
        if others:
            application.main_contact_id = min(others)[1]


def forget_skipped_replies(session: Session, contact_id: int, on: date) -> None:
    """A message that comes on the day on which an earlier one was left unanswered is owed an answer all the same."""
    for decision in session.exec(select(Decision).where(col(Decision.contact_id) == contact_id)):
        if decision.kind is DecisionKind.SKIP and decision.step is Step.REPLY and decision.made_on == on:
            session.delete(decision)


def step_for(kind: Kind, owed: FollowUp | None) -> Step | None:
    """The step that a touchpoint of this kind fulfils, where one was owed; an interview fulfils none."""
    return owed.step if owed is not None and kind is not Kind.INTERVIEW else None
