"""What would be recorded of a letter, and recording it."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ..book import queries
from ..book.commands import Appointment, Done, Letter, OwnLetter
from ..cadence.terms import Step
from .reading import Reading

if TYPE_CHECKING:
    from ..book.database import Book


@dataclass(frozen=True, slots=True)
class Bounce:
    """A note that did not arrive: to whom of the book, at which address, and which touch of the book it is, if any."""

    contact_id: int
    name: str
    address: str
    touch_id: int | None
    sent_on: date | None
    why: str
    message_id: str  # of the report


@dataclass(frozen=True, slots=True)
class Snooze:
    """Somebody is away, and what is owed to them opens before they are back."""

    contact_id: int
    name: str
    step: Step
    application_id: int | None
    until: date


@dataclass(frozen=True, slots=True)
class Cancelled:
    """An interview that its calendar cancelled."""

    uid: str
    title: str


@dataclass(frozen=True, slots=True)
class OpenAgain:
    """News, from no person, that a job with a "no" is open again."""

    application_id: int
    on: date
    words: str


Job = Letter | OwnLetter | Bounce | Snooze | Appointment | Cancelled | OpenAgain


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be recorded of a letter.

    `job` is None when there is nothing to record, and `question` then says why or what has to be chosen;
    `choices` are the applications that all fit. `interviewers` are the people whom a "no" would make due, or who
    interview. `is_unread` says that the letter could not be read at all.
    """

    reading: Reading
    job: Job | None = None
    question: str = ""
    choices: tuple[queries.ApplicationRow, ...] = ()
    application: queries.ApplicationRow | None = None
    interviewers: tuple[str, ...] = ()
    known: bool = field(default=False)
    is_unread: bool = False

    @property
    def letter(self) -> Letter | None:
        """The letter that came in, where that is what would be recorded."""
        return self.job if isinstance(self.job, Letter) else None


def record(book: "Book", job: Job) -> Done | None:
    """Record it as one action; None when the book has it already.

    Raises:
        BookError: a value does not fit, or whom it is about is no longer in the book.
    """
    from ..book import commands

    if isinstance(job, Letter):
        return commands.record_letter(book, job)
    if isinstance(job, OwnLetter):
        return commands.record_own_letter(book, job)
    if isinstance(job, Bounce):
        return commands.record_bounce(book, job.touch_id, job.contact_id, job.address, job.message_id)
    if isinstance(job, Appointment):
        return commands.record_appointment(book, job)
    if isinstance(job, Cancelled):
        return commands.cancel_appointment(book, job.uid)
    if isinstance(job, OpenAgain):
        return commands.repost(book, job.application_id, job.on, words=job.words)
    return commands.snooze(
        book,
        job.contact_id,
        job.until,
        reason="away, by their automatic answer",
        step=job.step,
        application_id=job.application_id,
    )
