"""The book as a file: private, recognised, never harmed."""

import os
import shutil
import sqlite3
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from planner.book import backups, file, models
from planner.book.database import Book, open_book
from planner.book.errors import BookError, UnusableBookError
from planner.book.file import Condition, examine, reading
from tests.book.test_commands import panel


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777])
def test_folder_and_file_are_private_under_any_umask(tmp_path: Path, umask: int):
    path = tmp_path / "new" / "folder" / "book.sqlite"
    before = os.umask(umask)
    try:
        panel(open_book(path))
    finally:
        os.umask(before)
    assert [oct(each.stat().st_mode & 0o777) for each in (path, path.parent, path.parent.parent)] == [
        "0o600",
        "0o700",
        "0o700",
    ]


def test_a_book_that_others_could_read_becomes_private(book: Book):
    book.path.chmod(0o644)
    open_book(book.path)
    assert book.path.stat().st_mode & 0o777 == 0o600


def test_a_place_that_cannot_be_made_is_said(tmp_path: Path):
    (tmp_path / "blocked").write_text("a file")
    with pytest.raises(BookError, match="--book FILE"):
        open_book(tmp_path / "blocked" / "book.sqlite")


def foreign_files(folder: Path) -> dict[str, Path]:
    files = {name: folder / name for name in ("text", "zeros", "foreign", "newer", "damaged", "short")}
    files["text"].write_text("Dear diary, today I was turned down.\n" * 50)
    files["zeros"].write_bytes(bytes(5000))
    files["short"].write_bytes(b"SQLite format 3\x00")
    with sqlite3.connect(files["foreign"]) as connection:
        connection.execute("CREATE TABLE people (name TEXT)")
    connection.close()
    panel(open_book(files["newer"]))
    with sqlite3.connect(files["newer"]) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    panel(open_book(files["damaged"]))
    with files["damaged"].open("r+b") as damaged:
        damaged.seek(100)
        damaged.write(b"\xff" * 3000)
    return files


@pytest.mark.parametrize("name", ["text", "zeros", "foreign", "newer", "damaged", "short"])
def test_what_is_no_book_of_ours_is_said_and_left_byte_for_byte(tmp_path: Path, name: str):
    path = foreign_files(tmp_path)[name]
    before, neighbours = digest(path), sorted(each.name for each in tmp_path.iterdir())
    with pytest.raises(UnusableBookError) as caught:
        open_book(path)
    with pytest.raises(UnusableBookError), reading(path) as connection:
        connection.execute("SELECT * FROM contact").fetchall()
    assert digest(path) == before
    assert sorted(each.name for each in tmp_path.iterdir()) == neighbours
    assert str(path) in str(caught.value) and "left as it" in str(caught.value)
    assert str(caught.value).count("\n") == 0


@pytest.mark.parametrize("application_id", [0, 7, file.APPLICATION_ID])
def test_a_foreign_or_newer_file_with_a_log_of_writes_is_not_touched(tmp_path: Path, application_id: int):
    path = tmp_path / "foreign.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            f"PRAGMA journal_mode=WAL; PRAGMA application_id={application_id};"
            "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('9999');"
        )
        connection.execute("PRAGMA wal_checkpoint")
        connection.execute("CREATE TABLE more (x)")
        connection.commit()
        copies = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    connection.close()
    for name, content in copies.items():  # as a crash of its program would have left them
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UnusableBookError):
        open_book(path)
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == copies


def test_what_is_no_file_is_refused(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", Path("/dev/null")):
        mode = path.stat().st_mode
        with pytest.raises(UnusableBookError, match=r"is not a book|is a folder"):
            open_book(path)
        assert path.stat().st_mode == mode


def test_a_read_only_book_stays_so(book: Book):
    book.path.chmod(0o444)
    file.make_private(book.path)
    assert book.path.stat().st_mode & 0o777 == 0o400


def test_a_newer_book_says_what_to_do(tmp_path: Path):
    with pytest.raises(UnusableBookError, match=r"newer planner.*update the planner"):
        open_book(foreign_files(tmp_path)["newer"])


def test_a_reader_cannot_write(book: Book):
    with pytest.raises(UnusableBookError), reading(book.path) as connection:
        connection.execute("DELETE FROM contact")


def test_a_hot_journal_is_rolled_back_by_the_next_reader(book: Book):
    """A process killed in the middle of a commit leaves a journal; the next read must see the state before."""
    panel(book)
    code = f"""
import sqlite3, os, signal
c = sqlite3.connect({str(book.path)!r}, isolation_level=None)
c.execute("PRAGMA cache_size=1"); c.execute("PRAGMA cache_spill=1"); c.execute("BEGIN IMMEDIATE")
c.execute("UPDATE contact SET name = 'half done'")
c.executemany("INSERT INTO contact (name) VALUES (?)", [("x" * 400,) for _ in range(2000)])
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", code], check=False)
    assert book.path.with_name(book.path.name + "-journal").exists()
    assert examine(book.path) is Condition.CURRENT  # and not "damaged"
    with reading(book.path) as connection:
        assert connection.execute("SELECT count(*) FROM contact WHERE name = 'half done'").fetchone()[0] == 0
        assert connection.execute("SELECT count(*) FROM contact").fetchone()[0] == 3


def test_an_interrupted_first_use_starts_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "book.sqlite"

    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("alembic.runtime.migration.MigrationContext.run_migrations", broken)
        with pytest.raises(KeyboardInterrupt):
            open_book(path)
    assert examine(path) is Condition.ABSENT
    panel(open_book(path))
    assert examine(path) is Condition.CURRENT


def sorted_parts(sql: str) -> list[str]:
    """A CREATE TABLE as its columns and constraints, in any order."""
    inside = " ".join(sql.split()).partition("(")[2].rpartition(")")[0]
    parts, depth, start = [], 0, 0
    for place, character in enumerate(inside):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append(inside[start:place].strip())
            start = place + 1
    return sorted([*parts, inside[start:].strip()])


def test_migrations_make_the_tables_that_the_models_say(book: Book):
    models_engine = sa.create_engine("sqlite://")
    SQLModel.metadata.create_all(models_engine)
    statement = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT IN ('alembic_version', 'sqlite_sequence') AND name NOT LIKE 'written%'"
    with models_engine.connect() as connection:
        wanted = {name: sorted_parts(sql) for name, sql in connection.exec_driver_sql(statement)}
    with reading(book.path) as connection:
        found = {name: sorted_parts(sql) for name, sql in connection.execute(statement)}
    assert found == wanted
    assert models.SQLModel.metadata.tables


def test_the_newest_migration_is_the_head():
    names = sorted(path.name[:4] for path in (Path(file.migrations_folder()) / "versions").glob("*.py"))
    assert names == list(file.REVISIONS)
    assert names[-1] == file.HEAD


def folder_with_next_migration(folder: Path, body: str) -> Path:
    shutil.copytree(Path(file.migrations_folder()), folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "next.py").write_text(
        f'import sqlalchemy as sa\nfrom alembic import op\nrevision, down_revision = "next", "{file.HEAD}"\n\n\ndef upgrade():\n{body}'
    )
    return folder


def upgrade_to_next(book: Book, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "REVISIONS", (*file.REVISIONS, "next"))
    monkeypatch.setattr(file, "HEAD", "next")
    monkeypatch.setattr(file, "migrations_folder", lambda: str(folder))
    open_book(book.path)


NOW = file.HEAD


def test_an_older_book_is_backed_up_and_brought_up_to_date(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    panel(book)
    # Rebuilding a table must not take along what hangs on it.
    body = '    with op.batch_alter_table("contact", recreate="always") as batch:\n        batch.add_column(sa.Column("pronouns", sa.String()))\n'
    upgrade_to_next(book, folder_with_next_migration(tmp_path / "migrations", body), monkeypatch)
    with sqlite3.connect(book.path) as connection:
        assert connection.execute("SELECT count(*) FROM contact WHERE pronouns IS NULL").fetchone()[0] == 3
        assert connection.execute("SELECT count(*) FROM interviewer").fetchone()[0] == 3
    [backup] = [each.path for each in backups.listed(book.path)]
    assert backup.stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(backup) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone()[0] == NOW
        assert connection.execute("SELECT count(*) FROM contact").fetchone()[0] == 3


def test_a_failing_migration_changes_nothing(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    panel(book)
    body = '    op.drop_table("promise")\n    op.execute("SELECT * FROM no_such_table")\n'
    with pytest.raises(BookError, match="left as it is"):
        upgrade_to_next(book, folder_with_next_migration(tmp_path / "migrations", body), monkeypatch)
    with sqlite3.connect(book.path) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone()[0] == NOW
        assert connection.execute("SELECT count(*) FROM promise").fetchone()[0] == 0


def test_a_damaged_older_book_is_not_migrated(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for _ in range(3):
        panel(book)
    with book.path.open("r+b") as damaged:
        damaged.seek(4096 * 12)
        damaged.write(b"\xff" * 4096 * 4)
    before = digest(book.path)
    with pytest.raises(BookError):
        upgrade_to_next(book, folder_with_next_migration(tmp_path / "migrations", "    pass\n"), monkeypatch)
    assert digest(book.path) == before


def test_the_database_itself_refuses_what_cannot_be(book: Book):
    panel(book)
    for statement in (
        "UPDATE contact SET state = 'angry'",
        "UPDATE contact SET name = ''",
        "UPDATE application SET learned_on = '2026-11-01'",
        "INSERT INTO interviewer (contact_id, application_id, part) VALUES (1, 99, 'panel')",
        "INSERT INTO interviewer (contact_id, application_id, part) VALUES (1, 1, 'panel')",
        "INSERT INTO touchpoint (kind, direction, happened_on) VALUES ('call', 'out', '2026-11-01')",
        "INSERT INTO profile (id) VALUES (2)",
    ):
        with pytest.raises(BookError), book.transaction() as session:
            session.connection().exec_driver_sql(statement)


def test_two_processes_take_turns(book: Book):
    """A write waits for another process's write; neither is lost."""
    code = (
        "import sys; from pathlib import Path; from planner.book.database import open_book; "
        "from planner.book.commands import add_contact, entered; from planner.book.models import ContactFields; "
        "b = open_book(Path(sys.argv[1])); "
        "[add_contact(b, entered(ContactFields, name=f'{sys.argv[2]} {i}')) for i in range(25)]"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(book.path), name]) for name in ("Ann", "Bo")]
    assert [process.wait(60) for process in running] == [0, 0]
    with reading(book.path) as connection:
        assert connection.execute("SELECT count(*) FROM contact").fetchone()[0] == 50
        assert connection.execute("SELECT count(*) FROM journal_entry").fetchone()[0] == 50


def test_a_file_that_another_program_holds_is_said_to_be_in_use(book: Book, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(file, "BUSY_TIMEOUT", 0.1)
    patient = open_book(book.path)
    with sqlite3.connect(book.path, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BookError, match="in use by another program") as caught, reading(book.path, 0.1):
            pass
        assert not isinstance(caught.value, UnusableBookError)
        with pytest.raises(BookError, match="in use by another program"), patient.transaction() as session:
            session.connection()


def test_words_in_an_error_do_not_make_a_file_busy(book: Book):
    with pytest.raises(UnusableBookError, match="locked"), reading(book.path) as connection:
        connection.execute("SELECT * FROM locked")
