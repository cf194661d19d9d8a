"""Notes being written: begun, saved as they grow, held, handed over, sent because the user said so, or dropped."""

from datetime import UTC, date, datetime, time
from typing import NamedTuple

from sqlmodel import Session, col, select

from ...cadence.terms import Channel, Direction, Kind, Step
from ...cadence.touches import TOUCH_KINDS, label
from ...dates import say
from ...notes.blanks import after_change, as_json, from_json
from ...text import clean, clean_body, clean_line
from ..database import Book
from ..errors import EntryError
from ..field_types import LONGEST_BODY, LONGEST_LINE
from ..journal import action, forget_undone
from ..models import Draft, DraftState, Touchpoint
from .entries import Done, contact_of, draft_of, key_of, owed_next
from .promises import keep_next

_UNSENT = (DraftState.DRAFT, DraftState.HANDED_OVER)


class SavedDraft(NamedTuple):
    """A draft as it was saved: its key and text, and why it is not the one that was asked for, where it is another."""

    id: int
    subject: str
    body: str
    apart: str = ""


def save_draft(
    book: Book,
    draft_id: int | None,
    *,
    contact_id: int,
    subject: str,
    body: str,
    stops: str = "",
    step: Step | None = None,
    application_id: int | None = None,
    channel: Channel = Channel.EMAIL,
    template: str = "",
    expected: tuple[str, str] | None = None,
) -> SavedDraft:
    """Save a note as it stands; gives its key.

    The first save is an action of its own in the journal. Later ones write the text in place, many times a minute.
    `expected` is the text that the caller saved or read last. Where another one stands in the book by now, both are
    kept: this one becomes a draft of its own. So it does where the draft was undone, sent or dropped meanwhile.

    Raises:
        EntryError: the note is longer than the book takes.
        BookError: the person is no longer in the book.
    """
    if (cleaned := clean(body)) != body:
        stops, body = as_json(after_change(from_json(stops, body), body, cleaned)), cleaned
    subject = clean(subject).replace("\n", " ")[:LONGEST_LINE]
    if len(body) > LONGEST_BODY:
        text = f"The note is longer than {LONGEST_BODY:,} characters; what was saved before is kept."
        raise EntryError(text, "body", f"is longer than {LONGEST_BODY:,} characters")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    apart = ""
    if draft_id is not None:
        with book.transaction() as session:
            row = session.get(Draft, draft_id)
            if row is None or row.contact_id != contact_id or row.state not in _UNSENT:
                apart = "This note was sent, dropped or undone elsewhere; what you write is kept as a new draft."
            elif expected is not None and (row.subject, row.body) not in {expected, (subject, body)}:
                apart = "This note was changed elsewhere meanwhile. Both are kept: yours is a draft of its own now."
            else:
                if (row.subject, row.body) != (subject, body):
                    row.subject, row.body, row.stops, row.saved_at = subject, body, stops, now
                    row.channel, row.template = channel, template
                    forget_undone(session)
                return SavedDraft(draft_id, subject, body)
    with action(book) as act:
        contact = contact_of(act.session, contact_id)
        draft = Draft(
            contact_id=contact_id,
            application_id=application_id,
            step=step,
            channel=channel,
            template=template,
            subject=subject,
            body=body,
            stops=stops,
            saved_at=now,
        )
        act.session.add(draft)
        act.session.flush()
        act.label = f"note to {contact.name} begun"
        return SavedDraft(key_of(draft), subject, body, apart)


def change_template(
    book: Book, draft_id: int, *, template: str, channel: Channel, subject: str, body: str, stops: str
) -> Done:
    """Begin a note anew from another template. The text so far is dropped as a draft; undo brings it back."""
    with action(book) as act:
        old = _unsent(draft_of(act.session, draft_id))
        contact = contact_of(act.session, old.contact_id)
        old.state = DraftState.DROPPED
        new = Draft(
            contact_id=old.contact_id,
            application_id=old.application_id,
            step=old.step,
            channel=channel,
            template=template,
            subject=clean(subject).replace("\n", " ")[:LONGEST_LINE],
            body=clean(body),
            stops=stops,
            saved_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        act.session.add(new)
        act.session.flush()
        act.label = f"note to {contact.name} begun anew"
        return Done(act.label, key_of(new), act)


def use_draft_for(book: Book, draft_id: int, step: Step | None, application_id: int | None, channel: Channel) -> Done:
    """Go on with a note that was begun for another step: from now on it is the note of this one."""
    with action(book) as act:
        draft = _unsent(draft_of(act.session, draft_id))
        contact = contact_of(act.session, draft.contact_id)
        draft.step, draft.application_id, draft.channel = step, application_id, channel
        act.label = f"older draft to {contact.name} used for this one"
        return Done(act.label, draft_id, act)


def hand_over(book: Book, draft_id: int, how: str, message_id: str = "") -> Done:
    """Keep that a note was copied or taken elsewhere, and on which day. It is not sent by that.

    `message_id` is the one under which it was given away: an answer names it.
    """
    with action(book) as act:
        draft = _unsent(draft_of(act.session, draft_id))
        contact = contact_of(act.session, draft.contact_id)
        draft.state = DraftState.HANDED_OVER
        draft.handed_over, draft.handed_over_on, draft.held_until = how, book.clock(), None
        draft.message_id = message_id
        act.label = f"note to {contact.name} {how}"
        return Done(act.label, draft_id, act)


def take_back(book: Book, draft_id: int) -> Done:
    """Keep that a note which was handed over, or held, is still being written: it has not gone out."""
    with action(book) as act:
        draft = _unsent(draft_of(act.session, draft_id))
        contact = contact_of(act.session, draft.contact_id)
        draft.state = DraftState.DRAFT
        draft.handed_over, draft.handed_over_on, draft.held_until = "", None, None
        act.label = f"note to {contact.name} has not gone out yet"
        return Done(act.label, draft_id, act)


def hold_draft(book: Book, draft_id: int, until: date) -> Done:
    """Let a finished note rest until a day; on that day it stands first in the list (domain, section 2).

    Raises:
        EntryError: the day is not ahead, or the note was sent or dropped before.
    """
    if until <= book.clock():
        raise EntryError(f"{say(until)} is not ahead; give a date after today.", "held_until")
    with action(book) as act:
        draft = _unsent(draft_of(act.session, draft_id))
        contact = contact_of(act.session, draft.contact_id)
        draft.state, draft.handed_over, draft.handed_over_on = DraftState.DRAFT, "", None
        draft.held_until = until
        act.label = f"note to {contact.name} held until {say(until)}"
        return Done(act.label, draft_id, act)


def mark_sent(
    book: Book,
    draft_id: int,
    on: date,
    *,
    at: time | None = None,
    kind: Kind = Kind.MESSAGE,
    text: tuple[str, str] | None = None,
) -> Done:
    """Record that a note went out, or that a call was made: its text becomes a touchpoint, and the plan moves on.

    `text` is subject and body as they stand in the editor, where they may be newer than what was saved.

    Raises:
        EntryError: it is empty, or was sent or dropped before.
    """
    with action(book) as act:
        draft = draft_of(act.session, draft_id)
        contact = contact_of(act.session, draft.contact_id)
        _unsent(draft)
        if text is not None:
            draft.subject, draft.body = clean(text[0]).replace("\n", " ")[:LONGEST_LINE], clean(text[1])[:LONGEST_BODY]
        body = clean_body(draft.body)
        if not body.strip():
            raise EntryError("The note is empty; write it first, or leave it.", "body", "is empty")
        if kind is Kind.MESSAGE and _is_recorded(act.session, draft, clean_line(draft.subject), body, on):
            raise EntryError(f"The very same note to {contact.name} was marked sent already; this one can be dropped.")
        step, application_id = draft.step, draft.application_id
        if step is None:
            owed = owed_next(act.session, draft.contact_id)
            if owed is not None and owed.opens <= on:
                step, application_id = owed.step, owed.application_id
        act.session.add(
            Touchpoint(
                contact_id=draft.contact_id,
                application_id=application_id,
                kind=kind,
                channel=draft.channel,
                direction=Direction.OUT,
                happened_on=on,
                happened_at=at,
                subject=clean_line(draft.subject),
                body=body,
                step=step,
                message_id=_still_free(act.session, draft.message_id),
            )
        )
        reached = TOUCH_KINDS[kind].reached
        if step is Step.PROMISE and reached:
            keep_next(act.session, draft.contact_id, owed_next(act.session, draft.contact_id, step), on)
        if reached:  # the script is wanted again when the call is tried again
            draft.state, draft.held_until = DraftState.SENT, None
        act.label = label(kind, Direction.OUT, contact.name) + (" sent" if kind is Kind.MESSAGE else " logged")
        return Done(act.label, draft.contact_id, act)


def _is_recorded(session: Session, draft: Draft, subject: str, body: str, on: date) -> bool:
    """Whether a note of these very words went to that person that day, as when it was open in two windows."""
    same = select(Touchpoint.id).where(
        col(Touchpoint.contact_id) == draft.contact_id,
        col(Touchpoint.direction) == Direction.OUT,
        col(Touchpoint.happened_on) == on,
        col(Touchpoint.subject) == subject,
        col(Touchpoint.body) == body,
    )
    return session.exec(same).first() is not None


def _still_free(session: Session, message_id: str) -> str | None:
    """The Message-ID of a note, unless another touch has it."""
    taken = select(Touchpoint.id).where(col(Touchpoint.message_id) == message_id)
    return message_id if message_id and session.exec(taken).first() is None else None


def drop_draft(book: Book, draft_id: int) -> Done:
    """Put a note aside for good; undo brings it back."""
    with action(book) as act:
        draft = _unsent(draft_of(act.session, draft_id))
        contact = contact_of(act.session, draft.contact_id)
        draft.state = DraftState.DROPPED
        act.label = f"note to {contact.name} dropped"
        return Done(act.label, draft_id, act)


def _unsent(draft: Draft) -> Draft:
    if draft.state not in _UNSENT:
        raise EntryError("That note was already marked sent, or dropped.")
    return draft
