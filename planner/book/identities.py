"""A name for each row that holds everywhere: in another copy of the book, in a calendar, on a phone.

The number of a row is short and good to type, and another book has the same one for something else. Beside it each row
has a UUID of version 7 (RFC 9562, section 5.7), which no other row has anywhere and which sorts by when it was made.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from sqlite3 import Connection
from typing import Any, NamedTuple

# The tables whose rows have one. The profile is one of a kind, and playbooks go by their names.
TABLES = ("contact", "application", "interviewer", "touchpoint", "promise", "decision", "draft")
_NAMESPACE = "2f0c8a54-6b1e-5d0f-9a37-7c2f6d1b4e90"


class Uuids(NamedTuple):
    """The name that each person and each application has everywhere, by its number in this book."""

    contacts: Mapping[int, str]
    applications: Mapping[int, str]

    def person(self, number: int) -> dict[str, object]:
        """Which person it is: by the name it has everywhere, and by the number that verbs take."""
        return {"id": self.contacts.get(number), "number": number}

    def application(self, number: int | None) -> str | None:
        """Which application it is; None of none."""
        return None if number is None else self.applications.get(number)


def read_uuids(connection: Connection | None) -> Uuids:
    """All of a book's; none where there is no book yet."""
    if connection is None:
        return Uuids({}, {})
    contacts = dict(connection.execute("SELECT id, uuid FROM contact"))
    return Uuids(contacts, dict(connection.execute("SELECT id, uuid FROM application")))


def new_uuid() -> str:
    """A new one, for a row that is made now."""
    from uuid6 import uuid7

    return str(uuid7())


def derived_uuid(book: str, table: str, row: int, made_at: str) -> str:
    """The one of a row that was made before rows had any: two copies of a book that are brought up to date apart agree.

    `book` is the identity that all copies of a book share, `made_at` the moment in the journal at which the row came to
    be, "" where the journal no longer knows: the same number means another row where two copies went on by themselves.
    """
    import hashlib
    from datetime import UTC, datetime
    from uuid import UUID

    seed = hashlib.blake2b(f"{book}|{table}|{row}|{made_at}".encode(), digest_size=10).digest()
    moment = datetime.fromisoformat(made_at) if made_at else datetime(2026, 1, 1, tzinfo=UTC)
    milliseconds = int(moment.timestamp() * 1000) & (1 << 48) - 1
    value = milliseconds << 80 | int.from_bytes(seed, "big")
    value = value & ~(0xF << 76) | 0x7 << 76  # version
    value = value & ~(0x3 << 62) | 0x2 << 62  # variant
    return str(UUID(int=value))


def uid_of(*parts: str | None) -> str:
    """A name for what follows from rows and is none itself, such as a step: always the same one for the same parts."""
    from uuid import UUID, uuid5

    return str(uuid5(UUID(_NAMESPACE), "|".join(part or "" for part in parts)))


def fill_uuids(connection: Connection) -> None:
    """Give each row that has none its derived one, and the rows that the journal keeps the same."""
    import json

    [(book,)] = connection.execute("SELECT uuid FROM identity")
    entries = [*_entries(connection)]
    made = {
        (table, row): moment
        for _, moment, changes in entries
        for table, row, before, _after in changes
        if before is None
    }
    given: dict[tuple[str, int], str] = {}
    for table in TABLES:
        for row, has in connection.execute(f"SELECT id, uuid FROM {table}").fetchall():
            given[table, row] = has or derived_uuid(book, table, row, made.get((table, row), ""))
            if not has:
                connection.execute(f"UPDATE {table} SET uuid = ? WHERE id = ?", (given[table, row], row))

    def named(table: str, row: int, values: Mapping[str, Any] | None) -> dict[str, Any] | None:
        if values is None or table not in TABLES or values.get("uuid"):
            return values if values is None else dict(values)
        own = given.setdefault((table, row), derived_uuid(book, table, row, made.get((table, row), "")))
        return {**values, "uuid": own}

    for number, _, old in entries:
        new = [[table, row, named(table, row, before), named(table, row, after)] for table, row, before, after in old]
        if new != old:
            text = json.dumps(new, ensure_ascii=False)
            connection.execute("UPDATE journal_entry SET changes = ? WHERE id = ?", (text, number))


def _entries(connection: Connection) -> Iterator[tuple[int, str, list[Any]]]:
    """The entries of the journal that can be read, in order: number, moment and changes."""
    import json

    for number, moment, changes in connection.execute("SELECT id, made_at, changes FROM journal_entry ORDER BY id"):
        with suppress(ValueError, TypeError):
            yield number, moment, json.loads(changes)
