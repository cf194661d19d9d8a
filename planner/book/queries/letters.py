"""What a letter is known by: its Message-ID, what it answers, its words, and the appointment it is about."""

from datetime import date
from sqlite3 import Connection
from typing import NamedTuple


class KnownTouch(NamedTuple):
    """A touchpoint that a letter is about."""

    id: int
    contact_id: int | None
    application_id: int | None
    kind: str
    on: date
    body: str


_TOUCH = "SELECT id, contact_id, application_id, kind, happened_on, body FROM touchpoint"
_ANSWERED = (
    f"{_TOUCH} WHERE message_id IN (SELECT value FROM json_each(:ids)) ORDER BY happened_on DESC, id DESC LIMIT 1"
)
_DRAFT = """
SELECT contact_id, application_id FROM draft
WHERE message_id <> '' AND message_id IN (SELECT value FROM json_each(:ids)) ORDER BY id DESC LIMIT 1
"""
_LETTERS = f"""
{_TOUCH} WHERE direction = 'in' AND kind IN ('rejection', 'invitation', 'message') AND happened_on = :on
"""
_LAST_NOTE = f"""
{_TOUCH} WHERE contact_id = :contact AND kind = 'message' AND direction = 'out'
  AND happened_on BETWEEN :since AND :until
ORDER BY happened_on DESC, happened_at DESC, id DESC LIMIT 1
"""
_APPOINTED = "SELECT DISTINCT application_id FROM touchpoint WHERE event_uid = :uid AND application_id IS NOT NULL"
_REJECTED_ON = "SELECT learned_on FROM application WHERE id = :application AND state = 'rejected'"
_STEPS = """
SELECT step, application_id, opens FROM follow_up
WHERE contact_id = :contact AND step <> 'promise' ORDER BY opens LIMIT 1
"""


def answered(connection: Connection, ids: str) -> KnownTouch | None:
    """The touchpoint with one of these Message-IDs (a JSON array), the latest."""
    row = connection.execute(_ANSWERED, {"ids": ids}).fetchone()
    return _known(row) if row else None


def note_given_away(connection: Connection, ids: str) -> tuple[int, int | None] | None:
    """The person and the application of the draft that was given to the send command under one of these Message-IDs."""
    row = connection.execute(_DRAFT, {"ids": ids}).fetchone()
    return (row[0], row[1]) if row else None


def letters_of(connection: Connection, on: date) -> list[KnownTouch]:
    """The letters that came on that day."""
    return [_known(row) for row in connection.execute(_LETTERS, {"on": on.isoformat()})]


def last_note(connection: Connection, contact_id: int, since: date, until: date) -> KnownTouch | None:
    """The latest note to that person in those days."""
    values = {"contact": contact_id, "since": since.isoformat(), "until": until.isoformat()}
    row = connection.execute(_LAST_NOTE, values).fetchone()
    return _known(row) if row else None


def appointed(connection: Connection, uid: str) -> int | None:
    """The application of the appointment with that UID; None for one that is not known."""
    row = connection.execute(_APPOINTED, {"uid": uid}).fetchone() if uid else None
    return row[0] if row else None


def rejected_on(connection: Connection, application_id: int) -> date | None:
    """The day of the "no" of an application; None while there is none."""
    row = connection.execute(_REJECTED_ON, {"application": application_id}).fetchone()
    return date.fromisoformat(row[0]) if row and row[0] else None


def next_step(connection: Connection, contact_id: int) -> tuple[str, int | None, date] | None:
    """The step that is owed to that person first, but for a promise: with its application and the day it opens."""
    row = connection.execute(_STEPS, {"contact": contact_id}).fetchone()
    return (row[0], row[1], date.fromisoformat(row[2])) if row else None


def _known(row: tuple[int, int | None, int | None, str, str, str]) -> KnownTouch:
    return KnownTouch(*row[:4], date.fromisoformat(row[4]), row[5])
