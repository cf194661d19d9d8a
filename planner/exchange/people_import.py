"""People of files on their way into the book: read, matched, and recorded in one action."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from ..book import commands
from ..book.backups import Why
from ..book.commands import Done, entered
from ..book.database import Book
from ..book.errors import EntryError
from ..book.models import ContactFields
from ..names import taken_apart
from ..progress import each
from ..text import clean_body, clean_line, plural
from .column_memory import remembered
from .contact_tables import Table, mapped_fields, people_in, read_table
from .errors import FileError
from .file_kinds import FileKind
from .first_names import has_first_name
from .incoming import FIELDS, Incoming, Unreadable
from .people_matching import Known, Match, State
from .text_files import decoded
from .vcards import NO_TAGS, read_vcards, text_of_vcards

_KNOWN = f"SELECT id, coalesce(uuid, ''), dead_email, {', '.join(FIELDS)} FROM contact"
_PLAIN = {"email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "phone": re.compile(r"\+?[\d ()/.-]{5,40}")}
_LABELS = {"email": "E-mail", "phone": "Phone", "time_zone": "Time zone", "linkedin": "LinkedIn", "name": "Name"}


@dataclass(slots=True)
class Read:
    """What files have: people, entries that cannot be read, and the tables with what each column was taken for."""

    people: list[Incoming]
    unreadable: list[Unreadable]
    tables: list[tuple[str, Table]]


@dataclass(frozen=True, slots=True)
class Job:
    """An entry that the user agreed to: a new person, or details for one of the book."""

    incoming: Incoming
    contact_id: int | None
    values: Mapping[str, str]
    moved_to: str = ""


def read_people(
    kind: FileKind, data: bytes, name: str, mapping: Mapping[str, str] | None = None, memory: Path | None = None
) -> Read:
    """The people of a file of vCards, or of a table.

    `mapping` says of columns which field they are; what it leaves open may be remembered in the folder `memory`.

    Raises:
        FileError: it is a table in which no line names columns of people.
    """
    if kind is FileKind.CSV:
        try:
            text = decoded(data)
            said = {**(remembered(memory, text) if memory is not None else {}), **(mapping or {})}
            table = read_table(text, {name: said[name] for name in said if said[name] in {"", *mapped_fields()}})
        except ValueError as error:
            raise FileError(name, getattr(error, "line", 1), str(error)) from None
        found = [*people_in(table, name)]
        tables = [(name, table)]
    else:
        cards = read_vcards(text_of_vcards(data))
        found = [entry._replace(source=name) for entry in cards]
        tables = []
    people = [_with_odd_noted(tidy(entry)) for entry in found if isinstance(entry, Incoming)]
    people = [entry._replace(name=_turned(entry.name)) if "," in entry.name else entry for entry in people]
    people = [entry._replace(name=entry.name or entry.employer) if entry.no_person else entry for entry in people]
    unreadable = [entry for entry in found if isinstance(entry, Unreadable)]
    unreadable += [
        Unreadable(entry.line, "its name has no visible characters", name) for entry in people if not entry.name
    ]
    return Read([entry for entry in people if entry.name], unreadable, tables)


def read_files(
    files: Sequence[tuple[str, FileKind, bytes]], mapping: Mapping[str, str] | None = None, memory: Path | None = None
) -> Read:
    """The people of several files, as `read_people`; of several, one with nobody in it does not stop the others.

    Raises:
        FileError: it is the only one, and damaged or with nobody in it.
    """
    whole = Read([], [], [])
    for name, kind, data in each(files):
        try:
            found = read_people(kind, data, name, mapping, memory)
            if not found.people and not found.unreadable:
                raise FileError(name, 1, "there is no one in it")
        except FileError as error:
            if len(files) == 1:
                raise
            found = Read([], [Unreadable(error.line, error.why, name)], [])
        whole.people += found.people
        whole.unreadable += found.unreadable
        whole.tables += found.tables
    return whole


def columns_said(table: Table) -> str:
    """How the columns of a table were understood: "Company = employer; Mail = email. Left out: Photo"."""
    columns = [*zip(table.header, table.columns, strict=True)]
    taken = [f"{column.strip()} = {meant.removeprefix('=')}" for column, meant in columns if meant]
    left = [column.strip() for column, meant in columns if not meant]
    return "; ".join(taken) + (f". Left out: {', '.join(filter(None, left))}" if any(left) else "")


def known_people(connection: Connection) -> list[Known]:
    """Everybody of the book, to match with."""
    return [
        Known(number, uuid, dict(zip(FIELDS, details, strict=True)), dead)
        for number, uuid, dead, *details in connection.execute(_KNOWN)
    ]


def jobs_of(matches: Sequence[Match], *, take_theirs: bool = False) -> Iterator[Job]:
    """What would be recorded without asking: new people, and details that were not known.

    With `take_theirs`, what differs is taken from the files as well, moves to another employer included: an old file
    has them where they were before.
    """
    for match in matches:
        if match.state is State.NEW:
            yield Job(match.incoming, None, match.incoming.details())
        elif match.contact_id is not None and match.state not in {State.SAME, State.TWICE, State.DOUBTFUL, State.OTHER}:
            job = job_for(match, take_theirs=take_theirs)
            if job is not None:
                yield job


def job_for(match: Match, *, take_theirs: bool = False) -> Job | None:
    """What an entry of somebody in the book would change; None of nothing."""
    values = dict(match.adds)
    moved_to = match.differs["employer"][1] if match.state is State.MOVED and take_theirs else ""
    if match.state is State.MOVED and not take_theirs:  # what belongs to the other employer does not come without it
        values = {name: value for name, value in values.items() if name not in {"title", "email"}}
    if take_theirs:
        values |= {name: there for name, (_, there) in match.differs.items() if name != "employer"}
    return Job(match.incoming, match.contact_id, values, moved_to) if values or moved_to else None


def record(book: Book, jobs: Sequence[Job], source: str) -> Done:
    """Record them all, or none, as one action.

    Raises:
        BookError: the book cannot be written.
    """
    from ..book.journal import action, back_up_first

    back_up_first(book, Why.IMPORT)
    new = changed = 0
    with action(book) as act:
        for job in each(jobs):
            if job.contact_id is None:
                commands.add_contact(book, _new_contact(job))
                new += 1
                continue
            if job.moved_to:
                commands.record_move(book, job.contact_id, job.moved_to, book.clock())
            values = _fitting(job.values, keeps_odd=False)  # their notes are the user's
            if values:
                commands.change_contact(book, job.contact_id, **values)
            changed += 1
        parts = [f"{new} new" if new else "", f"{changed} with more details" if changed else ""]
        said = ", ".join(part for part in parts if part)
        act.label = f"{plural(new + changed, 'person', 'people')} imported from {source}: {said}"
        return Done(act.label, 0, act)


def _new_contact(job: Job) -> ContactFields:
    incoming = job.incoming
    more = [f"Other e-mail: {each}" for each in incoming.other_emails]
    more += [f"Other phone: {each}" for each in incoming.other_phones]
    values = _fitting({**job.values, "notes": "\n".join(filter(None, [job.values.get("notes", ""), *more]))})
    return entered(ContactFields, **values)


def _fitting(values: Mapping[str, str], *, keeps_odd: bool = True) -> dict[str, object]:
    """The values that their fields take. What does not fit is kept word for word in the notes of a new person."""
    kept: dict[str, object] = {}
    odd: list[str] = []
    for name, value in values.items():
        if name == "notes":
            continue
        try:
            entered(ContactFields, **{"name": "Somebody", name: value})
        except EntryError:
            odd.append(f"{_LABELS.get(name, name.replace('_', ' ').capitalize())}: {value}")
        else:
            kept[name] = value
    notes = values.get("notes", "")
    if odd and keeps_odd:
        notes = "\n".join(filter(None, [notes, *odd]))
    if notes:
        kept["notes"] = notes
    return kept


def _turned(name: str) -> str:
    """A name with the given name in front: "Bergström, Åsa" is Åsa Bergström, and "Casper Reed, Jr." as he is."""
    family, comma, given = name.partition(",")
    is_turned = comma and " " not in family.strip() and has_first_name(given) and not has_first_name(family)
    return taken_apart(name).full if is_turned else name


def _with_odd_noted(entry: Incoming) -> Incoming:
    """An entry whose address and number the book takes; what it does not take is kept word for word in the notes."""
    for name, pattern in _PLAIN.items():
        value = getattr(entry, name)
        if not value or pattern.fullmatch(value):
            continue
        try:
            entered(ContactFields, **{"name": "Somebody", name: value})
        except EntryError:
            notes = "\n".join(filter(None, [entry.notes, f"{_LABELS[name]}: {value}"]))
            entry = entry._replace(notes=notes, email="") if name == "email" else entry._replace(notes=notes, phone="")
    return entry


def tidy(entry: Incoming) -> Incoming:
    """An entry whose texts hold nothing that a screen could act on."""
    lines: dict[str, Any] = {name: clean_line(getattr(entry, name))[:500] for name in FIELDS if name != "notes"}
    tags = [tag.strip() for tag in lines["tags"].split(",")]
    return entry._replace(
        **{name: value for name, value in lines.items() if name != "tags"},
        tags=", ".join(tag for tag in tags if tag.lower() not in NO_TAGS),
        notes=clean_body(entry.notes)[:200_000],
        uid=clean_line(entry.uid),
        other_emails=tuple(clean_line(each) for each in entry.other_emails),
        other_phones=tuple(clean_line(each) for each in entry.other_phones),
    )
