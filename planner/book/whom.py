"""Which person of the book a name means: one, or an error that names those it can mean with their numbers.

The same in every front end. A number, as the error gives it, means that person wherever a name is asked for, and so
does the `id` that `--json` prints.
"""

from collections.abc import Sequence
from sqlite3 import Connection
from typing import NamedTuple

from . import queries
from .errors import EntryError

_LISTED = 12  # candidates that an error names
_DIGITS = 18  # that a number of SQLite has at most
_UUID, _DASHES = 36, 4  # characters of a UUID, and how many of them are dashes


class Person(NamedTuple):
    """A person of the book, as far as a name is to be told from another."""

    id: int
    name: str
    employer: str


class UnclearNameError(EntryError):
    """A name that means nobody, or several people: `candidates`."""

    def __init__(self, said: str, candidates: Sequence[Person] = ()) -> None:
        super().__init__(_in_words(said, candidates))
        self.said = said
        self.candidates = tuple(candidates)


def person(connection: Connection | None, said: str) -> Person:
    """The one person that a part of a name, or a number, means; without a book (None) it is nobody.

    A full name finds only its bearers, and a name beats an employer or an address.

    Raises:
        UnclearNameError: it means nobody, or several people.
    """
    if connection is None or not said.strip():
        raise UnclearNameError(said)
    found = _numbered(connection, said)  # before "4" is looked for in addresses
    if not found:
        found = [Person(*row) for row in queries.find_contacts(connection, said)]
    if len(found) != 1:
        raise UnclearNameError(said, found)
    return found[0]


def interviewer(connection: Connection | None, said: str, employer: str) -> Person | None:
    """The person that a name given for an application at that employer means; None of somebody new.

    A full name means its bearer, and of several the one at that employer. A first name or another part of whole words
    means somebody only when nobody else of that employer has it: "Ann" is not Anna.

    Raises:
        UnclearNameError: it means several people.
    """
    if connection is None:
        return None
    found = _numbered(connection, said)
    if not found and "@" in said:
        keys = [key for key, email in queries.addresses(connection) if email.lower() == said.strip().lower()]
        known = [queries.contact(connection, key) for key in keys[:1]]
        found = [Person(row.id, row.name, row.employer) for row in known if row is not None]
        return found[0] if found else None
    if not found:
        keys = queries.meant(connection, said, employer)
        known = [queries.contact(connection, key) for key in keys]
        found = [Person(row.id, row.name, row.employer) for row in known if row is not None]
    if len(found) > 1:
        raise UnclearNameError(said, found)
    return found[0] if found else None


def _numbered(connection: Connection, said: str) -> list[Person]:
    """Whom a number of this book, or the name that a person has everywhere, means."""
    if len(said.strip()) == _UUID and said.count("-") == _DASHES:
        found = connection.execute("SELECT id, name, employer FROM contact WHERE uuid = ?", (said.strip().lower(),))
        return [Person(*row) for row in found]
    if not said.isdecimal() or len(said) >= _DIGITS:
        return []
    row = queries.contact(connection, int(said))
    return [Person(row.id, row.name, row.employer)] if row is not None else []


def _in_words(said: str, candidates: Sequence[Person]) -> str:
    if not candidates:
        return f"Nobody in your book is called {said!r}."
    listed = [
        f"{each.name}{f' ({each.employer})' if each.employer else ''}, number {each.id}"
        for each in candidates[:_LISTED]
    ]
    more = f", and {len(candidates) - _LISTED} more" if len(candidates) > _LISTED else ""
    return (
        f"{said!r} can mean {len(candidates)} people: {'; '.join(listed)}{more}. Give more of the name, or the number."
    )
