"""From a letter to the book: whose it is, which application it is about, who becomes due."""

from datetime import timedelta

import pytest

from planner.book import commands, due, queries
from planner.book.commands import Panelist, entered
from planner.book.database import Book
from planner.book.file import reading as open_for_reading
from planner.book.models import ApplicationFields, ContactFields
from planner.cadence.terms import Kind, Part
from planner.exchange.letters import propose, with_people
from planner.exchange.proposals import Proposal
from planner.exchange.reading import read_letter
from tests.conftest import TODAY


def letter(
    body: str = "We regret to inform you that we will not be moving forward with your application.",
    sender: str = "Dana Whitfield <dana@calder-rowe.example.com>",
    subject: str = "Your application for Data Engineer at Calder & Rowe",
    message_id: str = "<1@calder-rowe.example.com>",
    more: str = "",
) -> bytes:
    return (
        f"From: {sender}\nSubject: {subject}\nDate: Fri, 20 Nov 2026 10:00:00 +0000\n"
        f"Message-ID: {message_id}\n{more}Content-Type: text/plain; charset=utf-8\n\n{body}\n"
    ).encode()


def application(book: Book, *names: str, position: str = "Data Engineer", employer: str = "Calder & Rowe") -> int:
    people = [Panelist(entered(ContactFields, name=name), Part.PANEL) for name in names]
    return commands.add_interview(book, entered(ApplicationFields, position=position, employer=employer), people).id


def proposed(book: Book, data: bytes, application_id: int | None = None) -> Proposal:
    with open_for_reading(book.path) as connection:
        return propose(read_letter(data, TODAY), connection, application_id)


def recorded(book: Book, data: bytes) -> str | None:
    proposal = proposed(book, data)
    assert proposal.letter is not None, proposal.question
    done = commands.record_letter(book, proposal.letter)
    return done.label if done else None


def due_now(book: Book) -> list[tuple[str, str]]:
    with open_for_reading(book.path) as connection:
        return [(row.name, row.step) for row in due.due_rows(connection, TODAY)]


def test_a_no_signed_by_a_stranger_creates_person_application_and_tie(book: Book):
    assert recorded(book, letter()) == "rejection from Dana Whitfield for Data Engineer at Calder & Rowe recorded"
    assert due_now(book) == [("Dana Whitfield", "first_note")]
    with open_for_reading(book.path) as connection:
        dana = queries.contact(connection, 1)
        [touch] = queries.timeline(connection, 1)
        [role] = queries.roles(connection, 1)
    assert (dana.email, dana.employer) == ("dana@calder-rowe.example.com", "Calder & Rowe")
    assert (touch.kind, touch.message_id) == (Kind.REJECTION, "<1@calder-rowe.example.com>")
    assert role.reason_given.startswith("We regret to inform you")


def test_one_action_and_one_undo(book: Book):
    recorded(book, letter())
    commands.undo(book)
    assert due_now(book) == []
    with open_for_reading(book.path) as connection:
        assert queries.find_contacts(connection, "") == [] and queries.applications(connection) == []


def test_a_no_from_a_system_is_kept_with_the_application_and_makes_its_interviewers_due(book: Book):
    application(book, "Ari Cole", "Bo Lind")
    proposal = proposed(book, letter(sender="Calder & Rowe <no-reply@greenhouse.example.com>"))
    assert proposal.letter is not None and proposal.letter.sender is None
    assert proposal.interviewers == ("Ari Cole", "Bo Lind")
    commands.record_letter(book, proposal.letter)
    assert due_now(book) == [("Ari Cole", "first_note"), ("Bo Lind", "first_note")]
    with open_for_reading(book.path) as connection:
        assert len(queries.find_contacts(connection, "")) == 2
        assert queries.timeline(connection, 1)[0].kind == Kind.REJECTION


def test_nobody_known_to_have_interviewed_is_said_and_people_can_be_named(book: Book):
    proposal = proposed(book, letter(sender="Calder & Rowe <no-reply@greenhouse.example.com>"))
    assert proposal.interviewers == ()
    proposal = with_people(proposal, [("Ari Cole", Part.HIRING_MANAGER)], None)
    commands.record_letter(book, proposal.letter)
    assert due_now(book) == [("Ari Cole", "first_note")]


def test_the_same_message_twice_changes_nothing(book: Book):
    recorded(book, letter())
    again = proposed(book, letter())
    assert again.known and again.letter is None
    first = propose(read_letter(letter(), TODAY), None)
    assert commands.record_letter(book, first.letter) is None
    assert commands.undo(book) == "rejection from Dana Whitfield for Data Engineer at Calder & Rowe recorded"


@pytest.mark.parametrize(
    "employer", ["Calder & Rowe", "Calder and Rowe Ltd", "CALDER & ROWE", "Calder Rowe", "Calder & Rowe Inc."]
)
def test_an_application_is_found_under_the_forms_of_its_name(book: Book, employer: str):
    key = application(book, "Ari Cole", employer=employer)
    application(book, "Bo Lind", employer="North Quay Shipping")
    proposal = proposed(book, letter())
    assert proposal.application is not None and proposal.application.id == key


def test_another_position_there_is_another_application(book: Book):
    application(book, "Ari Cole", position="Office Manager")
    assert proposed(book, letter()).application is None


def test_several_that_fit_are_asked_about_and_never_guessed(book: Book):
    first = application(book, "Ari Cole")
    second = application(book, "Bo Lind")
    proposal = proposed(book, letter())
    assert proposal.letter is None
    assert {row.id for row in proposal.choices} == {first, second}
    chosen = proposed(book, letter(), second)
    assert chosen.application is not None and chosen.application.id == second
    assert proposed(book, letter(), 99).letter is None


def test_a_known_sender_is_recognised_by_address_or_name(book: Book):
    application(book, "Dana Whitfield")
    recorded(book, letter())
    with open_for_reading(book.path) as connection:
        assert len(queries.find_contacts(connection, "dana")) == 1
        assert queries.contact(connection, 1).email == "dana@calder-rowe.example.com"
    reply = letter(
        "Thank you for your kind note, it was good to hear from you.", message_id="<2@x>", subject="Re: Hello"
    )
    assert recorded(book, reply) == "message from Dana Whitfield for Data Engineer at Calder & Rowe recorded"
    assert ("Dana Whitfield", "reply") in due_now(book)


def test_an_invitation_is_owed_an_answer(book: Book):
    body = "We would like to invite you to an interview for the Data Engineer position at Calder & Rowe on Tuesday."
    recorded(book, letter(body))
    assert due_now(book) == [("Dana Whitfield", "reply")]


def test_something_else_is_not_recorded(book: Book):
    body = "Thank you for applying. We have received your application and will be in touch."
    proposal = proposed(book, letter(body, "Calder & Rowe <no-reply@greenhouse.example.com>"))
    assert proposal.letter is None and "nothing is recorded" in proposal.question


def test_a_date_ahead_or_none_counts_as_today():
    for line in ("Date: Fri, 20 Nov 2099 10:00:00 +0000\n", "Date: nonsense\n", ""):
        data = letter().replace(b"Date: Fri, 20 Nov 2026 10:00:00 +0000\n", line.encode())
        assert read_letter(data, TODAY).on == TODAY


def test_hostile_names_are_kept_as_harmless_text(book: Book):
    recorded(
        book,
        letter(sender='"Dana \x1b[31mWhit\x1b]52;c;eA==\x07field \u202e[b]" <dana@calder-rowe.example.com>'),
    )
    with open_for_reading(book.path) as connection:
        [(_, name, _)] = queries.find_contacts(connection, "")
    assert "\x1b" not in name and "\u202e" not in name and "Whitfield" in name


def test_the_no_counts_from_the_day_it_was_sent(book: Book):
    recorded(book, letter())
    with open_for_reading(book.path) as connection:
        assert queries.roles(connection, 1)[0].learned_on == TODAY - timedelta(days=2)
