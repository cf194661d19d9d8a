"""Every word ever written, found at once: people, what was said, applications and promises, by SQLite's FTS5.

The index keeps no text of its own ("contentless"), so the book does not double. It is kept up by the actions of the
journal, in the same transaction, and not by triggers: those would need a schema that SQLite trusts, and a file from
elsewhere is not to be trusted. Notes that are still being written are few, and are read as they stand.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from sqlite3 import Connection
from typing import Any, NamedTuple

from ..finding import Query, index_words
from ..text import folded

# What of a table's row is indexed, and the number that tells the tables apart in the index's row numbers.
_SOURCES: dict[str, tuple[int, tuple[str, ...]]] = {
    "contact": (0, ("name", "called", "title", "employer", "email", "phone", "linkedin", "tags", "notes")),
    "touchpoint": (1, ("subject", "body")),
    "application": (2, ("position", "employer", "reason_given", "feedback", "lesson")),
    "promise": (3, ("what",)),
    "decision": (4, ("reason",)),
}
_KINDS = 8  # room for more sources than there are
_MOST = 300  # places shown; the newest of each kind
_AT_MOST = 20_000  # places looked at for those of some people only

CREATE_INDEX = """
CREATE VIRTUAL TABLE written USING fts5(text, content='', tokenize="unicode61", prefix='1 2 3')
"""
_ADD = "INSERT INTO written (rowid, text) VALUES (?, ?)"
_TAKE_OUT = "INSERT INTO written (written, rowid, text) VALUES ('delete', ?, ?)"
_FIND = "SELECT rowid FROM written WHERE written MATCH :words ORDER BY rowid DESC LIMIT :most"
_PEOPLE = "SELECT id, name, employer FROM contact WHERE id IN ({})"
_INTERVIEWERS = """
SELECT a.id, c.id FROM application a JOIN interviewer i ON i.application_id = a.id JOIN contact c ON c.id = i.contact_id
WHERE a.id IN ({}) ORDER BY a.id, c.id = a.main_contact_id DESC, i.id
"""
_DRAFTS = """
SELECT d.id, d.contact_id, d.subject, d.body, substr(d.saved_at, 1, 10) FROM draft d
WHERE d.state IN ('draft', 'handed_over') ORDER BY d.id DESC
"""
_STATES = """
SELECT id, state_reason FROM contact WHERE state_reason <> '' AND rests_by_rule = 0
"""
_ROWS = {
    "contact": "SELECT id, id, NULL, NULL, name, called, title, employer, email, phone, linkedin, tags, notes "
    "FROM contact WHERE id IN ({})",
    "touchpoint": "SELECT id, contact_id, application_id, happened_on, subject, body FROM touchpoint WHERE id IN ({})",
    "application": "SELECT id, NULL, id, learned_on, position, employer, reason_given, feedback, lesson "
    "FROM application WHERE id IN ({})",
    "promise": "SELECT id, contact_id, NULL, due, what FROM promise WHERE id IN ({})",
    "decision": "SELECT id, contact_id, NULL, made_on, reason FROM decision WHERE id IN ({})",
}


PLACE_NAMES = {
    "contact": "details",
    "application": "application",
    "promise": "promise",
    "draft": "draft",
    "decision": "put off",
    "state": "closed",
}
"""What a place is called that has no day; one in a timeline has."""


class Place(NamedTuple):
    """A place where the words stand: what it is ("touchpoint", "contact", "draft"...), its key, and its text."""

    kind: str
    key: int
    on: date | None
    text: str


class Found(NamedTuple):
    """A person with the places that hold the words, the newest first; `contact_id` is None of an application's own."""

    contact_id: int | None
    application_id: int | None
    name: str
    employer: str
    places: tuple[Place, ...]


def fill_index(connection: Any) -> None:  # noqa: ANN401 - a connection of SQLAlchemy's
    """Index all that is in the book, in an index that holds nothing yet."""
    driver: Connection = connection.connection.driver_connection
    driver.executemany(_ADD, texts_of(driver))


def texts_of(connection: Connection) -> Iterator[tuple[int, str]]:
    """All that is indexed: the number of each place in the index, and its words as they go in."""
    for table, (number, columns) in _SOURCES.items():
        for key, *each in connection.execute(f"SELECT id, {', '.join(columns)} FROM {table}"):
            yield key * _KINDS + number, folded("\n".join(str(text or "") for text in each))


def fill_index_anew(connection: Connection) -> None:
    """Make the index anew, whatever it holds."""
    connection.execute("DROP TABLE IF EXISTS written")
    connection.execute(CREATE_INDEX)
    connection.executemany(_ADD, texts_of(connection))


def is_stale(connection: Connection) -> bool:
    """Whether the index has lost rows, or has gone."""
    if not connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'written_docsize'").fetchone()[0]:
        return True
    return bool(connection.execute(_STALE).fetchone()[0])


_STALE = """
SELECT EXISTS (SELECT 1 FROM identity WHERE indexed IS NOT (SELECT count(*) FROM written_docsize))
"""


def index_changes(
    connection: Any,  # noqa: ANN401 - a connection of SQLAlchemy's
    changes: Iterable[tuple[str, int, Mapping[str, Any] | None, Mapping[str, Any] | None]],
) -> None:
    """Keep the index up with rows that changed: table, key, the row before and after."""
    for table, key, before, after in changes:
        source = _SOURCES.get(table)
        if source is None:
            continue
        number, columns = source
        old, new = (None if row is None else _text(row, columns) for row in (before, after))
        if old == new:
            continue
        if old is not None:
            connection.exec_driver_sql(_TAKE_OUT, (key * _KINDS + number, old))
        if new is not None:
            connection.exec_driver_sql(_ADD, (key * _KINDS + number, new))


class Results(NamedTuple):
    """What a search found; `more` says that older places hold the words as well."""

    found: list[Found]
    more: bool


def search(connection: Connection, query: Query, only: Collection[int] | None = None) -> Results:
    """Who and what has all the words of a query, people first whose places are newest.

    Only the words count here; `only` are the people that its filters mean, None for everybody.
    """
    words = index_words(query)
    if not words:
        return Results([], False)
    by_table: dict[str, list[int]] = {}
    tables = {number: table for table, (number, _) in _SOURCES.items()}
    rows = connection.execute(_FIND, {"words": words, "most": _MOST + 1 if only is None else _AT_MOST}).fetchall()
    for (row,) in rows if only is not None else rows[:_MOST]:
        by_table.setdefault(tables[row % _KINDS], []).append(row // _KINDS)
    places: list[tuple[int | None, int | None, Place]] = []
    for table, keys in by_table.items():
        for key, contact_id, application_id, day, *texts in _rows(connection, table, keys):
            text = ("\n\n" if table == "touchpoint" else "\n").join(part for part in texts if part)
            on = date.fromisoformat(day) if day else None
            places.append((contact_id, application_id, Place(table, key, on, text)))
    for key, contact_id, subject, body, day in connection.execute(_DRAFTS):
        text = f"{subject}\n\n{body}".strip()
        if query.matches_text(folded(text)):
            on = date.fromisoformat(day) if day else None
            places.append((contact_id, None, Place("draft", key, on, text)))
    for key, reason in connection.execute(_STATES):  # beside the index, as the rules set such reasons, too
        if query.matches_text(folded(reason)):
            places.append((key, None, Place("state", key, None, reason)))
    found = _grouped(connection, places)
    if only is not None:
        found = [each for each in found if each.contact_id in only]
    return Results(found, len(rows) > _MOST if only is None else len(rows) == _AT_MOST)


def _rows(connection: Connection, table: str, keys: list[int]) -> Iterator[tuple[Any, ...]]:
    """The rows with these keys, so many at a time as one statement takes."""
    for start in range(0, len(keys), 1000):
        yield from connection.execute(_ROWS[table].format(", ".join(map(str, keys[start : start + 1000]))))


def _grouped(connection: Connection, places: list[tuple[int | None, int | None, Place]]) -> list[Found]:
    """The places by person; what belongs to an application alone stands with its main interviewer."""
    applications = {application for contact, application, _ in places if contact is None and application is not None}
    main: dict[int, int] = {}
    for application, contact in connection.execute(_INTERVIEWERS.format(", ".join(map(str, applications)))):
        main.setdefault(application, contact)
    grouped: dict[tuple[int | None, int | None], list[Place]] = {}
    for contact_id, application_id, place in places:
        whose = contact_id if contact_id is not None else main.get(application_id or 0)
        grouped.setdefault((whose, None if whose is not None else application_id), []).append(place)
    keys = {key for key, _ in grouped if key is not None}
    names = {row[0]: (row[1], row[2]) for row in connection.execute(_PEOPLE.format(", ".join(map(str, keys))))}
    found = []
    for (contact_id, application_id), theirs in grouped.items():
        name, employer = names.get(contact_id or 0, ("", ""))
        theirs.sort(key=lambda place: (place.on or date.max, place.key), reverse=True)
        found.append(Found(contact_id, application_id, name or theirs[0].text.split("\n")[0], employer, tuple(theirs)))
    # A person whose own name or details hold the words comes first, then whose letters are newest.
    found.sort(
        key=lambda each: (
            not any(place.kind == "contact" for place in each.places),
            -max(place.on.toordinal() if place.on else 0 for place in each.places),
            each.name,
        )
    )
    return found


def _text(row: Mapping[str, Any], columns: tuple[str, ...]) -> str:
    return folded("\n".join(str(row[column] or "") for column in columns))
