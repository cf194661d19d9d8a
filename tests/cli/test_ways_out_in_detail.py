"""What goes out, where it is easily wrong by a day, a line or a name."""

import os
from pathlib import Path

import icalendar
import pytest

from planner.book import commands
from planner.book.commands import entered
from planner.book.database import Book
from planner.book.models import ContactFields
from planner.exchange.vcard_writing import as_vcard
from planner.names import filed
from tests.cli.test_people import Run, key_of, planner

assert planner  # a fixture


def test_a_to_do_is_due_on_its_day(planner: Run):
    events, todos = (
        {str(each["UID"]): each for each in icalendar.Calendar.from_ical(planner("export", "ics", *more)[1]).walk(kind)}
        for more, kind in (((), "VEVENT"), (("--todo",), "VTODO"))
    )
    assert events.keys() == todos.keys()
    whole_days = 0
    for key, event in events.items():
        if not hasattr(event["DTSTART"].dt, "hour"):
            whole_days += 1
            assert todos[key]["DUE"].dt == event["DTSTART"].dt
            assert "DTSTART" not in todos[key] or todos[key]["DTSTART"].dt < todos[key]["DUE"].dt
    assert whole_days > 2


def test_an_export_of_the_calendar_is_the_same_until_something_changes(planner: Run):
    first = planner("export", "ics")[1]
    assert planner("export", "ics")[1] == first
    planner("close", "dana", "--reason", "enough")
    assert planner("export", "ics")[1] != first


@pytest.mark.parametrize(
    "call",
    [("export", "ics", "--todo", "dana"), ("export", "--vcard-version", "3.0", "vcard", "dana"), ("list", "dana")],
)
def test_options_stand_anywhere(planner: Run, call: tuple[str, ...]):
    status, out, err = planner(*call)
    assert status == 0 and not err and "Dana" in out


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("export", "ics", "--schema"), "--schema is for json"),
        (("export", "vcard", "--todo"), "--todo is for ics"),
        (("export", "json", "--vcard-version", "3.0"), "--vcard-version is for vcard"),
        (("add", "interview", "1", "--with", "Eve <bad>: HR"), "not understood"),
        (("add", "interview", "1", "--with", "A B: HR", "--with", "A B: panel"), "named twice"),
    ],
)
def test_what_makes_no_sense_is_refused(planner: Run, call: tuple[str, ...], said: str):
    status, _, err = planner(*call)
    assert status == 2 and said in err


def test_unknown_options_are_said_and_words_behind_them_too(planner: Run, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        planner("export", "vcard", "--nope", "dana")
    assert "nrecognized arguments: --nope" in capsys.readouterr()[1]


def test_people_in_quotes_are_several(planner: Run):
    assert planner("add", "person", "Ann Lee", "Cher", "Bob Kim")[0] == 0
    out = planner("list")[1]
    assert all(f"\n{name}" in f"\n{out}" for name in ("Ann Lee", "Cher", "Bob Kim"))


def test_a_page_has_all_details_and_notes_cannot_swallow_the_rest(demo: Book, planner: Run):
    notes = "# Mine\n\n```\n# code"
    commands.change_contact(demo, key_of(demo, "Dana Whitfield"), called="Dani", title="Head of Data", notes=notes)
    page = planner("export", "markdown", "dana")[1]
    assert "- Position there: Head of Data" in page and "- Called: Dani" in page and "- Employer: Calder & Rowe" in page
    assert "### Mine" in page and "# code\n```\n" in page and "\n## Timeline" in page.partition("# code\n```")[2]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ('Robert "Bob" Smith', "Smith;Robert;;;"), ("Kenji (Ken) Sato", "Sato;Kenji;;;"), ("田中 健", "田中;健;;;"),
        ("Dr. Jane van der Berg", "van der Berg;Jane;;Dr.;"), ("Jane Smith", "Smith;Jane;;;"),
    ],
)  # fmt: skip
def test_a_name_is_filed_under_its_surname(name: str, parts: str):
    assert f"\r\nN:{parts}\r\n" in as_vcard({"id": "x", "name": name}) and filed(name)[0] == parts.partition(";")[0]


def test_a_dry_run_names_who_would_change(demo: Book, planner: Run, tmp_path: Path):
    commands.add_contact(demo, entered(ContactFields, name="Zoe Quist", title="QA"))
    folder = tmp_path / "cards"
    folder.mkdir()
    planner("vdir", str(folder))
    [card] = [each for each in folder.glob("*.vcf") if "Zoe Quist" in each.read_text()]
    card.write_text(card.read_text().replace("TITLE:QA", "TITLE:CTO"))
    assert "changes here  Zoe Quist: title: CTO" in planner("vdir", str(folder), "--dry-run")[1]


def test_what_is_no_file_takes_what_goes_out_and_stays_what_it_is(planner: Run, tmp_path: Path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert planner("export", "vcard", "dana", "--out", str(pipe))[0] == 0
    assert b"FN:Dana Whitfield" in os.read(reader, 10_000) and pipe.is_fifo()
    os.close(reader)
