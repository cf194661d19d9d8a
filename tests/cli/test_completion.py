"""Completion in the shells that people have."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from planner.book import commands
from planner.book.commands import entered
from planner.book.database import Book, open_book
from planner.book.models import ContactFields
from planner.cli import run
from planner.cli.verbs.completion import SHELLS, people_words, script
from tests.ready_books import ReadyBooks

COMPLETE = """source {script}
COMP_WORDS=(planner {words})
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
        ("''", {"due", "export", "merge-book"}),
        ("export ''", {"json", "vcard"}),
        ("show ''", {"dana", "miriam"}),
        ("show Dan", {"Dana"}),
        ("show Łu", {"Łuk"}),
        ("show lu", {"luk"}),
        ("show ann", {"ann\\ lee", "ann\\ kim"}),
        ("tag '\"dana, mi'", {"dana, miriam"}),
        ("log dana cal", {"called"}),
        ("merge Dan", {"Dana"}),
        ("reject ''", {"1"}),
        ("add ''", {"person", "application"}),
    ],
)
def test_bash_completes(demo: Book, shell: dict[str, str], tmp_path: Path, words: str, some: set[str]):
    for name in ("Ann Lee", "Ann Kim", "Søren Łuk"):
        commands.add_contact(demo, entered(ContactFields, name=name))
    (tmp_path / "completion.bash").write_text(script("bash"))
    text = COMPLETE.format(script=tmp_path / "completion.bash", words=words)
    done = subprocess.run(["bash", "-c", text], capture_output=True, text=True, env=shell, timeout=60, check=True)
    assert some <= {*done.stdout.splitlines()} and not done.stderr


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("planner show Dan", "Dana"),
        ("planner show lu", "luk"),
        ("planner log dana cal", "called"),
        ("planner reject ", "1"),
    ],
)
def test_fish_completes(demo: Book, shell: dict[str, str], tmp_path: Path, line: str, word: str):
    commands.add_contact(demo, entered(ContactFields, name="Søren Łuk"))
    (tmp_path / "planner.fish").write_text(script("fish"))
    asked = f"source {tmp_path / 'planner.fish'}; complete -C '{line}'"
    done = subprocess.run(["fish", "-c", asked], capture_output=True, text=True, env=shell, timeout=60, check=True)
    assert word in [row.partition("\t")[0] for row in done.stdout.splitlines()]


@pytest.mark.parametrize("name", ["bash", "fish"])
def test_the_book_that_the_line_names_is_asked(
    demo: Book, ready_books: ReadyBooks, shell: dict[str, str], tmp_path: Path, name: str
):
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    other = tmp_path / "other.sqlite"
    ready_books.empty(other)
    commands.add_contact(open_book(other, demo.clock), entered(ContactFields, name="Zoe Quist"))
    (tmp_path / "script").write_text(script(name))
    if name == "bash":
        asked = COMPLETE.format(script=tmp_path / "script", words=f"--book {other} show zo")
    else:
        asked = f"source {tmp_path / 'script'}; complete -C 'planner --book {other} show zo'"
    done = subprocess.run([name, "-c", asked], capture_output=True, text=True, env=shell, timeout=60, check=True)
    assert "zoe" in done.stdout


@pytest.mark.parametrize("name", [name for name in SHELLS if shutil.which(name)])
def test_each_shell_takes_its_script(tmp_path: Path, name: str):
    (tmp_path / "script").write_text(script(name))
    subprocess.run([name, "-n", str(tmp_path / "script")], check=True, timeout=60)


def test_a_person_is_a_word_that_means_nobody_else(demo: Book, capsys: pytest.CaptureFixture[str]):
    commands.add_contact(demo, entered(ContactFields, name="Dana Quist"), entered(ContactFields, name="Søren Łuk"))
    assert run(["--book", str(demo.path), "completion", "--words", "people"]) == 0
    words = capsys.readouterr()[0].split()
    assert {"whitfield", "quist", "soren"} <= {*words} and "dana" not in words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ann", ["ann kim", "ann lee"]), ("Lu", ["lukasz"]), ("Tom", ["Tomáš"]), ("tomá", ["tomas"]), ("Tomá", ["Tomáš"]),
        ("dana, Mi", ["dana, Miriam"]), ("sam", ["sam roe"]), ("ann k", ["ann kim"]), ("zz", []),
    ],
)  # fmt: skip
def test_a_word_goes_on_from_what_is_typed(typed: str, words: list[str]):
    names = [
        "Ann Lee",
        "Ann Kim",
        "Łukasz Nowak",
        "Tomáš Dvořák",
        "Dana Whitfield",
        "Miriam Okafor",
        "Sam Roe",
        "Sam Roe",
    ]
    assert people_words(names, typed) == words


def test_a_word_that_others_have_in_their_names_is_not_enough():
    assert people_words(['Ann "Annie" Lee', "Anna Lee"], "ann") == ["ann annie", "anna", "annie"]
    assert people_words(["Seán O'Brien", "Tomo Roe"], "o'") == ["o brien"]


def test_it_is_installed_where_the_shell_looks(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    assert run(["completion", "bash", "--install"]) == 0
    assert "_shtab_planner" in (home / "data" / "bash-completion" / "completions" / "planner").read_text()
    monkeypatch.setenv("SHELL", "/bin/nonesuch")
    assert run(["completion"]) == 2 and "Say which shell" in capsys.readouterr()[1]
