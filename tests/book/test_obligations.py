"""Promises, nudges, new jobs of theirs and of one's own: entered, done, put off, undone."""

import sqlite3
from datetime import date

import pytest

from planner.book import commands, due, queries
from planner.book.commands import Panelist, entered
from planner.book.database import Book
from planner.book.errors import BookError, EntryError
from planner.book.file import reading
from planner.book.models import ApplicationFields, ContactFields
from planner.cadence.terms import Direction, Kind, Part
from tests.book.test_commands import days, owed, panel
from tests.conftest import TODAY


def dana(book: Book) -> int:
    return commands.add_contact(book, entered(ContactFields, name="Dana Whitfield", employer="Calder & Rowe")).id


def why(book: Book, contact_id: int) -> list[str]:
    with reading(book.path) as connection:
        return [row.why for row in due.due_of(connection, contact_id, TODAY)]


def written_note(book: Book, contact_id: int, step: str) -> int:
    return commands.save_draft(book, None, contact_id=contact_id, subject="s", body="Here it is.", step=step).id


def test_a_promise_is_owed_on_its_day_and_kept_by_the_note(book: Book):
    key = dana(book)
    commands.add_promise(book, key, "the article on wave data", days(2))
    commands.add_promise(book, key, "an introduction", days(9))
    assert owed(book) == [("Dana", "promise", days(2))]
    assert why(book, key) == ["You promised Dana by Tue 24 Nov: the article on wave data, and 1 more."]
    commands.mark_sent(book, written_note(book, key, "promise"), TODAY)
    assert owed(book) == [("Dana", "promise", days(9))]
    commands.undo(book)
    assert owed(book) == [("Dana", "promise", days(2))]
    commands.redo(book)
    assert owed(book) == [("Dana", "promise", days(9))]


def test_a_promise_is_kept_by_what_is_logged_once_it_is_due(book: Book):
    key = dana(book)
    commands.add_promise(book, key, "the article", TODAY)
    commands.log_touchpoint(book, key, Kind.NO_ANSWER, Direction.OUT, TODAY)
    assert owed(book) == [("Dana", "promise", TODAY)]
    commands.log_touchpoint(book, key, Kind.CALL, Direction.OUT, TODAY)
    assert owed(book) == []


def test_a_promise_is_put_off_with_its_reason_or_dropped(book: Book):
    key = dana(book)
    commands.add_promise(book, key, "the article", days(1))
    commands.snooze(book, key, days(5), reason="not published yet")
    assert owed(book) == [("Dana", "promise", days(5))]
    assert why(book, key) == ["You promised Dana by Fri 27 Nov: the article. You put it off: not published yet."]
    with pytest.raises(EntryError, match="later date"):
        commands.snooze(book, key, days(3))
    commands.skip(book, key)
    assert owed(book) == []
    commands.undo(book)
    assert owed(book) == [("Dana", "promise", days(5))]
    commands.undo(book)
    assert owed(book) == [("Dana", "promise", days(1))]


@pytest.mark.parametrize(("what", "message"), [("  ", "Say what"), ("x" * 600, "too long")])
def test_a_promise_says_what_in_a_line(book: Book, what: str, message: str):
    with pytest.raises(EntryError, match=message):
        commands.add_promise(book, dana(book), what, days(1))


def test_only_the_main_contact_is_asked_how_it_stands(book: Book):
    application = panel(book, on=days(-20))
    for key in (1, 2, 3):
        commands.skip(book, key)
    assert owed(book) == [("Dana", "nudge", days(-10))]
    commands.change_application(book, application, promised_on=days(4))
    assert owed(book) == [("Dana", "nudge", days(7))]
    assert "was promised by Thu 26 Nov" in why(book, 1)[0]
    commands.change_application(book, application, main_contact_id=2)
    assert owed(book) == [("Priya", "nudge", days(7))]


def test_an_interview_with_somebody_else_moves_the_question_of_the_main_contact(book: Book):
    application = panel(book, on=days(-20))
    commands.skip(book, 1)
    assert ("Dana", "nudge", days(-10)) in owed(book)
    other = Panelist(entered(ContactFields, name="Ari Cole"), Part.PANEL)
    commands.add_interview(book, application, [other], on=days(-1))
    assert ("Dana", "nudge", days(9)) in owed(book)
    commands.undo(book)
    assert ("Dana", "nudge", days(-10)) in owed(book)


def test_a_move_changes_the_employer_and_is_a_reason_to_write(book: Book):
    key = dana(book)
    done = commands.record_move(book, key, "Halden Labs", days(-1))
    assert done.label == "move of Dana Whitfield to Halden Labs logged"
    assert owed(book) == [("Dana", "move", days(-1))]
    with reading(book.path) as connection:
        person = queries.contact(connection, key)
        assert person is not None and person.employer == "Halden Labs"
        assert [touch.subject for touch in queries.timeline(connection, key)] == ["from Calder & Rowe to Halden Labs"]
    commands.mark_sent(book, written_note(book, key, "move"), TODAY)
    assert owed(book) == []
    while commands.undo(book) != done.label:
        pass
    assert owed(book) == []
    with reading(book.path) as connection:
        person = queries.contact(connection, key)
        assert person is not None and person.employer == "Calder & Rowe"


@pytest.mark.parametrize(
    ("employer", "on", "message"),
    [(" ", TODAY, "where they moved"), ("Calder & Rowe", TODAY, "already"), ("Halden", days(1), "not happened yet")],
)
def test_a_move_that_says_nothing_is_refused(book: Book, employer: str, on: date, message: str):
    with pytest.raises(EntryError, match=message):
        commands.record_move(book, dana(book), employer, on)


def test_a_job_taken_pauses_everybody_and_is_news_for_some(book: Book):
    application = panel(book, on=days(-40))
    commands.record_rejection(book, application, days(-30), by=2)
    other = commands.add_interview(
        book,
        entered(ApplicationFields, position="Analyst", employer="Harbour"),
        [Panelist(entered(ContactFields, name="Lena Brandt"), Part.HIRING_MANAGER)],
        on=days(-3),
    )
    commands.log_touchpoint(book, 3, Kind.MESSAGE, Direction.IN, days(-20))
    commands.log_touchpoint(book, 3, Kind.MESSAGE, Direction.OUT, days(-19))
    before = owed(book)
    assert len(before) == 5
    done = commands.take_job(book, "Northwind Ferries", days(-1))
    assert done.label == "new job at Northwind Ferries on Sat 21 Nov 2026, the search paused"
    # Lena waits for the outcome, Tomás has written; Dana and Priya were never in touch by themselves.
    assert owed(book) == [("Lena", "good_news", days(-1)), ("Tomás", "good_news", days(-1))]
    assert why(book, 4) == [
        "You took a job at Northwind Ferries on Sat 21 Nov, and Lena may still be weighing Analyst at Harbour."
    ]
    commands.undo(book)
    assert owed(book) == before
    commands.redo(book)
    commands.resume_search(book)
    # Nothing counts from before: check-ins a month from now, and no thank-you for an interview of old.
    assert sorted(owed(book)) == [
        ("Dana", "check_in_1", days(30)),
        ("Lena", "nudge", days(10)),
        ("Priya", "check_in_1", days(30)),
        ("Tomás", "check_in_1", days(30)),
    ]
    assert other.id == 2
    with pytest.raises(BookError, match="not paused"):
        commands.resume_search(book)


def test_a_job_cannot_be_taken_in_the_future(book: Book):
    with pytest.raises(EntryError, match="still ahead"):
        commands.take_job(book, "Northwind", days(1))


def test_the_table_takes_the_new_steps_and_no_others(book: Book):
    key = dana(book)
    with sqlite3.connect(book.path) as connection:
        insert = "INSERT INTO decision (contact_id, kind, made_on, step) VALUES (?, 'skip', '2026-11-22', ?)"
        connection.execute(insert, (key, "good_news"))
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(insert, (key, "bad_news"))
