"""What stands in a form is there again after whatever ended the app, and is carried out only when the user says so."""

import json
import signal
import time
from pathlib import Path

import pytest

from planner.book import queries
from planner.book.file import reading
from tests.end_to_end.terminal import PLANNER, Terminal, environment
from tests.ready_books import ReadyBooks


@pytest.fixture
def env(tmp_path: Path, ready_books: ReadyBooks) -> dict[str, str]:
    path = tmp_path / "demo.sqlite"
    ready_books.small(path)
    return environment(tmp_path, PLANNER_BOOK=str(path))


def places(env: dict[str, str]) -> list[Path]:
    return sorted(Path(env["HOME"], ".local", "state", "follow-up-planner").glob("form-*.json"))


def kept(env: dict[str, str]) -> str:
    return "".join(place.read_text() for place in places(env))


def wait_for(env: dict[str, str], words: str) -> None:
    deadline = time.monotonic() + 30
    while words not in kept(env):
        assert time.monotonic() < deadline, kept(env)
        time.sleep(0.02)


def somebody_is_called(env: dict[str, str], name: str) -> bool:
    with reading(Path(env["PLANNER_BOOK"])) as connection:
        return bool(queries.find_contacts(connection, name))


@pytest.mark.parametrize(
    "ends",
    [signal.SIGKILL, *(pytest.param(each, marks=pytest.mark.slow) for each in (signal.SIGTERM, signal.SIGHUP))],
)
def test_a_form_is_there_again(env: dict[str, str], ends: signal.Signals):
    app = Terminal(PLANNER, env)
    app.wait_for("Miriam wrote on")
    app.press("a")
    app.wait_for("Save")
    app.press("tab", "Noor Haddad")
    app.wait_for("Noor Haddad")
    if ends is signal.SIGKILL:  # the others give a moment for the last words
        wait_for(env, "Noor Haddad")
    app.end(ends)
    [place] = places(env)
    assert place.stat().st_mode & 0o777 == 0o600 and "Noor Haddad" in kept(env)
    assert not somebody_is_called(env, "Noor Haddad")
    app = Terminal(PLANNER, env)
    app.wait_for("This was typed before the app ended")
    app.wait_for("Noor Haddad")
    app.press("ctrl+s")
    app.wait_until_gone("This was typed before the app ended")
    app.wait_for("Noor Haddad")
    app.press("ctrl+q")
    assert app.end() == 0
    assert somebody_is_called(env, "Noor Haddad") and not places(env)


@pytest.mark.parametrize("key", ["escape", "ctrl+q"])
def test_a_form_that_is_left_leaves_nothing(env: dict[str, str], key: str):
    app = Terminal(PLANNER, env)
    app.wait_for("Miriam wrote on")
    app.press("a")
    app.wait_for("Save")
    app.press("tab", "Noor Haddad")
    wait_for(env, "Noor Haddad")
    app.press(key)
    app.wait_for("once more leaves")
    deadline = time.monotonic() + 30
    while "Not saved yet" in app.text:  # a key held down does not answer it, so not in the first moment
        if not app.read(0.7):
            break
        app.press(key)
        assert time.monotonic() < deadline
    if key == "escape":
        app.press("ctrl+q")
    assert app.end() == 0
    assert not places(env)


def test_without_room_anywhere_the_text_is_printed(env: dict[str, str]):
    state = Path(env["HOME"], ".local", "state")
    state.parent.mkdir(parents=True)
    state.write_text("no folder")  # nothing can be kept there, whoever runs this
    app = Terminal(PLANNER, env)
    app.wait_for("Miriam wrote on")
    app.press("a")
    app.wait_for("Save")
    app.press("tab", "Noor Haddad")
    app.wait_for("Noor Haddad")
    assert app.end(signal.SIGTERM) == 128 + signal.SIGTERM
    said = app.output.decode(errors="replace").rpartition("?1049l")[2]
    assert "could not be saved anywhere" in said and "Noor Haddad" in said


def test_whom_it_was_about_must_still_be_there(env: dict[str, str]):
    app = Terminal(PLANNER, env)
    app.wait_for("Miriam wrote on")
    app.press("e")
    app.wait_for("Save")
    app.press("tab", "tab", "another word")
    wait_for(env, "another word")
    app.end(signal.SIGKILL)
    [place] = places(env)
    about = json.loads(place.read_text())
    about["about"]["people"] = [9999]
    place.write_text(json.dumps(about))
    app = Terminal(PLANNER, env)
    app.wait_for("whom it was about is gone")
    app.press("ctrl+q")
    assert app.end() == 0
    assert place.exists()
