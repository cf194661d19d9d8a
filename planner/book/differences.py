"""What differs between two states of a book, by person and kind of row: what a restore would bring back, change, undo.

Reads both with SQLite alone, on the columns that both have, so that a backup of an older version can be compared too.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection
from typing import Any, NamedTuple

from .file import connect, said_plainly

_KINDS = {
    "contact": ("person", "people", "name"),
    "application": ("application", "applications", "position"),
    "touchpoint": ("touch", "touches", ""),
    "draft": ("draft", "drafts", ""),
    "promise": ("promise", "promises", ""),
    "interviewer": ("part in an interview", "parts in interviews", ""),
    "decision": ("decision", "decisions", ""),
    "profile": ("detail of yours", "details of yours", ""),
    "playbook": ("playbook of yours", "playbooks of yours", "name"),
}
# What follows from the rest, or counts only for those who have the row open.
_BESIDE = frozenset({"revision", "rests_by_rule", "state_reason"})


class Difference(NamedTuple):
    """The rows of a kind that only the other state has, that differ, and that only this one has: each by its name."""

    one: str
    many: str
    comes: list[str]
    changes: list[str]
    goes: list[str]

    def __bool__(self) -> bool:
        return bool(self.comes or self.changes or self.goes)


def differences(book: Path, other: Path) -> list[Difference]:
    """What would come, change and go if the book became the other state.

    Raises:
        UnusableBookError: one of the two cannot be read.
    """
    with (
        said_plainly(book),
        closing(connect(book, "mode=ro")) as mine,
        closing(connect(other, "mode=ro&immutable=1")) as theirs,
    ):
        return [found for table in _KINDS if (found := _of_table(table, mine, theirs))]


def _of_table(table: str, mine: Connection, theirs: Connection) -> Difference:
    columns = [name for name in _columns(mine, table) if name in _columns(theirs, table) and name not in _BESIDE]
    one, many, named = _KINDS[table]
    if not columns:
        return Difference(one, many, [], [], [])
    before, after = dict(_rows(mine, table, columns)), dict(_rows(theirs, table, columns))
    people = _names(theirs) | _names(mine)

    def said(key: int, row: tuple[Any, ...]) -> str:
        values = dict(zip(columns, row, strict=True))
        whose = values[named] if named else people.get(values.get("contact_id"), "")
        return str(whose or f"number {key}")

    return Difference(
        one,
        many,
        [said(key, row) for key, row in after.items() if key not in before],
        [said(key, row) for key, row in after.items() if key in before and before[key] != row],
        [said(key, row) for key, row in before.items() if key not in after],
    )


def _columns(connection: Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]


def _rows(connection: Connection, table: str, columns: list[str]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    names = ", ".join(f'"{name}"' for name in columns)
    for key, *row in connection.execute(f'SELECT id, {names} FROM "{table}" ORDER BY id'):
        yield key, tuple(row)


def _names(connection: Connection) -> dict[int | None, str]:
    return dict(connection.execute("SELECT id, name FROM contact"))
