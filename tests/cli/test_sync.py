"""The book on several machines, from the shell."""

import json
from pathlib import Path

import pytest

from planner import environment
from planner.book.database import Book
from planner.cli import run
from tests.cli.test_people import Run
from tests.exchange.test_synchronizing import Machine


@pytest.fixture
def laptop(demo: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Another machine; this one is set up, and has not begun."""
    folder = tmp_path / "shared"
    folder.mkdir()
    monkeypatch.setenv("PLANNER_BOOK", str(tmp_path / "here" / "book.sqlite"))
    file = environment.settings_file()
    file.parent.mkdir(parents=True)
    file.write_text(f'sync_folder = "{folder}"\ndevice_name = "desktop"\ncalendar_file = "{tmp_path}/owed.ics"\n')
    found = Machine("laptop", tmp_path, folder)
    found.path = demo.path
    found.round()
    return found


@pytest.fixture
def planner(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*words: str) -> tuple[int, str, str]:
        status = run(list(words))
        out, err = capsys.readouterr()
        return status, out, err

    return call


def test_a_new_machine_begins_with_the_copy_in_the_folder(planner: Run, laptop: Machine):
    status, out, err = planner("due")
    assert status == 0 and "Dana Whitfield" in out and "starts as a copy of the one on laptop" in err


def test_what_others_wrote_is_there_before_a_verb_looks_and_what_a_verb_wrote_goes_out(planner: Run, laptop: Machine):
    planner("due")
    laptop.change(title="CTO"), laptop.round()
    status, out, err = planner("show", "dana")
    assert status == 0 and "CTO" in out and "1 change from laptop" in err and "planner undo" in err
    assert "from laptop" not in planner("show", "dana")[2]
    assert planner("tag", "lena", "met")[0] == 0
    assert laptop.round().label == "1 change from desktop" and laptop.of("Lena Brandt", "tags") == "met"


def test_undo_takes_back_what_was_done_here_and_not_what_came_just_now(planner: Run, laptop: Machine):
    planner("due"), planner("tag", "lena", "met")
    laptop.round(), laptop.change(title="CTO"), laptop.round()
    assert "tag" in planner("undo")[1]
    assert "1 change from laptop" in planner("due")[2]


def test_what_both_changed_is_said_and_answered(planner: Run, laptop: Machine):
    planner("due")
    planner("edit", "person", "dana", "--title", "VP")
    laptop.change(title="CTO"), laptop.round()
    assert "1 detail was changed here and on another machine" in planner("due")[2]
    status, out, _ = planner("sync", "status")
    assert status == 1 and "title: 'VP' here, 'CTO' on laptop" in out
    status, out, _ = planner("sync", "status", "--json")
    record = json.loads(out)
    assert status == 1 and record["unsettled"][0]["theirs"] == "CTO" and record["files"][0]["device"] == "laptop"
    status, out, _ = planner("sync", "now")
    assert status == 1 and "Your version stays until you decide" in out
    assert planner("sync", "now", "--theirs")[0] == 0
    assert "CTO" in planner("show", "dana")[1] and planner("sync")[0] == 0


def test_a_file_that_waits_is_said(planner: Run, laptop: Machine):
    planner("due")
    laptop.file.write_bytes(b"no book")
    status, out, _ = planner("sync", "now")
    assert status == 1 and laptop.file.name in out and "checked again" in out


def test_without_a_folder_it_says_how(planner: Run, laptop: Machine):
    environment.settings_file().write_text("")
    status, _, err = planner("sync", "now")
    assert status == 2 and "sync_folder" in err


def test_a_book_chosen_by_hand_is_carried_only_once_it_was_begun(planner: Run, laptop: Machine, tmp_path: Path):
    other = str(tmp_path / "other.sqlite")
    assert planner("--book", other, "add", "person", "Zoe Quist")[0] == 0
    assert len(list(laptop.folder.iterdir())) == 1


def test_the_calendar_file_follows_every_change(planner: Run, laptop: Machine, tmp_path: Path):
    planner("due")
    assert planner("close", "dana", "--reason", "enough")[0] == 0
    file = tmp_path / "owed.ics"
    assert b"Lena" in file.read_bytes()
    assert planner("close", "lena", "--reason", "enough")[0] == 0
    assert b"STATUS:CANCELLED" in file.read_bytes()
    file.write_text("BEGIN:VCALENDAR\nPRODID:-//another//EN\nEND:VCALENDAR\n")
    status, _, err = planner("tag", "lena", "met")
    assert status == 0 and "was not written by the planner" in err and "another" in file.read_text()


def test_the_daily_check_reads_nothing_of_the_sort_without_a_folder(
    planner: Run, demo: Book, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PLANNER_BOOK", str(demo.path))
    import sys

    for name in [name for name in sys.modules if name.startswith("planner.cli.carrying")]:
        monkeypatch.delitem(sys.modules, name)
    assert planner("due")[0] == 0
    assert "planner.cli.carrying" not in sys.modules


def test_cards_follow_every_change(planner: Run, demo: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "cards"
    folder.mkdir()
    monkeypatch.setenv("PLANNER_BOOK", str(demo.path))
    environment.settings_file().parent.mkdir(parents=True)
    environment.settings_file().write_text(f'contacts_folder = "{folder}"\n')
    assert planner("edit", "person", "dana", "--title", "CTO")[0] == 0
    card = next(path for path in folder.glob("*.vcf") if "FN:Dana Whitfield" in path.read_text())
    assert "TITLE:CTO" in card.read_text()
    card.write_text(card.read_text().replace("TITLE:CTO", "TITLE:VP"))
    assert "1 change from the address book" in planner("tag", "lena", "met")[2]
    assert "VP" in planner("show", "dana")[1]
    card.unlink()
    assert "waiting for an answer" in planner("tag", "lena", "known")[2]
