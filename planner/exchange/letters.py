"""From a letter to what would be recorded of it: whose it is, which application it is about, who becomes due.

Nothing is guessed where several answers are possible: a proposal then names them, and somebody has to choose.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from sqlite3 import Connection

from ..book import queries, whom
from ..book.commands import Appointment, Letter
from ..book.commands.applications import Panelist
from ..book.commands.entries import entered
from ..book.errors import EntryError
from ..book.models import ApplicationFields, ContactFields
from ..cadence.terms import UNNAMED_POSITION, Kind, Part
from ..dates import say
from ..text import folded
from .classifier import LetterKind, Verdict
from .events import EventMethod
from .matching import employer_told, fitting, known_sender, people_named, same_name
from .notices import propose_appointment, propose_notice
from .proposals import OpenAgain, Proposal
from .reading import NOBODY, Myself, Reading, in_my_zone
from .reasons import says_open_again
from .structure import Structure
from .writers import guess_part

_TOUCH_KINDS = {
    LetterKind.REJECTION: Kind.REJECTION,
    LetterKind.INVITATION: Kind.INVITATION,
    LetterKind.REPLY: Kind.MESSAGE,
}
READ_AS = {
    LetterKind.REJECTION: "a rejection",
    LetterKind.INVITATION: "an invitation",
    LetterKind.REPLY: "a reply to you",
    LetterKind.OTHER: "something else",
    LetterKind.AWAY: "an automatic reply",
    LetterKind.BOUNCE: "a note that bounced",
    LetterKind.RECEIPT: "a receipt",
    LetterKind.MINE: "your own letter",
    LetterKind.UNSURE: "not sure",
    LetterKind.UNREAD: "in a language the planner does not read",
}
"""What each kind is called."""
_INTERVIEW = re.compile(
    r"interview|vorstellungsgespräch|kennenlerngespräch|entretien|entrevista|colloqui|sollicitatiegesprek|intervju|"
    r"rozmow\w+ kwal|assessment|(?:second|next) round|nächste runde|zweite runde|probetag|trial day|open again|reopen",
    re.IGNORECASE,
)
_LANGUAGES = "English, German, French, Spanish, Dutch, Italian, Portuguese, Swedish and Polish"


def myself(connection: Connection | None) -> Myself:
    """The user, as the book knows them."""
    profile = queries.profile(connection) if connection is not None else None
    if profile is None:
        return Myself()
    addresses = (profile.email, *profile.other_emails.split(","))
    return Myself(frozenset(each.strip().lower() for each in addresses if each.strip()), profile.name)


def employers(connection: Connection | None) -> list[str]:
    """The employers of the book's applications."""
    return list(dict.fromkeys(row.employer for row in queries.applications(connection))) if connection else []


def propose(
    reading: Reading, connection: Connection | None, application_id: int | None = None, me: Myself = NOBODY
) -> Proposal:
    """What would be recorded of this letter in that book (None: an empty one).

    `application_id` is the user's choice where several applications may be meant; 0 chooses a new one.
    """
    message, kind = reading.message, reading.verdict.kind
    if message.sealed:
        return Proposal(reading, question=message.sealed, is_unread=True)
    if connection is not None and queries.knows_message(connection, message.message_id):
        return Proposal(reading, question="It is in the book already.", known=True)
    notice = propose_notice(reading, connection)
    if notice is not None:
        return notice
    again = _open_again(reading, connection, application_id) if kind in {LetterKind.OTHER, LetterKind.UNSURE} else None
    if again is not None:
        return again
    if kind is LetterKind.OTHER:
        text = "It is not a rejection, an invitation or a reply, so nothing is recorded."
        return Proposal(reading, question=text)
    if kind is LetterKind.UNREAD:
        text = f"It is in a language the planner does not read (it reads {_LANGUAGES}). Say what it is with --as."
        return Proposal(reading, question=text)
    if kind is LetterKind.UNSURE:
        one, other = (READ_AS[each] for each in reading.verdict.readings)
        return Proposal(reading, question=f"It may be {one}, or {other}. Say which with --as.")
    return _letter_or_appointment(reading, connection, application_id, me)


def _open_again(reading: Reading, connection: Connection | None, application_id: int | None) -> Proposal | None:
    """News that a job which was a "no" is open again, where there is no doubt which one is meant."""
    if connection is None or not says_open_again(f"{reading.message.subject}.\n\n{reading.message.text}"):
        return None
    if application_id:
        found = [row for row in queries.applications(connection) if row.id == application_id]
    else:
        found, certain = fitting(reading, connection, known_sender(reading, connection))
        found = found if certain else []
    if len(found) != 1 or found[0].learned_on is None or found[0].learned_on > reading.on:
        return None
    job = OpenAgain(found[0].id, reading.on, reading.message.text[:2000])
    return Proposal(reading, job, application=found[0], interviewers=found[0].people)


def _letter_or_appointment(
    reading: Reading, connection: Connection | None, application_id: int | None, me: Myself
) -> Proposal:
    message = reading.message
    thread = _answered(reading, connection)
    sender_id = known_sender(reading, connection) or (thread.contact_id if thread is not None else None)
    found, certain = fitting(reading, connection, sender_id)
    event = message.events[0] if message.events else None
    of_event = queries.appointed(connection, event.uid) if event is not None and connection is not None else None
    known_id = of_event or (thread.application_id if thread is not None else None)
    if application_id is None and known_id is not None and connection is not None:
        found, certain = [row for row in queries.applications(connection) if row.id == known_id], True
    if application_id is not None and connection is not None:
        found = [row for row in queries.applications(connection) if row.id == application_id]
        if not found and application_id:
            return Proposal(reading, question=f"There is no application number {application_id}.")
        certain = True
    cancels = event is not None and event.method is EventMethod.CANCEL
    if not cancels and (len(found) > 1 or (found and not certain)):
        return Proposal(reading, question="It may be about any of these:", choices=tuple(found))
    application = found[0] if found else None
    if message.structure is Structure.CALENDAR:
        return propose_appointment(reading, connection, me, application)
    if sender_id is None and reading.signer:
        sender_id = _namesake(reading, connection, application)
    if application is not None and application.learned_on is not None and _only_wants_to_talk(reading):
        reading = replace(reading, verdict=Verdict(LetterKind.REPLY, reading.verdict.evidence))
    return _proposal(reading, connection, application, sender_id)


def _only_wants_to_talk(reading: Reading) -> bool:
    """Whether an answer to the user's note, after a "no", asks for a talk and names no interview: "could we talk?"."""
    is_answer = reading.verdict.kind is LetterKind.INVITATION and reading.message.is_reply
    return is_answer and not reading.message.no_reply and not _INTERVIEW.search(reading.message.text)


def _proposal(
    reading: Reading,
    connection: Connection | None,
    application: queries.ApplicationRow | None,
    sender_id: int | None,
) -> Proposal:
    try:
        letter = _letter(reading, application, sender_id)
    except EntryError as error:
        return Proposal(reading, question=str(error))
    if letter.sender is None and letter.application is None:
        text = "It names neither a person nor an application, so there is nowhere to keep it."
        return Proposal(reading, question=text)
    same = _same_letter(letter, connection, application)
    if same is not None:
        text = f"It was already recorded on {say(same.on)}, under another Message-ID. No one new is due."
        return Proposal(reading, question=text, known=True, application=application)
    if letter.kind is Kind.REJECTION and application is not None and connection is not None:
        before = queries.rejected_on(connection, application.id)
        if before is not None:
            text = f"It was already a rejection, on {say(before)}. No one new is due."
            return Proposal(reading, replace(letter, only_at_application=True), text, application=application)
    if letter.kind is not Kind.REJECTION and application is not None and application.learned_on is not None:
        letter = replace(letter, reopens=says_open_again(f"{letter.subject}.\n\n{reading.message.text}"))
    names = list(application.people) if application else []
    if letter.sender is not None and reading.signer and sender_id is None:
        names.append(reading.signer)
    return Proposal(reading, letter, application=application, interviewers=tuple(names))


def _answered(reading: Reading, connection: Connection | None) -> queries.KnownTouch | None:
    """The note of the user's that a letter answers, by its Message-ID."""
    if connection is None or not reading.message.answers:
        return None
    ids = json.dumps(reading.message.answers)
    found = queries.answered(connection, ids)
    if found is not None:
        return found
    given = queries.note_given_away(connection, ids)
    return queries.KnownTouch(0, given[0], given[1], Kind.MESSAGE, reading.on, "") if given is not None else None


def _namesake(
    reading: Reading, connection: Connection | None, application: queries.ApplicationRow | None
) -> int | None:
    """The person of the book who bears the sender's name, as far as they are the same.

    Someone of that name who writes from another address is the same person when they are in this application; else it
    may be a namesake, unless the book knows no address of theirs.
    """
    namesakes = people_named(reading.signer, connection)
    if len(namesakes) != 1 or connection is None:
        return None
    if application is not None and any(same_name(reading.signer, name) for name in application.people):
        return namesakes[0]
    return namesakes[0] if not dict(queries.addresses(connection)).get(namesakes[0]) else None


def _same_letter(
    letter: Letter, connection: Connection | None, application: queries.ApplicationRow | None
) -> queries.KnownTouch | None:
    """The same letter under another Message-ID: of that day, from the same person or about the same application."""
    if connection is None:
        return None
    words = " ".join(folded(letter.body).split())
    for each in queries.letters_of(connection, letter.on):
        theirs = each.contact_id is not None and each.contact_id == letter.sender
        about = application is not None and each.application_id == application.id
        if (theirs or about) and words and " ".join(folded(each.body).split()) == words:
            return each
    return None


def with_people(proposal: Proposal, people: Sequence[tuple[str, Part]], connection: Connection | None) -> Proposal:
    """The proposal with more people who interviewed, by name; those of the book are found by it.

    What is said of somebody who is in it already counts for more than what was guessed: their part is the one given.

    Raises:
        EntryError: a name is empty, or means several people.
    """
    job = proposal.job
    if not isinstance(job, Letter | Appointment) or not people:
        return proposal
    signer = proposal.reading.signer
    panelists, names = list(job.people), []
    for name, part in people:
        if isinstance(job, Letter) and signer and (same_name(signer, name) or folded(name) in folded(signer).split()):
            job = replace(job, part=part)
            if not any(same_name(signer, other) for other in proposal.interviewers):
                names.append(signer)
            continue
        person = whom.interviewer(connection, name, _employer_of(proposal))
        full = person.name if person is not None else name
        panelists.append(Panelist(person.id if person else entered(ContactFields, name=name), part))
        if not any(same_name(full, other) for other in (*proposal.interviewers, *names)):
            names.append(full)
    return replace(proposal, job=replace(job, people=panelists), interviewers=(*proposal.interviewers, *names))


def _employer_of(proposal: Proposal) -> str:
    """The employer of the application that a letter is about, as the book has it or will have it."""
    new = proposal.job.application if isinstance(proposal.job, Letter | Appointment) else None
    if proposal.application is not None:
        return proposal.application.employer
    if isinstance(new, ApplicationFields):
        return new.employer
    return proposal.reading.employer


def _letter(reading: Reading, application: queries.ApplicationRow | None, sender_id: int | None) -> Letter:
    message, kind = reading.message, reading.verdict.kind
    about: int | ApplicationFields | None = application.id if application else None
    if about is None and kind in {LetterKind.REJECTION, LetterKind.INVITATION}:
        about = entered(
            ApplicationFields,
            employer=employer_told(reading) or "(employer not named)",
            position=reading.position or UNNAMED_POSITION,
        )
    sender: int | ContactFields | None = sender_id
    if sender is None and reading.signer:
        sender = entered(
            ContactFields,
            name=reading.signer,
            email=message.sender_email if not message.no_reply else "",
            title=reading.title,
            employer=reading.employer or (application.employer if application else ""),
        )
    sent = in_my_zone(message.sent)
    return Letter(
        kind=_TOUCH_KINDS[kind],
        on=reading.on,
        at=sent.time().replace(second=0, microsecond=0) if sent and sent.date() == reading.on else None,
        message_id=message.message_id,
        subject=message.subject,
        body=message.full_text,
        quote=reading.verdict.evidence,
        reason=reading.reason,
        sender=sender,
        sender_email=message.sender_email if not message.no_reply else "",
        part=Part(guess_part(message, reading.title)),
        application=about,
        thread=" ".join(reversed(message.answers)),
    )
