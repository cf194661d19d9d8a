"""Several people at once, one row a person, playbooks in the book, spreading, and a job tried before it is done."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest

from planner.book import commands, due, queries
from planner.book.commands import Panelist, entered
from planner.book.database import Book
from planner.book.errors import BookError, EntryError
from planner.book.file import reading
from planner.book.forecast import forecast, load_by_day, weeks
from planner.book.formatting import also_owed, call_hint, steps_of
from planner.book.models import ApplicationFields, ContactFields
from planner.cadence.playbook import PlaybookError
from planner.cadence.terms import Channel, Direction, HowLearned, Kind, Part, Step
from tests.book.test_commands import days, owed, panel
from tests.book.test_undo import assert_plan_is_fresh, contents
from tests.conftest import TODAY


def rows(book: Book, within: int = 0) -> list[due.DueRow]:
    with reading(book.path) as connection:
        return due.due_rows(connection, TODAY, within)


def put_off(key: int, until: date):
    return lambda book: commands.snooze(book, key, until, reason="travel")


def test_one_action_and_one_undo_for_several(book: Book):
    commands.record_rejection(book, panel(book), TODAY)
    before = contents(book)
    done = commands.together(book, [(name, put_off(key, days(9))) for key, name in ((1, "Dana"), (2, "Priya"))])
    assert done.label == "first note with Dana Whitfield put off until Tue 1 Dec 2026, and 1 more person"
    assert [name for name, _, opens in owed(book) if opens == days(9)] == ["Dana", "Priya"]
    after = contents(book)
    assert commands.undo(book) == done.label
    assert contents(book) == before
    commands.redo(book)
    assert contents(book) == after
    assert_plan_is_fresh(book)


def test_all_or_none(book: Book):
    commands.record_rejection(book, panel(book), TODAY)
    commands.close_contact(book, 2, "enough")
    before = contents(book)
    with pytest.raises(
        BookError, match=r"^Priya: Nothing is planned for Priya Anand .* Nothing was changed for anybody."
    ):
        commands.together(book, [("Dana", put_off(1, days(9))), ("Priya", put_off(2, days(9)))])
    assert contents(book) == before


def test_tags_are_put_on_and_taken_off(book: Book):
    panel(book)
    jobs = [
        (name, lambda book, key=key: commands.tag_contact(book, key, ["Mentor", "warm"]))
        for key, name in ((1, "D"), (2, "P"))
    ]
    commands.together(book, jobs)
    done = commands.tag_contact(book, 1, ["north"], ["mentor"])
    assert done.label == "tags of Dana Whitfield: north, warm"
    with reading(book.path) as connection:
        assert [queries.contact(connection, key).tags for key in (1, 2, 3)] == ["north, warm", "mentor, warm", ""]


def test_a_person_stands_once_with_what_else_is_owed(book: Book):
    commands.record_rejection(book, panel(book), TODAY)
    commands.add_promise(book, 1, "the article", TODAY)
    commands.add_promise(book, 2, "an introduction", days(3))
    first, second, *_ = rows(book)
    assert (first.called, first.step, [each.step for each in first.also]) == ("Dana", "first_note", ["promise"])
    assert (steps_of(first), also_owed(first, TODAY)) == ("first note +1", "Also: your promise, due today.")
    assert (second.called, second.also) == ("Priya", ())  # what opens later is not yet counted
    assert len(rows(book, 30)) == 3
    with reading(book.path) as connection:
        assert due.count_due(connection, TODAY) == 3
        assert [row.step for row in due.due_of(connection, 2, TODAY)] == ["first_note", "promise"]
        assert due.later_rows(connection, TODAY) == []


def test_later_has_each_person_once(book: Book):
    commands.record_rejection(book, panel(book), days(-1))
    for key in (1, 2, 3):
        commands.log_touchpoint(book, key, Kind.MESSAGE, Direction.OUT, TODAY)
    commands.add_promise(book, 1, "the article", days(20))
    with reading(book.path) as connection:
        assert [(row.called, row.step) for row in due.later_rows(connection, TODAY)] == [
            ("Dana", "promise"),
            ("Priya", "check_in_1"),
            ("Tomás", "check_in_1"),
        ]
        assert due.next_row(connection, TODAY).step == "promise"
        assert due.next_row(connection, TODAY, 25).called == "Dana"


def test_a_note_that_waits_for_word_is_the_first_of_a_person(book: Book):
    commands.record_rejection(book, panel(book), TODAY)
    commands.add_promise(book, 1, "the article", TODAY)
    key = commands.save_draft(
        book, None, contact_id=1, subject="s", body="Dear Dana", step=Step.FIRST_NOTE, application_id=1
    ).id
    commands.hand_over(book, key, "copied")
    [first] = [row for row in rows(book) if row.contact_id == 1]
    assert (first.note, [each.step for each in first.also]) == ("handed_over", ["promise"])
    with reading(book.path) as connection:
        assert due.count_due(connection, TODAY) == 3


OWN = "[steps.check_in_1]\nopens = 10\n[tags.mentor.steps.check_in_1]\nopens = 5\n"


def with_first_notes(book: Book) -> None:
    commands.record_rejection(book, panel(book), TODAY)
    for key in (1, 2):
        commands.log_touchpoint(book, key, Kind.MESSAGE, Direction.OUT, TODAY)
    commands.tag_contact(book, 2, ["mentor"])


def test_a_playbook_is_taken_in_and_replans_everybody(book: Book):
    with_first_notes(book)
    before = contents(book)
    done = commands.use_playbook(book, "mine", OWN)
    assert done.label == "playbook mine in force"
    assert owed(book)[1:] == [("Priya", "check_in_1", days(5)), ("Dana", "check_in_1", days(10))]
    assert_plan_is_fresh(book)
    commands.undo(book)
    assert contents(book) == before
    commands.redo(book)
    commands.use_playbook(book, "mine", OWN.replace("10", "20"))
    assert owed(book)[2] == ("Dana", "check_in_1", days(20))
    commands.use_playbook(book, "default", contact_id=1)
    assert owed(book)[2] == ("Dana", "check_in_1", days(30))
    commands.tag_contact(book, 2, remove=["mentor"])  # a tag can move dates, too
    assert owed(book)[1] == ("Priya", "check_in_1", days(20))
    assert_plan_is_fresh(book)


def test_nothing_moves_with_the_zone_of_the_machine(book: Book, monkeypatch: pytest.MonkeyPatch):
    with_first_notes(book)
    commands.snooze(book, 3, days(4))
    before, shown = contents(book), []
    for zone in ("UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert_plan_is_fresh(book)
        shown.append([(row.name, row.group, row.opens, row.why) for row in rows(book, 400)])
    monkeypatch.undo()
    time.tzset()
    assert all(each == shown[0] for each in shown) and contents(book) == before


def test_a_broken_or_unknown_playbook_changes_nothing(book: Book):
    panel(book)
    before = contents(book)
    with pytest.raises(PlaybookError, match="mine:1: "):
        commands.use_playbook(book, "mine", "rest_after = 0")
    with pytest.raises(EntryError, match=r"no playbook called 'gone'\. Known: default, call-first"):
        commands.use_playbook(book, "gone")
    with pytest.raises(EntryError, match="no playbook called 'gone'"):
        commands.change_contact(book, 1, playbook="gone")
    assert contents(book) == before


def test_what_would_move_is_shown_and_nothing_is_done(book: Book):
    with_first_notes(book)
    before, label = contents(book), None
    with reading(book.path) as connection:
        label = queries.journal_labels(connection)
    moves = commands.preview(book, lambda book: commands.use_playbook(book, "mine", OWN))
    assert [(move.name, move.before[0], move.after[0]) for move in moves if move.before and move.after] == [
        ("Priya Anand", days(30), days(5)),
        ("Dana Whitfield", days(30), days(10)),
    ]
    assert contents(book) == before
    with reading(book.path) as connection:
        assert queries.journal_labels(connection) == label
    [gone] = commands.preview(book, lambda book: commands.close_contact(book, 3, "enough"))
    assert (gone.name, gone.after) == ("Tomás Herrera", None)


def imported(book: Book, count: int) -> None:
    """So many people who had their first note on one day, as after a big import."""
    people = [Panelist(entered(ContactFields, name=f"Person {number:02}"), Part.PANEL) for number in range(count)]
    fields = entered(ApplicationFields, position="Engineer", employer="Old Mill")
    application = commands.add_interview(book, fields, people).id
    commands.record_rejection(book, application, days(-40), HowLearned.TOLD)
    jobs = [
        (
            each.who.name,
            lambda book, key=key: commands.log_touchpoint(book, key, Kind.MESSAGE, Direction.OUT, days(-30)),
        )
        for key, each in enumerate(people, start=1)
    ]
    commands.together(book, jobs)


def test_forty_check_ins_of_one_day_are_spread(book: Book):
    imported(book, 40)
    before = contents(book)
    assert len(rows(book)) == 40
    moves = commands.preview(book, lambda book: commands.spread(book, 5))
    assert len(moves) == 35 and contents(book) == before
    done = commands.spread(book, 5)
    assert done.label == "35 steps spread, at most 5 a day"
    assert len(rows(book)) == 5
    load = load_by_day(each for each in forecast(book, 30) if each.step is Step.CHECK_IN_1)
    assert max(load.values()) == 5 and sum(load.values()) == 40
    assert_plan_is_fresh(book)
    assert commands.spread(book, 5).label == "0 steps spread, at most 5 a day"
    commands.undo(book)
    assert contents(book) == before


def test_spreading_keeps_to_what_the_user_chose(book: Book):
    imported(book, 4)
    commands.snooze(book, 1, days(1), reason="their wish")
    commands.spread(book, 1)
    by_name = {name: opens for name, step, opens in owed(book)}
    assert by_name["Person"] is not None
    with reading(book.path) as connection:
        [row] = due.due_of(connection, 1, TODAY)
        assert row.opens == days(1) and "their wish" in row.why
        others = sorted(due.due_of(connection, key, TODAY)[0].opens for key in (2, 3, 4))
    assert others[1:] == [days(2), days(3)]


def test_spreading_takes_a_number_from_one(book: Book):
    with pytest.raises(EntryError, match="number from 1"):
        commands.spread(book, 0)


def test_the_time_ahead(book: Book):
    commands.record_rejection(book, panel(book), TODAY)
    coming = forecast(book, 120)
    assert [(each.day, each.name, each.step) for each in coming][:4] == [
        (TODAY, "Dana Whitfield", Step.FIRST_NOTE),
        (TODAY, "Priya Anand", Step.FIRST_NOTE),
        (TODAY, "Tomás Herrera", Step.FIRST_NOTE),
        (days(30), "Dana Whitfield", Step.CHECK_IN_1),
    ]
    shown = weeks(TODAY, 120)
    assert shown[0][0] <= TODAY <= shown[0][6] and shown[-1][0] <= days(119) <= shown[-1][6]
    assert all(week[0].weekday() == 0 for week in shown)


def test_calls_keep_clear_of_the_holidays_of_their_country(book: Book):
    commands.save_profile(book, playbook="call-first", country="austria")
    christmas_eve = date(2026, 12, 24)
    on = Book(book.path, book.engine, lambda: christmas_eve)
    application = panel(book)
    commands.change_contact(on, 1, time_zone="vienna")
    commands.record_rejection(on, application, christmas_eve)  # Thursday; Saturday the 26th is a holiday, too
    with reading(book.path) as connection:
        [call] = due.due_of(connection, 1, christmas_eve)
    assert (call.step, call.opens, call.due) == ("first_call", date(2026, 12, 28), date(2026, 12, 28))
    assert call.days_off.startswith("5 6 ") and "2027-01-01" in call.days_off and "2027-01-06" in call.days_off
    assert call_hint(call, date(2027, 1, 1)).endswith("Monday")  # the first is a Friday off
    commands.change_contact(on, 1, country="US")  # there nobody keeps the sixth
    with reading(book.path) as connection:
        [call] = due.due_of(connection, 1, christmas_eve)
    assert call.opens == date(2026, 12, 28) and "2027-01-06" not in call.days_off
    assert_plan_is_fresh(book)


def test_a_weekend_of_ones_own_moves_calls(book: Book):
    commands.save_profile(book, playbook="call-first", weekend="fri sat")
    commands.record_rejection(book, panel(book), days(-2))  # Friday; its second day is a Sunday, which is worked
    assert owed(book)[0] == ("Dana", "first_call", TODAY)
    commands.save_profile(book, weekend="")
    assert ("Dana", "first_call", days(1)) in owed(book)


@pytest.mark.parametrize(
    ("values", "words"),
    [({"country": "atlantis"}, "no country like AT"), ({"weekend": "caturday"}, "no day of the week")],
)
def test_a_country_or_weekend_that_is_none_is_refused(book: Book, values: dict[str, object], words: str):
    with pytest.raises(EntryError, match=words):
        commands.save_profile(book, **values)


def used_at(book: Book, moment: datetime) -> None:
    panel(book)
    with book.transaction() as session:
        session.connection().exec_driver_sql("UPDATE journal_entry SET made_at = ?", (moment.isoformat(),))


@pytest.mark.parametrize(
    ("hours", "day", "words"),
    [
        (-1, 0, ""),
        (0.1, 0, ""),  # two machines never quite agree
        (72, 3, "your book was used on Wed 25 Nov 2026: shown is who is due then"),
        (24 * 400, 0, "is this clock right?"),  # set right after it had been wrong
    ],
)
def test_a_clock_set_back_hides_nothing(book: Book, hours: float, day: int, words: str):
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    used_at(book, now + timedelta(hours=hours))
    with reading(book.path) as connection:
        shown, said = due.as_of(connection, TODAY, now)
    assert shown == days(day) and words in said and bool(words) == bool(said)


def test_an_unread_date_is_kept_word_for_word(book: Book):
    panel(book)
    commands.change_contact(book, 1, notes="Runs a reading group.")
    done = commands.keep_unread_date(book, 1, "when the\nleaves turn", "put off until")
    assert done.label == "“when the leaves turn” kept in the notes on Dana Whitfield"
    with reading(book.path) as connection:
        notes = queries.contact(connection, 1).notes
    assert notes == (
        "Runs a reading group.\n\n"
        "Sun 22 Nov 2026: put off until “when the leaves turn”, which is not a date I can read."
    )


def test_the_main_contact_can_be_another(book: Book):
    application = panel(book, on=days(-12))
    jobs = [
        ("x", lambda book, key=key: commands.log_touchpoint(book, key, Kind.MESSAGE, Direction.OUT, days(-11)))
        for key in (1, 2, 3)
    ]
    commands.together(book, jobs)
    assert [name for name, step, _ in owed(book) if step == "nudge"] == ["Dana"]
    commands.change_application(book, application, main_contact_id=2)
    assert [name for name, step, _ in owed(book) if step == "nudge"] == ["Priya"]


def test_a_call_of_nobody_known_has_no_hint(book: Book):
    commands.record_rejection(book, panel(book), TODAY)
    assert all(call_hint(row, TODAY) == "" and row.channel != Channel.PHONE for row in rows(book))
