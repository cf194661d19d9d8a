"""Completion in the shells that people have."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from planner.book import commands
from planner.book.commands import entered
from planner.book.database import Book
from planner.book.models import ContactFields
from planner.cli import run
from planner.cli.verbs.completion import SHELLS, script

COMPLETE = """source {script}
COMP_WORDS=(planner {words} "")
COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
_shtab_planner
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.fixture
def shell(demo: Book, tmp_path: Path) -> dict[str, str]:
    """An environment with `planner` on its path, for the small book."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "planner").write_text(f'#!/bin/sh\nexec {sys.executable} -m planner "$@"\n')
    (folder / "planner").chmod(0o755)
    root = str(Path(__file__).parents[2])
    return {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "PLANNER_BOOK": str(demo.path), "PYTHONPATH": root}


@pytest.mark.parametrize(
    ("words", "some"),
    [
        ("", {"due", "export", "merge-book"}),
        ("export", {"json", "vcard"}),
        ("show", {"dana", "miriam"}),
        ("reject", {"1"}),
        ("add", {"person", "application"}),
    ],
)
def test_bash_completes(shell: dict[str, str], tmp_path: Path, words: str, some: set[str]):
    (tmp_path / "completion.bash").write_text(script("bash"))
    text = COMPLETE.format(script=tmp_path / "completion.bash", words=words)
    done = subprocess.run(["bash", "-c", text], capture_output=True, text=True, env=shell, timeout=60, check=True)
    assert some <= {*done.stdout.split()} and not done.stderr


@pytest.mark.parametrize("name", [name for name in SHELLS if shutil.which(name)])
def test_each_shell_takes_its_script(tmp_path: Path, name: str):
    (tmp_path / "script").write_text(script(name))
    subprocess.run([name, "-n", str(tmp_path / "script")], check=True, timeout=60)


def test_a_person_is_a_word_that_means_nobody_else(demo: Book, capsys: pytest.CaptureFixture[str]):
    commands.add_contact(demo, entered(ContactFields, name="Dana Quist"), entered(ContactFields, name="Søren Łuk"))
    assert run(["--book", str(demo.path), "completion", "--words", "people"]) == 0
    words = capsys.readouterr()[0].split()
    assert {"whitfield", "quist", "soren"} <= {*words} and "dana" not in words


def test_it_is_installed_where_the_shell_looks(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    assert run(["completion", "bash", "--install"]) == 0
    assert "_shtab_planner" in (home / "data" / "bash-completion" / "completions" / "planner").read_text()
    monkeypatch.setenv("SHELL", "/bin/nonesuch")
    assert run(["completion"]) == 2 and "Say which shell" in capsys.readouterr()[1]
