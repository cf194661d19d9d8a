"""What follows from a letter that is none in the narrow sense.

The user's own, an automatic answer, a note that did not arrive, an appointment.
"""

import json
from datetime import UTC, date, datetime, time, timedelta
from sqlite3 import Connection

from ..book import queries
from ..book.commands import Appointment, OwnLetter
from ..book.commands.applications import Panelist
from ..book.commands.entries import entered
from ..book.models import ApplicationFields, ContactFields
from ..cadence.terms import STEP_NAMES, UNNAMED_POSITION, Part, Step
from ..dates import say
from ..names import taken_apart
from ..text import folded, joined
from .classifier import LetterKind
from .events import Event, EventMethod
from .matching import employer_told, known_sender, people_named
from .proposals import Bounce, Cancelled, Proposal, Snooze
from .reading import Myself, Reading, in_my_zone
from .writers import HR_WORDS

_BOUNCES_WITHIN = timedelta(days=30)  # after the note


def propose_notice(reading: Reading, connection: Connection | None) -> Proposal | None:
    """What would be recorded of the user's own letter, an automatic answer or a report; None for any other letter."""
    kind = reading.verdict.kind
    if kind is LetterKind.MINE:
        return _own(reading, connection)
    if kind is LetterKind.BOUNCE:
        return _bounce(reading, connection)
    if kind is LetterKind.AWAY:
        return _away(reading, connection)
    if kind is LetterKind.RECEIPT:
        what = "says that your note is on its way, or was delivered or opened"
        return Proposal(reading, question=f"It {what}. That is not a reply, so nothing is recorded.")
    return None


def _own(reading: Reading, connection: Connection | None) -> Proposal:
    message = reading.message
    known = dict.fromkeys(
        key
        for address in message.recipients
        for key, email in (queries.addresses(connection) if connection is not None else [])
        if email.lower() == address
    )
    if not known:
        whom = joined([*message.recipients][:3]) or "nobody"
        text = f"It is your own letter to {whom}, who is not in your book, so nothing is recorded."
        return Proposal(reading, question=text)
    sent = in_my_zone(message.sent)
    job = OwnLetter(
        people=[*known],
        on=reading.on,
        at=sent.time().replace(second=0, microsecond=0) if sent and sent.date() == reading.on else None,
        message_id=message.message_id,
        subject=message.subject,
        body=message.text or message.full_text,
        thread=" ".join(reversed(message.answers)),
    )
    return Proposal(reading, job, interviewers=())


def _bounce(reading: Reading, connection: Connection | None) -> Proposal:
    report = reading.message.report
    unknown = Proposal(
        reading, question="A note bounced, but it was not to anyone in your book, so nothing is recorded."
    )
    if report is None or connection is None:
        return unknown
    ids = json.dumps([report.message_id])
    touch = queries.answered(connection, ids) if report.message_id else None
    contact_id = touch.contact_id if touch is not None else None
    if contact_id is None and report.message_id and (given := queries.note_given_away(connection, ids)) is not None:
        contact_id = given[0]
    emails = dict(queries.addresses(connection))
    if contact_id is None:
        contact_id = next((key for key, email in emails.items() if email.lower() in report.recipients), None)
    if contact_id is None:
        return unknown
    if touch is None:
        touch = queries.last_note(connection, contact_id, reading.on - _BOUNCES_WITHIN, reading.on)
    contact = queries.contact(connection, contact_id)
    assert contact is not None
    address = next((each for each in report.recipients if each == contact.email.lower()), "")
    if touch is None and (not address or contact.dead_email.lower() == address):
        return Proposal(
            reading, question=f"A note to {contact.name} did not arrive; that is in the book already.", known=True
        )
    job = Bounce(
        contact_id=contact_id,
        name=contact.name,
        address=address,
        touch_id=touch.id if touch else None,
        sent_on=touch.on if touch else None,
        why=report.reason,
        message_id=reading.message.message_id,
    )
    return Proposal(reading, job)


def _away(reading: Reading, connection: Connection | None) -> Proposal:
    who = reading.signer or reading.message.sender_name or "Nobody"
    until = f" until {say(reading.returns_on)}" if reading.returns_on else ""
    sender = known_sender(reading, connection)
    if sender is None or connection is None or reading.returns_on is None:
        text = f"An automatic answer: {who} is away{until}. No reply is needed, so nothing is recorded."
        return Proposal(reading, question=text)
    owed = queries.next_step(connection, sender)
    contact = queries.contact(connection, sender)
    assert contact is not None
    if owed is None or owed[2] >= reading.returns_on:
        return Proposal(
            reading, question=f"An automatic answer: {contact.name} is away{until}. Nothing is due before that."
        )
    step, application_id, _ = owed
    return Proposal(reading, Snooze(sender, contact.name, Step(step), application_id, reading.returns_on))


def snooze_said(job: Snooze) -> str:
    """What is said of somebody who is away."""
    return f"{job.name} is away; {STEP_NAMES[job.step]} is put off until {say(job.until)}"


# Appointments


def propose_appointment(
    reading: Reading, connection: Connection | None, myself: Myself, application: queries.ApplicationRow | None
) -> Proposal:
    """What would be recorded of a calendar message: the interview, with organiser and guests as interviewers."""
    event = reading.message.events[0] if reading.message.events else None
    if event is None or event.start is None:
        question = "It holds an appointment that could not be read, so nothing is recorded."
        return Proposal(reading, question=question, is_unread=True)
    if event.method is EventMethod.CANCEL:
        if connection is None or queries.appointed(connection, event.uid) is None:
            return Proposal(reading, question="It cancels an appointment that is not in your book.")
        return Proposal(reading, Cancelled(event.uid, event.title))
    if event.declined & myself.addresses:
        return Proposal(reading, question="You declined it, so nothing is recorded.")
    on, at = _when(event)
    people = _people(event, reading, connection, myself)
    if not people:
        return Proposal(reading, question="It names nobody who would interview you, so nothing is recorded.")
    employer = application.employer if application is not None else employer_told(reading) or "(employer not named)"
    about: int | ApplicationFields = (
        application.id
        if application is not None
        else entered(ApplicationFields, employer=employer, position=reading.position or UNNAMED_POSITION)
    )
    job = Appointment(
        uid=event.uid or reading.message.message_id,
        on=on,
        at=at,
        title=event.title,
        place=event.place,
        sequence=event.sequence,
        text=said_of(event),
        message_id=reading.message.message_id,
        application=about,
        people=[
            Panelist(who if isinstance(who, int) else entered(ContactFields, **who), part) for who, part, _ in people
        ],
    )
    return Proposal(reading, job, application=application, interviewers=tuple(name for _, _, name in people))


def _when(event: Event) -> tuple[date, time | None]:
    start = event.start
    if isinstance(start, datetime):
        local = start.astimezone() if start.tzinfo is not None else start
        return local.date(), local.time().replace(second=0, microsecond=0, tzinfo=None)
    assert start is not None
    return start, None


def said_of(event: Event) -> str:
    """When and where, with the zone: "Thu 3 Dec 2026, 10:00 to 11:00 UTC"; then what the invitation says."""
    start, end = event.start, event.end
    line = ""
    if isinstance(start, datetime):
        zone = f" {start.tzname()}" if start.tzinfo is not None and start.tzname() else ""
        ends = f" to {end:%H:%M}" if isinstance(end, datetime) else ""
        line = f"{say(start.date())}, {start:%H:%M}{ends}{zone}"
        local = start.astimezone() if start.tzinfo is not None else start
        if start.tzinfo is not None and local.utcoffset() != start.utcoffset():
            line += f" ({local:%H:%M} your time)"
    elif start is not None:
        line = say(start)
    return "\n".join(text for text in (line, event.place, "", event.text) if text or text == "").strip()


def _people(
    event: Event, reading: Reading, connection: Connection | None, myself: Myself
) -> "list[tuple[int | dict[str, str], Part, str]]":
    """Who interviews: the organiser, or else the sender, and the guests; each of the book, or to be entered."""
    message = reading.message
    asked = [event.organiser if any(event.organiser) else (message.sender_name, message.sender_email), *event.guests]
    emails = {email.lower(): key for key, email in queries.addresses(connection)} if connection is not None else {}
    found: list[tuple[int | dict[str, str], Part, str]] = []
    seen: set[str] = set()
    for said, address in asked:
        lower = address.lower()
        name = said or _from_address(address)
        if not name or lower in myself.addresses or (myself.name and folded(name) == folded(myself.name)):
            continue
        if lower in seen or folded(name) in seen or _is_no_person(address) or taken_apart(name).is_team:
            continue
        seen |= {each for each in (lower, folded(name)) if each}
        key = emails.get(lower)
        if key is None:
            namesakes = people_named(name, connection)
            known = dict(queries.addresses(connection)) if connection is not None else {}
            key = namesakes[0] if len(namesakes) == 1 and not known.get(namesakes[0]) else None
        part = Part.HR if HR_WORDS.search(f"{name} {lower.partition('@')[0]}") else Part.PANEL
        if key is not None and connection is not None:
            contact = queries.contact(connection, key)
            assert contact is not None
            roles = {role.part for role in queries.roles(connection, key)}
            found.append((key, Part(next(iter(roles))) if roles else part, contact.name))
        else:
            found.append(({"name": name, "email": address, "employer": employer_told(reading)}, part, name))
    return found


def _from_address(address: str) -> str:
    """A name made of an address: "ivo.petrov@..." is Ivo Petrov; "" where it has none."""
    words = [word for word in address.partition("@")[0].replace("_", ".").split(".") if word.isalpha()]
    return " ".join(word.capitalize() for word in words) if len(words) >= 2 else ""


def _is_no_person(address: str) -> bool:
    user = address.partition("@")[0].lower()
    return any(word in user for word in ("noreply", "no-reply", "room", "calendar", "resource", "panel", "team"))


def utc(moment: datetime | date | None) -> str:
    """A moment for a program to read, in UTC; "" without one."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).isoformat() if moment.tzinfo is not None else moment.isoformat()
    return moment.isoformat() if moment is not None else ""
