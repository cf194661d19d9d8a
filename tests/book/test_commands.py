from collections.abc import Callable
from datetime import date, timedelta

import pytest

from planner.book import commands, due, queries
from planner.book.commands import Panelist, entered
from planner.book.database import Book
from planner.book.errors import BookError, EntryError
from planner.book.file import reading
from planner.book.models import ApplicationFields, ContactFields
from planner.cadence.terms import Direction, HowLearned, Kind, Part, Reason, Step
from tests.conftest import TODAY


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def panel(book: Book, *, on: date | None = None) -> int:
    """An application with three interviewers; gives its key. The people are 1 (manager), 2 (HR) and 3 (panel)."""
    return commands.add_interview(
        book,
        entered(ApplicationFields, position="Data Engineer", employer="Calder & Rowe"),
        [
            Panelist(entered(ContactFields, name="Dana Whitfield"), Part.HIRING_MANAGER),
            Panelist(entered(ContactFields, name="Priya Anand"), Part.HR),
            Panelist(entered(ContactFields, name="Tomás Herrera"), Part.PANEL),
        ],
        on=on,
    ).id


def owed(book: Book, within: int = 500) -> list[tuple[str, str, date]]:
    """Everything that is owed to anybody within so many days, in the order of the due list."""
    with reading(book.path) as connection:
        people = [key for key, _, _ in queries.find_contacts(connection, "")]
        rows = [row for key in people for row in due.due_of(connection, key, TODAY)]
        rows = sorted((row for row in rows if row.opens <= days(within)), key=lambda row: due.sort_key(row, TODAY))
        return [(row.called, row.step, row.opens) for row in rows]


def test_a_no_makes_the_first_note_due_for_every_interviewer_in_order(book: Book):
    application = panel(book, on=days(-5))
    done = commands.record_rejection(book, application, days(-1), HowLearned.TOLD, by=2, reason=Reason.INTERNAL)
    assert done.label == "the no for Data Engineer at Calder & Rowe recorded"
    assert owed(book) == [
        ("Dana", Step.FIRST_NOTE, days(-1)),
        ("Priya", Step.FIRST_NOTE, days(-1)),
        ("Tomás", Step.FIRST_NOTE, days(-1)),
    ]
    with reading(book.path) as connection:
        assert [touch.kind for touch in queries.timeline(connection, 2)] == [Kind.REJECTION, Kind.INTERVIEW]
        assert [row.reason for row in queries.roles(connection, 1)] == [Reason.INTERNAL]


def test_a_second_no_keeps_the_day_of_the_first(book: Book):
    application = panel(book)
    commands.record_rejection(book, application, days(-9))
    commands.record_rejection(book, application, days(-1))
    assert {opens for _, _, opens in owed(book)} == {days(-9)}


def test_would_not_go_back_makes_nobody_due(book: Book):
    commands.record_rejection(book, panel(book), TODAY, would_go_back=False)
    assert owed(book) == []


def test_a_note_goes_from_draft_to_sent_to_the_next_check_in(book: Book):
    application = panel(book)
    commands.record_rejection(book, application, TODAY)
    about = {"contact_id": 1, "step": Step.FIRST_NOTE, "application_id": application}
    draft = commands.save_draft(book, None, subject="Thank you", body="Dear [name]", **about).id
    assert commands.save_draft(book, draft, subject="Thank you", body="Dear Dana", **about).id == draft
    assert commands.mark_sent(book, draft, TODAY).label == "note to Dana Whitfield sent"
    assert owed(book)[-1] == ("Dana", Step.CHECK_IN_1, days(30))
    with reading(book.path) as connection:
        [touch] = queries.timeline(connection, 1)
        assert (touch.subject, touch.body, touch.step) == ("Thank you", "Dear Dana", Step.FIRST_NOTE)
        assert queries.drafts_of(connection, 1) == []
    with pytest.raises(EntryError, match="already"):
        commands.mark_sent(book, draft, TODAY)


def test_copied_is_not_sent(book: Book):
    commands.record_rejection(book, panel(book), TODAY)
    draft = commands.save_draft(book, None, contact_id=1, subject="", body="Dear Dana", step=Step.FIRST_NOTE).id
    commands.hand_over(book, draft, "copied")
    assert ("Dana", Step.FIRST_NOTE, TODAY) in owed(book)
    with reading(book.path) as connection:
        [draft_row] = queries.drafts_of(connection, 1)
    assert (draft_row.state, draft_row.handed_over, draft_row.handed_over_on) == ("handed_over", "copied", TODAY)


def test_an_empty_note_is_not_sent(book: Book):
    panel(book)
    draft = commands.save_draft(book, None, contact_id=1, subject="", body="  \n ").id
    with pytest.raises(EntryError, match="empty"):
        commands.mark_sent(book, draft, TODAY)


def test_logging_fulfils_the_open_step(book: Book):
    commands.record_rejection(book, panel(book), TODAY)
    commands.log_touchpoint(book, 1, Kind.MESSAGE, Direction.OUT, TODAY)
    commands.log_touchpoint(book, 2, Kind.MESSAGE, Direction.IN, TODAY)
    steps = {(name, step) for name, step, _ in owed(book)}
    assert steps == {
        ("Dana", Step.CHECK_IN_1),
        ("Priya", Step.REPLY),
        ("Priya", Step.FIRST_NOTE),
        ("Tomás", Step.FIRST_NOTE),
    }


def test_the_future_cannot_be_logged(book: Book):
    panel(book)
    with pytest.raises(EntryError, match="not happened yet"):
        commands.log_touchpoint(book, 1, Kind.CALL, Direction.OUT, days(1))


def test_a_no_that_lies_ahead_is_refused(book: Book):
    application = panel(book)
    with pytest.raises(EntryError, match="not come yet"):
        commands.record_rejection(book, application, days(1))


def test_a_resting_person_is_taken_up_again(book: Book):
    commands.record_rejection(book, panel(book), days(-400))
    for ago in (399, 360, 290, 190):
        commands.log_touchpoint(book, 1, Kind.MESSAGE, Direction.OUT, days(-ago))
    commands.reopen_contact(book, 1)
    assert ("Dana", Step.CHECK_IN_1, days(30)) in owed(book)


def test_a_message_on_the_day_of_a_skipped_reply_is_owed_an_answer(book: Book):
    panel(book)
    commands.log_touchpoint(book, 1, Kind.MESSAGE, Direction.IN, TODAY)
    commands.skip(book, 1)
    assert owed(book) == []
    commands.log_touchpoint(book, 1, Kind.MESSAGE, Direction.IN, TODAY)
    assert owed(book) == [("Dana", Step.REPLY, TODAY)]


def test_snooze_again_takes_the_place_of_the_older_one(book: Book):
    commands.record_rejection(book, panel(book), TODAY)
    commands.snooze(book, 1, days(30), reason="holidays")
    commands.snooze(book, 1, days(3))
    assert ("Dana", Step.FIRST_NOTE, days(3)) in owed(book)
    with pytest.raises(EntryError, match="not ahead"):
        commands.snooze(book, 1, TODAY)


def test_a_date_they_asked_for_needs_no_plan(book: Book):
    commands.add_contact(book, entered(ContactFields, name="Lena Brandt"))
    with pytest.raises(BookError, match="Nothing is planned"):
        commands.snooze(book, 1, days(9))
    commands.snooze(book, 1, days(100), asked=True, reason="after the merger")
    assert owed(book) == [("Lena", Step.ASKED, days(100))]


def test_skip_goes_on_to_the_next_step(book: Book):
    commands.record_rejection(book, panel(book), TODAY)
    commands.skip(book, 1)
    assert ("Dana", Step.CHECK_IN_1, days(30)) in owed(book)


def test_closing_needs_a_reason_and_can_be_taken_back(book: Book):
    commands.record_rejection(book, panel(book), TODAY)
    with pytest.raises(EntryError, match="reason"):
        commands.close_contact(book, 1, "  ")
    commands.close_contact(book, 1, "asked not to be contacted")
    assert {name for name, _, _ in owed(book)} == {"Priya", "Tomás"}
    commands.reopen_contact(book, 1)
    assert ("Dana", Step.FIRST_NOTE, TODAY) in owed(book)


def test_the_third_unanswered_check_in_brings_rest_and_a_message_ends_it(book: Book):
    commands.record_rejection(book, panel(book), days(-400))
    for ago in (399, 360, 290, 190):
        commands.log_touchpoint(book, 1, Kind.MESSAGE, Direction.OUT, days(-ago))
    with reading(book.path) as connection:
        dana = queries.contact(connection, 1)
        assert (dana.state, dana.state_reason) == (
            "resting",
            "3 check-ins without an answer, the last on Sat 16 May 2026.",
        )
        assert [row.name for row in due.waiting_rows(connection, TODAY)] == ["Dana Whitfield"]
    commands.log_touchpoint(book, 1, Kind.MESSAGE, Direction.IN, days(-1))
    with reading(book.path) as connection:
        assert queries.contact(connection, 1).state == "open"
    assert ("Dana", Step.REPLY, days(-1)) in owed(book)


def test_the_playbook_of_the_profile_and_of_a_person(book: Book):
    commands.record_rejection(book, panel(book), TODAY)
    commands.save_profile(book, playbook="call-first")
    assert ("Dana", Step.FIRST_CALL, days(2)) in owed(book)
    commands.change_contact(book, 1, playbook="default")
    assert ("Dana", Step.FIRST_NOTE, TODAY) in owed(book)
    with pytest.raises(EntryError, match="no playbook"):
        commands.save_profile(book, playbook="nonsense")


LONG = "is too long; at most 500 characters fit"
AT_SIGN = "An email address must have an @-sign"
NO_CITY = "not known; name a bigger city nearby"
NO_ZONE = "'Xyzzy' is no time zone like Europe/Vienna, and no city that is known; name a bigger one nearby"


@pytest.mark.parametrize(
    ("values", "field", "reason", "message"),
    [
        ({"name": ""}, "name", "cannot be empty", "Name cannot be empty."),
        ({}, "name", "cannot be empty", "Name cannot be empty."),
        ({"name": "x" * 501}, "name", LONG, f"Name {LONG}."),
        (
            {"name": "Dana", "email": "dana at example"},
            "email",
            AT_SIGN,
            f"E-mail: 'dana at example' is not an e-mail address like dana@example.com ({AT_SIGN}).",
        ),
        ({"name": "Dana", "phone": "x"}, "phone", "'x' is no telephone number", "Phone: 'x' is no telephone number."),
        ({"name": "Dana", "time_zone": "Xyzzy"}, "time_zone", NO_CITY, f"Time zone: {NO_ZONE}."),
        (
            {"name": "Dana", "preferred_channel": "fax"},
            "preferred_channel",
            "'fax' does not fit",
            "Reach them by: 'fax' ",
        ),
        ({"name": "Dana", "nickname": "D"}, "nickname", "there is no such field", "There is no field called nickname."),
    ],
)
def test_what_does_not_fit_is_refused_in_words(values: dict[str, object], field: str, reason: str, message: str):
    with pytest.raises(EntryError) as refused:
        entered(ContactFields, **values)
    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (lambda book: commands.log_touchpoint(book, 1, Kind.CALL, Direction.OUT, days(1)), "happened_on"),
        (lambda book: commands.record_move(book, 1, "", TODAY), "employer"),
        (lambda book: commands.add_promise(book, 1, " ", days(1)), "what"),
        (lambda book: commands.snooze(book, 1, TODAY), "until"),
        (lambda book: commands.close_contact(book, 1, ""), "state_reason"),
        (lambda book: commands.change_contact(book, 1, phone="x"), "phone"),
        (lambda book: commands.change_contact(book, 1, playbook="gone"), "playbook"),
        (lambda book: commands.save_profile(book, email="x"), "email"),
        (lambda book: commands.take_job(book, on=days(1)), "took_job_on"),
        (lambda book: commands.merge_contacts(book, 1, 1), ""),
    ],
)
def test_a_refusal_says_which_field_it_is_about(book: Book, command: Callable[[Book], object], field: str):
    commands.add_contact(book, entered(ContactFields, name="Dana Whitfield"))
    with pytest.raises(EntryError) as refused:
        command(book)
    assert refused.value.field == field and refused.value.reason and str(refused.value).endswith(".")


def test_text_is_cleaned_where_it_enters(book: Book):
    fields = entered(ContactFields, name=" Dana\x1b[31m\n Whitfield\u202e ", tags="Data, data,  #ETL")
    commands.add_contact(book, fields)
    with reading(book.path) as connection:
        dana = queries.contact(connection, 1)
    assert (dana.name, dana.tags) == ("Dana Whitfield", "data, etl")


def test_an_error_leaves_nothing_half_done(book: Book):
    application = panel(book)
    with pytest.raises(BookError, match="no longer in the book"):
        commands.add_interview(
            book,
            application,
            [Panelist(entered(ContactFields, name="New Person"), Part.PANEL), Panelist(999, Part.HR)],
        )
    with reading(book.path) as connection:
        assert queries.find_contacts(connection, "New Person") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("dana", ["Dana Whitfield"]),
        ("WHITF", ["Dana Whitfield"]),
        ("tomas", ["Tomás Herrera"]),
        ("calder", ["Dana Whitfield", "Priya Anand", "Tomás Herrera"]),
        ("priya anand", ["Priya Anand"]),
        ("nobody", []),
    ],
)
def test_people_are_found_by_any_part_of_the_name(book: Book, text: str, found: list[str]):
    panel(book)
    with reading(book.path) as connection:
        assert [name for _, name, _ in queries.find_contacts(connection, text)] == found
