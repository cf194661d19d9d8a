"""Backups, the doctor and a report, from the shell."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from planner import environment
from planner.book import backups
from planner.book.database import Book
from planner.cli import run
from planner.tui.system.crash import crash_report


@pytest.fixture
def shell(demo: Book, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("PLANNER_BOOK", str(demo.path))

    def call(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            status = run(words)
        except SystemExit as ended:
            status = int(str(ended.code))
        out, err = capsys.readouterr()
        return status, out, err

    return call


def test_a_verb_that_writes_leaves_a_backup_and_the_next_ten_minutes_leave_none(shell, demo: Book):
    assert shell("backup")[0] == 1 and not backups.listed(demo.path)
    shell("log", "dana", "emailed")
    assert [each.why for each in backups.listed(demo.path)] == ["changes"]
    shell("log", "miriam", "called")
    assert len(backups.listed(demo.path)) == 1


def test_a_verb_that_reads_makes_none(shell, demo: Book):
    for words in (["due"], ["list"], ["show", "dana"], ["doctor"]):
        shell(*words)
    assert not backups.listed(demo.path)


def test_restore_shows_first_what_differs(shell, demo: Book):
    shell("backup", "make")
    shell("delete", "dana", "--yes")
    status, out, _ = shell("backup", "restore", "--dry-run")
    assert status == 0 and "1 person comes back: Dana Whitfield" in out and "Nothing was changed." in out
    assert shell("show", "dana")[0] == 2
    status, _, err = shell("backup", "restore")
    assert status == 2 and "nobody to ask" in err  # no terminal, and no --yes
    assert "takes it back" in shell("backup", "restore", "--yes")[1]
    assert shell("show", "dana")[0] == 0
    [differs] = [json.loads(shell("backup", "restore", "--dry-run", "--json")[1])["differs"]]
    assert differs["people"]["goes"] == ["Dana Whitfield"]
    shell("backup", "restore", "--yes")  # the newest is what stood there before
    assert shell("show", "dana")[0] == 2


def test_a_name_of_no_backup_is_said(shell):
    shell("backup", "make")
    status, _, err = shell("backup", "restore", "1999", "--yes")
    assert status == 2 and "No backup begins with '1999'" in err


def test_an_unsound_backup_is_said(shell, demo: Book):
    shell("backup", "make")
    [made] = backups.listed(demo.path)
    made.path.write_bytes(made.path.read_bytes()[:-5000])
    status, out, _ = shell("backup", "verify")
    assert status == 1 and "digest differs" in out
    assert shell("backup", "restore", made.name, "--yes")[0] == 2


def spoil(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute("UPDATE contact SET state = 'gone', notes = 'a secret' WHERE id = 2")
        connection.commit()


def test_the_doctor_finds_and_mends(shell, demo: Book):
    assert shell("doctor")[0] == 0
    spoil(demo.path)
    status, out, _ = shell("doctor")
    assert status == 1 and "contact 2, state: holds 'gone', expected one of open, resting, closed" in out
    assert json.loads(shell("doctor", "--json")[1])["sound"] is False
    status, out, _ = shell("doctor", "--fix")
    assert status == 0 and "The book is sound." in out


def test_a_verb_that_reads_goes_around_an_impossible_value(shell, demo: Book):
    with closing(sqlite3.connect(demo.path)) as connection:
        connection.execute("UPDATE touchpoint SET happened_on = '2026-13-45' WHERE id = 3")
        connection.commit()
    status, out, err = shell("list")
    assert status == 0 and "Dana Whitfield" in out and "touchpoint 3, happened_on" in err and "2026-13" not in err


def test_recover_makes_a_new_book(shell, demo: Book, tmp_path: Path):
    before = demo.path.read_bytes()
    status, out, _ = shell("doctor", "--recover", str(tmp_path / "new.sqlite"))
    assert status == 0 and "Recovered into" in out and demo.path.read_bytes() == before
    assert shell("doctor", "--recover", str(tmp_path / "new.sqlite"))[0] == 3  # it exists by now


def test_what_cannot_be_printed_is_not_said_to_be_undone(demo: Book, home: Path):
    env = {**os.environ, "PLANNER_BOOK": str(demo.path), "HOME": str(home)}
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "planner", "log", "dana", "emailed"],
            stdout=full, stderr=subprocess.PIPE, text=True, env=env, check=False,
        )  # fmt: skip
    assert ended.returncode == 74 and "is in the book all the same" in ended.stderr
    assert "Traceback" not in ended.stderr and "Exception ignored" not in ended.stderr
    with closing(sqlite3.connect(demo.path)) as connection:
        label = connection.execute("SELECT label FROM journal_entry ORDER BY id DESC").fetchone()[0]
    assert "Dana Whitfield" in label


def test_a_report_holds_nothing_of_the_book(shell, demo: Book):
    spoil(demo.path)
    try:
        raise ValueError("no room for +1 555 0142")
    except ValueError as error:
        crash_report(error, is_kept=True)
    environment.settings_file().parent.mkdir(parents=True, exist_ok=True)
    environment.settings_file().write_text('send_command = "msmtp -t --passwordeval secret"\n')
    status, out, _ = shell("report")
    assert status == 0 and "SQLite 3." in out and "ValueError" in out and "send_command = (struck out)" in out
    assert not any(secret in out for secret in ("secret", "0142", "Dana", "gone", str(demo.path)))
