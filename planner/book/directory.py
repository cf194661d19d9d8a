"""Everybody in the book, as the list of people and every search see them: one frozen row a person.

Standard library only. Read away from the screen: ten thousand people with a hundred thousand touchpoints take a moment.
"""

from collections.abc import Iterable
from datetime import date
from itertools import chain
from sqlite3 import Connection
from typing import NamedTuple

from ..cadence.terms import PART_RANKS
from ..finding import Query
from ..names import called as called_by
from ..text import folded
from . import due
from .due import DueRow, WaitingRow

_PEOPLE = """
SELECT c.id, c.name, c.called, c.title, c.employer, c.email, c.tags, c.notes, c.state, c.state_reason, c.archived_on,
       t.last, d.contact_id
FROM contact c
LEFT JOIN (SELECT contact_id, max(happened_on) AS last FROM touchpoint WHERE contact_id IS NOT NULL
           GROUP BY contact_id) t ON t.contact_id = c.id
LEFT JOIN (SELECT DISTINCT contact_id FROM draft WHERE state IN ('draft', 'handed_over')) d ON d.contact_id = c.id
"""
_PARTS = """
SELECT i.contact_id, i.part, a.position, a.employer FROM interviewer i JOIN application a ON a.id = i.application_id
ORDER BY a.id DESC
"""


class PersonRow(NamedTuple):
    """A person in one line. `row` is what the due list has of them: None of closed and archived people.

    It is a candidate for a query: see `finding.Candidate`.
    """

    contact_id: int
    name: str
    called: str
    title: str
    employer: str
    email: str
    state: str
    state_reason: str
    archived_on: date | None
    last: date | None
    parts: tuple[str, ...]  # their parts in applications, by value, the first in rank first
    tags: tuple[str, ...]
    text: str
    employers: str
    marks: frozenset[str]
    row: DueRow | WaitingRow | None


def all_rows(connection: Connection, today: date) -> list[DueRow | WaitingRow]:
    """The whole due list: who is due, who comes later, who waits or rests."""
    return [
        *due.due_rows(connection, today, due.THIS_WEEK),
        *due.later_rows(connection, today),
        *due.waiting_rows(connection, today),
    ]


def everybody(connection: Connection, rows: Iterable[DueRow | WaitingRow], today: date) -> list[PersonRow]:
    """All people by name; `rows` are those of the due list, which say what is owed to whom."""
    owed = {row.contact_id: row for row in rows}
    parts: dict[int, list[str]] = {}
    jobs: dict[int, list[tuple[str, str]]] = {}
    for contact_id, part, position, employer in connection.execute(_PARTS):
        parts.setdefault(contact_id, []).append(part)
        jobs.setdefault(contact_id, []).append((position, employer))
    found = []
    for key, name, called, title, employer, email, tags, notes, state, why, archived, last, draft in connection.execute(
        _PEOPLE
    ):
        theirs = jobs.get(key, ())
        row = None if archived else owed.get(key)
        split = tuple(tag for tag in tags.split(", ") if tag)
        found.append(
            PersonRow(
                key,
                name,
                called or called_by(name),
                title,
                employer,
                email,
                state,
                why,
                date.fromisoformat(archived) if archived else None,
                date.fromisoformat(last) if last else None,
                tuple(sorted(set(parts.get(key, ())), key=lambda part: PART_RANKS.get(part, 9))),
                split,
                " " + folded("\n".join((name, called, title, employer, email, tags, notes, *chain(*theirs)))),
                folded("\n".join((employer, *(each for _, each in theirs)))),
                _marks(state, archived=bool(archived), row=row, draft=draft is not None, today=today),
                row,
            )
        )
    return sorted(found, key=lambda each: (folded(each.name), each.contact_id))


def matching(people: Iterable[PersonRow], query: Query) -> list[PersonRow]:
    """Those whom a query means. Whoever is in the archive is meant only when it is asked for by name."""
    asks_for_archive = any(each.key == "is" and each.value == "archived" for each in query.filters)
    matches = query.matcher()
    if asks_for_archive or query.terms:
        return [person for person in people if matches(person)]
    return [person for person in people if person.archived_on is None and matches(person)]


def _marks(state: str, *, archived: bool, row: DueRow | WaitingRow | None, draft: bool, today: date) -> frozenset[str]:
    marks = {"archived"} if archived else {state}
    marks |= {"draft"} if draft else set()
    if isinstance(row, WaitingRow) and state == "open":
        marks.add("waiting")
    elif isinstance(row, DueRow):
        marks.add("due" if row.opens <= today else "later")
        marks |= {"late"} if row.group == "overdue" else set()
    return frozenset(marks)
