"""Calendar files whose appointments are interviews."""

from pathlib import Path

import pytest

from planner.book import commands
from planner.book.database import Book
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
