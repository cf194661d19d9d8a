"""Decisions about a step or a person: later, not this one, on the date they asked for, no more."""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from ...cadence.terms import STEP_NAMES, ContactState, DecisionKind, Step, family
from ...dates import say
from ...text import clean_line
from ..database import Book
from ..errors import EntryError
from ..field_types import LONGEST_LINE
from ..journal import Action, action
from ..models import Contact, Decision, FollowUp
from .entries import Done, contact_of, key_of, owed_next
from .promises import next_promise

_SHORT_WHILE = timedelta(days=30)  # in the archive, after which one begins anew with a person


def snooze(
    book: Book,
    contact_id: int,
    until: date,
    *,
    reason: str = "",
    asked: bool = False,
    step: Step | None = None,
    application_id: int | None = None,
) -> Done:
    """Put a step off until a date; with `asked`, fix the date that the person asked for, which beats every rule.

    Raises:
        EntryError: the date is not ahead.
        BookError: nothing is planned that could be put off.
    """
    if until <= book.clock():
        raise EntryError(f"{say(until)} is not ahead; give a date after today.", "until")
    with action(book) as act:
        contact = contact_of(act.session, contact_id)
        if asked:
            opens, kind, owed_step, owed_application = date.min, DecisionKind.PIN, Step.ASKED, None
            act.label = f"{contact.name} asked for {say(until)}"
        else:
            owed = _owed(act.session, contact, step, application_id)
            opens, kind = owed.opens, DecisionKind.SNOOZE
            owed_step, owed_application = owed.step, owed.application_id
            if owed_step is Step.PROMISE:
                return _put_promise_off(act, contact, until, reason)
            act.label = f"{STEP_NAMES[owed_step]} with {contact.name} put off until {say(until)}"
        # One date at a time: the newer decision takes the older one's place. A new date they asked for also ends
        # what was decided about an older one.
        for older in act.session.exec(select(Decision).where(col(Decision.contact_id) == contact_id)):
            same_step = older.step is not None and family(older.step) == family(owed_step)
            if same_step and older.application_id == owed_application and (asked or older.kind is kind):
                act.session.delete(older)
                opens = date.min  # which was the older decision's date
        if until <= opens:
            raise EntryError(f"It opens on {say(opens)} anyway; give a later date.", "until")
        act.session.add(
            Decision(
                contact_id=contact_id,
                kind=kind,
                made_on=book.clock(),
                step=owed_step,
                application_id=owed_application,
                until=until,
                reason=clean_line(reason),
            )
        )
        return Done(act.label, contact_id, act)


def skip(
    book: Book, contact_id: int, *, reason: str = "", step: Step | None = None, application_id: int | None = None
) -> Done:
    """Leave a step out; the plan goes on to the next one.

    Raises:
        BookError: nothing is planned that could be left out.
    """
    with action(book) as act:
        contact = contact_of(act.session, contact_id)
        owed = _owed(act.session, contact, step, application_id)
        if owed.step is Step.PROMISE:
            promise = next_promise(act.session, contact_id)
            assert promise is not None, "the plan owes no promise that is not in the book"
            act.session.delete(promise)
            act.label = f"promise to {contact.name} dropped"
            return Done(act.label, contact_id, act)
        act.session.add(
            Decision(
                contact_id=contact_id,
                kind=DecisionKind.SKIP,
                made_on=book.clock(),
                step=owed.step,
                application_id=owed.application_id,
                reason=clean_line(reason),
            )
        )
        act.label = f"{STEP_NAMES[owed.step]} with {contact.name} skipped"
        return Done(act.label, contact_id, act)


def close_contact(book: Book, contact_id: int, reason: str) -> Done:
    """Stop following a person up for good. The reason is kept, and so is everything else.

    Raises:
        EntryError: no reason was given.
    """
    return _set_state(book, contact_id, ContactState.CLOSED, reason, "closed")


def rest_contact(book: Book, contact_id: int, reason: str) -> Done:
    """Let a person rest: no more dates, but an answer is still owed to what they write.

    Raises:
        EntryError: no reason was given.
    """
    return _set_state(book, contact_id, ContactState.RESTING, reason, "put to rest")


def reopen_contact(book: Book, contact_id: int) -> Done:
    """Follow a resting, closed or archived person up again, from today on.

    Who was in the archive for a short while only is owed what they were owed before.
    """
    with action(book) as act:
        contact = contact_of(act.session, contact_id)
        if contact.state is ContactState.OPEN:
            raise EntryError(f"{contact.name} is followed up already.")
        was_only_put_away = contact.state_reason == "archived" and contact.archived_on is not None
        away = book.clock() - (contact.archived_on or date.min)
        _change_state(contact, ContactState.OPEN, "")
        contact.archived_on = None
        if not was_only_put_away or away > _SHORT_WHILE:
            contact.open_since = book.clock()
        act.label = f"{contact.name} taken up again"
        return Done(act.label, key_of(contact), act)


def _put_promise_off(act: Action, contact: Contact, until: date, reason: str) -> Done:
    """A promise has a date of its own: that is what moves."""
    promise = next_promise(act.session, key_of(contact))
    assert promise is not None, "the plan owes no promise that is not in the book"
    if until <= promise.due:
        raise EntryError(f"It is due on {say(promise.due)}; give a later date.", "until")
    promise.due, promise.put_off_because = until, clean_line(reason)[:LONGEST_LINE]
    act.label = f"promise to {contact.name} put off until {say(until)}"
    return Done(act.label, key_of(contact), act)


def _set_state(book: Book, contact_id: int, state: ContactState, reason: str, did: str) -> Done:
    reason = clean_line(reason)
    if not reason:
        text = "A reason is needed; one word is enough, and it will be there when you wonder later."
        raise EntryError(text, "state_reason", "a reason is needed; one word is enough")
    with action(book) as act:
        contact = contact_of(act.session, contact_id)
        if contact.archived_on is not None and state is ContactState.RESTING:
            raise EntryError(f"{contact.name} is in the archive; wake them first.")
        _change_state(contact, state, reason)
        act.label = f"{contact.name} {did}"
        return Done(act.label, key_of(contact), act)


def _change_state(contact: Contact, state: ContactState, reason: str) -> None:
    contact.state = state
    contact.state_reason = reason
    contact.rests_by_rule = False
    contact.revision += 1


def _owed(session: Session, contact: Contact, step: Step | None, application_id: int | None) -> FollowUp:
    owed = owed_next(session, key_of(contact), step, application_id)
    if owed is None:
        raise EntryError(f"Nothing is planned for {contact.name} that could be put off or skipped.")
    return owed
