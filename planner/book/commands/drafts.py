"""Notes being written: begun, saved as they grow, handed over, sent because the user said so, or dropped."""

from datetime import UTC, date, datetime, time

from ...cadence.terms import Channel, Direction, Kind, Step
from ...dates import say
from ...text import clean, clean_body, clean_line
from ..database import Book
from ..errors import EntryError
from ..journal import action, forget_undone
from ..models import LONGEST_BODY, LONGEST_LINE, Draft, DraftState, Touchpoint
from .entries import Done, contact_of, draft_of, key_of, owed_next
from .touches import label

_UNSENT = (DraftState.DRAFT, DraftState.HANDED_OVER)


def save_draft(
    book: Book,
    draft_id: int | None,
    *,
    contact_id: int,
    subject: str,
    body: str,
    step: Step | None = None,
    application_id: int | None = None,
    channel: Channel = Channel.EMAIL,
    template: str = "",
) -> int:
    """Save a note as it stands; gives its key.

    The first save is an action of its own in the journal. Later ones write the text in place, many times a minute.

    Raises:
        EntryError: the note is longer than the book takes.
        BookError: the person is no longer in the book.
    """
    subject, body = clean(subject).replace("\n", " ")[:LONGEST_LINE], clean(body)
    if len(body) > LONGEST_BODY:
        raise EntryError(f"The note is longer than {LONGEST_BODY:,} characters; what was saved before is kept.")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    if draft_id is None:
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
                saved_at=now,
            )
            act.session.add(draft)
            act.session.flush()
            act.label = f"note to {contact.name} begun"
            return key_of(draft)
    with book.transaction() as session:
        row = session.get(Draft, draft_id)
        if row is not None and row.contact_id == contact_id and row.state in _UNSENT:
            if (row.subject, row.body) != (subject, body):
                row.subject, row.body, row.saved_at = subject, body, now
                forget_undone(session)
            return draft_id
    # It was undone, sent or dropped elsewhere meanwhile. What is being typed is kept as a note of its own.
    return save_draft(
        book,
        None,
        contact_id=contact_id,
        subject=subject,
        body=body,
        step=step,
        application_id=application_id,
        channel=channel,
        template=template,
    )


def hand_over(book: Book, draft_id: int, how: str) -> Done:
    """Keep that a note was copied or taken elsewhere. It is not sent by that."""
    with action(book) as act:
        draft = draft_of(act.session, draft_id)
        contact = contact_of(act.session, draft.contact_id)
        draft.state = DraftState.HANDED_OVER
        draft.handed_over = f"{how} on {say(book.clock())}"
        act.label = f"note to {contact.name} {how}"
        return Done(act.label, draft_id)


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
        if draft.state not in _UNSENT:
            raise EntryError("That note was already marked sent, or dropped.")
        if text is not None:
            draft.subject, draft.body = clean(text[0]).replace("\n", " ")[:LONGEST_LINE], clean(text[1])[:LONGEST_BODY]
        body = clean_body(draft.body)
        if not body.strip():
            raise EntryError("The note is empty; write it first, or press escape to leave it.")
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
            )
        )
        if kind is not Kind.NO_ANSWER:  # the script is wanted again when the call is tried again
            draft.state = DraftState.SENT
        act.label = f"{label(kind, Direction.OUT, contact)}" + (" sent" if kind is Kind.MESSAGE else " logged")
        return Done(act.label, draft.contact_id)


def drop_draft(book: Book, draft_id: int) -> Done:
    """Put a note aside for good; undo brings it back."""
    with action(book) as act:
        draft = draft_of(act.session, draft_id)
        contact = contact_of(act.session, draft.contact_id)
        draft.state = DraftState.DROPPED
        act.label = f"note to {contact.name} dropped"
        return Done(act.label, draft_id)
