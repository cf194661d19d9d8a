"""People of the book: their details, found by name, and what was promised to them."""

from datetime import date
from sqlite3 import Connection
from typing import NamedTuple

from ...dates import from_iso
from ...names import called as called_by
from ...text import folded
from ..contact_fields import ContactRow


class PromiseRow(NamedTuple):
    """Something the user promised a person."""

    what: str
    due: date
    kept_on: date | None


_CONTACT_COLUMNS = ", ".join(f"c.{name}" for name in ContactRow._fields if name != "said_called")
_CONTACT = f"SELECT {_CONTACT_COLUMNS} FROM contact c WHERE c.id = :contact"
_NAMES = "SELECT id, name, employer, email, state FROM contact ORDER BY name, id"
_PROMISES = "SELECT what, due, kept_on FROM promise WHERE contact_id = :contact ORDER BY kept_on IS NOT NULL, due, id"
_OTHERS = """
SELECT c.name, c.called, c.employer, c.email FROM contact c WHERE c.id <> :contact
UNION
SELECT c.name, c.called, a.employer, c.email FROM interviewer i
JOIN contact c ON c.id = i.contact_id JOIN application a ON a.id = i.application_id
WHERE c.id <> :contact
"""


def contact(connection: Connection, contact_id: int) -> ContactRow | None:
    """One person, or None when there is no such person (any more)."""
    row = connection.execute(_CONTACT, {"contact": contact_id}).fetchone()
    if row is None:
        return None
    found = ContactRow(*row)
    return found._replace(called=found.called or called_by(found.name), said_called=bool(found.called))


def find_contacts(connection: Connection, text: str) -> list[tuple[int, str, str]]:
    """The people whose name, employer or address has all the words of a text: key, name, employer.

    A full name finds only its bearers, and a name beats an employer or an address.
    """
    words = folded(text).split()
    people = [tuple(row) for row in connection.execute(_NAMES)]
    exact = [(key, name, employer) for key, name, employer, _, _ in people if folded(name).split() == words]
    if exact:
        return exact
    by_name = [row[:3] for row in people if all(word in folded(row[1]) for word in words)]
    if by_name or not words:
        return by_name
    return [row[:3] for row in people if all(word in folded(f"{row[2]} {row[3]}") for word in words)]


def meant(connection: Connection, name: str, employer: str) -> list[int]:
    """The people that a name given for an application at that employer means, by key.

    A full name means its bearers, and of several those at that employer. Whole words of one, such as a first name, mean
    somebody only when nobody else of that employer has them: "Ann" is not Anna.
    """
    words = folded(name).split()
    people = [(key, folded(known).split(), folded(where)) for key, known, where, *_ in connection.execute(_NAMES)]
    same = [key for key, known, _ in people if sorted(known) == sorted(words)]
    there = [key for key, known, where in people if where == folded(employer) and {*words} <= {*known}]
    if same:
        return [key for key in same if key in there] or same
    return there if len(there) == 1 else []


def addresses(connection: Connection) -> list[tuple[int, str]]:
    """The e-mail addresses of all people, each with its person's key."""
    return [(key, email) for key, _, _, email, _ in connection.execute(_NAMES) if email]


def promises(connection: Connection, contact_id: int) -> list[PromiseRow]:
    """What was promised to a person: what is still to be kept first."""
    return [
        PromiseRow(what, date.fromisoformat(due), from_iso(kept))
        for what, due, kept in connection.execute(_PROMISES, {"contact": contact_id})
    ]


def others(connection: Connection, contact_id: int) -> list[tuple[str, str, str, str]]:
    """Everybody else in the book: name, what they are called, each employer of theirs (a row each), e-mail."""
    return [tuple(row) for row in connection.execute(_OTHERS, {"contact": contact_id})]
