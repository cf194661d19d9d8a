"""Files on their way into the book as rows to choose from: read, matched, shown, and recorded as one action.

What `planner import` asks one after another, a screen shows all at once: each row has its choices, and the one that
stands chosen is what the user most likely wants; where that is not clear, to leave it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING, NamedTuple

from ..book.backups import Why
from ..book.comparing import compare
from ..book.whole import ROW_WORDS, Whole, read_whole
from ..progress import each
from ..text import joined, plural, shorten
from .book_file import read_json
from .classifier import LetterKind, Verdict
from .file_kinds import FileKind
from .file_sorting import sort_files
from .incoming import Incoming, Unreadable
from .letters import READ_AS, employers, myself, propose
from .mailboxes import letters_in
from .people_import import Job, columns_said, job_for, known_people, read_files
from .people_import import record as record_people
from .people_matching import Known, Match, State, compared, match_people
from .reading import Myself, Reading, read_letter
from .structure import UnreadableLetterError
from .tracker_import import ApplicationMatch, match_applications, read_trackers, record_applications
from .tracker_tables import IncomingApplication

if TYPE_CHECKING:
    from ..book.commands import Done
    from ..book.database import Book
    from .proposals import Proposal

Record = Callable[["Book"], object]

# What a row may be to the book, in the order in which the list shows them.
STATES = {
    "new": "New",
    "moved": "At a different employer",
    "adds": "In your book, with new details",
    "differs": "In your book, with different details",
    "doubtful": "Not sure who or what this is",
    "unreadable": "Cannot be read",
    "same": "Already in your book",
    "other": "Nothing to record",
}
_FIELDS = {"linkedin": "LinkedIn", "email": "e-mail"}
_MANY = 500  # letters, from which on only those are listed that bring something
_LEAVE = "skip it"


class Choice(NamedTuple):
    """What can be done with a row, in words; `record` does it, None leaves it."""

    words: str
    record: Record | None = None


@dataclass(slots=True)
class ImportRow:
    """An entry of a file: what it is to the book, what it says, and what can be done with it."""

    kind: str  # "person", "application", "letter" or "book"
    state: str
    title: str
    at: str
    details: list[str]
    choices: list[Choice]
    chosen: int = 0

    @property
    def choice(self) -> Choice:
        """What is to be done with it."""
        return self.choices[self.chosen]

    def choose(self, step: int) -> None:
        """The next of its choices, going round."""
        self.chosen = (self.chosen + step) % len(self.choices)


@dataclass(slots=True)
class ImportBatch:
    """All rows of some files, in the order of their states; `notes` say how tables were understood."""

    rows: list[ImportRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    source: str = ""

    @property
    def wanted(self) -> list[ImportRow]:
        """The rows that something is to be done with."""
        return [row for row in self.rows if row.choice.record is not None]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many rows there are of each state."""
        return Counter(row.state for row in self.rows)

    def record(self, book: "Book") -> "Done":
        """Do what is chosen, as one action.

        Raises:
            BookError: the book cannot be written, or no longer fits; nothing was recorded.
        """
        from ..book.commands import Done
        from ..book.journal import action, back_up_first

        wanted = self.wanted
        back_up_first(book, Why.IMPORT)
        with action(book) as act:
            for row in each(wanted):
                assert row.choice.record is not None
                row.choice.record(book)
            counted = Counter(row.kind for row in wanted)
            words = {"person": "people", "application": "applications", "letter": "letters", "book": "books"}
            said = joined([plural(count, kind, words[kind]) for kind, count in counted.items()])
            act.label = f"{said} imported from {self.source}"
            return Done(act.label, 0, act)


def read_batch(
    names: Sequence[str], connection: Connection | None, today: date, memory: Path | None = None
) -> ImportBatch:
    """Every entry of these files and folders, as a row; the book (None: an empty one) is only read.

    `memory` is the folder in which it is remembered what the user said of the columns of tables.

    Raises:
        CannotImportError: one is nothing that can be imported.
        FileError: one is damaged, or has nothing in it.
    """
    sorted_ = sort_files(names)
    found = ImportBatch(source=Path(names[0]).name if len(names) == 1 else plural(len(names), "file"))
    for name, data in sorted_.books:
        found.rows += _book_rows(data, name, connection)
    trackers = read_trackers(sorted_.people, today, memory=memory)
    applications, tables = trackers.entries, trackers.others
    found.notes += [f"{Path(name).name}: {columns_said(tracker.table)}" for name, tracker in trackers.tables]
    found.rows += _application_rows(applications, connection, found.source)
    found.rows += _people_rows(tables, connection, found, memory)
    if sorted_.letters:
        found.rows += _letter_rows(sorted_.letters, connection, today, found)
    order = list(STATES)
    found.rows.sort(key=lambda row: order.index(row.state))
    return found


# People


def _people_rows(
    files: Sequence[tuple[str, FileKind, bytes]], connection: Connection | None, batch: ImportBatch, memory: Path | None
) -> Iterator[ImportRow]:
    whole = read_files(files, memory=memory)
    batch.notes += [f"{Path(name).name}: {columns_said(table)}" for name, table in whole.tables]
    known = known_people(connection) if connection is not None else []
    row = connection.execute("SELECT country FROM profile").fetchone() if connection is not None else None
    by_number = {person.id: person for person in known}
    for match in match_people(whole.people, known, row[0] if row else "", myself(connection)):
        yield _person_row(match, by_number, batch.source)
    for lost in whole.unreadable:
        yield ImportRow("person", "unreadable", lost.at, lost.at, [lost.why], [Choice(_LEAVE)])


def _person_row(match: Match, known: Mapping[int, Known], source: str) -> ImportRow:
    incoming = match.incoming
    told = ", ".join(text for text in (incoming.name, incoming.title, incoming.employer) if text)
    person = known.get(match.contact_id or 0)
    here = person.details["name"] if person is not None else ""
    title = told + (f" (in your book: {here})" if here and here != incoming.name else "")
    state = "same" if match.state is State.TWICE else match.state.value
    if state in {"new", "doubtful"}:
        details = [
            f"{_label(name)}: {shorten(' '.join(value.split()), 200)}" for name, value in incoming.details().items()
        ]
    else:
        details = _changes_said(match)
    details += [match.why] if match.why and state in {"doubtful", "same"} else []
    choices, chosen = _person_choices(match, known, source)
    return ImportRow("person", state, title, incoming.at, details, choices, chosen)


def _changes_said(match: Match) -> list[str]:
    said = [f"+ {_label(name)}: {_short(value)}" for name, value in match.adds.items()]
    return said + [
        f"≠ {_label(name)}: {shorten(here, 100)} in your book, {shorten(there, 100)} in the file"
        for name, (here, there) in match.differs.items()
    ]


def _person_choices(match: Match, known: Mapping[int, Known], source: str) -> tuple[list[Choice], int]:
    """What can be done with a person, and which of it stands chosen."""
    leave, incoming = Choice(_LEAVE), match.incoming
    if match.state is State.NEW:
        return [Choice("add them", _adds(incoming, source)), leave], 0
    if match.state is State.DOUBTFUL:
        choices = [leave]
        for number in match.choices:
            same = compared(incoming, known[number])
            words = f"it is {known[number].details['name']}"
            job = job_for(same)
            choices.append(Choice(words, _does(job, source) if job is not None else None))
            job = job_for(same, take_theirs=True) if same.differs else None
            choices += [Choice(f"{words}, use the file's details", _does(job, source))] if job is not None else []
        return [*choices, Choice("someone new", _adds(incoming, source))], 0
    mine, theirs = job_for(match), job_for(match, take_theirs=True)
    choices = [leave]
    if mine is not None:
        choices.insert(0, Choice("add what is new" if match.differs else "add the details", _does(mine, source)))
    if match.differs and theirs is not None:
        moved = match.state is State.MOVED
        words = f"moved to {shorten(match.differs['employer'][1], 30)}" if moved else "use the file's details"
        choices.insert(len(choices) - 1, Choice(words, _does(theirs, source)))
    has_clear = mine is not None
    return choices, 0 if has_clear or len(choices) == 1 else len(choices) - 1


def _adds(incoming: Incoming, source: str) -> Record:
    return _does(Job(incoming, None, incoming.details()), source)


def _does(job: Job, source: str) -> Record:
    return lambda book: record_people(book, [job], source)


def _short(value: str) -> str:
    return shorten(" ".join(value.split()), 200)


def _label(name: str) -> str:
    return _FIELDS.get(name, name.replace("_", " "))


# Applications of a job tracker


def _application_rows(
    found: Sequence[IncomingApplication | Unreadable], connection: Connection | None, source: str
) -> Iterator[ImportRow]:
    readable = [entry for entry in found if not isinstance(entry, Unreadable)]
    for match in match_applications(readable, connection) if readable else ():
        yield _application_row(match, source)
    for lost in found:
        if isinstance(lost, Unreadable):
            yield ImportRow("application", "unreadable", lost.at, lost.at, [lost.why], [Choice(_LEAVE)])


def _application_row(match: ApplicationMatch, source: str) -> ImportRow:
    incoming = match.incoming
    state = {"saved": "other", "twice": "same"}.get(match.state, match.state)
    details = [f"stage: {incoming.stage}"] if incoming.stage else []
    details += [f"applied: {incoming.applied_on}"] if incoming.applied_on else []
    details += [f"rejected: {incoming.rejected_on}"] if incoming.rejected_on else []
    details += [f"+ {name}" for name in match.people]
    details += ["+ notes"] if "notes" in match.more else []
    details += [f"+ applied: {incoming.applied_on}"] if "applied_on" in match.more else []
    details += [f"≠ {match.differs}"] if match.differs else []
    details += [shorten(unclear, 90) for unclear in incoming.unclear]
    details += ["saved in the tracker, but you have not applied"] if match.state == "saved" else []
    leave = Choice(_LEAVE)
    choices = [leave]
    if match.is_clear:
        words = "add it" if match.state == "new" else "add what is new"
        choices = [Choice(words, lambda book: record_applications(book, [match], source)), leave]
    if match.differs:
        theirs = Choice(
            "use the file's version", lambda book: record_applications(book, [match], source, take_theirs=True)
        )
        choices = [*choices[:-1], theirs, leave]
    chosen = 0 if match.is_clear else len(choices) - 1
    title = f"{incoming.position} at {incoming.employer}"
    return ImportRow("application", state, title, incoming.at, details, choices, chosen)


# A book


def _book_rows(data: bytes, name: str, connection: Connection | None) -> Iterator[ImportRow]:
    theirs = read_json(data, name)
    found = compare(read_whole(connection) if connection is not None else Whole("", {}), theirs)
    new = [plural(len(rows), *ROW_WORDS[table]) for table, rows in found.new.items() if rows]
    differing = sum(len(rows) for rows in found.differs.values())
    details = [f"+ {said}" for said in new] + ([f"≠ {plural(differing, 'entry', 'entries')}"] if differing else [])
    leave = Choice(_LEAVE)

    def record(*, takes_theirs: bool) -> Record:
        from ..book import commands

        changes = commands.RowChanges(add=found.new, set=found.theirs() if takes_theirs else {})
        return lambda book: commands.change_rows(book, changes, "book imported")

    choices = [Choice("add what is new", record(takes_theirs=False))] if new else []
    choices += [Choice("use the file's version", record(takes_theirs=True))] if differing else []
    state = "new" if new else "differs" if differing else "same"
    chosen = 0 if new else len(choices)
    yield ImportRow("book", state, f"A book: {Path(name).name}", f"{name}:1", details, [*choices, leave], chosen)


# Letters


def _letter_rows(
    names: Sequence[str], connection: Connection | None, today: date, batch: ImportBatch
) -> Iterator[ImportRow]:
    is_alone, idle = not batch.rows, 0
    me, known = myself(connection), employers(connection)
    letters = letters_in([*names], None)
    for letter in each(letters):
        try:
            reading = read_letter(letter.read(), today, me, known)
        except (OSError, UnreadableLetterError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            if is_alone or not isinstance(error, UnreadableLetterError):
                yield ImportRow("letter", "unreadable", letter.name, letter.name, [why], [Choice(_LEAVE)])
            continue
        row = _letter_row(letter.name, reading, propose(reading, connection, None, me), me)
        if row.state == "other" and len(letters) > _MANY:
            idle += 1  # a mailbox of many years is for the most part nothing of the kind
        else:
            yield row
    if idle:
        batch.notes.append(f"{plural(idle, 'letter')} of {len(letters)} with nothing to record.")


def _letter_row(name: str, reading: Reading, proposal: "Proposal", me: Myself) -> ImportRow:
    about = " at ".join(text for text in (reading.position, reading.employer) if text)
    is_open = bool(proposal.choices or reading.verdict.readings)
    state = "same" if proposal.known else "doubtful" if is_open else "new" if proposal.job is not None else "other"
    if proposal.is_unread:
        state = "unreadable"
    details = [f"from {reading.sender or '(nobody named)'}, {reading.on}", f"is {READ_AS[reading.verdict.kind]}"]
    details += [f"for {about}"] if about else []
    details += [f"says “{shorten(reading.verdict.evidence, 200)}”"] if reading.verdict.evidence else []
    details += [f"adds follow-ups for: {joined([*proposal.interviewers])}"] if proposal.interviewers else []
    details += [proposal.question] if proposal.question and not is_open else []
    leave, choices = Choice(_LEAVE), list[Choice]()
    if reading.verdict.readings:
        for read_as in reading.verdict.readings:
            verdict = Verdict(LetterKind(read_as), reading.verdict.evidence)
            choices.append(Choice(f"it is {READ_AS[read_as]}", _records(replace(reading, verdict=verdict), None, me)))
        choices.insert(0, leave)
    elif proposal.choices:
        choices = [leave]
        choices += [
            Choice(f"{row.position} at {row.employer}", _records(reading, row.id, me)) for row in proposal.choices
        ]
        choices.append(Choice("a new application", _records(reading, 0, me)))
    elif proposal.job is not None:
        choices = [Choice("record it", _records(reading, None, me)), leave]
    title = shorten(reading.message.subject, 90) or "(no subject)"
    return ImportRow("letter", state, title, name, details, choices or [leave])


def _records(reading: Reading, application: int | None, me: Myself) -> Record:
    """What records a letter; it looks at the book once more, for those before it may have changed it."""

    def record(book: "Book") -> None:
        from ..book.database import driver_of
        from ..book.journal import action
        from .proposals import record as record_letter

        with action(book) as act:
            proposal = propose(reading, driver_of(act.session), application, me)
            if proposal.job is not None:
                record_letter(book, proposal.job)

    return record
