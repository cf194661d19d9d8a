"""Notes on their way: handed over, held, begun anew, changed in two places at once."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from planner.book import backups, commands, database, due, file, queries
from planner.book.database import Book, open_book
from planner.book.errors import EntryError
from planner.book.file import reading
from planner.book.formatting import state_of
from planner.cadence.terms import Channel, Step
from planner.notes.blanks import as_json, fill, key_of
from tests.book.test_commands import days, panel
from tests.conftest import TODAY


def note(book: Book, contact_id: int = 1, body: str = "Dear Dana", *, step: Step | None = Step.FIRST_NOTE) -> int:
    return commands.save_draft(
        book, None, contact_id=contact_id, subject="Hi", body=body, step=step, application_id=1 if step else None
    ).id


def rows(book: Book, today: date = TODAY, within: int = 0) -> list[tuple[str, str, str]]:
    with reading(book.path) as connection:
        return [(row.called, row.group, state_of(row, today)) for row in due.due_rows(connection, today, within)]


def count(book: Book, today: date = TODAY) -> int:
    with reading(book.path) as connection:
        return due.count_due(connection, today)


def rejected(book: Book) -> Book:
    commands.record_rejection(book, panel(book), TODAY)
    return book


def test_a_note_that_was_handed_over_asks_until_it_is_answered(book: Book):
    key = note(rejected(book))
    commands.hand_over(book, key, "copied")
    for later in (0, 1, 40):  # also tomorrow
        assert rows(book, days(later))[0] == ("Dana", "written", "did it go out?")
    assert count(book) == 3
    with reading(book.path) as connection:
        assert due.due_rows(connection, TODAY)[0].why == (
            "This note was copied on Sun 22 Nov; you have not said yet whether it went out."
        )
    commands.take_back(book, key)
    assert rows(book)[0] == ("Dana", "due", "by Mon 23 Nov")
    commands.hand_over(book, key, "copied")
    commands.mark_sent(book, key, TODAY)
    assert [called for called, _, _ in rows(book)] == ["Priya", "Tomás"]


def test_each_way_on_from_did_it_go_out_is_one_undo(book: Book):
    key = note(rejected(book))
    commands.hand_over(book, key, "copied")
    asked = rows(book)
    for answer in (
        lambda: commands.take_back(book, key),
        lambda: commands.drop_draft(book, key),
        lambda: commands.mark_sent(book, key, TODAY),
    ):
        answer()
        assert rows(book) != asked
        commands.undo(book)
        assert rows(book) == asked


def test_a_held_note_is_not_due_today_and_stands_first_tomorrow(book: Book):
    key = note(rejected(book), 3)
    commands.hold_draft(book, key, days(1))
    assert rows(book, within=7)[-1] == ("Tomás", "week", "held Mon 23 Nov")
    assert (count(book), len(rows(book))) == (2, 2)
    assert rows(book, days(1))[0] == ("Tomás", "written", "ready to send")
    assert count(book, days(1)) == 3
    with reading(book.path) as connection:
        assert not [row for row in due.later_rows(connection, days(-30)) if row.called == "Tomás"]


def test_a_note_is_held_only_until_a_day_ahead(book: Book):
    key = note(rejected(book))
    with pytest.raises(EntryError, match="not ahead"):
        commands.hold_draft(book, key, TODAY)


def test_a_note_for_no_step_is_asked_about_as_well(book: Book):
    commands.add_contact(book, commands.entered(commands_contact(), name="Sam Osei"))
    key = note(book, 1, "Hello Sam", step=None)
    commands.hand_over(book, key, "copied")
    assert rows(book) == [("Sam", "written", "did it go out?")]
    assert count(book) == 1


def commands_contact() -> type:
    from planner.book.models import ContactFields

    return ContactFields


def test_two_who_write_the_same_note_both_keep_their_text(book: Book):
    key = note(rejected(book), body="first")
    read = ("Hi", "first")
    about = {"contact_id": 1, "subject": "Hi", "step": Step.FIRST_NOTE, "application_id": 1}
    one = commands.save_draft(book, key, body="first, and mine", expected=read, **about)
    two = commands.save_draft(book, key, body="first, and yours", expected=read, **about)
    assert (one.id, one.apart) == (key, "")
    assert two.id != key and "changed elsewhere" in two.apart
    again = commands.save_draft(book, two.id, body="yours, longer", expected=(two.subject, two.body), **about)
    assert (again.id, again.apart) == (two.id, "")
    with reading(book.path) as connection:
        assert {draft.body for draft in queries.drafts_of(connection, 1)} == {"first, and mine", "yours, longer"}


def test_a_note_that_is_marked_sent_in_two_windows_is_recorded_once(book: Book):
    one, other = note(rejected(book), body="Dear Dana, thank you."), note(book, body="Dear Dana, thank you.")
    commands.mark_sent(book, one, TODAY)
    with pytest.raises(EntryError, match="already marked sent"):
        commands.mark_sent(book, one, TODAY)
    with pytest.raises(EntryError, match="The very same note to Dana Whitfield"):
        commands.mark_sent(book, other, TODAY)
    with reading(book.path) as connection:
        assert len(queries.timeline(connection, 1)) == 1
        assert [draft.id for draft in queries.drafts_of(connection, 1)] == [other]  # to be dropped, or written anew
    commands.mark_sent(book, other, TODAY, text=("Hello", "Another word."))


def test_another_template_keeps_the_old_text_in_the_journal(book: Book):
    key = note(rejected(book), body="typed with care")
    done = commands.change_template(
        book, key, template="other", channel=Channel.PHONE, subject="Call", body="Good day", stops=""
    )
    with reading(book.path) as connection:
        [draft] = queries.drafts_of(connection, 1)
        assert (draft.id, draft.body, draft.channel, draft.step) == (done.id, "Good day", "phone", "first_note")
    commands.undo(book)
    with reading(book.path) as connection:
        [draft] = queries.drafts_of(connection, 1)
        assert (draft.id, draft.body, draft.channel) == (key, "typed with care", "email")


def test_answers_are_offered_to_the_right_people(book: Book):
    rejected(book)
    text = "[What they said that stayed with you], and [three skills]."
    body, stops = fill(
        text, {key_of("What they said that stayed with you"): "Test early", key_of("three skills"): "SQL"}
    )
    commands.save_draft(book, None, contact_id=1, subject="", body=body, stops=as_json(stops), application_id=1)
    with reading(book.path) as connection:
        assert [(a.text, a.theirs) for a in queries.answers(connection, 1, None)] == [
            ("Test early", True),
            ("SQL", True),
        ]
        # what one of them said is nothing to write to another
        assert [(a.text, a.theirs) for a in queries.answers(connection, 2, 1)] == [("SQL", False)]
        assert queries.answers(connection, 2, None) == []


def test_the_panel_knows_who_has_had_their_note(book: Book):
    rejected(book)
    commands.mark_sent(book, note(book, 1), TODAY)
    commands.hand_over(book, note(book, 2), "copied")
    with reading(book.path) as connection:
        found = queries.panel_of(connection, 1, Step.FIRST_NOTE)
    assert [(each.called, each.written, each.owed) for each in found] == [
        ("Dana", True, False),
        ("Priya", True, True),
        ("Tomás", False, True),
    ]


def test_notes_to_colleagues_are_found_and_others_are_not(book: Book):
    rejected(book)
    commands.mark_sent(book, note(book, 2, "to Priya"), TODAY)
    note(book, 3, "to Tomás")
    note(book, 1, "to Dana")
    with reading(book.path) as connection:
        found = queries.notes_to_others(connection, 1, "Calder & Rowe")
        assert sorted((each.name, each.body) for each in found) == [
            ("Priya Anand", "to Priya"),
            ("Tomás Herrera", "to Tomás"),
        ]
        assert queries.notes_to_others(connection, 1, "Elsewhere") == queries.notes_to_others(connection, 1, "") == []


def test_notes_saved_many_times_are_one_undo(book: Book):
    panel(book)
    commands.change_contact(book, 1, notes="before")
    saved = commands.save_notes(book, 1, "a", expected="before")
    for text in ("ab", "abc"):
        saved = commands.save_notes(book, 1, text, expected=saved.text, entry=saved.entry)
    with reading(book.path) as connection:
        assert queries.contact(connection, 1).notes == "abc"  # type: ignore[union-attr]
    commands.undo(book)
    with reading(book.path) as connection:
        assert queries.contact(connection, 1).notes == "before"  # type: ignore[union-attr]
    commands.redo(book)
    with reading(book.path) as connection:
        assert queries.contact(connection, 1).notes == "abc"  # type: ignore[union-attr]


def test_notes_changed_in_two_places_keep_both_texts(book: Book):
    panel(book)
    commands.save_notes(book, 1, "theirs", expected="")
    saved = commands.save_notes(book, 1, "mine", expected="")
    assert saved.text == "mine\n\n(changed elsewhere meanwhile:)\n\ntheirs"


def test_something_done_in_between_is_undone_on_its_own(book: Book):
    panel(book)
    first = commands.save_notes(book, 1, "a", expected="")
    commands.change_contact(book, 2, title="Recruiter")
    commands.save_notes(book, 1, "ab", expected="a", entry=first.entry)
    assert [commands.undo(book) for _ in range(3)] == [
        "notes on Dana Whitfield changed",
        "details of Priya Anand changed",
        "notes on Dana Whitfield changed",
    ]


def test_an_older_book_brings_its_copied_notes_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "old.sqlite"
    with monkeypatch.context() as patch:
        patch.setattr(file, "HEAD", "0001")
        patch.setattr(file, "REVISIONS", ("0001",))
        open_book(path)
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO contact (name) VALUES ('Dana Whitfield')")
        connection.executemany(
            "INSERT INTO draft (contact_id, subject, body, state, handed_over) VALUES (1, 's', ?, ?, ?)",
            [
                ("one", "handed_over", "copied on Sun 22 Nov 2026"),
                ("two", "draft", ""),
                ("odd", "handed_over", "by hand"),
            ],
        )
    with pytest.raises(Exception, match="brought up to date"), reading(path):
        pass
    open_book(path)
    with reading(path) as connection:
        found = {draft.body: (draft.handed_over, draft.handed_over_on) for draft in queries.drafts_of(connection, 1)}
    assert found == {"one": ("copied", TODAY), "two": ("", None), "odd": ("by hand", None)}
    assert database.open_book(path).path == path and [each.why for each in backups.listed(path)] == ["migration"]
    with reading(path) as connection:  # asked about: did it go out?
        assert [(row.called, row.step, row.note) for row in due.due_rows(connection, TODAY)] == [
            ("Dana", "check_in", "handed_over")
        ]
