"""From a letter to what would be recorded of it: whose it is, which application it is about, who becomes due.

Nothing is guessed where several answers are possible: a proposal then names them, and somebody has to choose.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from sqlite3 import Connection

from ..book import queries, whom
from ..book.commands.applications import Panelist
from ..book.commands.entries import entered
from ..book.commands.letters import Letter
from ..book.errors import EntryError
from ..book.models import ApplicationFields, ContactFields
from ..cadence.terms import UNNAMED_POSITION, Kind, Part
from ..text import folded
from .classifier import LetterKind, Verdict, classify
from .message import Message, read_message
from .names import find_employer, find_position, guess_part, is_persons_name, signed_by

_SAME_EMPLOYER = 88  # of 100, by rapidfuzz's token_set_ratio; "Calder and Rowe" against "Calder & Rowe Ltd" has 100
_SAME_POSITION = 88
_LEGAL_FORMS = {"inc", "llc", "llp", "ltd", "limited", "gmbh", "ag", "plc", "corp", "co"}
_TOUCH_KINDS = {
    LetterKind.REJECTION: Kind.REJECTION,
    LetterKind.INVITATION: Kind.INVITATION,
    LetterKind.REPLY: Kind.MESSAGE,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a letter says by itself, before the book is asked."""

    message: Message
    verdict: Verdict
    employer: str
    position: str
    on: date
    signer: str  # the person who wrote it; empty where none can be told
    title: str

    @property
    def sender(self) -> str:
        """The sender as "Name <address>", as far as either is known."""
        name, address = self.message.sender_name, self.message.sender_email
        return f"{name} <{address}>" if name and address else name or address


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be recorded of a letter.

    `letter` is None when there is nothing to record, and `question` then says why or what has to be chosen;
    `choices` are the applications that all fit. `interviewers` are the people whom a "no" would make due.
    """

    reading: Reading
    letter: Letter | None = None
    question: str = ""
    choices: tuple[queries.ApplicationRow, ...] = ()
    application: queries.ApplicationRow | None = None
    interviewers: tuple[str, ...] = ()
    known: bool = field(default=False)


def read_letter(data: bytes, today: date) -> Reading:
    """What these bytes say, however malformed; a date that is missing or lies ahead becomes today."""
    message = read_message(data)
    verdict = classify(message)
    position = find_position(message)
    signer, title = "", ""
    if not message.no_reply:
        signer, title = signed_by(message)
        if is_persons_name(message.sender_name):
            title = title if _same_name(signer, message.sender_name) else ""
            signer = message.sender_name
    sent = _in_my_zone(message.sent)
    return Reading(
        message=message,
        verdict=verdict,
        employer=find_employer(message, position),
        position=position,
        on=min(sent.date(), today) if sent else today,
        signer=signer,
        title=title,
    )


def propose(reading: Reading, connection: Connection | None, application_id: int | None = None) -> Proposal:
    """What would be recorded of this letter in that book (None: an empty one).

    `application_id` is the user's choice where several applications may be meant; 0 chooses a new one.
    """
    kind = reading.verdict.kind
    if connection is not None and queries.knows_message(connection, reading.message.message_id):
        return Proposal(reading, question="It is in the book already.", known=True)
    sender_id = _known_sender(reading, connection)
    if kind is LetterKind.OTHER:
        return Proposal(
            reading, question="It is neither a no, nor an invitation, nor an answer, so nothing is recorded."
        )
    fitting, certain = _fitting(reading, connection, sender_id)
    if application_id is not None and connection is not None:
        fitting = [row for row in queries.applications(connection) if row.id == application_id]
        if not fitting and application_id:
            return Proposal(reading, question=f"There is no application number {application_id}.")
        certain = True
    if len(fitting) > 1 or (fitting and not certain):
        return Proposal(reading, question="It may be about any of these:", choices=tuple(fitting))
    application = fitting[0] if fitting else None
    if sender_id is None and reading.signer:
        namesakes = _people_named(reading.signer, connection)
        # Someone of that name who writes from another address is the same person when they are in this application;
        # else it may be a namesake, unless the book knows no address of theirs.
        if application is not None and any(_same_name(reading.signer, name) for name in application.people):
            sender_id = namesakes[0] if len(namesakes) == 1 else None
        elif (
            len(namesakes) == 1 and connection is not None and not dict(queries.addresses(connection)).get(namesakes[0])
        ):
            sender_id = namesakes[0]
    try:
        letter = _letter(reading, application, sender_id)
    except EntryError as error:
        return Proposal(reading, question=str(error))
    if letter.sender is None and letter.application is None:
        return Proposal(
            reading, question="It names neither a person nor an application, so there is nowhere to keep it."
        )
    names = list(application.people) if application else []
    if letter.sender is not None and reading.signer and sender_id is None:
        names.append(reading.signer)
    return Proposal(reading, letter=letter, application=application, interviewers=tuple(names))


def with_people(proposal: Proposal, people: list[tuple[str, Part]], connection: Connection | None) -> Proposal:
    """The proposal with more people who interviewed, by name; those of the book are found by it.

    Raises:
        EntryError: a name is empty, or means several people.
    """
    if proposal.letter is None or not people:
        return proposal
    known = proposal.interviewers
    new = [(name, part) for name, part in people if not any(_same_name(name, other) for other in known)]
    panelists, names = [], []
    for name, part in new:
        person = whom.interviewer(connection, name, _employer_of(proposal))
        panelists.append(Panelist(person.id if person else entered(ContactFields, name=name), part))
        names.append(person.name if person else name)
    return replace(
        proposal,
        letter=replace(proposal.letter, people=[*proposal.letter.people, *panelists]),
        interviewers=(*proposal.interviewers, *names),
    )


def _employer_of(proposal: Proposal) -> str:
    """The employer of the application that a letter is about, as the book has it or will have it."""
    new = proposal.letter.application if proposal.letter is not None else None
    if proposal.application is not None:
        return proposal.application.employer
    return new.employer if isinstance(new, ApplicationFields) else proposal.reading.employer


def _letter(reading: Reading, application: queries.ApplicationRow | None, sender_id: int | None) -> Letter:
    message, kind = reading.message, reading.verdict.kind
    about: int | ApplicationFields | None = application.id if application else None
    if about is None and kind in {LetterKind.REJECTION, LetterKind.INVITATION}:
        employer = reading.employer or _employer_from_address(message)
        about = entered(
            ApplicationFields,
            employer=employer or "(employer not named)",
            position=reading.position or UNNAMED_POSITION,
        )
    sender: int | ContactFields | None = sender_id
    if sender is None and reading.signer:
        sender = entered(
            ContactFields,
            name=reading.signer,
            email=message.sender_email,
            title=reading.title,
            employer=reading.employer or (application.employer if application else ""),
        )
    sent = _in_my_zone(message.sent)
    return Letter(
        kind=_TOUCH_KINDS[kind],
        on=reading.on,
        at=sent.time().replace(second=0, microsecond=0) if sent and sent.date() == reading.on else None,
        message_id=message.message_id,
        subject=message.subject,
        body=message.full_text,
        quote=reading.verdict.evidence,
        sender=sender,
        sender_email=message.sender_email if not message.no_reply else "",
        part=Part(guess_part(message, reading.title)),
        application=about,
    )


def _in_my_zone(sent: datetime | None) -> datetime | None:
    """The moment of sending on the user's own calendar and clock."""
    if sent is None:
        return None
    try:
        return sent.astimezone()
    except (OverflowError, ValueError, OSError):
        return None


def _known_sender(reading: Reading, connection: Connection | None) -> int | None:
    address = reading.message.sender_email.lower()
    if connection is None or not address or reading.message.no_reply:
        return None
    found = [key for key, email in queries.addresses(connection) if email.lower() == address]
    return found[0] if len(found) == 1 else None


def _people_named(name: str, connection: Connection | None) -> list[int]:
    """The people of the book who bear exactly this name."""
    if not name or connection is None:
        return []
    return [key for key, known, _ in queries.find_contacts(connection, name) if _same_name(name, known)]


def _fitting(
    reading: Reading, connection: Connection | None, sender_id: int | None
) -> tuple[list[queries.ApplicationRow], bool]:
    """The applications of the book that this letter may be about, and whether a single one is certain enough."""
    if connection is None:
        return [], True
    everything = queries.applications(connection)
    mine = {role.application_id for role in queries.roles(connection, sender_id)} if sender_id is not None else set()
    if reading.employer:
        there = [row for row in everything if _same_employer(row.employer, reading.employer)]
    else:
        address = _employer_from_address(reading.message)
        there = [row for row in everything if row.id in mine or (address and _same_employer(row.employer, address))]
    certain = True
    if reading.position:
        same = [row for row in there if _same_position(row.position, reading.position)]
        if not same:
            same = [row for row in there if row.position == UNNAMED_POSITION]
        if not same:
            # "Senior Data Engineer" may be the "Data Engineer" of the book, or another position.
            same = [row for row in there if _may_be_position(row.position, reading.position)]
            certain = False
        if not same and not reading.employer:
            same = [row for row in everything if _compared(row.position) == _compared(reading.position)]
            certain = False
        there = same
    elif not there and not reading.employer:
        there = [row for row in everything if row.id in mine]
    if len(there) > 1:
        # Of several, the one that the sender interviewed for. Otherwise the user is asked.
        of_sender = [row for row in there if row.id in mine]
        if len(of_sender) == 1:
            return of_sender, certain
    return there, certain


def _same_employer(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    left, right = _compared(one), _compared(other)
    if not left or not right:
        return False
    if left.replace(" ", "") == right.replace(" ", ""):
        return True
    # One name within the other counts from two words on: "North" is not "North Quay Shipping".
    if min(len(left.split()), len(right.split())) < 2:
        return fuzz.ratio(left, right) >= _SAME_EMPLOYER
    return fuzz.token_set_ratio(left, right) >= _SAME_EMPLOYER


def _same_position(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    return fuzz.token_sort_ratio(_compared(one), _compared(other)) >= _SAME_POSITION


def _may_be_position(one: str, other: str) -> bool:
    """Whether one title holds all the words of the other."""
    from rapidfuzz import fuzz

    return fuzz.token_set_ratio(_compared(one), _compared(other)) >= 99


def _same_name(one: str, other: str) -> bool:
    return bool(one) and sorted(_compared(one).split()) == sorted(_compared(other).split())


def _compared(text: str) -> str:
    """A name, an employer or a position folded, without legal forms and what stands in brackets."""
    bare = re.sub(r"\([^()]*\)", " ", text.replace("&", " and "))  # "(m/f/d)", "(R-1042)", "(2nd shift)"
    return " ".join(word for word in folded(bare).split() if word not in _LEGAL_FORMS)


def _employer_from_address(message: Message) -> str:
    """A name made of the domain, for want of a better one: "calder-rowe.example.com" is Calder Rowe."""
    from .names import host_words

    if message.no_reply:
        return ""
    words = host_words(message)
    return " ".join(word.capitalize() for word in re.split(r"[-_]", words[-1])) if words else ""
