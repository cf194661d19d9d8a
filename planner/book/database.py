"""The book as a database: opened for writing, brought up to date, one transaction for each action."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import NullPool
from sqlmodel import Session, select

from .. import environment
from ..cadence.fingerprint import fingerprint
from . import backups, file, search, soundness
from .digests import fill_digests, keep_counts
from .errors import BookError, UnreadableValueError, UnusableBookError
from .file import Condition


@dataclass(frozen=True, slots=True)
class Book:
    """A book that can be written to. Each use of `transaction` opens the file anew, so any thread may."""

    path: Path
    engine: sa.Engine
    clock: Callable[[], date] = environment.today
    identity: str = ""  # which book it is; another file may come to stand at its path
    backup_limit: int = backups.LIMIT  # bytes that all backups may take together

    def back_up(self, why: backups.Why) -> backups.Backup:
        """A verified copy of the book as it is now.

        Raises:
            BookError: it could not be made.
        """
        return backups.make(self.path, why, self.backup_limit)

    def keep_backed_up(self) -> None:
        """Back it up where ten minutes have passed since the last time and something was changed.

        Where that cannot be done, nothing is lost by it; `planner doctor` says how old the newest backup is.
        """
        with suppress(BookError):
            if backups.is_due(self.path):
                self.back_up(backups.Why.CHANGES)

    def leave(self) -> None:
        """Nothing more is written by this program: the file is known for sound the next time, if nobody changes it."""
        soundness.leave(self.path, date.today())

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session in one `BEGIN IMMEDIATE` transaction: committed at the end of the block, or undone by any error.

        Raises:
            BookError: the file is locked by another program, damaged, no longer this book, or the disk is full.
        """
        try:
            with Session(self.engine, expire_on_commit=False) as session, session.begin():
                if self.identity and _identity(driver_of(session)) != self.identity:
                    raise BookError(f"{self.path} is another book by now. Nothing was written to it; start anew.")
                yield session
        except sa.exc.IntegrityError as error:
            raise BookError(f"The book does not take that: {error.orig}. Nothing was changed.") from error
        except (sa.exc.DatabaseError, sqlite3.Error) as error:
            why = getattr(error, "orig", None) or error
            if str(why).startswith("Could not decode"):  # and the rest of what it says quotes the book
                raise UnreadableValueError(f"{self.path} holds a text that is none. Nothing was changed.") from error
            if file.is_busy(why):
                raise BookError(f"{self.path} is in use by another program. Nothing was changed; try again.") from error
            if not self.path.exists():
                raise BookError(f"{self.path} is gone. Nothing was changed; {file.WAY_BACK}") from error
            raise BookError(f"{self.path} cannot be written ({why}). Nothing was changed.") from error


def open_book(
    path: Path,
    clock: Callable[[], date] = environment.today,
    condition: Condition | None = None,
    backup_limit: int = backups.LIMIT,
) -> Book:
    """The book at that place, made on first use and brought up to date when it is older.

    A plan that was made by other rules is made anew for everybody. Where that cannot be written now, the book opens all
    the same: it stays marked, and the next opening tries again.
    `condition` is what `examine` said of the file, for those who looked before.

    Raises:
        UnusableBookError: what stands there is no book, is damaged, or comes from a newer planner.
        BookError: the place cannot be written.
    """
    condition = condition or file.examine(path)
    if condition is not Condition.ABSENT and not path.exists():
        raise BookError(f"{path} is gone. Nothing was changed; {file.WAY_BACK}")
    file.make_private(path)
    if condition is not Condition.ABSENT:
        soundness.look(path, date.today())
        _refuse_foreign_objects(path)
    engine = _engine(path)
    book = Book(path, engine, clock, backup_limit=backup_limit)
    if condition in {Condition.ABSENT, Condition.OLDER}:
        _bring_up_to_date(book, condition)
        _plan_anew(book)
    elif condition is Condition.STALE or _has_lost_index(path):
        with suppress(BookError):
            _plan_anew(book)
    with file.reading(path) as connection:
        return replace(book, identity=_identity(connection))


def _refuse_foreign_objects(path: Path) -> None:
    """A trigger that is not the planner's would run with every write, a migration's included."""
    from .schema import foreign_objects

    with closing(file.connect(path)) as connection, file.said_plainly(path):
        found = foreign_objects(connection)
    if found:
        raise UnusableBookError(
            f"{path} holds a {found[0][0]} {found[0][1]!r} that is not the planner's, so nothing is written to it. "
            "`planner doctor --recover OUT` copies what is yours into a clean book."
        )


def _has_lost_index(path: Path) -> bool:
    with file.reading(path) as connection:
        return search.is_stale(connection)


def driver_of(session: Session) -> sqlite3.Connection:
    """The driver's connection under a session: the same transaction, for statements that need no ORM."""
    found = session.connection().connection.driver_connection
    assert isinstance(found, sqlite3.Connection)
    return found


def _identity(connection: sqlite3.Connection) -> str:
    """Which book a connection is to; "" for what is none, or an older one."""
    try:
        row = connection.execute("SELECT uuid FROM identity").fetchone()
    except sqlite3.OperationalError:
        return ""
    return str(row[0]) if row else ""


def _plan_anew(book: Book) -> None:
    """Store what everybody is owed by the rules of this planner, and which rules those are.

    It is no action and cannot be undone: no fact changes. Undo and redo plan by the rules in force as well.
    """
    from .models import Contact
    from .plans import replan

    with book.transaction() as session:
        replan(session, {key for key in session.exec(select(Contact.id)) if key is not None})
        connection = driver_of(session)
        if _identity(connection) and search.is_stale(connection):
            search.fill_index_anew(connection)
        keep_counts(connection)
        connection.execute(f"PRAGMA user_version={fingerprint()}")


def _engine(path: Path) -> sa.Engine:
    quoted = str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    engine = sa.create_engine(
        f"sqlite:///file:{quoted}?mode=rw&uri=true",  # never makes a file: that is the business of `make_private`
        poolclass=NullPool,
        connect_args={"timeout": file.BUSY_TIMEOUT, "isolation_level": None},
        hide_parameters=True,  # what an error says must hold nothing of what is in the book
    )

    @sa.event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _record: object) -> None:
        # EXTRA: what was said to be done is on the disk, also when the power goes in the next moment.
        connection.executescript("PRAGMA foreign_keys=ON; PRAGMA synchronous=EXTRA; PRAGMA trusted_schema=OFF;")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # At once, and not at the first write: a read turned into a write fails when another process wrote between.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _bring_up_to_date(book: Book, condition: Condition, folder: Path | None = None) -> None:
    """Run the missing migrations, all in one transaction, after a verified backup of what was there."""
    path, engine = book.path, book.engine
    from alembic import command
    from alembic.config import Config

    if condition is Condition.OLDER:
        book.back_up(backups.Why.MIGRATION)
    try:
        with engine.connect() as connection, connection.begin():
            # First of all, so that a file whose first migration was interrupted is known for one of ours.
            connection.exec_driver_sql(f"PRAGMA application_id={file.APPLICATION_ID}")
    except sa.exc.DatabaseError as error:
        raise BookError(f"{path} cannot be written ({error.orig}). It was left as it is.") from error
    config = Config()
    config.set_main_option("script_location", str(folder or Path(file.migrations_folder())).replace("%", "%%"))
    try:
        with engine.connect() as connection:
            # Off before BEGIN: rebuilding a table would delete the rows that hang on it (ON DELETE CASCADE).
            raw: Any = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                config.attributes["connection"] = connection
                command.upgrade(config, file.HEAD)
                fill_digests(raw)
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise UnusableBookError(f"{path} could not be brought up to date; it was left as it is.")
    except (sa.exc.DatabaseError, sqlite3.Error) as error:
        why = getattr(error, "orig", None) or error
        raise BookError(f"{path} could not be brought up to date ({why}). It was left as it is.") from error
