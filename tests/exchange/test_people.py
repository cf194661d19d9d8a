"""People that come in: who of a file is in the book already, and what is made of the rest."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import environment
from planner.book import commands, journal, queries
from planner.book.commands import entered
from planner.book.database import Book
from planner.book.file import reading
from planner.book.models import ContactFields
from planner.exchange.contact_tables import read_table
from planner.exchange.errors import FileError
from planner.exchange.file_kinds import FileKind, kind_of, said_of
from planner.exchange.incoming import Incoming, Unreadable
from planner.exchange.people_import import jobs_of, known_people, read_people, record
from planner.exchange.people_matching import Known, Match, State, employer_key, match_people, number_of
from planner.exchange.text_files import decoded
from planner.exchange.vcard_writing import as_vcard
from planner.exchange.vcards import read_vcards

DANA = Known(
    1,
    "01a22677-7239-71f8-a51b-c386a4224e20",
    {
        "name": "Dana Whitfield", "called": "", "title": "Head of Data", "employer": "Calder & Rowe",
        "email": "dana@calder.example.com", "phone": "+1 202 555 0107", "linkedin": "linkedin.example.com/in/dana",
        "time_zone": "", "tags": "warm", "notes": "Likes maps",
    },
    dead_email="old@calder.example.com",
)  # fmt: skip
SOREN = Known(2, "01a22677-7239-71f8-a51b-c386a4224e21", {"name": "Søren Łuk", "employer": "Straße AG"})


def person(name: str, **details: str) -> Incoming:
    return Incoming(1, details.pop("uid", ""), name, source="x.vcf", **details)  # type: ignore[arg-type]


def matched(incoming: Incoming, *known: Known) -> Match:
    [found] = match_people([incoming], known or (DANA, SOREN))
    return found


@pytest.mark.parametrize(
    ("incoming", "state", "whose"),
    [
        (person("Dana Whitfield", email="DANA@calder.example.com"), State.SAME, 1),
        (person("D. Whitfield", uid=DANA.uuid), State.DIFFERS, 1),
        (person("Whitfield, Dana", phone="(202) 555-0107", employer="Calder and Rowe Ltd."), State.SAME, 1),
        (person("Dana Whitfield", employer="Calder & Rowe"), State.SAME, 1),
        (person("Dana Whitfield", employer="Calder & Rowe", title="CTO"), State.DIFFERS, 1),
        (person("Dana Whitfield", employer="Calder & Rowe", called="Dee"), State.ADDS, 1),
        (person("Dana Whitfield", employer="Calder & Rowe", tags="warm"), State.SAME, 1),
        (person("Dana Whitfield", employer="Calder & Rowe", tags="berlin"), State.ADDS, 1),
        (person("Dana Whitfield", linkedin="https://www.linkedin.example.com/in/dana/", employer="North"), State.MOVED, 1),
        (person("Dana Whitfield", email="dana@calder.example.com", employer="North"), State.MOVED, 1),
        (person("Dana Whitfield", employer="North"), State.DOUBTFUL, None),
        (person("Dana Whitfield"), State.DOUBTFUL, None),
        (person("Dana Whitfeld", employer="Calder & Rowe"), State.DOUBTFUL, None),
        (person("Priya Anand", email="dana@calder.example.com"), State.DOUBTFUL, None),
        (person("Dana Whitfield", employer="Calder & Rowe", email="d.whitfield@calder.example.com"), State.DOUBTFUL, None),
        (person("Dana Whitfield", email="old@calder.example.com"), State.SAME, 1),
        (person("Priya Anand", employer="Calder & Rowe"), State.NEW, None),
        (person("Soren Luk", employer="Strasse"), State.SAME, 2),
    ],
)  # fmt: skip
def test_who_it_is(incoming: Incoming, state: State, whose: int | None):
    found = matched(incoming)
    assert (found.state, found.contact_id) == (state, whose), found


def test_a_person_whose_details_are_those_of_two_is_asked_about():
    priya = Known(3, "", {"name": "Priya Anand", "email": "priya@calder.example.com"})
    found = matched(person("Dana Whitfield", email="priya@calder.example.com", phone="+12025550107"), DANA, priya)
    assert found.state is State.DOUBTFUL and {*found.choices} == {1, 3}


def test_nothing_takes_the_place_of_what_was_entered_unless_asked():
    found = [matched(person("Dana Whitfield", email="dana@calder.example.com", title="CTO", called="Dee"))]
    [job] = jobs_of(found)
    assert job.values == {"called": "Dee"}
    [job] = jobs_of(found, take_theirs=True)
    assert job.values == {"called": "Dee", "title": "CTO"}


def test_an_entry_that_comes_twice_is_one_person():
    dana = person("Zoe Quist", email="zoe@example.com")
    assert [each.state for each in match_people([dana, dana._replace(line=9)], [])] == [State.NEW, State.TWICE]
    assert match_people([dana, dana._replace(line=9)], [])[1].why == "the same as x.vcf:1"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("+1 (202) 555-0107", "+12025550107", True),
        ("(202) 555-0107", "+1 202 555 0107", True),
        ("0660 5550142", "+43 660 5550142", False),
        ("555", "555", False),  # too short to tell anybody by
    ],
)
def test_numbers(one: str, other: str, same: bool):
    assert (number_of(one, "US") == number_of(other, "US") != "") is same


def test_employers_without_their_legal_form():
    assert employer_key("Calder & Rowe Ltd.") == employer_key("CALDER AND ROWE") == "calder and rowe"


LINKEDIN = """Notes:
"When exporting your connection data, some addresses are missing."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
Dana,Whitfield,https://www.linkedin.example.com/in/dana,,Calder Labs,"Head of Data, Berlin",12 Nov 2026
Zoë,Quist,https://www.linkedin.example.com/in/zoe,zoe@example.com,Calder Labs,Engineer,01 Jan 2025
"""


def people_of(text: str, **mapping: str) -> list[Incoming | Unreadable]:
    read = read_people(FileKind.CSV, text.encode(), "people.csv", mapping)
    return [*read.people, *read.unreadable]


def test_the_header_of_linkedin_stands_under_its_notes():
    dana, zoe = people_of(LINKEDIN)
    assert isinstance(dana, Incoming) and isinstance(zoe, Incoming)
    assert (dana.name, dana.title, dana.employer, dana.at) == (
        "Dana Whitfield", "Head of Data, Berlin", "Calder Labs", "people.csv:5",
    )  # fmt: skip
    assert (zoe.email, zoe.linkedin) == ("zoe@example.com", "https://www.linkedin.example.com/in/zoe")


def test_a_column_is_what_the_user_says():
    text = "Wer,Wo,Mail\nDana Whitfield,Calder Labs,dana@example.com\n"
    [one] = people_of(text, Wer="name", Wo="employer")
    assert isinstance(one, Incoming) and (one.name, one.employer) == ("Dana Whitfield", "Calder Labs")
    assert read_table(text, {"Wer": "name", "Mail": ""}).columns == ("name", "", "")


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\nName;E-mail\nDana Whitfield;dana@example.com\n",
        "Name\tE-mail\nDana Whitfield\tdana@example.com\n",
        "Vorname;Nachname;E-Mail-Adresse\nDana;Whitfield;dana@example.com\n",
        "E-mail,Full name\ndana@example.com,'=Dana Whitfield\n".replace("'=", ""),
        "\ufeffName,E-mail\r\n\r\nDana Whitfield,dana@example.com\r\n",
    ],
)
def test_tables_of_every_cut(text: str):
    [one] = people_of(text)
    assert isinstance(one, Incoming) and (one.name, one.email) == ("Dana Whitfield", "dana@example.com")


def test_a_row_that_cannot_be_read_is_named_and_stops_no_other():
    rows = people_of("Name,E-mail\nDana,dana@example.com\n,\n,nothing\nPriya,p@example.com,too,many\n")
    assert [(each.line, type(each).__name__) for each in rows] == [
        (2, "Incoming"),
        (4, "Unreadable"),
        (5, "Unreadable"),
    ]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"BEGIN:VCARD\nVERSION:3.0\n", FileKind.VCARD),
        ("\ufeffBEGIN:VCARD\r\n".encode("utf-16"), FileKind.VCARD),
        (LINKEDIN.encode(), FileKind.CSV),
        (b"Name;E-mail\nDana;dana@example.com\n", FileKind.CSV),
        (b'{\n  "kind": "follow-up planner book",\n', FileKind.BOOK),
        (b"From dana@example.com Mon Nov 16 10:00:00 2026\nFrom: dana@example.com\n", FileKind.LETTERS),
        (b"Return-Path: <dana@example.com>\nFrom: dana@example.com\n", FileKind.LETTERS),
        (b"BEGIN:VCALENDAR\nVERSION:2.0\n", FileKind.LETTERS),
        (b"\n\n", FileKind.EMPTY),
        (b"%PDF-1.7\n", FileKind.OTHER),
        (b"PK\x03\x04", FileKind.OTHER),
        (b'{"a": 1}', FileKind.OTHER),
    ],
)
def test_what_a_file_is(head: bytes, kind: FileKind):
    assert kind_of(head) is kind
    assert kind is not FileKind.OTHER or said_of(head)


def test_an_import_is_one_action_and_repeating_it_changes_nothing(book: Book):
    read = read_people(FileKind.CSV, LINKEDIN.encode(), "Connections.csv")
    done = record(book, [*jobs_of(match_people(read.people, []))], "Connections.csv")
    assert done.label == "2 people imported from Connections.csv: 2 new"
    with reading(book.path) as connection:
        again = match_people(read.people, known_people(connection))
    assert {each.state for each in again} == {State.SAME}
    journal.undo(book)
    with reading(book.path) as connection:
        assert known_people(connection) == []


def test_a_new_employer_is_a_move_and_a_reason_to_write(book: Book):
    commands.add_contact(
        book,
        entered(ContactFields, name="Dana Whitfield", employer="Calder", linkedin="linkedin.example.com/in/dana"),
    )
    newer = LINKEDIN.replace('Calder Labs,"Head', 'Northwind,"Head')
    read = read_people(FileKind.CSV, newer.encode(), "Connections.csv")
    with reading(book.path) as connection:
        matches = match_people(read.people, known_people(connection))
    assert matches[0].state is State.MOVED
    assert all(job.contact_id is None for job in jobs_of(matches))  # an old file has them where they were before
    record(book, [*jobs_of(matches, take_theirs=True)], "Connections.csv")
    with reading(book.path) as connection:
        [moved] = [touch for touch in queries.timeline(connection, 1) if touch.kind == "moved"]
        dana = queries.contact(connection, 1)
    assert dana is not None and (dana.employer, dana.title) == ("Northwind", "Head of Data, Berlin")
    assert moved.subject == "from Calder to Northwind"


def test_what_no_field_takes_is_kept_in_the_notes(book: Book):
    read = read_people(FileKind.CSV, b"Name,Phone,E-mail\nDana,12,dana@localhost@x\n", "x.csv")
    record(book, [*jobs_of(match_people(read.people, []))], "x.csv")
    with reading(book.path) as connection:
        dana = queries.contact(connection, 1)
    assert dana is not None and dana.phone == "" and "Phone: 12" in dana.notes and "dana@localhost@x" in dana.notes


CARD = """BEGIN:VCARD
VERSION:3.0
N:Doe;Jane;;;
FN:Jane Doe
ORG:Calder Labs;Data
item1.EMAIL;type=INTERNET:private@example.com
item2.EMAIL;type=INTERNET;type=pref:jane@example.com
item1.X-ABLabel:_$!<Home>!$_
TEL;type=CELL:(555) 010-0199
item3.URL:https\\://linkedin.example.com/in/jane
NOTE:one\\ntwo\\, three
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ
 SkZJRg==
END:VCARD
"""


def test_a_card_of_a_telephone():
    [jane] = read_vcards(CARD)
    assert isinstance(jane, Incoming)
    assert (jane.name, jane.employer, jane.email, jane.other_emails) == (
        "Jane Doe", "Calder Labs", "jane@example.com", ("private@example.com",),
    )  # fmt: skip
    assert (jane.phone, jane.linkedin, jane.notes) == (
        "(555) 010-0199", "https://linkedin.example.com/in/jane", "one\ntwo, three",
    )  # fmt: skip


def test_a_card_that_cannot_be_read_is_named_and_stops_no_other():
    found = [
        *read_vcards(
            f"{CARD}BEGIN:VCARD\nEMAIL:x@example.com\n{CARD}garbage\nBEGIN:VCARD\nFN:A\nno\x00line\nEND:VCARD\n"
        )
    ]
    assert [type(each).__name__ for each in found] == ["Incoming", "Unreadable", "Incoming", "Unreadable"]
    assert [each.line for each in found] == [1, 15, 17, 34]


def test_a_line_that_is_none_spoils_no_card():
    [jane] = read_vcards(CARD.replace("ORG:", "this is no line\nORG:"))
    assert isinstance(jane, Incoming) and jane.employer == "Calder Labs"


texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Zs"), include_characters=" ,;:\\'\""), max_size=30
)
lines = texts.map(lambda text: " ".join(text.split()))


@given(
    name=lines.filter(bool), employer=lines, title=lines, notes=st.lists(lines.filter(bool), max_size=3).map("\n".join),
    version=st.sampled_from(["3.0", "4.0"]),
)  # fmt: skip
def test_a_card_is_read_as_it_was_written(name: str, employer: str, title: str, notes: str, version: str):
    row = {"id": DANA.uuid, "name": name, "employer": employer, "title": title, "notes": notes}
    [back] = read_vcards(as_vcard(row, version=version))
    assert isinstance(back, Incoming), back
    assert (back.uid, back.name, back.title, back.notes) == (DANA.uuid, name, title, notes)
    assert back.employer == employer


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_text_of_a_file_in_any_encoding(encoding: str):
    text = "Name;E-mail\nJörg Müller;joerg@example.com\nZoë Ångström;zoe@example.com\n"
    assert decoded(text.encode(encoding)) == text


def test_a_folder_of_cards(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    from planner.cli import run

    monkeypatch.setenv("PLANNER_BOOK", str(book.path))
    folder = tmp_path / "cards"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.vcf").write_text(CARD.replace("Jane", name.upper()).replace("jane@", f"{name}@"))
    assert run(["import", str(folder), "--yes"]) == 0
    assert "2 people imported from" in capsys.readouterr()[0]
    assert run(["import", str(folder), "--yes"]) == 0
    assert "There is nothing new." in capsys.readouterr()[0]


CORPUS = Path(__file__).with_name("people")
# Where a careful reader and the planner differ, each with a reason: a company's own card goes by the company's name, a row
# with a mailbox and no name names nobody, and a row cut at the wrong places is not put together by a guess.
LEAST = {"vcf": 0.995, "csv": 0.97}


def details_right(folder: str) -> tuple[int, int, list[str]]:
    """How many details of the people in those files are as a careful reader says, of how many, and the others."""
    right = whole = 0
    wrong: list[str] = []
    for name, expected in json.loads((CORPUS / folder / "expected.json").read_text(encoding="utf-8")).items():
        data = (CORPUS / folder / name).read_bytes()
        kind = kind_of(data[:8192])
        try:
            people = read_people(kind, data, name).people
        except FileError:
            people = []
        named = {(each.name, each.email): each for each in people}
        for each in expected:
            if each.get("unreadable") or not each.get("name"):
                continue
            found = named.get((each["name"], each.get("email", ""))) or next(
                (person for person in people if person.name == each["name"]), None
            )
            for field in ("name", "called", "employer", "title", "email", "phone", "linkedin", "tags", "notes"):
                whole += 1
                is_right = found is not None and getattr(found, field) == each.get(field, "")
                right += is_right
                if not is_right:
                    wrong.append(f"{name}: {field} is {getattr(found, field, None)!r}, not {each.get(field, '')!r}")
    return right, whole, wrong


@pytest.mark.parametrize("folder", sorted(LEAST))
def test_files_of_many_programs_are_read_as_a_careful_reader_does(folder: str):
    """Written to mimic what programs export, with the details in `expected.json` by whoever wrote them."""
    right, whole, wrong = details_right(folder)
    assert whole > 500 and right / whole >= LEAST[folder], (right, whole, wrong[:20])


@pytest.mark.parametrize("file", sorted(CORPUS.glob("*/*.[cv][sc][vf]")), ids=lambda file: file.name)
def test_every_file_imported_twice_makes_nobody_twice(file: Path, book: Book):
    data = file.read_bytes()
    try:
        read = read_people(kind_of(data[:8192]), data, file.name)
    except FileError as error:
        assert str(error).startswith(f"{file.name}:") and "None of it was imported" in str(error)
        return
    record(book, [*jobs_of(match_people(read.people, []))], file.name)
    with reading(book.path) as connection:
        again = match_people(read.people, known_people(connection))
    assert State.NEW not in {each.state for each in again}


def test_what_was_said_of_columns_is_remembered(book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    from planner.cli import run

    def planner(*words: str) -> tuple[int, str]:
        status = run(["--book", str(book.path), *words])
        return status, capsys.readouterr().out

    table = tmp_path / "table.csv"
    table.write_text("Ansprechperson,Firmenname,Ding\nDana Whitfield,Calder,CTO\n")
    assert planner("import", str(table), "--dry-run")[0] == 2
    words = ["--map", "Ansprechperson=name", "--map", "Firmenname=employer", "--map", "Ding=title"]
    assert "Ding = title" in planner("import", str(table), "--yes", *words)[1]
    other = tmp_path / "other.csv"
    other.write_text("Ansprechperson,Firmenname,Ding\nZoe Quist,Quist,Founder\n")
    status, out = planner("import", str(other), "--dry-run")
    assert status == 0 and "Zoe Quist, Founder, Quist" in out and "Ding = title" in out
    assert "Ding = " not in planner("import", str(other), "--dry-run", "--map", "Ding=")[1]
    other.write_text("Ansprechperson,Firmenname,Dong\nZoe Quist,Quist,Founder\n")
    assert planner("import", str(other), "--dry-run")[0] == 2
    (environment.state_folder() / "columns.json").write_text('[1, {"header": 2}]')
    assert planner("import", str(table), "--dry-run")[0] == 2
