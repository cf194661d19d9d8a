"""Applications that come in from the table of a job search."""

import json
from datetime import date
from pathlib import Path

import pytest

from planner.book import journal
from planner.book.database import Book
from planner.book.due import due_rows
from planner.book.file import reading
from planner.cadence.terms import Part
from planner.exchange.text_files import decoded
from planner.exchange.tracker_import import match_applications, record_applications
from planner.exchange.tracker_stages import stage_of
from planner.exchange.tracker_tables import IncomingApplication, applications_in
from tests.conftest import TODAY

CORPUS = Path(__file__).with_name("people") / "trackers"
TABLE = """Company,Role,Status,Date Applied,Date Rejected,Interviewers,Notes
Calder & Rowe,Data Engineer,Rejected after onsite,2026-10-01,2026-11-20,Dana Whitfield (Head of Data); Priya Anand (HR),two rounds
Northlight,Analyst,Phone screen,2026-11-02,,,
Harbour,Planner,Wishlist,,,,
"""


def applications(text: str = TABLE) -> list[IncomingApplication]:
    found = applications_in(text, "jobs.csv")
    assert found is not None
    return [each for each in found if isinstance(each, IncomingApplication)]


def test_a_table_of_applications():
    calder, northlight, harbour = applications()
    assert (calder.stage, calder.applied_on, calder.rejected_on) == ("rejected", date(2026, 10, 1), date(2026, 11, 20))
    assert [(each.name, each.part, each.title) for each in calder.interviewers] == [
        ("Dana Whitfield", Part.HIRING_MANAGER, "Head of Data"),
        ("Priya Anand", Part.HR, ""),
    ]
    assert (northlight.stage, harbour.stage, harbour.at) == ("interview", "saved", "jobs.csv:4")


@pytest.mark.parametrize("text", ["Name,E-mail\nDana,dana@example.com\n", "", "Company,Role\nCalder,Engineer\n"])
def test_what_is_none(text: str):
    assert applications_in(text, "x.csv") is None


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("Rejected", "rejected"), ("Ghosted 👻", "rejected"), ("Absage", "rejected"), ("Offer declined", "withdrawn"),
        ("Withdrawn by me after phone screen", "withdrawn"), ("HM chat scheduled", "interview"), ("Oferta", "offer"),
        ("Not applied yet", "saved"), ("Applied ✅", "applied"), ("Beworben", "applied"), ("", ""),
    ],
)  # fmt: skip
def test_stages_in_many_words(words: str, stage: str):
    assert stage_of(words) == stage


def test_it_brings_the_application_its_people_and_its_end(book: Book):
    done = record_applications(book, match_applications(applications(), None), "jobs.csv")
    assert done.label == "2 applications imported from jobs.csv: 2 new"
    with reading(book.path) as connection:
        owed = {row.name: (row.step, row.position) for row in due_rows(connection, TODAY)}
        again = match_applications(applications(), connection)
    assert owed == {"Dana Whitfield": ("first_note", "Data Engineer"), "Priya Anand": ("first_note", "Data Engineer")}
    assert [match.state for match in again] == ["same", "same", "saved"]
    journal.undo(book)
    with reading(book.path) as connection:
        assert connection.execute("SELECT count(*) FROM application").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM contact").fetchone() == (0,)


def test_a_newer_table_adds_what_became_of_it(book: Book):
    record_applications(book, match_applications(applications(), None), "jobs.csv")
    newer = TABLE.replace("Phone screen,2026-11-02,,,", "Rejected,2026-11-02,2026-11-21,Lena Brandt,")
    with reading(book.path) as connection:
        matches = match_applications(applications(newer), connection)
    assert [match.state for match in matches] == ["same", "adds", "saved"]
    record_applications(book, matches, "jobs.csv")
    with reading(book.path) as connection:
        assert "Lena Brandt" in {row.name for row in due_rows(connection, TODAY)}


def test_tables_of_many_hands_are_read_as_a_careful_reader_does():
    """With the details in `expected.json` by whoever wrote them; the rest are rows that end in the middle."""
    right = whole = 0
    wrong: list[str] = []
    for name, expected in json.loads((CORPUS / "expected.json").read_text(encoding="utf-8")).items():
        text = decoded((CORPUS / name).read_bytes())
        found = {(each.position, each.employer): each for each in applications(text)}
        for each in (row for row in expected if {"position", "employer"} <= row.keys()):
            got = found.get((each["position"], each.get("employer", "")))
            said = {} if got is None else {
                "stage": got.stage, "applied_on": got.applied_on and got.applied_on.isoformat(),
                "rejected_on": got.rejected_on and got.rejected_on.isoformat(), "notes": got.notes or None,
                "interviewers": [person.name for person in got.interviewers] or None,
            }  # fmt: skip
            for field in ("stage", "applied_on", "rejected_on", "interviewers", "notes"):
                whole += 1
                right += said.get(field) == each.get(field) and got is not None
                if said.get(field) != each.get(field):
                    wrong.append(f"{name}: {each['position']}, {field} is {said.get(field)!r}, not {each.get(field)!r}")
    assert whole > 600 and right / whole > 0.97, (right, whole, wrong)
