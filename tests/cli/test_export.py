"""What goes out of the book, and comes back as it was."""

import csv
import io
import json
import random
import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import jsonschema
import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.book import commands, journal
from planner.book.commands import RowChanges, change_rows, entered
from planner.book.comparing import compare
from planner.book.database import Book
from planner.book.due import due_rows
from planner.book.errors import BookError
from planner.book.file import reading
from planner.book.identities import read_uuids
from planner.book.models import ContactFields
from planner.book.whole import Whole, read_whole
from planner.cli import run
from planner.environment import settings_file
from planner.exchange.book_file import as_json, read_json, schema
from planner.exchange.calendar_file import calendar_file
from planner.exchange.csv_files import as_csv, guarded, read_csv, unguarded
from planner.exchange.errors import FileError
from planner.exchange.kept_calendars import list_of
from tests.book.test_merging import act
from tests.cli.test_people import Run
from tests.conftest import TODAY
from tests.ready_books import ReadyBooks


@pytest.fixture
def planner(demo: Book, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line on the small book; gives status, output and errors."""
    monkeypatch.setenv("PLANNER_BOOK", str(demo.path))

    def call(*words: str) -> tuple[int, str, str]:
        status = run(list(words))
        out, err = capsysbinary.readouterr()
        return status, out.decode(), err.decode()

    return call


def whole_of(path: Path) -> Whole:
    with reading(path) as connection:
        return read_whole(connection)


def test_a_whole_book_into_an_empty_one_is_an_equal_one(
    planner: Run, demo: Book, tmp_path: Path, ready_books: ReadyBooks
):
    assert planner("export", "json", "--out", str(tmp_path / "book.json"))[0] == 0
    other = ready_books.empty(tmp_path / "other.sqlite")
    assert planner("--book", str(other.path), "import", str(tmp_path / "book.json"), "--yes")[0] == 0
    assert whole_of(other.path).rows == whole_of(demo.path).rows
    again = planner("--book", str(other.path), "import", str(tmp_path / "book.json"), "--yes")[1]
    assert "There is nothing new." in again
    with reading(demo.path) as one, reading(other.path) as two:
        said = [[(row.name, row.step, row.due, row.why) for row in due_rows(each, TODAY, 400)] for each in (one, two)]
    assert said[0] == said[1]  # and it plans the same
    journal.undo(other)
    assert not any(whole_of(other.path).rows.values())


def test_the_file_keeps_to_its_schema(planner: Run):
    published = json.loads(planner("export", "json", "--schema")[1])
    jsonschema.Draft202012Validator.check_schema(published)
    assert published == schema()
    jsonschema.validate(json.loads(planner("export", "json")[1]), published)
    jsonschema.validate(json.loads(planner("export", "json", "dana")[1]), published)


def test_some_people_with_what_is_theirs(planner: Run):
    found = json.loads(planner("export", "json", "dana")[1])
    assert [row["name"] for row in found["contact"]] == ["Dana Whitfield"]
    assert {row["contact"] for row in found["touchpoint"]} <= {found["contact"][0]["id"], None}
    assert len(found["application"]) == 1 and "profile" not in found
    status, out, err = planner("export", "vcard", "nobody at all")
    assert (status, out) == (1, "") and "Nobody matches" in err


LINE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), max_size=20)
ROW = st.fixed_dictionaries(
    {"name": LINE.filter(lambda text: bool(text.strip()) and text.strip().isprintable()), "notes": LINE, "title": LINE}
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROW, min_size=1, max_size=3))
def test_any_book_comes_back_equal(
    rows: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory, ready_books: ReadyBooks
):
    folder = tmp_path_factory.mktemp("round")
    one, two = ready_books.empty(folder / "one.sqlite"), ready_books.empty(folder / "two.sqlite")
    commands.add_contact(one, *(entered(ContactFields, **row) for row in rows))
    there = read_json(as_json(whole_of(one.path)), "x.json")
    change_rows(two, RowChanges(add=compare(whole_of(two.path), there).new), "imported")
    assert whole_of(two.path).rows == whole_of(one.path).rows


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_books_come_back_equal(seed: int, tmp_path: Path, ready_books: ReadyBooks):
    """A hundred a seed, each a few random actions further than the one before."""
    luck = random.Random(seed)
    book = ready_books.small(tmp_path / "book.sqlite")
    for number in range(100):
        with suppress(BookError):  # what does not go, such as to close who is closed
            act(book, luck, f"n{number}")
        there = whole_of(book.path)
        other = ready_books.empty(tmp_path / "other.sqlite")
        change_rows(
            other, RowChanges(add=compare(whole_of(other.path), read_json(as_json(there), "x.json")).new), "all"
        )
        assert whole_of(other.path).rows == there.rows


@pytest.mark.parametrize(
    ("change", "line", "why"),
    [
        (lambda data: data[: len(data) // 2], None, "not valid JSON"),
        (lambda data: data.replace(b'"schema": 1', b'"schema": 99'), 1, "newer planner"),
        (lambda data: data.replace(b'"state": "open"', b'"state": "odd"', 1), 6, "state holds 'odd', expected one of"),
        (lambda data: re.sub(rb'"happened_on": "[\d-]+"', b'"happened_on": "2026-13-45"', data, count=1), None, "a day like"),
        (lambda data: re.sub(rb'"contact": "[0-9a-f-]+"', b'"contact": "nobody"', data, count=1), None, "is nowhere"),
        (lambda data: data.replace(b'"title": ', b'"unknown": ', 1), 6, "there is no field called 'unknown'"),
        (lambda data: data.replace(b'"title": ', b'"revision": ', 1), 6, "there is no field called 'revision'"),
        (lambda data: data.replace(b'"contact": "', b'"contact_id": "', 1), None, "there is no field called 'contact_id'"),
        (lambda data: data.replace(b'"contact": [', b'"contact": {', 1), None, "not valid JSON"),
        (lambda data: b"[" * 100_000, 1, ""),
        (lambda data: data.replace(b"Dana", b"\xff", 1), None, "not UTF-8"),
    ],
)  # fmt: skip
def test_a_damaged_file_changes_nothing_and_says_where(
    planner: Run, tmp_path: Path, ready_books: ReadyBooks, change, line, why
):
    data = planner("export", "json")[1].encode()
    file = tmp_path / "book.json"
    file.write_bytes(change(data))
    other = ready_books.empty(tmp_path / "other.sqlite")
    status, _, err = planner("--book", str(other.path), "import", str(file), "--yes")
    assert status == 2 and why in err and "Traceback" not in err
    assert line is None or f"book.json:{line}:" in err or not why
    assert not any(whole_of(other.path).rows.values())


def test_a_letter_that_both_books_have_comes_in_once(demo: Book, tmp_path: Path, ready_books: ReadyBooks):
    there = whole_of(demo.path)
    letter = next(row for row in there.rows["touchpoint"] if row["contact"])
    letter["message_id"] = "one@example.com"
    other = ready_books.empty(tmp_path / "other.sqlite")
    change_rows(other, RowChanges(add=compare(whole_of(other.path), there).new), "all")
    twice = {**letter, "id": "01a22677-7239-71f8-a51b-c386a4224e20"}
    again = compare(whole_of(other.path), Whole(there.book, {"touchpoint": [twice]}))
    assert again.is_empty and again.same == {"touchpoint": 1}


def test_text_from_a_file_cannot_drive_the_terminal(planner: Run, tmp_path: Path, ready_books: ReadyBooks):
    data = planner("export", "json")[1].replace("Dana Whitfield", "Dana\\u001b]0;evil\\u0007")
    (tmp_path / "book.json").write_text(data)
    other = ready_books.empty(tmp_path / "other.sqlite")
    assert planner("--book", str(other.path), "import", str(tmp_path / "book.json"), "--yes")[0] == 0
    assert not any("\x1b" in row["name"] for row in whole_of(other.path).rows["contact"])


def test_what_differs_stays_unless_it_is_asked_for(planner: Run, demo: Book, tmp_path: Path):
    data = planner("export", "json")[1].replace('"title": "Head of Data"', '"title": "CTO"')
    assert "CTO" in data
    (tmp_path / "book.json").write_text(data)
    out = planner("import", str(tmp_path / "book.json"), "--yes")[1]
    assert "title: 'Head of Data' in your book, 'CTO' there" in out
    assert "CTO" not in planner("show", "dana")[1]
    assert planner("import", str(tmp_path / "book.json"), "--yes", "--theirs")[0] == 0
    assert "CTO" in planner("show", "dana")[1]
    assert planner("undo")[0] == 0 and "CTO" not in planner("show", "dana")[1]


@pytest.mark.parametrize("cell", ["=1+1", "+43 660 5550142", "-", "@dana", "'=1", "''", "plain", "", "\ttab"])
def test_no_cell_is_taken_for_a_formula_and_every_one_comes_back(cell: str):
    assert not re.match(r"[=+\-@\t\r]", guarded(cell)) and unguarded(guarded(cell)) == cell


@given(
    st.lists(
        st.fixed_dictionaries(
            {"a": st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\x00")), "b": LINE}
        )
    )
)
def test_any_table_comes_back(rows: list[dict[str, str]]):
    back = [dict(row) for _, row in read_csv(as_csv(rows, ["a", "b"]).decode("utf-8-sig"))]
    assert back == rows


def test_a_folder_of_tables(planner: Run, demo: Book, tmp_path: Path):
    assert planner("export", "csv", "--out", str(tmp_path / "tables/"))[0] == 0
    names = {path.name for path in (tmp_path / "tables").iterdir()}
    assert {"contact.csv", "application.csv", "touchpoint.csv", "draft.csv"} <= names
    text = (tmp_path / "tables" / "contact.csv").read_text(encoding="utf-8-sig")
    people = [row["name"] for row in csv.DictReader(io.StringIO(text))]
    assert people == [row["name"] for row in whole_of(demo.path).rows["contact"]]
    assert planner("export", "csv", "--out", str(tmp_path / "one.csv"))[0] == 2
    # and the people of such a table are known for who they are
    assert "There is nothing new." in planner("import", str(tmp_path / "tables" / "contact.csv"))[1]


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_other_programs_read_the_cards(planner: Run, demo: Book, version: str):
    cards = [*vobject.readComponents(planner("export", "vcard", "--vcard-version", version)[1])]
    rows = whole_of(demo.path).rows["contact"]
    assert [card.fn.value for card in cards] == [row["name"] for row in rows]
    assert [card.uid.value for card in cards] == [f"urn:uuid:{row['id']}" for row in rows]
    assert all(len(line.encode()) <= 75 for line in planner("export", "vcard")[1].split("\r\n"))


def test_cards_are_known_for_whose_they_are(planner: Run, tmp_path: Path):
    assert planner("export", "vcard", "--out", str(tmp_path / "all.vcf"))[0] == 0
    assert "There is nothing new." in planner("import", str(tmp_path / "all.vcf"))[1]


def test_a_page_for_each_person(planner: Run, demo: Book, tmp_path: Path):
    assert planner("export", "markdown", "--out", str(tmp_path / "pages/"))[0] == 0
    assert len([*(tmp_path / "pages").iterdir()]) == len(whole_of(demo.path).rows["contact"])
    page = planner("export", "markdown", "dana")[1]
    assert page.startswith("# Dana Whitfield\n") and "## Applications" in page and "## Timeline" in page


def calendar_of(
    book: Book, before: bytes = b"", today: date = TODAY, now: datetime | None = None, **options: bool
) -> bytes:
    with reading(book.path) as connection:
        rows = due_rows(connection, today, 36500, ahead=True)
        return calendar_file(rows, today, read_uuids(connection), before=before, now=now, **options)


def entries(data: bytes, kind: str = "VEVENT") -> dict[str, icalendar.cal.Component]:
    calendar = icalendar.Calendar.from_ical(data)
    return {str(each["UID"]): each for each in calendar.walk(kind)}


@pytest.mark.parametrize(("as_todos", "kind"), [(False, "VEVENT"), (True, "VTODO")])
def test_a_calendar_follows_the_plan(demo: Book, as_todos: bool, kind: str):
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    first = calendar_of(demo, now=noon, as_todos=as_todos)
    same = calendar_of(demo, first, now=noon + timedelta(hours=1), as_todos=as_todos)
    assert (
        entries(same, kind).keys() == entries(first, kind).keys() and same == first
    )  # nothing changed, nothing is new
    commands.close_contact(demo, 1, "enough")
    then = calendar_of(demo, first, now=noon + timedelta(hours=2), as_todos=as_todos)
    before, after = entries(first, kind), entries(then, kind)
    gone = [uid for uid, each in after.items() if str(each["STATUS"]) == "CANCELLED"]
    assert gone and {*gone} <= {*before} and before.keys() <= after.keys()
    assert all(int(after[uid]["SEQUENCE"]) == int(before[uid]["SEQUENCE"]) + 1 for uid in gone)
    much_later = calendar_of(demo, then, now=noon + timedelta(days=60), as_todos=as_todos)
    assert not {*gone} & {*entries(much_later, kind)}
    assert all(each.subcomponents for uid, each in after.items() if uid not in gone)  # each has a reminder


def test_what_is_no_calendar_is_made_one_anew(demo: Book):
    assert entries(calendar_of(demo, b"no calendar")) and entries(calendar_of(demo, b"BEGIN:VCALENDAR\r\n"))


def test_a_file_error_says_where():
    with pytest.raises(FileError, match=r"x.json:1: .*None of it was imported"):
        read_json(b"{}", "x.json")


def test_before_there_is_a_book(planner: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PLANNER_BOOK", str(tmp_path / "none.sqlite"))
    assert planner("export", "json")[0] == 1


def test_a_calendar_file_is_kept_up_to_date(planner: Run, tmp_path: Path):
    file = tmp_path / "follow-ups.ics"
    status, said, _ = planner("calendar", "--out", str(file))
    assert status == 0 and "updated after every change" in said
    first = file.read_bytes()
    assert "unchanged" in planner("calendar", str(file))[1] and file.read_bytes() == first
    assert planner("close", "dana", "--reason", "enough")[0] == 0
    cancelled = file.read_bytes()
    assert cancelled.count(b"STATUS:CANCELLED") > 0
    assert planner("undo")[0] == 0
    assert b"STATUS:CANCELLED" not in file.read_bytes()
    other = tmp_path / "mine.ics"
    other.write_text("BEGIN:VCALENDAR\nPRODID:-//another//EN\nEND:VCALENDAR\n")
    assert planner("calendar", str(other))[0] == 2 and "another" in other.read_text()


def test_several_calendar_files_follow_each_in_its_own_form(planner: Run, tmp_path: Path):
    events, todos = tmp_path / "events.ics", tmp_path / "todos.ics"
    assert planner("calendar", "--out", str(events))[0] == 0
    assert planner("calendar", "--out", str(todos), "--todo")[0] == 0
    before = events.read_bytes(), todos.read_bytes()
    assert planner("close", "dana", "--reason", "enough")[0] == 0
    after = events.read_bytes(), todos.read_bytes()
    assert before[0] != after[0] and before[1] != after[1]
    assert b"BEGIN:VEVENT" in after[0] and b"BEGIN:VTODO" in after[1] and b"BEGIN:VEVENT" not in after[1]


def test_a_calendar_file_that_was_deleted_is_kept_no_longer(planner: Run, tmp_path: Path, demo: Book):
    folder = tmp_path / "stick"
    folder.mkdir()
    file, away = tmp_path / "follow-ups.ics", folder / "away.ics"
    assert planner("calendar", "--out", str(file))[0] == planner("calendar", "--out", str(away))[0] == 0
    file.unlink()
    folder.rename(tmp_path / "not here")
    assert planner("log", "dana", "called")[0] == 0
    assert not file.exists() and not away.exists()
    (tmp_path / "not here").rename(folder)  # what was only out of reach is kept again
    before = away.read_bytes()
    assert planner("close", "dana", "--reason", "enough")[0] == 0
    assert not file.exists() and away.read_bytes() != before
    away.unlink()
    assert planner("undo")[0] == 0
    assert not list_of(demo.path).exists(), "nothing is left to remember"


def test_a_calendar_file_that_became_another_programs_is_left_and_said(planner: Run, tmp_path: Path):
    file = tmp_path / "follow-ups.ics"
    assert planner("calendar", "--out", str(file))[0] == 0
    file.write_text("BEGIN:VCALENDAR\nPRODID:-//another//EN\nEND:VCALENDAR\n")
    status, _, complained = planner("close", "dana", "--reason", "enough")
    assert status == 0 and "was not written by the planner" in complained and "another" in file.read_text()
    status, _, complained = planner("undo")
    assert status == 0 and not complained, "it is said once"


@pytest.mark.parametrize("damaged", [b"{", b"[1]", b'{"a\\u0000b": true, "c": 1}', b"\xff"])
def test_a_damaged_list_of_calendar_files_hurts_nobody(planner: Run, demo: Book, damaged: bytes):
    list_of(demo.path).write_bytes(damaged)
    status, _, complained = planner("close", "dana", "--reason", "enough")
    assert status == 0 and not complained


def test_the_configured_calendar_is_that_of_the_users_own_book(planner: Run, ready_books: ReadyBooks, tmp_path: Path):
    file, other = tmp_path / "owed.ics", tmp_path / "other.sqlite"
    ready_books.empty(other)
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text(f'calendar_file = "{file}"\n')
    assert planner("calendar")[0] == 0
    before = file.read_bytes()
    status, _, complained = planner("--book", str(other), "calendar")
    assert status == 2 and "Say which file" in complained and file.read_bytes() == before
    status, _, complained = planner("--book", str(other), "calendar", "--out", str(file))
    assert status == 2 and "another book" in complained and file.read_bytes() == before
    status, _, complained = planner("calendar", "--todo")
    assert status == 2 and "calendar_todo" in complained and file.read_bytes() == before
