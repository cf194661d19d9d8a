"""What the app hands down: the book as it was read last, and what the user has chosen in a view."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from ...book.applications import ApplicationLine
from ...book.directory import PersonRow
from ...book.due import DueRow, WaitingRow

Row = DueRow | WaitingRow
Key = tuple[int, str, int | None]  # the person, 0 for an application's own line; the step; the application


class Decided(StrEnum):
    """What became of a step, in the word for triage's summary."""

    WRITTEN = "written"
    LOGGED = "logged"
    LATER = "later"
    SKIPPED = "skipped"
    RESTING = "resting"
    CLOSED = "closed"


@dataclass(frozen=True)
class Snapshot:
    """The book as it was read last. Nobody changes it: another state of the book is another snapshot."""

    today: date
    rows: Sequence[Row] = ()
    people: Sequence[PersonRow] = ()
    applications: Sequence[ApplicationLine] = ()
    has_people: bool = False

    @cached_property
    def due_now(self) -> list[int]:
        """The people who are due today, in the order of the list."""
        return [row.contact_id for row in self.rows if isinstance(row, DueRow) and row.opens <= self.today]

    @cached_property
    def next(self) -> DueRow | None:
        """The follow-up that opens first after today."""
        ahead = [row for row in self.rows if isinstance(row, DueRow) and row.opens > self.today]
        return min(ahead, key=lambda row: (row.opens, row.due, row.name), default=None)

    @cached_property
    def rows_with_people(self) -> list[tuple[Row, PersonRow]]:
        """Each row with its person, for a filter; joined once and not at each of its keys."""
        people = {person.contact_id: person for person in self.people}
        return [(row, person) for row in self.rows if (person := people.get(row.contact_id))]

    def has(self, key: Key) -> bool:
        """Whether a row with that key is in the list of who is due."""
        return any(key_of(row) == key for row in self.rows)


@dataclass(frozen=True)
class Selection:
    """What a command is about: the row or the application on the cursor, and the people who are marked.

    `chosen` are the people who are marked, in the order of the list; without any, the one on the cursor.
    """

    row: Row | None = None
    chosen: tuple[Row, ...] = ()
    application: ApplicationLine | None = None

    @property
    def key(self) -> Key | None:
        """What the line on the cursor is known by when the list is shown anew."""
        if self.application is not None:
            return key_of_application(self.application.application_id)
        return key_of(self.row) if self.row is not None else None


def key_of(row: Row) -> Key:
    """What a row is known by when the list is shown anew: the person, the step and the application."""
    if isinstance(row, WaitingRow):
        return row.contact_id, "", None
    return row.contact_id, row.step, row.application_id


def key_of_person(contact_id: int) -> Key:
    """What any row of that person is found by."""
    return contact_id, "", None


def key_of_application(application_id: int) -> Key:
    """What the line of an application is known by."""
    return 0, "", application_id


def as_row(person: PersonRow) -> Row:
    """A person as the list of who is due has them; closed and archived people wait for nothing."""
    if person.row is not None:
        return person.row
    state = "archived" if person.archived_on else person.state
    return WaitingRow(person.contact_id, person.name, person.called, person.employer, state, person.state_reason)
