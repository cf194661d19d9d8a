"""Appointments that calendars send: an interview, moved, and cancelled."""

from datetime import date

from planner.book import queries
from planner.book.database import Book
from planner.book.file import reading as open_for_reading
from planner.exchange.classifier import LetterKind
from planner.exchange.proposals import record
from tests.exchange.test_structure import ME, due_now, mail, panel, proposed, read

assert panel  # a fixture


def invitation(day: str = "20261203", method: str = "REQUEST", name: str = "1", guests: str = "") -> bytes:
    event = (
        f"BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:{method}\nBEGIN:VEVENT\nUID:abc@example.com\nDTSTART:{day}T100000Z\n"
        f"DTEND:{day}T110000Z\nSUMMARY:Interview Data Analyst - Northwind\nLOCATION:Room 5\n"
        "ORGANIZER;CN=Nora Finch:mailto:nora.finch@northwind.example.com\n"
        "ATTENDEE;CN=Ivo Petrov:mailto:ivo.petrov@northwind.example.com\n"
        f"{guests}ATTENDEE;CN=Robin Ames:mailto:{ME}\nEND:VEVENT\nEND:VCALENDAR"
    )
    sender = "Nora Finch <nora.finch@northwind.example.com>"
    subject = "Invitation: Interview Data Analyst - Northwind"
    return mail(event, sender, subject=subject, kind=f"text/calendar; method={method}; charset=utf-8", name=name)


def interviews(book: Book) -> dict[str, str]:
    """The day on which each person interviews."""
    with open_for_reading(book.path) as connection:
        people = queries.find_contacts(connection, "")
        return {
            name: touch.on.isoformat()
            for key, name, _ in people
            for touch in queries.timeline(connection, key)
            if touch.kind == "interview"
        }


def test_organiser_and_guests_interview_with_their_addresses(panel: Book):
    proposal = proposed(panel, invitation())
    assert proposal.reading.verdict.kind is LetterKind.INVITATION
    assert proposal.interviewers == ("Nora Finch", "Ivo Petrov")
    record(panel, proposal.job)
    assert interviews(panel) == {"Nora Finch": "2026-12-03", "Ivo Petrov": "2026-12-03"}
    with open_for_reading(panel.path) as connection:
        rows = {row.position: row for row in queries.applications(connection)}
        emails = {email for _, email in queries.addresses(connection)}
        [touch] = [touch for touch in queries.timeline(connection, 2) if touch.kind == "interview"]
    assert rows["Data Analyst"].employer == "Northwind" and "ivo.petrov@northwind.example.com" in emails
    assert "10:00 to 11:00 UTC" in touch.body and "Room 5" in touch.body
    assert not due_now(panel)  # it is ahead
    assert proposed(panel, invitation()).known


def test_it_is_moved_and_cancelled_by_its_calendar(panel: Book):
    record(panel, proposed(panel, invitation()).job)
    record(panel, proposed(panel, invitation("20261210", name="2")).job)
    assert interviews(panel) == {"Nora Finch": "2026-12-10", "Ivo Petrov": "2026-12-10"}
    record(panel, proposed(panel, invitation("20261210", "CANCEL", name="3")).job)
    assert interviews(panel) == {}


def test_a_room_and_an_answer_are_nobody(panel: Book):
    room = "ATTENDEE;CUTYPE=ROOM;CN=Room 5:mailto:room5@northwind.example.com\n"
    assert proposed(panel, invitation(guests=room)).interviewers == ("Nora Finch", "Ivo Petrov")
    assert read(invitation(method="REPLY")).verdict.kind is LetterKind.OTHER


def test_a_calendar_without_names_is_the_senders(panel: Book):
    event = "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:c\nDTSTART:20261201T090000Z\nSUMMARY:Second interview\nEND:VEVENT\nEND:VCALENDAR"
    proposal = proposed(panel, mail(event, kind="text/calendar; method=REQUEST"))
    assert proposal.interviewers == ("Dana Whitfield",) and proposal.job.on == date(2026, 12, 1)
