"""Two copies of one book that went on by themselves, and meet again."""

import random
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.book import commands, journal
from planner.book.commands import Panelist, RowChanges, change_rows, entered
from planner.book.comparing import key_of
from planner.book.database import Book, open_book
from planner.book.errors import BookError
from planner.book.file import reading
from planner.book.merging import Merge, copy_of, merge
from planner.book.models import ApplicationFields, ContactFields
from planner.cadence.terms import Direction, Kind, Part
from planner.cli import run
from tests.conftest import TODAY
from tests.ready_books import ReadyBooks


def copied(book: Book, path: Path) -> Book:
    shutil.copyfile(book.path, path)
    return open_book(path, lambda: TODAY)


def planned(mine: Book, theirs: Book) -> Merge:
    with reading(mine.path) as one, reading(theirs.path) as other:
        return merge(copy_of(one), copy_of(other))


def merged(mine: Book, theirs: Book, *, take_theirs: bool = False) -> Merge:
    found = planned(mine, theirs)
    if take_theirs:
        found.with_theirs()
    if not found.is_empty:
        changes = RowChanges(add=found.add, set=found.set, remove=found.remove)
        change_rows(mine, changes, f"other merged {found.mark}", is_kept=True)
    return found


def rows_of(book: Book) -> dict[tuple[str, str], Any]:
    """Every row by what tells it, without what a rule made of it."""
    with reading(book.path) as connection:
        whole = copy_of(connection).whole
    return {(table, key_of(table, row)): row for table, rows in whole.rows.items() for row in rows}


def key(book: Book, name: str) -> int:
    with reading(book.path) as connection:
        [(number,)] = connection.execute("SELECT id FROM contact WHERE name = ?", (name,))
    return int(number)


@pytest.fixture
def copies(demo: Book, tmp_path: Path) -> tuple[Book, Book]:
    """Two copies of the small book."""
    return copied(demo, tmp_path / "laptop.sqlite"), copied(demo, tmp_path / "desktop.sqlite")


def test_what_was_done_on_one_side_is_taken(copies: tuple[Book, Book]):
    one, other = copies
    commands.add_contact(one, entered(ContactFields, name="Zoe Quist"))
    commands.change_contact(other, key(other, "Dana Whitfield"), title="CTO")
    commands.log_touchpoint(other, key(other, "Lena Brandt"), Kind.CALL, Direction.OUT, TODAY)
    merged(one, other), merged(other, one)
    assert rows_of(one) == rows_of(other)
    assert planned(one, other).is_empty and planned(other, one).is_empty
    journal.undo(one)
    assert rows_of(one) != rows_of(other)


def test_what_was_changed_on_both_is_a_question_and_asked_once(copies: tuple[Book, Book]):
    one, other = copies
    commands.change_contact(one, key(one, "Dana Whitfield"), title="CTO", phone="555-0111")
    commands.change_contact(other, key(other, "Dana Whitfield"), title="VP", called="Dee")
    found = planned(one, other)
    assert [(each.whose, each.name, each.mine, each.theirs) for each in found.conflicts] == [
        ("Dana Whitfield", "title", "CTO", "VP")
    ]
    merged(one, other)  # mine
    assert planned(one, other).is_empty  # the answer holds here
    again = merged(other, one)
    assert not again.conflicts and rows_of(one) == rows_of(other)  # and there
    assert planned(one, other).is_empty and planned(other, one).is_empty


def test_merging_either_way_gives_the_same_book(copies: tuple[Book, Book], tmp_path: Path):
    one, other = copies
    commands.change_contact(one, key(one, "Dana Whitfield"), title="CTO")
    commands.change_contact(other, key(other, "Dana Whitfield"), title="VP")
    before = copied(one, tmp_path / "before.sqlite")
    merged(one, other), merged(other, before, take_theirs=True)
    assert rows_of(one) == rows_of(other)


def test_who_was_taken_out_on_one_side_goes_unless_something_came_on_the_other(copies: tuple[Book, Book]):
    one, other = copies
    commands.delete_contact(one, key(one, "Dana Whitfield"))
    commands.delete_contact(one, key(one, "Lena Brandt"))
    commands.log_touchpoint(other, key(other, "Lena Brandt"), Kind.CALL, Direction.OUT, TODAY)
    merged(other, one), merged(one, other)
    names = {row["name"] for (table, _), row in rows_of(other).items() if table == "contact"}
    assert "Dana Whitfield" not in names and "Lena Brandt" in names
    assert rows_of(one) == rows_of(other)


def test_who_stays_keeps_what_is_theirs(copies: tuple[Book, Book]):
    one, other = copies
    before = {at for at in rows_of(one) if at[0] in {"touchpoint", "interviewer"}}
    commands.delete_contact(one, key(one, "Dana Whitfield"))
    commands.change_contact(other, key(other, "Dana Whitfield"), title="CTO")
    merged(other, one), merged(one, other)
    assert rows_of(one) == rows_of(other)
    assert {at for at in rows_of(one) if at[0] in {"touchpoint", "interviewer"}} == before


def test_the_same_letter_or_part_on_both_sides_is_one(copies: tuple[Book, Book]):
    one, other = copies
    for book in copies:
        commands.add_interview(book, 1, [Panelist(key(book, "Lena Brandt"), Part.PANEL)])
    merged(one, other), merged(other, one)
    assert rows_of(one) == rows_of(other)


def act(book: Book, luck: random.Random, name: str) -> None:
    """Something that a user does, by chance."""
    with reading(book.path) as connection:
        people = [number for (number,) in connection.execute("SELECT id FROM contact ORDER BY uuid")]
    someone = luck.choice(people) if people else None
    kind = luck.randrange(9)
    on = TODAY - timedelta(days=luck.randrange(200))
    if kind == 0 or someone is None:
        commands.add_contact(book, entered(ContactFields, name=f"Person {name} {luck.randrange(10**9)}"))
    elif kind == 1:
        commands.change_contact(book, someone, title=f"title {name} {luck.randrange(99)}")
    elif kind == 2:
        commands.log_touchpoint(book, someone, Kind.MESSAGE, luck.choice([Direction.IN, Direction.OUT]), on, body=name)
    elif kind == 3:
        commands.add_promise(book, someone, f"a thing from {name}", TODAY + timedelta(days=luck.randrange(30)))
    elif kind == 4:
        fields = entered(ApplicationFields, position=f"Job {name} {luck.randrange(10**6)}", employer="Quay")
        commands.add_interview(book, fields, [Panelist(someone, Part.PANEL)], on=on)
    elif kind == 5:
        commands.close_contact(book, someone, name)
    elif kind == 6:
        commands.delete_contact(book, someone)
    elif kind == 7:
        commands.tag_contact(book, someone, [f"{name}{luck.randrange(9)}"])
    else:
        journal.undo(book)


@pytest.mark.parametrize("steps", [12, pytest.param(50, marks=pytest.mark.slow)])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_two_copies_drift_and_meet(
    steps: int, seed: int, ready_books: ReadyBooks, tmp_path_factory: pytest.TempPathFactory
):
    folder = tmp_path_factory.mktemp("drift")
    one = ready_books.small(folder / "one.sqlite")
    other = copied(one, folder / "other.sqlite")
    luck = random.Random(seed)
    for _ in range(steps):
        book, name = luck.choice([(one, "a"), (other, "b")])
        try:
            act(book, luck, name)
        except BookError:
            continue  # what does not go, such as to close who is closed
    merged(one, other)
    merged(other, one)
    first, second = rows_of(one), rows_of(other)
    assert first == second, {
        at: (first.get(at), second.get(at)) for at in {*first, *second} if first.get(at) != second.get(at)
    }
    assert planned(one, other).is_empty and planned(other, one).is_empty


def test_the_verb(
    copies: tuple[Book, Book], capsys: pytest.CaptureFixture[str], ready_books: ReadyBooks, tmp_path: Path
):
    one, other = copies
    commands.change_contact(one, key(one, "Dana Whitfield"), title="CTO")
    commands.change_contact(other, key(other, "Dana Whitfield"), title="VP")
    commands.add_contact(other, entered(ContactFields, name="Zoe Quist"))

    def call(*words: str) -> tuple[int, str, str]:
        status = run(["--book", str(one.path), "merge-book", *words])
        return status, *capsys.readouterr()

    status, out, err = call(str(other.path), "--yes")
    assert status == 1 and "title: 'CTO' here, 'VP' there" in out and "--mine or --theirs" in err
    assert "Nothing was merged." in call(str(other.path), "--mine", "--dry-run")[1]
    before = other.path.read_bytes()
    status, out, _ = call(str(other.path), "--mine", "--yes")
    assert status == 0 and "1 person new" in out and other.path.read_bytes() == before
    assert "There is nothing new in it." in call(str(other.path), "--yes")[1]
    assert call(str(one.path))[0] == 2 and call(str(tmp_path / "none.sqlite"))[0] == 2
    stranger = ready_books.empty(tmp_path / "stranger.sqlite")
    open_book(stranger.path)
    (tmp_path / "text").write_text("no book")
    assert "cannot" in call(str(tmp_path / "text"))[2] or call(str(tmp_path / "text"))[0] == 2
