"""Other programs read what goes out: khard the vCards, khal and todoman the calendar."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from planner.book.database import Book
from planner.cli import run

KHAL = """[calendars]
[[c]]
path = {folder}/calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""
TODOMAN = """path = "{folder}/todos/*"
date_format = "%Y-%m-%d"
time_format = "%H:%M"
cache_path = "{folder}/cache.sqlite3"
default_list = "c"
"""


def read_by(folder: Path, *command: str) -> str:
    """What another program says, with a home of its own."""
    environment = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": str(folder)}
    done = subprocess.run([*command], capture_output=True, text=True, env=environment, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def planner(book: Book, *words: str) -> None:
    assert run(["--book", str(book.path), *words]) == 0


@pytest.mark.skipif(shutil.which("khard") is None, reason="khard is not installed")
@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_khard_lists_and_shows_the_cards(demo: Book, tmp_path: Path, version: str):
    cards = tmp_path / "cards"
    planner(demo, "export", "vcard", "--vcard-version", version, "--out", f"{cards}/")
    (tmp_path / "khard.conf").write_text(f"[addressbooks]\n[[people]]\npath = {cards}\n")
    listed = read_by(tmp_path, "khard", "-c", str(tmp_path / "khard.conf"), "list")
    assert "Dana Whitfield" in listed and "Miriam Okafor" in listed
    shown = read_by(tmp_path, "khard", "-c", str(tmp_path / "khard.conf"), "show", "dana")
    assert "Calder & Rowe" in shown and "dana.whitfield@calder-rowe.example.com" in shown


@pytest.mark.skipif(shutil.which("khal") is None, reason="khal is not installed")
def test_khal_lists_the_steps(demo: Book, tmp_path: Path):
    (tmp_path / "calendar").mkdir()
    (tmp_path / "khal.conf").write_text(KHAL.format(folder=tmp_path))
    planner(demo, "calendar", str(tmp_path / "steps.ics"))
    khal = ["khal", "-c", str(tmp_path / "khal.conf")]
    read_by(tmp_path, *khal, "import", "--batch", "-a", "c", str(tmp_path / "steps.ics"))
    listed = read_by(tmp_path, *khal, "list", "2026-11-22", "30d")
    assert "First note: Dana Whitfield" in listed


@pytest.mark.skipif(shutil.which("todoman") is None, reason="todoman is not installed")
def test_todoman_lists_the_steps_as_todos(demo: Book, tmp_path: Path):
    todos = tmp_path / "todos" / "c"
    todos.mkdir(parents=True)
    planner(demo, "calendar", "--todo", str(tmp_path / "steps.ics"))
    head, *components = (tmp_path / "steps.ics").read_text().split("BEGIN:VTODO")
    for number, component in enumerate(components):  # todoman takes a file for each
        (todos / f"{number}.ics").write_text(f"{head}BEGIN:VTODO{component.split('END:VCALENDAR')[0]}END:VCALENDAR\n")
    (tmp_path / "todoman").mkdir()
    (tmp_path / "todoman" / "config.py").write_text(TODOMAN.format(folder=tmp_path))
    (tmp_path / "todoman" / "todoman.conf").write_text("[main]\n" + TODOMAN.format(folder=tmp_path).replace('"', ""))
    listed = read_by(tmp_path, "todoman", "--config", str(tmp_path / "todoman" / "config.py"), "list")
    assert "Dana Whitfield" in listed
