"""Whatever the planner writes is for its user alone, under any umask and from the first byte on."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

import planner
from planner.book.database import Book
from planner.cli import run
from tests.end_to_end.terminal import PLANNER, Terminal, environment

WRITES = re.compile(
    r"\.write_(?:text|bytes)\(|\bopen\([^)]*[\"'][wax]b?\+?[\"']|\.mkdir\(|os\.(?:open|mkdir|makedirs)\("
)
ALLOWED = {
    "private_files.py": "the one writer",
    "book/file.py": "makes the book's file private before SQLite has it",
    "cli/__init__.py": "/dev/null",
    "book/backups.py": "opens for reading, to put a copy on the disk",
    "exchange/own_device.py": "a lock, private, with nothing in it",
    "exchange/mailboxes.py": "a copy of standard input in a folder of `mkdtemp`, which is private",
}


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def others_may(folder: Path) -> list[str]:
    """What in a folder somebody else may read or write."""
    places = [path for path in folder.rglob("*") if not path.is_symlink()]
    return [
        f"{stat.filemode(path.stat().st_mode)} {path.relative_to(folder)}"
        for path in places
        if path.stat().st_mode & 0o077
    ]


def test_only_one_place_writes_files():
    root = Path(planner.__file__).parent
    found = {
        str(path.relative_to(root)) for path in root.rglob("*.py") if WRITES.search(path.read_text(encoding="utf-8"))
    }
    assert found <= set(ALLOWED), found - set(ALLOWED)


def test_what_the_verbs_write(demo: Book, home: Path, open_umask: None, monkeypatch: pytest.MonkeyPatch):
    folder = home / "mine"
    folder.mkdir(0o700)
    path = folder / "new.sqlite"
    monkeypatch.setenv("PLANNER_BOOK", str(path))
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "")
    letter = home / "letter.eml"
    letter.write_bytes(b"From: Dana <dana@calder.example.com>\nSubject: Hello\n\nIt was good to meet you.\n")
    letter.chmod(0o600)
    said = {}
    for words in (
        ["me", "--name", "Robin Ames", "--email", "robin@example.com"],
        ["add", "application", "Engineer", "Calder", "--with", "Dana Whitfield: hiring manager"],
        ["reject", "1", "--on", "yesterday"],
        ["note", "dana", "--eml", str(folder / "note.eml"), "--as-is"],
        ["templates", "new", "mine"],
        ["playbook", "new", "mine"],
        ["backup", "make"],
        ["import", "--yes", "--as", "reply", str(letter)],
        ["doctor", "--recover", str(folder / "recovered.sqlite")],
        ["doctor", "--fix"],
        ["remind", "--install", "--with", "systemd", "--yes"],
        ["delete", "dana", "--yes"],
    ):
        try:
            said[words[0]] = run(words)
        except SystemExit as ended:
            said[words[0]] = int(str(ended.code))
    assert path.exists() and (folder / "note.eml").exists() and (folder / "recovered.sqlite").exists(), said
    written = {path.name for path in home.rglob("*") if path.is_file()}
    assert {"mine.toml", "mine.md"} <= written or len([name for name in written if "mine" in name]) >= 2, written
    assert others_may(home) == []


def test_what_the_app_writes(demo: Book, home: Path, open_umask: None):
    env = environment(home, PLANNER_BOOK=str(demo.path))
    demo.path.chmod(0o600)
    app = Terminal(PLANNER, env)
    app.wait_for("Miriam wrote on")
    app.press("enter")
    app.wait_for("Hi Miriam")
    app.press("Something. ", "ctrl+q")
    assert app.end() == 0
    app = Terminal(PLANNER, env)
    app.wait_for("Miriam wrote on")
    app.press("a", "tab", "Somebody")
    app.wait_for("Somebody")
    app.press("ctrl+p", "T", "h", "e", "m", "e")
    app.wait_for("Other colours" if "Other colours" in app.text else "Theme")
    app.press("escape")
    app.end(9)  # type: ignore[arg-type]
    assert others_may(home) == []
    assert others_may(demo.path.parent) == []
