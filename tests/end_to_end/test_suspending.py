"""Ctrl+z on a list leads to the shell, as with other programs of the terminal, and `fg` back; the draft is saved before."""

import shutil
import sys
from pathlib import Path

import pytest

from planner.book import queries
from planner.book.file import reading
from tests.end_to_end.terminal import Terminal, environment
from tests.ready_books import ReadyBooks

BASH = shutil.which("bash")


@pytest.fixture
def env(tmp_path: Path, ready_books: ReadyBooks) -> dict[str, str]:
    path = tmp_path / "demo.sqlite"
    ready_books.small(path)
    return environment(tmp_path, PLANNER_BOOK=str(path), PS1="SHELL> ", PS2="", PROMPT_COMMAND="")


@pytest.mark.skipif(BASH is None, reason="a shell with jobs is needed")
def test_the_shell_and_back(env: dict[str, str]):
    shell = Terminal([str(BASH), "--norc", "--noprofile", "--noediting", "-i"], env)
    shell.wait_for("SHELL>")
    # As `make run` does it: the program that the shell knows is not the planner itself.
    shell.press(f"sh -c '{sys.executable} -m planner; true'\r")
    shell.wait_for("Miriam wrote on")
    shell.press("ctrl+z")
    shell.wait_for("Stopped")
    shell.assert_given_back()
    shell.press("echo here$((1 + 1))\r")
    shell.wait_for("here2")
    shell.press("fg\r")
    shell.wait_for("Miriam wrote on")
    shell.press("enter")
    shell.wait_for("Hi Miriam")
    shell.press("These words. ")
    shell.wait_for("These words.")
    shell.press("ctrl+z")  # in the editor it takes back what was typed
    shell.wait_until_gone("These words.")
    shell.press("ctrl+q")
    shell.wait_for("SHELL>")
    shell.press("exit\r")
    shell.end()


def test_with_no_shell_to_go_back_to_it_stays(env: dict[str, str]):
    app = Terminal([sys.executable, "-m", "planner"], env)
    app.wait_for("Miriam wrote on")
    app.press("ctrl+z")
    app.wait_for("There is no shell here to go back to.")
    app.press("q")
    assert app.end() == 0
    with reading(Path(env["PLANNER_BOOK"])) as connection:
        assert queries.find_contacts(connection, "Miriam")
