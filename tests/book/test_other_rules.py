"""A book whose plan was made by other rules: planned anew for everybody when it is opened, and by nobody's action."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planner.book import commands
from planner.book.database import Book, open_book
from planner.book.errors import BookError
from planner.book.file import Condition, examine
from planner.cadence import fingerprint, playbook_file
from planner.cli import run
from tests.conftest import TODAY
from tests.small_book import fill_small_book

Change = Callable[[str, str], None]


@pytest.fixture
def change_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Change]:
    """Puts other words into the default playbook, for as long as the test runs."""
    folder = tmp_path / "playbooks"
    shutil.copytree(playbook_file.FOLDER, folder)
    file = folder / "default.toml"

    def change(old: str, new: str) -> None:
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))
        for cached in (playbook_file.built_in, playbook_file._read):
            cached.cache_clear()

    monkeypatch.setattr(fingerprint, "FOLDER", str(folder))
    monkeypatch.setattr(playbook_file, "FOLDER", folder)
    yield change
    monkeypatch.undo()
    for cached in (playbook_file.built_in, playbook_file._read):
        cached.cache_clear()


CHECK_IN_2 = ("opens = 60\ndue = 74", "opens = 50\ndue = 74")


@pytest.fixture
def demo(book: Book) -> Book:
    fill_small_book(book)
    return book


def rows(book: Book) -> list[tuple[object, ...]]:
    with sqlite3.connect(book.path) as connection:
        statement = "SELECT contact_id, step, application_id, opens, due, late, channel, why FROM follow_up"
        return sorted(connection.execute(statement), key=str)


def fresh(book: Book) -> list[tuple[object, ...]]:
    """The plan as it is when everybody is planned anew."""
    from planner.book.histories import histories
    from planner.book.plans import stored_row
    from planner.cadence.rules import plan

    columns = ("contact_id", "step", "application_id", "opens", "due", "late", "channel", "why")
    with book.transaction() as session:
        made = [
            stored_row(contact, history, each)
            for contact, history, theirs in histories(session, set(range(1, 20)))
            for each in plan(history, theirs)
        ]
    return sorted([tuple(str(row[c]) if c in columns[3:6] else row[c] for c in columns) for row in made], key=str)


def opened(book: Book) -> Book:
    return open_book(book.path, lambda: TODAY)


def test_a_number_changed_in_the_playbook_reaches_everybody(demo: Book, change_rules: Change):
    before = rows(demo)
    assert before == fresh(demo) and examine(demo.path) is Condition.CURRENT
    change_rules(*CHECK_IN_2)
    assert examine(demo.path) is Condition.STALE
    opened(demo)
    assert examine(demo.path) is Condition.CURRENT
    assert rows(demo) == fresh(demo) != before


def test_another_version_of_the_rules_does_too(demo: Book, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fingerprint, "RULES_VERSION", fingerprint.RULES_VERSION + 1)
    assert examine(demo.path) is Condition.STALE
    with sqlite3.connect(demo.path) as connection:
        connection.execute("DELETE FROM follow_up")
    opened(demo)
    assert examine(demo.path) is Condition.CURRENT and rows(demo) == fresh(demo) != []


def test_a_comment_changes_nothing(demo: Book, change_rules: Change):
    change_rules("# Counted from their message.", "# Counted from the day of their message.")
    assert examine(demo.path) is Condition.CURRENT


def test_it_is_no_action_and_undo_goes_on_before_and_after_it(demo: Book, change_rules: Change):
    with sqlite3.connect(demo.path) as connection:
        actions = connection.execute("SELECT id, label, undone, changes FROM journal_entry").fetchall()
    change_rules(*CHECK_IN_2)
    book = opened(demo)
    with sqlite3.connect(demo.path) as connection:
        assert connection.execute("SELECT id, label, undone, changes FROM journal_entry").fetchall() == actions
    planned = rows(book)
    undone = 0
    while commands.undo(book):
        undone += 1
        assert rows(book) == fresh(book)
    assert undone == len(actions) and rows(book) == []
    while commands.redo(book):
        assert rows(book) == fresh(book)
    assert rows(book) == planned


def test_what_was_undone_can_still_be_done_again(demo: Book, change_rules: Change):
    commands.close_contact(demo, 1, "enough")
    commands.undo(demo)
    change_rules(*CHECK_IN_2)
    book = opened(demo)
    assert commands.redo(book) and rows(book) == fresh(book)


def test_a_rest_by_rule_follows_the_playbook(demo: Book, change_rules: Change):
    def resting() -> int:
        with sqlite3.connect(demo.path) as connection:
            return connection.execute("SELECT count(*) FROM contact WHERE rests_by_rule").fetchone()[0]

    assert resting() == 0
    change_rules("rest_after = 3", "rest_after = 1")
    opened(demo)
    assert resting() == 1  # Aiko has had one check-in, without an answer


def test_an_interrupted_planning_is_done_at_the_next_opening(
    demo: Book, change_rules: Change, monkeypatch: pytest.MonkeyPatch
):
    before = rows(demo)
    change_rules(*CHECK_IN_2)

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("planner.book.plans.rest_reason", stopped)
        with pytest.raises(KeyboardInterrupt):
            opened(demo)
    assert rows(demo) == before and examine(demo.path) is Condition.STALE
    opened(demo)
    assert rows(demo) == fresh(demo) != before


def test_the_daily_check_plans_anew_first(demo: Book, change_rules: Change, capsys: pytest.CaptureFixture[str]):
    change_rules("opens = 0\ndue = 1\nlate = 3\nchannel", "opens = 5\ndue = 6\nlate = 7\nchannel")  # of a first note
    assert run(["--book", str(demo.path), "due", "--count"]) == 0
    assert capsys.readouterr() == ("2\n", "")  # an answer and a thank-you
    assert examine(demo.path) is Condition.CURRENT and rows(demo) == fresh(demo)


def test_a_book_that_cannot_be_written_is_shown_as_it_is_and_said_so(
    demo: Book, change_rules: Change, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    before = rows(demo)
    run(["--book", str(demo.path), "due", "--json"])
    usual = capsys.readouterr().out
    change_rules(*CHECK_IN_2)

    def refused(*_: object) -> None:
        raise BookError("This disk takes no writes.")

    monkeypatch.setattr("planner.book.database._plan_anew", refused)
    assert run(["--book", str(demo.path), "due", "--json"]) == 0
    out, err = capsys.readouterr()
    assert out == usual and rows(demo) == before
    assert err.count("\n") == 1 and "The rules have changed" in err and "still follow the old rules" in err


def test_a_book_that_another_program_writes_to_is_shown_as_it_is(
    demo: Book, change_rules: Change, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("planner.book.file.BUSY_TIMEOUT", 0.1)
    change_rules(*CHECK_IN_2)
    with sqlite3.connect(demo.path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert run(["--book", str(demo.path), "due", "--count"]) == 0
    out, err = capsys.readouterr()
    assert out == "5\n" and "cannot be written right now" in err
    assert run(["--book", str(demo.path), "due", "--count"]) == 0 and capsys.readouterr() == ("5\n", "")
    assert rows(demo) == fresh(demo)
