"""A digest of each row, kept by the actions: so that a value that changed by itself is noticed.

SQLite sees a page that does not hold together; it does not see one flipped bit in a name. The text of drafts, and what
follows from the rest (the plan, who rests by rule), change without an action and have no digest. Standard library only.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from sqlite3 import Connection
from typing import Any

# The number of each table, which tells the rows apart: changed never, and added to at the end.
TABLES = {"contact": 0, "touchpoint": 1, "application": 2, "interviewer": 3, "promise": 4, "decision": 5, "profile": 6}
TABLES["playbook"] = 7
_ROOM = 16  # for more tables than there are
_BESIDE = {"contact": frozenset({"state", "state_reason", "rests_by_rule"})}  # these change with the plan

_Row = Mapping[str, Any]


def digest_of(table: str, row: _Row) -> int:
    """The digest of a row as SQLite stores it: 63 bits, which fit a column of numbers."""
    left_out = _BESIDE.get(table, frozenset())
    values = sorted((name, value) for name, value in row.items() if name not in left_out)
    text = json.dumps(values, ensure_ascii=True, default=repr)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1


def key_of(table: str, row_id: int) -> int:
    """The number under which the digest of a row is kept."""
    return row_id * _ROOM + TABLES[table]


def keep_digests(
    connection: Connection,
    changes: Iterable[tuple[str, int, _Row | None]],
) -> None:
    """Keep up with rows that changed: table, key, and the row as it is now; None for one that is gone."""
    for table, row_id, row in changes:
        if table not in TABLES:
            continue
        key = key_of(table, row_id)
        if row is None:
            connection.execute("DELETE FROM row_digest WHERE id = ?", (key,))
        else:
            connection.execute(
                "INSERT OR REPLACE INTO row_digest (id, digest) VALUES (?, ?)",
                (key, digest_of(table, row)),
            )


def keep_counts(connection: Connection) -> None:
    """Keep how many rows the plan and the search index have: one that was emptied by another program is noticed."""
    if not _has(connection, "identity"):
        return
    connection.execute(_COUNT)


_COUNT = """
UPDATE identity SET planned = (SELECT count(*) FROM follow_up), indexed = (SELECT count(*) FROM written_docsize)
"""


def _has(connection: Connection, table: str) -> bool:
    """Whether the book has that table; one of an older version has not."""
    found = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = ?", (table,))
    return bool(found.fetchone()[0])


def fill_digests(connection: Connection) -> None:
    """Take the digest of every row as it stands now; a book of an older version has no place for them."""
    if not _has(connection, "row_digest"):
        return
    connection.execute("DELETE FROM row_digest")
    for table in TABLES:
        rows = [(key_of(table, row["id"]), digest_of(table, row)) for row in _rows(connection, table)]
        connection.executemany("INSERT INTO row_digest (id, digest) VALUES (?, ?)", rows)


def _rows(connection: Connection, table: str) -> Iterator[dict[str, Any]]:
    cursor = connection.execute(f'SELECT * FROM "{table}"')
    names = [column[0] for column in cursor.description]
    for values in cursor:
        yield dict(zip(names, values, strict=True))


def changed_by_themselves(connection: Connection) -> Iterator[tuple[str, int]]:
    """The rows that are not what the last action on them left, and those that are gone: table and key."""
    known = dict(connection.execute("SELECT id, digest FROM row_digest"))
    for table in TABLES:
        for row in _rows(connection, table):
            if not isinstance(row["id"], int) or known.pop(key_of(table, row["id"]), None) != digest_of(table, row):
                yield table, row["id"]
    tables = {number: table for table, number in TABLES.items()}
    for key in known:
        if key % _ROOM in tables:
            yield tables[key % _ROOM], key // _ROOM
