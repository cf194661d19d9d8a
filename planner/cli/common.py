"""What several verbs share: the book, a person by a part of the name, dates in words."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from sqlite3 import Connection
from typing import TYPE_CHECKING

from .. import environment
from ..book.file import Condition, examine, reading
from ..dates import retold, say_in_full
from ..text import joined
from .output import say

if TYPE_CHECKING:
    from ..book import queries
    from ..book.commands import Done
    from ..book.database import Book

EMPTY_BOOK = (
    "Nobody is in your book yet. `planner add person NAME` adds someone, `planner import FILE.eml` reads a letter."
)


NAMES = "a part of the person's name; of several people separated by commas"
DATES_LIKE = "Try: tomorrow, next tue, in 3 weeks, +10d, 2 dec, 2026-12-02."


class Misuse(Exception):
    """A call that cannot be carried out as it was written."""

    exit_status = 2


def book_path(options: argparse.Namespace) -> str:
    """The file of the book that this call is about."""
    return environment.book_file(options.book)


@contextmanager
def open_reading(options: argparse.Namespace) -> Iterator[Connection | None]:
    """The book for reading; None when there is none yet. An older book, or plan, is brought up to date first."""
    path = book_path(options)
    if not os.path.exists(path):  # noqa: PTH110 - pathlib would cost the daily check a tenth of its time
        yield None
        return
    condition = examine(path)
    if condition is Condition.ABSENT:
        yield None
        return
    if condition in {Condition.OLDER, Condition.STALE}:
        _bring_up_to_date(path, condition)
    with reading(path) as connection:
        yield connection


def _bring_up_to_date(path: str, condition: Condition) -> None:
    """Open the book for writing once. A plan of other rules that cannot be made anew is shown as it is, and said so.

    Raises:
        BookError: the tables are of an older planner, and cannot be brought up to date.
    """
    from pathlib import Path

    from ..book.database import open_book
    from .bar import progress_bar

    with progress_bar("Planning everybody anew"):
        open_book(Path(path), condition=condition)
    if condition is Condition.STALE and examine(path) is Condition.STALE:
        say(
            f"The rules have changed, but {path} cannot be written right now, "
            "so these dates still follow the old rules.",
            to=sys.stderr,
        )


def day_shown(connection: Connection) -> tuple[date, str]:
    """The day for which to show who is due, and why where it is not this machine's."""
    from ..book import due

    today = environment.today()
    return (today, "") if environment.day_is_set() else due.as_of(connection, today, environment.now())


_written: "dict[str, Book]" = {}  # the books that were opened for writing


def open_writing(options: argparse.Namespace) -> "Book":
    """The book for writing, made on first use."""
    from pathlib import Path

    from ..book.database import open_book

    path = book_path(options)
    book = _written[path] = open_book(Path(path), backup_limit=backup_limit())
    return book


def has_opened_for_writing() -> bool:
    """Whether this call wanted to write."""
    return bool(_written)


def keep_backups() -> None:
    """Back up what was opened for writing, where ten minutes have passed since the last time, and leave it."""
    while _written:
        _, book = _written.popitem()
        book.keep_backed_up()
        book.leave()


def backup_limit() -> int:
    """How many bytes the backups may take together; the configuration is read only where it has a word on that."""
    from ..environment import settings_file
    from ..settings import Settings, read_settings

    try:
        said = b"backup_limit" in settings_file().read_bytes()
    except OSError:
        said = False
    return (read_settings(settings_file()).settings if said else Settings()).backup_bytes


def find_person(connection: Connection | None, text: str) -> tuple[int, str]:
    """The key and name of the one person that a part of a name, or a number, means.

    Raises:
        EntryError: nobody, or several people, are meant; the text lists them.
    """
    from ..book import whom

    try:
        found = whom.person(connection, text)
    except whom.UnclearNameError as error:
        if error.candidates:
            raise
        raise Misuse(f"{error} `planner show` lists everybody.") from None
    return found.id, found.name


def find_people(connection: Connection | None, text: str) -> list[tuple[int, str]]:
    """The people that a text names, separated by commas: each by a part of the name, each once.

    Raises:
        Misuse: as `find_person`.
    """
    from ..book import queries

    names = [each.strip() for each in text.split(",") if each.strip()]
    if not names:
        raise Misuse(f"{text!r} names nobody.")
    whole = queries.find_contacts(connection, text) if connection is not None else []
    if len(names) < 2 or len(whole) == 1:  # a name can hold a comma: "Smith, John"
        return [find_person(connection, text)]
    return list(dict.fromkeys(find_person(connection, each) for each in names))


def find_application(connection: Connection | None, text: str) -> "queries.ApplicationRow":
    """The one application that a number, or a part of its position and employer, means.

    Raises:
        Misuse: none, or several, are meant; the text lists them.
    """
    from ..book import queries
    from ..text import folded

    rows = queries.applications(connection) if connection is not None else []
    words = folded(text.replace(" at ", " ")).split()
    by_number = [row for row in rows if text.isdigit() and row.id == int(text)]
    whole = [row for row in rows if folded(row.position).split() == words]
    # Position before employer, as one says it: "analytics engineer" is no platform engineer at some analytics firm.
    found = by_number or whole or [row for row in rows if _in_order(words, folded(f"{row.position} {row.employer}"))]
    if len(found) == 1:
        return found[0]
    listed = "; ".join(f"{row.id} {row.position} at {row.employer}" for row in (found or rows)[:12])
    if not found:
        known = f" Known: {listed}." if listed else " Add it with `planner add application POSITION EMPLOYER`."
        raise Misuse(f"There is no application {text!r}.{known}")
    raise Misuse(f"{text!r} can mean {len(found)} applications: {listed}. Give its number.")


def _in_order(words: list[str], text: str) -> bool:
    """Whether the words stand in a text in that order, each at least the beginning of one."""
    left = iter(text.split())
    return all(any(each.startswith(word) for each in left) for word in words)


def read_day(text: str, *, past: bool = False) -> date:
    """The date that was typed in words.

    Raises:
        Misuse: it is none that can be relied on.
    """
    from ..typed_dates import read_date

    day = read_date(text, environment.today(), past=past)
    if day is None:
        raise Misuse(f"{text!r} is not a date I can read. {DATES_LIKE}")
    return day


def read_day_for(options: argparse.Namespace, text: str, people: list[tuple[int, str]], what: str) -> date:
    """The date that was typed about people; `what` says for what: "put off until".

    Raises:
        Misuse: it is none that can be relied on. The words are kept in the notes on them then, and the text says so.
    """
    from ..typed_dates import read_date

    day = read_date(text, environment.today())
    if day is not None:
        return day
    from ..book.commands import keep_unread_date, together

    keep = partial(_with_key, lambda book, key: keep_unread_date(book, key, text, what))
    together(open_writing(options), [(name, partial(keep, key)) for key, name in people])
    whose = joined([name for _, name in people])
    raise Misuse(
        f"{text!r} is not a date I can read, so nothing was planned; your words are kept in the notes on {whose}. "
        f"{DATES_LIKE}"
    )


def for_each(
    options: argparse.Namespace, people: list[tuple[int, str]], job: "Callable[[Book, int], Done]", more: str = ""
) -> None:
    """Do a job for these people, as one action, and say what was done; `more` stands behind it."""
    from ..book.commands import together
    from .bar import progress_bar

    jobs = [(name, partial(_with_key, job, key)) for key, name in people]
    with progress_bar("Doing it for all"):
        done = together(open_writing(options), jobs)
    echo(done, more)


def _with_key(job: "Callable[[Book, int], Done]", key: int, book: "Book") -> "Done":
    return job(book, key)


def echo(done: "Done", more: str = "") -> None:
    """Say what was done, or that nothing was; `more` stands behind it."""
    label = retold(f"{done.label}, {more}" if more else done.label, environment.today())
    if done.changed:
        say(f"{label[:1].upper()}{label[1:]}. (`planner undo` takes it back.)")
    else:
        say(f"Nothing changed, it was so already: {label}.")


def in_full(day: date) -> str:
    """A date echoed so that it cannot be mistaken."""
    return say_in_full(day)
