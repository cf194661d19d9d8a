"""The whole book as rows that mean the same anywhere: each by its UUID, and what it refers to by theirs.

What export writes and import reads, and what two copies of a book are compared by. Left out is what follows from the
rest (the plan, the search index, digests), what counts for this file alone (numbers, revisions), and the journal: what
can be undone is undone where it was done. Reads with SQLite alone.
"""

from collections.abc import Collection, Iterator
from sqlite3 import Connection
from typing import Any, NamedTuple

from .identities import TABLES

Row = dict[str, Any]  # a column's name and its value as JSON has it

# The columns that say whose a row is, what they are called outside the book, and the table they refer to.
REFERENCES = {
    "contact_id": ("contact", "contact"),
    "application_id": ("application", "application"),
    "main_contact_id": ("main_contact", "contact"),
}
_BESIDE = {"id", "uuid", "revision"}
_FLAGS = {"rests_by_rule", "would_go_back"}  # stored as 0 and 1
ROW_WORDS = {
    "contact": ("person", "people"),
    "application": ("application", "applications"),
    "interviewer": ("interviewer", "interviewers"),
    "touchpoint": ("timeline entry", "timeline entries"),
    "promise": ("promise", "promises"),
    "decision": ("decision", "decisions"),
    "draft": ("draft", "drafts"),
    "profile": ("profile", "profiles"),
    "playbook": ("playbook", "playbooks"),
}
ONES = ("profile", "playbook")  # tables whose rows have no UUID: the one profile, and playbooks by their names


class Whole(NamedTuple):
    """All rows of a book by table, each with its `id`, and which book it is."""

    book: str
    rows: dict[str, list[Row]]


def columns_of(connection: Connection, table: str) -> list[str]:
    """The columns of a table that a row has outside its book."""
    return [name for _, name, *_ in connection.execute(f'PRAGMA table_info("{table}")') if name not in _BESIDE]


def read_whole(connection: Connection, only: Collection[int] | None = None) -> Whole:
    """Every row; with `only`, those people, what is theirs, and the applications that they have a part in."""
    uuids = {table: dict(connection.execute(f"SELECT id, uuid FROM {table}")) for table in ("contact", "application")}
    [(book,)] = connection.execute("SELECT uuid FROM identity")
    applications = None if only is None else _applications_of(connection, only)
    rows: dict[str, list[Row]] = {}
    for table in (*TABLES, *ONES):
        if table in ONES and only is not None:
            continue
        rows[table] = [
            _outside(row, uuids)
            for row in _rows(connection, table)
            if only is None or applications is None or _belongs(table, row, only, applications)
        ]
    return Whole(book, rows)


def _rows(connection: Connection, table: str) -> Iterator[Row]:
    found = connection.execute(f'SELECT * FROM "{table}" ORDER BY id')
    names = [column[0] for column in found.description]
    for values in found:
        yield dict(zip(names, values, strict=True))


def _applications_of(connection: Connection, people: Collection[int]) -> set[int]:
    return {
        application
        for application, contact in connection.execute("SELECT application_id, contact_id FROM interviewer")
        if contact in people
    }


def _belongs(table: str, row: Row, people: Collection[int], applications: Collection[int]) -> bool:
    if table == "contact":
        return row["id"] in people
    if table == "application":
        return row["id"] in applications
    if row["contact_id"] is not None:
        return row["contact_id"] in people
    return row["application_id"] in applications


def _outside(row: Row, uuids: dict[str, dict[int, str]]) -> Row:
    found: Row = {"id": row["uuid"]} if "uuid" in row else {}
    for name, value in row.items():
        if name in REFERENCES:
            outside, table = REFERENCES[name]
            found[outside] = None if value is None else uuids[table].get(value)
        elif name not in _BESIDE:
            found[name] = bool(value) if name in _FLAGS and value is not None else value
    return found
