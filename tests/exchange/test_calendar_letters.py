"""Calendar files whose appointments are interviews."""

from pathlib import Path

import pytest

from planner.book import commands
from planner.book.database import Book
from planner.book.file import reading
from planner.exchange.import_batch import read_batch
from planner.exchange.mailboxes import letters_in
from tests.cli.test_sync import Run, planner
from tests.conftest import TODAY
from tests.exchange.test_appointments import interviews

assert planner  # a fixture
INVITATION = """BEGIN:VCALENDAR
PRODID:-//Some calendar//EN
VERSION:2.0
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
DTSTART;TZID=Europe/Berlin:20261203T100000
DTEND;TZID=Europe/Berlin:20261203T110000
DTSTAMP:20261120T120000Z
ORGANIZER;CN=Mira Holt:mailto:mira.holt@calder.example.com
UID:abc123@calendar.example.com
ATTENDEE;PARTSTAT=ACCEPTED;CN=Tom Ebner:mailto:tom.ebner@calder.example.com
ATTENDEE;PARTSTAT=NEEDS-ACTION;CN=robin@example.org:mailto:robin@example.org
SUMMARY:Interview: Platform Engineer at Calder & Rowe
DESCRIPTION:<p>Dear Robin\\, we look forward to <b>meeting you</b>.</p>
LOCATION:https://meet.example.com/abc
SEQUENCE:0
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
"""
CANCELLED = INVITATION.replace("METHOD:REQUEST", "METHOD:CANCEL").replace("SEQUENCE:0", "SEQUENCE:1")
OF_MY_OWN = """BEGIN:VCALENDAR
VERSION:2.0
X-WR-CALNAME:robin@example.org
BEGIN:VEVENT
UID:d1
DTSTART:20261105T100000Z
SUMMARY:Dentist
ORGANIZER;CN=Praxis:mailto:praxis@example.net
END:VEVENT
BEGIN:VEVENT
UID:d2
DTSTART:20261106T100000Z
SUMMARY:Onsite interview Northlight
ORGANIZER:mailto:robin@example.org
ATTENDEE;CN=Ivo Petrov:mailto:ivo.petrov@northlight.example.com
ATTENDEE;CN=Robin:mailto:robin@example.org
END:VEVENT
BEGIN:VEVENT
UID:d3
SUMMARY:Interview without a day
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.parametrize("encode", [str.encode, lambda text: text.replace("\n", "\r\n").encode("utf-16")])
def test_an_invitation_that_was_saved_is_an_interview(book: Book, planner: Run, tmp_path: Path, encode):
    commands.save_profile(book, name="Robin Vane", email="robin@example.org")
    file = tmp_path / "invite.ics"
    file.write_bytes(encode(INVITATION))
    status, out, _ = planner("--book", str(book.path), "import", str(file), "--yes")
    assert status == 0 and "Platform Engineer at Calder & Rowe" in out
    assert interviews(book) == {"Mira Holt": "2026-12-03", "Tom Ebner": "2026-12-03"}
    assert "in the book already" in planner("--book", str(book.path), "import", str(file), "--yes")[1]


def test_what_was_cancelled_does_not_come_back(book: Book, planner: Run, tmp_path: Path):
    commands.save_profile(book, name="Robin Vane", email="robin@example.org")
    folder = tmp_path / "calendars"
    folder.mkdir()
    (folder / "1.ics").write_text(INVITATION)
    (folder / "2.ics").write_text(CANCELLED)
    for _ in range(2):
        assert planner("--book", str(book.path), "import", str(folder), "--yes")[0] == 0
        assert not interviews(book)


def test_a_calendar_of_ones_own_brings_its_interviews_only(book: Book, planner: Run, tmp_path: Path):
    file = tmp_path / "mine.ics"
    file.write_text(OF_MY_OWN)
    status, out, _ = planner("--book", str(book.path), "import", str(file), "--yes")
    assert status == 2 and f"{file}:18: Interview without a day" in out and "could not be read" in out
    assert interviews(book) == {"Ivo Petrov": "2026-11-06"}
    rows = read_batch([str(file)], None, TODAY).rows
    assert [(row.state, row.title) for row in rows] == [
        ("new", "Onsite interview Northlight"),
        ("unreadable", "Interview without a day"),
        ("other", "Dentist"),
    ]


@pytest.mark.parametrize("text", ["BEGIN:VCALENDAR\nEND:VCALENDAR\n", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nno line\n"])
def test_a_calendar_with_nothing_in_it_is_an_error_that_says_where(planner: Run, tmp_path: Path, text: str):
    file = tmp_path / "none.ics"
    file.write_text(text)
    status, _, complained = planner("--book", str(tmp_path / "book.sqlite"), "import", str(file), "--yes")
    assert status == 2 and f"{file}:1: " in complained
    assert len(letters_in([str(file)], None)) == 1


def test_of_a_series_each_day_stands_for_itself(book: Book, planner: Run, tmp_path: Path):
    moved = INVITATION.partition("BEGIN:VEVENT")[2].partition("END:VEVENT")[0].replace("20261203", "20261210")
    series = INVITATION.replace(
        "END:VCALENDAR", f"BEGIN:VEVENT{moved}RECURRENCE-ID:20261209T090000Z\nEND:VEVENT\nEND:VCALENDAR"
    )
    (tmp_path / "series.ics").write_text(series)
    assert planner("--book", str(book.path), "import", str(tmp_path / "series.ics"), "--yes")[0] == 0
    with reading(book.path) as connection:
        days = {day for (day,) in connection.execute("SELECT happened_on FROM touchpoint WHERE kind = 'interview'")}
    assert days == {"2026-12-03", "2026-12-10"}


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text.replace("METHOD:REQUEST\n", "").replace("Interview: Pl", "Interview cancelled - Pl"),
        lambda text: text.replace("PARTSTAT=NEEDS-ACTION", "PARTSTAT=DECLINED"),
        lambda text: text.replace("METHOD:REQUEST\n", "").replace("Interview: Pl", "Interview candidate Jim, Pl"),
        lambda text: text.replace("METHOD:REQUEST", "METHOD:REPLY"),
    ],
)
def test_what_does_not_take_place_or_is_somebody_elses_is_left_out(book: Book, planner: Run, tmp_path: Path, changed):
    commands.save_profile(book, name="Robin Vane", email="robin@example.org")
    (tmp_path / "x.ics").write_text(changed(INVITATION))
    planner("--book", str(book.path), "import", str(tmp_path / "x.ics"), "--yes")
    assert not interviews(book)


def test_a_calendar_of_which_the_user_is_the_organiser(book: Book, planner: Run, tmp_path: Path):
    commands.save_profile(book, name="Robin Vane", email="robin@example.org")
    (tmp_path / "x.ics").write_text(OF_MY_OWN.replace("X-WR-CALNAME:robin@example.org\n", ""))
    planner("--book", str(book.path), "import", str(tmp_path / "x.ics"), "--yes")
    assert interviews(book) == {"Ivo Petrov": "2026-11-06"}


def test_a_calendar_that_is_cut_off_is_said(book: Book, planner: Run, tmp_path: Path):
    (tmp_path / "x.ics").write_text(INVITATION + INVITATION[: len(INVITATION) // 2])
    status, _, complained = planner("--book", str(book.path), "import", str(tmp_path / "x.ics"), "--yes")
    assert status == 2 and "cut off" in complained and not interviews(book)
