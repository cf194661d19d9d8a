"""The name that a row has everywhere."""

import json
import lzma
import shutil
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

import pytest

from planner.book import commands, file, journal
from planner.book.commands import entered
from planner.book.database import Book, open_book
from planner.book.identities import TABLES, derived_uuid, new_uuid, read_uuids, uid_of
from planner.book.models import ContactFields

RELEASED = Path(__file__).parents[1] / "released"


def names_of(path: Path) -> dict[tuple[str, int], str]:
    """The name of every row by table and number."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            (table, row): name for table in TABLES for row, name in connection.execute(f"SELECT id, uuid FROM {table}")
        }


def test_a_new_one_is_of_version_7_and_sorts_by_time():
    made = [new_uuid() for _ in range(50)]
    assert sorted(made) == made and len({*made}) == 50
    assert {uuid.UUID(each).version for each in made} == {7}


def test_a_derived_one_tells_book_table_row_and_moment_apart():
    same = {"book": "b", "table": "contact", "row": 1, "made_at": "2026-11-10T08:00:00+00:00"}
    others = [{"book": "c"}, {"table": "draft"}, {"row": 2}, {"made_at": ""}]
    made = {derived_uuid(**{**same, **other}) for other in others} | {derived_uuid(**same)}
    assert len(made) == 5 and derived_uuid(**same) == derived_uuid(**same)
    assert {(uuid.UUID(each).version, uuid.UUID(each).variant) for each in made} == {(7, uuid.RFC_4122)}


def test_every_row_has_one(demo: Book):
    names = names_of(demo.path)
    assert names and all(names.values()) and len({*names.values()}) == len(names)


def test_two_copies_that_are_brought_up_to_date_apart_agree(tmp_path: Path):
    one, other = tmp_path / "one.sqlite", tmp_path / "other.sqlite"
    one.write_bytes(lzma.decompress((RELEASED / "0010.sqlite.xz").read_bytes()))
    shutil.copyfile(one, other)
    open_book(one), open_book(other)
    assert names_of(one) == names_of(other) and all(names_of(one).values())


def test_what_was_made_before_is_undone_and_redone_with_its_name(tmp_path: Path):
    """The journal of an older version knows no names."""
    path = tmp_path / "book.sqlite"
    path.write_bytes(lzma.decompress((RELEASED / "0010.sqlite.xz").read_bytes()))
    book = open_book(path)
    before = names_of(path)
    while journal.undo(book):
        pass
    assert names_of(path) == {}
    while journal.redo(book):
        pass
    assert names_of(path) == before


def test_undo_and_redo_keep_it(book: Book):
    commands.add_contact(book, entered(ContactFields, name="Dana Whitfield"))
    before = names_of(book.path)
    journal.undo(book)
    journal.redo(book)
    assert names_of(book.path) == before


def test_what_follows_from_a_row_has_a_lasting_one(demo: Book):
    with file.reading(demo.path) as connection:
        uuids = read_uuids(connection)
    made = {uid_of(name, step, None) for name in uuids.contacts.values() for step in ("reply", "check_in")}
    assert len(made) == 2 * len(uuids.contacts) == len({*made})
    assert uid_of("a", "b", None) == uid_of("a", "b", None) != uid_of("a", "b", "c")


def test_no_two_rows_have_the_same(book: Book):
    commands.add_contact(book, entered(ContactFields, name="Dana"), entered(ContactFields, name="Priya"))
    with closing(sqlite3.connect(book.path)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute("UPDATE contact SET uuid = (SELECT uuid FROM contact WHERE name = 'Dana')")


def test_the_journal_names_the_rows_it_keeps(tmp_path: Path):
    path = tmp_path / "book.sqlite"
    path.write_bytes(lzma.decompress((RELEASED / "0010.sqlite.xz").read_bytes()))
    open_book(path)
    with closing(sqlite3.connect(path)) as connection:
        kept = [
            (table, row, after)
            for (changes,) in connection.execute("SELECT changes FROM journal_entry")
            for table, row, _before, after in json.loads(changes)
        ]
    names = names_of(path)
    assert kept and all(after["uuid"] == names[table, row] for table, row, after in kept if after and table in TABLES)
