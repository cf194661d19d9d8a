"""However the app ends: what was confirmed is there, and a draft loses at most a second of typing."""

import fcntl
import json
import os
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from planner.book import queries
from planner.book.database import Book
from planner.book.file import examine, reading
from planner.book.journal import KEPT
from tests.end_to_end.terminal import PLANNER, Terminal, environment
from tests.ready_books import ReadyBooks


@pytest.fixture
def env(tmp_path: Path, ready_books: ReadyBooks) -> dict[str, str]:
    path = tmp_path / "demo.sqlite"
    ready_books.small(path)
    return environment(tmp_path, PLANNER_BOOK=str(path))


def writing(env: dict[str, str]) -> Terminal:
    app = Terminal(PLANNER, env)
    app.wait_for("Miriam wrote on")
    app.press("enter")
    app.wait_for("Hi Miriam")
    return app


def draft(env: dict[str, str]) -> str:
    with reading(Path(env["PLANNER_BOOK"])) as connection:
        key = queries.find_contacts(connection, "Miriam")[0][0]
        found = queries.drafts_of(connection, key)
    return found[0].body if found else ""


def outside(env: dict[str, str]) -> str:
    """What is kept outside the book, because it has it not yet."""
    places = Path(env["HOME"], ".local", "state", "follow-up-planner").glob("note-*/note.txt")
    return "\n".join(path.read_text() for path in places)


def locked(env: dict[str, str]) -> sqlite3.Connection:
    """Another program that holds the book and does not let it go."""
    other = sqlite3.connect(env["PLANNER_BOOK"], isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    return other


def wait_for_it_outside(env: dict[str, str], words: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while words not in outside(env):
        assert time.monotonic() < deadline, outside(env)
        time.sleep(0.02)


def test_what_a_locked_book_cannot_take_survives_a_kill_and_is_offered(env: dict[str, str]):
    app = writing(env)
    other = locked(env)
    os.write(app.fd, b"words that the book never got")
    app.wait_for("never got")
    wait_for_it_outside(env, "words that the book never got")
    app.end(signal.SIGKILL)
    other.close()
    assert "never got" not in draft(env)
    [place] = Path(env["HOME"], ".local", "state", "follow-up-planner").glob("note-*")
    assert place.stat().st_mode & 0o777 == 0o700 and (place / "note.txt").stat().st_mode & 0o777 == 0o600
    app = Terminal(PLANNER, env)
    app.wait_for("was not saved")
    app.press("ctrl+s")
    app.wait_for("kept as a draft")
    app.press("ctrl+q")
    assert app.end() == 0
    assert "words that the book never got" in draft(env) and not outside(env)


def test_a_book_that_is_gone_does_not_take_the_draft_along(env: dict[str, str]):
    app = writing(env)
    os.write(app.fd, b"First ")
    app.wait_for("draft saved")
    Path(env["PLANNER_BOOK"]).rename(env["PLANNER_BOOK"] + ".elsewhere")
    os.write(app.fd, b"words for a book that is gone")
    app.wait_for("that is gone")
    app.press("ctrl+q")
    app.wait_for("offered at the next start")
    while app.read(2):  # once more, after as long as it takes to read that
        os.write(app.fd, b"\x11")
    app.end()
    assert b"offered at the next start" in app.output.rpartition(b"\x1b[?1049l")[2]  # said in the shell, too
    assert "words for a book that is gone" in outside(env) and not Path(env["PLANNER_BOOK"]).exists()


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGTERM, 143)]
    + [
        pytest.param(number, 128 + number, marks=pytest.mark.slow)
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGABRT, signal.SIGUSR1, signal.SIGUSR2)
    ],
)
def test_a_signal_saves_the_draft_first(env: dict[str, str], number: signal.Signals, status: int):
    app = writing(env)
    os.write(app.fd, b"words typed in the last moment")
    app.wait_for("in the last moment")
    assert app.end(number) == status
    assert "words typed in the last moment" in draft(env)
    if number is not signal.SIGHUP:
        app.assert_given_back()


def test_words_on_their_way_are_saved_before_a_signal_ends_the_app(env: dict[str, str]):
    app = writing(env)
    for number in range(20):
        os.write(app.fd, f"word{number} ".encode())
    assert app.end(signal.SIGTERM) == 143
    assert "word0 word1" in draft(env) and "word19" in draft(env)


def ended(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if os.waitpid(pid, os.WNOHANG)[0]:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.slow
def test_a_terminal_that_stalls_and_then_goes_away_takes_the_app_with_it(env: dict[str, str]):
    app = writing(env)
    os.write(app.fd, b"words typed in the last moment")
    app.wait_for("in the last moment")
    time.sleep(1)
    for number in range(300):  # much to draw, and nobody who reads it
        os.write(app.fd, b"\x1b[B" if number % 2 else b"\x1b[A")
        fcntl.ioctl(app.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 100 + number % 2 * 20, 0, 0))
        time.sleep(0.01)
    app.hang_up()
    assert ended(app.pid, 20)
    assert "words typed in the last moment" in draft(env)


def test_a_closed_terminal_saves_the_draft_first(env: dict[str, str]):
    app = writing(env)
    os.write(app.fd, b"words typed in the last moment")
    app.wait_for("in the last moment")
    app.hang_up()
    assert ended(app.pid, 10)
    assert "words typed in the last moment" in draft(env)


def test_ctrl_q_saves_the_draft_first(env: dict[str, str]):
    app = writing(env)
    os.write(app.fd, b"words typed in the last moment\x11")
    assert app.end() == 0
    assert "words typed in the last moment" in draft(env)


def test_a_kill_loses_nothing_that_was_said_to_be_saved(env: dict[str, str]):
    app = writing(env)
    os.write(app.fd, b"words typed a while ago")
    app.wait_for("a while ago")
    app.wait_for("draft saved")
    app.end(signal.SIGKILL)
    assert "words typed a while ago" in draft(env)


@pytest.mark.slow
def test_a_kill_loses_at_most_a_second_of_typing(env: dict[str, str]):
    app = writing(env)
    typed = []
    for number in range(60):  # a word each 50 ms, without a pause
        os.write(app.fd, f"w{number} ".encode())
        typed.append((time.monotonic(), f"w{number} "))
        app.read(0.05)
    killed = time.monotonic()
    app.end(signal.SIGKILL)
    kept = draft(env) + outside(env)
    # Every word typed more than a second before is there; the test allows a busy machine one second more.
    assert all(word in kept for when, word in typed if when < killed - 2), kept
    assert any(word in kept for when, word in typed if when < killed - 1), kept


WORKER = """
import json, sys
from pathlib import Path
from datetime import date
from planner.book.commands import add_contact, add_interview, entered, log_touchpoint, undo, Panelist
from planner.book.database import open_book
from planner.book.models import ApplicationFields, ContactFields
from planner.cadence.terms import Direction, Kind, Part
book = open_book(Path(sys.argv[1]))
first = int(sys.argv[2])
print("ready", flush=True)
for number in range(first, first + 100000):
    done = add_interview(
        book, entered(ApplicationFields, position=f"Position {number}", employer="Calder"),
        [Panelist(entered(ContactFields, name=f"Ann {number}"), Part.HR)], on=date(2026, 11, 20),
    )
    print(json.dumps(number), flush=True)
"""


@pytest.mark.parametrize("rounds", [8, pytest.param(100, marks=pytest.mark.slow)])
def test_kills_lose_no_confirmed_action(path: Path, book: Book, rounds: int):
    """Each kill comes at a random moment of a process that writes without a break."""
    # One importing process forks the writers: a hundred imports of the ORM would take minutes and prove nothing more.
    starter = f"""
import os, sys, time, signal, random, io
sys.argv = ["w", {str(path)!r}, "0"]
chance = random.Random(22)
code = compile({WORKER!r}, "worker", "exec")
import planner.book.commands, planner.book.database
number = 0
for round in range({rounds}):
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(write_end, 1); sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb", 0), write_through=True)
        sys.argv[2] = str(number)
        exec(code, {{"__name__": "worker"}})
    os.close(write_end)
    pipe = os.fdopen(read_end)
    pipe.readline()
    # After so many confirmed actions and a moment: a busy machine is no reason to kill before anything is written.
    lines = [pipe.readline().strip() for _ in range(chance.randrange(4))]
    time.sleep(chance.random() * 0.05)
    os.kill(pid, signal.SIGKILL); os.waitpid(pid, 0)
    lines += pipe.read().split("\\n")[:-1]
    for line in lines: print(line)
    number += len(lines) + 1
print("done")
"""
    run = subprocess.run([sys.executable, "-c", starter], capture_output=True, text=True, check=True, timeout=300)
    lines = run.stdout.split()
    assert lines[-1] == "done"
    confirmed = [json.loads(line) for line in lines[:-1]]
    examine(path)
    with reading(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        names = {row[0] for row in connection.execute("SELECT name FROM contact")}
        assert {f"Ann {number}" for number in confirmed} <= names
        # Nothing half done: every person has the tie, the interview, the plan and the journal entry of the same action.
        # The plan has two rows for each: a thank-you, and the question how it stands for the only contact there.
        for table, each in (("interviewer", 1), ("touchpoint", 1), ("follow_up", 2), ("application", 1)):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == each * len(names), table
        entries = connection.execute("SELECT count(*) FROM journal_entry").fetchone()[0]
        assert entries == min(len(names), KEPT)
    assert len(confirmed) > rounds
