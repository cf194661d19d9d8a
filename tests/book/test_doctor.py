"""Books that another program, or a disk, has changed: what is found, what stays to be read, what is mended."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from planner.book import backups, commands, doctor, queries, search, values
from planner.book.commands import entered
from planner.book.database import Book, open_book
from planner.book.errors import BookError, UnusableBookError
from planner.book.file import reading
from planner.book.models import ContactFields
from planner.book.salvage import salvage
from planner.cadence.terms import Direction, Kind
from planner.finding import read_query
from tests.conftest import TODAY

_FIRST_NO = "(SELECT min(id) FROM application WHERE state = 'rejected')"
# What was put there, and where the doctor finds it.
IMPOSSIBLE = {
    "a blank name": ("UPDATE contact SET name = '' WHERE id = 2", "contact 2, name"),
    "a day of no calendar": (
        "UPDATE touchpoint SET happened_on = '2026-13-45' WHERE id = 3",
        "touchpoint 3, happened_on",
    ),
    "a time of no clock": ("UPDATE touchpoint SET happened_at = '25:71' WHERE id = 3", "touchpoint 3, happened_at"),
    "an unknown step": ("UPDATE follow_up SET step = 'dance' WHERE id = (SELECT min(id) FROM follow_up)", "step"),
    "an unknown state": ("UPDATE contact SET state = 'gone' WHERE id = 2", "contact 2, state"),
    "an unknown kind": ("UPDATE touchpoint SET kind = 'x' WHERE id = 3", "touchpoint 3, kind"),
    "an unknown part": ("UPDATE interviewer SET part = 'boss' WHERE id = 1", "interviewer 1, part"),
    "a no without its day": (f"UPDATE application SET learned_on = 'soon' WHERE id = {_FIRST_NO}", "learned_on"),
    "a state of no application": ("UPDATE application SET state = 'zzz' WHERE id = 1", "application 1, state"),
    "bytes for notes": ("UPDATE contact SET notes = x'ff00fe' WHERE id = 2", "contact 2, notes"),
    "bytes for tags": ("UPDATE contact SET tags = x'41' WHERE id = 3", "contact 3, tags"),
    "half a character": ("UPDATE contact SET name = CAST(x'4461eda08061' AS TEXT) WHERE id = 2", "contact 2, name"),
    "a broken journal": ("UPDATE journal_entry SET changes = '{' WHERE id = 5", "journal_entry 5, changes"),
    "a promise for never": ("INSERT INTO promise (contact_id, what, due) VALUES (1, 'a list', 'x')", "due"),
    "an unknown decision": ("INSERT INTO decision (contact_id, kind, made_on) VALUES (1, 'y', '2026-11-02')", "kind"),
    "a draft of no state": ("INSERT INTO draft (contact_id, channel, state) VALUES (1, 'email', 'odd')", "state"),
    "somebody who is not there": ("UPDATE touchpoint SET contact_id = 9999 WHERE id = 3", "touchpoint 3, contact_id"),
    "a word for a number": ("UPDATE follow_up SET interval_days = 'many'", "interval_days"),
}


def spoil(path: Path, statement: str) -> None:
    """As another program would write it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute(statement)
        connection.commit()


def faults(path: Path, check: str = "") -> list[str]:
    return [each.text for each in doctor.examine(path).faults if check in {"", each.check}]


def test_a_sound_book_is_said_to_be(demo: Book):
    report = doctor.examine(demo.path)
    assert report.is_sound, report.faults
    assert set(report.well) == {
        "file", "version", "schema", "values", "rows", "plan", "index", "journal", "permissions", "backups",
    }  # fmt: skip


def test_looking_changes_nothing(demo: Book):
    files = {path: path.read_bytes() for path in demo.path.parent.rglob("*") if path.is_file()}
    doctor.examine(demo.path)
    assert {path: path.read_bytes() for path in demo.path.parent.rglob("*") if path.is_file()} == files


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_an_impossible_value_is_found_read_around_and_mended(demo: Book, what: str):
    statement, where = IMPOSSIBLE[what]
    spoil(demo.path, statement)
    with reading(demo.path) as connection:
        people = connection.execute("SELECT count(*) FROM contact").fetchone()[0]
    assert any(where in text for text in faults(demo.path, "values"))
    found = values.stand_in(demo.path)
    assert any(where in each.said for each in found)
    with reading(demo.path) as connection:  # of the copy
        assert not values.impossible_values(connection)
        assert connection.execute("SELECT count(*) FROM contact").fetchone()[0] == people
    done = doctor.mend(demo.path, doctor.examine(demo.path))
    assert "kept as backup" in done[0] and not faults(demo.path)


def test_the_text_of_what_is_taken_out_stays_with_the_person(demo: Book):
    with reading(demo.path) as connection:
        whose, body = connection.execute(
            "SELECT contact_id, body FROM touchpoint WHERE body <> '' ORDER BY id"
        ).fetchone()
    spoil(demo.path, f"UPDATE touchpoint SET kind = 'x' WHERE contact_id = {whose}")
    doctor.mend(demo.path, doctor.examine(demo.path))
    with reading(demo.path) as connection:
        notes = connection.execute("SELECT notes FROM contact WHERE id = ?", (whose,)).fetchone()[0]
    assert body in notes


def test_somebody_else_can_still_be_written_to(demo: Book):
    spoil(demo.path, "UPDATE contact SET state = 'gone' WHERE id = 2")
    book = open_book(demo.path, demo.clock)
    commands.log_touchpoint(book, 5, Kind.CALL, Direction.OUT, TODAY)


def test_a_bit_that_flipped_is_noticed_and_taken_from_a_backup(demo: Book):
    from planner.book.backups import Why

    with reading(demo.path) as connection:
        right = connection.execute("SELECT phone, name FROM contact WHERE id = 2").fetchone()
    demo.back_up(Why.BY_HAND)
    spoil(demo.path, "UPDATE contact SET name = 'Somebody Else' WHERE id = 2")
    assert ["contact 2" in text for text in faults(demo.path, "rows")] == [True]
    doctor.mend(demo.path, doctor.examine(demo.path))
    with reading(demo.path) as connection:
        assert connection.execute("SELECT phone, name FROM contact WHERE id = 2").fetchone() == right
    assert not faults(demo.path)


def test_a_row_that_another_program_took_out_is_noticed(demo: Book):
    spoil(demo.path, "DELETE FROM touchpoint WHERE id = 1")
    assert "touchpoint 1" in faults(demo.path, "rows")[0]


def test_every_action_keeps_the_digests(demo: Book):
    key = commands.add_contact(demo, entered(ContactFields, name="Ida Moe")).id
    commands.tag_contact(demo, key, ["mentor"])
    commands.log_touchpoint(demo, key, Kind.CALL, Direction.OUT, TODAY)
    commands.merge_contacts(demo, 2, key)
    for step in (commands.undo, commands.undo, commands.redo, commands.undo):
        step(demo)
        assert not faults(demo.path)


def test_an_emptied_plan_is_made_anew_when_the_book_is_opened(demo: Book):
    with reading(demo.path) as connection:
        before = connection.execute("SELECT contact_id, step, due FROM follow_up ORDER BY 1, 2").fetchall()
    spoil(demo.path, "DELETE FROM follow_up")
    assert "rules make of the facts" in faults(demo.path, "plan")[0]
    open_book(demo.path, demo.clock)
    with reading(demo.path) as connection:
        assert connection.execute("SELECT contact_id, step, due FROM follow_up ORDER BY 1, 2").fetchall() == before


def test_an_emptied_index_is_made_anew_when_the_book_is_opened(demo: Book):
    spoil(demo.path, "INSERT INTO written (written) VALUES ('delete-all')")
    assert "cannot be found" in faults(demo.path, "index")[0]
    open_book(demo.path, demo.clock)
    with reading(demo.path) as connection:
        assert search.search(connection, read_query("team", TODAY)).found
    assert not faults(demo.path)


def test_a_book_without_its_version_is_neither_empty_nor_changed(demo: Book):
    spoil(demo.path, "DELETE FROM alembic_version")
    before = demo.path.read_bytes()
    with pytest.raises(UnusableBookError, match="version"):
        open_book(demo.path)
    assert demo.path.read_bytes() == before
    doctor.mend(demo.path, doctor.examine(demo.path))
    assert not faults(demo.path) and open_book(demo.path).identity == demo.identity


FOREIGN = {
    "trigger": "CREATE TRIGGER evil AFTER INSERT ON touchpoint BEGIN DELETE FROM contact; END",
    "view": "CREATE VIEW mine AS SELECT * FROM contact",
    "table": "CREATE TABLE mine (id INTEGER)",
    "index": "CREATE INDEX mine ON contact (notes)",
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_book_with_something_foreign_is_not_written_to(demo: Book, tmp_path: Path, kind: str):
    spoil(demo.path, FOREIGN[kind])
    before = demo.path.read_bytes()
    with pytest.raises(UnusableBookError, match="--recover"):
        open_book(demo.path)
    assert demo.path.read_bytes() == before and kind in faults(demo.path, "schema")[0]
    with pytest.raises(BookError, match="--recover"):  # not even to mend the rest
        doctor.mend(demo.path, doctor.examine(demo.path))
    assert demo.path.read_bytes() == before
    assert not salvage(demo.path, tmp_path / "clean.sqlite").lost
    assert not faults(tmp_path / "clean.sqlite") and open_book(tmp_path / "clean.sqlite").identity == demo.identity


def has_list_of_tables(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        try:
            return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone())
        except sqlite3.DatabaseError:
            return False


def damaged_pages(path: Path, seed: int, count: int = 1) -> None:
    data, dice = bytearray(path.read_bytes()), random.Random(seed)
    for _ in range(count):
        page = dice.randrange(1, len(data) // 4096) * 4096
        data[page : page + 4096] = dice.randbytes(4096)
    path.write_bytes(data)


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_book_is_not_written_to_and_what_can_be_read_is_recovered(demo: Book, tmp_path: Path, seed: int):
    whole = salvage(demo.path, tmp_path / "whole.sqlite")
    assert not whole.lost
    damaged_pages(demo.path, seed)
    before = demo.path.read_bytes()
    assert "does not hold together" in faults(demo.path, "file")[0]
    with pytest.raises(BookError):
        open_book(demo.path)
    assert demo.path.read_bytes() == before
    try:
        found = salvage(demo.path, tmp_path / "clean.sqlite")
    except BookError as error:
        assert "Nothing can be read" in str(error) and not has_list_of_tables(demo.path)
        return
    assert not faults(tmp_path / "clean.sqlite")
    left = {table for table, count in whole.rows.items() if found.rows[table] < count}
    assert len(left) <= 1  # one page is of one table, or of an index
    assert not left or any(text.startswith(left.pop()) for text in found.lost)


def overwrite(path: Path, page: int) -> None:
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = random.Random(page).randbytes(4096)
    path.write_bytes(data)


def test_where_the_list_of_tables_is_lost_a_backup_lends_its_own(demo: Book, tmp_path: Path):
    overwritten = tmp_path / "overwritten.sqlite"
    shutil.copy(demo.path, overwritten)
    overwrite(overwritten, 1)
    with pytest.raises(BookError, match="Nothing can be read"):
        salvage(overwritten, tmp_path / "none.sqlite")
    backups.make(demo.path, backups.Why.BY_HAND)
    commands.tag_contact(open_book(demo.path), 1, ["newer"])  # what the backup has not
    whole = salvage(demo.path, tmp_path / "whole.sqlite")
    overwrite(demo.path, 1)
    found = salvage(demo.path, tmp_path / "clean.sqlite")
    assert found.rows == whole.rows and found.lost[0].startswith("the list of tables: the one of ")
    with reading(tmp_path / "clean.sqlite") as connection:
        assert "newer" in connection.execute("SELECT tags FROM contact WHERE id = 1").fetchone()[0]
    assert not faults(tmp_path / "clean.sqlite")


def test_a_backup_with_its_tables_at_other_places_lends_nothing(demo: Book, tmp_path: Path):
    backups.make(demo.path, backups.Why.BY_HAND)
    [backup] = backups.listed(demo.path)
    with closing(sqlite3.connect(backup.path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE another (words)")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET rootpage = 9999 WHERE name = 'contact'")
    overwrite(demo.path, 1)
    with pytest.raises(BookError, match="no backup can lend its own"):
        salvage(demo.path, tmp_path / "clean.sqlite")


def test_what_is_told_of_people_whose_own_rows_are_lost_stays(demo: Book, tmp_path: Path):
    whole = salvage(demo.path, tmp_path / "whole.sqlite")
    with closing(sqlite3.connect(demo.path)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'contact'").fetchone()[0]
    overwrite(demo.path, root)
    found = salvage(demo.path, tmp_path / "clean.sqlite")
    assert found.rows == whole.rows | {"contact": 0}
    with reading(tmp_path / "clean.sqlite") as connection:
        assert [row[0] for row in connection.execute("SELECT DISTINCT state FROM contact")] == ["closed"]
        assert queries.timeline(connection, 1)
    assert not faults(tmp_path / "clean.sqlite")
    assert any(text.startswith("contact 1: entered anew") for text in found.lost)


def test_another_book_at_its_place_is_never_written_to(demo: Book, tmp_path: Path):
    other = open_book(tmp_path / "other.sqlite", demo.clock)
    commands.add_contact(other, entered(ContactFields, name="Somebody Else"))
    demo.path.write_bytes(other.path.read_bytes())
    before = demo.path.read_bytes()
    with pytest.raises(BookError, match="another book"):
        commands.save_draft(demo, None, contact_id=1, subject="Thanks", body="Dear Dana")
    assert demo.path.read_bytes() == before


def test_a_book_that_is_gone_is_said_to_be(demo: Book):
    demo.path.unlink()
    with pytest.raises(BookError, match="is gone"):
        commands.log_touchpoint(demo, 1, Kind.CALL, Direction.OUT, TODAY)
    assert not demo.path.exists()


def test_what_others_can_read_is_narrowed(demo: Book):
    demo.path.chmod(0o644)
    assert "Others can read" in faults(demo.path, "permissions")[0]
    doctor.mend(demo.path, doctor.examine(demo.path))
    assert demo.path.stat().st_mode & 0o777 == 0o600
