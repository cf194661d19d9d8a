"""Files as rows to choose from: what stands chosen is what the command line would record with --yes."""

import json
import shutil
from pathlib import Path

import pytest

from planner.book import commands, journal
from planner.book.commands import entered
from planner.book.database import Book, open_book
from planner.book.file import reading
from planner.book.models import ContactFields
from planner.book.whole import read_whole
from planner.cli import run
from planner.exchange.errors import CannotImportError, FileError
from planner.exchange.import_batch import STATES, ImportBatch, read_batch
from planner.progress import watched
from tests.conftest import TODAY

PEOPLE = Path(__file__).parent / "people"
LETTERS = Path(__file__).parent / "letters"
FILES = [
    PEOPLE / "csv" / "linkedin_connections_preamble.csv",
    PEOPLE / "csv" / "google_contacts_new_format.csv",
    PEOPLE / "csv" / "outlook_german_cp1252.csv",
    PEOPLE / "vcf",
    *sorted((PEOPLE / "trackers").glob("*.csv"))[:6],
    sorted(LETTERS.glob("*.eml"))[0],
]


def batch_of(book: Book, *paths: Path) -> ImportBatch:
    with reading(book.path) as connection:
        return read_batch([str(path) for path in paths], connection, TODAY)


def rows_of(path: Path) -> str:
    """All rows, without what tells one from another that is the same."""
    with reading(path) as connection:
        rows = read_whole(connection).rows
    names = {
        row["id"]: f"{row.get('name') or row.get('position')}"
        for table in ("contact", "application")
        for row in rows[table]
    }
    text = [
        json.dumps(
            {name: names.get(value, value) for name, value in row.items() if name != "id"}, sort_keys=True, default=str
        )
        for table in sorted(rows)
        for row in rows[table]
    ]
    return "\n".join(sorted(text))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_what_stands_chosen_is_what_the_command_line_records(demo: Book, file: Path, tmp_path: Path):
    other = tmp_path / "other.sqlite"
    shutil.copyfile(demo.path, other)
    batch = batch_of(demo, file)
    assert [row.state for row in batch.rows] == sorted((row.state for row in batch.rows), key=[*STATES].index)
    batch.record(open_book(demo.path, lambda: TODAY))
    run(["--book", str(other), "import", "--yes", str(file)])
    assert rows_of(demo.path) == rows_of(other)


def test_all_of_it_is_one_action(demo: Book, tmp_path: Path):
    before = rows_of(demo.path)
    batch = batch_of(
        demo, PEOPLE / "csv" / "handmade_tabs.csv", FILES[-1], sorted((PEOPLE / "trackers").glob("*.csv"))[0]
    )
    done = batch.record(demo)
    assert "letter" in done.label and ("people" in done.label or "person" in done.label) and "application" in done.label
    assert rows_of(demo.path) != before
    journal.undo(demo)
    assert rows_of(demo.path) == before


def test_each_row_has_its_choices(demo: Book, tmp_path: Path):
    file = tmp_path / "contacts.csv"
    file.write_text(
        "Name,E-mail,Company,Title\n"
        "Dana Whitfield,dana.whitfield@calder-rowe.example.com,Northlight,VP Data\n"
        "Lena Brandt,lena@elsewhere.example.com,Elsewhere,Director\n"
        "Zoe Quist,zoe@quist.example.com,Quist,Founder\n"
        "\n"
        ",,,\n"
    )
    rows = {row.title.partition(",")[0]: row for row in batch_of(demo, file).rows}
    assert [each.words for each in rows["Zoe Quist"].choices] == ["add them", "skip it"]
    assert rows["Lena Brandt"].choice.words == "skip it"
    assert "someone new" in [each.words for each in rows["Lena Brandt"].choices]
    moved = rows["Dana Whitfield"]
    assert moved.state == "moved" and moved.choice.words == "skip it"
    moved.choose(-1)
    assert moved.choice.words == "moved to Northlight"
    batch = ImportBatch([moved], [], "contacts.csv")
    batch.record(demo)
    with reading(demo.path) as connection:
        [(employer,)] = connection.execute("SELECT employer FROM contact WHERE name = 'Dana Whitfield'")
    assert employer == "Northlight"


def test_an_open_letter_is_left_until_somebody_says(demo: Book, tmp_path: Path):
    letters = batch_of(demo, LETTERS)
    assert letters.counts["new"] > 100 and letters.counts["doubtful"] > 0
    for row in letters.rows:
        assert row.state != "doubtful" or (row.choice.record is None and len(row.choices) > 1)


def test_a_book_of_ours_is_one_row(demo: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "book.json"
    assert run(["--book", str(demo.path), "export", "json", "--out", str(file)]) == 0
    [row] = batch_of(demo, file).rows
    assert row.state == "same" and row.choice.record is None
    commands.delete_contact(demo, 1)
    commands.add_contact(demo, entered(ContactFields, name="Zoe Quist"))
    batch = batch_of(demo, file)
    assert batch.rows[0].state == "new" and any("person" in said for said in batch.rows[0].details)
    batch.record(demo)
    assert batch_of(demo, file).rows[0].state in {"same", "differs"}


def test_what_cannot_be_read_is_named(demo: Book, tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    with pytest.raises(CannotImportError, match="a PDF"):
        batch_of(demo, tmp_path / "a.pdf")
    (tmp_path / "empty.csv").write_text("Name,E-mail\n")
    with pytest.raises(FileError, match="there is no one in it"):
        batch_of(demo, tmp_path / "empty.csv")
    [row] = batch_of(demo, tmp_path / "none.eml").rows
    assert row.state == "unreadable" and "No such file" in row.details[0]


def test_it_tells_how_far_it_is_and_stops(demo: Book):
    seen: list[tuple[int, int]] = []
    with watched(lambda done, whole: seen.append((done, whole))):
        batch_of(demo, PEOPLE / "vcf")
    assert len(seen) > 10

    def stop(_done: int, _whole: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), watched(stop):
        batch_of(demo, PEOPLE / "vcf")


def test_one_undo_takes_back_all_of_a_call(demo: Book, capsys: pytest.CaptureFixture[str]):
    before = rows_of(demo.path)
    letters = [str(path) for path in sorted(LETTERS.glob("*.eml"))[:12]]
    files = [str(PEOPLE / "csv" / "handmade_tabs.csv"), str(sorted((PEOPLE / "trackers").glob("*.csv"))[0]), *letters]
    run(["--book", str(demo.path), "import", "--yes", *files])
    assert "All of it is one action" in capsys.readouterr().out and rows_of(demo.path) != before
    after = rows_of(demo.path)
    assert "letters imported from 14 files" in str(journal.undo(demo))
    assert rows_of(demo.path) == before
    journal.redo(demo)
    assert rows_of(demo.path) == after


def test_what_another_program_did_in_between_is_not_joined(demo: Book):
    first = commands.add_contact(demo, entered(ContactFields, name="Zoe Quist"))
    commands.add_contact(demo, entered(ContactFields, name="Ada Quist"))
    last = commands.add_contact(demo, entered(ContactFields, name="Ben Quist"))
    assert first.act is not None and last.act is not None
    assert not journal.join(demo, [first.act.entry, last.act.entry], "both")
    assert "Ben Quist" in str(journal.undo(demo))
