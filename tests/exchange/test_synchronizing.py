"""One book on several machines, through a folder: files come late, half, old and from wrong clocks."""

import os
import random
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from planner.book import backups, commands, journal
from planner.book.commands import Panelist, entered
from planner.book.database import Book, open_book
from planner.book.doctor import examine as examined
from planner.book.errors import BookError
from planner.book.file import Condition, examine, reading
from planner.book.merging import copy_of
from planner.book.models import ApplicationFields, ContactFields
from planner.book.replicas import Rows, rows_of
from planner.book.search import search
from planner.book.whole import read_whole
from planner.cadence.terms import ApplicationState, Channel, Direction, HowLearned, Kind, Part
from planner.exchange import carried, synchronizing
from planner.exchange.carried import BusyError, SyncError
from planner.exchange.own_device import alone
from planner.exchange.synchronizing import Round, Sync
from planner.finding import read_query
from planner.private_files import write_private
from tests.conftest import TODAY
from tests.ready_books import ReadyBooks


class Machine:
    """A machine of the user's: its book, and the folder as it stands there."""

    def __init__(self, name: str, place: Path, folder: Path) -> None:
        self.name = name
        self.path = place / name / "book.sqlite"
        self.folder = folder
        self.day = TODAY

    @property
    def book(self) -> Book:
        return open_book(self.path, lambda: self.day)

    @property
    def sync(self) -> Sync:
        return Sync(self.path, self.folder, self.name)

    def round(self, answer: bool | None = None, *, takes_in: bool = True) -> Round:
        asks = None if answer is None else (lambda asked: [(each, answer) for each, _ in asked])
        return self.sync.round(lambda job: job(self.book), asks, takes_in=takes_in)

    def person(self, name: str) -> int:
        with reading(self.path) as connection:
            [(number,)] = connection.execute("SELECT id FROM contact WHERE name = ?", (name,))
        return int(number)

    def change(self, name: str = "Dana Whitfield", **values: str) -> None:
        commands.change_contact(self.book, self.person(name), **values)

    def of(self, name: str, field: str) -> Any:
        with reading(self.path) as connection:
            rows = connection.execute(f"SELECT {field} FROM contact WHERE name = ?", (name,)).fetchall()
        return rows[0][0] if rows else None

    def rows(self) -> Rows:
        with reading(self.path) as connection:
            return rows_of(read_whole(connection))

    @property
    def file(self) -> Path:
        """Its own file in the folder."""
        return self.folder / self.sync.device.file_name


@pytest.fixture
def machines(ready_books: ReadyBooks, tmp_path: Path) -> list[Machine]:
    """Three machines with one book, which have met."""
    folder = tmp_path / "shared"
    folder.mkdir()
    found = [Machine(name, tmp_path, folder) for name in ("laptop", "desktop", "tablet")]
    for each in found:
        each.path.parent.mkdir()
    ready_books.small(found[0].path)
    found[0].round()
    for each in found[1:]:
        assert each.sync.adopt()
        each.round()
    all_meet(found)
    return found


def all_meet(machines: list[Machine]) -> None:
    """Everybody's turn, until nothing is new anywhere."""
    for _ in range(6):
        rounds = [each.round() for each in machines]
        if not any(each.label or each.has_written for each in rounds):
            assert all(each.rows() == machines[0].rows() for each in machines)
            return
    raise AssertionError("they never come to rest")


def test_what_is_done_on_one_machine_comes_to_all_as_one_action(machines: list[Machine]):
    laptop, desktop, _ = machines
    before = desktop.rows()
    commands.add_contact(laptop.book, entered(ContactFields, name="Zoe Quist"))
    laptop.change(title="CTO")
    commands.log_touchpoint(laptop.book, laptop.person("Lena Brandt"), Kind.CALL, Direction.OUT, TODAY)
    assert laptop.round().has_written
    found = desktop.round()
    assert found.label == "3 changes from laptop" and not found.unsettled and not found.waiting
    assert desktop.rows() == laptop.rows()
    journal.undo(desktop.book)
    assert desktop.rows() == before
    all_meet(machines)
    assert laptop.rows() == before, "what is undone on one machine is undone on all"
    assert laptop.round().label == "" and not laptop.round().has_written


def test_apart_for_long_they_meet_and_are_equal(machines: list[Machine], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(journal, "KEPT", 5)  # and long after the journals have forgotten what was done
    laptop, desktop, tablet = machines
    for number in range(12):
        laptop.day = desktop.day = TODAY + timedelta(days=30 * number)
        laptop.change(title=f"title {number}")
        desktop.change("Lena Brandt", title=f"title {number}")
    commands.delete_contact(desktop.book, desktop.person("Miriam Okafor"))
    laptop.round(), desktop.round()
    tablet.change(phone="555-0123")
    tablet.day = TODAY + timedelta(days=365)
    all_meet(machines)
    assert tablet.of("Dana Whitfield", "title") == tablet.of("Lena Brandt", "title") == "title 11"
    assert laptop.of("Dana Whitfield", "phone") == "555-0123" and laptop.of("Miriam Okafor", "id") is None


@pytest.mark.parametrize("theirs", [False, True])
def test_what_both_changed_is_asked_once_and_holds_everywhere(machines: list[Machine], theirs: bool):
    laptop, desktop, tablet = machines
    laptop.change(title="CTO"), desktop.change(title="VP")
    laptop.round(), desktop.round()
    [(conflict, whose)] = laptop.round().unsettled
    assert (conflict.whose, conflict.name, conflict.mine, conflict.theirs, whose) == (
        "Dana Whitfield", "title", "CTO", "VP", "desktop",
    )  # fmt: skip
    assert [each.name for each, _ in tablet.round().unsettled] == ["title"]
    assert (laptop.of("Dana Whitfield", "title"), desktop.of("Dana Whitfield", "title")) == ("CTO", "VP")
    assert not laptop.round(answer=theirs).unsettled
    all_meet(machines)
    assert {each.of("Dana Whitfield", "title") for each in machines} == {"VP" if theirs else "CTO"}
    assert not any(each.round().unsettled for each in machines)


def test_somebody_can_look_without_changing_anything(machines: list[Machine]):
    laptop, desktop, _ = machines
    laptop.change(title="CTO"), laptop.round()
    desktop.change(title="VP"), desktop.change(phone="555-0100")
    before = desktop.rows(), {path.name: path.read_bytes() for path in desktop.folder.iterdir()}
    seen, unsettled = desktop.sync.look()
    assert [(each.device, each.new, each.why) for each in seen] == [("laptop", 0, ""), ("tablet", 0, "")]
    assert [each.theirs for each, _ in unsettled] == ["CTO"]
    assert before == (desktop.rows(), {path.name: path.read_bytes() for path in desktop.folder.iterdir()})
    assert desktop.sync.has_news() and not laptop.sync.has_news()


def test_clocks_play_no_part(machines: list[Machine], monkeypatch: pytest.MonkeyPatch):
    laptop, desktop, _ = machines
    laptop.day = TODAY + timedelta(days=1)  # a day ahead
    laptop.change(title="CTO"), laptop.round()
    desktop.day = TODAY - timedelta(days=1)  # and one behind
    desktop.round(), desktop.change(title="VP"), desktop.round()
    assert not laptop.round().unsettled and laptop.of("Dana Whitfield", "title") == "VP"
    all_meet(machines)


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def with_a_hole(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 4096] = bytes(4096)
    path.write_bytes(data)


def of_two_states(path: Path) -> None:
    """The same file with a value of another state in it: every page is sound."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE contact SET notes = 'from another state' WHERE id = 1")
        connection.commit()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def no_book(path: Path) -> None:
    path.write_text("<html>Sign in to this network</html>")


def without_its_tables(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE carried_file")
        connection.execute("DROP TABLE touchpoint")
        connection.commit()


@pytest.mark.parametrize("damage", [half, with_a_hole, of_two_states, empty, no_book, without_its_tables])
def test_a_file_that_is_not_whole_waits_and_the_others_are_taken_in(machines: list[Machine], damage: Any):
    laptop, desktop, tablet = machines
    laptop.change(title="CTO"), laptop.round(), tablet.change("Lena Brandt", title="VP"), tablet.round(takes_in=False)
    whole = laptop.file.read_bytes()
    damage(laptop.file)
    found = desktop.round()
    assert [each.name for each in found.waiting] == [laptop.file.name] and str(desktop.folder) not in found.waiting[
        0
    ].why
    assert found.label == "1 change from tablet" and desktop.of("Dana Whitfield", "title") != "CTO"
    laptop.file.write_bytes(whole)
    assert desktop.sync.is_behind()
    assert not desktop.round().waiting and desktop.of("Dana Whitfield", "title") == "CTO"


def test_a_file_that_was_only_half_carried_at_the_writer_is_written_anew(machines: list[Machine]):
    laptop, desktop, _ = machines
    half(laptop.file)
    assert laptop.sync.has_news() and laptop.round().has_written
    assert not desktop.round().waiting


def test_a_newer_planner_is_waited_for(machines: list[Machine]):
    laptop, desktop, _ = machines
    laptop.change(title="CTO"), laptop.round()
    with closing(sqlite3.connect(laptop.file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    [waits] = desktop.round().waiting
    assert "newer planner" in waits.why and "update" in waits.why
    desktop.change("Lena Brandt", title="VP")
    assert desktop.round().has_written  # what is new here goes out all the same


def test_a_file_that_was_deleted_takes_nothing_along(machines: list[Machine]):
    laptop, desktop, _ = machines
    before = desktop.rows()
    laptop.file.unlink()
    assert not desktop.round().label and desktop.rows() == before
    assert laptop.sync.has_news() and laptop.round().has_written and laptop.file.exists()


def test_another_book_is_left_alone(machines: list[Machine], ready_books: ReadyBooks, tmp_path: Path):
    laptop, *_ = machines
    stranger = Machine("stranger", tmp_path, laptop.folder)
    stranger.path.parent.mkdir()
    ready_books.small(stranger.path)
    with closing(sqlite3.connect(stranger.path)) as connection:
        connection.execute("UPDATE identity SET uuid = 'another'")
        connection.commit()
    commands.add_contact(stranger.book, entered(ContactFields, name="Zoe Quist"))
    found = stranger.round()
    assert len(found.waiting) == 3 and all(each.is_of_another_book for each in found.waiting)
    assert not stranger.sync.adopt()
    [waits] = laptop.round().waiting
    assert waits.is_of_another_book and laptop.of("Zoe Quist", "id") is None


def test_copies_that_were_set_up_apart_meet_by_their_journals(ready_books: ReadyBooks, tmp_path: Path):
    folders = [tmp_path / "a", tmp_path / "b"]
    one, other = machines = [
        Machine(name, tmp_path, folder) for name, folder in zip(("one", "other"), folders, strict=True)
    ]
    for each in machines:
        each.path.parent.mkdir(), each.folder.mkdir()
    ready_books.small(one.path)
    shutil.copyfile(one.path, other.path)
    one.round(), one.change(title="CTO"), one.change(phone="555-0111"), one.round()
    other.round(), other.change(title="VP"), other.change("Lena Brandt", title="CEO"), other.round()
    for each in machines:
        each.folder = tmp_path / "a"
    assert [each.name for each, _ in other.round().unsettled] == ["title"]
    assert not other.round(answer=True).unsettled
    all_meet(machines)
    assert one.of("Dana Whitfield", "title") == "CTO" and one.of("Lena Brandt", "title") == "CEO"
    assert other.of("Dana Whitfield", "phone") == "555-0111"


def test_a_plain_copy_in_the_folder_waits_for_a_word(machines: list[Machine]):
    laptop, desktop, _ = machines
    shutil.copyfile(laptop.path, laptop.folder / "book.sqlite")
    [waits] = desktop.round().waiting
    assert "merge-book" in waits.why


def test_strangers_come_one_after_the_other(machines: list[Machine], tmp_path: Path):
    laptop, *_ = machines
    apart = tmp_path / "apart"
    strangers = [Machine(name, tmp_path, apart / name) for name in ("one", "other")]
    for each in strangers:
        each.path.parent.mkdir(), each.folder.mkdir(parents=True)
        shutil.copyfile(laptop.path, each.path)
        commands.add_contact(each.book, entered(ContactFields, name=f"Zoe {each.name}"))
        each.round()
        shutil.copyfile(each.file, laptop.folder / each.file.name)
        each.folder = laptop.folder
    assert laptop.round().label.startswith("1 change") and laptop.sync.is_behind()
    assert laptop.round().label.startswith("1 change") and not laptop.sync.is_behind()
    all_meet([*machines, *strangers])


def test_a_book_that_was_taken_back_gets_everything_again_and_nobody_loses_by_it(machines: list[Machine]):
    laptop, desktop, _ = machines
    backup = backups.make(laptop.path, backups.Why.BY_HAND)
    laptop.change(title="CTO"), all_meet(machines)
    laptop.change(phone="555-0111"), laptop.round()
    desktop.change("Lena Brandt", title="VP"), desktop.round(takes_in=False)
    mine = laptop.file
    backups.restore(laptop.path, backup)
    assert laptop.of("Dana Whitfield", "title") != "CTO"
    assert laptop.round().label
    assert laptop.of("Dana Whitfield", "title") == "CTO" and laptop.of("Dana Whitfield", "phone") == "555-0111"
    assert laptop.of("Lena Brandt", "title") == "VP"
    assert not mine.exists() and laptop.file.exists(), "its file of before goes, once all of it is in the new one"
    all_meet(machines)


def test_a_machine_that_was_taken_back_as_a_whole_takes_another_name(machines: list[Machine], tmp_path: Path):
    laptop, _, _ = machines
    shutil.copytree(laptop.path.parent, tmp_path / "image", copy_function=shutil.copy2)
    laptop.change(title="CTO"), laptop.round()
    ahead = laptop.file
    shutil.rmtree(laptop.path.parent)
    shutil.copytree(tmp_path / "image", laptop.path.parent, copy_function=shutil.copy2)
    assert laptop.round().label == "1 change from laptop" and laptop.of("Dana Whitfield", "title") == "CTO"
    assert laptop.file != ahead
    all_meet(machines)


def test_a_book_that_was_copied_to_another_place_is_another_device(machines: list[Machine], tmp_path: Path):
    laptop, *_ = machines
    shutil.copytree(laptop.path.parent, tmp_path / "copied")
    copied = Machine("copied", tmp_path, laptop.folder)
    copied.change(title="CTO")
    assert copied.round().has_written and copied.file != laptop.file
    assert laptop.round().has_written and laptop.file.exists(), "it goes on, and writes its file again"
    all_meet([*machines, copied])
    assert laptop.of("Dana Whitfield", "title") == "CTO"


def test_a_machine_that_is_called_otherwise_has_one_file(machines: list[Machine]):
    laptop, desktop, _ = machines
    before = laptop.file
    laptop.name = "Work laptop!"
    laptop.round()
    assert laptop.file.name.startswith("Work-laptop-") and not before.exists()
    laptop.change(title="CTO"), laptop.round()
    assert desktop.round().label == "1 change from Work-laptop"


def test_a_new_book_makes_way_and_another_one_does_not(
    machines: list[Machine], ready_books: ReadyBooks, tmp_path: Path
):
    laptop, *_ = machines
    fresh = Machine("fresh", tmp_path, laptop.folder)
    fresh.path.parent.mkdir()
    ready_books.empty(fresh.path)
    assert examine(fresh.path) is Condition.CURRENT
    assert fresh.sync.adopt() and fresh.rows() == laptop.rows()
    assert backups.listed(fresh.path)
    assert fresh.sync.adopt() == ""


def test_an_empty_book_that_was_there_first_keeps_nobody_out(
    machines: list[Machine], ready_books: ReadyBooks, tmp_path: Path
):
    folder = tmp_path / "another"
    folder.mkdir()
    fresh, laptop = Machine("fresh", tmp_path, folder), Machine("laptop", tmp_path, folder)
    fresh.path.parent.mkdir()
    ready_books.empty(fresh.path)
    fresh.round()
    shutil.copytree(laptop.path.parent, tmp_path / "apart" / "laptop")
    shutil.rmtree(tmp_path / "apart" / "laptop" / "book.sqlite.sync")
    laptop = Machine("laptop", tmp_path / "apart", folder)
    laptop.round()
    third = Machine("third", tmp_path, folder)
    assert third.sync.adopt() == "laptop", "an empty book is nothing to begin with where there is another"
    assert fresh.sync.adopt() == "laptop" and fresh.rows() == laptop.rows()
    all_meet([fresh, laptop, third])
    assert fresh.sync.adopt() == "" and not fresh.round().waiting


def test_who_one_is_stays_when_a_new_machine_begins_with_another_ones_book(
    machines: list[Machine], ready_books: ReadyBooks, tmp_path: Path
):
    fresh = Machine("fresh", tmp_path, machines[0].folder)
    fresh.path.parent.mkdir()
    ready_books.empty(fresh.path)
    commands.save_profile(fresh.book, name="My Name", email="me@example.org")
    assert fresh.sync.adopt() and fresh.person("Dana Whitfield")
    with reading(fresh.path) as connection:
        [kept] = connection.execute("SELECT name, email FROM profile").fetchall()
    with reading(machines[0].path) as connection:
        theirs = connection.execute("SELECT name, email FROM profile WHERE name <> ''").fetchall()
    assert [tuple(kept)] == ([tuple(row) for row in theirs] or [("My Name", "me@example.org")])


def test_who_was_deleted_on_one_machine_and_written_to_on_another_has_all_of_their_history(machines: list[Machine]):
    laptop, desktop, _ = machines
    before = desktop.rows()
    commands.delete_contact(laptop.book, laptop.person("Dana Whitfield"))
    commands.log_touchpoint(desktop.book, desktop.person("Dana Whitfield"), Kind.CALL, Direction.OUT, TODAY)
    laptop.round(), desktop.round()
    all_meet(machines)
    for table in ("touchpoint", "interviewer", "promise"):
        assert {*before[table]} <= {*laptop.rows()[table]}, table
    assert len(laptop.rows()["touchpoint"]) == len(before["touchpoint"]) + 1


def test_what_was_changed_meanwhile_is_not_written_over(machines: list[Machine]):
    laptop, desktop, _ = machines
    laptop.change(title="CTO"), laptop.round()
    has_changed = False

    def apply(job: Any) -> Any:
        nonlocal has_changed
        if not has_changed:
            has_changed = True
            desktop.change(title="VP")
        return job(desktop.book)

    found = desktop.sync.round(apply)
    assert [each.theirs for each, _ in found.unsettled] == ["CTO"]
    assert desktop.of("Dana Whitfield", "title") == "VP"


def test_what_is_typed_and_what_follows_by_rule_makes_no_endless_carrying(machines: list[Machine]):
    laptop, desktop, _ = machines
    draft = commands.save_draft(
        laptop.book, None, contact_id=laptop.person("Dana Whitfield"), subject="Hello", body="One"
    )
    all_meet(machines)
    commands.save_draft(laptop.book, draft.id, contact_id=laptop.person("Dana Whitfield"), subject="Hello", body="Two")
    laptop.round(), desktop.round()
    with reading(desktop.path) as connection:
        assert connection.execute("SELECT body FROM draft WHERE subject = 'Hello'").fetchall() == [("Two",)]
    all_meet(machines)


def test_where_it_cannot_be_it_is_said(machines: list[Machine], tmp_path: Path):
    laptop, *_ = machines
    with pytest.raises(SyncError, match="Your book is in"):
        Sync(laptop.path, laptop.path.parent).round(lambda job: job(laptop.book))
    with pytest.raises(SyncError, match="is missing"):
        Sync(laptop.path, tmp_path / "stick" / "planner").round(lambda job: job(laptop.book))
    laptop.folder.rename(tmp_path / "away")
    with pytest.raises(SyncError, match="once it is back"):
        laptop.round()
    assert not laptop.folder.exists(), "the place of a stick that is not plugged in stays empty"


def test_one_at_a_time(machines: list[Machine]):
    laptop, *_ = machines
    sync = laptop.sync
    sync.patience = 0.0
    with alone(backups.carried_folder(laptop.path), 0.0), pytest.raises(BusyError, match="Another planner is syncing"):
        sync.round(lambda job: job(laptop.book))


def test_a_hostile_copy_can_do_nothing(machines: list[Machine]):
    laptop, desktop, _ = machines
    with closing(sqlite3.connect(laptop.file)) as connection:
        connection.executescript(
            "DELETE FROM carried_behind; CREATE TRIGGER t AFTER INSERT ON contact BEGIN DELETE FROM contact; END;"
        )
        connection.execute("UPDATE carried_file SET name = ?", ("\x1b[2J\nevil" * 50,))
        connection.execute("UPDATE contact SET name = ? WHERE id = 1", ("\x1b]0;x\x07",))
        digest = carried._digest(connection)
        connection.execute("UPDATE carried_file SET digest = ?", (digest,))
        connection.commit()
    before = desktop.rows()
    try:
        found = desktop.round()
    except Exception as error:
        assert "\x1b" not in str(error)
    else:
        assert "\x1b" not in found.label and all("\x1b" not in each.why for each in found.waiting)
    assert len(desktop.rows()["contact"]) >= len(before["contact"])
    assert not any("\x1b" in str(row["name"]) for row in desktop.rows()["contact"].values())


def test_the_journals_are_read_of_strangers_only(machines: list[Machine], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(synchronizing, "meet", None)
    laptop, desktop, _ = machines
    laptop.change(title="CTO"), laptop.round()
    assert desktop.round().label
    with reading(desktop.path) as connection:
        assert copy_of(connection).journal[-1].label == "1 change from laptop"


def test_people_who_were_merged_on_one_machine_are_one_on_all(machines: list[Machine]):
    laptop, desktop, _ = machines
    before = desktop.rows()
    commands.merge_contacts(laptop.book, laptop.person("Lena Brandt"), laptop.person("Dana Whitfield"))
    all_meet(machines)
    assert desktop.of("Dana Whitfield", "id") is None
    journal.undo(desktop.book)
    assert desktop.rows() == before
    all_meet(machines)


def test_what_changes_hands_is_never_twice(machines: list[Machine]):
    laptop, desktop, _ = machines
    with reading(laptop.path) as connection:
        [(application,)] = connection.execute(
            "SELECT application_id FROM interviewer i JOIN contact c ON c.id = contact_id WHERE name = 'Dana Whitfield'"
        )
    commands.merge_contacts(laptop.book, laptop.person("Lena Brandt"), laptop.person("Dana Whitfield"))
    commands.add_interview(desktop.book, application, [Panelist(desktop.person("Lena Brandt"), Part.PANEL)])
    before = desktop.rows()
    laptop.round(), desktop.round()
    journal.undo(desktop.book)
    assert desktop.rows() == before
    all_meet(machines)


def test_a_row_that_takes_the_number_of_another_is_found_and_undone_as_itself(machines: list[Machine]):
    laptop, desktop, _ = machines

    def log(text: str) -> None:
        commands.log_touchpoint(
            laptop.book, laptop.person("Dana Whitfield"), Kind.CALL, Direction.OUT, TODAY, body=text
        )

    log("of the first"), laptop.round(), desktop.round()
    before = desktop.rows()
    journal.undo(laptop.book), log("of the second"), laptop.round()
    assert desktop.round().label
    with reading(desktop.path) as connection:
        assert search(connection, read_query("second", TODAY)).found
        assert not search(connection, read_query("first", TODAY)).found
    journal.undo(desktop.book)
    assert desktop.rows() == before
    with reading(desktop.path) as connection:
        assert search(connection, read_query("first", TODAY)).found


def test_a_write_that_was_cut_off_goes_out_the_next_time(machines: list[Machine], monkeypatch: pytest.MonkeyPatch):
    laptop, desktop, _ = machines

    def fails(path: Path, data: bytes) -> None:
        if path.parent == laptop.folder:
            raise OSError(28, "No space left on device", str(path))
        write_private(path, data)

    laptop.change(title="CTO")
    with monkeypatch.context() as patched:
        patched.setattr(synchronizing, "write_private", fails)
        with pytest.raises(SyncError, match="No space left"):
            laptop.round()
        assert laptop.sync.has_news()
    assert laptop.round().has_written
    assert desktop.round().label == "1 change from laptop"


def test_a_round_that_was_cut_off_makes_no_conflict(machines: list[Machine], monkeypatch: pytest.MonkeyPatch):
    laptop, desktop, _ = machines
    laptop.change(title="CTO"), commands.delete_contact(laptop.book, laptop.person("Lena Brandt"))
    commands.add_contact(laptop.book, entered(ContactFields, name="Zoe Quist"))
    laptop.round()
    with monkeypatch.context() as patched:  # the book has it, and what is known of it was not written
        patched.setattr(synchronizing, "write_carried", lambda *_: (_ for _ in ()).throw(OSError(5, "cut off")))
        with pytest.raises(SyncError):
            desktop.round()
    assert desktop.of("Dana Whitfield", "title") == "CTO"
    laptop.change(title="CEO"), laptop.change("Zoe Quist", title="Founder"), laptop.round()
    found = desktop.round()
    assert not found.unsettled and desktop.of("Dana Whitfield", "title") == "CEO"
    assert desktop.of("Zoe Quist", "title") == "Founder" and desktop.of("Lena Brandt", "id") is None
    all_meet(machines)


def test_of_three_values_each_is_shown(machines: list[Machine]):
    for each, title in zip(machines, ("SA", "SB", "SC"), strict=True):
        each.change(title=title)
        each.round(takes_in=False)
    laptop, desktop, tablet = machines
    found = laptop.round().unsettled
    assert {(each.theirs, whose) for each, whose in found} == {("SB", "desktop"), ("SC", "tablet")}

    def only_the_tablet(asked: Any) -> Any:
        return [(each, True) for each, whose in asked if whose == "tablet"]

    [(left, whose)] = laptop.sync.round(lambda job: job(laptop.book), only_the_tablet).unsettled
    assert (left.mine, left.theirs, whose) == ("SC", "SB", "desktop")
    assert desktop.round().unsettled and not tablet.round(answer=False).unsettled
    all_meet(machines)
    assert {each.of("Dana Whitfield", "title") for each in machines} == {"SC"}


def test_a_question_keeps_nobody_waiting(machines: list[Machine]):
    laptop, desktop, _ = machines
    laptop.change(title="CTO"), laptop.round(), desktop.change(title="VP")

    def thinks(asked: Any) -> Any:
        desktop.change("Lena Brandt", title="CEO")
        assert desktop.round(takes_in=False).has_written  # the lock is free, and the answer holds afterwards
        return [(each, True) for each, _ in asked]

    desktop.sync.round(lambda job: job(desktop.book), thinks)
    assert desktop.of("Dana Whitfield", "title") == "CTO" and desktop.of("Lena Brandt", "title") == "CEO"


def test_who_stays_keeps_what_is_theirs_and_asks_nothing(machines: list[Machine]):
    laptop, desktop, tablet = machines
    touches = len(desktop.rows()["touchpoint"])
    commands.delete_contact(laptop.book, laptop.person("Dana Whitfield"))
    desktop.change(title="CTO"), tablet.change(phone="555-0111")
    laptop.round(), desktop.round(), tablet.round()
    all_meet(machines)
    assert not any(each.round().unsettled for each in machines)
    assert laptop.of("Dana Whitfield", "title") == "CTO" and laptop.of("Dana Whitfield", "phone") == "555-0111"
    assert len(laptop.rows()["touchpoint"]) == touches


def test_the_same_draft_for_another_step_on_two_machines_ends_equal(machines: list[Machine]):
    laptop, desktop, _ = machines
    draft = commands.save_draft(laptop.book, None, contact_id=laptop.person("Dana Whitfield"), subject="s", body="b")
    all_meet(machines)
    with reading(desktop.path) as connection:
        [(there,)] = connection.execute("SELECT id FROM draft WHERE subject = 's'")
    commands.use_draft_for(laptop.book, draft.id, None, None, Channel.LINKEDIN)
    commands.use_draft_for(desktop.book, there, None, None, Channel.PHONE)
    all_meet(machines)


def test_two_books_in_the_folder_are_a_question(machines: list[Machine], ready_books: ReadyBooks, tmp_path: Path):
    laptop, *_ = machines
    with closing(sqlite3.connect(laptop.file)) as connection:
        connection.execute("UPDATE identity SET uuid = 'another'")
        connection.execute("UPDATE carried_file SET digest = ?", (carried._digest(connection),))
        connection.commit()
    fresh = Machine("fresh", tmp_path, laptop.folder)
    with pytest.raises(SyncError, match="2 different books"):
        fresh.sync.adopt()
    assert not fresh.path.exists()


def act(machine: Machine, luck: random.Random) -> None:
    """Something that a user does there, by chance; what does not go raises BookError."""
    book, name = machine.book, machine.name
    with reading(machine.path) as connection:
        people, jobs, drafts = (
            [number for (number,) in connection.execute(f"SELECT id FROM {table} ORDER BY uuid")]
            for table in ("contact", "application", "draft")
        )
    if not people or not jobs:
        commands.add_interview(
            book,
            entered(ApplicationFields, position=f"Job {luck.randrange(10**6)}", employer="Quay"),
            [Panelist(entered(ContactFields, name=f"Person {name} {luck.randrange(10**6)}"), Part.PANEL)],
        )
        return
    someone, job, on = luck.choice(people), luck.choice(jobs), TODAY - timedelta(days=luck.randrange(100))
    whom = {"contact_id": someone, "subject": "s", "body": f"b{name}{luck.randrange(9)}"}
    acts: list[Any] = [
        lambda: commands.add_contact(book, entered(ContactFields, name=f"Person {name} {luck.randrange(10**6)}")),
        lambda: commands.change_contact(
            book, someone, **{luck.choice(["title", "called"]): f"{name}{luck.randrange(9)}"}
        ),
        lambda: commands.log_touchpoint(book, someone, Kind.MESSAGE, luck.choice([*Direction]), on, body=name),
        lambda: commands.add_promise(book, someone, f"a thing from {name}", TODAY + timedelta(days=luck.randrange(30))),
        lambda: commands.add_interview(book, job, [Panelist(someone, luck.choice([*Part]))]),
        lambda: commands.close_contact(book, someone, name),
        lambda: commands.reopen_contact(book, someone),
        lambda: commands.delete_contact(book, someone),
        lambda: commands.tag_contact(book, someone, [f"{name}{luck.randrange(9)}"]),
        lambda: journal.undo(book),
        lambda: journal.undo(book),
        lambda: journal.redo(book),
        lambda: commands.record_rejection(book, job, on, HowLearned.HEARD),
        lambda: commands.repost(book, job, TODAY),
        lambda: commands.change_application(book, job, state=ApplicationState.WITHDRAWN),
        lambda: commands.merge_contacts(book, someone, luck.choice(people)),
        lambda: commands.save_draft(book, None, **whom),
        lambda: commands.mark_sent(book, luck.choice(drafts), on) if drafts else None,
        lambda: commands.drop_draft(book, luck.choice(drafts)) if drafts else None,
        lambda: commands.take_job(book, f"Employer {name}"),
        lambda: commands.resume_search(book),
        lambda: commands.snooze(book, someone, TODAY + timedelta(days=luck.randrange(1, 30))),
        lambda: commands.archive_contact(book, someone),
        lambda: commands.record_move(book, someone, f"Employer {name}", TODAY),
    ]
    luck.choice(acts)()


@pytest.mark.parametrize("seed", [1, *(pytest.param(number, marks=pytest.mark.slow) for number in range(2, 26))])
def test_three_machines_drift_and_end_equal_and_sound(machines: list[Machine], seed: int):
    luck = random.Random(seed)
    for _ in range(40):
        machine, kind = luck.choice(machines), luck.randrange(10)
        if kind < 7:
            with suppress(BookError):
                act(machine, luck)
        else:
            machine.round(None if kind < 9 else luck.random() < 0.5)
    for _ in range(8):
        rounds = [each.round(True) for each in machines]
        if not any(each.label or each.has_written or each.unsettled for each in rounds):
            break
    assert not any(each.label or each.has_written or each.unsettled for each in rounds)
    assert all(each.rows() == machines[0].rows() for each in machines)
    for each in machines:
        assert not examined(each.path).faults


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_recipe_with_git(machines: list[Machine], tmp_path: Path):
    page = (Path(__file__).parents[2] / "docs" / "several-machines.md").read_text()
    [recipe] = [line for line in page.splitlines() if line.startswith("cd ") and "git" in line]
    laptop, desktop, _ = machines
    home = {
        **os.environ,
        "GIT_AUTHOR_NAME": "me",
        "GIT_AUTHOR_EMAIL": "me@example.com",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    home |= {"GIT_COMMITTER_NAME": "me", "GIT_COMMITTER_EMAIL": "me@example.com"}

    def sh(command: str) -> None:
        done = subprocess.run(["sh", "-c", command], env=home, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr

    sh(f"git init -q --bare {tmp_path}/bare")
    for each in (laptop, desktop):
        each.folder = tmp_path / f"{each.name}-folder"
        sh(f"git clone -q {tmp_path}/bare {each.folder}")
    sh(f"cd {laptop.folder} && git commit -q --allow-empty -m first && git push -q -u origin HEAD")
    sh(f"cd {desktop.folder} && git pull -q")
    laptop.round(), desktop.round()
    laptop.change(title="CTO"), desktop.change("Lena Brandt", title="VP")
    for _ in range(3):
        for each in (laptop, desktop):
            each.round()
            sh(recipe.replace("~/Sync/planner", str(each.folder)))
            each.round()
    assert laptop.rows() == desktop.rows() and laptop.of("Lena Brandt", "title") == "VP"
