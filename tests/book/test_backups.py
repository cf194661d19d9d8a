"""Copies of the book, and the way back to one."""

import contextlib
import os
import random
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from planner.book import backups, commands
from planner.book.backups import Why
from planner.book.commands import entered
from planner.book.database import Book
from planner.book.differences import differences
from planner.book.errors import BookError, UnusableBookError
from planner.book.models import ContactFields

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def rows(path: Path) -> list[object]:
    """Everything that is in a book, but for the structure of the file."""
    with sqlite3.connect(path) as connection:
        tables = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
        ]
        return [(name, connection.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()) for name in tables]


def change(book: Book, number: int) -> None:
    commands.add_contact(book, entered(ContactFields, name=f"Person {number}"))


def test_a_backup_is_private_known_by_its_digest_and_equal(demo: Book):
    made = demo.back_up(Why.BY_HAND)
    assert made.path.stat().st_mode & 0o777 == 0o600 and made.path.parent.stat().st_mode & 0o777 == 0o700
    assert rows(made.path) == rows(demo.path) and not backups.check(made)
    assert f"  {made.path.name}\n" in (made.path.parent / "SHA256SUMS").read_text()


def test_nothing_new_needs_no_new_backup(demo: Book):
    first = demo.back_up(Why.BY_HAND)
    assert demo.back_up(Why.DELETE) == first
    change(demo, 1)
    assert demo.back_up(Why.DELETE).why is Why.DELETE and len(backups.listed(demo.path)) == 2


def test_ten_minutes_with_changes_bring_one(demo: Book):
    assert backups.is_due(demo.path, NOW)
    made = backups.make(demo.path, Why.CHANGES, now=NOW)
    change(demo, 1)
    assert not backups.is_due(demo.path, made.made_at + timedelta(minutes=9))
    assert backups.is_due(demo.path, made.made_at + timedelta(minutes=10))


def test_without_a_change_none_is_due(demo: Book):
    backups.make(demo.path, Why.CHANGES, now=NOW)
    assert not backups.is_due(demo.path, NOW + timedelta(days=3))


@pytest.mark.parametrize("at", [0, 30, 5_000, -1])
def test_a_backup_that_changed_by_itself_is_not_restored(demo: Book, at: int):
    made = demo.back_up(Why.BY_HAND)
    data = bytearray(made.path.read_bytes())
    data[at] ^= 1
    made.path.write_bytes(data)
    before = rows(demo.path)
    assert "digest" in backups.check(made)
    with pytest.raises(BookError, match="not restored"):
        backups.restore(demo.path, made)
    assert rows(demo.path) == before and backups.newest_sound(demo.path) is None


def test_an_interrupted_copy_is_cleared_away_and_none_is_taken_for_a_backup(demo: Book):
    folder = backups.folder_of(demo.path)
    folder.mkdir(mode=0o700, exist_ok=True)
    abandoned, at_work = folder / "2026-11-22T120000.000Z-changes.part", folder / "2026-11-22T130000.000Z-changes.part"
    for path in (abandoned, at_work):
        path.write_bytes(b"half")
    os.utime(abandoned, (0, 0))
    made = demo.back_up(Why.BY_HAND)
    assert {path.name for path in folder.iterdir()} == {made.path.name, "SHA256SUMS", "looked-at", at_work.name}


def test_a_hundred_restores_end_equal(demo: Book):
    """Each goes back to a state that was, and is itself taken back."""
    dice = random.Random(7)
    states = [(demo.back_up(Why.BY_HAND), rows(demo.path))]
    for number in range(5):
        change(demo, number)
        states.append((demo.back_up(Why.BY_HAND), rows(demo.path)))
    now = states[-1][1]
    for _ in range(100):
        backup, state = dice.choice(states)
        aside = backups.restore(demo.path, backup)
        assert rows(demo.path) == state
        assert aside is not None and rows(aside) == now
        now = state


def test_a_restored_book_can_be_written_to(demo: Book):
    before = demo.back_up(Why.BY_HAND)
    change(demo, 1)
    backups.restore(demo.path, before)
    change(demo, 2)
    with sqlite3.connect(demo.path) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM contact")}
    assert "Person 2" in names and "Person 1" not in names


def test_a_damaged_book_is_kept_aside_and_the_backup_takes_its_place(demo: Book):
    backup, state = demo.back_up(Why.BY_HAND), rows(demo.path)
    demo.path.write_bytes(b"SQLite format 3\0" + bytes(5000))
    Path(f"{demo.path}-journal").write_bytes(b"of the damaged one")
    aside = backups.restore(demo.path, backup)
    assert rows(demo.path) == state and aside is not None and aside.read_bytes().endswith(bytes(5000))
    assert not Path(f"{demo.path}-journal").exists()  # it would be rolled into what has taken the book's place
    assert demo.path.stat().st_mode & 0o777 == 0o600 and aside.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("step", range(1, 4))
def test_a_damaged_book_is_there_until_the_backup_is(demo: Book, monkeypatch: pytest.MonkeyPatch, step: int):
    """However far a restore comes, what lies at its place is one of the two, whole."""
    backup = demo.back_up(Why.BY_HAND)
    damaged = b"SQLite format 3\0" + bytes(5000)
    demo.path.write_bytes(damaged)
    written, real = [], backups.write_private

    def pulled(path: Path, data: bytes) -> None:
        written.append(path)
        if len(written) >= step:
            raise OSError(28, "No space left on device")
        real(path, data)

    monkeypatch.setattr("planner.book.backups.write_private", pulled)
    with contextlib.suppress(BookError):
        backups.restore(demo.path, backup)
    assert demo.path.read_bytes() in {damaged, backup.path.read_bytes()}


def test_a_deleted_book_comes_back(demo: Book):
    backup, state = demo.back_up(Why.BY_HAND), rows(demo.path)
    demo.path.unlink()
    assert backups.restore(demo.path, backup) is None and rows(demo.path) == state


def test_a_book_in_use_is_not_written_over(demo: Book, monkeypatch: pytest.MonkeyPatch):
    backup = demo.back_up(Why.BY_HAND)
    change(demo, 1)
    demo.back_up(Why.BY_HAND)
    monkeypatch.setattr("planner.book.file.connect.__defaults__", ("mode=rw", 0.05))
    other = sqlite3.connect(demo.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    before = rows(demo.path)
    with pytest.raises(BookError, match="in use"):
        backups.restore(demo.path, backup)
    other.execute("ROLLBACK")
    other.close()
    assert rows(demo.path) == before


def test_what_a_restore_would_change(demo: Book):
    before = demo.back_up(Why.BY_HAND)
    change(demo, 1)
    commands.delete_contact(demo, 2)
    commands.tag_contact(demo, 3, ["mentor"])
    people = next(each for each in differences(demo.path, before.path) if each.many == "people")
    assert people.goes == ["Person 1"] and len(people.comes) == 1 and len(people.changes) == 1
    assert not differences(demo.path, demo.back_up(Why.BY_HAND).path)


def days_ago(*days: float) -> list[datetime]:
    return [NOW - timedelta(days=each) for each in days]


def test_what_stays_when_they_are_thinned():
    today = days_ago(0, 0.01, 0.02)
    assert backups.kept([*today, *days_ago(1, 1.05, 1.1)], NOW) == {*today, *days_ago(1)}
    assert backups.kept(days_ago(40, 41, 42, 80, 400), NOW) == {*days_ago(40, 80, 400)}


def test_the_limit_takes_the_oldest_but_never_the_newest_three(demo: Book):
    made = []
    for number in range(6):
        change(demo, number)
        made.append(backups.make(demo.path, Why.CHANGES, limit=1, now=NOW + timedelta(minutes=number)))
    assert [each.path for each in backups.listed(demo.path)] == [each.path for each in reversed(made[-3:])]
    assert (made[0].path.parent / "SHA256SUMS").read_text().count("\n") == 3


def test_an_old_backup_stays_where_the_new_one_cannot_be_made(demo: Book, monkeypatch: pytest.MonkeyPatch):
    old = demo.back_up(Why.BY_HAND)
    change(demo, 1)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("planner.book.backups._sync", full)
    with pytest.raises(BookError, match="No space left"):
        demo.back_up(Why.BY_HAND)
    assert backups.listed(demo.path) == [old]
    assert not [path for path in old.path.parent.iterdir() if "part" in path.name]


def test_a_damaged_book_gives_no_backup(demo: Book):
    data = bytearray(demo.path.read_bytes())
    for page in range(4, len(data) // 4096):
        data[page * 4096 : page * 4096 + 64] = bytes(64)
    demo.path.write_bytes(data)
    with pytest.raises((UnusableBookError, BookError)):
        demo.back_up(Why.BY_HAND)
    assert not backups.listed(demo.path)


def test_a_deletion_a_merge_and_a_batch_are_backed_up_first(demo: Book):
    commands.delete_contact(demo, 2)
    commands.merge_contacts(demo, 3, 4)
    commands.together(
        demo, [("one", lambda b: commands.archive_contact(b, 5)), ("two", lambda b: commands.delete_contact(b, 6))]
    )
    assert [each.why for each in reversed(backups.listed(demo.path))] == [Why.DELETE, Why.MERGE, Why.BATCH]
