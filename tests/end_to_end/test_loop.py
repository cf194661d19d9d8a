"""The whole loop, in a real terminal: from a "no" to a sent note, and back."""

import subprocess
from pathlib import Path

from tests.end_to_end.terminal import PLANNER, Terminal, environment

NO = """\
From: Dana Whitfield <dana.whitfield@calder-rowe.example.com>
To: Robin Marlow <robin.marlow@example.com>
Subject: Your application for Data Engineer at Calder & Rowe
Date: Sat, 21 Nov 2026 09:30:00 +0000
Message-ID: <no-1@calder-rowe.example.com>
Content-Type: text/plain; charset=utf-8

Dear Robin,

thank you for the time you took to meet us. After careful consideration we have decided
to move forward with another candidate for the Data Engineer position.

Kind regards,
Dana Whitfield
Head of Data, Calder & Rowe
"""


def test_from_a_no_to_a_sent_note_and_back(tmp_path: Path):
    home = tmp_path / "home"
    home.mkdir()
    env = environment(home)

    def planner(*words: str) -> str:
        run = subprocess.run([*PLANNER, *words], env=env, capture_output=True, text=True, check=True)
        return run.stdout

    assert "Nobody is in your book yet" in planner("due")
    planner(
        "add", "application", "Data Engineer", "Calder & Rowe",
        "--with", "Dana Whitfield: hiring manager", "--with", "Priya Anand: HR", "--with", "Tomás Herrera: panel",
    )  # fmt: skip
    (tmp_path / "no.eml").write_text(NO)
    imported = planner("import", "--yes", str(tmp_path / "no.eml"))
    assert "A first note is due to Dana Whitfield, Priya Anand and Tomás Herrera." in imported
    listed = planner("due")
    for name in ("Dana", "Priya", "Tomás"):
        assert (
            f"You were turned down for Data Engineer at Calder & Rowe on Sat 21 Nov; you haven't written to {name} yet."
            in listed
        )

    app = Terminal(PLANNER, env)
    app.wait_for("Who are you?")
    app.press("Robin Marlow", "tab", "robin.marlow@example.com", "ctrl+s")
    app.wait_for("My details changed")
    app.wait_for("you haven't written to Dana yet")
    app.press("enter")
    app.wait_for("First note for Dana Whitfield")
    app.wait_for("Re: Your application for Data Engineer")
    # The blanks one after another: selected, and replaced by typing.
    for words in (
        "your way of asking",
        "I keep asking so myself.",
    ):
        app.press(words, "tab")
    app.wait_for("no blanks left")
    app.press("ctrl+s")
    app.wait_for("Note to Dana Whitfield sent.")
    app.wait_for("First note for Priya Anand")  # the next of the panel
    app.press("escape")
    assert "Priya Anand" in app.wait_for("you haven't written to Priya yet")
    app.wait_for("q Quit")
    app.press("/")
    app.wait_for("name, employer")
    app.press("dana")
    app.wait_for("“dana”")
    app.press("enter")
    shown = app.wait_for("check-in 1 by e-mail")
    assert "Tue 22 Dec" in shown  # thirty days on
    assert "you wrote: Re: Your application" in shown
    app.press("u")
    shown = app.wait_for("Undone: note to Dana Whitfield sent.")
    app.wait_for("you haven't written to Dana yet")
    app.press("enter")
    app.wait_for("your way of asking")
    app.press("escape")
    app.wait_for("A draft waits")
    for label in ("note to Dana Whitfield begun", "my details changed", "rejection from Dana Whitfield"):
        app.press("u")
        app.wait_for(f"Undone: {label}")
    app.press("escape", "q")
    assert app.end() == 0
    app.assert_given_back()
    assert "Nobody is due" in planner("due")
    for _ in range(4):
        planner("redo")
    assert "check-in 1" in planner("due", "--all")


def test_import_asks_in_a_terminal_also_when_the_letter_comes_through_a_pipe(tmp_path: Path):
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "no.eml").write_text(NO)
    command = f"{PLANNER[0]} -m planner import - < {tmp_path / 'no.eml'}"
    asking = Terminal(["sh", "-c", command], environment(home))
    asking.wait_for("Who else interviewed you there?")
    asking.press("enter")
    asking.wait_for("Record this? [y/N]")
    asking.press("y", "enter")
    asking.wait_for("A first note is due to Dana Whitfield.")
    assert asking.end() == 0


def test_without_a_terminal_planner_prints_what_is_due(tmp_path: Path):
    env = environment(tmp_path)
    calls = [subprocess.run([*PLANNER, *words], env=env, capture_output=True, check=True) for words in ([], ["due"])]
    assert calls[0].stdout == calls[1].stdout != b""


def test_the_demo_opens_and_leaves_nothing_behind(tmp_path: Path):
    (tmp_path / "tmp").mkdir()
    app = Terminal([*PLANNER, "demo"], environment(tmp_path, TMPDIR=str(tmp_path / "tmp")), (80, 24))
    app.wait_for("Miriam Okafor")
    app.press("q")
    assert app.end() == 0
    assert "That was the demo" in app.output.decode()
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_table_in_a_terminal_and_no_colour_when_none_is_wanted(tmp_path: Path):
    kept = tmp_path / "demo.sqlite"
    subprocess.run([*PLANNER, "demo", "--keep", str(kept)], env=environment(tmp_path), capture_output=True, check=True)
    for more, coloured in (({}, True), ({"NO_COLOR": "1"}, False)):
        due = Terminal([*PLANNER, "--book", str(kept), "due"], environment(tmp_path, **more), (100, 40))
        assert due.end() == 0
        assert all(words in due.text for words in ("Dana Whitfield", "first note", "Calder & Rowe", "written to"))
        assert (b"\x1b[33m" in due.output or b"\x1b[1;33m" in due.output) is coloured
