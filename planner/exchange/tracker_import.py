"""Applications of a tracker on their way into the book: matched with those that are there, recorded in one action."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from sqlite3 import Connection
from typing import NamedTuple

from ..book import commands
from ..book.backups import Why
from ..book.commands import Done, Panelist, entered
from ..book.database import Book, driver_of
from ..book.errors import EntryError
from ..book.journal import action, back_up_first
from ..book.models import ApplicationFields, ContactFields
from ..cadence.terms import ApplicationState, HowLearned
from ..dates import from_iso, show
from ..progress import each
from ..text import clean_body, folded, plural
from .column_memory import remembered
from .errors import FileError
from .file_kinds import FileKind
from .incoming import Unreadable
from .people_matching import employer_key, names_agree
from .text_files import decoded
from .tracker_people import Interviewer
from .tracker_stages import STAGES
from .tracker_tables import IncomingApplication, Tracker, read_tracker, tracker_fields

_STATES = {"offer": ApplicationState.OFFER, "withdrawn": ApplicationState.WITHDRAWN}
_ANOTHER = timedelta(days=45)  # between two days of applying, from which on they are two applications for one job
# With the day on which the user applied, as `record_applied` keeps it.
_KNOWN = """
SELECT a.id, a.employer, a.position, a.state, a.learned_on,
       (SELECT min(t.happened_on) FROM touchpoint t
        WHERE t.application_id = a.id AND t.contact_id IS NULL AND t.direction = 'out')
FROM application a ORDER BY a.id
"""
_INTERVIEWERS = """
SELECT i.application_id, c.name, coalesce(c.email, '')
FROM interviewer i JOIN contact c ON c.id = i.contact_id
"""
_WORDS = "SELECT application_id, body FROM touchpoint WHERE application_id IS NOT NULL AND body <> ''"
_PEOPLE = "SELECT id, name, employer, coalesce(email, '') FROM contact"


class Ready(StrEnum):
    """What an application of a file means for the book."""

    NEW = "new"
    SAME = "same"
    ADDS = "adds"  # people, or what became of it
    DIFFERS = "differs"  # the book says that it ended otherwise, or on another day
    SAVED = "saved"  # not applied for yet
    TWICE = "twice"  # another row of the file has it, and this one adds nothing


@dataclass(frozen=True, slots=True)
class ApplicationMatch:
    """An application of a file, and what it means for the book."""

    incoming: IncomingApplication
    state: Ready
    application_id: int | None = None
    people: tuple[str, ...] = ()  # who is not known to have a part in it
    becomes: str = ""  # the stage that the book does not have: "rejected", "withdrawn" or "offer"
    differs: str = ""  # what the book says otherwise, in words
    more: tuple[str, ...] = ()  # "applied_on" and "notes", where the book does not have them

    @property
    def is_clear(self) -> bool:
        """Whether it brings something that contradicts nothing of the book."""
        return self.state in {Ready.NEW, Ready.ADDS} or bool(self.state is Ready.DIFFERS and (self.people or self.more))


class Trackers(NamedTuple):
    """What files have that are tables of a job search, how their columns were understood, and the other files."""

    entries: list[IncomingApplication | Unreadable]
    tables: list[tuple[str, Tracker]]
    others: list[tuple[str, FileKind, bytes]]


class _There(NamedTuple):
    """An application of the book."""

    id: int
    state: str
    learned_on: date | None
    applied_on: date | None


def read_trackers(
    files: Sequence[tuple[str, FileKind, bytes]],
    today: date,
    mapping: Mapping[str, str] | None = None,
    memory: Path | None = None,
) -> Trackers:
    """What those of the files have that are tables of a job search.

    `mapping` says of columns which field they are; what it leaves open may be remembered in the folder `memory`. A day
    that lies ahead of `today` is none on which something was sent or said.

    Raises:
        FileError: such a table cannot be read.
    """
    found = Trackers([], [], [])
    fields = {*tracker_fields()}
    for name, kind, data in files:
        tracker = None
        if kind is FileKind.CSV:
            text = decoded(data)
            known = {**(remembered(memory, text) if memory is not None else {}), **(mapping or {})}
            if {*known.values()} - {""} <= fields:
                try:
                    tracker = read_tracker(text, name, known)
                except ValueError as error:
                    raise FileError(name, getattr(error, "line", 1), str(error)) from None
        if tracker is None:
            found.others.append((name, kind, data))
        else:
            found.tables.append((name, tracker))
            found.entries.extend(_until(each, today) for each in tracker.entries)
    return found


def _until(entry: IncomingApplication | Unreadable, today: date) -> IncomingApplication | Unreadable:
    """An entry without the days that lie ahead; what it says of them is that they are not understood."""
    if isinstance(entry, Unreadable):
        return entry
    ahead = [day for day in (entry.applied_on, entry.rejected_on) if day is not None and day > today]
    if not ahead:
        return entry
    return entry._replace(
        applied_on=None if entry.applied_on in ahead else entry.applied_on,
        rejected_on=None if entry.rejected_on in ahead else entry.rejected_on,
        unclear=(*entry.unclear, *(f"{show(day)} is in the future, so it is left out" for day in ahead)),
    )


def match_applications(found: Sequence[IncomingApplication], connection: Connection | None) -> list[ApplicationMatch]:
    """What each application means; what was only saved, and not applied for, is no application yet."""
    known: dict[tuple[str, str], list[_There]] = {}
    there: dict[int, set[str]] = {}
    words: dict[int, str] = {}
    if connection is not None:
        for number, employer, position, state, learned, applied in connection.execute(_KNOWN):
            row = _There(number, state, from_iso(learned), from_iso(applied))
            known.setdefault((employer_key(employer), folded(position)), []).append(row)
        for number, name, email in connection.execute(_INTERVIEWERS):
            there.setdefault(number, set()).update({folded(name), email.lower()} - {""})
        for number, body in connection.execute(_WORDS):
            words[number] = f"{words.get(number, '')}\n{folded(body)}"
    matches: list[ApplicationMatch] = []
    for incoming, is_repeated in _each_once(found):
        if is_repeated:
            matches.append(ApplicationMatch(incoming, Ready.TWICE))
            continue
        if incoming.stage == "saved":
            matches.append(ApplicationMatch(incoming, Ready.SAVED))
            continue
        rows = known.get((employer_key(incoming.employer), folded(incoming.position)), [])
        same = next((row for row in rows if _is_there(row, incoming)), None)
        if same is None:
            people = tuple(each.name for each in incoming.interviewers)
            matches.append(ApplicationMatch(incoming, Ready.NEW, people=people))
        else:
            rows.remove(same)
            matches.append(_match(incoming, same, there.get(same.id, set()), words.get(same.id, "")))
    return matches


def _is_there(row: _There, incoming: IncomingApplication) -> bool:
    if not _is_same_time(row.applied_on, incoming.applied_on):
        return False
    return not (row.learned_on and incoming.applied_on and incoming.applied_on > row.learned_on)


def _match(incoming: IncomingApplication, row: _There, there: set[str], words: str) -> ApplicationMatch:
    people = tuple(
        each.name for each in incoming.interviewers if not {folded(each.name), each.email.lower()} - {""} & there
    )
    becomes = differs = ""
    if incoming.stage in {*_STATES, "rejected"} and incoming.stage != row.state:
        becomes = incoming.stage
        is_open = row.state == ApplicationState.RUNNING or (row.state, becomes) in {
            (ApplicationState.OFFER, "withdrawn"),
            (ApplicationState.OFFER, "rejected"),
        }
        if not is_open:
            differs = f"{row.state} in your book, {becomes} in the file"
    elif incoming.rejected_on and row.learned_on and incoming.rejected_on != row.learned_on:
        becomes = "rejected"
        differs = f"rejected on {show(row.learned_on)} in your book, {show(incoming.rejected_on)} in the file"
    more = (
        *(["applied_on"] if incoming.applied_on and row.applied_on is None else []),
        *(["notes"] if incoming.notes and folded(incoming.notes) not in words else []),
    )
    state = Ready.DIFFERS if differs else Ready.ADDS if people or becomes or more else Ready.SAME
    return ApplicationMatch(incoming, state, row.id, people, becomes, differs, more)


def _is_same_time(one: date | None, other: date | None) -> bool:
    """Whether two days of applying are those of one application; people correct a day, and apply again much later."""
    return one is None or other is None or abs(one - other) < _ANOTHER


def _is_one(one: IncomingApplication, other: IncomingApplication) -> bool:
    """Whether two rows for one job are about one application: not where one was sent after the other one ended."""
    if not _is_same_time(one.applied_on, other.applied_on):
        return False
    sent_later = one.rejected_on and other.applied_on and other.applied_on > one.rejected_on
    sent_before = other.rejected_on and one.applied_on and one.applied_on > other.rejected_on
    return not (sent_later or sent_before)


def _each_once(found: Sequence[IncomingApplication]) -> Iterator[tuple[IncomingApplication, bool]]:
    """Each application, with all that its rows say of it; a row that another one took in is marked as repeated."""
    whole: dict[int, IncomingApplication] = {}
    of_job: dict[tuple[str, str], list[int]] = {}
    order: list[tuple[int, bool]] = []
    for number, incoming in enumerate(found):
        rows = of_job.setdefault((employer_key(incoming.employer), folded(incoming.position)), [])
        same = next((row for row in rows if _is_one(whole[row], incoming)), None)
        if same is None:
            rows.append(number)
            whole[number] = incoming
        else:
            whole[same] = _together(whole[same], incoming)
        order.append((number, same is not None))
    for number, is_repeated in order:
        yield (found[number], True) if is_repeated else (whole[number], False)


def _together(one: IncomingApplication, other: IncomingApplication) -> IncomingApplication:
    """Two rows about one application as one: how far it got, its days, and all of its people and notes."""
    people = {folded(each.name): each for each in (*other.interviewers, *one.interviewers)}
    notes = [one.notes, other.notes] if other.notes != one.notes else [one.notes]
    return one._replace(
        stage=min(one.stage, other.stage, key=STAGES.index),
        applied_on=min(filter(None, (one.applied_on, other.applied_on)), default=None),
        rejected_on=max(filter(None, (one.rejected_on, other.rejected_on)), default=None),
        interviewers=tuple(people.values()),
        notes="\n\n".join(filter(None, notes)),
        unclear=tuple(dict.fromkeys((*one.unclear, *other.unclear))),
    )


def record_applications(
    book: Book, matches: Sequence[ApplicationMatch], source: str, *, take_theirs: bool = False
) -> Done:
    """Record those that are new or add something, as one action; with `take_theirs`, what differs as well.

    A rejection without a day is dated by the last day that the file knows of it, else by today. Who told the user of
    it a table does not say, so the notes say only that the user heard of it.

    Raises:
        BookError: the book cannot be written.
    """
    wanted = [match for match in matches if match.is_clear or (take_theirs and match.state is Ready.DIFFERS)]
    back_up_first(book, Why.IMPORT)
    with action(book) as act:
        for match in each(wanted):
            _record(book, match, driver_of(act.session), source, take_theirs=take_theirs)
            act.session.flush()
        new = sum(match.state is Ready.NEW for match in wanted)
        more = f", {len(wanted) - new} with more" if len(wanted) > new else ""
        act.label = f"{plural(len(wanted), 'application')} imported from {source}: {new} new{more}"
        return Done(act.label, 0, act)


def _record(book: Book, match: ApplicationMatch, connection: Connection, source: str, *, take_theirs: bool) -> None:
    incoming = match.incoming
    is_new = match.state is Ready.NEW
    names = {*match.people}
    people = [
        Panelist(_who(each, incoming.employer, connection), each.part)
        for each in incoming.interviewers
        if each.name in names
    ]
    number = match.application_id or 0
    if is_new:
        state = _STATES.get(incoming.stage, ApplicationState.RUNNING)
        fields = entered(ApplicationFields, position=incoming.position, employer=incoming.employer, state=state)
        number = commands.add_interview(book, fields, people).id
    elif people:
        commands.add_interview(book, number, people)
    today = book.clock()
    notes = clean_body(incoming.notes) if is_new or "notes" in match.more else ""
    if incoming.applied_on and (is_new or "applied_on" in match.more):
        commands.record_applied(book, number, min(incoming.applied_on, today), notes)
    elif notes:
        commands.keep_words(book, number, f"Notes in {source}", notes)
    ends = is_new or (bool(match.becomes) and (not match.differs or take_theirs))
    if match.differs.startswith("rejected on") and take_theirs:
        commands.change_application(book, number, learned_on=incoming.rejected_on)
    elif incoming.stage == "rejected" and ends:
        learned = min(incoming.rejected_on or incoming.applied_on or today, today)
        commands.record_rejection(book, number, learned, HowLearned.HEARD)
    elif ends and not is_new:
        commands.change_application(book, number, state=_STATES[match.becomes], learned_on=None, how_learned=None)


def _who(named: Interviewer, employer: str, connection: Connection) -> int | ContactFields:
    """The person of the book who is meant, by address, or by name at that employer; else somebody new.

    A name alone is never enough: at another employer it may be anybody's.
    """
    there = [
        (number, folded(name), email.lower())
        for number, name, where, email in connection.execute(_PEOPLE)
        if employer_key(where) == employer_key(employer) or (named.email and email.lower() == named.email.lower())
    ]
    address = named.email.lower()
    by_address = [
        number for number, name, email in there if address and email == address and names_agree(named.name, name)
    ]
    words = sorted(folded(named.name).split())
    may_be = [(number, name) for number, name, email in there if not (address and email and email != address)]
    by_name = [number for number, name in may_be if sorted(name.split()) == words]
    part_of = [number for number, name in may_be if {*words} <= {*name.split()}]
    is_taken = any(email == address for _, _, email in there)  # by somebody of another name
    for found in (by_address, by_name, part_of if len(words) == 1 else []):
        if len(found) == 1:
            return int(found[0])
    return entered(
        ContactFields,
        name=named.name,
        employer=employer,
        **_fitting({"title": named.title, "email": "" if is_taken else named.email, "phone": named.phone}),
    )


def _fitting(values: Mapping[str, str]) -> dict[str, str]:
    """Those values that their fields take."""
    kept: dict[str, str] = {}
    for name, value in values.items():
        with suppress(EntryError):
            entered(ContactFields, **{"name": "Somebody", name: value})
            kept[name] = value
    return kept
