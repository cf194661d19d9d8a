"""Whether a book is sound, part by part; and mending what can be mended without a guess.

What is looked at: that the file holds together and its rows belong together, that nothing foreign is in its schema,
that each value is one that an action could have written and each row is what the last action left, that the plan is
what the rules make of the facts, that every word can be found, that only the user can read it, and that there is a
way back.
"""

import sqlite3
import stat
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from ..text import plural
from . import backups, file, search, values
from .database import driver_of, open_book
from .digests import changed_by_themselves, digest_of, fill_digests, keep_counts, key_of
from .errors import BookError
from .histories import histories
from .models import Contact, FollowUp
from .plans import replan, stored_row
from .schema import foreign_objects, is_of_now
from .soundness import first_fault

_OLD = 7  # days after which the newest backup is said to be old


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong: which check found it, in a sentence, and whether `mend` can put it right."""

    check: str
    text: str
    mends: bool = False


@dataclass(slots=True)
class Report:
    """What was looked at, each with what was found to be well, and what is wrong."""

    path: Path
    well: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def examine(path: Path) -> Report:
    """Look at everything; nothing is changed by it.

    A check that cannot be made because of what an earlier one found is left out.
    """
    report = Report(path)
    if not _file(report):
        _backups(report)
        return report
    try:
        with closing(file.connect(path, "mode=ro")) as connection, file.said_plainly(path):
            connection.execute("BEGIN")
            if _version(report, connection):
                _schema(report, connection)
                if _values(report, connection):
                    _digests(report, connection)
                    _plan(report)
                _index(report, connection)
                _journal(report, connection)
    except BookError as error:  # what was not looked at is not said to be well
        report.faults.append(Fault("file", f"Not everything could be looked at: {error}"))
    _permissions(report)
    _backups(report)
    return report


def _file(report: Report) -> bool:
    """Whether the file can be read at all, and holds together."""
    path = report.path
    try:
        with closing(file.connect(path, "mode=ro")) as connection, file.said_plainly(path):
            if connection.execute("PRAGMA application_id").fetchone()[0] != file.APPLICATION_ID:
                report.faults.append(Fault("file", f"{path} is not a book of the planner."))
                return False
            fault = file.fault_in(connection, "integrity_check")
    except BookError as error:
        if error.__cause__ is None:
            report.faults.append(Fault("file", str(error)))
            return False
        fault = str(error.__cause__)
    if fault:
        text = f"The file does not hold together ({fault}). `planner doctor --recover OUT` takes out what can be read."
        report.faults.append(Fault("file", text))
        return False
    report.well["file"] = f"{path} holds together ({path.stat().st_size / 1000:,.0f} kB)."
    return True


def _version(report: Report, connection: sqlite3.Connection) -> bool:
    """Whether the tables are of this planner's version; where that is not said any more, they tell it themselves."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    revision = ""
    if "alembic_version" in tables:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        revision = str(row[0]) if row else ""
    if revision == file.HEAD:
        identity = connection.execute("SELECT uuid FROM identity").fetchone() if "identity" in tables else None
        if identity is None:
            report.faults.append(Fault("version", "The book does not say which book it is.", mends=True))
        report.well["version"] = f"Its tables are of version {revision}."
        return True
    if not revision and is_of_now(connection):
        report.faults.append(Fault("version", "The book does not say of which version its tables are.", mends=True))
        return False
    report.faults.append(
        Fault("version", f"Its tables are of version {revision or 'unknown'}; this planner works with {file.HEAD}.")
    )
    return False


def _schema(report: Report, connection: sqlite3.Connection) -> None:
    foreign = foreign_objects(connection)
    for kind, name in foreign:
        report.faults.append(
            Fault(
                "schema",
                f"The book holds a {kind} {name!r} that is not the planner's, so it is not written to. "
                "`planner doctor --recover OUT` copies what is yours into a clean book.",
            )
        )
    if not foreign:
        report.well["schema"] = "Nothing foreign is in it."


def _values(report: Report, connection: sqlite3.Connection) -> bool:
    found = values.impossible_values(connection)
    report.faults += [Fault("values", f"{each.said}.", mends=True) for each in found]
    if not found:
        report.well["values"] = "Every value is one that can be, and every row belongs to another that is there."
    return not found


def _digests(report: Report, connection: sqlite3.Connection) -> None:
    found = [*changed_by_themselves(connection)]
    for table, row in found:
        report.faults.append(
            Fault("rows", f"{table} {row} is not what the last action on it left: it changed by itself.", mends=True)
        )
    if not found:
        report.well["rows"] = "Every row is what the last action on it left."


def _plan(report: Report) -> None:
    """The stored plan against a fresh one."""
    stored, fresh, names = _plans(report.path)
    wrong = {key for key in stored.keys() | fresh.keys() if stored.get(key) != fresh.get(key)}
    people = sorted({names.get(contact, f"number {contact}") for contact, *_ in wrong})
    if people:
        who = ", ".join(people[:3]) + (f" and {len(people) - 3} more" if len(people) > 3 else "")
        text = f"The stored plan is not what the rules make of the facts: {who}."
        report.faults.append(Fault("plan", text, mends=True))
    else:
        report.well["plan"] = f"The plan is what the rules make of the facts ({plural(len(fresh), 'step')})."


_Plan = dict[tuple[Any, ...], tuple[Any, ...]]


def _plans(path: Path) -> tuple[_Plan, _Plan, dict[int, str]]:
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    engine = create_engine(
        "sqlite://", creator=lambda: file.connect(path, "mode=ro"), poolclass=NullPool, hide_parameters=True
    )
    columns = ("opens", "due", "late", "counted_from", "interval_days", "channel", "part", "why")
    with Session(engine) as session:
        keys = [key for key in session.exec(select(Contact.id)) if key is not None]
        names = dict(session.exec(select(col(Contact.id), col(Contact.name))).all())
        fresh: _Plan = {}
        from ..cadence.rules import plan

        for contact, history, playbook in histories(session, keys):
            for step in plan(history, playbook):
                row = stored_row(contact, history, step)
                fresh[row["contact_id"], row["step"], row["application_id"]] = tuple(row[name] for name in columns)
        stored = {
            (row.contact_id, row.step, row.application_id): tuple(getattr(row, name) for name in columns)
            for row in session.exec(select(FollowUp))
        }
    engine.dispose()
    return stored, fresh, {int(key): name for key, name in names.items() if key is not None}


def _index(report: Report, connection: sqlite3.Connection) -> None:
    """The words of the index against those of an index made anew in memory."""
    fault = Fault("index", "The search index is not what is in the tables: some words cannot be found.", mends=True)
    try:
        kept = _terms(connection)
    except sqlite3.Error:
        report.faults.append(fault)
        return
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(search.CREATE_INDEX)
        memory.executemany("INSERT INTO written (rowid, text) VALUES (?, ?)", search.texts_of(connection))
        fresh = _terms(memory)
    if kept != fresh:
        report.faults.append(fault)
    else:
        report.well["index"] = f"Every word can be found ({len(fresh) - 1:,} different ones)."


def _terms(connection: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    """How often each word stands in the index: in how many places, and in all. The places themselves come first."""
    found = {"": (sum(row[0] for row in connection.execute("SELECT id FROM written_docsize")), 0)}
    connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, written, row)")
    try:
        return found | {term: (places, count) for term, places, count in connection.execute("SELECT * FROM temp.words")}
    finally:
        connection.execute("DROP TABLE temp.words")


def _journal(report: Report, connection: sqlite3.Connection) -> None:
    count = connection.execute("SELECT count(*) FROM journal_entry").fetchone()[0]
    report.well["journal"] = f"{plural(count, 'action')} can be undone or redone."


def _permissions(report: Report) -> None:
    places = [report.path, backups.folder_of(report.path)]
    places += [each.path for each in backups.listed(report.path)]
    open_ones = [place for place in places if place.exists() and stat.S_IMODE(place.stat().st_mode) & 0o077]
    for place in open_ones:
        report.faults.append(Fault("permissions", f"Others can read or write {place}.", mends=True))
    if not open_ones:
        report.well["permissions"] = "Only you can read it and its backups."


def _backups(report: Report) -> None:
    found = backups.listed(report.path)
    bad = [(each, wrong) for each in found if (wrong := backups.check(each))]
    for each, wrong in bad:
        report.faults.append(Fault("backups", f"The backup {each.name} is not sound: {wrong}."))
    sound = next((each for each in found if each not in {one for one, _ in bad}), None)
    if sound is None:
        report.well["backups"] = "There is no backup yet; `planner backup make` makes one."
        return
    age = (datetime.now(UTC) - sound.made_at).days
    old = " That is some time ago; `planner backup make` makes a new one." if age > _OLD else ""
    report.well["backups"] = f"The newest sound backup is {sound.name}, of {len(found)}.{old}"


# Mending


def mend(path: Path, report: Report, limit: int = backups.LIMIT) -> list[str]:
    """Put right what can be put right without a guess, after a backup; gives what was done, a sentence each.

    `limit` is how many bytes the backups may take together.

    Raises:
        BookError: the book cannot be written, does not hold together, or holds something foreign.
    """
    if foreign := [each for each in report.faults if each.check == "schema"]:
        raise BookError(foreign[0].text)  # a trigger would run with what mends the rest
    if fault := first_fault(path):
        raise BookError(
            f"{path} is damaged ({fault}); that cannot be mended in place. "
            "`planner backup restore` brings back a backup, `planner doctor --recover OUT` takes out what can be read."
        )
    checks = {each.check for each in report.faults if each.mends}
    done: list[str] = []
    if "permissions" in checks:
        for place in [path, backups.folder_of(path), *(each.path for each in backups.listed(path))]:
            if place.exists():
                place.chmod(stat.S_IMODE(place.stat().st_mode) & 0o700)
        done.append("Only you can read the book and its backups now.")
    if not checks - {"permissions"}:
        return done
    copy = backups.make(path, backups.Why.REPAIR, limit)
    done.append(f"The book as it was is kept as backup {copy.name}.")
    with closing(file.connect(path)) as connection, file.said_plainly(path):
        connection.execute("PRAGMA synchronous=EXTRA")
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("BEGIN IMMEDIATE")
        done += _mend_version(connection) if "version" in checks else []
        done += _mend_values(connection)
        done += _mend_rows(connection, path) if "rows" in checks else []
        connection.execute("COMMIT")
    make_anew(path)
    done.append("Plan, search index and digests were made anew.")
    return done


def _mend_version(connection: sqlite3.Connection) -> list[str]:
    import uuid

    if not connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").fetchone()[0]:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    connection.execute("DELETE FROM alembic_version")
    connection.execute("INSERT INTO alembic_version (version_num) VALUES (?)", (file.HEAD,))
    connection.execute("INSERT OR IGNORE INTO identity (id, uuid) VALUES (1, ?)", (str(uuid.uuid4()),))
    return [f"The book says again that its tables are of version {file.HEAD}."]


def _mend_values(connection: sqlite3.Connection) -> list[str]:
    done: list[str] = []
    for each in values.clear(connection, values.impossible_values(connection)):
        kept = "; its text is in the notes on them now" if keep_in_notes(connection, each) else ""
        done.append(f"{each.was.table} {each.was.row}, {each.was.column}: cleared{kept}.")
    return done


def keep_in_notes(connection: sqlite3.Connection, cleared: values.Cleared) -> bool:
    """Keep the text of what was cleared in the notes on whose it was; gives whether there is such a person."""
    if cleared.contact_id is None or not cleared.kept:
        return False
    note = f"\n\n(Could not be read, and was taken out of {cleared.was.table}:)\n{cleared.kept}"
    connection.execute("UPDATE contact SET notes = trim(notes || ?, char(10)) WHERE id = ?", (note, cleared.contact_id))
    return True


def _mend_rows(connection: sqlite3.Connection, path: Path) -> list[str]:
    """Take each row that changed by itself from the newest backup in which it is what an action left."""
    done: list[str] = []
    for table, number in [*changed_by_themselves(connection)]:
        known = connection.execute("SELECT digest FROM row_digest WHERE id = ?", (key_of(table, number),)).fetchone()
        row = _row_with_digest(path, table, number, known[0]) if known else None
        if row is None:
            done.append(f"{table} {number}: no backup has it as it was, so it stays as it is now.")
            continue
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        connection.execute(f'INSERT OR REPLACE INTO "{table}" ({names}) VALUES ({marks})', tuple(row.values()))
        done.append(f"{table} {number}: as the last action left it, from a backup.")
    return done


def _row_with_digest(path: Path, table: str, number: int, digest: int) -> dict[str, Any] | None:
    for backup in backups.listed(path):
        if backups.check(backup):
            continue
        with closing(file.connect(backup.path, "mode=ro&immutable=1")) as copy, suppress(sqlite3.Error):
            cursor = copy.execute(f'SELECT * FROM "{table}" WHERE id = ?', (number,))
            found = cursor.fetchone()
            row = dict(zip([name[0] for name in cursor.description], found, strict=True)) if found else None
            if row is not None and digest_of(table, row) == digest:
                return row
    return None


def make_anew(path: Path) -> None:
    """Make everything anew that follows from the rest: plan, search index, digests.

    Raises:
        BookError: the book cannot be written.
    """
    book = open_book(path)
    with book.transaction() as session:
        connection = driver_of(session)
        search.fill_index_anew(connection)
        replan(session, {key for key in session.exec(select(Contact.id)) if key is not None})
        fill_digests(connection)
        keep_counts(connection)
