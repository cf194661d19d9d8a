"""An application as a page: how it stands, what each interviewer has had, and all that happened for it."""

from datetime import date
from sqlite3 import Connection
from typing import NamedTuple

from ..cadence.terms import PART_RANKS
from ..dates import from_iso
from .queries import TouchRow
from .queries.parts import HAD_FIRST_NOTE, HAD_THANKS

_PAGE = """
SELECT id, position, employer, state, promised_on, learned_on, how_learned, reason, reason_given, feedback, lesson,
       would_go_back, main_contact_id FROM application WHERE id = :application
"""
_ALL = f"""
SELECT a.id, a.position, a.employer, a.state, a.promised_on, a.learned_on, a.reason,
       (SELECT count(*) FROM interviewer i WHERE i.application_id = a.id AND i.part <> 'referrer'),
       (SELECT count(*) FROM interviewer i JOIN contact c ON c.id = i.contact_id
        WHERE i.application_id = a.id AND i.part <> 'referrer' AND {HAD_FIRST_NOTE}),
       (SELECT count(*) FROM interviewer i JOIN contact c ON c.id = i.contact_id
        WHERE i.application_id = a.id AND i.part <> 'referrer' AND {HAD_THANKS}),
       (SELECT max(t.happened_on) FROM touchpoint t WHERE t.application_id = a.id),
       (SELECT group_concat(c.name, char(10)) FROM interviewer i JOIN contact c ON c.id = i.contact_id
        WHERE i.application_id = a.id)
FROM application a ORDER BY a.state <> 'running', coalesce(a.learned_on, '9999') DESC, a.id DESC
"""
_PEOPLE = f"""
SELECT c.id, c.name, c.state, i.part,
       (SELECT group_concat(DISTINCT t.step) FROM touchpoint t WHERE t.contact_id = c.id
        AND t.application_id = i.application_id AND t.direction = 'out' AND t.kind NOT IN ('no_answer', 'bounced')),
       (SELECT count(*) FROM touchpoint t WHERE t.contact_id = c.id AND t.direction = 'in'
        AND t.kind NOT IN ('rejection', 'invitation')),
       (SELECT max(t.happened_on) FROM touchpoint t WHERE t.contact_id = c.id),
       {HAD_FIRST_NOTE}, {HAD_THANKS}
FROM interviewer i JOIN contact c ON c.id = i.contact_id JOIN application a ON a.id = i.application_id
WHERE i.application_id = :application
"""
_TIMELINE = """
SELECT t.id, t.kind, t.channel, t.direction, t.happened_on, t.happened_at, t.subject, t.body, t.step,
       a.position, a.employer, t.message_id, t.thread, t.application_id, t.place,
       coalesce(c.name, '')
FROM application a
JOIN touchpoint t ON t.application_id = a.id
    -- Answers and check-ins are between two people, and so part of each application that the two have since begun.
    OR (t.application_id IS NULL AND t.kind <> 'moved'
        AND t.contact_id IN (SELECT i.contact_id FROM interviewer i WHERE i.application_id = a.id)
        AND t.happened_on >= (SELECT min(o.happened_on, coalesce(a.learned_on, o.happened_on)) FROM touchpoint o
                              WHERE o.application_id = a.id ORDER BY o.happened_on LIMIT 1))
LEFT JOIN contact c ON c.id = t.contact_id
WHERE a.id = :application
ORDER BY t.happened_on DESC, t.happened_at DESC, t.id DESC
"""


class ApplicationLine(NamedTuple):
    """An application in one line: how many interviewed, and how many of them had a first note, or a thank-you."""

    application_id: int
    position: str
    employer: str
    state: str
    promised_on: date | None
    learned_on: date | None
    reason: str | None
    people: int
    written: int
    thanked: int
    last: date | None
    names: str


class PanelRow(NamedTuple):
    """One interviewer: their part, the steps they have had, how often they answered, the last touch, and whether they
    have had a note since the "no", or thanks since the interview, by the rules.
    """

    contact_id: int
    name: str
    state: str
    part: str
    had: tuple[str, ...]
    answers: int
    last: date | None
    has_had_a_note: bool
    is_thanked: bool


class ApplicationPage(NamedTuple):
    """All that the book knows of an application. `timeline` has each touch with the name it belongs to."""

    application_id: int
    position: str
    employer: str
    state: str
    promised_on: date | None
    learned_on: date | None
    how_learned: str | None
    reason: str | None
    reason_given: str
    feedback: str
    lesson: str
    would_go_back: bool | None
    main_contact_id: int | None
    panel: tuple[PanelRow, ...] = ()
    timeline: tuple[tuple[str, TouchRow], ...] = ()


def nobody_owed(connection: Connection, application_id: int) -> str:
    """Why nobody is owed a word on a position that is open again, as a sentence."""
    found = page(connection, application_id)
    if found is None or not found.panel:
        return "Nobody there is known whom you could tell."
    main = next((row for row in found.panel if row.contact_id == found.main_contact_id), found.panel[0])
    if main.state == "closed":
        return f"{main.name} is closed; waking them makes a word due."
    return f"You have been in touch with {main.name} since, so nothing is due."


def lines(connection: Connection) -> list[ApplicationLine]:
    """All applications: those that run first, then by the day of the "no", the latest first."""
    return [
        ApplicationLine._make(
            (*row[:4], from_iso(row[4]), from_iso(row[5]), *row[6:10], from_iso(row[10]), row[11] or "")
        )
        for row in connection.execute(_ALL)
    ]


def page(connection: Connection, application_id: int) -> ApplicationPage | None:
    """One application with its people and its timeline; None when there is no such application (any more)."""
    values = {"application": application_id}
    row = connection.execute(_PAGE, values).fetchone()
    if row is None:
        return None
    panel = [
        PanelRow(
            key, name, state, part, tuple(had.split(",")) if had else (), answers, from_iso(last), *map(bool, done)
        )
        for key, name, state, part, had, answers, last, *done in connection.execute(_PEOPLE, values)
    ]
    timeline = [
        (each[15], TouchRow._make((*each[:4], date.fromisoformat(each[4]), each[5] and each[5][:5], *each[6:15])))
        for each in connection.execute(_TIMELINE, values)
    ]
    return ApplicationPage._make(
        (
            *row[:4],
            from_iso(row[4]),
            from_iso(row[5]),
            *row[6:11],
            None if row[11] is None else bool(row[11]),
            row[12],
            tuple(sorted(panel, key=lambda each: (PART_RANKS.get(each.part, 9), each.name))),
            tuple(timeline),
        )
    )
