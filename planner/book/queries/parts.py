"""Applications, and the parts that people have in them."""

from datetime import date
from sqlite3 import Connection
from typing import Any, NamedTuple

from ...cadence.terms import PART_RANKS
from ...dates import from_iso
from ...names import called as called_by


class RoleRow(NamedTuple):
    """A person's part in an application, with how the application stands."""

    application_id: int
    position: str
    employer: str
    part: str
    state: str
    learned_on: date | None
    how_learned: str | None
    reason: str | None
    reason_given: str
    would_go_back: bool | None
    promised_on: date | None
    told_me: bool  # this very person told the user of the "no"
    lesson: str
    feedback: str


class ApplicationRow(NamedTuple):
    """An application with the names of those who interviewed for it, hiring manager first."""

    id: int
    position: str
    employer: str
    state: str
    learned_on: date | None
    people: tuple[str, ...]


class NamedContact(NamedTuple):
    """A person by name, and what they were said to be called; "" where nobody said so."""

    name: str
    called: str


class Panelist(NamedTuple):
    """One interviewer of an application and, of the notes that a step asks for, how far theirs is."""

    contact_id: int
    name: str
    called: str
    part: str
    written: bool
    owed: bool


# Whether the contact `c` has had a note from the user since the "no" of the application `a`, or since its latest
# interview: by the same rule by which it is no longer owed (`first_done_on` in `cadence/facts.py`, `_thank_yous`).
_FROM_ME = """
t.contact_id = c.id AND (t.kind IN ('call', 'meeting') OR (t.kind IN ('message', 'voicemail') AND t.direction = 'out'))
AND (t.application_id IS NULL OR t.application_id = a.id
     OR coalesce(t.step, '') NOT IN ('first_note', 'first_call', 'retry', 'thank_you'))
"""
HAD_FIRST_NOTE = f"""
EXISTS (SELECT 1 FROM touchpoint t WHERE {_FROM_ME} AND (t.happened_on > a.learned_on
        OR (t.happened_on = a.learned_on AND t.step IN ('first_note', 'first_call', 'retry'))))
"""
HAD_THANKS = f"""
EXISTS (SELECT 1 FROM touchpoint t
        LEFT JOIN (SELECT contact_id, application_id, max(happened_on) AS last FROM touchpoint WHERE kind = 'interview'
                   GROUP BY contact_id, application_id) m ON m.contact_id = c.id AND m.application_id = a.id
        WHERE {_FROM_ME} AND (t.happened_on > m.last
                              OR (t.step = 'thank_you' AND t.happened_on >= coalesce(m.last, ''))))
"""
_ROLES = """
SELECT a.id, a.position, a.employer, i.part, a.state, a.learned_on, a.how_learned, a.reason, a.reason_given,
       a.would_go_back, a.promised_on,
       a.how_learned = 'told' AND (
           EXISTS (SELECT 1 FROM touchpoint t WHERE t.application_id = a.id AND t.contact_id = i.contact_id
                   AND t.kind = 'rejection' AND t.happened_on >= coalesce(r.last, ''))
           -- Nobody is known to have told it: then it was the only one there is.
           OR (NOT EXISTS (SELECT 1 FROM touchpoint t WHERE t.application_id = a.id AND t.kind = 'rejection'
                           AND t.happened_on >= coalesce(r.last, ''))
               AND (SELECT count(*) FROM interviewer o WHERE o.application_id = a.id) = 1)),
       a.lesson, a.feedback
FROM interviewer i JOIN application a ON a.id = i.application_id
LEFT JOIN (SELECT application_id, max(happened_on) AS last FROM touchpoint WHERE kind = 'reposted'
           GROUP BY application_id) r ON r.application_id = a.id
WHERE i.contact_id = :contact
ORDER BY a.id DESC
"""
_APPLICATIONS = """
SELECT a.id, a.position, a.employer, a.state, a.learned_on, c.name, i.part
FROM application a
LEFT JOIN interviewer i ON i.application_id = a.id
LEFT JOIN contact c ON c.id = i.contact_id
ORDER BY a.id DESC
"""
_COLLEAGUES = """
SELECT o.application_id, c.name FROM interviewer mine
JOIN interviewer o ON o.application_id = mine.application_id AND o.contact_id <> mine.contact_id
JOIN contact c ON c.id = o.contact_id
WHERE mine.contact_id = :contact ORDER BY o.application_id, c.name
"""
# Who tells news and never met the user is no colleague that a note can mention.
_INTERVIEWERS_MET = """
SELECT c.name, c.called FROM interviewer i JOIN contact c ON c.id = i.contact_id
WHERE i.application_id = :application AND c.id <> :contact
  AND (i.part IN ('hiring_manager', 'panel')
       OR (i.part = 'hr' AND EXISTS (SELECT 1 FROM touchpoint t WHERE t.contact_id = c.id AND t.kind = 'interview')))
ORDER BY CASE i.part WHEN 'hiring_manager' THEN 0 ELSE 1 END, c.name
"""
_WHO_TOLD = """
SELECT c.name, c.called FROM touchpoint t JOIN contact c ON c.id = t.contact_id
WHERE t.application_id = :application AND t.kind = 'rejection' ORDER BY t.happened_on DESC, t.id DESC LIMIT 1
"""
_TABLE = """
SELECT i.contact_id, i.part, c.name FROM interviewer i JOIN contact c ON c.id = i.contact_id WHERE i.application_id = ?
"""
_PANEL = f"""
SELECT c.id, c.name, c.called, i.part,
       CASE WHEN :step IN ('first_note', 'first_call') THEN {HAD_FIRST_NOTE}
            WHEN :step = 'thank_you' THEN {HAD_THANKS}
            ELSE EXISTS (SELECT 1 FROM touchpoint t WHERE t.contact_id = c.id AND t.application_id = :application
                         AND t.step = :step AND t.kind NOT IN ('no_answer', 'bounced')) END
       OR EXISTS (SELECT 1 FROM draft d WHERE d.contact_id = c.id AND d.application_id = :application
                  AND d.step = :step
                  AND (d.state = 'handed_over' OR (d.state = 'draft' AND d.held_until IS NOT NULL))),
       EXISTS (SELECT 1 FROM follow_up f WHERE f.contact_id = c.id AND f.application_id = :application
               AND f.step = :step)
FROM interviewer i JOIN contact c ON c.id = i.contact_id JOIN application a ON a.id = i.application_id
WHERE i.application_id = :application AND c.state = 'open'
"""


def roles(connection: Connection, contact_id: int) -> list[RoleRow]:
    """The applications a person is part of, the newest first."""
    return [
        RoleRow._make(
            (
                *row[:5],
                from_iso(row[5]),
                *row[6:9],
                None if row[9] is None else bool(row[9]),
                from_iso(row[10]),
                bool(row[11]),
                *row[12:],
            )
        )
        for row in connection.execute(_ROLES, {"contact": contact_id})
    ]


def applications(connection: Connection) -> list[ApplicationRow]:
    """All applications, the newest first."""
    found: dict[int, tuple[list[Any], list[tuple[int, str]]]] = {}
    for key, position, employer, state, learned_on, name, part in connection.execute(_APPLICATIONS):
        _, people = found.setdefault(key, ([key, position, employer, state, from_iso(learned_on)], []))
        if name is not None:
            people.append((PART_RANKS.get(part, 9), name))
    return [ApplicationRow._make((*row, tuple(name for _, name in sorted(people)))) for row, people in found.values()]


def colleagues(connection: Connection, contact_id: int) -> dict[int, list[str]]:
    """Who else interviewed for the applications that a person is part of, by application."""
    found: dict[int, list[str]] = {}
    for application_id, name in connection.execute(_COLLEAGUES, {"contact": contact_id}):
        found.setdefault(application_id, []).append(name)
    return found


def interviewers_met(connection: Connection, application_id: int, contact_id: int) -> list[NamedContact]:
    """Who else interviewed the user for a position, the hiring manager first."""
    values = {"application": application_id, "contact": contact_id}
    return [NamedContact._make(row) for row in connection.execute(_INTERVIEWERS_MET, values)]


def who_told(connection: Connection, application_id: int) -> NamedContact | None:
    """Who told the user of the latest "no"; None where nobody is known to have."""
    row = connection.execute(_WHO_TOLD, {"application": application_id}).fetchone()
    return NamedContact._make(row) if row is not None else None


def table_of(connection: Connection, application_id: int) -> list[int]:
    """Everyone of an application, in the order in which first notes are written."""
    rows = connection.execute(_TABLE, (application_id,)).fetchall()
    return [row[0] for row in sorted(rows, key=lambda row: (PART_RANKS.get(row[1], 9), row[2]))]


def panel_of(connection: Connection, application_id: int, step: str) -> list[Panelist]:
    """The open interviewers of an application, hiring manager first, and who has the note that the step asks for."""
    rows = [
        Panelist(key, name, called or called_by(name), part, bool(written), bool(owed))
        for key, name, called, part, written, owed in connection.execute(
            _PANEL, {"application": application_id, "step": step}
        )
    ]
    return sorted(rows, key=lambda row: (PART_RANKS.get(row.part, 9), row.name))
