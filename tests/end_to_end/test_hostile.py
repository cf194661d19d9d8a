"""Text from outside cannot drive the terminal, wherever it shows."""

import re
import subprocess
import time
from pathlib import Path

import pytest

from planner.book.database import open_book
from tests.end_to_end.terminal import PLANNER, Terminal, environment

# What must never come out: a title, a clipboard write, a device string, a bell of ours, a C1 control, a reordering mark.
EVIL = "Dana\x1b]52;c;RVZJTA==\x07\x1b]0;EVIL\x07\x1bP+q45\x1b\\ \x9b31mW\u202efield [/] [red]x[/red] [@click=app.quit]q[/]"
LETTER = """\
From: "Dana \x1b]52;c;RVZJTA==\x07\x1b[31mWhitfield \u202eevil" <dana@calder.example.com>
Subject: Your \x1b]0;EVIL\x07application for Data \x1b[2JEngineer [/] [@click=app.quit]
Date: Sat, 21 Nov 2026 09:30:00 +0000
Message-ID: <\x1b]0;EVIL\x07@calder.example.com>
Content-Type: text/plain; charset=utf-8

We regret to inform you \x1b]52;c;RVZJTA==\x07\u202ethat you were not selected [/] [bold] for the Data Engineer position at Calder Labs.
"""


def assert_harmless(output: bytes) -> None:
    output = re.sub(rb"\x1b\]22;[a-z]*\x07", b"", output)  # the shape of the mouse pointer, set by Textual itself
    for sequence in (b"\x1b]52", b"\x1b]0;", b"\x07"):
        place = output.find(sequence)
        assert place < 0, output[max(0, place - 60) : place + 60]
    assert b"\x1bP" not in output.replace(b"\x1bP=1s", b"").replace(b"\x1bP=2s", b"")
    text = output.decode("utf-8", "replace")
    assert not re.search("[\x80-\x9f\u202a-\u202e\u2066-\u2069]", text)
    for title in re.findall(r"\x1b\]([0-9]+);", text):
        assert title not in {"52", "0", "1", "2"}, title


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "home").mkdir()
    return environment(tmp_path / "home", PLANNER_BOOK=str(tmp_path / "book.sqlite"))


def run(env: dict[str, str], *words: str, data: bytes = b"") -> bytes:
    done = subprocess.run([*PLANNER, *words], env=env, input=data, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr, done.stderr
    return done.stdout + done.stderr


EVERYTHING = ("enter", "l", "s", "x", "r", "n", "a", "?", "/")
IN_SHORT = ("enter", "l", "n")
THE_LIST = "q Quit"  # in the line of keys of the list, and of nothing that is opened from it


def back_in_the_list(app: Terminal) -> None:
    """Press escape until the list is there: what was typed into is asked about once."""
    for _ in range(4):
        app.press("escape")
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            if THE_LIST in app.text:
                return
            app.read()
    raise AssertionError(app.text)


visits = pytest.mark.parametrize(
    "visit", [IN_SHORT, pytest.param(EVERYTHING, marks=pytest.mark.slow)], ids=["short", "long"]
)


def visited(env: dict[str, str], openings: tuple[str, ...]) -> bytes:
    """See the hostile texts in the list, the person, and what these keys open; gives all that was drawn."""
    app = Terminal(PLANNER, env)
    app.wait_for("Dana")
    app.wait_for("Who are you?")
    back_in_the_list(app)
    for opening in openings:
        app.press("g", opening)
        app.wait_until_gone(THE_LIST)
        back_in_the_list(app)
    app.press("ctrl+p")
    app.wait_for("Search for commands")
    app.press("d", "a", "n")
    app.wait_for("Go to this person")
    app.press("escape")
    app.wait_until_gone("Go to this person")
    app.press("j", "j", "j", "u", "U")
    app.wait_for("Done again")
    app.press("q")
    assert app.end() == 0
    return app.output


@visits
def test_through_the_import_of_a_letter(env: dict[str, str], tmp_path: Path, visit: tuple[str, ...]):
    (tmp_path / "letter.eml").write_text(LETTER)
    for words in (["--dry-run"], ["--json"], ["--yes"], ["--yes"]):
        assert_harmless(run(env, "import", *words, str(tmp_path / "letter.eml")))
    for words in (["due"], ["due", "--json"], ["due", "--all"], ["show"], ["show", "dana"], ["show", "dana", "--json"]):
        output = run(env, *words)
        assert_harmless(output)
        assert b"Whitfield" in output or words == ["due"]
    due = Terminal([*PLANNER, "due"], env)
    due.end()
    assert_harmless(due.output)
    assert_harmless(visited(env, visit))


@visits
def test_what_another_program_wrote_into_the_book_is_filtered_on_its_way_out(
    env: dict[str, str], tmp_path: Path, visit: tuple[str, ...]
):
    """The second guard alone: the texts go past the cleaning at entry, straight into the file."""
    run(
        env, "add", "application", "Engineer", "Calder", "--with", "Dana Whitfield: hiring manager", "--with", "Bo Lind"
    )
    run(env, "reject", "1", "--on", "yesterday", "--words", "words")
    book = open_book(tmp_path / "book.sqlite")
    with book.transaction() as session:
        for statement in (
            "UPDATE contact SET name = ?, title = ?, employer = ?, email = ?, notes = ?, called = ?, tags = ?",
            "UPDATE application SET reason_given = ?, position = ?, employer = ?",
            "UPDATE follow_up SET why = ?",
            "UPDATE journal_entry SET label = ?",
        ):
            session.connection().exec_driver_sql(statement, (EVIL,) * statement.count("?"))
        session.connection().exec_driver_sql(
            "INSERT INTO touchpoint (contact_id, kind, direction, happened_on, subject, body) VALUES (1, 'message', 'in', '2026-11-20', ?, ?)",
            (EVIL, EVIL),
        )
        session.connection().exec_driver_sql(
            "INSERT INTO draft (contact_id, subject, body, step, application_id) VALUES (1, ?, ?, 'first_note', 1)",
            (EVIL, EVIL),
        )
    for words in (["due"], ["due", "--json"], ["show"], ["show", "dana"], ["show", "x"], ["undo"], ["redo"]):
        assert_harmless(run(env, *words))
    due = Terminal([*PLANNER, "due"], env)
    due.end()
    assert_harmless(due.output)
    assert_harmless(visited(env, visit))
