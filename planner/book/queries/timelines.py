"""What happened with a person."""

from datetime import date
from sqlite3 import Connection
from typing import NamedTuple


class TouchRow(NamedTuple):
    """One touchpoint of a timeline."""

    id: int
    kind: str
    channel: str | None
    direction: str
    on: date
    at: str | None
    subject: str
    body: str
    step: str | None
    position: str | None
    employer: str | None
    message_id: str | None
    thread: str  # the Message-IDs of what it answers, the first first
    application_id: int | None
    place: str


_TIMELINE = """
SELECT t.id, t.kind, t.channel, t.direction, t.happened_on, t.happened_at, t.subject, t.body, t.step,
       a.position, a.employer, t.message_id, t.thread, t.application_id, t.place
FROM touchpoint t
LEFT JOIN application a ON a.id = t.application_id
WHERE t.contact_id = :contact
   OR (t.contact_id IS NULL AND t.application_id IN
       (SELECT i.application_id FROM interviewer i WHERE i.contact_id = :contact))
ORDER BY t.happened_on DESC, t.happened_at DESC, t.id DESC
"""
_KNOWN_MESSAGE = "SELECT count(*) FROM touchpoint WHERE message_id = :message"


def timeline(connection: Connection, contact_id: int) -> list[TouchRow]:
    """What happened with a person, and what came for the applications they are part of; the latest first."""
    return [
        TouchRow._make((*row[:4], date.fromisoformat(row[4]), row[5] and row[5][:5], *row[6:]))
        for row in connection.execute(_TIMELINE, {"contact": contact_id})
    ]


def knows_message(connection: Connection, message_id: str) -> bool:
    """Whether the e-mail with that Message-ID is in the book."""
    return bool(connection.execute(_KNOWN_MESSAGE, {"message": message_id}).fetchone()[0])
