"""Applications of a tracker on their way into the book: matched with those that are there, recorded in one action."""

from collections.abc import Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from ..book import commands, queries
from ..book.backups import Why
from ..book.commands import Done, Panelist, entered
from ..book.database import Book, driver_of
from ..book.journal import action, back_up_first
from ..book.models import ApplicationFields, ContactFields
from ..cadence.terms import ApplicationState, HowLearned
from ..progress import each
from ..text import clean_body, folded, plural
from .errors import FileError
from .file_kinds import FileKind
from .incoming import Unreadable
from .people_matching import employer_key
from .text_files import decoded
from .tracker_tables import IncomingApplication, applications_in

_STATES = {"offer": ApplicationState.OFFER, "withdrawn": ApplicationState.WITHDRAWN}
_KNOWN = "SELECT id, employer, position, state FROM application"
_INTERVIEWERS = """
SELECT i.application_id, c.name FROM interviewer i JOIN contact c ON c.id = i.contact_id
"""


@dataclass(frozen=True, slots=True)
class ApplicationMatch:
    """An application of a file, and what it means for the book: `new`, `same`, `adds` people or its end, or `saved`."""

    incoming: IncomingApplication
    state: str
    application_id: int | None = None
    people: tuple[str, ...] = ()  # who is not known to have a part in it
    ends: bool = False  # it was turned down, and the book does not know


def read_trackers(
    files: Sequence[tuple[str, FileKind, bytes]],
) -> tuple[list[IncomingApplication | Unreadable], list[tuple[str, FileKind, bytes]]]:
    """What those of the files have that are tables of a job search, and the other files.

    Raises:
        FileError: such a table cannot be read.
    """
    found: list[IncomingApplication | Unreadable] = []
    others: list[tuple[str, FileKind, bytes]] = []
    for name, kind, data in files:
        try:
            entries = applications_in(decoded(data), name) if kind is FileKind.CSV else None
        except ValueError as error:
            raise FileError(name, 1, str(error)) from None
        if entries is None:
            others.append((name, kind, data))
        else:
            found += entries
    return found, others


def match_applications(found: Sequence[IncomingApplication], connection: Connection | None) -> list[ApplicationMatch]:
    """What each application means; what was only saved, and not applied for, is no application yet."""
    known: dict[tuple[str, str], tuple[int, str]] = {}
    there: dict[int, set[str]] = {}
    if connection is not None:
        for number, employer, position, state in connection.execute(_KNOWN):
            known[employer_key(employer), folded(position)] = (number, state)
        for number, name in connection.execute(_INTERVIEWERS):
            there.setdefault(number, set()).add(folded(name))
    seen: set[tuple[str, str]] = set()
    matches: list[ApplicationMatch] = []
    for incoming in found:
        key = employer_key(incoming.employer), folded(incoming.position)
        if incoming.stage == "saved":
            matches.append(ApplicationMatch(incoming, "saved"))
            continue
        if key in seen:
            matches.append(ApplicationMatch(incoming, "twice"))
            continue
        seen.add(key)
        if key not in known:
            matches.append(ApplicationMatch(incoming, "new", people=tuple(name for name, _ in incoming.interviewers)))
            continue
        number, state = known[key]
        people = tuple(name for name, _ in incoming.interviewers if folded(name) not in there.get(number, set()))
        ends = incoming.stage == "rejected" and state == ApplicationState.RUNNING
        matches.append(ApplicationMatch(incoming, "adds" if people or ends else "same", number, people, ends))
    return matches


def record_applications(book: Book, matches: Sequence[ApplicationMatch], source: str) -> Done:
    """Record those that are new or add something, as one action.

    A rejection without a day is dated by the last day that the file knows of it, else by today. Who told the user of
    it a table does not say, so the notes say only that the user heard of it.

    Raises:
        BookError: the book cannot be written.
    """
    wanted = [match for match in matches if match.state in {"new", "adds"}]
    back_up_first(book, Why.IMPORT)
    with action(book) as act:
        for match in each(wanted):
            _record(book, match, driver_of(act.session))
            act.session.flush()
        new = sum(match.state == "new" for match in wanted)
        more = f", {len(wanted) - new} with more" if len(wanted) > new else ""
        act.label = f"{plural(len(wanted), 'application')} imported from {source}: {new} new{more}"
        return Done(act.label, 0, act)


def _record(book: Book, match: ApplicationMatch, connection: Connection) -> None:
    incoming = match.incoming
    names = {folded(name) for name in match.people}
    people = [
        Panelist(_who(name, incoming.employer, connection), part)
        for name, part in incoming.interviewers
        if folded(name) in names
    ]
    fields: int | ApplicationFields
    if match.application_id is None:
        state = _STATES.get(incoming.stage, ApplicationState.RUNNING)
        fields = entered(ApplicationFields, position=incoming.position, employer=incoming.employer, state=state)
    else:
        fields = match.application_id
    number = (
        commands.add_interview(book, fields, people).id
        if people or match.application_id is None
        else match.application_id
    )
    assert isinstance(number, int)
    today = book.clock()
    if match.state == "new" and (incoming.applied_on or incoming.notes):
        on = min(incoming.applied_on or today, today)
        commands.record_applied(book, number, on, clean_body(incoming.notes))
    if incoming.stage == "rejected" and (match.state == "new" or match.ends):
        learned = min(incoming.rejected_on or incoming.applied_on or today, today)
        commands.record_rejection(book, number, learned, HowLearned.HEARD)


def _who(name: str, employer: str, connection: Connection) -> int | ContactFields:
    """The person of the book that a name of an interviewer there means, or somebody new."""
    known = queries.meant(connection, name, employer)
    return known[0] if len(known) == 1 else entered(ContactFields, name=name, employer=employer)
